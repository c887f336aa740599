/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter.h"

#include <cairo.h>
#include <math.h>

#include "tests/ui/samples.h"

/* Golden pictures, written by hand: a letter for each ms of a lane says what its pixels have to be. Neither texts nor
 * fonts have a part in it.
 *
 *   R running: solid in the task's hue     h ready: hatched     i I/O     w waits for an object
 *   - await: a thin line                   . nothing is there */

enum { PIXELS = 10 /* a ms */, LANES = 4 };

static IlPainter *
new_painter (gboolean dark)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  IlPainter *painter;

  pango_font_description_set_absolute_size (font, 14 * PANGO_SCALE);
  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  painter = il_painter_new (context, il_palette_get (dark, FALSE), 1);
  g_object_unref (context);
  return painter;
}

static guint32
pixel (cairo_surface_t *image, int x, int y)
{
  const guchar *line = cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image);

  return ((const guint32 *) (const void *) line)[x] & 0xffffff;
}

static guint32
rgb (const IlColor *color)
{
  return (guint32) (color->red * 255 + 0.5) << 16 | (guint32) (color->green * 255 + 0.5) << 8
         | (guint32) (color->blue * 255 + 0.5);
}

/* Whether all around X, MIDDLE is of COLOR. */
static gboolean
is_solid (cairo_surface_t *image, int x, int middle, const IlColor *color)
{
  for (int y = middle - 3; y < middle + 3; y++)
    for (int dx = -1; dx <= 1; dx++)
      if (pixel (image, x + dx, y) != rgb (color))
        return FALSE;
  return TRUE;
}

static char
letter_at (cairo_surface_t *image, const IlPalette *palette, guint32 task, int x, int middle)
{
  if (is_solid (image, x, middle, &palette->of[IL_COLOR_BACKGROUND]))
    return '.';
  if (is_solid (image, x, middle, il_palette_task (palette, task)))
    return 'R';
  if (is_solid (image, x, middle, &palette->of[IL_COLOR_IO]))
    return 'i';
  if (is_solid (image, x, middle, &palette->of[IL_COLOR_WAITING]))
    return 'w';
  if (pixel (image, x, middle) == rgb (&palette->of[IL_COLOR_LINE])
      && pixel (image, x, middle + 4) == rgb (&palette->of[IL_COLOR_BACKGROUND]))
    return '-';
  return 'h';
}

/* As pixels, or as what a vector picture is made of. */
static cairo_surface_t *
paint (IlPainter *painter, const IlScene *scene, gboolean as_lines)
{
  int width = (int) scene->width, height = (int) ceil (il_painter_chart_height (painter, scene));
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height), *lines = NULL;
  cairo_t *cr;

  if (as_lines) {
    lines = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, &(cairo_rectangle_t) { 0, 0, width, height });
    cr = cairo_create (lines);
    il_painter_draw_chart (painter, cr, scene);
    cairo_destroy (cr);
  }
  cr = cairo_create (image);
  if (as_lines) {
    cairo_set_source_surface (cr, lines, 0, 0);
    cairo_paint (cr);
  } else
    il_painter_draw_chart (painter, cr, scene);
  cairo_destroy (cr);
  g_clear_pointer (&lines, cairo_surface_destroy);
  cairo_surface_flush (image);
  return image;
}

/* EXPECTED: a lane each, as runs of letters: "R4 i30" is RRRR and 30 times i. What is not said is nothing. */
static void
check (IlModelKind model, const char *const expected[LANES], gboolean dark, gboolean as_lines)
{
  const int length = 110; /* ms */
  IlPainter *painter = new_painter (dark);
  g_autoptr (IlRecording) recording = sample_espresso (model);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = model, .end = length * 1e6 };
  cairo_surface_t *image;
  IlScale scale;

  il_timeline_extend (timeline, G_MAXINT64);
  scale = il_painter_scale (painter, 0, 1, 1000); /* for what is beside the time axis */
  scene.width = 1000 - scale.width + length * PIXELS;
  image = paint (painter, &scene, as_lines);
  for (guint lane = 0; lane < LANES; lane++) {
    g_autoptr (GString) golden = g_string_new (NULL), seen = g_string_new (NULL);
    g_auto (GStrv) runs = g_strsplit (expected[lane], " ", -1);
    double height, top = il_painter_lane_top (painter, &scene, lane, &height);

    for (guint i = 0; runs[i]; i++)
      for (gint64 n = g_ascii_strtoll (runs[i] + 1, NULL, 10); n > 0; n--)
        g_string_append_c (golden, runs[i][0]);
    while (golden->len < length)
      g_string_append_c (golden, '.');
    for (int ms = 0; ms < length; ms++)
      g_string_append_c (seen, letter_at (image, il_palette_get (dark, FALSE), lane + 1,
                                          (int) scale.x + ms * PIXELS + PIXELS / 2, (int) round (top + height / 2)));
    g_assert_cmpstr (seen->str, ==, golden->str);
  }
  cairo_surface_destroy (image);
  il_painter_free (painter);
}

static void
test_espresso (gconstpointer data)
{
  static const char *const sync[LANES] = { "-102", "R4 i30", ".34 R6 i30", ".70 R2 i30" };
  static const char *const threads[LANES] = { "-94", "R2 h4 R2 i26", "h2 R2 h4 R4 w22 i30", "h4 R2 h4 w54 i30" };
  static const char *const coop[LANES] = { "-94", "R4 i30", "h4 R6 w24 i30", "h10 R2 w52 i30" };
  guint how = GPOINTER_TO_UINT (data);

  check (IL_MODEL_SYNC, sync, how & 1, how & 2);
  check (IL_MODEL_THREADS, threads, how & 1, how & 2);
  check (IL_MODEL_COOP, coop, how & 1, how & 2);
}

/* A gap covers all lanes for as long as it says, and nothing else. */
static void
test_gap (void)
{
  IlPainter *painter = new_painter (FALSE);
  IlRunInfo info = { .model = IL_MODEL_COOP, .cores = 1 };
  g_autoptr (IlRecording) recording = il_recording_new (&info);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .end = 100, .width = 800 };
  const IlRecord records[] = {
    il_record_spawn (0, 1, 0, 0, 1),
    il_record_resume (0, 1, 0, 0, 1),
    il_record_dropped (60, 20, il_recording_add_text (recording, "3 events were lost")),
    il_record_exit (90, 1, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_NONE, 0 }, 1),
  };
  cairo_surface_t *image;
  IlScale scale;
  double height, top;

  g_assert_true (il_recording_append (recording, records, G_N_ELEMENTS (records)));
  il_timeline_extend (timeline, G_MAXINT64);
  scale = il_painter_scale (painter, scene.start, scene.end, scene.width);
  top = il_painter_lane_top (painter, &scene, 0, &height);
  image = paint (painter, &scene, FALSE);
  for (int time = 2; time < 90; time += 4) {
    int x = (int) il_scale_x (&scale, time), y = (int) (top + height / 2);

    g_assert_cmpint (is_solid (image, x, y, il_palette_task (il_palette_get (FALSE, FALSE), 1)), ==,
                     time < 40 || time > 60);
  }
  cairo_surface_destroy (image);
  il_painter_free (painter);
}

/* A task that ends at 50 was to end by then or by 30, which is flagged. */
static void
test_deadline (gconstpointer deadline)
{
  const IlPalette *palette = il_palette_get (FALSE, FALSE);
  IlPainter *painter = new_painter (FALSE);
  IlRunInfo info = { .model = IL_MODEL_COOP, .cores = 1 };
  g_autoptr (IlRecording) recording = il_recording_new (&info);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .end = 100, .width = 800 };
  const IlRecord records[] = {
    il_record_spawn (0, 1, 0, 0, 1),
    il_record_resume (0, 1, 0, 0, 1),
    il_record_exit (50, 1, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_NONE, 0 }, 1),
  };
  IlColorRole role = GPOINTER_TO_INT (deadline) < 50 ? IL_COLOR_ALARM : IL_COLOR_DIM;
  double x, y, width, height;
  cairo_surface_t *image;

  g_assert_true (il_recording_append (recording, records, G_N_ELEMENTS (records)));
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 50);
  il_timeline_extend (timeline, G_MAXINT64);
  g_assert_false (il_painter_deadline_area (painter, &scene, 0, &x, &y, &width, &height));
  il_task_facts_set_deadline (il_recording_facts (recording), 1, GPOINTER_TO_INT (deadline));
  g_assert_true (il_painter_deadline_area (painter, &scene, 0, &x, &y, &width, &height));
  image = paint (painter, &scene, FALSE);
  g_assert_cmphex (pixel (image, (int) x, (int) (y + height) - 2), ==, rgb (&palette->of[role]));
  cairo_surface_destroy (image);
  il_painter_free (painter);
}

/* Two tasks that wait for each other: one from 40 on, the other from the run's very end, 80. Both waits go on past it.
 */
static void
test_stuck (gconstpointer outcome)
{
  const IlColor *ground = &il_palette_get (FALSE, FALSE)->of[IL_COLOR_BACKGROUND];
  gboolean deadlock = GPOINTER_TO_INT (outcome) == IL_OUTCOME_DEADLOCK;
  IlPainter *painter = new_painter (FALSE);
  IlRunInfo info = { .model = IL_MODEL_COOP, .cores = 1 };
  g_autoptr (IlRecording) recording = il_recording_new (&info);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .end = 100, .width = 800 };
  guint32 lock = il_recording_add_object (recording, IL_OBJECT_MUTEX, "lock", 1, 1);
  const IlRecord records[] = {
    il_record_spawn (0, 1, 0, 0, 1),   il_record_spawn (0, 2, 0, 0, 1),
    il_record_resume (0, 1, 0, 0, 1),  il_record_suspend (40, 1, IL_WHY_MUTEX, lock, 2),
    il_record_resume (40, 2, 0, 0, 1), il_record_suspend (80, 2, IL_WHY_MUTEX, lock, 2),
  };
  static const int begins[] = { 40, 80 };
  double note[4];
  cairo_surface_t *image;
  IlScale scale;

  g_assert_true (il_recording_append (recording, records, G_N_ELEMENTS (records)));
  il_recording_finish (recording, GPOINTER_TO_INT (outcome), 80);
  il_timeline_extend (timeline, G_MAXINT64);
  scale = il_painter_scale (painter, scene.start, scene.end, scene.width);
  image = paint (painter, &scene, FALSE);
  for (guint row = 0; row < 2; row++) {
    double x, y, width, height, top = il_painter_lane_top (painter, &scene, row, &height);
    int middle = (int) (top + height / 2), lane, n_drawn = 0;
    IlPlace place = { 9, 9 };

    g_assert_cmpint (il_painter_stuck_area (painter, &scene, row, &x, &y, &width, &height), ==, deadlock);
    for (double px = il_scale_x (&scale, 80) + 3; px < il_scale_x (&scale, 80) + 20; px++)
      n_drawn += pixel (image, (int) px, middle) != rgb (ground);
    g_assert_cmpint (n_drawn > 0, ==, deadlock);
    g_assert_cmpint (il_painter_hit (painter, &scene, il_scale_x (&scale, 80) + 10, middle, &place, &lane), ==,
                     deadlock);
    if (!deadlock)
      continue;
    g_assert_cmpfloat_with_epsilon (x, il_scale_x (&scale, begins[row]), 1);
    g_assert_cmpfloat (x + width, >, il_scale_x (&scale, 80) + 14);
    g_assert_cmpuint (place.lane, ==, row);
    g_assert_cmpuint (place.span, ==, il_lane_n_spans (il_timeline_lane (timeline, row)) - 1);
  }
  scene.by_core = TRUE; /* where nobody who waits has a lane: a note says it */
  il_timeline_extend_cores (timeline, G_MAXINT64);
  g_assert_cmpint (il_painter_note_area (painter, &scene, &note[0], &note[1], &note[2], &note[3]), ==, deadlock);
  cairo_surface_destroy (image);
  il_painter_free (painter);
}

static IlTimeline *
espresso (IlModelKind model)
{
  g_autoptr (IlRecording) recording = sample_espresso (model);
  IlTimeline *timeline = il_timeline_new (recording);

  il_timeline_extend (timeline, G_MAXINT64);
  il_timeline_extend_cores (timeline, G_MAXINT64);
  return timeline;
}

/* The one core's lane has each task's hue while it runs, at the foot of the bar, where no name is; and where all of a
 * run's turns are one column, each hue is as high as its task's share. */
static void
test_cores (gconstpointer dark)
{
  static const guint32 runners[] = { 2, 2, 3, 3, 4, 4, 2, 2, 3, 3, 3, 3 }; /* who runs in each ms of the threads' run */
  const IlPalette *palette = il_palette_get (dark != NULL, FALSE);
  IlPainter *painter = new_painter (dark != NULL);
  g_autoptr (IlTimeline) timeline = espresso (IL_MODEL_THREADS);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_THREADS, .end = 110e6, .by_core = TRUE };
  IlScale scale = il_painter_scale (painter, 0, 1, 1000);
  guint times[5] = { 0 }, rows[5] = { 0 };
  cairo_surface_t *image;
  double height, top, bar;

  g_assert_cmpuint (il_scene_n_lanes (&scene), ==, 1);
  scene.width = 1000 - scale.width + 110 * PIXELS;
  top = il_painter_lane_top (painter, &scene, 0, &height);
  image = paint (painter, &scene, FALSE);
  for (guint ms = 0; ms < 90; ms++) {
    const IlColor *expected =
        ms < G_N_ELEMENTS (runners) ? il_palette_task (palette, runners[ms]) : &palette->of[IL_COLOR_BACKGROUND];

    g_assert_cmphex (pixel (image, (int) scale.x + (int) ms * PIXELS + PIXELS / 2, (int) (top + height / 2) + 7), ==,
                     rgb (expected));
  }
  cairo_surface_destroy (image);

  scene.end = 1200e6;
  scene.width = 1000 - scale.width + 100; /* 12 ms a pixel */
  image = paint (painter, &scene, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (runners); i++)
    times[runners[i]]++;
  for (guint y = (guint) top; y < (guint) (top + height); y++)
    for (guint32 task = 2; task <= 4; task++)
      rows[task] += pixel (image, (int) scale.x, (int) y) == rgb (il_palette_task (palette, task));
  bar = rows[2] + rows[3] + rows[4];
  g_assert_cmpfloat (bar, >, 15);
  for (guint32 task = 2; task <= 4; task++)
    g_assert_cmpfloat_with_epsilon (rows[task], bar * times[task] / G_N_ELEMENTS (runners),
                                    1.5); /* a switch has a part too */
  cairo_surface_destroy (image);
  il_painter_free (painter);
}

/* A name in a bar is black or white, whichever reads better: always better than 4.5 to 1. */
static void
test_names_in_bars (void)
{
  const IlColor black = { 0, 0, 0 }, white = { 1, 1, 1 };

  g_assert_cmpfloat_with_epsilon (il_color_contrast (&black, &white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (il_color_contrast (&(IlColor) { 0.5, 0.5, 0.5 }, &white), 3.98, 0.005);
  for (guint i = 0; i < 4; i++) {
    const IlPalette *palette = il_palette_get (i & 1, i & 2);

    for (guint32 task = 1; task <= G_N_ELEMENTS (palette->tasks); task++)
      g_assert_cmpfloat (MAX (il_color_contrast (il_palette_task (palette, task), &black),
                              il_color_contrast (il_palette_task (palette, task), &white)),
                         >=, 4.5);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/painter/espresso/light", GUINT_TO_POINTER (0), test_espresso);
  g_test_add_data_func ("/painter/espresso/dark", GUINT_TO_POINTER (1), test_espresso);
  g_test_add_data_func ("/painter/espresso/vectors", GUINT_TO_POINTER (2), test_espresso);
  g_test_add_func ("/painter/gap", test_gap);
  g_test_add_data_func ("/painter/deadline/missed", GINT_TO_POINTER (30), test_deadline);
  g_test_add_data_func ("/painter/deadline/met", GINT_TO_POINTER (80), test_deadline);
  g_test_add_data_func ("/painter/stuck/deadlock", GINT_TO_POINTER (IL_OUTCOME_DEADLOCK), test_stuck);
  g_test_add_data_func ("/painter/stuck/stopped", GINT_TO_POINTER (IL_OUTCOME_STOPPED), test_stuck);
  g_test_add_data_func ("/painter/cores/light", GUINT_TO_POINTER (0), test_cores);
  g_test_add_data_func ("/painter/cores/dark", GUINT_TO_POINTER (1), test_cores);
  g_test_add_func ("/painter/names-in-bars", test_names_in_bars);
  return g_test_run ();
}

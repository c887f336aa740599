/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/strip.h"

#include <math.h>

#include "tests/traces/samples.h"
#include "tests/ui/samples.h"
#include "ui/picture/painter.h"

/* What LANE did between the moments FROM and TO, from its spans one after another. */
static void
add_overlaps (const IlLane *lane, double from, double to, double end, double times[IL_N_ACTIVITIES])
{
  double arrival = (double) il_lane_arrival (lane), last = il_lane_end (lane) >= 0 ? (double) il_lane_end (lane) : end;

  if (il_lane_n_spans (lane) == 0)
    times[IL_ACTIVITY_PAUSED] += MAX (0, MIN (last, to) - MAX (arrival, from));
  for (guint i = 0; i < il_lane_n_spans (lane); i++) {
    IlSpan span;

    il_lane_span (lane, i, &span);
    times[il_activity_of (span.state, span.why)] +=
        MAX (0, MIN ((double) span.end, to) - MAX ((double) span.start, from));
  }
}

static void
test_columns (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < 40; i++) {
    g_autoptr (IlRecording) recording = sample_random (random, (guint) g_rand_int_range (random, 10, 800));
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
    g_autoptr (IlLaneGroups) lane_groups = il_lane_groups_new (recording);
    IlStripBorder first, last;
    double end, length;
    IlScale scale = { .x = 100, .width = 300 };

    il_timeline_extend (timeline, G_MAXINT64);
    for (guint k = 0; k < il_timeline_n_lanes (timeline); k++)
      il_lane_groups_assign (lane_groups, il_lane_task (il_timeline_lane (timeline, k)), 0);
    il_lane_groups_extend (lane_groups, il_recording_n_records (recording));
    end = (double) il_timeline_end (timeline);
    length = i % 3 == 0 ? end * 1.1 : i % 3 == 1 ? 1000.5 : 37.3; /* as far as to pixels of less than a nanosecond */
    scale.start = i % 3 == 0 ? 0 : g_rand_double (random) * end;
    scale.end = scale.start + MAX (10, length);
    for (int x = 100; x < 400; x++) {
      double counts[IL_N_ACTIVITIES], times[IL_N_ACTIVITIES] = { 0 }, from = il_scale_time (&scale, x),
                                      to = il_scale_time (&scale, x + 1);

      il_strip_look (lane_groups, 0, from, il_timeline_end (timeline), &first);
      il_strip_look (lane_groups, 0, to, il_timeline_end (timeline), &last);
      il_strip_counts (&first, &last, counts);
      for (guint k = 0; k < il_timeline_n_lanes (timeline); k++)
        add_overlaps (il_timeline_lane (timeline, k), from, to, end, times);
      for (guint k = 0; k < IL_N_ACTIVITIES; k++)
        g_assert_cmpfloat_with_epsilon (counts[k], times[k] / (to - from), 1e-6);
    }
  }
}

/* Sixty tasks are spawned at 0 and ready; 30 of them run from 10 to 20, on as many cores, and then are in I/O. */
static IlTimeline *
half_and_half (void)
{
  g_autoptr (IlRecording) recording =
      il_recording_new (&(IlRunInfo) { .model = IL_MODEL_THREADS, .clock = IL_CLOCK_VIRTUAL, .cores = 30 });
  IlTimeline *timeline = il_timeline_new (recording);

  for (guint32 task = 1; task <= 60; task++) {
    g_autofree char *name = g_strdup_printf ("job#%u", task);
    IlRecord record = il_record_spawn_ready (0, task, il_recording_add_text (recording, name), 0, 1);

    il_recording_append (recording, &record, 1);
  }
  for (guint32 task = 1; task <= 30; task++) {
    IlRecord record = il_record_resume (10, task, task - 1, 0, 1);

    il_recording_append (recording, &record, 1);
  }
  for (guint32 task = 1; task <= 30; task++) {
    IlRecord record = il_record_suspend (20, task, IL_WHY_IO, 0, 1);

    il_recording_append (recording, &record, 1);
  }
  il_recording_finish (recording, IL_OUTCOME_STOPPED, 30);
  il_timeline_extend (timeline, G_MAXINT64);
  return timeline;
}

static void
test_words (void)
{
  g_autoptr (IlTimeline) timeline = half_and_half ();
  g_autoptr (IlLaneOrder) order = il_lane_order_new (timeline, &(IlLaneSorting) { 0 }, NULL);
  static const struct {
    gint64 time;
    const char *words;
  } cases[] = { { 5, "60 ready" }, { 10, "30 ready · 30 running" }, { 25, "30 in I/O · 30 ready" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = il_strip_text (il_lane_order_groups (order), 0, cases[i].time);

    g_assert_cmpstr (text, ==, cases[i].words);
  }
}

static IlPainter *
new_painter (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");
  IlPainter *painter;

  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  painter = il_painter_new (context, il_palette_get (FALSE, FALSE), 1);
  g_object_unref (context);
  return painter;
}

static guint
n_of_color (cairo_surface_t *image, int x, int y0, int y1, const IlColor *color)
{
  guint32 wanted = (guint32) (color->red * 255 + 0.5) << 16 | (guint32) (color->green * 255 + 0.5) << 8
                   | (guint32) (color->blue * 255 + 0.5);
  guint n = 0;

  cairo_surface_flush (image);
  for (int y = y0; y < y1; y++) {
    const guchar *line = cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image);

    n += (((const guint32 *) (const void *) line)[x] & 0xffffff) == wanted;
  }
  return n;
}

/* While half of them run the lower half has the colour of it. */
static void
test_drawn (void)
{
  g_autoptr (IlTimeline) timeline = half_and_half ();
  g_autoptr (IlArrangement) folded = il_arrangement_fold (NULL, "\t\tjob", TRUE);
  g_autoptr (IlLaneOrder) order = il_lane_order_new (timeline, &(IlLaneSorting) { 0 }, folded);
  g_autoptr (IlPainter) painter = new_painter ();
  const IlPalette *palette = il_painter_palette (painter);
  IlScene scene = { .timeline = timeline, .order = order, .model = IL_MODEL_THREADS, .end = 30, .width = 700 };
  IlScale scale = il_painter_scale (painter, scene.start, scene.end, scene.width);
  double height, top = il_painter_lane_top (painter, &scene, 0, &height);
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, (int) il_painter_chart_height (painter, &scene));
  cairo_t *cr = cairo_create (image);
  int y0 = (int) top, y1 = (int) (top + height);
  IlPlace place;
  int lane;

  g_assert_cmpuint (il_scene_n_lanes (&scene), ==, 1);
  il_painter_draw_chart (painter, cr, &scene);
  cairo_destroy (cr);
  g_assert_cmpuint (n_of_color (image, (int) il_scale_x (&scale, 15), y0, y1, &palette->of[IL_COLOR_RUNNING]), ==,
                    (guint) (height - 6) / 2);
  g_assert_cmpuint (n_of_color (image, (int) il_scale_x (&scale, 25), y0, y1, &palette->of[IL_COLOR_IO]), ==,
                    (guint) (height - 6) / 2);
  g_assert_cmpuint (n_of_color (image, (int) il_scale_x (&scale, 5), y0, y1, &palette->of[IL_COLOR_RUNNING]), ==, 0);
  g_assert_cmpuint (n_of_color (image, (int) il_scale_x (&scale, 5), y0, y1, &palette->of[IL_COLOR_BACKGROUND]), <=,
                    7); /* all are ready */
  g_assert_false (il_painter_hit (painter, &scene, il_scale_x (&scale, 15), top + height / 2, &place,
                                  &lane)); /* no span of one task */
  g_assert_true (il_painter_is_triangle (painter, &scene, 0, 3));
  cairo_surface_destroy (image);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strip/columns", test_columns);
  g_test_add_func ("/strip/words", test_words);
  g_test_add_func ("/strip/drawn", test_drawn);
  return g_test_run ();
}

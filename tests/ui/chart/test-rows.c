/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/rows.h"

#include <math.h>

#include "tests/traces/samples.h"
#include "tests/ui/samples.h"

enum { WIDTH = 700 };

typedef struct {
  IlRows *rows;
  IlPainter *painter;
  gboolean came; /* rows have */
} Fixture;

static void
came_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

static IlPainter *
new_painter (gboolean dark)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");
  IlPainter *painter;

  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  painter = il_painter_new (context, il_palette_get (dark, FALSE), 1);
  g_object_unref (context);
  return painter;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->painter = new_painter (FALSE);
  fixture->rows = il_rows_new (came_cb, &fixture->came);
  il_rows_set_painter (fixture->rows, fixture->painter);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  il_rows_free (fixture->rows);
  il_painter_free (fixture->painter);
}

/* Waits until all rows of SCENE are as they should be. */
static void
complete (Fixture *fixture, const IlScene *scene)
{
  while (!il_rows_want (fixture->rows, scene, 0, il_scene_n_lanes (scene))) {
    fixture->came = FALSE;
    while (!fixture->came)
      g_main_context_iteration (NULL, TRUE);
  }
}

static cairo_surface_t *
new_image (const Fixture *fixture, const IlScene *scene)
{
  const IlColor *ground = &il_painter_palette (fixture->painter)->of[IL_COLOR_BACKGROUND];
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int) il_painter_chart_height (fixture->painter, scene));
  cairo_t *cr = cairo_create (image);

  cairo_set_source_rgb (cr, ground->red, ground->green, ground->blue);
  cairo_paint (cr);
  cairo_destroy (cr);
  return image;
}

/* Which are not of the rows. */
static void
show_gaps (const Fixture *fixture, const IlScene *scene, cairo_t *cr)
{
  double last = -1, x0, x1, height;
  double bottom = il_painter_lane_top (fixture->painter, scene, il_scene_n_lanes (scene), &height);

  for (guint i = 0; i < il_timeline_n_gaps (scene->timeline); i++)
    if (il_painter_gap_area (fixture->painter, scene, il_timeline_gap (scene->timeline, i), &x0, &x1) && x1 > last) {
      il_painter_draw_gap (fixture->painter, cr, MAX (x0, last), x1, il_painter_heading_height (fixture->painter),
                           bottom);
      last = x1;
    }
}

/* The rows, whatever they show at the moment. */
static cairo_surface_t *
show (const Fixture *fixture, const IlScene *scene)
{
  cairo_surface_t *image = new_image (fixture, scene);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = cairo_create (image);
  GskRenderNode *node;

  for (guint i = 0; i < il_scene_n_lanes (scene); i++)
    il_rows_show (fixture->rows, snapshot, fixture->painter, scene, i);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node) {
    gsk_render_node_draw (node, cr);
    gsk_render_node_unref (node);
  }
  for (guint i = 0; i < il_scene_n_lanes (scene); i++) { /* which are not of the rows either */
    il_painter_draw_deadline (fixture->painter, cr, scene, i);
    il_painter_draw_stuck (fixture->painter, cr, scene, i);
  }
  show_gaps (fixture, scene, cr);
  cairo_destroy (cr);
  return image;
}

/* What they should show: the painter's chart, at one go. */
static cairo_surface_t *
paint (const Fixture *fixture, const IlScene *scene)
{
  cairo_surface_t *image = new_image (fixture, scene);
  cairo_t *cr = cairo_create (image);

  il_painter_draw_chart (fixture->painter, cr, scene);
  cairo_destroy (cr);
  return image;
}

static guint32
pixel (cairo_surface_t *image, int x, int y)
{
  const guchar *line = cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image);

  return ((const guint32 *) (const void *) line)[x] & 0xffffff;
}

/* More than what cairo's smoothing of a round corner depends on where the shape ends on its other side. */
static gboolean
differ (guint32 a, guint32 b)
{
  for (guint shift = 0; shift < 24; shift += 8)
    if (abs ((int) (a >> shift & 255) - (int) (b >> shift & 255)) > 2)
      return TRUE;
  return FALSE;
}

/* The lanes' pixels that differ, names and the lines between lanes aside. */
static guint
n_different (const Fixture *fixture, const IlScene *scene, cairo_surface_t *image, cairo_surface_t *other)
{
  IlScale scale = il_painter_scale (fixture->painter, scene->start, scene->end, scene->width);
  guint n = 0;

  for (guint lane = 0; lane < il_scene_n_lanes (scene); lane++) {
    double height, top = il_painter_lane_top (fixture->painter, scene, lane, &height);

    for (int y = (int) top; y < (int) (top + height) - 1; y++)
      for (int x = (int) scale.x; x < (int) (scale.x + scale.width); x++)
        n += differ (pixel (image, x, y), pixel (other, x, y));
  }
  return n;
}

static void
assert_exact (Fixture *fixture, const IlScene *scene)
{
  cairo_surface_t *shown, *painted;

  complete (fixture, scene);
  shown = show (fixture, scene);
  painted = paint (fixture, scene);
  g_assert_cmpuint (n_different (fixture, scene, shown, painted), ==, 0);
  cairo_surface_destroy (shown);
  cairo_surface_destroy (painted);
}

/* As a user does: pans by pixels, by less than that, zooms, goes back; and the run goes on meanwhile. */
static void
move (GRand *random, IlScene *scene, double end)
{
  double pixel = (scene->end - scene->start) / (WIDTH - 100), middle = (scene->start + scene->end) / 2, length;

  switch (g_rand_int_range (random, 0, 5)) {
  case 0:
  case 1: {
    double shift = g_rand_int_range (random, -60, 60) * pixel;
    scene->start += shift;
    scene->end += shift;
    break;
  }
  case 2: {
    double shift = g_rand_double_range (random, -3, 3) * pixel;
    scene->start += shift;
    scene->end += shift;
    break;
  }
  case 3:
    length = (scene->end - scene->start) * g_rand_double_range (random, 0.3, 2);
    length = CLAMP (length, 20, end * 1.1);
    scene->start = middle - length / 2;
    scene->end = middle + length / 2;
    break;
  default:
    scene->start = 0;
    scene->end = end * 1.1;
    break;
  }
}

/* Rows that were kept, moved and replaced are, pixel for pixel, what is painted of the whole at one go. */
static void
test_kept_rows_are_exact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint i = 0; i < 12; i++) {
    g_autoptr (IlRecording) recording = i % 3 == 0   ? sample_lane_group (IL_MODEL_COOP, i % 2 ? 6 : 20, 3000)
                                        : i % 3 == 1 ? sample_random (random, 1500)
                                                     : sample_espresso (IL_MODEL_THREADS);
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
    guint64 n = il_recording_n_records (recording);
    IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .width = WIDTH };

    il_recording_finish (recording, IL_OUTCOME_STOPPED, 0);
    il_timeline_extend_to (timeline, n / 2);
    scene.end = MAX (100, (double) il_timeline_end (timeline)) * 1.1;
    il_rows_clear (fixture->rows);
    for (guint step = 0; step < 12; step++) {
      move (random, &scene, MAX (100, (double) il_timeline_end (timeline)));
      if (step % 4 == 3)
        il_timeline_extend_to (timeline, n / 2 + (n - n / 2) * (step + 1) / 12);
      if (il_timeline_n_lanes (timeline) > 0)
        assert_exact (fixture, &scene);
    }
  }
}

/* While a run goes on, a row may be behind by less than half a pixel, and is exact once the run is over. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) all = sample_lane_group (IL_MODEL_COOP, 15, 4000);
  g_autoptr (IlRecording) recording = il_recording_new (il_recording_info (all));
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .width = WIDTH };

  for (guint64 i = 0; i < il_recording_n_records (all); i++) {
    il_recording_append (recording, il_recording_record (all, i), 1);
    il_timeline_extend (timeline, G_MAXINT64);
    scene.end = MAX (100, (double) il_timeline_end (timeline)) * 1.1;
    if (i % 10 == 0) /* does not wait */
      il_rows_want (fixture->rows, &scene, 0, il_timeline_n_lanes (timeline));
    g_main_context_iteration (NULL, FALSE);
  }
  il_recording_finish (recording, IL_OUTCOME_FINISHED, il_timeline_end (timeline));
  il_timeline_extend (timeline, G_MAXINT64);
  assert_exact (fixture, &scene);
}

/* Of a group folded and unfolded: its head is what is painted, too, also when lanes move to other rows. */
static void
test_groups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 60, 3000);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .width = WIDTH };

  il_timeline_extend (timeline, G_MAXINT64);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (IlArrangement) folded = il_arrangement_fold (NULL, "\t\tworker", i % 2 == 0);
    g_autoptr (IlArrangement) pinned = il_arrangement_pin (folded, i < 2 ? "worker#7" : "\t\tworker", 0);
    g_autoptr (IlLaneOrder) order = il_lane_order_new (timeline, &(IlLaneSorting) { 0 }, pinned);

    scene.order = order;
    g_assert_cmpuint (il_scene_n_lanes (&scene), ==, i == 0 ? 2 : i == 2 ? 1 : 61);
    scene.start = 0;
    scene.end = (double) il_timeline_end (timeline);
    assert_exact (fixture, &scene);
    scene.start = scene.end * 0.4;
    scene.end *= 0.5;
    assert_exact (fixture, &scene);
  }
}

/* Until the new row is there the old one is shown where its times are now. */
static void
test_stale_rows_are_shown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .width = WIDTH }, moved;
  cairo_surface_t *shown, *painted, *empty;
  guint n_filled, n_wrong;

  il_timeline_extend (timeline, G_MAXINT64);
  scene.end = (double) il_timeline_end (timeline);
  assert_exact (fixture, &scene);
  for (guint i = 0; i < 2; i++) {
    moved = scene;
    if (i == 0) { /* zoomed in */
      moved.start = scene.end * 0.3;
      moved.end = scene.end * 0.9;
    } else { /* further than a row reaches */
      moved.start += scene.end / 2;
      moved.end += scene.end / 2;
    }
    g_assert_false (il_rows_want (fixture->rows, &moved, 0, 4));
    shown = show (fixture, &moved);
    painted = paint (fixture, &moved);
    empty = new_image (fixture, &moved);
    n_filled = n_different (fixture, &moved, painted, empty);
    n_wrong = n_different (fixture, &moved, shown, painted);
    g_assert_cmpuint (n_wrong, <, n_filled / 2); /* hatching and letters differ */
    g_assert_cmpuint (n_different (fixture, &moved, shown, empty), >, n_filled / 2);
    cairo_surface_destroy (shown);
    cairo_surface_destroy (painted);
    cairo_surface_destroy (empty);
    assert_exact (fixture, &moved);
  }
}

/* In other colours all are drawn anew, and are there meanwhile. */
static void
test_other_painter (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .end = 1e8, .width = WIDTH };
  double x;

  il_timeline_extend (timeline, G_MAXINT64);
  assert_exact (fixture, &scene);
  il_painter_free (fixture->painter);
  fixture->painter = new_painter (TRUE);
  il_rows_set_painter (fixture->rows, fixture->painter);
  g_assert_false (il_rows_want (fixture->rows, &scene, 0, 4));
  g_assert_nonnull (il_rows_peek (fixture->rows, 1, &x));
  assert_exact (fixture, &scene);
}

/* Lanes off the screen cost nothing: what is kept does not grow with them. */
static void
test_many_lanes (Fixture *fixture, gconstpointer data)
{
  enum { LANES = 5000, SEEN = 30 };
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, LANES, 40000);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .width = WIDTH };
  guint n_kept = 0;
  double x;

  il_timeline_extend (timeline, G_MAXINT64);
  scene.end = (double) il_timeline_end (timeline);
  for (guint first = 0; first + SEEN <= LANES; first += 150) {
    while (!il_rows_want (fixture->rows, &scene, first, first + SEEN))
      g_main_context_iteration (NULL, TRUE);
    g_assert_nonnull (il_rows_peek (fixture->rows, first, &x));
  }
  for (guint i = 0; i < LANES; i++)
    n_kept += il_rows_peek (fixture->rows, i, &x) != NULL;
  g_assert_cmpuint (n_kept, >=, SEEN);
  g_assert_cmpuint (n_kept, <, 10 * SEEN);
}

/* What is on its way when nobody wants it any more is let go, and so is the timeline. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 30, 3000);
    IlTimeline *timeline = il_timeline_new (recording);
    IlScene scene = { .timeline = timeline, .model = IL_MODEL_COOP, .width = WIDTH };
    double x;

    il_timeline_extend (timeline, G_MAXINT64);
    scene.end = (double) il_timeline_end (timeline);
    while (il_rows_want (fixture->rows, &scene, 0, 30))
      continue;
    il_rows_clear (fixture->rows);
    il_timeline_unref (timeline);
    if (i % 2) {
      il_rows_free (fixture->rows);
      fixture->rows = il_rows_new (came_cb, &fixture->came);
      il_rows_set_painter (fixture->rows, fixture->painter);
    }
    for (guint lane = 0; lane < 30; lane++)
      g_assert_null (il_rows_peek (fixture->rows, lane, &x));
  }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
#define TEST(name, function) g_test_add ("/rows/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("kept-rows-are-exact", test_kept_rows_are_exact);
  TEST ("live", test_live);
  TEST ("groups", test_groups);
  TEST ("stale-rows-are-shown", test_stale_rows_are_shown);
  TEST ("other-painter", test_other_painter);
  TEST ("many-lanes", test_many_lanes);
  TEST ("given-up", test_given_up);
  return g_test_run ();
}

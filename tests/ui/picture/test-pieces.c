/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/pieces.h"

#include <math.h>

#include "tests/traces/samples.h"
#include "tests/ui/samples.h"
#include "ui/picture/painter.h"

/* What the lane does between two moments, from all its spans one after another. */
static void
count (const IlLane *lane, double from, double to, double *times)
{
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    times[i] = 0;
  for (guint i = 0; i < il_lane_n_spans (lane); i++) {
    IlSpan span;

    il_lane_span (lane, i, &span);
    if ((double) span.start < to && (double) span.end > from)
      times[il_activity_of (span.state, span.why)] += MIN ((double) span.end, to) - MAX ((double) span.start, from);
  }
}

/* Every pixel is covered by a shape, or is a column whose times are those of all the spans in it. */
static void
check_lane (const IlLane *lane, const IlScale *scale, double narrow)
{
  double x1 = scale->x + scale->width, last_x = -INFINITY, pixel = il_scale_pixel (scale), lane_end = 0;
  g_autofree guint8 *covered = g_new0 (guint8, (gsize) x1 + 1);
  guint n_spans = il_lane_n_spans (lane), last_shape = 0;
  IlPieces pieces;
  IlPiece piece;
  IlSpan span;

  il_pieces_init (&pieces, lane, scale, scale->x, x1, narrow);
  while (il_pieces_next (&pieces, &piece)) {
    g_assert_cmpuint (piece.next, >, piece.index);
    il_lane_span (lane, piece.index, &span);
    if (!piece.is_column) {
      g_assert_cmpuint (piece.index + 1, >, last_shape); /* each one once */
      last_shape = piece.index + 1;
      g_assert_cmpuint (piece.next, ==, piece.index + 1);
      g_assert_cmpfloat_with_epsilon (piece.x0, il_scale_x (scale, (double) span.start), 1e-6);
      g_assert_cmpfloat_with_epsilon (piece.x1, il_scale_x (scale, (double) span.end), 1e-6);
      g_assert_cmpint (piece.activity, ==, il_activity_of (span.state, span.why));
      g_assert_cmpfloat (piece.x1 - piece.x0, >=, narrow - 1e-6);
      for (double x = MAX (scale->x, round (piece.x0)); x < MIN (x1, round (piece.x1)); x++)
        covered[(gsize) x] = 1;
      continue;
    }

    double times[IL_N_ACTIVITIES];

    g_assert_cmpfloat (piece.x0, >, last_x);
    last_x = piece.x0;
    count (lane, il_scale_time (scale, piece.x0), il_scale_time (scale, piece.x1), times);
    for (guint i = 0; i < IL_N_ACTIVITIES; i++)
      g_assert_cmpfloat_with_epsilon (piece.share[i], times[i] / pixel, 1e-6);
    if (piece.x0 < x1)
      covered[(gsize) piece.x0] = 1;
  }

  il_lane_span (lane, n_spans - 1, &span);
  lane_end = il_scale_x (scale, (double) span.end);
  for (double x = scale->x; x < x1; x++)
    if (x >= il_scale_x (scale, (double) il_lane_arrival (lane)) && x + 1 <= lane_end)
      g_assert_cmpuint (covered[(gsize) x], ==, 1);
}

static void
test_against_all_spans (void)
{
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 5, 5000);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  double end;

  il_timeline_extend (timeline, G_MAXINT64);
  il_timeline_extend_cores (timeline, G_MAXINT64);
  end = (double) il_timeline_end (timeline);
  for (guint i = 0; i < 60; i++) {
    double length = end * pow (10, -g_rand_double_range (random, 0, 5));
    double start = g_rand_double_range (random, -0.01 * end, end - length / 2);
    IlScale scale = { .start = start, .end = start + length, .x = 100, .width = 500 };

    for (guint lane = 0; lane < il_timeline_n_lanes (timeline); lane++)
      check_lane (il_timeline_lane (timeline, lane), &scale, i % 2 ? IL_NARROW : IL_NARROW_ON_SCREEN);
    check_lane (il_timeline_core_lane (timeline, 0), &scale, i % 2 ? IL_NARROW : IL_NARROW_ON_SCREEN);
  }
}

/* Random runs, of which a snapshot is taken while they go on. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 30; i++) {
    g_autoptr (IlRecording) recording = sample_random (random, 500);
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
    guint64 n = il_recording_n_records (recording);
    g_autoptr (GPtrArray) lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) il_lane_snapshot_free);
    double end;

    il_timeline_extend_to (timeline, n / 2 + (guint64) g_rand_int_range (random, 0, (gint32) (n / 2)));
    for (guint lane = 0; lane < il_timeline_n_lanes (timeline); lane++)
      if (il_lane_n_spans (il_timeline_lane (timeline, lane)) > 0)
        g_ptr_array_add (lanes, il_lane_snapshot (il_timeline_lane (timeline, lane)));
    il_timeline_extend_cores (timeline, G_MAXINT64);
    for (guint core = 0; core < il_timeline_n_core_lanes (timeline); core++)
      if (il_lane_n_spans (il_timeline_core_lane (timeline, core)) > 0)
        g_ptr_array_add (lanes, il_lane_snapshot (il_timeline_core_lane (timeline, core)));
    end = (double) il_timeline_end (timeline);
    il_timeline_extend (timeline, G_MAXINT64);
    for (guint k = 0; k < 6; k++) {
      double length = MAX (50, end * pow (10, -g_rand_double_range (random, 0, 4)));
      double start = g_rand_double_range (random, -0.01 * end, end);
      IlScale scale = { .start = start, .end = start + length, .x = 100, .width = 300 };

      for (guint lane = 0; lane < lanes->len; lane++)
        check_lane (g_ptr_array_index (lanes, lane), &scale, k % 2 ? IL_NARROW : IL_NARROW_ON_SCREEN);
    }
  }
}

/* A span that runs for no time is seen wherever it falls on the pixels. */
static void
test_ticks (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

  il_timeline_extend (timeline, G_MAXINT64);
  for (guint shift = 0; shift < 20; shift++) {
    IlScale scale = { .start = -1e5 - shift * 1e4, .end = 1e8, .x = 100, .width = 500 };
    guint ticks = 0;
    IlPieces pieces;
    IlPiece piece;

    il_pieces_init (&pieces, il_timeline_lane (timeline, 0), &scale, 100, 600, IL_NARROW_ON_SCREEN);
    while (il_pieces_next (&pieces, &piece))
      if (piece.is_column) {
        g_assert_true (piece.runs);
        g_assert_true (piece.alone);
        ticks++;
      }
    g_assert_cmpuint (ticks, ==, 4); /* main runs at 0, 34, 64 and 94 ms */
  }
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

static void
assert_hit (const IlTimeline *timeline, const IlScale *scale, guint lane, double ms, IlState state, IlWhy why)
{
  guint index;
  IlSpan span;

  g_assert_true (il_pieces_hit (il_timeline_lane (timeline, lane), scale, il_scale_x (scale, ms * 1e6), &index));
  il_lane_span (il_timeline_lane (timeline, lane), index, &span);
  g_assert_cmpint (span.state, ==, state);
  if (state == IL_STATE_BLOCKED)
    g_assert_cmpint (span.why, ==, why);
}

static void
test_hit (void)
{
  g_autoptr (IlTimeline) timeline = espresso (IL_MODEL_COOP);
  IlScale scale = { .start = 0, .end = 100e6, .x = 100, .width = 1000 };
  guint index;

  /* Lanes: main, latte, mocha, decaf. */
  assert_hit (timeline, &scale, 1, 2, IL_STATE_RUNNING, IL_WHY_NONE);
  assert_hit (timeline, &scale, 1, 20, IL_STATE_BLOCKED, IL_WHY_IO);
  assert_hit (timeline, &scale, 2, 2, IL_STATE_READY, IL_WHY_NONE);
  assert_hit (timeline, &scale, 2, 7, IL_STATE_RUNNING, IL_WHY_NONE);
  assert_hit (timeline, &scale, 2, 20, IL_STATE_BLOCKED, IL_WHY_SEMAPHORE);
  assert_hit (timeline, &scale, 2, 50, IL_STATE_BLOCKED, IL_WHY_IO);
  assert_hit (timeline, &scale, 0, 50, IL_STATE_BLOCKED, IL_WHY_AWAIT);
  g_assert_false (
      il_pieces_hit (il_timeline_lane (timeline, 1), &scale, il_scale_x (&scale, 60e6), &index)); /* it ended at 34 */
  /* Main runs for no time at 64 ms, between two waits: a tick, which can be met. */
  assert_hit (timeline, &scale, 0, 64.05, IL_STATE_RUNNING, IL_WHY_NONE);
}

/* What runs on a core leads to the task's span; where nothing does there is none. */
static void
check_hit_on_core (IlPainter *painter, IlTimeline *timeline)
{
  IlScene scene = {
    .timeline = timeline, .model = IL_MODEL_THREADS, .start = 0, .end = 100e6, .width = 1200, .by_core = TRUE
  };
  IlScale scale = il_painter_scale (painter, 0, 100e6, 1200);
  double height, y = il_painter_lane_top (painter, &scene, 0, &height) + 10, x, width;
  IlPlace place;
  IlSpan span;
  int lane;

  /* Mocha, lane 2, runs from 8 to 12 ms, and then all wait. */
  g_assert_true (il_painter_hit (painter, &scene, il_scale_x (&scale, 9e6), y, &place, &lane));
  g_assert_cmpint (lane, ==, 0);
  g_assert_cmpuint (place.lane, ==, 2);
  il_lane_span (il_timeline_lane (timeline, 2), place.span, &span);
  g_assert_cmpint (span.start, ==, 8000000);
  g_assert_true (il_painter_span_area (painter, &scene, &place, &x, &y, &width, &height));
  g_assert_cmpfloat (x, ==, round (il_scale_x (&scale, 8e6)));
  place.span++;
  g_assert_false (il_painter_span_area (painter, &scene, &place, &x, &y, &width, &height));
  g_assert_false (il_painter_hit (painter, &scene, il_scale_x (&scale, 20e6), y, &place, &lane));
  g_assert_false (
      il_painter_hit (painter, &scene, il_scale_x (&scale, 9e6), y + height * 2, &place, &lane)); /* no such core */
}

static void
test_painter_hit (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (IlTimeline) timeline = espresso (IL_MODEL_THREADS);
  IlScene scene = { .timeline = timeline, .model = IL_MODEL_THREADS, .start = 0, .end = 100e6, .width = 1200 };
  g_autoptr (IlPainter) painter = NULL;
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");
  IlPlace place, again;
  int lane;

  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  painter = il_painter_new (context, il_palette_get (FALSE, FALSE), 1);
  g_object_unref (context);

  /* The middle of each span's rectangle leads back to the span. */
  for (place.lane = 0; place.lane < 4; place.lane++)
    for (place.span = 0; place.span < il_lane_n_spans (il_timeline_lane (timeline, place.lane)); place.span++) {
      double x, y, width, height;

      il_painter_span_area (painter, &scene, &place, &x, &y, &width, &height);
      if (width < 4)
        continue;
      g_assert_true (il_painter_hit (painter, &scene, x + width / 2, y + height / 2, &again, &lane));
      g_assert_cmpuint (again.lane, ==, place.lane);
      g_assert_cmpuint (again.span, ==, place.span);
      g_assert_cmpint (lane, ==, (int) place.lane);
    }
  g_assert_false (il_painter_hit (painter, &scene, 600, 5, &again, &lane)); /* the heading */
  g_assert_cmpint (lane, ==, -1);
  g_assert_false (il_painter_hit (painter, &scene, 600, 1000, &again, &lane));
  g_assert_false (
      il_painter_hit (painter, &scene, 5, il_painter_heading_height (painter) + 5, &again, &lane)); /* a name */
  g_assert_cmpint (lane, ==, 0);
  check_hit_on_core (painter, timeline);
}

static void
test_tick_steps (void)
{
  g_assert_cmpfloat (il_tick_step (3e6), ==, 5e6);
  g_assert_cmpfloat (il_tick_step (5e6), ==, 5e6);
  g_assert_cmpfloat (il_tick_step (0.1), ==, 1);
}

static double
luminance (const IlColor *color)
{
  const double parts[] = { color->red, color->green, color->blue }, weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    sum += weights[i] * (parts[i] <= 0.04045 ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4));
  return sum;
}

static void
assert_contrast (const IlColor *color, const IlColor *ground, double least)
{
  double a = luminance (color), b = luminance (ground);

  g_assert_cmpfloat ((MAX (a, b) + 0.05) / (MIN (a, b) + 0.05), >=, least);
}

/* COLOR as it is after the playhead, where the background covers it in part. */
static IlColor
ahead (const IlPalette *palette, const IlColor *color)
{
  const IlColor *ground = &palette->of[IL_COLOR_BACKGROUND];

  return (IlColor) { ground->red + (color->red - ground->red) * palette->ahead,
                     ground->green + (color->green - ground->green) * palette->ahead,
                     ground->blue + (color->blue - ground->blue) * palette->ahead };
}

/* The contrast that WCAG 2.1 asks of text: 4.5, and 7 where more is asked for; there shapes have 3. */
static void
test_contrast (void)
{
  for (int i = 0; i < 4; i++) {
    gboolean high = i / 2;
    const IlPalette *palette = il_palette_get (i % 2, high);
    double text = high ? 7 : 4.5;

    assert_contrast (&palette->of[IL_COLOR_TEXT], &palette->of[IL_COLOR_BACKGROUND], text);
    assert_contrast (&palette->of[IL_COLOR_TEXT], &palette->of[IL_COLOR_HEADING], text);
    assert_contrast (&palette->of[IL_COLOR_TEXT], &palette->of[IL_COLOR_BADGE], text);
    assert_contrast (&palette->of[IL_COLOR_ALARM], &palette->of[IL_COLOR_BADGE], text);
    assert_contrast (&palette->of[IL_COLOR_DIM], &palette->of[IL_COLOR_BACKGROUND], text);
    assert_contrast (&palette->of[IL_COLOR_DIM], &palette->of[IL_COLOR_HEADING], text);
    assert_contrast (&palette->of[IL_COLOR_PLAYHEAD_TEXT], &palette->of[IL_COLOR_PLAYHEAD], text);
    assert_contrast (&palette->of[IL_COLOR_CURSOR_TEXT], &palette->of[IL_COLOR_CURSOR], text);
    if (!high)
      continue;
    for (guint task = 0; task < G_N_ELEMENTS (palette->tasks); task++)
      assert_contrast (&palette->tasks[task], &palette->of[IL_COLOR_BACKGROUND], 3);
    assert_contrast (&palette->of[IL_COLOR_IO], &palette->of[IL_COLOR_BACKGROUND], 3);
    assert_contrast (&palette->of[IL_COLOR_WAITING], &palette->of[IL_COLOR_BACKGROUND], 3);
    assert_contrast (&palette->of[IL_COLOR_LINE], &palette->of[IL_COLOR_BACKGROUND], 3);
    assert_contrast (&palette->of[IL_COLOR_RUNNING], &palette->of[IL_COLOR_BACKGROUND], 3);
    assert_contrast (&palette->of[IL_COLOR_READY], &palette->of[IL_COLOR_BACKGROUND], 3);

    IlColor words = ahead (palette, &palette->of[IL_COLOR_DIM]), io = ahead (palette, &palette->of[IL_COLOR_IO]),
            waiting = ahead (palette, &palette->of[IL_COLOR_WAITING]);
    assert_contrast (&words, &palette->of[IL_COLOR_BACKGROUND], 4.5);
    assert_contrast (&io, &palette->of[IL_COLOR_BACKGROUND], 3);
    assert_contrast (&waiting, &palette->of[IL_COLOR_BACKGROUND], 3);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces/against-all-spans", test_against_all_spans);
  g_test_add_func ("/pieces/random", test_random);
  g_test_add_func ("/pieces/ticks", test_ticks);
  g_test_add_func ("/pieces/hit", test_hit);
  g_test_add_func ("/painter/hit", test_painter_hit);
  g_test_add_func ("/painter/tick-steps", test_tick_steps);
  g_test_add_func ("/painter/contrast", test_contrast);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>
#include <string.h>

#include "traces/text/time-text.h"

/* The heading of a chart, the ruler, and the title and legend of a picture. */

/* A trace may have the policy's own text only: then nobody knows whether a quantum means something under it. */
static char *
policy_words (const IlRunInfo *info)
{
  g_autofree char *quantum = info->quantum > 0 ? il_duration_text (info->quantum) : NULL;
  const char *parameters = strchr (info->policy, ':');
  GString *words;

  if (!*info->policy)
    return NULL;
  words = g_string_new (*info->policy_title ? info->policy_title : info->policy);
  if (quantum && *info->policy_title)
    g_string_append_printf (words, ", %s", quantum);
  if (parameters && *info->policy_title)
    g_string_append_printf (words, ", %s", parameters + 1);
  return g_string_free (words, FALSE);
}

static char *
describe_threads (const IlRunInfo *info)
{
  GString *text = g_string_new ("preemptive");
  g_autofree char *policy = policy_words (info);

  if (policy && info->clock == IL_CLOCK_VIRTUAL)
    g_string_append_printf (text, " · %s", policy);
  g_string_append_printf (text, " · %u core%s", info->cores, info->cores == 1 ? "" : "s");
  return g_string_free (text, FALSE);
}

char *
il_scene_description (const IlScene *scene)
{
  const IlRunInfo *info = scene->timeline ? il_recording_info (il_timeline_recording (scene->timeline)) : NULL;
  g_autofree char *text = NULL;
  const char *preemption = "";

  switch (scene->model) {
  case IL_MODEL_SYNC: text = g_strdup ("one thread, one thing at a time"); break;
  case IL_MODEL_COOP: text = g_strdup ("one thread, one event loop · suspends only at a wait"); break;
  case IL_MODEL_THREADS: text = info ? describe_threads (info) : g_strdup ("preemptive"); break;
  }
  if (!info || info->clock == IL_CLOCK_VIRTUAL)
    return g_steal_pointer (&text);
  if (info->preemption == IL_PREEMPTION_KERNEL)
    preemption = " · kernel’s record";
  else if (info->preemption == IL_PREEMPTION_GAPS)
    preemption = " · preemptions by gaps";
  return g_strdup_printf ("%s · wall clock%s", text, preemption);
}

/* Draws a badge with its right edge at X; returns its left edge. */
static double
draw_badge (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, double x, const char *text, gboolean alarm)
{
  PangoLayout *layout = il_painter_text (painter, alarm ? IL_TEXT_STRONG : IL_TEXT_BADGE, text, 0);
  double width = il_text_width (layout) + geometry->em;
  double height = round (geometry->em * 1.4);
  double y = round ((geometry->heading - height) / 2);

  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_BADGE], 1);
  il_painter_rounded (cr, x - width, y, width, height, height / 2);
  cairo_fill (cr);
  il_painter_set_color (cr, alarm ? &painter->palette->of[IL_COLOR_ALARM] : &painter->palette->of[IL_COLOR_TEXT], 1);
  il_painter_show (cr, layout, x - width / 2, geometry->heading / 2, 0.5);
  return x - width - round (geometry->em * 0.4);
}

/* Returns the left edge of the badges. */
static double
draw_badges (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene)
{
  IlSwitches switches = il_timeline_switches (scene->timeline);
  IlOutcome outcome = il_recording_outcome (il_timeline_recording (scene->timeline));
  guint64 n = switches.voluntary + switches.involuntary;
  g_autofree char *end = il_duration_text (il_timeline_end (scene->timeline));
  g_autofree char *cpu = g_strdup_printf ("CPU %.0f%%", il_timeline_cpu_use (scene->timeline) * 100);
  g_autofree char *switched = g_strdup_printf ("%" G_GUINT64_FORMAT " switch%s", n, n == 1 ? "" : "es");
  double x = scene->width - geometry->margin;

  x = draw_badge (painter, cr, geometry, x, switched, FALSE);
  x = draw_badge (painter, cr, geometry, x, cpu, FALSE);
  x = draw_badge (painter, cr, geometry, x, end, FALSE);
  if (outcome != IL_OUTCOME_RUNNING && outcome != IL_OUTCOME_FINISHED)
    x = draw_badge (painter, cr, geometry, x, il_outcome_name (outcome), TRUE);
  return x;
}

void
il_painter_draw_heading (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  PangoLayout *title =
      il_painter_text (painter, IL_TEXT_TITLE, scene->title ? scene->title : il_model_title (scene->model), 0);
  g_autofree char *description = il_scene_description (scene);
  double x = geometry.em, right = scene->width - geometry.margin;

  if (painter->headless)
    return;
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_TEXT], 1);
  il_painter_show (cr, title, x, geometry.heading / 2, 0);
  x += il_text_width (title) + round (geometry.em * 0.7);
  if (scene->timeline && il_timeline_n_lanes (scene->timeline) > 0)
    right = draw_badges (painter, cr, &geometry, scene);
  if (right - x > geometry.em * 3) {
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
    il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, description, right - x), x,
                     geometry.heading / 2, 0);
  }
}

/* The time of a line, on the ruler. */
typedef struct {
  PangoLayout *layout; /* NULL: not visible */
  double x, left, width;
} Pill;

static Pill
place_pill (IlPainter *painter, const IlRulerScene *scene, gint64 time)
{
  IlGeometry geometry = il_painter_geometry (painter, NULL);
  IlScale scale = il_painter_scale (painter, scene->start, scene->end, scene->width);
  Pill pill = { .x = il_scale_x (&scale, (double) time) };
  g_autofree char *text = NULL;

  if (time < 0 || pill.x < scale.x - 0.5 || pill.x > scale.x + scale.width + 0.5)
    return (Pill) { NULL };
  text = il_moment_text (time, il_scale_pixel (&scale), scene->end);
  pill.layout = il_painter_text (painter, IL_TEXT_STRONG, text, 0);
  pill.width = round (il_text_width (pill.layout) + geometry.em * 1.1);
  pill.left = round (CLAMP (pill.x - pill.width / 2, 2, MAX (2, scene->width - pill.width - 2)));
  return pill;
}

/* Moves PILL to the side of OTHER where its line is. */
static void
avoid (Pill *pill, const Pill *other)
{
  if (!pill->layout || !other->layout || pill->left >= other->left + other->width
      || pill->left + pill->width <= other->left)
    return;
  pill->left = pill->x < other->x ? other->left - pill->width - 2 : other->left + other->width + 2;
}

static gboolean
covers (const Pill *pill, double left, double right)
{
  return pill->layout && pill->left - 4 < right && pill->left + pill->width + 4 > left;
}

static void
draw_pill (cairo_t *cr, const IlGeometry *geometry, const Pill *pill, const IlColor *color, const IlColor *text_color)
{
  double height = round (geometry->em * 1.45);

  if (!pill->layout)
    return;
  il_painter_set_color (cr, color, 1);
  cairo_rectangle (cr, floor (pill->x), geometry->ruler / 2, 1, geometry->ruler / 2);
  cairo_fill (cr);
  il_painter_rounded (cr, pill->left, round ((geometry->ruler - height) / 2), pill->width, height, 4);
  cairo_fill (cr);
  il_painter_set_color (cr, text_color, 1);
  il_painter_show (cr, pill->layout, pill->left + pill->width / 2, geometry->ruler / 2, 0.5);
}

void
il_painter_draw_ruler (IlPainter *painter, cairo_t *cr, const IlRulerScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, NULL);
  IlScale scale = il_painter_scale (painter, scene->start, scene->end, scene->width);
  Pill playhead = place_pill (painter, scene, scene->playhead), cursor = place_pill (painter, scene, scene->cursor);
  g_autofree char *widest = NULL;
  double step = il_tick_step (il_scale_pixel (&scale) * geometry.em * 3), room;

  avoid (&cursor, &playhead);
  /* Labels get longer with finer steps, so the step is chosen twice. */
  widest = il_tick_text (scene->end, step, scene->end);
  room = il_text_width (il_painter_text (painter, IL_TEXT_TICK, widest, 0)) + geometry.em * 1.6;
  step = il_tick_step (il_scale_pixel (&scale) * room);

  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_HEADING], 1);
  cairo_rectangle (cr, 0, 0, scene->width, geometry.ruler);
  cairo_fill (cr);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_SEPARATOR], 1);
  cairo_rectangle (cr, 0, geometry.ruler - 1, scene->width, 1);
  cairo_fill (cr);

  if (scene->measured_to > scene->measured_from) {
    double x0 = CLAMP (il_scale_x (&scale, (double) scene->measured_from), scale.x, scale.x + scale.width);
    double x1 = CLAMP (il_scale_x (&scale, (double) scene->measured_to), scale.x, scale.x + scale.width);

    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_CURSOR], 0.25);
    cairo_rectangle (cr, x0, 0, x1 - x0, geometry.ruler);
    cairo_fill (cr);
  }
  for (double i = ceil (scene->start / step - 1e-9); i * step <= scene->end; i++) {
    double x = il_scale_x (&scale, i * step);
    g_autofree char *text = il_tick_text (i * step, step, scene->end);
    PangoLayout *layout = il_painter_text (painter, IL_TEXT_TICK, text, 0);

    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_LINE], 1);
    cairo_rectangle (cr, floor (x), geometry.ruler - 6, 1, 6);
    cairo_fill (cr);
    double half = il_text_width (layout) / 2;
    if (x + half > scene->width || covers (&playhead, x - half, x + half) || covers (&cursor, x - half, x + half))
      continue;
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
    il_painter_show (cr, layout, x, (geometry.ruler - 5) / 2, 0.5);
  }
  draw_pill (cr, &geometry, &cursor, &painter->palette->of[IL_COLOR_CURSOR],
             &painter->palette->of[IL_COLOR_CURSOR_TEXT]);
  draw_pill (cr, &geometry, &playhead, &painter->palette->of[IL_COLOR_PLAYHEAD],
             &painter->palette->of[IL_COLOR_PLAYHEAD_TEXT]);
}

static double
lay_out_card (IlPainter *painter, cairo_t *cr, const char *text, double x, double y, double *height)
{
  IlGeometry geometry = il_painter_geometry (painter, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  double pad = round (geometry.em * 0.6), line = round (geometry.em * 1.35), width = 0;

  for (guint i = 0; lines[i]; i++) {
    PangoLayout *layout = il_painter_text (painter, i == 0 ? IL_TEXT_STRONG : IL_TEXT_BADGE, lines[i], 0);

    width = MAX (width, il_text_width (layout));
    if (cr) {
      il_painter_set_color (cr, &painter->palette->of[IL_COLOR_TEXT], 1);
      il_painter_show (cr, layout, x + pad, y + pad / 2 + line * (i + 0.5), 0);
    }
  }
  *height = pad + line * g_strv_length (lines);
  return width + 2 * pad;
}

void
il_painter_card_size (IlPainter *painter, const char *text, double *width, double *height)
{
  *width = lay_out_card (painter, NULL, text, 0, 0, height);
}

void
il_painter_draw_card (IlPainter *painter, cairo_t *cr, const char *text, double x, double y)
{
  double width, height;

  il_painter_card_size (painter, text, &width, &height);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_BADGE], 1);
  il_painter_rounded (cr, x + 0.5, y + 0.5, width - 1, height - 1, 6);
  cairo_fill_preserve (cr);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_LINE], 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  lay_out_card (painter, cr, text, x, y, &height);
}

double
il_painter_draw_title (IlPainter *painter, cairo_t *cr, const char *title, const char *subtitle, double width)
{
  IlGeometry geometry = il_painter_geometry (painter, NULL);
  double height = round (geometry.em * 2.6);
  PangoLayout *layout;

  if (!cr)
    return height;
  layout = il_painter_text (painter, IL_TEXT_TITLE, title, 0);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_TEXT], 1);
  il_painter_show (cr, layout, geometry.em, height / 2, 0);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
  il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, subtitle, 0),
                   geometry.em * 1.8 + il_text_width (layout), height / 2, 0);
  return height;
}

/* A word of the legend after its swatch; returns where the next one goes. */
static double
draw_entry (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, IlActivity look, const IlColor *hue,
            gboolean solid, const char *text, double x, double *y, double width)
{
  PangoLayout *layout = il_painter_text (painter, IL_TEXT_DESCRIPTION, text, 0);
  double swatch = geometry->em * 2, needed = swatch + il_text_width (layout) + geometry->em * 2,
         line = round (geometry->em * 1.8);

  if (x + needed > width && x > geometry->em) {
    x = geometry->em;
    *y += line;
  }
  if (!cr)
    return x + needed;
  if (solid) {
    il_painter_set_color (cr, hue, look == IL_ACTIVITY_READY ? IL_STRIP_READY : 1);
    cairo_rectangle (cr, x, round (*y + (line - geometry->bar) / 2), swatch, geometry->bar);
    cairo_fill (cr);
  } else
    il_painter_shape (painter, cr, geometry, look, hue, x, x + swatch, *y + line / 2);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_TEXT], 1);
  il_painter_show (cr, layout, x + swatch + geometry->em * 0.5, *y + line / 2, 0);
  return x + needed;
}

/* A word after a mark that is no span's shape: MARK draws it from X on, in HEIGHT from Y down. */
static double
draw_mark_entry (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const char *text,
                 void (*mark) (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, double x, double y,
                               double height),
                 double x, double *y, double width)
{
  PangoLayout *layout = il_painter_text (painter, IL_TEXT_DESCRIPTION, text, 0);
  double em = geometry->em, line = round (em * 1.8), needed = em * 4 + il_text_width (layout);

  if (x + needed > width && x > em) {
    x = em;
    *y += line;
  }
  if (cr) {
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_TEXT], 1);
    il_painter_show (cr, layout, x + em * 2.5, *y + line / 2, 0);
    mark (painter, cr, geometry, x, *y, line);
  }
  return x + needed;
}

static void
mark_stuck (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, double x, double y, double height)
{
  double bar = geometry->slim + 2;

  il_painter_show_stuck (painter, cr, x, y + round ((height - bar) / 2), geometry->em * 2, bar);
}

static void
mark_deadlines (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, double x, double y, double height)
{
  double flag = round (geometry->em * 0.5) + 1;

  il_painter_show_deadline (painter, cr, FALSE, round (x + geometry->em * 0.4), y + 4, flag, height - 8);
  il_painter_show_deadline (painter, cr, TRUE, round (x + geometry->em * 1.3), y + 4, flag, height - 8);
}

double
il_painter_draw_legend (IlPainter *painter, cairo_t *cr, const IlLegend *legend, double y, double width)
{
  static const char *const words[IL_N_ACTIVITIES] = {
    [IL_ACTIVITY_RUNNING] = "running",
    [IL_ACTIVITY_READY] = "ready, waits for a core",
    [IL_ACTIVITY_SWITCHING] = "context switch",
    [IL_ACTIVITY_IO] = "I/O",
    [IL_ACTIVITY_WAITING] = "waits for an object",
    [IL_ACTIVITY_PAUSED] = "await, sleep",
  };
  IlGeometry geometry = il_painter_geometry (painter, NULL);
  double x = geometry.em, top = y;
  IlHues hues = il_painter_hues (painter, 2);
  gboolean by_object = painter->coloring == IL_COLORING_OBJECT;

  if (by_object)
    hues.of[IL_ACTIVITY_WAITING] = il_palette_task (painter->palette, 2);
  for (IlActivity look = 0; look < IL_N_ACTIVITIES; look++) {
    if (legend->by_core && look != IL_ACTIVITY_RUNNING && look != IL_ACTIVITY_SWITCHING)
      continue;
    x = draw_entry (painter, cr, &geometry, look, hues.of[look], FALSE,
                    by_object && look == IL_ACTIVITY_WAITING ? "waits for an object, each a hue" : words[look], x, &y,
                    width);
  }
  if (legend->strips) {
    x = draw_entry (painter, cr, &geometry, IL_ACTIVITY_RUNNING, &painter->palette->of[IL_COLOR_RUNNING], TRUE,
                    "running, of many", x, &y, width);
    x = draw_entry (painter, cr, &geometry, IL_ACTIVITY_READY, &painter->palette->of[IL_COLOR_READY], TRUE,
                    "ready, of many", x, &y, width);
  }
  if (legend->stuck)
    x = draw_mark_entry (painter, cr, &geometry, "waits for ever: deadlock", mark_stuck, x, &y, width);
  if (legend->deadlines)
    draw_mark_entry (painter, cr, &geometry, "deadline; red: missed", mark_deadlines, x, &y, width);
  return y + round (geometry.em * 1.8) - top;
}

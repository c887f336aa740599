/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"
#include "ui/picture/picture-private.h"

#include <math.h>

#include "traces/derive/span-lines.h"
#include "traces/text/time-text.h"
#include "ui/picture/span-text.h"
#include "ui/picture/strip.h"

/* One run in a page of HTML: its heading, the names of its lanes and an SVG with an element a span. Along the time axis
 * all is in percent, so that the page zooms by making the SVG wider. */

enum {
  STRIP_COLUMNS = 400,
  LABEL_CHARACTERS = 140, /* that fit beside each other on an axis of the usual width */
  MOST_LINES_OF_A_SPAN = 200,
};

typedef struct {
  GString *html;
  const IlPicture *picture;
  IlScene scene;
  double narrow; /* ns: spans that are shorter are drawn together with their neighbours */
} Chart;

static double
percent (const Chart *chart, double time)
{
  return CLAMP ((time - chart->scene.start) / (chart->scene.end - chart->scene.start), 0, 1) * 100;
}

/* A percentage without a locale. */
static void
append_percent (const Chart *chart, const char *name, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (chart->html, " %s=\"%s%%\"", name, g_ascii_formatd (buffer, sizeof buffer, "%.7g", value));
}

static void
append_extent (const Chart *chart, gint64 from, gint64 to)
{
  double x0 = percent (chart, (double) from), x1 = percent (chart, (double) to);

  append_percent (chart, "x", x0);
  append_percent (chart, "width", x1 - x0);
}

static gboolean
is_in_sight (const Chart *chart, gint64 from, gint64 to)
{
  return (double) to >= chart->scene.start && (double) from <= chart->scene.end;
}

static void
append_label (const Chart *chart, const char *headline, const char *details)
{
  g_string_append (chart->html, " aria-label=\"");
  il_html_append_text (chart->html, headline);
  if (details) {
    g_string_append (chart->html, "&#10;");
    il_html_append_text (chart->html, details);
  }
  g_string_append_c (chart->html, '"');
}

/* Of the hues that the style sheet has: tasks', "r" what runs alike, "l" a line's. */
static char
hue_of (const Chart *chart, const IlSpan *span, IlActivity activity)
{
  const IlPalette *palette = il_painter_palette (chart->picture->painter);
  IlColoring coloring = chart->picture->options->coloring;
  guint n = G_N_ELEMENTS (palette->tasks);
  gboolean active = activity == IL_ACTIVITY_RUNNING || activity == IL_ACTIVITY_READY;

  if (coloring == IL_COLORING_OBJECT)
    return active ? 'l' : (char) ('0' + (il_palette_task (palette, span->object + 1) - palette->tasks));
  if (coloring == IL_COLORING_STATE)
    return 'r';
  return (char) ('0' + (span->task > 0 ? (span->task - 1) % n : 0));
}

static const char *const activity_names[IL_N_ACTIVITIES] = {
  [IL_ACTIVITY_RUNNING] = "running", [IL_ACTIVITY_READY] = "ready",     [IL_ACTIVITY_SWITCHING] = "switching",
  [IL_ACTIVITY_IO] = "io",           [IL_ACTIVITY_WAITING] = "waiting", [IL_ACTIVITY_PAUSED] = "paused",
};

/* "12" or, where it is at more than one, "12 5000:13 9000:12": from when on it is at which. */
static void
append_lines (const Chart *chart, const IlSpan *span)
{
  g_autoptr (GArray) marks = il_span_line_marks (chart->scene.timeline, span);
  guint32 line = il_span_line (chart->scene.timeline, span);

  if (line > 0)
    g_string_append_printf (chart->html, " data-lines=\"%u", line);
  for (guint i = 0; line > 0 && marks->len > 1 && i < MIN (marks->len, MOST_LINES_OF_A_SPAN); i++) {
    const IlLineMark *mark = &g_array_index (marks, IlLineMark, i);

    g_string_append_printf (chart->html, " %" G_GINT64_FORMAT ":%u", mark->time, mark->line);
  }
  if (line > 0)
    g_string_append_c (chart->html, '"');
}

/* What for and how long, above the bar of a wait that is wide enough. */
static void
append_words (const Chart *chart, const IlSpan *span, const char *words)
{
  double width = percent (chart, (double) span->end) - percent (chart, (double) span->start);

  if (g_utf8_strlen (words, -1) * 100 > width * LABEL_CHARACTERS)
    return;
  g_string_append (chart->html, "<svg");
  append_extent (chart, span->start, span->end);
  g_string_append (chart->html, "><text x=\"5\" y=\"13\">");
  il_html_append_text (chart->html, words);
  g_string_append (chart->html, "</text></svg>");
}

static void
append_span (const Chart *chart, const IlLane *lane, guint index)
{
  g_auto (IlSpanText) text = { NULL };
  g_autofree char *words = NULL;
  IlActivity activity;
  IlSpan span;

  il_lane_span (lane, index, &span);
  if (span.state == IL_STATE_IDLE || !is_in_sight (chart, span.start, span.end))
    return;
  if (il_lane_is_core (lane)) {
    guint32 task;
    guint own;

    if (!il_core_lane_task_span (lane, index, &task, &own))
      return;
    lane = il_timeline_lane_of_task (chart->scene.timeline, task);
    index = own;
  }
  activity = il_activity_of (span.state, span.why);
  il_span_text_init (&text, chart->scene.timeline, lane, index);
  g_string_append_printf (chart->html, "<rect class=\"%s hue-%c\"", activity_names[activity],
                          hue_of (chart, &span, activity));
  append_extent (chart, span.start, span.end);
  g_string_append_printf (chart->html, " data-from=\"%" G_GINT64_FORMAT "\" data-to=\"%" G_GINT64_FORMAT "\"",
                          span.start, span.end);
  append_lines (chart, &span);
  append_label (chart, text.headline, text.details);
  g_string_append (chart->html, "/>");
  if (chart->scene.by_core)
    words = g_strdup (il_lane_name (lane));
  else if (activity != IL_ACTIVITY_RUNNING && activity != IL_ACTIVITY_READY)
    words = il_painter_span_label (chart->scene.timeline, &span, activity, TRUE);
  if (words)
    append_words (chart, &span, words);
}

/* Spans FIRST to LAST - 1, each too short to be told from the others. */
static void
append_many (const Chart *chart, const IlLane *lane, guint first, guint last)
{
  gint64 times[IL_N_ACTIVITIES] = { 0 };
  g_autoptr (GString) details = NULL;
  g_autofree char *headline = NULL, *interval = NULL;
  IlSpan begin, end;

  il_lane_span (lane, first, &begin);
  il_lane_span (lane, last - 1, &end);
  if (!is_in_sight (chart, begin.start, end.end))
    return;
  headline = g_strdup_printf ("%s: %u spans", il_lane_name (lane), last - first);
  interval = il_interval_text (begin.start, end.end);
  details = g_string_new (interval);
  il_lane_add_times (lane, begin.start, end.end, times);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    if (times[i] > 0) {
      g_autofree char *length = il_duration_text (times[i]);
      g_string_append_printf (details, "\n%s %s", activity_names[i], length);
    }
  g_string_append_printf (chart->html, "<rect class=\"many hue-%c\"", hue_of (chart, &begin, IL_ACTIVITY_RUNNING));
  append_extent (chart, begin.start, end.end);
  g_string_append_printf (chart->html, " data-from=\"%" G_GINT64_FORMAT "\" data-to=\"%" G_GINT64_FORMAT "\"",
                          begin.start, end.end);
  append_label (chart, headline, details->str);
  g_string_append (chart->html, "/>");
}

/* Goes over the pieces of LANE, or only counts them where DRAW is not set. */
static guint
walk_lane (const Chart *chart, const IlLane *lane, gboolean draw)
{
  guint n = il_lane_n_spans (lane), pieces = 0, first = 0;

  for (guint i = 0; i < n; i++) {
    IlSpan span;

    il_lane_span (lane, i, &span);
    if ((double) (span.end - span.start) < chart->narrow && i + 1 < n)
      continue;
    if (first + 1 < i && draw)
      append_many (chart, lane, first, i);
    else if (first < i && draw)
      append_span (chart, lane, first);
    if (draw)
      append_span (chart, lane, i);
    pieces += (first < i) + 1;
    first = i + 1;
  }
  return pieces;
}

static void
append_stuck (const Chart *chart, const IlLane *lane)
{
  IlSpan span;
  guint index;

  if (!il_lane_stuck (lane, &index, &span))
    return;
  g_string_append (chart->html, "<rect class=\"stuck\"");
  append_extent (chart, il_timeline_end (chart->scene.timeline), (gint64) chart->scene.end);
  g_string_append (chart->html, "/>");
}

static void
append_deadline (const Chart *chart, const IlLane *lane)
{
  IlTaskFacts *facts = il_recording_facts (il_timeline_recording (chart->scene.timeline));
  gint64 deadline = il_task_facts_deadline (facts, il_lane_task (lane));
  double at = (double) il_lane_arrival (lane) + (double) deadline;

  if (deadline < 0 || at < chart->scene.start || at > chart->scene.end)
    return;
  g_string_append (chart->html, "<svg class=\"mark\"");
  append_percent (chart, "x", percent (chart, at));
  g_string_append_printf (chart->html, "><path class=\"%s\" d=\"M0 2h1l7 4l-7 4v%dh-1z\"/></svg>",
                          il_lane_missed (lane) ? "missed" : "deadline", IL_HTML_LANE - 13);
}

/* What the tasks of a group do, as areas above each other. */
static void
append_strip (const Chart *chart, const IlLaneGroup *group)
{
  static const IlActivity shown[] = { IL_ACTIVITY_RUNNING, IL_ACTIVITY_READY };
  IlLaneGroups *groups = il_lane_order_groups (chart->scene.order);
  double step = (chart->scene.end - chart->scene.start) / STRIP_COLUMNS, most = MAX (1, group->n);
  gint64 end = il_timeline_end (chart->scene.timeline);
  g_autoptr (GString) running = g_string_new ("M0 1");
  g_autoptr (GString) ready = g_string_new ("M0 1");
  GString *const paths[] = { running, ready };
  IlStripBorder from, to;

  il_strip_look (groups, group->lane_group, chart->scene.start, end, &from);
  for (guint i = 0; i < STRIP_COLUMNS; i++, from = to) {
    double counts[IL_N_ACTIVITIES], height = 0;

    il_strip_look (groups, group->lane_group, chart->scene.start + (i + 1) * step, end, &to);
    il_strip_counts (&from, &to, counts);
    for (guint part = 0; part < G_N_ELEMENTS (shown); part++) {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      height += counts[shown[part]] / most;
      g_ascii_formatd (buffer, sizeof buffer, "%.4f", 1 - MIN (1, height));
      g_string_append_printf (paths[part], "V%sH%u", buffer, i + 1);
    }
  }
  g_string_append_printf (chart->html,
                          "<svg width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d 1\" "
                          "preserveAspectRatio=\"none\"><path class=\"strip-ready\" d=\"%sV1z\"/>"
                          "<path class=\"strip-running\" d=\"%sV1z\"/></svg>",
                          IL_HTML_LANE, STRIP_COLUMNS, ready->str, running->str);
}

static void
append_row (const Chart *chart, guint row)
{
  const IlLaneGroup *group = il_lane_order_head (chart->scene.order, row);
  IlLane *lane = il_scene_lane (&chart->scene, row);

  g_string_append_printf (chart->html, "<g class=\"row\" transform=\"translate(0 %u)\">", row * IL_HTML_LANE);
  if (group)
    append_strip (chart, group);
  else {
    walk_lane (chart, lane, TRUE);
    if (!chart->scene.by_core) {
      append_stuck (chart, lane);
      append_deadline (chart, lane);
    }
  }
  g_string_append (chart->html, "</g>\n");
}

static void
append_gaps (const Chart *chart)
{
  for (guint i = 0; i < il_timeline_n_gaps (chart->scene.timeline); i++) {
    const IlGap *gap = il_timeline_gap (chart->scene.timeline, i);

    if (!is_in_sight (chart, gap->from, gap->to))
      continue;
    g_string_append (chart->html, "<rect class=\"gap\" height=\"100%\"");
    append_extent (chart, gap->from, gap->to);
    g_string_append (chart->html, "><title>");
    il_html_append_text (chart->html, il_recording_text (il_timeline_recording (chart->scene.timeline), gap->text));
    g_string_append (chart->html, "</title></rect>");
  }
}

static void
append_end (const Chart *chart)
{
  gint64 end = il_timeline_end (chart->scene.timeline);

  if (!is_in_sight (chart, end, end))
    return;
  g_string_append (chart->html, "<line class=\"end\" y1=\"0\" y2=\"100%\"");
  append_percent (chart, "x1", percent (chart, (double) end));
  append_percent (chart, "x2", percent (chart, (double) end));
  g_string_append (chart->html, "/>");
}

static void
append_heading (const Chart *chart)
{
  const IlScene *scene = &chart->scene;
  IlSwitches switches = il_timeline_switches (scene->timeline);
  IlOutcome outcome = il_recording_outcome (il_timeline_recording (scene->timeline));
  guint64 n = switches.voluntary + switches.involuntary;
  g_autofree char *end = il_duration_text (il_timeline_end (scene->timeline));
  g_autofree char *words = il_scene_description (scene);

  g_string_append (chart->html, "<h2>");
  il_html_append_text (chart->html, scene->title ? scene->title : il_model_title (scene->model));
  g_string_append (chart->html, " <small>");
  il_html_append_text (chart->html, words);
  g_string_append (chart->html, "</small>");
  if (outcome != IL_OUTCOME_RUNNING && outcome != IL_OUTCOME_FINISHED)
    g_string_append_printf (chart->html, " <span class=\"badge alarm\">%s</span>", il_outcome_name (outcome));
  g_string_append_printf (chart->html,
                          " <span class=\"badge\">%s</span> <span class=\"badge\">CPU %.0f%%</span> "
                          "<span class=\"badge\">%" G_GUINT64_FORMAT " switch%s</span></h2>\n",
                          end, il_timeline_cpu_use (scene->timeline) * 100, n, n == 1 ? "" : "es");
}

static void
append_names (const Chart *chart, guint n)
{
  g_string_append (chart->html, "<ul class=\"names\">");
  for (guint row = 0; row < n; row++) {
    const IlLaneGroup *group = il_lane_order_head (chart->scene.order, row);
    g_autofree char *label = group ? il_group_label (group) : NULL;
    guint depth = il_lane_order_depth (chart->scene.order, row);

    g_string_append (chart->html, "<li>");
    for (guint i = 0; i < MIN (depth, 8); i++)
      g_string_append (chart->html, "&#8195;");
    il_html_append_text (chart->html, label ? label : il_lane_name (il_scene_lane (&chart->scene, row)));
    g_string_append (chart->html, "</li>");
  }
  g_string_append (chart->html, "</ul>\n");
}

/* Makes spans coarser until there are at most SPANS pieces. */
static void
choose_narrow (Chart *chart, guint n, guint spans)
{
  for (chart->narrow = 0;; chart->narrow = chart->narrow > 0 ? chart->narrow * 4 : chart->scene.end / 1e6) {
    guint64 pieces = 0;

    for (guint row = 0; row < n; row++)
      if (!il_lane_order_head (chart->scene.order, row))
        pieces += walk_lane (chart, il_scene_lane (&chart->scene, row), FALSE);
    if (pieces <= spans || chart->narrow > chart->scene.end)
      return;
  }
}

void
il_picture_append_chart (GString *html, const IlPicture *picture, guint run, guint spans)
{
  Chart chart = { .html = html, .picture = picture, .scene = il_picture_scene (picture, run) };
  guint n = il_scene_n_lanes (&chart.scene), cut = il_scene_n_cut (&chart.scene);
  g_autofree char *note = il_scene_note (&chart.scene);

  choose_narrow (&chart, n, spans);
  g_string_append_printf (html, "<section class=\"run%s%s\" data-run=\"%u\">\n",
                          picture->options->coloring == IL_COLORING_OBJECT ? " by-object" : "",
                          chart.scene.by_core ? " by-core" : "", run);
  append_heading (&chart);
  g_string_append (html, "<div class=\"chart\">\n");
  append_names (&chart, n);
  g_string_append (html, "<svg class=\"lanes\" role=\"group\"");
  append_label (&chart, chart.scene.title ? chart.scene.title : il_model_title (chart.scene.model), NULL);
  g_string_append_printf (html, " height=\"%u\">\n", MAX (1, n) * IL_HTML_LANE);
  for (guint row = 0; row < n; row++)
    append_row (&chart, row);
  append_gaps (&chart);
  append_end (&chart);
  g_string_append (html, "</svg>\n</div>\n");
  if (n == 0)
    g_string_append_printf (html, "<p class=\"note\">%s</p>\n", chart.scene.placeholder);
  if (cut > 0)
    g_string_append_printf (html, "<p class=\"note\">… and %u more %s</p>\n", cut,
                            chart.scene.by_core ? "cores" : "tasks");
  if (note)
    g_string_append_printf (html, "<p class=\"note\">%s</p>\n", note);
  g_string_append (html, "</section>\n");
}

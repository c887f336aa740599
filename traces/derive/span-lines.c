/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/span-lines.h"

static void
add_mark (GArray *marks, gint64 time, guint32 line)
{
  IlLineMark *last = marks->len > 0 ? &g_array_index (marks, IlLineMark, marks->len - 1) : NULL;
  const IlLineMark mark = { time, line };

  if (last && last->time == time) { /* the line before took no time */
    g_array_set_size (marks, marks->len - 1);
    add_mark (marks, time, line);
  } else if (!last || last->line != line)
    g_array_append_val (marks, mark);
}

GArray *
il_span_line_marks (const IlTimeline *timeline, const IlSpan *span)
{
  IlTaskFacts *facts = il_recording_facts (il_timeline_recording (timeline));
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (IlLineMark));
  g_autoptr (GArray) known = NULL;
  guint32 before;

  if (span->state != IL_STATE_RUNNING || span->end <= span->start)
    return marks;
  known = il_task_facts_lines (facts, span->task, span->start, span->end, &before);
  add_mark (marks, span->start, before > 0 && il_task_facts_are_complete (facts) ? before : span->line);
  for (guint i = 0; known && i < known->len; i++) {
    const IlLineMark *mark = &g_array_index (known, IlLineMark, i);
    add_mark (marks, mark->time, mark->line);
  }
  return marks;
}

static void
add_time (GArray *lines, guint32 line, gint64 time)
{
  const IlLineTime first = { line, time };

  for (guint i = 0; i < lines->len; i++) {
    IlLineTime *known = &g_array_index (lines, IlLineTime, i);

    if (known->line == line) {
      known->time += time;
      return;
    }
  }
  g_array_append_val (lines, first);
}

GArray *
il_span_lines (const IlTimeline *timeline, const IlSpan *span)
{
  g_autoptr (GArray) marks = il_span_line_marks (timeline, span);
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (IlLineTime));

  for (guint i = 0; i < marks->len; i++) {
    const IlLineMark *mark = &g_array_index (marks, IlLineMark, i);
    add_time (lines, mark->line, (i + 1 < marks->len ? mark[1].time : span->end) - mark->time);
  }
  return lines;
}

guint32
il_span_line (const IlTimeline *timeline, const IlSpan *span)
{
  g_autoptr (GArray) lines = il_span_lines (timeline, span);
  gboolean measured = il_recording_info (il_timeline_recording (timeline))->clock == IL_CLOCK_WALL;
  const IlLineTime *named = NULL;

  for (guint i = 0; i < lines->len; i++) {
    const IlLineTime *line = &g_array_index (lines, IlLineTime, i);

    if (!named || (measured && line->time > named->time))
      named = line;
  }
  return named ? named->line : span->line;
}

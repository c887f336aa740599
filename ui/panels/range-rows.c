/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/range-rows.h"

#include "traces/derive/metrics.h"
#include "traces/text/time-text.h"
#include "ui/panels/row-grid.h"

/* More rows tell nobody anything. */
enum { MAX_TASKS = 24 };

static const char *const names[IL_N_ACTIVITIES] = {
  [IL_ACTIVITY_RUNNING] = "Running", [IL_ACTIVITY_READY] = "Ready",     [IL_ACTIVITY_SWITCHING] = "Switching",
  [IL_ACTIVITY_IO] = "I/O",          [IL_ACTIVITY_WAITING] = "Waiting", [IL_ACTIVITY_PAUSED] = "Await, sleep",
};

static void
append_time (GString *text, const char *what, gint64 time)
{
  g_autofree char *words = NULL;

  if (time == 0)
    return;
  words = il_format_time (time, FALSE);
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", what, words);
}

static char *
times_text (const IlStateTimes *times)
{
  GString *text = g_string_new (NULL);

  append_time (text, "running", times->running);
  append_time (text, "ready", times->ready);
  append_time (text, "switching", times->switching);
  for (guint why = 0; why < IL_N_WHYS; why++)
    append_time (text, why == IL_WHY_NONE ? "new" : il_why_name (why), times->blocked[why]);
  if (text->len == 0)
    g_string_append (text, "nothing");
  return g_string_free (text, FALSE);
}

/* "4 ×, mean 2 ms, median 2 ms" and below it from where to where, and up to where most are. */
static char *
lengths_text (const IlLengths *lengths)
{
  g_autofree char *mean = il_format_time (lengths->mean, FALSE), *median = il_format_time (lengths->median, FALSE);
  g_autofree char *minimum = il_format_time (lengths->minimum, FALSE),
                  *maximum = il_format_time (lengths->maximum, FALSE);
  g_autofree char *p90 = il_format_time (lengths->p90, FALSE), *p99 = il_format_time (lengths->p99, FALSE);

  if (lengths->n == 1)
    return g_strdup_printf ("1 × %s", mean);
  return g_strdup_printf ("%u ×, mean %s, median %s\nfrom %s to %s\n90%%: %s, 99%%: %s", lengths->n, mean, median,
                          minimum, maximum, p90, p99);
}

void
il_range_rows_show (GtkGrid *grid, const IlRecording *recording, const IlRange *range)
{
  g_autofree char *from = il_format_time (range->from, TRUE), *to = il_format_time (range->to, TRUE);
  g_autofree char *length = il_format_time (range->to - range->from, TRUE),
                  *interval = g_strdup_printf ("%s → %s", from, to);
  g_autofree char *cpu = g_strdup_printf ("%.1f%%", range->cpu_use * 100);
  g_autofree char *switches = g_strdup_printf ("%" G_GUINT64_FORMAT, range->switches),
                  *all = times_text (&range->times);
  int row = 0;

  il_row_grid_set (grid, row++, "Range", interval);
  il_row_grid_set (grid, row++, "Length", length);
  il_row_grid_set (grid, row++, "CPU use", cpu);
  il_row_grid_set (grid, row++, "Switches", switches);
  il_row_grid_set_heading (grid, row++, "Whole spans");
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    if (range->lengths[i].n > 0) {
      g_autofree char *text = lengths_text (&range->lengths[i]);
      il_row_grid_set (grid, row++, names[i], text);
    }
  il_row_grid_set_heading (grid, row++, "Tasks");
  il_row_grid_set (grid, row++, "all", all);
  for (guint i = 0; i < MIN (range->tasks->len, MAX_TASKS); i++) {
    const IlRangeTask *task = &g_array_index (range->tasks, IlRangeTask, i);
    g_autofree char *text = times_text (&task->times);

    il_row_grid_set (grid, row++, il_recording_task_name (recording, task->task), text);
  }
  if (range->tasks->len > MAX_TASKS) {
    g_autofree char *text = g_strdup_printf ("%u more tasks", range->tasks->len - MAX_TASKS);
    il_row_grid_set (grid, row++, "…", text);
  }
  il_row_grid_end (grid, row);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/metrics.h"

#include "traces/record/time.h"
#include "traces/text/text-table.h"
#include "traces/text/time-text.h"

static char *
format_time_or_dash (gint64 time)
{
  return time < 0 ? g_strdup ("–") : il_format_time (time, FALSE);
}

static char *
format_real (double number, const char *format, const char *unit)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE + 320];

  return g_strconcat (g_ascii_formatd (text, sizeof text, format, number), unit, NULL);
}

/* Whether nobody but the threads themselves noticed when they lost their cores. */
static gboolean
is_by_gaps (const IlMetrics *metrics)
{
  return il_recording_info (metrics->recording)->preemption == IL_PREEMPTION_GAPS;
}

static char *
cell_clock (const IlMetrics *metrics)
{
  return g_strconcat (il_clock_name (il_recording_info (metrics->recording)->clock),
                      is_by_gaps (metrics) ? ", by gaps" : "", NULL);
}

static char *
cell_outcome (const IlMetrics *metrics)
{
  return g_strdup (il_outcome_name (il_recording_outcome (metrics->recording)));
}

static char *
cell_makespan (const IlMetrics *metrics)
{
  return il_format_time (metrics->makespan, FALSE);
}

/* A mean over N of the run's tasks, with how many these are where they are not all. */
static char *
format_mean (gint64 mean, guint n, const IlMetrics *metrics)
{
  g_autofree char *time = format_time_or_dash (mean);

  return n == 0 || n == metrics->tasks->len ? g_steal_pointer (&time)
                                            : g_strdup_printf ("%s (%u of %u)", time, n, metrics->tasks->len);
}

static char *
cell_mean_response (const IlMetrics *metrics)
{
  return format_mean (metrics->mean_response, metrics->n_run, metrics);
}

static char *
cell_mean_turnaround (const IlMetrics *metrics)
{
  return format_mean (metrics->mean_turnaround, metrics->n_ended, metrics);
}

static char *
cell_mean_waiting (const IlMetrics *metrics)
{
  if (il_recording_info (metrics->recording)->model == IL_MODEL_SYNC) /* as max_ready */
    return g_strdup ("–");
  return format_mean (metrics->mean_waiting, metrics->n_ended, metrics);
}

static char *
cell_missed (const IlMetrics *metrics)
{
  return metrics->n_deadlines == 0 ? g_strdup ("–")
                                   : g_strdup_printf ("%u of %u", metrics->n_missed, metrics->n_deadlines);
}

static char *
cell_cpu_use (const IlMetrics *metrics)
{
  return format_real (100 * metrics->cpu_use, "%.1f", "%");
}

static char *
cell_throughput (const IlMetrics *metrics)
{
  return format_real (metrics->throughput, "%.2f", "/s");
}

static char *
cell_switches (const IlMetrics *metrics)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, metrics->switches.voluntary + metrics->switches.involuntary);
}

static char *
cell_voluntary (const IlMetrics *metrics)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, metrics->switches.voluntary);
}

static char *
cell_involuntary (const IlMetrics *metrics)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, metrics->switches.involuntary);
}

static char *
cell_max_ready (const IlMetrics *metrics)
{
  if (il_recording_info (metrics->recording)->model == IL_MODEL_SYNC) /* which has no ready queue */
    return g_strdup ("–");
  return g_strdup_printf ("%u", metrics->max_ready);
}

static char *
cell_longest_hold (const IlMetrics *metrics)
{
  return il_format_time (metrics->longest_hold, FALSE);
}

static char *
cell_fairness (const IlMetrics *metrics)
{
  return format_real (metrics->fairness, "%.2f", "");
}

static gboolean
has_deadlines (const IlMetrics *metrics)
{
  return metrics->n_deadlines > 0;
}

static const struct {
  const char *label;
  char *(*cell) (const IlMetrics *metrics);
  gboolean (*is_of_use) (const IlMetrics *metrics); /* the row is there only where this is so of a run; NULL: always */
} rows[] = {
  { "clock", cell_clock },
  { "outcome", cell_outcome },
  { "makespan", cell_makespan },
  { "mean response", cell_mean_response },
  { "mean turnaround", cell_mean_turnaround },
  { "mean waiting", cell_mean_waiting },
  { "deadlines missed", cell_missed, has_deadlines },
  { "CPU use", cell_cpu_use },
  { "throughput", cell_throughput },
  { "context switches", cell_switches },
  { "  voluntary", cell_voluntary },
  { "  involuntary", cell_involuntary },
  { "max ready queue", cell_max_ready },
  { "longest hold of CPU", cell_longest_hold },
  { "fairness (Jain)", cell_fairness },
};

/* Whether a model does not tell its run from the others. */
static gboolean
need_titles (GPtrArray *metrics)
{
  guint seen = 0;

  for (guint i = 0; i < metrics->len; i++) {
    const IlMetrics *run = g_ptr_array_index (metrics, i);
    guint model = 1U << il_recording_info (run->recording)->model;

    if (seen & model)
      return TRUE;
    seen |= model;
  }
  return FALSE;
}

static const char *
title_or (const IlMetrics *metrics, gboolean titled, const char *otherwise)
{
  return titled && metrics->listing && metrics->listing->title ? metrics->listing->title : otherwise;
}

static void
append_comparison (GString *out, GPtrArray *metrics)
{
  gboolean titled = need_titles (metrics);
  IlTextTable table = il_text_table_new (metrics->len + 1);

  il_text_table_add (&table, g_strdup (""));
  for (guint i = 0; i < metrics->len; i++) {
    const IlMetrics *run = g_ptr_array_index (metrics, i);

    il_text_table_add (&table,
                       g_strdup (title_or (run, titled, il_model_name (il_recording_info (run->recording)->model))));
  }
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++) {
    gboolean of_use = !rows[row].is_of_use;

    for (guint i = 0; i < metrics->len && !of_use; i++)
      of_use = rows[row].is_of_use (g_ptr_array_index (metrics, i));
    if (!of_use)
      continue;
    il_text_table_add (&table, g_strdup (rows[row].label));
    for (guint i = 0; i < metrics->len; i++)
      il_text_table_add (&table, rows[row].cell (g_ptr_array_index (metrics, i)));
  }
  il_text_table_finish (&table, out, 1, FALSE);
}

/* "54 ms (io 30 ms, semaphore 24 ms)", and what the task waits for when it does so for ever. */
static char *
format_blocked (const IlTaskMetrics *task, const IlRecording *recording)
{
  const gint64 *blocked = task->times.blocked;
  g_autoptr (GString) reasons = g_string_new (NULL);
  g_autofree char *total = NULL;
  IlObjectInfo object;
  gint64 sum = 0;

  for (guint why = 0; why < IL_N_WHYS; why++) {
    g_autofree char *time = NULL;

    if (blocked[why] == 0)
      continue;
    sum = il_time_add (sum, blocked[why]);
    time = il_format_time (blocked[why], FALSE);
    g_string_append_printf (reasons, "%s%s %s", reasons->len > 0 ? ", " : "", il_why_name (why), time);
  }
  if (task->stuck.state != IL_N_STATES) {
    g_string_append_printf (reasons, "%sfor ever: %s", reasons->len > 0 ? ", " : "", il_why_name (task->stuck.why));
    if (task->stuck.awaited != 0)
      g_string_append_printf (reasons, " %s", il_recording_task_name (recording, task->stuck.awaited));
    else if (il_recording_object (recording, task->stuck.object, &object))
      g_string_append_printf (reasons, " %s", object.name);
  }
  total = il_format_time (sum, FALSE);
  return reasons->len > 0 ? g_strdup_printf ("%s (%s)", total, reasons->str) : g_steal_pointer (&total);
}

char *
il_task_deadline_text (const IlTaskMetrics *task)
{
  g_autofree char *deadline = task->deadline >= 0 ? il_format_time (task->deadline, FALSE) : NULL;
  g_autofree char *late = NULL;

  if (!deadline)
    return g_strdup ("–");
  if (!task->missed)
    return g_steal_pointer (&deadline);
  if (task->turnaround < 0)
    return g_strdup_printf ("%s, missed", deadline);
  late = il_format_time (task->turnaround - task->deadline, FALSE);
  return g_strdup_printf ("%s, missed by %s", deadline, late);
}

static void
append_tasks (GString *out, const IlMetrics *metrics, gboolean titled)
{
  static const char *const titles[] = { "task",  "arrival",   "response", "turnaround", "running",
                                        "ready", "switching", "deadline", "blocked" };
  const IlRunInfo *info = il_recording_info (metrics->recording);
  const char *by_gaps = is_by_gaps (metrics) ? ", preemptions by gaps" : "";
  gboolean deadlines = has_deadlines (metrics);
  IlTextTable table = il_text_table_new (G_N_ELEMENTS (titles) - !deadlines);

  if (titled && metrics->listing && metrics->listing->title)
    g_string_append_printf (out, "\n%s%s\n", metrics->listing->title, by_gaps);
  else
    g_string_append_printf (out, "\n%s, %s clock%s%s%s\n", il_model_title (info->model), il_clock_name (info->clock),
                            info->policy[0] ? ", " : "", info->policy, by_gaps);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (deadlines || !g_str_equal (titles[i], "deadline"))
      il_text_table_add (&table, g_strdup (titles[i]));
  for (guint i = 0; i < metrics->tasks->len; i++) {
    const IlTaskMetrics *task = &g_array_index (metrics->tasks, IlTaskMetrics, i);

    il_text_table_add (&table, g_strdup (task->name));
    il_text_table_add (&table, il_format_time (task->arrival, FALSE));
    il_text_table_add (&table, format_time_or_dash (task->response));
    il_text_table_add (&table,
                       task->turnaround < 0 ? g_strdup ("unfinished") : il_format_time (task->turnaround, FALSE));
    il_text_table_add (&table, il_format_time (task->times.running, FALSE));
    il_text_table_add (&table, il_format_time (task->times.ready, FALSE));
    il_text_table_add (&table, il_format_time (task->times.switching, FALSE));
    if (deadlines)
      il_text_table_add (&table, il_task_deadline_text (task));
    il_text_table_add (&table, format_blocked (task, metrics->recording));
  }
  il_text_table_finish (&table, out, 1, TRUE);
}

char *
il_metrics_table (GPtrArray *metrics)
{
  GString *out = g_string_new (NULL);

  append_comparison (out, metrics);
  for (guint i = 0; i < metrics->len; i++)
    append_tasks (out, g_ptr_array_index (metrics, i), need_titles (metrics));
  return g_string_free (out, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/metrics.h"

#include "traces/text/json-text.h"

/* TIME: -1 where there is none. */
static void
append_time (GString *out, const char *key, gint64 time)
{
  g_string_append_printf (out, ",\"%s\":", key);
  if (time < 0)
    g_string_append (out, "null");
  else
    il_json_append_integer (out, time);
}

static void
append_blocked (GString *out, const gint64 *blocked)
{
  gboolean first = TRUE;

  g_string_append (out, ",\"blocked\":{");
  for (guint why = 0; why < IL_N_WHYS; why++) {
    if (blocked[why] == 0)
      continue;
    if (!first)
      g_string_append_c (out, ',');
    il_json_append_string (out, il_why_name (why));
    g_string_append_c (out, ':');
    il_json_append_integer (out, blocked[why]);
    first = FALSE;
  }
  g_string_append_c (out, '}');
}

/* The wait in which a task is left for ever. */
static void
append_stuck (GString *out, const IlRecording *recording, const IlSpan *stuck)
{
  IlObjectInfo object;

  g_string_append (out, ",\"stuck\":");
  if (stuck->state == IL_N_STATES) {
    g_string_append (out, "null");
    return;
  }
  g_string_append (out, "{\"why\":");
  il_json_append_string (out, il_why_name (stuck->why));
  if (il_recording_object (recording, stuck->object, &object)) {
    g_string_append (out, ",\"object\":");
    il_json_append_string (out, object.name);
  }
  if (stuck->awaited != 0) {
    g_string_append (out, ",\"awaits\":");
    il_json_append_string (out, il_recording_task_name (recording, stuck->awaited));
  }
  append_time (out, "since", stuck->start);
  g_string_append_c (out, '}');
}

static void
append_deadline (GString *out, const IlTaskMetrics *task)
{
  append_time (out, "deadline", task->deadline);
  g_string_append_printf (out, ",\"missed\":%s", task->deadline < 0 ? "null" : task->missed ? "true" : "false");
  g_string_append (out, ",\"lateness\":");
  if (task->deadline < 0 || task->turnaround < 0)
    g_string_append (out, "null");
  else
    il_json_append_integer (out, task->turnaround - task->deadline);
}

static void
append_task (GString *out, const IlRecording *recording, const IlTaskMetrics *task)
{
  g_string_append (out, "{\"task\":");
  il_json_append_string (out, task->name);
  append_time (out, "arrival", task->arrival);
  append_time (out, "first_run", task->first_run);
  append_time (out, "end", task->end);
  append_time (out, "response", task->response);
  append_time (out, "turnaround", task->turnaround);
  append_time (out, "running", task->times.running);
  append_time (out, "ready", task->times.ready);
  append_time (out, "switching", task->times.switching);
  append_blocked (out, task->times.blocked);
  g_string_append_printf (out, ",\"unfinished\":%s", task->end < 0 ? "true" : "false");
  append_stuck (out, recording, &task->stuck);
  append_time (out, "waiting", task->times.ready);
  g_string_append (out, ",\"normalised_turnaround\":");
  if (task->normalised < 0)
    g_string_append (out, "null");
  else
    il_json_append_real (out, task->normalised, 6);
  g_string_append_printf (out, ",\"migrations\":%u", task->migrations);
  append_deadline (out, task);
  g_string_append_c (out, '}');
}

/* The options that were set for this run. */
static void
append_options (GString *out, const IlRunListing *listing)
{
  GString *options = g_string_new (NULL);

  if (listing->policy) {
    g_string_append (options, ",\"policy\":");
    il_json_append_string (options, listing->policy);
  }
  if (listing->cores > 0)
    g_string_append_printf (options, ",\"cores\":%u", listing->cores);
  if (listing->quantum >= 0)
    append_time (options, "quantum", listing->quantum);
  if (listing->switch_cost >= 0)
    append_time (options, "switch", listing->switch_cost);
  g_string_append_printf (out, ",\"options\":{%s}", options->len > 0 ? options->str + 1 : "");
  g_string_free (options, TRUE);
}

static void
append_listing (GString *out, const IlRunListing *listing)
{
  g_string_append_printf (out, ",\"run\":%u,\"title\":", listing->number);
  il_json_append_string (out, listing->title ? listing->title : "");
  append_options (out, listing);
}

static void
append_run (GString *out, const IlMetrics *metrics)
{
  const IlRunInfo *info = il_recording_info (metrics->recording);

  g_string_append (out, "{\"model\":");
  il_json_append_string (out, il_model_name (info->model));
  g_string_append (out, ",\"clock\":");
  il_json_append_string (out, il_clock_name (info->clock));
  g_string_append (out, ",\"policy\":");
  il_json_append_string (out, info->policy);
  if (metrics->listing)
    append_listing (out, metrics->listing);
  g_string_append (out, ",\"outcome\":");
  il_json_append_string (out, il_outcome_name (il_recording_outcome (metrics->recording)));
  append_time (out, "makespan", metrics->makespan);
  g_string_append (out, ",\"cpu_use\":");
  il_json_append_real (out, metrics->cpu_use, 6);
  g_string_append (out, ",\"throughput\":");
  il_json_append_real (out, metrics->throughput, 6);
  g_string_append_printf (out,
                          ",\"switches\":{\"voluntary\":%" G_GUINT64_FORMAT ",\"involuntary\":%" G_GUINT64_FORMAT "}",
                          metrics->switches.voluntary, metrics->switches.involuntary);
  g_string_append (out, ",\"fairness\":");
  il_json_append_real (out, metrics->fairness, 6);
  append_time (out, "mean_response", metrics->mean_response);
  append_time (out, "mean_turnaround", metrics->mean_turnaround);
  append_time (out, "mean_waiting", metrics->mean_waiting);
  g_string_append_printf (out, ",\"mean_over\":{\"response\":%u,\"turnaround\":%u,\"waiting\":%u},\"unfinished\":%u",
                          metrics->n_run, metrics->n_ended, metrics->n_ended, metrics->tasks->len - metrics->n_ended);
  g_string_append_printf (out, ",\"deadlines\":%u,\"missed\":%u", metrics->n_deadlines, metrics->n_missed);
  append_time (out, "longest_hold", metrics->longest_hold);
  g_string_append_printf (out, ",\"max_ready\":%u,\"tasks\":[", metrics->max_ready);
  for (guint i = 0; i < metrics->tasks->len; i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    append_task (out, metrics->recording, &g_array_index (metrics->tasks, IlTaskMetrics, i));
  }
  g_string_append (out, "]}");
}

char *
il_metrics_json (GPtrArray *metrics)
{
  GString *out = g_string_new ("{\"runs\":[");

  for (guint i = 0; i < metrics->len; i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    append_run (out, g_ptr_array_index (metrics, i));
  }
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}

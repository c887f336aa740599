/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/metrics.h"

static gint64
mean (__int128 sum, guint n)
{
  return n > 0 ? (gint64) (sum / n) : -1;
}

static void
add_task (IlMetrics *metrics, const IlLane *lane)
{
  gint64 end = il_lane_end (lane);
  IlTaskMetrics task = {
    .name = il_lane_name (lane),
    .arrival = il_lane_arrival (lane),
    .first_run = il_lane_first_run (lane),
    .end = end,
    .response = -1,
  };

  if (task.first_run >= 0)
    task.response = task.first_run - task.arrival;
  task.turnaround = MAX (task.arrival, end >= 0 ? end : metrics->makespan) - task.arrival;
  il_lane_times (lane, &task.times);
  g_array_append_val (metrics->tasks, task);
}

static gint64
longest_hold_of (const IlLane *lane)
{
  gint64 longest = 0;

  for (guint i = 0; i < il_lane_n_spans (lane); i++) {
    IlSpan span;

    il_lane_span (lane, i, &span);
    if (span.state == IL_STATE_RUNNING)
      longest = MAX (longest, span.end - span.start);
  }
  return longest;
}

/* Jain, Chiu, Hawe: A Quantitative Measure of Fairness (DEC-TR-301, 1984). */
static double
fairness (const GArray *tasks)
{
  double sum = 0, sum_of_squares = 0;

  for (guint i = 0; i < tasks->len; i++) {
    double running = (double) g_array_index (tasks, IlTaskMetrics, i).times.running;

    sum += running;
    sum_of_squares += running * running;
  }
  return sum_of_squares > 0 ? sum * sum / (tasks->len * sum_of_squares) : 1;
}

/* The queue is as long as the number of tasks that are ready, event by event: a task that is resumed
 * at the moment at which it became ready was in it, too. */
static guint
max_ready (IlRecording *recording)
{
  g_autoptr (GHashTable) ready = g_hash_table_new (NULL, NULL);
  IlCursor cursor = { 0 };
  IlEvent event;
  guint longest = 0;

  while (il_recording_next (recording, &cursor, &event))
    switch (event.kind) {
    case IL_EVENT_READY:
    case IL_EVENT_PREEMPT:
      g_hash_table_add (ready, GUINT_TO_POINTER (event.task));
      longest = MAX (longest, g_hash_table_size (ready));
      break;
    case IL_EVENT_RESUME:
    case IL_EVENT_SUSPEND:
    case IL_EVENT_EXIT:
      g_hash_table_remove (ready, GUINT_TO_POINTER (event.task));
      break;
    default:
      break;
    }
  return longest;
}

static void
add_means (IlMetrics *metrics)
{
  __int128 responses = 0, turnarounds = 0;
  guint n_run = 0, n_ended = 0;

  for (guint i = 0; i < metrics->tasks->len; i++) {
    const IlTaskMetrics *task = &g_array_index (metrics->tasks, IlTaskMetrics, i);

    if (task->response >= 0) {
      responses += task->response;
      n_run++;
    }
    if (task->end >= 0) {
      turnarounds += task->turnaround;
      n_ended++;
    }
  }
  metrics->mean_response = mean (responses, n_run);
  metrics->mean_turnaround = mean (turnarounds, n_ended);
  if (metrics->makespan > 0)
    metrics->throughput = n_ended / ((double) metrics->makespan / 1e9);
}

IlMetrics *
il_metrics_new (const IlTimeline *timeline)
{
  IlMetrics *metrics = g_new0 (IlMetrics, 1);

  metrics->recording = il_timeline_recording (timeline);
  metrics->makespan = il_timeline_end (timeline);
  metrics->cpu_use = il_timeline_cpu_use (timeline);
  metrics->switches = il_timeline_switches (timeline);
  metrics->max_ready = max_ready (metrics->recording);
  metrics->tasks = g_array_new (FALSE, FALSE, sizeof (IlTaskMetrics));
  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++) {
    const IlLane *lane = il_timeline_lane (timeline, i);

    add_task (metrics, lane);
    metrics->longest_hold = MAX (metrics->longest_hold, longest_hold_of (lane));
  }
  metrics->fairness = fairness (metrics->tasks);
  add_means (metrics);
  return metrics;
}

void
il_metrics_free (IlMetrics *metrics)
{
  g_array_unref (metrics->tasks);
  g_free (metrics);
}

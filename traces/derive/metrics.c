/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/metrics.h"

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
  metrics->longest_hold = MAX (metrics->longest_hold, il_lane_longest_run (lane));
  g_array_append_val (metrics->tasks, task);
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
max_ready (const IlTimeline *timeline)
{
  g_autofree guint8 *ready = g_new0 (guint8, MAX (1, il_timeline_n_lanes (timeline)));
  IlCursor cursor = { 0 };
  IlEvent event;
  guint n = 0, longest = 0;

  while (il_recording_next (il_timeline_recording (timeline), &cursor, &event)) {
    guint8 is_ready = event.kind == IL_EVENT_READY || event.kind == IL_EVENT_PREEMPT;
    const IlLane *lane;

    if (!is_ready && event.kind != IL_EVENT_RESUME && event.kind != IL_EVENT_SUSPEND && event.kind != IL_EVENT_EXIT)
      continue;
    lane = il_timeline_lane_of_task (timeline, event.task);
    if (!lane)
      continue;
    n = n + is_ready - ready[il_lane_index (lane)];
    ready[il_lane_index (lane)] = is_ready;
    longest = MAX (longest, n);
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
  metrics->max_ready = max_ready (timeline);
  metrics->tasks = g_array_new (FALSE, FALSE, sizeof (IlTaskMetrics));
  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++)
    add_task (metrics, il_timeline_lane (timeline, i));
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

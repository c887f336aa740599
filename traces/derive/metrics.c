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
    .turnaround = -1,
    .normalised = -1,
    .deadline = il_task_facts_deadline (il_recording_facts (metrics->recording), il_lane_task (lane)),
    .stuck.state = IL_N_STATES,
  };
  IlSpan stuck;
  guint index;

  if (task.first_run >= 0)
    task.response = task.first_run - task.arrival;
  if (end >= 0)
    task.turnaround = MAX (task.arrival, end) - task.arrival;
  il_lane_times (lane, &task.times);
  if (end >= 0 && task.times.running > 0)
    task.normalised = (double) task.turnaround / (double) task.times.running;
  task.missed = il_lane_missed (lane);
  if (il_lane_stuck (lane, &index, &stuck))
    task.stuck = stuck;
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

/* What a walk over all events tells. The queue is as long as the number of tasks that are ready, event by event: a task
 * that is resumed at the moment at which it became ready was in it, too. */
static void
count_events (IlMetrics *metrics, const IlTimeline *timeline)
{
  g_autofree guint8 *ready = g_new0 (guint8, MAX (1, metrics->tasks->len));
  g_autofree guint16 *cores = g_new0 (guint16, MAX (1, metrics->tasks->len)); /* where it ran last + 1 */
  IlCursor cursor = { 0 };
  IlEvent event;
  guint n = 0;

  while (il_recording_next (metrics->recording, &cursor, &event)) {
    guint8 is_ready = event.kind == IL_EVENT_READY || event.kind == IL_EVENT_PREEMPT;
    const IlLane *lane;
    guint index;

    if (!is_ready && event.kind != IL_EVENT_RESUME && event.kind != IL_EVENT_SUSPEND && event.kind != IL_EVENT_EXIT)
      continue;
    lane = il_timeline_lane_of_task (timeline, event.task);
    if (!lane)
      continue;
    index = il_lane_index (lane);
    n = n + is_ready - ready[index];
    ready[index] = is_ready;
    metrics->max_ready = MAX (metrics->max_ready, n);
    if (event.kind != IL_EVENT_RESUME)
      continue;
    g_array_index (metrics->tasks, IlTaskMetrics, index).migrations +=
        cores[index] > 0 && cores[index] != event.core + 1;
    cores[index] = (guint16) (event.core + 1);
  }
}

static void
add_means (IlMetrics *metrics)
{
  __int128 responses = 0, turnarounds = 0, waits = 0;

  for (guint i = 0; i < metrics->tasks->len; i++) {
    const IlTaskMetrics *task = &g_array_index (metrics->tasks, IlTaskMetrics, i);

    if (task->response >= 0) {
      responses += task->response;
      metrics->n_run++;
    }
    if (task->end >= 0) {
      turnarounds += task->turnaround;
      waits += task->times.ready;
      metrics->n_ended++;
    }
    metrics->n_deadlines += task->deadline >= 0;
    metrics->n_missed += task->missed;
  }
  metrics->mean_response = mean (responses, metrics->n_run);
  metrics->mean_turnaround = mean (turnarounds, metrics->n_ended);
  metrics->mean_waiting = mean (waits, metrics->n_ended);
  if (metrics->makespan > 0)
    metrics->throughput = metrics->n_ended / ((double) metrics->makespan / 1e9);
}

IlMetrics *
il_metrics_new (const IlTimeline *timeline)
{
  IlMetrics *metrics = g_new0 (IlMetrics, 1);

  metrics->recording = il_timeline_recording (timeline);
  metrics->makespan = il_timeline_end (timeline);
  metrics->cpu_use = il_timeline_cpu_use (timeline);
  metrics->switches = il_timeline_switches (timeline);
  metrics->tasks = g_array_new (FALSE, FALSE, sizeof (IlTaskMetrics));
  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++)
    add_task (metrics, il_timeline_lane (timeline, i));
  count_events (metrics, timeline);
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

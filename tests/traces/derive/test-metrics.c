/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/metrics.h"

#include <json-c/json.h>
#include <locale.h>
#include <math.h>

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

static IlMetrics *
metrics_of (IlRecording *recording)
{
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

  il_timeline_extend (timeline, G_MAXINT64);
  return il_metrics_new (timeline);
}

/* Threads on one core, switches cost 1: a runs 0-10 and is preempted, b runs 11-15 and waits for io
 * until 25, a runs 16-20 and ends, b runs 26-28 and ends. (ns) */
static IlRecording *
two_threads (void)
{
  IlRunInfo info = { .model = IL_MODEL_THREADS, .cores = 1, .policy = "round-robin", .switch_cost = 1 };
  IlRecording *recording = il_recording_new (&info);

  sample_spawn (recording, 0, 1, "a", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_ready (0, 1, IL_BY_NOBODY, 1));
  sample_spawn (recording, 0, 2, "b", IL_BY_NOBODY, 2);
  sample_add (recording, il_record_ready (0, 2, IL_BY_NOBODY, 2));
  sample_add (recording, il_record_resume (0, 1, 0, 0, 1));
  sample_add (recording, il_record_preempt (10, 1, IL_WHY_QUANTUM, 0, 1));
  sample_add (recording, il_record_resume (11, 2, 0, 1, 2));
  sample_add (recording, il_record_suspend (15, 2, IL_WHY_IO, 0, 3));
  sample_add (recording, il_record_resume (16, 1, 0, 1, 1));
  sample_add (recording, il_record_exit (20, 1, IL_HOW_RETURN, absent, 4));
  sample_add (recording, il_record_ready (25, 2, IL_BY_IO, 3));
  sample_add (recording, il_record_resume (26, 2, 0, 1, 3));
  sample_add (recording, il_record_exit (28, 2, IL_HOW_RETURN, absent, 4));
  il_task_facts_set_deadline (il_recording_facts (recording), 2, 27);
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 30);
  return recording;
}

static void
test_two_threads (void)
{
  g_autoptr (IlRecording) recording = two_threads ();
  g_autoptr (IlMetrics) metrics = metrics_of (recording);
  const IlTaskMetrics *a = &g_array_index (metrics->tasks, IlTaskMetrics, 0);
  const IlTaskMetrics *b = &g_array_index (metrics->tasks, IlTaskMetrics, 1);

  g_assert_cmpuint (metrics->tasks->len, ==, 2);
  g_assert_cmpint (metrics->makespan, ==, 30);
  g_assert_cmpfloat_with_epsilon (metrics->cpu_use, 20 / 30.0, 1e-12); /* 10 + 4 + 4 + 2 */
  g_assert_cmpfloat_with_epsilon (metrics->throughput, 2 / 30e-9, 1);
  g_assert_cmpuint (metrics->switches.involuntary, ==, 1); /* a to b at 11 */
  g_assert_cmpuint (metrics->switches.voluntary, ==, 2);   /* b to a at 16, a to b at 26 */
  g_assert_cmpint (metrics->mean_response, ==, 5);         /* (0 + 11) / 2, rounded down */
  g_assert_cmpint (metrics->mean_turnaround, ==, 24);      /* (20 + 28) / 2 */
  g_assert_cmpint (metrics->longest_hold, ==, 10);
  g_assert_cmpuint (metrics->max_ready, ==, 2);
  g_assert_cmpfloat_with_epsilon (metrics->fairness, 20.0 * 20 / (2 * (14 * 14 + 6 * 6)), 1e-12);

  g_assert_cmpstr (a->name, ==, "a");
  g_assert_cmpint (a->response, ==, 0);
  g_assert_cmpint (a->turnaround, ==, 20);
  g_assert_cmpint (a->times.running, ==, 14);
  g_assert_cmpint (a->times.ready, ==, 5);
  g_assert_cmpint (a->times.switching, ==, 1);
  g_assert_cmpint (b->first_run, ==, 11);
  g_assert_cmpint (b->times.running, ==, 6);
  g_assert_cmpint (b->times.ready, ==, 10);
  g_assert_cmpint (b->times.switching, ==, 2);
  g_assert_cmpint (b->times.blocked[IL_WHY_IO], ==, 10);
}

static void
test_json (void)
{
  g_autoptr (IlRecording) recording = two_threads ();
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) il_metrics_free);
  g_autofree char *json = NULL;

  g_ptr_array_add (runs, metrics_of (recording));
  json = il_metrics_json (runs);
  g_assert_cmpstr (
      json, ==,
      "{\"runs\":[{\"model\":\"threads\",\"clock\":\"virtual\",\"policy\":\"round-robin\",\"outcome\":\"finished\","
      "\"makespan\":30,\"cpu_use\":0.666667,\"throughput\":66666666.666667,"
      "\"switches\":{\"voluntary\":2,\"involuntary\":1},\"fairness\":0.862069,\"mean_response\":5,\"mean_turnaround\":24,"
      "\"mean_waiting\":7,\"mean_over\":{\"response\":2,\"turnaround\":2,\"waiting\":2},\"unfinished\":0,"
      "\"deadlines\":1,\"missed\":1,"
      "\"longest_hold\":10,\"max_ready\":2,\"tasks\":["
      "{\"task\":\"a\",\"arrival\":0,\"first_run\":0,\"end\":20,\"response\":0,\"turnaround\":20,"
      "\"running\":14,\"ready\":5,\"switching\":1,\"blocked\":{},\"unfinished\":false,\"stuck\":null,\"waiting\":5,"
      "\"normalised_turnaround\":1.428571,\"migrations\":0,\"deadline\":null,\"missed\":null,\"lateness\":null},"
      "{\"task\":\"b\",\"arrival\":0,\"first_run\":11,\"end\":28,\"response\":11,\"turnaround\":28,"
      "\"running\":6,\"ready\":10,\"switching\":2,\"blocked\":{\"io\":10},\"unfinished\":false,\"stuck\":null,\"waiting\":10,"
      "\"normalised_turnaround\":4.666667,\"migrations\":0,\"deadline\":27,\"missed\":true,\"lateness\":1}]}]}");
}

static void
test_empty_and_unfinished (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) il_metrics_free);

  g_ptr_array_add (runs, metrics_of (recording));
  g_autofree char *empty = il_metrics_json (runs);
  g_assert_nonnull (strstr (empty, "\"cpu_use\":0.000000,\"throughput\":0.000000"));
  g_assert_nonnull (strstr (empty, "\"fairness\":1.000000,\"mean_response\":null,\"mean_turnaround\":null"));
  g_autofree char *empty_table = il_metrics_table (runs);
  g_assert_nonnull (strstr (empty_table, "makespan"));

  /* Spawned at 10, never ready; the run ends at 50. */
  sample_spawn (recording, 10, 1, "never", IL_BY_NOBODY, 1);
  il_recording_finish (recording, IL_OUTCOME_STOPPED, 50);
  g_ptr_array_set_size (runs, 0);
  g_ptr_array_add (runs, metrics_of (recording));
  g_autofree char *never = il_metrics_json (runs);
  g_assert_nonnull (strstr (never,
                            "{\"task\":\"never\",\"arrival\":10,\"first_run\":null,\"end\":null,\"response\":null,"
                            "\"turnaround\":null,\"running\":0,\"ready\":0,\"switching\":0,\"blocked\":{\"none\":40},"
                            "\"unfinished\":true,\"stuck\":null"));
}

static void
test_table (void)
{
  g_autoptr (IlRecording) one = two_threads ();
  g_autoptr (IlRecording) two = sample_new ();
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) il_metrics_free);

  sample_spawn (two, 0, 1, "日本", IL_BY_NOBODY, 1); /* four columns wide */
  sample_add (two, il_record_ready (0, 1, IL_BY_NOBODY, 1));
  sample_add (two, il_record_resume (0, 1, 0, 0, 1));
  sample_add (two, il_record_suspend (1500000, 1, IL_WHY_IO, 0, 1));
  sample_spawn (two, 1500000, 2, "new\nline", 1, 1);
  il_recording_finish (two, IL_OUTCOME_DEADLOCK, 2000000);
  g_ptr_array_add (runs, metrics_of (one));
  g_ptr_array_add (runs, metrics_of (two));

  g_autofree char *table = il_metrics_table (runs);
  g_assert_cmpstr (
      table, ==,
      "                           threads           coop\n"
      "clock                      virtual        virtual\n"
      "outcome                   finished       deadlock\n"
      "makespan                     30 ns           2 ms\n"
      "mean response                 5 ns  0 ms (1 of 2)\n"
      "mean turnaround              24 ns              –\n"
      "mean waiting                  7 ns              –\n"
      "deadlines missed            1 of 1              –\n"
      "CPU use                      66.7%          75.0%\n"
      "throughput           66666666.67/s         0.00/s\n"
      "context switches                 3              0\n"
      "  voluntary                      2              0\n"
      "  involuntary                    1              0\n"
      "max ready queue                  2              1\n"
      "longest hold of CPU          10 ns         1.5 ms\n"
      "fairness (Jain)               0.86           0.50\n"
      "\n"
      "Threads, virtual clock, round-robin\n"
      "task  arrival  response  turnaround  running  ready  switching               deadline  blocked\n"
      "a        0 ms      0 ms       20 ns    14 ns   5 ns       1 ns                      –  0 ms\n"
      "b        0 ms     11 ns       28 ns     6 ns  10 ns       2 ns  27 ns, missed by 1 ns  10 ns (io 10 ns)\n"
      "\n"
      "Cooperative, virtual clock\n"
      "task      arrival  response  turnaround  running  ready  switching  blocked\n"
      "日本         0 ms      0 ms  unfinished   1.5 ms   0 ms       0 ms  500 µs (io 500 µs, for ever: io)\n"
      "new?line   1.5 ms         –  unfinished     0 ms   0 ms       0 ms  500 µs (none 500 µs)\n");
}

/* turnaround = running + ready + switching + all blocked, to the nanosecond, whatever the recording. */
static void
assert_identity (IlRecording *recording)
{
  g_autoptr (IlMetrics) metrics = metrics_of (recording);

  for (guint i = 0; i < metrics->tasks->len; i++) {
    const IlTaskMetrics *task = &g_array_index (metrics->tasks, IlTaskMetrics, i);
    gint64 sum = task->times.running + task->times.ready + task->times.switching;

    for (guint why = 0; why < IL_N_WHYS; why++) {
      g_assert_cmpint (task->times.blocked[why], >=, 0);
      sum += task->times.blocked[why];
    }
    if (task->end >= 0)
      g_assert_cmpint (task->turnaround, ==, sum);
    else { /* it is in no mean, but its time up to the run's end is known */
      g_assert_cmpint (task->turnaround, ==, -1);
      g_assert_cmpint (MAX (task->arrival, metrics->makespan) - task->arrival, ==, sum);
    }
    g_assert_cmpint (MIN (MIN (task->times.running, task->times.ready), task->times.switching), >=, 0);
  }
  g_assert_cmpfloat (metrics->fairness, <=, 1 + 1e-9);
  g_assert_cmpfloat (metrics->fairness, >, 0);
}

static void
test_identity (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int i = 0; i < 300; i++) {
    g_autoptr (IlRecording) sane = sample_random (random, 300);
    g_autoptr (IlRecording) wild = sample_wild (random, 300);

    assert_identity (sane);
    assert_identity (wild);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/two-threads", test_two_threads);
  g_test_add_func ("/metrics/json", test_json);
  g_test_add_func ("/metrics/empty-and-unfinished", test_empty_and_unfinished);
  g_test_add_func ("/metrics/table", test_table);
  g_test_add_func ("/metrics/identity", test_identity);
  return g_test_run ();
}

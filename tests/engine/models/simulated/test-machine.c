/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "tests/engine/models/run-text.h"
#include "traces/derive/metrics.h"

/* The simulated machine against schedules worked out by hand and against textbooks' tables. */

static void
check_events (const char *text, const IlRunOptions *options, const char *kinds, const char *expected)
{
  g_autoptr (IlRun) run = run_text (text, options);
  g_autofree char *events = events_text (il_run_recording (run), kinds);

  g_assert_cmpstr (events, ==, expected);
}

static const char three_bursts[] = "task p1:\n    cpu 24ms\n"
                                   "task p2:\n    cpu 3ms\n"
                                   "task p3:\n    cpu 3ms\n"
                                   "start p1()\nstart p2()\nstart p3()\n";

/* Silberschatz, Galvin, Gagne, "Operating System Concepts", CPU scheduling: bursts of 24, 3 and 3, all
 * arriving at 0; first come, first served waits 0, 24, 27, and round robin with a quantum of 4 waits
 * 6, 4, 7 (mean 17/3). */
static void
check_waiting (const char *policy, gint64 quantum_ms, const gint64 *waiting_ms, guint n, const char *text)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.policy = policy;
  options.quantum = quantum_ms * 1000000;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autoptr (IlTimeline) timeline = il_timeline_new (il_run_recording (run));
  il_timeline_extend (timeline, G_MAXINT64);
  g_assert_cmpuint (il_timeline_n_lanes (timeline), ==, n);
  for (guint i = 0; i < n; i++) {
    IlStateTimes times;

    il_lane_times (il_timeline_lane (timeline, i), &times);
    g_assert_cmpint (times.ready, ==, waiting_ms[i] * 1000000);
  }
}

static void
test_textbook_fcfs (void)
{
  check_waiting ("fcfs", 4, (const gint64[]) { 0, 24, 27 }, 3, three_bursts);
}

static void
test_textbook_round_robin (void)
{
  check_waiting ("rr", 4, (const gint64[]) { 6, 4, 7 }, 3, three_bursts);
}

/* Bursts 6, 8, 7, 3 in this order, quantum 4: P1 0-4, P2 4-8, P3 8-12, P4 12-15, P1 15-17, P2 17-21,
 * P3 21-24. So P1 ends at 17, P2 at 21, P3 at 24, P4 at 15, and waits end - burst. */
static void
test_four_bursts_round_robin (void)
{
  static const char text[] =
      "task p1:\n    cpu 6ms\ntask p2:\n    cpu 8ms\ntask p3:\n    cpu 7ms\ntask p4:\n    cpu 3ms\n"
      "start p1()\nstart p2()\nstart p3()\nstart p4()\n";

  check_waiting ("rr", 4, (const gint64[]) { 11, 13, 17, 12 }, 4, text);
}

/* The quantum ends nobody's turn when nobody else is ready. */
static void
test_alone_is_not_preempted (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  check_events ("task main:\n    cpu 9ms\n", &options, NULL,
                "0ms spawn main by nobody\n0ms ready main by nobody\n0ms resume main\n9ms exit main return\n");
}

/* At 2 ms b's timer is due just as a's slice ends: b is queued first, so it gets the core. */
static void
test_wake_up_comes_before_end_of_slice (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  check_events ("task b:\n    sleep 2ms\n    cpu 1ms\ntask a:\n    cpu 3ms\nstart b()\nstart a()\n", &options,
                "ready resume preempt exit",
                "0ms ready b by nobody\n0ms ready a by nobody\n0ms resume b\n0ms resume a\n"
                "2ms ready b by timer\n2ms preempt a quantum\n2ms resume b\n"
                "3ms exit b return\n3ms resume a\n4ms exit a return\n");
}

/* A burst that ends with the slice is over: a goes on, and only its next burst loses the core. */
static void
test_burst_ends_with_slice (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  check_events (
      "task a:\n    cpu 2ms\n    print \"on\"\n    cpu 1ms\ntask b:\n    cpu 1ms\nstart a()\nstart b()\n", &options,
      "resume preempt exit print",
      "0ms resume a\n2ms print a on\n2ms preempt a quantum\n2ms resume b\n3ms exit b return\n3ms resume a\n4ms exit a return\n");
}

static void
test_two_cores (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.cores = 2;
  check_events (three_bursts, &options, "resume preempt exit",
                "0ms resume p1\n0ms resume p2 core 1\n"
                /* at 2 both slices end; only p3 waits, so core 0 gives p1 up, then core 1 p2, for p1 is ready now */
                "2ms preempt p1 quantum\n2ms preempt p2 quantum\n2ms resume p3\n2ms resume p1 core 1\n"
                "4ms preempt p3 quantum\n4ms preempt p1 quantum\n4ms resume p2\n4ms resume p3 core 1\n"
                "5ms exit p2 return\n5ms exit p3 return\n5ms resume p1\n25ms exit p1 return\n");
}

/* A core pays for each turn to another thread, not for its first one nor for going on with the same. */
static void
test_switch_cost (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.switch_cost = 100000;
  options.policy = "fcfs";
  check_events ("task a:\n    cpu 1ms\n    sleep 1ms\n    cpu 1ms\ntask b:\n    cpu 400us\nstart a()\nstart b()\n",
                &options, "resume suspend exit",
                "0ms resume a\n1ms suspend a sleep\n1100000 resume b cost 100000\n1500000 exit b return\n"
                "2100000 resume a cost 100000\n3100000 exit a return\n");
}

static void
test_mutex_is_handed_over (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.policy = "fcfs";
  check_events ("mutex m\ntask t(n):\n    with m:\n        sleep 1ms\nstart t(1)\nstart t(2)\n", &options,
                "resume suspend op ready exit",
                "0ms ready t by nobody\n0ms ready t#2 by nobody\n"
                "0ms resume t\n0ms op t acquire m\n0ms suspend t sleep\n0ms resume t#2\n0ms suspend t#2 mutex m\n"
                "1ms ready t by timer\n1ms resume t\n1ms op t release m\n1ms ready t#2 by t\n1ms exit t return\n"
                "1ms resume t#2\n1ms op t#2 acquire m\n1ms suspend t#2 sleep\n"
                "2ms ready t#2 by timer\n2ms resume t#2\n2ms op t#2 release m\n2ms exit t#2 return\n");
}

static void
test_sleep_0_gives_way (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  check_events (
      "task t:\n    sleep 0\n    sleep 0\nstart t()\nstart t()\n", &options, "resume exit",
      "0ms resume t\n0ms resume t#2\n0ms resume t\n0ms resume t#2\n0ms resume t\n0ms exit t return\n0ms resume t#2\n0ms exit t#2 return\n");
}

static void
test_bounded_queue (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.policy = "fcfs";
  check_events ("queue q = 1\n"
                "task p:\n    put q 1\n    put q 2\n    put q 3\n"
                "task c:\n    repeat 3:\n        print \"{get q}\"\n"
                "start p()\nstart c()\n",
                &options, "suspend op print exit",
                "0ms op p put q\n0ms suspend p queue-put q\n"
                /* taking 1 lets p's 2 in at once; then 2 is there too, and the queue is empty */
                "0ms op c get q\n0ms print c 1\n0ms op c get q\n0ms print c 2\n0ms suspend c queue-get q\n"
                "0ms op p put q\n0ms op p put q\n0ms exit p return\n"
                "0ms op c get q\n0ms print c 3\n0ms exit c return\n");
}

static void
test_deadlock (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  g_autoptr (IlRun) run = run_text ("mutex l\nmutex r\n"
                                    "task a:\n    with l:\n        sleep 1ms\n        with r:\n            pass\n"
                                    "task b:\n    with r:\n        sleep 1ms\n        with l:\n            pass\n"
                                    "start a()\nstart b()\n",
                                    &options);
  g_autofree char *notes = events_text (il_run_recording (run), "note");

  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_DEADLOCK);
  g_assert_cmpint (il_recording_end (il_run_recording (run)), ==, 1000000);
  g_assert_cmpstr (notes, ==,
                   "1ms note a waits for mutex r (line 6), held by b\n"
                   "1ms note b waits for mutex l (line 11), held by a\n"
                   "1ms note cycle: a -> r -> b -> l -> a\n");
}

static void
test_unknown_policy (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", three_bursts, sizeof three_bursts - 1, diagnostics);
  g_autoptr (GError) error = NULL;

  options.policy = "astrology";
  g_assert_null (il_run_new (program, &options, &error));
  g_assert_error (error, IL_RUN_ERROR, IL_RUN_ERROR_OPTIONS);
  g_assert_true (g_str_has_prefix (error->message, "there is no policy 'astrology'; the policies are: rr, fcfs, "));
}

/* What the machine block says holds, unless an option says otherwise. */
static void
test_machine_block (void)
{
  static const char text[] = "machine:\n    cores 2\n    policy fcfs\n    switch 7us\n\ntask main:\n    cpu 1ms\n";
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  g_autoptr (IlRun) run = run_text (text, &options);
  const IlRunInfo *info = il_recording_info (il_run_recording (run));

  g_assert_cmpuint (info->cores, ==, 2);
  g_assert_cmpstr (info->policy, ==, "fcfs");
  g_assert_cmpint (info->switch_cost, ==, 7000);

  options.cores = 3;
  options.policy = "rr";
  g_autoptr (IlRun) other = run_text (text, &options);
  g_assert_cmpuint (il_recording_info (il_run_recording (other))->cores, ==, 3);
  g_assert_cmpstr (il_recording_info (il_run_recording (other))->policy, ==, "rr");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine/textbook-fcfs", test_textbook_fcfs);
  g_test_add_func ("/machine/textbook-round-robin", test_textbook_round_robin);
  g_test_add_func ("/machine/four-bursts-round-robin", test_four_bursts_round_robin);
  g_test_add_func ("/machine/alone-is-not-preempted", test_alone_is_not_preempted);
  g_test_add_func ("/machine/wake-up-before-end-of-slice", test_wake_up_comes_before_end_of_slice);
  g_test_add_func ("/machine/burst-ends-with-slice", test_burst_ends_with_slice);
  g_test_add_func ("/machine/two-cores", test_two_cores);
  g_test_add_func ("/machine/switch-cost", test_switch_cost);
  g_test_add_func ("/machine/mutex-is-handed-over", test_mutex_is_handed_over);
  g_test_add_func ("/machine/sleep-0-gives-way", test_sleep_0_gives_way);
  g_test_add_func ("/machine/bounded-queue", test_bounded_queue);
  g_test_add_func ("/machine/deadlock", test_deadlock);
  g_test_add_func ("/machine/unknown-policy", test_unknown_policy);
  g_test_add_func ("/machine/machine-block", test_machine_block);
  return g_test_run ();
}

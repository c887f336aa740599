/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "tests/engine/policies/schedule.h"
#include "traces/derive/timeline.h"

/* The scheduling policies against tables of textbooks. Silberschatz: Silberschatz, Galvin, Gagne, "Operating System
 * Concepts", the chapters on CPU scheduling (its larger number is the less urgent one, ours the more urgent). OSTEP:
 * Arpaci-Dusseau, "Operating Systems: Three Easy Pieces". */

/* For how long each task was ready and did not run. */
static void
check_waiting (const char *policy, gint64 quantum_ms, const char *text, const gint64 *waiting_ms, guint n)
{
  IlRunOptions options = policy_options (policy, quantum_ms);
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

/* Silberschatz, shortest job first: bursts of 6, 8, 7 and 3; they wait 3, 16, 9 and 0 ms, 7 on average. */
static void
test_sjf (void)
{
  check_waiting ("sjf", 2,
                 "task p(d):\n    cpu d\n"
                 "start p(6ms) length 6ms\nstart p(8ms) length 8ms\nstart p(7ms) length 7ms\nstart p(3ms) length 3ms\n",
                 (const gint64[]) { 3, 16, 9, 0 }, 4);
}

/* Who runs keeps the core, and who says nothing of itself comes last. */
static void
test_sjf_keeps_the_core (void)
{
  check_chart (
      "sjf", 2, 1,
      "task p(d):\n    cpu d\n"
      "start p(1ms)\nstart p(9ms) length 9ms\nstart p(2ms) at 1ms length 2ms\n",
      "0ms resume p#2\n9ms exit p#2 return\n9ms resume p#3\n11ms exit p#3 return\n11ms resume p\n12ms exit p return\n");
}

/* Silberschatz, preemptive shortest job first: arrivals 0, 1, 2, 3, bursts 8, 4, 9, 5; they wait 9, 0, 15 and 2 ms, 6.5
 * on average. P1 0-1, P2 1-5, P4 5-10, P1 10-17, P3 17-26. */
static void
test_srtf (void)
{
  static const char text[] =
      "task p1:\n    cpu 8ms\ntask p2:\n    cpu 4ms\ntask p3:\n    cpu 9ms\ntask p4:\n    cpu 5ms\n"
      "start p1() length 8ms\nstart p2() at 1ms length 4ms\nstart p3() at 2ms length 9ms\nstart p4() at 3ms length 5ms\n";

  check_waiting ("srtf", 2, text, (const gint64[]) { 9, 0, 15, 2 }, 4);
  check_chart (
      "srtf", 2, 1, text,
      "0ms resume p1\n1ms preempt p1 priority\n1ms resume p2\n5ms exit p2 return\n5ms resume p4\n10ms exit p4 return\n"
      "10ms resume p1\n17ms exit p1 return\n17ms resume p3\n26ms exit p3 return\n");
}

/* Silberschatz, priority scheduling: bursts 10, 1, 2, 1, 5 of priorities 3, 1, 4, 5, 2; they wait 6, 0, 16, 18 and 1
 * ms, 8.2 on average. */
static void
test_priority (void)
{
  check_waiting (
      "priority", 100,
      "task p(d):\n    cpu d\n"
      "start p(10ms) priority -3\nstart p(1ms) priority -1\nstart p(2ms) priority -4\nstart p(1ms) priority -5\nstart p(5ms) priority -2\n",
      (const gint64[]) { 6, 0, 16, 18, 1 }, 5);
}

/* Silberschatz, priority with round robin, a quantum of 2: bursts 4, 5, 8, 7, 3 of priorities 3, 2, 2, 1, 3. P4 0-7, P2
 * 7-9, P3 9-11, P2 11-13, P3 13-15, P2 15-16, P3 16-20, P1 20-22, P5 22-24, P1 24-26, P5 26-27. */
static void
test_priority_round_robin (void)
{
  static const char text[] =
      "task p1:\n    cpu 4ms\ntask p2:\n    cpu 5ms\ntask p3:\n    cpu 8ms\ntask p4:\n    cpu 7ms\ntask p5:\n    cpu 3ms\n"
      "start p1() priority -3\nstart p2() priority -2\nstart p3() priority -2\nstart p4() priority -1\nstart p5() priority -3\n";

  check_chart (
      "priority", 2, 1, text,
      "0ms resume p4\n7ms exit p4 return\n7ms resume p2\n9ms preempt p2 quantum\n9ms resume p3\n11ms preempt p3 quantum\n"
      "11ms resume p2\n13ms preempt p2 quantum\n13ms resume p3\n15ms preempt p3 quantum\n15ms resume p2\n16ms exit p2 return\n"
      "16ms resume p3\n20ms exit p3 return\n20ms resume p1\n22ms preempt p1 quantum\n22ms resume p5\n24ms preempt p5 quantum\n"
      "24ms resume p1\n26ms exit p1 return\n26ms resume p5\n27ms exit p5 return\n");
}

/* Priority inversion (Sha, Rajkumar, Lehoczky, "Priority Inheritance Protocols", 1990): high waits for the lock that
 * low holds, and medium, which needs no lock, keeps low from giving it back. */
static void
test_priority_inversion (void)
{
  check_chart (
      "priority", 100, 1,
      "mutex m\n"
      "task low:\n    with m: cpu 4ms\n"
      "task high:\n    with m: cpu 1ms\n"
      "task medium:\n    cpu 5ms\n"
      "start low() priority 1\nstart high() at 1ms priority 3\nstart medium() at 2ms priority 2\n",
      "0ms resume low\n1ms preempt low priority\n1ms resume high\n1ms resume low\n2ms preempt low priority\n2ms resume medium\n"
      "7ms exit medium return\n7ms resume low\n9ms exit low return\n9ms resume high\n10ms exit high return\n");
}

/* Of several cores, the least urgent that runs gives way. */
static void
test_priority_on_two_cores (void)
{
  check_chart (
      "priority", 100, 2,
      "task p(d):\n    cpu d\n"
      "start p(5ms) priority 2\nstart p(5ms) priority 1\nstart p(1ms) at 2ms priority 3\nstart p(1ms) at 2ms priority 1\n",
      "0ms resume p\n0ms resume p#2 core 1\n2ms preempt p#2 priority\n2ms resume p#3 core 1\n3ms exit p#3 return\n"
      "3ms resume p#2 core 1\n5ms exit p return\n5ms resume p#4\n6ms exit p#4 return\n6ms exit p#2 return\n");
}

/* Silberschatz, rate-monotonic scheduling: periods 50 and 100, bursts 20 and 35. */
static void
test_rate_monotonic (void)
{
  check_chart (
      "rm", 2, 1,
      "task p1:\n    cpu 20ms\ntask p2:\n    cpu 35ms\n"
      "start p2() every 100ms until 100ms\nstart p1() every 50ms until 100ms\n",
      "0ms resume p1\n20ms exit p1 return\n20ms resume p2\n50ms preempt p2 priority\n50ms resume p1#2\n70ms exit p1#2 return\n"
      "70ms resume p2\n75ms exit p2 return\n");
}

static const char earliest[] = "task p1:\n    cpu 25ms\ntask p2:\n    cpu 35ms\n"
                               "start p1() every 50ms until 150ms\nstart p2() every 80ms until 160ms\n";

/* Silberschatz: periods 50 and 80, bursts 25 and 35. By rate, P2 is done at 85, past its deadline. */
static void
test_rate_monotonic_misses (void)
{
  check_chart (
      "rm", 2, 1, earliest,
      "0ms resume p1\n25ms exit p1 return\n25ms resume p2\n50ms preempt p2 priority\n50ms resume p1#2\n75ms exit p1#2 return\n"
      "75ms resume p2\n85ms exit p2 return\n85ms resume p2#2\n100ms preempt p2#2 priority\n100ms resume p1#3\n125ms exit p1#3 return\n"
      "125ms resume p2#2\n145ms exit p2#2 return\n");
}

/* The same by deadline: P1 0-25, P2 25-60, P1 60-85, P2 85-100, P1 100-125, P2 125-145. */
static void
test_edf (void)
{
  check_chart (
      "edf", 2, 1, earliest,
      "0ms resume p1\n25ms exit p1 return\n25ms resume p2\n60ms exit p2 return\n60ms resume p1#2\n85ms exit p1#2 return\n"
      "85ms resume p2#2\n100ms preempt p2#2 priority\n100ms resume p1#3\n125ms exit p1#3 return\n125ms resume p2#2\n"
      "145ms exit p2#2 return\n");
  check_chart (
      "edf", 2, 1, "task p(d):\n    cpu d\nstart p(3ms)\nstart p(2ms) deadline 9ms\nstart p(1ms) at 1ms deadline 2ms\n",
      "0ms resume p#2\n1ms preempt p#2 priority\n1ms resume p#3\n2ms exit p#3 return\n2ms resume p#2\n3ms exit p#2 return\n"
      "3ms resume p\n6ms exit p return\n");
}

/* OSTEP, figure 9.3: A, B and C with 100, 50 and 250 tickets run in the order A B C C C A C C. */
static void
test_stride (void)
{
  check_chart (
      "stride", 10, 1,
      "task a:\n    cpu 20ms\ntask b:\n    cpu 10ms\ntask c:\n    cpu 50ms\n"
      "start a() weight 100\nstart b() weight 50\nstart c() weight 250\n",
      "0ms resume a\n10ms preempt a quantum\n10ms resume b\n20ms exit b return\n20ms resume c\n50ms preempt c quantum\n"
      "50ms resume a\n60ms exit a return\n60ms resume c\n80ms exit c return\n");
}

/* Who was away has not saved anything up: b comes at 95, with as much as a had at 90, and they take turns. */
static void
test_stride_after_waiting (void)
{
  check_chart (
      "stride", 10, 1, "task a:\n    cpu 120ms\ntask b:\n    sleep 85ms\n    cpu 20ms\nstart a()\nstart b()\n",
      "0ms resume a\n10ms preempt a quantum\n10ms resume b\n10ms resume a\n100ms preempt a quantum\n100ms resume b\n"
      "110ms preempt b quantum\n110ms resume a\n120ms preempt a quantum\n120ms resume b\n130ms exit b return\n"
      "130ms resume a\n140ms exit a return\n");
}

/* OSTEP, figures 8.2 and 8.3: a long job goes down; a short one that comes at 100 goes before it. */
static void
test_mlfq (void)
{
  check_chart (
      "mlfq", 10, 1, "task a:\n    cpu 180ms\ntask b:\n    cpu 20ms\nstart a()\nstart b() at 100ms\n",
      "0ms resume a\n100ms preempt a priority\n100ms resume b\n120ms exit b return\n120ms resume a\n200ms exit a return\n");
}

/* Silberschatz, multilevel feedback queue: quanta of 8 and 16, then first come, first served. */
static void
test_mlfq_levels (void)
{
  check_chart (
      "mlfq", 8, 1, "task p:\n    cpu 40ms\nstart p()\nstart p()\n",
      "0ms resume p\n8ms preempt p quantum\n8ms resume p#2\n16ms preempt p#2 quantum\n16ms resume p\n32ms preempt p quantum\n"
      "32ms resume p#2\n48ms preempt p#2 quantum\n48ms resume p\n64ms exit p return\n64ms resume p#2\n80ms exit p#2 return\n");
}

/* Giving way just before the quantum is over does not keep a thread at the top: 4 and 4 make 8. */
static void
test_mlfq_cannot_be_gamed (void)
{
  check_chart (
      "mlfq", 8, 1,
      "task a:\n    repeat 3:\n        cpu 4ms\n        sleep 1ms\ntask b:\n    cpu 30ms\nstart a()\nstart b()\n",
      "0ms resume a\n4ms resume b\n"            /* at 5, a and b stand at the top */
      "12ms preempt b quantum\n12ms resume a\n" /* it has used up its quantum by 16 */
      "16ms resume b\n"                         /* both at the second level: b goes on to the end of its turn */
      "32ms preempt b quantum\n32ms resume a\n36ms resume b\n37ms preempt b priority\n37ms resume a\n37ms exit a return\n37ms resume b\n"
      "42ms exit b return\n");
}

/* OSTEP, figure 8.4: a long job that short ones keep from the processor; it gets there again with each boost. */
static void
test_mlfq_boost (void)
{
  static const char text[] =
      "task long:\n    cpu 60ms\ntask short:\n    cpu 10ms\nstart long()\nstart short() at 40ms every 10ms until 110ms\n";
  g_autofree char *boosted = g_strconcat ("machine:\n    boost 50ms\n", text, NULL);

  check_chart ("mlfq", 10, 1, text,
               "0ms resume long\n40ms preempt long priority\n40ms resume short\n50ms exit short return\n"
               "50ms resume short#2\n60ms exit short#2 return\n60ms resume short#3\n70ms exit short#3 return\n"
               "70ms resume short#4\n80ms exit short#4 return\n80ms resume short#5\n90ms exit short#5 return\n"
               "90ms resume short#6\n100ms exit short#6 return\n100ms resume short#7\n110ms exit short#7 return\n"
               "110ms resume long\n130ms exit long return\n");
  check_chart ("mlfq", 10, 1, boosted,
               "0ms resume long\n40ms preempt long priority\n40ms resume short\n50ms exit short return\n"
               "50ms resume long\n" /* lifted, and the first of those at the top */
               "60ms preempt long quantum\n60ms resume short#2\n70ms exit short#2 return\n70ms resume short#3\n"
               "80ms exit short#3 return\n80ms resume short#4\n90ms exit short#4 return\n90ms resume short#5\n"
               "100ms exit short#5 return\n100ms resume long\n110ms exit long return\n110ms resume short#6\n"
               "120ms exit short#6 return\n120ms resume short#7\n130ms exit short#7 return\n");
}

/* Who runs begins a new turn at the top, of one quantum; the order of becoming ready stays. */
static void
test_mlfq_boost_of_all (void)
{
  check_chart (
      "mlfq", 10, 1, "machine:\n    boost 50ms\ntask p:\n    cpu 100ms\ntask q:\n    cpu 100ms\nstart p()\nstart q()\n",
      "0ms resume p\n10ms preempt p quantum\n10ms resume q\n20ms preempt q quantum\n20ms resume p\n"
      "40ms preempt p quantum\n40ms resume q\n" /* half its second turn is over at 50 */
      "60ms preempt q quantum\n60ms resume p\n70ms preempt p quantum\n70ms resume q\n90ms preempt q quantum\n"
      "90ms resume p\n110ms preempt p quantum\n110ms resume q\n120ms preempt q quantum\n120ms resume p\n"
      "140ms preempt p quantum\n140ms resume q\n160ms preempt q quantum\n160ms resume p\n170ms preempt p quantum\n"
      "170ms resume q\n190ms exit q return\n190ms resume p\n200ms exit p return\n");
}

/* A boost is no reason to go on: not in a deadlock, and not through years of sleep. */
static void
test_mlfq_boost_alone (void)
{
  IlRunOptions options = policy_options ("mlfq", 10);
  g_autoptr (IlRun) run =
      run_text ("machine:\n    boost 1ns\nevent e\ntask main:\n    sleep 1000000min\n    wait e\n", &options);

  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_DEADLOCK);
}

/* A quantum that ends as another one arrives ends nobody's turn while a core is idle. */
static void
test_idle_core (void)
{
  check_chart ("rr", 2, 2, "task job(n):\n    cpu n\nstart job(6ms) name \"A\"\nstart job(3ms) at 2ms name \"B\"\n",
               "0ms resume A\n2ms resume B core 1\n5ms exit B return\n6ms exit A return\n");
}

/* POSIX, SCHED_RR: who was preempted by a more urgent one goes on with the rest of its quantum. */
static void
test_rest_of_quantum (void)
{
  check_chart (
      "priority", 4, 1,
      "task j(n):\n    cpu n\nstart j(8ms) name \"A\" priority 1\nstart j(8ms) name \"B\" priority 1\n"
      "start j(1ms) at 3ms name \"H\" priority 2\n",
      "0ms resume A\n3ms preempt A priority\n3ms resume H\n4ms exit H return\n4ms resume A\n5ms preempt A quantum\n"
      "5ms resume B\n9ms preempt B quantum\n9ms resume A\n13ms exit A return\n13ms resume B\n17ms exit B return\n");
}

/* Quanta and boosts that change nothing are not stepped through, beside who may not run either. */
static void
test_endless (void)
{
  static const char century[] = "task t:\n    cpu 50000000min\nstart t()\n";
  static const char beside[] = "task t:\n    cpu 50000000min\nstart t() priority 2 weight 1000000\nstart t() at 1ns\n";
  static const struct {
    const char *policy;
    const char *text;
  } cases[] = { { "rr:quantum=1ns", century },     { "priority:quantum=1ns", beside },
                { "mlfq:boost=1ns", beside },      { "mlfq:quantum=1ns,levels=64,boost=3ns", century },
                { "stride:quantum=1ns", century }, { "mlfq:quantum=1ns,levels=1", beside } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    IlRunOptions options = policy_options (cases[i].policy, -1);

    options.quantum = -1;
    options.max_records = 1000;
    g_autoptr (IlRun) run = run_text (cases[i].text, &options);
    g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
  }
}

/* Two levels: a quantum, then until it waits. */
static void
test_mlfq_two_levels (void)
{
  check_chart ("mlfq:levels=2", 8, 1, "task p:\n    cpu 40ms\nstart p()\nstart p()\n",
               "0ms resume p\n8ms preempt p quantum\n8ms resume p#2\n16ms preempt p#2 quantum\n16ms resume p\n"
               "48ms exit p return\n48ms resume p#2\n80ms exit p#2 return\n");
}

static void
test_on_core (void)
{
  check_chart (
      "rr", 10, 2, "task p(d):\n    cpu d\nstart p(2ms) on core 1\nstart p(2ms) on core 1\nstart p(1ms)\n",
      "0ms resume p#3\n0ms resume p core 1\n1ms exit p#3 return\n2ms exit p return\n2ms resume p#2 core 1\n4ms exit p#2 return\n");
  /* Who it spawns stays there too, and its slice ends for those only who may have its core. */
  check_chart (
      "rr", 1, 2,
      "task a:\n    spawn b()\n    cpu 3ms\ntask b:\n    cpu 1ms\ntask c:\n    cpu 3ms\nstart a() on core 1\nstart c() on core 0\n",
      "0ms resume c\n0ms resume a core 1\n1ms preempt a quantum\n1ms resume b core 1\n2ms exit b return\n2ms resume a core 1\n"
      "3ms exit c return\n4ms exit a return\n");
}

/* What a thread spawns is as urgent as itself. */
static void
test_inherited (void)
{
  check_chart ("priority", 100, 1,
               "task a:\n    spawn b()\n    cpu 2ms\ntask b:\n    cpu 2ms\ntask c:\n    cpu 1ms\n"
               "start a() priority 2\nstart c() priority 1\n",
               "0ms resume a\n2ms exit a return\n2ms resume b\n4ms exit b return\n4ms resume c\n5ms exit c return\n");
}

static void
test_no_such_core (void)
{
  static const char text[] = "task p:\n    cpu 1ms\nstart p() on core 2\n";
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, sizeof text - 1, diagnostics);
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  g_autoptr (GError) error = NULL;

  options.cores = 2;
  g_assert_null (il_run_new (program, &options, &error));
  g_assert_error (error, IL_RUN_ERROR, IL_RUN_ERROR_OPTIONS);
  g_assert_cmpstr (error->message, ==, "line 3 starts p on core 2, but the machine has only 2 (from core 0 on)");
}

/* Real threads that are kept on one core run there. */
static void
test_on_real_core (void)
{
  static const char text[] =
      "task b:\n    cpu 3ms\ntask p:\n    spawn b()\n    sleep 1ms\n    cpu 3ms\nstart p() on core 0\nstart p() on core 0\n";
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  IlCursor cursor = { 0 };
  IlEvent event;
  guint core = G_MAXUINT;

  options.clock = IL_CLOCK_WALL;
  g_autoptr (IlRun) run = run_text (text, &options);
  while (il_recording_next (il_run_recording (run), &cursor, &event))
    if (event.kind == IL_EVENT_RESUME) {
      core = core == G_MAXUINT ? event.core : core;
      g_assert_cmpuint (event.core, ==, core);
    }
  g_assert_cmpuint (core, !=, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policies/sjf", test_sjf);
  g_test_add_func ("/policies/sjf-keeps-the-core", test_sjf_keeps_the_core);
  g_test_add_func ("/policies/srtf", test_srtf);
  g_test_add_func ("/policies/priority", test_priority);
  g_test_add_func ("/policies/priority-round-robin", test_priority_round_robin);
  g_test_add_func ("/policies/priority-inversion", test_priority_inversion);
  g_test_add_func ("/policies/priority-on-two-cores", test_priority_on_two_cores);
  g_test_add_func ("/policies/rate-monotonic", test_rate_monotonic);
  g_test_add_func ("/policies/rate-monotonic-misses", test_rate_monotonic_misses);
  g_test_add_func ("/policies/edf", test_edf);
  g_test_add_func ("/policies/stride", test_stride);
  g_test_add_func ("/policies/stride-after-waiting", test_stride_after_waiting);
  g_test_add_func ("/policies/mlfq", test_mlfq);
  g_test_add_func ("/policies/mlfq-levels", test_mlfq_levels);
  g_test_add_func ("/policies/mlfq-cannot-be-gamed", test_mlfq_cannot_be_gamed);
  g_test_add_func ("/policies/mlfq-boost", test_mlfq_boost);
  g_test_add_func ("/policies/mlfq-boost-of-all", test_mlfq_boost_of_all);
  g_test_add_func ("/policies/mlfq-boost-alone", test_mlfq_boost_alone);
  g_test_add_func ("/policies/mlfq-two-levels", test_mlfq_two_levels);
  g_test_add_func ("/policies/idle-core", test_idle_core);
  g_test_add_func ("/policies/rest-of-quantum", test_rest_of_quantum);
  g_test_add_func ("/policies/endless", test_endless);
  g_test_add_func ("/policies/on-core", test_on_core);
  g_test_add_func ("/policies/inherited", test_inherited);
  g_test_add_func ("/policies/no-such-core", test_no_such_core);
  g_test_add_func ("/policies/on-real-core", test_on_real_core);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* Events, conditions and barriers under sync and threads. */

/* `set` wakes all, in order; who finds it set goes on at once. */
static void
test_event (void)
{
  check_threads (
      "event e\n"
      "task w(n):\n    wait e\n    print n\n"
      "task main:\n    sleep 1ms\n    set e\n    wait e\n    clear e\n"
      "start w(1)\nstart w(2)\nstart main()\n",
      "suspend ready op print exit",
      "0ms ready w by nobody\n0ms ready w#2 by nobody\n0ms ready main by nobody\n"
      "0ms suspend w event e\n0ms suspend w#2 event e\n0ms suspend main sleep\n"
      "1ms ready main by timer\n1ms op main set e\n1ms ready w by main\n1ms ready w#2 by main\n1ms op main clear e\n"
      "1ms exit main return\n1ms print w 1\n1ms exit w return\n1ms print w#2 2\n1ms exit w#2 return\n");
}

/* A cleared event holds those who come later. */
static void
test_event_cleared (void)
{
  static const char text[] =
      "event e\nevent cleared\n"
      "task w:\n    wait e\n    print \"first\"\n    clear e\n    set cleared\n    wait e\n    print \"second\"\n"
      "task main:\n    set e\n    h = spawn w()\n    wait cleared\n    sleep 5ms\n    print \"now\"\n    set e\n    await h\n";

  check_threads (text, NULL, "first\nnow\nsecond\n");
  check_run (IL_MODEL_THREADS, IL_CLOCK_WALL, text, NULL, IL_OUTCOME_FINISHED, "first\nnow\nsecond\n");
}

/* Who waits gives the lock back, and takes it again in line once it is notified. */
static void
test_condition (void)
{
  check_threads ("condition c\n"
                 "task w:\n    with c:\n        wait c\n        print \"on\"\n"
                 "task n:\n    with c:\n        notify c\n        sleep 1ms\n"
                 "start w()\nstart n()\n",
                 "suspend ready op print exit",
                 "0ms ready w by nobody\n0ms ready n by nobody\n"
                 "0ms op w acquire c\n0ms op w release c\n0ms suspend w condition c\n"
                 "0ms op n acquire c\n0ms op n notify c\n0ms ready w by n\n0ms suspend n sleep\n0ms suspend w mutex c\n"
                 "1ms ready n by timer\n1ms op n release c\n1ms ready w by n\n1ms exit n return\n"
                 "1ms op w acquire c\n1ms print w on\n1ms op w release c\n1ms exit w return\n");
}

static const char consumers[] = "condition c\n"
                                "shared stock = 0\n"
                                "task take(n):\n"
                                "    with c:\n"
                                "        while stock == 0: wait c\n"
                                "        stock = stock - 1\n"
                                "        print \"taken\"\n"
                                "task main:\n"
                                "    hs = [spawn take(1), spawn take(2), spawn take(3)]\n"
                                "    sleep 5ms\n"
                                "    with c:\n        stock = 1\n        notify c\n"
                                "    sleep 5ms\n"
                                "    with c:\n        stock = 2\n        notify all c\n"
                                "    for h in hs: await h\n";

static void
test_notify_all (void)
{
  check_threads (consumers, NULL, "taken\ntaken\ntaken\n");
  check_run (IL_MODEL_THREADS, IL_CLOCK_WALL, consumers, NULL, IL_OUTCOME_FINISHED, "taken\ntaken\ntaken\n");
}

/* A notification that nobody waits for is gone. */
static void
test_notify_nobody (void)
{
  check_run (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL,
             "condition c\ntask main:\n    with c:\n        notify all c\n        wait c\n", "note",
             IL_OUTCOME_DEADLOCK, "0ms note main waits for condition c (line 5)\n");
}

static void
test_condition_needs_its_lock (void)
{
  static const char text[] = "condition c\n"
                             "task main:\n"
                             "    try: wait c\n"
                             "    except Error as e: print e\n"
                             "    try: notify c\n"
                             "    except Error as e: print e\n"
                             "    try: release c\n"
                             "    except Error as e: print e\n";

  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_THREADS; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check_run ((IlModelKind) model, (IlClockKind) clock, text, NULL, IL_OUTCOME_FINISHED,
                 "condition c can only be waited for by who holds its lock\n"
                 "condition c can only be notified by who holds its lock\n"
                 "condition c is released, but nobody holds its lock\n");
}

/* The third lets all go, and the next three meet anew. */
static void
test_barrier (void)
{
  static const char text[] =
      "barrier b = 3\n"
      "task p(n):\n    sleep n * 2ms\n    wait b\n    print \"one\"\n    wait b\n    print \"two\"\n"
      "start p(1)\nstart p(2)\nstart p(3)\n";

  check_threads (text, NULL, "one\none\none\ntwo\ntwo\ntwo\n");
  check_run (IL_MODEL_THREADS, IL_CLOCK_WALL, text, NULL, IL_OUTCOME_FINISHED, "one\none\none\ntwo\ntwo\ntwo\n");
  check_threads ("barrier b = 2\ntask p:\n    wait b\nstart p()\nstart p() at 3ms\n", "suspend ready exit",
                 "0ms ready p by nobody\n0ms suspend p barrier b\n3ms ready p#2 by timer\n3ms ready p by p#2\n"
                 "3ms exit p#2 return\n3ms exit p return\n");
}

/* Who was cancelled or timed out does not count any more. */
static void
test_barrier_left (void)
{
  check_threads ("barrier b = 2\n"
                 "task p:\n    wait b\n    print \"through at {now()}\"\n"
                 "task main:\n"
                 "    try:\n        timeout 1ms: wait b\n"
                 "    except Timeout: print \"left\"\n"
                 "    spawn p()\n    sleep 1ms\n    wait b\n",
                 NULL, "left\nthrough at 2ms\n");
}

/* What is there already can be waited for; what cannot come any more is told. */
static void
test_sync (void)
{
  check_run (
      IL_MODEL_SYNC, IL_CLOCK_VIRTUAL,
      "event e\nbarrier b = 1\ncondition c\n"
      "task main:\n    set e\n    wait e\n    wait b\n    with c:\n        notify c\n    print \"done\"\n",
      "suspend op print", IL_OUTCOME_FINISHED,
      "0ms op main set e\n0ms op main acquire c\n0ms op main notify c\n0ms op main release c\n0ms print main done\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, "event e\ntask main:\n    wait e\n", "note", IL_OUTCOME_DEADLOCK,
             "0ms note cannot go on synchronously: main waits for event e (line 3) and nothing else can run\n"
             "0ms note main waits for event e (line 3)\n");
  check_run (
      IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, "barrier b = 2\ntask main:\n    wait b\n", "note", IL_OUTCOME_DEADLOCK,
      "0ms note cannot go on synchronously: main waits for others at barrier b (line 3) and nothing else can run\n"
      "0ms note main waits for barrier b (line 3)\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, "condition c\ntask main:\n    with c: wait c\n", "note",
             IL_OUTCOME_DEADLOCK,
             "0ms note cannot go on synchronously: main waits for condition c (line 3) and nothing else can run\n"
             "0ms note main waits for condition c (line 3)\n");
  check_run (
      IL_MODEL_SYNC, IL_CLOCK_VIRTUAL,
      "condition c\ntask f:\n    acquire c\ntask main:\n    acquire c\n    spawn f()\n", "note", IL_OUTCOME_DEADLOCK,
      "0ms note cannot go on synchronously: f waits for the lock of condition c (line 3) and nothing else can run\n"
      "0ms note main awaits f (line 6)\n"
      "0ms note f waits for the lock of condition c (line 3), held by main\n"
      "0ms note cycle: main -> f -> c -> main\n");
}

/* Each of them names what it waits for. */
static void
check_deadlock (IlModelKind model, IlClockKind clock)
{
  IlRunOptions options = run_options (model);

  options.clock = clock;
  g_autoptr (IlRun) run = run_text ("event e\ncondition c\nbarrier b = 2\n"
                                    "task x:\n    wait e\n"
                                    "task y:\n    with c: wait c\n"
                                    "task z:\n    wait b\n"
                                    "task g:\n    group:\n        spawn x()\n"
                                    "task main:\n    spawn z()\n    spawn g()\n    gather x(), y()\n",
                                    &options);
  g_autofree char *notes = events_text (il_run_recording (run), "note");

  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_DEADLOCK);
  g_assert_nonnull (g_strrstr (notes, "note main waits for gathered tasks (line 16)\n"));
  g_assert_nonnull (g_strrstr (notes, "note g waits for the tasks of its group (line 11)\n"));
  g_assert_nonnull (g_strrstr (notes, "note x waits for event e (line 5)\n"));
  g_assert_nonnull (g_strrstr (notes, "note x#2 waits for event e (line 5)\n"));
  g_assert_nonnull (g_strrstr (notes, "note y waits for condition c (line 7)\n"));
  g_assert_nonnull (g_strrstr (notes, "note z waits for barrier b (line 9)\n"));
}

static void
test_deadlock (void)
{
  check_deadlock (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL);
  check_deadlock (IL_MODEL_THREADS, IL_CLOCK_WALL);
  check_deadlock (IL_MODEL_COOP, IL_CLOCK_VIRTUAL);
  check_deadlock (IL_MODEL_COOP, IL_CLOCK_WALL);
}

/* Who waits with a deadline is not stuck. */
static void
test_no_deadlock_before_a_deadline (void)
{
  static const char text[] = "event e\nevent f\n"
                             "task main:\n    h = spawn other()\n    wait e\n    print \"on\"\n    await h\n"
                             "task other:\n    try:\n        timeout 10ms: wait f\n    except Timeout: set e\n";

  check_threads (text, NULL, "on\n");
  check_run (IL_MODEL_THREADS, IL_CLOCK_WALL, text, NULL, IL_OUTCOME_FINISHED, "on\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/waits/event", test_event);
  g_test_add_func ("/waits/event-cleared", test_event_cleared);
  g_test_add_func ("/waits/condition", test_condition);
  g_test_add_func ("/waits/notify-all", test_notify_all);
  g_test_add_func ("/waits/notify-nobody", test_notify_nobody);
  g_test_add_func ("/waits/condition-needs-its-lock", test_condition_needs_its_lock);
  g_test_add_func ("/waits/barrier", test_barrier);
  g_test_add_func ("/waits/barrier-left", test_barrier_left);
  g_test_add_func ("/waits/sync", test_sync);
  g_test_add_func ("/waits/deadlock", test_deadlock);
  g_test_add_func ("/waits/no-deadlock-before-a-deadline", test_no_deadlock_before_a_deadline);
  return g_test_run ();
}

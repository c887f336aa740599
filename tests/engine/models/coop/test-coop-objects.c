/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* Events, conditions and barriers, in cooperative runs. */

static void
check (const char *text, IlOutcome outcome, const char *expected)
{
  for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
    IlRunOptions options = run_options (IL_MODEL_COOP);

    options.clock = (IlClockKind) clock;
    g_autoptr (IlRun) run = run_text (text, &options);
    g_autofree char *got = output_text (il_run_recording (run));

    g_assert_cmpstr (got, ==, expected);
    g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
  }
}

/* All who wait are woken, in the order in which they came, although it is cleared before they run; who comes
 * later waits for the next. */
static void
test_event (void)
{
  check ("event e\n"
         "task waiter(i):\n    wait e\n    print i\n"
         "task main:\n"
         "    a = spawn waiter(1)\n"
         "    b = spawn waiter(2)\n"
         "    c = spawn waiter(3)\n"
         "    sleep 1ms\n"
         "    cancel b\n"
         "    set e\n"
         "    clear e\n"
         "    d = spawn waiter(4)\n"
         "    gather a, c\n"
         "    print \"set again\"\n"
         "    set e\n"
         "    set e\n"
         "    wait e\n"
         "    print \"no wait\"\n",
         IL_OUTCOME_FINISHED, "1\n3\nset again\nno wait\n4\n");
}

/* Which waiter is woken, and that each has the lock again as it goes on. */
static void
test_condition (void)
{
  check (
      "condition c\nshared open = 0\n"
      "task guest(i):\n"
      "    with c:\n"
      "        while open == 0:\n"
      "            wait c\n"
      "            print \"{i} looks\"\n"
      "        open = open - 1\n"
      "        print \"{i} is in\"\n"
      "        sleep 1ms\n"
      "        print \"{i} lets go\"\n"
      "task main:\n"
      "    guests = [spawn guest(1), spawn guest(2), spawn guest(3)]\n"
      "    sleep 1ms\n"
      "    with c:\n"
      "        notify c\n"
      "        print \"not yet\"\n"
      "    sleep 5ms\n"
      "    with c:\n"
      "        open = 2\n"
      "        notify all c\n"
      "    sleep 5ms\n"
      "    acquire c\n"
      "    open = 1\n"
      "    notify c\n"
      "    release c\n"
      "    gather guests\n",
      IL_OUTCOME_FINISHED,
      "not yet\n1 looks\n2 looks\n2 is in\n2 lets go\n3 looks\n3 is in\n3 lets go\n1 looks\n1 looks\n1 is in\n1 lets go\n");
}

/* Who is cancelled while it waits has the lock before it goes on, however long that takes. */
static void
test_condition_cancelled (void)
{
  check ("condition c\n"
         "task guest:\n"
         "    with c:\n"
         "        try: wait c\n"
         "        finally: print \"has the lock\"\n"
         "task main:\n"
         "    g = spawn guest()\n"
         "    sleep 1ms\n"
         "    with c:\n"
         "        cancel g\n"
         "        sleep 5ms\n"
         "        print \"gives it back\"\n"
         "    try: await g\n"
         "    except Cancelled: print \"cancelled\"\n"
         "    with c: print \"free\"\n",
         IL_OUTCOME_FINISHED, "gives it back\nhas the lock\ncancelled\nfree\n");
}

static void
test_condition_unlocked (void)
{
  check (
      "condition c\n"
      "task main:\n"
      "    try: wait c\n"
      "    except Error as e: print e\n"
      "    try: notify c\n"
      "    except Error as e: print e\n"
      "    try: notify all c\n"
      "    except Error as e: print e\n"
      "    try: release c\n"
      "    except Error as e: print e\n",
      IL_OUTCOME_FINISHED,
      "condition c can only be waited for by who holds its lock\ncondition c can only be notified by who holds its lock\n"
      "condition c can only be notified by who holds its lock\ncondition c is released, but nobody holds its lock\n");
}

/* Three pass together, and again; the next three not with them. */
static void
test_barrier (void)
{
  check ("barrier b = 3\n"
         "task t(i):\n"
         "    sleep i * 10ms\n"
         "    print \"{i} comes\"\n"
         "    wait b\n"
         "    if i == 3: print \"all are there\"\n"
         "    wait b\n"
         "    return i\n"
         "task main:\n"
         "    print gather t(1), t(2), t(3)\n"
         "    x = spawn t(0)\n"
         "    y = spawn t(0)\n"
         "    sleep 1ms\n"
         "    cancel x\n"
         "    print gather t(1), t(1), y\n",
         IL_OUTCOME_FINISHED,
         "1 comes\n2 comes\n3 comes\nall are there\n[1, 2, 3]\n0 comes\n0 comes\n1 comes\n1 comes\n[1, 1, 0]\n");
}

/* An object may come as a parameter. */
static void
test_parameter (void)
{
  check (
      "event e\nbarrier b = 1\ncondition c\n"
      "task t(o, p, q):\n"
      "    set o\n    wait o\n    clear o\n    wait p\n    with q:\n        notify q\n    acquire q\n    release q\n    print \"{o} {p} {q}\"\n"
      "task main: await t(e, b, c)\n",
      IL_OUTCOME_FINISHED, "e b c\n");
}

static void
test_deadlock (void)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (IlRun) run = run_text ("event e\nbarrier b = 2\ncondition c\n"
                                    "task t: wait b\n"
                                    "task u:\n    with c: wait c\n"
                                    "task main:\n    group:\n        spawn t()\n        spawn u()\n        wait e\n",
                                    &options);
  g_autofree char *notes = events_text (il_run_recording (run), "note");

  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_DEADLOCK);
  g_assert_cmpstr (notes, ==,
                   "0ms note main waits for event e (line 11)\n0ms note t waits for barrier b (line 4)\n"
                   "0ms note u waits for condition c (line 6)\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/coop-objects/event", test_event);
  g_test_add_func ("/models/coop-objects/condition", test_condition);
  g_test_add_func ("/models/coop-objects/condition-cancelled", test_condition_cancelled);
  g_test_add_func ("/models/coop-objects/condition-unlocked", test_condition_unlocked);
  g_test_add_func ("/models/coop-objects/barrier", test_barrier);
  g_test_add_func ("/models/coop-objects/parameter", test_parameter);
  g_test_add_func ("/models/coop-objects/deadlock", test_deadlock);
  return g_test_run ();
}

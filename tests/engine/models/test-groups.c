/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "tests/engine/models/run-text.h"
#include "traces/record/time.h"

/* gather, first and group under sync and threads; and the stop of a run in which everybody waits. */

static void
check_both_clocks (const char *text, const char *expected)
{
  check_threads (text, NULL, expected);
  check_run (IL_MODEL_THREADS, IL_CLOCK_WALL, text, NULL, IL_OUTCOME_FINISHED, expected);
}

static const char gathered[] =
    "task f(n):\n    sleep n * 60ms\n    print \"end {n}\"\n    return n * n\n"
    "task main:\n    h = spawn f(3)\n    print gather f(2), h, f(1), h\n    print gather []\n    print gather [h, h]\n";

static void
test_gather (void)
{
  check_both_clocks (gathered, "end 1\nend 2\nend 3\n[4, 9, 1, 9]\n[]\n[9, 9]\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, gathered, NULL, IL_OUTCOME_FINISHED,
             "end 3\nend 2\nend 1\n[4, 9, 1, 9]\n[]\n[9, 9]\n");
  check_threads (
      gathered, "suspend ready",
      "0ms ready main by nobody\n0ms ready f by main\n0ms ready f#2 by main\n0ms ready f#3 by main\n0ms suspend main gather\n"
      "0ms suspend f sleep\n0ms suspend f#2 sleep\n0ms suspend f#3 sleep\n"
      "60ms ready f#3 by timer\n120ms ready f#2 by timer\n180ms ready f by timer\n180ms ready main by f\n");
}

/* The first failure comes out at once; the others go on, and nobody has to ask for their errors any more. */
static void
test_gather_fails (void)
{
  check_both_clocks ("task f(n):\n    sleep n * 60ms\n    if n < 3: raise \"no {n}\"\n    print \"end {n}\"\n"
                     "task main:\n    try: gather f(3), f(2), f(1)\n    except Error as e: print e\n",
                     "no 1\nend 3\n");
}

static void
test_gather_is_cancelled (void)
{
  check_threads (
      "task f(n):\n    sleep n * 60ms\n"
      "task g:\n    gather f(1), f(2)\n"
      "task main:\n    h = spawn g()\n    sleep 1ms\n    cancel h\n    try: await h\n    except Cancelled: print \"cancelled\"\n",
      "cancel exit print",
      "1ms cancel g by main\n1ms cancel f by main\n1ms cancel f#2 by main\n"
      "1ms exit f cancelled\n1ms exit f#2 cancelled\n1ms exit g cancelled\n1ms print main cancelled\n1ms exit main return\n");
  /* Those who caught it came to their end; the gather was cancelled all the same. */
  check_both_clocks (
      "task f:\n    try: sleep 1s\n    except Cancelled: print \"caught\"\n"
      "task g:\n    gather f(), f()\n    print \"never\"\n"
      "task main:\n    h = spawn g()\n    sleep 400ms\n    cancel h\n    try: await h\n    except Cancelled: print \"cancelled\"\n",
      "caught\ncaught\ncancelled\n");
}

static void
test_first (void)
{
  check_both_clocks ("task f(n):\n    sleep n * 60ms\n    return n\n"
                     "task main:\n    a = spawn f(3)\n    b = spawn f(1)\n"
                     "    h = first a, b\n    print await h\n"
                     "    print await a\n"
                     "    h = first [a, b]\n    print await h\n",
                     "1\n3\n3\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL,
             "task f(n):\n    sleep n * 1ms\n    return n\ntask main:\n    h = first f(2), f(1)\n    print await h\n",
             NULL, IL_OUTCOME_FINISHED, "2\n");
}

/* One that fails counts as well; its error stays where it is. */
static void
test_first_fails (void)
{
  check_both_clocks (
      "task f:\n    raise \"no\"\ntask g:\n    sleep 1s\n"
      "task main:\n    b = spawn g()\n    h = first b, f()\n    try: await h\n    except Error as e: print e\n    cancel b\n",
      "no\n");
}

/* Its end waits for all that it has spawned, and for no others. */
static void
test_group (void)
{
  check_threads (
      "task f(d):\n    sleep d\n"
      "task main:\n    spawn f(9ms)\n    group:\n        spawn f(3ms)\n        spawn f(5ms)\n        cpu 1ms\n    print \"all\"\n",
      "suspend print exit",
      "1ms suspend main group\n1ms suspend f sleep\n1ms suspend f#2 sleep\n1ms suspend f#3 sleep\n"
      "4ms exit f#2 return\n6ms exit f#3 return\n6ms print main all\n6ms exit main return\n10ms exit f return\n");
}

static const char failing[] = "task bad:\n    sleep 3ms\n    raise \"bad\"\n"
                              "task other(n):\n    try: sleep 1s\n    finally: print \"{n} ends at {now()}\"\n"
                              "task main:\n"
                              "    try:\n"
                              "        group:\n"
                              "            spawn other(1)\n            spawn bad()\n            spawn other(2)\n"
                              "            try: sleep 1s\n            except Cancelled: print \"body ends\"\n"
                              "    except Error as e: print \"{e} at {now()}\"\n"
                              "    sleep 1ms\n    print \"on\"\n";

static void
test_group_fails (void)
{
  check_threads (
      failing, "cancel print exit",
      "3ms exit bad error\n3ms cancel other by bad\n3ms cancel other#2 by bad\n3ms cancel main by bad\n"
      "3ms print other 1 ends at 3ms\n3ms exit other cancelled\n3ms print other#2 2 ends at 3ms\n3ms exit other#2 cancelled\n"
      "3ms print main body ends\n3ms print main bad at 3ms\n4ms print main on\n4ms exit main return\n");
}

/* How all ended that failed: the block's own error first. */
static void
test_group_of_errors (void)
{
  check_both_clocks (
      "task bad(n, d):\n    try: sleep d\n    finally: raise \"bad {n}\"\n"
      "task main:\n"
      "    try:\n"
      "        group:\n            spawn bad(1, 1s)\n            spawn bad(2, 50ms)\n"
      "    except Error as e: print e\n"
      "    try:\n"
      "        group:\n            spawn bad(3, 1s)\n            sleep 50ms\n            raise \"mine\"\n"
      "    except Error as e: print e\n"
      "    try:\n"
      "        group:\n            raise \"alone\"\n"
      "    except Error as e: print e\n",
      "bad 2; bad 1\nbad 3; mine\nalone\n");
}

/* The block awaits the very task that fails. */
static void
test_group_awaits_what_fails (void)
{
  check_both_clocks (
      "task bad:\n    sleep 5ms\n    raise \"bad\"\n"
      "task main:\n    try:\n        group:\n            h = spawn bad()\n            await h\n            print \"never\"\n"
      "    except Error as e: print e\n    sleep 1ms\n    print \"on\"\n",
      "bad\non\n");
}

static void
test_group_is_cancelled (void)
{
  check_both_clocks (
      "task f(n):\n    try: sleep 1s\n    finally: print \"f {n}\"\n"
      "task g(waits):\n    group:\n        spawn f(1)\n        if waits: sleep 1s\n    print \"never\"\n"
      "task main:\n"
      "    for waits in [true, false]:\n"
      "        h = spawn g(waits)\n        sleep 50ms\n        cancel h\n"
      "        try: await h\n        except Cancelled: print \"cancelled\"\n"
      "    try:\n        timeout 50ms:\n            group: spawn f(2)\n    except Timeout as t: print t\n",
      "f 1\ncancelled\nf 1\ncancelled\nf 2\ntimed out after 50ms\n");
}

/* Nothing more can be spawned once it is being cancelled. */
static void
test_group_takes_no_more (void)
{
  check_both_clocks ("task bad:\n    raise \"bad\"\ntask f:\n    print \"never\"\n"
                     "task main:\n"
                     "    try:\n"
                     "        group:\n"
                     "            spawn bad()\n"
                     "            try: sleep 1s\n"
                     "            finally: spawn f()\n"
                     "    except Error as e: print e\n",
                     "bad; f cannot be spawned: the group is being cancelled\n");
}

static void
test_groups_nest (void)
{
  check_both_clocks (
      "task bad:\n    sleep 50ms\n    raise \"bad\"\ntask f(n):\n    try: sleep 1s\n    finally: print \"f {n}\"\n"
      "task main:\n"
      "    try:\n"
      "        group:\n"
      "            spawn f(1)\n"
      "            try:\n"
      "                group:\n                    spawn bad()\n                    spawn f(2)\n"
      "            except Error as e: print \"inner {e}\"\n"
      "            sleep 1ms\n            raise \"outer\"\n"
      "    except Error as e: print e\n",
      "f 2\ninner bad\nf 1\nouter\n");
}

static void
test_sync_group (void)
{
  check_run (
      IL_MODEL_SYNC, IL_CLOCK_VIRTUAL,
      "task f(n):\n    sleep 1ms\n    if n > 1: raise \"no {n}\"\n    print n\n"
      "task main:\n    group:\n        spawn f(0)\n        spawn f(1)\n"
      "    try:\n        group:\n            spawn f(2)\n            print \"never\"\n    except Error as e: print \"{e} at {now()}\"\n",
      NULL, IL_OUTCOME_FINISHED, "0\n1\nno 2 at 3ms\n");
}

/* Whatever they wait for, and however often they would go on: a stop ends them all, at once. */
static void
check_stop (IlModelKind model, IlClockKind clock)
{
  static const char text[] = "event e\ncondition c\nbarrier b = 9\nmutex m\nqueue q\n"
                             "task t(n):\n"
                             "    try:\n"
                             "        if n == 0: sleep 1000s\n"
                             "        elif n == 1: io 1000s\n"
                             "        elif n == 2: wait e\n"
                             "        elif n == 3:\n            with c: wait c\n"
                             "        elif n == 4: wait b\n"
                             "        elif n == 5: acquire m\n"
                             "        elif n == 6: x = get q\n"
                             "        elif n == 7:\n            timeout 1000s: cpu 1000s\n"
                             "        elif n == 8:\n            group: spawn t(0)\n"
                             "        elif n == 9: gather t(2), t(0)\n"
                             "        elif n == 10: first t(2), t(0)\n"
                             "        else:\n            while true: sleep 0\n"
                             "    except Error: print \"error\"\n"
                             "    except Cancelled: print \"cancelled\"\n"
                             "    finally: print \"finally\"\n"
                             "task main:\n    acquire m\n    repeat 12 as i: spawn t(i)\n    sleep 1000s\n";
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, sizeof text - 1, diagnostics);
  IlRunOptions options = run_options (model);

  g_assert_nonnull (program);
  options.clock = clock;
  g_autoptr (IlRun) run = il_run_new (program, &options, NULL);
  il_run_start (run);
  il_run_wait_until (run, il_monotonic_time () + 60000000);
  il_run_stop (run);
  il_run_wait (run);
  g_autofree char *output = output_text (il_run_recording (run));
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_STOPPED);
  g_assert_cmpstr (output, ==, "");
}

static void
test_stop (void)
{
  check_stop (IL_MODEL_THREADS, IL_CLOCK_WALL);
  check_stop (IL_MODEL_SYNC, IL_CLOCK_WALL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/groups/gather", test_gather);
  g_test_add_func ("/groups/gather-fails", test_gather_fails);
  g_test_add_func ("/groups/gather-is-cancelled", test_gather_is_cancelled);
  g_test_add_func ("/groups/first", test_first);
  g_test_add_func ("/groups/first-fails", test_first_fails);
  g_test_add_func ("/groups/group", test_group);
  g_test_add_func ("/groups/group-fails", test_group_fails);
  g_test_add_func ("/groups/group-of-errors", test_group_of_errors);
  g_test_add_func ("/groups/group-awaits-what-fails", test_group_awaits_what_fails);
  g_test_add_func ("/groups/group-is-cancelled", test_group_is_cancelled);
  g_test_add_func ("/groups/group-takes-no-more", test_group_takes_no_more);
  g_test_add_func ("/groups/groups-nest", test_groups_nest);
  g_test_add_func ("/groups/sync", test_sync_group);
  g_test_add_func ("/groups/stop", test_stop);
  return g_test_run ();
}

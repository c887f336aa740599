/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "tests/engine/language/interpret/fake-model.h"

#include <string.h>

/* What the interpreter asks of a model for groups, timeouts, and for tasks that are waited for together. */

/* STOP_AT: the step that comes to STOP_WITH; NULL: none. */
static void
check_stopped (const char *text, const char *stop_at, IlStep stop_with, const char *expected)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  g_autofree char *wrong = il_diagnostics_format (diagnostics, "test", text);
  FakeModel fake;

  g_assert_cmpstr (wrong, ==, "");
  fake_model_init (&fake, program);
  fake.stop_at = stop_at;
  fake.stop_with = stop_with;
  fake_model_run (&fake);
  g_assert_cmpstr (fake.log->str, ==, expected);
  fake_model_clear (&fake);
}

/* Only what is spawned by that word, in the block itself, is the group's. */
static void
test_every_step (void)
{
  check_stopped (
      "event e\ncondition c\ntask t(x): return x\n"
      "task main:\n"
      "    group:\n"
      "        h = spawn t(1)\n"
      "        x = gather t(2), h\n"
      "        timeout 5ms:\n"
      "            wait e\n"
      "        with c: notify all c\n"
      "    set e\n"
      "    clear e\n"
      "    cancel h\n"
      "    k = first h, t(3)\n"
      "    await shield t(4)\n"
      "    await thread t(5)\n"
      "    y = spawn process t(6)\n"
      "    return x\n",
      NULL, IL_STEP_OK,
      "5: group\n6: in the group\n6: spawn t\n7: spawn t\n7: gather 2\n7: await t\n7: await t\n8: timeout 5ms\n9: wait e\n"
      "8: timeout ends ok\n10: acquire c\n10: notify all c\n10: release c\n5: group ends ok\n11: set e\n12: clear e\n"
      "13: cancel t\n14: spawn t\n14: first of 2\n15: spawn t\n15: shield\n15: await t\n16: thread\n16: spawn t\n16: await t\n"
      "17: spawn process t\n17: process\n17: spawn t\n17: await t\n= [2, 1]\n");
}

/* A routine that is called spawns for itself. */
static void
test_called_routine (void)
{
  check_stopped (
      "task t: pass\n"
      "task called: spawn t()\n"
      "task main:\n"
      "    group:\n"
      "        await called()\n"
      "        group:\n"
      "            spawn t()\n"
      "        spawn t()\n",
      NULL, IL_STEP_OK,
      "4: group\n2: spawn t\n6: group\n7: in the group\n7: spawn t\n6: group ends ok\n8: in the group\n8: spawn t\n"
      "4: group ends ok\n");
}

/* However the blocks are left, each is ended once, from the inside out. */
static void
test_ways_out (void)
{
  static const char text[] = "event e\nmutex m\n"
                             "task main:\n"
                             "    group:\n"
                             "        with m:\n"
                             "            timeout 1ms:\n"
                             "                wait e\n"
                             "    print \"on\"\n";
  static const char begin[] = "4: group\n5: acquire m\n6: timeout 1ms\n7: wait e\n";
  const struct {
    IlStep step;
    const char *end;
  } ways[] = {
    { IL_STEP_OK, "6: timeout ends ok\n5: release m\n4: group ends ok\n8: print on\n" },
    { IL_STEP_ERROR, "6: timeout ends error\n5: release m\n4: group ends error\n! 7:0 main: the model failed\n" },
    { IL_STEP_CANCELLED, "6: timeout ends cancelled\n5: release m\n4: group ends cancelled\ncancelled\n" },
    { IL_STEP_STOPPED, "6: timeout ends stopped\n4: group ends stopped\nstopped\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree char *expected = g_strconcat (begin, ways[i].end, NULL);

    check_stopped (text, ways[i].step == IL_STEP_OK ? NULL : "wait", ways[i].step, expected);
  }
  check_stopped (
      "task f:\n"
      "    while true:\n"
      "        group:\n"
      "            timeout 0: break\n"
      "    for i in [1]:\n"
      "        timeout 1ms: continue\n"
      "    group: return 3\n"
      "task main: return await f()\n",
      NULL, IL_STEP_OK,
      "3: group\n4: timeout 0s\n4: timeout ends ok\n3: group ends ok\n6: timeout 1ms\n6: timeout ends ok\n7: group\n7: group ends ok\n= 3\n");
}

/* What fails as a block begins or ends is what the block comes to. */
static void
test_failing_ends (void)
{
  static const char text[] =
      "task main:\n    try:\n        group:\n            timeout 1ms: return 1\n    except Error as e: print e\n";

  check_stopped (text, "group", IL_STEP_ERROR, "3: group\n5: print the model failed\n");
  check_stopped (text, "timeout 1ms", IL_STEP_ERROR,
                 "3: group\n4: timeout 1ms\n3: group ends error\n5: print the model failed\n");
  check_stopped (text, "timeout ends", IL_STEP_ERROR,
                 "3: group\n4: timeout 1ms\n4: timeout ends ok\n3: group ends error\n5: print the model failed\n");
  check_stopped (text, "group ends", IL_STEP_ERROR,
                 "3: group\n4: timeout 1ms\n4: timeout ends ok\n3: group ends ok\n5: print the model failed\n");
  check_stopped (text, "group ends", IL_STEP_STOPPED,
                 "3: group\n4: timeout 1ms\n4: timeout ends ok\n3: group ends ok\nstopped\n");
}

/* A `try` around a timeout is what its `except` makes of it. */
static void
test_except_of_timeout (void)
{
  check_stopped ("task main:\n"
                 "    timeout 1ms:\n"
                 "        sleep 1s\n"
                 "    except Cancelled: print \"caught\"\n"
                 "    finally: print \"last\"\n",
                 "sleep", IL_STEP_CANCELLED,
                 "2: timeout 1ms\n3: sleep 1s\n2: timeout ends cancelled\n4: print caught\n5: print last\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/blocks/every-step", test_every_step);
  g_test_add_func ("/language/blocks/called-routine", test_called_routine);
  g_test_add_func ("/language/blocks/ways-out", test_ways_out);
  g_test_add_func ("/language/blocks/failing-ends", test_failing_ends);
  g_test_add_func ("/language/blocks/except-of-timeout", test_except_of_timeout);
  return g_test_run ();
}

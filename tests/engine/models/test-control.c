/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* Errors, and what catches them, under every model. */

static void
check_model (IlModelKind model, const char *text, IlOutcome outcome, const char *output)
{
  IlRunOptions options = run_options (model);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *printed = output_text (il_run_recording (run));

  g_assert_cmpstr (printed, ==, output);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

static void
check (const char *text, IlOutcome outcome, const char *output)
{
  check_model (IL_MODEL_SYNC, text, outcome, output);
  check_model (IL_MODEL_THREADS, text, outcome, output);
  check_model (IL_MODEL_COOP, text, outcome, output);
}

static void
check_notes (IlModelKind model, const char *text, const char *expected)
{
  IlRunOptions options = run_options (model);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *notes = events_text (il_run_recording (run), "note");

  g_assert_cmpstr (notes, ==, expected);
}

static void
test_error_of_awaited_task (void)
{
  static const char text[] = "mutex m\n"
                             "task work(n):\n"
                             "    with m:\n"
                             "        io 1ms\n"
                             "        if n == 2: raise \"no {n}\"\n"
                             "        return n\n"
                             "task main:\n"
                             "    for n in [1, 2, 3]:\n"
                             "        try:\n"
                             "            print await spawn work(n)\n"
                             "        except Timeout:\n"
                             "            print \"wrong\"\n"
                             "        except Error as e:\n"
                             "            print \"caught {e}\"\n"
                             "        finally:\n"
                             "            sleep 1ms\n"
                             "            print \"done {n}\"\n";

  check (text, IL_OUTCOME_FINISHED, "1\ndone 1\ncaught no 2\ndone 2\n3\ndone 3\n");
}

/* What the models themselves say is caught alike. */
static void
test_error_of_a_step (void)
{
  check (
      "mutex m\ntask main:\n    try:\n        release m\n    except Error as e:\n        print e\n    print \"on\"\n",
      IL_OUTCOME_FINISHED, "mutex m is released, but nobody holds it\non\n");
}

static void
test_finally_in_an_error (void)
{
  check (
      "task main:\n    try:\n        try:\n            raise \"a\"\n        finally:\n            print \"f\"\n            raise \"b\"\n"
      "    except Error as e:\n        print e\n    try:\n        raise \"c\"\n    finally:\n        print \"g\"\n    print \"never\"\n",
      IL_OUTCOME_FAILED, "f\nb\ng\n");
}

/* Who is stuck for good runs nothing more, not even what stands in `finally`. */
static void
test_deadlock_runs_no_finally (void)
{
  check ("mutex m\ntask main:\n    acquire m\n    try:\n        acquire m\n    finally:\n        print \"never\"\n",
         IL_OUTCOME_DEADLOCK, "");
}

static void
test_chain_of_awaits (void)
{
  static const char text[] = "task grind:\n"
                             "    cpu 1ms\n"
                             "    raise \"no beans\"\n"
                             "task order(n):\n"
                             "    await grind()\n"
                             "task main:\n"
                             "    h = spawn order(1)\n"
                             "    k = spawn order(2)\n"
                             "    try:\n"
                             "        await h\n"
                             "    except Error: pass\n"
                             "    await k\n";

  check_notes (IL_MODEL_COOP, text,
               "2ms note line 3: order#2: no beans\n"
               "2ms note main awaits order#2 (line 12), which awaits grind (line 5)\n");
  check_notes (IL_MODEL_THREADS, text,
               "2ms note line 3: order#2: no beans\n"
               "2ms note main awaits order#2 (line 12), which awaits grind (line 5)\n");
  check_notes (IL_MODEL_SYNC, text,
               "1ms note line 3: order: no beans\n"
               "1ms note main awaits order (line 7), which awaits grind (line 5)\n");
}

/* One error that two tasks awaited is told once. */
static void
test_error_is_told_once (void)
{
  check_notes (IL_MODEL_COOP,
               "task bad:\n    sleep 1ms\n    raise \"bad\"\ntask waiter(h):\n    await h\n"
               "task main:\n    h = spawn bad()\n    spawn waiter(h)\n    spawn waiter(h)\n",
               "1ms note line 3: bad: bad\n1ms note waiter awaits bad (line 5)\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control/error-of-awaited-task", test_error_of_awaited_task);
  g_test_add_func ("/control/error-of-a-step", test_error_of_a_step);
  g_test_add_func ("/control/finally-in-an-error", test_finally_in_an_error);
  g_test_add_func ("/control/deadlock-runs-no-finally", test_deadlock_runs_no_finally);
  g_test_add_func ("/control/chain-of-awaits", test_chain_of_awaits);
  g_test_add_func ("/control/error-is-told-once", test_error_is_told_once);
  return g_test_run ();
}

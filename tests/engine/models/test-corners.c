/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* Corners that CPython decides: the expectations are what its asyncio prints. */

static const IlModelKind all_models[] = { IL_MODEL_SYNC, IL_MODEL_THREADS, IL_MODEL_COOP };

static void
check_models (const char *text, const char *kinds, IlOutcome outcome, const char *expected)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_models); i++)
    check_run (all_models[i], IL_CLOCK_VIRTUAL, text, kinds, outcome, expected);
}

/* Who leaves a `with` whose mutex is free already fails, and that takes the place of what was under way. */
static void
test_leave_free_mutex (void)
{
  check_models ("mutex L\ncondition C\n"
                "task raised:\n    with L:\n        release L\n        raise \"mine\"\n"
                "task plain:\n    with L:\n        release L\n"
                "task returned:\n    with C:\n        release C\n        return 1\n"
                "task kept:\n    with L:\n        raise \"mine\"\n"
                "task main:\n"
                "    try:\n        await raised()\n    except Error as e:\n        print e\n"
                "    try:\n        await plain()\n    except Error as e:\n        print e\n"
                "    try:\n        await returned()\n    except Error as e:\n        print e\n"
                "    try:\n        await kept()\n    except Error as e:\n        print e\n",
                NULL, IL_OUTCOME_FINISHED,
                "mutex L is released, but nobody holds it\n"
                "mutex L is released, but nobody holds it\n"
                "condition C is released, but nobody holds its lock\n"
                "mine\n");

  static const char cancelled[] = "mutex L\n"
                                  "task holds:\n    with L:\n        sleep 50ms\n"
                                  "task main:\n    h = spawn holds()\n    sleep 5ms\n    release L\n    cancel h\n"
                                  "    try:\n        await h\n    except Cancelled:\n        print \"cancelled\"\n"
                                  "    except Error as e:\n        print e\n";
  static const char error[] = "mutex L is released, but nobody holds it\n";

  check_run (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, cancelled, NULL, IL_OUTCOME_FINISHED, error);
  check_run (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, cancelled, NULL, IL_OUTCOME_FINISHED, error);
}

/* To wait for one's own end by `shield` or `first` is a wait, which a timeout ends; a plain `await` is an error. */
static void
test_own_end (void)
{
  check_models ("shared h = none\n"
                "task a:\n"
                "    timeout 5ms:\n        await shield h\n    except Timeout:\n        print \"shield timed out\"\n"
                "    timeout 5ms:\n        x = first h\n    except Timeout:\n        print \"first timed out\"\n"
                "    timeout 5ms:\n        await h\n    except Error as e:\n        print e\n"
                "    print now()\n"
                "start a as h\n",
                NULL, IL_OUTCOME_FINISHED,
                "shield timed out\nfirst timed out\na awaits itself, which would never end\n10ms\n");
}

/* `first` is a reason of its own. */
static void
test_first_is_a_reason (void)
{
  static const char text[] = "task t(d): sleep d\n"
                             "task main:\n    first t(1ms), t(2ms)\n    gather t(1ms)\n";
  static const char expected[] = "0ms suspend main first\n0ms suspend t sleep\n0ms suspend t#2 sleep\n"
                                 "1ms suspend main gather\n1ms suspend t#3 sleep\n";

  check_run (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, text, "suspend", IL_OUTCOME_FINISHED, expected);
  check_threads (text, "suspend", expected);
}

/* A thread that ends while a task computes is told of before what that task makes ready later. */
static void
test_thread_ends_during_a_burst (void)
{
  static const char text[] = "function f(d): cpu d\n"
                             "task ping:\n    await %s f(2ms)\n    print \"done\"\n"
                             "task burst:\n    cpu 20ms\n    print \"b1\"\n    sleep 0\n    print \"b2\"\n    sleep 0\n"
                             "    print \"b3\"\n    sleep 0\n    print \"b4\"\n"
                             "start ping\nstart burst\n";
  static const char *const ways[] = { "thread", "process" };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_auto (GStrv) parts = g_strsplit (text, "%s", 2);
    g_autofree char *whole = g_strjoinv (ways[i], parts);

    check_run (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, whole, NULL, IL_OUTCOME_FINISHED, "b1\nb2\ndone\nb3\nb4\n");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/corners/leave-free-mutex", test_leave_free_mutex);
  g_test_add_func ("/corners/own-end", test_own_end);
  g_test_add_func ("/corners/first-is-a-reason", test_first_is_a_reason);
  g_test_add_func ("/corners/thread-ends-during-a-burst", test_thread_ends_during_a_burst);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* Words that are none where a workload gives them another meaning, and what asyncio has beside the plain forms: queues
 * in an order, work that is done, who has ended how, errors that are raised again. */

static void
check_all (const char *text, const char *expected)
{
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check_run ((IlModelKind) model, (IlClockKind) clock, text, NULL, IL_OUTCOME_FINISHED, expected);
}

/* Where others have to run meanwhile. */
static void
check_others (const char *text, const char *expected)
{
  for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
    check_run (IL_MODEL_THREADS, (IlClockKind) clock, text, NULL, IL_OUTCOME_FINISHED, expected);
    check_run (IL_MODEL_COOP, (IlClockKind) clock, text, NULL, IL_OUTCOME_FINISHED, expected);
  }
}

static void
test_names (void)
{
  static const char *const words[] = { "join",   "task_done", "gather_errors", "wait_all", "as_completed", "done",
                                       "failed", "cancelled", "free",          "held",     "is_set",       "priority",
                                       "lifo",   "bounded",   "always",        "ensure",   "reach" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    static const char *const texts[] = {
      "task main:\n    WORD = [1, 2]\n    print WORD[0] + 0\n    WORD = WORD[1]\n    if WORD and WORD - 1:\n        print "
      "WORD\n",
      "shared WORD = 1\ntask main:\n    print WORD\n    WORD = WORD + 1\n    print \"{WORD}\"\n",
      "function WORD(x):\n    return x\ntask main:\n    print WORD(1)\n    for i in [WORD (2)]:\n        print i\n",
      "task WORD(WORD):\n    print WORD\ntask main:\n    await WORD(1)\n    h = spawn WORD(2)\n    await h\n",
      "queue WORD\ntask main:\n    put WORD 1\n    put WORD 2\n    print get WORD\n    close WORD\n    for x in WORD: print x\n",
      "generator WORD(n):\n    yield 1\n    yield n\ntask main:\n    for x in WORD(2):\n        print x\n",
    };

    for (guint j = 0; j < G_N_ELEMENTS (texts); j++) {
      g_auto (GStrv) pieces = g_strsplit (texts[j], "WORD", -1);
      g_autofree char *text = g_strjoinv (words[i], pieces);

      check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED, "1\n2\n");
      check_run (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED, "1\n2\n");
      check_run (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED, "1\n2\n");
    }
  }
}

static void
test_raise_again (void)
{
  check_all ("task main:\n"
             "    try:\n"
             "        try:\n"
             "            raise \"a\"\n"
             "        except Error as e:\n"
             "            try: raise \"b\"\n"
             "            except Error as f: print \"{e} {f}\"\n"
             "            raise\n"
             "    except Error as e:\n"
             "        print e\n"
             "    try:\n"
             "        timeout 1ms:\n"
             "            sleep 5ms\n"
             "        except Timeout:\n"
             "            raise\n"
             "    except Timeout as t:\n"
             "        print t\n",
             "a b\na\ntimed out after 1ms\n");
}

static void
test_cancel_again (void)
{
  check_others ("event begun\n"
                "task stays:\n"
                "    try:\n"
                "        set begun\n"
                "        sleep 1min\n"
                "    except Cancelled:\n"
                "        print \"noted\"\n"
                "        raise\n"
                "task main:\n"
                "    h = spawn stays()\n"
                "    wait begun\n"
                "    cancel h\n"
                "    wait_all h\n"
                "    print \"{done(h)} {failed(h)} {cancelled(h)}\"\n",
                "noted\ntrue false true\n");
}

static void
test_order (void)
{
  check_all (
      "queue p = 9 priority\n"
      "queue l lifo\n"
      "task main:\n"
      "    for x in [3, 1, 2]:\n"
      "        put p [x, \"i{x}\"]\n"
      "        put_nowait l x\n"
      "    print \"{len(p)} {len(l)}\"\n"
      "    repeat 3: print \"{get p} {get_nowait l}\"\n"
      "    put p [1]\n"
      "    try: put p 2\n"
      "    except Error as e: print e\n"
      "    print len(p)\n"
      "    try: get p\n"
      "    except Error as e: print \"never\"\n"
      "    print [1, [2, 3]] < [1, [2, 4]] and [1] < [1, 0] and [\"b\"] > [\"a\", 9] and [1, 2] <= [1, 2]\n"
      "    print max([[1, 2], [2], [1, 9]])\n",
      "3 3\n[1, \"i1\"] 2\n[2, \"i2\"] 1\n[3, \"i3\"] 3\ncannot compare 2 and [1] with <: an integer and a list\n"
      "2\ntrue\n[2]\n");
}

/* Those who wait to put into a full queue come in by size as well. */
static void
test_order_waits (void)
{
  check_others ("queue p = 1 priority\n"
                "task puts(x):\n"
                "    put p x\n"
                "task main:\n"
                "    for x in [5, 3, 4]:\n"
                "        spawn puts(x)\n"
                "        sleep 20ms\n"
                "    repeat 3:\n"
                "        print get p\n"
                "        sleep 20ms\n",
                "5\n3\n4\n");
}

static void
test_join (void)
{
  check_others ("queue q\n"
                "task works:\n"
                "    for x in q:\n"
                "        sleep 2ms\n"
                "        print x\n"
                "        task_done q\n"
                "task main:\n"
                "    join q\n"
                "    spawn works()\n"
                "    put q 1\n"
                "    put q 2\n"
                "    join q\n"
                "    print \"all\"\n"
                "    try: task_done q\n"
                "    except Error as e: print e\n"
                "    close q\n",
                "1\n2\nall\ntask_done was said of queue q more often than something was put into it\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, "queue q\ntask main:\n    put q 1\n    join q\n", "suspend",
             IL_OUTCOME_DEADLOCK, "0ms suspend main queue-join q\n");
}

static void
test_notify (void)
{
  check_others ("condition c\n"
                "shared n = 0\n"
                "task waits:\n"
                "    with c:\n"
                "        wait c\n"
                "        n = n + 1\n"
                "task main:\n"
                "    repeat 4: spawn waits()\n"
                "    sleep 5ms\n"
                "    with c: notify 3 c\n"
                "    sleep 5ms\n"
                "    print n\n"
                "    with c: notify 0 c\n"
                "    sleep 5ms\n"
                "    print n\n"
                "    with c: notify all c\n",
                "3\n3\n");
}

static void
test_bounded (void)
{
  check_all ("semaphore s = 2 bounded\n"
             "task main:\n"
             "    with s: print free(s)\n"
             "    try: release s\n"
             "    except Error as e: print e\n"
             "    print free(s)\n",
             "1\nsemaphore s is released too often: all its permits (2) are free\n2\n");
}

static void
test_several (void)
{
  const char *text =
      "task f(x, t):\n"
      "    sleep t\n"
      "    assert x != 2, \"two\"\n"
      "    return x\n"
      "task main:\n"
      "    for r in gather_errors f(1, 3ms), f(2, 1ms), f(3, 2ms): print \"{r} {failed(r)} {cancelled(r)}\"\n"
      "    a = spawn f(4, 9ms)\n"
      "    b = spawn f(5, 4ms)\n"
      "    for h in as_completed a, b, a: print await h\n"
      "    for h in as_completed [b, a]: print await h\n"
      "    for h in as_completed []: print \"never\"\n"
      "    try: wait_all []\n"
      "    except Error as e: print e\n";

  check_others (
      text,
      "1 false false\nassertion failed: two true false\n3 false false\n5\n4\n5\n4\nwait_all needs at least one task: the list is empty\n");
  check_run (
      IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED,
      "1 false false\nassertion failed: two true false\n3 false false\n4\n5\n5\n4\nwait_all needs at least one task: the list is empty\n");
}

/* Who asks whether a task failed knows of it; who only waited does not. */
static void
test_learnt (void)
{
  static const char before[] = "task bad: raise \"bad\"\ntask main:\n    h = spawn bad()\n    wait_all h\n    print ";

  for (guint model = IL_MODEL_THREADS; model <= IL_MODEL_COOP; model++) {
    g_autofree char *asks = g_strconcat (before, "failed(h)\n", NULL), *waits = g_strconcat (before, "done(h)\n", NULL);

    check_run ((IlModelKind) model, IL_CLOCK_VIRTUAL, asks, NULL, IL_OUTCOME_FINISHED, "true\n");
    check_run ((IlModelKind) model, IL_CLOCK_VIRTUAL, waits, NULL, IL_OUTCOME_FAILED, "true\n");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/names", test_names);
  g_test_add_func ("/words/raise-again", test_raise_again);
  g_test_add_func ("/words/cancel-again", test_cancel_again);
  g_test_add_func ("/words/order", test_order);
  g_test_add_func ("/words/order-waits", test_order_waits);
  g_test_add_func ("/words/join", test_join);
  g_test_add_func ("/words/notify", test_notify);
  g_test_add_func ("/words/bounded", test_bounded);
  g_test_add_func ("/words/several", test_several);
  g_test_add_func ("/words/learnt", test_learnt);
  return g_test_run ();
}

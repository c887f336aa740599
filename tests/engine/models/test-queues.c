/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* Queues that are closed, or asked without waiting, and devices. */

static void
check (IlModelKind model, IlClockKind clock, const char *text, const char *kinds, IlOutcome outcome,
       const char *expected)
{
  IlRunOptions options = run_options (model);

  options.clock = clock;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *got = kinds ? events_text (il_run_recording (run), kinds) : output_text (il_run_recording (run));

  g_assert_cmpstr (got, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

static void
check_output (const char *text, const char *expected)
{
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check ((IlModelKind) model, (IlClockKind) clock, text, NULL, IL_OUTCOME_FINISHED, expected);
}

static void
test_nowait (void)
{
  check_output ("queue q = 1\n"
                "task main:\n"
                "    put_nowait q \"a\"\n"
                "    try: put_nowait q \"b\"\n"
                "    except Error as e: print e\n"
                "    print get_nowait q\n"
                "    try: get_nowait q\n"
                "    except Error as e: print e\n",
                "queue q is full\na\nqueue q is empty\n");
}

/* What is in a closed queue can be got, then it fails; put fails at once. */
static void
test_closed (void)
{
  check_output ("queue q\n"
                "task main:\n"
                "    put q 1\n"
                "    put q 2\n"
                "    close q\n"
                "    close q\n"
                "    print get q\n"
                "    for x in q: print \"for {x}\"\n"
                "    for x in q: print \"never\"\n"
                "    try: get q\n"
                "    except Error as e: print e\n"
                "    try: get_nowait q\n"
                "    except Error as e: print e\n"
                "    try: put q 3\n"
                "    except Error as e: print e\n"
                "    try: put_nowait q 3\n"
                "    except Error as e: print e\n",
                "1\nfor 2\nqueue q is closed and empty\nqueue q is closed and empty\n"
                "queue q is closed: nothing can be put into it\nqueue q is closed: nothing can be put into it\n");
}

/* Who waits as the queue is closed goes on: in `for` past its end, in `get` and `put` with an error. */
static void
test_close_wakes (void)
{
  static const char text[] =
      "queue q\nqueue full = 1\n"
      "task looper:\n    for x in q: print x\n    print \"looper over\"\n"
      "task getter:\n    try: get q\n    except Error as e: print e\n"
      "task putter:\n    put full 1\n    try: put full 2\n    except Error as e: print e\n"
      "task main:\n"
      "    a = spawn looper()\n    b = spawn getter()\n    c = spawn putter()\n"
      "    sleep 5ms\n    close q\n    await a\n    await b\n    close full\n    await c\n    print get full\n";
  static const char expected[] =
      "looper over\nqueue q is closed and empty\nqueue full is closed: nothing can be put into it\n1\n";

  check (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED, expected);
  check (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED, expected);
  check (IL_MODEL_COOP, IL_CLOCK_WALL, text, NULL, IL_OUTCOME_FINISHED, expected);
}

/* Without a close, a `for` waits for ever. */
static void
test_for_without_close (void)
{
  static const char text[] = "queue q\ntask main:\n    put q 1\n    for x in q: print x\n";

  check (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, text, "suspend note", IL_OUTCOME_DEADLOCK,
         "0ms suspend main queue-get q\n"
         "0ms note cannot go on synchronously: main waits for an item in queue q (line 4) and nothing else can run\n"
         "0ms note main waits for an item from queue q (line 4)\n");
  check (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_DEADLOCK, "1\n");
  check (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_DEADLOCK, "1\n");
}

static const char readers[] =
    "device disk = 2\n"
    "task read(n, d):\n    io disk d\n    print \"{n} at {now()}\"\n"
    "task main:\n"
    "    all = [spawn read(1, 4ms), spawn read(2, 10ms), spawn read(3, 4ms), spawn read(4, 4ms)]\n"
    "    for r in all: await r\n";

/* Two at once: the third begins as the first ends, at 4, the fourth at 8. One after the other, nobody waits in line. */
static void
test_device (void)
{
  check (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, readers, NULL, IL_OUTCOME_FINISHED,
         "1 at 4ms\n2 at 14ms\n3 at 18ms\n4 at 22ms\n");
  check (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, readers, NULL, IL_OUTCOME_FINISHED,
         "1 at 4ms\n3 at 8ms\n2 at 10ms\n4 at 12ms\n");
  check (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, readers, NULL, IL_OUTCOME_FINISHED,
         "1 at 4ms\n3 at 8ms\n2 at 10ms\n4 at 12ms\n");
}

static void
test_device_is_traced (void)
{
  check (
      IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, "device disk = 1\ntask main:\n    io disk 3ms\n    io 1ms\n", "suspend ready",
      IL_OUTCOME_FINISHED,
      "0ms ready main by nobody\n0ms suspend main io disk\n3ms ready main by io\n3ms suspend main io\n4ms ready main by io\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queues/nowait", test_nowait);
  g_test_add_func ("/queues/closed", test_closed);
  g_test_add_func ("/queues/close-wakes", test_close_wakes);
  g_test_add_func ("/queues/for-without-close", test_for_without_close);
  g_test_add_func ("/queues/device", test_device);
  g_test_add_func ("/queues/device-is-traced", test_device_is_traced);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

static void
check_model (IlModelKind model, IlClockKind clock, const char *text, IlOutcome outcome, const char *output)
{
  IlRunOptions options = run_options (model);

  options.clock = clock;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *printed = output_text (il_run_recording (run));

  g_assert_cmpstr (printed, ==, output);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

static void
check_ended (const char *text, IlOutcome outcome, const char *output)
{
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check_model ((IlModelKind) model, (IlClockKind) clock, text, outcome, output);
}

static void
check (const char *text, const char *output)
{
  check_ended (text, IL_OUTCOME_FINISHED, output);
}

static const char numbers[] = "generator numbers(n):\n"
                              "    try:\n"
                              "        repeat n as i:\n"
                              "            got = yield i\n"
                              "            if got != none: print \"got {got}\"\n"
                              "    finally:\n"
                              "        print \"over\"\n";

#define WITH_NUMBERS(text) g_autofree char *text = g_strconcat (numbers, text##_rest, NULL)

static void
test_for (void)
{
  static const char text_rest[] = "task main:\n"
                                  "    for x in numbers(3): print x\n"
                                  "    for x in numbers(0): print \"never\"\n"
                                  "    print x\n";
  WITH_NUMBERS (text);

  check (text, "0\n1\n2\nover\nover\n2\n");
}

/* Nothing of it runs before the first `next`; then it runs up to each `yield`. */
static void
test_next_send_close (void)
{
  static const char text_rest[] = "task main:\n"
                                  "    g = numbers(9)\n"
                                  "    print \"made {g}\"\n"
                                  "    print next g\n"
                                  "    print send g \"hi\"\n"
                                  "    send g [next g]\n"
                                  "    close g\n"
                                  "    close g\n"
                                  "    try: next g\n"
                                  "    except Error as e: print e\n"
                                  "    try: send g 1\n"
                                  "    except Error as e: print e\n"
                                  "    for x in g: print \"never\"\n"
                                  "    h = numbers(1)\n"
                                  "    try: send h 1\n"
                                  "    except Error as e: print e\n"
                                  "    close h\n"
                                  "    print h == h and h != g\n";
  WITH_NUMBERS (text);

  check (text, "made numbers\n0\ngot hi\n1\ngot [2]\nover\ngenerator numbers has ended: it has no next value\n"
               "generator numbers has ended: it has no next value\n"
               "generator numbers#2 has not begun, so nobody takes what is sent: 'next' comes first\ntrue\n");
}

/* What is left suspended is closed as its task ends, in the order in which it was made. */
static void
test_left_suspended (void)
{
  static const char text[] = "generator g(name):\n"
                             "    try: yield name\n"
                             "    finally:\n"
                             "        sleep 1ms\n"
                             "        print \"{name} closed\"\n"
                             "task work:\n"
                             "    a = g(\"a\")\n"
                             "    b = g(\"b\")\n"
                             "    unused = g(\"unused\")\n"
                             "    next b\n"
                             "    for x in a: break\n"
                             "    print \"work over\"\n"
                             "    return 7\n"
                             "task main:\n"
                             "    print await spawn work()\n";

  check (text, "work over\na closed\nb closed\n7\n");
}

/* A generator that waits has its task wait, and the others go on. */
static void
test_waits (void)
{
  static const char text[] = "queue q\n"
                             "generator items(n):\n"
                             "    repeat n:\n"
                             "        sleep 2ms\n"
                             "        yield get q\n"
                             "task feed:\n"
                             "    repeat 2 as i:\n"
                             "        put q i\n"
                             "        sleep 5ms\n"
                             "        print \"feed {now()}\"\n"
                             "task main:\n"
                             "    f = spawn feed()\n"
                             "    for i in items(2): print \"{i} at {now()}\"\n"
                             "    await f\n";

  check_model (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, text, IL_OUTCOME_FINISHED,
               "feed 5ms\nfeed 10ms\n0 at 12ms\n1 at 14ms\n");
  check_model (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, text, IL_OUTCOME_FINISHED, "0 at 2ms\nfeed 5ms\n1 at 5ms\nfeed 10ms\n");
  check_model (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, text, IL_OUTCOME_FINISHED,
               "0 at 2ms\nfeed 5ms\n1 at 5ms\nfeed 10ms\n");
}

/* A generator may go through another, await a task, call a function, and make more of its own. */
static void
test_nested (void)
{
  static const char text[] =
      "function double(x): return 2 * x\n"
      "task slow(x):\n    sleep 1ms\n    return x + 1\n"
      "generator count(n):\n    for x in range(n): yield await slow(x)\n"
      "generator doubled(g):\n    for x in g: yield double(x)\n"
      "generator flat(n):\n    for x in doubled(count(n)): yield x\n    for x in count(1): yield [x, await spawn slow(x)]\n"
      "generator down(n):\n"
      "    yield n\n"
      "    if n > 0:\n"
      "        for x in down(n - 1): yield x\n"
      "task main:\n"
      "    for x in flat(3): print x\n"
      "    s = 0\n"
      "    for x in down(20): s = s + x\n"
      "    print s\n";

  check (text, "2\n4\n6\n[1, 2]\n210\n");
}

static void
test_errors (void)
{
  static const char text[] = "shared me = none\n"
                             "generator bad:\n    yield 1\n    raise \"bad\"\n"
                             "generator self:\n    yield next me\n"
                             "generator stubborn:\n"
                             "    try: yield 1\n"
                             "    finally: yield 2\n"
                             "task main:\n"
                             "    g = bad()\n"
                             "    try:\n        for x in g: print x\n"
                             "    except Error as e: print e\n"
                             "    try: next g\n"
                             "    except Error as e: print e\n"
                             "    me = self()\n"
                             "    try: next me\n"
                             "    except Error as e: print e\n"
                             "    s = stubborn()\n"
                             "    next s\n"
                             "    try: close s\n"
                             "    except Error as e: print e\n"
                             "    try: next (1 + 2)\n"
                             "    except Error as e: print e\n"
                             "    for x in bad(): print x\n";

  check_ended (text, IL_OUTCOME_FAILED,
               "1\nbad\ngenerator bad has ended: it has no next value\n"
               "generator self is running already: it cannot be used from two places at once\n"
               "generator stubborn yields a value although it is being closed\n"
               "'next' needs a generator, not the integer 3\n1\n");
}

/* The run is stopped, or stuck, while generators are suspended, in a step or in a `yield`: no `finally`. */
static void
test_stuck (void)
{
  static const char text_rest[] = "mutex m\n"
                                  "generator waits:\n"
                                  "    x = [1, 2]\n"
                                  "    try:\n"
                                  "        for y in numbers(2):\n"
                                  "            acquire m\n"
                                  "            yield y\n"
                                  "    finally: print \"never\"\n"
                                  "task main:\n"
                                  "    g = numbers(2)\n"
                                  "    next g\n"
                                  "    for x in waits(): print x\n";
  WITH_NUMBERS (text);

  check_ended (text, IL_OUTCOME_DEADLOCK, "0\n");
}

static void
test_trace (void)
{
  static const char text_rest[] = "task main:\n    g = numbers(2)\n    next g\n    send g 5\n    close g\n";
  WITH_NUMBERS (text);
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *events = events_text (il_run_recording (run), "op");
  IlObjectInfo object;

  g_assert_cmpstr (
      events, ==,
      "0ms op main yield numbers\n0ms op main send numbers\n0ms op main yield numbers\n0ms op main close numbers\n");
  g_assert_true (il_recording_object (il_run_recording (run), 1, &object));
  g_assert_cmpint (object.kind, ==, IL_OBJECT_GENERATOR);
  g_assert_cmpuint (object.line, ==, 9);
}

/* One generator, used by one task after the other. */
static void
test_shared_between_tasks (void)
{
  static const char text_rest[] =
      "task use(g):\n    print next g\n    sleep 1ms\n    print next g\n"
      "task main:\n    g = numbers(5)\n    await spawn use(g)\n    await spawn use(g)\n    print next g\n";
  WITH_NUMBERS (text);

  check (text, "0\n1\n2\n3\n4\nover\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generators/for", test_for);
  g_test_add_func ("/generators/next-send-close", test_next_send_close);
  g_test_add_func ("/generators/left-suspended", test_left_suspended);
  g_test_add_func ("/generators/waits", test_waits);
  g_test_add_func ("/generators/nested", test_nested);
  g_test_add_func ("/generators/errors", test_errors);
  g_test_add_func ("/generators/stuck", test_stuck);
  g_test_add_func ("/generators/trace", test_trace);
  g_test_add_func ("/generators/shared-between-tasks", test_shared_between_tasks);
  return g_test_run ();
}

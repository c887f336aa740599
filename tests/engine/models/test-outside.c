/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/engine/models/run-text.h"

/* `thread f(x)` and `process f(x)`. */

static void
check (IlModelKind model, IlClockKind clock, const char *text, const char *kinds, IlOutcome outcome, const char *expected)
{
  IlRunOptions options = run_options (model);

  options.clock = clock;
  options.cores = 2;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *got = kinds ? events_text (il_run_recording (run), kinds) : output_text (il_run_recording (run));

  g_assert_cmpstr (got, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

static void
check_output (const char *text, const char *expected)
{
  for (guint model = IL_MODEL_COOP; model <= IL_MODEL_COOP; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check ((IlModelKind) model, (IlClockKind) clock, text, NULL, IL_OUTCOME_FINISHED, expected);
}

static void
test_results (void)
{
  check_output ("function double(x): return x * 2\n"
                "task slowly(x):\n"
                "    sleep 1ms\n"
                "    io 1ms\n"
                "    return double(x)\n"
                "task main:\n"
                "    print await thread double(4)\n"
                "    print await process double(5)\n"
                "    print await thread slowly(\"ab\")\n"
                "    print await process slowly(-1)\n"
                "    h = spawn thread slowly(6)\n"
                "    g = spawn process slowly(7)\n"
                "    print \"{await h} {await g}\"\n"
                "    print \"{h}, {g}\"\n",
                "8\n10\nabab\n-2\n12 14\nthread slowly, process slowly\n");
}

/* Every kind of value comes in and out of a process as it was. */
static void
test_values (void)
{
  check_output ("function same(x): return x\n"
                "task main:\n"
                "    list = [1, -5, 1.5s, true, none, \"ä\\n{1}\", [], [[\"\"]], 0s]\n"
                "    back = await process same(list)\n"
                "    print back\n"
                "    assert back == list\n"
                "    big = range(100000)\n"
                "    assert await process same(big) == big\n"
                "    long = \"0123456789\" * 100000\n"
                "    assert await process same(long) == long\n",
                "[1, -5, 1.5s, true, none, \"ä\\n1\", [], [[\"\"]], 0s]\n");
}

/* A thread works on the shared variables, a process on a copy of them as they were at its beginning. */
static void
test_shared (void)
{
  check_output ("shared x = 1\n"
                "shared l = [\"a\"]\n"
                "function change(n):\n"
                "    x = x + n\n"
                "    l = l + [\"{n}\"]\n"
                "    print \"{x} {l}\"\n"
                "    return x\n"
                "task main:\n"
                "    print await thread change(1)\n"
                "    print await process change(10)\n"
                "    print await process change(20)\n"
                "    print \"{x} {l}\"\n",
                "2 [\"a\", \"1\"]\n2\n"
                "12 [\"a\", \"1\", \"10\"]\n12\n"
                "22 [\"a\", \"1\", \"20\"]\n22\n"
                "2 [\"a\", \"1\"]\n");
}

/* What cannot be in another process. */
static void
test_does_not_travel (void)
{
  check_output ("shared h = none\n"
                "mutex m\n"
                "task nothing: pass\n"
                "generator numbers: yield 1\n"
                "function same(x): return x\n"
                "function gives: return [1, numbers()]\n"
                "function looks: return h\n"
                "task main:\n"
                "    h = spawn nothing()\n"
                "    try: await process same(h)\n"
                "    except Error as e: print e\n"
                "    try: await process same([[m]])\n"
                "    except Error as e: print e\n"
                "    try: await process gives()\n"
                "    except Error as e: print e\n"
                "    try: await process looks()\n"
                "    except Error as e: print e\n"
                "    await h\n",
                "a task handle cannot be handed to another process, as argument 1 of same\n"
                "a synchronisation object cannot be handed to another process, as argument 1 of same\n"
                "a generator cannot leave the process of gives as its result\n"
                "the shared variable 'h' holds a task handle, of which a process has no copy\n");
}

/* Errors come to who waits, with their line and how they came there. */
#define ERRORS(word) \
  "function inner(x): return 7 // x\n" \
  "task bad(x):\n" \
  "    sleep 1ms\n" \
  "    return inner(x)\n" \
  "task main:\n" \
  "    try: await " word " bad(0)\n" \
  "    except Error as e: print e\n" \
  "    await " word " bad(0)\n"

static void
test_errors (void)
{
  for (guint i = 0; i < 2; i++)
    for (guint model = IL_MODEL_COOP; model <= IL_MODEL_COOP; model++)
      for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
        const char *workload = i == 0 ? ERRORS ("thread") : ERRORS ("process");
        IlRunOptions options = run_options ((IlModelKind) model);

        options.clock = (IlClockKind) clock;
        g_autoptr (IlRun) run = run_text (workload, &options);
        g_autofree char *output = output_text (il_run_recording (run));
        const GPtrArray *errors = il_run_errors (run);

        g_assert_cmpstr (output, ==, "cannot divide 7 by 0\n");
        g_assert_cmpuint (errors->len, ==, 1);
        const IlRunError *error = g_ptr_array_index (errors, 0);
        g_assert_cmpstr (error->message, ==, "cannot divide 7 by 0");
        g_assert_cmpuint (error->line, ==, 1);
        g_assert_cmpstr (error->task, ==, "bad#2");
        g_assert_cmpstr (error->awaiter, ==, "main");
        g_assert_cmpstr (error->awaited, ==, "bad#2 (line 8)");
        g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FAILED);
      }
}

/* Generators work there as anywhere. */
static void
test_generators (void)
{
  check_output ("generator numbers(n):\n"
                "    try:\n"
                "        repeat n as i:\n"
                "            sleep 100us\n"
                "            got = yield i\n"
                "            if got != none: print \"got {got}\"\n"
                "    finally: print \"closed\"\n"
                "task sum(n):\n"
                "    s = 0\n"
                "    for x in numbers(n): s = s + x\n"
                "    g = numbers(3)\n"
                "    next g\n"
                "    send g \"hello\"\n"
                "    return s\n"
                "task main:\n"
                "    print await thread sum(4)\n"
                "    print await process sum(5)\n",
                "closed\ngot hello\nclosed\n6\n"
                "closed\ngot hello\nclosed\n10\n");
}

/* Cooperative, virtual: beside the loop, each thing at its time. */

static void
test_beside (void)
{
  /* The threads go on while the loop is blocked, and what they write is there when the burst is over. */
  check (IL_MODEL_COOP, IL_CLOCK_VIRTUAL,
         "shared x = 0\n"
         "function count(n):\n"
         "    repeat n:\n"
         "        cpu 2ms\n"
         "        x = x + 1\n"
         "    return n\n"
         "task other:\n"
         "    cpu 5ms\n"
         "    print x\n"
         "task main:\n"
         "    spawn other()\n"
         "    print await thread count(3)\n",
         "resume suspend ready exit print op", IL_OUTCOME_FINISHED,
         "0ms ready main by nobody\n"
         "0ms resume main\n"
         "0ms ready other by main\n"
         "0ms ready count by main\n"
         "0ms suspend main thread count\n"
         "0ms resume count core 1\n"
         "0ms resume other\n"
         "2ms op count read x\n"
         "2ms op count write x\n"
         "4ms op count read x\n"
         "4ms op count write x\n"
         "5ms op other read x\n"
         "5ms print other 2\n"
         "5ms exit other return\n"
         "6ms op count read x\n"
         "6ms op count write x\n"
         "6ms exit count return\n"
         "6ms ready main by worker\n"
         "6ms resume main\n"
         "6ms print main 3\n"
         "6ms exit main return\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outside/results", test_results);
  g_test_add_func ("/outside/values", test_values);
  g_test_add_func ("/outside/shared", test_shared);
  g_test_add_func ("/outside/does-not-travel", test_does_not_travel);
  g_test_add_func ("/outside/errors", test_errors);
  g_test_add_func ("/outside/generators", test_generators);
  g_test_add_func ("/outside/beside", test_beside);
  return g_test_run ();
}

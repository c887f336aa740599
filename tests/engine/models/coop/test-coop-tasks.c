/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

#include <string.h>

/* What tasks do to each other, in cooperative runs: gather, first, shield, group, timeout, cancel. */

#define WORK "task work(d, t):\n    sleep d\n    print t\n    return t\n"
#define BAD "task bad(d, t):\n    sleep d\n    raise t\n"
#define TIDY "task tidy(d, t):\n    try: sleep d\n    finally: print \"{t} tidies up\"\n    print \"{t} is through\"\n"

static void
check_events (const char *text, const char *kinds, IlOutcome outcome, const char *expected)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *got = events_text (il_run_recording (run), kinds);

  g_assert_cmpstr (got, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

/* Prints, with their times on the virtual clock, and without on the real one. */
static void
check (const char *text, IlOutcome outcome, const char *expected)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_auto (GStrv) events = g_strsplit (expected, "\n", -1);
  IlRunOptions options = run_options (IL_MODEL_COOP);

  check_events (text, "print", outcome, expected);
  for (guint i = 0; events[i][0]; i++) /* "TIME print TASK TEXT" */
    g_string_append_printf (lines, "%s\n", strchr (strchr (strchr (events[i], ' ') + 1, ' ') + 1, ' ') + 1);
  options.clock = IL_CLOCK_WALL;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *got = output_text (il_run_recording (run));
  g_assert_cmpstr (got, ==, lines->str);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

static void
test_gather (void)
{
  check (WORK BAD "task main:\n"
                  "    h = spawn work(10ms, \"mid\")\n"
                  "    print gather work(20ms, \"slow\"), h, work(0ms, \"fast\"), h\n"
                  "    print gather h\n"
                  "    print gather []\n"
                  "    all = [spawn work(1ms, 1), spawn work(1ms, 2)]\n"
                  "    print gather all\n"
                  "    try: gather work(30ms, \"goes on\"), bad(10ms, \"first\"), bad(20ms, \"second\")\n"
                  "    except Error as e: print e\n"
                  "    print \"not yet\"\n",
         IL_OUTCOME_FINISHED,
         "0ms print work#3 fast\n10ms print work mid\n20ms print work#2 slow\n"
         "20ms print main [\"slow\", \"mid\", \"fast\", \"mid\"]\n20ms print main [\"mid\"]\n20ms print main []\n"
         "21ms print work#4 1\n21ms print work#5 2\n21ms print main [1, 2]\n"
         "31ms print main first\n31ms print main not yet\n51ms print work#6 goes on\n");
}

/* A result is there one iteration after the last task has ended, and its awaiter runs in the one after that. */
static void
test_gather_events (void)
{
  check_events ("task t: pass\ntask main:\n    gather t(), t()\n", NULL, IL_OUTCOME_FINISHED,
                "0ms spawn main by nobody\n0ms ready main by nobody\n0ms resume main\n"
                "0ms spawn t by main\n0ms ready t by main\n0ms spawn t#2 by main\n0ms ready t#2 by main\n"
                "0ms suspend main gather\n0ms resume t\n0ms exit t return\n0ms resume t#2\n0ms exit t#2 return\n"
                "0ms ready main by t#2\n0ms resume main\n0ms exit main return\n");
}

static void
test_first (void)
{
  check (WORK BAD "task main:\n"
                  "    slow = spawn work(20ms, \"slow\")\n"
                  "    h = first slow, bad(10ms, \"bad\")\n"
                  "    print \"one has ended\"\n"
                  "    try: await h\n"
                  "    except Error as e: print e\n"
                  "    h = first [slow, h]\n"
                  "    print h == slow\n"
                  "    print await first slow\n"
                  "    h = first slow, h\n"
                  "    print h == slow\n",
         IL_OUTCOME_FINISHED,
         "10ms print main one has ended\n10ms print main bad\n10ms print main false\n20ms print work slow\n"
         "20ms print main slow\n20ms print main true\n");
}

static void
test_shield (void)
{
  check (WORK BAD "task waits(h):\n"
                  "    try: print await shield h\n"
                  "    except Cancelled: print \"only the awaiter\"\n"
                  "task main:\n"
                  "    print await shield work(1ms, \"direct\")\n"
                  "    h = spawn work(20ms, \"shielded\")\n"
                  "    w = spawn waits(h)\n"
                  "    sleep 10ms\n"
                  "    cancel w\n"
                  "    print await h\n"
                  "    try: await shield bad(1ms, \"no\")\n"
                  "    except Error as e: print e\n",
         IL_OUTCOME_FINISHED,
         "1ms print work direct\n1ms print main direct\n11ms print waits only the awaiter\n21ms print work#2 shielded\n"
         "21ms print main shielded\n22ms print main no\n");
}

static void
test_group (void)
{
  check (WORK "task leaves(how):\n"
              "    repeat 2:\n"
              "        group:\n"
              "            spawn work(10ms, how)\n"
              "            if how == \"break\": break\n"
              "            if how == \"return\": return 3\n"
              "    print \"left by {how}\"\n"
              "task main:\n"
              "    group:\n"
              "        a = spawn work(20ms, \"a\")\n"
              "        group:\n"
              "            b = spawn work(10ms, \"b\")\n"
              "        print \"the inner one is over\"\n"
              "    print \"{await a}{await b}\"\n"
              "    group: pass\n"
              "    await leaves(\"break\")\n"
              "    print await leaves(\"return\")\n",
         IL_OUTCOME_FINISHED,
         "10ms print work#2 b\n10ms print main the inner one is over\n20ms print work a\n20ms print main ab\n"
         "30ms print work#3 break\n30ms print main left by break\n40ms print work#4 return\n40ms print main 3\n");
}

/* The first failure cancels the others in the order of their creation, and the block. */
static void
test_group_fails (void)
{
  check (BAD TIDY "task fails_too:\n"
                  "    try: sleep 1s\n"
                  "    finally: raise \"on the way\"\n"
                  "task main:\n"
                  "    try:\n"
                  "        group:\n"
                  "            spawn tidy(1s, \"a\")\n"
                  "            spawn bad(10ms, \"one\")\n"
                  "            spawn fails_too()\n"
                  "            spawn tidy(1s, \"b\")\n"
                  "            try: sleep 1s\n"
                  "            finally: print \"so does the block\"\n"
                  "    except Timeout: print \"no\"\n"
                  "    except Error as e: print e\n"
                  "    try:\n"
                  "        group:\n"
                  "            spawn tidy(0ms, \"never begins\")\n"
                  "            raise \"the block\"\n"
                  "    except Error as e: print e\n"
                  "    try:\n"
                  "        group:\n"
                  "            spawn fails_too()\n"
                  "            sleep 1ms\n"
                  "            raise \"the block\"\n"
                  "    except Error as e: print e\n"
                  "    try:\n"
                  "        group:\n"
                  "            spawn bad(0ms, \"early\")\n"
                  "            try: sleep 1s\n"
                  "            except Cancelled: spawn tidy(1ms, \"late\")\n"
                  "    except Error as e: print e\n"
                  "    print \"cancelled no more\"\n"
                  "    sleep 1ms\n"
                  "    print \"at all\"\n",
         IL_OUTCOME_FINISHED,
         "10ms print tidy a tidies up\n10ms print tidy#2 b tidies up\n10ms print main so does the block\n"
         "10ms print main one; on the way\n10ms print main the block\n11ms print main on the way; the block\n"
         "11ms print main early; tidy cannot be spawned: the group is being cancelled\n"
         "11ms print main cancelled no more\n12ms print main at all\n");
}

static void
test_timeout (void)
{
  check (
      WORK TIDY "event never\n"
                "task main:\n"
                "    timeout 10ms: await work(1ms, \"in time\")\n"
                "    timeout 10ms:\n"
                "        wait never\n"
                "    except Timeout as e: print e\n"
                "    try:\n"
                "        timeout 10ms: await tidy(1s, \"called\")\n"
                "    except Error as e: print e\n"
                "    finally: print \"finally\"\n"
                "    timeout 20ms:\n"
                "        timeout 10ms: gather tidy(1s, \"x\"), tidy(1s, \"y\")\n"
                "        except Timeout as e: print \"inner {e}\"\n"
                "        sleep 1s\n"
                "    except Timeout as e: print \"outer {e}\"\n"
                "    timeout 10ms:\n"
                "        try: sleep 1s\n"
                "        finally: raise \"instead\"\n"
                "    except Timeout: print \"no\"\n"
                "    except Error as e: print e\n"
                "    timeout -1ms: sleep 1ms\n"
                "    except Timeout as e: print e\n"
                "    timeout 0: print \"nothing to wait for\"\n"
                "    repeat 2:\n"
                "        timeout 10ms: break\n"
                "    print \"left\"\n",
      IL_OUTCOME_FINISHED,
      "1ms print main in time\n11ms print main timed out after 10ms\n21ms print main called tidies up\n"
      "21ms print main timed out after 10ms\n21ms print main finally\n31ms print tidy x tidies up\n"
      "31ms print tidy#2 y tidies up\n31ms print main inner timed out after 10ms\n41ms print main outer timed out after 20ms\n"
      "51ms print main instead\n51ms print main timed out after -1ms\n51ms print main nothing to wait for\n51ms print main left\n");
}

/* A cancel that the task swallowed before is not the timeout's business; one that came with it is somebody else's. */
static void
test_timeout_and_cancel (void)
{
  check ("task swallows:\n"
         "    try: sleep 1s\n"
         "    except Cancelled: print \"swallowed\"\n"
         "    timeout 10ms: sleep 1s\n"
         "    except Timeout as e: print e\n"
         "task both:\n"
         "    try:\n"
         "        timeout 10ms:\n"
         "            try: sleep 1s\n"
         "            finally: sleep 10ms\n"
         "    except Timeout: print \"no\"\n"
         "    except Cancelled: print \"somebody else\"\n"
         "task main:\n"
         "    s = spawn swallows()\n"
         "    b = spawn both()\n"
         "    sleep 15ms\n"
         "    cancel b\n"
         "    await b\n"
         "    cancel s\n"
         "    await s\n",
         IL_OUTCOME_FINISHED,
         "15ms print both somebody else\n15ms print swallows swallowed\n25ms print swallows timed out after 10ms\n");
}

static void
test_cancel (void)
{
  check_events ("task t: print \"never\"\n"
                "task main:\n"
                "    h = spawn t()\n"
                "    cancel h\n"
                "    try: await h\n"
                "    except Cancelled as e: print \"cancelled{e}\"\n"
                "    cancel h\n",
                "cancel exit print", IL_OUTCOME_FINISHED,
                "0ms cancel t by main\n0ms exit t cancelled\n0ms print main cancelled\n0ms exit main return\n");
  check (
      TIDY
      "queue q\n"
      "task inner:\n    try: sleep 1s\n    except Cancelled: return \"inner goes on\"\n"
      "task outer: print await spawn inner()\n"
      "task returns:\n    cancel get q\n    return 5\n"
      "task goes_on:\n    cancel get q\n    print \"still here\"\n    try: sleep 0\n    except Cancelled: print \"now\"\n    sleep 1ms\n"
      "    print \"and on\"\n"
      "task slowly:\n"
      "    try:\n"
      "        try: sleep 1s\n"
      "        finally:\n"
      "            sleep 10ms\n"
      "            print \"waited\"\n"
      "    finally: print \"last\"\n"
      "task ends(h):\n"
      "    try: print await h\n"
      "    except Cancelled: print \"it was cancelled\"\n"
      "task main:\n"
      "    h = spawn tidy(1s, \"a\")\n"
      "    sleep 1ms\n"
      "    cancel h\n"
      "    await ends(h)\n"
      "    h = spawn outer()\n"
      "    sleep 1ms\n"
      "    cancel h\n"
      "    await h\n"
      "    h = spawn returns()\n"
      "    put q h\n"
      "    await ends(h)\n"
      "    h = spawn goes_on()\n"
      "    put q h\n"
      "    await h\n"
      "    h = spawn slowly()\n"
      "    sleep 1ms\n"
      "    cancel h\n"
      "    await ends(h)\n"
      "    h = spawn slowly()\n"
      "    sleep 1ms\n"
      "    cancel h\n"
      "    sleep 1ms\n"
      "    cancel h\n"
      "    await ends(h)\n",
      IL_OUTCOME_FINISHED,
      "1ms print tidy a tidies up\n1ms print main it was cancelled\n2ms print outer inner goes on\n"
      "2ms print main it was cancelled\n2ms print goes_on still here\n2ms print goes_on now\n3ms print goes_on and on\n"
      "14ms print slowly waited\n14ms print slowly last\n14ms print main it was cancelled\n"
      "16ms print slowly#2 last\n16ms print main it was cancelled\n");
}

/* What is open in a generator is its user's. */
static void
test_generators (void)
{
  check (
      WORK BAD "generator timed(n):\n"
               "    timeout 50ms:\n"
               "        for i in range(n):\n"
               "            sleep 20ms\n"
               "            yield i\n"
               "    except Timeout as e: yield e\n"
               "generator grouped:\n"
               "    group:\n"
               "        spawn work(20ms, \"a\")\n"
               "        yield 1\n"
               "        spawn work(10ms, \"b\")\n"
               "    yield 2\n"
               "generator fails:\n"
               "    group:\n"
               "        spawn bad(1ms, \"from a generator\")\n"
               "        yield \"never got\"\n"
               "generator gathers:\n"
               "    yield gather work(1ms, \"x\"), work(10ms, \"y\")\n"
               "    h = first spawn work(10ms, \"z\")\n"
               "    yield await shield h\n"
               "task main:\n"
               "    for x in timed(3): print x\n"
               "    for x in grouped(): print x\n"
               "    g = fails()\n"
               "    print next g\n"
               "    try: next g\n"
               "    except Error as e: print e\n"
               "    for x in gathers(): print x\n"
               "    g = grouped()\n"
               "    next g\n"
               "    close g\n"
               "    print \"closed, and the task with it\"\n",
      IL_OUTCOME_FINISHED,
      "20ms print main 0\n40ms print main 1\n50ms print main timed out after 50ms\n50ms print main 1\n60ms print work#2 b\n"
      "70ms print work a\n70ms print main 2\n70ms print main never got\n71ms print main from a generator\n"
      "72ms print work#3 x\n81ms print work#4 y\n81ms print main [\"x\", \"y\"]\n91ms print work#5 z\n91ms print main z\n"
      "91ms print main closed, and the task with it\n");
}

/* The errors that nobody caught, task by task: where each began, and who awaited whom. */
static void
check_errors (const char *text, const char *expected)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autoptr (GString) got = g_string_new (NULL);
  const GPtrArray *errors = il_run_errors (run);

  for (guint i = 0; i < errors->len; i++) {
    const IlRunError *error = g_ptr_array_index (errors, i);

    g_string_append_printf (got, "%u %s: %s", error->line, error->task, error->message);
    if (error->awaiter)
      g_string_append_printf (got, "; %s awaits %s", error->awaiter, error->awaited);
    g_string_append_c (got, '\n');
  }
  g_assert_cmpstr (got->str, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FAILED);
}

static void
test_tracebacks (void)
{
  check_errors (
      BAD "task groups:\n"
          "    group:\n"
          "        spawn bad(1ms, \"deep\")\n"
          "        sleep 1s\n"
          "task gathers:\n"
          "    gather groups()\n"
          "task main:\n"
          "    await shield gathers()\n",
      "3 bad: deep; main awaits gathers (line 11), which awaits groups (line 9), which awaits bad (line 5)\n");
  check_errors (BAD "task main:\n"
                    "    group:\n"
                    "        spawn bad(1ms, \"one\")\n"
                    "        spawn bad(1ms, \"two\")\n",
                "3 bad: one; two; main awaits bad (line 5)\n");
  check_errors (BAD "task main:\n"
                    "    spawn bad(2ms, \"nobody asked\")\n"
                    "    h = first spawn bad(1ms, \"nor for this\")\n"
                    "    timeout 5ms: sleep 1s\n",
                "7 main: timed out after 5ms\n3 bad: nobody asked\n3 bad#2: nor for this\n");
}

/* Whatever is open is left at once where the run ends before it: nothing of it runs any more, or is leaked. */
#define OPEN                                                                                                                            \
  "event e\ncondition c\nbarrier b = 9\nqueue q\n"                                                                                      \
  "task t:\n    try: wait e\n    finally: print \"never\"\n"                                                                            \
  "generator g:\n    timeout 1s:\n        group:\n            spawn t()\n            yield 1\n            wait e\n"                     \
  "task in_group:\n    group:\n        spawn t()\n        with c: wait c\n"                                                             \
  "task in_gather: gather t(), t()\n"                                                                                                   \
  "task in_first: first spawn t(), spawn t()\n"                                                                                         \
  "task in_shield: await shield t()\n"                                                                                                  \
  "task in_barrier: wait b\n"                                                                                                           \
  "task in_generator:\n    for x in g(): pass\n"                                                                                        \
  "task unbegun(x): print x\n"                                                                                                          \
  "task opens:\n    group:\n        spawn in_group()\n        spawn in_gather()\n        spawn in_first()\n        spawn in_shield()\n" \
  "        spawn in_barrier()\n        spawn in_generator()\n"

static void
test_left_open (void)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);

  check_events ("event e\ntask main:\n    timeout 5ms:\n        try: wait e\n        finally: wait e\n", "print",
                IL_OUTCOME_DEADLOCK, "");
  options.max_steps = 500;
  options.clock = IL_CLOCK_WALL; /* on which a timer of a second is a long way off */
  g_autoptr (IlRun) run = run_text (
      OPEN
      "task main:\n    spawn opens()\n    sleep 1ms\n    spawn unbegun([\"a\", 1])\n    h = spawn unbegun(\"b\" + \"c\")\n"
      "    cancel h\n    while true: pass\n",
      &options);
  g_autofree char *got = output_text (il_run_recording (run));
  g_assert_cmpstr (got, ==, "");
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_LIMIT);
}

static void
test_awaits_itself (void)
{
  check (
      "queue q\ntask t:\n    h = get q\n    try: gather h\n    except Error as e: print e\n    try: await h\n    except Error as e: print e\n"
      "task main:\n    put q spawn t()\n",
      IL_OUTCOME_FINISHED,
      "0ms print t t awaits itself, which would never end\n0ms print t t awaits itself, which would never end\n");
}

static void
test_wrong_values (void)
{
  check ("event e\nmutex m\ntask t: pass\nfunction three: return 3\n"
         "task main:\n"
         "    h = spawn t()\n"
         "    o = m\n    text = \"h\"\n"
         "    try: gather three()\n    except Error as x: print x\n"
         "    try: gather h, text\n    except Error as x: print x\n"
         "    try: gather [h, o]\n    except Error as x: print x\n"
         "    try: first []\n    except Error as x: print x\n"
         "    try: await shield none\n    except Error as x: print x\n"
         "    try: cancel 5ms\n    except Error as x: print x\n"
         "    try: wait o\n    except Error as x: print x\n"
         "    try: set three()\n    except Error as x: print x\n"
         "    try:\n        timeout three(): pass\n    except Error as x: print x\n",
         IL_OUTCOME_FINISHED,
         "0ms print main gather needs task handles, as 'spawn' returns them, not the integer 3\n"
         "0ms print main gather needs a task handle, as 'spawn' returns it, not the string \"h\"\n"
         "0ms print main gather needs task handles, as 'spawn' returns them, and 'm' is a mutex\n"
         "0ms print main first needs at least one task: the list is empty\n"
         "0ms print main shield needs a task handle, as 'spawn' returns it, not none\n"
         "0ms print main cancel needs a task handle, as 'spawn' returns it, not the duration 5ms\n"
         "0ms print main 'wait' needs an event, a condition or a barrier, and 'm' is a mutex\n"
         "0ms print main 'set' needs an event, not the integer 3\n"
         "0ms print main timeout needs a duration such as 5ms, not the integer 3\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/coop-tasks/gather", test_gather);
  g_test_add_func ("/models/coop-tasks/gather-events", test_gather_events);
  g_test_add_func ("/models/coop-tasks/first", test_first);
  g_test_add_func ("/models/coop-tasks/shield", test_shield);
  g_test_add_func ("/models/coop-tasks/group", test_group);
  g_test_add_func ("/models/coop-tasks/group-fails", test_group_fails);
  g_test_add_func ("/models/coop-tasks/timeout", test_timeout);
  g_test_add_func ("/models/coop-tasks/timeout-and-cancel", test_timeout_and_cancel);
  g_test_add_func ("/models/coop-tasks/cancel", test_cancel);
  g_test_add_func ("/models/coop-tasks/generators", test_generators);
  g_test_add_func ("/models/coop-tasks/tracebacks", test_tracebacks);
  g_test_add_func ("/models/coop-tasks/left-open", test_left_open);
  g_test_add_func ("/models/coop-tasks/awaits-itself", test_awaits_itself);
  g_test_add_func ("/models/coop-tasks/wrong-values", test_wrong_values);
  return g_test_run ();
}

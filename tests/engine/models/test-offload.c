/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/language/load.h"
#include "engine/language/text/diagnostics.h"
#include "tests/engine/models/run-text.h"

/* `thread f(x)` and `process f(x)`. */

static void
check (IlModelKind model, IlClockKind clock, const char *text, const char *kinds, IlOutcome outcome,
       const char *expected)
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
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
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
#define ERRORS(word)                                                                                                   \
  "function inner(x): return 7 // x\n"                                                                                 \
  "task bad(x):\n"                                                                                                     \
  "    sleep 1ms\n"                                                                                                    \
  "    return inner(x)\n"                                                                                              \
  "task main:\n"                                                                                                       \
  "    try: await " word " bad(0)\n"                                                                                   \
  "    except Error as e: print e\n"                                                                                   \
  "    await " word " bad(0)\n"

static void
test_errors (void)
{
  for (guint i = 0; i < 2; i++)
    for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
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

  /* A process can keep one in its own copy of a shared variable. */
  check_output ("shared kept = none\n"
                "generator numbers(n):\n"
                "    repeat n as i: yield i\n"
                "task keeps:\n"
                "    kept = numbers(2)\n"
                "    next kept\n"
                "    return \"{kept} {next kept}\"\n"
                "task main: print \"{await process keeps()} {kept}\"\n",
                "numbers 1 none\n");
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

/* Beside an event loop, or in another process, nothing of the tasks' side can be used. */

#define REFUSALS(word)                                                                                                 \
  "mutex m\nqueue q\nevent e\ncondition c\ndevice d = 1\nshared h = none\n"                                            \
  "task other: pass\n"                                                                                                 \
  "task waits: wait e\n"                                                                                               \
  "task sets: set e\n"                                                                                                 \
  "task locks:\n    with m: pass\n"                                                                                    \
  "task spawns: spawn other()\n"                                                                                       \
  "task awaits: await h\n"                                                                                             \
  "task puts: put_nowait q 1\n"                                                                                        \
  "task gets:\n    for x in q: pass\n"                                                                                 \
  "task reads: io d 1ms\n"                                                                                             \
  "task groups:\n    group: pass\n"                                                                                    \
  "task hurries:\n    timeout 1s: pass\n"                                                                              \
  "task nests: await thread other()\n"                                                                                 \
  "task main:\n"                                                                                                       \
  "    try: await " word " waits()\n    except Error as x: print x\n"                                                  \
  "    try: await " word " sets()\n    except Error as x: print x\n"                                                   \
  "    try: await " word " locks()\n    except Error as x: print x\n"                                                  \
  "    try: await " word " spawns()\n    except Error as x: print x\n"                                                 \
  "    try: await " word " puts()\n    except Error as x: print x\n"                                                   \
  "    try: await " word " gets()\n    except Error as x: print x\n"                                                   \
  "    try: await " word " reads()\n    except Error as x: print x\n"                                                  \
  "    try: await " word " groups()\n    except Error as x: print x\n"                                                 \
  "    try: await " word " hurries()\n    except Error as x: print x\n"                                                \
  "    try: await " word " nests()\n    except Error as x: print x\n"

static char *
refusals (const char *where)
{
  static const char *const words[] = { "wait",   "waits",      "set",     "sets",    "acquire", "locks",     "spawn",
                                       "spawns", "put_nowait", "puts",    "get",     "gets",    "io DEVICE", "reads",
                                       "group",  "groups",     "timeout", "hurries", "thread",  "nests" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i += 2)
    g_string_append_printf (text, "'%s' is not possible in %s, which runs in a %s\n", words[i], words[i + 1], where);
  return g_string_free (text, FALSE);
}

static void
test_refusals (void)
{
  g_autofree char *thread = refusals ("thread beside the event loop: tasks and objects are the loop's");
  g_autofree char *process = refusals ("process of its own: tasks and objects are the other's");

  check_output (REFUSALS ("process"), process);
  for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
    check (IL_MODEL_COOP, (IlClockKind) clock, REFUSALS ("thread"), NULL, IL_OUTCOME_FINISHED, thread);
}

/* Where every task is a thread anyway, or nothing goes on beside, all of it can be. */
static void
test_threads_use_objects (void)
{
  static const char text[] = "mutex m\n"
                             "queue q = 3\n"
                             "task other(x): return x\n"
                             "task busy:\n"
                             "    with m: put q await spawn other(5)\n"
                             "    return await thread other(get q)\n"
                             "task main: print await thread busy()\n";

  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_THREADS; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check ((IlModelKind) model, (IlClockKind) clock, text, NULL, IL_OUTCOME_FINISHED, "5\n");
}

/* Fewer workers than work, and one process: the others wait in line, first come first served. */
static void
test_line (void)
{
  static const char text[] =
      "machine:\n"
      "    workers 2\n"
      "task slow(n):\n"
      "    sleep 10ms\n"
      "    print n\n"
      "task start_process(n): await process slow(n)\n"
      "task main:\n"
      "    hs = [spawn thread slow(1), spawn thread slow(2), spawn thread slow(3), spawn thread slow(4)]\n"
      "    ps = [spawn start_process(5), spawn start_process(6)]\n"
      "    gather hs\n"
      "    gather ps\n";

  /* The lanes of slow, in the order of their numbers: 1 and 2 at once, 3 and 4 then; and one process after the other.
   */
  check (
      IL_MODEL_COOP, IL_CLOCK_VIRTUAL, text, "print", IL_OUTCOME_FINISHED,
      "10ms print slow 1\n10ms print slow#2 2\n10ms print slow#5 5\n20ms print slow#3 3\n20ms print slow#4 4\n20ms print slow#6 6\n");
  check (
      IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, text, "print", IL_OUTCOME_FINISHED,
      "10ms print slow 1\n10ms print slow#2 2\n10ms print slow#5 5\n20ms print slow#3 3\n20ms print slow#4 4\n20ms print slow#6 6\n");
}

#define CANCELLED_THREAD(length, deadline, limit)                                                                      \
  "machine:\n"                                                                                                         \
  "    workers 1\n"                                                                                                    \
  "task slow(n):\n"                                                                                                    \
  "    try:\n"                                                                                                         \
  "        sleep " length "\n"                                                                                         \
  "        print \"done {n}\"\n"                                                                                       \
  "    finally: print \"finally {n}\"\n"                                                                               \
  "    raise \"nobody hears this\"\n"                                                                                  \
  "task main:\n"                                                                                                       \
  "    h = spawn thread slow(2)\n"                                                                                     \
  "    timeout " deadline ": await thread slow(1)\n"                                                                   \
  "    except Timeout as e: print e\n"                                                                                 \
  "    cancel h\n"                                                                                                     \
  "    try: await h\n"                                                                                                 \
  "    except Cancelled: print \"cancelled\"\n"                                                                        \
  "    print now() < " limit "\n"

/* A timeout or a cancel ends the wait. A thread goes on all the same, and the run with it; what is in line never
 * begins; a process is killed. (It has a second to print, as a sanitizer makes its beginning slow.) */
static void
test_cancel (void)
{
  static const char thread[] = CANCELLED_THREAD ("10ms", "4ms", "9ms");
  static const char process[] = "task slow:\n"
                                "    try:\n"
                                "        print \"begun\"\n"
                                "        sleep 1min\n"
                                "        print \"never\"\n"
                                "    finally: print \"nor this\"\n"
                                "task burns:\n"
                                "    cpu 1min\n"
                                "    print \"never\"\n"
                                "function quick: return 1\n"
                                "task main:\n"
                                "    timeout 1s: await process slow()\n"
                                "    except Timeout as e: print e\n"
                                "    timeout 100ms: await process burns()\n"
                                "    except Timeout as e: print e\n"
                                "    print await process quick()\n"
                                "    assert now() < 20s\n";

  check (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, thread, "print exit", IL_OUTCOME_FINISHED,
         "4ms print main timed out after 4ms\n"
         "4ms exit slow#2 cancelled\n"
         "4ms exit thread slow cancelled\n"
         "4ms print main cancelled\n"
         "4ms print main true\n"
         "4ms exit main return\n"
         "10ms print slow done 1\n"
         "10ms print slow finally 1\n"
         "10ms exit slow error\n");
  check (IL_MODEL_COOP, IL_CLOCK_WALL, CANCELLED_THREAD ("900ms", "50ms", "800ms"), NULL, IL_OUTCOME_FINISHED,
         "timed out after 50ms\ncancelled\ntrue\ndone 1\nfinally 1\n");
  check (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, thread, NULL, IL_OUTCOME_FINISHED,
         "timed out after 4ms\ncancelled\ntrue\ndone 1\nfinally 1\n");
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check ((IlModelKind) model, (IlClockKind) clock, process, NULL, IL_OUTCOME_FINISHED,
             "begun\ntimed out after 1s\ntimed out after 100ms\n1\n");
}

/* A run that is stopped leaves no thread and no child behind. */

static void
expect_no_child (void)
{
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
}

static IlRun *
begin_text (const char *text, IlModelKind model, IlClockKind clock)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  IlRunOptions options = run_options (model);
  g_autoptr (GError) error = NULL;

  options.clock = clock;
  options.cores = 2;
  options.max_steps = G_MAXINT64;
  IlRun *run = il_run_new (program, &options, &error);
  g_assert_no_error (error);
  il_run_start (run);
  return run;
}

#define FOR_EVER(word)                                                                                                 \
  "task other:\n"                                                                                                      \
  "    while true: cpu 1ms\n"                                                                                          \
  "task sleeps:\n"                                                                                                     \
  "    while true: sleep 1ms\n"                                                                                        \
  "task main:\n"                                                                                                       \
  "    spawn " word " other()\n"                                                                                       \
  "    spawn " word " sleeps()\n"                                                                                      \
  "    await " word " other()\n"

static void
test_stop (void)
{
  for (guint i = 0; i < 2; i++)
    for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
      for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
        g_autoptr (IlRun) run =
            begin_text (i == 0 ? FOR_EVER ("thread") : FOR_EVER ("process"), (IlModelKind) model, (IlClockKind) clock);

        g_usleep (30000);
        g_assert_false (il_run_is_over (run));
        il_run_stop (run);
        il_run_wait (run);
        g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_STOPPED);
        expect_no_child ();
      }
}

/* The only child of this process, once there is one. */
static pid_t
find_child (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int) getpid ());

  for (;;) {
    g_autoptr (GDir) threads = g_dir_open (path, 0, NULL);
    const char *thread;

    while ((thread = g_dir_read_name (threads))) {
      g_autofree char *list = g_build_filename (path, thread, "children", NULL), *children = NULL;

      if (g_file_get_contents (list, &children, NULL, NULL) && atoi (children) > 0)
        return atoi (children);
    }
    g_usleep (1000);
  }
}

/* A child that somebody kills is an error that says so, and the run goes on. */
static void
test_killed (void)
{
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++) {
    g_autoptr (IlRun) run = begin_text ("task long: sleep 1min\n"
                                        "task main:\n"
                                        "    try: await process long()\n"
                                        "    except Error as e: print e\n",
                                        (IlModelKind) model, IL_CLOCK_WALL);

    kill (find_child (), SIGKILL);
    il_run_wait (run);
    g_autofree char *output = output_text (il_run_recording (run));
    g_assert_cmpstr (output, ==, "long did not come to its end: the process was killed by signal 9 (Killed)\n");
    g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
    expect_no_child ();
  }
}

/* Limits hold there too. */
static void
test_limits (void)
{
  static const char steps[] = "task counts:\n"
                              "    i = 0\n"
                              "    while true: i = i + 1\n";
  static const char depth[] = "function deep(n): return deep(n + 1)\n";

  for (guint i = 0; i < 2; i++)
    for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
      for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
        const char *word = i == 0 ? "thread" : "process";
        g_autofree char *loops = g_strdup_printf ("%stask main: await %s counts()\n", steps, word);
        g_autofree char *sinks =
            g_strdup_printf ("%stask main:\n    try: await %s deep(0)\n    except Error as e: print e\n", depth, word);
        IlRunOptions options = run_options ((IlModelKind) model);

        options.clock = (IlClockKind) clock;
        options.max_steps = 100000;
        g_autoptr (IlRun) run = run_text (loops, &options);
        g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_LIMIT);
        g_autoptr (IlRun) sunk = run_text (sinks, &options);
        g_autofree char *output = output_text (il_run_recording (sunk));
        g_assert_true (g_str_has_prefix (output, "calls nest too deeply"));
      }
}

/* Who waits in a thread for what nobody gives is in a deadlock that says so. */
static void
test_deadlock (void)
{
  static const char text[] = "event e\n"
                             "task hangs: wait e\n"
                             "task main: await thread hangs()\n";

  for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
    check (IL_MODEL_THREADS, (IlClockKind) clock, text, NULL, IL_OUTCOME_DEADLOCK, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/offload/results", test_results);
  g_test_add_func ("/offload/values", test_values);
  g_test_add_func ("/offload/shared", test_shared);
  g_test_add_func ("/offload/does-not-travel", test_does_not_travel);
  g_test_add_func ("/offload/errors", test_errors);
  g_test_add_func ("/offload/generators", test_generators);
  g_test_add_func ("/offload/beside", test_beside);
  g_test_add_func ("/offload/refusals", test_refusals);
  g_test_add_func ("/offload/threads-use-objects", test_threads_use_objects);
  g_test_add_func ("/offload/line", test_line);
  g_test_add_func ("/offload/cancel", test_cancel);
  g_test_add_func ("/offload/stop", test_stop);
  g_test_add_func ("/offload/killed", test_killed);
  g_test_add_func ("/offload/limits", test_limits);
  g_test_add_func ("/offload/deadlock", test_deadlock);
  return g_test_run ();
}

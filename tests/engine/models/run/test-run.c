/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "tests/engine/models/run-text.h"

#include <string.h>

/* What holds for every model: stopping, limits, errors, determinism. */

static const IlModelKind models[] = { IL_MODEL_SYNC, IL_MODEL_THREADS, IL_MODEL_COOP };

static IlRun *
start_text (const char *text, const IlRunOptions *options)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  IlRun *run = il_run_new (program, options, NULL);

  g_assert_nonnull (run);
  il_run_start (run);
  return run;
}

/* Every model ends when it is asked to, wherever it is. */
static void
check_stop (const char *text, IlClockKind clock)
{
  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    IlRunOptions options = run_options (models[i]);

    options.clock = clock;
    g_autoptr (IlRun) run = start_text (text, &options);
    g_usleep (20000);
    g_assert_false (il_run_is_over (run));
    il_run_stop (run);
    il_run_wait (run);
    g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_STOPPED);
  }
}

static void
test_stop (gconstpointer text)
{
  check_stop (text, IL_CLOCK_VIRTUAL);
  check_stop (text, IL_CLOCK_WALL);
}

/* Only on the wall clock does time pass without anything happening. */
static void
test_stop_asleep (gconstpointer text)
{
  check_stop (text, IL_CLOCK_WALL);
}

static void
check_limit (const char *text, const IlRunOptions *given, IlOutcome outcome, const char *note)
{
  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    IlRunOptions options = *given;

    options.model = models[i];
    g_autoptr (IlRun) run = run_text (text, &options);
    g_autofree char *notes = events_text (il_run_recording (run), "note");

    g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
    if (!strstr (notes, note))
      g_error ("%s: '%s' is not in: %s", il_model_name (models[i]), note, notes);
  }
}

/* Two bursts of 292 years in turns of 2 ms are more switches than any trace has room for. */
static void
test_limit_of_turns (void)
{
  const char *text = "task t:\n    cpu 9223372036s\nstart t\nstart t\n";
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.max_records = 1000;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *notes = events_text (il_run_recording (run), "note");
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_LIMIT);
  g_assert_nonnull (strstr (notes, "more than 1000 records were made (see --max-records; threads that take turns make "
                                   "fewer with a longer --quantum)"));
}

static void
test_limits (void)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);

  options.max_steps = 100000;
  check_limit ("task main:\n    while true:\n        pass\n", &options, IL_OUTCOME_LIMIT,
               "more than 100000 statements");

  options = run_options (IL_MODEL_COOP);
  options.max_records = 1000;
  check_limit ("task main:\n    while true:\n        sleep 1ms\n", &options, IL_OUTCOME_LIMIT,
               "more than 1000 records");

  options = run_options (IL_MODEL_COOP);
  options.max_tasks = 10;
  check_limit ("task f:\n    pass\ntask main:\n    repeat 20:\n        await spawn f()\n", &options, IL_OUTCOME_FAILED,
               "10 tasks were made already");

  options = run_options (IL_MODEL_COOP);
  options.max_depth = 50;
  check_limit ("task f(n):\n    await f(n + 1)\ntask main:\n    await f(0)\n", &options, IL_OUTCOME_FAILED, "too deep");
}

/* Memory that strings and lists take, which is free again once nobody has them; and the texts of the recording. */
static void
test_limit_of_memory (void)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);

  options.max_memory = 4 * 1024 * 1024;
  check_limit ("task main:\n    l = []\n    while true:\n        l = l + [\"x\" * 1000 + \"{len(l)}\"]\n", &options,
               IL_OUTCOME_FAILED,
               "line 4: main: strings and lists take too much memory (limit 4 MiB; see --max-memory)");
  check_limit ("task main:\n    s = \"x\"\n    while true:\n        s = \"{s}{s}\"\n", &options, IL_OUTCOME_FAILED,
               "line 4: main: strings and lists take");
  check_limit ("task main:\n    l = range(900000)\n", &options, IL_OUTCOME_FAILED,
               "line 2: main: strings and lists take");
  check_limit (
      "task main:\n    for i in range(12):\n        s = \"x\" * 500000\n    assert false, \"all free again\"\n",
      &options, IL_OUTCOME_FAILED, "all free again");
  check_limit ("task main:\n    for i in range(100000):\n        print \"{i}\" * 1000\n", &options, IL_OUTCOME_LIMIT,
               "stopped: the texts in the trace take more than 4 MiB (see --max-memory)");
}

/* Generators that have begun and not ended count as tasks, and their stacks as memory. */
static void
test_limit_of_generators (void)
{
  static const char *const text =
      "generator g:\n    yield 1\ntask main:\n    repeat 2000:\n        x = g()\n        next x\n";

  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    IlRunOptions options = run_options (models[i]);

    options.max_tasks = 1000;
    check_limit (text, &options, IL_OUTCOME_FAILED,
                 "line 6: main: generator g#1000 cannot begin: 1000 tasks and suspended generators are there already");
    check_limit (
        "generator g:\n    yield 1\ntask main:\n    repeat 2000:\n        x = g()\n        next x\n        close x\n"
        "    assert false, \"all ended again\"\n",
        &options, IL_OUTCOME_FAILED, "all ended again");
    options = run_options (models[i]);
    options.max_memory = 4 * 1024 * 1024;
    check_limit (text, &options, IL_OUTCOME_FAILED, "generators, strings and lists take too much memory (limit 4 MiB");
    options = run_options (models[i]);
    options.max_depth = 1000000;
    check_limit ("generator g(n):\n    x = g(n + 1)\n    yield next x\ntask main:\n    x = g(0)\n    next x\n",
                 &options, IL_OUTCOME_FAILED, "have used up the task's stack");
  }
}

/* Tasks that wait have not run the statements that they were granted. */
static void
test_many_wait (void)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);

  options.max_steps = 100000;
  g_autoptr (IlRun) run =
      run_text ("task f:\n    sleep 1ms\ntask main:\n    repeat 2000:\n        spawn f()\n", &options);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
}

/* The default depth is reached, not the end of a stack. */
static void
test_default_depth (void)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);

  check_limit ("function f(n):\n    return 1 + f(n + 1)\ntask main:\n    print \"{f(0)}\"\n", &options,
               IL_OUTCOME_FAILED, "too deep");
  check_limit ("function f(n):\n    if n == 0:\n        return 0\n    return 1 + f(n - 1)\n"
               "task main:\n    assert f(200) == 201, \"{f(200)} is right\"\n",
               &options, IL_OUTCOME_FAILED, "200 is right");
}

/* An error that nobody awaits is told at the end; one that somebody awaits is told once. */
static void
test_errors (void)
{
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (IlRun) run = run_text ("task f(n):\n    sleep 1ms\n    print \"{10 // n}\"\n"
                                    "task main:\n    spawn f(0)\n    spawn f(2)\n    await spawn f(0)\n",
                                    &options);
  const GPtrArray *errors = il_run_errors (run);

  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FAILED);
  g_assert_cmpuint (errors->len, ==, 2);
  g_assert_cmpuint (((IlRunError *) errors->pdata[0])->line, ==, 3);
  g_assert_cmpstr (((IlRunError *) errors->pdata[0])->task, ==, "f#3"); /* through main */
  g_assert_cmpstr (((IlRunError *) errors->pdata[1])->task, ==, "f");
}

static void
test_awaiting_oneself (void)
{
  static const char text[] =
      "queue q\ntask f:\n    h = get q\n    await h\ntask main:\n    h = spawn f()\n    put q h\n    await h\n";
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (IlRun) coop = run_text (text, &options);
  g_assert_cmpint (il_recording_outcome (il_run_recording (coop)), ==, IL_OUTCOME_FAILED);

  options.model = IL_MODEL_THREADS;
  g_autoptr (IlRun) threads = run_text (text, &options);
  g_assert_cmpint (il_recording_outcome (il_run_recording (threads)), ==, IL_OUTCOME_FAILED);
}

static const char busy[] =
    "semaphore s = 2\nqueue q = 2\n"
    "task worker(n):\n    with s:\n        cpu 1ms * n\n        io 3ms\n        put q n\n    return n\n"
    "task main:\n    handles = []\n    repeat 9 as i:\n        handles = handles + [spawn worker(i)]\n"
    "    total = 0\n    repeat 9:\n        total = total + get q\n"
    "    for h in handles:\n        total = total + await h\n    print \"{total}\"\n";

/* The virtual clock: the same events on every run. */
static void
test_determinism (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (models); i++) {
    IlRunOptions options = run_options (models[i]);
    g_autoptr (IlRun) first = run_text (busy, &options);
    g_autoptr (IlRun) second = run_text (busy, &options);
    g_autofree char *one = events_text (il_run_recording (first), NULL);
    g_autofree char *two = events_text (il_run_recording (second), NULL);
    g_autofree char *output = output_text (il_run_recording (first));

    g_assert_cmpstr (one, ==, two);
    g_assert_cmpstr (output, ==, "72\n");
  }
}

/* The same program comes to the same result on the wall clock. */
static void
test_wall_clock (void)
{
  for (guint i = 1; i < G_N_ELEMENTS (models); i++) {
    IlRunOptions options = run_options (models[i]);

    options.clock = IL_CLOCK_WALL;
    g_autoptr (IlRun) run = run_text (busy, &options);
    g_autofree char *output = output_text (il_run_recording (run));

    g_assert_cmpstr (output, ==, "72\n");
    g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
    /* 36 ms of computing, of which threads share two cores at a time */
    g_assert_cmpint (il_recording_end (il_run_recording (run)), >=, models[i] == IL_MODEL_COOP ? 36000000 : 18000000);
  }
}

/* What a task draws hangs on the seed and on who spawned it, not on when it runs. */
static void
test_random (void)
{
  static const char text[] = "task roll(n):\n"
                             "    sleep uniform(0ms, 3ms)\n"
                             "    return [uniform(1, 1000000), exponential(1s), choice(range(1000))]\n"
                             "task main:\n"
                             "    rolls = [spawn roll(1), spawn roll(2), spawn roll(3)]\n"
                             "    for r in rolls: print await r\n"
                             "start main\nstart main at 1ms\n";
  g_autofree char *first = NULL;

  for (guint seed = 7; seed <= 8; seed++)
    for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++) {
      IlRunOptions options = run_options ((IlModelKind) model);

      options.seed = seed;
      g_autoptr (IlRun) run = run_text (text, &options);
      g_autofree char *output = output_text (il_run_recording (run));
      g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

      /* The two mains print in turns that the model decides. */
      g_assert_cmpuint (g_strv_length (lines), ==, 7);
      for (guint i = 0; i < 6; i++)
        for (guint j = i + 1; j < 6; j++)
          if (strcmp (lines[i], lines[j]) > 0) {
            char *other = lines[i];

            lines[i] = lines[j];
            lines[j] = other;
          }
      g_autofree char *sorted = g_strjoinv ("\n", lines);
      if (!first)
        first = g_steal_pointer (&sorted);
      else if (seed == 7)
        g_assert_cmpstr (sorted, ==, first);
      else
        g_assert_cmpstr (sorted, !=, first);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/run/stop/computing", "task main:\n    while true:\n        pass\n", test_stop);
  g_test_add_data_func ("/run/stop/giving-way", "task main:\n    while true:\n        sleep 0\n", test_stop);
  g_test_add_data_func ("/run/stop/burst", "task main:\n    cpu 100s\n", test_stop_asleep);
  g_test_add_data_func ("/run/stop/asleep", "task main:\n    sleep 100s\n", test_stop_asleep);
  g_test_add_data_func ("/run/stop/io", "task main:\n    io 100s\n", test_stop_asleep);
  g_test_add_data_func ("/run/stop/awaiting", "task f:\n    sleep 100s\ntask main:\n    h = spawn f()\n    await h\n",
                        test_stop_asleep);
  g_test_add_func ("/run/limits", test_limits);
  g_test_add_func ("/run/limit-of-turns", test_limit_of_turns);
  g_test_add_func ("/run/limit-of-memory", test_limit_of_memory);
  g_test_add_func ("/run/limit-of-generators", test_limit_of_generators);
  g_test_add_func ("/run/many-wait", test_many_wait);
  g_test_add_func ("/run/default-depth", test_default_depth);
  g_test_add_func ("/run/errors", test_errors);
  g_test_add_func ("/run/awaiting-oneself", test_awaiting_oneself);
  g_test_add_func ("/run/determinism", test_determinism);
  g_test_add_func ("/run/wall-clock", test_wall_clock);
  g_test_add_func ("/run/random", test_random);
  return g_test_run ();
}

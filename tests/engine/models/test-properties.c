/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "engine/models/models.h"
#include "tests/engine/models/run-text.h"

#include <string.h>

/* What must hold: after every step, and when every task has ended. */

static IlProgram *
load (const char *text)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  IlProgram *program = il_program_new ("test", text, strlen (text), diagnostics);

  if (!program) {
    g_autofree char *why = il_diagnostics_format (diagnostics, "test", text);

    g_error ("%s", why);
  }
  return program;
}

/* Runs TEXT; EXPECTED is its output, then "LINE TASK: MESSAGE" for each error. */
static void
check (IlModelKind model, IlClockKind clock, const char *text, IlOutcome outcome, const char *expected)
{
  g_autoptr (IlProgram) program = load (text);
  IlRunOptions options = run_options (model);
  g_autoptr (GError) error = NULL;

  options.clock = clock;
  g_autoptr (IlRun) run = il_run_new (program, &options, &error);
  g_assert_no_error (error);
  il_run_start (run);
  il_run_wait (run);

  g_autoptr (GString) got = g_string_new (NULL);
  g_autofree char *printed = output_text (il_run_recording (run));
  const GPtrArray *errors = il_run_errors (run);
  g_string_append (got, printed);
  for (guint i = 0; i < errors->len; i++) {
    const IlRunError *failure = g_ptr_array_index (errors, i);

    g_string_append_printf (got, "%u %s: %s\n", failure->line, failure->task ? failure->task : "all", failure->message);
  }
  g_assert_cmpstr (got->str, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

static void
check_all (const char *text, IlOutcome outcome, const char *expected)
{
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++)
      check ((IlModelKind) model, (IlClockKind) clock, text, outcome, expected);
}

/* Its task's exit is the mark in the chart. */
static void
check_exit (const char *text, const char *expected)
{
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    check_run ((IlModelKind) model, IL_CLOCK_VIRTUAL, text, "exit", IL_OUTCOME_FAILED, expected);
}

static void
test_holds (void)
{
  check_all ("shared c = 0\n"
             "queue q = 2\n"
             "always 0 <= c <= 2 and len(q) <= c, \"in order\"\n"
             "ensure c == 2, \"both\"\n"
             "ensure len(q) == 2 and c, \"both\"\n"
             "task add:\n"
             "    c = c + 1\n"
             "    put q c\n"
             "task main:\n"
             "    await add()\n"
             "    await add()\n"
             "    print \"end\"\n",
             IL_OUTCOME_FINISHED, "end\n");
}

/* Nobody catches it, nothing is done any more. */
static void
test_always (void)
{
  check_all ("shared x = 0\n"
             "shared s = \"go\"\n"
             "mutex m\n"
             "always not held(m) or x == 0 or s == \"end\", \"x is {x}\"\n"
             "function bump():\n"
             "    x = x + 1\n"
             "    return x\n"
             "task inner:\n"
             "    with m:\n"
             "        print \"in\"\n"
             "        y = bump()\n"
             "        print \"never {y}\"\n"
             "task main:\n"
             "    try:\n"
             "        h = spawn inner()\n"
             "        await h\n"
             "    except Error as e:\n"
             "        print \"caught\"\n"
             "    finally:\n"
             "        print \"finally\"\n",
             IL_OUTCOME_FAILED,
             "in\n4 inner: always failed: x is 1 (held(m) = true, x = 1, s = \"go\"), broken in line 6\n");
}

/* The first that is broken is the one that is told. */
static void
test_first (void)
{
  check_all ("shared x = 0\n"
             "always x < 2, \"below 2\"\n"
             "always x < 1, \"below 1\"\n"
             "ensure x == 3, \"three\"\n"
             "task main:\n"
             "    x = 1\n"
             "    x = 2\n",
             IL_OUTCOME_FAILED, "3 main: always failed: below 1 (x = 1), broken in line 6\n");
}

static void
test_objects (void)
{
  static const struct {
    const char *declaration;
    const char *condition;
    const char *statements;
    const char *values;
    guint line;
  } cases[] = {
    { "queue o", "len(o) < 2", "    put o 1\n    put o 2\n", "len(o) = 2", 5 },
    { "queue o", "len(o) < 2", "    put_nowait o 1\n    put_nowait o 2\n", "len(o) = 2", 5 },
    { "queue o", "len(o) > 0", "    put o 1\n    x = get o\n    print x\n", "len(o) = 0", 5 },
    { "queue o", "len(o) > 0", "    put o 1\n    print get_nowait o\n", "len(o) = 0", 5 },
    { "queue o", "len(o) > 0", "    put o 1\n    for x in o:\n        print x\n", "len(o) = 0", 5 },
    { "semaphore o = 2", "free(o) > 0", "    acquire o\n    with o:\n        print \"in\"\n", "free(o) = 0", 5 },
    { "semaphore o = 2", "free(o) < 3", "    release o\n", "free(o) = 3", 4 },
    { "mutex o", "not held(o)", "    with o:\n        print \"in\"\n", "held(o) = true", 4 },
    { "mutex o", "held(o)", "    with o:\n        pass\n    print \"out\"\n", "held(o) = false", 4 },
    { "condition o", "not held(o)", "    acquire o\n    print \"in\"\n", "held(o) = true", 4 },
    { "event o", "not is_set(o)", "    set o\n", "is_set(o) = true", 4 },
    { "event o", "is_set(o)", "    set o\n    clear o\n", "is_set(o) = false", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("%s\nalways %s, \"it\"\ntask main:\n%s", cases[i].declaration,
                                             cases[i].condition, cases[i].statements);
    g_autofree char *expected =
        g_strdup_printf ("2 main: always failed: it (%s), broken in line %u\n", cases[i].values, cases[i].line);

    check_all (text, IL_OUTCOME_FAILED, expected);
  }
}

/* Every place that writes a shared variable. */
static void
test_writes (void)
{
  static const struct {
    const char *statements;
    guint line;
  } cases[] = {
    { "    repeat 3 as x:\n        pass\n", 3 },
    { "    for x in [0, 2]:\n        pass\n", 3 },
    { "    for x in range(0, 4, 2):\n        pass\n", 3 },
    { "    try: raise \"a\"\n    except Error as x: print \"never\"\n", 3 },
    { "    x = 2\n", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text =
        g_strdup_printf ("shared x = 0\nalways x == 0 or x == 1, \"it\"\ntask main:\n%s", cases[i].statements);
    g_autoptr (IlProgram) program = load (text);
    g_autoptr (GError) error = NULL;

    for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++) {
      IlRunOptions options = run_options ((IlModelKind) model);
      g_autoptr (IlRun) run = il_run_new (program, &options, &error);

      il_run_start (run);
      il_run_wait (run);
      g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FAILED);
      g_assert_cmpuint (il_run_errors (run)->len, ==, 1);
    }
  }
}

static void
test_exit (void)
{
  check_exit ("shared x = 0\nalways x == 0, \"no\"\ntask main:\n    x = 1\n", "0ms exit main error\n");
}

static void
test_not_computed (void)
{
  check_all ("shared x = 0\nalways x + 1 > 0, \"grows\"\ntask main:\n    x = \"a\"\n", IL_OUTCOME_FAILED,
             "2 main: always cannot be computed: grows: cannot add \"a\" and 1: a string and an integer (x = \"a\"), "
             "broken in line 4\n");
}

static void
test_ensure (void)
{
  check_all ("shared x = 0\n"
             "shared l = [1, \"a\"]\n"
             "ensure x == 2 or len(l) == 3, \"x {x + 1}\"\n"
             "ensure x == 1, \"one\"\n"
             "ensure l == 3, \"list\"\n"
             "task main:\n"
             "    x = x + 1\n",
             IL_OUTCOME_FAILED,
             "3 all: ensure failed: x 2 (x = 1, l = [1, \"a\"])\n5 all: ensure failed: list (l = [1, \"a\"])\n");
  /* A task that failed has ended. */
  check_all ("shared x = 0\nensure x == 1, \"one\"\ntask main:\n    raise \"a\"\n", IL_OUTCOME_FAILED,
             "2 all: ensure failed: one (x = 0)\n4 main: a\n");
  /* Nothing has ended. */
  check_all ("shared x = 0\nqueue q\nensure x == 1, \"one\"\ntask main:\n    x = get q\n", IL_OUTCOME_DEADLOCK, "");
}

/* In a thread beside the loop, and in a process, whose variables are its own. */
static void
test_offload (void)
{
  static const char text[] = "shared x = 0\n"
                             "always x < 2, \"below\"\n"
                             "function bump():\n"
                             "    x = x + 2\n"
                             "    return x\n"
                             "task main:\n"
                             "    try: print await HOW bump()\n"
                             "    except Error: print \"caught\"\n";
  g_auto (GStrv) pieces = g_strsplit (text, "HOW", 2);
  g_autofree char *thread = g_strjoinv ("thread", pieces), *process = g_strjoinv ("process", pieces);

  check_all (thread, IL_OUTCOME_FAILED, "2 bump: always failed: below (x = 2), broken in line 4\n");
  check_all (process, IL_OUTCOME_FINISHED, "2\n");
}

/* It reaches neither who awaits it, nor a group, a timeout, a generator's user. */
static void
test_uncaught (void)
{
  static const char *const texts[] = {
    "    try:\n        group:\n            spawn bad()\n            spawn other()\n    except Error: print \"no\"\n",
    "    try:\n        gather bad(), other()\n    except Error: print \"no\"\n",
    "    try:\n        timeout 5ms:\n            await bad()\n        except Timeout: print \"no\"\n    finally: print "
    "\"no\"\n",
    "    l = gather_errors bad(), other()\n    print l\n",
    "    for v in values():\n        print \"no\"\n",
    "    a = spawn bad()\n    wait_all a\n    print \"no\"\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text =
        g_strconcat ("shared x = 0\n"
                     "always x == 0, \"zero\"\n"
                     "task bad:\n    x = 1\n"
                     "task other:\n    io 1ms\n"
                     "generator values():\n    try:\n        x = 1\n        yield 1\n    finally:\n  "
                     "      print \"no\"\n"
                     "task main:\n",
                     texts[i], NULL);
    g_autoptr (IlProgram) program = load (text);
    g_autoptr (GError) error = NULL;

    for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
      for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
        IlRunOptions options = run_options ((IlModelKind) model);

        options.clock = (IlClockKind) clock;
        g_autoptr (IlRun) run = il_run_new (program, &options, &error);
        il_run_start (run);
        il_run_wait (run);
        g_autofree char *printed = output_text (il_run_recording (run));
        g_test_message ("%s, clock %u:\n%s", il_model_name (options.model), clock, texts[i]);
        g_assert_cmpstr (printed, ==, "");
        g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FAILED);
        g_assert_cmpuint (il_run_errors (run)->len, ==, 1);
      }
  }
}

/* Neither counts as a statement of the limit, and reaching a place leaves no event. */
static void
test_free (void)
{
  static const char with[] = "shared x = 0\nalways x < 9, \"a\"\nensure x == 5, \"b\"\n"
                             "task main:\n    repeat 5:\n        x = x + 1\n";
  g_autoptr (IlProgram) program = load (with);
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (GError) error = NULL;

  for (options.max_steps = 1; options.max_steps < 40; options.max_steps++) {
    g_autoptr (IlRun) run = il_run_new (program, &options, &error);

    il_run_start (run);
    il_run_wait (run);
    if (il_recording_outcome (il_run_recording (run)) == IL_OUTCOME_FINISHED)
      break;
  }
  g_assert_cmpuint (options.max_steps, <=, 13); /* repeat, five turns of two, and one to spare */
  check_run (IL_MODEL_COOP, IL_CLOCK_VIRTUAL, "task main:\n    reach \"here\"\n", NULL, IL_OUTCOME_FINISHED, "");
}

static void
test_lists (void)
{
  g_autoptr (IlProgram) program = load ("shared a = 0\nqueue q\nshared b = 0\n"
                                        "ensure b > a and b > 1, \"x\"\nalways len(q) == 0, \"{a}\"\n"
                                        "task main:\n    reach \"one\"\n    if a: reach \"two\"\n");

  g_assert_cmpuint (il_program_n_properties (program), ==, 2);
  const IlProperty *property = il_program_property (program, 0);
  g_assert_cmpint (property->kind, ==, IL_PROPERTY_ENSURE);
  g_assert_cmpuint (property->line, ==, 4);
  g_assert_cmpuint (property->n_objects, ==, 2);
  g_assert_cmpuint (property->objects[0], ==, 0);
  g_assert_cmpuint (property->objects[1], ==, 2);
  property = il_program_property (program, 1);
  g_assert_cmpint (property->kind, ==, IL_PROPERTY_ALWAYS);
  g_assert_cmpuint (property->n_objects, ==, 1);
  g_assert_cmpuint (property->objects[0], ==, 1);
  g_assert_cmpuint (il_program_n_reaches (program), ==, 2);
  g_assert_cmpstr (il_program_reach (program, 1)->text, ==, "two");
  g_assert_cmpuint (il_program_reach (program, 1)->line, ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/properties/holds", test_holds);
  g_test_add_func ("/properties/always", test_always);
  g_test_add_func ("/properties/first", test_first);
  g_test_add_func ("/properties/objects", test_objects);
  g_test_add_func ("/properties/writes", test_writes);
  g_test_add_func ("/properties/exit", test_exit);
  g_test_add_func ("/properties/not-computed", test_not_computed);
  g_test_add_func ("/properties/ensure", test_ensure);
  g_test_add_func ("/properties/offload", test_offload);
  g_test_add_func ("/properties/uncaught", test_uncaught);
  g_test_add_func ("/properties/free", test_free);
  g_test_add_func ("/properties/lists", test_lists);
  return g_test_run ();
}

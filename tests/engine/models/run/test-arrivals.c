/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* What `start` lines bring at their times. */

static void
check (IlModelKind model, const char *text, const char *kinds, const char *expected)
{
  IlRunOptions options = run_options (model);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *events = events_text (il_run_recording (run), kinds);

  g_assert_cmpstr (events, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
}

static const char text[] = "task work(d):\n    cpu d\n"
                           "start work(4ms) at 3ms\n"
                           "start work(2ms)\n"
                           "start work(1ms) at 4ms every 4ms until 12ms name \"tick\"\n";

/* Nothing runs from 2 to 3. What comes while another one runs has come, and waits. */
static void
test_sync (void)
{
  check (
      IL_MODEL_SYNC, text, "spawn resume exit",
      "0ms spawn work by nobody\n0ms resume work\n2ms exit work return\n"
      "3ms spawn work#2 by timer\n3ms resume work#2\n4ms spawn tick by timer\n7ms exit work#2 return\n"
      "7ms resume tick\n8ms spawn tick#2 by timer\n8ms exit tick return\n8ms resume tick#2\n9ms exit tick#2 return\n");
}

/* With quanta of 2 ms, tick is let in at 5. */
static void
test_threads (void)
{
  check (
      IL_MODEL_THREADS, text, "spawn resume preempt exit",
      "0ms spawn work by nobody\n0ms resume work\n2ms exit work return\n"
      "3ms spawn work#2 by timer\n3ms resume work#2\n4ms spawn tick by timer\n5ms preempt work#2 quantum\n5ms resume tick\n"
      "6ms exit tick return\n6ms resume work#2\n8ms spawn tick#2 by timer\n8ms exit work#2 return\n8ms resume tick#2\n"
      "9ms exit tick#2 return\n");
}

/* The loop is busy until 7 and sees tick's time only then; the next one is due at 8, as if nothing had been. */
static void
test_coop (void)
{
  check (
      IL_MODEL_COOP, text, "spawn resume exit",
      "0ms spawn work by nobody\n0ms resume work\n2ms exit work return\n"
      "3ms spawn work#2 by timer\n3ms resume work#2\n7ms exit work#2 return\n"
      "7ms spawn tick by timer\n7ms resume tick\n8ms exit tick return\n8ms spawn tick#2 by timer\n8ms resume tick#2\n"
      "9ms exit tick#2 return\n");
}

/* A period without `at` begins before time 0; `until` is not reached. */
static void
test_period (void)
{
  static const char ticks[] =
      "task t: pass\nstart t every 5ms until 15ms\nstart t at 5ms until 6ms every 1ms name \"u\"\n";
  static const char expected[] =
      "0ms spawn t by nobody\n5ms spawn t#2 by timer\n5ms spawn u by timer\n10ms spawn t#3 by timer\n";

  check (IL_MODEL_SYNC, ticks, "spawn", expected);
  check (IL_MODEL_THREADS, ticks, "spawn", expected);
  check (IL_MODEL_COOP, ticks, "spawn", expected);
}

static void
test_handle (void)
{
  static const char handles[] = "shared worker = none\n"
                                "task work:\n    sleep 5ms\n    return 7\n"
                                "task main: print \"{worker} {await worker}\"\n"
                                "start work at 1ms as worker name \"w\"\n"
                                "start main at 2ms\n";

  check (IL_MODEL_SYNC, handles, "print", "6ms print main w 7\n");
  check (IL_MODEL_THREADS, handles, "print", "6ms print main w 7\n");
  check (IL_MODEL_COOP, handles, "print", "6ms print main w 7\n");
}

/* Who waits for what only a later task brings is not stuck; where none is left to come, it is. */
static void
test_no_deadlock_before_the_last (void)
{
  static const IlModelKind models[] = { IL_MODEL_THREADS, IL_MODEL_COOP };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
      IlRunOptions options = run_options (models[i]);

      options.clock = (IlClockKind) clock;
      for (guint n = 1; n <= 2; n++) {
        g_autofree char *many =
            g_strdup_printf ("queue q\ntask getter:\n    repeat %u: print get q\ntask putter: put q 1\n"
                             "start getter\nstart putter at 3ms\n",
                             n);
        g_autoptr (IlRun) run = run_text (many, &options);
        g_autofree char *output = output_text (il_run_recording (run));

        g_assert_cmpstr (output, ==, "1\n");
        g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==,
                         n == 1 ? IL_OUTCOME_FINISHED : IL_OUTCOME_DEADLOCK);
        if (clock == IL_CLOCK_WALL)
          g_assert_cmpint (il_recording_end (il_run_recording (run)), >=, 3000000);
      }
    }
}

/* A period without an end comes to the limit of tasks. */
static void
test_without_end (void)
{
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    for (guint clock = IL_CLOCK_VIRTUAL; clock <= IL_CLOCK_WALL; clock++) {
      IlRunOptions options = run_options ((IlModelKind) model);

      options.clock = (IlClockKind) clock;
      options.max_tasks = 5;
      g_autoptr (IlRun) run = run_text ("mutex m\ntask t: acquire m\nstart t every 1ms\n", &options);
      g_autofree char *notes = events_text (il_run_recording (run), "note");

      if (model == IL_MODEL_SYNC) { /* the second one can never go on */
        g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_DEADLOCK);
        continue;
      }
      g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_LIMIT);
      g_assert_nonnull (g_strstr_len (notes, -1, "stopped: more than 5 tasks were made (see --max-tasks)\n"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arrivals/sync", test_sync);
  g_test_add_func ("/arrivals/threads", test_threads);
  g_test_add_func ("/arrivals/coop", test_coop);
  g_test_add_func ("/arrivals/period", test_period);
  g_test_add_func ("/arrivals/handle", test_handle);
  g_test_add_func ("/arrivals/no-deadlock-before-the-last", test_no_deadlock_before_the_last);
  g_test_add_func ("/arrivals/without-end", test_without_end);
  return g_test_run ();
}

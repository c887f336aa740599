/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

static IlRun *
run_with (IlModelKind model, guint cores, IlClockKind clock, const char *text)
{
  IlRunOptions options = run_options (model);

  options.cores = cores;
  options.clock = clock;
  return run_text (text, &options);
}

static void
check (IlModelKind model, guint cores, const char *text, const char *expected)
{
  g_autoptr (IlRun) run = run_with (model, cores, IL_CLOCK_VIRTUAL, text);
  g_autofree char *printed = output_text (il_run_recording (run));

  g_assert_cmpstr (printed, ==, expected);
}

static const char adders[] = "shared counter = 0\n"
                             "task add:\n"
                             "    seen = counter\n"
                             "    cpu 3ms\n"
                             "    counter = seen + 1\n"
                             "task main:\n"
                             "    a = spawn add()\n"
                             "    b = spawn add()\n"
                             "    await a\n"
                             "    await b\n"
                             "    print counter\n";

/* What is read before a quantum ends is old when it is written: only preemption loses an update. */
static void
test_lost_update (void)
{
  check (IL_MODEL_SYNC, 1, adders, "2\n");
  check (IL_MODEL_COOP, 1, adders, "2\n");
  check (IL_MODEL_THREADS, 1, adders, "1\n");
  check (IL_MODEL_THREADS, 2, adders, "1\n");
}

static void
test_accesses_are_traced (void)
{
  g_autoptr (IlRun) run = run_with (IL_MODEL_THREADS, 1, IL_CLOCK_VIRTUAL, adders);
  g_autofree char *events = events_text (il_run_recording (run), "op preempt");
  IlObjectInfo object;

  /* Quanta of 2 ms: add reads, is cut short, and add#2 reads the same. */
  g_assert_cmpstr (
      events, ==,
      "0ms op add read counter\n2ms preempt add quantum\n2ms op add#2 read counter\n4ms preempt add#2 quantum\n"
      "5ms op add write counter\n6ms op add#2 write counter\n6ms op main read counter\n");
  g_assert_true (il_recording_object (il_run_recording (run), 1, &object));
  g_assert_cmpstr (object.name, ==, "counter");
  g_assert_cmpint (object.kind, ==, IL_OBJECT_SHARED);
  g_assert_cmpint (object.capacity, ==, 0);
}

static void
test_any_value (void)
{
  static const char text[] = "shared worker = none\nshared words = [\"a\"]\n"
                             "task work: return 7\n"
                             "task main:\n"
                             "    worker = spawn work()\n"
                             "    words = words + [\"b\"]\n"
                             "    print \"{worker} {words} {await worker}\"\n";

  check (IL_MODEL_SYNC, 1, text, "work [\"a\", \"b\"] 7\n");
  check (IL_MODEL_THREADS, 1, text, "work [\"a\", \"b\"] 7\n");
  check (IL_MODEL_COOP, 1, text, "work [\"a\", \"b\"] 7\n");
}

static void
test_bad_first_value (void)
{
  g_autoptr (IlRun) run = run_with (IL_MODEL_COOP, 1, IL_CLOCK_VIRTUAL, "shared n = [1][2]\ntask main: pass\n");
  g_autofree char *notes = events_text (il_run_recording (run), "note spawn");

  g_assert_cmpstr (notes, ==, "0ms note line 1: there is no item 2: the list has 1, from 0 to 0\n");
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FAILED);
}

/* Real threads that write all the time: whatever is lost, every value read is one that was written whole, and the
 * records stand in the order of the accesses. */
static void
test_real_races (void)
{
  g_autoptr (IlRun) run = run_with (IL_MODEL_THREADS, 2, IL_CLOCK_WALL,
                                    "shared text = \"0\"\n"
                                    "task write(mark):\n"
                                    "    repeat 300 as i:\n"
                                    "        seen = text\n"
                                    "        text = \"{mark}{i}{seen[0]}\"\n"
                                    "task main:\n"
                                    "    a = spawn write(\"a\")\n"
                                    "    b = spawn write(\"b\")\n"
                                    "    await a\n"
                                    "    await b\n");
  IlRecording *recording = il_run_recording (run);
  IlTraceValue last = { IL_VALUE_TEXT, il_recording_add_text (recording, "0") };
  IlCursor cursor = { 0 };
  IlEvent event;
  guint n = 0;

  while (il_recording_next (recording, &cursor, &event)) {
    if (event.kind != IL_EVENT_OP)
      continue;
    n++;
    if (event.op == IL_OP_READ)
      g_assert_cmpstr (il_recording_text (recording, (guint32) event.value.number), ==,
                       il_recording_text (recording, (guint32) last.number));
    else
      last = event.value;
  }
  g_assert_cmpuint (n, ==, 1200);
  g_assert_cmpint (il_recording_outcome (recording), ==, IL_OUTCOME_FINISHED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shared/lost-update", test_lost_update);
  g_test_add_func ("/shared/accesses-are-traced", test_accesses_are_traced);
  g_test_add_func ("/shared/any-value", test_any_value);
  g_test_add_func ("/shared/bad-first-value", test_bad_first_value);
  g_test_add_func ("/shared/real-races", test_real_races);
  return g_test_run ();
}

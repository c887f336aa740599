/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/divergence.h"

enum { MAIN = 1, A };

/* main spawns a, which prints LINE and returns. UNTOLD: a note, another core and other ids on the way. */
static IlRecording *
run (IlModelKind model, const char *line, gint64 at, gboolean untold)
{
  IlRecording *recording = il_recording_new (&(IlRunInfo) { .model = model, .cores = 2 });

  if (untold)
    il_recording_add_text (recording, "something else");
  sample_spawn (recording, 0, MAIN, "main", IL_BY_NOBODY, 1);
  if (untold)
    sample_add (recording, il_record_note (0, IL_NOTE_REMARK, il_recording_add_text (recording, "by hand")));
  sample_add (recording, il_record_ready (0, MAIN, IL_BY_NOBODY, 1));
  sample_add (recording, il_record_resume (0, MAIN, untold, 0, 1));
  sample_spawn (recording, 2, untold ? 7 : A, "a", MAIN, 2);
  sample_add (recording, il_record_print (at, untold ? 7 : A, il_recording_add_text (recording, line), untold ? 4 : 3));
  return recording;
}

static void
assert_differ (IlRecording *one, IlRecording *other, guint64 first, guint64 second, gint64 time, const char *text)
{
  IlDivergence divergence;

  g_assert_true (il_divergence_find (one, other, NULL, &divergence));
  g_autofree char *words = il_divergence_text (one, other, &divergence);
  g_assert_cmpuint (divergence.seq[0], ==, first);
  g_assert_cmpuint (divergence.seq[1], ==, second);
  g_assert_cmpint (divergence.time, ==, time);
  g_assert_cmpstr (words, ==, text);
}

static void
test_same (void)
{
  g_autoptr (IlRecording) one = run (IL_MODEL_COOP, "hello", 5, FALSE),
                          other = run (IL_MODEL_THREADS, "hello", 5, TRUE);
  g_autoptr (IlRecording) nothing = sample_new ();
  IlDivergence divergence;

  g_assert_false (il_divergence_find (one, other, NULL, &divergence));
  g_assert_false (il_divergence_find (nothing, nothing, NULL, &divergence));
  assert_differ (one, nothing, 1, 0, 0, "coop: main spawn; coop: nothing more");
}

static void
test_differ (void)
{
  g_autoptr (IlRecording) one = run (IL_MODEL_COOP, "hello", 5, FALSE),
                          other = run (IL_MODEL_THREADS, "hallo", 5, TRUE);
  g_autoptr (IlRecording) later = run (IL_MODEL_THREADS, "hello", 6, FALSE),
                          longer = run (IL_MODEL_COOP, "hello", 5, FALSE);

  assert_differ (one, other, 5, 6, 5, "coop: a print hello; threads: a print hallo");
  assert_differ (later, one, 5, 5, 5, "threads: a print hello; coop: a print hello"); /* at another time */
  sample_add (longer, il_record_exit (9, A, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_INTEGER, 3 }, 4));
  assert_differ (one, longer, 0, 6, 9, "coop: nothing more; coop: a exit return 3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/divergence/same", test_same);
  g_test_add_func ("/divergence/differ", test_differ);
  return g_test_run ();
}

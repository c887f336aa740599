/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/steps.h"

enum { ACROSS_CHUNKS = (1 << 15) * 2 + 100 };

/* Records of one, two and three events in turn, one a microsecond. */
static IlRecording *
long_recording (void)
{
  IlRecording *recording = sample_new ();

  for (guint i = 0; i < ACROSS_CHUNKS; i++)
    sample_add (recording, i % 3 == 0   ? il_record_print (i * 1000, 1, 0, i)
                           : i % 3 == 1 ? il_record_switch (i * 1000, 1, IL_WHY_SLEEP, 0, i, 2, i, 0)
                                        : il_record_give_way (i * 1000, 1, i, 2, i, 0));
  return recording;
}

static void
test_seq_across_chunks (void)
{
  g_autoptr (IlRecording) recording = long_recording ();
  IlCursor cursor = { 0 };
  IlEvent event, found;
  guint64 seq = 0;

  g_assert_cmpuint (il_recording_n_records (recording), ==, ACROSS_CHUNKS);
  for (guint64 i = 0; i < ACROSS_CHUNKS; i++)
    g_assert_cmpuint (il_recording_seq (recording, i), ==, i / 3 * 6 + (i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 4));
  while (il_recording_next (recording, &cursor, &event))
    g_assert_cmpuint (event.seq, ==, ++seq);
  g_assert_cmpuint (seq, ==, il_recording_n_events (recording));
  for (seq = 1; seq <= il_recording_n_events (recording); seq += 997) {
    g_assert_true (il_recording_event (recording, seq, &found));
    g_assert_cmpuint (found.seq, ==, seq);
    g_assert_cmpint (found.time, ==,
                     (gint64) ((seq - 1) / 6 * 3
                               + ((seq - 1) % 6 == 0  ? 0
                                  : (seq - 1) % 6 < 3 ? 1
                                                      : 2))
                         * 1000);
  }
  g_assert_false (il_recording_event (recording, 0, &found));
  g_assert_false (il_recording_event (recording, il_recording_n_events (recording) + 1, &found));

  cursor = (IlCursor) { .record = (1 << 15) + 1 };
  g_assert_true (il_recording_next (recording, &cursor, &event));
  g_assert_cmpuint (event.seq, ==, il_recording_seq (recording, (1 << 15) + 1));
}

static void
test_find (void)
{
  g_autoptr (IlRecording) recording = long_recording ();

  g_assert_cmpuint (il_recording_find (recording, -1), ==, 0);
  g_assert_cmpuint (il_recording_find (recording, 0), ==, 0);
  g_assert_cmpuint (il_recording_find (recording, 1), ==, 1);
  g_assert_cmpuint (il_recording_find (recording, 32768000), ==, 32768);
  g_assert_cmpuint (il_recording_find (recording, 32768001), ==, 32769);
  g_assert_cmpuint (il_recording_find (recording, G_MAXINT64), ==, ACROSS_CHUNKS);
}

static void
test_limit_and_end (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  IlRecord records[3] = { il_record_print (1, 1, 0, 0), il_record_print (2, 1, 0, 0), il_record_print (7, 1, 0, 0) };

  g_assert_cmpint (il_recording_end (recording), ==, 0);
  il_recording_set_limit (recording, 5);
  g_assert_true (il_recording_append (recording, records, 3));
  g_assert_cmpint (il_recording_end (recording), ==, 7);
  g_assert_false (il_recording_append (recording, records, 3));
  g_assert_cmpuint (il_recording_n_records (recording), ==, 3);
  il_recording_finish (recording, IL_OUTCOME_LIMIT, 9);
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 100);
  g_assert_cmpint (il_recording_outcome (recording), ==, IL_OUTCOME_LIMIT);
  g_assert_cmpint (il_recording_end (recording), ==, 9);
}

static void
test_names (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  guint32 a = il_recording_add_text (recording, "a");
  IlObjectInfo object;
  IlTaskInfo task;

  g_assert_cmpuint (il_recording_add_text (recording, ""), ==, 0);
  g_assert_cmpuint (il_recording_add_text (recording, "a"), ==, a);
  g_assert_cmpstr (il_recording_text (recording, a), ==, "a");
  g_assert_cmpstr (il_recording_text (recording, 99), ==, "");
  g_assert_cmpuint (il_recording_add_object (recording, IL_OBJECT_QUEUE, "jobs", 3, 4), ==, 1);
  g_assert_true (il_recording_object (recording, 1, &object));
  g_assert_cmpstr (object.name, ==, "jobs");
  g_assert_cmpint (object.capacity, ==, 3);
  g_assert_false (il_recording_object (recording, 0, &object));
  g_assert_false (il_recording_object (recording, 2, &object));

  sample_spawn (recording, 5, 3, "c", 1, 8);
  sample_spawn (recording, 6, 3, "again", 2, 9); /* the first counts */
  g_assert_cmpuint (il_recording_max_task (recording), ==, 3);
  g_assert_false (il_recording_task (recording, 2, &task));
  g_assert_true (il_recording_task (recording, 3, &task));
  g_assert_cmpstr (task.name, ==, "c");
  g_assert_cmpuint (task.parent, ==, 1);
  g_assert_cmpuint (task.line, ==, 8);
  g_assert_cmpint (task.time, ==, 5);
  g_assert_cmpstr (il_recording_task_name (recording, 2), ==, "?");
}

static void
test_number_names (void)
{
  for (int i = IL_EVENT_SPAWN; i <= IL_EVENT_NOTE; i++)
    g_assert_cmpint (il_event_kind_from_name (il_event_kind_name (i)), ==, i);
  for (int i = 0; i < IL_N_WHYS; i++)
    g_assert_cmpint (il_why_from_name (il_why_name (i)), ==, i);
  for (int i = 0; i < IL_N_OPS; i++)
    g_assert_cmpint (il_operation_from_name (il_operation_name (i)), ==, i);
  for (int i = 0; i < IL_N_HOWS; i++)
    g_assert_cmpint (il_how_from_name (il_how_name (i)), ==, i);
  for (int i = 0; i < IL_N_NOTES; i++)
    g_assert_cmpint (il_note_from_name (il_note_name (i)), ==, i);
  for (int i = 0; i < IL_N_OBJECTS; i++)
    g_assert_cmpint (il_object_kind_from_name (il_object_kind_name (i)), ==, i);
  for (int i = 0; i < IL_N_OUTCOMES; i++)
    g_assert_cmpint (il_outcome_from_name (il_outcome_name (i)), ==, i);
  g_assert_null (il_why_name (IL_N_WHYS));
  g_assert_cmpint (il_why_from_name ("nap"), ==, -1);
  g_assert_cmpint (il_why_from_name (NULL), ==, -1);
  g_assert_cmpint (il_model_from_name ("coop"), ==, IL_MODEL_COOP);
  g_assert_cmpint (il_model_from_name ("nope"), ==, -1);
}

/* A ready that goes into the record before it comes out of it as it would have from its own. */
static void
check_added_ready (IlRecord record, gint64 time, guint32 task, guint32 by, guint32 line, gboolean fits)
{
  IlRecord alone = record, ready = il_record_ready (time, task, by, line);
  IlEvent event, expected;

  g_assert_cmpint (il_record_add_ready (&record, time, task, by, line), ==, fits);
  g_assert_cmpuint (il_record_n_events (&record), ==, il_record_n_events (&alone) + (fits ? 1 : 0));
  g_assert_cmpuint (il_record_kind (&record), ==, il_record_kind (&alone));
  il_record_unpack (&alone, 0, &expected);
  il_record_unpack (&record, 0, &event);
  g_assert_cmpmem (&event, sizeof event, &expected, sizeof expected);
  if (!fits)
    return;
  il_record_unpack (&ready, 0, &expected);
  il_record_unpack (&record, 1, &event);
  g_assert_cmpmem (&event, sizeof event, &expected, sizeof expected);
  g_assert_false (il_record_add_ready (&record, time, task, by, line)); /* one only */
}

static void
test_added_ready (void)
{
  const IlTraceValue values[] = {
    { IL_VALUE_ABSENT, 0 },
    { IL_VALUE_INTEGER, -1 },
    { IL_VALUE_INTEGER, INT32_MIN },
    { IL_VALUE_INTEGER, INT32_MAX },
  };
  const IlTraceValue large = { IL_VALUE_INTEGER, (gint64) INT32_MAX + 1 }, small = { IL_VALUE_INTEGER, G_MININT64 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    check_added_ready (il_record_op (5, 2, 1, IL_OP_PUT, values[i], 9), 5, 3, 2, 9, TRUE);
    check_added_ready (il_record_exit (5, 2, IL_HOW_RETURN, values[i], 9), 5, IL_MAX_TASK_ID, 2, 9, TRUE);
  }
  check_added_ready (il_record_op (5, 2, 1, IL_OP_PUT, large, 9), 5, 3, 2, 9, FALSE);
  check_added_ready (il_record_op (5, 2, 1, IL_OP_PUT, small, 9), 5, 3, 2, 9, FALSE);
  check_added_ready (il_record_exit (5, 2, IL_HOW_ERROR, large, 9), 5, 3, 2, 9, TRUE);
  check_added_ready (il_record_spawn (5, 3, 7, 2, 9), 5, 3, 2, 9, TRUE);
  check_added_ready (il_record_spawn (5, 3, 7, IL_BY_NOBODY, 0), 5, 3, IL_BY_NOBODY, 0, TRUE);
  check_added_ready (il_record_spawn (5, 3, 7, 2, 9), 5, 4, 2, 9, FALSE);                     /* another task */
  check_added_ready (il_record_op (5, 2, 1, IL_OP_RELEASE, values[0], 9), 6, 3, 2, 9, FALSE); /* later */
  check_added_ready (il_record_op (5, 2, 1, IL_OP_RELEASE, values[0], 9), 5, 3, IL_BY_TIMER, 9, FALSE);
  check_added_ready (il_record_op (5, 2, 1, IL_OP_RELEASE, values[0], 9), 5, 3, 2, 8, FALSE); /* another line */
  check_added_ready (il_record_cancel (5, 3, 2, 9), 5, 3, 2, 9, FALSE);
  check_added_ready (il_record_switch (5, 2, IL_WHY_SLEEP, 0, 9, 3, 9, 0), 5, 3, 2, 9, FALSE);
}

/* So does a resume that goes into the record of the exit before it, with the ready in between or without. */
static void
check_added_resume (IlRecord record, gint64 time, guint32 task, guint32 line, gboolean fits)
{
  IlRecord alone = record, resume = il_record_resume (time, task, 0, 0, line);
  guint n_before = il_record_n_events (&alone);
  IlEvent event, expected;

  g_assert_cmpint (il_record_add_resume (&record, time, task, line), ==, fits);
  g_assert_cmpint (il_record_resumes_other (&record), ==, fits);
  g_assert_cmpuint (il_record_n_events (&record), ==, n_before + (fits ? 1 : 0));
  for (guint part = 0; part < n_before; part++) {
    il_record_unpack (&alone, part, &expected);
    il_record_unpack (&record, part, &event);
    g_assert_cmpmem (&event, sizeof event, &expected, sizeof expected);
  }
  if (!fits)
    return;
  il_record_unpack (&resume, 0, &expected);
  il_record_unpack (&record, n_before, &event);
  g_assert_cmpmem (&event, sizeof event, &expected, sizeof expected);
  g_assert_false (il_record_add_resume (&record, time, task, line)); /* one only */
  g_assert_false (il_record_add_ready (&record, time, task, record.task, record.line));
}

static void
test_added_resume (void)
{
  const gint64 numbers[] = { 0, -1, INT32_MIN, INT32_MAX };
  const IlTraceValue large = { IL_VALUE_INTEGER, (gint64) INT32_MAX + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    IlRecord exit = il_record_exit (5, 2, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_INTEGER, numbers[i] }, 9);

    check_added_resume (exit, 5, 3, G_MAXUINT32, TRUE);
    check_added_resume (exit, 6, 3, 8, FALSE); /* later */
    g_assert_true (il_record_add_ready (&exit, 5, IL_MAX_TASK_ID, 2, 9));
    check_added_resume (exit, 5, IL_MAX_TASK_ID, 8, TRUE);
    check_added_resume (exit, 5, 3, 8, FALSE); /* another than was made ready */
  }
  check_added_resume (il_record_exit (5, 2, IL_HOW_ERROR, large, 9), 5, 3, 8, FALSE);
  check_added_resume (il_record_ready (5, 2, 1, 9), 5, 2, 8, FALSE);
}

/* What goes into a record comes out of it. */
static void
test_pack (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autoptr (IlRecording) recording = sample_random (random, 3000);
  IlCursor cursor = { 0 };
  IlEvent event, unpacked;

  while (il_recording_next (recording, &cursor, &event)) {
    IlRecord record = il_record_pack (&event);

    g_assert_cmpuint (il_record_n_events (&record), ==, 1);
    il_record_unpack (&record, 0, &unpacked);
    unpacked.seq = event.seq;
    g_assert_cmpmem (&unpacked, sizeof unpacked, &event, sizeof event);
  }
}

static void
test_steps (void)
{
  g_autoptr (IlRecording) a = sample_new ();
  g_autoptr (IlRecording) b = sample_new ();
  g_autoptr (IlRecording) empty = sample_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  static const gint64 forward[] = { 10, 15, 20, 30 };
  gint64 time = -1;

  for (int i = 0; i < 2; i++) {
    sample_add (a, il_record_print (10, 1, 0, 0));
    sample_add (b, il_record_print (15, 1, 0, 0));
  }
  sample_add (a, il_record_print (20, 1, 0, 0));
  sample_add (b, il_record_print (20, 1, 0, 0));
  sample_add (b, il_record_print (30, 1, 0, 0));
  g_assert_false (il_step_next (all, 0, &time));
  g_ptr_array_add (all, a);
  g_ptr_array_add (all, empty);
  g_ptr_array_add (all, b);
  for (guint i = 0; i < G_N_ELEMENTS (forward); i++) {
    g_assert_true (il_step_next (all, time, &time));
    g_assert_cmpint (time, ==, forward[i]);
  }
  g_assert_false (il_step_next (all, time, &time));
  g_assert_false (il_step_next (all, G_MAXINT64, &time));
  for (guint i = G_N_ELEMENTS (forward) - 1; i-- > 0;) {
    g_assert_true (il_step_previous (all, time, &time));
    g_assert_cmpint (time, ==, forward[i]);
  }
  g_assert_false (il_step_previous (all, time, &time));
  g_assert_true (il_step_previous (all, 17, &time));
  g_assert_cmpint (time, ==, 15);
}

static void
test_trace (void)
{
  g_autoptr (IlTrace) trace = il_trace_new ("espresso", "text");
  static const IlModelKind models[] = { IL_MODEL_COOP, IL_MODEL_SYNC, IL_MODEL_COOP, IL_MODEL_THREADS };
  IlRecording *first_coop = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    g_autoptr (IlRecording) run = il_recording_new (&(IlRunInfo) { .model = models[i] });
    il_trace_add_run (trace, run);
    first_coop = first_coop ? first_coop : run;
    if (i == 1)
      g_assert_null (il_trace_run (trace, IL_MODEL_THREADS));
  }
  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    g_assert_cmpint (il_recording_info (il_trace_recording (trace, i))->model, ==, models[i]); /* the order stays */
    g_assert_cmpstr (il_trace_listing (trace, i)->title, ==, NULL);
    g_assert_cmpuint (il_trace_listing (trace, i)->number, ==, 0);
  }
  g_assert_true (il_trace_run (trace, IL_MODEL_COOP) == first_coop);
}

/* Ten bits for a core leave the tag beside it alone, and the tag it. */
static void
test_highest_core (void)
{
  IlEvent event;
  IlRecord record = il_record_resume (1, 2, IL_MAX_CORE, 3, 4);

  il_record_unpack (&record, 0, &event);
  g_assert_cmpuint (event.core, ==, 1023);
  record = il_record_preempt (1, 2, IL_WHY_KERNEL, IL_MAX_CORE, 4);
  il_record_unpack (&record, 0, &event);
  g_assert_cmpuint (event.core, ==, 1023);
  g_assert_cmpint (event.why, ==, IL_WHY_KERNEL);
  record = il_record_switch (1, 2, IL_WHY_PROCESS, 7, 8, 9, 10, IL_MAX_CORE);
  il_record_unpack (&record, 1, &event);
  g_assert_cmpint (event.kind, ==, IL_EVENT_RESUME);
  g_assert_cmpuint (event.core, ==, 1023);
  record = il_record_give_way (1, 2, 8, 9, 10, IL_MAX_CORE);
  il_record_unpack (&record, 1, &event);
  g_assert_cmpint (event.kind, ==, IL_EVENT_READY);
  il_record_unpack (&record, 2, &event);
  g_assert_cmpuint (event.core, ==, 1023);
  record = il_record_exit (1, 2, IL_HOW_CANCELLED, (IlTraceValue) { IL_VALUE_TEXT, 7 }, 3);
  g_assert_cmpuint (il_record_tag (&record), ==, IL_VALUE_TEXT);
  g_assert_cmpuint (il_record_core (&record), ==, 0);
}

/* One thread appends while this one reads: what is counted is there, in order, and does not change. */
static gpointer
appender (gpointer data)
{
  for (guint i = 0; i < ACROSS_CHUNKS; i++) {
    sample_add (data, il_record_give_way (i, i + 1, i, i + 1, i, 0));
    if (i % 1000 == 0)
      sample_spawn (data, i, i / 1000 + 1, "t", 0, 1);
  }
  il_recording_finish (data, IL_OUTCOME_FINISHED, ACROSS_CHUNKS);
  return NULL;
}

static void
test_read_while_appending (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  GThread *thread = g_thread_new ("appender", appender, recording);
  IlCursor cursor = { 0 };
  guint64 seq = 0;
  gint64 time = 0;
  gboolean over;

  do {
    IlEvent event;

    over = il_recording_outcome (recording) == IL_OUTCOME_FINISHED;
    while (il_recording_next (recording, &cursor, &event)) {
      g_assert_cmpuint (event.seq, ==, ++seq);
      g_assert_cmpint (event.time, >=, time);
      time = event.time;
      if (event.kind == IL_EVENT_SPAWN)
        g_assert_cmpstr (il_recording_task_name (recording, event.task), ==, "t");
    }
  } while (!over);
  g_thread_join (thread);
  g_assert_cmpuint (seq, ==, ACROSS_CHUNKS * 3 + ACROSS_CHUNKS / 1000 + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/seq-across-chunks", test_seq_across_chunks);
  g_test_add_func ("/recording/find", test_find);
  g_test_add_func ("/recording/limit-and-end", test_limit_and_end);
  g_test_add_func ("/recording/names", test_names);
  g_test_add_func ("/recording/number-names", test_number_names);
  g_test_add_func ("/recording/pack", test_pack);
  g_test_add_func ("/recording/highest-core", test_highest_core);
  g_test_add_func ("/recording/added-ready", test_added_ready);
  g_test_add_func ("/recording/added-resume", test_added_resume);
  g_test_add_func ("/recording/steps", test_steps);
  g_test_add_func ("/recording/trace", test_trace);
  g_test_add_func ("/recording/read-while-appending", test_read_while_appending);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/record/collector.h"

static void
test_ring (void)
{
  IlRecord out[8];
  IlRing ring;

  g_assert_true (il_ring_init (&ring, 4, NULL, NULL));
  for (guint32 round = 0; round < 5; round++) { /* goes round the ring's end */
    for (guint32 i = 0; i < 6; i++)
      il_ring_write (&ring, il_record_print (round, i, 0, 0));
    g_assert_cmpuint (atomic_load (&ring.dropped), ==, (round + 1) * 2);
    g_assert_cmpuint (il_ring_read (&ring, out, 3), ==, 3);
    g_assert_cmpuint (out[2].task, ==, 2);
    g_assert_cmpuint (il_ring_read (&ring, out, 8), ==, 1);
    g_assert_cmpuint (out[0].task, ==, 3);
    g_assert_cmpuint (il_ring_read (&ring, out, 8), ==, 0);
  }
  il_ring_clear (&ring);
}

/* On the virtual clock a ring that fills up is emptied by its own thread. */
static void
test_virtual (void)
{
  enum { N = 200000 };
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (IlCollector) collector = il_collector_new (recording, NULL, NULL);
  IlRing *ring = il_collector_add_ring (collector);

  il_collector_start (collector);
  for (guint32 i = 0; i < N; i++)
    il_ring_write (ring, il_record_print (i, i, 0, 0));
  il_collector_finish (collector);
  g_assert_cmpuint (il_recording_n_records (recording), ==, N);
  for (guint32 i = 0; i < N; i++)
    g_assert_cmpuint (il_recording_record (recording, i)->task, ==, i);
  g_assert_cmpuint (il_recording_dropped (recording), ==, 0);
}

static void
count_cb (gpointer data)
{
  ++*(guint *) data;
}

static void
test_full_recording (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (IlCollector) collector = il_collector_new (recording, NULL, NULL);
  IlRing *ring = il_collector_add_ring (collector);
  guint n_full = 0;

  il_recording_set_limit (recording, 1000);
  il_collector_set_full_func (collector, count_cb, &n_full);
  for (guint32 i = 0; i < 1000; i++)
    il_ring_write (ring, il_record_print (i, 1, 0, 0));
  il_collector_flush (collector);
  g_assert_cmpuint (n_full, ==, 0);
  for (guint32 i = 0; i < 300000; i++)
    il_ring_write (ring, il_record_print (i, 2, 0, 0));
  il_collector_finish (collector);
  g_assert_cmpuint (n_full, ==, 1);
  g_assert_cmpuint (il_recording_n_records (recording), ==, 1000);
  g_assert_cmpuint (il_recording_record (recording, 999)->task, ==, 1);
}

static gint64
fake_now_cb (gpointer data)
{
  return atomic_load ((_Atomic gint64 *) data);
}

/* Several rings, collected once at the end: sorted by time, and a ring's own order kept at equal times. */
static void
test_order_of_rings (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  _Atomic gint64 now = 0;
  g_autoptr (IlCollector) collector = il_collector_new (recording, fake_now_cb, &now);
  IlRing *rings[3];

  for (guint i = 0; i < 3; i++)
    rings[i] = il_collector_add_ring (collector);
  for (guint32 i = 0; i < 3000; i++)
    il_ring_write (rings[i % 3], il_record_print (i / 6 * 10, i % 3 + 1, 0, i));
  il_collector_finish (collector);

  guint32 last_line[4] = { 0 };
  gint64 last = 0;
  g_assert_cmpuint (il_recording_n_records (recording), ==, 3000);
  for (guint i = 0; i < 3000; i++) {
    const IlRecord *record = il_recording_record (recording, i);

    g_assert_cmpint (record->time, >=, last);
    g_assert_true (record->line > last_line[record->task] || last_line[record->task] == 0);
    last = record->time;
    last_line[record->task] = record->line;
  }
}

static void
wait_for_records (IlRecording *recording, guint64 n)
{
  for (int i = 0; i < 20000 && il_recording_n_records (recording) < n; i++)
    g_usleep (500);
  g_assert_cmpuint (il_recording_n_records (recording), ==, n);
}

/* A ring that has yet to write about the past holds back what is later in the others. */
static void
test_horizon (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  _Atomic gint64 now = G_MAXINT32;
  g_autoptr (IlCollector) collector = il_collector_new (recording, fake_now_cb, &now);
  IlRing *slow = il_collector_add_ring (collector), *fast = il_collector_add_ring (collector);

  il_ring_set_horizon (slow, 100);
  il_ring_write (fast, il_record_print (50, 1, 0, 0));
  il_ring_write (fast, il_record_print (150, 2, 0, 0));
  il_collector_start (collector);
  wait_for_records (recording, 1); /* and no more, however often it is collected */
  g_usleep (10000);
  g_assert_cmpuint (il_recording_n_records (recording), ==, 1);
  il_ring_write (slow, il_record_print (120, 3, 0, 0));
  il_ring_set_horizon (slow, IL_NO_HORIZON);
  wait_for_records (recording, 3);
  il_collector_finish (collector);
  g_assert_cmpuint (il_recording_record (recording, 1)->task, ==, 3);
  g_assert_cmpuint (il_recording_record (recording, 2)->task, ==, 2);
}

static void
test_dropped_note (void)
{
  enum { N = (1 << 20) + 7 };
  g_autoptr (IlRecording) recording = sample_new ();
  _Atomic gint64 now = 0;
  g_autoptr (IlCollector) collector = il_collector_new (recording, fake_now_cb, &now);
  IlRing *ring = il_collector_add_ring (collector);
  IlEvent note;

  for (guint32 i = 0; i < N; i++) /* nobody collects meanwhile */
    il_ring_write (ring, il_record_print (i, 1, 0, 0));
  il_collector_finish (collector);
  g_assert_cmpuint (il_recording_dropped (recording), ==, 7);
  g_assert_true (il_recording_event (recording, il_recording_n_events (recording), &note));
  g_assert_cmpint (note.kind, ==, IL_EVENT_NOTE);
  g_assert_cmpint (note.note, ==, IL_NOTE_DROPPED);
  g_assert_cmpstr (il_recording_text (recording, note.text), ==, "7 events were lost because a ring was full");
  /* When they were lost nobody knows, only that all was well at 0. */
  g_assert_cmpint (note.time, ==, N - 8);
  g_assert_cmpuint (note.during, ==, N - 8);
}

static void
filter_cb (GArray *records, gint64 until, gpointer data)
{
  gboolean *done = data;
  IlRecord own = il_record_print (25, 9, 0, 0);

  for (guint i = 0; i < records->len && !*done; i++)
    if (g_array_index (records, IlRecord, i).time > 25) {
      g_array_insert_val (records, i, own);
      *done = TRUE;
    }
}

static void
test_filter (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  _Atomic gint64 now = 0;
  g_autoptr (IlCollector) collector = il_collector_new (recording, fake_now_cb, &now);
  IlRing *ring = il_collector_add_ring (collector);
  gboolean done = FALSE;

  il_collector_set_filter (collector, filter_cb, &done);
  for (guint32 i = 1; i <= 4; i++)
    il_ring_write (ring, il_record_print (i * 10, i, 0, 0));
  il_collector_finish (collector);
  g_assert_cmpuint (il_recording_n_records (recording), ==, 5);
  g_assert_cmpuint (il_recording_record (recording, 2)->task, ==, 9);
}

static gint64
monotonic_cb (gpointer data)
{
  return g_get_monotonic_time () * 1000;
}

enum { N_WRITERS = 3, N_EACH = 20000 };

typedef struct {
  IlCollector *collector;
  guint32 task;
} Writer;

static gpointer
write_many (gpointer data)
{
  Writer *writer = data;
  IlRing *ring = il_collector_add_ring (writer->collector);

  for (guint32 i = 0; i < N_EACH; i++)
    il_ring_write (ring, il_record_print (monotonic_cb (NULL), writer->task, 0, i));
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (IlCollector) collector = il_collector_new (recording, monotonic_cb, NULL);
  GThread *threads[N_WRITERS];
  Writer writers[N_WRITERS];
  guint32 next[N_WRITERS] = { 0 };
  gint64 last = 0;

  il_collector_start (collector);
  for (guint i = 0; i < N_WRITERS; i++) {
    writers[i] = (Writer) { collector, i };
    threads[i] = g_thread_new ("writer", write_many, &writers[i]);
  }
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  il_collector_finish (collector);

  g_assert_cmpuint (il_recording_n_records (recording), ==, N_WRITERS * N_EACH);
  for (guint64 i = 0; i < il_recording_n_records (recording); i++) {
    const IlRecord *record = il_recording_record (recording, i);

    g_assert_cmpint (record->time, >=, last);
    g_assert_cmpuint (record->line, ==, next[record->task]++);
    last = record->time;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collector/ring", test_ring);
  g_test_add_func ("/collector/virtual", test_virtual);
  g_test_add_func ("/collector/full-recording", test_full_recording);
  g_test_add_func ("/collector/order-of-rings", test_order_of_rings);
  g_test_add_func ("/collector/horizon", test_horizon);
  g_test_add_func ("/collector/dropped-note", test_dropped_note);
  g_test_add_func ("/collector/filter", test_filter);
  g_test_add_func ("/collector/threads", test_threads);
  return g_test_run ();
}

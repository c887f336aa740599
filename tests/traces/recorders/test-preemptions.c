/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/time.h"
#include "traces/recorders/kernel-switches.h"
#include "traces/recorders/preemptions.h"

/* A recorder that tells what the test has put into it. */
typedef struct {
  IlRecorder recorder;
  GArray *events; /* of IlEvent */
  guint *n_alive;
} Fake;

static void
fake_drain (IlRecorder *recorder, IlRecorderSink sink, gpointer data)
{
  Fake *fake = (Fake *) recorder;

  for (guint i = 0; i < fake->events->len; i++)
    sink (&g_array_index (fake->events, IlEvent, i), data);
  g_array_set_size (fake->events, 0);
}

static void
fake_stop (IlRecorder *recorder G_GNUC_UNUSED)
{
}

static guint64
fake_n_lost (const IlRecorder *recorder G_GNUC_UNUSED)
{
  return 3;
}

static void
fake_free (IlRecorder *recorder)
{
  Fake *fake = (Fake *) recorder;

  --*fake->n_alive;
  g_array_unref (fake->events);
  g_free (fake);
}

static const IlRecorderClass fake_class = {
  .name = "fake", .drain = fake_drain, .stop = fake_stop, .n_lost = fake_n_lost, .free = fake_free
};

static Fake *
fake_new (guint *n_alive)
{
  Fake *fake = g_new0 (Fake, 1);

  fake->recorder.recorder_class = &fake_class;
  fake->events = g_array_new (FALSE, FALSE, sizeof (IlEvent));
  fake->n_alive = n_alive;
  ++*n_alive;
  return fake;
}

static void
tell (Fake *fake, IlEventKind kind, gint64 time, guint32 core)
{
  IlEvent event = {
    .kind = kind, .time = time, .why = kind == IL_EVENT_PREEMPT ? IL_WHY_KERNEL : IL_WHY_NONE, .core = core
  };

  g_array_append_val (fake->events, event);
}

static const _Atomic guint32 line = 20;

static void
assert_is (GArray *records, guint index, IlEventKind kind, gint64 time, guint32 task, guint32 core)
{
  IlEvent event;

  il_record_unpack (&g_array_index (records, IlRecord, index), 0, &event);
  g_assert_cmpint (event.kind, ==, kind);
  g_assert_cmpint (event.time, ==, time);
  g_assert_cmpuint (event.task, ==, task);
  if (kind == IL_EVENT_PREEMPT || kind == IL_EVENT_RESUME)
    g_assert_cmpuint (event.core, ==, core);
}

/* A switch counts only while its thread runs as its own records tell, and what is later than the rest waits. */
static void
test_filter (void)
{
  const gint64 base = 1000;
  guint n_alive = 0;
  Fake *fake = fake_new (&n_alive);
  IlPreemptions *preemptions = il_preemptions_new (&base);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (IlRecord));
  IlRecord own[] = { il_record_resume (10, 2, 1, 0, 1), il_record_suspend (50, 2, IL_WHY_IO, 0, 1) };

  il_preemptions_add (preemptions, 2, &fake->recorder, &line);
  tell (fake, IL_EVENT_PREEMPT, base + 5, 1); /* before it runs */
  tell (fake, IL_EVENT_PREEMPT, base + 20, 1);
  tell (fake, IL_EVENT_RESUME, base + 30, 1023);
  tell (fake, IL_EVENT_PREEMPT, base + 60, 1); /* it waits then */
  tell (fake, IL_EVENT_RESUME, base + 200, 1); /* of later */
  g_array_append_vals (records, own, G_N_ELEMENTS (own));
  il_preemptions_filter (records, 100, preemptions);
  g_assert_cmpuint (records->len, ==, 4);
  assert_is (records, 0, IL_EVENT_RESUME, 10, 2, 1);
  assert_is (records, 1, IL_EVENT_PREEMPT, 20, 2, 1);
  assert_is (records, 2, IL_EVENT_RESUME, 30, 2, 1023);
  assert_is (records, 3, IL_EVENT_SUSPEND, 50, 2, 0);
  g_assert_cmpuint (g_array_index (records, IlRecord, 1).line, ==, 20);

  il_preemptions_end (preemptions, 2);
  g_array_set_size (records, 0);
  il_preemptions_filter (records, 300, preemptions);
  g_assert_cmpuint (records->len, ==, 0);
  g_assert_cmpuint (n_alive, ==, 0);
  g_assert_cmpuint (il_preemptions_lost (preemptions), ==, 3);
  il_preemptions_free (preemptions);
}

/* A thread that records something is on a core, whatever is still to be told. */
static void
test_returns_by_itself (void)
{
  const gint64 base = 0;
  guint n_alive = 0;
  Fake *fake = fake_new (&n_alive);
  IlPreemptions *preemptions = il_preemptions_new (&base);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (IlRecord));
  IlRecord own[] = { il_record_resume (10, 1, 4, 0, 1),
                     il_record_exit (50, 1, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_NONE, 0 }, 1) };

  il_preemptions_add (preemptions, 1, &fake->recorder, &line);
  tell (fake, IL_EVENT_PREEMPT, 20, 4);
  g_array_append_vals (records, own, G_N_ELEMENTS (own));
  il_preemptions_filter (records, 100, preemptions);
  g_assert_cmpuint (records->len, ==, 4);
  assert_is (records, 1, IL_EVENT_PREEMPT, 20, 1, 4);
  assert_is (records, 2, IL_EVENT_RESUME, 50, 1, 0);
  assert_is (records, 3, IL_EVENT_EXIT, 50, 1, 0);
  il_preemptions_free (preemptions); /* with the recorder, which never ended */
  g_assert_cmpuint (n_alive, ==, 0);
}

/* On a loop's thread a switch is that of the task which runs just then; what is elsewhere is not concerned. */
static void
test_loop (void)
{
  const gint64 base = 0;
  guint n_alive = 0;
  Fake *fake = fake_new (&n_alive);
  IlPreemptions *preemptions = il_preemptions_new (&base);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (IlRecord));
  IlRecord own[] = {
    il_record_resume (10, 1, 0, 0, 1),                     /* on the loop */
    il_record_resume (15, 3, 1, 0, 1),                     /* a worker of the loop's */
    il_record_switch (30, 1, IL_WHY_SLEEP, 0, 1, 2, 1, 0), /* the second one goes on */
    il_record_suspend (50, 2, IL_WHY_SLEEP, 0, 1),         /* the loop has nothing to do */
    il_record_resume (70, 4, 0, 0, 1),                     /* a process, for which the thread waits */
    il_record_exit (90, 4, IL_HOW_RETURN, (IlTraceValue) { 0 }, 1),
  };
  static const struct {
    IlEventKind kind;
    gint64 time;
    guint32 task;
  } expected[] = {
    { IL_EVENT_RESUME, 10, 1 },  { IL_EVENT_RESUME, 15, 3 },  { IL_EVENT_PREEMPT, 20, 1 }, { IL_EVENT_RESUME, 25, 1 },
    { IL_EVENT_SUSPEND, 30, 1 }, { IL_EVENT_PREEMPT, 40, 2 }, { IL_EVENT_RESUME, 50, 2 },  { IL_EVENT_SUSPEND, 50, 2 },
    { IL_EVENT_RESUME, 70, 4 },  { IL_EVENT_EXIT, 90, 4 },
  };

  il_preemptions_add_loop (preemptions, &fake->recorder, &line);
  il_preemptions_leave_out (preemptions, 4);
  for (gint64 time = 20; time < 100; time += 20) {
    tell (fake, IL_EVENT_PREEMPT, time, 7);
    tell (fake, IL_EVENT_RESUME, time + (time == 40 ? 15 : 5), 9);
  }
  g_array_append_vals (records, own, G_N_ELEMENTS (own));
  il_preemptions_filter (records, 100, preemptions);
  g_assert_cmpuint (records->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < records->len; i++)
    assert_is (records, i, expected[i].kind, expected[i].time, expected[i].task, expected[i].task == 3 ? 1 : 0);
  il_preemptions_free (preemptions);
  g_assert_cmpuint (n_alive, ==, 0);
}

typedef struct {
  guint n;
  gint64 last;
  IlEventKind kind;
} Seen;

static void
see_cb (const IlEvent *event, gpointer data)
{
  Seen *seen = data;

  g_assert_cmpint (event->time, >=, seen->last);
  g_assert_true (event->kind == IL_EVENT_PREEMPT || event->kind == IL_EVENT_RESUME);
  g_assert_cmpuint (event->core, <=, IL_MAX_CORE);
  seen->last = event->time;
  seen->kind = event->kind;
  seen->n++;
}

/* A thread that sleeps loses its core and gets one again. */
static void
test_kernel (void)
{
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  Seen seen = { 0 };

  if (!il_kernel_switches.is_available (&reason)) {
    g_assert_nonnull (reason);
    g_test_skip (reason);
    return;
  }
  g_assert_null (reason);
  gint64 before = il_monotonic_time ();
  IlRecorder *recorder = il_kernel_switches.start (&error);
  g_assert_no_error (error);
  g_usleep (1000);
  il_recorder_stop (recorder);
  g_usleep (1000);
  il_recorder_drain (recorder, see_cb, &seen);
  g_assert_cmpuint (seen.n, >=, 2);
  g_assert_cmpint (seen.kind, ==, IL_EVENT_RESUME); /* which stopped it */
  g_assert_cmpint (seen.last, >=, before);
  g_assert_cmpint (seen.last, <=, il_monotonic_time ());
  g_assert_cmpuint (il_recorder_n_lost (recorder), ==, 0);
  il_recorder_free (recorder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preemptions/filter", test_filter);
  g_test_add_func ("/preemptions/returns-by-itself", test_returns_by_itself);
  g_test_add_func ("/preemptions/loop", test_loop);
  g_test_add_func ("/preemptions/kernel", test_kernel);
  return g_test_run ();
}

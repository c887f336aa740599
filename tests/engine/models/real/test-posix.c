/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"
#include "traces/derive/timeline.h"

/* Real threads: whatever the kernel decides, the recording must be one that can be. */

static IlRun *
run_real (const char *text, guint cores)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.clock = IL_CLOCK_WALL;
  options.cores = cores;
  return run_text (text, &options);
}

/* At no time do more tasks run than there are cores, and none runs that is not ready. */
static guint
check_possible (IlRecording *recording, guint cores)
{
  g_autofree guint8 *running = g_new0 (guint8, il_recording_max_task (recording) + 1);
  g_autofree guint8 *ready = g_new0 (guint8, il_recording_max_task (recording) + 1);
  guint n_running = 0, n_preempts = 0;
  gint64 last = 0;
  IlCursor cursor = { 0 };
  IlEvent event;

  while (il_recording_next (recording, &cursor, &event)) {
    g_assert_cmpint (event.time, >=, last);
    last = event.time;
    switch (event.kind) {
    case IL_EVENT_READY: ready[event.task] = TRUE; break;
    case IL_EVENT_RESUME:
      g_assert_true (ready[event.task]);
      g_assert_false (running[event.task]);
      ready[event.task] = FALSE;
      running[event.task] = TRUE;
      n_running++;
      g_assert_cmpuint (n_running, <=, cores);
      break;
    case IL_EVENT_PREEMPT:
      n_preempts++;
      ready[event.task] = TRUE;
      /* fall through */
    case IL_EVENT_SUSPEND:
    case IL_EVENT_EXIT:
      g_assert_true (running[event.task]);
      running[event.task] = FALSE;
      n_running--;
      break;
    default: break;
    }
  }
  g_assert_cmpuint (n_running, ==, 0);
  return n_preempts;
}

static const char burners[] = "task burn:\n    cpu 30ms\nstart burn()\nstart burn()\nstart burn()\n";

/* Three threads on one core: the kernel must take turns, and its own record tells. */
static void
test_three_on_one_core (void)
{
  g_autoptr (IlRun) run = run_real (burners, 1);
  IlRecording *recording = il_run_recording (run);

  if (il_recording_info (recording)->preemption != IL_PREEMPTION_KERNEL)
    g_test_message ("the kernel's record is refused here: gaps of the clock");
  g_assert_cmpuint (check_possible (recording, 1), >, 0);
  g_assert_cmpint (il_recording_outcome (recording), ==, IL_OUTCOME_FINISHED);
  g_assert_cmpint (il_recording_end (recording), >=, 90000000);
}

/* Each burner was on a core for at least the processor time that it asked for. */
static void
test_processor_time (void)
{
  g_autoptr (IlRun) run = run_real (burners, 2);
  g_autoptr (IlTimeline) timeline = il_timeline_new (il_run_recording (run));

  check_possible (il_run_recording (run), 2);
  il_timeline_extend (timeline, G_MAXINT64);
  g_assert_cmpuint (il_timeline_n_lanes (timeline), ==, 3);
  for (guint i = 0; i < 3; i++) {
    IlStateTimes times;

    il_lane_times (il_timeline_lane (timeline, i), &times);
    /* Gaps under 50 us count as computing, and a busy machine makes some. */
    g_assert_cmpint (times.running, >=, 28500000);
  }
}

/* Without the kernel's record, gaps in the clock tell of preemption. */
static void
test_gaps (void)
{
  g_setenv ("INTERLANE_NO_PERF", "1", TRUE);
  g_autoptr (IlRun) run = run_real (burners, 1);
  g_unsetenv ("INTERLANE_NO_PERF");
  guint n_preempts = 0;
  IlCursor cursor = { 0 };
  IlEvent event;

  g_assert_cmpint (il_recording_info (il_run_recording (run))->preemption, ==, IL_PREEMPTION_GAPS);
  while (il_recording_next (il_run_recording (run), &cursor, &event))
    n_preempts += event.kind == IL_EVENT_PREEMPT;
  g_assert_cmpuint (n_preempts, >, 0);
}

static void
test_objects (void)
{
  g_autoptr (IlRun) run =
      run_real ("semaphore s = 2\nmutex m\nqueue q = 3\n"
                "task worker(n):\n    with s:\n        io 2ms\n    with m:\n        cpu 100us\n    put q n\n"
                "task main:\n    repeat 20 as i:\n        spawn worker(i)\n"
                "    sum = 0\n    repeat 20:\n        sum = sum + get q\n    print \"{sum}\"\n",
                2);
  g_autofree char *output = output_text (il_run_recording (run));

  g_assert_cmpstr (output, ==, "190\n");
  check_possible (il_run_recording (run), 2);
  g_assert_cmpint (il_recording_end (il_run_recording (run)), >=, 20000000); /* twenty waits of 2 ms, two at once */
}

/* Sleeping tasks become ready by the timer, not before their time is due. (When the kernel wakes them: see
 * test-processor-time.c.) */
static void
test_sleep_is_due (void)
{
  g_autoptr (IlRun) run = run_real ("task main:\n    sleep 5ms\n    io 5ms\n", 2);
  gint64 suspended = 0;
  IlCursor cursor = { 0 };
  IlEvent event;
  guint n = 0;

  while (il_recording_next (il_run_recording (run), &cursor, &event)) {
    if (event.kind == IL_EVENT_SUSPEND)
      suspended = event.time;
    if (event.kind == IL_EVENT_READY && event.by != IL_BY_NOBODY) {
      g_assert_cmpint (event.time - suspended, >=, 5000000);
      g_assert_cmpuint (event.by, ==, n++ == 0 ? IL_BY_TIMER : IL_BY_IO);
    }
  }
  g_assert_cmpuint (n, ==, 2);
}

static void
test_deadlock (void)
{
  g_autoptr (IlRun) run = run_real ("mutex l\nmutex r\n"
                                    "task a:\n    with l:\n        sleep 20ms\n        with r:\n            pass\n"
                                    "task b:\n    with r:\n        sleep 20ms\n        with l:\n            pass\n"
                                    "start a()\nstart b()\n",
                                    2);
  g_autofree char *notes = events_text (il_run_recording (run), "note");

  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_DEADLOCK);
  g_assert_nonnull (g_strrstr (notes, "note cycle: a -> r -> b -> l -> a\n"));
}

static void
test_many (void)
{
  g_autoptr (IlRun) run = run_real ("task t(n):\n    sleep 1ms\n    return n\n"
                                    "task main:\n    hs = []\n    repeat 200 as i:\n        hs = hs + [spawn t(i)]\n"
                                    "    sum = 0\n    for h in hs:\n        sum = sum + await h\n    print \"{sum}\"\n",
                                    2);
  g_autofree char *output = output_text (il_run_recording (run));

  g_assert_cmpstr (output, ==, "19900\n");
  check_possible (il_run_recording (run), 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/posix/three-on-one-core", test_three_on_one_core);
  g_test_add_func ("/posix/processor-time", test_processor_time);
  g_test_add_func ("/posix/gaps", test_gaps);
  g_test_add_func ("/posix/objects", test_objects);
  g_test_add_func ("/posix/sleep-is-due", test_sleep_is_due);
  g_test_add_func ("/posix/deadlock", test_deadlock);
  g_test_add_func ("/posix/many", test_many);
  return g_test_run ();
}

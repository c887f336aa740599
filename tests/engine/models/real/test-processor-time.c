/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/language/load.h"
#include "tests/engine/models/run-text.h"
#include "traces/derive/timeline.h"
#include "traces/record/time.h"

/* What a run on the wall clock tells of the processor, against what the kernel itself counted for its threads. Another
 * process is after the same core, so that the two differ from the time that passed by a factor of two or more. Limits
 * are wide, as the kernel's numbers are read from outside, once a millisecond if all is well. */

static cpu_set_t everywhere;

static void
stay_on_one_core (void)
{
  cpu_set_t one;

  CPU_ZERO (&one);
  for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT (&one) == 0; cpu++)
    if (CPU_ISSET (cpu, &everywhere))
      CPU_SET (cpu, &one);
  sched_setaffinity (0, sizeof one, &one);
}

static void
go_everywhere (void)
{
  sched_setaffinity (0, sizeof everywhere, &everywhere);
}

/* Another process that computes on this thread's core until it is killed. */
static pid_t
fork_rival (void)
{
  pid_t child = fork ();

  if (child != 0)
    return child;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (volatile guint i = 0;; i++)
    ;
}

/* What the kernel counted for the run's threads, ns. */
typedef struct {
  gint64 running;
  gint64 ready;
} Counted;

typedef struct {
  const char *name;
  GHashTable *threads; /* thread id -> Counted, the last that was seen */
} Kernel;

static void
look_at_thread (Kernel *kernel, const char *id)
{
  g_autofree char *folder = g_build_filename ("/proc/self/task", id, NULL);
  g_autofree char *comm_path = g_build_filename (folder, "comm", NULL);
  g_autofree char *schedstat_path = g_build_filename (folder, "schedstat", NULL);
  g_autofree char *comm = NULL, *schedstat = NULL;
  Counted counted;

  if (!g_file_get_contents (comm_path, &comm, NULL, NULL) || !g_str_equal (g_strstrip (comm), kernel->name)
      || !g_file_get_contents (schedstat_path, &schedstat, NULL, NULL)
      || sscanf (schedstat, "%" G_GINT64_FORMAT "%" G_GINT64_FORMAT, &counted.running, &counted.ready) != 2)
    return;
  g_hash_table_insert (kernel->threads, g_strdup (id), g_memdup2 (&counted, sizeof counted));
}

static void
look (Kernel *kernel)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/task", 0, NULL);
  const char *id;

  while (folder && (id = g_dir_read_name (folder)))
    look_at_thread (kernel, id);
}

static Counted
sum_of (const Kernel *kernel)
{
  Counted sum = { 0 };
  GHashTableIter iter;
  gpointer counted;

  g_hash_table_iter_init (&iter, kernel->threads);
  while (g_hash_table_iter_next (&iter, NULL, &counted)) {
    sum.running += ((Counted *) counted)->running;
    sum.ready += ((Counted *) counted)->ready;
  }
  return sum;
}

/* Runs TEXT beside a rival on one core, and looks what the kernel counts meanwhile. */
static IlRun *
run_with_rival (IlModelKind model, const char *text, Counted *counted)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  IlRunOptions options = run_options (model);
  Kernel kernel = { model == IL_MODEL_THREADS ? "il-task" : "il-run",
                    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };

  options.clock = IL_CLOCK_WALL;
  stay_on_one_core ();
  pid_t rival = fork_rival ();
  IlRun *run = il_run_new (program, &options, NULL);
  il_run_start (run); /* its threads stay on that core */
  go_everywhere ();
  do
    look (&kernel);
  while (!il_run_wait_until (run, il_monotonic_time () + 1000000));
  kill (rival, SIGKILL);
  waitpid (rival, NULL, 0);
  *counted = sum_of (&kernel);
  g_hash_table_unref (kernel.threads);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
  return run;
}

static void
sum_lanes (IlRun *run, IlStateTimes *sum)
{
  g_autoptr (IlTimeline) timeline = il_timeline_new (il_run_recording (run));

  *sum = (IlStateTimes) { 0 };
  il_timeline_extend (timeline, G_MAXINT64);
  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++) {
    IlStateTimes times;

    il_lane_times (il_timeline_lane (timeline, i), &times);
    sum->running += times.running;
    sum->ready += times.ready;
  }
}

static void
assert_near (const char *what, gint64 told, gint64 counted, double least, double most)
{
  g_test_message ("%s: told %" G_GINT64_FORMAT " ns, counted %" G_GINT64_FORMAT " ns", what, told, counted);
  g_assert_cmpfloat ((double) told, >=, least * (double) counted);
  g_assert_cmpfloat ((double) told, <=, most * (double) counted);
}

/* That each is on the loop's core, or a thread's, and comes back before anything else happens to it. Returns how many.
 */
static guint
count_preemptions (IlRun *run, gboolean of_a_loop)
{
  g_autofree gboolean *away = g_new0 (gboolean, il_recording_max_task (il_run_recording (run)) + 1);
  IlCursor cursor = { 0 };
  IlEvent event;
  guint n = 0;

  while (il_recording_next (il_run_recording (run), &cursor, &event)) {
    if (event.kind == IL_EVENT_PREEMPT) {
      g_assert_cmpint (event.why, ==, IL_WHY_KERNEL);
      g_assert_true (!of_a_loop || event.core == 0);
      g_assert_false (away[event.task]);
      g_assert_cmpuint (event.line, ==, 2);
      away[event.task] = TRUE;
      n++;
    }
    if (event.kind == IL_EVENT_RESUME)
      away[event.task] = FALSE;
    g_assert_false ((event.kind == IL_EVENT_SUSPEND || event.kind == IL_EVENT_EXIT) && away[event.task]);
  }
  return n;
}

typedef struct {
  IlModelKind model;
  gboolean gaps;
} Case;

static const Case cases[] = {
  { IL_MODEL_SYNC, FALSE }, { IL_MODEL_SYNC, TRUE },     { IL_MODEL_COOP, FALSE },
  { IL_MODEL_COOP, TRUE },  { IL_MODEL_THREADS, FALSE }, { IL_MODEL_THREADS, TRUE },
};

/* Two tasks that ask for 150 ms of the processor each get no less, are told to have had what the kernel gave them, and
 * to have been ready while it gave them nothing. */
static void
test_computing (gconstpointer data)
{
  const Case *it = data;
  Counted counted;
  IlStateTimes told;

  if (it->gaps)
    g_setenv ("INTERLANE_NO_PERF", "1", TRUE);
  g_autoptr (IlRun) run =
      run_with_rival (it->model, "task burn:\n    cpu 150ms\nstart burn()\nstart burn()\n", &counted);
  g_unsetenv ("INTERLANE_NO_PERF");
  IlPreemption preemption = il_recording_info (il_run_recording (run))->preemption;

  if (it->gaps)
    g_assert_cmpint (preemption, ==, IL_PREEMPTION_GAPS);
  else if (preemption == IL_PREEMPTION_GAPS)
    g_test_message ("the kernel's record is refused here: gaps of the clock");
  sum_lanes (run, &told);
  g_assert_cmpuint (count_preemptions (run, it->model != IL_MODEL_THREADS), >, 0);
  assert_near ("asked for", told.running, 300000000, 0.97, 1.2);
  assert_near ("running", told.running, counted.running, 0.75, 1.35);
  if (it->model == IL_MODEL_THREADS)
    assert_near ("ready", told.ready, counted.ready, 0.6, 1.6);
  else /* the second task waits for the first one, or has not come */
    assert_near ("ready", told.ready, counted.ready, 0.6, 4);
}

/* Between its wake-up and its return a task is ready: under sync and threads, where it has its thread for itself. */
static void
test_waking (gconstpointer data)
{
  Counted counted;
  IlStateTimes told;
  g_autoptr (IlRun) run =
      run_with_rival (((const Case *) data)->model,
                      "task nap:\n    repeat 60:\n        sleep 1ms\n        cpu 1ms\nstart nap()\n", &counted);

  if (access ("/proc/thread-self/schedstat", R_OK) != 0) {
    g_test_skip ("the kernel does not say how long a thread was ready");
    return;
  }
  sum_lanes (run, &told);
  assert_near ("ready", told.ready, counted.ready, 0.35, 2.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sched_getaffinity (0, sizeof everywhere, &everywhere);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *model = il_model_name (cases[i].model);
    g_autofree char *computing =
        g_strdup_printf ("/processor-time/computing/%s%s", model, cases[i].gaps ? "/gaps" : "");
    g_autofree char *waking = g_strdup_printf ("/processor-time/waking/%s", model);

    g_test_add_data_func (computing, &cases[i], test_computing);
    if (!cases[i].gaps && cases[i].model != IL_MODEL_COOP)
      g_test_add_data_func (waking, &cases[i], test_waking);
  }
  return g_test_run ();
}

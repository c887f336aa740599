/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/loop/child.h"
#include "engine/loop/offload.h"
#include "engine/loop/process-private.h"
#include "engine/loop/timeout.h"
#include "tests/engine/loop/fixture.h"

#define MS INT64_C (1000000)

/* Two pieces of work, each of which needs the other to have begun: they run at once, while a task sleeps. */

typedef struct {
  pthread_barrier_t both;
} Meeting;

static void *
meet (void *data, size_t worker)
{
  pthread_barrier_wait (&((Meeting *) data)->both);
  return data;
}

static IlTaskEnd
meet_main (IlTask *self, void *data)
{
  void *result = NULL;

  g_assert_cmpint (il_loop_thread (loop, (IlWork) { .function = meet, .data = data }, &result), ==, IL_WAKE_OK);
  g_assert_true (result == data);
  g_string_append (said, "met ");
  return returned;
}

static void
test_threads (void)
{
  Meeting meeting;

  pthread_barrier_init (&meeting.both, NULL, 2);
  begin (false, 2);
  il_task_unref (spawn (meet_main, &meeting));
  il_task_unref (spawn (meet_main, &meeting));
  finish (IL_LOOP_FINISHED, "met met ");
  pthread_barrier_destroy (&meeting.both);
}

/* Many tasks, few workers. */

static void *
add_one (void *data, size_t worker)
{
  return (void *) ((intptr_t) data + 1);
}

static IlTaskEnd
add_main (IlTask *self, void *data)
{
  for (int i = 0; i < 20; i++) {
    void *result = NULL;

    g_assert_cmpint (il_loop_thread (loop, (IlWork) { .function = add_one, .data = data }, &result), ==, IL_WAKE_OK);
    g_assert_cmpint ((intptr_t) result, ==, (intptr_t) data + 1);
    if (i % 5 == 0)
      g_assert_cmpint (il_loop_sleep (loop, i % 2), ==, IL_WAKE_OK);
  }
  return returned;
}

static void
test_many_threads (void)
{
  begin (false, 3);
  for (intptr_t i = 0; i < 100; i++)
    il_task_unref (spawn (add_main, (void *) i));
  finish (IL_LOOP_FINISHED, "");
}

/* Cancelled while it runs, and while it waits in line. */

typedef struct {
  _Atomic bool go;
  _Atomic bool begun;
} Gate;

static void *
wait_for_gate (void *data, size_t worker)
{
  atomic_store (&((Gate *) data)->begun, true);
  while (!atomic_load (&((Gate *) data)->go))
    g_usleep (100);
  return NULL;
}

static void *
never (void *data, size_t worker)
{
  g_assert_not_reached ();
  return NULL;
}

static void
abandoned_cb (void *data)
{
  g_string_append (said, data ? "abandoned " : "removed ");
}

static IlTaskEnd
gate_main (IlTask *self, void *data)
{
  void *result;

  g_assert_cmpint (il_loop_thread (loop,
                                   (IlWork) { .function = wait_for_gate, .data = data, .abandoned = abandoned_cb },
                                   &result),
                   ==, IL_WAKE_CANCELLED);
  g_string_append (said, "cancelled ");
  atomic_store (&((Gate *) data)->go, true);
  return returned;
}

static IlTaskEnd
behind_main (IlTask *self, void *data)
{
  void *result;

  g_assert_cmpint (il_loop_thread (loop, (IlWork) { .function = never, .data = NULL, .abandoned = abandoned_cb },
                                   &result),
                   ==, IL_WAKE_CANCELLED);
  return returned;
}

static IlTaskEnd
cancel_main (IlTask *self, void *data)
{
  IlTask **tasks = data;

  il_loop_sleep (loop, 5 * MS);
  g_assert_true (il_task_cancel (tasks[1]));
  il_loop_sleep (loop, 5 * MS);
  g_assert_true (il_task_cancel (tasks[0]));
  return returned;
}

static void
test_cancelled_threads (void)
{
  Gate gate = { false, false };
  IlTask *tasks[2];

  begin (false, 1);
  tasks[0] = spawn (gate_main, &gate);
  tasks[1] = spawn (behind_main, NULL);
  il_task_unref (spawn (cancel_main, tasks));
  finish (IL_LOOP_FINISHED, "removed cancelled abandoned ");
  il_task_unref (tasks[0]);
  il_task_unref (tasks[1]);
}

/* A stop does not wait for the work, but freeing the loop does. */

static IlTaskEnd
stopped_main (IlTask *self, void *data)
{
  void *result;

  g_assert_cmpint (il_loop_thread (loop, (IlWork) { .function = wait_for_gate, .data = data }, &result), ==,
                   IL_WAKE_STOPPED);
  g_assert_true (((Gate *) data)->go);
  g_string_append (said, "stopped");
  return returned;
}

static IlTaskEnd
stop_main (IlTask *self, void *data)
{
  do
    il_loop_sleep (loop, 5 * MS);
  while (data && !atomic_load (&((Gate *) data)->begun));
  il_loop_stop (loop);
  return returned;
}

static void *
open_gate_later (void *data)
{
  while (!atomic_load (&((Gate *) data)->begun))
    g_usleep (1000);
  g_usleep (20000);
  atomic_store (&((Gate *) data)->go, true);
  return NULL;
}

static void
test_stopped_threads (void)
{
  Gate gate = { false, false };
  pthread_t opener;

  begin (false, 1);
  il_task_unref (spawn (stopped_main, &gate));
  il_task_unref (spawn (stop_main, &gate));
  pthread_create (&opener, NULL, open_gate_later, &gate);
  finish (IL_LOOP_STOPPED, "stopped");
  pthread_join (opener, NULL);
}

/* Processes. */

typedef struct {
  IlChild child;
  GString *bytes;
  size_t n; /* that the child is to write */
  IlEngineError error;
} Process;

static bool
write_bytes (void *data, int fd)
{
  g_autofree char *bytes = malloc (((Process *) data)->n + 1);

  memset (bytes, 'x', ((Process *) data)->n);
  return il_child_write (fd, bytes, ((Process *) data)->n);
}

static bool
fail (void *data, int fd)
{
  return false;
}

static bool
die (void *data, int fd)
{
  raise (SIGTERM);
  return true;
}

static bool
hang (void *data, int fd)
{
  while (getppid () != 1)
    pause ();
  return true;
}

static void
received_cb (void *data, const char *bytes, size_t n)
{
  g_string_append_len (((Process *) data)->bytes, bytes, (gssize) n);
}

static void *
process_cb (void *data, size_t worker)
{
  Process *process = data;

  g_assert_cmpuint (worker, ==, 0);
  return il_child_run (&process->child, &process->error) ? process : NULL;
}

static void
kill_cb (void *data)
{
  il_child_kill (&((Process *) data)->child);
}

static void
process_free (void *data)
{
  Process *process = data;

  il_child_clear (&process->child);
  g_string_free (process->bytes, TRUE);
  g_free (process);
}

/* What it came to, in words. */
static char *
run_process (bool (*function) (void *, int), size_t n)
{
  Process *process = g_new0 (Process, 1);
  IlWork work = { .function = process_cb, .data = process, .abandoned = process_free, .kill = kill_cb };
  void *result;

  process->n = n;
  process->bytes = g_string_new ("");
  il_child_init (&process->child, function, received_cb, process, -1);
  IlWake wake = il_loop_process (loop, work, &result);
  if (wake == IL_WAKE_CANCELLED) /* it is freed once the child is dead */
    return g_strdup ("cancelled");

  char *said_of_it = wake == IL_WAKE_STOPPED ? g_strdup ("stopped")
                     : result                ? g_strdup_printf ("%zu", strspn (process->bytes->str, "x"))
                                             : g_strdup (process->error.message);
  process_free (process);
  return said_of_it;
}

static IlTaskEnd
process_main (IlTask *self, void *data)
{
  g_autofree char *bytes = run_process (write_bytes, (size_t) (intptr_t) data);
  g_autofree char *failure = run_process (fail, 0);
  g_autofree char *death = run_process (die, 0);

  g_assert_cmpstr (failure, ==, "the process failed");
  g_assert_cmpstr (death, ==, "the process was killed by signal 15 (Terminated)");
  g_string_append_printf (said, "%s ", bytes);
  return returned;
}

static void
test_process (void)
{
  begin (false, 0);
  il_task_unref (spawn (process_main, (void *) 3000000));
  il_task_unref (spawn (process_main, (void *) 0));
  finish (IL_LOOP_FINISHED, "3000000 0 ");
}

static IlTaskEnd
hang_main (IlTask *self, void *data)
{
  g_autofree char *end = run_process (hang, 0);

  g_string_append_printf (said, "%s ", end);
  return returned;
}

/* Cancelled: the child is killed, the next one has its turn; stopped: likewise, and no child is left. */
static void
test_killed_processes (void)
{
  IlTask *tasks[2];

  begin (false, 0);
  tasks[1] = spawn (hang_main, NULL);
  tasks[0] = spawn (hang_main, NULL);
  il_task_unref (spawn (cancel_main, tasks));
  finish (IL_LOOP_FINISHED, "cancelled cancelled ");
  il_task_unref (tasks[0]);
  il_task_unref (tasks[1]);

  begin (false, 0);
  il_task_unref (spawn (hang_main, NULL));
  il_task_unref (spawn (stop_main, NULL));
  finish (IL_LOOP_STOPPED, "stopped ");
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
}

static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1000 * MS + time.tv_nsec;
}

static IlTaskEnd
child_main (IlTask *self, void *data)
{
  pid_t pid = fork ();
  int status = 0;

  if (pid == 0) {
    g_usleep (200000);
    _exit (7);
  }
  gint64 cpu = cpu_time ();
  g_assert_cmpint (il_loop_wait_child (loop, pid, &status), ==, IL_WAKE_OK);
  g_assert_true (WIFEXITED (status));
  g_string_append_printf (said, "%d", WEXITSTATUS (status));
  g_assert_cmpint (cpu_time () - cpu, <, 100 * MS); /* asleep it uses none */
  return returned;
}

static void
test_child (gconstpointer by_thread)
{
  bool old = il_child_use_thread (by_thread != NULL);

  begin (false, 0);
  il_task_unref (spawn (child_main, NULL));
  finish (IL_LOOP_FINISHED, "7");
  il_child_use_thread (old);
}

static void
stop_handler (int number)
{
  il_loop_stop (loop);
}

static IlTaskEnd
asleep_main (IlTask *self, void *data)
{
  alarm (1);
  g_assert_cmpint (il_loop_sleep (loop, 3600 * 1000 * MS), ==, IL_WAKE_STOPPED);
  g_string_append (said, "cleaned up");
  return returned;
}

/* A signal whose handler says so stops a run in order. */
static void
test_signal (void)
{
  struct sigaction action = { .sa_handler = stop_handler }, old;

  sigaction (SIGALRM, &action, &old);
  begin (false, 0);
  il_task_unref (spawn (asleep_main, NULL));
  finish (IL_LOOP_STOPPED, "cleaned up");
  sigaction (SIGALRM, &old, NULL);
}

/* Random work, timeouts and cancels: every piece of work is done or told to be abandoned, once, and every task
 * ends. */

enum { N_STRESSED = 40, N_STRESS_STEPS = 60 };

static IlTask *stressed[N_STRESSED];
static int n_pieces, n_back;

static void *
work_a_little (void *data, size_t worker)
{
  g_usleep ((gulong) * (int *) data);
  return data;
}

static void
piece_abandoned_cb (void *data)
{
  n_back++;
  g_free (data);
}

static IlWake
work_at_random (GRand *random)
{
  int *duration = g_new (int, 1);
  void *result;

  *duration = g_rand_int_range (random, 0, 300);
  n_pieces++;
  IlWake wake =
      il_loop_thread (loop, (IlWork) { .function = work_a_little, .data = duration, .abandoned = piece_abandoned_cb },
                      &result);
  if (wake == IL_WAKE_OK) {
    g_assert_true (result == duration);
    piece_abandoned_cb (result);
  }
  return wake;
}

static IlTaskEnd
stress_main (IlTask *self, void *data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) (gintptr) data);

  il_loop_sleep (loop, 0); /* so that all have begun before any is cancelled */

  for (int i = 0; i < N_STRESS_STEPS; i++) {
    IlTimeout *timeout = NULL;
    IlWake wake = IL_WAKE_OK;

    if (g_rand_int_range (random, 0, 3) == 0)
      timeout = il_timeout_begin (loop, g_rand_int_range (random, 0, 400000));
    switch (g_rand_int_range (random, 0, 5)) {
    case 0: wake = il_loop_sleep (loop, g_rand_int_range (random, 0, 200000)); break;
    case 1: wake = il_loop_io (loop, g_rand_int_range (random, 0, 200000)); break;
    case 2: il_task_cancel (stressed[g_rand_int_range (random, 0, N_STRESSED)]); break;
    default: wake = work_at_random (random); break;
    }
    if (timeout)
      il_timeout_end (timeout, wake == IL_WAKE_CANCELLED);
    g_assert_true (wake == IL_WAKE_OK || wake == IL_WAKE_CANCELLED); /* it goes on, cancelled or not */
  }
  g_string_append_c (said, '.');
  return returned;
}

static void
test_stress (void)
{
  begin (false, 4);
  n_pieces = n_back = 0;
  for (gintptr i = 0; i < N_STRESSED; i++) {
    stressed[i] = spawn (stress_main, (void *) (100 + i));
    g_string_append_c (said, '.');
  }
  g_autofree char *expected = g_strdup (said->str);
  g_string_truncate (said, 0);
  g_assert_cmpint (il_loop_run (loop), ==, IL_LOOP_FINISHED);
  g_assert_cmpstr (said->str, ==, expected);
  il_loop_free (loop); /* waits for work that was abandoned */
  g_assert_cmpint (n_pieces, >, 500);
  g_assert_cmpint (n_back, ==, n_pieces);
  g_string_free (said, TRUE);
  for (int i = 0; i < N_STRESSED; i++)
    il_task_unref (stressed[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/offload/threads", test_threads);
  g_test_add_func ("/offload/many-threads", test_many_threads);
  g_test_add_func ("/offload/cancelled-threads", test_cancelled_threads);
  g_test_add_func ("/offload/stopped-threads", test_stopped_threads);
  g_test_add_func ("/offload/process", test_process);
  g_test_add_func ("/offload/killed-processes", test_killed_processes);
  g_test_add_data_func ("/offload/child", NULL, test_child);
  g_test_add_data_func ("/offload/child-without-pidfd", "thread", test_child);
  g_test_add_func ("/offload/signal", test_signal);
  g_test_add_func ("/offload/stress", test_stress);
  return g_test_run ();
}

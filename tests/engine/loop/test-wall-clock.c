/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "tests/engine/loop/script.h"

/* The loop on the wall clock: it really waits, in the kernel. */

#define MS G_GINT64_CONSTANT (1000000)

static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1000 * MS + time.tv_nsec;
}

/* The differences between the deadlines are far larger than any delay of the machine should be. */
static void
test_order (void)
{
  g_autoptr (ScriptRun) run = script_run ("task a: sleep 200000000\n"
                                          "task b: io 100000000; sleep 0\n"
                                          "task c: sleep 1000000; await 1\n"
                                          "start a\nstart b\nstart c\n",
                                          FALSE, FALSE);

  g_assert_cmpint (run->outcome, ==, IL_LOOP_FINISHED);
  g_assert_cmpstr (run->events->str, ==,
                   "spawn 1 by 0\nready 1 by 0\nspawn 2 by 0\nready 2 by 0\nspawn 3 by 0\nready 3 by 0\n"
                   "resume 1\n"
                   "suspend 1 sleep\n"
                   "resume 2\n"
                   "suspend 2 io\n"
                   "resume 3\n"
                   "suspend 3 sleep\n"
                   "ready 3 by timer\n"
                   "resume 3\n"
                   "suspend 3 await 1\n"
                   "ready 2 by io\n"
                   "resume 2\n"
                   "suspend 2 sleep\n"
                   "ready 2 by 2\n"
                   "resume 2\n"
                   "exit 2 return\n"
                   "ready 1 by timer\n"
                   "resume 1\n"
                   "exit 1 return\n"
                   "ready 3 by 1\n"
                   "resume 3\n"
                   "exit 3 return\n");
}

/* It never wakes before the time has come, and asleep it uses no CPU. */
static void
test_idle (void)
{
  gint64 cpu = cpu_time ();
  g_autoptr (ScriptRun) run = script_run ("task a: sleep 150000000; io 150000000\nstart a\n", FALSE, FALSE);

  cpu = cpu_time () - cpu;
  g_assert_cmpint (run->end, >=, 300 * MS);
  g_assert_cmpint (cpu, <, run->end / 10);
}

static void
test_cpu (void)
{
  gint64 cpu = cpu_time ();
  g_autoptr (ScriptRun) run = script_run ("task a: cpu 50000000\nstart a\n", FALSE, FALSE);

  cpu = cpu_time () - cpu;
  g_assert_cmpint (run->end, >=, 50 * MS);
  g_assert_cmpint (cpu, >, 5 * MS); /* it computed; how much of the time is the kernel's business */
}

static void
test_deadlock (void)
{
  g_autoptr (ScriptRun) run = script_run ("queue q\ntask a: sleep 1000; get q\nstart a\n", FALSE, FALSE);

  g_assert_cmpint (run->outcome, ==, IL_LOOP_DEADLOCK);
}

typedef struct {
  IlLoop *loop;
  int pipe[2];
  GString *log;
} Pipe;

static void *
stop_cb (void *data)
{
  g_usleep (50 * 1000);
  il_loop_stop (((Pipe *) data)->loop);
  return NULL;
}

static IlTaskEnd
sleep_main (IlTask *self, void *data)
{
  Pipe *shared = data;

  g_assert_cmpint (il_loop_sleep (shared->loop, 3600 * 1000 * MS), ==, IL_WAKE_STOPPED);
  g_assert_cmpint (il_loop_sleep (shared->loop, 3600 * 1000 * MS), ==, IL_WAKE_STOPPED);
  g_string_append_c (shared->log, 's');
  return (IlTaskEnd) { .how = IL_HOW_CANCELLED };
}

static IlTaskEnd
io_main (IlTask *self, void *data)
{
  Pipe *shared = data;

  g_assert_cmpint (il_loop_io (shared->loop, 3600 * 1000 * MS), ==, IL_WAKE_STOPPED);
  g_string_append_c (shared->log, 'i');
  return (IlTaskEnd) { .how = IL_HOW_CANCELLED };
}

static IlTaskEnd
burn_main (IlTask *self, void *data)
{
  Pipe *shared = data;

  g_assert_cmpint (il_loop_cpu (shared->loop, 3600 * 1000 * MS), ==, IL_WAKE_STOPPED);
  g_string_append_c (shared->log, 'b');
  return (IlTaskEnd) { .how = IL_HOW_CANCELLED };
}

static void
begin (Pipe *shared)
{
  IlEngineError error;

  shared->log = g_string_new ("");
  shared->loop = il_loop_new (&(IlLoopOptions) { .virtual_clock = FALSE }, &error);
  g_assert_nonnull (shared->loop);
}

static void
spawn (Pipe *shared, IlTaskFunction function)
{
  IlEngineError error;
  IlTask *task = il_loop_spawn (shared->loop, function, shared, 0, &error);

  g_assert_nonnull (task);
  il_task_unref (task);
}

/* Stopped by another thread: asleep, and in the middle of computing. */
static void
test_stop (gconstpointer function)
{
  Pipe shared;
  pthread_t thread;

  begin (&shared);
  spawn (&shared, sleep_main);
  spawn (&shared, (IlTaskFunction) function);
  pthread_create (&thread, NULL, stop_cb, &shared);
  g_assert_cmpint (il_loop_run (shared.loop), ==, IL_LOOP_STOPPED);
  g_assert_cmpstr (shared.log->str, ==, "");
  pthread_join (thread, NULL);
  il_loop_free (shared.loop);
  g_assert_cmpstr (shared.log->str, ==, function == io_main ? "si" : "sb");
  g_string_free (shared.log, TRUE);
}

static IlTaskEnd
reader_main (IlTask *self, void *data)
{
  Pipe *shared = data;
  char byte;

  g_assert_cmpint (il_loop_wait_fd (shared->loop, shared->pipe[0], false), ==, IL_WAKE_OK);
  g_assert_cmpint (read (shared->pipe[0], &byte, 1), ==, 1);
  g_string_append_c (shared->log, byte);
  return (IlTaskEnd) { .how = IL_HOW_RETURN };
}

static IlTaskEnd
writer_main (IlTask *self, void *data)
{
  Pipe *shared = data;

  g_assert_cmpint (il_loop_sleep (shared->loop, 20 * MS), ==, IL_WAKE_OK);
  g_string_append_c (shared->log, 'w');
  g_assert_cmpint (il_loop_wait_fd (shared->loop, shared->pipe[1], true), ==, IL_WAKE_OK);
  g_assert_cmpint (write (shared->pipe[1], "xy", 2), ==, 2);
  return (IlTaskEnd) { .how = IL_HOW_RETURN };
}

/* Two tasks may wait for one descriptor. */
static void
test_pipe (void)
{
  Pipe shared;

  begin (&shared);
  g_assert_cmpint (pipe (shared.pipe), ==, 0);
  spawn (&shared, reader_main);
  spawn (&shared, reader_main);
  spawn (&shared, writer_main);
  g_assert_cmpint (il_loop_run (shared.loop), ==, IL_LOOP_FINISHED);
  g_assert_cmpstr (shared.log->str, ==, "wxy");
  il_loop_free (shared.loop);
  close (shared.pipe[0]);
  close (shared.pipe[1]);
  g_string_free (shared.log, TRUE);
}

static IlTaskEnd
no_descriptor_main (IlTask *self, void *data)
{
  Pipe *shared = data;

  g_assert_cmpint (il_loop_io (shared->loop, MS), ==, IL_WAKE_ERROR);
  g_assert_nonnull (strstr (il_loop_error (shared->loop)->message, "ulimit -n"));
  return (IlTaskEnd) { .how = IL_HOW_ERROR };
}

static void
test_no_descriptors (void)
{
  struct rlimit before, none = { 0, 0 };
  Pipe shared;

  begin (&shared);
  spawn (&shared, no_descriptor_main);
  getrlimit (RLIMIT_NOFILE, &before);
  none.rlim_max = before.rlim_max;
  setrlimit (RLIMIT_NOFILE, &none);
  g_assert_cmpint (il_loop_run (shared.loop), ==, IL_LOOP_FINISHED);

  IlEngineError error;
  g_assert_null (il_loop_new (&(IlLoopOptions) { .virtual_clock = FALSE }, &error));
  g_assert_nonnull (strstr (error.message, "ulimit -n"));
  setrlimit (RLIMIT_NOFILE, &before);
  il_loop_free (shared.loop);
  g_string_free (shared.log, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall-clock/order", test_order);
  g_test_add_func ("/wall-clock/idle", test_idle);
  g_test_add_func ("/wall-clock/cpu", test_cpu);
  g_test_add_func ("/wall-clock/deadlock", test_deadlock);
  g_test_add_data_func ("/wall-clock/stop-asleep", io_main, test_stop);
  g_test_add_data_func ("/wall-clock/stop-computing", burn_main, test_stop);
  g_test_add_func ("/wall-clock/pipe", test_pipe);
  g_test_add_func ("/wall-clock/no-descriptors", test_no_descriptors);
  return g_test_run ();
}

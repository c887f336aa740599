/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "engine/loop/offload.h"
#include "tests/engine/loop/fixture.h"

/* On the virtual clock: work of 5, 3 and 4 ns for two workers; the third begins when the second is done. */

static void *
pass_cb (void *data, size_t worker)
{
  g_assert_cmpint (il_loop_worker_pass (loop, (intptr_t) data), ==, IL_WAKE_OK);
  return NULL;
}

static IlTaskEnd
thread_for_main (IlTask *self, void *data)
{
  void *result;
  IlWake wake =
      il_loop_thread (loop, (IlWork) { .function = pass_cb, .data = data, .task = il_task_id (self) }, &result);

  g_string_append_printf (said, "%u%s at %d; ", il_task_id (self), wake == IL_WAKE_OK ? "" : " cancelled",
                          (int) il_loop_now (loop));
  return returned;
}

static IlTaskEnd
process_for_main (IlTask *self, void *data)
{
  void *result;

  g_assert_cmpint (il_loop_process (loop, (IlWork) { .function = pass_cb, .data = data }, &result), ==, IL_WAKE_OK);
  g_string_append_printf (said, "%u at %d; ", il_task_id (self), (int) il_loop_now (loop));
  return returned;
}

static void
test_virtual (void)
{
  begin (true, 2);
  il_task_unref (spawn (thread_for_main, (void *) 5));
  il_task_unref (spawn (thread_for_main, (void *) 3));
  il_task_unref (spawn (thread_for_main, (void *) 4));
  il_task_unref (spawn (process_for_main, (void *) 6));
  il_task_unref (spawn (process_for_main, (void *) 2));
  finish (IL_LOOP_FINISHED, "2 at 3; 1 at 5; 4 at 6; 3 at 7; 5 at 8; ");
}

static IlTaskEnd
cancel_virtual_main (IlTask *self, void *data)
{
  IlTask **tasks = data;

  il_loop_sleep (loop, 1);
  il_task_cancel (tasks[1]); /* in line: 3 moves up */
  il_loop_sleep (loop, 1);
  il_task_cancel (tasks[0]); /* at work: the worker stays busy until 5 */
  return returned;
}

static void
test_virtual_cancel (void)
{
  IlTask *tasks[3];

  begin (true, 1);
  for (intptr_t i = 0; i < 3; i++)
    tasks[i] = spawn (thread_for_main, (void *) (5 + i));
  il_task_unref (spawn (cancel_virtual_main, tasks));
  finish (IL_LOOP_FINISHED, "2 cancelled at 1; 1 cancelled at 2; 3 at 12; ");
  for (int i = 0; i < 3; i++)
    il_task_unref (tasks[i]);
}

/* While a task computes, workers go on in their own time, which the loop's time is for them too. */

static void *
count_cb (void *data, size_t worker)
{
  for (int i = 0; i < 3; i++) {
    g_string_append_printf (said, "w%zu at %d; ", worker, (int) il_loop_now (loop));
    if (il_loop_worker_pass (loop, (intptr_t) data) != IL_WAKE_OK)
      break;
  }
  g_string_append_printf (said, "w%zu ends at %d; ", worker, (int) il_loop_now (loop));
  return data;
}

static IlTaskEnd
count_main (IlTask *self, void *data)
{
  void *result;
  IlWake wake = il_loop_thread (loop, (IlWork) { .function = count_cb, .data = data }, &result);

  g_string_append_printf (said, "%u %s at %d; ", il_task_id (self),
                          wake == IL_WAKE_OK && result == data ? "has it" : "is stopped", (int) il_loop_now (loop));
  return returned;
}

static IlTaskEnd
compute_main (IlTask *self, void *data)
{
  il_loop_sleep (loop, 1);
  il_loop_cpu (loop, 5);
  g_string_append_printf (said, "computed at %d; ", (int) il_loop_now (loop));
  return returned;
}

static void
test_virtual_beside (void)
{
  begin (true, 2);
  il_task_unref (spawn (count_main, (void *) 3));
  il_task_unref (spawn (compute_main, NULL));
  finish (IL_LOOP_FINISHED, "w0 at 0; w0 at 3; w0 at 6; computed at 6; w0 ends at 9; 1 has it at 9; ");

  /* Two at once: in the order in which they were given the moment. */
  begin (true, 2);
  il_task_unref (spawn (count_main, (void *) 2));
  il_task_unref (spawn (count_main, (void *) 2));
  finish (
      IL_LOOP_FINISHED,
      "w0 at 0; w1 at 0; w0 at 2; w1 at 2; w0 at 4; w1 at 4; w0 ends at 6; w1 ends at 6; 1 has it at 6; 2 has it at 6; ");
}

/* What ends while a task computes is ready from that moment on, before what the task makes ready later: as by asyncio's
 * call_soon_threadsafe, an iteration before it goes on. */

static IlTaskEnd
burst_main (IlTask *self, void *data)
{
  il_loop_cpu (loop, 20);
  for (int i = 1; i <= 4; i++) {
    g_string_append_printf (said, "burst %d; ", i);
    il_loop_sleep (loop, 0);
  }
  return returned;
}

static void
test_virtual_during_burst (void)
{
  begin (true, 2);
  il_task_unref (spawn (thread_for_main, (void *) 2));
  il_task_unref (spawn (burst_main, NULL));
  finish (IL_LOOP_FINISHED, "burst 1; burst 2; 1 at 20; burst 3; burst 4; ");
}

static IlTaskEnd
stop_virtual_main (IlTask *self, void *data)
{
  il_loop_sleep (loop, 3);
  il_loop_stop (loop);
  return returned;
}

/* One at work, one in line, as the loop is stopped: the first cleans up, the other never begins. */
static void
test_virtual_stop (void)
{
  begin (true, 1);
  il_task_unref (spawn (count_main, (void *) 2));
  il_task_unref (spawn (count_main, (void *) 2));
  il_task_unref (spawn (stop_virtual_main, NULL));
  finish (IL_LOOP_STOPPED, "w0 at 0; w0 at 2; w0 ends at 3; 1 is stopped at 3; 2 is stopped at 3; ");
}

/* A process whose wait is cancelled is stopped there and then, and the next one begins. */

static void
abandoned_cb (void *data)
{
  g_string_append (said, "removed ");
}

static void *
count_stopped_cb (void *data, size_t worker)
{
  IlWake wake = il_loop_worker_pass (loop, 10);

  g_string_append_printf (said, "%s at %d; ", wake == IL_WAKE_STOPPED ? "killed" : "done", (int) il_loop_now (loop));
  return NULL;
}

static IlTaskEnd
killed_main (IlTask *self, void *data)
{
  void *result;
  IlWake wake = il_loop_process (loop, (IlWork) { .function = count_stopped_cb, .abandoned = abandoned_cb }, &result);

  g_string_append_printf (said, "%u %s; ", il_task_id (self), wake == IL_WAKE_OK ? "ok" : "cancelled");
  return returned;
}

static void
test_virtual_kill (void)
{
  IlTask *tasks[2];

  begin (true, 1);
  tasks[1] = spawn (killed_main, NULL);
  tasks[0] = spawn (compute_main, NULL);
  il_task_unref (spawn (killed_main, NULL));
  il_task_unref (spawn (cancel_virtual_main, tasks));
  finish (IL_LOOP_FINISHED, "computed at 6; killed at 6; removed 1 cancelled; done at 16; 3 ok; ");
  il_task_unref (tasks[0]);
  il_task_unref (tasks[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/virtual-offload/order", test_virtual);
  g_test_add_func ("/virtual-offload/cancel", test_virtual_cancel);
  g_test_add_func ("/virtual-offload/beside", test_virtual_beside);
  g_test_add_func ("/virtual-offload/during-burst", test_virtual_during_burst);
  g_test_add_func ("/virtual-offload/stop", test_virtual_stop);
  g_test_add_func ("/virtual-offload/kill", test_virtual_kill);
  return g_test_run ();
}

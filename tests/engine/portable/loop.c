/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/coro/stack.h"
#include "engine/loop/loop.h"
#include "engine/loop/objects.h"

/* Runs tasks that do everything by the dice, on the virtual clock, and prints every event: the same on
 * every processor. Without GLib. */

enum { N_TASKS = 40, N_STEPS = 60 };

static IlLoop *loop;
static IlSemaphore *semaphore;
static IlMutex *mutex;
static IlQueue *queue;
static uint32_t dice = 1;

static uint32_t throw (uint32_t sides)
{
  dice = dice * 1664525 + 1013904223;
  return (dice >> 16) % sides;
}

static IlTaskEnd
child_cb (IlTask *self, void *data)
{
  il_loop_sleep (loop, throw (50));
  return (IlTaskEnd) { IL_HOW_RETURN, { IL_VALUE_INTEGER, (int64_t) (uintptr_t) data }, NULL };
}

static void
spawn_and_await (uintptr_t number)
{
  IlEngineError error;
  IlTask *child = il_loop_spawn (loop, child_cb, (void *) number, 0, &error);
  IlTaskEnd end;

  if (!child)
    exit (1);
  il_loop_sleep (loop, 0);
  il_task_await (child, &end);
  il_task_unref (child);
}

static IlTaskEnd
task_cb (IlTask *self, void *data)
{
  double sum = 0;
  void *item;

  for (int step = 0; step < N_STEPS; step++) {
    il_task_set_line (self, (uint32_t) step + 1);
    sum += 0.5;
    switch (throw (8)) {
    case 0: il_loop_sleep (loop, 0); break;
    case 1: il_loop_sleep (loop, throw (100)); break;
    case 2: il_loop_io (loop, throw (100)); break;
    case 3: il_loop_cpu (loop, throw (10)); break;
    case 4:
      il_semaphore_acquire (semaphore);
      il_loop_sleep (loop, throw (20));
      il_semaphore_release (semaphore);
      break;
    case 5:
      il_mutex_acquire (mutex);
      il_loop_sleep (loop, throw (20));
      il_mutex_release (mutex);
      break;
    case 6:
      il_queue_put (queue, NULL, (IlTraceValue) { IL_VALUE_INTEGER, step });
      il_queue_get (queue, &item);
      break;
    default: spawn_and_await ((uintptr_t) step); break;
    }
  }
  return (IlTaskEnd) { IL_HOW_RETURN, { IL_VALUE_INTEGER, (int64_t) (sum * 2) }, NULL };
}

static bool
print_cb (IlRing *ring, void *data)
{
  IlRecord record;
  IlEvent event;

  while (il_ring_read (ring, &record, 1))
    for (unsigned part = 0; part < il_record_n_events (&record); part++) {
      il_record_unpack (&record, part, &event);
      printf ("%" PRId64 " %d task %u by %u object %u why %d op %d value %" PRId64 " line %u\n", event.time,
              (int) event.kind, event.task, event.by, event.object, (int) event.why, (int) event.op, event.value.number,
              event.line);
    }
  return true;
}

int
main (int argc, char **argv)
{
  IlRing *ring = aligned_alloc (64, sizeof *ring);
  IlEngineError error;

  /* An emulator says yes to guards that it does not know. */
  il_stack_use_mprotect (argc > 1 && strcmp (argv[1], "--mprotect") == 0);
  if (!il_ring_init (ring, 64, print_cb, NULL))
    return 1;
  loop = il_loop_new (&(IlLoopOptions) { .virtual_clock = true, .ring = ring }, &error);
  semaphore = il_semaphore_new (loop, 1, 2);
  mutex = il_mutex_new (loop, 2);
  queue = il_queue_new (loop, 3, 2);
  for (int i = 0; i < N_TASKS; i++)
    il_task_unref (il_loop_spawn (loop, task_cb, NULL, 0, &error));

  IlLoopOutcome outcome = il_loop_run (loop);
  print_cb (ring, NULL);
  printf ("outcome %d at %" PRId64 "\n", (int) outcome, il_loop_now (loop));
  if (outcome == IL_LOOP_FINISHED) {
    il_semaphore_free (semaphore);
    il_mutex_free (mutex);
    il_queue_free (queue);
  }
  il_loop_free (loop);
  il_ring_clear (ring);
  free (ring);
  return outcome == IL_LOOP_FINISHED ? 0 : 1;
}

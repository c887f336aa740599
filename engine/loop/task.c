/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "engine/loop/loop-private.h"
#include "engine/loop/task-memory.h"

/* A task's life: spawned, run, ended, forgotten. */

static void
drop_data (IlTask *task)
{
  if (task->dropped)
    task->dropped (task, task->data);
}

/* Until somebody learns of the error. */
static void
add_failed (IlLoop *loop, IlTask *task)
{
  il_task_ref (task);
  TAILQ_INSERT_TAIL (&loop->failed, task, link);
  task->failed = true;
}

/* TASK has ended, and its stack is free, or will be at once. */
static void
forget (IlLoop *loop, IlTask *task)
{
  TAILQ_REMOVE (&loop->live, task, link);
  loop->n_tasks--;
  loop->n_entries--;
  task->coro = NULL;
  if (task->end.how == IL_HOW_ERROR && !task->end_taken)
    add_failed (loop, task);
  il_task_unref (task);
}

static void
end_task (IlLoop *loop, IlTask *task)
{
  il_coro_free (task->coro);
  forget (loop, task);
}

/* The task's coroutine. Its last act is to wake who waits for the end, in the order in which they came. */
static void *
task_main (void *data)
{
  static const IlTaskEnd cancelled = { .how = IL_HOW_CANCELLED };
  IlTask *task = data;
  IlLoop *loop = task->loop;

  if (task->must_cancel) {
    drop_data (task);
    task->end = cancelled;
  } else {
    IlTaskEnd end = task->function (task, task->data);
    /* Not as a whole: that would load as one what was just stored in parts, and have the processor wait 10 ns. */
    task->end.how = end.how;
    task->end.shown.type = end.shown.type;
    task->end.shown.number = end.shown.number;
    task->end.result = end.result;
    if (task->must_cancel && task->end.how == IL_HOW_RETURN)
      task->end.how = IL_HOW_CANCELLED, task->end.shown = cancelled.shown;
  }
  if (il_loop_records (loop))
    il_ring_write (loop->ring,
                   il_record_exit (il_loop_time (loop), task->id, task->end.how, task->end.shown, task->line));
  /* From here on it has ended, for those who are told. */
  task->ended = true;
  if (!TAILQ_EMPTY (&task->watches))
    il_task_run_watches (task);
  if (il_loop_leave (loop))
    forget (loop, task);
  return NULL;
}

/* Zero by zero: as a whole, the compiler clears it by "rep stos", which takes 10 ns to begin. The links and the end
 * are set before they are read. */
static inline void
init (IlTask *task, IlLoop *loop, IlTaskFunction function, void *data)
{
  task->loop = loop;
  task->memory = loop->task_memory;
  task->function = function;
  task->data = data;
  task->n_references = 2;
  task->line = 0;
  task->started = task->ended = task->failed = task->must_cancel = task->due = task->in_devices = false;
  task->by_worker = task->polled = task->end_taken = task->marked = task->on_path = false;
  task->woken = true;
  task->reach = IL_REACH_SELF;
  task->wake = IL_WAKE_OK;
  task->n_cancels = 0;
  task->deadline = 0;
  task->awaits = NULL;
  task->among = NULL;
  TAILQ_INIT (&task->watches);
  task->dropped = NULL;
}

IlTask *
il_loop_spawn (IlLoop *loop, IlTaskFunction function, void *data, uint32_t name, IlEngineError *error)
{
  IlTask *self = loop->current;
  IlTask *task = NULL;

  if (loop->closing) {
    snprintf (error->message, sizeof error->message, "no task can be spawned: the event loop is being freed");
    return NULL;
  }
  if (loop->last_id == IL_MAX_TASK_ID) {
    snprintf (error->message, sizeof error->message, "no task can be spawned: all %u task numbers are used",
              IL_MAX_TASK_ID);
    return NULL;
  }
  /* A task is in the ready queue once at most, so waking never needs memory. */
  if (!il_ready_queue_reserve (&loop->ready, loop->n_entries + 1)
      || !(task = il_task_memory_take (loop->task_memory))) {
    snprintf (error->message, sizeof error->message, "no memory is left for another task beside %zu", loop->n_tasks);
    return NULL;
  }
  init (task, loop, function, data);
  task->coro = il_coro_new (task_main, task, loop->stack_size, error);
  if (!task->coro) {
    il_task_memory_give_back (task->memory, task);
    return NULL;
  }
  il_coro_set_owner (task->coro, NULL, &task->line);
  task->id = ++loop->last_id;
  loop->n_entries++;
  TAILQ_INSERT_TAIL (&loop->live, task, link);
  loop->n_tasks++;

  if (il_loop_records (loop)) {
    int64_t now = il_loop_time (loop);
    uint32_t by = self ? self->id : loop->starter, line = self ? self->line : 0;

    il_ring_write (loop->ring, il_record_spawn_ready (now, task->id, name, by, line));
  }
  il_ready_queue_add (&loop->ready, task, IL_ENTRY_RUN);
  return task;
}

IlTaskEnd
il_task_end (IlTask *task)
{
  return il_task_take_end (task);
}

void
il_loop_resume (IlLoop *loop, IlTask *task)
{
  loop->current = task;
  IlWake wake = il_task_take_wake (task);
  task->started = true;
  il_coro_resume (task->coro, (void *) (uintptr_t) wake);
  task = loop->current; /* the last of those that ran since */
  loop->current = NULL;
  if (il_coro_ended (task->coro))
    end_task (loop, task);
}

void
il_task_close (IlTask *task)
{
  task->wake = IL_WAKE_STOPPED;
  if (task->started) {
    il_loop_resume (task->loop, task);
    return;
  }
  drop_data (task);
  task->end = (IlTaskEnd) { .how = IL_HOW_CANCELLED };
  end_task (task->loop, task);
}

uint32_t
il_task_id (const IlTask *task)
{
  return task->id;
}

void *
il_task_data (const IlTask *task)
{
  return task->data;
}

bool
il_task_ended (const IlTask *task)
{
  return task->ended;
}

IlCoro *
il_task_coro (IlTask *task)
{
  return task->coro;
}

void
il_task_set_dropped (IlTask *task, IlTaskDropped dropped)
{
  task->dropped = dropped;
}

void
il_task_set_line (IlTask *task, uint32_t line)
{
  task->line = line;
}

IlWake
il_task_await (IlTask *task, IlTaskEnd *end)
{
  IlLoop *loop = task->loop;

  if (!task->ended) {
    if (!il_loop_may_wait (loop))
      return IL_WAKE_STOPPED;
    if (task == loop->current) {
      IlWake wake = il_loop_await_oneself (loop);

      il_loop_set_error (loop, "a task cannot wait for its own end");
      return wake == IL_WAKE_OK ? IL_WAKE_ERROR : wake;
    }

    IlTask *self = loop->current;
    IlWatch watch = { .awaiter = self };

    TAILQ_INSERT_TAIL (&task->watches, &watch, link);
    self->reach = IL_REACH_TASK;
    self->awaits = task;
    IlWake wake = il_loop_suspend (loop, IL_WHY_AWAIT, task->id);
    self->reach = IL_REACH_SELF;
    if (task->ended)
      *end = il_task_take_end (task);
    else
      TAILQ_REMOVE (&task->watches, &watch, link);
    return wake;
  }
  *end = il_task_take_end (task);
  return IL_WAKE_OK;
}

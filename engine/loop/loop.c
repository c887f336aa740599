/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "engine/coro/generator.h"
#include "engine/loop/loop-private.h"
#include "engine/loop/task-memory.h"
#include "traces/record/time.h"

/* The iterations. A task that suspends runs next_task() on its own stack and switches straight to the
 * one that comes next; the loop's own stack (il_loop_run) is needed only where nothing is ready, and
 * where a task ends. */

static int64_t
own_now_cb (void *data)
{
  return il_monotonic_time () - ((IlLoop *) data)->start;
}

static size_t
default_n_workers (void)
{
  long n = sysconf (_SC_NPROCESSORS_ONLN) + 4;

  return n < 5 ? 5 : n > 32 ? 32 : (size_t) n;
}

IlLoop *
il_loop_new (const IlLoopOptions *options, IlEngineError *error)
{
  IlLoop *loop = calloc (1, sizeof *loop);

  if (!loop || !il_ready_queue_reserve (&loop->ready, 1) || !(loop->task_memory = il_task_memory_new ())) {
    snprintf (error->message, sizeof error->message, "no memory is left for an event loop");
    if (loop)
      il_ready_queue_clear (&loop->ready);
    free (loop);
    return NULL;
  }
  TAILQ_INIT (&loop->live);
  TAILQ_INIT (&loop->failed);
  STAILQ_INIT (&loop->sources);
  loop->virtual_clock = options->virtual_clock;
  loop->ring = options->ring;
  loop->stack_size = options->stack_size;
  loop->now = options->now ? options->now : own_now_cb;
  loop->now_data = options->now ? options->now_data : loop;
  loop->start = il_monotonic_time ();
  loop->devices.n_set = UINT64_C (1) << 62; /* the numbers in the two heaps differ, so that a stale one is known */
  loop->n_workers = options->n_workers ? options->n_workers : default_n_workers ();
  loop->lost_error = options->lost_error;
  loop->lost_error_data = options->lost_error_data;
  if (!loop->virtual_clock && !il_poller_init (&loop->poller, error)) {
    il_task_memory_close (loop->task_memory);
    il_ready_queue_clear (&loop->ready);
    free (loop);
    return NULL;
  }
  return loop;
}

void
il_loop_free (IlLoop *loop)
{
  if (!loop)
    return;
  loop->closing = true;
  atomic_store (&loop->stop, true);
  il_sources_free (loop);
  il_loop_forget_entries (loop);
  while (!TAILQ_EMPTY (&loop->live))
    il_task_close (TAILQ_FIRST (&loop->live));
  while (!TAILQ_EMPTY (&loop->failed))
    il_task_take_end (TAILQ_FIRST (&loop->failed));
  il_loop_forget_entries (loop);
  if (!loop->virtual_clock)
    il_poller_clear (&loop->poller);
  il_heap_clear (&loop->timers);
  il_heap_clear (&loop->devices);
  il_ready_queue_clear (&loop->ready);
  il_task_memory_close (loop->task_memory);
  free (loop->path);
  free (loop);
}

/* Records the suspend that waited for a resume to go with it. */
static __attribute__ ((cold)) void
flush_suspend (IlLoop *loop)
{
  IlPendingSuspend *pending = &loop->pending;
  IlTask *task = pending->task;

  if (!task)
    return;
  pending->task = NULL;
  if (!il_loop_records (loop))
    return;
  il_ring_write (loop->ring,
                 il_record_suspend (pending->time, task->id, pending->why, pending->object_or_task, task->line));
  if (pending->gives_way)
    il_ring_write (loop->ring, il_record_ready (pending->time, task->id, task->id, task->line));
}

static inline void
record_switch (IlLoop *loop, IlPendingSuspend from, IlTask *to)
{
  if (from.gives_way)
    il_ring_write (loop->ring, il_record_give_way (from.time, from.task->id, from.task->line, to->id, to->line, 0));
  else
    il_ring_write (loop->ring, il_record_switch (from.time, from.task->id, from.why, from.object_or_task,
                                                 from.task->line, to->id, to->line, 0));
}

static void
record_resume (IlLoop *loop, IlTask *task)
{
  IlPendingSuspend *pending = &loop->pending;

  if (!il_loop_records (loop))
    pending->task = NULL;
  else if (!pending->task)
    il_ring_write (loop->ring, il_record_resume (il_loop_time (loop), task->id, 0, 0, task->line));
  else
    record_switch (loop, *pending, task);
  pending->task = NULL;
}

static void
found_cb (void *data, void *loop)
{
  IlTask *task = data;

  task->polled = false;
  if (task->woken) /* it was cancelled, and has not run since */
    return;
  task->due = true;
  il_ready_queue_add (&((IlLoop *) loop)->ready, task, IL_ENTRY_IO);
}

/* Of 100,000 that sleep, each comes up with nothing of it in the cache: fetches what will be needed soon, first the
 * tasks, then what they point to. (Called, it would be left out: gcc finds that it has no effect.) */
static inline __attribute__ ((always_inline)) void
prefetch_due (const IlHeap *heap)
{
  const IlDeadline *near = &heap->items[heap->near], *far = &heap->items[heap->far];

  if (heap->far && !far->is_call)
    for (size_t offset = 0; offset < sizeof (IlTask); offset += 64)
      __builtin_prefetch ((const char *) far->task + offset);
  if (heap->near && !near->is_call && near->task->coro)
    il_coro_prefetch (near->task->coro);
}

static void
append_first (IlLoop *loop, IlHeap *heap, IlEntryKind kind)
{
  IlDeadline item = il_heap_take (heap);

  prefetch_due (heap);
  if (item.is_call) {
    item.call->deadline = 0;
    il_call_queue (loop, item.call);
  } else {
    item.task->deadline = 0;
    item.task->due = true;
    il_ready_queue_add (&loop->ready, item.task, kind);
  }
  il_loop_drop_stale (loop, heap);
}

/* Appends what has completed by now: I/O first, then timers by deadline. */
static void
append_due (IlLoop *loop)
{
  if (loop->timers.n_items == 0 && loop->devices.n_items == 0)
    return;

  int64_t now = il_loop_time (loop);
  il_loop_drop_stale (loop, &loop->devices);
  il_loop_drop_stale (loop, &loop->timers);
  while (il_heap_first (&loop->devices) <= now && loop->devices.n_items)
    append_first (loop, &loop->devices, IL_ENTRY_IO);
  while (il_heap_first (&loop->timers) <= now && loop->timers.n_items)
    append_first (loop, &loop->timers, IL_ENTRY_TIMER);
}

/* The moment of the next timer or I/O. */
static int64_t
next_completion (const IlLoop *loop)
{
  int64_t timer = il_heap_first (&loop->timers), device = il_heap_first (&loop->devices);

  return timer < device ? timer : device;
}

/* Where virtual time stands when that is handled: what is overdue comes now, and nothing is waited for where a task is
 * ready. */
static int64_t
next_moment (const IlLoop *loop)
{
  int64_t next = next_completion (loop);

  return next > loop->time && il_ready_queue_length (&loop->ready) == 0 ? next : loop->time;
}

/* Begins an iteration in which something is ready already. */
static void
begin_iteration (IlLoop *loop)
{
  if (!loop->virtual_clock && (loop->poller.n_waiting || loop->n_under_way)) {
    flush_suspend (loop); /* asking the kernel takes time */
    il_poller_wait (&loop->poller, 0, found_cb, loop);
    il_sources_collect (loop);
  }
  while (loop->virtual_clock && loop->n_under_way && il_sources_due (loop) <= loop->time
         && !il_loop_is_stopping (loop)) {
    flush_suspend (loop);
    il_sources_go_on (loop);
  }
  append_due (loop);
  loop->n_left = il_ready_queue_length (&loop->ready);
}

/* Whether all that is still to come would come at the end of the virtual clock. */
static bool
is_at_clock_end (IlLoop *loop)
{
  if (!loop->virtual_clock)
    return false;
  il_loop_drop_stale (loop, &loop->devices);
  il_loop_drop_stale (loop, &loop->timers);

  int64_t next = next_completion (loop);
  if (loop->n_under_way && il_sources_due (loop) < next)
    next = il_sources_due (loop);
  return next == IL_CLOCK_END;
}

/* Begins an iteration with what completes next: on the virtual clock time jumps there, on the wall clock
 * the kernel waits for it. Returns false where nothing ever will. */
static bool
wait_for_iteration (IlLoop *loop)
{
  il_loop_drop_stale (loop, &loop->devices);
  il_loop_drop_stale (loop, &loop->timers);
  if (!loop->timers.n_items && !loop->devices.n_items && !loop->poller.n_waiting && !loop->n_under_way)
    return false;
  if (loop->virtual_clock) {
    while (loop->n_under_way && il_sources_due (loop) <= next_moment (loop) && il_sources_due (loop) < IL_CLOCK_END
           && !il_loop_is_stopping (loop))
      il_sources_go_on (loop); /* which may have a task ready before what would have been next */
    if ((loop->timers.n_items || loop->devices.n_items) && next_moment (loop) < IL_CLOCK_END)
      loop->time = next_moment (loop);
  } else {
    int64_t timeout = loop->timers.n_items ? next_completion (loop) - il_loop_time (loop) : INT64_MAX;

    il_poller_wait (&loop->poller, timeout > 0 ? timeout : 0, found_cb, loop);
    il_sources_collect (loop);
  }
  append_due (loop);
  loop->n_left = il_ready_queue_length (&loop->ready);
  return true;
}

static void
run_call (IlLoop *loop, IlCall *call)
{
  IlTask *current = loop->current;

  call->queued = false;
  if (call->run) {
    flush_suspend (loop);
    loop->current = NULL; /* it suspended already: what happens now is not its doing */
    call->run (loop, call);
    loop->current = current;
  } else {
    il_call_drop (loop, call);
  }
}

/* A timer or I/O is over for which TASK waits, unless it was cancelled meanwhile. */
static void
wake_due (IlLoop *loop, IlTask *task, IlEntryKind kind)
{
  if (task->due) {
    task->due = false;
    flush_suspend (loop);
    il_loop_wake_by (loop, task, kind == IL_ENTRY_TIMER ? IL_BY_TIMER : task->by_worker ? IL_BY_WORKER : IL_BY_IO);
  } else {
    loop->n_entries--;
    il_task_unref (task);
  }
}

/* The task that runs next where nothing else is to be done before it, else NULL: what next_task comes to
 * nearly always, and quickly. */
static inline IlTask *
next_at_once (IlLoop *loop)
{
  if (loop->n_left == 0) {
    if (loop->timers.n_items || loop->devices.n_items || loop->poller.n_waiting || loop->n_under_way)
      return NULL;
    loop->n_left = il_ready_queue_length (&loop->ready);
  }
  if (loop->n_left == 0 || il_loop_is_stopping (loop) || il_ready_queue_first (&loop->ready)->kind != IL_ENTRY_RUN)
    return NULL;
  return il_ready_queue_first (&loop->ready)->task;
}

/* The task that runs next, or NULL where nothing is ready or the loop is stopping. */
static IlTask *
next_task (IlLoop *loop)
{
  while (!il_loop_is_stopping (loop)) {
    if (loop->n_left == 0) {
      if (il_ready_queue_length (&loop->ready) == 0)
        return NULL;
      begin_iteration (loop);
    }

    IlEntry entry = il_ready_queue_take (&loop->ready);
    loop->n_left--;
    if (entry.kind == IL_ENTRY_RUN)
      return entry.task;
    if (entry.kind == IL_ENTRY_CALL)
      run_call (loop, entry.call);
    else
      wake_due (loop, entry.task, entry.kind);
  }
  return NULL;
}

static IlLoopOutcome
run (IlLoop *loop)
{
  while (!il_loop_is_stopping (loop)) {
    IlTask *task = next_task (loop);

    if (task) {
      record_resume (loop, task);
      il_loop_resume (loop, task);
      continue;
    }
    flush_suspend (loop);
    if (il_loop_is_stopping (loop))
      break;
    if (loop->n_tasks == 0 && loop->n_starts == 0 && loop->n_under_way == 0 && loop->poller.n_waiting == 0)
      return IL_LOOP_FINISHED;
    if (is_at_clock_end (loop))
      return IL_LOOP_AT_END;
    if (!wait_for_iteration (loop))
      return IL_LOOP_DEADLOCK;
  }
  loop->pending.task = NULL;
  return IL_LOOP_STOPPED;
}

IlLoopOutcome
il_loop_run (IlLoop *loop)
{
  IlLoopOutcome outcome = run (loop);

  IlTask *task;

  while ((task = TAILQ_FIRST (&loop->failed))) {
    if (loop->lost_error)
      loop->lost_error (task, &task->end, loop->lost_error_data);
    il_task_take_end (task);
  }
  return outcome;
}

/* A task that waits inside of generators first leaves them, one after the other. */
typedef struct {
  IlLoop *loop;
  IlWhy why;
  uint32_t object_or_task;
  bool gives_way;
} Wait;

static IlWake suspend (IlLoop *loop, IlWhy why, uint32_t object_or_task, bool gives_way);

static void *
suspend_cb (void *data)
{
  Wait *wait = data;

  return (void *) (uintptr_t) suspend (wait->loop, wait->why, wait->object_or_task, wait->gives_way);
}

static __attribute__ ((cold)) IlWake
suspend_through (IlGenerator *generator, Wait wait)
{
  return (IlWake) (uintptr_t) il_generator_pass (generator, suspend_cb, &wait);
}

/* Runs NEXT in place of the running task. A task's wake comes with the switch to it. */
static inline IlWake
transfer (IlLoop *loop, IlTask *next)
{
  IlWake wake = il_task_take_wake (next);

  loop->current = next;
  if (next->started)
    return (IlWake) (uintptr_t) il_coro_transfer (next->coro, (void *) (uintptr_t) wake);
  next->started = true;
  if (il_ready_queue_length (&loop->ready) && il_ready_queue_first (&loop->ready)->kind == IL_ENTRY_RUN)
    il_coro_prefetch (il_ready_queue_first (&loop->ready)->task->coro);
  return (IlWake) (uintptr_t) il_coro_transfer_new (next->coro);
}

static __attribute__ ((noinline)) IlWake
suspend_slowly (IlLoop *loop, IlWhy why, uint32_t object_or_task, bool gives_way)
{
  IlTask *self = loop->current;

  if (il_generator_current ())
    return suspend_through (il_generator_current (), (Wait) { loop, why, object_or_task, gives_way });

  loop->pending = (IlPendingSuspend) { self, why, gives_way, object_or_task, loop->ring ? il_loop_time (loop) : 0 };
  if (gives_way && why != IL_WHY_SLEEP)
    flush_suspend (loop);
  if (self->must_cancel && !gives_way) {
    flush_suspend (loop);
    il_task_cancel_wait (self, self->id);
  }

  IlTask *next = next_task (loop);
  if (!next)
    return (IlWake) (uintptr_t) il_coro_suspend (NULL);
  record_resume (loop, next);
  return next == self ? il_task_take_wake (self) : transfer (loop, next);
}

/* The switch is the last thing done, so that it goes straight back to where the caller of the loop waited:
 * the fewer functions return on a stack that was just switched to, the fewer returns the processor predicts
 * wrongly. What comes to pass nearly always is done here, without a call, so that no register has to be saved but
 * by the switch: a quarter of a yield's instructions less. The rest is for suspend_slowly. */
static inline IlWake
suspend (IlLoop *loop, IlWhy why, uint32_t object_or_task, bool gives_way)
{
  IlTask *self = loop->current, *next = next_at_once (loop);

  if (!next || next == self || self->must_cancel || il_generator_current ()
      || (loop->ring && !il_loop_records_at_once (loop)))
    return suspend_slowly (loop, why, object_or_task, gives_way);
  if (loop->ring && gives_way)
    il_ring_put (loop->ring, il_record_give_way (loop->time, self->id, self->line, next->id, next->line, 0));
  else if (loop->ring)
    il_ring_put (loop->ring,
                 il_record_switch (loop->time, self->id, why, object_or_task, self->line, next->id, next->line, 0));
  loop->n_left--;
  il_ready_queue_take (&loop->ready);
  return transfer (loop, next);
}

bool
il_loop_leave (IlLoop *loop)
{
  IlTask *next = next_at_once (loop);

  if (!next || next->must_cancel || (loop->ring && !il_loop_records_at_once (loop))
      || !il_coro_set_successor (next->coro, (void *) (uintptr_t) next->wake))
    return false;
  if (loop->ring) {
    IlRecord *last = il_ring_last (loop->ring);

    if (!last || !il_record_add_resume (last, loop->time, next->id, next->line))
      il_ring_put (loop->ring, il_record_resume (loop->time, next->id, 0, 0, next->line));
  }
  loop->n_left--;
  il_ready_queue_take (&loop->ready);
  next->started = true;
  loop->current = next;
  return true;
}

IlWake
il_loop_suspend (IlLoop *loop, IlWhy why, uint32_t object_or_task)
{
  loop->current->woken = false;
  return suspend (loop, why, object_or_task, false);
}

IlWake
il_loop_give_way (IlLoop *loop)
{
  loop->current->wake = IL_WAKE_OK;
  il_ready_queue_add (&loop->ready, loop->current, IL_ENTRY_RUN);
  return suspend (loop, IL_WHY_SLEEP, IL_NO_OBJECT, true);
}

IlWake
il_loop_await_oneself (IlLoop *loop)
{
  loop->current->wake = IL_WAKE_OK;
  il_ready_queue_add (&loop->ready, loop->current, IL_ENTRY_RUN);
  return suspend_slowly (loop, IL_WHY_AWAIT, loop->current->id, true);
}

/* Until il_loop_free comes to the task. */
void
il_loop_stay (IlLoop *loop)
{
  if (!loop->closing)
    il_generator_suspend (NULL);
}

void
il_loop_op_waking_slowly (IlLoop *loop, uint32_t object, IlOperation op, IlTraceValue shown, IlTask *task)
{
  il_loop_record_op (loop, object, op, shown);
  if (task)
    il_loop_wake (loop, task);
}

void
il_loop_stop (IlLoop *loop)
{
  atomic_store (&loop->stop, true);
  if (!loop->virtual_clock)
    il_poller_interrupt (&loop->poller);
}

bool
il_loop_stopping (const IlLoop *loop)
{
  return il_loop_is_stopping (loop);
}

int64_t
il_loop_now (IlLoop *loop)
{
  return il_loop_time (loop);
}

IlTask *
il_loop_current (IlLoop *loop)
{
  return loop->current;
}

size_t
il_loop_n_tasks (const IlLoop *loop)
{
  return loop->n_tasks;
}

const IlEngineError *
il_loop_error (const IlLoop *loop)
{
  return &loop->error;
}

void
il_loop_record (IlLoop *loop, IlRecord record)
{
  if (!il_loop_records (loop))
    return;
  record.time = il_loop_time (loop);
  il_ring_write (loop->ring, record);
}

void
il_loop_record_op (IlLoop *loop, uint32_t object, IlOperation op, IlTraceValue shown)
{
  IlTask *self = loop->current;

  if (il_loop_records (loop))
    il_ring_write (loop->ring,
                   il_record_op (il_loop_time (loop), self ? self->id : 0, object, op, shown, self ? self->line : 0));
}

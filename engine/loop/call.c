/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/loop-private.h"

/* Calls: what the loop does itself, not a task. A call may be referred to by the ready queue or by the heap
 * of timers, from which nothing can be taken out of the middle; where it is dropped meanwhile, it is stale
 * there, and freed as it comes out. The same goes for the deadlines of tasks. */

bool
il_loop_reserve_entry (IlLoop *loop)
{
  if (!il_ready_queue_reserve (&loop->ready, loop->n_entries + 1))
    return false;
  loop->n_entries++;
  return true;
}

void *
il_call_new (IlLoop *loop, size_t size, void (*run) (IlLoop *loop, IlCall *call))
{
  IlCall *call = calloc (1, size);

  if (!call || !il_loop_reserve_entry (loop)) {
    il_loop_set_no_memory (loop, "callback");
    free (call);
    return NULL;
  }
  call->run = run;
  return call;
}

static void
free_call (IlLoop *loop, IlCall *call)
{
  loop->n_entries--;
  free (call);
}

void
il_call_queue (IlLoop *loop, IlCall *call)
{
  if (loop->closing)
    return;
  call->queued = true;
  il_ready_queue_add_call (&loop->ready, call);
}

bool
il_call_set_deadline (IlLoop *loop, IlCall *call, int64_t when)
{
  if (!il_heap_add_call (&loop->timers, when, call)) {
    il_loop_set_no_memory (loop, "timer");
    return false;
  }
  call->deadline = loop->timers.n_set;
  return true;
}

static bool
is_stale (const IlDeadline *item)
{
  return item->number != (item->is_call ? item->call->deadline : item->task->deadline);
}

static void
free_stale (IlLoop *loop, const IlDeadline *item)
{
  if (item->is_call)
    free_call (loop, item->call);
  else
    il_task_unref (item->task);
}

void
il_loop_drop_stale (IlLoop *loop, IlHeap *heap)
{
  while (heap->n_stale && heap->n_items && is_stale (&heap->items[0])) {
    IlDeadline item = il_heap_take (heap);

    heap->n_stale--;
    free_stale (loop, &item);
  }
}

static bool
stale_cb (const IlDeadline *item, void *data)
{
  if (!is_stale (item))
    return false;
  free_stale (data, item);
  return true;
}

/* One more item is stale: when most of them are, they go. */
static void
add_stale (IlLoop *loop, IlHeap *heap)
{
  if (++heap->n_stale > 64 && heap->n_stale > heap->n_items / 2) {
    il_heap_filter (heap, stale_cb, loop);
    heap->n_stale = 0;
  }
}

void
il_call_drop (IlLoop *loop, IlCall *call)
{
  if (call->queued) {
    call->run = NULL;
  } else if (call->deadline) {
    call->deadline = 0;
    add_stale (loop, &loop->timers);
  } else {
    free_call (loop, call);
  }
}

void
il_task_give_up_deadline (IlTask *task)
{
  IlLoop *loop = task->loop;

  if (!task->due && !task->deadline)
    return;
  il_task_ref (task); /* the stale item's */
  if (task->due) {
    task->due = false;
  } else {
    task->deadline = 0;
    add_stale (loop, task->in_devices ? &loop->devices : &loop->timers);
  }
}

typedef struct {
  IlCall call;
  void (*function) (void *data);
  void *data;
} Start;

static void
run_start (IlLoop *loop, IlCall *call)
{
  Start *start = (Start *) call;

  loop->n_starts--;
  loop->starter = IL_BY_TIMER;
  start->function (start->data);
  loop->starter = IL_BY_NOBODY;
  il_call_drop (loop, call);
}

bool
il_loop_call_at (IlLoop *loop, int64_t when, void (*function) (void *data), void *data)
{
  Start *start = il_call_new (loop, sizeof *start, run_start);

  if (!start)
    return false;
  start->call.forgotten = il_call_drop;
  start->function = function;
  start->data = data;
  if (!il_call_set_deadline (loop, &start->call, when)) {
    il_call_drop (loop, &start->call);
    return false;
  }
  loop->n_starts++;
  return true;
}

static void
forget_call (IlLoop *loop, IlCall *call, bool stale)
{
  call->queued = false;
  call->deadline = 0;
  if (stale || !call->run)
    free_call (loop, call);
  else if (call->forgotten)
    call->forgotten (loop, call);
}

static bool
forget_cb (const IlDeadline *item, void *data)
{
  bool stale = is_stale (item);

  if (item->is_call)
    forget_call (data, item->call, stale);
  else if (stale)
    il_task_unref (item->task);
  else
    item->task->deadline = 0;
  return true;
}

void
il_loop_forget_entries (IlLoop *loop)
{
  while (il_ready_queue_length (&loop->ready)) {
    IlEntry entry = il_ready_queue_take (&loop->ready);

    if (entry.kind == IL_ENTRY_CALL)
      forget_call (loop, entry.call, false);
    else if (entry.kind != IL_ENTRY_RUN && !entry.task->due)
      il_task_unref (entry.task);
    else
      entry.task->due = false;
  }
  il_heap_filter (&loop->timers, forget_cb, loop);
  il_heap_filter (&loop->devices, forget_cb, loop);
  loop->timers.n_stale = loop->devices.n_stale = 0;
}

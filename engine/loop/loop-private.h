/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>

#include "engine/loop/heap.h"
#include "engine/loop/loop.h"
#include "engine/loop/poller.h"
#include "engine/loop/ready.h"

/* What the files of the loop share. */

/* Tasks that wait for one thing, in the order in which they came. A task waits for one thing at a time,
 * so it carries the links itself, and waiting needs no memory. */
typedef struct {
  IlTask *first;
  IlTask *last;
} IlWaiters;

struct IlTask {
  IlLoop *loop;
  IlCoro *coro;            /* NULL once it has ended */
  uint32_t id;
  uint32_t line;
  uint32_t n_references;   /* one is the loop's, until the task has ended */
  bool started;            /* its function was called */
  bool woken;              /* in the ready queue or running, though perhaps still among the waiters of a semaphore or mutex */
  IlWake wake;             /* what the wait that goes on will have come to */
  IlTask *wait_previous;   /* while it is among the waiters of something */
  IlTask *wait_next;
  IlTask *live_previous;   /* among the loop's tasks that have not ended */
  IlTask *live_next;
  IlWaiters awaiters;
  IlTaskFunction function;
  void *data;
  IlTaskEnd end;           /* once it has ended */
};

/* A suspend that has no record yet: one record can hold it and the resume that follows. */
typedef struct {
  IlTask *task; /* NULL: none */
  IlWhy why;
  bool gives_way;
  uint32_t object_or_task;
  int64_t time;
} IlPendingSuspend;

struct IlLoop {
  IlTask *current;
  IlReadyQueue ready;
  size_t n_left;      /* entries that are still to run in this iteration */
  _Atomic bool stop;  /* nothing is recorded any more; the next wait leaves the loop */
  bool closing;       /* il_loop_free resumes what is left */
  bool virtual_clock;
  int64_t time;       /* virtual clock, ns */
  IlRing *ring;
  IlPendingSuspend pending;
  IlHeap timers;
  IlHeap devices;     /* virtual clock: when I/O completes */
  IlPoller poller;    /* wall clock */
  int64_t (*now) (void *data);
  void *now_data;
  int64_t start;      /* wall clock, where there is no now: CLOCK_MONOTONIC at time 0 */
  size_t stack_size;
  size_t n_tasks;
  uint32_t last_id;
  IlTask *live_first;
  IlTask *live_last;
  IlEngineError error;
};

static inline bool
il_loop_is_stopping (const IlLoop *loop)
{
  return __builtin_expect (atomic_load_explicit (&loop->stop, memory_order_relaxed), 0);
}

static inline int64_t
il_loop_time (const IlLoop *loop)
{
  return loop->virtual_clock ? loop->time : loop->now (loop->now_data);
}

/* Once the loop is stopping, records would only tell of its clearing up. */
static inline bool
il_loop_records (const IlLoop *loop)
{
  return loop->ring && !il_loop_is_stopping (loop);
}

/* With the record before it, which it mostly follows from, where that can be. */
static inline void
il_loop_record_ready (IlLoop *loop, int64_t time, IlTask *task, uint32_t by, uint32_t line)
{
  IlRecord *last = il_ring_last (loop->ring);

  if (!last || !il_record_add_ready (last, time, task->id, by, line))
    il_ring_write (loop->ring, il_record_ready (time, task->id, by, line));
}

static inline void
il_waiters_add (IlWaiters *waiters, IlTask *task)
{
  task->wait_next = NULL;
  task->wait_previous = waiters->last;
  *(waiters->last ? &waiters->last->wait_next : &waiters->first) = task;
  waiters->last = task;
}

static inline void
il_waiters_remove (IlWaiters *waiters, IlTask *task)
{
  *(task->wait_previous ? &task->wait_previous->wait_next : &waiters->first) = task->wait_next;
  *(task->wait_next ? &task->wait_next->wait_previous : &waiters->last) = task->wait_previous;
}

/* The record of the task that acts, about an object. */
void il_loop_record_op (IlLoop *loop, uint32_t object, IlOperation op, IlTraceValue shown);

/* Puts TASK, which waits, into the ready queue: its wait came to IL_WAKE_OK. BY: the id of a task, or
 * IL_BY_TIMER and the like. */
void il_loop_wake_by (IlLoop *loop, IlTask *task, uint32_t by);
void il_loop_wake (IlLoop *loop, IlTask *task); /* by the task that runs */

/* Suspends the running task until somebody wakes it. Returns what the wait came to. */
IlWake il_loop_suspend (IlLoop *loop, IlWhy why, uint32_t object_or_task);

/* The same for a task that only lets the others that are ready go first. */
IlWake il_loop_give_way (IlLoop *loop);

/* Every wait begins with this. False: the loop is stopping, and the wait is over with IL_WAKE_STOPPED. A
 * task that comes here before il_loop_free stays where it is until then. */
bool il_loop_may_wait (IlLoop *loop);

/* Resumes TASK from the loop's own stack, until some task suspends to it or ends. */
void il_loop_resume (IlLoop *loop, IlTask *task);

/* Frees what is left of a task that never started, or makes one that did clean up. */
void il_task_close (IlTask *task);

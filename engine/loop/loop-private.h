/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>

#include "engine/loop/heap.h"
#include "engine/loop/loop.h"
#include "engine/loop/poller.h"
#include "engine/loop/ready.h"
#include "engine/loop/source.h"

/* What the files of the loop share. */

/* Tasks that wait for one thing, in the order in which they came. A task waits for one thing at a time,
 * so it carries the links itself, and waiting needs no memory. */
typedef TAILQ_HEAD (IlWaiters, IlTask) IlWaiters;

/* What the loop calls when its turn comes in the ready queue, at a deadline or as a task has ended. It is
 * freed by il_call_drop; where a queue or heap still refers to it, then only once it leaves it. */
typedef struct IlCall {
  void (*run) (IlLoop *loop, struct IlCall *call);       /* NULL: it was dropped */
  void (*forgotten) (IlLoop *loop, struct IlCall *call); /* as the loop is freed; NULL: its owner will drop it */
  uint64_t deadline;                                     /* the number of its deadline, while it has one */
  bool queued;                                           /* in the ready queue */
} IlCall;

/* "Once TASK has ended ...": the callbacks of asyncio's futures. */
typedef struct IlWatch {
  TAILQ_ENTRY (IlWatch) link; /* while the task has not ended */
  IlTask *awaiter;            /* wake it; or, where NULL, put the call into the ready queue */
} IlWatch;

typedef TAILQ_HEAD (IlWatches, IlWatch) IlWatches;

/* What a task waits for, where a cancel has to reach further than its own wait. */
typedef enum {
  IL_REACH_SELF,
  IL_REACH_TASK,   /* the task that it awaits */
  IL_REACH_GATHER, /* the children of a gather */
} IlReach;

typedef TAILQ_HEAD (IlTasks, IlTask) IlTasks;
typedef struct IlTaskMemory IlTaskMemory;

struct IlTask {
  IlLoop *loop;
  IlTaskMemory *memory;
  IlCoro *coro; /* NULL once it has ended */
  uint32_t id;
  uint32_t line;
  uint32_t n_references; /* one is the loop's, until the task has ended */
  bool started;          /* it was resumed once */
  bool ended;
  bool failed;                 /* among the loop's that did */
  bool woken;                  /* in the ready queue or running, though perhaps still among the waiters of something */
  bool must_cancel;            /* its next wait, or the one it was woken from, comes to IL_WAKE_CANCELLED */
  bool due;                    /* its time is over, its I/O done: an entry in the ready queue will wake it */
  bool in_devices;             /* its deadline is among the devices', not the timers' */
  bool by_worker;              /* it waits for a worker */
  bool polled;                 /* its file descriptor is with the poller */
  bool end_taken;              /* somebody learnt how it ended */
  bool marked;                 /* counted already, by who gathers tasks */
  bool on_path;                /* il_task_cancel goes through it */
  uint8_t reach;               /* IlReach */
  IlWake wake : 8;             /* what the wait that goes on will have come to */
  uint32_t n_cancels;          /* that were asked for and not taken back */
  uint64_t deadline;           /* the number of the deadline at which it will be woken; 0: none */
  void *awaits;                /* what reach says */
  IlWaiters *among;            /* the waiters of something, or NULL */
  TAILQ_ENTRY (IlTask) waiter; /* there */
  union {
    TAILQ_ENTRY (IlTask) link; /* among the loop's tasks, those that have not ended or those that failed */
    SLIST_ENTRY (IlTask) free; /* among the places that are free */
  };
  IlWatches watches;
  IlTaskFunction function;
  IlTaskDropped dropped;
  void *data;
  IlTaskEnd end; /* once it has ended */
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
  size_t n_left;     /* entries that are still to run in this iteration */
  _Atomic bool stop; /* nothing is recorded any more; the next wait leaves the loop */
  bool closing;      /* il_loop_free resumes what is left */
  bool virtual_clock;
  bool tells_gaps; /* wall clock: in which the thread had no core while it computed */
  int64_t time;    /* virtual clock, ns */
  IlRing *ring;
  IlPendingSuspend pending;
  const void *returns_to; /* the code that called the wait that began last, of those that note it */
  IlHeap timers;
  IlHeap devices;   /* virtual clock: when I/O completes */
  size_t n_entries; /* that may be in the ready queue at once: the tasks, the calls, and stale ones */
  uint32_t starter; /* by whom a task comes that no task spawns: IL_BY_NOBODY or IL_BY_TIMER */
  size_t n_starts;  /* calls that keep the loop going although no task is left */
  IlTask **path;    /* il_task_cancel's, to follow what awaits what */
  size_t n_path_slots;
  IlPoller poller; /* wall clock */
  int64_t (*now) (void *data);
  void *now_data;
  int64_t start; /* wall clock, where there is no now: CLOCK_MONOTONIC at time 0 */
  size_t stack_size;
  size_t n_workers;
  IlSources sources;
  size_t n_under_way; /* pieces of work that the sources have under way, in all */
  IlTaskMemory *task_memory;
  size_t n_tasks;
  uint32_t last_id;
  IlTasks live;
  IlTasks failed; /* ended in an error of which nobody has learnt */
  void (*lost_error) (IlTask *task, const IlTaskEnd *end, void *data);
  void *lost_error_data;
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

/* Whether leaving a record takes a few stores only: nobody has to be asked for the time or for room. */
static inline bool
il_loop_records_at_once (const IlLoop *loop)
{
  return __builtin_expect (loop->virtual_clock && !il_loop_is_stopping (loop) && il_ring_has_room (loop->ring), 1);
}

/* The same as il_loop_record_op, for the operations of the loop's own objects. */
static inline void
il_loop_op (IlLoop *loop, uint32_t object, IlOperation op, IlTraceValue shown)
{
  const IlTask *self = loop->current;

  if (!loop->ring)
    return;
  if (self && il_loop_records_at_once (loop))
    il_ring_put (loop->ring, il_record_op (loop->time, self->id, object, op, shown, self->line));
  else
    il_loop_record_op (loop, object, op, shown);
}

static inline void
il_waiters_add (IlWaiters *waiters, IlTask *task)
{
  TAILQ_INSERT_TAIL (waiters, task, waiter);
  task->among = waiters;
}

static inline void
il_waiters_leave (IlTask *task)
{
  if (!task->among)
    return;
  TAILQ_REMOVE (task->among, task, waiter);
  task->among = NULL;
}

/* Those of one owner, which initialises the list. */
typedef TAILQ_HEAD (IlTaskCalls, IlTaskCall) IlTaskCalls;

/* A call for when TASK has ended. */
typedef struct IlTaskCall {
  IlCall call;
  IlWatch watch;
  IlTask *task;       /* has a reference */
  IlTaskCalls *owner; /* whose it is; NULL: nobody's, it only takes note of the end */
  TAILQ_ENTRY (IlTaskCall) link;
} IlTaskCall;

/* Has RUN called one iteration after TASK has ended (the next, if it has). RUN gives it to il_task_call_drop.
 * NULL, with loop->error, when memory is short. */
IlTaskCall *il_task_call_new (IlTask *task, IlTaskCalls *owner, void (*run) (IlLoop *loop, IlCall *call));
void il_task_call_drop (IlTaskCall *call);

/* The owner goes: its calls are dropped; or, with TAKE, only take note of how the tasks end, so that an error
 * there does not count as lost. */
void il_task_calls_leave (IlTaskCalls *owner, bool take);

/* Puts what waits for the end of TASK into the ready queue. */
void il_task_run_watches (IlTask *task);

/* How TASK ended; its error is known to somebody now. */
IlTaskEnd il_task_take_end (IlTask *task);

/* Frees the calls to which only the ready queue or the heaps refer, and forgets the deadlines. */
void il_loop_forget_entries (IlLoop *loop);

/* Throws away the stale items at the head of HEAP. */
void il_loop_drop_stale (IlLoop *loop, IlHeap *heap);

__attribute__ ((format (printf, 2, 3))) void il_loop_set_error (IlLoop *loop, const char *format, ...);

/* Fills in loop->error, "no memory is left for another WHAT". */
void il_loop_set_no_memory (IlLoop *loop, const char *what);

/* Makes room in the ready queue for one more entry, of a call or a task. */
bool il_loop_reserve_entry (IlLoop *loop);

/* A zeroed block of SIZE bytes that begins with an IlCall. NULL, with loop->error, when memory is short. */
void *il_call_new (IlLoop *loop, size_t size, void (*run) (IlLoop *loop, IlCall *call));
void il_call_queue (IlLoop *loop, IlCall *call);
bool il_call_set_deadline (IlLoop *loop, IlCall *call, int64_t when);
void il_call_drop (IlLoop *loop, IlCall *call);

/* The task's deadline, or its queued entry, shall not wake it any more. */
void il_task_give_up_deadline (IlTask *task);

/* Wakes TASK, which waits, with IL_WAKE_CANCELLED. */
void il_loop_wake_cancelled (IlLoop *loop, IlTask *task, uint32_t by);

/* Cancels what the task, which is just about to suspend, waits for. */
void il_task_cancel_wait (IlTask *task, uint32_t by);

/* Cancels TASK on behalf of BY. */
bool il_task_cancel_by (IlTask *task, uint32_t by);

/* Whether TASK's wait was itself cancelled, as against a task whose wait is over and who is told of a cancel then. */
static inline bool
il_task_wait_cancelled (const IlTask *task)
{
  return task->woken && task->wake == IL_WAKE_CANCELLED;
}

/* What the wait of TASK, which is going to run, has come to. One that has not begun keeps its cancel. */
static inline IlWake
il_task_take_wake (IlTask *task)
{
  if (__builtin_expect (task->must_cancel, 0) && task->started && task->wake != IL_WAKE_STOPPED) {
    task->must_cancel = false;
    return IL_WAKE_CANCELLED;
  }
  return task->wake;
}

/* Puts TASK, which waits, into the ready queue: its wait came to IL_WAKE_OK. BY: the id of a task, or
 * IL_BY_TIMER and the like. LINE: where that is done. */
static inline void
il_loop_wake_at_line (IlLoop *loop, IlTask *task, uint32_t by, uint32_t line)
{
  task->woken = true;
  task->wake = IL_WAKE_OK;
  if (loop->closing)
    return; /* il_loop_free comes to it */
  if (il_loop_records (loop))
    il_loop_record_ready (loop, il_loop_time (loop), task, by, line);
  il_ready_queue_add (&loop->ready, task, IL_ENTRY_RUN);
}

static inline void
il_loop_wake_by (IlLoop *loop, IlTask *task, uint32_t by)
{
  const IlTask *self = loop->current;

  il_loop_wake_at_line (loop, task, by, self && by == self->id ? self->line : task->line);
}

/* By the task that runs. */
static inline void
il_loop_wake (IlLoop *loop, IlTask *task)
{
  const IlTask *self = loop->current;

  il_loop_wake_at_line (loop, task, self ? self->id : IL_BY_NOBODY, self ? self->line : task->line);
}

/* The same as il_loop_op_waking, any time. */
void il_loop_op_waking_slowly (IlLoop *loop, uint32_t object, IlOperation op, IlTraceValue shown, IlTask *task);

/* il_loop_op that wakes TASK, where that is not NULL: one record mostly holds both. Inline in all who use it, as
 * the call alone would be a tenth of a queue's round trip. */
static inline __attribute__ ((always_inline)) void
il_loop_op_waking (IlLoop *loop, uint32_t object, IlOperation op, IlTraceValue shown, IlTask *task)
{
  const IlTask *self = loop->current;

  if (__builtin_expect (!self || il_loop_is_stopping (loop), 0)) {
    il_loop_op_waking_slowly (loop, object, op, shown, task);
    return;
  }
  if (loop->ring) {
    if (!il_loop_records_at_once (loop) || shown.number != (int32_t) shown.number) {
      il_loop_op_waking_slowly (loop, object, op, shown, task);
      return;
    }
    IlRecord record = il_record_op (loop->time, self->id, object, op, shown, self->line);
    if (task)
      il_record_add_woken (&record, task->id);
    il_ring_put (loop->ring, record);
  }
  if (task) {
    task->woken = true;
    task->wake = IL_WAKE_OK;
    il_ready_queue_add (&loop->ready, task, IL_ENTRY_RUN);
  }
}

/* Suspends the running task until somebody wakes it. Returns what the wait came to. */
IlWake il_loop_suspend (IlLoop *loop, IlWhy why, uint32_t object_or_task);

/* A wait that goes on with something before it returns notes beforehand where it will return to, and ends with
 * il_loop_return. Between two tasks with code of their own that takes 20 ns less for a round trip; where all come from
 * one place, as from the interpreter, a return is the better. Inline, as the address is that of the wait's caller. */
static inline __attribute__ ((always_inline)) void
il_loop_note_return (IlLoop *loop)
{
  loop->returns_to = __builtin_return_address (0);
}

static inline __attribute__ ((always_inline)) IlWake
il_loop_return (const IlLoop *loop, IlWake wake)
{
  return loop->returns_to == __builtin_return_address (0) ? wake : (IlWake) il_coro_return ((int) wake);
}

/* The same for a task that only lets the others that are ready go first. */
IlWake il_loop_give_way (IlLoop *loop);

/* The same for one that awaits itself: asyncio tells it so in its next step. */
IlWake il_loop_await_oneself (IlLoop *loop);

/* The running task stays where it is until il_loop_free comes to it. */
void il_loop_stay (IlLoop *loop);

/* Every wait begins with this. False: the loop is stopping, and the wait is over with IL_WAKE_STOPPED. A
 * task that comes here before il_loop_free stays where it is until then. */
static inline bool
il_loop_may_wait (IlLoop *loop)
{
  if (!il_loop_is_stopping (loop))
    return true;
  il_loop_stay (loop);
  return false;
}

/* The running task is about to return: lets the one that comes next go on in its place, without the loop's own stack
 * in between. Returns false where something else has to be done first. */
bool il_loop_leave (IlLoop *loop);

/* Resumes TASK from the loop's own stack, until some task suspends to it or ends. */
void il_loop_resume (IlLoop *loop, IlTask *task);

/* Frees what is left of a task that never started, or makes one that did clean up. */
void il_task_close (IlTask *task);

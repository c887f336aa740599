/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/coro/coro.h"
#include "traces/record/ring.h"

/* The event loop: one thread, a ready queue, timers, file descriptors, and tasks, each a coroutine that
 * keeps the CPU until it suspends. On the virtual clock the loop's time jumps to the next timer; on the
 * wall clock it waits in the kernel. The order in which things happen is asyncio's (CPython 3.11).
 *
 * Plain C. A loop and everything made with it belong to the thread that runs it, except il_loop_stop.
 * Every suspend, resume, ready, spawn and exit leaves a record in the loop's ring. */
typedef struct IlLoop IlLoop;
typedef struct IlTask IlTask;

/* What a wait came to. */
typedef enum {
  IL_WAKE_OK,
  IL_WAKE_CANCELLED, /* somebody cancelled the task */
  IL_WAKE_STOPPED,   /* the loop is being stopped: clean up and return, do not wait again */
  IL_WAKE_CLOSED,    /* the queue is closed and empty */
  IL_WAKE_ERROR,     /* the operation itself failed; see il_loop_error */
} IlWake;

/* How a task ends: what its function returns. */
typedef struct {
  IlHow how;
  IlTraceValue shown; /* the value as the trace keeps it */
  void *result;       /* for whoever awaits the task */
} IlTaskEnd;

typedef IlTaskEnd (*IlTaskFunction) (IlTask *self, void *data);

/* Called in place of a task's function, where it ends without having begun, so that DATA can be freed. */
typedef void (*IlTaskDropped) (IlTask *task, void *data);

typedef struct {
  bool virtual_clock;
  IlRing *ring;      /* where to record, or NULL */
  size_t stack_size; /* bytes a task; 0: IL_CORO_DEFAULT_STACK */
  /* Wall clock: ns since the run began, the clock that records are stamped with. NULL: the loop counts
   * from its own creation. */
  int64_t (*now) (void *data);
  void *now_data;
  size_t n_workers; /* threads for il_loop_thread; 0: as many as CPython has, cores + 4 but not over 32 */
  /* Called at the end of il_loop_run for each task, in the order in which they ended, that ended in an
   * error of which nobody learnt (by il_task_await, il_task_end, a gather or a group). Or NULL. */
  void (*lost_error) (IlTask *task, const IlTaskEnd *end, void *data);
  void *lost_error_data;
} IlLoopOptions;

typedef enum {
  IL_LOOP_FINISHED, /* every task has ended */
  IL_LOOP_DEADLOCK, /* tasks are left, and nothing can wake them */
  IL_LOOP_STOPPED,  /* il_loop_stop was called */
  IL_LOOP_AT_END,   /* the virtual clock would come to its end, IL_CLOCK_END: nothing happens before */
} IlLoopOutcome;

/* Returns NULL with *ERROR filled in when memory or descriptors are short. */
IlLoop *il_loop_new (const IlLoopOptions *options, IlEngineError *error);

/* Tasks that have not ended are resumed with IL_WAKE_STOPPED, unrecorded, so that they clean up; one that
 * never ran does not run now: what its data holds is its owner's to free. */
void il_loop_free (IlLoop *loop);

/* Runs until every task has ended, or nothing can go on, or it is stopped. What is left after a
 * deadlock or a stop stays as it is (for a report) until il_loop_free. */
IlLoopOutcome il_loop_run (IlLoop *loop);

/* Asks the loop to stop as soon as the running task waits for something, or ends. Nothing is recorded any
 * more. Any thread; signal handlers too. */
void il_loop_stop (IlLoop *loop);

/* Whether il_loop_stop was called: for tasks that compute for long. Any thread. */
bool il_loop_stopping (const IlLoop *loop);

int64_t il_loop_now (IlLoop *loop);          /* ns */
IlTask *il_loop_current (IlLoop *loop);      /* NULL outside tasks */
size_t il_loop_n_tasks (const IlLoop *loop); /* that have not ended */

/* What went wrong in the last operation that returned IL_WAKE_ERROR or false. */
const IlEngineError *il_loop_error (const IlLoop *loop);

/* Creates a task, ready to run behind those ready already; the caller goes on. NAME is a text id of the
 * recording. Ids count from 1. Returns a reference, or NULL with *ERROR filled in. */
IlTask *il_loop_spawn (IlLoop *loop, IlTaskFunction function, void *data, uint32_t name, IlEngineError *error);

/* A task's memory goes when it has ended and nobody has a reference. */
IlTask *il_task_ref (IlTask *task);
void il_task_unref (IlTask *task);
uint32_t il_task_id (const IlTask *task);
void *il_task_data (const IlTask *task);
bool il_task_ended (const IlTask *task);

/* How TASK, which has ended, did so; its error then does not count as lost. */
IlTaskEnd il_task_end (IlTask *task);
IlCoro *il_task_coro (IlTask *task);

/* Says what to call where TASK ends without having begun (cancelled first, or the loop was freed). */
void il_task_set_dropped (IlTask *task, IlTaskDropped dropped);

/* Asks TASK to end: the wait that it is in, or the next one, returns IL_WAKE_CANCELLED; it may clean up,
 * wait again, or go on. Where it awaits another task or gathers some, they are asked in its stead, and it goes
 * on when they have ended. A task that never began ends without running; one that returns although its
 * last cancel was not delivered ends cancelled. Returns false where it has ended already, or memory is
 * short (see il_loop_error). From a task of the loop. */
bool il_task_cancel (IlTask *task);

/* How often TASK was cancelled, less how often that was taken back. */
unsigned il_task_cancelling (const IlTask *task);

/* Whether a cancel of TASK has not been delivered yet: if it returns now, it ends cancelled. */
bool il_task_cancel_is_due (const IlTask *task);

/* Takes one cancel back, by whoever asked for it and handled it. Returns what is left. */
unsigned il_task_uncancel (IlTask *task);

/* The source line that the task's records carry from now on. */
void il_task_set_line (IlTask *task, uint32_t line);

/* Waiting. All are called by the running task and suspend it. */

/* Takes D ns of processor time: moves the virtual clock on, or really computes. Other tasks do not run.
 * Returns IL_WAKE_STOPPED when the loop was stopped meanwhile. */
IlWake il_loop_cpu (IlLoop *loop, int64_t duration);

/* Wall clock, where nobody else records when the kernel takes the loop's core: il_loop_cpu tells of it, as gaps of the
 * clock. */
void il_loop_tell_gaps (IlLoop *loop);

/* D <= 0 gives way: the task is ready again at once, behind the others. */
IlWake il_loop_sleep (IlLoop *loop, int64_t duration);

/* Waits on a file descriptor that becomes readable after D ns; on the virtual clock for a device that
 * finishes after D. */
IlWake il_loop_io (IlLoop *loop, int64_t duration);

/* Waits until FD is readable (or, with WRITE, writable). Wall clock only. */
IlWake il_loop_wait_fd (IlLoop *loop, int fd, bool write);

/* Waits for TASK, to which the caller has a reference, to end; does not suspend if it has. *END is how it
 * ended; its result stays the task's. A cancel of the caller cancels TASK; IL_WAKE_OK with an END of
 * IL_HOW_CANCELLED is then how the caller hears of it. */
IlWake il_task_await (IlTask *task, IlTaskEnd *end);

/* At WHEN (ns of the loop's clock; the past: in the next iteration) FUNCTION is called on the loop's own
 * stack: it may spawn tasks, wake and cancel, but not wait. The loop goes on until it has happened. Returns false
 * when memory is short. */
bool il_loop_call_at (IlLoop *loop, int64_t when, void (*function) (void *data), void *data);

/* Leaves the record that the running task does OP to OBJECT, for objects that the loop knows nothing of: shared
 * variables (read, write), generators (yield, send, close). */
void il_loop_record_op (IlLoop *loop, uint32_t object, IlOperation op, IlTraceValue shown);

/* Leaves a record of the caller's own in the loop's ring, if there is one (prints, operations). The
 * record's time is set to the loop's. */
void il_loop_record (IlLoop *loop, IlRecord record);

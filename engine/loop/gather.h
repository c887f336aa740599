/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"

/* Waiting for tasks, several or without passing a cancel on. Called by the running task, which has
 * references to TASKS and keeps the array as it is meanwhile. */

/* Waits until all of TASKS have returned, or one of them failed or was cancelled: asyncio.gather. A task may be
 * there twice. Returns IL_WAKE_OK with *FAILED NULL, and the results are the tasks'; or with *FAILED the task
 * whose end (il_task_end) goes to the caller: the others run on. A cancel of the caller cancels all that
 * have not ended; the caller goes on, with a *FAILED or IL_WAKE_CANCELLED, when they have. N 0: does not
 * suspend. */
IlWake il_gather (IlLoop *loop, IlTask *const *tasks, size_t n, IlTask **failed);

/* The same with return_exceptions: it waits until all have ended, however they did. */
IlWake il_gather_errors (IlLoop *loop, IlTask *const *tasks, size_t n);

/* Waits until one of TASKS, of which there must be one, has ended: asyncio.wait with FIRST_COMPLETED. *FIRST
 * is the first in the order given that has ended. A cancel of the caller does not reach the tasks. */
IlWake il_first (IlLoop *loop, IlTask *const *tasks, size_t n, size_t *first);

/* Like il_task_await, but a cancel of the caller does not reach TASK: asyncio.shield. */
IlWake il_task_shield (IlTask *task, IlTaskEnd *end);

/* Waits until all TASKS, of which there must be one, have ended: asyncio.wait. A cancel of the caller does not reach
 * them. */
IlWake il_wait_all (IlLoop *loop, IlTask *const *tasks, size_t n);

/* The N different TASKS as they end: what asyncio.as_completed has in its queue. NULL, with il_loop_error, when memory
 * is short. TASKS stay the caller's, until il_completions_free. */
typedef struct IlCompletions IlCompletions;

IlCompletions *il_completions_new (IlLoop *loop, IlTask *const *tasks, size_t n);
IlWake il_completions_next (IlCompletions *completions, IlTask **task); /* not more often than there are */
void il_completions_free (IlCompletions *completions);

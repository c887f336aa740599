/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/timeout.h"

#include "engine/loop/loop-private.h"
#include "traces/record/time.h"

/* After asyncio.timeout of CPython 3.11 (3.11.3 and later: a cancel that came before the block began, and was
 * swallowed, is not the block's): a call at the deadline cancels the task, which wakes one iteration later. */

struct IlTimeout {
  IlCall call; /* first member */
  IlTask *task;
  unsigned n_cancels; /* of the task, as it began */
  bool expired;
};

static void
run_timeout (IlLoop *loop, IlCall *call)
{
  IlTimeout *timeout = (IlTimeout *) call;

  timeout->expired = il_task_cancel_by (timeout->task, IL_BY_TIMER);
}

IlTimeout *
il_timeout_begin (IlLoop *loop, int64_t duration)
{
  IlTimeout *timeout = il_call_new (loop, sizeof *timeout, run_timeout);

  if (!timeout)
    return NULL;
  timeout->task = loop->current;
  timeout->n_cancels = il_task_cancelling (loop->current);
  if (duration <= 0) {
    il_call_queue (loop, &timeout->call);
    return timeout;
  }
  if (!il_call_set_deadline (loop, &timeout->call, il_time_after (il_loop_time (loop), duration))) {
    il_call_drop (loop, &timeout->call);
    return NULL;
  }
  return timeout;
}

bool
il_timeout_expired (const IlTimeout *timeout)
{
  return timeout->expired;
}

bool
il_timeout_end (IlTimeout *timeout, bool cancelled)
{
  IlTask *task = timeout->task;
  bool expired = timeout->expired;
  unsigned n_cancels = timeout->n_cancels;

  il_call_drop (task->loop, &timeout->call);
  return expired && il_task_uncancel (task) <= n_cancels && cancelled;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"

/* A deadline for what the running task does between begin and end: asyncio.timeout. They nest.
 *
 *   IlTimeout *timeout = il_timeout_begin (loop, 5 * ms);
 *   IlWake wake = il_queue_get (queue, &item);
 *   if (il_timeout_end (timeout, wake == IL_WAKE_CANCELLED))
 *     ... the time was over ...
 *   else if (wake == IL_WAKE_CANCELLED)
 *     ... somebody else cancelled the task: clean up and return ...
 */
typedef struct IlTimeout IlTimeout;

/* When DURATION ns are over, the running task is cancelled; for DURATION <= 0 in the next iteration. NULL, with
 * il_loop_error, when memory is short. */
IlTimeout *il_timeout_begin (IlLoop *loop, int64_t duration);

/* Whether it has cancelled the task. */
bool il_timeout_expired (const IlTimeout *timeout);

/* Ends and frees it. CANCELLED: the wait that ended the block came to IL_WAKE_CANCELLED. Returns whether that was
 * the timeout's doing and nobody else's: the cancel is taken back then, and the block has timed out. Where
 * it returns false for a cancelled block, the cancel goes on outwards. */
bool il_timeout_end (IlTimeout *timeout, bool cancelled);

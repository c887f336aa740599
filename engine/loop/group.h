/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"

/* Tasks that end before a block does: asyncio.TaskGroup. The first of them that fails has the others
 * cancelled, in the order of their creation, and what the parent does in the block.
 *
 *   IlGroup *group = il_group_new (loop);
 *   il_group_spawn (group, ...);
 *   IlWake wake = il_loop_sleep (loop, ...);   the block, which begins with il_group_new
 *   wake = il_group_end (group, wake == IL_WAKE_CANCELLED ? IL_HOW_CANCELLED : IL_HOW_RETURN, &how);
 *   ... how: what goes on outwards ...
 *   il_group_free (group);
 */
typedef struct IlGroup IlGroup;

/* The running task becomes the parent. NULL, with il_loop_error, when memory is short. */
IlGroup *il_group_new (IlLoop *loop);

/* Like il_loop_spawn. Fails too where the group is being cancelled, or has ended. */
IlTask *il_group_spawn (IlGroup *group, IlTaskFunction function, void *data, uint32_t name, IlEngineError *error);

/* Whether its tasks are being cancelled, so that it takes no more. */
bool il_group_aborting (const IlGroup *group);

/* Waits until all have ended. BODY is how the block ended; unless it returned, the tasks are cancelled. *HOW
 * is how the whole ends: IL_HOW_ERROR where the block failed or il_group_n_failed is not 0; IL_HOW_CANCELLED
 * where somebody else cancelled the parent. Returns IL_WAKE_OK or IL_WAKE_STOPPED. */
IlWake il_group_end (IlGroup *group, IlHow body, IlHow *how);

/* The tasks that ended in an error, in the order in which they did; the group has the references. */
size_t il_group_n_failed (const IlGroup *group);
IlTask *il_group_failed (const IlGroup *group, size_t index);

void il_group_free (IlGroup *group);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/offload.h"

/* Workers who work in virtual time. Each is a coroutine beside the loop, on the loop's thread: it goes on when the
 * loop's time is about to pass the moment at which it is due, be it that the loop jumps there or that a task computes.
 */

/* il_loop_thread (WHY: IL_WHY_THREAD) and il_loop_process (IL_WHY_PROCESS) of a loop on the virtual clock that is not
 * stopping. */
IlWake il_virtual_pool_work (IlLoop *loop, IlWhy why, IlWork work, void **result);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/offload.h"

/* Workers of a loop on the wall clock: threads of a pool, which are begun as they are needed. */

/* il_loop_thread (WHY: IL_WHY_THREAD) and il_loop_process (IL_WHY_PROCESS) of a loop on the wall clock that is not
 * stopping. */
IlWake il_pool_work (IlLoop *loop, IlWhy why, IlWork work, void **result);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop-private.h"
#include "engine/loop/offload.h"

/* Workers, threads of a pool, of a loop on the wall clock. They are begun as they are needed. */
typedef struct IlPool IlPool;

/* Puts the tasks whose work is done into the ready queue. */
void il_pools_collect (IlLoop *loop);

/* Lets those that work come to their end, forgets what has not begun, and frees the pool, which may be NULL. */
void il_pool_free (IlLoop *loop, IlPool *pool);

/* For tests: children are waited for by a thread, as where there is no pidfd. Returns what it was. */
bool il_child_use_thread (bool use);

/* Workers of a loop on the virtual clock. */
typedef struct IlVirtualPool IlVirtualPool;

/* Has one of the pool's workers do WORK; *WHERE is made where it is NULL. */
IlWake
il_virtual_pool_work (IlLoop *loop, IlVirtualPool **where, size_t n_workers, IlWhy why, IlWork work, void **result);
void il_virtual_pool_free (IlLoop *loop, IlVirtualPool *pool); /* may be NULL */

/* The moment at which the next worker goes on, or INT64_MAX; and its going on. */
int64_t il_virtual_pools_due (const IlLoop *loop);
void il_virtual_pools_go_on (IlLoop *loop);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop-private.h"
#include "engine/loop/outside.h"

/* The worker threads of a loop on the wall clock. They are begun as they are needed. */
typedef struct IlPool IlPool;

/* Puts the tasks whose work is done into the ready queue. */
void il_pool_collect (IlLoop *loop);

/* Lets those that work come to their end, forgets what has not begun, and frees the pool. */
void il_pool_free (IlLoop *loop);

/* For tests: children are waited for by a thread, as where there is no pidfd. Returns what it was. */
bool il_child_use_thread (bool use);

/* The workers of a loop on the virtual clock. */
typedef struct IlVirtualPool IlVirtualPool;
void il_virtual_pool_free (IlVirtualPool *pool);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/coro/coro.h"

/* Sees to it that the overflow of a coroutine's stack on the calling thread ends in a message that names
 * its owner, before the process dies of it. */
void il_overflow_watch_thread (void);

/* The coroutine of this thread whose guard ADDRESS lies in, or NULL: coro.c's part in it.
 * Async-signal-safe. */
const IlCoro *il_coro_guarded (const void *address, const char **name, const uint32_t **line);

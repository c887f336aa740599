/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Whether ADDRESS lies in the guard below the running coroutine's stack on this thread, and if so whose it is, as
 * il_coro_set_owner says. Async-signal-safe. */
typedef bool (*IlOverflowed) (const void *address, const char **name, const uint32_t **line);

/* Sees to it that the overflow of a coroutine's stack, of which OVERFLOWED knows, ends in a message that names its
 * owner, before the process dies of it: once a process, then on each thread that runs coroutines. */
void il_overflow_watch_process (IlOverflowed overflowed);
void il_overflow_watch_thread (void);

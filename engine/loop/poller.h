/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/coro/coro.h"

/* Waiting for file descriptors, by epoll. */
typedef struct {
  int epoll;
  int interrupt;    /* an eventfd: written by il_poller_interrupt */
  size_t n_waiting; /* added, and not told by il_poller_wait yet */
} IlPoller;

bool il_poller_init (IlPoller *poller, IlEngineError *error);
void il_poller_clear (IlPoller *poller);

/* Has DATA told once when FD is readable (WRITE: writable). Returns what to give to il_poller_remove, or
 * -1 with *ERROR filled in. */
int il_poller_add (IlPoller *poller, int fd, bool write, void *data, IlEngineError *error);

/* UNTOLD: it has not been told. */
void il_poller_remove (IlPoller *poller, int fd, int added, bool untold);

/* Waits for at most TIMEOUT ns (0: not at all; INT64_MAX: without end) and calls FOUND for each that is
 * ready, in the kernel's order. */
void il_poller_wait (IlPoller *poller, int64_t timeout, void (*found) (void *data, void *user), void *user);

/* Ends a wait, the one that goes on or the next. Any thread; signal handlers too. */
void il_poller_interrupt (const IlPoller *poller);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

#include "engine/coro/coro.h"

/* A child process that runs a function of this program and sends bytes home. It needs no loop: it is run by a
 * thread that has nothing else to do.
 *
 * The child is a fork, so it has a copy of all that there is; but the other threads are not in it. A lock that
 * one of them held is held for ever: what FUNCTION calls must take none (malloc is safe; GLib's slices, which
 * GString, GList and the like are made of, are not). */
typedef struct {
  bool (*function) (void *data, int fd);                      /* in the child; false: it failed */
  void (*received) (void *data, const char *bytes, size_t n); /* here: what the child wrote to FD, as it comes */
  void *data;
  int stop_fd;          /* once it is readable, the child is killed; -1: none */
  int64_t due;          /* ns of CLOCK_MONOTONIC; then it is killed; INT64_MAX: never */
  pthread_mutex_t lock; /* of what follows */
  pid_t pid;            /* 0: there is none, or it is reaped */
  bool killed;
} IlChild;

void il_child_init (IlChild *child, bool (*function) (void *, int), void (*received) (void *, const char *, size_t),
                    void *data, int stop_fd);
void il_child_clear (IlChild *child);

/* Makes the child, receives, and waits for its end. Returns false, with ERROR filled in, where it could not be made,
 * failed or was killed. No child is left. */
bool il_child_run (IlChild *child, IlEngineError *error);

/* Has il_child_run kill its child and return, or not make one. Any thread. */
void il_child_kill (IlChild *child);

/* Whether it was to be killed. Any thread. */
bool il_child_killed (IlChild *child);

/* For FUNCTION: writes all N bytes. */
bool il_child_write (int fd, const void *bytes, size_t n);

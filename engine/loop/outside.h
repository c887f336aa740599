/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

#include "engine/loop/loop.h"

/* The world outside of the loop's thread: child processes and worker threads. On the virtual clock nothing
 * of it really happens: it takes the time that one says. */

/* Waits until the child PID has exited, and reaps it: *STATUS is as waitpid says. Cancelled, the child is not
 * touched. Wall clock only. */
IlWake il_loop_wait_child (IlLoop *loop, pid_t pid, int *status);

/* What a worker thread is to do. */
typedef struct {
  void *(*function) (void *data); /* on a worker thread */
  void *data;
  /* Called on the loop's thread where nobody waits any more (the task was cancelled), after FUNCTION has ended
   * or where it will not begin; or NULL. */
  void (*abandoned) (void *data);
} IlWork;

/* Has one of the loop's n_workers threads do WORK, first come first served, and waits for it: asyncio.to_thread.
 * *RESULT is what its function returned. A cancel ends the wait, not the function. il_loop_free waits for
 * functions that run. Wall clock only. */
IlWake il_loop_thread (IlLoop *loop, IlWork work, void **result);

/* What a child process is to do: *BYTES, from malloc, is its result. False: it failed. */
typedef bool (*IlProcessFunction) (void *data, char **bytes, size_t *length);

/* Forks a child that calls FUNCTION, waits for it, and brings its result back: *BYTES is the caller's to
 * free (), with a '\0' behind its LENGTH bytes. One such child runs at a time; others wait in line. IL_WAKE_ERROR, with
 * il_loop_error, where it failed or died. Where the wait ends otherwise, the child is killed. Wall clock only. */
IlWake il_loop_process (IlLoop *loop, IlProcessFunction function, void *data, char **bytes, size_t *length);

/* Virtual clock: the same waits for something that takes DURATION ns of a worker thread, or of the child
 * process. Who waits in line and is cancelled leaves it; who is served keeps the worker busy. */
IlWake il_loop_thread_for (IlLoop *loop, int64_t duration);
IlWake il_loop_process_for (IlLoop *loop, int64_t duration);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

#include "engine/loop/loop.h"

/* Offloading: work for others than the loop's thread, worker threads and child processes. On the virtual clock a worker
 * is a coroutine of its own, which the loop resumes at the right moments: also while a task computes. */

/* Waits until the child PID has exited, and reaps it: *STATUS is as waitpid says. Cancelled, the child is not
 * touched. Wall clock only. */
IlWake il_loop_wait_child (IlLoop *loop, pid_t pid, int *status);

/* What a worker is to do. */
typedef struct {
  void *(*function) (void *data, size_t worker); /* on the worker, which has a number from 0 */
  void *data;
  /* Called on the loop's thread where nobody waits any more (the task was cancelled), after FUNCTION has ended
   * or where it will not begin; or NULL. */
  void (*abandoned) (void *data);
  /* il_loop_process on the wall clock: has FUNCTION return soon. Any thread, while it runs or just after; or NULL. */
  void (*kill) (void *data);
  uint32_t task; /* the number of what is done, for the suspend record; see il_loop_add_offload */
} IlWork;

/* Has one of the loop's n_workers workers do WORK, first come first served, and waits for it: asyncio.to_thread.
 * *RESULT is what its function returned. A cancel ends the wait, not the function; the loop goes on until the
 * function has ended, and il_loop_free waits for it. */
IlWake il_loop_thread (IlLoop *loop, IlWork work, void **result);

/* The same for the worker, one and of its own, that has a child process do the work: see child.h. A cancel ends the
 * wait and the function: on the wall clock through its kill, on the virtual one as il_loop_worker_pass says. */
IlWake il_loop_process (IlLoop *loop, IlWork work, void **result);

/* Virtual clock, in a worker's function: DURATION ns pass, beside the loop. IL_WAKE_STOPPED: the function is
 * to clean up and return; no more time will pass. */
IlWake il_loop_worker_pass (IlLoop *loop, int64_t duration);

/* A task number for what is offloaded, with the records that the running task made it and that it
 * is ready. NAME is a text id of the recording. */
uint32_t il_loop_add_offload (IlLoop *loop, uint32_t name);

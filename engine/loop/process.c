/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/loop/objects-private.h"
#include "engine/loop/offload.h"
#include "engine/loop/process-private.h"

static IlWake
fail (IlLoop *loop, const char *what)
{
  il_loop_set_error (loop, "%s: %s", what, strerror (errno));
  return IL_WAKE_ERROR;
}

static bool use_thread;

bool
il_child_use_thread (bool use)
{
  bool old = use_thread;

  use_thread = use;
  return old;
}

typedef struct {
  pid_t pid;
  int end; /* of a pipe, closed when the child has exited */
} Watch;

static void *
watch_main (void *data)
{
  Watch watch = *(Watch *) data;
  siginfo_t info;

  free (data);
  while (waitid (P_PID, (id_t) watch.pid, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
    ;
  close (watch.end);
  return NULL;
}

/* Before Linux 5.3: a thread waits for the child. It takes no signal handler, of which a program that
 * embeds the loop may have one of its own. */
static int
open_watch (pid_t pid)
{
  Watch *watch = malloc (sizeof *watch);
  pthread_t thread;
  int ends[2];

  if (!watch || pipe2 (ends, O_CLOEXEC) != 0) {
    free (watch);
    return -1;
  }
  *watch = (Watch) { pid, ends[1] };
  if (pthread_create (&thread, NULL, watch_main, watch) != 0) {
    close (ends[0]);
    close (ends[1]);
    free (watch);
    return -1;
  }
  pthread_detach (thread);
  return ends[0];
}

static int
open_child (pid_t pid)
{
#ifdef SYS_pidfd_open
  int fd = use_thread ? -1 : (int) syscall (SYS_pidfd_open, pid, 0);

  if (fd >= 0 || (!use_thread && errno != ENOSYS))
    return fd;
#endif
  return open_watch (pid);
}

IlWake
il_loop_wait_child (IlLoop *loop, pid_t pid, int *status)
{
  int fd;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (loop->virtual_clock) {
    il_loop_set_error (loop, "a child process cannot be waited for on the virtual clock");
    return IL_WAKE_ERROR;
  }
  if ((fd = open_child (pid)) < 0)
    return fail (loop, "the child process cannot be waited for");
  IlWake wake = il_loop_wait_fd_for (loop, fd, IL_WHY_PROCESS);
  close (fd);
  if (wake == IL_WAKE_OK && waitpid (pid, status, 0) < 0)
    return fail (loop, "the child process cannot be waited for");
  return wake;
}

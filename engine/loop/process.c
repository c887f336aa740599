/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/loop/pool.h"
#include "engine/loop/sync-private.h"

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

static bool
write_all (int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t n = write (fd, bytes, length);

    if (n < 0 && errno != EINTR)
      return false;
    if (n > 0) {
      bytes += n;
      length -= (size_t) n;
    }
  }
  return true;
}

/* What the child does; it does not return. */
static _Noreturn void
be_child (IlLoop *loop, pid_t parent, int fd, IlProcessFunction function, void *data)
{
  char *bytes = NULL;
  size_t length = 0;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (1);
  loop->ring = NULL; /* the parent's records are none of its business */
  bool done = function (data, &bytes, &length) && write_all (fd, bytes, length);
  fflush (stdout);
  _exit (done ? 0 : 1);
}

static IlWake
read_all (IlLoop *loop, int fd, char **bytes, size_t *length)
{
  size_t n_slots = 0;

  for (;;) {
    if (*length + 1 >= n_slots) {
      char *more = realloc (*bytes, n_slots = n_slots ? 2 * n_slots : 4096);

      if (!more) {
        errno = ENOMEM;
        return fail (loop, "the result of the process cannot be read");
      }
      *bytes = more;
    }

    ssize_t n = read (fd, *bytes + *length, n_slots - *length - 1);
    if (n > 0) {
      *length += (size_t) n;
    } else if (n == 0) {
      (*bytes)[*length] = '\0';
      return IL_WAKE_OK;
    } else if (errno == EAGAIN) {
      IlWake wake = il_loop_wait_fd_for (loop, fd, IL_WHY_PROCESS);

      if (wake != IL_WAKE_OK)
        return wake;
    } else if (errno != EINTR) {
      return fail (loop, "the result of the process cannot be read");
    }
  }
}

static IlWake
run_child (IlLoop *loop, IlProcessFunction function, void *data, char **bytes, size_t *length)
{
  pid_t parent = getpid (), pid;
  int ends[2], status = 0;

  if (pipe2 (ends, O_CLOEXEC) != 0)
    return fail (loop, "no pipe for a process");
  fcntl (ends[0], F_SETFL, O_NONBLOCK);
  fflush (NULL); /* else what is buffered would be written by both */
  if ((pid = fork ()) == 0)
    be_child (loop, parent, ends[1], function, data);
  close (ends[1]);
  if (pid < 0) {
    close (ends[0]);
    return fail (loop, "no process can be made");
  }

  IlWake wake = read_all (loop, ends[0], bytes, length);
  close (ends[0]);
  if (wake == IL_WAKE_OK)
    wake = il_loop_wait_child (loop, pid, &status);
  if (wake != IL_WAKE_OK) {
    kill (pid, SIGKILL);
    waitpid (pid, &status, 0);
    return wake;
  }
  if (WIFSIGNALED (status))
    il_loop_set_error (loop, "the process was killed by signal %d", WTERMSIG (status));
  else if (WEXITSTATUS (status) != 0)
    il_loop_set_error (loop, "the process failed");
  else
    return IL_WAKE_OK;
  return IL_WAKE_ERROR;
}

IlWake
il_loop_process (IlLoop *loop, IlProcessFunction function, void *data, char **bytes, size_t *length)
{
  *bytes = NULL;
  *length = 0;
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (loop->virtual_clock) {
    il_loop_set_error (loop, "a process cannot be waited for on the virtual clock");
    return IL_WAKE_ERROR;
  }
  if (!loop->process_turn && !(loop->process_turn = il_semaphore_new (loop, IL_NO_OBJECT, 1))) {
    il_loop_set_no_memory (loop, "process");
    return IL_WAKE_ERROR;
  }
  loop->process_turn->why = IL_WHY_PROCESS;

  IlWake wake = il_semaphore_acquire (loop->process_turn);
  if (wake != IL_WAKE_OK)
    return wake;
  wake = run_child (loop, function, data, bytes, length);
  if (wake != IL_WAKE_OK) {
    free (*bytes);
    *bytes = NULL;
  }
  if (wake != IL_WAKE_STOPPED)
    il_semaphore_release (loop->process_turn);
  return wake;
}

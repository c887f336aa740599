/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/child.h"
#include "traces/record/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void
il_child_init (IlChild *child, bool (*function) (void *, int), void (*received) (void *, const char *, size_t),
               void *data, int stop_fd)
{
  *child = (IlChild) { .function = function, .received = received, .data = data, .stop_fd = stop_fd, .due = INT64_MAX };
  pthread_mutex_init (&child->lock, NULL);
}

void
il_child_clear (IlChild *child)
{
  pthread_mutex_destroy (&child->lock);
}

bool
il_child_write (int fd, const void *bytes, size_t n)
{
  const char *rest = bytes;

  while (n > 0) {
    ssize_t written = write (fd, rest, n);

    if (written < 0 && errno != EINTR)
      return false;
    if (written > 0) {
      rest += written;
      n -= (size_t) written;
    }
  }
  return true;
}

/* The program's handlers are not for the child. Ctrl+C reaches it too, but ending it is up to the parent. */
static void
reset_signals (const sigset_t *all)
{
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;

    if (sigaction (number, NULL, &action) != 0 || number == SIGSEGV || number == SIGBUS)
      continue; /* those two tell of an overflow of a task's stack */
    action = (struct sigaction) { .sa_handler = number == SIGINT ? SIG_IGN : SIG_DFL };
    sigaction (number, &action, NULL);
  }
  pthread_sigmask (SIG_UNBLOCK, all, NULL);
}

/* Does not return. Nothing of what the program does at its end is done here: no atexit, no buffers. */
static _Noreturn void
be_child (const IlChild *child, pid_t parent, int fd, const sigset_t *all)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (1);
  reset_signals (all);
  if (dup2 (fd, STDERR_FILENO + 1)
      < 0) /* away with what other threads have open, such as the pipes of other children */
    _exit (1);
  closefrom (STDERR_FILENO + 2);
  _exit (child->function (child->data, STDERR_FILENO + 1) ? 0 : 1);
}

static bool
fail (IlEngineError *error, const char *what)
{
  snprintf (error->message, sizeof error->message, "%s: %s", what, strerror (errno));
  return false;
}

/* With no signal getting in between, as the handlers are not the child's. Returns whether there is a child now. */
static bool
begin (IlChild *child, int *fd, IlEngineError *error)
{
  pid_t parent = getpid ();
  sigset_t all, old;
  int ends[2];

  if (child->killed)
    return snprintf (error->message, sizeof error->message, "the process was stopped before it began") < 0;
  if (pipe2 (ends, O_CLOEXEC) != 0)
    return fail (error, "no pipe for a process");
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  child->pid = fork ();
  if (child->pid == 0)
    be_child (child, parent, ends[1], &all);
  int fork_error = errno;
  pthread_sigmask (SIG_SETMASK, &old, NULL);
  close (ends[1]);
  if (child->pid < 0) {
    child->pid = 0;
    close (ends[0]);
    errno = fork_error;
    return fail (error, "no process can be made");
  }
  *fd = ends[0];
  return true;
}

/* Waits for one of FDS, or until it is DUE. As poll. */
static int
poll_until (struct pollfd *fds, nfds_t n, int64_t due)
{
  if (due == INT64_MAX)
    return poll (fds, n, -1);
  int64_t left = due - il_monotonic_time ();
  if (left < 0)
    left = 0;
  return ppoll (fds, n, &(struct timespec) { .tv_sec = left / 1000000000, .tv_nsec = left % 1000000000 }, NULL);
}

/* Until the child has closed its end, or has been killed. */
static void
receive (IlChild *child, int fd)
{
  struct pollfd fds[] = { { .fd = fd, .events = POLLIN }, { .fd = child->stop_fd, .events = POLLIN } };
  int64_t due = child->due;
  char bytes[4096];
  ssize_t n = 1;

  while (n > 0 || errno == EINTR) {
    int ready = poll_until (fds, 2, due);

    if (ready < 0)
      n = -1;
    else if (ready == 0 || fds[1].revents != 0) {
      il_child_kill (child);
      fds[1].fd = -1;
      due = INT64_MAX;
    } else if ((n = read (fd, bytes, sizeof bytes)) > 0)
      child->received (child->data, bytes, (size_t) n);
    else if (n == 0)
      return;
  }
}

/* Waits, and reaps it where il_child_kill cannot take the number for another process's. */
static int
reap (IlChild *child)
{
  siginfo_t info;
  int status = 0;

  while (waitid (P_PID, (id_t) child->pid, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
    ;
  pthread_mutex_lock (&child->lock);
  waitpid (child->pid, &status, 0);
  child->pid = 0;
  pthread_mutex_unlock (&child->lock);
  return status;
}

bool
il_child_run (IlChild *child, IlEngineError *error)
{
  int fd, status;

  pthread_mutex_lock (&child->lock);
  bool begun = begin (child, &fd, error);
  pthread_mutex_unlock (&child->lock);
  if (!begun)
    return false;
  receive (child, fd);
  close (fd);
  status = reap (child);
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return true;
  if (WIFSIGNALED (status))
    snprintf (error->message, sizeof error->message, "the process was killed by signal %d (%s)", WTERMSIG (status),
              strsignal (WTERMSIG (status)));
  else
    snprintf (error->message, sizeof error->message, "the process failed");
  return false;
}

void
il_child_kill (IlChild *child)
{
  pthread_mutex_lock (&child->lock);
  child->killed = true;
  if (child->pid > 0)
    kill (child->pid, SIGKILL);
  pthread_mutex_unlock (&child->lock);
}

bool
il_child_killed (IlChild *child)
{
  pthread_mutex_lock (&child->lock);
  bool killed = child->killed;
  pthread_mutex_unlock (&child->lock);
  return killed;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/poller.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64 };

#define NS_PER_S 1000000000
#define NS_PER_MS 1000000

static void
set_error (IlEngineError *error, const char *what)
{
  const char *advice = errno == EMFILE ? "; raise the limit of open files (ulimit -n)" : "";

  snprintf (error->message, sizeof error->message, "%s: %s%s", what, strerror (errno), advice);
}

bool
il_poller_init (IlPoller *poller, IlEngineError *error)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };

  *poller = (IlPoller) { .epoll = epoll_create1 (EPOLL_CLOEXEC), .interrupt = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK) };
  if (poller->epoll >= 0 && poller->interrupt >= 0
      && epoll_ctl (poller->epoll, EPOLL_CTL_ADD, poller->interrupt, &event) == 0)
    return true;
  set_error (error, "the event loop cannot wait for file descriptors");
  il_poller_clear (poller);
  return false;
}

void
il_poller_clear (IlPoller *poller)
{
  if (poller->epoll >= 0)
    close (poller->epoll);
  if (poller->interrupt >= 0)
    close (poller->interrupt);
}

int
il_poller_add (IlPoller *poller, int fd, bool write, void *data, IlEngineError *error)
{
  struct epoll_event event = { .events = (write ? EPOLLOUT : EPOLLIN) | EPOLLONESHOT, .data.ptr = data };
  int added = fd;
  int result = epoll_ctl (poller->epoll, EPOLL_CTL_ADD, added, &event);

  if (result != 0 && errno == EEXIST) {
    /* Another task waits for it. A descriptor can be there once, but a duplicate is another one. */
    added = dup (fd);
    result = added < 0 ? -1 : epoll_ctl (poller->epoll, EPOLL_CTL_ADD, added, &event);
  }
  if (result == 0) {
    poller->n_waiting++;
    return added;
  }
  set_error (error, "the file descriptor cannot be waited for");
  if (added >= 0 && added != fd)
    close (added);
  return -1;
}

void
il_poller_remove (IlPoller *poller, int fd, int added, bool untold)
{
  poller->n_waiting -= untold;
  epoll_ctl (poller->epoll, EPOLL_CTL_DEL, added, NULL);
  if (added != fd)
    close (added);
}

static int
wait_for_events (int epoll, struct epoll_event *events, int64_t timeout)
{
  static _Atomic bool only_milliseconds; /* the kernel is older than 5.11 */

  if (!only_milliseconds) {
    struct timespec time = { timeout / NS_PER_S, timeout % NS_PER_S };
    int n = epoll_pwait2 (epoll, events, BATCH, timeout == INT64_MAX ? NULL : &time, NULL);

    if (n >= 0 || errno != ENOSYS)
      return n;
    only_milliseconds = true;
  }
  if (timeout == INT64_MAX)
    return epoll_wait (epoll, events, BATCH, -1);
  timeout = timeout / NS_PER_MS + (timeout % NS_PER_MS != 0);
  return epoll_wait (epoll, events, BATCH, timeout > INT32_MAX ? INT32_MAX : (int) timeout);
}

void
il_poller_wait (IlPoller *poller, int64_t timeout, void (*found) (void *data, void *user), void *user)
{
  struct epoll_event events[BATCH];
  int n;

  do {
    n = wait_for_events (poller->epoll, events, timeout);
    for (int i = 0; i < n; i++) {
      if (events[i].data.ptr) {
        poller->n_waiting--;
        found (events[i].data.ptr, user);
      } else {
        uint64_t count;

        if (read (poller->interrupt, &count, sizeof count) < 0)
          continue; /* it is empty already, which is what we want */
      }
    }
    timeout = 0;
  } while (n == BATCH);
}

void
il_poller_interrupt (const IlPoller *poller)
{
  int old_errno = errno;

  if (write (poller->interrupt, &(uint64_t) { 1 }, sizeof (uint64_t)) < 0)
    errno = old_errno; /* it is full: the wait ends anyway */
}

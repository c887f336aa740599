/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/last-words.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No memory is to be had here: neither stdio nor GLib. */
static void
write_words (const char *words)
{
  (void) !write (STDERR_FILENO, words, strlen (words));
}

G_NORETURN static void
die (const char *reason)
{
  write_words ("interlane: ");
  write_words (reason);
  write_words ("\n");
  _exit (1);
}

/* GLib formats the message that an allocation failed into memory that it allocates, so it would call itself until the
 * stack is full. These two take the place of the C library's, of which GLib calls either. */
int vasprintf (char **text, const char *format, va_list arguments);
int __vasprintf_chk (char **text, int flag, const char *format, va_list arguments);

int
vasprintf (char **text, const char *format, va_list arguments)
{
  va_list again;
  char *room;

  va_copy (again, arguments);
  int length = vsnprintf (NULL, 0, format, again);
  va_end (again);
  *text = NULL;
  if (length < 0)
    return -1;
  if (!(room = malloc ((gsize) length + 1)))
    die ("out of memory");
  *text = room;
  return vsnprintf (room, (gsize) length + 1, format, arguments);
}

int
__vasprintf_chk (char **text, int flag, const char *format, va_list arguments)
{
  return vasprintf (text, format, arguments);
}

static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if (level & G_LOG_LEVEL_ERROR && (!domain || strcmp (domain, "GLib") == 0)) {
    if (!message || strstr (message, "failed to allocate"))
      die ("out of memory");
    if (strstr (message, "creating thread") || strstr (message, "pthread_create"))
      die ("the system refuses another thread: too many run already (ulimit -u), or there is no memory for one");
  }
  g_log_default_handler (domain, level, message, data);
}

/* GLib's slices abort without a log, and libraries that do not ask whether they got memory use address nothing: errno
 * then is as the allocation left it. Whatever else went wrong goes on as it would. */
static struct sigaction before_abort, before_segv;

static void
crash_cb (int number, siginfo_t *info, void *context)
{
  const gsize first_page = 4096;

  if (errno == ENOMEM && (number == SIGABRT || (gsize) info->si_addr < first_page))
    die ("out of memory");
  /* abort() raises it again, and a bad access is repeated. */
  sigaction (number, number == SIGABRT ? &before_abort : &before_segv, NULL);
  if (info->si_code <= 0 && number != SIGABRT)
    raise (number);
}

void
il_last_words_set_up (void)
{
  struct sigaction action = { .sa_sigaction = crash_cb, .sa_flags = SA_SIGINFO | SA_ONSTACK };

  g_log_set_default_handler (log_cb, NULL);
  sigaction (SIGABRT, &action, &before_abort);
  sigaction (SIGSEGV, &action, &before_segv);
}

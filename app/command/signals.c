/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/signals.h"

#include <signal.h>
#include <unistd.h>

#include "app/command/command.h"
#include "traces/record/time.h"

/* Two signals within this time (ns) are one wish: timeout(1), say, sends one to the program and one to its group. */
#define ONE_WISH (G_GINT64_CONSTANT (1000000000))

static struct {
  void (*cb) (gpointer data);
  gpointer data;
} hearer;

/* Who started the program with nohup(1) wants it to go on when the terminal goes. */
static void
fill_signals (sigset_t *set)
{
  struct sigaction hangup;

  sigemptyset (set);
  sigaddset (set, SIGINT);
  sigaddset (set, SIGTERM);
  if (sigaction (SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
    sigaddset (set, SIGHUP);
}

/* The signals are blocked everywhere and waited for here: no code runs inside a signal. */
static gpointer
signals_thread (gpointer data G_GNUC_UNUSED)
{
  gint64 first = G_MAXINT64;
  sigset_t set;
  int number;

  fill_signals (&set);
  while (sigwait (&set, &number) == 0) {
    hearer.cb (hearer.data);
    gint64 now = il_monotonic_time ();
    first = MIN (first, now);
    if (now - first > ONE_WISH) /* somebody insists */
      _exit (IL_EXIT_INTERRUPTED);
  }
  return NULL;
}

gboolean
il_command_hear_signals (void (*cb) (gpointer data), gpointer data)
{
  sigset_t set;

  hearer.cb = cb;
  hearer.data = data;
  fill_signals (&set);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  GThread *thread = g_thread_try_new ("il-signals", signals_thread, NULL, NULL);
  if (thread)
    g_thread_unref (thread);
  else
    il_complain ("the system refuses one more thread: close other programs, or raise the limit (ulimit -u)");
  return thread != NULL;
}

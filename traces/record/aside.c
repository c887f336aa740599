/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/aside.h"

enum { FREED_AT_ONCE = 1 << 16 /* pieces */ };

typedef struct {
  gpointer data;
  GDestroyNotify destroy;
} Leftover;

static gpointer
free_it (gpointer data)
{
  g_autofree Leftover *leftover = data;

  leftover->destroy (leftover->data);
  return NULL;
}

void
il_free_aside (gpointer data, GDestroyNotify destroy, guint64 n_pieces)
{
  Leftover *leftover;
  GThread *thread;

  if (!data)
    return;
  if (n_pieces <= FREED_AT_ONCE) {
    destroy (data);
    return;
  }
  leftover = g_new (Leftover, 1);
  *leftover = (Leftover) { data, destroy };
  thread = g_thread_try_new ("free", free_it, leftover, NULL);
  if (thread)
    g_thread_unref (thread);
  else
    free_it (leftover);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/fifo.h"

IlPolicy *
il_fifo_create (gint64 quantum)
{
  IlPolicy *policy = g_new0 (IlPolicy, 1);

  policy->quantum = quantum;
  return policy;
}

void
il_fifo_destroy (IlPolicy *policy)
{
  g_free (policy); /* the links are the threads' own */
}

void
il_fifo_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted G_GNUC_UNUSED)
{
  thread->link.data = thread;
  g_queue_push_tail_link (&policy->ready, &thread->link);
}

IlSchedulable *
il_fifo_first (IlPolicy *policy, guint core)
{
  for (GList *link = policy->ready.head; link; link = link->next)
    if (il_schedulable_may_run (link->data, core))
      return link->data;
  return NULL;
}

void
il_fifo_remove (IlPolicy *policy, IlSchedulable *thread)
{
  g_queue_unlink (&policy->ready, &thread->link);
}

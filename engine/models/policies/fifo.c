/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/policies/fifo.h"

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
il_fifo_ready (IlPolicy *policy, IlSchedulable *thread)
{
  thread->link.data = thread;
  g_queue_push_tail_link (&policy->ready, &thread->link);
}

IlSchedulable *
il_fifo_pick (IlPolicy *policy)
{
  GList *link = g_queue_pop_head_link (&policy->ready);

  return link ? link->data : NULL;
}

gboolean
il_fifo_is_empty (IlPolicy *policy)
{
  return policy->ready.length == 0;
}

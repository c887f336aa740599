/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/fifo.h"

void
il_fifo_init (IlPolicy *policy)
{
  g_queue_init (&((IlFifo *) policy)->ready);
}

void
il_fifo_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted G_GNUC_UNUSED)
{
  IlFifoThread *own = thread->data;

  own->link.data = thread;
  g_queue_push_tail_link (&((IlFifo *) policy)->ready, &own->link);
}

IlSchedulable *
il_fifo_first (IlPolicy *policy, guint core)
{
  for (GList *link = ((IlFifo *) policy)->ready.head; link; link = link->next)
    if (il_schedulable_may_run (link->data, core))
      return link->data;
  return NULL;
}

void
il_fifo_remove (IlPolicy *policy, IlSchedulable *thread)
{
  g_queue_unlink (&((IlFifo *) policy)->ready, &((IlFifoThread *) thread->data)->link);
}

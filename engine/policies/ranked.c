/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

IlPolicy *
il_ranked_create (gint64 quantum, gint64 (*rank) (const IlSchedulable *thread))
{
  IlPolicy *policy = g_new0 (IlPolicy, 1);

  policy->ready = g_sequence_new (NULL);
  policy->quantum = quantum;
  policy->rank = rank;
  return policy;
}

void
il_ranked_destroy (IlPolicy *policy)
{
  g_sequence_free (policy->ready);
  g_free (policy);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const IlSchedulable *first = a, *second = b;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  return first->order < second->order ? -1 : first->order > second->order;
}

void
il_ranked_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted)
{
  thread->rank = policy->rank (thread);
  thread->order = preempted ? --policy->n_at_front : ++policy->n_at_back;
  thread->place = g_sequence_insert_sorted (policy->ready, thread, compare, NULL);
}

void
il_ranked_changed (IlPolicy *policy, IlSchedulable *thread)
{
  if (!thread->place)
    return;
  thread->rank = policy->rank (thread);
  g_sequence_sort_changed (thread->place, compare, NULL);
}

IlSchedulable *
il_ranked_first (IlPolicy *policy, guint core)
{
  GSequenceIter *place = g_sequence_get_begin_iter (policy->ready);

  for (; !g_sequence_iter_is_end (place); place = g_sequence_iter_next (place))
    if (il_schedulable_may_run (g_sequence_get (place), core))
      return g_sequence_get (place);
  return NULL;
}

IlSchedulable *
il_ranked_least (IlPolicy *policy)
{
  GSequenceIter *place = g_sequence_get_begin_iter (policy->ready);

  return g_sequence_iter_is_end (place) ? NULL : g_sequence_get (place);
}

void
il_ranked_remove (IlPolicy *policy G_GNUC_UNUSED, IlSchedulable *thread)
{
  g_clear_pointer (&thread->place, g_sequence_remove);
}

gint64
il_ranked_no_slice (IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread G_GNUC_UNUSED)
{
  return G_MAXINT64;
}

gint64
il_ranked_quantum (IlPolicy *policy, const IlSchedulable *thread G_GNUC_UNUSED)
{
  return policy->quantum;
}

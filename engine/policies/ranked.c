/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

void
il_ranked_init (IlPolicy *policy)
{
  ((IlRanked *) policy)->ready = g_sequence_new (NULL);
}

void
il_ranked_clear (IlPolicy *policy)
{
  g_sequence_free (((IlRanked *) policy)->ready);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const IlRankedThread *first = ((const IlSchedulable *) a)->data, *second = ((const IlSchedulable *) b)->data;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  return first->order < second->order ? -1 : first->order > second->order;
}

void
il_ranked_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted)
{
  IlRanked *ranked = (IlRanked *) policy;
  IlRankedThread *own = thread->data;

  own->since = policy->time;
  own->rank = policy->class->rank (policy, thread);
  own->order = preempted ? --ranked->n_at_front : ++ranked->n_at_back;
  own->place = g_sequence_insert_sorted (ranked->ready, thread, compare, NULL);
}

void
il_ranked_changed (IlPolicy *policy, IlSchedulable *thread)
{
  IlRankedThread *own = thread->data;

  if (!own->place)
    return;
  own->rank = policy->class->rank (policy, thread);
  g_sequence_sort_changed (own->place, compare, NULL);
}

IlSchedulable *
il_ranked_first (IlPolicy *policy, guint core)
{
  GSequenceIter *place = g_sequence_get_begin_iter (((IlRanked *) policy)->ready);

  for (; !g_sequence_iter_is_end (place); place = g_sequence_iter_next (place))
    if (il_schedulable_may_run (g_sequence_get (place), core))
      return g_sequence_get (place);
  return NULL;
}

IlSchedulable *
il_ranked_next_rank (IlPolicy *policy, const IlSchedulable *thread)
{
  IlRankedThread last = { .rank = ((const IlRankedThread *) thread->data)->rank, .order = G_MAXINT64 };
  GSequenceIter *next =
      g_sequence_search (((IlRanked *) policy)->ready, &(IlSchedulable) { .data = &last }, compare, NULL);

  return g_sequence_iter_is_end (next) ? NULL : g_sequence_get (next);
}

static IlSchedulable *
first_of_rank (IlSchedulable *thread, guint core)
{
  const IlRankedThread *own = thread->data;
  gint64 rank = own->rank;

  for (GSequenceIter *place = own->place; !g_sequence_iter_is_end (place); place = g_sequence_iter_next (place)) {
    thread = g_sequence_get (place);
    if (((const IlRankedThread *) thread->data)->rank != rank)
      return NULL;
    if (il_schedulable_may_run (thread, core))
      return thread;
  }
  return NULL;
}

IlSchedulable *
il_ranked_first_by (IlPolicy *policy, guint core, IlComesBeforeFunc comes_before)
{
  IlSchedulable *best = NULL;

  for (IlSchedulable *head = il_ranked_least (policy); head; head = il_ranked_next_rank (policy, head)) {
    IlSchedulable *thread = first_of_rank (head, core);

    if (thread && (!best || comes_before (policy, thread, best)))
      best = thread;
  }
  return best;
}

IlSchedulable *
il_ranked_least (IlPolicy *policy)
{
  GSequenceIter *place = g_sequence_get_begin_iter (((IlRanked *) policy)->ready);

  return g_sequence_iter_is_end (place) ? NULL : g_sequence_get (place);
}

IlSchedulable *
il_ranked_most (IlPolicy *policy)
{
  GSequenceIter *end = g_sequence_get_end_iter (((IlRanked *) policy)->ready);

  return g_sequence_iter_is_begin (end) ? NULL : g_sequence_get (g_sequence_iter_prev (end));
}

void
il_ranked_remove (IlPolicy *policy G_GNUC_UNUSED, IlSchedulable *thread)
{
  g_clear_pointer (&((IlRankedThread *) thread->data)->place, g_sequence_remove);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Highest response ratio next: (waiting + length) / length, each until it waits by itself; of equal ones, who came
 * first. Waiting is the time since it became ready, and who says no length comes last. Stallings, "Operating Systems:
 * Internals and Design Principles", uniprocessor scheduling.
 *
 * Of one length, who came first has waited the longest: only the first of each length is compared. */

static gint64
hrrn_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return MAX (1, thread->length);
}

/* Whether A comes before B; the ratios are 1 + waiting / length. */
static gboolean
comes_before (const IlPolicy *policy, const IlSchedulable *a, const IlSchedulable *b)
{
  const IlRankedThread *first = a->data, *second = b->data;
  __int128 first_part = (__int128) (policy->time - first->since) * second->rank;
  __int128 second_part = (__int128) (policy->time - second->since) * first->rank;

  if (first->rank == G_MAXINT64 || second->rank == G_MAXINT64)
    return first->rank < second->rank;
  return first_part != second_part ? first_part > second_part : first->order < second->order;
}

static IlSchedulable *
hrrn_first (IlPolicy *policy, guint core)
{
  return il_ranked_first_by (policy, core, comes_before);
}

const IlPolicyClass il_policy_hrrn = {
  .name = "hrrn",
  .title = "highest response ratio next",
  .looks_at = IL_LOOKS_AT_LENGTH,
  .init = il_ranked_init,
  .clear = il_ranked_clear,
  .size = sizeof (IlRanked),
  .thread_size = sizeof (IlRankedThread),
  .ready = il_ranked_ready,
  .first = hrrn_first,
  .remove = il_ranked_remove,
  .rank = hrrn_rank,
};

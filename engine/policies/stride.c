/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Stride: shares in proportion to weight. Who has had the least processor time for its weight runs next, for a
 * quantum; equal ones take turns. Who comes, or comes back, is treated as if it had had its share so far.
 * Waldspurger and Weihl, "Stride Scheduling: Deterministic Proportional-Share Resource Management" (MIT, 1995). */

static gint64
stride_rank (const IlSchedulable *thread)
{
  return thread->share_used;
}

static IlPolicy *
stride_create (gint64 quantum)
{
  return il_ranked_create (quantum, stride_rank);
}

static void
stride_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted)
{
  thread->share_used = MAX (thread->share_used, policy->share);
  il_ranked_ready (policy, thread, preempted);
}

/* In whole ns; what the division leaves is kept for the next time. */
static void
stride_used (IlPolicy *policy, IlSchedulable *thread, gint64 time)
{
  const IlSchedulable *first = il_ranked_least (policy);

  thread->share_used += time / thread->weight;
  thread->share_rest += time % thread->weight;
  thread->share_used += thread->share_rest / thread->weight;
  thread->share_rest %= thread->weight;
  policy->share = MAX (policy->share, first ? MIN (first->share_used, thread->share_used) : thread->share_used);
}

const IlPolicyClass il_policy_stride = {
  .name = "stride",
  .title = "shares by weight (stride)",
  .create = stride_create,
  .destroy = il_ranked_destroy,
  .ready = stride_ready,
  .first = il_ranked_first,
  .remove = il_ranked_remove,
  .slice = il_ranked_quantum,
  .used = stride_used,
  .rank = stride_rank,
};

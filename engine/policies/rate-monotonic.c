/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Rate monotonic: the shorter its period (`every`), the more urgent a thread; who has none comes last. Liu and Layland,
 * "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time Environment", Journal of the ACM 20 (1973). */

static gint64
rate_monotonic_rank (const IlSchedulable *thread)
{
  return thread->period;
}

static IlPolicy *
rate_monotonic_create (gint64 quantum)
{
  return il_ranked_create (quantum, rate_monotonic_rank);
}

const IlPolicyClass il_policy_rate_monotonic = {
  .name = "rm",
  .title = "rate monotonic",
  .create = rate_monotonic_create,
  IL_RANKED,
  .slice = il_ranked_no_slice,
  .rank = rate_monotonic_rank,
  .preempts = TRUE,
};

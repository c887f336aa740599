/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Rate monotonic: the shorter its period (`every`), the more urgent a thread; who has none comes last. Liu and Layland,
 * "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time Environment", Journal of the ACM 20 (1973). */

static gint64
rate_monotonic_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->period;
}

const IlPolicyClass il_policy_rate_monotonic = {
  .name = "rm",
  .title = "rate monotonic",
  .looks_at = IL_LOOKS_AT_PERIOD | IL_LOOKS_AT_DEADLINE,
  IL_RANKED,
  .rank = rate_monotonic_rank,
  .preempts = TRUE,
};

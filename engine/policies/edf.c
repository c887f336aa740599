/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Earliest deadline first: who has the next deadline runs; who has none comes last. Liu and Layland, "Scheduling
 * Algorithms for Multiprogramming in a Hard-Real-Time Environment", Journal of the ACM 20 (1973). */

static gint64
edf_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->deadline;
}

const IlPolicyClass il_policy_edf = {
  .name = "edf",
  .title = "earliest deadline first",
  .looks_at = IL_LOOKS_AT_DEADLINE | IL_LOOKS_AT_PERIOD,
  IL_RANKED,
  .rank = edf_rank,
  .preempts = TRUE,
};

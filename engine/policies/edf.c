/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Earliest deadline first: who has the next deadline runs; who has none comes last. Liu and Layland, "Scheduling
 * Algorithms for Multiprogramming in a Hard-Real-Time Environment", Journal of the ACM 20 (1973). */

static gint64
edf_rank (const IlSchedulable *thread)
{
  return thread->deadline;
}

static IlPolicy *
edf_create (gint64 quantum)
{
  return il_ranked_create (quantum, edf_rank);
}

const IlPolicyClass il_policy_edf = {
  .name = "edf",
  .title = "earliest deadline first",
  .create = edf_create,
  IL_RANKED,
  .slice = il_ranked_no_slice,
  .rank = edf_rank,
  .preempts = TRUE,
};

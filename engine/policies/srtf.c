/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Shortest remaining time first: shortest job first, where one with less of its `length` left takes the core of one
 * with more. Silberschatz, Galvin, Gagne, "Operating System Concepts", CPU scheduling. */

static gint64
srtf_rank (const IlSchedulable *thread)
{
  return thread->length == G_MAXINT64 ? G_MAXINT64 : MAX (0, thread->length - thread->used);
}

static IlPolicy *
srtf_create (gint64 quantum)
{
  return il_ranked_create (quantum, srtf_rank);
}

const IlPolicyClass il_policy_srtf = {
  .name = "srtf",
  .title = "shortest remaining time first",
  .create = srtf_create,
  IL_RANKED,
  .slice = il_ranked_no_slice,
  .rank = srtf_rank,
  .preempts = TRUE,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* By priority: a more urgent thread takes the core of a less urgent one at once; those of one priority take turns, for
 * a quantum each. As SCHED_RR of POSIX; Silberschatz, Galvin, Gagne, "Operating System Concepts", CPU scheduling. */

static gint64
priority_rank (const IlSchedulable *thread)
{
  return -thread->priority;
}

static IlPolicy *
priority_create (gint64 quantum)
{
  return il_ranked_create (quantum, priority_rank);
}

const IlPolicyClass il_policy_priority = {
  .name = "priority",
  .title = "priority, round robin",
  .create = priority_create,
  IL_RANKED,
  .slice = il_ranked_quantum,
  .rank = priority_rank,
  .preempts = TRUE,
};

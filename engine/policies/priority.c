/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* By priority: a more urgent thread takes the core of a less urgent one at once; those of one priority take turns, for
 * a quantum each, and who had to give way to a more urgent one goes on with the rest of its quantum. As SCHED_RR of
 * POSIX; Silberschatz, Galvin, Gagne, "Operating System Concepts", CPU scheduling. */

enum { QUANTUM };

static const IlParameter parameters[] = { [QUANTUM] = IL_QUANTUM_PARAMETER, { .name = NULL } };

static gint64
priority_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->priority == G_MININT64 ? G_MAXINT64 : -thread->priority;
}

static gint64
priority_slice (IlPolicy *policy, const IlSchedulable *thread, const IlSchedulable *next)
{
  return next->priority < thread->priority ? G_MAXINT64 : il_slice_of_quantum (policy->values[QUANTUM].integer, thread);
}

const IlPolicyClass il_policy_priority = {
  .name = "priority",
  .title = "priority, round robin",
  .looks_at = IL_LOOKS_AT_PRIORITY,
  .parameters = parameters,
  IL_RANKED,
  .slice = priority_slice,
  .rank = priority_rank,
  .preempts = TRUE,
};

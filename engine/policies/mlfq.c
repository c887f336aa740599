/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Multilevel feedback queue: three levels. A thread begins at the top; who has used up a quantum there goes down, who
 * has used up two at the second level goes to the last, where each runs until it waits by itself. Who stands higher
 * takes the core of who stands lower. Waiting in between saves nobody; a boost, where the machine has one, lifts all to
 * the top from time to time, so that nobody starves. Silberschatz, Galvin, Gagne, "Operating System
 * Concepts", CPU scheduling; Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 8. */

enum { LAST_LEVEL = 2 };

static gint64
mlfq_rank (const IlSchedulable *thread)
{
  return thread->level;
}

static IlPolicy *
mlfq_create (gint64 quantum)
{
  return il_ranked_create (quantum, mlfq_rank);
}

static gint64
allotment (const IlPolicy *policy, guint level)
{
  return policy->quantum > G_MAXINT64 >> level ? G_MAXINT64 : policy->quantum << level;
}

static gint64
mlfq_slice (IlPolicy *policy, const IlSchedulable *thread)
{
  return thread->level == LAST_LEVEL ? G_MAXINT64 : allotment (policy, thread->level) - thread->level_used;
}

static void
mlfq_used (IlPolicy *policy, IlSchedulable *thread, gint64 time)
{
  if (thread->level == LAST_LEVEL)
    return;
  thread->level_used += time;
  if (thread->level_used >= allotment (policy, thread->level)) {
    thread->level++;
    thread->level_used = 0;
  }
}

static void
mlfq_boost (IlPolicy *policy, IlSchedulable *thread)
{
  thread->level = 0;
  thread->level_used = 0;
  il_ranked_changed (policy, thread);
}

const IlPolicyClass il_policy_mlfq = {
  .name = "mlfq",
  .title = "multilevel feedback queue",
  .create = mlfq_create,
  IL_RANKED,
  .slice = mlfq_slice,
  .used = mlfq_used,
  .boost = mlfq_boost,
  .rank = mlfq_rank,
  .preempts = TRUE,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Least laxity first: the time to the deadline, less the `length` that is left. Who has no deadline comes last; who
 * says no length has nothing left. Mok, "Fundamental Design Problems of Distributed Systems for the Hard-Real-Time
 * Environment" (MIT, 1983).
 *
 * The laxities of all who are ready fall alike, so their order stays; that of one who runs stays, and theirs fall below
 * it. Two of like laxity would take turns each nanosecond: one who runs is looked at again at the end of each quantum,
 * with what it had left at the beginning until then. */

enum { QUANTUM };

static const IlParameter parameters[] = { [QUANTUM] = IL_QUANTUM_PARAMETER, { .name = NULL } };

/* Laxity but for the time that it is, which is the same for all: when it has to begin at the latest. */
static gint64
latest_start (const IlSchedulable *thread, gint64 used)
{
  gint64 left = thread->length == G_MAXINT64 ? 0 : MAX (0, thread->length - used);

  return thread->deadline == G_MAXINT64 ? G_MAXINT64 : thread->deadline - left;
}

static gint64
llf_rank (const IlPolicy *policy, const IlSchedulable *thread)
{
  return latest_start (thread, thread->used - thread->turn % policy->values[QUANTUM].integer);
}

/* The end of the first quantum by which NEXT has less laxity. */
static gint64
llf_slice (IlPolicy *policy, const IlSchedulable *thread, const IlSchedulable *next)
{
  gint64 quantum = policy->values[QUANTUM].integer, left = il_slice_of_quantum (quantum, thread);
  gint64 others = llf_rank (policy, next);
  __int128 beyond = (__int128) others - latest_start (thread, thread->used) - left;

  if (latest_start (thread, G_MAXINT64) <= others)
    return G_MAXINT64;
  if (beyond < 0)
    return left;
  return (gint64) MIN (left + (beyond / quantum + 1) * quantum, G_MAXINT64);
}

const IlPolicyClass il_policy_llf = {
  .name = "llf",
  .title = "least laxity first",
  .looks_at = IL_LOOKS_AT_DEADLINE | IL_LOOKS_AT_PERIOD | IL_LOOKS_AT_LENGTH,
  .parameters = parameters,
  IL_RANKED,
  .slice = llf_slice,
  .rank = llf_rank,
  .preempts = TRUE,
};

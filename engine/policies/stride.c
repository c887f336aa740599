/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Stride: shares in proportion to weight. Who has had the least processor time for its weight runs next, for a
 * quantum; equal ones take turns. Who comes, or comes back, is treated as if it had had its share so far.
 * Waldspurger and Weihl, "Stride Scheduling: Deterministic Proportional-Share Resource Management" (MIT, 1995). */

enum { QUANTUM };

static const IlParameter parameters[] = { [QUANTUM] = IL_QUANTUM_PARAMETER, { .name = NULL } };

typedef struct {
  IlRanked ranked; /* first member */
  gint64 share;    /* the least that any of those who compete have had */
} Stride;

typedef struct {
  IlRankedThread ranked; /* first member */
  gint64 share;          /* the processor time it has had by weight, */
  gint64 rest;           /* and what the division left over */
} StrideThread;

static gint64
stride_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return ((const StrideThread *) thread->data)->share;
}

static void
stride_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted)
{
  StrideThread *own = thread->data;

  own->share = MAX (own->share, ((Stride *) policy)->share);
  il_ranked_ready (policy, thread, preempted);
}

/* The end of the first slice by which it has had as much as NEXT. */
static gint64
stride_slice (IlPolicy *policy, const IlSchedulable *thread, const IlSchedulable *next)
{
  const StrideThread *own = thread->data, *other = next->data;
  gint64 quantum = policy->values[QUANTUM].integer, left = il_slice_of_quantum (quantum, thread);
  __int128 needed = (__int128) (other->share - own->share) * thread->weight - own->rest;

  if (needed <= left)
    return left;
  needed = left + (needed - left + quantum - 1) / quantum * quantum;
  return (gint64) MIN (needed, G_MAXINT64);
}

/* In whole ns; what the division leaves is kept for the next time. */
static void
stride_used (IlPolicy *policy, IlSchedulable *thread, gint64 time)
{
  Stride *stride = (Stride *) policy;
  StrideThread *own = thread->data;
  const IlSchedulable *first = il_ranked_least (policy);

  own->share += time / thread->weight;
  own->rest += time % thread->weight;
  own->share += own->rest / thread->weight;
  own->rest %= thread->weight;
  stride->share = MAX (stride->share, first ? MIN (stride_rank (policy, first), own->share) : own->share);
}

const IlPolicyClass il_policy_stride = {
  .name = "stride",
  .title = "shares by weight (stride)",
  .looks_at = IL_LOOKS_AT_WEIGHT,
  .parameters = parameters,
  IL_RANKED_QUEUE,
  .size = sizeof (Stride),
  .thread_size = sizeof (StrideThread),
  .ready = stride_ready,
  .slice = stride_slice,
  .used = stride_used,
  .rank = stride_rank,
};

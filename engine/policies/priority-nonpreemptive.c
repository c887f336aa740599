/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"
#include "traces/record/time.h"

/* By priority, each until it waits by itself; of equal ones, who came first. With aging, a thread is one level more
 * urgent for each such time that it has been ready, so that nobody starves. Silberschatz, Galvin, Gagne, "Operating
 * System Concepts", CPU scheduling.
 *
 * Of one priority, who came first has waited the longest: only the first of each priority is compared. */

enum { AGING };

static const IlParameter parameters[] = {
  [AGING] = { .name = "aging",
              .kind = IL_PARAMETER_DURATION,
              .least.integer = 1,
              .never = "never",
              .help = "how long a ready thread waits to be one level more urgent" },
  { .name = NULL },
};

static gint64
nonpreemptive_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->priority == G_MININT64 ? G_MAXINT64 : -thread->priority;
}

static gint64
level (const IlPolicy *policy, const IlSchedulable *thread)
{
  gint64 aging = policy->values[AGING].integer, waited = policy->time - ((const IlRankedThread *) thread->data)->since;

  return il_time_add (thread->priority, aging > 0 ? waited / aging : 0);
}

static gboolean
comes_before (const IlPolicy *policy, const IlSchedulable *a, const IlSchedulable *b)
{
  gint64 first = level (policy, a), second = level (policy, b);

  if (first != second)
    return first > second;
  return ((const IlRankedThread *) a->data)->order < ((const IlRankedThread *) b->data)->order;
}

static IlSchedulable *
nonpreemptive_first (IlPolicy *policy, guint core)
{
  return il_ranked_first_by (policy, core, comes_before);
}

const IlPolicyClass il_policy_priority_nonpreemptive = {
  .name = "priority-nonpreemptive",
  .title = "priority, without preemption",
  .looks_at = IL_LOOKS_AT_PRIORITY,
  .parameters = parameters,
  .size = sizeof (IlRanked),
  .thread_size = sizeof (IlRankedThread),
  .init = il_ranked_init,
  .clear = il_ranked_clear,
  .ready = il_ranked_ready,
  .first = nonpreemptive_first,
  .remove = il_ranked_remove,
  .rank = nonpreemptive_rank,
};

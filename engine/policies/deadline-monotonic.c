/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Deadline monotonic: the shorter the time it has from its arrival to its deadline, the more urgent a thread, for good;
 * who has no deadline comes last. Leung and Whitehead, "On the Complexity of Fixed-Priority Scheduling of Periodic,
 * Real-Time Tasks", Performance Evaluation 2 (1982). */

static gint64
deadline_monotonic_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->deadline == G_MAXINT64 ? G_MAXINT64 : thread->deadline - thread->arrival;
}

const IlPolicyClass il_policy_deadline_monotonic = {
  .name = "dm",
  .title = "deadline monotonic",
  .looks_at = IL_LOOKS_AT_DEADLINE | IL_LOOKS_AT_PERIOD,
  IL_RANKED,
  .rank = deadline_monotonic_rank,
  .preempts = TRUE,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Shortest job first: the least `length` that is left, each until it waits by itself. Who says no length comes
 * last. Silberschatz, Galvin, Gagne, "Operating System Concepts", CPU scheduling. */

static gint64
sjf_rank (const IlSchedulable *thread)
{
  return thread->length == G_MAXINT64 ? G_MAXINT64 : MAX (0, thread->length - thread->used);
}

static IlPolicy *
sjf_create (gint64 quantum)
{
  return il_ranked_create (quantum, sjf_rank);
}

const IlPolicyClass il_policy_sjf = {
  .name = "sjf",
  .title = "shortest job first",
  .create = sjf_create,
  IL_RANKED,
  .slice = il_ranked_no_slice,
  .rank = sjf_rank,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Shortest job first: the least `length` that is left, each until it waits by itself. Who says no length comes
 * last. Silberschatz, Galvin, Gagne, "Operating System Concepts", CPU scheduling. */

static gint64
sjf_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->length == G_MAXINT64 ? G_MAXINT64 : MAX (0, thread->length - thread->used);
}

const IlPolicyClass il_policy_sjf = {
  .name = "sjf",
  .title = "shortest job first",
  .looks_at = IL_LOOKS_AT_LENGTH,
  IL_RANKED,
  .rank = sjf_rank,
};

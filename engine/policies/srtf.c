/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"

/* Shortest remaining time first: shortest job first, where one with less of its `length` left takes the core of one
 * with more. Silberschatz, Galvin, Gagne, "Operating System Concepts", CPU scheduling. */

static gint64
srtf_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->length == G_MAXINT64 ? G_MAXINT64 : MAX (0, thread->length - thread->used);
}

const IlPolicyClass il_policy_srtf = {
  .name = "srtf",
  .title = "shortest remaining time first",
  .looks_at = IL_LOOKS_AT_LENGTH,
  IL_RANKED,
  .rank = srtf_rank,
  .preempts = TRUE,
};

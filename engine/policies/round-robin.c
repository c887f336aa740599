/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/fifo.h"

/* Round robin: in order of becoming ready, each for at most a quantum, then to the back. */

static gint64
round_robin_slice (IlPolicy *policy, const IlSchedulable *thread G_GNUC_UNUSED)
{
  return policy->quantum;
}

const IlPolicyClass il_policy_round_robin = {
  .name = "rr",
  .title = "round robin",
  .create = il_fifo_create,
  .destroy = il_fifo_destroy,
  .ready = il_fifo_ready,
  .first = il_fifo_first,
  .remove = il_fifo_remove,
  .slice = round_robin_slice,
};

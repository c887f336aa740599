/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/fifo.h"

/* Round robin: in order of becoming ready, each for at most a quantum, then to the back. */

enum { QUANTUM };

static const IlParameter parameters[] = { [QUANTUM] = IL_QUANTUM_PARAMETER, { .name = NULL } };

static gint64
round_robin_slice (IlPolicy *policy, const IlSchedulable *thread, const IlSchedulable *next G_GNUC_UNUSED)
{
  return il_slice_of_quantum (policy->values[QUANTUM].integer, thread);
}

const IlPolicyClass il_policy_round_robin = {
  .name = "rr",
  .title = "round robin",
  .parameters = parameters,
  IL_FIFO,
  .slice = round_robin_slice,
};

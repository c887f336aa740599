/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/fifo.h"

/* First come, first served: in order of becoming ready, each until it waits by itself. */

const IlPolicyClass il_policy_fcfs = {
  .name = "fcfs",
  .title = "first come, first served",
  IL_FIFO,
};

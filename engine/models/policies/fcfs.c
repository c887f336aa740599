/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/policies/fifo.h"

/* First come, first served: in order of becoming ready, each until it waits by itself. */

static gint64
fcfs_slice (IlPolicy *policy G_GNUC_UNUSED)
{
  return G_MAXINT64;
}

const IlPolicyClass il_policy_fcfs = {
  .name = "fcfs",
  .title = "first come, first served",
  .create = il_fifo_create,
  .destroy = il_fifo_destroy,
  .ready = il_fifo_ready,
  .pick = il_fifo_pick,
  .is_empty = il_fifo_is_empty,
  .slice = fcfs_slice,
};

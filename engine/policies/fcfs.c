/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/fifo.h"

/* First come, first served: in order of becoming ready, each until it waits by itself. */

static gint64
fcfs_slice (IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread G_GNUC_UNUSED)
{
  return G_MAXINT64;
}

const IlPolicyClass il_policy_fcfs = {
  .name = "fcfs",
  .title = "first come, first served",
  .create = il_fifo_create,
  .destroy = il_fifo_destroy,
  .ready = il_fifo_ready,
  .first = il_fifo_first,
  .remove = il_fifo_remove,
  .slice = fcfs_slice,
};

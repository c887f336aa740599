/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/offload.h"

#include "engine/loop/loop-private.h"
#include "engine/loop/pool.h"
#include "engine/loop/virtual-pool.h"

/* Each clock has workers of its own kind. */
static IlWake
offload (IlLoop *loop, IlWhy why, IlWork work, void **result)
{
  *result = NULL;
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (loop->virtual_clock)
    return il_virtual_pool_work (loop, why, work, result);
  return il_pool_work (loop, why, work, result);
}

IlWake
il_loop_thread (IlLoop *loop, IlWork work, void **result)
{
  return offload (loop, IL_WHY_THREAD, work, result);
}

IlWake
il_loop_process (IlLoop *loop, IlWork work, void **result)
{
  return offload (loop, IL_WHY_PROCESS, work, result);
}

uint32_t
il_loop_add_offload (IlLoop *loop, uint32_t name)
{
  uint32_t id = ++loop->last_id;
  IlTask *self = loop->current;

  if (il_loop_records (loop)) {
    int64_t now = il_loop_time (loop);

    il_ring_write (loop->ring, il_record_spawn (now, id, name, self->id, self->line));
    il_ring_write (loop->ring, il_record_ready (now, id, self->id, self->line));
  }
  return id;
}

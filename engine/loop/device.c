/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/objects-private.h"

/* A semaphore of turns around il_loop_io: what one writes with asyncio. */

IlDevice *
il_device_new (IlLoop *loop, uint32_t object, int64_t n)
{
  IlDevice *device = malloc (sizeof *device);

  if (device)
    il_semaphore_init (&device->turns, loop, object, IL_WHY_IO, n > 1 ? n : 1);
  return device;
}

void
il_device_free (IlDevice *device)
{
  free (device);
}

IlWake
il_device_io (IlDevice *device, int64_t duration)
{
  IlWake wake = il_semaphore_acquire (&device->turns);

  if (wake != IL_WAKE_OK)
    return wake;
  wake = il_loop_io_on (device->turns.loop, duration, device->turns.object);
  if (wake != IL_WAKE_STOPPED)
    il_semaphore_release (&device->turns);
  return wake;
}

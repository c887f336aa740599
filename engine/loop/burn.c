/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/burn.h"

#include <time.h>

/* Reading the thread's own clock all the time would have the kernel end its slices earlier (1.4 ms for 4 ms on
 * Linux 6.18). So the loop reads the common clock, and the thread's only where two reads are so far apart that
 * something came between, and when it seems to be over. */

/* Two reads follow each other within tens of ns, unless there is an interrupt (a few us) or another thread. */
#define GAP_NS 20000

/* What the kernel did not count, but is too short for a switch to another thread and back. */
#define SHORTEST_NS 5000

int64_t
il_thread_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * INT64_C (1000000000) + time.tv_nsec;
}

typedef struct {
  const IlBurn *burn;
  int64_t start;           /* of the common clock */
  int64_t processor_start; /* of the thread's */
  int64_t told;            /* of the time off the core */
} Burning;

/* The processor time used up to NOW, before which the common clock was last read at LAST. */
static int64_t
look (Burning *burning, int64_t last, int64_t now)
{
  int64_t used = il_thread_processor_time () - burning->processor_start;
  int64_t off = now - burning->start - used - burning->told;

  if (now - last > GAP_NS && off >= SHORTEST_NS && burning->burn->off_core) {
    off = off < now - last ? off : now - last;
    burning->told += off;
    int64_t regained = now - (now - last - off) / 2; /* the kernel counts the switches at both ends as the thread's */
    burning->burn->off_core (regained - off, regained, burning->burn->data);
  }
  return used;
}

bool
il_burn (const IlBurn *burn, int64_t duration)
{
  int64_t processor_start = il_thread_processor_time ();
  int64_t now = burn->now (burn->data);
  Burning burning = { burn, now, processor_start, 0 };
  int64_t used = 0, looked = now; /* the thread's clock when it was last read, the common one then */

  while (used < duration) {
    int64_t last = now;

    if (burn->is_stopping (burn->data))
      return false;
    if (burn->at)
      burn->at (last, burn->data);
    now = burn->now (burn->data);
    if (now - last > GAP_NS || now - looked >= duration - used) {
      used = look (&burning, last, now);
      looked = now;
    }
  }
  return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

#include <stdlib.h>

#include "tests/bench/ours/memory.h"

/* N tasks wait for a semaphore that nobody will release. */

static IlTaskEnd
wait_cb (IlTask *self, void *data)
{
  il_semaphore_acquire (data);
  return NO_RESULT;
}

int
main (int argc, char **argv)
{
  Bench bench = bench_begin (argc, argv);
  IlSemaphore *never = il_semaphore_new (bench.loop, 1, 0);
  long resident = memory_kib ("VmRSS:"), tables = memory_kib ("VmPTE:");

  for (uint64_t i = 0; i < bench.n; i++)
    il_task_unref (bench_spawn (&bench, wait_cb, never));
  if (il_loop_run (bench.loop) != IL_LOOP_DEADLOCK || il_loop_n_tasks (bench.loop) != bench.n)
    return 1;
  printf ("%.1f and %.1f of page tables\n", (double) (memory_kib ("VmRSS:") - resident) * 1024 / (double) bench.n,
          (double) (memory_kib ("VmPTE:") - tables) * 1024 / (double) bench.n);
  _Exit (fflush (stdout));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

/* N tasks are created, each sleeps once, between 0 and 100 ms, and ends. */

static IlTaskEnd
sleep_cb (IlTask *self, void *data)
{
  static uint32_t random = 1;
  Bench *bench = data;

  random = random * 1664525 + 1013904223;
  il_loop_sleep (bench->loop, random % 100000000);
  return NO_RESULT;
}

int
main (int argc, char **argv)
{
  Bench bench = bench_begin (argc, argv);
  int64_t start = bench_time ();

  for (uint64_t i = 0; i < bench.n; i++)
    il_task_unref (bench_spawn (&bench, sleep_cb, &bench));
  bench_run (&bench);
  return bench_print (&bench, start);
}

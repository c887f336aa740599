/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

/* Two tasks give way to each other. */

static IlTaskEnd
task_cb (IlTask *self, void *data)
{
  Bench *bench = data;

  for (uint64_t i = 0; i < bench->n / 2; i++)
    il_loop_sleep (bench->loop, 0);
  return NO_RESULT;
}

int
main (int argc, char **argv)
{
  Bench bench = bench_begin (argc, argv);
  int64_t start = bench_time ();

  for (int i = 0; i < 2; i++)
    il_task_unref (bench_spawn (&bench, task_cb, &bench));
  bench_run (&bench);
  return bench_print (&bench, start);
}

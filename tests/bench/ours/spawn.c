/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

/* A task is created, runs and is forgotten; another one waits for its end. */

static IlTaskEnd
child_cb (IlTask *self, void *data)
{
  return NO_RESULT;
}

static IlTaskEnd
parent_cb (IlTask *self, void *data)
{
  Bench *bench = data;
  IlTaskEnd end;

  for (uint64_t i = 0; i < bench->n; i++) {
    IlTask *child = bench_spawn (bench, child_cb, NULL);

    il_task_await (child, &end);
    il_task_unref (child);
  }
  return NO_RESULT;
}

int
main (int argc, char **argv)
{
  Bench bench = bench_begin (argc, argv);
  int64_t start = bench_time ();

  bench_spawn (&bench, parent_cb, &bench);
  bench_run (&bench);
  return bench_print (&bench, start);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

/* An item goes to another task through one queue with room for one, and back through another. */

static IlQueue *there, *back;

static IlTaskEnd
ask_cb (IlTask *self, void *data)
{
  Bench *bench = data;
  void *item;

  for (uint64_t i = 0; i < bench->n; i++) {
    il_queue_put (there, bench, NO_VALUE);
    il_queue_get (back, &item);
  }
  return NO_RESULT;
}

static IlTaskEnd
answer_cb (IlTask *self, void *data)
{
  Bench *bench = data;
  void *item;

  for (uint64_t i = 0; i < bench->n; i++) {
    il_queue_get (there, &item);
    il_queue_put (back, item, NO_VALUE);
  }
  return NO_RESULT;
}

int
main (int argc, char **argv)
{
  Bench bench = bench_begin (argc, argv);

  there = il_queue_new (bench.loop, 1, 1);
  back = il_queue_new (bench.loop, 2, 1);

  int64_t start = bench_time ();
  il_task_unref (bench_spawn (&bench, ask_cb, &bench));
  il_task_unref (bench_spawn (&bench, answer_cb, &bench));
  bench_run (&bench);
  return bench_print (&bench, start);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

/* Into a coroutine and back. Traced: each of the two switches leaves a record, as hand-written
 * coroutines would that want a trace. */

enum { OUTSIDE = 1, INSIDE };

static void *
echo_cb (void *data)
{
  Bench *bench = data;

  for (;;) {
    if (bench->ring)
      il_ring_write (bench->ring, il_record_give_way (0, INSIDE, 0, OUTSIDE, 0, 0));
    il_coro_suspend (NULL);
  }
  return NULL;
}

int
main (int argc, char **argv)
{
  Bench bench = bench_begin (argc, argv);
  IlEngineError error;
  IlCoro *coro = il_coro_new (echo_cb, &bench, 0, &error);
  int64_t start = bench_time ();

  for (uint64_t i = 0; i < bench.n; i++) {
    if (bench.ring)
      il_ring_write (bench.ring, il_record_give_way (0, OUTSIDE, 0, INSIDE, 0, 0));
    il_coro_resume (coro, NULL);
  }
  bench_run (&bench);
  return bench_print (&bench, start);
}

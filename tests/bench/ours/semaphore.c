/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

/* Two tasks hand the turn to each other through two semaphores. */

typedef struct {
  Bench *bench;
  IlSemaphore *mine;
  IlSemaphore *other;
} Player;

static IlTaskEnd
play_cb (IlTask *self, void *data)
{
  Player *player = data;

  for (uint64_t i = 0; i < player->bench->n; i++) {
    il_semaphore_acquire (player->mine);
    il_semaphore_release (player->other);
  }
  return NO_RESULT;
}

int
main (int argc, char **argv)
{
  Bench bench = bench_begin (argc, argv);
  IlSemaphore *a = il_semaphore_new (bench.loop, 1, 1), *b = il_semaphore_new (bench.loop, 2, 0);
  Player players[] = { { &bench, a, b }, { &bench, b, a } };

  int64_t start = bench_time ();
  for (int i = 0; i < 2; i++)
    il_task_unref (bench_spawn (&bench, play_cb, &players[i]));
  bench_run (&bench);
  return bench_print (&bench, start);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/ours/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec * INT64_C (1000000000) + time.tv_nsec;
}

int64_t
bench_time (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

static int64_t
now_cb (void *start)
{
  return read_clock (CLOCK_MONOTONIC) - *(int64_t *) start;
}

/* A recording was made before and is gone, as in a program that runs for long: what touching the memory that is kept
 * from it (see chunk.h) for the first time costs, which is the machine's doing, is not timed. */
static void
touch_memory (const IlRunInfo *info)
{
  enum { BATCH = 1 << 10, N_BATCHES = 1 << 11 };
  IlRecording *recording = il_recording_new (info);
  IlRecord *records = calloc (BATCH, sizeof *records);

  for (int i = 0; i < N_BATCHES; i++)
    il_recording_append (recording, records, BATCH);
  free (records);
  il_recording_unref (recording);
}

Bench
bench_begin (int argc, char **argv)
{
  static int64_t start;
  const char *mode = argc == 3 ? argv[2] : "untraced";
  bool wall = strcmp (mode, "wall") == 0;
  IlRunInfo info = { .model = IL_MODEL_COOP, .clock = wall ? IL_CLOCK_WALL : IL_CLOCK_VIRTUAL, .cores = 1 };
  Bench bench = { .n = argc > 1 ? strtoull (argv[1], NULL, 10) : 1000 };
  IlEngineError error;

  start = read_clock (CLOCK_MONOTONIC);
  if (strcmp (mode, "traced") == 0 || wall)
    touch_memory (&info);
  if (strcmp (mode, "untraced") != 0) {
    bench.recording = il_recording_new (&info);
    bench.collector = il_collector_new (bench.recording, wall ? now_cb : NULL, &start);
    bench.ring = il_collector_add_ring (bench.collector);
    il_collector_start (bench.collector);
  }

  IlLoopOptions options = {
    .virtual_clock = !wall,
    .ring = bench.ring,
    .now = wall ? now_cb : NULL,
    .now_data = &start,
  };
  bench.loop = il_loop_new (&options, &error);
  if (!bench.loop) {
    fprintf (stderr, "%s\n", error.message);
    exit (1);
  }
  return bench;
}

IlTask *
bench_spawn (Bench *bench, IlTaskFunction function, void *data)
{
  IlEngineError error;
  IlTask *task = il_loop_spawn (bench->loop, function, data, 0, &error);

  if (task)
    return task;
  fprintf (stderr, "%s\n", error.message);
  exit (1);
}

void
bench_run (Bench *bench)
{
  if (il_loop_run (bench->loop) != IL_LOOP_FINISHED) {
    fprintf (stderr, "the loop did not come to its end\n");
    exit (1);
  }
  if (bench->collector)
    il_collector_finish (bench->collector);
}

int
bench_print (Bench *bench, int64_t start)
{
  int64_t time = bench_time () - start;
  uint64_t dropped = bench->recording ? il_recording_dropped (bench->recording) : 0;

  printf ("%.3f", (double) time / (double) bench->n);
  if (dropped > 0)
    printf (" with %.1f %% of the events lost",
            100.0 * (double) dropped / (double) (dropped + il_recording_n_events (bench->recording)));
  putchar ('\n');
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"
#include "engine/loop/objects.h"
#include "traces/record/collector.h"

/* What our own programs share: `PROGRAM N untraced|traced|fresh|wall` does something N times and prints the
 * ns of one time.
 *
 *   untraced  virtual clock, no ring
 *   traced    virtual clock, a ring, its collector, and a recording that keeps every event
 *   fresh     the same in memory that nobody touched before, as in a program's first run
 *   wall      as traced, on the wall clock, with a thread of the collector's own
 */
typedef struct {
  uint64_t n;
  IlLoop *loop;
  IlRing *ring; /* NULL: untraced */
  IlRecording *recording;
  IlCollector *collector;
} Bench;

#define NO_VALUE ((IlTraceValue) { IL_VALUE_ABSENT, 0 })
#define NO_RESULT ((IlTaskEnd) { IL_HOW_RETURN, { IL_VALUE_ABSENT, 0 }, NULL })

/* CPU time of the whole process, ns: other programs on the machine do not count, our threads do. */
int64_t bench_time (void);

/* Reads the arguments and makes the loop. The recording and its collector stay until the program ends. */
Bench bench_begin (int argc, char **argv);

/* Spawns a task that has the Bench or whatever is its business as DATA, or ends the program. */
IlTask *bench_spawn (Bench *bench, IlTaskFunction function, void *data);

/* Runs the loop to its end and the collector until all is in the recording. */
void bench_run (Bench *bench);

/* Prints the ns of one time since START, and how many events were lost. */
int bench_print (Bench *bench, int64_t start);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* What the C and C++ peers share: `PROGRAM N` does something N times and prints the ns of one time. */

/* CPU time of the whole process, ns. */
static inline long long
bench_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static inline long
bench_n (int argc, char **argv)
{
  return argc > 1 ? atol (argv[1]) : 1000;
}

static inline void
bench_print (long long start, long n)
{
  printf ("%.3f\n", (double) (bench_time () - start) / (double) n);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>
#include <time.h>

/* Times are ns. Plain C without GLib, for the event loop too. */

/* The clock of all that is measured: CLOCK_MONOTONIC. */
static inline int64_t
il_monotonic_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C (1000000000) + time.tv_nsec;
}

/* What this program has used of all processors. */
static inline int64_t
il_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * INT64_C (1000000000) + time.tv_nsec;
}

/* The end of every clock, about 292 years: no time of a run reaches it, so that INT64_MAX can stand for "never". */
#define IL_CLOCK_END (INT64_MAX - 1)

/* A + B, or the nearest there is: INT64_MAX stands for "never" as well, so that what is due then stays so. */
static inline int64_t
il_time_add (int64_t a, int64_t b)
{
  int64_t sum;

  return __builtin_add_overflow (a, b, &sum) ? a > 0 ? INT64_MAX : INT64_MIN : sum;
}

/* DURATION (0 or more) after TIME, or the end of the clock: what is due at some time, though perhaps never in time. */
static inline int64_t
il_time_after (int64_t time, int64_t duration)
{
  int64_t sum = il_time_add (time, duration);

  return sum < IL_CLOCK_END ? sum : IL_CLOCK_END;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/spread.h"

#include <math.h>
#include <stdlib.h>

static int
compare (const void *one, const void *other)
{
  gint64 a = *(const gint64 *) one, b = *(const gint64 *) other;

  return (a > b) - (a < b);
}

/* The smallest number that at least PERCENT of them do not exceed. */
static gint64
percentile (const gint64 *numbers, guint n, guint percent)
{
  guint rank = (guint) (((guint64) n * percent + 99) / 100);

  return numbers[MAX (rank, 1) - 1];
}

IlSpread
il_spread_of (gint64 *numbers, guint n)
{
  IlSpread spread = { .n = n };
  __int128 sum = 0;
  long double squares = 0;

  if (n == 0)
    return spread;
  qsort (numbers, n, sizeof *numbers, compare);
  for (guint i = 0; i < n; i++)
    sum += numbers[i];
  spread.mean = (gint64) ((sum + (sum < 0 ? -(__int128) (n / 2) : (__int128) (n / 2))) / n);
  for (guint i = 0; i < n; i++) {
    long double off = (long double) numbers[i] - (long double) sum / n;

    squares += off * off;
  }
  spread.deviation = n > 1 ? (gint64) llroundl (sqrtl (squares / (n - 1))) : 0;
  spread.least = numbers[0];
  spread.most = numbers[n - 1];
  spread.p50 = percentile (numbers, n, 50);
  spread.p90 = percentile (numbers, n, 90);
  spread.p99 = percentile (numbers, n, 99);
  return spread;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Randomness that a seed decides: SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
 * Generators", 2014). A STATE is a stream of its own; a number drawn from one may begin another. */
static inline guint64
il_random_next (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* A number below N; 0: any. The high half of a product (Lemire 2019), whose bias is below N / 2^64. */
static inline guint64
il_random_below (guint64 *state, guint64 n)
{
  guint64 number = il_random_next (state);

  return n == 0 ? number : (guint64) (((unsigned __int128) number * n) >> 64);
}

/* In (0, 1], so that its logarithm is finite. */
static inline double
il_random_unit (guint64 *state)
{
  return ((double) (il_random_next (state) >> 11) + 1) * 0x1p-53;
}

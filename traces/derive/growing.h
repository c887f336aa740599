/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "traces/derive/region.h"

/* An array that grows at its end and whose elements never move: what is there can be read by other threads
 * while one appends. It consists of segments, of which two have the size of all before them, so that at most a
 * third is empty. Segment 0 has FIRST elements, a power of two that is the same in all calls for an array. Whoever
 * has one knows how many elements there are, and in which region. Start with a zeroed one. */
typedef struct {
  gpointer *segments; /* moves: a reader on another thread needs a copy of it, see il_growing_snapshot */
} IlGrowing;

/* The segment that element INDEX is in, the number of elements before it and in it. */
static inline guint
il_growing_segment (guint first, guint index, guint *before, guint *size)
{
  guint quotient = index / first, bits, half;

  if (quotient < 2) {
    *before = quotient * first;
    *size = first;
    return quotient;
  }
  bits = 31 - (guint) __builtin_clz (quotient);
  half = quotient >> (bits - 1) & 1;
  *size = first << (bits - 1);
  *before = (first << bits) + half * *size;
  return 2 * bits + half;
}

/* Element INDEX, of SIZE bytes. Elements whose indices have the same quotient by FIRST are neighbours. */
static inline gpointer
il_growing_at (const IlGrowing *array, guint first, guint index, gsize size)
{
  guint before, length, segment = il_growing_segment (first, index, &before, &length);

  return (char *) array->segments[segment] + (index - before) * size;
}

/* The list of segments has room for two, then for four, eight ... */
static inline void
il_growing_add_segment (IlGrowing *array, guint segment, gsize bytes, IlRegion *region)
{
  if (segment == 0 || (segment >= 2 && (segment & (segment - 1)) == 0)) {
    gpointer *segments = il_region_alloc (region, MAX (2, 2 * segment) * sizeof (gpointer));

    if (segment > 0)
      memcpy (segments, array->segments, segment * sizeof (gpointer));
    array->segments = segments;
  }
  array->segments[segment] = il_region_alloc (region, bytes);
}

/* Returns where the new last element of SIZE bytes, the one after N others, goes: what is there is undefined. */
static inline gpointer
il_growing_append (IlGrowing *array, guint first, guint n, gsize size, IlRegion *region)
{
  guint before, length, segment = il_growing_segment (first, n, &before, &length);

  if (n == before)
    il_growing_add_segment (array, segment, length * size, region);
  return (char *) array->segments[segment] + (n - before) * size;
}

/* The first N elements, for another thread: the same ones, so it must not outlive ARRAY. Free its segments (the list)
 * only. */
static inline IlGrowing
il_growing_snapshot (const IlGrowing *array, guint first, guint n)
{
  guint before, length, n_segments = n > 0 ? il_growing_segment (first, n - 1, &before, &length) + 1 : 0;

  return (IlGrowing) { g_memdup2 (array->segments, n_segments * sizeof (gpointer)) };
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An array that grows at its end and whose elements never move: what is there can be read by other threads
 * while one appends. It consists of segments, of which two have the size of all before them, so that at most a
 * third is empty. Segment 0 has FIRST elements, a power of two that is the same in all calls for an array. */
typedef struct {
  guint n;
  guint n_segments;
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

/* Returns where the new last element of SIZE bytes goes: what is there is undefined. */
static inline gpointer
il_growing_append (IlGrowing *array, guint first, gsize size)
{
  guint before, length, segment = il_growing_segment (first, array->n, &before, &length);

  if (segment == array->n_segments) {
    array->segments = g_renew (gpointer, array->segments, array->n_segments + 1);
    array->segments[array->n_segments++] = g_malloc_n (length, size);
  }
  return (char *) array->segments[segment] + (array->n++ - before) * size;
}

static inline void
il_growing_clear (IlGrowing *array)
{
  for (guint i = 0; i < array->n_segments; i++)
    g_free (array->segments[i]);
  g_free (array->segments);
  *array = (IlGrowing) { 0 };
}

/* What is in ARRAY now, for another thread: the same elements, so it must not outlive ARRAY. Free its segments
 * (the list) only. */
static inline IlGrowing
il_growing_snapshot (const IlGrowing *array)
{
  return (IlGrowing) { array->n, array->n_segments, g_memdup2 (array->segments, array->n_segments * sizeof (gpointer)) };
}

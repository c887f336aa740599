/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An array that grows at its end and whose elements never move: what is there can be read by other threads
 * while one appends. Segment 0 has IL_GROWING_FIRST elements, each later one as many as all before it. */
typedef struct {
  guint n;
  guint n_segments;
  gpointer *segments; /* moves: a reader on another thread needs a copy of it, see il_growing_snapshot */
} IlGrowing;

enum { IL_GROWING_FIRST = 16 };

/* Element INDEX, of SIZE bytes. Elements whose indices have the same quotient by IL_GROWING_FIRST are neighbours. */
static inline gpointer
il_growing_at (const IlGrowing *array, guint index, gsize size)
{
  guint doubled = index / IL_GROWING_FIRST;
  guint segment = doubled == 0 ? 0 : 32 - (guint) __builtin_clz (doubled);
  guint first = segment == 0 ? 0 : (guint) IL_GROWING_FIRST << (segment - 1);

  return (char *) array->segments[segment] + (index - first) * size;
}

/* Returns where the new last element of SIZE bytes goes: what is there is undefined. */
static inline gpointer
il_growing_append (IlGrowing *array, gsize size)
{
  gsize room = array->n_segments == 0 ? 0 : (gsize) IL_GROWING_FIRST << (array->n_segments - 1);

  if (array->n == room) {
    array->segments = g_renew (gpointer, array->segments, array->n_segments + 1);
    array->segments[array->n_segments++] = g_malloc_n (MAX (room, IL_GROWING_FIRST), size);
  }
  return il_growing_at (array, array->n++, size);
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

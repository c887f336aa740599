/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Memory in small pieces that all go at once: a piece has no header, and a million of them are freed in no time. One
 * thread at a time. Start with a zeroed one. */
typedef struct {
  GPtrArray *blocks;
  char *free;
  gsize n_free; /* bytes */
} IlRegion;

/* SIZE bytes for numbers and pointers; what is in them is undefined. */
gpointer il_region_alloc (IlRegion *region, gsize size);

void il_region_clear (IlRegion *region);

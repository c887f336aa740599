/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/region.h"

/* A piece of more than a quarter of a block has one of its own. */
enum { BLOCK = 1 << 16, LARGE = BLOCK / 4, ALIGNMENT = 8 };

static gpointer
add_block (IlRegion *region, gsize size)
{
  gpointer block = g_malloc (size);

  if (!region->blocks)
    region->blocks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (region->blocks, block);
  return block;
}

gpointer
il_region_alloc (IlRegion *region, gsize size)
{
  gpointer piece;

  size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (size > LARGE)
    return add_block (region, size);
  if (size > region->n_free) {
    region->free = add_block (region, BLOCK);
    region->n_free = BLOCK;
  }
  piece = region->free;
  region->free += size;
  region->n_free -= size;
  return piece;
}

void
il_region_clear (IlRegion *region)
{
  g_clear_pointer (&region->blocks, g_ptr_array_unref);
  *region = (IlRegion) { 0 };
}

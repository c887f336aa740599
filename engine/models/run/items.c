/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/items.h"

#include "engine/language/tree/operations.h"

void
il_items_init (IlItems *items, IlVariety variety)
{
  items->variety = variety;
  items->heap = g_array_new (FALSE, FALSE, sizeof (IlItem));
  g_queue_init (&items->line);
}

static void
item_free (gpointer item)
{
  il_value_clear (&((IlItem *) item)->value);
  g_free (item);
}

void
il_items_clear (IlItems *items)
{
  for (guint i = 0; items->heap && i < items->heap->len; i++)
    il_value_clear (&g_array_index (items->heap, IlItem, i).value);
  g_clear_pointer (&items->heap, g_array_unref);
  g_queue_clear_full (&items->line, item_free);
}

guint
il_items_length (const IlItems *items)
{
  return items->variety == IL_VARIETY_PRIORITY ? items->heap->len : items->line.length;
}

static IlItem *
at (IlItems *items, guint index)
{
  return &g_array_index (items->heap, IlItem, index);
}

static gboolean
is_less (IlItems *items, guint a, guint b, gboolean *less, char **message)
{
  IlValue result;

  if ((*message = il_operate (IL_LESS, at (items, a)->value, at (items, b)->value, &result)))
    return FALSE;
  *less = result.number != 0;
  return TRUE;
}

static void
swap (IlItems *items, guint a, guint b)
{
  IlItem item = *at (items, a);

  *at (items, a) = *at (items, b);
  *at (items, b) = item;
}

/* Both as in CPython's _heapqmodule.c, comparison by comparison: what is equal leaves in its order. */
static gboolean
sift_down (IlItems *items, guint start, guint place, char **message)
{
  while (place > start) {
    guint parent = (place - 1) / 2;
    gboolean less;

    if (!is_less (items, place, parent, &less, message))
      return FALSE;
    if (!less)
      break;
    swap (items, place, parent);
    place = parent;
  }
  return TRUE;
}

static gboolean
sift_up (IlItems *items, char **message)
{
  guint place = 0, end = items->heap->len;

  while (place < end / 2) {
    guint child = 2 * place + 1;

    if (child + 1 < end) {
      gboolean less;

      if (!is_less (items, child, child + 1, &less, message))
        return FALSE;
      child += !less;
    }
    swap (items, place, child);
    place = child;
  }
  return sift_down (items, 0, place, message);
}

gboolean
il_items_add (IlItems *items, IlItem item, char **message)
{
  if (items->variety != IL_VARIETY_PRIORITY) {
    g_queue_push_tail (&items->line, g_memdup2 (&item, sizeof item));
    return TRUE;
  }
  g_array_append_val (items->heap, item);
  return sift_down (items, 0, items->heap->len - 1, message);
}

gboolean
il_items_take (IlItems *items, IlItem *item, char **message)
{
  if (items->variety != IL_VARIETY_PRIORITY) {
    g_autofree IlItem *taken =
        items->variety == IL_VARIETY_LIFO ? g_queue_pop_tail (&items->line) : g_queue_pop_head (&items->line);

    *item = *taken;
    return TRUE;
  }

  guint last = items->heap->len - 1;
  *item = *at (items, 0);
  *at (items, 0) = *at (items, last);
  g_array_set_size (items->heap, last);
  if (last == 0 || sift_up (items, message))
    return TRUE;
  il_value_clear (&item->value);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/lane-order-private.h"

static void
clear_group (IlLaneGroup *group)
{
  g_free (group->key);
  g_free (group->title);
}

static void
clear (IlLaneOrder *order)
{
  g_array_unref (order->rows);
  g_array_unref (order->groups);
  g_free (order->row_of);
  g_free (order->group_of);
  g_free (order->head_of);
  il_lane_groups_unref (order->lane_groups);
}

IlLaneOrder *
il_lane_order_alloc (guint n_lanes)
{
  IlLaneOrder *order = g_atomic_rc_box_new0 (IlLaneOrder);

  order->n_lanes = n_lanes;
  order->closed = n_lanes > IL_LANE_GROUP_LEAST;
  order->rows = g_array_new (FALSE, FALSE, sizeof (IlLaneRow));
  order->groups = g_array_new (FALSE, FALSE, sizeof (IlLaneGroup));
  g_array_set_clear_func (order->groups, (GDestroyNotify) clear_group);
  order->row_of = g_new (guint, n_lanes);
  order->group_of = g_new (guint, n_lanes);
  for (guint i = 0; i < n_lanes; i++) {
    order->row_of[i] = IL_NO_ROW;
    order->group_of[i] = IL_NO_GROUP;
  }
  return order;
}

IlLaneOrder *
il_lane_order_new_empty (void)
{
  IlLaneOrder *order = il_lane_order_alloc (0);

  order->closed = TRUE;
  return order;
}

IlLaneOrder *
il_lane_order_ref (IlLaneOrder *order)
{
  return order ? g_atomic_rc_box_acquire (order) : NULL;
}

IlLaneOrder *
il_lane_order_new (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement)
{
  g_autoptr (IlLaneSorter) sorter = NULL;

  if (il_lane_sorting_is_default (sorting, arrangement, il_timeline_n_lanes (timeline)))
    return NULL;
  sorter = il_lane_sorter_new (timeline, sorting, arrangement, NULL);
  while (!il_lane_sorter_gather (sorter, G_MAXINT64)) {
  }
  return il_lane_sorter_sort (sorter);
}

void
il_lane_order_unref (IlLaneOrder *order)
{
  if (order)
    g_atomic_rc_box_release_full (order, (GDestroyNotify) clear);
}

/* NULL: not of the order's own rows. */
static const IlLaneRow *
row_at (const IlLaneOrder *order, guint row)
{
  return order && row < order->rows->len ? &g_array_index (order->rows, IlLaneRow, row) : NULL;
}

guint
il_lane_order_n_rows (const IlLaneOrder *order, guint n_lanes)
{
  if (!order)
    return n_lanes;
  if (!order->closed)
    n_lanes = MIN (n_lanes, IL_LANE_GROUP_LEAST); /* as long as it is not known which of them are folded */
  return order->rows->len + (order->closed ? 0 : n_lanes - MIN (n_lanes, order->n_lanes));
}

guint
il_lane_order_lane (const IlLaneOrder *order, guint row)
{
  const IlLaneRow *shown = row_at (order, row);

  return shown ? shown->lane : order ? row - order->rows->len + order->n_lanes : row;
}

guint
il_lane_order_row (const IlLaneOrder *order, guint lane)
{
  if (!order)
    return lane;
  if (lane < order->n_lanes)
    return order->row_of[lane];
  return order->closed ? IL_NO_ROW : lane - order->n_lanes + order->rows->len;
}

guint
il_lane_order_depth (const IlLaneOrder *order, guint row)
{
  const IlLaneRow *shown = row_at (order, row);

  return shown ? shown->depth : 0;
}

guint
il_lane_order_n_pinned (const IlLaneOrder *order)
{
  return order ? order->n_pinned : 0;
}

guint
il_lane_order_n_hidden (const IlLaneOrder *order)
{
  return order ? order->n_hidden : 0;
}

const IlLaneGroup *
il_lane_order_head (const IlLaneOrder *order, guint row)
{
  const IlLaneRow *shown = row_at (order, row);

  return shown && shown->group != IL_NO_GROUP ? &g_array_index (order->groups, IlLaneGroup, shown->group) : NULL;
}

const IlLaneGroup *
il_lane_order_group (const IlLaneOrder *order, guint lane, guint *head)
{
  guint group = order && lane < order->n_lanes ? order->group_of[lane] : IL_NO_GROUP;

  *head = group != IL_NO_GROUP ? order->head_of[group] : IL_NO_ROW;
  return group != IL_NO_GROUP ? &g_array_index (order->groups, IlLaneGroup, group) : NULL;
}

IlLaneGroups *
il_lane_order_groups (const IlLaneOrder *order)
{
  return order ? order->lane_groups : NULL;
}

guint
il_lane_order_n_lanes (const IlLaneOrder *order)
{
  return order ? order->n_lanes : 0;
}

/* The next row from ROW on in steps of DIRECTION that is no deeper than DEPTH, among those between FIRST and LAST;
 * FALSE where that is one of fewer ancestors, or there is none. */
static gboolean
level_row (const IlLaneOrder *order, gint64 first, gint64 last, gint64 row, int direction, guint depth, guint *found)
{
  while (row >= first && row <= last && il_lane_order_depth (order, (guint) row) > depth)
    row += direction;
  *found = (guint) row;
  return row >= first && row <= last && il_lane_order_depth (order, (guint) row) == depth;
}

gboolean
il_lane_order_find_sibling (const IlLaneOrder *order, guint n_rows, guint row, int direction, guint *sibling)
{
  guint n_pinned = il_lane_order_n_pinned (order);
  gboolean pinned = row < n_pinned;

  return level_row (order, pinned ? 0 : n_pinned, (gint64) (pinned ? n_pinned : n_rows) - 1, (gint64) row + direction,
                    direction, il_lane_order_depth (order, row), sibling);
}

gboolean
il_lane_order_find_slot (const IlLaneOrder *order, guint n_rows, guint row, guint boundary, guint *beside,
                         gboolean *after)
{
  guint place = row, next;
  int direction = boundary > row ? 1 : -1;

  while (il_lane_order_find_sibling (order, n_rows, place, direction, &next)
         && (direction > 0 ? next < boundary : next + 1 > boundary))
    place = next;
  *beside = place;
  *after = direction > 0;
  return place != row;
}

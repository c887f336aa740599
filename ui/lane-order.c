/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/lane-order.h"

#include "traces/lane-sums.h"

enum { NONE = -1, LANES_A_LOOK = 64 }; /* lanes gathered between two looks at the clock */

struct _IlLaneOrder {
  guint n;
  guint *lanes; /* by row */
  guint *rows;  /* by lane */
  guint *depths; /* by row; NULL: not grouped */
};

/* What is known of a lane. */
typedef struct {
  gint64 time;      /* to sort by, the most first */
  const char *name;
  char *collated;   /* made as it is sorted */
  gint64 parent;    /* lane, or NONE */
} Entry;

struct _IlLaneSorter {
  IlTimeline *timeline;
  IlLaneSorting sorting;
  guint n, gathered;
  Entry *entries; /* by lane */
};

static const char *const names[] = {
  [IL_LANES_BY_START] = "start", [IL_LANES_BY_NAME] = "name", [IL_LANES_BY_CPU] = "cpu", [IL_LANES_BY_WAITING] = "waiting",
};

const char *
il_lane_sort_name (IlLaneSort sort)
{
  return names[sort];
}

gboolean
il_lane_sort_from_name (const char *name, IlLaneSort *sort)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0) {
      *sort = (IlLaneSort) i;
      return TRUE;
    }
  return FALSE;
}

gboolean
il_lane_sorting_is_default (const IlLaneSorting *sorting)
{
  return sorting->by == IL_LANES_BY_START && !sorting->grouped;
}

/* Orders. */

static void
clear (IlLaneOrder *order)
{
  g_free (order->lanes);
  g_free (order->rows);
  g_free (order->depths);
}

IlLaneOrder *
il_lane_order_new (IlTimeline *timeline, const IlLaneSorting *sorting)
{
  g_autoptr (IlLaneSorter) sorter = NULL;

  if (il_lane_sorting_is_default (sorting))
    return NULL;
  sorter = il_lane_sorter_new (timeline, sorting);
  while (!il_lane_sorter_gather (sorter, G_USEC_PER_SEC)) {}
  return il_lane_sorter_sort (sorter);
}

void
il_lane_order_unref (IlLaneOrder *order)
{
  if (order)
    g_atomic_rc_box_release_full (order, (GDestroyNotify) clear);
}

guint
il_lane_order_lane (const IlLaneOrder *order, guint row)
{
  return order && row < order->n ? order->lanes[row] : row;
}

guint
il_lane_order_row (const IlLaneOrder *order, guint lane)
{
  return order && lane < order->n ? order->rows[lane] : lane;
}

guint
il_lane_order_depth (const IlLaneOrder *order, guint row)
{
  return order && order->depths && row < order->n ? order->depths[row] : 0;
}

/* Sorting. */

IlLaneSorter *
il_lane_sorter_new (IlTimeline *timeline, const IlLaneSorting *sorting)
{
  IlLaneSorter *sorter = g_new0 (IlLaneSorter, 1);

  sorter->timeline = il_timeline_ref (timeline);
  sorter->sorting = *sorting;
  sorter->n = il_timeline_n_lanes (timeline);
  sorter->entries = g_new0 (Entry, sorter->n);
  return sorter;
}

void
il_lane_sorter_free (IlLaneSorter *sorter)
{
  for (guint i = 0; i < sorter->n; i++)
    g_free (sorter->entries[i].collated);
  g_free (sorter->entries);
  il_timeline_unref (sorter->timeline);
  g_free (sorter);
}

static gint64
time_of (const IlLane *lane, IlLaneSort by)
{
  gint64 times[IL_N_ACTIVITIES];

  il_lane_total_times (lane, times);
  if (by == IL_LANES_BY_CPU)
    return times[IL_ACTIVITY_RUNNING];
  return times[IL_ACTIVITY_READY] + times[IL_ACTIVITY_IO] + times[IL_ACTIVITY_WAITING] + times[IL_ACTIVITY_PAUSED];
}

/* A parent that was spawned later is none: so that a bad recording makes no circle. */
static gint64
parent_of (const IlLaneSorter *sorter, const IlLane *lane)
{
  guint32 task = il_lane_parent (lane);
  const IlLane *parent = task > 0 ? il_timeline_lane_of_task (sorter->timeline, task) : NULL;

  return parent && il_lane_index (parent) < il_lane_index (lane) ? (gint64) il_lane_index (parent) : NONE;
}

gboolean
il_lane_sorter_gather (IlLaneSorter *sorter, gint64 budget)
{
  gint64 start = g_get_monotonic_time ();
  IlLaneSort by = sorter->sorting.by;

  while (sorter->gathered < sorter->n) {
    const IlLane *lane = il_timeline_lane (sorter->timeline, sorter->gathered);
    Entry *entry = &sorter->entries[sorter->gathered++];

    if (by == IL_LANES_BY_NAME)
      entry->name = il_lane_name (lane);
    else if (by != IL_LANES_BY_START)
      entry->time = time_of (lane, by);
    entry->parent = sorter->sorting.grouped ? parent_of (sorter, lane) : NONE;
    if (sorter->gathered % LANES_A_LOOK == 0 && g_get_monotonic_time () - start >= budget)
      break;
  }
  return sorter->gathered == sorter->n;
}

static int
compare (const void *a, const void *b, void *data)
{
  const Entry *entries = data;
  guint one = *(const guint *) a, other = *(const guint *) b;
  int difference = 0;

  if (entries[one].collated)
    difference = strcmp (entries[one].collated, entries[other].collated);
  else if (entries[one].time != entries[other].time)
    difference = entries[one].time > entries[other].time ? -1 : 1;
  return difference != 0 ? difference : one < other ? -1 : one > other;
}

/* Puts each lane behind its parent, and siblings as they are now. */
static void
group (const IlLaneSorter *sorter, IlLaneOrder *order)
{
  guint n = order->n, row = 0;
  g_autofree gint64 *first = g_new (gint64, n + 1); /* child by lane; those of none at the end */
  g_autofree gint64 *next = g_new (gint64, n + 1);  /* sibling */
  gint64 lane;
  guint depth = 0;

  for (guint i = 0; i <= n; i++)
    first[i] = NONE;
  for (guint i = n; i-- > 0;) {
    gint64 parent = sorter->entries[order->lanes[i]].parent;
    gint64 *siblings = &first[parent == NONE ? n : parent];

    next[order->lanes[i]] = *siblings;
    *siblings = order->lanes[i];
  }
  order->depths = g_new (guint, n);
  for (lane = first[n]; lane != NONE;) {
    order->lanes[row] = (guint) lane;
    order->depths[row++] = depth;
    if (first[lane] != NONE) {
      lane = first[lane];
      depth++;
      continue;
    }
    while (next[lane] == NONE && depth > 0) {
      lane = sorter->entries[lane].parent;
      depth--;
    }
    lane = next[lane];
  }
}

IlLaneOrder *
il_lane_sorter_sort (IlLaneSorter *sorter)
{
  IlLaneOrder *order = g_atomic_rc_box_new0 (IlLaneOrder);

  order->n = sorter->n;
  order->lanes = g_new (guint, order->n);
  order->rows = g_new (guint, order->n);
  for (guint i = 0; i < order->n; i++) {
    order->lanes[i] = i;
    if (sorter->entries[i].name && !sorter->entries[i].collated)
      sorter->entries[i].collated = g_utf8_collate_key_for_filename (sorter->entries[i].name, -1);
  }
  if (sorter->sorting.by != IL_LANES_BY_START)
    g_qsort_with_data (order->lanes, (int) order->n, sizeof (guint), compare, sorter->entries);
  if (sorter->sorting.grouped)
    group (sorter, order);
  for (guint i = 0; i < order->n; i++)
    order->rows[order->lanes[i]] = i;
  return order;
}

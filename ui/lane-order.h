/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/timeline.h"

/* In which order the lanes of a timeline are on the screen: which lane each row shows. Never changes once it is made;
 * any thread. A NULL order is that of the timeline, in which tasks were spawned. */
typedef struct _IlLaneOrder IlLaneOrder;

typedef enum {
  IL_LANES_BY_START,
  IL_LANES_BY_NAME,    /* numbers in names count as numbers */
  IL_LANES_BY_CPU,     /* the most running time first */
  IL_LANES_BY_WAITING, /* the most time ready or blocked first */
} IlLaneSort;

/* What an order is made by. */
typedef struct {
  IlLaneSort by;
  gboolean grouped; /* tasks follow their parents, and the order is among siblings */
} IlLaneSorting;

/* "start", "name", "cpu", "waiting". */
const char *il_lane_sort_name (IlLaneSort sort);
gboolean il_lane_sort_from_name (const char *name, IlLaneSort *sort);

/* Blocks, in the timeline's thread; NULL where it is the timeline's own. */
IlLaneOrder *il_lane_order_new (IlTimeline *timeline, const IlLaneSorting *sorting);
void il_lane_order_unref (IlLaneOrder *order); /* may be NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLaneOrder, il_lane_order_unref)

/* Lanes that the timeline has got since the order was made come last, as they were spawned. */
guint il_lane_order_lane (const IlLaneOrder *order, guint row);
guint il_lane_order_row (const IlLaneOrder *order, guint lane);
guint il_lane_order_depth (const IlLaneOrder *order, guint row); /* how many ancestors are above; 0 where not grouped */

/* The same in parts, for many lanes: gather what lanes are sorted by, in the timeline's thread, then sort in any.
 * Holds the timeline. */
typedef struct _IlLaneSorter IlLaneSorter;

gboolean il_lane_sorting_is_default (const IlLaneSorting *sorting);
IlLaneSorter *il_lane_sorter_new (IlTimeline *timeline, const IlLaneSorting *sorting);
void il_lane_sorter_free (IlLaneSorter *sorter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLaneSorter, il_lane_sorter_free)

/* Goes on for about BUDGET us; returns whether all is gathered. */
gboolean il_lane_sorter_gather (IlLaneSorter *sorter, gint64 budget);
IlLaneOrder *il_lane_sorter_sort (IlLaneSorter *sorter);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/timeline.h"
#include "ui/arrangement.h"

/* Which lane of a timeline each row on the screen shows: as they are sorted, and as the user has arranged them. Never
 * changes once it is made; any thread. A NULL order is that of the timeline, in which tasks were spawned. */
typedef struct _IlLaneOrder IlLaneOrder;

typedef enum {
  IL_LANES_BY_START,
  IL_LANES_BY_NAME,    /* numbers in names count as numbers */
  IL_LANES_BY_CPU,     /* the most running time first */
  IL_LANES_BY_WAITING, /* the most time ready or blocked first */
} IlLaneSort;

/* What lanes are sorted by. */
typedef struct {
  IlLaneSort by;
  gboolean grouped; /* tasks follow their parents, and the order is among siblings */
} IlLaneSorting;

/* "start", "name", "cpu", "waiting". */
const char *il_lane_sort_name (IlLaneSort sort);
gboolean il_lane_sort_from_name (const char *name, IlLaneSort *sort);

/* Blocks, in the timeline's thread; NULL where it is the timeline's own. */
IlLaneOrder *il_lane_order_new (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement);
void il_lane_order_unref (IlLaneOrder *order); /* may be NULL, as in all of these */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLaneOrder, il_lane_order_unref)

enum { IL_NO_ROW = G_MAXUINT };

/* Lanes that the timeline has got since the order was made come last, as they were spawned. N_LANES: of the timeline. */
guint il_lane_order_n_rows (const IlLaneOrder *order, guint n_lanes);
guint il_lane_order_lane (const IlLaneOrder *order, guint row);
guint il_lane_order_row (const IlLaneOrder *order, guint lane);   /* IL_NO_ROW: the lane is hidden */
guint il_lane_order_depth (const IlLaneOrder *order, guint row);  /* how many ancestors are above; 0 where not grouped */
guint il_lane_order_n_pinned (const IlLaneOrder *order);          /* the first rows, which stay in sight */
guint il_lane_order_n_hidden (const IlLaneOrder *order);          /* lanes that have no row */

/* The row to which BOUNDARY, before that row, is nearest among those between which ROW can be put: its siblings. AFTER:
 * it would be put behind that row. FALSE: there is none, or it would stay where it is. */
gboolean il_lane_order_find_slot (const IlLaneOrder *order, guint n_rows, guint row, guint boundary, guint *beside, gboolean *after);

/* The sibling before (DIRECTION -1) or after (1) ROW, of pinned rows the neighbour. */
gboolean il_lane_order_find_sibling (const IlLaneOrder *order, guint n_rows, guint row, int direction, guint *sibling);

/* The same in parts, for many lanes: gather what lanes are sorted by, in the timeline's thread, then sort in any.
 * Holds the timeline. */
typedef struct _IlLaneSorter IlLaneSorter;

/* Whether lanes are as they were spawned. */
gboolean il_lane_sorting_is_default (const IlLaneSorting *sorting, const IlArrangement *arrangement);

IlLaneSorter *il_lane_sorter_new (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement);
void il_lane_sorter_free (IlLaneSorter *sorter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLaneSorter, il_lane_sorter_free)

/* Goes on for about BUDGET us; returns whether all is gathered. */
gboolean il_lane_sorter_gather (IlLaneSorter *sorter, gint64 budget);
IlLaneOrder *il_lane_sorter_sort (IlLaneSorter *sorter);

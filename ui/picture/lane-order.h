/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/lane-groups.h"
#include "ui/picture/arrangement.h"

/* Which lane of a timeline each row on the screen shows: as they are sorted, and as the user has arranged them. Never
 * changes once it is made; any thread. A NULL order is that of the timeline, in which tasks were spawned.
 *
 * Many lanes make a group: siblings whose names are alike but for the number at the end, with all that are below them.
 * It has a row of its own, its head, which shows what all of them do, and either stands for them or above them. */
typedef struct _IlLaneOrder IlLaneOrder;

enum {
  IL_MANY_LANES = 50,         /* more than a screen of 1080 lines shows: so many are a group */
  IL_LANE_GROUP_LEAST = 1000, /* of a run with more the groups are folded at first, and lanes come a batch at a time */
};

typedef struct {
  char *key;        /* for arrangements */
  char *title;      /* what the names of its tasks begin with; may be "" */
  guint first, n;   /* its first lane in order of spawning, and how many there are */
  gboolean folded;  /* the head stands for them */
  gboolean whole;   /* all tasks of the run: its head neither unfolds nor moves */
  guint lane_group; /* its number among the order's lane groups */
} IlLaneGroup;

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
  gboolean merged;  /* one row stands for all tasks, whatever else is asked for */
} IlLaneSorting;

/* "start", "name", "cpu", "waiting". */
const char *il_lane_sort_name (IlLaneSort sort);
gboolean il_lane_sort_from_name (const char *name, IlLaneSort *sort);

/* Blocks, in the timeline's thread; NULL where it is the timeline's own. */
IlLaneOrder *il_lane_order_new (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement);
IlLaneOrder *il_lane_order_ref (IlLaneOrder *order);
void il_lane_order_unref (IlLaneOrder *order); /* may be NULL, as in all of these */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLaneOrder, il_lane_order_unref)

enum { IL_NO_ROW = G_MAXUINT };

/* Lanes that the timeline has got since the order was made come last, as they were spawned, or with the next order
 * where there are very many. N_LANES: of the timeline. */
guint il_lane_order_n_rows (const IlLaneOrder *order, guint n_lanes);
guint il_lane_order_lane (const IlLaneOrder *order, guint row); /* of a group's head its first */
guint il_lane_order_row (const IlLaneOrder *order, guint lane); /* or of the head that stands for it; IL_NO_ROW: none */
guint il_lane_order_depth (const IlLaneOrder *order, guint row); /* how many ancestors are above; 0 where not grouped */
guint il_lane_order_n_pinned (const IlLaneOrder *order);         /* the first rows, which stay in sight */
guint il_lane_order_n_hidden (const IlLaneOrder *order);         /* lanes that have no row */

/* The group whose head ROW is; NULL: it is a lane's. */
const IlLaneGroup *il_lane_order_head (const IlLaneOrder *order, guint row);

/* The group that LANE is in, or NULL, and the row of its head (IL_NO_ROW: that is hidden). */
const IlLaneGroup *il_lane_order_group (const IlLaneOrder *order, guint lane, guint *head);

/* What the groups do, as far as was known when the order was made; NULL where there is none. */
IlLaneGroups *il_lane_order_groups (const IlLaneOrder *order);
guint il_lane_order_n_lanes (const IlLaneOrder *order); /* of the timeline when it was made */

/* One of no rows, while it is not known yet how many lanes there will be. */
IlLaneOrder *il_lane_order_new_empty (void);

/* The row to which BOUNDARY, before that row, is nearest among those between which ROW can be put: its siblings. AFTER:
 * it would be put behind that row. FALSE: there is none, or it would stay where it is. */
gboolean il_lane_order_find_slot (const IlLaneOrder *order, guint n_rows, guint row, guint boundary, guint *beside,
                                  gboolean *after);

/* The sibling before (DIRECTION -1) or after (1) ROW, of pinned rows the neighbour. */
gboolean il_lane_order_find_sibling (const IlLaneOrder *order, guint n_rows, guint row, int direction, guint *sibling);

/* The same in parts, for many lanes: gather what lanes are sorted by, in the timeline's thread, then sort in any.
 * Holds the timeline. */
typedef struct _IlLaneSorter IlLaneSorter;

/* Whether N_LANES lanes are as they were spawned. */
gboolean il_lane_sorting_is_default (const IlLaneSorting *sorting, const IlArrangement *arrangement, guint n_lanes);

/* BEFORE: the order so far, for what it knows of the groups, or NULL. */
IlLaneSorter *il_lane_sorter_new (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement,
                                  IlLaneOrder *before);
void il_lane_sorter_free (IlLaneSorter *sorter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLaneSorter, il_lane_sorter_free)

/* Goes on for about BUDGET ns of real time; returns whether all is gathered. */
gboolean il_lane_sorter_gather (IlLaneSorter *sorter, gint64 budget);
IlLaneOrder *il_lane_sorter_sort (IlLaneSorter *sorter);

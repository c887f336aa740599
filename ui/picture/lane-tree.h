/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The lanes of an order while it is made, as a tree of lanes and groups of lanes, siblings in order. Nodes 0 to
 * N_LANES - 1 are the lanes, the next one is the root, those after it are groups. */
typedef struct {
  guint n_lanes, n_groups;
  gint64 *first;     /* child, or IL_NO_NODE */
  gint64 *next;      /* sibling, or IL_NO_NODE */
  gint64 *above;     /* parent */
  GPtrArray *titles; /* of groups */
} IlLaneTree;

enum { IL_NO_NODE = -1 };

/* LANES: sorted. PARENTS: the lane that each is below, or IL_NO_NODE; it comes before it in the timeline. */
void il_lane_tree_init (IlLaneTree *tree, guint n_lanes, const guint *lanes, const gint64 *parents);
void il_lane_tree_clear (IlLaneTree *tree);

/* Puts many siblings, where their names (by lane) begin alike, below a group each. DEEP: where so many ancestors are
 * above, many are a group whatever their names. */
void il_lane_tree_group (IlLaneTree *tree, const char *const *names, guint deep);

/* Puts NODE right before or after BESIDE, if that is its sibling. */
void il_lane_tree_move (IlLaneTree *tree, gint64 node, gint64 beside, gboolean after);

static inline gint64
il_lane_tree_group_node (const IlLaneTree *tree, guint group)
{
  return (gint64) tree->n_lanes + 1 + group;
}

static inline gboolean
il_lane_tree_is_group (const IlLaneTree *tree, gint64 node)
{
  return node > tree->n_lanes;
}

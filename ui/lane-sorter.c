/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/lane-order-private.h"

#include "traces/lane-sums.h"

/* Makes orders: sorts the lanes, puts each behind its parent where that is asked for, and does what the user has
 * arranged on top of that. */

enum { NONE = -1, LANES_A_LOOK = 64 }; /* lanes gathered between two looks at the clock */

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
  IlArrangement *arrangement;
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
il_lane_sorting_is_default (const IlLaneSorting *sorting, const IlArrangement *arrangement)
{
  return sorting->by == IL_LANES_BY_START && !sorting->grouped && il_arrangement_equal (arrangement, NULL);
}

IlLaneSorter *
il_lane_sorter_new (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement)
{
  IlLaneSorter *sorter = g_new0 (IlLaneSorter, 1);

  sorter->timeline = il_timeline_ref (timeline);
  sorter->sorting = *sorting;
  sorter->arrangement = il_arrangement_ref (arrangement);
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
  il_arrangement_unref (sorter->arrangement);
  il_timeline_unref (sorter->timeline);
  g_free (sorter);
}

/* Gathering. */

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

    entry->name = il_lane_name (lane);
    if (by == IL_LANES_BY_CPU || by == IL_LANES_BY_WAITING)
      entry->time = time_of (lane, by);
    entry->parent = sorter->sorting.grouped ? parent_of (sorter, lane) : NONE;
    if (sorter->gathered % LANES_A_LOOK == 0 && g_get_monotonic_time () - start >= budget)
      break;
  }
  return sorter->gathered == sorter->n;
}

/* Sorting. */

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

static guint *
sorted_lanes (IlLaneSorter *sorter)
{
  guint *lanes = g_new (guint, sorter->n + 1);

  for (guint i = 0; i < sorter->n; i++) {
    Entry *entry = &sorter->entries[i];

    lanes[i] = i;
    if (sorter->sorting.by == IL_LANES_BY_NAME && !entry->collated)
      entry->collated = g_utf8_collate_key_for_filename (entry->name, -1);
  }
  if (sorter->sorting.by != IL_LANES_BY_START)
    g_qsort_with_data (lanes, (int) sorter->n, sizeof (guint), compare, sorter->entries);
  return lanes;
}

/* The lanes as a tree: where nothing is grouped all are below its root. */
typedef struct {
  guint n;       /* lanes; number N is the root */
  gint64 *first; /* child */
  gint64 *next;  /* sibling */
  gint64 *above; /* parent */
} Tree;

static void
tree_init (Tree *tree, const IlLaneSorter *sorter, const guint *lanes)
{
  guint n = sorter->n;

  *tree = (Tree) { n, g_new (gint64, n + 1), g_new (gint64, n + 1), g_new (gint64, n + 1) };
  for (guint i = 0; i <= n; i++)
    tree->first[i] = tree->next[i] = tree->above[i] = NONE;
  for (guint i = n; i-- > 0;) {
    gint64 parent = sorter->entries[lanes[i]].parent;
    gint64 above = parent == NONE ? n : parent;

    tree->above[lanes[i]] = above;
    tree->next[lanes[i]] = tree->first[above];
    tree->first[above] = lanes[i];
  }
}

static void
tree_clear (Tree *tree)
{
  g_free (tree->first);
  g_free (tree->next);
  g_free (tree->above);
}

/* What to set so that another node takes the place of NODE. */
static gint64 *
link_to (Tree *tree, gint64 node)
{
  gint64 *link = &tree->first[tree->above[node]];

  while (*link != node)
    link = &tree->next[*link];
  return link;
}

/* The lanes that have names which the user has changed something about. */
static GHashTable *
find_lanes (const IlLaneSorter *sorter)
{
  const IlArrangement *arrangement = sorter->arrangement;
  GHashTable *wanted = g_hash_table_new (g_str_hash, g_str_equal), *found = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < il_arrangement_n_moves (arrangement); i++) {
    g_hash_table_add (wanted, il_arrangement_move_number (arrangement, i)->key);
    g_hash_table_add (wanted, il_arrangement_move_number (arrangement, i)->beside);
  }
  for (guint i = 0; i < il_arrangement_n_pinned (arrangement); i++)
    g_hash_table_add (wanted, (gpointer) il_arrangement_pinned (arrangement, i));
  for (guint i = 0; i < sorter->n && g_hash_table_size (wanted) > 0; i++)
    if (g_hash_table_contains (wanted, sorter->entries[i].name) && !g_hash_table_contains (found, sorter->entries[i].name))
      g_hash_table_insert (found, (gpointer) sorter->entries[i].name, GUINT_TO_POINTER (i));
  g_hash_table_unref (wanted);
  return found;
}

static gboolean
find_lane (GHashTable *lanes, const char *key, gint64 *lane)
{
  gpointer index;

  if (!g_hash_table_lookup_extended (lanes, key, NULL, &index))
    return FALSE;
  *lane = GPOINTER_TO_UINT (index);
  return TRUE;
}

/* A move whose lanes are not there, or no siblings in this run, is of no effect. */
static void
do_moves (Tree *tree, const IlArrangement *arrangement, GHashTable *lanes)
{
  for (guint i = 0; i < il_arrangement_n_moves (arrangement); i++) {
    const IlLaneMove *move = il_arrangement_move_number (arrangement, i);
    gint64 node, beside, *link;

    if (!find_lane (lanes, move->key, &node) || !find_lane (lanes, move->beside, &beside) || node == beside
        || tree->above[node] != tree->above[beside])
      continue;
    *link_to (tree, node) = tree->next[node];
    link = move->after ? &tree->next[beside] : link_to (tree, beside);
    tree->next[node] = *link;
    *link = node;
  }
}

/* Rows. */

static void
add_row (IlLaneOrder *order, guint lane, guint depth)
{
  IlLaneRow row = { lane, depth };

  order->row_of[lane] = order->rows->len;
  g_array_append_val (order->rows, row);
}

static void
add_pinned (const IlLaneSorter *sorter, IlLaneOrder *order, GHashTable *lanes)
{
  for (guint i = 0; i < il_arrangement_n_pinned (sorter->arrangement); i++) {
    const char *key = il_arrangement_pinned (sorter->arrangement, i);
    gint64 lane;

    if (find_lane (lanes, key, &lane) && !il_arrangement_hides (sorter->arrangement, key))
      add_row (order, (guint) lane, 0);
  }
  order->n_pinned = order->rows->len;
}

/* All that are below the root, from the top to the bottom. */
static void
add_tree (const IlLaneSorter *sorter, IlLaneOrder *order, const Tree *tree)
{
  gint64 node = tree->first[tree->n];
  guint depth = 0;

  while (node != NONE) {
    if (il_arrangement_hides (sorter->arrangement, sorter->entries[node].name))
      order->n_hidden++;
    else if (order->row_of[node] == IL_NO_ROW)
      add_row (order, (guint) node, depth);
    if (tree->first[node] != NONE) {
      node = tree->first[node];
      depth++;
      continue;
    }
    while (tree->next[node] == NONE && depth > 0) {
      node = tree->above[node];
      depth--;
    }
    node = tree->next[node];
  }
}

IlLaneOrder *
il_lane_sorter_sort (IlLaneSorter *sorter)
{
  IlLaneOrder *order = g_atomic_rc_box_new0 (IlLaneOrder);
  g_autofree guint *lanes = sorted_lanes (sorter);
  g_autoptr (GHashTable) changed = find_lanes (sorter);
  Tree tree;

  order->n_lanes = sorter->n;
  order->rows = g_array_new (FALSE, FALSE, sizeof (IlLaneRow));
  order->row_of = g_new (guint, sorter->n);
  for (guint i = 0; i < sorter->n; i++)
    order->row_of[i] = IL_NO_ROW;
  tree_init (&tree, sorter, lanes);
  do_moves (&tree, sorter->arrangement, changed);
  add_pinned (sorter, order, changed);
  add_tree (sorter, order, &tree);
  tree_clear (&tree);
  return order;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/lane-order-private.h"

#include "traces/derive/lane-sums.h"
#include "traces/record/time.h"
#include "ui/picture/lane-tree.h"

/* Makes orders: sorts the lanes, puts each behind its parent where that is asked for and many below a head of their
 * own, and does what the user has arranged on top of that. */

enum {
  LANES_A_LOOK = 64, /* lanes gathered between two looks at the clock */
  DEEP = 4,          /* ancestors: more are not told apart on the screen */
};

/* What is known of a lane. */
typedef struct {
  gint64 time; /* to sort by, the most first */
  const char *name;
  char *collated; /* made as it is sorted */
  guint32 task;
  gint64 parent; /* lane, or IL_NO_NODE */
} Entry;

struct _IlLaneSorter {
  IlTimeline *timeline;
  IlLaneSorting sorting;
  IlArrangement *arrangement;
  IlLaneOrder *before;
  guint64 n_records;
  guint n, gathered;
  Entry *entries; /* by lane */
};

static const char *const names[] = {
  [IL_LANES_BY_START] = "start",
  [IL_LANES_BY_NAME] = "name",
  [IL_LANES_BY_CPU] = "cpu",
  [IL_LANES_BY_WAITING] = "waiting",
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
il_lane_sorting_is_default (const IlLaneSorting *sorting, const IlArrangement *arrangement, guint n_lanes)
{
  return sorting->by == IL_LANES_BY_START && !sorting->grouped && !sorting->merged
         && il_arrangement_equal (arrangement, NULL) && n_lanes <= IL_MANY_LANES;
}

IlLaneSorter *
il_lane_sorter_new (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement, IlLaneOrder *before)
{
  IlLaneSorter *sorter = g_new0 (IlLaneSorter, 1);

  sorter->timeline = il_timeline_ref (timeline);
  sorter->sorting = *sorting;
  sorter->arrangement = il_arrangement_ref (arrangement);
  sorter->before = il_lane_order_ref (before);
  sorter->n_records = il_timeline_n_records (timeline);
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
  il_lane_order_unref (sorter->before);
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

  return parent && il_lane_index (parent) < il_lane_index (lane) ? (gint64) il_lane_index (parent) : IL_NO_NODE;
}

gboolean
il_lane_sorter_gather (IlLaneSorter *sorter, gint64 budget)
{
  gint64 start = il_monotonic_time ();
  IlLaneSort by = sorter->sorting.by;

  while (sorter->gathered < sorter->n) {
    const IlLane *lane = il_timeline_lane (sorter->timeline, sorter->gathered);
    Entry *entry = &sorter->entries[sorter->gathered++];

    entry->name = il_lane_name (lane);
    entry->task = il_lane_task (lane);
    if (by == IL_LANES_BY_CPU || by == IL_LANES_BY_WAITING)
      entry->time = time_of (lane, by);
    entry->parent = sorter->sorting.grouped ? parent_of (sorter, lane) : IL_NO_NODE;
    if (sorter->gathered % LANES_A_LOOK == 0 && il_monotonic_time () - start >= budget)
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

static void
tree_init (IlLaneTree *tree, IlLaneSorter *sorter)
{
  g_autofree guint *lanes = sorted_lanes (sorter);
  g_autofree gint64 *parents = g_new (gint64, sorter->n);
  g_autofree const char **titles = g_new (const char *, sorter->n);

  for (guint i = 0; i < sorter->n; i++) {
    parents[i] = sorter->entries[i].parent;
    titles[i] = sorter->entries[i].name;
  }
  il_lane_tree_init (tree, sorter->n, lanes, parents);
  il_lane_tree_group (tree, titles, DEEP);
}

/* Groups. */

/* In which group each lane is; what is known of groups but for their numbers and whether they are folded. */
static void
add_groups (const IlLaneSorter *sorter, IlLaneOrder *order, const IlLaneTree *tree)
{
  order->head_of = g_new (guint, tree->n_groups);
  for (guint i = 0; i < tree->n_groups; i++) {
    gint64 above = tree->above[il_lane_tree_group_node (tree, i)];
    const char *title = g_ptr_array_index (tree->titles, i);
    IlLaneGroup group = { .title = g_strdup (title), .first = G_MAXUINT };

    group.key = g_strdup_printf ("\t%s\t%s", above < sorter->n ? sorter->entries[above].name : "", title);
    group.folded = il_arrangement_folds (sorter->arrangement, group.key, sorter->n > IL_LANE_GROUP_LEAST);
    g_array_append_val (order->groups, group);
    order->head_of[i] = IL_NO_ROW;
  }
  for (guint i = 0; i < sorter->n; i++) {
    gint64 above = tree->above[i];
    guint number = il_lane_tree_is_group (tree, above) ? (guint) (above - sorter->n - 1)
                   : above < sorter->n                 ? order->group_of[above]
                                                       : IL_NO_GROUP;

    order->group_of[i] = number;
    if (number != IL_NO_GROUP) {
      IlLaneGroup *group = &g_array_index (order->groups, IlLaneGroup, number);

      group->first = MIN (group->first, i);
      group->n++;
    }
  }
}

static guint
lane_group_of (const IlLaneOrder *order, guint lane)
{
  guint group = order->group_of[lane];

  return group != IL_NO_GROUP ? g_array_index (order->groups, IlLaneGroup, group).lane_group : IL_NO_LANE_GROUP;
}

/* LaneGroups are numbered as their first lanes come, however lanes are sorted: so what is known of them holds as long
 * as each lane stays where it is. */
static void
number_lane_groups (IlLaneOrder *order)
{
  guint n = 0;

  for (guint i = 0; i < order->n_lanes && n < order->groups->len; i++)
    if (order->group_of[i] != IL_NO_GROUP) {
      IlLaneGroup *group = &g_array_index (order->groups, IlLaneGroup, order->group_of[i]);

      if (group->first == i)
        group->lane_group = n++;
    }
}

static void
count_lane_groups (IlLaneSorter *sorter, IlLaneOrder *order)
{
  const IlLaneOrder *before = sorter->before;
  gboolean goes_on = before && before->lane_groups;
  guint n_known = goes_on ? before->n_lanes : 0;

  number_lane_groups (order);
  for (guint i = 0; goes_on && i < n_known; i++)
    goes_on = lane_group_of (before, i) == lane_group_of (order, i);
  n_known = goes_on ? n_known : 0;
  order->lane_groups = goes_on ? il_lane_groups_ref (before->lane_groups)
                               : il_lane_groups_new (il_timeline_recording (sorter->timeline));
  for (guint i = n_known; i < sorter->n; i++)
    il_lane_groups_assign (order->lane_groups, sorter->entries[i].task, lane_group_of (order, i));
  il_lane_groups_extend (order->lane_groups, sorter->n_records);
}

/* What the user has arranged. */

/* The nodes that have names which the user has changed something about. */
static GHashTable *
find_nodes (const IlLaneSorter *sorter, const IlLaneOrder *order, const IlLaneTree *tree)
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
    if (g_hash_table_contains (wanted, sorter->entries[i].name)
        && !g_hash_table_contains (found, sorter->entries[i].name))
      g_hash_table_insert (found, (gpointer) sorter->entries[i].name, GUINT_TO_POINTER (i));
  for (guint i = 0; i < order->groups->len; i++)
    g_hash_table_insert (found, g_array_index (order->groups, IlLaneGroup, i).key,
                         GUINT_TO_POINTER (il_lane_tree_group_node (tree, i)));
  g_hash_table_unref (wanted);
  return found;
}

static gboolean
find_node (GHashTable *nodes, const char *key, gint64 *node)
{
  gpointer index;

  if (!g_hash_table_lookup_extended (nodes, key, NULL, &index))
    return FALSE;
  *node = GPOINTER_TO_UINT (index);
  return TRUE;
}

/* A move whose lanes are not there, or no siblings in this run, is of no effect. */
static void
do_moves (IlLaneTree *tree, const IlArrangement *arrangement, GHashTable *nodes)
{
  for (guint i = 0; i < il_arrangement_n_moves (arrangement); i++) {
    const IlLaneMove *move = il_arrangement_move_number (arrangement, i);
    gint64 node, beside;

    if (find_node (nodes, move->key, &node) && find_node (nodes, move->beside, &beside))
      il_lane_tree_move (tree, node, beside, move->after);
  }
}

/* Rows. */

static void
add_row (IlLaneOrder *order, const IlLaneTree *tree, gint64 node, guint depth)
{
  IlLaneRow row = { (guint) node, IL_NO_GROUP, depth };

  if (il_lane_tree_is_group (tree, node)) {
    row.group = (guint) (node - tree->n_lanes - 1);
    row.lane = g_array_index (order->groups, IlLaneGroup, row.group).first;
    order->head_of[row.group] = order->rows->len;
  } else
    order->row_of[node] = order->rows->len;
  g_array_append_val (order->rows, row);
}

static void
add_pinned (const IlLaneSorter *sorter, IlLaneOrder *order, const IlLaneTree *tree, GHashTable *nodes)
{
  for (guint i = 0; i < il_arrangement_n_pinned (sorter->arrangement); i++) {
    const char *key = il_arrangement_pinned (sorter->arrangement, i);
    gint64 node;

    if (find_node (nodes, key, &node) && !il_arrangement_hides (sorter->arrangement, key))
      add_row (order, tree, node, 0);
  }
  order->n_pinned = order->rows->len;
}

/* Adds NODE where it is shown; returns whether what is below it is, too. */
static gboolean
add_node (const IlLaneSorter *sorter, IlLaneOrder *order, const IlLaneTree *tree, gint64 node, guint depth)
{
  guint number = il_lane_tree_is_group (tree, node) ? (guint) (node - tree->n_lanes - 1) : IL_NO_GROUP;
  const IlLaneGroup *group = number != IL_NO_GROUP ? &g_array_index (order->groups, IlLaneGroup, number) : NULL;

  if (il_arrangement_hides (sorter->arrangement, group ? group->key : sorter->entries[node].name)) {
    order->n_hidden += group ? group->n : 1;
    return !group;
  }
  if ((group ? order->head_of[number] : order->row_of[node]) == IL_NO_ROW) /* it is not pinned */
    add_row (order, tree, node, depth);
  return !group || !group->folded;
}

/* All that are below the root, from the top to the bottom. */
static void
add_tree (const IlLaneSorter *sorter, IlLaneOrder *order, const IlLaneTree *tree)
{
  gint64 node = tree->first[tree->n_lanes];
  guint depth = 0;

  while (node != IL_NO_NODE) {
    if (add_node (sorter, order, tree, node, depth) && tree->first[node] != IL_NO_NODE) {
      node = tree->first[node];
      depth++;
      continue;
    }
    while (tree->next[node] == IL_NO_NODE && depth > 0) {
      node = tree->above[node];
      depth--;
    }
    node = tree->next[node];
  }
  for (guint i = 0; i < order->n_lanes; i++) {
    guint group = order->group_of[i];

    if (order->row_of[i] == IL_NO_ROW && group != IL_NO_GROUP
        && g_array_index (order->groups, IlLaneGroup, group).folded)
      order->row_of[i] = order->head_of[group];
  }
}

/* One head over all lanes. */
static void
merge (IlLaneSorter *sorter, IlLaneOrder *order)
{
  IlLaneGroup group = {
    .key = g_strdup (""), .title = g_strdup ("all tasks"), .n = sorter->n, .folded = TRUE, .whole = TRUE
  };
  IlLaneRow row = { .lane = 0, .group = 0 };

  order->closed = TRUE;
  order->head_of = g_new0 (guint, 1);
  g_array_append_val (order->groups, group);
  if (sorter->n > 0)
    g_array_append_val (order->rows, row);
  for (guint i = 0; i < sorter->n; i++)
    order->group_of[i] = order->row_of[i] = 0;
  count_lane_groups (sorter, order);
}

IlLaneOrder *
il_lane_sorter_sort (IlLaneSorter *sorter)
{
  IlLaneOrder *order = il_lane_order_alloc (sorter->n);
  g_autoptr (GHashTable) arranged = NULL;
  IlLaneTree tree;

  if (sorter->sorting.merged) {
    merge (sorter, order);
    return order;
  }
  tree_init (&tree, sorter);
  add_groups (sorter, order, &tree);
  if (tree.n_groups > 0)
    count_lane_groups (sorter, order);
  arranged = find_nodes (sorter, order, &tree);
  do_moves (&tree, sorter->arrangement, arranged);
  add_pinned (sorter, order, &tree, arranged);
  add_tree (sorter, order, &tree);
  il_lane_tree_clear (&tree);
  return order;
}

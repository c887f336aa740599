/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/lane-tree.h"

#include "ui/picture/lane-order.h"

void
il_lane_tree_init (IlLaneTree *tree, guint n_lanes, const guint *lanes, const gint64 *parents)
{
  guint n_nodes = n_lanes + 1 + n_lanes / IL_MANY_LANES;

  *tree = (IlLaneTree) { n_lanes,
                         0,
                         g_new (gint64, n_nodes),
                         g_new (gint64, n_nodes),
                         g_new (gint64, n_nodes),
                         g_ptr_array_new_with_free_func (g_free) };
  for (guint i = 0; i < n_nodes; i++)
    tree->first[i] = tree->next[i] = tree->above[i] = IL_NO_NODE;
  for (guint i = n_lanes; i-- > 0;) {
    guint lane = lanes[i];
    gint64 above = parents[lane] == IL_NO_NODE ? n_lanes : parents[lane];

    tree->above[lane] = above;
    tree->next[lane] = tree->first[above];
    tree->first[above] = lane;
  }
}

void
il_lane_tree_clear (IlLaneTree *tree)
{
  g_free (tree->first);
  g_free (tree->next);
  g_free (tree->above);
  g_ptr_array_unref (tree->titles);
}

/* What to set so that another node takes the place of NODE. */
static gint64 *
link_to (IlLaneTree *tree, gint64 node)
{
  gint64 *link = &tree->first[tree->above[node]];

  while (*link != node)
    link = &tree->next[*link];
  return link;
}

void
il_lane_tree_move (IlLaneTree *tree, gint64 node, gint64 beside, gboolean after)
{
  gint64 *link;

  if (node == beside || tree->above[node] != tree->above[beside])
    return;
  *link_to (tree, node) = tree->next[node];
  link = after ? &tree->next[beside] : link_to (tree, beside);
  tree->next[node] = *link;
  *link = node;
}

/* Groups. */

/* Siblings whose names are alike. */
typedef struct {
  guint n;
  gint64 group;    /* node, or IL_NO_NODE */
  gint64 *end;     /* where its next member goes */
  gboolean others; /* those of small families, too */
} Family;

/* NAME without the number at its end, and what stands before that: order#2, order-2, order 2. */
static char *
title_of (const char *name)
{
  gsize n = strlen (name), digits = n;

  while (digits > 0 && g_ascii_isdigit (name[digits - 1]))
    digits--;
  while (digits < n && digits > 0 && strchr ("#-_ .:/", name[digits - 1]))
    digits--;
  return g_strndup (name, digits);
}

static gint64
new_group (IlLaneTree *tree, gint64 above, const char *title)
{
  gint64 group = il_lane_tree_group_node (tree, tree->n_groups++);

  tree->above[group] = above;
  g_ptr_array_add (tree->titles, g_strdup (title));
  return group;
}

/* The families of NODE's children, by title. The small ones are one, of no title, where they are a lane group together.
 */
static GHashTable *
find_families (const IlLaneTree *tree, gint64 node, const char *const *names)
{
  GHashTable *families = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  guint n_others = 0;
  gpointer family;

  for (gint64 child = tree->first[node]; child != IL_NO_NODE; child = tree->next[child]) {
    g_autofree char *title = title_of (names[child]);

    family = g_hash_table_lookup (families, title);
    if (!family) {
      family = g_new0 (Family, 1);
      ((Family *) family)->group = IL_NO_NODE;
      g_hash_table_insert (families, g_steal_pointer (&title), family);
    }
    ((Family *) family)->n++;
  }
  g_hash_table_iter_init (&iter, families);
  while (g_hash_table_iter_next (&iter, NULL, &family))
    if (((Family *) family)->n <= IL_MANY_LANES)
      n_others += ((Family *) family)->n;
  if (n_others > IL_LANE_GROUP_LEAST) {
    Family *others = g_new0 (Family, 1);

    *others = (Family) { .n = n_others, .group = IL_NO_NODE, .others = TRUE };
    g_hash_table_replace (families, g_strdup (""), others); /* names that are only numbers are among them */
  }
  return families;
}

/* A group stands where its first member stood. */
static void
group_families (IlLaneTree *tree, gint64 node, const char *const *names)
{
  g_autoptr (GHashTable) families = find_families (tree, node, names);
  Family *others = g_hash_table_lookup (families, "");
  gint64 *end = &tree->first[node], child = *end, next;

  if (others && !others->others)
    others = NULL;

  for (; child != IL_NO_NODE; child = next) {
    g_autofree char *title = title_of (names[child]);
    Family *family = g_hash_table_lookup (families, title);

    next = tree->next[child];
    if (family->n <= IL_MANY_LANES && others)
      family = others;
    if (family->n <= IL_MANY_LANES) {
      *end = child;
      end = &tree->next[child];
      continue;
    }
    if (family->group == IL_NO_NODE) {
      family->group = new_group (tree, node, family == others ? "" : title);
      family->end = &tree->first[family->group];
      *end = family->group;
      end = &tree->next[family->group];
    }
    *family->end = child;
    family->end = &tree->next[child];
    *family->end = IL_NO_NODE;
    tree->above[child] = family->group;
  }
  *end = IL_NO_NODE;
}

static void
group_all (IlLaneTree *tree, gint64 node)
{
  gint64 group = new_group (tree, node, "");

  tree->first[group] = tree->first[node];
  tree->first[node] = group;
  for (gint64 child = tree->first[group]; child != IL_NO_NODE; child = tree->next[child])
    tree->above[child] = group;
}

static void
group_children (IlLaneTree *tree, gint64 node, const char *const *names, const guint *n_below, guint depth, guint deep)
{
  if (n_below[node] <= IL_MANY_LANES)
    return;
  if (depth >= deep) {
    group_all (tree, node);
    return;
  }
  group_families (tree, node, names);
  for (gint64 child = tree->first[node]; child != IL_NO_NODE; child = tree->next[child])
    if (!il_lane_tree_is_group (tree, child))
      group_children (tree, child, names, n_below, depth + 1, deep);
}

void
il_lane_tree_group (IlLaneTree *tree, const char *const *names, guint deep)
{
  g_autofree guint *n_below = g_new0 (guint, tree->n_lanes + 1);

  for (guint i = tree->n_lanes; i-- > 0;)
    n_below[tree->above[i]] += n_below[i] + 1;
  group_children (tree, tree->n_lanes, names, n_below, 0, deep);
}

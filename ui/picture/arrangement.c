/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/arrangement.h"

struct _IlArrangement {
  GHashTable *hidden; /* key -> TRUE */
  GHashTable *folded; /* key -> whether it is */
  GPtrArray *pinned;  /* of keys, from the top */
  GArray *moves;      /* of IlLaneMove */
};

static void
clear_move (IlLaneMove *move)
{
  g_free (move->key);
  g_free (move->beside);
}

static void
clear (IlArrangement *arrangement)
{
  g_hash_table_unref (arrangement->hidden);
  g_hash_table_unref (arrangement->folded);
  g_ptr_array_unref (arrangement->pinned);
  g_array_unref (arrangement->moves);
}

IlArrangement *
il_arrangement_ref (IlArrangement *arrangement)
{
  return arrangement ? g_atomic_rc_box_acquire (arrangement) : NULL;
}

void
il_arrangement_unref (IlArrangement *arrangement)
{
  if (arrangement)
    g_atomic_rc_box_release_full (arrangement, (GDestroyNotify) clear);
}

static void
add_move (IlArrangement *arrangement, const char *key, const char *beside, gboolean after)
{
  IlLaneMove move = { g_strdup (key), g_strdup (beside), after };

  g_array_append_val (arrangement->moves, move);
}

static IlArrangement *
copy (const IlArrangement *arrangement)
{
  IlArrangement *copy = g_atomic_rc_box_new0 (IlArrangement);
  GHashTableIter iter;
  gpointer key, folded;

  copy->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  copy->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  copy->pinned = g_ptr_array_new_with_free_func (g_free);
  copy->moves = g_array_new (FALSE, FALSE, sizeof (IlLaneMove));
  g_array_set_clear_func (copy->moves, (GDestroyNotify) clear_move);
  if (!arrangement)
    return copy;
  g_hash_table_iter_init (&iter, arrangement->hidden);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_insert (copy->hidden, g_strdup (key), GINT_TO_POINTER (TRUE));
  g_hash_table_iter_init (&iter, arrangement->folded);
  while (g_hash_table_iter_next (&iter, &key, &folded))
    g_hash_table_insert (copy->folded, g_strdup (key), folded);
  for (guint i = 0; i < arrangement->pinned->len; i++)
    g_ptr_array_add (copy->pinned, g_strdup (il_arrangement_pinned (arrangement, i)));
  for (guint i = 0; i < arrangement->moves->len; i++) {
    const IlLaneMove *move = il_arrangement_move_number (arrangement, i);

    add_move (copy, move->key, move->beside, move->after);
  }
  return copy;
}

/* Of either, NULL: there is nothing in it. */
static gboolean
same_table (GHashTable *table, GHashTable *other)
{
  GHashTableIter iter;
  gpointer key, value, another;

  if ((table ? g_hash_table_size (table) : 0) != (other ? g_hash_table_size (other) : 0))
    return FALSE;
  if (!table || !other)
    return TRUE;
  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_lookup_extended (other, key, NULL, &another) || another != value)
      return FALSE;
  return TRUE;
}

gboolean
il_arrangement_equal (const IlArrangement *arrangement, const IlArrangement *other)
{
  guint n_pinned = il_arrangement_n_pinned (arrangement), n_moves = il_arrangement_n_moves (arrangement);

  if (arrangement == other)
    return TRUE;
  if (n_pinned != il_arrangement_n_pinned (other) || n_moves != il_arrangement_n_moves (other)
      || !same_table (arrangement ? arrangement->hidden : NULL, other ? other->hidden : NULL)
      || !same_table (arrangement ? arrangement->folded : NULL, other ? other->folded : NULL))
    return FALSE;
  for (guint i = 0; i < n_pinned; i++)
    if (!g_str_equal (il_arrangement_pinned (arrangement, i), il_arrangement_pinned (other, i)))
      return FALSE;
  for (guint i = 0; i < n_moves; i++) {
    const IlLaneMove *move = il_arrangement_move_number (arrangement, i),
                     *another = il_arrangement_move_number (other, i);

    if (!g_str_equal (move->key, another->key) || !g_str_equal (move->beside, another->beside)
        || move->after != another->after)
      return FALSE;
  }
  return TRUE;
}

IlArrangement *
il_arrangement_hide (const IlArrangement *arrangement, const char *key)
{
  IlArrangement *changed = copy (arrangement);

  g_hash_table_insert (changed->hidden, g_strdup (key), GINT_TO_POINTER (TRUE));
  return changed;
}

IlArrangement *
il_arrangement_show (const IlArrangement *arrangement, const char *key)
{
  IlArrangement *changed = copy (arrangement);

  if (key)
    g_hash_table_remove (changed->hidden, key);
  else
    g_hash_table_remove_all (changed->hidden);
  return changed;
}

IlArrangement *
il_arrangement_pin (const IlArrangement *arrangement, const char *key, guint place)
{
  IlArrangement *changed = il_arrangement_unpin (arrangement, key);

  g_ptr_array_insert (changed->pinned, place < changed->pinned->len ? (int) place : -1, g_strdup (key));
  return changed;
}

IlArrangement *
il_arrangement_unpin (const IlArrangement *arrangement, const char *key)
{
  IlArrangement *changed = copy (arrangement);
  guint place;

  if (il_arrangement_find_pinned (changed, key, &place))
    g_ptr_array_remove_index (changed->pinned, place);
  return changed;
}

IlArrangement *
il_arrangement_move (const IlArrangement *arrangement, const char *key, const char *beside, gboolean after)
{
  IlArrangement *changed = copy (arrangement);

  /* Of a lane that is moved step by step only where it goes to counts. */
  if (changed->moves->len > 0
      && g_str_equal (g_array_index (changed->moves, IlLaneMove, changed->moves->len - 1).key, key))
    g_array_set_size (changed->moves, changed->moves->len - 1);
  add_move (changed, key, beside, after);
  return changed;
}

IlArrangement *
il_arrangement_move_nothing (const IlArrangement *arrangement)
{
  IlArrangement *changed = copy (arrangement);

  g_array_set_size (changed->moves, 0);
  return changed;
}

gboolean
il_arrangement_hides (const IlArrangement *arrangement, const char *key)
{
  return arrangement && g_hash_table_contains (arrangement->hidden, key);
}

gboolean
il_arrangement_hides_any (const IlArrangement *arrangement)
{
  return arrangement && g_hash_table_size (arrangement->hidden) > 0;
}

IlArrangement *
il_arrangement_fold (const IlArrangement *arrangement, const char *key, gboolean folded)
{
  IlArrangement *changed = copy (arrangement);

  g_hash_table_insert (changed->folded, g_strdup (key), GINT_TO_POINTER (folded));
  return changed;
}

gboolean
il_arrangement_folds (const IlArrangement *arrangement, const char *key, gboolean otherwise)
{
  gpointer folded;

  if (!arrangement || !g_hash_table_lookup_extended (arrangement->folded, key, NULL, &folded))
    return otherwise;
  return GPOINTER_TO_INT (folded);
}

guint
il_arrangement_n_pinned (const IlArrangement *arrangement)
{
  return arrangement ? arrangement->pinned->len : 0;
}

const char *
il_arrangement_pinned (const IlArrangement *arrangement, guint place)
{
  return g_ptr_array_index (arrangement->pinned, place);
}

gboolean
il_arrangement_find_pinned (const IlArrangement *arrangement, const char *key, guint *place)
{
  return arrangement && g_ptr_array_find_with_equal_func (arrangement->pinned, key, g_str_equal, place);
}

guint
il_arrangement_n_moves (const IlArrangement *arrangement)
{
  return arrangement ? arrangement->moves->len : 0;
}

const IlLaneMove *
il_arrangement_move_number (const IlArrangement *arrangement, guint number)
{
  return &g_array_index (arrangement->moves, IlLaneMove, number);
}

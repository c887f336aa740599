/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/value-private.h"

#include <string.h>

/* Strings and lists that share what they were joined from, held against copies. */

enum { N_VALUES = 12, ROUNDS = 20000, N_THREADS = 4, N_JOINS = 2000 };

static IlValue
piece (GRand *random, GString *copy)
{
  static const char *const pieces[] = { "", "x", "ü", "漢☕", "0123456789" };
  GString text = il_text_new (60);

  for (int n = g_rand_int_range (random, 0, 4); n > 0; n--)
    g_string_append (&text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
  g_string_assign (copy, text.str);
  IlValue value = il_value_string (text.str, -1);
  g_free (text.str);
  return value;
}

static void
check_string (IlValue value, const GString *copy)
{
  guint n = (guint) g_utf8_strlen (copy->str, -1);

  g_assert_cmpuint (il_value_length (value), ==, n);
  g_assert_cmpmem (il_value_bytes (value), il_value_size (value), copy->str, copy->len);
  for (guint i = 0; i < n; i += 1 + n / 7)
    g_assert_cmpint (il_value_character (value, i) - il_value_bytes (value), ==,
                     g_utf8_offset_to_pointer (copy->str, i) - copy->str);
}

static void
test_strings (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  gsize memory = il_values_memory ();
  IlValue values[N_VALUES];
  GString *copies[N_VALUES];

  for (guint i = 0; i < N_VALUES; i++)
    values[i] = piece (random, copies[i] = g_string_new (NULL));
  for (guint round = 0; round < ROUNDS; round++) {
    guint from = (guint) g_rand_int_range (random, 0, N_VALUES), to = (guint) g_rand_int_range (random, 0, N_VALUES);
    g_autoptr (GString) more = g_string_new (NULL);
    IlValue added = piece (random, more);
    IlValue joined = il_value_join (values[from], added);
    g_autoptr (GString) copy = g_string_new (copies[from]->len < 4000 ? copies[from]->str : "");

    if (copies[from]->len >= 4000) { /* begin anew */
      il_value_clear (&joined);
      joined = il_value_ref (added);
    }
    g_string_append (copy, more->str);
    il_value_clear (&added);
    il_value_clear (&values[to]);
    values[to] = joined;
    g_string_assign (copies[to], copy->str);
    check_string (values[from], copies[from]);
    check_string (values[to], copies[to]);
    if (round % 16 == 0)
      g_assert_cmpstr (il_value_text (values[to]), ==, copies[to]->str);
  }
  for (guint i = 0; i < N_VALUES; i++) {
    check_string (values[i], copies[i]);
    g_assert_cmpstr (il_value_text (values[i]), ==, copies[i]->str);
    il_value_clear (&values[i]);
    g_string_free (copies[i], TRUE);
  }
  g_assert_cmpuint (il_values_memory (), ==, memory);
}

static void
check_list (IlValue value, const GArray *copy)
{
  g_assert_cmpuint (il_value_length (value), ==, copy->len);
  for (guint i = 0; i < copy->len; i++) {
    const IlValue *item = &il_value_items (value)[i];

    g_assert_cmpint (item->type == IL_TYPE_LIST ? (gint64) il_value_length (*item) : item->number, ==,
                     g_array_index (copy, gint64, i));
  }
}

/* Items are numbers, and lists of so many items. */
static void
test_lists (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  gsize memory = il_values_memory ();
  IlValue values[N_VALUES];
  GArray *copies[N_VALUES];

  for (guint i = 0; i < N_VALUES; i++) {
    values[i] = il_value_list (NULL, 0);
    copies[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  }
  for (guint round = 0; round < ROUNDS; round++) {
    guint from = (guint) g_rand_int_range (random, 0, N_VALUES), to = (guint) g_rand_int_range (random, 0, N_VALUES);
    gint64 number = g_rand_int_range (random, 0, 4);
    IlValue items[] = { IL_NONE_VALUE, IL_NONE_VALUE, IL_NONE_VALUE };
    IlValue item = number == 3 ? il_value_list (items, 3) : il_value_integer (number);
    IlValue added = il_value_list (&item, 1);
    gboolean anew = copies[from]->len >= 300;
    IlValue joined = anew ? il_value_ref (added) : il_value_join (values[from], added);

    if (from != to || anew)
      g_array_set_size (copies[to], 0);
    if (from != to && !anew)
      g_array_append_vals (copies[to], copies[from]->data, copies[from]->len);
    g_array_append_val (copies[to], number);
    il_value_clear (&added);
    il_value_clear (&values[to]);
    values[to] = joined;
    check_list (values[from], copies[from]);
    check_list (values[to], copies[to]);
  }
  for (guint i = 0; i < N_VALUES; i++) {
    check_list (values[i], copies[i]);
    il_value_clear (&values[i]);
    g_array_unref (copies[i]);
  }
  g_assert_cmpuint (il_values_memory (), ==, memory);
}

static IlValue begun; /* what all threads go on from */

static gpointer
join_thread (gpointer data)
{
  char own = (char) ('a' + GPOINTER_TO_INT (data));
  IlValue added = il_value_string (&own, 1), value = il_value_ref (begun);

  for (guint i = 0; i < N_JOINS; i++) {
    IlValue joined = il_value_join (value, added);

    il_value_clear (&value);
    value = joined;
  }
  const char *text = il_value_text (value) + il_value_size (begun);
  for (guint i = 0; i < N_JOINS; i++)
    g_assert_cmpint (text[i], ==, own);
  g_assert_cmpuint (strlen (text), ==, N_JOINS);
  g_assert_cmpuint (strlen (il_value_text (begun)), ==, il_value_size (begun));
  il_value_clear (&value);
  il_value_clear (&added);
  return NULL;
}

/* Several go on from the same string: each sees its own only. */
static void
test_threads (void)
{
  g_autofree char *long_text = g_strnfill (1000, '-');
  IlValue half = il_value_string (long_text, -1);
  GThread *threads[N_THREADS];

  begun = il_value_join (half, half);
  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("join", join_thread, GINT_TO_POINTER (i));
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  il_value_clear (&begun);
  il_value_clear (&half);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/sequences/strings", test_strings);
  g_test_add_func ("/language/sequences/lists", test_lists);
  g_test_add_func ("/language/sequences/threads", test_threads);
  return g_test_run ();
}

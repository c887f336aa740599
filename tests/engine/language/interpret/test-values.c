/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/operations.h"
#include "engine/language/tree/value.h"
#include "engine/text/duration.h"
#include "engine/text/suggestion.h"

#include <string.h>

static char *
show (IlValue value)
{
  GString *out = g_string_new (NULL);

  il_value_append (out, value);
  return g_string_free (out, FALSE);
}

static void
test_durations (void)
{
  static const struct {
    const char *digits, *unit;
    IlDurationError error;
    gint64 ns;
    const char *shown;
  } cases[] = {
    { "5", "ns", IL_DURATION_OK, 5, "5ns" },
    { "3", "us", IL_DURATION_OK, 3000, "3us" },
    { "20", "ms", IL_DURATION_OK, 20000000, "20ms" },
    { "1.5", "s", IL_DURATION_OK, 1500000000, "1.5s" },
    { "2", "min", IL_DURATION_OK, 120000000000, "2min" },
    { "1.25", "min", IL_DURATION_OK, 75000000000, "75s" },
    { "0", "min", IL_DURATION_OK, 0, "0s" },
    { "1.0005", "ms", IL_DURATION_OK, 1000500, "1.0005ms" },
    { "0.1", "us", IL_DURATION_OK, 100, "100ns" },
    { "1.500000000000000000000", "s", IL_DURATION_OK, 1500000000, "1.5s" },
    { "0.00000000005", "min", IL_DURATION_OK, 3, "3ns" },
    { "9223372036854775807", "ns", IL_DURATION_OK, G_MAXINT64, "9223372036.854775807s" },
    { "1.5", "ns", IL_DURATION_FRACTION, 0, NULL },
    { "0.0001", "us", IL_DURATION_FRACTION, 0, NULL },
    { "0.0000000000001", "min", IL_DURATION_FRACTION, 0, NULL },
    { "9223372036854775808", "ns", IL_DURATION_TOO_LONG, 0, NULL },
    { "9223372036.9", "s", IL_DURATION_TOO_LONG, 0, NULL },
    { "99999999999999999999", "s", IL_DURATION_TOO_LONG, 0, NULL },
    { "5", "sec", IL_DURATION_UNKNOWN_UNIT, 0, NULL },
    { "5", "m", IL_DURATION_UNKNOWN_UNIT, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 ns = 0;
    IlDurationError error =
        il_duration_parse (cases[i].digits, strlen (cases[i].digits), cases[i].unit, strlen (cases[i].unit), &ns);

    g_assert_cmpint (error, ==, cases[i].error);
    if (error == IL_DURATION_OK) {
      g_autofree char *shown = show (il_value_duration (ns));

      g_assert_cmpint (ns, ==, cases[i].ns);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
  }

  g_autofree char *negative = show (il_value_duration (-1500000));
  g_assert_cmpstr (negative, ==, "-1.5ms");
  g_autofree char *least = show (il_value_duration (G_MININT64));
  g_assert_cmpstr (least, ==, "-9223372036.854775808s");
}

static void
test_shown (void)
{
  IlValue inner[] = { il_value_string ("a\"b\\\n\t", -1), il_value_duration (1000), IL_NONE_VALUE };
  IlValue outer[] = { il_value_integer (-3), il_value_boolean (TRUE), il_value_list (inner, 3),
                      il_value_list (NULL, 0) };
  IlValue list = il_value_list (outer, 4);
  g_autofree char *shown = show (list);

  g_assert_cmpstr (shown, ==, "[-3, true, [\"a\\\"b\\\\\\n\\t\", 1us, none], []]");

  IlValue item = il_value_item (list, 2);
  il_value_clear (&list);
  g_assert_cmpint (list.type, ==, IL_TYPE_NONE);
  g_assert_cmpuint (il_value_length (item), ==, 3);

  IlValue string = il_value_item (item, 0);
  il_value_clear (&item);
  g_assert_cmpstr (il_value_text (string), ==, "a\"b\\\n\t");
  il_value_clear (&string);
}

static void
test_strings (void)
{
  IlValue part = il_value_string ("aé漢☕zzz", 9);

  g_assert_cmpstr (il_value_text (part), ==, "aé漢☕");
  g_assert_cmpuint (il_value_length (part), ==, 4);
  il_value_clear (&part);
}

static void
test_equal_and_truth (void)
{
  IlValue a = il_value_string ("x", -1), b = il_value_string ("x", -1), empty = il_value_string ("", 0);
  IlValue items[] = { il_value_ref (a) }, others[] = { il_value_ref (b) };
  IlValue list = il_value_list (items, 1), other = il_value_list (others, 1), nothing = il_value_list (NULL, 0);

  g_assert_true (il_value_equal (a, b));
  g_assert_false (il_value_equal (a, empty));
  g_assert_true (il_value_equal (list, other));
  g_assert_false (il_value_equal (list, nothing));
  g_assert_true (il_value_equal (IL_NONE_VALUE, IL_NONE_VALUE));
  g_assert_false (il_value_equal (il_value_integer (1), il_value_boolean (TRUE)));
  g_assert_false (il_value_equal (il_value_integer (0), il_value_duration (0)));
  g_assert_true (il_value_equal (il_value_object (2, "q"), il_value_object (2, "q")));

  g_assert_true (il_value_truth (a));
  g_assert_true (il_value_truth (list));
  g_assert_true (il_value_truth (il_value_integer (-1)));
  g_assert_true (il_value_truth (il_value_object (0, "m")));
  g_assert_false (il_value_truth (empty));
  g_assert_false (il_value_truth (nothing));
  g_assert_false (il_value_truth (il_value_duration (0)));
  g_assert_false (il_value_truth (IL_NONE_VALUE));
  il_value_clear (&a);
  il_value_clear (&b);
  il_value_clear (&empty);
  il_value_clear (&list);
  il_value_clear (&other);
  il_value_clear (&nothing);
}

/* Against a second definition: the floor of the real quotient, found by search around C's. */
static void
test_floor_division (void)
{
  for (gint64 a = -20; a <= 20; a++)
    for (gint64 b = -7; b <= 7; b++) {
      IlValue quotient, remainder;
      gint64 q = -21;

      if (b == 0)
        continue;
      while (b > 0 ? (q + 1) * b <= a : (q + 1) * b >= a)
        q++;
      g_assert_null (il_operate (IL_FLOOR_DIVIDE, il_value_integer (a), il_value_integer (b), &quotient));
      g_assert_null (il_operate (IL_MODULO, il_value_integer (a), il_value_integer (b), &remainder));
      g_assert_cmpint (quotient.number, ==, q);
      g_assert_cmpint (remainder.number, ==, a - q * b);
    }
}

static void
test_ranges (void)
{
  static const struct {
    gint64 first, end, step;
    guint64 count;
  } cases[] = {
    { 0, 5, 1, 5 },
    { 0, 5, 2, 3 },
    { 5, 0, -1, 5 },
    { 5, 0, -2, 3 },
    { 0, 0, 1, 0 },
    { 5, 0, 1, 0 },
    { 0, 5, -1, 0 },
    { G_MININT64, G_MAXINT64, 1, G_MAXUINT64 },
    { G_MAXINT64, G_MININT64, G_MININT64, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    IlValue arguments[] = { il_value_integer (cases[i].first), il_value_integer (cases[i].end),
                            il_value_integer (cases[i].step) };
    gint64 first, step;
    guint64 count;

    g_assert_null (il_range (arguments, 3, &first, &step, &count));
    g_assert_cmpuint (count, ==, cases[i].count);
  }
}

static void
test_suggestions (void)
{
  static const struct {
    const char *wanted, *known, *nearest;
  } cases[] = {
    { "prnt", "print", "print" }, { "spwan", "spawn", "spawn" },
    { "True", "true", "true" },   { "semaphre", "semaphore", "semaphore" },
    { "x", "y", NULL },           { "ab", "cd", NULL },
    { "cat", "dog", NULL },       { "first", "first", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    IlSuggestion suggestion;

    il_suggestion_init (&suggestion, cases[i].wanted);
    il_suggestion_offer (&suggestion, "somethingelse");
    il_suggestion_offer (&suggestion, cases[i].known);
    g_assert_cmpstr (suggestion.nearest, ==, cases[i].nearest);
  }
}

static void
assert_short (IlValue value, gsize most, const char *expected)
{
  g_autofree char *text = il_value_to_short_text (value, most);

  g_assert_cmpstr (text, ==, expected);
  il_value_clear (&value);
}

/* What is too long is cut between two characters, and says how long it is. */
static void
test_short (void)
{
  IlValue numbers[] = { il_value_integer (1), il_value_integer (22), il_value_integer (333) };

  assert_short (il_value_integer (12345678), 4, "1234...");
  assert_short (il_value_string ("abcd", -1), 4, "abcd");
  assert_short (il_value_string ("abcde", -1), 4, "abcd... (5 characters)");
  assert_short (il_value_string ("a\u00fc\u00fcb", -1), 4, "a\u00fc... (4 characters)");
  assert_short (il_value_string ("\u00fc\u00fc\u00fc", -1), 4, "\u00fc\u00fc... (3 characters)");
  assert_short (il_value_string ("\U0001f600\U0001f600", -1), 4, "\U0001f600... (2 characters)");
  assert_short (il_value_list (numbers, 3), 10, "[1, 22, 33... (3 items)");
  assert_short (il_value_list (numbers, 3), 12, "[1, 22, 333]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/values/durations", test_durations);
  g_test_add_func ("/language/values/shown", test_shown);
  g_test_add_func ("/language/values/strings", test_strings);
  g_test_add_func ("/language/values/equal-and-truth", test_equal_and_truth);
  g_test_add_func ("/language/values/floor-division", test_floor_division);
  g_test_add_func ("/language/values/ranges", test_ranges);
  g_test_add_func ("/language/values/suggestions", test_suggestions);
  g_test_add_func ("/language/values/short", test_short);
  return g_test_run ();
}

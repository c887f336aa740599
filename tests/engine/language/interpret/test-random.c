/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/random.h"
#include "engine/random/random.h"

/* The first numbers of the seed 1234567, as published for SplitMix64. */
static void
test_published_numbers (void)
{
  static const guint64 expected[] = { G_GUINT64_CONSTANT (6457827717110365317),
                                      G_GUINT64_CONSTANT (3203168211198807973),
                                      G_GUINT64_CONSTANT (9817491932198370423),
                                      G_GUINT64_CONSTANT (4593380528125082431),
                                      G_GUINT64_CONSTANT (16408922859458223821) };
  guint64 state = 1234567;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (il_random_next (&state), ==, expected[i]);
}

/* Every number of a small range comes, about equally often, and none beyond it. */
static void
test_uniform (void)
{
  guint64 state = 1;
  guint counts[6] = { 0 };
  IlValue value;

  for (guint i = 0; i < 60000; i++) {
    g_assert_null (il_random_uniform (&state, il_value_integer (-2), il_value_integer (3), &value));
    g_assert_cmpint (value.type, ==, IL_TYPE_INTEGER);
    g_assert_cmpint (value.number, >=, -2);
    g_assert_cmpint (value.number, <=, 3);
    counts[value.number + 2]++;
  }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) { /* 10000, and over 5 standard deviations of room */
    g_assert_cmpuint (counts[i], >, 9500);
    g_assert_cmpuint (counts[i], <, 10500);
  }
  g_assert_null (il_random_uniform (&state, il_value_duration (7), il_value_duration (7), &value));
  g_assert_cmpint (value.type, ==, IL_TYPE_DURATION);
  g_assert_cmpint (value.number, ==, 7);
}

/* All of the numbers there are: half of them are negative. */
static void
test_widest_range (void)
{
  guint64 state = 1;
  guint negative = 0;
  IlValue value;

  for (guint i = 0; i < 10000; i++) {
    g_assert_null (il_random_uniform (&state, il_value_integer (G_MININT64), il_value_integer (G_MAXINT64), &value));
    negative += value.number < 0;
  }
  g_assert_cmpuint (negative, >, 4700);
  g_assert_cmpuint (negative, <, 5300);
}

/* The mean is the mean, and 1 in e is above it. */
static void
test_exponential (void)
{
  guint64 state = 1;
  double sum = 0;
  guint above = 0, n = 100000;
  IlValue value;

  for (guint i = 0; i < n; i++) {
    g_assert_null (il_random_exponential (&state, il_value_duration (1000000), &value));
    g_assert_cmpint (value.type, ==, IL_TYPE_DURATION);
    g_assert_cmpint (value.number, >=, 0);
    sum += (double) value.number;
    above += value.number > 1000000;
  }
  g_assert_cmpfloat (sum / n, >, 980000);
  g_assert_cmpfloat (sum / n, <, 1020000);
  g_assert_cmpuint (above, >, 36000);
  g_assert_cmpuint (above, <, 37600);
  g_assert_null (il_random_exponential (&state, il_value_integer (0), &value));
  g_assert_cmpint (value.number, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/random/published-numbers", test_published_numbers);
  g_test_add_func ("/language/random/uniform", test_uniform);
  g_test_add_func ("/language/random/widest-range", test_widest_range);
  g_test_add_func ("/language/random/exponential", test_exponential);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/text/time-text.h"

#include <locale.h>

static void
test_format_time (void)
{
  static const struct {
    gint64 ns;
    const char *rounded, *exact;
  } cases[] = {
    { 0, "0 ms", "0 ms" },
    { 1, "1 ns", "1 ns" },
    { 250, "250 ns", "250 ns" },
    { 999, "999 ns", "999 ns" },
    { 1000, "1 µs", "1 µs" },
    { 1050, "1.05 µs", "1.05 µs" },
    { 94000000, "94 ms", "94 ms" },
    { 10600000, "10.6 ms", "10.6 ms" },
    { 12345678, "12.35 ms", "12.345678 ms" },
    { 999949, "999.9 µs", "999.949 µs" },
    { 999950, "1 ms", "999.95 µs" },
    { 1500000000, "1.5 s", "1.5 s" },
    { 1000000001, "1 s", "1.000000001 s" },
    { G_GINT64_CONSTANT (12345678901234), "12346 s", "12345.678901234 s" },
    { -1500, "-1.5 µs", "-1.5 µs" },
    { G_MAXINT64, "9223372037 s", "9223372036.854775807 s" },
    { G_MININT64, "-9223372037 s", "-9223372036.854775808 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *rounded = il_format_time (cases[i].ns, FALSE);
    g_autofree char *exact = il_format_time (cases[i].ns, TRUE);

    g_assert_cmpstr (rounded, ==, cases[i].rounded);
    g_assert_cmpstr (exact, ==, cases[i].exact);
  }
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_chart_texts (void)
{
  assert_text (il_tick_text (0, 20e6, 112e6), "0 ms");
  assert_text (il_tick_text (20e6, 20e6, 112e6), "20 ms");
  assert_text (il_tick_text (20.5e6, 0.5e6, 112e6), "20.5 ms");
  assert_text (il_tick_text (1500, 500, 9000), "1.5 µs");
  assert_text (il_tick_text (1500e6, 500e6, 9e9), "1.5 s");
  assert_text (il_tick_text (20, 5, 90), "20 ns");
  assert_text (il_duration_text (24000000), "24 ms");
  assert_text (il_duration_text (5000), "5 µs");
  assert_text (il_duration_text (10600000), "10.6 ms");
  assert_text (il_duration_text (0), "0 ns");
  assert_text (il_interval_text (10600000, 34600000), "10.6 → 34.6 ms");
  assert_text (il_interval_text (34000000, 34000250), "34.000000 → 34.000250 ms");
  assert_text (il_moment_text (24000000, 1e5, 112e6), "24.0 ms");
  assert_text (il_position_text (24000000, 102000000), "24.0 / 102.0 ms");
  assert_text (il_position_text (1, 5), "1 / 5 ns");
  assert_text (il_position_text (0, 0), "–");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-text/format", test_format_time);
  g_test_add_func ("/time-text/charts", test_chart_texts);
  return g_test_run ();
}

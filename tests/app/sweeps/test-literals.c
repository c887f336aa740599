/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/literal.h"

/* Each number that can be varied has a name, by which it is found again. */
static void
test_names (void)
{
  static const char text[] = "semaphore machine = 2\nshared total = 0\n\ntask order(name):\n    cpu 4ms\n    io 3ms\n"
                             "    io 4ms + 4ms\n\ntask main:\n    tries = 3\n    spawn order(\"12\")\n";
  g_auto (GStrv) names = il_literal_names ("semaphore machine = 2\nshared total = 0\n\ntask main:\n    cpu 4ms\n"
                                           "    x = [4, 4]\n");
  g_autofree char *joined = g_strjoinv (" ", names);
  g_auto (GStrv) all = il_literal_names (text);

  g_assert_cmpstr (joined, ==, "machine total 5:4ms 6:10:4 6:13:4");
  for (guint i = 0; all[i]; i++) {
    g_autoptr (GError) error = NULL;
    IlLiteral literal;

    g_assert_true (il_literal_find (text, all[i], &literal, &error));
    g_assert_no_error (error);
    g_assert_true (g_ascii_isdigit (text[literal.offset]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweeps/literals/names", test_names);
  return g_test_run ();
}

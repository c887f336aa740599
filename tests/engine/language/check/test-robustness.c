/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "tests/engine/language/interpret/fake-model.h"

#include <string.h>

/* Reads LENGTH bytes, which may be anything; runs what turns out to be a program. */
static guint
read_anything (const char *text, gsize length)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("any", text, length, diagnostics);
  guint n = il_diagnostics_count (diagnostics);
  g_autofree char *copy = g_strndup (text, length);
  g_autofree char *formatted = il_diagnostics_format (diagnostics, "any", copy);

  g_assert_true ((program == NULL) == (n > 0));
  g_assert_true (g_utf8_validate (formatted, -1, NULL));
  if (program) {
    FakeModel fake;

    fake_model_init (&fake, program);
    fake.steps = 100;
    fake.grants = 5;
    fake.max_depth = 50;
    fake_model_run (&fake);
    fake_model_clear (&fake);
  }
  return n;
}

static char *
repeated (const char *before, const char *part, guint n, const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

/* Whatever nests or goes on without end is refused, with one message. */
static void
test_deep (void)
{
  static const struct {
    const char *before, *part, *after;
  } cases[] = {
    { "task main:\n    x = ", "(", "1\n" },      { "task main:\n    x = ", "[", "1\n" },
    { "task main:\n    x = ", "-", "1\n" },      { "task main:\n    x = ", "not ", "1\n" },
    { "task main:\n    x = ", "1 + ", "1\n" },   { "task main:\n    x = ", "1 < ", "1\n" },
    { "task main:\n    x = ", "1 and ", "1\n" }, { "task main:\n    x = ", "await ", "x\n" },
    { "task main:\n    x = ", "\"{", "1\n" },    { "task main:\n    x = y", "[0]", "\n" },
    { "task main:\n    x = ", "len(", "1\n" },   { "task main:\n    x = ", "spawn main(", "1\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = repeated (cases[i].before, cases[i].part, 100000, cases[i].after);

    g_assert_cmpuint (read_anything (text, strlen (text)), ==, 1);
  }
}

static void
test_deep_blocks (void)
{
  g_autoptr (GString) text = g_string_new ("task main:\n");

  for (guint i = 1; i < 1000; i++) {
    for (guint j = 0; j < i; j++)
      g_string_append_c (text, ' ');
    g_string_append (text, "if true:\n");
  }
  g_assert_cmpuint (read_anything (text->str, text->len), ==, 1);
}

/* As deep as is allowed, and run. */
static void
test_deepest (void)
{
  g_autofree char *sum = repeated ("task main:\n    assert ", "1 + ", 190, "1 == 191\n");
  g_autofree char *open = repeated ("task main:\n    assert ", "(", 150, "1");
  g_autofree char *closed = repeated (open, ")", 150, " == 1\n");

  g_assert_cmpuint (read_anything (sum, strlen (sum)), ==, 0);
  g_assert_cmpuint (read_anything (closed, strlen (closed)), ==, 0);
}

static void
test_large (void)
{
  g_autofree char *lines = repeated ("task main:\n", "    x = \"{1 + 2}\"\n", 50000, "");
  g_autofree char *wrong = repeated ("task main:\n", "    x ))) {{ \"\n", 50000, "");
  g_autofree char *line = repeated ("task main:\n    print \"", "long ", 500000, "{\n");
  g_autofree char *blank = repeated ("", "\n", 1000000, "task main: pass");

  g_assert_cmpuint (read_anything (lines, strlen (lines)), ==, 0);
  g_assert_cmpuint (read_anything (wrong, strlen (wrong)), ==, 50000);
  g_assert_cmpuint (read_anything (line, strlen (line)), ==, 1);
  g_assert_cmpuint (read_anything (blank, strlen (blank)), ==, 0);

  g_autofree char *huge = g_malloc (65 * 1024 * 1024);
  memset (huge, ' ', 65 * 1024 * 1024);
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_assert_null (il_program_new ("huge", huge, 65 * 1024 * 1024, diagnostics));
  g_assert_cmpstr (il_diagnostics_get (diagnostics, 0)->message, ==,
                   "the file is too large for a workload: 68157440 bytes (limit 64 MiB)");
}

static const char seed_text[] =
    "machine:\n    cores 2\n    quantum 5ms\nsemaphore s = 2\nmutex m\nqueue q = 3\n"
    "function f(x, y):\n    if x < y <= 9 and not y == none:\n        return [x, y][-1]\n    elif x:\n"
    "        return f(x - 1, \"{y} {{{x}}}\")\n    else: return min(x, 3) // 2\n"
    "task t(a, lock):\n    with lock:\n        cpu a * 2 - 1ms\n    acquire s\n    release s\n    put q [a, (1 +\n  2)]\n"
    "    for i in range(3):\n        repeat 2 as j:\n            if j == 1: break\n            print \"é漢\\n{get q}\"\n"
    "    return a\ntask main:\n    h = spawn t(3ms, m)\n    assert await h == await t(1us, s), \"x\"\n"
    "    while true:\n        sleep 0\n        io 1.5s\nstart main\nstart t(1s, m)\n";

/* Random changes of a workload that uses everything: bytes, pieces copied and cut. */
static void
test_mutations (void)
{
  static const char *const pieces[] = {
    "\n", "    ", "\t",   ":",     "(",       ")",      "[",      "]",        "{",   "}",  "\"",   "\\",
    "=",  "if ",  "else", "task ", "await ",  "spawn ", "get ",   "1",        "5ms", "é",  "\xFF", "#",
    ",",  "x",    "-",    "try:",  "gather ", "\r\n",   "return", "machine:", "as ", "in "
  };
  guint rounds = g_test_thorough () ? 200000 : 4000;

  for (guint i = 0; i < rounds; i++) {
    g_autoptr (GString) text = g_string_new (seed_text);
    gint changes = g_test_rand_int_range (1, 6);

    while (changes-- > 0) {
      gssize at = g_test_rand_int_range (0, (gint32) text->len);
      gssize length = g_test_rand_int_range (1, 20);

      length = MIN (length, (gssize) text->len - at);
      g_autofree char *part = g_strndup (text->str + at, (gsize) length);

      switch (g_test_rand_int_range (0, 4)) {
      case 0: g_string_erase (text, at, length); break;
      case 1: g_string_insert (text, g_test_rand_int_range (0, (gint32) text->len), part); break;
      case 2: text->str[at] = (char) g_test_rand_int_range (1, 128); break;
      default: g_string_insert (text, at, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]); break;
      }
      if (text->len == 0)
        g_string_append_c (text, 'x');
    }
    read_anything (text->str, text->len);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/robustness/deep", test_deep);
  g_test_add_func ("/language/robustness/deep-blocks", test_deep_blocks);
  g_test_add_func ("/language/robustness/deepest", test_deepest);
  g_test_add_func ("/language/robustness/large", test_large);
  g_test_add_func ("/language/robustness/mutations", test_mutations);
  return g_test_run ();
}

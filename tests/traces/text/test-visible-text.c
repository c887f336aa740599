/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/text/visible-text.h"

static void
test_visible_text (void)
{
  static const struct {
    const char *text, *visible;
  } cases[] = {
    { "", "" },
    { "mocha: fertig ☕\n", "mocha: fertig ☕\n" },
    { "\x1b]0;OWN\a\x1b[31morder", "␛]0;OWN␇␛[31morder" },
    { "a\tb\rc\x7f", "a␉b␍c␡" },
    { "\xc2\x9b[2J", "\xef\xbf\xbd[2J" }, /* CSI in one character */
    { "a\xe2\x80\xae"
      "b\xe2\x81\xa6"
      "c",
      "a\xef\xbf\xbd"
      "b\xef\xbf\xbd"
      "c" },
    { "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d" }, /* words of such a direction stay */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *visible = il_visible_text (cases[i].text);

    g_assert_cmpstr (visible, ==, cases[i].visible);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visible-text", test_visible_text);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/text/visible-text.h"

/* Unicode has pictures of the control characters of ASCII, in their order. */
enum { PICTURES = 0x2400, DELETE = 0x7f, PICTURE_OF_DELETE = 0x2421, REPLACEMENT = 0xfffd };

/* What turns the order of letters round: a name must not look like another one. */
static gboolean
is_direction (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
il_visible_text (const char *text)
{
  GString *visible = g_string_new (NULL);

  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (c == '\n' || !(g_unichar_iscntrl (c) || is_direction (c)))
      g_string_append_unichar (visible, c);
    else
      g_string_append_unichar (visible, c < 0x20 ? PICTURES + c : c == DELETE ? PICTURE_OF_DELETE : REPLACEMENT);
  }
  return g_string_free (visible, FALSE);
}

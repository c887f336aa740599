/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/tokens.h"

#include <string.h>

typedef struct {
  const char *text, *at;
  guint line;
  GArray *tokens;
} Scanner;

/* Of a name: letters, digits and _, from all of Unicode. */
static const char *
skip_name (const char *at)
{
  while (*at) {
    gunichar c = g_utf8_get_char (at);

    if (c != '_' && !g_unichar_isalnum (c) && !g_unichar_ismark (c))
      break;
    at = g_utf8_next_char (at);
  }
  return at;
}

/* Digits, a fraction, a unit. */
static const char *
skip_number (const char *at)
{
  at += strspn (at, "0123456789");
  if (at[0] == '.' && g_ascii_isdigit (at[1]))
    at += 1 + strspn (at + 1, "0123456789");
  return skip_name (at);
}

static void
add (Scanner *scanner, IlTokenKind kind, const char *end, gboolean in_string)
{
  IlToken token = { .kind = kind,
                    .start = (guint) (scanner->at - scanner->text),
                    .length = (guint) (end - scanner->at),
                    .line = scanner->line,
                    .in_string = in_string };

  g_array_append_val (scanner->tokens, token);
  scanner->at = end;
}

/* What begins with a name, a digit or another sign. */
static void
scan_token (Scanner *scanner, gboolean in_string)
{
  const char *end = g_ascii_isdigit (*scanner->at) ? skip_number (scanner->at) : skip_name (scanner->at);

  if (g_ascii_isdigit (*scanner->at))
    add (scanner, IL_TOKEN_NUMBER, end, in_string);
  else if (end > scanner->at)
    add (scanner, IL_TOKEN_NAME, end, in_string);
  else if (*scanner->at == ' ' || *scanner->at == '\t')
    scanner->at++;
  else
    add (scanner, IL_TOKEN_SIGN, g_utf8_next_char (scanner->at), in_string);
}

/* To the quote that ends it, or the end of the line. */
static void
scan_string (Scanner *scanner)
{
  gboolean inside = FALSE;

  for (scanner->at++; *scanner->at && *scanner->at != '\n' && *scanner->at != '"';) {
    char c = *scanner->at;

    if (c == '\\' && scanner->at[1] && scanner->at[1] != '\n')
      scanner->at += 2;
    else if (!inside && c == '{' && scanner->at[1] == '{')
      scanner->at += 2;
    else if (c == '{' || c == '}') {
      inside = c == '{';
      scanner->at++;
    } else if (inside)
      scan_token (scanner, TRUE);
    else
      scanner->at = g_utf8_next_char (scanner->at);
  }
  if (*scanner->at == '"')
    scanner->at++;
}

GArray *
il_tokens_of (const char *text)
{
  Scanner scanner = { .text = text, .at = text, .tokens = g_array_new (FALSE, FALSE, sizeof (IlToken)) };

  while (*scanner.at) {
    if (*scanner.at == '\n') {
      scanner.line++;
      scanner.at++;
    } else if (*scanner.at == '#')
      scanner.at += strcspn (scanner.at, "\n");
    else if (*scanner.at == '"')
      scan_string (&scanner);
    else
      scan_token (&scanner, FALSE);
  }
  return scanner.tokens;
}

gboolean
il_token_is (const char *text, const IlToken *token, const char *word)
{
  return strlen (word) == token->length && strncmp (text + token->start, word, token->length) == 0;
}

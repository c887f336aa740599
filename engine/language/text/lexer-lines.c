/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/text/lexer-private.h"

#include <string.h>

/* Lines and their indentation, and where to go on after an error. */

guint
il_lexer_indent (const IlLexer *lexer)
{
  return g_array_index (lexer->indents, guint, lexer->indents->len - 1);
}

guint
il_lexer_column (IlLexer *lexer)
{
  for (; lexer->counted_to < lexer->at; lexer->counted_to++)
    lexer->column += ((guchar) *lexer->counted_to & 0xC0) != 0x80; /* not inside a character */
  return lexer->column;
}

void
il_lexer_begin_line (IlLexer *lexer)
{
  lexer->at += il_lexer_newline (lexer);
  lexer->line_start = lexer->counted_to = lexer->at;
  lexer->line++;
  lexer->column = 1;
}

void
il_lexer_skip_to_line_end (IlLexer *lexer)
{
  while (lexer->at < lexer->end && il_lexer_newline (lexer) == 0)
    lexer->at++;
}

/* Past the line's indentation; returns its width in characters. */
static guint
skip_indentation (IlLexer *lexer)
{
  while (il_lexer_peek (lexer, 0) == ' ' || il_lexer_peek (lexer, 0) == '\t')
    lexer->at++;
  return (guint) (lexer->at - lexer->line_start);
}

/* At the first line from here on that is more than a comment; returns its indentation. */
guint
il_lexer_skip_empty_lines (IlLexer *lexer)
{
  for (;;) {
    guint width = skip_indentation (lexer);

    if (il_lexer_peek (lexer, 0) == '#')
      il_lexer_skip_to_line_end (lexer);
    if (il_lexer_newline (lexer) > 0)
      il_lexer_begin_line (lexer);
    else
      return lexer->at == lexer->end ? 0 : width;
  }
}

/* The indentation of the line that begins with WIDTH spaces and tabs, in what the file indents with. A tab
 * among spaces counts as four, so that the lines around it still make sense once it has been reported. */
static guint
measure_indentation (const IlLexer *lexer, guint width)
{
  guint spaces = 0;

  for (guint i = 0; i < width; i++)
    spaces += lexer->line_start[i] == '\t' ? 4 : 1;
  return lexer->indent_character == '\t' ? (spaces + 3) / 4 : spaces;
}

/* Tabs and spaces in one file are reported once. */
static void
check_indentation (IlLexer *lexer, guint width)
{
  for (guint i = 0; i < width && !lexer->indent_mixed; i++) {
    char character = lexer->line_start[i];

    if (lexer->indent_character == '\0') {
      lexer->indent_character = character;
      lexer->indent_line = lexer->line;
    } else if (character != lexer->indent_character) {
      il_diagnostics_add (lexer->diagnostics, lexer->line, i + 1, 1,
                          "this line is indented with a %s, but line %u with a %s: use one of them in the whole file",
                          character == '\t' ? "tab" : "space", lexer->indent_line, character == '\t' ? "space" : "tab");
      lexer->indent_mixed = TRUE;
    }
  }
}

/* At the start of a line. TRUE: TOKEN says that a block begins or ends. */
gboolean
il_lexer_read_indentation (IlLexer *lexer, IlToken *token)
{
  guint width = il_lexer_skip_empty_lines (lexer);

  lexer->line_begins = FALSE;
  lexer->line_empty = TRUE;
  check_indentation (lexer, width);
  width = measure_indentation (lexer, width);
  token->line = lexer->line;
  token->column = il_lexer_column (lexer);
  token->length = 1;

  if (width > il_lexer_indent (lexer)) {
    g_array_append_val (lexer->indents, width);
    token->kind = IL_TOKEN_INDENT;
    return TRUE;
  }
  while (lexer->indents->len > 1 && width <= g_array_index (lexer->indents, guint, lexer->indents->len - 2)) {
    g_array_set_size (lexer->indents, lexer->indents->len - 1);
    lexer->pending_dedents++;
  }
  if (width < il_lexer_indent (lexer)) {
    if (!lexer->indent_mixed)
      il_diagnostics_add (lexer->diagnostics, lexer->line, 1, MAX (width, 1),
                          "the indentation of this line is that of no line above it");
    /* Taken as one more line of the block, so that those like it that follow are not reported. */
    g_array_index (lexer->indents, guint, lexer->indents->len - 1) = width;
  }
  return FALSE;
}

static gboolean
line_continues (const IlLexer *lexer)
{
  static const char *const words[] = { "elif", "else", "except", "finally" };
  char character = il_lexer_peek (lexer, 0);

  if (character == ')' || character == ']' || character == '}')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (lexer->end - lexer->at) >= length && memcmp (lexer->at, words[i], length) == 0
        && !g_ascii_isalnum (il_lexer_peek (lexer, length)) && il_lexer_peek (lexer, length) != '_')
      return TRUE;
  }
  return FALSE;
}

void
il_lexer_recover (IlLexer *lexer, const IlToken *last, guint indent)
{
  g_array_set_size (lexer->nesting, 0);
  lexer->pending_dedents = 0;
  if (last->kind == IL_TOKEN_INDENT)
    g_array_set_size (lexer->indents, lexer->indents->len - 1);
  while (il_lexer_indent (lexer) > indent)
    g_array_set_size (lexer->indents, lexer->indents->len - 1);
  indent = il_lexer_indent (lexer);

  if (last->kind == IL_TOKEN_INDENT || last->kind == IL_TOKEN_DEDENT) {
    lexer->at = lexer->counted_to = lexer->line_start;
    lexer->column = 1;
  } else if (!lexer->line_begins) {
    il_lexer_skip_to_line_end (lexer);
    if (lexer->at < lexer->end)
      il_lexer_begin_line (lexer);
  }

  while (lexer->at < lexer->end) {
    guint width = measure_indentation (lexer, il_lexer_skip_empty_lines (lexer));

    if (lexer->at == lexer->end || width < indent || (width == indent && !line_continues (lexer)))
      break;
    il_lexer_skip_to_line_end (lexer);
    if (lexer->at < lexer->end)
      il_lexer_begin_line (lexer);
  }
  if (lexer->at == lexer->end)
    lexer->line_start = lexer->end;
  lexer->at = lexer->counted_to = lexer->line_start;
  lexer->column = 1;
  lexer->line_begins = TRUE;
  lexer->line_empty = TRUE;
}

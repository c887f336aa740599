/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/text/bounds.h"
#include "engine/language/text/lexer-private.h"
#include "engine/text/duration.h"

#include <string.h>

/* Something that was opened and must be closed. */
typedef struct {
  char closer; /* `"` for a string, `}` for a hole in one */
  guint line;
  guint column;
} Nesting;

void
il_lexer_init (IlLexer *lexer, const char *text, gsize length, GStringChunk *names, IlDiagnostics *diagnostics)
{
  guint none = 0;

  *lexer = (IlLexer) { .end = text + length, .line = 1, .column = 1, .line_begins = TRUE, .line_empty = TRUE };
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    text += 3;
  lexer->at = lexer->line_start = lexer->counted_to = text;
  lexer->indents = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (lexer->indents, none);
  lexer->nesting = g_array_new (FALSE, FALSE, sizeof (Nesting));
  lexer->buffer = g_string_new (NULL);
  lexer->names = names;
  lexer->diagnostics = diagnostics;
}

void
il_lexer_clear (IlLexer *lexer)
{
  g_array_unref (lexer->indents);
  g_array_unref (lexer->nesting);
  g_string_free (lexer->buffer, TRUE);
}

static const Nesting *
innermost (const IlLexer *lexer)
{
  return lexer->nesting->len > 0 ? &g_array_index (lexer->nesting, Nesting, lexer->nesting->len - 1) : NULL;
}

static gboolean
open_nesting (IlLexer *lexer, const IlToken *token, char closer)
{
  Nesting nesting = { closer, token->line, token->column };

  if (lexer->nesting->len >= IL_MAX_NESTING) {
    il_diagnostics_add (lexer->diagnostics, token->line, token->column, 1, "brackets nest too deeply (limit %d)",
                        IL_MAX_NESTING);
    return FALSE;
  }
  g_array_append_val (lexer->nesting, nesting);
  return TRUE;
}

static void
close_nesting (IlLexer *lexer)
{
  g_array_set_size (lexer->nesting, lexer->nesting->len - 1);
}

/* The line, or the text, ends inside brackets or a string. */
static void
report_unclosed (IlLexer *lexer, IlToken *token)
{
  /* A string cannot go on in the next line, so it is what is wrong, even with brackets inside it. */
  const Nesting *open = innermost (lexer);

  for (guint i = 0; i < lexer->nesting->len; i++) {
    const Nesting *nesting = &g_array_index (lexer->nesting, Nesting, i);

    if (nesting->closer == '"') {
      open = nesting;
      break;
    }
  }
  if (open->closer == '"')
    il_diagnostics_add (lexer->diagnostics, open->line, open->column, 1,
                        "this string is not closed: a '\"' is missing before the end of the line");
  else
    il_diagnostics_add (lexer->diagnostics, open->line, open->column, 1, "this '%c' is never closed",
                        open->closer == ')' ? '(' : '[');
  g_array_set_size (lexer->nesting, 0);
  token->kind = IL_TOKEN_ERROR;
}

static gboolean
in_string (const IlLexer *lexer)
{
  for (guint i = 0; i < lexer->nesting->len; i++)
    if (g_array_index (lexer->nesting, Nesting, i).closer == '"')
      return TRUE;
  return FALSE;
}

static gboolean
is_name_start (gunichar character)
{
  return character == '_' || g_unichar_isalpha (character);
}

static void
skip_name (IlLexer *lexer)
{
  while (lexer->at < lexer->end) {
    if (g_ascii_isalnum (*lexer->at) || *lexer->at == '_') {
      lexer->at++;
      continue;
    }
    gunichar character = (guchar) *lexer->at < 0x80 ? ' ' : g_utf8_get_char (lexer->at);

    if (!is_name_start (character) && !g_unichar_isdigit (character) && !g_unichar_ismark (character))
      break;
    lexer->at = g_utf8_next_char (lexer->at);
  }
}

static void
read_name (IlLexer *lexer, IlToken *token)
{
  const char *start = lexer->at;

  skip_name (lexer);
  token->word = il_word_find (start, (gsize) (lexer->at - start), &token->places);
  token->kind = token->word == IL_WORD_NONE || (token->places & IL_PLACE_SOFT) ? IL_TOKEN_NAME : IL_TOKEN_WORD;
  g_string_truncate (lexer->buffer, 0);
  g_string_append_len (lexer->buffer, start, lexer->at - start);
  token->text = g_string_chunk_insert_const (lexer->names, lexer->buffer->str);
}

G_GNUC_PRINTF (3, 4)
static void
fail (IlLexer *lexer, IlToken *token, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  il_diagnostics_add (lexer->diagnostics, token->line, token->column, il_lexer_column (lexer) - token->column, "%s",
                      message);
  token->kind = IL_TOKEN_ERROR;
}

static void
read_number (IlLexer *lexer, IlToken *token)
{
  const char *start = lexer->at;
  gboolean fraction = FALSE;

  while (g_ascii_isdigit (il_lexer_peek (lexer, 0)))
    lexer->at++;
  if (il_lexer_peek (lexer, 0) == '.' && g_ascii_isdigit (il_lexer_peek (lexer, 1))) {
    fraction = TRUE;
    lexer->at++;
    while (g_ascii_isdigit (il_lexer_peek (lexer, 0)))
      lexer->at++;
  }

  gsize n_digits = (gsize) (lexer->at - start);
  const char *unit = lexer->at;
  skip_name (lexer);
  gsize unit_length = (gsize) (lexer->at - unit);

  if (unit_length > 0) {
    token->kind = IL_TOKEN_DURATION;
    switch (il_duration_parse (start, n_digits, unit, unit_length, &token->number)) {
    case IL_DURATION_OK: break;
    case IL_DURATION_UNKNOWN_UNIT:
      fail (lexer, token, "'%.*s' is no unit of time: use ns, us, ms, s or min", (int) MIN (unit_length, 40), unit);
      break;
    case IL_DURATION_FRACTION: fail (lexer, token, "this duration is not a whole number of nanoseconds"); break;
    case IL_DURATION_TOO_LONG:
      fail (lexer, token, "this duration is too long: the longest is 9223372036854775807ns, about 292 years");
      break;
    }
    return;
  }
  if (fraction) {
    fail (lexer, token, "only a duration, such as 1.5s, can have a fraction: a unit is missing");
    return;
  }

  token->kind = IL_TOKEN_INTEGER;
  token->number = 0;
  for (gsize i = 0; i < n_digits; i++)
    if (__builtin_mul_overflow (token->number, 10, &token->number)
        || __builtin_add_overflow (token->number, start[i] - '0', &token->number)) {
      fail (lexer, token, "this integer is too large: the largest is 9223372036854775807");
      return;
    }
}

/* Inside a string: text up to its end or to a hole. */
static void
read_piece (IlLexer *lexer, IlToken *token)
{
  if (il_lexer_peek (lexer, 0) == '"') {
    lexer->at++;
    close_nesting (lexer);
    token->kind = IL_TOKEN_STRING_END;
    return;
  }
  if (il_lexer_peek (lexer, 0) == '{' && il_lexer_peek (lexer, 1) != '{') {
    lexer->at++;
    token->kind = open_nesting (lexer, token, '}') ? IL_TOKEN_HOLE_BEGIN : IL_TOKEN_ERROR;
    return;
  }

  g_string_truncate (lexer->buffer, 0);
  token->kind = IL_TOKEN_PIECE;
  while (lexer->at < lexer->end && il_lexer_newline (lexer) == 0 && *lexer->at != '"') {
    char character = *lexer->at;
    char next = il_lexer_peek (lexer, 1);

    if (character == '\\') {
      token->column = il_lexer_column (lexer);
      lexer->at = lexer->at + 1 < lexer->end && next != '\n' ? g_utf8_next_char (lexer->at + 1) : lexer->at + 1;
      if (next == '"' || next == '\\')
        g_string_append_c (lexer->buffer, next);
      else if (next == 'n' || next == 't')
        g_string_append_c (lexer->buffer, next == 'n' ? '\n' : '\t');
      else {
        fail (lexer, token, "unknown escape in a string: there are \\\" \\\\ \\n and \\t");
        return;
      }
    } else if (character == '{' || character == '}') {
      if (next != character && character == '{')
        break;
      if (next != character) {
        token->column = il_lexer_column (lexer);
        lexer->at++;
        fail (lexer, token, "a lone '}' in a string: write '}}' for the character itself");
        return;
      }
      g_string_append_c (lexer->buffer, character);
      lexer->at += 2;
    } else {
      g_string_append_c (lexer->buffer, character);
      lexer->at++;
    }
  }
  token->text = lexer->buffer->str;
  token->size = lexer->buffer->len;
}

/* In brackets, a line that begins with a word that no expression contains shows that they were never closed. */
static gboolean
line_is_statement (IlLexer *lexer)
{
  const char *start = lexer->at;
  IlPlaces places;

  skip_name (lexer);
  gsize length = (gsize) (lexer->at - start);
  lexer->at = start;
  return length > 0 && il_word_find (start, length, &places) != IL_WORD_NONE
         && (places & (IL_PLACE_EXPRESSION | IL_PLACE_INSIDE | IL_PLACE_SOFT)) == 0;
}

gboolean
il_lexer_operand_follows (const IlLexer *lexer)
{
  const char *at = lexer->at;
  IlPlaces places;

  while (at < lexer->end && (*at == ' ' || *at == '\t'))
    at++;
  if (at == lexer->at || at == lexer->end)
    return FALSE;
  if (*at == '[' || *at == '"')
    return TRUE;
  if (!is_name_start ((guchar) *at < 0x80 ? (guchar) *at : g_utf8_get_char (at)))
    return FALSE;

  IlLexer ahead = *lexer;
  ahead.at = at;
  skip_name (&ahead);
  return il_word_find (at, (gsize) (ahead.at - at), &places) == IL_WORD_NONE
         || (places & (IL_PLACE_EXPRESSION | IL_PLACE_SOFT)) != 0;
}

static void
read_symbol (IlLexer *lexer, IlToken *token)
{
  static const struct {
    char text[3];
    IlSymbol symbol;
  } pairs[] = {
    { "//", IL_SYMBOL_FLOOR_DIVIDE }, { "==", IL_SYMBOL_EQUAL },    { "!=", IL_SYMBOL_NOT_EQUAL },
    { "<=", IL_SYMBOL_AT_MOST },      { ">=", IL_SYMBOL_AT_LEAST },
  };
  char character = *lexer->at;
  const Nesting *open = innermost (lexer);

  token->kind = IL_TOKEN_SYMBOL;
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (character == pairs[i].text[0] && il_lexer_peek (lexer, 1) == pairs[i].text[1]) {
      token->symbol = pairs[i].symbol;
      lexer->at += 2;
      return;
    }

  lexer->at = g_utf8_next_char (lexer->at);
  token->symbol = character;
  switch (character) {
  case '"': token->kind = open_nesting (lexer, token, '"') ? IL_TOKEN_STRING_BEGIN : IL_TOKEN_ERROR; break;
  case '(':
  case '[':
    if (!open_nesting (lexer, token, character == '(' ? ')' : ']'))
      token->kind = IL_TOKEN_ERROR;
    break;
  case ')':
  case ']':
  case '}':
    if (open && open->closer == character) {
      close_nesting (lexer);
      if (character == '}')
        token->kind = IL_TOKEN_HOLE_END;
    } else if (open && open->closer != '}')
      fail (lexer, token, "'%c' does not close the '%c' of line %u", character, open->closer == ')' ? '(' : '[',
            open->line);
    else if (open == NULL)
      fail (lexer, token, "this '%c' closes nothing", character);
    break;
  case '+':
  case '-':
  case '*':
  case '%':
  case '<':
  case '>':
  case '=':
  case ',':
  case ':': break;
  case '/': fail (lexer, token, "there is no '/': write '//', which rounds down to a whole number"); break;
  case '!': fail (lexer, token, "there is no '!': write 'not'"); break;
  case '&':
  case '|': fail (lexer, token, "there is no '%c': write '%s'", character, character == '&' ? "and" : "or"); break;
  case '\'': fail (lexer, token, "strings stand in double quotes: \"...\""); break;
  case ';': fail (lexer, token, "there is no ';': write each statement on a line of its own"); break;
  case '.': fail (lexer, token, "there is no '.': nothing has parts that are reached by name"); break;
  case '\\':
    fail (lexer, token, "there is no '\\' to go on in the next line: put the expression in parentheses");
    if (il_lexer_newline (lexer) > 0) {
      /* The next line belongs to this one. */
      il_lexer_begin_line (lexer);
      il_lexer_skip_to_line_end (lexer);
    }
    break;
  default: {
    gunichar found = g_utf8_get_char (g_utf8_prev_char (lexer->at));

    if (g_unichar_isprint (found) && found > ' ')
      fail (lexer, token, "unexpected character '%.*s'", (int) (lexer->at - g_utf8_prev_char (lexer->at)),
            g_utf8_prev_char (lexer->at));
    else
      fail (lexer, token, "unexpected character U+%04X", found);
  }
  }
}

void
il_lexer_next (IlLexer *lexer, IlToken *token)
{
  const char *before = lexer->at;

  *token = (IlToken) { .kind = IL_TOKEN_END, .line = lexer->line, .column = il_lexer_column (lexer), .length = 1 };

  if (innermost (lexer) && innermost (lexer)->closer == '"' && lexer->at < lexer->end
      && il_lexer_newline (lexer) == 0) {
    read_piece (lexer, token);
  } else {
    if (lexer->line_begins && lexer->nesting->len == 0 && il_lexer_read_indentation (lexer, token))
      return;
    if (lexer->pending_dedents > 0) {
      lexer->pending_dedents--;
      token->kind = IL_TOKEN_DEDENT;
      return;
    }

    for (;;) {
      char character = il_lexer_peek (lexer, 0);

      if (character == ' ' || character == '\t')
        lexer->at++;
      else if (character == '#')
        il_lexer_skip_to_line_end (lexer);
      else if (il_lexer_newline (lexer) > 0 && lexer->nesting->len > 0 && !in_string (lexer)) {
        il_lexer_begin_line (lexer);
        lexer->line_begins = TRUE;
        il_lexer_skip_empty_lines (lexer);
        if (line_is_statement (lexer)) {
          report_unclosed (lexer, token);
          lexer->at = lexer->line_start;
          return;
        }
        lexer->line_begins = FALSE;
      } else
        break;
    }

    token->line = lexer->line;
    token->column = il_lexer_column (lexer);
    token->space = lexer->at > before;
    if (lexer->at == lexer->end || il_lexer_newline (lexer) > 0) {
      if (lexer->nesting->len > 0)
        report_unclosed (lexer, token);
      else if (lexer->at < lexer->end || !lexer->line_empty) {
        token->kind = IL_TOKEN_NEWLINE;
        if (lexer->at < lexer->end)
          il_lexer_begin_line (lexer);
        lexer->line_begins = TRUE;
        lexer->line_empty = TRUE;
      }
      return;
    }
    lexer->line_empty = FALSE;
    if (g_ascii_isdigit (*lexer->at))
      read_number (lexer, token);
    else if (is_name_start (g_utf8_get_char (lexer->at)))
      read_name (lexer, token);
    else
      read_symbol (lexer, token);
  }
  if (token->kind != IL_TOKEN_ERROR)
    token->length = il_lexer_column (lexer) - token->column;
}

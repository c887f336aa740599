/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/literal.h"

#include <string.h>

#include "engine/language/text/lexer.h"

typedef struct {
  GArray *tokens; /* of IlToken; their texts are in NAMES */
  GStringChunk *names;
  const char *text;
} Tokens;

static void
tokens_clear (Tokens *tokens)
{
  g_array_unref (tokens->tokens);
  g_string_chunk_free (tokens->names);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tokens, tokens_clear)

static Tokens
read_tokens (const char *text)
{
  Tokens tokens = { g_array_new (FALSE, FALSE, sizeof (IlToken)), g_string_chunk_new (256), text };
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  IlLexer lexer;
  IlToken token;

  il_lexer_init (&lexer, text, strlen (text), tokens.names, diagnostics);
  do {
    il_lexer_next (&lexer, &token);
    g_array_append_val (tokens.tokens, token);
  } while (token.kind != IL_TOKEN_END);
  il_lexer_clear (&lexer);
  return tokens;
}

static const IlToken *
token_at (const Tokens *tokens, guint i)
{
  static const IlToken end = { .kind = IL_TOKEN_END };

  return i < tokens->tokens->len ? &g_array_index (tokens->tokens, IlToken, i) : &end;
}

static gboolean
is_number (const IlToken *token)
{
  return token->kind == IL_TOKEN_INTEGER || token->kind == IL_TOKEN_DURATION;
}

/* The first byte of LINE, counted from 1. */
static const char *
line_of (const char *text, guint line)
{
  while (--line > 0) {
    const char *end = strchr (text, '\n');

    if (!end)
      return text + strlen (text);
    text = end + 1;
  }
  return text;
}

static IlLiteral
literal_of (const Tokens *tokens, const IlToken *token)
{
  const char *begin = g_utf8_offset_to_pointer (line_of (tokens->text, token->line), token->column - 1);
  const char *end = g_utf8_offset_to_pointer (begin, token->length);

  return (IlLiteral) { .offset = (gsize) (begin - tokens->text),
                       .length = (gsize) (end - begin),
                       .line = token->line,
                       .duration = token->kind == IL_TOKEN_DURATION,
                       .value = token->number };
}

/* "12:4ms" or "12:8:4ms". Returns FALSE where NAME is no place. */
static gboolean
read_place (const char *name, guint64 *line, guint64 *column, const char **literal)
{
  char *end;

  if (!g_ascii_isdigit (*name))
    return FALSE;
  *column = 0;
  *line = g_ascii_strtoull (name, &end, 10);
  if (*end != ':')
    return FALSE;
  *literal = end + 1;
  if (g_ascii_isdigit (end[1])) {
    guint64 second = g_ascii_strtoull (end + 1, &end, 10);

    if (*end == ':') {
      *column = second;
      *literal = end + 1;
    }
  }
  return TRUE;
}

static gboolean
find_place (const Tokens *tokens, const char *name, guint64 line, guint64 column, const char *wanted,
            IlLiteral *literal, GError **error)
{
  g_autoptr (GString) columns = g_string_new (NULL), others = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < tokens->tokens->len; i++) {
    const IlToken *token = token_at (tokens, i);

    if (token->line != line || !is_number (token))
      continue;
    IlLiteral one = literal_of (tokens, token);
    g_autofree char *written = g_strndup (tokens->text + one.offset, one.length);
    if (!g_str_equal (written, wanted) || (column != 0 && token->column != column)) {
      g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "", written);
      continue;
    }
    *literal = one;
    n++;
    g_string_append_printf (columns, "%s%" G_GUINT64_FORMAT ":%u:%s", columns->len > 0 ? " or " : "", line,
                            token->column, wanted);
  }
  if (n == 1)
    return TRUE;
  if (n > 1)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "'%s' stands %u times in line %" G_GUINT64_FORMAT ": say %s", wanted, n, line, columns->str);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "'%s': line %" G_GUINT64_FORMAT " has no number '%s'%s%s",
                 name, line, wanted, others->len > 0 ? "; it has: " : "", others->str);
  return FALSE;
}

/* Whether the tokens from I on are `NAME = NUMBER`, at whose end the line or an object's variety is. */
static gboolean
is_setting (const Tokens *tokens, guint i, const char *name)
{
  const IlToken *first = token_at (tokens, i), *behind = token_at (tokens, i + 3);

  return (first->kind == IL_TOKEN_NAME || first->kind == IL_TOKEN_WORD) && g_strcmp0 (first->text, name) == 0
         && token_at (tokens, i + 1)->kind == IL_TOKEN_SYMBOL && token_at (tokens, i + 1)->symbol == '='
         && is_number (token_at (tokens, i + 2))
         && (behind->kind == IL_TOKEN_NEWLINE || behind->kind == IL_TOKEN_END || behind->kind == IL_TOKEN_NAME
             || behind->kind == IL_TOKEN_WORD);
}

/* A declaration is a line at the margin whose second word is the name. */
static gboolean
is_declared (const Tokens *tokens, guint i)
{
  return i > 0 && token_at (tokens, i - 1)->column == 1 && token_at (tokens, i - 1)->line == token_at (tokens, i)->line;
}

static gboolean
find_name (const Tokens *tokens, const char *name, IlLiteral *literal, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL), others = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < tokens->tokens->len; i++) {
    const IlToken *token = token_at (tokens, i);

    if (is_setting (tokens, i, name)) {
      IlLiteral one = literal_of (tokens, token_at (tokens, i + 2));

      if (n == 0 || is_declared (tokens, i))
        *literal = one;
      if (is_declared (tokens, i))
        return TRUE;
      g_autofree char *written = g_strndup (tokens->text + one.offset, one.length);
      g_string_append_printf (lines, "%s%u:%s", n > 0 ? ", " : "", one.line, written);
      n++;
    } else if (token->text && is_declared (tokens, i) && is_setting (tokens, i, token->text))
      g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "", token->text);
  }
  if (n == 1)
    return TRUE;
  if (n > 1)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "'%s' is given a number in several lines: say which, "
                 "by line and number: %s",
                 name, lines->str);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "the workload gives no '%s' a number%s%s; any number can be "
                 "named by its line, as in 12:4ms",
                 name, others->len > 0 ? "; it does so to: " : "", others->str);
  return FALSE;
}

gboolean
il_literal_find (const char *text, const char *name, IlLiteral *literal, GError **error)
{
  g_auto (Tokens) tokens = read_tokens (text);
  guint64 line, column;
  const char *wanted;

  if (read_place (name, &line, &column, &wanted))
    return find_place (&tokens, name, line, column, wanted, literal, error);
  return find_name (&tokens, name, literal, error);
}

char **
il_literal_names (const char *text)
{
  g_auto (Tokens) tokens = read_tokens (text);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize)); /* of those that have a name */

  for (guint i = 0; i < tokens.tokens->len; i++) {
    const IlToken *token = token_at (&tokens, i);

    if (!token->text || !is_declared (&tokens, i) || !is_setting (&tokens, i, token->text))
      continue;
    IlLiteral one = literal_of (&tokens, token_at (&tokens, i + 2));
    g_array_append_val (offsets, one.offset);
    g_strv_builder_add (names, token->text);
  }
  for (guint i = 0, named = 0; i < tokens.tokens->len; i++) {
    const IlToken *token = token_at (&tokens, i);
    IlLiteral one, found;

    if (!is_number (token))
      continue;
    one = literal_of (&tokens, token);
    if (named < offsets->len && g_array_index (offsets, gsize, named) == one.offset) {
      named++;
      continue;
    }
    g_autofree char *written = g_strndup (text + one.offset, one.length);
    g_autofree char *name = g_strdup_printf ("%u:%s", token->line, written);
    if (!find_place (&tokens, name, token->line, 0, written, &found, NULL)) { /* it stands there more than once */
      g_free (name);
      name = g_strdup_printf ("%u:%u:%s", token->line, token->column, written);
    }
    g_strv_builder_add (names, name);
  }
  return g_strv_builder_end (names);
}

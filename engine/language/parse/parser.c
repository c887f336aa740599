/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"
#include "engine/language/text/bounds.h"
#include "engine/text/duration.h"

void
il_parser_advance (IlParser *parser)
{
  parser->previous = parser->token;
  il_lexer_next (&parser->lexer, &parser->token);
}

gboolean
il_parser_at_symbol (const IlParser *parser, int symbol)
{
  return parser->token.kind == IL_TOKEN_SYMBOL && parser->token.symbol == symbol;
}

gboolean
il_parser_at_word (const IlParser *parser, IlWord word)
{
  return parser->token.kind == IL_TOKEN_WORD && parser->token.word == word;
}

gboolean
il_parser_at_soft_word (const IlParser *parser)
{
  return parser->token.kind == IL_TOKEN_NAME && parser->token.word != IL_WORD_NONE
         && il_lexer_operand_follows (&parser->lexer);
}

gboolean
il_parser_accept_symbol (IlParser *parser, int symbol)
{
  if (!il_parser_at_symbol (parser, symbol))
    return FALSE;
  il_parser_advance (parser);
  return TRUE;
}

gboolean
il_parser_accept_word (IlParser *parser, IlWord word)
{
  if (!il_parser_at_word (parser, word))
    return FALSE;
  il_parser_advance (parser);
  return TRUE;
}

void
il_parser_fail (IlParser *parser, const IlToken *token, const char *format, ...)
{
  va_list arguments;

  /* The lexer has said what is wrong with it. */
  if (token->kind == IL_TOKEN_ERROR)
    return;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  il_diagnostics_add (parser->diagnostics, token->line, token->column, token->length, "%s", message);
}

gboolean
il_token_begins_expression (const IlToken *token)
{
  switch (token->kind) {
  case IL_TOKEN_NAME:
  case IL_TOKEN_INTEGER:
  case IL_TOKEN_DURATION:
  case IL_TOKEN_STRING_BEGIN: return TRUE;
  case IL_TOKEN_WORD: return (token->places & IL_PLACE_EXPRESSION) != 0;
  default: return FALSE;
  }
}

/* How a message names a token. Free it. */
static char *
describe (const IlToken *token)
{
  switch (token->kind) {
  case IL_TOKEN_END: return g_strdup ("the end of the file");
  case IL_TOKEN_NEWLINE: return g_strdup ("the end of the line");
  case IL_TOKEN_INDENT:
  case IL_TOKEN_DEDENT: return g_strdup ("this indentation");
  case IL_TOKEN_NAME:
  case IL_TOKEN_WORD: return g_strdup_printf ("'%.60s'", token->text);
  case IL_TOKEN_INTEGER: return g_strdup ("this number");
  case IL_TOKEN_DURATION: return g_strdup ("this duration");
  case IL_TOKEN_STRING_BEGIN: return g_strdup ("this string");
  case IL_TOKEN_HOLE_END: return g_strdup ("'}'");
  case IL_TOKEN_SYMBOL:
    switch (token->symbol) {
    case IL_SYMBOL_FLOOR_DIVIDE: return g_strdup ("'//'");
    case IL_SYMBOL_EQUAL: return g_strdup ("'=='");
    case IL_SYMBOL_NOT_EQUAL: return g_strdup ("'!='");
    case IL_SYMBOL_AT_MOST: return g_strdup ("'<='");
    case IL_SYMBOL_AT_LEAST: return g_strdup ("'>='");
    default: return g_strdup_printf ("'%c'", token->symbol);
    }
  default: return g_strdup ("this");
  }
}

void
il_parser_fail_unexpected (IlParser *parser, const char *expected)
{
  const IlToken *token = &parser->token;

  if (il_parser_at_symbol (parser, '=') && parser->previous.kind == IL_TOKEN_WORD
      && parser->previous.line == token->line) {
    il_parser_fail (parser, &parser->previous, "'%s' is a word of the language: it cannot be the name of a variable",
                    parser->previous.text);
    return;
  }
  /* Two things side by side: the first is often a misspelt word. */
  if (parser->previous.kind == IL_TOKEN_NAME && il_token_begins_expression (token)
      && parser->previous.line == token->line) {
    IlSuggestion suggestion;

    il_suggestion_init (&suggestion, parser->previous.text);
    il_words_suggest (&suggestion, IL_PLACE_EXPRESSION);
    if (suggestion.nearest) {
      il_parser_fail (parser, &parser->previous, "unknown word '%s', did you mean '%s'?", parser->previous.text,
                      suggestion.nearest);
      return;
    }
  }
  if (parser->previous.kind == IL_TOKEN_INTEGER && token->kind == IL_TOKEN_NAME && il_duration_is_unit (token->text)) {
    il_parser_fail (parser, token, "a duration is written without a space: %" G_GINT64_FORMAT "%s",
                    parser->previous.number, token->text);
    return;
  }

  g_autofree char *found = describe (token);
  il_parser_fail (parser, token, "expected %s before %s", expected, found);
}

gboolean
il_parser_expect_symbol (IlParser *parser, int symbol)
{
  char expected[] = { '\'', (char) symbol, '\'', '\0' };

  if (il_parser_accept_symbol (parser, symbol))
    return TRUE;
  if (symbol == '=' && il_parser_at_symbol (parser, IL_SYMBOL_EQUAL))
    il_parser_fail (parser, &parser->token, "'==' compares: write '=' here");
  else if (symbol == ':' && il_parser_at_symbol (parser, '='))
    il_parser_fail (parser, &parser->token, "'=' gives a value to a variable: to compare, write '=='");
  else
    il_parser_fail_unexpected (parser, expected);
  return FALSE;
}

gboolean
il_parser_expect_line_end (IlParser *parser)
{
  if (parser->token.kind == IL_TOKEN_NEWLINE) {
    il_parser_advance (parser);
    return TRUE;
  }
  if (il_parser_at_symbol (parser, '='))
    il_parser_fail (parser, &parser->token, "'=' gives a value to a variable: to compare, write '=='");
  else
    il_parser_fail_unexpected (parser, "the end of the line");
  return FALSE;
}

const char *
il_parser_expect_name (IlParser *parser, const char *what)
{
  if (parser->token.kind == IL_TOKEN_NAME) {
    il_parser_advance (parser);
    return parser->previous.text;
  }
  if (parser->token.kind == IL_TOKEN_WORD) {
    il_parser_fail (parser, &parser->token, "'%s' is a word of the language: it cannot be %s", parser->token.text,
                    what);
    return NULL;
  }
  il_parser_fail_unexpected (parser, what);
  return NULL;
}

gboolean
il_parser_enter (IlParser *parser)
{
  if (++parser->depth <= IL_MAX_NESTING)
    return TRUE;
  il_parser_fail (parser, &parser->token, "this nests too deeply (limit %d)", IL_MAX_NESTING);
  parser->depth--;
  return FALSE;
}

void
il_parser_leave (IlParser *parser)
{
  parser->depth--;
}

void
il_parser_recover (IlParser *parser, guint indent)
{
  il_lexer_recover (&parser->lexer, &parser->token, indent);
  il_parser_advance (parser);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"

/* What must hold, and the places that are asked for. */

/* always COND, "text"; ensure COND, "text" */
gboolean
il_parse_property (IlParser *parser, IlPropertyKind kind)
{
  IlToken word = parser->token;
  IlProperty property = { .kind = kind, .line = word.line, .column = word.column };

  il_parser_advance (parser);
  if (parser->token.kind == IL_TOKEN_NEWLINE) {
    il_parser_fail (parser, &word, "'%s' needs a condition and a text, as in '%s x <= 1, \"at most one\"'", word.text,
                    word.text);
    return FALSE;
  }
  property.condition = il_parse_expression (parser);
  if (property.condition == NULL)
    return FALSE;
  if (parser->token.kind != IL_TOKEN_NEWLINE && !il_parser_at_symbol (parser, ','))
    return il_parser_expect_line_end (parser); /* which tells of what is there */
  if (!il_parser_accept_symbol (parser, ',') || parser->token.kind != IL_TOKEN_STRING_BEGIN) {
    il_parser_fail (parser, &word,
                    "'%s' needs a text behind its condition, which says what must hold: '%s ..., \"at "
                    "most one\"'",
                    word.text, word.text);
    return FALSE;
  }
  property.text = il_parse_expression (parser);
  if (property.text == NULL || !il_parser_expect_line_end (parser))
    return FALSE;
  g_array_append_val (parser->program->properties, property);
  return TRUE;
}

IlStatement *
il_parse_reach (IlParser *parser, IlStatement *statement)
{
  const IlExpression *text = statement->value;

  if (text->kind != IL_EXPRESSION_LITERAL || text->literal.type != IL_TYPE_STRING
      || il_value_length (text->literal) == 0) {
    il_parser_fail (parser, &parser->previous, "'reach' needs a plain text, as in 'reach \"both are in\"'");
    return NULL;
  }

  IlReach reach = { il_value_text (text->literal), statement->line };
  statement->slot = parser->program->reaches->len;
  g_array_append_val (parser->program->reaches, reach);
  return statement;
}

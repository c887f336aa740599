/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"

#include <string.h>

/* start NAME(args) at D every D until D deadline D length D priority N weight N on core N name "text" as NAME */

typedef enum { AT, EVERY, UNTIL, DEADLINE, LENGTH, PRIORITY, WEIGHT, ON, NAME, AS, N_OPTIONS } Option;

static const char *const options[N_OPTIONS] = { "at",       "every",  "until", "deadline", "length",
                                                "priority", "weight", "on",    "name",     "as" };

static gboolean
find_option (IlParser *parser, Option *option)
{
  const IlToken *token = &parser->token;
  IlSuggestion suggestion;

  if (token->kind != IL_TOKEN_NAME && token->kind != IL_TOKEN_WORD) {
    il_parser_fail_unexpected (parser, "the end of the line");
    return FALSE;
  }
  il_suggestion_init (&suggestion, token->text);
  for (guint i = 0; i < N_OPTIONS; i++) {
    if (strcmp (token->text, options[i]) == 0) {
      *option = (Option) i;
      return TRUE;
    }
    il_suggestion_offer (&suggestion, options[i]);
  }

  g_autofree char *hint = il_suggestion_text (&suggestion);
  il_parser_fail (parser, token, "a start line has no option '%s'%s", token->text, hint);
  return FALSE;
}

static gboolean
parse_number (IlParser *parser, const char *what, gint64 least, gint64 most, gint64 *number)
{
  gboolean negative = il_parser_accept_symbol (parser, '-');

  if (parser->token.kind != IL_TOKEN_INTEGER) {
    g_autofree char *expected = g_strdup_printf ("%s, a whole number,", what);

    il_parser_fail_unexpected (parser, expected);
    return FALSE;
  }
  *number = negative ? -parser->token.number : parser->token.number;
  if (*number < least || *number > most) {
    il_parser_fail (parser, &parser->token, "%s must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, what, least,
                    most);
    return FALSE;
  }
  il_parser_advance (parser);
  return TRUE;
}

static gboolean
parse_core (IlParser *parser, IlStart *start)
{
  gint64 number;

  if (parser->token.kind != IL_TOKEN_NAME || strcmp (parser->token.text, "core") != 0) {
    il_parser_fail_unexpected (parser, "'core', as in 'on core 0',");
    return FALSE;
  }
  il_parser_advance (parser);
  if (!parse_number (parser, "the number of a core", 0, 1023, &number))
    return FALSE;
  start->core = (gint) number;
  return TRUE;
}

/* A string that is a name: some text, on one line, nothing to compute. */
static gboolean
parse_name (IlParser *parser, IlStart *start)
{
  IlToken token = parser->token;
  IlExpression *text = token.kind == IL_TOKEN_STRING_BEGIN ? il_parse_expression (parser) : NULL;

  if (token.kind == IL_TOKEN_STRING_BEGIN && text == NULL)
    return FALSE;
  if (text == NULL || text->kind != IL_EXPRESSION_LITERAL || text->literal.type != IL_TYPE_STRING
      || il_value_length (text->literal) == 0 || strchr (il_value_text (text->literal), '\n')) {
    il_parser_fail (parser, &token, "a name is a plain string, as in 'name \"table 4\"'");
    return FALSE;
  }
  start->name = il_value_text (text->literal);
  return TRUE;
}

static gboolean
parse_option (IlParser *parser, Option option, const IlToken *token, IlStartLine *line)
{
  IlStart *start = &line->options;

  switch (option) {
  case AT: return il_parse_setting_time (parser, token, &start->at);
  case EVERY:
    if (!il_parse_setting_time (parser, token, &start->every))
      return FALSE;
    if (start->every == 0) {
      il_parser_fail (parser, &parser->previous, "a period must be longer than 0");
      return FALSE;
    }
    return TRUE;
  case UNTIL: return il_parse_setting_time (parser, token, &start->until);
  case DEADLINE: return il_parse_setting_time (parser, token, &start->deadline);
  case LENGTH: return il_parse_setting_time (parser, token, &start->length);
  case PRIORITY: return parse_number (parser, "a priority", -1000000, 1000000, &start->priority);
  case WEIGHT: return parse_number (parser, "a weight", 1, 1000000, &start->weight);
  case ON: return parse_core (parser, start);
  case NAME: return parse_name (parser, start);
  case AS:
    line->as_column = parser->token.column;
    line->as = il_parser_expect_name (parser, "the name of a shared variable");
    return line->as != NULL;
  default: return FALSE;
  }
}

gboolean
il_parse_start (IlParser *parser)
{
  IlStartLine line = { .options = IL_START_DEFAULTS };
  gboolean given[N_OPTIONS] = { FALSE };

  il_parser_advance (parser);
  IlToken name = parser->token;
  if (il_parser_expect_name (parser, "the name of a task") == NULL)
    return FALSE;

  /* `start main` is `start main()`. */
  if (il_parser_at_symbol (parser, '(')) {
    line.call = il_parse_arguments (parser, &name);
    if (line.call == NULL)
      return FALSE;
  } else {
    line.call = il_parser_new_expression (parser, IL_EXPRESSION_CALL, &name);
    line.call->call.callee = name.text;
  }

  while (parser->token.kind != IL_TOKEN_NEWLINE) {
    IlToken token = parser->token;
    Option option;

    if (!find_option (parser, &option))
      return FALSE;
    if (given[option]) {
      il_parser_fail (parser, &token, "'%s' is given twice", options[option]);
      return FALSE;
    }
    given[option] = TRUE;
    il_parser_advance (parser);
    if (!parse_option (parser, option, &token, &line))
      return FALSE;
  }
  if (given[UNTIL] && !given[EVERY]) {
    il_parser_fail (parser, &name, "'until' needs 'every', as in 'start %s every 10ms until 50ms'", name.text);
    return FALSE;
  }
  if (!il_parser_expect_line_end (parser))
    return FALSE;
  g_array_append_val (parser->program->start_lines, line);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"

#include <string.h>

/* try: ... except Error as e: ... except Cancelled: ... finally: ...; the same after a timeout's block */

static const char *const catches[] = {
  [IL_CATCH_ERROR] = "Error",
  [IL_CATCH_TIMEOUT] = "Timeout",
  [IL_CATCH_CANCELLED] = "Cancelled",
};

static gboolean
parse_caught (IlParser *parser, IlHandler *handler)
{
  IlToken token = parser->token;
  IlSuggestion suggestion;

  if (token.kind != IL_TOKEN_NAME) {
    il_parser_fail_unexpected (parser, "what to catch: Error, Timeout or Cancelled");
    return FALSE;
  }
  il_suggestion_init (&suggestion, token.text);
  for (guint i = 0; i < G_N_ELEMENTS (catches); i++) {
    if (strcmp (token.text, catches[i]) == 0) {
      handler->catches = (IlCatch) i;
      il_parser_advance (parser);
      return TRUE;
    }
    il_suggestion_offer (&suggestion, catches[i]);
  }

  g_autofree char *hint = il_suggestion_text (&suggestion);
  il_parser_fail (parser, &token, "there is no '%s' to catch%s", token.text,
                  suggestion.nearest ? hint : ": there are Error, Timeout and Cancelled");
  return FALSE;
}

/* Whether an `except` above catches what this one is for. */
static gboolean
is_reached (IlParser *parser, const IlToken *token, const IlHandler *handler, const GArray *above)
{
  for (guint i = 0; i < above->len; i++) {
    IlCatch other = g_array_index (above, IlHandler, i).catches;

    if (other == handler->catches || (other == IL_CATCH_ERROR && handler->catches == IL_CATCH_TIMEOUT)) {
      il_parser_fail (parser, token, "this is never reached: the 'except %s' above catches it", catches[other]);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
parse_handler (IlParser *parser, GArray *handlers)
{
  IlHandler handler = { .line = parser->token.line };

  il_parser_advance (parser);
  IlToken what = parser->token;
  if (!parse_caught (parser, &handler) || !is_reached (parser, &what, &handler, handlers))
    return FALSE;
  if (il_parser_accept_word (parser, IL_WORD_AS)
      && (handler.variable = il_parser_expect_name (parser, "the name of a variable")) == NULL)
    return FALSE;
  if (!il_parse_body (parser, &handler.block))
    return FALSE;
  g_array_append_val (handlers, handler);
  return TRUE;
}

/* What follows the block of TRY. */
static gboolean
parse_handlers (IlParser *parser, IlTry *try)
{
  g_autoptr (GArray) handlers = g_array_new (FALSE, TRUE, sizeof (IlHandler));

  while (il_parser_at_word (parser, IL_WORD_EXCEPT))
    if (!parse_handler (parser, handlers))
      return FALSE;
  if (il_parser_at_word (parser, IL_WORD_FINALLY)) {
    try->has_finally = TRUE;
    try->finally_line = parser->token.line;
    il_parser_advance (parser);
    if (!il_parse_body (parser, &try->finally))
      return FALSE;
  }
  try->handlers = il_arena_copy (parser->program->arena, handlers->data, handlers->len * sizeof (IlHandler));
  try->n_handlers = handlers->len;
  return TRUE;
}

static IlStatement *
new_try (IlParser *parser, const IlToken *token)
{
  IlStatement *statement = il_parser_new_statement (parser, IL_STATEMENT_TRY, token);

  statement->try = il_arena_new_node (parser->program->arena, IlTry);
  return statement;
}

IlStatement *
il_parse_try (IlParser *parser)
{
  IlToken token = parser->token;
  IlStatement *statement = new_try (parser, &token);

  il_parser_advance (parser);
  if (!il_parse_body (parser, &statement->try->body) || !parse_handlers (parser, statement->try))
    return NULL;
  if (statement->try->n_handlers == 0 && !statement->try->has_finally) {
    il_parser_fail (parser, &token, "this 'try' needs an 'except' or a 'finally' after its block, indented like it");
    /* Said, and gone on with: the next line is whole. */
    parser->routine->broken = TRUE;
  }
  return statement;
}

/* With an `except` or `finally` after its block, it is the whole body of a `try`. */
IlStatement *
il_parse_timeout (IlParser *parser)
{
  IlToken token = parser->token;
  IlStatement *timeout = il_parser_new_statement (parser, IL_STATEMENT_TIMEOUT, &token);

  il_parser_advance (parser);
  if (il_parser_at_symbol (parser, ':')) {
    il_parser_fail (parser, &token, "'timeout' needs a duration, as in 'timeout 5ms:'");
    return NULL;
  }
  timeout->value = il_parse_expression (parser);
  if (timeout->value == NULL || !il_parse_body (parser, &timeout->block))
    return NULL;
  if (!il_parser_at_word (parser, IL_WORD_EXCEPT) && !il_parser_at_word (parser, IL_WORD_FINALLY))
    return timeout;

  IlStatement *statement = new_try (parser, &token);
  statement->try->body.statements = il_arena_copy (parser->program->arena, &timeout, sizeof timeout);
  statement->try->body.n = 1;
  return parse_handlers (parser, statement->try) ? statement : NULL;
}

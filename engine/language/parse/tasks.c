/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"

/* Expressions that start tasks, or wait for some. Each function is called after the word. */

/* `spawn NAME(...)`, `thread NAME(...)`. */
static IlExpression *
parse_call_after (IlParser *parser, const IlToken *word, const char *what, IlExpressionKind kind)
{
  IlToken name = parser->token;

  if (name.kind != IL_TOKEN_NAME) {
    il_parser_fail_unexpected (parser, what);
    return NULL;
  }
  il_parser_advance (parser);
  if (!il_parser_at_symbol (parser, '(')) {
    il_parser_fail (parser, &name, "'%s' needs a call: write '%s %s(...)'", word->text, word->text, name.text);
    return NULL;
  }

  IlExpression *call = il_parse_arguments (parser, &name);
  if (call)
    call->kind = (guint8) kind;
  return call;
}

IlExpression *
il_parse_offload (IlParser *parser)
{
  IlToken word = parser->previous;

  return parse_call_after (parser, &word, "the name of a function or task",
                           word.word == IL_WORD_THREAD ? IL_EXPRESSION_THREAD : IL_EXPRESSION_PROCESS);
}

IlExpression *
il_parse_spawn (IlParser *parser)
{
  IlToken word = parser->previous;

  if (!il_parser_accept_word (parser, IL_WORD_THREAD) && !il_parser_accept_word (parser, IL_WORD_PROCESS))
    return parse_call_after (parser, &word, "the name of a task", IL_EXPRESSION_SPAWN);

  IlExpression *call = il_parse_offload (parser);
  if (call)
    il_expression_spawn_offload (call);
  return call;
}

IlExpression *
il_parse_tasks (IlParser *parser, IlExpressionKind kind)
{
  IlToken word = parser->previous;
  IlExpression *tasks = il_parser_new_expression (parser, kind, &word);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  if (parser->token.kind == IL_TOKEN_NEWLINE) {
    il_parser_fail (parser, &word, "'%s' needs tasks, as in '%s f(1), h' or '%s handles'", word.text, word.text,
                    word.text);
    return NULL;
  }
  do {
    IlExpression *task = il_parse_power (parser);

    if (task == NULL || il_parser_grow (parser, tasks, task) == NULL)
      return NULL;
    g_ptr_array_add (list, task);
  } while (il_parser_accept_symbol (parser, ','));
  tasks->items = il_arena_copy (parser->program->arena, list->pdata, list->len * sizeof (gpointer));
  tasks->n_items = list->len;
  return tasks;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"
#include "engine/language/text/bounds.h"

/* From the loosest to the tightest, as in Python: or, and, not, comparison, + -, * // %, -, await spawn
 * get, call and index. */

static IlExpression *parse_and (IlParser *parser);
static IlExpression *parse_not (IlParser *parser);
static IlExpression *parse_comparison (IlParser *parser);
static IlExpression *parse_unary (IlParser *parser);
static IlExpression *parse_postfix (IlParser *parser);

IlExpression *
il_parser_new_expression (IlParser *parser, IlExpressionKind kind, const IlToken *token)
{
  IlExpression *expression = il_arena_new_node (parser->program->arena, IlExpression);

  expression->kind = (guint8) kind;
  expression->height = 1;
  expression->line = token->line;
  expression->column = token->column;
  expression->length = token->length;
  return expression;
}

IlExpression *
il_parser_grow (IlParser *parser, IlExpression *parent, const IlExpression *child)
{
  if (child == NULL)
    return NULL;
  parent->height = MAX (parent->height, child->height + 1);
  if (parent->height > IL_MAX_NESTING) {
    il_diagnostics_add (parser->diagnostics, parent->line, parent->column, parent->length,
                        "this expression is too long or nests too deeply (limit %d)", IL_MAX_NESTING);
    return NULL;
  }
  return parent;
}

static IlExpression *
new_prefix (IlParser *parser, IlExpressionKind kind, const IlToken *token, IlExpression *left)
{
  IlExpression *expression = il_parser_new_expression (parser, kind, token);

  expression->left = left;
  return il_parser_grow (parser, expression, left);
}

static IlExpression *
new_pair (IlParser *parser, IlExpressionKind kind, const IlToken *token, IlExpression *left, IlExpression *right)
{
  IlExpression *expression = new_prefix (parser, kind, token, left);

  if (expression == NULL)
    return NULL;
  expression->right = right;
  return il_parser_grow (parser, expression, right);
}

/* `yield` alone, or with all of the expression behind it. */
static IlExpression *
parse_yield (IlParser *parser)
{
  IlToken token = parser->token;

  il_parser_advance (parser);
  if (parser->token.kind == IL_TOKEN_NEWLINE || il_parser_at_symbol (parser, ')') || il_parser_at_symbol (parser, ']')
      || il_parser_at_symbol (parser, ','))
    return il_parser_new_expression (parser, IL_EXPRESSION_YIELD, &token);
  IlExpression *operand = il_parse_expression (parser);
  return operand ? new_prefix (parser, IL_EXPRESSION_YIELD, &token, operand) : NULL;
}

/* `send GENERATOR VALUE`, after the word. */
static IlExpression *
parse_send (IlParser *parser, const IlToken *token)
{
  IlExpression *generator = il_parse_target (parser);

  if (generator == NULL)
    return NULL;
  if (parser->token.kind == IL_TOKEN_NEWLINE) {
    il_parser_fail (parser, &parser->token, "'send' needs a generator and a value, as in 'send numbers 3'");
    return NULL;
  }
  IlExpression *value = il_parse_power (parser);
  return value ? new_pair (parser, IL_EXPRESSION_SEND, token, generator, value) : NULL;
}

IlExpression *
il_parse_expression (IlParser *parser)
{
  if (!il_parser_enter (parser))
    return NULL;

  IlExpression *expression = il_parser_at_word (parser, IL_WORD_YIELD) ? parse_yield (parser) : parse_and (parser);
  while (expression && il_parser_at_word (parser, IL_WORD_OR)) {
    IlToken token = parser->token;

    il_parser_advance (parser);
    IlExpression *right = parse_and (parser);
    expression = right ? new_pair (parser, IL_EXPRESSION_OR, &token, expression, right) : NULL;
  }
  il_parser_leave (parser);
  return expression;
}

static IlExpression *
parse_and (IlParser *parser)
{
  IlExpression *expression = parse_not (parser);

  while (expression && il_parser_at_word (parser, IL_WORD_AND)) {
    IlToken token = parser->token;

    il_parser_advance (parser);
    IlExpression *right = parse_not (parser);
    expression = right ? new_pair (parser, IL_EXPRESSION_AND, &token, expression, right) : NULL;
  }
  return expression;
}

static IlExpression *
parse_not (IlParser *parser)
{
  IlToken token = parser->token;

  if (!il_parser_accept_word (parser, IL_WORD_NOT))
    return parse_comparison (parser);
  if (!il_parser_enter (parser))
    return NULL;

  IlExpression *operand = parse_not (parser);
  il_parser_leave (parser);
  return operand ? new_prefix (parser, IL_EXPRESSION_NOT, &token, operand) : NULL;
}

static gboolean
find_operator (const IlToken *token, gboolean *comparison, guint *level, IlOperator *operator)
{
  static const struct {
    int symbol;
    IlOperator operator;
    guint level; /* of tightness; 0: a comparison */
  } operators[] = {
    { '+', IL_ADD, 1 },
    { '-', IL_SUBTRACT, 1 },
    { '*', IL_MULTIPLY, 2 },
    { IL_SYMBOL_FLOOR_DIVIDE, IL_FLOOR_DIVIDE, 2 },
    { '%', IL_MODULO, 2 },
    { IL_SYMBOL_EQUAL, IL_EQUAL, 0 },
    { IL_SYMBOL_NOT_EQUAL, IL_NOT_EQUAL, 0 },
    { '<', IL_LESS, 0 },
    { IL_SYMBOL_AT_MOST, IL_AT_MOST, 0 },
    { '>', IL_GREATER, 0 },
    { IL_SYMBOL_AT_LEAST, IL_AT_LEAST, 0 },
  };

  if (token->kind != IL_TOKEN_SYMBOL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (operators[i].symbol == token->symbol) {
      *comparison = operators[i].level == 0;
      *level = operators[i].level;
      *operator= operators[i].operator;
      return TRUE;
    }
  return FALSE;
}

/* A sum (LEVEL 1) or a product (LEVEL 2). */
static IlExpression *
parse_arithmetic (IlParser *parser, guint level)
{
  IlExpression *expression = level == 1 ? parse_arithmetic (parser, 2) : parse_unary (parser);
  gboolean comparison;
  guint found;
  IlOperator operator;

  while (expression && find_operator (&parser->token, &comparison, &found, &operator) && found == level) {
    IlToken token = parser->token;

    il_parser_advance (parser);
    IlExpression *right = level == 1 ? parse_arithmetic (parser, 2) : parse_unary (parser);
    if (right == NULL)
      return NULL;
    expression = new_pair (parser, IL_EXPRESSION_BINARY, &token, expression, right);
    if (expression)
      expression->operator= (guint8) operator;
  }
  return expression;
}

static IlExpression *
parse_comparison (IlParser *parser)
{
  IlExpression *left = parse_arithmetic (parser, 1);
  IlExpression *links[IL_MAX_NESTING];
  guint n = 0;
  gboolean comparison;
  guint level;
  IlOperator operator;

  /* a < b < c is a < b and b < c, with b computed once: each link holds its operator and right side. */
  while (left && find_operator (&parser->token, &comparison, &level, &operator) && comparison) {
    IlToken token = parser->token;

    il_parser_advance (parser);
    IlExpression *right = parse_arithmetic (parser, 1);
    if (right == NULL)
      return NULL;
    if (n == G_N_ELEMENTS (links)) {
      il_parser_fail (parser, &token, "this comparison is too long (limit %d)", IL_MAX_NESTING);
      return NULL;
    }
    links[n] = new_pair (parser, IL_EXPRESSION_BINARY, &token, left, right);
    if (links[n] == NULL)
      return NULL;
    links[n]->operator= (guint8) operator;
    left = right;
    n++;
  }
  if (n == 0)
    return left;
  if (n == 1)
    return links[0];

  IlExpression *chain = il_parser_new_expression (parser, IL_EXPRESSION_CHAIN, &parser->previous);
  chain->line = links[0]->line;
  chain->column = links[0]->column;
  chain->length = links[0]->length;
  chain->items = il_arena_copy (parser->program->arena, links, n * sizeof *links);
  chain->n_items = n;
  for (guint i = 0; i < n; i++)
    if (il_parser_grow (parser, chain, links[i]) == NULL)
      return NULL;
  return chain;
}

static IlExpression *
parse_unary (IlParser *parser)
{
  IlToken token = parser->token;

  if (!il_parser_accept_symbol (parser, '-'))
    return il_parse_power (parser);
  if (!il_parser_enter (parser))
    return NULL;

  IlExpression *operand = parse_unary (parser);
  il_parser_leave (parser);
  return operand ? new_prefix (parser, IL_EXPRESSION_NEGATE, &token, operand) : NULL;
}

IlExpression *
il_parse_power (IlParser *parser)
{
  IlToken token = parser->token;

  if (il_parser_accept_word (parser, IL_WORD_SPAWN))
    return il_parse_spawn (parser);
  if (il_parser_accept_word (parser, IL_WORD_THREAD) || il_parser_accept_word (parser, IL_WORD_PROCESS))
    return il_parse_offload (parser);
  IlExpressionKind kind = IL_EXPRESSION_AWAIT;
  if (il_parser_at_soft_word (parser) && (token.word == IL_WORD_GATHER_ERRORS || token.word == IL_WORD_WAIT_ALL))
    kind = token.word == IL_WORD_WAIT_ALL ? IL_EXPRESSION_WAIT_ALL : IL_EXPRESSION_GATHER_ERRORS;
  else if (il_parser_at_word (parser, IL_WORD_GET))
    kind = IL_EXPRESSION_GET;
  else if (il_parser_at_word (parser, IL_WORD_GET_NOWAIT))
    kind = IL_EXPRESSION_GET_NOWAIT;
  else if (il_parser_at_word (parser, IL_WORD_NEXT))
    kind = IL_EXPRESSION_NEXT;
  else if (il_parser_at_word (parser, IL_WORD_SEND))
    kind = IL_EXPRESSION_SEND;
  else if (il_parser_at_word (parser, IL_WORD_GATHER))
    kind = IL_EXPRESSION_GATHER;
  else if (il_parser_at_word (parser, IL_WORD_FIRST))
    kind = IL_EXPRESSION_FIRST;
  else if (il_parser_at_word (parser, IL_WORD_SHIELD))
    kind = IL_EXPRESSION_SHIELD;
  else if (!il_parser_at_word (parser, IL_WORD_AWAIT))
    return parse_postfix (parser);

  il_parser_advance (parser);
  if (!il_parser_enter (parser))
    return NULL;
  gboolean whole = kind == IL_EXPRESSION_SEND || kind == IL_EXPRESSION_GATHER || kind == IL_EXPRESSION_GATHER_ERRORS
                   || kind == IL_EXPRESSION_FIRST || kind == IL_EXPRESSION_WAIT_ALL;
  IlExpression *operand = kind == IL_EXPRESSION_SEND ? parse_send (parser, &token)
                          : whole                    ? il_parse_tasks (parser, kind)
                                                     : il_parse_power (parser);
  il_parser_leave (parser);
  if (whole)
    return operand;
  return operand ? new_prefix (parser, kind, &token, operand) : NULL;
}

/* Comma-separated expressions up to CLOSER, into PARENT's items. */
static gboolean
parse_items (IlParser *parser, int closer, IlExpression *parent, IlExpression ***items, guint *n)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  while (!il_parser_accept_symbol (parser, closer)) {
    IlExpression *item = il_parse_expression (parser);

    if (item == NULL || il_parser_grow (parser, parent, item) == NULL)
      return FALSE;
    g_ptr_array_add (list, item);
    if (closer == ')' && il_parser_at_symbol (parser, '=')) {
      il_parser_fail (parser, &parser->token, "arguments are given by place, not by name");
      return FALSE;
    }
    if (!il_parser_accept_symbol (parser, ',') && !il_parser_at_symbol (parser, closer)) {
      il_parser_fail_unexpected (parser, closer == ')' ? "',' or ')'" : "',' or ']'");
      return FALSE;
    }
  }
  *items = il_arena_copy (parser->program->arena, list->pdata, list->len * sizeof (gpointer));
  *n = list->len;
  return TRUE;
}

/* The arguments of a call of NAME, from the opening parenthesis on. */
IlExpression *
il_parse_arguments (IlParser *parser, const IlToken *name)
{
  IlExpression *call = il_parser_new_expression (parser, IL_EXPRESSION_CALL, name);
  guint n;

  il_parser_advance (parser);
  call->call.callee = name->text;
  if (!parse_items (parser, ')', call, &call->call.arguments, &n))
    return NULL;
  if (n > IL_MAX_VARIABLES) {
    il_parser_fail (parser, name, "too many arguments (limit %d)", IL_MAX_VARIABLES);
    return NULL;
  }
  call->call.n_arguments = (guint16) n;
  return call;
}

static IlExpression *
new_literal (IlParser *parser, const IlToken *token, IlValue value)
{
  IlExpression *literal = il_parser_new_expression (parser, IL_EXPRESSION_LITERAL, token);

  literal->literal = value;
  if (value.type == IL_TYPE_STRING)
    g_array_append_val (parser->program->literals, value);
  return literal;
}

static IlExpression *
parse_string (IlParser *parser)
{
  IlToken begin = parser->token;
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  IlExpression *text = il_parser_new_expression (parser, IL_EXPRESSION_TEXT, &begin);
  gboolean holes = FALSE;

  il_parser_advance (parser);
  while (parser->token.kind != IL_TOKEN_STRING_END) {
    if (parser->token.kind == IL_TOKEN_PIECE) {
      IlValue piece = il_value_string (parser->token.text, (gssize) parser->token.size);

      g_ptr_array_add (items, new_literal (parser, &parser->token, piece));
      il_parser_advance (parser);
    } else if (parser->token.kind == IL_TOKEN_HOLE_BEGIN) {
      il_parser_advance (parser);
      if (parser->token.kind == IL_TOKEN_HOLE_END) {
        il_parser_fail (parser, &parser->token,
                        "an expression is missing between '{' and '}' (write '{{' for the "
                        "character itself)");
        return NULL;
      }

      IlExpression *hole = il_parse_expression (parser);
      if (hole == NULL || il_parser_grow (parser, text, hole) == NULL)
        return NULL;
      if (parser->token.kind != IL_TOKEN_HOLE_END) {
        il_parser_fail_unexpected (parser, "'}'");
        return NULL;
      }
      g_ptr_array_add (items, hole);
      holes = TRUE;
      il_parser_advance (parser);
    } else {
      il_parser_fail_unexpected (parser, "the end of the string");
      return NULL;
    }
  }
  il_parser_advance (parser);

  if (!holes && items->len == 1) {
    IlExpression *piece = g_ptr_array_index (items, 0);

    piece->column = begin.column;
    return piece;
  }
  if (!holes)
    return new_literal (parser, &begin, il_value_string ("", 0));
  text->items = il_arena_copy (parser->program->arena, items->pdata, items->len * sizeof (gpointer));
  text->n_items = items->len;
  return text;
}

static IlExpression *
parse_primary (IlParser *parser)
{
  IlToken token = parser->token;
  IlExpression *expression;

  switch (token.kind) {
  case IL_TOKEN_INTEGER:
    il_parser_advance (parser);
    return new_literal (parser, &token, il_value_integer (token.number));
  case IL_TOKEN_DURATION:
    il_parser_advance (parser);
    return new_literal (parser, &token, il_value_duration (token.number));
  case IL_TOKEN_STRING_BEGIN: return parse_string (parser);
  case IL_TOKEN_NAME:
    il_parser_advance (parser);
    expression = il_parser_new_expression (parser, IL_EXPRESSION_NAME, &token);
    expression->name.text = token.text;
    return expression;
  default: break;
  }
  if (il_parser_accept_word (parser, IL_WORD_TRUE))
    return new_literal (parser, &token, il_value_boolean (TRUE));
  if (il_parser_accept_word (parser, IL_WORD_FALSE))
    return new_literal (parser, &token, il_value_boolean (FALSE));
  if (il_parser_accept_word (parser, IL_WORD_NIL))
    return new_literal (parser, &token, IL_NONE_VALUE);
  if (il_parser_accept_symbol (parser, '(')) {
    expression = il_parse_expression (parser);
    return expression && il_parser_expect_symbol (parser, ')') ? expression : NULL;
  }
  if (il_parser_accept_symbol (parser, '[')) {
    expression = il_parser_new_expression (parser, IL_EXPRESSION_LIST, &token);
    return parse_items (parser, ']', expression, &expression->items, &expression->n_items) ? expression : NULL;
  }
  if (token.kind == IL_TOKEN_SYMBOL && token.symbol == '=' && !token.space && parser->previous.kind == IL_TOKEN_SYMBOL)
    il_parser_fail (parser, &parser->previous, "there is no '%s=': write the whole sum, as in 'x = x + 1'",
                    parser->previous.symbol == IL_SYMBOL_FLOOR_DIVIDE ? "//"
                                                                      : (char[]) { (char) parser->previous.symbol, 0 });
  else if (token.kind == IL_TOKEN_WORD && token.places & (IL_PLACE_STATEMENT | IL_PLACE_DECLARATION))
    il_parser_fail (parser, &token, "expected a value before '%s', which is a word of the language", token.text);
  else
    il_parser_fail_unexpected (parser, "a value");
  return NULL;
}

static IlExpression *
parse_index (IlParser *parser, IlExpression *list)
{
  IlToken token = parser->token;

  il_parser_advance (parser);
  IlExpression *index = il_parse_expression (parser);
  if (index == NULL || !il_parser_expect_symbol (parser, ']'))
    return NULL;
  return new_pair (parser, IL_EXPRESSION_INDEX, &token, list, index);
}

static IlExpression *
parse_postfix (IlParser *parser)
{
  IlToken token = parser->token;
  IlExpression *expression = parse_primary (parser);

  while (expression) {
    if (il_parser_at_symbol (parser, '['))
      expression = parse_index (parser, expression);
    else if (!il_parser_at_symbol (parser, '('))
      break;
    else if (expression->kind == IL_EXPRESSION_NAME && token.kind == IL_TOKEN_NAME)
      expression = il_parse_arguments (parser, &token);
    else {
      il_parser_fail (parser, &parser->token, "only a task or function can be called, by its name");
      return NULL;
    }
  }
  return expression;
}

IlExpression *
il_parse_target (IlParser *parser)
{
  IlExpression *expression = parse_primary (parser);

  /* In `put q [1, 2]`, the bracket begins the value: an index follows without a space. */
  while (expression && il_parser_at_symbol (parser, '[') && !parser->token.space)
    expression = parse_index (parser, expression);
  return expression;
}

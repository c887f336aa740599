/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/statements.h"
#include "engine/language/parse/parser.h"

#include <string.h>

static IlStatement *parse_statement (IlParser *parser);
static IlStatement *parse_simple (IlParser *parser);

IlStatement *
il_parser_new_statement (IlParser *parser, IlStatementKind kind, const IlToken *token)
{
  IlStatement *statement = il_arena_new_node (parser->program->arena, IlStatement);

  statement->kind = (guint8) kind;
  statement->line = token->line;
  statement->column = token->column;
  return statement;
}

static void
finish_block (IlParser *parser, IlBlock *block, GPtrArray *statements)
{
  block->statements = il_arena_copy (parser->program->arena, statements->pdata, statements->len * sizeof (gpointer));
  block->n = statements->len;
}

static void
parse_block (IlParser *parser, IlBlock *block)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new ();
  guint indent = il_lexer_indent (&parser->lexer);

  while (parser->token.kind != IL_TOKEN_DEDENT && parser->token.kind != IL_TOKEN_END) {
    IlStatement *statement = NULL;

    if (parser->token.kind == IL_TOKEN_INDENT)
      il_parser_fail (parser, &parser->token, "unexpected indentation: no line above opens a block here");
    else
      statement = parse_statement (parser);

    if (statement)
      g_ptr_array_add (statements, statement);
    else {
      parser->routine->broken = TRUE;
      il_parser_recover (parser, indent);
    }
  }
  if (parser->token.kind == IL_TOKEN_DEDENT)
    il_parser_advance (parser);
  finish_block (parser, block, statements);
}

gboolean
il_parse_body (IlParser *parser, IlBlock *block)
{
  if (!il_parser_expect_symbol (parser, ':'))
    return FALSE;

  if (parser->token.kind != IL_TOKEN_NEWLINE) {
    g_autoptr (GPtrArray) statements = g_ptr_array_new ();
    IlStatement *statement = parse_simple (parser);

    if (statement == NULL)
      return FALSE;
    g_ptr_array_add (statements, statement);
    finish_block (parser, block, statements);
    return TRUE;
  }

  IlToken colon = parser->previous;
  il_parser_advance (parser);
  if (parser->token.kind != IL_TOKEN_INDENT) {
    /* Said, and gone on with: the next line is whole. */
    il_parser_fail (parser, &colon, "an indented block must follow this ':' ('pass' does nothing)");
    parser->routine->broken = TRUE;
    return TRUE;
  }
  if (!il_parser_enter (parser))
    return FALSE;
  il_parser_advance (parser);
  parse_block (parser, block);
  il_parser_leave (parser);
  return TRUE;
}

static gboolean
parse_value (IlParser *parser, IlStatement *statement)
{
  statement->value = il_parse_expression (parser);
  return statement->value != NULL;
}

static IlStatement *
parse_if (IlParser *parser)
{
  IlStatement *statement = il_parser_new_statement (parser, IL_STATEMENT_IF, &parser->token);
  g_autoptr (GArray) branches = g_array_new (FALSE, TRUE, sizeof (IlBranch));
  gboolean last = FALSE;

  do {
    IlBranch branch = { NULL };

    last = il_parser_at_word (parser, IL_WORD_ELSE);
    il_parser_advance (parser);
    if (last && il_parser_at_word (parser, IL_WORD_IF)) {
      il_parser_fail (parser, &parser->token, "write 'elif' for 'else if'");
      return NULL;
    }
    if (!last && (branch.condition = il_parse_expression (parser)) == NULL)
      return NULL;
    if (!il_parse_body (parser, &branch.block))
      return NULL;
    g_array_append_val (branches, branch);
  } while (!last && (il_parser_at_word (parser, IL_WORD_ELIF) || il_parser_at_word (parser, IL_WORD_ELSE)));

  statement->branches = il_arena_copy (parser->program->arena, branches->data, branches->len * sizeof (IlBranch));
  statement->n_branches = branches->len;
  return statement;
}

static IlStatement *
parse_repeat (IlParser *parser)
{
  IlStatement *statement = il_parser_new_statement (parser, IL_STATEMENT_REPEAT, &parser->token);

  il_parser_advance (parser);
  if (!parse_value (parser, statement))
    return NULL;
  if (il_parser_accept_word (parser, IL_WORD_AS)
      && (statement->variable = il_parser_expect_name (parser, "the name of a variable")) == NULL)
    return NULL;
  return il_parse_body (parser, &statement->block) ? statement : NULL;
}

static IlStatement *
parse_for (IlParser *parser)
{
  IlStatement *statement = il_parser_new_statement (parser, IL_STATEMENT_FOR, &parser->token);

  il_parser_advance (parser);
  if ((statement->variable = il_parser_expect_name (parser, "the name of a variable")) == NULL)
    return NULL;
  if (!il_parser_accept_word (parser, IL_WORD_IN)) {
    il_parser_fail (parser, &parser->token, "expected 'in', as in 'for x in list:'");
    return NULL;
  }
  if (il_parser_at_soft_word (parser) && parser->token.word == IL_WORD_AS_COMPLETED) {
    il_parser_advance (parser);
    statement->value = il_parse_tasks (parser, IL_EXPRESSION_AS_COMPLETED);
  } else
    parse_value (parser, statement);
  return statement->value && il_parse_body (parser, &statement->block) ? statement : NULL;
}

/* `while` and `with`. */
static IlStatement *
parse_value_block (IlParser *parser, IlStatementKind kind)
{
  IlStatement *statement = il_parser_new_statement (parser, kind, &parser->token);

  il_parser_advance (parser);
  if (!parse_value (parser, statement) || !il_parse_body (parser, &statement->block))
    return NULL;
  return statement;
}

static IlStatement *
parse_group (IlParser *parser)
{
  IlStatement *statement = il_parser_new_statement (parser, IL_STATEMENT_GROUP, &parser->token);

  il_parser_advance (parser);
  return il_parse_body (parser, &statement->block) ? statement : NULL;
}

static IlStatement *
parse_put (IlParser *parser, IlStatementKind kind)
{
  IlToken token = parser->token;
  IlStatement *statement = il_parser_new_statement (parser, kind, &token);

  il_parser_advance (parser);
  statement->other = il_parse_target (parser);
  if (statement->other == NULL)
    return NULL;
  if (parser->token.kind == IL_TOKEN_NEWLINE) {
    il_parser_fail (parser, &parser->token, "'%s' needs a queue and a value, as in '%s jobs 3'", token.text,
                    token.text);
    return NULL;
  }
  return parse_value (parser, statement) ? statement : NULL;
}

static IlStatement *
parse_assert (IlParser *parser)
{
  IlStatement *statement = il_parser_new_statement (parser, IL_STATEMENT_ASSERT, &parser->token);

  il_parser_advance (parser);
  if (!parse_value (parser, statement))
    return NULL;
  if (il_parser_accept_symbol (parser, ',') && (statement->other = il_parse_expression (parser)) == NULL)
    return NULL;
  return statement;
}

/* What Python writes otherwise, for who comes from there. */
static const char *
word_instead (const char *word)
{
  static const struct {
    const char *word;
    const char *instead;
  } words[] = {
    { "async", "write 'with' or 'for' alone" },
    { "import", "a workload is one file" },
    { "from", "a workload is one file" },
    { "global", "declare the variable at the top, 'shared NAME = value'" },
    { "nonlocal", "declare the variable at the top, 'shared NAME = value'" },
    { "def", "write 'task NAME(...):' or 'function NAME(...):' at the beginning of a line" },
    { "lambda", "write a 'function NAME(...):' at the beginning of a line" },
    { "del", "give the variable another value, such as none" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, word) == 0)
      return words[i].instead;
  return NULL;
}

/* An assignment, or an expression for its effect. */
static IlStatement *
parse_other (IlParser *parser)
{
  IlToken token = parser->token;
  IlStatement *statement = il_parser_new_statement (parser, IL_STATEMENT_EXPRESSION, &token);

  if (!parse_value (parser, statement))
    return NULL;

  guint8 kind = statement->value->kind;
  if (il_parser_at_symbol (parser, '=')) {
    if (kind == IL_EXPRESSION_INDEX) {
      il_parser_fail (parser, &parser->token, "the items of a list do not change: make a new list");
      return NULL;
    }
    if (kind != IL_EXPRESSION_NAME) {
      il_parser_fail (parser, &parser->token, "only a variable can be given a value");
      return NULL;
    }
    statement->kind = IL_STATEMENT_ASSIGN;
    statement->variable = statement->value->name.text;
    il_parser_advance (parser);
    return parse_value (parser, statement) ? statement : NULL;
  }
  if (token.kind == IL_TOKEN_NAME && kind == IL_EXPRESSION_NAME
      && (il_token_begins_expression (&parser->token) || il_parser_at_symbol (parser, ':')
          || (parser->token.kind == IL_TOKEN_WORD && word_instead (token.text)))) {
    IlSuggestion suggestion;

    il_suggestion_init (&suggestion, token.text);
    il_words_suggest (&suggestion, IL_PLACE_STATEMENT | IL_PLACE_EXPRESSION);
    g_autofree char *hint = il_suggestion_text (&suggestion);
    const char *instead = word_instead (token.text);
    if (instead)
      il_parser_fail (parser, &token, "there is no '%s': %s", token.text, instead);
    else if (token.word == IL_WORD_REACH)
      il_parser_fail (parser, &token, "'reach' needs %s", il_statement_traits[IL_STATEMENT_REACH].needs);
    else
      il_parser_fail (parser, &token, "unknown statement '%s'%s", token.text, hint);
    return NULL;
  }
  if (kind != IL_EXPRESSION_SPAWN && kind != IL_EXPRESSION_AWAIT && kind != IL_EXPRESSION_GET
      && kind != IL_EXPRESSION_GET_NOWAIT && kind != IL_EXPRESSION_YIELD && kind != IL_EXPRESSION_NEXT
      && kind != IL_EXPRESSION_SEND && kind != IL_EXPRESSION_GATHER && kind != IL_EXPRESSION_GATHER_ERRORS
      && kind != IL_EXPRESSION_FIRST && kind != IL_EXPRESSION_WAIT_ALL && kind != IL_EXPRESSION_SHIELD
      && kind != IL_EXPRESSION_THREAD && kind != IL_EXPRESSION_PROCESS && kind != IL_EXPRESSION_CALL
      && parser->token.kind == IL_TOKEN_NEWLINE) {
    gboolean waits = token.word == IL_WORD_WAIT_ALL && kind == IL_EXPRESSION_NAME;

    il_parser_fail (parser, &token,
                    waits ? "'wait_all' needs task handles, as in 'wait_all a, b'"
                          : "this value is not used: print it, or give it to a variable");
    return NULL;
  }
  return statement;
}

/* The `all` of `notify all c`, which is a name anywhere else. */
static gboolean
is_all (const IlExpression *expression)
{
  return expression->kind == IL_EXPRESSION_NAME && strcmp (expression->name.text, "all") == 0;
}

/* The statement that WORD begins, where the table says all of it; IL_N_STATEMENTS: there is none. */
static guint
kind_of (IlWord word)
{
  guint kind = 0;

  while (kind < IL_N_STATEMENTS && il_statement_traits[kind].begins != word)
    kind++;
  return kind;
}

/* A word, and one value or nothing. `io` and `notify` may have something between. */
static IlStatement *
parse_by_table (IlParser *parser, IlStatementKind kind)
{
  const IlStatementTraits *traits = &il_statement_traits[kind];
  IlToken token = parser->token;
  IlStatement *statement = il_parser_new_statement (parser, kind, &token);

  il_parser_advance (parser);
  if (traits->takes == IL_TAKES_NOTHING)
    return statement;
  if (parser->token.kind == IL_TOKEN_NEWLINE) {
    if (traits->needs == NULL)
      return statement;
    il_parser_fail (parser, &token, "'%s' needs %s", token.text, traits->needs);
    return NULL;
  }
  if (!parse_value (parser, statement))
    return NULL;
  if (kind == IL_STATEMENT_REACH)
    return il_parse_reach (parser, statement);
  if (kind == IL_STATEMENT_IO && statement->value->kind == IL_EXPRESSION_NAME
      && il_token_begins_expression (&parser->token)) { /* io DEVICE D */
    statement->kind = IL_STATEMENT_IO_DEVICE;
    statement->other = statement->value;
    return parse_value (parser, statement) ? statement : NULL;
  }
  if (kind == IL_STATEMENT_NOTIFY && is_all (statement->value) && il_token_begins_expression (&parser->token)) {
    statement->kind = IL_STATEMENT_NOTIFY_ALL;
    return parse_value (parser, statement) ? statement : NULL;
  }
  if (kind == IL_STATEMENT_NOTIFY && il_token_begins_expression (&parser->token)) { /* notify N CONDITION */
    statement->other = statement->value;
    return parse_value (parser, statement) ? statement : NULL;
  }
  return statement;
}

/* What fits on one line. */
static IlStatement *
parse_simple (IlParser *parser)
{
  IlToken token = parser->token;
  IlStatement *statement = NULL;

  if (token.kind == IL_TOKEN_WORD || il_parser_at_soft_word (parser)) {
    guint kind = kind_of (token.word);

    if (kind < IL_N_STATEMENTS)
      statement = parse_by_table (parser, (IlStatementKind) kind);
    else if (token.word == IL_WORD_PUT)
      statement = parse_put (parser, IL_STATEMENT_PUT);
    else if (token.word == IL_WORD_PUT_NOWAIT)
      statement = parse_put (parser, IL_STATEMENT_PUT_NOWAIT);
    else if (token.word == IL_WORD_ASSERT)
      statement = parse_assert (parser);
    else if (token.places & IL_PLACE_EXPRESSION)
      statement = parse_other (parser);
    else {
      il_parser_advance (parser);
      if (il_parser_at_symbol (parser, '='))
        il_parser_fail (parser, &token, "'%s' is a word of the language: it cannot be the name of a variable",
                        token.text);
      else if (token.word == IL_WORD_ELIF || token.word == IL_WORD_ELSE)
        il_parser_fail (parser, &token, "'%s' without an 'if' above it, indented alike", token.text);
      else if (token.word == IL_WORD_EXCEPT || token.word == IL_WORD_FINALLY)
        il_parser_fail (parser, &token, "'%s' without a 'try' above it, indented alike", token.text);
      else if (token.places & IL_PLACE_DECLARATION)
        il_parser_fail (parser, &token, "'%s' cannot stand inside a task: write it at the beginning of a line",
                        token.text);
      else
        il_parser_fail (parser, &token, "no statement begins with '%s'%s", token.text,
                        token.places & IL_PLACE_STATEMENT ? " after a ':' on the same line" : "");
      return NULL;
    }
  } else
    statement = parse_other (parser);

  return statement && il_parser_expect_line_end (parser) ? statement : NULL;
}

static IlStatement *
parse_statement (IlParser *parser)
{
  if (parser->token.kind == IL_TOKEN_WORD) {
    switch (parser->token.word) {
    case IL_WORD_IF: return parse_if (parser);
    case IL_WORD_REPEAT: return parse_repeat (parser);
    case IL_WORD_FOR: return parse_for (parser);
    case IL_WORD_WHILE: return parse_value_block (parser, IL_STATEMENT_WHILE);
    case IL_WORD_WITH: return parse_value_block (parser, IL_STATEMENT_WITH);
    case IL_WORD_GROUP: return parse_group (parser);
    case IL_WORD_TIMEOUT: return il_parse_timeout (parser);
    case IL_WORD_TRY: return il_parse_try (parser);
    default: break;
    }
  }
  return parse_simple (parser);
}

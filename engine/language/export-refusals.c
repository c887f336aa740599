/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/export-private.h"

/* What the export does not know yet is refused by name, before a line is written. */

typedef struct {
  const char *word; /* the first that was found, or NULL */
  guint line;
} Refusal;

static void look_at_block (Refusal *refusal, const IlBlock *block);

static void
refuse (Refusal *refusal, guint line, const char *word)
{
  if (refusal->word)
    return;
  refusal->word = word;
  refusal->line = line;
}

static void look_at (Refusal *refusal, const IlExpression *expression);

static void
look_at_items (Refusal *refusal, IlExpression *const *items, guint n)
{
  for (guint i = 0; i < n; i++)
    look_at (refusal, items[i]);
}

static void
look_at (Refusal *refusal, const IlExpression *expression)
{
  static const char *const random[] = {
    [IL_BUILTIN_UNIFORM] = "uniform", [IL_BUILTIN_EXPONENTIAL] = "exponential", [IL_BUILTIN_CHOICE] = "choice",
  };
  static const char *const words[] = {
    [IL_EXPRESSION_SHARED] = "shared",         [IL_EXPRESSION_GENERATOR] = "generator",
    [IL_EXPRESSION_YIELD] = "yield",           [IL_EXPRESSION_NEXT] = "next",
    [IL_EXPRESSION_SEND] = "send",             [IL_EXPRESSION_GET_NOWAIT] = "get_nowait",
    [IL_EXPRESSION_GATHER] = "gather",         [IL_EXPRESSION_FIRST] = "first",
    [IL_EXPRESSION_SHIELD] = "shield",         [IL_EXPRESSION_THREAD] = "thread",
    [IL_EXPRESSION_PROCESS] = "process",
  };

  if (!expression)
    return;
  if (expression->kind < G_N_ELEMENTS (words) && words[expression->kind]) {
    refuse (refusal, expression->line, words[expression->kind]);
    return;
  }
  if (expression->kind == IL_EXPRESSION_SPAWN && expression->spawn)
    refuse (refusal, expression->line, expression->spawn & IL_SPAWN_THREAD ? "thread" : "process");
  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_LIST:
  case IL_EXPRESSION_TEXT:
  case IL_EXPRESSION_CHAIN:
    look_at_items (refusal, expression->items, expression->n_items);
    break;
  case IL_EXPRESSION_BUILTIN:
    if (expression->call.builtin < G_N_ELEMENTS (random) && random[expression->call.builtin])
      refuse (refusal, expression->line, random[expression->call.builtin]);
    /* fall through */
  case IL_EXPRESSION_CALL:
  case IL_EXPRESSION_SPAWN:
  case IL_EXPRESSION_AWAIT_CALL:
    look_at_items (refusal, expression->call.arguments, expression->call.n_arguments);
    break;
  case IL_EXPRESSION_NEGATE:
  case IL_EXPRESSION_NOT:
  case IL_EXPRESSION_AWAIT:
  case IL_EXPRESSION_GET:
    look_at (refusal, expression->left);
    break;
  case IL_EXPRESSION_AND:
  case IL_EXPRESSION_OR:
  case IL_EXPRESSION_BINARY:
  case IL_EXPRESSION_INDEX:
    look_at (refusal, expression->left);
    look_at (refusal, expression->right);
    break;
  default:
    break;
  }
}

static void
look_at_statement (Refusal *refusal, const IlStatement *statement)
{
  static const char *const words[] = {
    [IL_STATEMENT_RAISE] = "raise",
    [IL_STATEMENT_TRY] = "try",
    [IL_STATEMENT_CLOSE] = "close",
    [IL_STATEMENT_PUT_NOWAIT] = "put_nowait",
    [IL_STATEMENT_WAIT] = "wait",
    [IL_STATEMENT_SET] = "set",
    [IL_STATEMENT_CLEAR] = "clear",
    [IL_STATEMENT_NOTIFY] = "notify",
    [IL_STATEMENT_NOTIFY_ALL] = "notify",
    [IL_STATEMENT_CANCEL] = "cancel",
    [IL_STATEMENT_GROUP] = "group",
    [IL_STATEMENT_TIMEOUT] = "timeout",
    [IL_STATEMENT_IO_DEVICE] = "io on a device",
  };

  if (statement->kind < G_N_ELEMENTS (words) && words[statement->kind]) {
    refuse (refusal, statement->line, words[statement->kind]);
    return;
  }
  if (statement->variable && (statement->slot & IL_SLOT_SHARED))
    refuse (refusal, statement->line, "shared");
  look_at (refusal, statement->value);
  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_PUT:
  case IL_STATEMENT_ASSERT:
    look_at (refusal, statement->other);
    break;
  case IL_STATEMENT_IF:
    for (guint i = 0; i < statement->n_branches; i++) {
      look_at (refusal, statement->branches[i].condition);
      look_at_block (refusal, &statement->branches[i].block);
    }
    break;
  case IL_STATEMENT_FOR:
    if (statement->value->kind == IL_EXPRESSION_OBJECT)
      refuse (refusal, statement->line, "for over a queue");
    /* fall through */
  case IL_STATEMENT_WITH:
  case IL_STATEMENT_WHILE:
  case IL_STATEMENT_REPEAT:
  case IL_STATEMENT_FOR_RANGE:
    look_at_block (refusal, &statement->block);
    break;
  default:
    break;
  }
}

static void
look_at_block (Refusal *refusal, const IlBlock *block)
{
  for (guint i = 0; i < block->n; i++)
    look_at_statement (refusal, block->statements[i]);
}

const char *
il_export_refusal (const IlProgram *program, guint *line)
{
  Refusal refusal = { 0 };

  for (guint i = 0; i < program->starts->len; i++) {
    const IlStart *start = &g_array_index (program->starts, IlStart, i);

    if (start->at >= 0 || start->every > 0 || start->name || start->as >= 0)
      refuse (&refusal, start->line, "start with at, every, name or as");
  }
  for (guint i = 0; i < program->objects->len; i++) {
    const IlObjectDeclaration *object = il_program_object (program, i);

    if (object->kind == IL_OBJECT_EVENT || object->kind == IL_OBJECT_CONDITION || object->kind == IL_OBJECT_BARRIER)
      refuse (&refusal, object->line, object->kind == IL_OBJECT_EVENT       ? "event"
                                      : object->kind == IL_OBJECT_CONDITION ? "condition"
                                                                            : "barrier");
  }
  for (guint i = 0; i < program->routines->len; i++) {
    const IlRoutine *routine = g_ptr_array_index (program->routines, i);

    if (routine->kind == IL_ROUTINE_GENERATOR)
      refuse (&refusal, routine->line, "generator");
    else
      look_at_block (&refusal, &routine->body);
  }
  *line = refusal.line;
  return refusal.word;
}

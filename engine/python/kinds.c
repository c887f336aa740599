/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/kinds.h"

/* What values can be: sets that grow from what the program's literals are along its assignments, calls,
 * returns and queues, until none grows any more. */

struct _IlKindTable {
  const IlProgram *program;
  GHashTable *kinds;    /* IlRoutine -> IlKinds[]: the variables, then what it returns or yields */
  GHashTable *assigned; /* IlRoutine -> gboolean[]: which of the shared variables it assigns */
  IlKinds *objects;     /* what a queue or a shared variable holds */
  IlKinds any_object;
  IlKinds sent; /* to generators */
  const IlRoutine *routine;
  gboolean changed;
};

static const IlKinds nothing = { 0 };

static IlKinds kinds_in (IlKindTable *table, const IlExpression *expression);

static IlKinds
only (guint16 own)
{
  return (IlKinds) { .own = own };
}

static IlKinds
join (IlKinds a, IlKinds b)
{
  return (IlKinds) { a.own | b.own, a.items | b.items, a.results | b.results };
}

static void
flow (IlKindTable *table, IlKinds from, IlKinds *into)
{
  IlKinds joined = join (from, *into);

  if (joined.own != into->own || joined.items != into->items || joined.results != into->results) {
    *into = joined;
    table->changed = TRUE;
  }
}

static IlKinds *
kinds_of (IlKindTable *table, const IlRoutine *routine)
{
  return g_hash_table_lookup (table->kinds, routine);
}

static IlKinds
literal_kinds (IlValue literal)
{
  switch (literal.type) {
  case IL_TYPE_INTEGER: return only (IL_CAN_INTEGER);
  case IL_TYPE_DURATION: return only (literal.number > 0 ? IL_CAN_POSITIVE : IL_CAN_DURATION);
  case IL_TYPE_BOOLEAN: return only (IL_CAN_BOOLEAN);
  case IL_TYPE_STRING: return only (IL_CAN_STRING);
  default: return only (IL_CAN_NONE);
  }
}

static IlKinds
binary_kinds (IlOperator operator, IlKinds a, IlKinds b)
{
  guint16 either = a.own | b.own;
  IlKinds kinds = { .items = a.items | b.items, .results = a.results | b.results };

  if (operator>= IL_EQUAL)
    return only (IL_CAN_BOOLEAN);
  kinds.own = either & (IL_CAN_INTEGER | IL_CAN_STRING | IL_CAN_LIST);
  if (either & IL_CAN_TIME) {
    gboolean longer = operator== IL_ADD && !(either &IL_CAN_DURATION);

    kinds.own |= longer ? IL_CAN_POSITIVE : IL_CAN_DURATION;
    if (operator== IL_FLOOR_DIVIDE)
      kinds.own |= IL_CAN_INTEGER;
  }
  return kinds;
}

static IlKinds
call_kinds (IlKindTable *table, const IlExpression *call)
{
  const IlRoutine *routine = call->call.routine->offloaded ? call->call.routine->offloaded : call->call.routine;
  IlKinds *callee = kinds_of (table, routine);

  for (guint i = 0; i < call->call.n_arguments; i++)
    flow (table, kinds_in (table, call->call.arguments[i]), &callee[i]);
  return callee[routine->n_slots];
}

/* Random numbers are whole ones, of nanoseconds too. */
static IlKinds
random_kinds (IlKindTable *table, const IlExpression *call)
{
  IlKinds kinds = kinds_in (table, call->call.arguments[0]);

  for (guint i = 1; i < call->call.n_arguments; i++)
    kinds_in (table, call->call.arguments[i]);
  if (call->call.builtin == IL_BUILTIN_CHOICE)
    return (IlKinds) { kinds.items, kinds.items, kinds.results };
  kinds.own &= IL_CAN_INTEGER | IL_CAN_TIME;
  return only (kinds.own & IL_CAN_TIME ? (kinds.own | IL_CAN_DURATION) & ~IL_CAN_POSITIVE : kinds.own);
}

static IlKinds
builtin_kinds (IlKindTable *table, const IlExpression *call)
{
  IlKinds kinds = nothing;

  for (guint i = 0; i < call->call.n_arguments; i++)
    kinds = join (kinds, kinds_in (table, call->call.arguments[i]));
  switch ((IlBuiltin) call->call.builtin) {
  case IL_BUILTIN_FREE:
  case IL_BUILTIN_LEN: return only (IL_CAN_INTEGER);
  case IL_BUILTIN_HELD:
  case IL_BUILTIN_IS_SET:
  case IL_BUILTIN_DONE:
  case IL_BUILTIN_FAILED:
  case IL_BUILTIN_CANCELLED: return only (IL_CAN_BOOLEAN);
  case IL_BUILTIN_RANGE: return (IlKinds) { .own = IL_CAN_LIST, .items = IL_CAN_INTEGER };
  case IL_BUILTIN_NOW: return only (IL_CAN_DURATION);
  case IL_BUILTIN_UNIFORM:
  case IL_BUILTIN_EXPONENTIAL:
  case IL_BUILTIN_CHOICE: return random_kinds (table, call);
  default: kinds.own = (kinds.own & ~IL_CAN_LIST) | kinds.items; return kinds;
  }
}

static IlKinds *
queue_kinds (IlKindTable *table, const IlExpression *queue)
{
  return queue->kind == IL_EXPRESSION_OBJECT ? &table->objects[queue->name.index] : &table->any_object;
}

/* What comes out of a queue. */
static IlKinds
got_kinds (IlKindTable *table, const IlExpression *queue)
{
  IlKinds kinds = table->any_object;

  if (queue->kind == IL_EXPRESSION_OBJECT)
    return join (kinds, *queue_kinds (table, queue));
  for (guint i = 0; i < table->program->objects->len; i++)
    kinds = join (kinds, table->objects[i]);
  return kinds;
}

static IlKinds
several_kinds (IlKindTable *table, const IlExpression *tasks)
{
  IlKinds all = nothing;

  for (guint i = 0; i < tasks->n_items; i++)
    all = join (all, kinds_in (table, tasks->items[i]));
  if (tasks->kind == IL_EXPRESSION_WAIT_ALL)
    return only (IL_CAN_NONE);
  if (tasks->kind == IL_EXPRESSION_AS_COMPLETED)
    return (IlKinds) { IL_CAN_LIST, IL_CAN_HANDLE, all.results };
  if (tasks->kind == IL_EXPRESSION_GATHER_ERRORS)
    all.results |= IL_CAN_ERROR;
  if (tasks->kind == IL_EXPRESSION_FIRST)
    return (IlKinds) { IL_CAN_HANDLE, all.items, all.results };
  return (IlKinds) { IL_CAN_LIST, all.results | (all.results & IL_CAN_LIST ? all.items : 0), all.results };
}

static IlKinds
kinds_in (IlKindTable *table, const IlExpression *expression)
{
  IlKinds a = nothing, b;

  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_LITERAL: return literal_kinds (expression->literal);
  case IL_EXPRESSION_VARIABLE: return kinds_of (table, table->routine)[expression->name.index];
  case IL_EXPRESSION_OBJECT: return only (IL_CAN_OBJECT);
  case IL_EXPRESSION_SHARED: return table->objects[expression->name.index];
  case IL_EXPRESSION_LIST:
    for (guint i = 0; i < expression->n_items; i++)
      a = join (a, kinds_in (table, expression->items[i]));
    return (IlKinds) { .own = IL_CAN_LIST, .items = a.own | a.items, .results = a.results };
  case IL_EXPRESSION_TEXT:
    for (guint i = 0; i < expression->n_items; i++)
      kinds_in (table, expression->items[i]);
    return only (IL_CAN_STRING);
  case IL_EXPRESSION_NEGATE:
    a = kinds_in (table, expression->left);
    return only ((a.own & IL_CAN_INTEGER) | (a.own & IL_CAN_TIME ? IL_CAN_DURATION : 0));
  case IL_EXPRESSION_NOT: kinds_in (table, expression->left); return only (IL_CAN_BOOLEAN);
  case IL_EXPRESSION_AND:
  case IL_EXPRESSION_OR: a = kinds_in (table, expression->left); return join (a, kinds_in (table, expression->right));
  case IL_EXPRESSION_BINARY:
    a = kinds_in (table, expression->left);
    b = kinds_in (table, expression->right);
    return binary_kinds ((IlOperator) expression->operator, a, b);
  case IL_EXPRESSION_INDEX:
    a = kinds_in (table, expression->left);
    kinds_in (table, expression->right);
    return (IlKinds) { (a.own & IL_CAN_STRING) | a.items, a.items, a.results };
  case IL_EXPRESSION_CHAIN:
    kinds_in (table, expression->items[0]->left);
    for (guint i = 0; i < expression->n_items; i++)
      kinds_in (table, expression->items[i]->right);
    return only (IL_CAN_BOOLEAN);
  case IL_EXPRESSION_BUILTIN: return builtin_kinds (table, expression);
  case IL_EXPRESSION_SPAWN:
    a = call_kinds (table, expression);
    return (IlKinds) { .own = IL_CAN_HANDLE, .items = a.items, .results = a.own | a.results };
  case IL_EXPRESSION_CALL:
  case IL_EXPRESSION_AWAIT_CALL:
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: return call_kinds (table, expression);
  case IL_EXPRESSION_GATHER:
  case IL_EXPRESSION_GATHER_ERRORS:
  case IL_EXPRESSION_WAIT_ALL:
  case IL_EXPRESSION_AS_COMPLETED:
  case IL_EXPRESSION_FIRST: return several_kinds (table, expression);
  case IL_EXPRESSION_AWAIT:
  case IL_EXPRESSION_SHIELD:
  case IL_EXPRESSION_NEXT: a = kinds_in (table, expression->left); return (IlKinds) { a.results, a.items, a.results };
  case IL_EXPRESSION_GENERATOR:
    a = call_kinds (table, expression);
    return (IlKinds) { .own = IL_CAN_GENERATOR, .items = a.items, .results = a.own | a.results };
  case IL_EXPRESSION_YIELD:
    a = expression->left ? kinds_in (table, expression->left) : only (IL_CAN_NONE);
    flow (table, a, &kinds_of (table, table->routine)[table->routine->n_slots]);
    return join (table->sent, only (IL_CAN_NONE));
  case IL_EXPRESSION_SEND:
    flow (table, kinds_in (table, expression->right), &table->sent);
    a = kinds_in (table, expression->left);
    return (IlKinds) { a.results, a.items, a.results };
  case IL_EXPRESSION_GET_NOWAIT:
  case IL_EXPRESSION_GET: return got_kinds (table, expression->left);
  case IL_EXPRESSION_NAME:
  default: break;
  }
  return nothing;
}

static gboolean
block_returns (const IlBlock *block)
{
  if (block->n == 0)
    return FALSE;

  const IlStatement *last = block->statements[block->n - 1];
  switch ((IlStatementKind) last->kind) {
  case IL_STATEMENT_RETURN:
  case IL_STATEMENT_RAISE: return TRUE;
  case IL_STATEMENT_WITH:
  case IL_STATEMENT_GROUP:
  case IL_STATEMENT_TIMEOUT: return block_returns (&last->block);
  case IL_STATEMENT_TRY:
    if (last->try->has_finally && block_returns (&last->try->finally))
      return TRUE;
    for (guint i = 0; i < last->try->n_handlers; i++)
      if (!block_returns (&last->try->handlers[i].block))
        return FALSE;
    return block_returns (&last->try->body);
  case IL_STATEMENT_IF:
    for (guint i = 0; i < last->n_branches; i++)
      if (!block_returns (&last->branches[i].block))
        return FALSE;
    return last->branches[last->n_branches - 1].condition == NULL;
  default: return FALSE;
  }
}

static void flow_block (IlKindTable *table, const IlBlock *block);

static gboolean *
assigned_by (IlKindTable *table, const IlRoutine *routine)
{
  return g_hash_table_lookup (table->assigned, routine);
}

static void
assign (IlKindTable *table, guint32 slot, IlKinds kinds)
{
  if (slot & IL_SLOT_SHARED) {
    guint index = slot & ~IL_SLOT_SHARED;

    assigned_by (table, table->routine)[index] = TRUE;
    flow (table, kinds, &table->objects[index]);
  } else
    flow (table, kinds, &kinds_of (table, table->routine)[slot]);
}

static void
flow_try (IlKindTable *table, const IlTry *try)
{
  flow_block (table, &try->body);
  for (guint i = 0; i < try->n_handlers; i++) {
    const IlHandler *handler = &try->handlers[i];

    if (handler->variable)
      assign (table, handler->slot, only (IL_CAN_STRING));
    flow_block (table, &handler->block);
  }
  flow_block (table, &try->finally);
}

static void
flow_for (IlKindTable *table, const IlStatement *statement, IlKinds value)
{
  IlKinds items = { value.items, value.items, value.results };

  if (value.own & IL_CAN_OBJECT)
    items = join (items, got_kinds (table, statement->value));
  if (value.own & IL_CAN_GENERATOR)
    items.own |= value.results;
  assign (table, statement->slot, items);
  flow_block (table, &statement->block);
}

static void
flow_statement (IlKindTable *table, const IlStatement *statement)
{
  IlKinds value = statement->value ? kinds_in (table, statement->value) : only (IL_CAN_NONE);

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_ASSIGN: assign (table, statement->slot, value); break;
  case IL_STATEMENT_RETURN:
    if (table->routine->kind != IL_ROUTINE_GENERATOR)
      flow (table, value, &kinds_of (table, table->routine)[table->routine->n_slots]);
    break;
  case IL_STATEMENT_IO_DEVICE: kinds_in (table, statement->other); break;
  case IL_STATEMENT_NOTIFY:
    if (statement->other)
      kinds_in (table, statement->other);
    break;
  case IL_STATEMENT_PUT_NOWAIT:
  case IL_STATEMENT_PUT: flow (table, value, queue_kinds (table, statement->other)); break;
  case IL_STATEMENT_ASSERT:
    if (statement->other)
      kinds_in (table, statement->other);
    break;
  case IL_STATEMENT_IF:
    for (guint i = 0; i < statement->n_branches; i++) {
      if (statement->branches[i].condition)
        kinds_in (table, statement->branches[i].condition);
      flow_block (table, &statement->branches[i].block);
    }
    break;
  case IL_STATEMENT_REPEAT:
    if (statement->variable)
      assign (table, statement->slot, only (IL_CAN_INTEGER));
    flow_block (table, &statement->block);
    break;
  case IL_STATEMENT_FOR:
  case IL_STATEMENT_FOR_RANGE: flow_for (table, statement, value); break;
  case IL_STATEMENT_TRY: flow_try (table, statement->try); break;
  case IL_STATEMENT_GROUP:
  case IL_STATEMENT_TIMEOUT:
  case IL_STATEMENT_WITH:
  case IL_STATEMENT_WHILE: flow_block (table, &statement->block); break;
  default: break;
  }
}

static void
flow_block (IlKindTable *table, const IlBlock *block)
{
  for (guint i = 0; i < block->n; i++)
    flow_statement (table, block->statements[i]);
}

static void
flow_starts (IlKindTable *table)
{
  for (guint i = 0; i < table->program->starts->len; i++) {
    const IlStart *start = &g_array_index (table->program->starts, IlStart, i);

    for (guint j = 0; j < start->n_arguments; j++)
      flow (table, kinds_in (table, start->arguments[j]), &kinds_of (table, start->routine)[j]);
    if (start->as >= 0) {
      IlKinds result = kinds_of (table, start->routine)[start->routine->n_slots];

      flow (table, (IlKinds) { IL_CAN_HANDLE, result.items, result.own | result.results }, &table->objects[start->as]);
    }
  }
}

IlKindTable *
il_kind_table_new (const IlProgram *program)
{
  IlKindTable *table = g_new0 (IlKindTable, 1);

  table->program = program;
  table->kinds = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  table->assigned = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  table->objects = g_new0 (IlKinds, program->objects->len + 1);
  for (guint i = 0; i < program->routines->len; i++) {
    const IlRoutine *routine = g_ptr_array_index (program->routines, i);
    IlKinds *kinds = g_new0 (IlKinds, routine->n_slots + 1);

    if (routine->kind != IL_ROUTINE_GENERATOR && !block_returns (&routine->body))
      kinds[routine->n_slots] = only (IL_CAN_NONE);
    g_hash_table_insert (table->kinds, (gpointer) routine, kinds);
    g_hash_table_insert (table->assigned, (gpointer) routine, g_new0 (gboolean, program->objects->len + 1));
  }
  for (guint i = 0; i < program->objects->len; i++) {
    const IlObjectDeclaration *object = &g_array_index (program->objects, IlObjectDeclaration, i);

    if (object->kind == IL_OBJECT_SHARED)
      table->objects[i] = kinds_in (table, object->value);
  }
  do {
    table->changed = FALSE;
    table->routine = NULL;
    flow_starts (table);
    for (guint i = 0; i < program->routines->len; i++) {
      table->routine = g_ptr_array_index (program->routines, i);
      flow_block (table, &table->routine->body);
    }
  } while (table->changed);
  return table;
}

void
il_kind_table_free (IlKindTable *table)
{
  g_hash_table_destroy (table->kinds);
  g_hash_table_destroy (table->assigned);
  g_free (table->objects);
  g_free (table);
}

IlKinds
il_kind_table_of (IlKindTable *table, const IlRoutine *routine, const IlExpression *expression)
{
  table->routine = routine;
  return kinds_in (table, expression);
}

gboolean
il_kind_table_assigns (const IlKindTable *table, const IlRoutine *routine, guint object)
{
  return ((const gboolean *) g_hash_table_lookup (table->assigned, routine))[object];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

/* What values can be: sets that grow from what the program's literals are along its assignments, calls,
 * returns and queues, until none grows any more. */

static const IlKinds nothing = { 0 };

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
flow (IlExport *export, IlKinds from, IlKinds *into)
{
  IlKinds joined = join (from, *into);

  if (joined.own != into->own || joined.items != into->items || joined.results != into->results) {
    *into = joined;
    export->changed = TRUE;
  }
}

static IlKinds *
kinds_of (IlExport *export, const IlRoutine *routine)
{
  return g_hash_table_lookup (export->kinds, routine);
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

/* A boolean is compared with what can be an integer. */
static gboolean
mixes_truth (IlKinds a, IlKinds b)
{
  guint16 left = a.own | a.items, right = b.own | b.items;

  return ((left & IL_CAN_BOOLEAN) && (right & IL_CAN_INTEGER)) || ((left & IL_CAN_INTEGER) && (right & IL_CAN_BOOLEAN));
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

/* A value that is shown as text. */
static void
note_shown (IlExport *export, IlKinds kinds)
{
  guint16 shown = kinds.own | (kinds.own & IL_CAN_LIST ? kinds.items : 0);

  export->counts_time |= (shown & IL_CAN_TIME) != 0;
  export->shows_handles |= (shown & IL_CAN_HANDLE) != 0;
  export->shows_names |= (shown & (IL_CAN_HANDLE | IL_CAN_GENERATOR)) != 0;
  export->shows_generators |= (shown & IL_CAN_GENERATOR) != 0;
}

static IlKinds
call_kinds (IlExport *export, const IlExpression *call)
{
  const IlRoutine *routine = call->call.routine->outside ? call->call.routine->outside : call->call.routine;
  IlKinds *callee = kinds_of (export, routine);

  for (guint i = 0; i < call->call.n_arguments; i++)
    flow (export, il_export_kinds (export, call->call.arguments[i]), &callee[i]);
  return callee[routine->n_slots];
}

/* Random numbers are whole ones, of nanoseconds too. */
static IlKinds
random_kinds (IlExport *export, const IlExpression *call)
{
  IlKinds kinds = il_export_kinds (export, call->call.arguments[0]);

  for (guint i = 1; i < call->call.n_arguments; i++)
    il_export_kinds (export, call->call.arguments[i]);
  export->uses_random = TRUE;
  if (call->call.builtin == IL_BUILTIN_CHOICE)
    return (IlKinds) { kinds.items, kinds.items, kinds.results };
  export->counts_time |= (kinds.own & IL_CAN_TIME) != 0;
  kinds.own &= IL_CAN_INTEGER | IL_CAN_TIME;
  return only (kinds.own & IL_CAN_TIME ? (kinds.own | IL_CAN_DURATION) & ~IL_CAN_POSITIVE : kinds.own);
}

static IlKinds
builtin_kinds (IlExport *export, const IlExpression *call)
{
  IlKinds kinds = nothing;

  for (guint i = 0; i < call->call.n_arguments; i++)
    kinds = join (kinds, il_export_kinds (export, call->call.arguments[i]));
  switch ((IlBuiltin) call->call.builtin) {
  case IL_BUILTIN_LEN: return only (IL_CAN_INTEGER);
  case IL_BUILTIN_RANGE: return (IlKinds) { .own = IL_CAN_LIST, .items = IL_CAN_INTEGER };
  case IL_BUILTIN_NOW: return only (IL_CAN_DURATION);
  case IL_BUILTIN_UNIFORM:
  case IL_BUILTIN_EXPONENTIAL:
  case IL_BUILTIN_CHOICE: return random_kinds (export, call);
  default: kinds.own = (kinds.own & ~IL_CAN_LIST) | kinds.items; return kinds;
  }
}

static IlKinds *
queue_kinds (IlExport *export, const IlExpression *queue)
{
  return queue->kind == IL_EXPRESSION_OBJECT ? &export->objects[queue->name.index] : &export->any_object;
}

/* What comes out of a queue. */
static IlKinds
got_kinds (IlExport *export, const IlExpression *queue)
{
  IlKinds kinds = export->any_object;

  if (queue->kind == IL_EXPRESSION_OBJECT)
    return join (kinds, *queue_kinds (export, queue));
  for (guint i = 0; i < export->program->objects->len; i++)
    kinds = join (kinds, export->objects[i]);
  return kinds;
}

static IlKinds
several_kinds (IlExport *export, const IlExpression *tasks)
{
  IlKinds all = nothing;

  for (guint i = 0; i < tasks->n_items; i++)
    all = join (all, il_export_kinds (export, tasks->items[i]));
  if (tasks->kind == IL_EXPRESSION_FIRST) {
    export->uses_first = TRUE;
    return (IlKinds) { IL_CAN_HANDLE, all.items, all.results };
  }
  export->uses_gather = TRUE;
  return (IlKinds) { IL_CAN_LIST, all.results | (all.results & IL_CAN_LIST ? all.items : 0), all.results };
}

IlKinds
il_export_kinds (IlExport *export, const IlExpression *expression)
{
  IlKinds a = nothing, b;

  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_LITERAL: return literal_kinds (expression->literal);
  case IL_EXPRESSION_VARIABLE: return kinds_of (export, export->routine)[expression->name.index];
  case IL_EXPRESSION_OBJECT: return only (IL_CAN_OBJECT);
  case IL_EXPRESSION_SHARED: return export->objects[expression->name.index];
  case IL_EXPRESSION_LIST:
    for (guint i = 0; i < expression->n_items; i++)
      a = join (a, il_export_kinds (export, expression->items[i]));
    return (IlKinds) { .own = IL_CAN_LIST, .items = a.own | a.items, .results = a.results };
  case IL_EXPRESSION_TEXT:
    for (guint i = 0; i < expression->n_items; i++)
      note_shown (export, il_export_kinds (export, expression->items[i]));
    return only (IL_CAN_STRING);
  case IL_EXPRESSION_NEGATE:
    a = il_export_kinds (export, expression->left);
    export->counts_time |= (a.own & IL_CAN_TIME) != 0;
    export->counts_down = TRUE;
    return only ((a.own & IL_CAN_INTEGER) | (a.own & IL_CAN_TIME ? IL_CAN_DURATION : 0));
  case IL_EXPRESSION_NOT: il_export_kinds (export, expression->left); return only (IL_CAN_BOOLEAN);
  case IL_EXPRESSION_AND:
  case IL_EXPRESSION_OR:
    a = il_export_kinds (export, expression->left);
    return join (a, il_export_kinds (export, expression->right));
  case IL_EXPRESSION_BINARY:
    a = il_export_kinds (export, expression->left);
    b = il_export_kinds (export, expression->right);
    export->equals_truth |=
        (expression->operator== IL_EQUAL || expression->operator== IL_NOT_EQUAL) && mixes_truth (a, b);
    export->counts_down |= expression->operator== IL_SUBTRACT;
    if (expression->operator<IL_EQUAL) {
      export->counts_time |= ((a.own | b.own) & IL_CAN_TIME) != 0;
      export->calculates |= (a.own & b.own & IL_CAN_INTEGER) != 0;
    }
    return binary_kinds ((IlOperator) expression->operator, a, b);
  case IL_EXPRESSION_INDEX:
    a = il_export_kinds (export, expression->left);
    il_export_kinds (export, expression->right);
    return (IlKinds) { (a.own & IL_CAN_STRING) | a.items, a.items, a.results };
  case IL_EXPRESSION_CHAIN:
    il_export_kinds (export, expression->items[0]->left);
    for (guint i = 0; i < expression->n_items; i++)
      il_export_kinds (export, expression->items[i]->right);
    return only (IL_CAN_BOOLEAN);
  case IL_EXPRESSION_CALL:
  case IL_EXPRESSION_AWAIT_CALL: return call_kinds (export, expression);
  case IL_EXPRESSION_BUILTIN: return builtin_kinds (export, expression);
  case IL_EXPRESSION_SPAWN:
    export->offloads_tasks |=
        expression->call.routine->outside && expression->call.routine->outside->kind == IL_ROUTINE_TASK;
    export->uses_thread |= (expression->spawn & IL_SPAWN_THREAD) != 0;
    export->uses_process |= (expression->spawn & IL_SPAWN_PROCESS) != 0;
    a = call_kinds (export, expression);
    return (IlKinds) { .own = IL_CAN_HANDLE, .items = a.items, .results = a.own | a.results };
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS:
    export->uses_thread |= expression->kind == IL_EXPRESSION_THREAD;
    export->uses_process |= expression->kind == IL_EXPRESSION_PROCESS;
    export->offloads_tasks |= expression->call.routine->kind == IL_ROUTINE_TASK;
    return call_kinds (export, expression);
  case IL_EXPRESSION_GATHER:
  case IL_EXPRESSION_FIRST: return several_kinds (export, expression);
  case IL_EXPRESSION_AWAIT:
  case IL_EXPRESSION_SHIELD:
  case IL_EXPRESSION_NEXT:
    export->steps_generators |= expression->kind == IL_EXPRESSION_NEXT;
    a = il_export_kinds (export, expression->left);
    return (IlKinds) { a.results, a.items, a.results };
  case IL_EXPRESSION_GENERATOR:
    a = call_kinds (export, expression);
    return (IlKinds) { .own = IL_CAN_GENERATOR, .items = a.items, .results = a.own | a.results };
  case IL_EXPRESSION_YIELD:
    a = expression->left ? il_export_kinds (export, expression->left) : only (IL_CAN_NONE);
    flow (export, a, &kinds_of (export, export->routine)[export->routine->n_slots]);
    return join (export->sent, only (IL_CAN_NONE));
  case IL_EXPRESSION_SEND:
    export->steps_generators = TRUE;
    flow (export, il_export_kinds (export, expression->right), &export->sent);
    a = il_export_kinds (export, expression->left);
    return (IlKinds) { a.results, a.items, a.results };
  case IL_EXPRESSION_GET_NOWAIT:
    export->does_not_wait = TRUE;
    /* fall through */
  case IL_EXPRESSION_GET: return got_kinds (export, expression->left);
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

static void flow_block (IlExport *export, const IlBlock *block);

static gboolean *
assigned_by (IlExport *export, const IlRoutine *routine)
{
  return g_hash_table_lookup (export->assigned, routine);
}

gboolean
il_export_assigns (IlExport *export, guint index)
{
  return assigned_by (export, export->routine)[index];
}

static void
assign (IlExport *export, guint32 slot, IlKinds kinds)
{
  if (slot & IL_SLOT_SHARED) {
    guint index = slot & ~IL_SLOT_SHARED;

    assigned_by (export, export->routine)[index] = TRUE;
    flow (export, kinds, &export->objects[index]);
  } else
    flow (export, kinds, &kinds_of (export, export->routine)[slot]);
}

static void
flow_try (IlExport *export, const IlTry *try)
{
  export->uses_try = TRUE;
  flow_block (export, &try->body);
  for (guint i = 0; i < try->n_handlers; i++) {
    const IlHandler *handler = &try->handlers[i];

    if (handler->variable)
      assign (export, handler->slot, only (IL_CAN_STRING));
    export->tells_errors |= handler->variable && handler->catches != IL_CATCH_CANCELLED;
    export->catches_cancelled |= handler->catches == IL_CATCH_CANCELLED;
    flow_block (export, &handler->block);
  }
  flow_block (export, &try->finally);
}

static void
flow_for (IlExport *export, const IlStatement *statement, IlKinds value)
{
  IlKinds items = { value.items, value.items, value.results };

  if (value.own & IL_CAN_OBJECT) {
    export->closes = TRUE;
    items = join (items, got_kinds (export, statement->value));
  }
  if (value.own & IL_CAN_GENERATOR)
    items.own |= value.results;
  assign (export, statement->slot, items);
  flow_block (export, &statement->block);
}

static void
flow_statement (IlExport *export, const IlStatement *statement)
{
  IlKinds value = statement->value ? il_export_kinds (export, statement->value) : only (IL_CAN_NONE);

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_ASSIGN: assign (export, statement->slot, value); break;
  case IL_STATEMENT_RETURN:
    if (export->routine->kind != IL_ROUTINE_GENERATOR)
      flow (export, value, &kinds_of (export, export->routine)[export->routine->n_slots]);
    break;
  case IL_STATEMENT_RAISE:
    export->fails = TRUE;
    /* fall through */
  case IL_STATEMENT_PRINT: note_shown (export, value); break;
  case IL_STATEMENT_RELEASE: export->releases = TRUE; break;
  case IL_STATEMENT_SLEEP: export->uses_sleep = TRUE; break;
  case IL_STATEMENT_IO:
    export->uses_io = TRUE;
    export->io_can_be_0 |= (value.own & ~IL_CAN_POSITIVE) != 0;
    break;
  case IL_STATEMENT_IO_DEVICE:
    export->uses_device = TRUE;
    export->io_can_be_0 |= (value.own & ~IL_CAN_POSITIVE) != 0;
    il_export_kinds (export, statement->other);
    break;
  case IL_STATEMENT_PUT_NOWAIT:
    export->does_not_wait = TRUE;
    /* fall through */
  case IL_STATEMENT_PUT: flow (export, value, queue_kinds (export, statement->other)); break;
  case IL_STATEMENT_CLOSE: export->closes |= (value.own & IL_CAN_OBJECT) != 0; break;
  case IL_STATEMENT_ASSERT:
    export->fails = export->asserts = TRUE;
    if (statement->other)
      note_shown (export, il_export_kinds (export, statement->other));
    break;
  case IL_STATEMENT_IF:
    for (guint i = 0; i < statement->n_branches; i++) {
      if (statement->branches[i].condition)
        il_export_kinds (export, statement->branches[i].condition);
      flow_block (export, &statement->branches[i].block);
    }
    break;
  case IL_STATEMENT_REPEAT:
    if (statement->variable)
      assign (export, statement->slot, only (IL_CAN_INTEGER));
    flow_block (export, &statement->block);
    break;
  case IL_STATEMENT_FOR:
  case IL_STATEMENT_FOR_RANGE: flow_for (export, statement, value); break;
  case IL_STATEMENT_TRY: flow_try (export, statement->try); break;
  case IL_STATEMENT_GROUP:
    export->uses_group = TRUE;
    flow_block (export, &statement->block);
    break;
  case IL_STATEMENT_TIMEOUT:
    export->uses_timeout = TRUE;
    flow_block (export, &statement->block);
    break;
  case IL_STATEMENT_WITH:
    export->uses_locks = TRUE;
    /* fall through */
  case IL_STATEMENT_WHILE: flow_block (export, &statement->block); break;
  default: break;
  }
}

static void
flow_block (IlExport *export, const IlBlock *block)
{
  for (guint i = 0; i < block->n; i++)
    flow_statement (export, block->statements[i]);
}

void
il_export_find_kinds (IlExport *export)
{
  const IlProgram *program = export->program;

  export->kinds = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  export->assigned = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  export->objects = g_new0 (IlKinds, program->objects->len + 1);
  for (guint i = 0; i < program->routines->len; i++) {
    const IlRoutine *routine = g_ptr_array_index (program->routines, i);
    IlKinds *kinds = g_new0 (IlKinds, routine->n_slots + 1);

    if (routine->kind != IL_ROUTINE_GENERATOR && !block_returns (&routine->body))
      kinds[routine->n_slots] = only (IL_CAN_NONE);
    g_hash_table_insert (export->kinds, (gpointer) routine, kinds);
    g_hash_table_insert (export->assigned, (gpointer) routine, g_new0 (gboolean, program->objects->len + 1));
  }
  for (guint i = 0; i < program->objects->len; i++) {
    const IlObjectDeclaration *object = &g_array_index (program->objects, IlObjectDeclaration, i);

    if (object->kind == IL_OBJECT_SHARED)
      export->objects[i] = il_export_kinds (export, object->value);
  }
  do {
    export->changed = FALSE;
    for (guint i = 0; i < program->starts->len; i++) {
      const IlStart *start = &g_array_index (program->starts, IlStart, i);

      for (guint j = 0; j < start->n_arguments; j++)
        flow (export, il_export_kinds (export, start->arguments[j]), &kinds_of (export, start->routine)[j]);
      if (start->as >= 0) {
        IlKinds result = kinds_of (export, start->routine)[start->routine->n_slots];

        flow (export, (IlKinds) { IL_CAN_HANDLE, result.items, result.own | result.results },
              &export->objects[start->as]);
      }
    }
    for (guint i = 0; i < program->routines->len; i++) {
      export->routine = g_ptr_array_index (program->routines, i);
      flow_block (export, &export->routine->body);
    }
  } while (export->changed);
  /* A timeout's error says how long it was. */
  export->counts_time |= export->uses_timeout && (export->tells_errors || export->model == IL_MODEL_SYNC);
  export->routine = NULL;
}

void
il_export_free_kinds (IlExport *export)
{
  g_hash_table_destroy (export->kinds);
  g_hash_table_destroy (export->assigned);
  g_free (export->objects);
}

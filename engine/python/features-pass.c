/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/features-pass.h"

static void
note_failure (IlFeaturesPass *pass)
{
  pass->features->can_fail |= pass->catching == 0;
}

static IlKinds
kinds_of (IlFeaturesPass *pass, const IlExpression *expression)
{
  return il_kind_table_of (pass->kinds, pass->routine, expression);
}

/* Where the result of a task that has ended can no longer stand for its handle. */
static void
note_value (IlFeaturesPass *pass, const IlExpression *expression)
{
  IlKinds kinds = kinds_of (pass, expression);

  pass->features->compares_handles |= ((kinds.own | kinds.items) & IL_CAN_HANDLE) != 0;
}

static void
note_awaited (IlFeaturesPass *pass, const IlExpression *expression)
{
  guint16 own = kinds_of (pass, expression).own;

  pass->features->compares_handles |= (own & IL_CAN_HANDLE) && (own & ~(IL_CAN_HANDLE | IL_CAN_LIST));
}

static void
note_text (IlFeaturesPass *pass, const IlExpression *shown)
{
  IlFeatures *features = pass->features;
  IlKinds kinds = kinds_of (pass, shown);
  guint16 all = kinds.own | (kinds.own & IL_CAN_LIST ? kinds.items : 0);

  features->durations |= (all & IL_CAN_TIME) != 0;
  features->shows_handles |= (all & IL_CAN_HANDLE) != 0;
  features->shows_names |= (all & (IL_CAN_HANDLE | IL_CAN_GENERATOR)) != 0;
  features->shows_generators |= (all & IL_CAN_GENERATOR) != 0;
  features->shows_values |=
      !il_constant_text (pass->program, shown) && !il_kinds_are_plain (kinds) && kinds.own != IL_CAN_HANDLE;
  if (kinds.own == IL_CAN_HANDLE)
    g_hash_table_add (pass->shows_handles, (gpointer) pass->routine);
}

/* A boolean is compared with what can be an integer. */
static gboolean
mixes_truth (IlKinds a, IlKinds b)
{
  guint16 left = a.own | a.items, right = b.own | b.items;

  return ((left & IL_CAN_BOOLEAN) && (right & IL_CAN_INTEGER)) || ((left & IL_CAN_INTEGER) && (right & IL_CAN_BOOLEAN));
}

static void
note_operation (IlFeaturesPass *pass, const IlExpression *binary)
{
  IlFeatures *features = pass->features;
  IlOperator operation = (IlOperator) binary->operator;
  IlKinds a = kinds_of (pass, binary->left), b = kinds_of (pass, binary->right);

  if (operation == IL_EQUAL || operation == IL_NOT_EQUAL)
    features->equals_truth |= mixes_truth (a, b);
  if (operation != IL_ADD || !(a.own & b.own & IL_CAN_LIST)) {
    note_value (pass, binary->left);
    note_value (pass, binary->right);
  }
  features->counts_down |= operation == IL_SUBTRACT;
  features->quotient |= operation == IL_FLOOR_DIVIDE && il_can_be_zero (binary->right);
  features->remainder |= operation == IL_MODULO && il_can_be_zero (binary->right);
  if ((operation == IL_FLOOR_DIVIDE || operation == IL_MODULO) && il_can_be_zero (binary->right))
    note_failure (pass);
  if (operation < IL_EQUAL) {
    features->durations |= ((a.own | b.own) & IL_CAN_TIME) != 0;
    features->calculates |= (a.own & b.own & IL_CAN_INTEGER) != 0;
  }
}

static void
note_builtin (IlFeaturesPass *pass, const IlExpression *call)
{
  switch ((IlBuiltin) call->call.builtin) {
  case IL_BUILTIN_NOW: pass->features->now = TRUE; break;
  case IL_BUILTIN_UNIFORM:
  case IL_BUILTIN_EXPONENTIAL: /* random numbers are whole ones, of nanoseconds too */
    pass->features->durations |= (kinds_of (pass, call->call.arguments[0]).own & IL_CAN_TIME) != 0;
    /* fall through */
  case IL_BUILTIN_CHOICE:
    pass->features->random = TRUE;
    note_failure (pass);
    break;
  case IL_BUILTIN_HELD: pass->features->asks_locks = TRUE; break;
  case IL_BUILTIN_FREE:
  case IL_BUILTIN_IS_SET: break;
  case IL_BUILTIN_FAILED: pass->features->failed = TRUE; /* fall through */
  case IL_BUILTIN_CANCELLED:
    pass->features->was_cancelled |= call->call.builtin == IL_BUILTIN_CANCELLED;
    /* fall through */
  case IL_BUILTIN_DONE:
    pass->features->asks_tasks = TRUE;
    note_value (pass, call->call.arguments[0]);
    break;
  case IL_BUILTIN_LEN:
  case IL_BUILTIN_MIN:
  case IL_BUILTIN_MAX:
  default:
    if (call->call.builtin != IL_BUILTIN_LEN)
      note_value (pass, call->call.arguments[0]);
    break;
  }
}

static void
note_offload (IlFeaturesPass *pass, const IlRoutine *routine, IlExpressionKind how)
{
  pass->features->thread |= how == IL_EXPRESSION_THREAD;
  pass->features->process |= how == IL_EXPRESSION_PROCESS;
  if (routine->kind != IL_ROUTINE_TASK)
    return;
  pass->features->offloads_tasks = TRUE;
  g_hash_table_add (pass->offloaded, (gpointer) routine);
}

static void
note_call (IlFeaturesPass *pass, const IlRoutine *routine)
{
  GPtrArray *calls = g_hash_table_lookup (pass->calls, pass->routine);

  if (routine->kind != IL_ROUTINE_TASK)
    return;
  if (!calls)
    g_hash_table_insert (pass->calls, (gpointer) pass->routine, calls = g_ptr_array_new ());
  g_ptr_array_add (calls, (gpointer) routine);
}

static void
visit_call (IlFeaturesPass *pass, const IlExpression *call)
{
  for (guint i = 0; i < call->call.n_arguments; i++)
    il_features_visit (pass, call->call.arguments[i]);
  switch ((IlExpressionKind) call->kind) {
  case IL_EXPRESSION_BUILTIN: note_builtin (pass, call); break;
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: note_offload (pass, call->call.routine, (IlExpressionKind) call->kind); break;
  case IL_EXPRESSION_SPAWN:
    pass->features->spawn = TRUE;
    if (call->call.routine->offloaded)
      note_offload (pass, call->call.routine->offloaded, call->call.routine->offload_kind);
    else
      note_call (pass, call->call.routine);
    break;
  case IL_EXPRESSION_AWAIT_CALL: note_call (pass, call->call.routine); break;
  default: break;
  }
}

static void
visit_items (IlFeaturesPass *pass, const IlExpression *list)
{
  for (guint i = 0; i < list->n_items; i++) {
    il_features_visit (pass, list->items[i]);
    if (list->kind == IL_EXPRESSION_TEXT)
      note_text (pass, list->items[i]);
  }
}

static void
visit_awaited (IlFeaturesPass *pass, const IlExpression *tasks)
{
  visit_items (pass, tasks);
  for (guint i = 0; i < tasks->n_items; i++) {
    note_awaited (pass, tasks->items[i]);
    pass->features->none_handles |= il_kinds_have_none (kinds_of (pass, tasks->items[i]));
  }
}

static void
visit_pair (IlFeaturesPass *pass, const IlExpression *pair)
{
  il_features_visit (pass, pair->left);
  il_features_visit (pass, pair->right);
}

static void
visit_chain (IlFeaturesPass *pass, const IlExpression *chain)
{
  il_features_visit (pass, chain->items[0]->left);
  note_value (pass, chain->items[0]->left);
  for (guint i = 0; i < chain->n_items; i++) {
    il_features_visit (pass, chain->items[i]->right);
    note_value (pass, chain->items[i]->right);
  }
}

void
il_features_visit (IlFeaturesPass *pass, const IlExpression *expression)
{
  IlFeatures *features = pass->features;

  if (!expression)
    return;
  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_GATHER:
    features->gather = TRUE;
    visit_awaited (pass, expression);
    break;
  case IL_EXPRESSION_GATHER_ERRORS:
    features->gather_errors = TRUE;
    features->tells_errors = TRUE;
    visit_awaited (pass, expression);
    break;
  case IL_EXPRESSION_WAIT_ALL:
    features->wait_all = TRUE;
    visit_awaited (pass, expression);
    break;
  case IL_EXPRESSION_AS_COMPLETED:
    features->as_completed = TRUE;
    features->compares_handles = TRUE;
    visit_awaited (pass, expression);
    break;
  case IL_EXPRESSION_FIRST:
    features->first = TRUE;
    visit_awaited (pass, expression);
    break;
  case IL_EXPRESSION_LIST:
  case IL_EXPRESSION_TEXT: visit_items (pass, expression); break;
  case IL_EXPRESSION_NEGATE:
    features->durations |= (kinds_of (pass, expression->left).own & IL_CAN_TIME) != 0;
    features->counts_down = TRUE;
    il_features_visit (pass, expression->left);
    break;
  case IL_EXPRESSION_BINARY:
    note_operation (pass, expression);
    visit_pair (pass, expression);
    break;
  case IL_EXPRESSION_INDEX:
    features->item = TRUE;
    note_failure (pass);
    visit_pair (pass, expression);
    break;
  case IL_EXPRESSION_AND:
  case IL_EXPRESSION_OR:
    visit_pair (pass, expression);
    note_value (pass, expression->left);
    break;
  case IL_EXPRESSION_SEND:
    features->steps_generators = TRUE;
    note_failure (pass);
    visit_pair (pass, expression);
    break;
  case IL_EXPRESSION_NEXT:
    features->steps_generators = TRUE;
    note_failure (pass);
    il_features_visit (pass, expression->left);
    break;
  case IL_EXPRESSION_GET_NOWAIT:
    features->does_not_wait = TRUE;
    note_failure (pass);
    il_features_visit (pass, expression->left);
    break;
  case IL_EXPRESSION_NOT:
    il_features_visit (pass, expression->left);
    note_value (pass, expression->left);
    break;
  case IL_EXPRESSION_AWAIT:
  case IL_EXPRESSION_SHIELD:
    il_features_visit (pass, expression->left);
    note_awaited (pass, expression->left);
    break;
  case IL_EXPRESSION_YIELD:
  case IL_EXPRESSION_GET: il_features_visit (pass, expression->left); break;
  case IL_EXPRESSION_CHAIN: visit_chain (pass, expression); break;
  case IL_EXPRESSION_CALL:
  case IL_EXPRESSION_BUILTIN:
  case IL_EXPRESSION_SPAWN:
  case IL_EXPRESSION_AWAIT_CALL:
  case IL_EXPRESSION_GENERATOR:
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: visit_call (pass, expression); break;
  default: break;
  }
}

static void
visit_try (IlFeaturesPass *pass, const IlTry *try)
{
  gboolean errors = FALSE, timeouts = FALSE;

  for (guint i = 0; i < try->n_handlers; i++) {
    errors |= try->handlers[i].catches == IL_CATCH_ERROR;
    timeouts |= try->handlers[i].catches == IL_CATCH_TIMEOUT;
  }
  pass->features->try = TRUE;
  pass->catching += errors;
  pass->catching_timeouts += timeouts;
  il_features_visit_block (pass, &try->body);
  pass->catching -= errors;
  pass->catching_timeouts -= timeouts;
  for (guint i = 0; i < try->n_handlers; i++) {
    const IlHandler *handler = &try->handlers[i];

    pass->features->tells_errors |= handler->variable && handler->catches != IL_CATCH_CANCELLED;
    pass->features->catches_cancelled |= handler->catches == IL_CATCH_CANCELLED;
    il_features_visit_block (pass, &handler->block);
  }
  il_features_visit_block (pass, &try->finally);
}

static void
visit_for (IlFeaturesPass *pass, const IlStatement *statement)
{
  IlKinds kinds = kinds_of (pass, statement->value);
  gboolean list = (kinds.own & IL_CAN_LIST) != 0, other = (kinds.own & (IL_CAN_OBJECT | IL_CAN_GENERATOR)) != 0;

  pass->features->closes |= (kinds.own & IL_CAN_OBJECT) != 0;
  pass->features->compares_handles |= (kinds.own & IL_CAN_HANDLE) != 0;
  pass->features->goes_through_any |= list && other;
  il_features_visit_block (pass, &statement->block);
}

static void
visit_statement (IlFeaturesPass *pass, const IlStatement *statement)
{
  IlFeatures *features = pass->features;

  il_features_visit (pass, statement->value);
  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_PRINT:
    features->print = TRUE;
    note_text (pass, statement->value);
    break;
  case IL_STATEMENT_RAISE:
    note_failure (pass);
    if (statement->value)
      note_text (pass, statement->value);
    break;
  case IL_STATEMENT_ASSERT:
    note_failure (pass);
    note_value (pass, statement->value);
    il_features_visit (pass, statement->other);
    if (statement->other)
      note_text (pass, statement->other);
    break;
  case IL_STATEMENT_CPU: features->cpu = TRUE; break;
  case IL_STATEMENT_SLEEP: features->sleep = TRUE; break;
  case IL_STATEMENT_IO_DEVICE:
    il_features_visit (pass, statement->other);
    /* fall through */
  case IL_STATEMENT_IO:
    features->io = TRUE;
    features->io_can_be_0 |= (kinds_of (pass, statement->value).own & ~IL_CAN_POSITIVE) != 0;
    break;
  case IL_STATEMENT_RELEASE:
    features->release = TRUE;
    if (features->mutexes || features->conditions)
      note_failure (pass);
    features->can_fail |= features->bounded; /* where a `with` ends, too */
    break;
  case IL_STATEMENT_PUT_NOWAIT:
    features->does_not_wait = TRUE;
    note_failure (pass);
    il_features_visit (pass, statement->other);
    break;
  case IL_STATEMENT_TASK_DONE:
    note_failure (pass);
    /* fall through */
  case IL_STATEMENT_JOIN: features->joins = TRUE; break;
  case IL_STATEMENT_NOTIFY:
  case IL_STATEMENT_PUT: il_features_visit (pass, statement->other); break;
  case IL_STATEMENT_CLOSE: features->closes |= (kinds_of (pass, statement->value).own & IL_CAN_OBJECT) != 0; break;
  case IL_STATEMENT_IF:
    for (guint i = 0; i < statement->n_branches; i++) {
      il_features_visit (pass, statement->branches[i].condition);
      if (statement->branches[i].condition)
        note_value (pass, statement->branches[i].condition);
      il_features_visit_block (pass, &statement->branches[i].block);
    }
    break;
  case IL_STATEMENT_TRY: visit_try (pass, statement->try); break;
  case IL_STATEMENT_GROUP:
    features->group = TRUE;
    il_features_visit_block (pass, &statement->block);
    break;
  case IL_STATEMENT_TIMEOUT:
    features->timeout = TRUE;
    features->can_fail |= pass->catching == 0 && pass->catching_timeouts == 0;
    il_features_visit_block (pass, &statement->block);
    break;
  case IL_STATEMENT_WITH:
    features->with = TRUE;
    il_features_visit_block (pass, &statement->block);
    break;
  case IL_STATEMENT_FOR: visit_for (pass, statement); break;
  case IL_STATEMENT_WHILE:
    note_value (pass, statement->value);
    il_features_visit_block (pass, &statement->block);
    break;
  case IL_STATEMENT_FOR_RANGE:
  case IL_STATEMENT_REPEAT: il_features_visit_block (pass, &statement->block); break;
  default: break;
  }
}

void
il_features_visit_block (IlFeaturesPass *pass, const IlBlock *block)
{
  for (guint i = 0; i < block->n; i++)
    visit_statement (pass, block->statements[i]);
}

void
il_features_visit_text (IlFeaturesPass *pass, const IlExpression *text)
{
  il_features_visit (pass, text);
  note_text (pass, text);
}

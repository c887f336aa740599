/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/check/checker.h"

/* Expressions that start tasks, or wait for some. */

static gboolean
names_task (IlChecker *checker, const IlExpression *call)
{
  const IlSymbolEntry *symbol;

  if (call->kind != IL_EXPRESSION_CALL)
    return FALSE;
  symbol = g_hash_table_lookup (checker->program->symbols, call->call.callee);
  return symbol && symbol->kind == IL_SYMBOL_ROUTINE && symbol->routine->kind == IL_ROUTINE_TASK;
}

static const char *
offload_word (guint8 kind)
{
  return kind == IL_EXPRESSION_THREAD ? "thread" : "process";
}

static IlExpression *
new_expression (IlChecker *checker, IlExpressionKind kind, const IlExpression *at)
{
  IlExpression *expression = il_arena_new_node (checker->program->arena, IlExpression);

  expression->kind = (guint8) kind;
  expression->height = 1;
  expression->line = at->line;
  expression->column = at->column;
  expression->length = at->length;
  return expression;
}

/* The task of `spawn thread f(x)`: `return await thread f(x)`, with f's parameters. */
static const IlRoutine *
make_offload (IlChecker *checker, const IlExpression *spawn, const IlRoutine *routine)
{
  IlArena *arena = checker->program->arena;
  IlRoutine *task = il_arena_new_node (arena, IlRoutine);
  IlStatement *statement = il_arena_new_node (arena, IlStatement);
  IlExpressionKind kind = spawn->spawn & IL_SPAWN_THREAD ? IL_EXPRESSION_THREAD : IL_EXPRESSION_PROCESS;
  g_autofree char *name = g_strdup_printf ("%s %s", offload_word (kind), routine->name);

  *task = (IlRoutine) {
    .kind = IL_ROUTINE_TASK,
    .name = g_string_chunk_insert_const (checker->program->names, name),
    .line = spawn->line,
    .column = spawn->column,
    .parameters = routine->parameters,
    .n_parameters = routine->n_parameters,
    .n_slots = routine->n_parameters,
    .program = checker->program,
    .offloaded = routine,
    .offload_kind = kind,
  };
  task->stack_need = il_checker_stack_need (task, 3);

  IlExpression *call = new_expression (checker, task->offload_kind, spawn);
  g_autofree IlExpression **arguments = g_new (IlExpression *, routine->n_parameters + 1);
  for (guint i = 0; i < routine->n_parameters; i++) {
    arguments[i] = new_expression (checker, IL_EXPRESSION_VARIABLE, spawn);
    arguments[i]->name.text = routine->parameters[i];
    arguments[i]->name.index = i;
  }
  call->height = 2;
  call->call.arguments = il_arena_copy (arena, arguments, routine->n_parameters * sizeof (gpointer));
  call->call.n_arguments = (guint16) routine->n_parameters;
  call->call.callee = routine->name;
  call->call.routine = routine;

  statement->kind = IL_STATEMENT_RETURN;
  statement->line = spawn->line;
  statement->column = spawn->column;
  statement->value = call;
  task->body.statements = il_arena_copy (arena, &statement, sizeof statement);
  task->body.n = 1;
  return task;
}

/* What runs in a thread or process; NULL: reported. */
static const IlRoutine *
check_outside_callee (IlChecker *checker, const IlExpression *call, const char *where)
{
  const IlRoutine *routine = il_check_callee (checker, call);

  if (routine == NULL || routine->kind != IL_ROUTINE_GENERATOR)
    return routine;
  il_checker_fail (checker, call, "'%s' is a generator, which cannot run in a %s: make it a function or a task",
                   routine->name, where);
  return NULL;
}

static void
check_spawn (IlChecker *checker, IlExpression *spawn)
{
  il_check_arguments (checker, spawn);
  if (checker->routine == NULL) {
    il_checker_fail (checker, spawn, "%s: 'spawn' is not", checker->constants);
    return;
  }
  if (spawn->spawn & (IL_SPAWN_THREAD | IL_SPAWN_PROCESS)) {
    const IlRoutine *offloaded =
        check_outside_callee (checker, spawn,
                              offload_word (spawn->spawn & IL_SPAWN_THREAD ? IL_EXPRESSION_THREAD
                                                                           : IL_EXPRESSION_PROCESS));

    spawn->call.routine = offloaded ? make_offload (checker, spawn, offloaded) : NULL;
    return;
  }

  const IlRoutine *routine = il_check_callee (checker, spawn);
  if (routine && routine->kind == IL_ROUTINE_FUNCTION)
    il_checker_fail (checker, spawn, "'%s' is a function, which cannot be spawned: call it, or make it a task",
                     spawn->call.callee);
  else if (routine && routine->kind == IL_ROUTINE_GENERATOR)
    il_checker_fail (checker, spawn,
                     "'%s' is a generator, which cannot be spawned: go through it, as in 'for x in %s(...):'",
                     spawn->call.callee, spawn->call.callee);
  spawn->call.routine = routine;
}

void
il_check_handle (IlChecker *checker, const IlExpression *expression, const char *done)
{
  if (expression->kind == IL_EXPRESSION_GENERATOR)
    il_checker_fail (checker, expression, "'%s' is a generator, not a task: go through it, as in 'for x in %s(...):'",
                     expression->call.callee, expression->call.callee);
  else if (expression->kind == IL_EXPRESSION_OBJECT)
    il_checker_fail (checker, expression, "'%s' is %s: only a task can be %s", expression->name.text,
                     il_object_kind_words (il_program_object (checker->program, expression->name.index)->kind), done);
}

/* An operand of `gather`, `first` or `shield`: a task's call starts it. */
static void
check_started (IlChecker *checker, IlExpression *task)
{
  gboolean outside = task->kind == IL_EXPRESSION_THREAD || task->kind == IL_EXPRESSION_PROCESS;

  if (!outside && !names_task (checker, task)) {
    il_check_expression (checker, task);
    il_check_handle (checker, task, "waited for");
    return;
  }
  if (outside)
    il_expression_spawn_offload (task);
  task->kind = IL_EXPRESSION_SPAWN;
  task->spawn |= IL_SPAWN_IMPLIED;
  check_spawn (checker, task);
}

/* A call on the same stack, or on that of a thread, and what `await` is no more than a word of. */
static void
check_await (IlChecker *checker, IlExpression *await)
{
  IlExpression *operand = await->left;

  il_check_suspends (checker, await->line, await->column, await->length, "await");
  if (names_task (checker, operand)) {
    il_check_arguments (checker, operand);
    operand->call.routine = il_check_callee (checker, operand);
    await->call = operand->call;
    await->kind = IL_EXPRESSION_AWAIT_CALL;
  } else if (operand->kind == IL_EXPRESSION_THREAD || operand->kind == IL_EXPRESSION_PROCESS) {
    il_check_arguments (checker, operand);
    operand->call.routine = check_outside_callee (checker, operand, offload_word (operand->kind));
    await->call = operand->call;
    await->kind = operand->kind;
  } else if (operand->kind == IL_EXPRESSION_SHIELD) {
    check_started (checker, operand->left);
    await->left = operand->left;
    await->kind = IL_EXPRESSION_SHIELD;
  } else {
    il_check_expression (checker, operand);
    il_check_handle (checker, operand, "awaited");
    if (operand->kind == IL_EXPRESSION_GATHER || operand->kind == IL_EXPRESSION_GATHER_ERRORS
        || operand->kind == IL_EXPRESSION_WAIT_ALL)
      il_checker_fail (checker, operand, "'%s' waits by itself: leave the 'await' out",
                       il_tasks_word ((IlExpressionKind) operand->kind));
  }
}

void
il_check_tasks (IlChecker *checker, IlExpression *expression)
{
  const char *word;

  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_SPAWN: check_spawn (checker, expression); break;
  case IL_EXPRESSION_AWAIT: check_await (checker, expression); break;
  case IL_EXPRESSION_SHIELD:
    il_checker_fail (checker, expression, "'shield' stands behind 'await', as in 'await shield h'");
    check_started (checker, expression->left);
    break;
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS:
    il_checker_fail (checker, expression,
                     "'%s' must be awaited or spawned: write 'await %s %s(...)' or 'spawn %s %s(...)'",
                     offload_word (expression->kind), offload_word (expression->kind), expression->call.callee,
                     offload_word (expression->kind), expression->call.callee);
    il_check_arguments (checker, expression);
    break;
  default: /* gather, first and their kin */
    word = il_tasks_word ((IlExpressionKind) expression->kind);
    il_check_suspends (checker, expression->line, expression->column, expression->length, word);
    for (guint i = 0; i < expression->n_items; i++) {
      check_started (checker, expression->items[i]);
      if (expression->items[i]->kind == IL_EXPRESSION_LITERAL)
        il_checker_fail (checker, expression->items[i], "'%s' needs tasks, as in '%s f(1), h'", word, word);
    }
    break;
  }
}

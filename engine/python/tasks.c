/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

#include <string.h>

/* Calls and tasks: what starts them, and what waits for them and for queues. */

void
il_export_routine_name (IlExport *export, const IlRoutine *routine)
{
  g_autofree char *name = il_export_name (routine->name);

  g_string_append (export->out, name);
  if (export->blocks && routine->kind == IL_ROUTINE_TASK)
    g_string_append (export->out, "_blocking");
}

void
il_export_call (IlExport *export, const IlExpression *call)
{
  if (export->blocks && call->call.routine->kind == IL_ROUTINE_TASK)
    g_hash_table_add (export->blocking, (gpointer) call->call.routine);
  il_export_routine_name (export, call->call.routine);
  g_string_append_c (export->out, '(');
  il_export_arguments (export, call, FALSE);
  g_string_append_c (export->out, ')');
}

/* BEFORE routine, arguments) */
static void
call_with (IlExport *export, const char *before, const IlRoutine *routine, const IlExpression *call)
{
  g_string_append (export->out, before);
  il_export_routine_name (export, routine);
  il_export_arguments (export, call, TRUE);
  g_string_append_c (export->out, ')');
}

void
il_export_offload (IlExport *export, const IlExpression *call, IlExpressionKind kind)
{
  const IlRoutine *routine = call->call.routine->outside ? call->call.routine->outside : call->call.routine;
  gboolean process = kind == IL_EXPRESSION_PROCESS, coop = export->model == IL_MODEL_COOP,
           sync = export->model == IL_MODEL_SYNC;
  gboolean is_call = sync && !process && !export->uses_random;

  if (sync && export->uses_random)
    g_string_append (export->out, process ? "seeded(in_process, " : "seeded(");
  else
    g_string_append (export->out, process                        ? "in_process("
                                  : coop && !export->uses_random ? "asyncio.to_thread("
                                  : sync                         ? ""
                                                                 : "in_thread(");
  export->blocks = coop;
  il_export_routine_name (export, routine);
  export->blocks = FALSE;
  if (coop && routine->kind == IL_ROUTINE_TASK)
    g_hash_table_add (export->blocking, (gpointer) routine);
  if (is_call)
    g_string_append_c (export->out, '(');
  il_export_arguments (export, call, !is_call);
  g_string_append_c (export->out, ')');
}

/* Where tasks have no names and no random numbers, asyncio makes tasks of coroutines itself. */
static gboolean
is_made_by_asyncio (IlExport *export, const IlExpression *call)
{
  return (call->spawn & IL_SPAWN_IMPLIED) && !export->shows_names && !export->uses_random;
}

static void
spawn_coroutine (IlExport *export, const IlExpression *call, const char *name)
{
  const IlRoutine *routine = call->call.routine;
  gboolean in_group = export->groups > 0 && !(call->spawn & IL_SPAWN_IMPLIED);

  if (in_group)
    il_export_group_name (export);
  g_string_append (export->out, in_group ? ".create_task(" : "asyncio.create_task(");
  if (routine->outside)
    il_export_offload (export, call, routine->offload_kind);
  else
    il_export_call (export, call);
  if (name && !export->shows_names) {
    g_string_append (export->out, ", name=");
    il_export_string (export->out, name);
  }
  g_string_append (export->out, export->uses_random ? ", context=seeded())" : ")");
}

static void
spawn_thread (IlExport *export, const IlExpression *call)
{
  const IlRoutine *routine = call->call.routine;
  gboolean in_group = export->groups > 0 && !(call->spawn & IL_SPAWN_IMPLIED);

  if (in_group) {
    il_export_group_name (export);
    g_string_append (export->out, ".start(");
  }
  if (routine->outside)
    call_with (export, routine->offload_kind == IL_EXPRESSION_PROCESS ? "Task(in_process, " : "Task(in_thread, ",
               routine->outside, call);
  else
    call_with (export, "Task(", routine, call);
  g_string_append (export->out, in_group ? ")" : "");
}

/* f(x), or what f is handed to: Task("f", seeded, f, x). BEFORE: the first of these, or NULL. */
static void
spawn_call (IlExport *export, const IlExpression *call, const char *name, const char *before)
{
  const IlRoutine *outside = call->call.routine->outside;
  gsize start = export->out->len;

  g_string_append (export->out, before ? before : "");
  if (il_export_has_task_class (export)) {
    g_string_append (export->out, "Task, ");
    il_export_string (export->out, name ? name : il_routine_name (call->call.routine));
    g_string_append (export->out, ", ");
  }
  if (export->uses_random)
    g_string_append (export->out,
                     outside ? "seeded, seeded, " : "seeded, "); /* the task's, and of them those outside of it */
  if (outside && call->call.routine->offload_kind == IL_EXPRESSION_PROCESS)
    g_string_append (export->out, "in_process, ");

  gboolean is_call = export->out->len == start;
  char *comma = strchr (export->out->str + start, ',');
  if (comma) { /* the first is what is called */
    *comma = '(';
    g_string_erase (export->out, comma + 1 - export->out->str, 1);
  }
  il_export_routine_name (export, outside ? outside : call->call.routine);
  g_string_append (export->out, is_call ? "(" : "");
  il_export_arguments (export, call, !is_call);
  g_string_append_c (export->out, ')');
}

void
il_export_start_call (IlExport *export, const IlExpression *call, const char *name)
{
  spawn_call (export, call, name, "start, ");
}

IlLevel
il_export_spawn (IlExport *export, const IlExpression *call, const char *name)
{
  const IlRoutine *outside = call->call.routine->outside;
  gboolean named = export->shows_names && export->model != IL_MODEL_SYNC;

  export->uses_spawn = TRUE;
  g_string_append (export->out, named ? "named(" : "");
  if (export->model == IL_MODEL_COOP)
    spawn_coroutine (export, call, name);
  else if (export->model == IL_MODEL_THREADS)
    spawn_thread (export, call);
  else
    spawn_call (export, call, name, NULL);
  if (named && outside && name == NULL)
    name = il_routine_name (call->call.routine);
  if (named && name) {
    g_string_append (export->out, ", ");
    il_export_string (export->out, name);
  }
  g_string_append (export->out, named ? ")" : "");
  return IL_LEVEL_ATOM;
}

/* An operand of `gather`, `first` or `shield`. */
static void
export_task (IlExport *export, const IlExpression *task)
{
  if (task->kind != IL_EXPRESSION_SPAWN || export->model != IL_MODEL_COOP || !is_made_by_asyncio (export, task))
    il_export_at (export, task, IL_LEVEL_ANY);
  else if (task->call.routine->outside)
    il_export_offload (export, task, task->call.routine->offload_kind);
  else
    il_export_call (export, task);
}

static gboolean
all_are_plain (IlExpression *const *values, guint n)
{
  for (guint i = 0; i < n; i++)
    if (values[i]->kind != IL_EXPRESSION_LITERAL && values[i]->kind != IL_EXPRESSION_VARIABLE
        && values[i]->kind != IL_EXPRESSION_OBJECT)
      return FALSE;
  return TRUE;
}

/* gather() itself starts calls when all operands are known, and looks at a task that has ended between one start and
 * the next. It is left to do so where nobody can tell, and in other places each is started where it stands. */
static gboolean
gather_may_start (const IlExpression *tasks)
{
  for (guint i = 0; i < tasks->n_items; i++) {
    const IlExpression *task = tasks->items[i];

    if (task->kind != IL_EXPRESSION_SPAWN || !(task->spawn & IL_SPAWN_IMPLIED)
        || !all_are_plain (task->call.arguments, task->call.n_arguments))
      return FALSE;
  }
  return TRUE;
}

/* One operand may be a list of them. */
static void
export_tasks (IlExport *export, const IlExpression *tasks, gboolean as_coroutines)
{
  const IlExpression *only = tasks->n_items == 1 ? tasks->items[0] : NULL;
  guint16 kinds = only ? il_export_kinds (export, only).own : 0;

  if ((kinds & IL_CAN_LIST) && (kinds & ~IL_CAN_LIST)) {
    g_string_append (export->out, "*(");
    il_export_at (export, only, IL_LEVEL_ANY);
    g_string_append (export->out, " if isinstance(");
    il_export_at (export, only, IL_LEVEL_ANY);
    g_string_append (export->out, ", list) else [");
    il_export_at (export, only, IL_LEVEL_ANY);
    g_string_append (export->out, "])");
    return;
  }
  g_string_append (export->out, kinds & IL_CAN_LIST ? "*" : "");
  for (guint i = 0; i < tasks->n_items; i++) {
    g_string_append (export->out, i > 0 ? ", " : "");
    if (as_coroutines)
      export_task (export, tasks->items[i]);
    else
      il_export_at (export, tasks->items[i], kinds & IL_CAN_LIST ? IL_LEVEL_ATOM : IL_LEVEL_ANY);
  }
}

IlLevel
il_export_several (IlExport *export, const IlExpression *tasks)
{
  gboolean gather = tasks->kind == IL_EXPRESSION_GATHER, handles;

  switch (export->model) {
  case IL_MODEL_SYNC: /* all have ended; without a class of them, their results stand for them */
    handles = gather && il_export_has_task_class (export);
    g_string_append (export->out, handles ? "gather(" : "[");
    export_tasks (export, tasks, FALSE);
    g_string_append (export->out, handles ? ")" : gather ? "]" : "][0]");
    return IL_LEVEL_ATOM;
  case IL_MODEL_THREADS:
    g_string_append (export->out, gather ? "gather(" : "first(");
    export_tasks (export, tasks, FALSE);
    g_string_append_c (export->out, ')');
    return IL_LEVEL_ATOM;
  default:
    g_string_append (export->out, gather ? "await asyncio.gather(" : "await first(");
    export_tasks (export, tasks, gather && gather_may_start (tasks));
    g_string_append_c (export->out, ')');
    return IL_LEVEL_AWAIT;
  }
}

/* What is awaited is not awaitable, but holds its result. */
static gboolean
has_result (const IlExport *export)
{
  return export->model == IL_MODEL_THREADS || il_export_has_task_class (export);
}

IlLevel
il_export_shield (IlExport *export, const IlExpression *shield)
{
  switch (export->model) {
  case IL_MODEL_SYNC:
  case IL_MODEL_THREADS: /* no thread is cancelled */
    il_export_at (export, shield->left, IL_LEVEL_ATOM);
    g_string_append (export->out, has_result (export) ? ".result()" : "");
    return IL_LEVEL_ATOM;
  default:
    g_string_append (export->out, "await asyncio.shield(");
    export_task (export, shield->left);
    g_string_append_c (export->out, ')');
    return IL_LEVEL_AWAIT;
  }
}

static IlLevel
export_get (IlExport *export, const IlExpression *get)
{
  gboolean waits = get->kind == IL_EXPRESSION_GET, coop = export->model == IL_MODEL_COOP;

  g_string_append (export->out, coop && waits ? "await " : "");
  il_export_at (export, get->left, IL_LEVEL_ATOM);
  if (export->model == IL_MODEL_SYNC && !il_export_has_queue_class (export))
    waits = FALSE;
  g_string_append (export->out, waits ? ".get()" : ".get_nowait()");
  return coop && waits ? IL_LEVEL_AWAIT : IL_LEVEL_ATOM;
}

IlLevel
il_export_await (IlExport *export, const IlExpression *expression)
{
  gboolean coop = export->model == IL_MODEL_COOP;

  if (expression->kind == IL_EXPRESSION_GET || expression->kind == IL_EXPRESSION_GET_NOWAIT)
    return export_get (export, expression);
  g_string_append (export->out, coop ? "await " : "");
  if (expression->kind == IL_EXPRESSION_THREAD || expression->kind == IL_EXPRESSION_PROCESS)
    il_export_offload (export, expression, (IlExpressionKind) expression->kind);
  else if (expression->kind == IL_EXPRESSION_AWAIT_CALL)
    il_export_call (export, expression);
  else {
    il_export_at (export, expression->left, IL_LEVEL_ATOM);
    g_string_append (export->out, has_result (export) ? ".result()" : "");
  }
  return coop ? IL_LEVEL_AWAIT : IL_LEVEL_ATOM;
}

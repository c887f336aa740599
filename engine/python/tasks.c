/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/tasks.h"

#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/names.h"

void
il_export_routine_name (IlExport *export, const IlRoutine *routine)
{
  g_autofree char *name = il_export_name (routine->name);

  g_string_append (export->out, name);
  if (routine->kind == IL_ROUTINE_TASK)
    g_string_append (export->out, export->dialect->task_suffix);
}

void
il_export_call (IlExport *export, const IlExpression *call)
{
  il_export_routine_name (export, call->call.routine);
  g_string_append_c (export->out, '(');
  il_export_arguments (export, call, FALSE);
  g_string_append_c (export->out, ')');
}

void
il_export_call_through (IlExport *export, const char *before, const IlRoutine *routine, const IlExpression *call)
{
  il_export_library (export, before);
  il_export_routine_name (export, routine);
  il_export_arguments (export, call, TRUE);
  g_string_append_c (export->out, ')');
}

gboolean
il_export_is_in_group (const IlExport *export, const IlExpression *call)
{
  return export->groups > 0 && !(call->spawn & IL_SPAWN_IMPLIED);
}

void
il_export_group_name (IlExport *export)
{
  if (export->groups == 1)
    g_string_append (export->out, "group");
  else
    g_string_append_printf (export->out, "group_%u", export->groups);
}

void
il_export_offload (IlExport *export, const IlExpression *call)
{
  const IlRoutine *routine = call->call.routine;

  if (routine->offloaded)
    export->dialect->offload (export, call, routine->offloaded, routine->offload_kind);
  else
    export->dialect->offload (export, call, routine, (IlExpressionKind) call->kind);
}

IlLevel
il_export_spawn (IlExport *export, const IlExpression *call, const char *name)
{
  gboolean named = export->features.shows_names && export->dialect->names_tasks;

  g_string_append (export->out, named ? "named(" : "");
  export->dialect->spawn (export, call, name);
  if (named && call->call.routine->offloaded && !name)
    name = il_routine_name (call->call.routine);
  if (named && name) {
    g_string_append (export->out, ", ");
    il_export_string (export->out, name);
  }
  g_string_append (export->out, named ? ")" : "");
  return IL_LEVEL_ATOM;
}

void
il_export_tasks (IlExport *export, const IlExpression *tasks, void (*write) (IlExport *, const IlExpression *))
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
    if (write)
      write (export, tasks->items[i]);
    else
      il_export_at (export, tasks->items[i], kinds & IL_CAN_LIST ? IL_LEVEL_ATOM : IL_LEVEL_ANY);
  }
}

IlLevel
il_export_shield (IlExport *export, const IlExpression *shield)
{
  export->dialect->shield (export, shield->left);
  return export->dialect->awaited;
}

static IlLevel
export_get (IlExport *export, const IlExpression *get)
{
  const IlDialect *dialect = export->dialect;
  gboolean waits = get->kind == IL_EXPRESSION_GET && (dialect->others_run || export->features.queue_class);

  il_export_method (export, waits ? dialect->await : "", get->left, waits ? ".get()" : ".get_nowait()");
  return waits ? dialect->awaited : IL_LEVEL_ATOM;
}

IlLevel
il_export_await (IlExport *export, const IlExpression *expression)
{
  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_GET:
  case IL_EXPRESSION_GET_NOWAIT: return export_get (export, expression);
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS:
    g_string_append (export->out, export->dialect->await);
    il_export_offload (export, expression);
    break;
  case IL_EXPRESSION_AWAIT_CALL:
    g_string_append (export->out, export->dialect->await);
    il_export_call (export, expression);
    break;
  default:
    il_export_method (export, export->dialect->await, expression->left, export->features.own_tasks ? ".result()" : "");
    break;
  }
  return export->dialect->awaited;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/export-private.h"

/* Calls and tasks: what starts them, and what waits for them and for queues. */

void
il_export_call (IlExport *export, const IlExpression *call)
{
  g_autofree char *name = il_export_name (call->call.routine->name);

  g_string_append_printf (export->out, "%s(", name);
  il_export_arguments (export, call, FALSE);
  g_string_append_c (export->out, ')');
}

static void
spawn_coroutine (IlExport *export, const IlExpression *call, const char *name)
{
  g_string_append (export->out, "asyncio.create_task(");
  il_export_call (export, call);
  if (name && !export->shows_names) {
    g_string_append (export->out, ", name=");
    il_export_string (export->out, name);
  }
  g_string_append (export->out, export->uses_random ? ", context=seeded())" : ")");
}

/* FUNCTION(routine, arguments) */
static void
spawn_by (IlExport *export, const char *function, const IlExpression *call)
{
  g_autofree char *name = il_export_name (call->call.routine->name);

  g_string_append_printf (export->out, "%s(%s", function, name);
  il_export_arguments (export, call, TRUE);
  g_string_append_c (export->out, ')');
}

IlLevel
il_export_spawn (IlExport *export, const IlExpression *call, const char *name)
{
  gboolean named = export->shows_names && export->model != IL_MODEL_SYNC;

  export->uses_spawn = TRUE;
  g_string_append (export->out, named ? "named(" : "");
  if (export->model == IL_MODEL_COOP)
    spawn_coroutine (export, call, name);
  else if (export->model == IL_MODEL_THREADS)
    spawn_by (export, "Task", call);
  else if (export->uses_random)
    spawn_by (export, "seeded", call);
  else
    il_export_call (export, call);
  if (named && name) {
    g_string_append (export->out, ", ");
    il_export_string (export->out, name);
  }
  g_string_append (export->out, named ? ")" : "");
  return IL_LEVEL_ATOM;
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
  if (expression->kind == IL_EXPRESSION_AWAIT_CALL)
    il_export_call (export, expression);
  else {
    il_export_at (export, expression->left, IL_LEVEL_ATOM);
    g_string_append (export->out, export->model == IL_MODEL_THREADS ? ".result()" : "");
  }
  return coop ? IL_LEVEL_AWAIT : IL_LEVEL_ATOM;
}

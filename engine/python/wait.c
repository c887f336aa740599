/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

/* Events, conditions and barriers have the same methods under every model; groups, timeouts and cancels are
 * asyncio's. */

const char *
il_export_wait (IlExport *export, const IlStatement *statement)
{
  static const char *const methods[] = {
    [IL_STATEMENT_WAIT] = ".wait()",
    [IL_STATEMENT_SET] = ".set()",
    [IL_STATEMENT_CLEAR] = ".clear()",
    [IL_STATEMENT_NOTIFY] = ".notify()",
    [IL_STATEMENT_NOTIFY_ALL] = ".notify_all()",
    [IL_STATEMENT_CANCEL] = ".cancel()",
  };

  if (statement->kind == IL_STATEMENT_CANCEL && export->model == IL_MODEL_SYNC) {
    g_string_append (export->out, "pass");
    return "nothing to cancel: it has ended";
  }
  if (statement->kind == IL_STATEMENT_WAIT && export->model == IL_MODEL_COOP)
    g_string_append (export->out, "await ");
  il_export_at (export, statement->value, IL_LEVEL_ATOM);
  g_string_append (export->out, methods[statement->kind]);
  return NULL;
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
il_export_group (IlExport *export)
{
  switch (export->model) {
  case IL_MODEL_SYNC: g_string_append (export->out, "with contextlib.nullcontext()"); return;
  case IL_MODEL_THREADS: g_string_append (export->out, "with Group() as "); break;
  default:
    g_string_append (export->out, il_export_orders_groups (export) ? "async with TaskGroup() as "
                                                                   : "async with asyncio.TaskGroup() as ");
    break;
  }
  il_export_group_name (export);
}

void
il_export_timeout (IlExport *export, const IlStatement *statement)
{
  gboolean coop = export->model == IL_MODEL_COOP, own = !coop || export->tells_errors;

  g_string_append (export->out, coop ? "async with " : "with ");
  g_string_append (export->out, own ? "timeout(" : "asyncio.timeout(");
  if (own)
    il_export_at (export, statement->value, IL_LEVEL_ANY);
  else
    il_export_time (export, statement->value);
  g_string_append_c (export->out, ')');
}

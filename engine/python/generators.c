/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

/* Generators, which are asynchronous ones under asyncio, and what else `for` and `close` know. */

IlLevel
il_export_yield (IlExport *export, const IlExpression *yield)
{
  export->yields = TRUE;
  g_string_append (export->out, yield->left ? "yield " : "yield");
  if (yield->left)
    il_export_at (export, yield->left, IL_LEVEL_ANY);
  return IL_LEVEL_YIELD;
}

IlLevel
il_export_next (IlExport *export, const IlExpression *next)
{
  gboolean coop = export->model == IL_MODEL_COOP;

  if (il_export_has_generator_class (export)) {
    g_string_append (export->out, coop ? "await " : "");
    il_export_at (export, next->left, IL_LEVEL_ATOM);
    g_string_append (export->out, ".next(");
    if (next->kind == IL_EXPRESSION_SEND)
      il_export_at (export, next->right, IL_LEVEL_ANY);
  } else if (next->kind == IL_EXPRESSION_NEXT) {
    g_string_append (export->out, coop ? "await anext(" : "next(");
    il_export_at (export, next->left, IL_LEVEL_ANY);
  } else {
    g_string_append (export->out, coop ? "await " : "");
    il_export_at (export, next->left, IL_LEVEL_ATOM);
    g_string_append (export->out, coop ? ".asend(" : ".send(");
    il_export_at (export, next->right, IL_LEVEL_ANY);
  }
  g_string_append_c (export->out, ')');
  return coop ? IL_LEVEL_AWAIT : IL_LEVEL_ATOM;
}

void
il_export_close (IlExport *export, const IlExpression *value)
{
  IlKinds kinds = il_export_kinds (export, value);
  gboolean coop = export->model == IL_MODEL_COOP;

  if (coop && (kinds.own & IL_CAN_GENERATOR) && (kinds.own & IL_CAN_OBJECT)) {
    il_export_at (export, value, IL_LEVEL_ATOM);
    g_string_append (export->out, ".close() if isinstance(");
    il_export_at (export, value, IL_LEVEL_ANY);
    g_string_append (export->out, ", Queue) else ");
  }
  g_string_append (export->out, coop && (kinds.own & IL_CAN_GENERATOR) ? "await " : "");
  il_export_at (export, value, IL_LEVEL_ATOM);
  g_string_append (export->out, coop && (kinds.own & IL_CAN_GENERATOR) ? ".aclose()" : ".close()");
}

void
il_export_for (IlExport *export, const IlStatement *statement)
{
  IlKinds kinds = il_export_kinds (export, statement->value);
  gboolean list = (kinds.own & IL_CAN_LIST) != 0, other = (kinds.own & (IL_CAN_OBJECT | IL_CAN_GENERATOR)) != 0;
  gboolean coop = export->model == IL_MODEL_COOP;
  gboolean any = coop && list && other;

  export->goes_through_any |= any;
  g_string_append (export->out, coop && other ? "async for " : "for ");
  il_export_assigned (export, statement->slot, statement->variable);
  g_string_append (export->out, any ? " in each(" : " in ");
  il_export_at (export, statement->value, IL_LEVEL_ANY);
  g_string_append (export->out, any ? ")" : "");
}

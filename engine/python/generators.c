/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/generators.h"

#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/names.h"

/* Generators, which are asynchronous ones under asyncio, and what else `for` knows. */

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
  if (export->features.generator_class) {
    il_export_method (export, export->dialect->await, next->left, ".next(");
    if (next->kind == IL_EXPRESSION_SEND)
      il_export_at (export, next->right, IL_LEVEL_ANY);
    g_string_append_c (export->out, ')');
  } else
    export->dialect->next (export, next);
  return export->dialect->awaited;
}

void
il_export_for (IlExport *export, const IlStatement *statement)
{
  IlKinds kinds = il_export_kinds (export, statement->value);
  gboolean list = (kinds.own & IL_CAN_LIST) != 0, other = (kinds.own & (IL_CAN_OBJECT | IL_CAN_GENERATOR)) != 0;
  gboolean any = export->dialect->has_event_loop && list && other;

  if (statement->value->kind == IL_EXPRESSION_AS_COMPLETED)
    other = TRUE;

  g_string_append (export->out, other ? export->dialect->async : "");
  g_string_append (export->out, "for ");
  il_export_assigned (export, statement->slot, statement->variable);
  g_string_append (export->out, any ? " in each(" : " in ");
  il_export_at (export, statement->value, IL_LEVEL_ANY);
  g_string_append (export->out, any ? ")" : "");
}

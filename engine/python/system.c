/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/system.h"

#include "engine/python/expressions.h"

static gboolean
can_be_negative (IlExport *export, const IlExpression *time)
{
  if (time->kind == IL_EXPRESSION_LITERAL)
    return time->literal.number < 0;
  return export->features.counts_down && (il_export_kinds (export, time).own & IL_CAN_DURATION);
}

/* Unlike asyncio's, it refuses what is below 0, as io does. */
const char *
il_export_system_pause (IlExport *export, const IlExpression *time, gboolean io)
{
  gboolean bounded = !io && can_be_negative (export, time);

  il_export_library (export, "time.sleep");
  g_string_append (export->out, bounded ? "(max(" : "(");
  il_export_time (export, time);
  g_string_append (export->out, bounded ? ", 0))" : ")");
  return io ? "I/O" : NULL;
}

void
il_export_system_next (IlExport *export, const IlExpression *next)
{
  if (next->kind == IL_EXPRESSION_NEXT) {
    g_string_append (export->out, "next(");
    il_export_at (export, next->left, IL_LEVEL_ANY);
  } else {
    il_export_method (export, "", next->left, ".send(");
    il_export_at (export, next->right, IL_LEVEL_ANY);
  }
  g_string_append_c (export->out, ')');
}

void
il_export_system_close (IlExport *export, const IlExpression *value)
{
  il_export_method (export, "", value, ".close()");
}

void
il_export_system_begin (IlExport *export)
{
  g_string_append (export->out, "\n\nif __name__ == \"__main__\":\n");
}

void
il_export_system_end (IlExport *export)
{
  if (export->features.arrivals)
    il_export_line (export, "arrivals.wait()");
}

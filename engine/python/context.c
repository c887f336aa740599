/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/context.h"

#include <string.h>

#define INDENT 4

IlKinds
il_export_kinds (IlExport *export, const IlExpression *expression)
{
  return il_kind_table_of (export->kinds, export->routine, expression);
}

void
il_export_begin_line (IlExport *export)
{
  for (guint i = 0; i < export->indent * INDENT; i++)
    g_string_append_c (export->out, ' ');
}

void
il_export_line (IlExport *export, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  il_export_begin_line (export);
  g_string_append_vprintf (export->out, format, arguments);
  g_string_append_c (export->out, '\n');
  va_end (arguments);
}

void
il_export_library (IlExport *export, const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot)
    g_hash_table_add (export->imports, g_strndup (name, (gsize) (dot - name)));
  g_string_append (export->out, name);
}

guint
il_export_workers (const IlProgram *program)
{
  return program->machine.workers > 0 ? program->machine.workers : 4;
}

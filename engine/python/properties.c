/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/properties.h"

#include "engine/python/comments.h"
#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/names.h"
#include "engine/python/text.h"

/* `always` and `ensure`. What an object does is its class's business, most often one of Python's library: only writes
 * of shared variables are followed. */

static void
write_check (IlExport *export, const IlProperty *property, guint i)
{
  GString *out = export->out;

  g_string_append (out, "\n\n");
  il_export_comments_before (export, property->line);
  il_export_line (export, "def " IL_EXPORT_CHECK_PREFIX "%u():", i + 1);
  export->indent++;
  il_export_begin_line (export);
  g_string_append (out, "must_hold(lambda: ");
  il_export_at (export, property->condition, IL_LEVEL_ANY);
  g_string_append (out, ", lambda: ");
  il_export_text (export, property->text);
  g_string_append_c (out, ')');
  il_export_end_line (export, property->line, NULL);
  export->indent--;
}

void
il_export_always (IlExport *export)
{
  const IlProgram *program = export->program;

  for (guint i = 0; i < il_program_n_properties (program); i++) {
    const IlProperty *property = il_program_property (program, i);

    if (il_export_checks (program, property))
      write_check (export, property, i);
    else if (property->kind == IL_PROPERTY_ALWAYS)
      il_export_line (export, "\n\n# The `always` of line %u looks at objects. It is not checked here.",
                      property->line);
  }
}

static gboolean
reads (const IlProperty *property, guint object)
{
  for (guint i = 0; i < property->n_objects; i++)
    if (property->objects[i] == object)
      return TRUE;
  return FALSE;
}

void
il_export_check_after (IlExport *export, guint32 slot)
{
  const IlProgram *program = export->program;

  if (!(slot & IL_SLOT_SHARED))
    return;
  for (guint i = 0; i < il_program_n_properties (program); i++) {
    const IlProperty *property = il_program_property (program, i);

    if (il_export_checks (program, property) && reads (property, slot & ~IL_SLOT_SHARED))
      il_export_line (export, IL_EXPORT_CHECK_PREFIX "%u()", i + 1);
  }
}

void
il_export_ensure (IlExport *export)
{
  for (guint i = 0; i < il_program_n_properties (export->program); i++) {
    const IlProperty *property = il_program_property (export->program, i);

    if (property->kind != IL_PROPERTY_ENSURE)
      continue;
    il_export_begin_line (export);
    g_string_append (export->out, "assert ");
    il_export_at (export, property->condition, IL_LEVEL_ANY);
    g_string_append (export->out, ", ");
    il_export_text (export, property->text);
    il_export_end_line (export, property->line, "ensure");
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/text.h"

#include <string.h>

#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/names.h"

/* What the workload shows as text. */

/* As text: what the hole of a string holds. */
static void
write_shown (IlExport *export, const IlExpression *expression)
{
  IlKinds kinds = il_export_kinds (export, expression);

  if (il_kinds_are_plain (kinds))
    il_export_at (export, expression, IL_LEVEL_ANY);
  else if (kinds.own == IL_CAN_HANDLE && export->dialect->handle_name)
    il_export_method (export, "", expression, export->dialect->handle_name);
  else {
    g_string_append (export->out, "show(");
    il_export_at (export, expression, IL_LEVEL_ANY);
    g_string_append_c (export->out, ')');
  }
}

/* An f-string; or, where a hole has quotes or backslashes in it, which Python 3.11 does not allow, a call of
 * format(). */
void
il_export_string_with_holes (IlExport *export, const IlExpression *text)
{
  g_autoptr (GString) holes = g_string_new (NULL);
  g_autoptr (GString) inside = g_string_new (NULL), pattern = g_string_new (NULL);
  GString *out = export->out;
  gboolean plain = TRUE;

  for (guint i = 0; i < text->n_items; i++) {
    const char *constant = il_constant_text (export->program, text->items[i]);

    if (constant) {
      il_export_characters (inside, constant, TRUE);
      il_export_characters (pattern, constant, TRUE);
      continue;
    }
    g_autoptr (GString) hole = export->out = g_string_new (NULL);
    write_shown (export, text->items[i]);
    export->out = out;
    plain = plain && !strpbrk (hole->str, "\"'\\\n");
    g_string_append_printf (inside, "{%s}", hole->str);
    g_string_append (pattern, "{}");
    g_string_append_printf (holes, "%s%s", holes->len ? ", " : "", hole->str);
  }
  if (plain)
    g_string_append_printf (out, "%s\"%s\"", strpbrk (inside->str, "{}") ? "f" : "", inside->str);
  else
    g_string_append_printf (out, "\"%s\".format(%s)", pattern->str, holes->str);
}

void
il_export_text (IlExport *export, const IlExpression *expression)
{
  const char *constant = il_constant_text (export->program, expression);

  if (constant)
    il_export_string (export->out, constant);
  else
    write_shown (export, expression);
}

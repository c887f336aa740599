/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

#include <string.h>

/* What the workload shows as text. */

/* As text: what the hole of a string holds. */
static void
write_shown (IlExport *export, const IlExpression *expression)
{
  const guint16 plain = IL_CAN_INTEGER | IL_CAN_STRING | IL_CAN_TIME;
  IlKinds kinds = il_export_kinds (export, expression);

  if ((kinds.own & ~plain) == 0)
    il_export_at (export, expression, IL_LEVEL_ANY);
  else if (kinds.own == IL_CAN_HANDLE && (export->model != IL_MODEL_SYNC || il_export_has_task_class (export))) {
    il_export_at (export, expression, IL_LEVEL_ATOM);
    g_string_append (export->out, export->model == IL_MODEL_COOP ? ".get_name()" : ".name");
  } else {
    export->shows_values = TRUE;
    g_string_append (export->out, "show(");
    il_export_at (export, expression, IL_LEVEL_ANY);
    g_string_append_c (export->out, ')');
  }
}

/* The text of an item that is known now, or NULL. */
static const char *
constant_text (IlExport *export, const IlExpression *item)
{
  if (item->kind == IL_EXPRESSION_LITERAL && item->literal.type == IL_TYPE_STRING)
    return il_value_text (item->literal);
  if (item->kind == IL_EXPRESSION_OBJECT)
    return il_program_object (export->program, item->name.index)->name;
  return NULL;
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
    const char *constant = constant_text (export, text->items[i]);

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
  const char *constant = constant_text (export, expression);

  if (constant)
    il_export_string (export->out, constant);
  else
    write_shown (export, expression);
}

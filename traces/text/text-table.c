/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/text/text-table.h"

IlTextTable
il_text_table_new (guint n_columns)
{
  return (IlTextTable) { g_ptr_array_new_with_free_func (g_free), n_columns };
}

void
il_text_table_add (IlTextTable *table, char *cell)
{
  for (char *c = cell; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = '?';
  g_ptr_array_add (table->cells, cell);
}

/* The number of columns that TEXT takes up on a terminal. */
static guint
display_width (const char *text)
{
  guint width = 0;

  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
  }
  return width;
}

static void
append_spaces (GString *out, guint n)
{
  while (n-- > 0)
    g_string_append_c (out, ' ');
}

void
il_text_table_finish (IlTextTable *table, GString *out, guint n_left, gboolean last_left)
{
  g_autofree guint *widths = g_new0 (guint, table->n_columns);

  for (guint i = 0; i < table->cells->len; i++)
    widths[i % table->n_columns] =
        MAX (widths[i % table->n_columns], display_width (g_ptr_array_index (table->cells, i)));
  for (guint i = 0; i < table->cells->len; i++) {
    const char *cell = g_ptr_array_index (table->cells, i);
    guint column = i % table->n_columns;
    guint padding = widths[column] - display_width (cell);
    gboolean last = column + 1 == table->n_columns;
    gboolean left = column < n_left || (last && last_left);

    if (column > 0)
      g_string_append (out, "  ");
    if (!left)
      append_spaces (out, padding);
    g_string_append (out, cell);
    if (left && !last)
      append_spaces (out, padding);
    if (last) {
      while (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate (out, out->len - 1);
      g_string_append_c (out, '\n');
    }
  }
  g_ptr_array_unref (table->cells);
}

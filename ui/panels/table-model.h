/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The rows of a table as a list whose items come into being when they are looked at: numbers of rows, in order of
 * themselves or in a given one. */
#define IL_TYPE_TABLE_ROW (il_table_row_get_type ())
G_DECLARE_FINAL_TYPE (IlTableRow, il_table_row, IL, TABLE_ROW, GObject)
guint il_table_row_number (IlTableRow *row);

#define IL_TYPE_TABLE_MODEL (il_table_model_get_type ())
G_DECLARE_FINAL_TYPE (IlTableModel, il_table_model, IL, TABLE_MODEL, GObject)

IlTableModel *il_table_model_new (void);

/* ORDER (of guint32, a reference is taken; NULL: the first N rows as they are) is shown from now on. A list comes to
 * know of it in steps; the signal "complete" says that it does. */
void il_table_model_set (IlTableModel *model, GArray *order, guint n);
guint il_table_model_n_rows (IlTableModel *model);
gboolean il_table_model_is_complete (IlTableModel *model);
void il_table_model_stop (IlTableModel *model);     /* nobody looks at the list any more */
GArray *il_table_model_order (IlTableModel *model); /* NULL: as they are */
guint il_table_model_row (IlTableModel *model, guint position);

/* Where ROW, or else the last one before it, is in a list in which rows ascend; FALSE: nowhere. */
gboolean il_table_model_find (IlTableModel *model, guint row, guint *position);

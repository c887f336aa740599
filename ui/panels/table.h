/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/panels/table-source.h"

/* A list of rows to filter, to sort by a click on a title, and to copy as tab-separated text. It may hold tens of
 * millions: cells are written as they come into view, and whole lists are gone through on a thread of its own.
 *
 * Signals: "row-chosen" (guint): the user selected that row of the source. */
#define IL_TYPE_TABLE (il_table_get_type ())
G_DECLARE_FINAL_TYPE (IlTable, il_table, IL, TABLE, GtkWidget)

/* LABEL: its name for a screen reader. KIND: of all sources that it will show. */
GtkWidget *il_table_new (const char *label, const IlTableKind *kind);

/* Takes a reference; NULL: nothing. */
void il_table_set_source (IlTable *table, IlTableSource *source);

/* The source may have more rows. */
void il_table_refresh (IlTable *table);

/* As the user does: shows rows with all words of TEXT; sorts by COLUMN (-1: by none). */
void il_table_set_filter (IlTable *table, const char *text);
void il_table_sort (IlTable *table, int column, gboolean descending);

/* Whether the rows are being filtered or sorted, or the list filled with them. */
gboolean il_table_is_arranging (IlTable *table);

/* Selects ROW, or the last one before it that is in the list, and brings it into sight. Not where the list is sorted
 * otherwise than by itself. */
void il_table_reveal (IlTable *table, guint row);

/* What the copy button copies: the selected order, at most IL_TABLE_MAX_COPIED rows of it. Free it. */
char *il_table_text (IlTable *table);
enum { IL_TABLE_MAX_COPIED = 100000 };

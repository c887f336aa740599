/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A table for a terminal: cells that are filled in row by row. */
typedef struct {
  GPtrArray *cells; /* of char *, owned */
  guint n_columns;
} IlTextTable;

IlTextTable il_text_table_new (guint n_columns);

/* Takes CELL. A control character in it (a task may be named at will) would tear the table apart: it becomes `?`. */
void il_text_table_add (IlTextTable *table, char *cell);

/* Appends the table with its cells to the right, but for the first N_LEFT columns and, if LAST_LEFT, the last one, and
 * frees it. */
void il_text_table_finish (IlTextTable *table, GString *out, guint n_left, gboolean last_left);

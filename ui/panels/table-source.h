/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What a table shows, without a copy of it: a number of rows, and a function that writes a cell when it is looked
 * at. Everything but il_table_source_new may be called by any thread. */

typedef struct {
  const char *title;
  int width;        /* pixels */
  gboolean numeric; /* digits of one width */
} IlTableColumn;

typedef struct {
  const IlTableColumn *columns; /* the last one takes what room is left */
  guint n_columns;

  guint (*n_rows) (gpointer data);                         /* may grow */
  char *(*cell) (gpointer data, guint row, guint column);  /* free it */
  guint64 (*key) (gpointer data, guint row, guint column); /* what the column is sorted by */

  /* Whether all of WORDS, in small letters, are in ROW, in any cell. A filter lives as long as one look through the
   * rows. */
  gpointer (*filter_new) (gpointer data, const char *const *words);
  gboolean (*filter_matches) (gpointer filter, guint row);
  GDestroyNotify filter_free;
} IlTableKind;

typedef struct {
  gatomicrefcount references;
  const IlTableKind *kind;
  gpointer data;
  GDestroyNotify free_data;
} IlTableSource;

IlTableSource *il_table_source_new (const IlTableKind *kind, gpointer data, GDestroyNotify free_data);
IlTableSource *il_table_source_ref (IlTableSource *source);
void il_table_source_unref (IlTableSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTableSource, il_table_source_unref)

guint il_table_source_n_rows (const IlTableSource *source);
char *il_table_source_cell (const IlTableSource *source, guint row, guint column);

/* Which rows have all words of TEXT (NULL: all), asked for in ascending order. SOURCE must outlive it. One thread at a
 * time. */
typedef struct _IlTableFilter IlTableFilter;
IlTableFilter *il_table_filter_new (const IlTableSource *source, const char *text);
gboolean il_table_filter_matches (IlTableFilter *filter, guint row);
void il_table_filter_free (IlTableFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTableFilter, il_table_filter_free)

/* The rows that have all words of FILTER (NULL: all), in the order of COLUMN (-1: as they are), of guint32; equal ones
 * stay as they are, backwards if DESCENDING. NULL once CANCELLABLE is cancelled, at which it
 * looks now and then. */
GArray *il_table_source_arrange (const IlTableSource *source, const char *filter, int column, gboolean descending,
                                 GCancellable *cancellable);

/* Tab-separated text with a line of titles: the rows of ORDER from FIRST on, or where it is NULL the rows themselves, N
 * of them. Control characters in a cell become spaces. Free it. */
char *il_table_source_text (const IlTableSource *source, const GArray *order, guint first, guint n);

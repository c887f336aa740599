/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/table-source.h"

#include <stdlib.h>

enum { ROWS_BETWEEN_LOOKS = 4096 };

IlTableSource *
il_table_source_new (const IlTableKind *kind, gpointer data, GDestroyNotify free_data)
{
  IlTableSource *source = g_new (IlTableSource, 1);

  *source = (IlTableSource) { .kind = kind, .data = data, .free_data = free_data };
  g_atomic_ref_count_init (&source->references);
  return source;
}

IlTableSource *
il_table_source_ref (IlTableSource *source)
{
  g_atomic_ref_count_inc (&source->references);
  return source;
}

void
il_table_source_unref (IlTableSource *source)
{
  if (!g_atomic_ref_count_dec (&source->references))
    return;
  if (source->free_data)
    source->free_data (source->data);
  g_free (source);
}

guint
il_table_source_n_rows (const IlTableSource *source)
{
  return source->kind->n_rows (source->data);
}

char *
il_table_source_cell (const IlTableSource *source, guint row, guint column)
{
  return source->kind->cell (source->data, row, column);
}

/* The words of FILTER in small letters; NULL where there are none. */
static char **
words_of (const char *filter)
{
  g_autofree char *folded = g_utf8_strdown (filter ? filter : "", -1);
  g_auto (GStrv) pieces = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (char **piece = pieces; *piece; piece++)
    if (**piece)
      g_ptr_array_add (words, g_strdup (*piece));
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

struct _IlTableFilter {
  const IlTableKind *kind;
  char **words; /* NULL: none */
  gpointer data;
};

IlTableFilter *
il_table_filter_new (const IlTableSource *source, const char *text)
{
  IlTableFilter *filter = g_new0 (IlTableFilter, 1);

  filter->kind = source->kind;
  filter->words = words_of (text);
  if (filter->words)
    filter->data = source->kind->filter_new (source->data, (const char *const *) filter->words);
  return filter;
}

gboolean
il_table_filter_matches (IlTableFilter *filter, guint row)
{
  return !filter->words || filter->kind->filter_matches (filter->data, row);
}

void
il_table_filter_free (IlTableFilter *filter)
{
  if (filter->words)
    filter->kind->filter_free (filter->data);
  g_strfreev (filter->words);
  g_free (filter);
}

static gboolean
is_stopped (GCancellable *cancellable, guint row)
{
  return row % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_is_cancelled (cancellable);
}

static GArray *
filter_rows (const IlTableSource *source, const char *text, guint n, GCancellable *cancellable)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (IlTableFilter) filter = il_table_filter_new (source, text);

  for (guint32 row = 0; row < n && !is_stopped (cancellable, row); row++)
    if (il_table_filter_matches (filter, row))
      g_array_append_val (rows, row);
  return rows;
}

typedef struct {
  guint64 key;
  guint32 row;
} Keyed;

static int
compare_up (const void *a, const void *b)
{
  const Keyed *first = a, *second = b;

  if (first->key != second->key)
    return first->key < second->key ? -1 : 1;
  return first->row < second->row ? -1 : first->row > second->row;
}

static gboolean
sort_rows (const IlTableSource *source, GArray *rows, guint column, GCancellable *cancellable)
{
  g_autofree Keyed *keyed = g_new (Keyed, rows->len + 1); /* qsort wants a place even for none */

  for (guint i = 0; i < rows->len; i++) {
    if (is_stopped (cancellable, i))
      return FALSE;
    keyed[i].row = g_array_index (rows, guint32, i);
    keyed[i].key = source->kind->key (source->data, keyed[i].row, column);
  }
  qsort (keyed, rows->len, sizeof *keyed, compare_up);
  for (guint i = 0; i < rows->len; i++)
    g_array_index (rows, guint32, i) = keyed[i].row;
  return TRUE;
}

static void
reverse (GArray *rows)
{
  guint32 *row = (guint32 *) (gpointer) rows->data;

  for (guint i = 0; i < rows->len / 2; i++) {
    guint32 other = row[i];

    row[i] = row[rows->len - 1 - i];
    row[rows->len - 1 - i] = other;
  }
}

GArray *
il_table_source_arrange (const IlTableSource *source, const char *filter, int column, gboolean descending,
                         GCancellable *cancellable)
{
  GArray *rows = filter_rows (source, filter, il_table_source_n_rows (source), cancellable);
  gboolean done = column < 0 || sort_rows (source, rows, (guint) column, cancellable);

  if (!done || g_cancellable_is_cancelled (cancellable)) {
    g_array_unref (rows);
    return NULL;
  }
  if (descending)
    reverse (rows);
  return rows;
}

static void
append_cell (GString *out, char *cell)
{
  for (char *c = cell; *c; c++)
    g_string_append_c (out, g_ascii_iscntrl (*c) ? ' ' : *c);
  g_free (cell);
}

char *
il_table_source_text (const IlTableSource *source, const GArray *order, guint first, guint n)
{
  GString *out = g_string_new (NULL);
  guint n_columns = source->kind->n_columns;

  for (guint column = 0; column < n_columns; column++)
    g_string_append_printf (out, "%s%c", source->kind->columns[column].title, column + 1 < n_columns ? '\t' : '\n');
  for (guint i = first; i < first + n; i++)
    for (guint column = 0; column < n_columns; column++) {
      append_cell (out, il_table_source_cell (source, order ? g_array_index (order, guint32, i) : i, column));
      g_string_append_c (out, column + 1 < n_columns ? '\t' : '\n');
    }
  return g_string_free (out, FALSE);
}

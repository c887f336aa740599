/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/table.h"

#include "traces/text/visible-text.h"
#include "ui/latest.h"
#include "ui/panels/table-model.h"

struct _IlTable {
  GtkWidget parent_instance;

  const IlTableKind *kind;
  IlTableSource *source; /* or NULL */
  IlTableModel *model;
  GtkSingleSelection *selection;
  gboolean selecting; /* it is us who select */

  GtkWidget *box;
  GtkSearchEntry *search;
  GtkLabel *count;
  GtkButton *copy;
  GtkColumnView *view;

  int sort_column; /* -1: as they are */
  gboolean descending;
  int probed; /* see sorter_changed_cb */

  IlLatest *arranging;
  guint arranged;  /* how many of the source's rows there were when that began */
  gboolean stale;  /* the source has got more since */
  gint64 revealed; /* a row that is to be brought into sight when it is there; -1: none */
  IlLatest *copying;
};

enum { ROW_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlTable, il_table, GTK_TYPE_WIDGET)

static guint
n_rows (IlTable *table)
{
  return table->source ? il_table_source_n_rows (table->source) : 0;
}

static void
show_count (IlTable *table)
{
  guint all = n_rows (table), shown = il_table_model_n_rows (table->model);
  g_autofree char *text = il_latest_is_asking (table->arranging) ? g_strdup ("…")
                          : shown == all                         ? g_strdup_printf ("%'u", all)
                                                                 : g_strdup_printf ("%'u of %'u", shown, all);

  gtk_label_set_text (table->count, text);
  gtk_widget_set_sensitive (GTK_WIDGET (table->copy), shown > 0);
}

/* Shows ORDER (NULL: all rows as they are); whatever was selected is so no more. */
static void
show_order (IlTable *table, GArray *order, guint n)
{
  table->selecting = TRUE;
  if (order || il_table_model_order (table->model))
    gtk_single_selection_set_selected (table->selection, GTK_INVALID_LIST_POSITION);
  il_table_model_set (table->model, order, n);
  table->selecting = FALSE;
  show_count (table);
}

/* Arranging, off the main thread. */

typedef struct {
  IlTableSource *source;
  char *filter;
  int sort_column;
  gboolean descending;
  GArray *order; /* the answer; NULL: cancelled */
} Arrangement;

static void
arrangement_free (gpointer data)
{
  Arrangement *arrangement = data;

  il_table_source_unref (arrangement->source);
  g_free (arrangement->filter);
  g_clear_pointer (&arrangement->order, g_array_unref);
  g_free (arrangement);
}

static void
find_order (gpointer data, GCancellable *cancellable)
{
  Arrangement *arrangement = data;

  arrangement->order = il_table_source_arrange (arrangement->source, arrangement->filter, arrangement->sort_column,
                                                arrangement->descending, cancellable);
}

static void arrange (IlTable *table);

static void
arranged_cb (gpointer data, gpointer owner)
{
  const Arrangement *arrangement = data;
  IlTable *table = owner;

  if (arrangement->order)
    show_order (table, arrangement->order, 0);
  if (table->stale)
    arrange (table);
}

static void
arrange (IlTable *table)
{
  const char *filter;
  Arrangement *arrangement;

  if (!table->box) /* the view takes its sorters away as it goes */
    return;
  filter = gtk_editable_get_text (GTK_EDITABLE (table->search));
  il_latest_cancel (table->arranging);
  table->stale = FALSE;
  if (!table->source || (!*filter && table->sort_column < 0)) {
    show_order (table, NULL, n_rows (table));
    return;
  }
  table->arranged = n_rows (table);
  arrangement = g_new (Arrangement, 1);
  *arrangement = (Arrangement) { il_table_source_ref (table->source), g_strdup (filter), table->sort_column,
                                 table->descending, NULL };
  il_latest_ask (table->arranging, arrangement, arrangement_free, find_order, arranged_cb);
  show_count (table);
}

void
il_table_refresh (IlTable *table)
{
  g_return_if_fail (IL_IS_TABLE (table));

  if (il_latest_is_asking (table->arranging))
    table->stale = n_rows (table) != table->arranged;
  else if (!il_table_model_order (table->model) ? n_rows (table) != il_table_model_n_rows (table->model)
                                                : n_rows (table) != table->arranged)
    arrange (table);
}

void
il_table_set_source (IlTable *table, IlTableSource *source)
{
  g_return_if_fail (IL_IS_TABLE (table));

  if (source == table->source)
    return;
  if (source)
    il_table_source_ref (source);
  il_latest_cancel (table->arranging);
  gtk_single_selection_set_selected (table->selection, GTK_INVALID_LIST_POSITION);
  show_order (table, NULL, 0);
  g_clear_pointer (&table->source, il_table_source_unref);
  table->source = source;
  table->revealed = -1;
  arrange (table);
}

/* Sorting. GTK 4.8 does not tell by which column its view is sorted. But its sorter asks the sorter of that column
 * first, and turns the answer round where it goes down: so it is given two rows to compare. */

static int
probe (gconstpointer a, gconstpointer b, gpointer data)
{
  GtkColumnViewColumn *column = data;
  IlTable *table = g_object_get_data (G_OBJECT (column), "il-table");

  if (table->probed < 0)
    table->probed = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (column), "il-index"));
  return -1;
}

static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, IlTable *table)
{
  g_autoptr (GObject) one = g_object_new (IL_TYPE_TABLE_ROW, NULL), other = g_object_new (IL_TYPE_TABLE_ROW, NULL);
  GtkOrdering ordering;

  table->probed = -1;
  ordering = gtk_sorter_compare (sorter, one, other);
  table->sort_column = table->probed;
  table->descending = table->probed >= 0 && ordering == GTK_ORDERING_LARGER;
  arrange (table);
}

void
il_table_set_filter (IlTable *table, const char *text)
{
  g_return_if_fail (IL_IS_TABLE (table));

  gtk_editable_set_text (GTK_EDITABLE (table->search), text);
}

void
il_table_sort (IlTable *table, int column, gboolean descending)
{
  g_return_if_fail (IL_IS_TABLE (table));

  g_autoptr (GtkColumnViewColumn) chosen =
      column >= 0 ? g_list_model_get_item (gtk_column_view_get_columns (table->view), (guint) column) : NULL;
  gtk_column_view_sort_by_column (table->view, chosen, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

gboolean
il_table_is_arranging (IlTable *table)
{
  return il_latest_is_asking (table->arranging) || !il_table_model_is_complete (table->model);
}

/* Cells. */

/* Inscriptions, and not labels: whatever they say, nothing is to be laid out anew. */
static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const IlTableColumn *column = data;
  GtkWidget *cell = gtk_inscription_new (NULL);

  g_object_set (cell, "xalign", column->numeric ? 1.0 : 0.0, "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                "min-lines", 1, NULL);
  if (column->numeric)
    gtk_widget_add_css_class (cell, "numeric");
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkColumnViewColumn *column = data;
  IlTable *table = g_object_get_data (G_OBJECT (column), "il-table");
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (column), "il-index"));
  guint row = il_table_row_number (IL_TABLE_ROW (gtk_list_item_get_item (item)));
  g_autofree char *text = table->source ? il_table_source_cell (table->source, row, index) : NULL;
  GtkWidget *cell = gtk_list_item_get_child (item);

  g_autofree char *visible = text ? il_visible_text (text) : NULL;
  gtk_inscription_set_text (GTK_INSCRIPTION (cell), visible);
  if (!text || !*text)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, "none", -1);
}

static void
add_column (IlTable *table, guint index)
{
  const IlTableColumn *described = &table->kind->columns[index];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (described->title, factory);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (probe, column, NULL));

  g_object_set_data (G_OBJECT (column), "il-table", table);
  g_object_set_data (G_OBJECT (column), "il-index", GUINT_TO_POINTER (index));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) described);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (index + 1 < table->kind->n_columns)
    gtk_column_view_column_set_fixed_width (column, described->width);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (table->view, column);
  g_object_unref (sorter);
  g_object_unref (column);
}

static void
selected_cb (IlTable *table)
{
  guint position = gtk_single_selection_get_selected (table->selection);

  /* A list that is being filled moves the selection by itself. */
  if (!table->selecting && position != GTK_INVALID_LIST_POSITION && il_table_model_is_complete (table->model))
    g_signal_emit (table, signals[ROW_CHOSEN], 0, il_table_model_row (table->model, position));
}

/* GTK 4.8 has no function for it, but its lists have this action. */
static void
scroll_to (IlTable *table, guint position)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (table->view));

  for (; child; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_activate_action (child, "list.scroll-to-item", "u", position))
      return;
}

void
il_table_reveal (IlTable *table, guint row)
{
  guint position;

  g_return_if_fail (IL_IS_TABLE (table));

  table->revealed = row;
  if (table->sort_column >= 0 || il_latest_is_asking (table->arranging) || !il_table_model_is_complete (table->model)
      || !il_table_model_find (table->model, row, &position))
    return;
  table->revealed = -1;
  if (gtk_single_selection_get_selected (table->selection) == position)
    return;
  table->selecting = TRUE;
  gtk_single_selection_set_selected (table->selection, position);
  table->selecting = FALSE;
  scroll_to (table, position);
}

/* All rows are there now. */
static void
complete_cb (IlTable *table)
{
  if (table->revealed >= 0)
    il_table_reveal (table, (guint) table->revealed);
}

char *
il_table_text (IlTable *table)
{
  g_return_val_if_fail (IL_IS_TABLE (table), NULL);

  if (!table->source)
    return g_strdup ("");
  return il_table_source_text (table->source, il_table_model_order (table->model), 0,
                               MIN (il_table_model_n_rows (table->model), IL_TABLE_MAX_COPIED));
}

/* Copying, off the main thread too. The clipboard holds one text: that of the latest wish. */

typedef struct {
  IlTableSource *source;
  GArray *order;
  guint n;
  char *text; /* the answer */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  il_table_source_unref (copy->source);
  g_clear_pointer (&copy->order, g_array_unref);
  g_free (copy->text);
  g_free (copy);
}

static void
find_text (gpointer data, GCancellable *cancellable)
{
  Copy *copy = data;

  copy->text = il_table_source_text (copy->source, copy->order, 0, copy->n);
}

static void
text_found_cb (gpointer data, gpointer owner)
{
  const Copy *copy = data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (owner)), copy->text);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlTable *table = IL_TABLE (widget);
  Copy *copy;

  if (!table->source)
    return;
  copy = g_new0 (Copy, 1);
  copy->source = il_table_source_ref (table->source);
  copy->n = MIN (il_table_model_n_rows (table->model), IL_TABLE_MAX_COPIED);
  if (il_table_model_order (table->model))
    copy->order = g_array_ref (il_table_model_order (table->model));
  il_latest_cancel (table->copying);
  il_latest_ask (table->copying, copy, copy_free, find_text, text_found_cb);
}

static void
il_table_dispose (GObject *object)
{
  IlTable *table = IL_TABLE (object);

  g_clear_pointer (&table->box, gtk_widget_unparent);
  g_clear_object (&table->selection);
  g_clear_object (&table->model);
  g_clear_pointer (&table->source, il_table_source_unref);
  G_OBJECT_CLASS (il_table_parent_class)->dispose (object);
}

static void
il_table_finalize (GObject *object)
{
  IlTable *table = IL_TABLE (object);

  il_latest_free (table->arranging);
  il_latest_free (table->copying);
  G_OBJECT_CLASS (il_table_parent_class)->finalize (object);
}

/* The window goes. */
static void
il_table_unroot (GtkWidget *widget)
{
  IlTable *table = IL_TABLE (widget);

  il_latest_cancel (table->arranging);
  il_latest_cancel (table->copying);
  il_table_model_stop (table->model);
  GTK_WIDGET_CLASS (il_table_parent_class)->unroot (widget);
}

static void
il_table_class_init (IlTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = il_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_table_finalize;
  widget_class->unroot = il_table_unroot;
  signals[ROW_CHOSEN] =
      g_signal_new ("row-chosen", IL_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "iltable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_toolbar (IlTable *table, const char *label)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *what = g_strdup_printf ("Filter: %s", label);

  table->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  table->count = GTK_LABEL (gtk_label_new (NULL));
  table->copy = GTK_BUTTON (gtk_button_new_from_icon_name ("edit-copy-symbolic"));
  g_object_set (table->search, "placeholder-text", "Filter", "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table->search), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (table->search), "Show only rows with all of these words");
  gtk_widget_add_css_class (GTK_WIDGET (table->count), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (table->count), "numeric");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (table->copy), "table.copy");
  gtk_widget_set_tooltip_text (GTK_WIDGET (table->copy), "Copy the Rows as Tab-Separated Text (Ctrl+C)");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy the rows", -1);
  gtk_widget_add_css_class (GTK_WIDGET (table->copy), "flat");
  g_signal_connect_object (table->search, "search-changed", G_CALLBACK (arrange), table, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (table->search));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (table->count));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (table->copy));
  gtk_widget_set_margin_start (bar, 6);
  gtk_widget_set_margin_end (bar, 6);
  gtk_widget_set_margin_bottom (bar, 6);
  return bar;
}

static void
il_table_init (IlTable *table)
{
  table->sort_column = -1;
  table->revealed = -1;
  table->arranging = il_latest_new (table);
  table->copying = il_latest_new (table);
  table->model = il_table_model_new ();
  g_signal_connect_object (table->model, "complete", G_CALLBACK (complete_cb), table, G_CONNECT_SWAPPED);
  table->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (table->model)));
  gtk_single_selection_set_autoselect (table->selection, FALSE);
  gtk_single_selection_set_can_unselect (table->selection, TRUE);
  table->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (table->box, GTK_WIDGET (table));
}

GtkWidget *
il_table_new (const char *label, const IlTableKind *kind)
{
  IlTable *table = g_object_new (IL_TYPE_TABLE, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  table->kind = kind;
  gtk_box_append (GTK_BOX (table->box), add_toolbar (table, label));
  table->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (table->selection))));
  for (guint i = 0; i < kind->n_columns; i++)
    add_column (table, i);
  gtk_widget_add_css_class (GTK_WIDGET (table->view), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (table->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (table->box), scrolled);
  g_signal_connect_object (table->selection, "notify::selected", G_CALLBACK (selected_cb), table, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (table->view), "changed", G_CALLBACK (sorter_changed_cb), table,
                           0);
  show_count (table);
  return GTK_WIDGET (table);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/row-grid.h"

#include "traces/text/visible-text.h"
#include "ui/tooltip.h"

enum { NAME_CHARS = 14 }; /* of longer ones the middle is left out, and a tooltip has them whole */

GtkGrid *
il_row_grid_new (void)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (grid), 12);
  return grid;
}

GtkLabel *
il_row_grid_title (void)
{
  GtkLabel *title = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (title, 0);
  gtk_label_set_ellipsize (title, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (title), "heading");
  return title;
}

static void
add_row (GtkGrid *grid, int row)
{
  GtkWidget *name = gtk_label_new (NULL), *value = gtk_label_new (NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE)); /* none in names */
  gtk_label_set_attributes (GTK_LABEL (value), attributes);
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE); /* what tells order#2 from order#3 stays */
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  il_tooltip_show_whole (GTK_LABEL (name));
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_grid_attach (grid, name, 0, row, 1, 1);
  gtk_grid_attach (grid, value, 1, row, 1, 1);
}

static void
set_row (GtkGrid *grid, int row, const char *name, const char *value, const char *css_class, const char *other_class)
{
  GtkWidget *name_label, *value_label;
  g_autofree char *seen_name = il_visible_text (name), *seen_value = il_visible_text (value);

  if (!gtk_grid_get_child_at (grid, 0, row))
    add_row (grid, row);
  name_label = gtk_grid_get_child_at (grid, 0, row);
  value_label = gtk_grid_get_child_at (grid, 1, row);
  gtk_widget_add_css_class (name_label, css_class);
  gtk_widget_remove_css_class (name_label, other_class);
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (name_label)), seen_name))
    gtk_label_set_text (GTK_LABEL (name_label), seen_name);
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (value_label)), seen_value))
    gtk_label_set_text (GTK_LABEL (value_label), seen_value);
  gtk_widget_show (name_label);
  gtk_widget_show (value_label);
}

void
il_row_grid_set (GtkGrid *grid, int row, const char *name, const char *value)
{
  set_row (grid, row, name, value, "row-title", "row-heading");
}

void
il_row_grid_set_heading (GtkGrid *grid, int row, const char *text)
{
  set_row (grid, row, text, "", "row-heading", "row-title");
}

void
il_row_grid_end (GtkGrid *grid, int row)
{
  for (GtkWidget *label; (label = gtk_grid_get_child_at (grid, 0, row)); row++) {
    gtk_widget_hide (label);
    gtk_widget_hide (gtk_grid_get_child_at (grid, 1, row));
  }
}

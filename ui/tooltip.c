/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tooltip.h"

void
il_tooltip_set (GtkWidget *widget, const char *text)
{
  gboolean hide;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  hide = gtk_widget_get_visible (widget) && !gtk_widget_get_mapped (widget); /* of what is hidden it does not ask */
  if (hide)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (hide)
    gtk_widget_set_visible (widget, TRUE);
}

static gboolean
query_cb (GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer data)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return TRUE;
}

void
il_tooltip_show_whole (GtkLabel *label)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (label), TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (query_cb), NULL);
}

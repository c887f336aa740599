/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/badge.h"

GtkWidget *
il_badge_new (guint number, gboolean kept)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  GtkWidget *badge = gtk_label_new (text);

  gtk_widget_add_css_class (badge, "run-badge");
  gtk_widget_add_css_class (badge, "numeric");
  if (kept)
    gtk_widget_add_css_class (badge, "kept");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  return badge;
}

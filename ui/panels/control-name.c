/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/control-name.h"

void
il_control_set_name (GtkWidget *control, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (control));

  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (control); child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_TOGGLE_BUTTON (child) || GTK_IS_MENU_BUTTON (child))
      il_control_set_name (child, name);
}

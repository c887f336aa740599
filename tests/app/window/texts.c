/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/app/window/texts.h"

static void
append_texts (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    append_texts (child, text);
}

char *
widget_texts (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  append_texts (widget, text);
  return g_string_free (text, FALSE);
}

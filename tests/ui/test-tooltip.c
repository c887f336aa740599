/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tooltip.h"

static gboolean
answers (GtkWidget *widget)
{
  g_autoptr (GObject) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean answers = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &answers);
  return answers;
}

static void
test_set (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_button_new ());

  il_tooltip_set (button, "Play");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Play");
  g_assert_true (gtk_widget_get_visible (button));
  il_tooltip_set (button, "Pause");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Pause");
  gtk_widget_set_visible (button, FALSE);
  il_tooltip_set (button, NULL);
  g_assert_false (gtk_widget_get_has_tooltip (button));
  g_assert_false (gtk_widget_get_visible (button));
  g_object_unref (button);
}

/* A name that is cut has a tooltip, one that is seen whole has none. */
static void
test_whole (void)
{
  GtkWidget *window = gtk_window_new (), *label = gtk_label_new ("order#2");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  il_tooltip_show_whole (GTK_LABEL (label));
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (label) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (answers (label));
  gtk_label_set_text (GTK_LABEL (label), "the order of somebody who has a long name#2");
  while (!answers (label))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tooltip/set", test_set);
  g_test_add_func ("/tooltip/whole", test_whole);
  return g_test_run ();
}

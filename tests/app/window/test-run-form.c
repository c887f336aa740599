/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "app/window/run-form.h"

/* The form of a run's settings. */

static void
applied_cb (IlRunForm *form, IlRunSettings **settings)
{
  g_clear_pointer (settings, il_run_settings_free);
  *settings = il_run_form_dup_settings (form);
}

static GtkWidget *
find (GtkWidget *widget, GType type, gboolean last)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && (last || !found);
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *of_child = find (child, type, last);

    found = of_child ? of_child : found;
  }
  return found;
}

/* What was typed last counts, whether Enter is pressed in the field or the button's mnemonic, which takes no focus. */
static void
test_typed (void)
{
  g_autoptr (IlRunSettings) settings = il_run_settings_new (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL);
  g_autoptr (IlRunSettings) applied = NULL;
  g_autoptr (GtkWidget) form = g_object_ref_sink (il_run_form_new (settings, "_Apply"));
  GtkWidget *switch_cost = find (form, GTK_TYPE_SPIN_BUTTON, TRUE);
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (switch_cost));

  g_signal_connect (form, "applied", G_CALLBACK (applied_cb), &applied);
  gtk_editable_set_text (text, "70");
  g_assert_null (applied);
  g_signal_emit_by_name (text, "activate");
  g_assert_nonnull (applied);
  g_assert_cmpint (applied->switch_cost, ==, 70000);
  gtk_editable_set_text (text, "80");
  g_signal_emit_by_name (gtk_widget_get_last_child (gtk_widget_get_first_child (form)), "clicked");
  g_assert_cmpint (applied->switch_cost, ==, 80000);
  gtk_editable_set_text (text, "");
  g_signal_emit_by_name (text, "activate");
  g_assert_cmpint (applied->switch_cost, ==, -1); /* the default */
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/run-form/typed", test_typed);
  return g_test_run ();
}

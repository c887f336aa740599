/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/run-chooser.h"

#include <string.h>

#include "ui/panels/control-name.h"
/* Badge and title, cut where there is little room. */
static const char row_template[] =
    "<interface><template class='GtkListItem'><property name='child'><object class='GtkLabel'>"
    "<property name='xalign'>0</property><property name='ellipsize'>middle</property>"
    "<property name='width-chars'>8</property><property name='hexpand'>True</property>"
    "<binding name='label'><lookup name='title' type='IlListedRun'><lookup name='item'>GtkListItem</lookup>"
    "</lookup></binding></object></property></template></interface>";

/* While the list changes, the drop-down chooses for itself: that is not the user's choice, and what is selected is
 * shown again as soon as the list is settled. */
typedef struct {
  GtkDropDown *drop_down;
  IlSelection *selection;
  guint settle_id; /* of the source that shows it; 0: none */
} Chooser;

static gboolean
settle_cb (gpointer data)
{
  Chooser *chooser = data;
  IlListedRun *run = il_selection_get_run (chooser->selection);
  guint position;

  if (run && il_run_list_position (IL_RUN_LIST (gtk_drop_down_get_model (chooser->drop_down)), run, &position)) {
    /* Of a list that was filled anew it may show another one at the same place. */
    gtk_drop_down_set_selected (chooser->drop_down, GTK_INVALID_LIST_POSITION);
    gtk_drop_down_set_selected (chooser->drop_down, position);
  }
  chooser->settle_id = 0;
  return G_SOURCE_REMOVE;
}

static void
settle (Chooser *chooser)
{
  if (chooser->settle_id == 0)
    chooser->settle_id =
        g_idle_add_full (G_PRIORITY_DEFAULT, settle_cb, chooser, NULL); /* charts that move never idle */
}

static void
chosen_cb (Chooser *chooser)
{
  IlListedRun *run = gtk_drop_down_get_selected_item (chooser->drop_down);

  if (run && chooser->settle_id == 0)
    il_selection_set_run (chooser->selection, run);
}

static void
free_chooser (GtkWidget *drop_down, Chooser *chooser)
{
  g_signal_handlers_disconnect_by_data (gtk_drop_down_get_model (chooser->drop_down), chooser);
  g_signal_handlers_disconnect_by_data (chooser->selection, chooser);
  g_signal_handlers_disconnect_by_data (drop_down, chooser);
  g_clear_handle_id (&chooser->settle_id, g_source_remove);
  g_object_unref (chooser->selection);
  g_free (chooser);
}

GtkWidget *
il_run_chooser_new (IlRunList *list, IlSelection *selection)
{
  GtkExpression *title = gtk_property_expression_new (IL_TYPE_LISTED_RUN, NULL, "title");
  g_autoptr (GBytes) bytes = g_bytes_new_static (row_template, strlen (row_template));
  g_autoptr (GtkListItemFactory) factory = gtk_builder_list_item_factory_new_from_bytes (NULL, bytes);
  Chooser *chooser = g_new0 (Chooser, 1);
  GtkWidget *drop_down;

  chooser->selection = g_object_ref (selection);
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (settle), chooser); /* before the drop-down hears of it */
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (list)), title);
  chooser->drop_down = GTK_DROP_DOWN (drop_down);
  gtk_drop_down_set_factory (chooser->drop_down, factory);
  gtk_widget_set_tooltip_text (drop_down, "Whose Output and Moment to Show");
  gtk_widget_add_css_class (drop_down, "compact");
  il_control_set_name (drop_down, "Run");
  g_signal_connect_swapped (drop_down, "notify::selected-item", G_CALLBACK (chosen_cb), chooser);
  g_signal_connect_swapped (selection, "run-changed", G_CALLBACK (settle), chooser);
  g_signal_connect (drop_down, "destroy", G_CALLBACK (free_chooser), chooser);
  settle (chooser);
  return drop_down;
}

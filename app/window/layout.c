/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/layout.h"

typedef struct {
  GtkWindow *window;
  GtkWidget *left, *lists;
  AdwFlap *flap;
  gboolean had_left, had_lists, had_flap; /* before the charts were all there is */
} Layout;

static void
charts_only_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  Layout *layout = data;
  gboolean only = g_variant_get_boolean (state);
  g_autoptr (GVariant) before = g_action_get_state (G_ACTION (action));

  if (only == g_variant_get_boolean (before))
    return;
  if (only) {
    layout->had_left = gtk_widget_get_visible (layout->left);
    layout->had_lists = gtk_widget_get_visible (layout->lists);
    layout->had_flap = adw_flap_get_reveal_flap (layout->flap);
    gtk_window_fullscreen (layout->window);
  } else
    gtk_window_unfullscreen (layout->window);
  gtk_widget_set_visible (layout->left, !only && layout->had_left);
  gtk_widget_set_visible (layout->lists, !only && layout->had_lists);
  adw_flap_set_reveal_flap (layout->flap, !only && layout->had_flap);
  g_simple_action_set_state (action, state);
}

void
il_layout_add_actions (GtkWindow *window, GtkWidget *left, AdwFlap *flap, GtkWidget *lists)
{
  static const GActionEntry entries[] = { { .name = "charts-only", .state = "false", .change_state = charts_only_cb } };
  Layout *layout = g_new0 (Layout, 1);
  g_autoptr (GPropertyAction) show_text = g_property_action_new ("show-text", left, "visible");

  *layout = (Layout) { .window = window, .left = left, .lists = lists, .flap = flap };
  g_object_set_data_full (G_OBJECT (window), "il-layout", layout, g_free);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (show_text));
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), layout);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/run-button.h"

#include <adwaita.h>

#include "ui/tooltip.h"

static void
update (IlSession *session, GtkButton *button)
{
  gboolean busy = il_session_is_busy (session);
  AdwButtonContent *content = ADW_BUTTON_CONTENT (gtk_button_get_child (button));

  adw_button_content_set_icon_name (content, busy ? "media-playback-stop-symbolic" : "media-playback-start-symbolic");
  adw_button_content_set_label (content, busy ? "Stop" : "Run");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), busy ? "win.stop" : "win.run");
  il_tooltip_set (GTK_WIDGET (button), busy ? "Stop (Esc)" : "Make All Runs of the Workload (Ctrl+R)");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, busy ? "Stop" : "Run", -1);
  if (busy)
    gtk_widget_remove_css_class (GTK_WIDGET (button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (button), "suggested-action");
}

void
il_run_button_set_up (GtkButton *button, IlSession *session)
{
  gtk_button_set_child (button, adw_button_content_new ());
  g_signal_connect_object (session, "state-changed", G_CALLBACK (update), button, 0);
  update (session, button);
}

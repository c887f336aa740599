/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "ui/chart/overview.h"

/* Linked, the charts share the ruler above them, the visible range and the cursor. Unlinked, each has its own, and the
 * overview shows that of the chart with the focus, whose range they all take when they are linked again. */

gboolean
il_window_is_linked (IlWindow *window)
{
  return il_view_is_linked (window->view);
}

IlView *
il_window_view (IlWindow *window)
{
  return window->views[window->is_pointed ? window->pointed_model : window->focused];
}

static void
show_range (IlWindow *window)
{
  gboolean linked = il_window_is_linked (window);

  il_overview_show_range (IL_OVERVIEW (window->overview), linked ? window->view : window->views[window->focused],
                          linked ? NULL : il_window_chart_name (window, window->focused));
}

static void
linked_cb (IlWindow *window)
{
  gboolean linked = il_window_is_linked (window);

  for (guint i = 0; i < IL_N_CHARTS; i++)
    gtk_widget_set_visible (window->rulers[i], !linked && gtk_widget_get_visible (GTK_WIDGET (window->chart[i])));
  gtk_widget_set_visible (window->ruler, linked);
  il_window_set_extents (window);
  show_range (window);
}

/* A chart alone has its own run to see. */
void
il_window_set_extents (IlWindow *window)
{
  const IlTrack *beside = window->shown[IL_BESIDE];
  gint64 end = beside ? il_timeline_end (beside->timeline) : 0;

  il_session_set_least_end (window->session, end);
  il_view_set_extent (window->view, MAX (end, il_player_get_end (il_session_player (window->session))));
  for (guint i = 0; i < IL_N_CHARTS; i++)
    il_view_set_extent (window->views[i], window->shown[i] ? il_timeline_end (window->shown[i]->timeline) : 0);
}

static void
focus_cb (GtkEventController *focus, IlWindow *window)
{
  GtkWidget *widget = gtk_event_controller_get_widget (focus);

  for (guint i = 0; i < IL_N_CHARTS; i++)
    if (widget == GTK_WIDGET (window->chart[i]) || widget == window->rulers[i])
      window->focused = i;
  il_view_lead (window->views[window->focused]);
  if (!il_window_is_linked (window))
    show_range (window);
}

static void
watch_focus (IlWindow *window, GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), window, 0);
  gtk_widget_add_controller (widget, focus);
}

/* What the leader tells reaches the inspector by itself. */
static void
changed_cb (IlView *view, IlWindow *window)
{
  if (!il_view_is_linked (view))
    il_window_update_inspector (window);
}

void
il_window_add_rulers (IlWindow *window)
{
  il_view_lead (window->views[0]);
  g_signal_connect_object (window->view, "notify::linked", G_CALLBACK (linked_cb), window, G_CONNECT_SWAPPED);
  for (guint i = 0; i < IL_N_CHARTS; i++) {
    GtkWidget *chart = GTK_WIDGET (window->chart[i]);
    g_autofree char *name =
        g_strdup_printf ("%s time axis", i == IL_BESIDE ? "Recording’s" : il_model_title (IL_MODEL_SYNC + i));

    window->rulers[i] = il_ruler_new (window->views[i]);
    gtk_accessible_update_property (GTK_ACCESSIBLE (window->rulers[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    gtk_widget_set_visible (window->rulers[i], FALSE);
    gtk_box_insert_child_after (window->charts, window->rulers[i], gtk_widget_get_prev_sibling (chart));
    watch_focus (window, chart);
    watch_focus (window, window->rulers[i]);
    g_signal_connect_object (window->views[i], "changed", G_CALLBACK (changed_cb), window, 0);
  }
}

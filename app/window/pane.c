/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/pane.h"

#include "app/window/run-heading.h"
#include "ui/chart/ruler.h"

struct _IlPane {
  GtkWidget parent_instance;

  IlListedRun *run;
  IlView *leader, *view;
  GtkWidget *heading, *ruler, *chart;
  IlTrack *track; /* what the chart borrows from */
  guint64 n_records;
  gint64 end;
};

G_DEFINE_FINAL_TYPE (IlPane, il_pane, GTK_TYPE_WIDGET)

IlListedRun *
il_pane_get_run (IlPane *pane)
{
  return pane->run;
}

IlChart *
il_pane_get_chart (IlPane *pane)
{
  return IL_CHART (pane->chart);
}

IlView *
il_pane_get_view (IlPane *pane)
{
  return pane->view;
}

GtkWidget *
il_pane_get_ruler (IlPane *pane)
{
  return pane->ruler;
}

IlTrack *
il_pane_get_track (IlPane *pane)
{
  return pane->track;
}

void
il_pane_set_placeholder (IlPane *pane, const char *text)
{
  il_chart_set_placeholder (IL_CHART (pane->chart), text);
}

void
il_pane_refresh (IlPane *pane)
{
  guint64 n = pane->track ? il_recording_n_records (pane->track->recording) : 0;
  gint64 end = pane->track ? il_timeline_end (pane->track->timeline) : 0;

  if (!pane->track || (n == pane->n_records && end == pane->end))
    return;
  pane->n_records = n;
  pane->end = end;
  il_view_set_extent (pane->view, end);
  il_chart_refresh (IL_CHART (pane->chart));
  il_run_heading_refresh (IL_RUN_HEADING (pane->heading));
}

void
il_pane_open_settings (IlPane *pane)
{
  il_run_heading_open_settings (IL_RUN_HEADING (pane->heading));
}

/* Another run takes the place of the one before: what is seen stays. */
static void
track_cb (IlPane *pane)
{
  IlTrack *track = il_listed_run_get_track (pane->run);

  if (track == pane->track)
    return;
  il_chart_set_timeline (IL_CHART (pane->chart), track ? track->timeline : NULL);
  il_chart_set_path (IL_CHART (pane->chart), NULL);
  il_chart_set_previous_end (IL_CHART (pane->chart), il_listed_run_get_previous_end (pane->run));
  g_clear_pointer (&pane->track, il_track_unref);
  pane->track = track ? il_track_ref (track) : NULL;
  pane->n_records = 0;
  pane->end = -1;
}

static void
title_cb (IlPane *pane)
{
  const char *title = il_listed_run_get_title (pane->run);
  g_autofree char *axis = g_strdup_printf ("%s time axis", title);

  il_chart_set_title (IL_CHART (pane->chart), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (pane->ruler), GTK_ACCESSIBLE_PROPERTY_LABEL, axis, -1);
}

static void
state_cb (IlPane *pane)
{
  il_chart_set_live (IL_CHART (pane->chart), il_listed_run_get_state (pane->run) == IL_LISTED_RUN_RUNNING);
}

/* What is of another text than the one beside it is dim. */
static void
stale_cb (IlPane *pane)
{
  gtk_widget_set_opacity (pane->chart, il_listed_run_get_stale (pane->run) ? 0.5 : 1);
}

static void
show_parts (IlPane *pane)
{
  gboolean collapsed = il_listed_run_get_collapsed (pane->run);

  gtk_widget_set_visible (GTK_WIDGET (pane), !il_listed_run_get_hidden (pane->run));
  il_chart_set_merged (IL_CHART (pane->chart), collapsed);
  gtk_widget_set_visible (pane->ruler, !collapsed && !il_view_is_linked (pane->leader));
}

static void
il_pane_dispose (GObject *object)
{
  IlPane *pane = IL_PANE (object);

  if (pane->chart)
    il_chart_set_timeline (IL_CHART (pane->chart), NULL);
  g_clear_pointer (&pane->heading, gtk_widget_unparent);
  g_clear_pointer (&pane->ruler, gtk_widget_unparent);
  g_clear_pointer (&pane->chart, gtk_widget_unparent);
  g_clear_pointer (&pane->track, il_track_unref);
  g_clear_object (&pane->view);
  g_clear_object (&pane->leader);
  g_clear_object (&pane->run);
  G_OBJECT_CLASS (il_pane_parent_class)->dispose (object);
}

static void
il_pane_class_init (IlPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_pane_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "pane");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
il_pane_init (IlPane *pane)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (pane));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
il_pane_new (IlListedRun *run, IlView *leader)
{
  IlPane *pane = g_object_new (IL_TYPE_PANE, NULL);

  pane->run = g_object_ref (run);
  pane->leader = g_object_ref (leader);
  pane->view = il_view_new_beside (leader);
  pane->heading = il_run_heading_new (run);
  pane->ruler = il_ruler_new (pane->view);
  pane->chart = il_chart_new (pane->view);
  il_chart_set_headless (IL_CHART (pane->chart), TRUE);
  il_chart_set_model (IL_CHART (pane->chart), il_listed_run_get_settings (run)->model);
  gtk_widget_set_parent (pane->heading, GTK_WIDGET (pane));
  gtk_widget_set_parent (pane->ruler, GTK_WIDGET (pane));
  gtk_widget_set_parent (pane->chart, GTK_WIDGET (pane));
  g_signal_connect_object (run, "notify::track", G_CALLBACK (track_cb), pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::title", G_CALLBACK (title_cb), pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::stale", G_CALLBACK (stale_cb), pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (state_cb), pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::collapsed", G_CALLBACK (show_parts), pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::hidden", G_CALLBACK (show_parts), pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (leader, "notify::linked", G_CALLBACK (show_parts), pane, G_CONNECT_SWAPPED);
  track_cb (pane);
  title_cb (pane);
  state_cb (pane);
  stale_cb (pane);
  show_parts (pane);
  return GTK_WIDGET (pane);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>
#include <stdlib.h>

#include "tests/ui/samples.h"
#include "ui/chart/chart.h"
#include "ui/chart/overview.h"
#include "ui/chart/ruler.h"

/* A window with a ruler and three charts, to look at: demo-chart [espresso|lane group|million] [dark] [WIDTHxHEIGHT]
 * [PLAYHEAD ms] */

static gboolean
quit_cb (GMainLoop *loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  const char *what = argc > 1 ? argv[1] : "espresso";
  int width = 1280, height = 800;
  double playhead = argc > 4 ? g_ascii_strtod (argv[4], NULL) : -1;
  gint64 extent = 0;

  gtk_init ();
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme",
                argc > 2 && g_str_equal (argv[2], "dark"), NULL);
  if (argc > 3)
    sscanf (argv[3], "%dx%d", &width, &height);

  GMainLoop *loop = g_main_loop_new (NULL, FALSE);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *charts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  IlView *view = il_view_new ();
  GtkWidget *overview = il_overview_new (view);
  IlOverviewRun runs[IL_MODEL_COOP];

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), charts);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), il_ruler_new (view));
  gtk_box_append (GTK_BOX (box), scrolled);
  for (IlModelKind model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++) {
    g_autoptr (IlRecording) recording = g_str_equal (what, "espresso")     ? sample_espresso (model)
                                        : g_str_equal (what, "lane-group") ? sample_lane_group (model, 40, 2000)
                                                                           : sample_lane_group (model, 40, 1000000);
    IlTimeline *timeline = il_timeline_new (recording);
    GtkWidget *chart = il_chart_new (view);

    il_timeline_extend (timeline, G_MAXINT64);
    extent = MAX (extent, il_timeline_end (timeline));
    il_chart_set_timeline (IL_CHART (chart), timeline);
    gtk_box_append (GTK_BOX (charts), chart);
    runs[model - 1] = (IlOverviewRun) { IL_CHART (chart), model, FALSE };
  }
  il_overview_set_runs (IL_OVERVIEW (overview), runs, G_N_ELEMENTS (runs));
  gtk_box_append (GTK_BOX (box), overview);
  il_view_set_extent (view, extent);
  il_view_set_playhead (view, playhead >= 0 ? (gint64) (playhead * 1e6) : extent);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  g_signal_connect_swapped (window, "close-request", G_CALLBACK (quit_cb), loop);
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}

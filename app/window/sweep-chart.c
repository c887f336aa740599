/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sweep-chart.h"

#include <adwaita.h>

struct _IlSweepChart {
  GtkWidget parent_instance;

  IlSweepPlot *plot; /* NULL: nothing to show */
  IlPlotMark lit;    /* pointed at, or where the keys have led */
  gboolean is_lit;
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlSweepChart, il_sweep_chart, GTK_TYPE_WIDGET)

static void
describe (IlSweepChart *chart)
{
  g_autofree char *words = chart->is_lit ? il_sweep_plot_words (chart->plot, &chart->lit) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
light (IlSweepChart *chart, const IlPlotMark *mark)
{
  chart->is_lit = mark != NULL;
  if (mark)
    chart->lit = *mark;
  describe (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

static gboolean
mark_at (IlSweepChart *chart, double x, double y, IlPlotMark *mark)
{
  return chart->plot
         && il_plot_hit (il_sweep_plot_get (chart->plot), gtk_widget_get_pango_context (GTK_WIDGET (chart)),
                         gtk_widget_get_width (GTK_WIDGET (chart)), x, y, mark);
}

static void
motion_cb (IlSweepChart *chart, double x, double y)
{
  IlPlotMark mark;

  light (chart, mark_at (chart, x, y, &mark) ? &mark : NULL);
}

static void
left_cb (IlSweepChart *chart)
{
  light (chart, NULL);
}

static void
choose (IlSweepChart *chart)
{
  guint point = chart->is_lit ? il_sweep_plot_point (chart->plot, &chart->lit) : IL_SWEEP_UNUSED;

  if (point != IL_SWEEP_UNUSED)
    g_signal_emit (chart, signals[CHOSEN], 0, point);
}

static void
pressed_cb (IlSweepChart *chart, int n, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (chart));
  motion_cb (chart, x, y);
  choose (chart);
}

static gboolean
query_tooltip_cb (IlSweepChart *chart, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  IlPlotMark mark;
  g_autofree char *words = NULL;

  if (!mark_at (chart, x, y, &mark))
    return FALSE;
  words = il_sweep_plot_words (chart->plot, &mark);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

/* Left and right go from value to value, up and down from line to line. */
static gboolean
key_cb (IlSweepChart *chart, guint key)
{
  const IlPlot *plot = chart->plot ? il_sweep_plot_get (chart->plot) : NULL;
  IlPlotMark mark = chart->is_lit ? chart->lit : (IlPlotMark) { 0 };

  if (!plot)
    return FALSE;
  switch (key) {
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: choose (chart); return TRUE;
  case GDK_KEY_Left: mark.place -= mark.place > 0; break;
  case GDK_KEY_Right: mark.place += chart->is_lit && mark.place + 1 < plot->n_places; break;
  case GDK_KEY_Up: mark.series -= mark.series > 0; break;
  case GDK_KEY_Down: mark.series += chart->is_lit && mark.series + 1 < plot->n_series; break;
  default: return FALSE;
  }
  light (chart, &mark);
  return TRUE;
}

static void
il_sweep_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  IlSweepChart *chart = IL_SWEEP_CHART (widget);
  const int least = 320;

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? least : 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && chart->plot)
    *minimum = (int) il_plot_height (il_sweep_plot_get (chart->plot), gtk_widget_get_pango_context (widget),
                                     for_size > 0 ? for_size : least);
  *natural = *minimum;
}

static GtkSizeRequestMode
il_sweep_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
il_sweep_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlSweepChart *chart = IL_SWEEP_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (!chart->plot)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  il_plot_draw (il_sweep_plot_get (chart->plot), cr, gtk_widget_get_pango_context (widget), width,
                adw_style_manager_get_dark (adw_style_manager_get_default ()), chart->is_lit ? &chart->lit : NULL);
  cairo_destroy (cr);
}

void
il_sweep_chart_show (IlSweepChart *chart, json_object *sweep)
{
  g_return_if_fail (IL_IS_SWEEP_CHART (chart));

  g_clear_pointer (&chart->plot, il_sweep_plot_free);
  chart->plot = sweep ? il_sweep_plot_new (sweep) : NULL;
  light (chart, NULL);
  gtk_widget_queue_resize (GTK_WIDGET (chart));
}

static void
il_sweep_chart_finalize (GObject *object)
{
  g_clear_pointer (&IL_SWEEP_CHART (object)->plot, il_sweep_plot_free);
  G_OBJECT_CLASS (il_sweep_chart_parent_class)->finalize (object);
}

static void
il_sweep_chart_class_init (IlSweepChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = il_sweep_chart_finalize;
  widget_class->measure = il_sweep_chart_measure;
  widget_class->get_request_mode = il_sweep_chart_get_request_mode;
  widget_class->snapshot = il_sweep_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sweepchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[CHOSEN] =
      g_signal_new ("chosen", IL_TYPE_SWEEP_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
il_sweep_chart_init (IlSweepChart *chart)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), chart);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (left_cb), chart);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), chart);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_cb), chart);
  gtk_widget_add_controller (GTK_WIDGET (chart), motion);
  gtk_widget_add_controller (GTK_WIDGET (chart), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (chart), key);
  gtk_widget_set_focusable (GTK_WIDGET (chart), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (chart), TRUE);
  g_signal_connect (chart, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL, "Plot of the sweep", -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), chart,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
il_sweep_chart_new (void)
{
  return g_object_new (IL_TYPE_SWEEP_CHART, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

#include "ui/chart/navigation.h"
#include "ui/chart/span-card.h"
#include "ui/chart/style.h"

G_DEFINE_FINAL_TYPE (IlChart, il_chart, GTK_TYPE_WIDGET)

IlPainter *
il_chart_painter (IlChart *chart)
{
  IlPainter *painter;

  if (chart->painter && !chart->restyled)
    return chart->painter;
  chart->restyled = FALSE;
  painter = il_style_painter (GTK_WIDGET (chart), chart->view);
  il_painter_set_headless (painter, chart->headless);
  if (chart->painter && il_painter_is_alike (chart->painter, painter)) {
    il_painter_free (painter);
    return chart->painter;
  }
  g_clear_pointer (&chart->painter, il_painter_free);
  chart->painter = painter;
  il_rows_set_painter (chart->rows, painter);
  il_chart_forget_names (chart);
  return painter;
}

IlScene
il_chart_scene (IlChart *chart)
{
  IlScene scene = {
    .timeline = chart->timeline,
    .order = chart->by_core ? NULL : chart->order,
    .by_core = chart->by_core,
    .title = chart->title,
    .model = chart->model,
    .placeholder = chart->placeholder,
    .start = il_view_get_start (chart->view),
    .end = il_view_get_end (chart->view),
    .width = gtk_widget_get_width (GTK_WIDGET (chart)),
    .ahead = chart->timeline && il_view_get_playhead (chart->view) < il_timeline_end (chart->timeline),
    .offers_hidden = TRUE,
  };
  double bottom;

  if (il_lane_order_n_pinned (scene.order) > 0)
    il_chart_visible_part (chart, &scene.top, &bottom);
  return scene;
}

IlScale
il_chart_scale (GtkWidget *widget)
{
  IlChart *chart = IL_CHART (widget);

  return il_painter_scale (il_chart_painter (chart), il_view_get_start (chart->view), il_view_get_end (chart->view),
                           gtk_widget_get_width (widget));
}

/* The part of the chart that can be seen. */
void
il_chart_visible_part (IlChart *chart, double *y0, double *y1)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (chart), GTK_TYPE_VIEWPORT);
  double height = gtk_widget_get_height (GTK_WIDGET (chart));
  graphene_rect_t bounds;

  *y0 = 0;
  *y1 = height;
  if (!viewport || !gtk_widget_compute_bounds (GTK_WIDGET (chart), viewport, &bounds))
    return;
  *y0 = CLAMP (floor (-(double) bounds.origin.y), 0, height);
  *y1 = CLAMP (ceil (gtk_widget_get_height (viewport) - (double) bounds.origin.y), *y0, height);
}

gboolean
il_chart_find_mark (IlChart *chart, const IlMark *mark, IlPlace *place)
{
  guint n = chart->timeline ? il_timeline_n_lanes (chart->timeline) : 0;
  IlLane *lane = mark->task > 0 && n > 0 ? il_timeline_lane_of_task (chart->timeline, mark->task) : NULL;

  if (!lane || mark->span >= il_lane_n_spans (lane))
    return FALSE;
  *place = (IlPlace) { il_lane_index (lane), mark->span };
  return TRUE;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  IlChart *chart = IL_CHART (widget);
  IlScene scene = il_chart_scene (chart);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL
                            ? (int) ceil (il_painter_chart_height (il_chart_painter (chart), &scene))
                            : 1;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_popover_present (GTK_POPOVER (IL_CHART (widget)->card));
  gtk_popover_present (GTK_POPOVER (IL_CHART (widget)->menu));
}

static void
restyle (IlChart *chart)
{
  chart->restyled = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (chart));
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (il_chart_parent_class)->css_changed (widget, change);
  restyle (IL_CHART (widget));
}

static void
system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (il_chart_parent_class)->system_setting_changed (widget, setting);
  restyle (IL_CHART (widget));
}

static void
set_scroll (IlChart *chart, GtkAdjustment *scroll)
{
  if (chart->scroll)
    g_signal_handlers_disconnect_by_data (chart->scroll, chart);
  g_set_object (&chart->scroll, scroll);
  if (scroll)
    g_signal_connect_swapped (scroll, "value-changed", G_CALLBACK (gtk_widget_queue_draw), chart);
}

static void
root (GtkWidget *widget)
{
  GtkWidget *viewport;

  GTK_WIDGET_CLASS (il_chart_parent_class)->root (widget);
  viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  set_scroll (IL_CHART (widget), viewport ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)) : NULL);
}

static void
unroot (GtkWidget *widget)
{
  set_scroll (IL_CHART (widget), NULL);
  GTK_WIDGET_CLASS (il_chart_parent_class)->unroot (widget);
}

static void
dispose (GObject *object)
{
  IlChart *chart = IL_CHART (object);

  set_scroll (chart, NULL);
  g_clear_pointer (&chart->menu, gtk_widget_unparent);
  g_clear_pointer (&chart->card, gtk_widget_unparent);
  g_clear_object (&chart->view);
  G_OBJECT_CLASS (il_chart_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  IlChart *chart = IL_CHART (object);

  il_chart_forget_order (chart);
  il_chart_forget_cores (chart);
  il_chart_forget_names (chart);
  il_rows_free (chart->rows);
  g_clear_pointer (&chart->painter, il_painter_free);
  g_clear_pointer (&chart->placeholder, g_free);
  g_clear_pointer (&chart->title, g_free);
  g_array_unref (chart->followed);
  g_clear_pointer (&chart->path, g_array_unref);
  G_OBJECT_CLASS (il_chart_parent_class)->finalize (object);
}

static void
il_chart_class_init (IlChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->snapshot = il_chart_snapshot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;
  widget_class->root = root;
  widget_class->unroot = unroot;

  il_chart_add_signals (klass);
  il_navigation_install_actions (widget_class, "chart");
  il_chart_install_selection (widget_class);
  il_chart_install_lanes (widget_class);
  gtk_widget_class_set_css_name (widget_class, "ilchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
il_chart_init (IlChart *chart)
{
  il_style_load ();
  chart->model = IL_MODEL_SYNC;
  chart->pointer_x = chart->pointer_y = NAN;
  chart->followed = g_array_new (FALSE, FALSE, sizeof (IlMark));
  chart->rows = il_rows_new ((IlRowsReady) gtk_widget_queue_draw, chart);
  chart->card = il_span_card_new ();
  gtk_widget_set_parent (chart->card, GTK_WIDGET (chart));
  gtk_widget_set_focusable (GTK_WIDGET (chart), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (chart), GTK_OVERFLOW_HIDDEN);
}

static void
view_changed_cb (IlChart *chart)
{
  gtk_widget_queue_draw (GTK_WIDGET (chart));
  il_chart_follow_spans (chart);
}

static void
reordered_cb (IlChart *chart)
{
  il_chart_choose_lanes (chart);
  il_chart_sort_lanes (chart);
}

GtkWidget *
il_chart_new (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), NULL);

  IlChart *chart = g_object_new (IL_TYPE_CHART, NULL);
  GtkWidget *widget = GTK_WIDGET (chart);

  chart->view = g_object_ref (view);
  chart->by_core = il_view_get_by_core (view);
  g_signal_connect_object (view, "changed", G_CALLBACK (view_changed_cb), chart, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "restyled", G_CALLBACK (restyle), chart, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "reordered", G_CALLBACK (reordered_cb), chart, G_CONNECT_SWAPPED);
  il_navigation_add (widget, view, il_chart_scale, TRUE);
  il_chart_add_selection (chart);
  il_chart_add_lanes (chart);
  il_chart_describe (chart);
  return widget;
}

void
il_chart_set_timeline (IlChart *chart, IlTimeline *timeline)
{
  g_return_if_fail (IL_IS_CHART (chart));

  chart->timeline = timeline;
  chart->selected = chart->awaited = (IlMark) { 0 };
  chart->lane = 0;
  g_array_set_size (chart->followed, 0);
  chart->range = (IlChartRange) { 0 };
  if (timeline)
    chart->model = il_recording_info (il_timeline_recording (timeline))->model;
  chart->hovered = (IlMark) { 0 };
  chart->hovered_gap = 0;
  il_span_card_hide (IL_SPAN_CARD (chart->card));
  il_chart_describe (chart);
  il_rows_clear (chart->rows);
  il_chart_forget_order (chart);
  il_chart_forget_cores (chart);
  il_chart_keep_cores (chart);
  il_chart_sort_lanes (chart);
  il_chart_forget_names (chart);
  gtk_widget_queue_resize (GTK_WIDGET (chart));
  g_signal_emit_by_name (chart, "refreshed");
}

IlTimeline *
il_chart_get_timeline (IlChart *chart)
{
  g_return_val_if_fail (IL_IS_CHART (chart), NULL);
  return chart->timeline;
}

void
il_chart_set_title (IlChart *chart, const char *title)
{
  g_return_if_fail (IL_IS_CHART (chart));

  if (g_strcmp0 (title, chart->title) == 0)
    return;
  g_free (chart->title);
  chart->title = g_strdup (title);
  il_chart_describe (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
il_chart_set_headless (IlChart *chart, gboolean headless)
{
  g_return_if_fail (IL_IS_CHART (chart));
  chart->headless = headless;
  restyle (chart);
}

const char *
il_chart_get_title (IlChart *chart)
{
  g_return_val_if_fail (IL_IS_CHART (chart), "");
  return chart->title ? chart->title : il_model_title (chart->model);
}

void
il_chart_set_model (IlChart *chart, IlModelKind model)
{
  g_return_if_fail (IL_IS_CHART (chart));
  chart->model = model;
  il_chart_describe (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
il_chart_set_placeholder (IlChart *chart, const char *text)
{
  g_return_if_fail (IL_IS_CHART (chart));
  g_free (chart->placeholder);
  chart->placeholder = g_strdup (text);
  il_chart_describe (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

gboolean
il_chart_is_going_on (IlChart *chart)
{
  return chart->live && chart->timeline && il_timeline_n_lanes (chart->timeline) > 0
         && il_recording_outcome (il_timeline_recording (chart->timeline)) == IL_OUTCOME_RUNNING;
}

static gboolean
pulse_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  const gint64 step = G_USEC_PER_SEC / 15; /* often enough to be smooth */
  IlChart *chart = IL_CHART (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (now - chart->pulsed < step)
    return G_SOURCE_CONTINUE;
  chart->pulsed = now;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

void
il_chart_set_live (IlChart *chart, gboolean live)
{
  g_return_if_fail (IL_IS_CHART (chart));

  if (chart->live == live)
    return;
  chart->live = live;
  if (live)
    chart->pulse_id = gtk_widget_add_tick_callback (GTK_WIDGET (chart), pulse_cb, NULL, NULL);
  else
    gtk_widget_remove_tick_callback (GTK_WIDGET (chart), chart->pulse_id);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
il_chart_update_height (IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);
  double height = il_painter_chart_height (il_chart_painter (chart), &scene);

  if (height != chart->height)
    gtk_widget_queue_resize (GTK_WIDGET (chart));
  chart->height = height;
}

void
il_chart_refresh (IlChart *chart)
{
  g_return_if_fail (IL_IS_CHART (chart));

  il_chart_keep_sorted (chart);
  il_chart_keep_cores (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
  il_chart_update_height (chart);
  g_signal_emit_by_name (chart, "refreshed");
}

void
il_chart_select (IlChart *chart, guint32 task, gint64 time)
{
  g_return_if_fail (IL_IS_CHART (chart));

  IlLane *lane = chart->timeline && task > 0 ? il_timeline_lane_of_task (chart->timeline, task) : NULL;
  IlMark mark = { 0 };
  guint span;

  if (lane && il_lane_find (lane, time, &span))
    mark = (IlMark) { task, span };
  il_chart_select_mark (chart, &mark);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include "ui/chart/navigation.h"
#include "ui/chart/style.h"

G_DEFINE_FINAL_TYPE (IlChart, il_chart, GTK_TYPE_WIDGET)

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  il_chart_draw (IL_CHART (widget), snapshot);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  IlChart *chart = IL_CHART (widget);

  *minimum = *natural = 1;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = chart->measured = il_chart_height (chart);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_popover_present (GTK_POPOVER (IL_CHART (widget)->pointer->card));
  gtk_popover_present (GTK_POPOVER (IL_CHART (widget)->lanes->menu));
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

/* It was scrolled, or others above it were collapsed, moved or removed: what was out of sight was not drawn. */
static void
laid_out_cb (IlChart *chart)
{
  double from, to;

  il_chart_visible_part (chart, &from, &to);
  if (from != chart->drawn->seen_from || to != chart->drawn->seen_to)
    gtk_widget_queue_draw (GTK_WIDGET (chart));
}

static void
realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (il_chart_parent_class)->realize (widget);
  g_signal_connect_data (gtk_widget_get_frame_clock (widget), "layout", G_CALLBACK (laid_out_cb), widget, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
unrealize (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (widget), laid_out_cb, widget);
  GTK_WIDGET_CLASS (il_chart_parent_class)->unrealize (widget);
}

static void
root (GtkWidget *widget)
{
  GtkWidget *viewport;

  GTK_WIDGET_CLASS (il_chart_parent_class)->root (widget);
  viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  if (viewport)
    g_set_object (&IL_CHART (widget)->scroll, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)));
}

static void
unroot (GtkWidget *widget)
{
  g_clear_object (&IL_CHART (widget)->scroll);
  GTK_WIDGET_CLASS (il_chart_parent_class)->unroot (widget);
}

static void
dispose (GObject *object)
{
  IlChart *chart = IL_CHART (object);

  g_clear_object (&chart->scroll);
  g_clear_pointer (&chart->lanes->menu, gtk_widget_unparent);
  g_clear_pointer (&chart->pointer->card, gtk_widget_unparent);
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
  il_rows_free (chart->drawn->rows);
  g_clear_pointer (&chart->painter, il_painter_free);
  g_clear_pointer (&chart->placeholder, g_free);
  g_clear_pointer (&chart->title, g_free);
  g_array_unref (chart->followed);
  g_clear_pointer (&chart->path, g_array_unref);
  il_latest_free (chart->ordering->sorting);
  g_free (chart->ordering);
  g_free (chart->pointer);
  g_free (chart->lanes);
  g_free (chart->range);
  g_free (chart->drawn);
  G_OBJECT_CLASS (il_chart_parent_class)->finalize (object);
}

static void
il_chart_class_init (IlChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->realize = realize;
  widget_class->unrealize = unrealize;
  widget_class->snapshot = snapshot;
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
  chart->ordering = g_new0 (IlChartOrdering, 1);
  chart->ordering->sorting = il_latest_new (chart);
  chart->pointer = g_new0 (IlChartPointer, 1);
  chart->lanes = g_new0 (IlChartLanes, 1);
  chart->range = g_new0 (IlChartRange, 1);
  chart->drawn = g_new0 (IlChartDrawn, 1);
  chart->followed = g_array_new (FALSE, FALSE, sizeof (IlMark));
  chart->drawn->rows = il_rows_new ((IlRowsReady) gtk_widget_queue_draw, chart);
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
  il_chart_add_hover (chart);
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
  chart->selected = (IlMark) { 0 };
  chart->lane = 0;
  g_array_set_size (chart->followed, 0);
  *chart->range = (IlChartRange) { 0 };
  if (timeline)
    chart->model = il_recording_info (il_timeline_recording (timeline))->model;
  il_chart_forget_hovered (chart);
  il_chart_describe (chart);
  il_rows_clear (chart->drawn->rows);
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

void
il_chart_set_merged (IlChart *chart, gboolean merged)
{
  g_return_if_fail (IL_IS_CHART (chart));

  if (chart->merged == merged)
    return;
  chart->merged = merged;
  il_rows_clear (chart->drawn->rows);
  il_chart_forget_hovered (chart);
  il_chart_forget_order (chart);
  il_chart_choose_lanes (chart);
  il_chart_sort_lanes (chart);
  il_chart_forget_names (chart);
  il_chart_update_height (chart);
  il_chart_describe (chart);
  gtk_widget_queue_resize (GTK_WIDGET (chart));
}

gboolean
il_chart_is_merged (IlChart *chart)
{
  g_return_val_if_fail (IL_IS_CHART (chart), FALSE);
  return chart->merged;
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
il_chart_set_path (IlChart *chart, GArray *steps)
{
  g_return_if_fail (IL_IS_CHART (chart));

  if (steps)
    g_array_ref (steps);
  g_clear_pointer (&chart->path, g_array_unref);
  chart->path = steps;
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

static gboolean
pulse_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  const gint64 step = G_USEC_PER_SEC / 15; /* often enough to be smooth */
  IlChart *chart = IL_CHART (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (now - chart->drawn->pulsed < step)
    return G_SOURCE_CONTINUE;
  chart->drawn->pulsed = now;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

void
il_chart_set_previous_end (IlChart *chart, gint64 end)
{
  g_return_if_fail (IL_IS_CHART (chart));

  chart->previous_end = MAX (end, 0);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
il_chart_set_live (IlChart *chart, gboolean live)
{
  g_return_if_fail (IL_IS_CHART (chart));

  if (chart->live == live)
    return;
  chart->live = live;
  if (live)
    chart->drawn->pulse_id = gtk_widget_add_tick_callback (GTK_WIDGET (chart), pulse_cb, NULL, NULL);
  else
    gtk_widget_remove_tick_callback (GTK_WIDGET (chart), chart->drawn->pulse_id);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
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

guint
il_chart_n_rows (IlChart *chart)
{
  g_return_val_if_fail (IL_IS_CHART (chart), 0);

  IlScene scene = il_chart_scene (chart);

  return il_scene_n_lanes (&scene);
}

guint32
il_chart_row_task (IlChart *chart, guint row)
{
  g_return_val_if_fail (IL_IS_CHART (chart), 0);

  IlScene scene = il_chart_scene (chart);

  return !scene.by_core && row < il_scene_n_lanes (&scene) ? il_lane_task (il_scene_lane (&scene, row)) : 0;
}

gboolean
il_chart_is_settled (IlChart *chart)
{
  g_return_val_if_fail (IL_IS_CHART (chart), TRUE);
  return chart->ordering->order_id == 0 && !il_latest_is_asking (chart->ordering->sorting)
         && chart->ordering->reveal_id == 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include "ui/picture/span-text.h"
#include "ui/picture/strip.h"

/* What is selected: by a click, by keys, by who goes to a span; and what a screen reader is told of it. */

enum { SPAN_HOVERED, SPAN_SELECTED, REFRESHED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
tell (IlChart *chart, guint signal, const IlMark *mark)
{
  IlLane *lane = mark->task > 0 ? il_timeline_lane_of_task (chart->timeline, mark->task) : NULL;
  IlSpan span;

  if (lane)
    il_lane_span (lane, mark->span, &span);
  g_signal_emit (chart, signals[signal], 0, lane ? &span : NULL, mark->task);
}

void
il_chart_tell_hovered (IlChart *chart)
{
  tell (chart, SPAN_HOVERED, &chart->pointer->hovered);
}

void
il_chart_describe (IlChart *chart)
{
  const char *lanes = chart->merged ? " of all tasks" : chart->by_core ? " by core" : "";
  g_autofree char *label = g_strdup_printf ("%s chart%s", il_chart_get_title (chart), lanes);
  g_autofree char *description = NULL;
  const IlLaneGroup *group = il_chart_selected_group (chart);
  g_auto (IlSpanText) text = { NULL };
  IlPlace place;

  if (group)
    gtk_accessible_update_state (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_STATE_EXPANDED, !group->folded, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_STATE_EXPANDED);
  if (il_chart_find_mark (chart, &chart->selected, &place)) {
    il_span_text_init (&text, chart->timeline, il_timeline_lane (chart->timeline, place.lane), place.span);
    description = g_strdup_printf ("%s\n%s", text.headline, text.details);
  } else if (group) {
    g_autofree char *name = il_group_label (group);
    g_autofree char *counts =
        il_strip_text (il_lane_order_groups (chart->order), group->lane_group, il_view_get_playhead (chart->view));

    description = g_strdup_printf ("%s, %s\n%s", name, group->folded ? "folded" : "unfolded", counts);
  } else if (chart->timeline && chart->lane != 0)
    description =
        g_strdup_printf ("Lane of %s", il_lane_name (il_timeline_lane_of_task (chart->timeline, chart->lane)));
  else
    description = g_strdup (chart->timeline ? "Nothing selected" : chart->placeholder ? chart->placeholder : "No run");
  if (il_lane_order_n_hidden (chart->order) > 0) {
    guint n = il_lane_order_n_hidden (chart->order);
    char *more = g_strdup_printf ("%s\n%u lane%s hidden", description, n, n == 1 ? "" : "s");

    g_free (description);
    description = more;
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

void
il_chart_select_mark (IlChart *chart, const IlMark *mark)
{
  chart->selected = *mark;
  if (mark->task != 0) {
    chart->lane = mark->task;
    chart->lane_is_head = FALSE;
  }
  il_chart_describe (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
il_chart_select_and_tell (IlChart *chart, const IlMark *mark)
{
  il_chart_select_mark (chart, mark);
  tell (chart, SPAN_SELECTED, mark);
}

static void
zoom_to (IlChart *chart, const IlPlace *place)
{
  IlSpan span;

  il_lane_span (il_timeline_lane (chart->timeline, place->lane), place->span, &span);
  double margin = MAX (5, 0.1 * (double) (span.end - span.start));
  il_view_jump (chart->view, (double) span.start - margin, (double) span.end + margin);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, IlChart *chart)
{
  IlPlace place;
  IlMark mark;
  gboolean found = il_chart_hit (chart, x, y, &place, &mark);

  gtk_widget_grab_focus (GTK_WIDGET (chart));
  if (x < il_chart_scale (GTK_WIDGET (chart)).x)
    return; /* that is for the lanes' names */
  if (n_press == 1)
    il_chart_select_and_tell (chart, &mark);
  else if (found && n_press == 2)
    zoom_to (chart, &place);
}

void
il_chart_reveal (IlChart *chart, const IlPlace *place)
{
  IlScene scene = il_chart_scene (chart);
  double length = scene.end - scene.start, x, y, width, height, covered;
  IlSpan span;

  il_lane_span (il_timeline_lane (chart->timeline, place->lane), place->span, &span);
  if ((double) span.end < scene.start || (double) span.start > scene.end)
    il_view_jump (chart->view, (double) span.start - length / 4, (double) span.start + length * 3 / 4);
  if (il_chart_uncover_lane (chart, place->lane)) {
    il_chart_await (chart, &(IlMark) { il_lane_task (il_timeline_lane (chart->timeline, place->lane)), place->span });
    return;
  }
  if (!chart->scroll || il_lane_order_row (scene.order, place->lane) < il_lane_order_n_pinned (scene.order))
    return;
  scene = il_chart_scene (chart);
  if (!il_painter_span_area (il_chart_painter (chart), &scene, place, &x, &y, &width, &height))
    return;

  graphene_point_t top;
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (chart), GTK_TYPE_VIEWPORT);
  double page = gtk_adjustment_get_page_size (chart->scroll), value = gtk_adjustment_get_value (chart->scroll);
  if (!viewport || !gtk_widget_compute_point (GTK_WIDGET (chart), viewport, &GRAPHENE_POINT_INIT (0, (float) y), &top))
    return;
  covered = il_painter_pinned_bottom (il_chart_painter (chart), &scene)
            - MAX (scene.top, il_painter_heading_height (il_chart_painter (chart)));
  if (top.y < height + covered)
    gtk_adjustment_set_value (chart->scroll, value + (double) top.y - height - covered);
  else if (top.y + 2 * height > page)
    gtk_adjustment_set_value (chart->scroll, value + (double) top.y + 2 * height - page);
}

void
il_chart_go_to (IlChart *chart, const IlPlace *place)
{
  il_chart_select_and_tell (chart,
                            &(IlMark) { il_lane_task (il_timeline_lane (chart->timeline, place->lane)), place->span });
  il_chart_reveal (chart, place);
}

void
il_chart_go_to_span (IlChart *chart, guint32 task, guint span)
{
  IlPlace place;

  g_return_if_fail (IL_IS_CHART (chart));

  if (il_chart_find_mark (chart, &(IlMark) { task, span }, &place))
    il_chart_go_to (chart, &place);
}

static gboolean
arrow_cb (GtkWidget *widget, GVariant *argument, gpointer data)
{
  IlChart *chart = IL_CHART (widget);
  int dx, dy;
  IlPlace place;

  g_variant_get (argument, "(ii)", &dx, &dy);
  if (!il_chart_find_mark (chart, &chart->selected, &place)) {
    if (il_chart_walk_from_lane (chart, dx, dy))
      return TRUE;
    if (dx != 0)
      il_view_pan (chart->view, 0.1 * dx);
    return dx != 0;
  }
  if (dx != 0 ? il_chart_walk_spans (chart, &place, dx) : il_chart_walk_lanes (chart, &place, dy))
    il_chart_go_to (chart, &place);
  return TRUE;
}

static void
zoom_to_selection_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlChart *chart = IL_CHART (widget);
  gint64 from, to;
  IlPlace place;

  if (il_view_get_measured (chart->view, &from, &to))
    il_view_jump (chart->view, (double) from, (double) to);
  else if (il_chart_find_mark (chart, &chart->selected, &place))
    zoom_to (chart, &place);
}

static void
follow_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "chart.follow-waker"))
    il_chart_follow_waker (IL_CHART (widget));
  else
    il_chart_follow_back (IL_CHART (widget));
}

static gboolean
unselect_cb (GtkWidget *widget, GVariant *argument, gpointer data)
{
  IlChart *chart = IL_CHART (widget);

  gint64 from, to;

  if (il_view_get_measured (chart->view, &from, &to)) {
    il_view_set_measured (chart->view, 0, 0);
    return TRUE;
  }
  if (chart->selected.task == 0 && chart->lane == 0)
    return FALSE;
  il_chart_select_and_tell (chart, &(IlMark) { 0 });
  il_chart_set_lane (chart, 0);
  return TRUE;
}

void
il_chart_add_signals (IlChartClass *klass)
{
  signals[SPAN_HOVERED] = g_signal_new ("span-hovered", IL_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
  signals[REFRESHED] =
      g_signal_new ("refreshed", IL_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SPAN_SELECTED] = g_signal_new ("span-selected", IL_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
}

void
il_chart_install_selection (GtkWidgetClass *klass)
{
  static const struct {
    guint key;
    int dx, dy;
  } arrows[] = { { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 } };

  gtk_widget_class_install_action (klass, "chart.zoom-to-selection", NULL, zoom_to_selection_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_z, 0, "chart.zoom-to-selection", NULL);
  gtk_widget_class_install_action (klass, "chart.follow-waker", NULL, follow_cb);
  gtk_widget_class_install_action (klass, "chart.follow-back", NULL, follow_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_g, 0, "chart.follow-waker", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_b, 0, "chart.follow-back", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, 0, "win.critical-path", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_t, 0, "win.by-core", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_f, GDK_CONTROL_MASK, "win.search", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_question, 0, "win.show-help-overlay", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_question, GDK_SHIFT_MASK, "win.show-help-overlay", NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, unselect_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    gtk_widget_class_add_binding (klass, arrows[i].key, 0, arrow_cb, "(ii)", arrows[i].dx, arrows[i].dy);
}

void
il_chart_add_selection (IlChart *chart)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (released_cb), chart);
  gtk_widget_add_controller (GTK_WIDGET (chart), GTK_EVENT_CONTROLLER (click));
}

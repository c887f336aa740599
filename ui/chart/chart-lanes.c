/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

/* What a user does with a lane: selects it by its name, hides it, pins it to the top, moves it by a drag or a key,
 * folds its group, and all of that by a menu. The view holds the outcome, for all charts that share it. */

static IlArrangement *
arrangement_of (IlChart *chart)
{
  return il_view_get_arrangement (chart->view);
}

static void
arrange (IlChart *chart, IlArrangement *arrangement)
{
  il_view_set_arrangement (chart->view, arrangement);
  il_arrangement_unref (arrangement);
}

static const char *
key_of_row (const IlScene *scene, guint row)
{
  const IlLaneGroup *group = il_lane_order_head (scene->order, row);

  return group ? group->key : il_lane_name (il_scene_lane (scene, row));
}

/* Cores stay where they are, and so does what stands for all tasks. */
static gboolean
are_lanes_arranged (IlChart *chart)
{
  return !chart->by_core && !chart->merged;
}

/* The row of the lane that is meant; FALSE where there is none. */
static gboolean
find_row (IlChart *chart, const IlScene *scene, guint *row)
{
  const IlLane *lane = chart->timeline && chart->lane != 0 && are_lanes_arranged (chart)
                           ? il_timeline_lane_of_task (chart->timeline, chart->lane)
                           : NULL;

  *row = lane ? il_lane_order_row (scene->order, il_lane_index (lane)) : IL_NO_ROW;
  if (lane && chart->lane_is_head)
    il_lane_order_group (scene->order, il_lane_index (lane), row);
  return *row < il_scene_n_lanes (scene);
}

void
il_chart_set_lane (IlChart *chart, guint32 task)
{
  chart->lane = task;
  chart->lane_is_head = FALSE;
  il_chart_describe (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
il_chart_set_row (IlChart *chart, const IlScene *scene, int row)
{
  il_chart_select_and_tell (chart, &(IlMark) { 0 });
  il_chart_set_lane (chart, row >= 0 ? il_lane_task (il_scene_lane (scene, (guint) row)) : 0);
  chart->lane_is_head = row >= 0 && il_lane_order_head (scene->order, (guint) row);
  il_chart_describe (chart);
}

const IlLaneGroup *
il_chart_selected_group (IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);
  guint row;

  return find_row (chart, &scene, &row) ? il_lane_order_head (scene.order, row) : NULL;
}

/* One step at a time: a group that is hidden may be folded as well, and a lane of it hidden. */
gboolean
il_chart_uncover_lane (IlChart *chart, guint lane)
{
  const char *key = il_lane_name (il_timeline_lane (chart->timeline, lane));
  guint head, row = il_lane_order_row (chart->order, lane);
  const IlLaneGroup *group = il_lane_order_group (chart->order, lane, &head);

  if (!are_lanes_arranged (chart) || (row != IL_NO_ROW && row != head))
    return FALSE;
  if (group && il_arrangement_hides (arrangement_of (chart), group->key))
    arrange (chart, il_arrangement_show (arrangement_of (chart), group->key));
  else if (group && row == head && group->folded)
    arrange (chart, il_arrangement_fold (arrangement_of (chart), group->key, FALSE));
  else if (il_arrangement_hides (arrangement_of (chart), key))
    arrange (chart, il_arrangement_show (arrangement_of (chart), key));
  return TRUE;
}

static void
fold (IlChart *chart, const IlLaneGroup *group, gboolean folded)
{
  if (group->folded != folded)
    arrange (chart, il_arrangement_fold (arrangement_of (chart), group->key, folded));
}

gboolean
il_chart_walk_from_lane (IlChart *chart, int dx, int dy)
{
  IlScene scene = il_chart_scene (chart);
  gint64 time = (gint64) (dx > 0 ? scene.start : scene.end);
  const IlLane *lane;
  IlPlace place;
  guint row, n;

  if (!find_row (chart, &scene, &row)) { /* keys lead to the lanes, too */
    n = are_lanes_arranged (chart) ? il_scene_n_lanes (&scene) : 0;
    if (dy != 0 && n > 0)
      il_chart_set_row (chart, &scene, dy > 0 ? 0 : (int) n - 1);
    return dy != 0 && n > 0;
  }
  if (dy != 0) {
    if ((dy > 0 || row > 0) && row + dy < il_scene_n_lanes (&scene))
      il_chart_set_row (chart, &scene, (int) row + dy);
    return TRUE;
  }
  if (il_lane_order_head (scene.order, row)) {
    fold (chart, il_lane_order_head (scene.order, row), dx < 0);
    return TRUE;
  }
  lane = il_scene_lane (&scene, row);
  n = il_lane_n_spans (lane);
  place.lane = il_lane_index (lane);
  if (!il_lane_find (lane, time, &place.span))
    place.span = time < il_lane_arrival (lane) ? 0 : n - 1;
  if (n > 0)
    il_chart_go_to (chart, &place);
  return TRUE;
}

/* The actions. */

/* The lane below takes its place, so that several can be hidden one after the other. */
static void
hide_lane (IlChart *chart, const IlScene *scene, guint row)
{
  g_autofree char *key = g_strdup (key_of_row (scene, row));
  guint n = il_scene_n_lanes (scene);

  il_chart_set_row (chart, scene, row + 1 < n ? (int) row + 1 : (int) row - 1);
  arrange (chart, il_arrangement_hide (arrangement_of (chart), key));
}

static void
pin_lane (IlChart *chart, const IlScene *scene, guint row)
{
  const char *key = key_of_row (scene, row);

  if (row < il_lane_order_n_pinned (scene->order))
    arrange (chart, il_arrangement_unpin (arrangement_of (chart), key));
  else
    arrange (chart, il_arrangement_pin (arrangement_of (chart), key, G_MAXUINT));
}

static void
put_beside (IlChart *chart, const IlScene *scene, guint row, guint beside, gboolean after)
{
  guint place;

  if (row >= il_lane_order_n_pinned (scene->order))
    arrange (chart,
             il_arrangement_move (arrangement_of (chart), key_of_row (scene, row), key_of_row (scene, beside), after));
  else if (il_arrangement_find_pinned (arrangement_of (chart), key_of_row (scene, beside), &place))
    arrange (chart, il_arrangement_pin (arrangement_of (chart), key_of_row (scene, row), place));
}

static gboolean
move_lane (IlChart *chart, const IlScene *scene, guint row, int direction)
{
  guint sibling;

  if (!il_lane_order_find_sibling (scene->order, il_scene_n_lanes (scene), row, direction, &sibling))
    return FALSE;
  put_beside (chart, scene, row, sibling, direction > 0);
  return TRUE;
}

/* Of the group that is selected, or that the selected lane is in: then its head is selected. */
static gboolean
toggle_fold (IlChart *chart, const IlScene *scene, guint row)
{
  guint head;
  const IlLaneGroup *group = il_lane_order_group (scene->order, il_lane_order_lane (scene->order, row), &head);

  if (!group || head == IL_NO_ROW)
    return FALSE;
  il_chart_set_row (chart, scene, (int) head);
  fold (chart, group, !group->folded);
  return TRUE;
}

static void
lane_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlChart *chart = IL_CHART (widget);
  IlScene scene = il_chart_scene (chart);
  gboolean done;
  guint row;

  done = find_row (chart, &scene, &row);
  if (done && g_str_equal (name, "chart.hide-lane"))
    hide_lane (chart, &scene, row);
  else if (done && g_str_equal (name, "chart.pin-lane"))
    pin_lane (chart, &scene, row);
  else if (done && g_str_equal (name, "chart.fold-lanes"))
    done = toggle_fold (chart, &scene, row);
  else if (done)
    done = move_lane (chart, &scene, row, g_str_equal (name, "chart.move-lane-up") ? -1 : 1);
  if (!done)
    gtk_widget_error_bell (widget);
}

static void
all_lanes_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlChart *chart = IL_CHART (widget);

  if (g_str_equal (name, "chart.show-hidden-lanes"))
    arrange (chart, il_arrangement_show (arrangement_of (chart), NULL));
  else
    arrange (chart, il_arrangement_move_nothing (arrangement_of (chart)));
}

/* The menu. */

static void
add_lane_items (IlChart *chart, const IlScene *scene, GMenu *menu, guint row)
{
  g_autoptr (GMenu) section = g_menu_new (), moves = g_menu_new ();
  guint n = il_scene_n_lanes (scene), sibling, head;
  const IlLaneGroup *group = il_lane_order_group (scene->order, il_lane_order_lane (scene->order, row), &head);

  if (group && head != IL_NO_ROW)
    g_menu_append (section, group->folded ? "Un_fold" : "_Fold", "chart.fold-lanes");
  g_menu_append (section, "_Hide", "chart.hide-lane");
  g_menu_append (section, row < il_lane_order_n_pinned (scene->order) ? "Un_pin" : "_Pin to the Top", "chart.pin-lane");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  if (il_lane_order_find_sibling (scene->order, n, row, -1, &sibling))
    g_menu_append (moves, "Move _Up", "chart.move-lane-up");
  if (il_lane_order_find_sibling (scene->order, n, row, 1, &sibling))
    g_menu_append (moves, "Move _Down", "chart.move-lane-down");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (moves));
}

static void
show_menu (IlChart *chart, const GdkRectangle *at)
{
  IlScene scene = il_chart_scene (chart);
  g_autoptr (GMenu) menu = g_menu_new (), all = g_menu_new ();
  guint row;

  if (find_row (chart, &scene, &row))
    add_lane_items (chart, &scene, menu, row);
  if (il_arrangement_hides_any (arrangement_of (chart)))
    g_menu_append (all, "_Show All That Are Hidden", "chart.show-hidden-lanes");
  if (il_arrangement_n_moves (arrangement_of (chart)) > 0)
    g_menu_append (all, "_Back to the Sorted Order", "chart.sort-lanes");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (chart->lanes->menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (chart->lanes->menu), at);
  gtk_popover_popup (GTK_POPOVER (chart->lanes->menu));
}

static void
right_click_cb (GtkGestureClick *gesture, int n_press, double x, double y, IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);
  int row = il_painter_row_at (il_chart_painter (chart), &scene, y);

  gtk_widget_grab_focus (GTK_WIDGET (chart));
  if (row >= 0
      && (il_lane_task (il_scene_lane (&scene, (guint) row)) != chart->lane
          || chart->lane_is_head != (il_lane_order_head (scene.order, (guint) row) != NULL)))
    il_chart_set_row (chart, &scene, row);
  show_menu (chart, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static gboolean
enter_cb (GtkWidget *widget, GVariant *argument, gpointer data)
{
  return gtk_widget_activate_action (widget, "chart.fold-lanes", NULL);
}

/* Beside the lane that is meant. */
static gboolean
menu_key_cb (GtkWidget *widget, GVariant *argument, gpointer data)
{
  IlChart *chart = IL_CHART (widget);
  IlScene scene = il_chart_scene (chart);
  double height = il_painter_heading_height (il_chart_painter (chart)), top = 0;
  guint row;

  if (find_row (chart, &scene, &row))
    top = il_painter_lane_top (il_chart_painter (chart), &scene, row, &height);
  show_menu (chart, &(GdkRectangle) { (int) (il_chart_scale (widget).x / 2), (int) top, 1, (int) height });
  return TRUE;
}

/* Dragging a lane by its name. */

static gboolean
is_on_note (IlChart *chart, const IlScene *scene, double x, double y)
{
  double left, top, width, height;

  return il_painter_note_area (il_chart_painter (chart), scene, &left, &top, &width, &height) && x >= left
         && x < left + width && y >= top && y < top + height;
}

/* Where ROW would go when it is let go at Y. */
static gboolean
find_slot (IlChart *chart, const IlScene *scene, guint row, double y, guint *beside, gboolean *after)
{
  double height, top = il_painter_lane_top (il_chart_painter (chart), scene, row, &height);
  guint n = il_scene_n_lanes (scene);
  double boundary = CLAMP (row + floor ((y - top) / height + 0.5), 0, n);

  return row < n && il_lane_order_find_slot (scene->order, n, row, (guint) boundary, beside, after);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);
  gboolean is_mine =
      x < il_chart_scale (GTK_WIDGET (chart)).x && y >= il_painter_heading_height (il_chart_painter (chart));

  chart->lanes->dragged = IL_NO_ROW;
  is_mine |= is_on_note (chart, &scene, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), is_mine ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
  if (is_mine)
    gtk_widget_grab_focus (GTK_WIDGET (chart));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);
  double x, y;
  int row;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  row = il_painter_row_at (il_chart_painter (chart), &scene, y);
  if (chart->lanes->dragged == IL_NO_ROW) {
    if (row < 0 || !are_lanes_arranged (chart) || !gtk_drag_check_threshold (GTK_WIDGET (chart), 0, 0, 0, (int) dy))
      return;
    chart->lanes->dragged = (guint) row;
    il_chart_set_row (chart, &scene, row);
  }
  chart->lanes->dropped_y = y + dy;
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

static void
click (IlChart *chart, const IlScene *scene, int row, double x)
{
  il_chart_set_row (chart, scene, row);
  if (row >= 0 && il_painter_is_triangle (il_chart_painter (chart), scene, (guint) row, x))
    toggle_fold (chart, scene, (guint) row);
}

/* Without a move it is a click. */
static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);
  guint row = chart->lanes->dragged, beside;
  gboolean after;
  double x, y;

  chart->lanes->dragged = IL_NO_ROW;
  gtk_widget_queue_draw (GTK_WIDGET (chart));
  if (row != IL_NO_ROW) {
    if (find_slot (chart, &scene, row, chart->lanes->dropped_y, &beside, &after))
      put_beside (chart, &scene, row, beside, after);
    return;
  }
  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  if (is_on_note (chart, &scene, x, y))
    gtk_widget_activate_action (GTK_WIDGET (chart), "chart.show-hidden-lanes", NULL);
  else
    click (chart, &scene, il_painter_row_at (il_chart_painter (chart), &scene, y), x);
}

static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, IlChart *chart)
{
  chart->lanes->dragged = IL_NO_ROW;
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

/* Drawing. */

static void
fill (GtkSnapshot *snapshot, const IlColor *color, double alpha, double x, double y, double width, double height)
{
  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue,
                                          (float) alpha },
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

void
il_chart_draw_lane (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlPainter *painter = il_chart_painter (chart);
  const IlColor *color = &il_painter_palette (painter)->of[IL_COLOR_SELECTION];
  double height, top, gutter = il_chart_scale (GTK_WIDGET (chart)).x;
  guint row, beside;
  gboolean after;

  if (find_row (chart, scene, &row) && il_painter_shows_lane (painter, scene, il_lane_order_lane (scene->order, row))) {
    top = il_painter_lane_top (painter, scene, row, &height);
    fill (snapshot, color, 0.14, 0, top, gutter - 4, height - 1);
    fill (snapshot, color, 1, 0, top, 3, height - 1);
  }
  if (chart->lanes->dragged != IL_NO_ROW
      && find_slot (chart, scene, chart->lanes->dragged, chart->lanes->dropped_y, &beside, &after)) {
    top = il_painter_lane_top (painter, scene, beside, &height);
    fill (snapshot, color, 1, 0, after ? top + height - 2 : top - 1, scene->width, 2);
  }
}

void
il_chart_install_lanes (GtkWidgetClass *klass)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
    guint key;
    GdkModifierType modifiers;
  } actions[] = {
    { "chart.hide-lane", lane_cb, GDK_KEY_h, 0 },
    { "chart.pin-lane", lane_cb, GDK_KEY_p, 0 },
    { "chart.move-lane-up", lane_cb, GDK_KEY_Up, GDK_ALT_MASK },
    { "chart.move-lane-down", lane_cb, GDK_KEY_Down, GDK_ALT_MASK },
    { "chart.fold-lanes", lane_cb, GDK_KEY_Return, 0 },
    { "chart.show-hidden-lanes", all_lanes_cb, GDK_KEY_h, GDK_SHIFT_MASK },
    { "chart.sort-lanes", all_lanes_cb, GDK_KEY_o, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_class_install_action (klass, actions[i].name, NULL, actions[i].activate);
    gtk_widget_class_add_binding_action (klass, actions[i].key, actions[i].modifiers, actions[i].name, NULL);
  }
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, enter_cb, NULL); /* the menu names the other key */
  gtk_widget_class_add_binding (klass, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

void
il_chart_add_lanes (IlChart *chart)
{
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();

  chart->lanes->dragged = IL_NO_ROW;
  chart->lanes->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (chart->lanes->menu), FALSE);
  gtk_widget_set_halign (chart->lanes->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (chart->lanes->menu, GTK_WIDGET (chart));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), chart);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), chart);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), chart);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), chart);
  gtk_widget_add_controller (GTK_WIDGET (chart), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (right_click_cb), chart);
  gtk_widget_add_controller (GTK_WIDGET (chart), GTK_EVENT_CONTROLLER (click));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/navigation.h"

#include <math.h>
#include <string.h>

static const double ZOOM_STEP = 1.25;
static const double PAN_STEP = 0.1;

typedef struct {
  GtkWidget *widget; /* that owns this */
  IlView *view;
  IlScaleFunc scale;
  double x;          /* of the pointer, or NAN */
  double drag_start; /* of the range, ns */
  double pinched;    /* by how much the fingers have spread so far */
  double velocity;   /* pixels a second, of a swipe that runs out; 0: none */
  gint64 last_frame; /* us */
  guint glide_id;
} Navigation;

/* How long it takes a swipe to lose most of its speed, as in GTK's scrolled windows, s; and where it stops, pixels a
 * second. */
static const double GLIDE = 0.325;
static const double SLOWEST = 10;

static const char KEY[] = "il-navigation";

static void
navigation_free (Navigation *navigation)
{
  g_object_unref (navigation->view);
  g_free (navigation);
}

static Navigation *
navigation_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), KEY);
}

static void
set_cursor (Navigation *navigation)
{
  IlScale scale = navigation->scale (navigation->widget);
  double x = navigation->x;

  if (isnan (x) || x < scale.x || x > scale.x + scale.width)
    il_view_set_cursor (navigation->view, -1);
  else
    il_view_set_cursor (navigation->view, (gint64) round (il_scale_time (&scale, x)));
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, Navigation *navigation)
{
  navigation->x = x;
  set_cursor (navigation);
}

static void
leave_cb (GtkEventControllerMotion *controller, Navigation *navigation)
{
  navigation->x = NAN;
  set_cursor (navigation);
}

/* The time at the pointer or, where that is not on the axis, in the middle. */
static double
focus_time (Navigation *navigation)
{
  IlScale scale = navigation->scale (navigation->widget);
  double x = navigation->x;

  if (isnan (x) || x < scale.x || x > scale.x + scale.width)
    return (scale.start + scale.end) / 2;
  return il_scale_time (&scale, x);
}

/* Whole pixels keep what is narrower than a pixel in the same column. */
static void
pan (Navigation *navigation, double fraction)
{
  IlScale scale = navigation->scale (navigation->widget);

  il_view_pan (navigation->view, round (fraction * scale.width) / scale.width);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, Navigation *navigation)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (state & GDK_CONTROL_MASK)
    il_view_zoom (navigation->view, pow (ZOOM_STEP, -(dy != 0 ? dy : dx)), focus_time (navigation));
  else if (state & GDK_SHIFT_MASK || dx != 0)
    pan (navigation, PAN_STEP * (dx != 0 ? dx : dy));
  else
    return GDK_EVENT_PROPAGATE;
  set_cursor (navigation);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, Navigation *navigation)
{
  navigation->pinched = 1;
}

static void
pinch_cb (GtkGestureZoom *gesture, double spread, Navigation *navigation)
{
  IlScale scale = navigation->scale (navigation->widget);
  double x, y, time = focus_time (navigation);

  if (gtk_gesture_is_recognized (GTK_GESTURE (gesture))
      && gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    time = il_scale_time (&scale, CLAMP (x, scale.x, scale.x + scale.width));
  il_view_zoom (navigation->view, spread / navigation->pinched, time);
  navigation->pinched = spread;
}

static void
stop_gliding (Navigation *navigation)
{
  if (navigation->glide_id != 0)
    gtk_widget_remove_tick_callback (navigation->widget, navigation->glide_id);
  navigation->glide_id = 0;
}

static gboolean
glide_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Navigation *navigation = data;
  IlScale scale = navigation->scale (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double start = il_view_get_start (navigation->view);

  double seconds = (double) (now - navigation->last_frame) / G_USEC_PER_SEC;

  navigation->last_frame = now;
  navigation->velocity *= exp (-seconds / GLIDE);
  il_view_pan (navigation->view, -navigation->velocity * seconds / scale.width);
  if (fabs (navigation->velocity) > SLOWEST && (seconds == 0 || il_view_get_start (navigation->view) != start))
    return G_SOURCE_CONTINUE;
  navigation->glide_id = 0;
  return G_SOURCE_REMOVE;
}

/* What fingers have set in motion runs out. */
static void
swipe_cb (GtkGestureSwipe *gesture, double x, double y, Navigation *navigation)
{
  stop_gliding (navigation);
  navigation->velocity = x;
  navigation->last_frame = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (navigation->widget));
  navigation->glide_id = gtk_widget_add_tick_callback (navigation->widget, glide_cb, navigation, NULL);
}

static void
add_touch (Navigation *navigation)
{
  GtkGesture *pinch = gtk_gesture_zoom_new (), *swipe = gtk_gesture_swipe_new ();

  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), navigation);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), navigation);
  gtk_widget_add_controller (navigation->widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (swipe), TRUE);
  g_signal_connect (swipe, "swipe", G_CALLBACK (swipe_cb), navigation);
  gtk_widget_add_controller (navigation->widget, GTK_EVENT_CONTROLLER (swipe));
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, Navigation *navigation)
{
  stop_gliding (navigation);
  navigation->drag_start = il_view_get_start (navigation->view);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, Navigation *navigation)
{
  IlScale scale = navigation->scale (navigation->widget);
  double start = navigation->drag_start - round (dx) * il_scale_pixel (&scale);

  if (!gtk_drag_check_threshold (navigation->widget, 0, 0, (int) dx, 0)
      && gtk_gesture_get_sequence_state (GTK_GESTURE (gesture), NULL) != GTK_EVENT_SEQUENCE_CLAIMED)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pan (navigation, (start - scale.start) / (scale.end - scale.start));
}

static void
add_drag (Navigation *navigation, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), navigation);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), navigation);
  gtk_widget_add_controller (navigation->widget, GTK_EVENT_CONTROLLER (drag));
}

void
il_navigation_add (GtkWidget *widget, IlView *view, IlScaleFunc scale, gboolean primary_pans)
{
  Navigation *navigation = g_new0 (Navigation, 1);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  navigation->widget = widget;
  navigation->view = g_object_ref (view);
  navigation->scale = scale;
  navigation->x = NAN;
  g_object_set_data_full (G_OBJECT (widget), KEY, navigation, (GDestroyNotify) navigation_free);

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), navigation);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), navigation);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), navigation);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), navigation);
  gtk_widget_add_controller (widget, scroll);
  add_drag (navigation, GDK_BUTTON_MIDDLE);
  if (primary_pans) {
    add_drag (navigation, GDK_BUTTON_PRIMARY);
    add_touch (navigation);
  }
}

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  Navigation *navigation = navigation_of (widget);
  const char *what = strchr (name, '.') + 1;

  if (g_str_equal (what, "zoom-in"))
    il_view_zoom (navigation->view, ZOOM_STEP * ZOOM_STEP, focus_time (navigation));
  else if (g_str_equal (what, "zoom-out"))
    il_view_zoom (navigation->view, 1 / (ZOOM_STEP * ZOOM_STEP), focus_time (navigation));
  else if (g_str_equal (what, "pan-left"))
    pan (navigation, -PAN_STEP);
  else if (g_str_equal (what, "pan-right"))
    pan (navigation, PAN_STEP);
  else if (g_str_equal (what, "go-back"))
    il_view_go_back (navigation->view);
  else if (g_str_equal (what, "go-forward"))
    il_view_go_forward (navigation->view);
  else
    il_view_fit (navigation->view);
  set_cursor (navigation);
}

void
il_navigation_install_actions (GtkWidgetClass *klass, const char *prefix)
{
  static const struct {
    const char *action;
    guint keys[5];
    GdkModifierType modifiers;
  } actions[] = {
    { "zoom-in", { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add, GDK_KEY_w } },
    { "zoom-out", { GDK_KEY_minus, GDK_KEY_KP_Subtract, GDK_KEY_s } },
    { "pan-left", { GDK_KEY_a } },
    { "pan-right", { GDK_KEY_d } },
    { "fit", { GDK_KEY_f, GDK_KEY_Home, GDK_KEY_KP_Home } },
    { "go-back", { GDK_KEY_Left, GDK_KEY_KP_Left }, GDK_ALT_MASK },
    { "go-forward", { GDK_KEY_Right, GDK_KEY_KP_Right }, GDK_ALT_MASK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    g_autofree char *name = g_strconcat (prefix, ".", actions[i].action, NULL);

    gtk_widget_class_install_action (klass, name, NULL, action_cb);
    for (const guint *key = actions[i].keys; *key; key++) {
      gtk_widget_class_add_binding_action (klass, *key, actions[i].modifiers, name, NULL);
      if (*key == GDK_KEY_plus)
        gtk_widget_class_add_binding_action (klass, *key, GDK_SHIFT_MASK, name, NULL);
    }
  }
}

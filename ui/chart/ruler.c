/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/ruler.h"

#include <math.h>

#include "ui/chart/navigation.h"
#include "ui/chart/style.h"

struct _IlRuler {
  GtkWidget parent_instance;
  IlView *view;
  IlPainter *painter;
  gboolean measures; /* the drag that goes on */
};

enum { SCRUBBED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlRuler, il_ruler, GTK_TYPE_WIDGET)

static IlPainter *
painter_of (IlRuler *ruler)
{
  if (!ruler->painter)
    ruler->painter = il_style_painter (GTK_WIDGET (ruler), ruler->view);
  return ruler->painter;
}

static IlScale
scale_of (GtkWidget *widget)
{
  IlRuler *ruler = IL_RULER (widget);

  return il_painter_scale (painter_of (ruler), il_view_get_start (ruler->view), il_view_get_end (ruler->view),
                           gtk_widget_get_width (widget));
}

static gint64
time_at (IlRuler *ruler, double x)
{
  IlScale scale = scale_of (GTK_WIDGET (ruler));

  return (gint64) round (il_scale_time (&scale, CLAMP (x, scale.x, scale.x + scale.width)));
}

/* At the edge of a span where one is near. */
static gint64
snapped_time_at (IlRuler *ruler, double x)
{
  enum { NEAR = 6 /* pixels */ };
  IlScale scale = scale_of (GTK_WIDGET (ruler));

  return il_view_snap (ruler->view, time_at (ruler, x), (gint64) (NEAR * il_scale_pixel (&scale)));
}

static void
scrub (IlRuler *ruler, double x)
{
  gint64 time = CLAMP (time_at (ruler, x), 0, il_view_get_extent (ruler->view));
  il_view_set_playhead (ruler->view, time);
  g_signal_emit (ruler, signals[SCRUBBED], 0, time);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, IlRuler *ruler)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  ruler->measures = (state & GDK_SHIFT_MASK) != 0;
  if (ruler->measures)
    il_view_set_measured (ruler->view, 0, 0);
  else
    scrub (ruler, x);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, IlRuler *ruler)
{
  double x, y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  if (ruler->measures)
    il_view_set_measured (ruler->view, snapped_time_at (ruler, x), snapped_time_at (ruler, x + dx));
  else
    scrub (ruler, x + dx);
}

/* Small flags at the foot of the ruler, where the lines through the charts begin. */
static void
draw_bookmarks (IlRuler *ruler, cairo_t *cr, double height)
{
  enum { FLAG = 9, DEPTH = 6 };
  IlScale scale = scale_of (GTK_WIDGET (ruler));
  const GArray *bookmarks = il_view_get_bookmarks (ruler->view);
  const IlColor *color = &il_painter_palette (painter_of (ruler))->of[IL_COLOR_SELECTION];

  cairo_set_source_rgb (cr, color->red, color->green, color->blue);
  for (guint i = 0; i < bookmarks->len; i++) {
    double x = floor (il_scale_x (&scale, (double) g_array_index (bookmarks, gint64, i)));

    if (x < scale.x - 1 || x > scale.x + scale.width)
      continue;
    cairo_rectangle (cr, x, height - FLAG - 2, 1, FLAG + 2);
    cairo_move_to (cr, x + 1, height - FLAG - 2);
    cairo_rel_line_to (cr, FLAG, DEPTH / 2.0);
    cairo_rel_line_to (cr, -FLAG, DEPTH / 2.0);
    cairo_close_path (cr);
  }
  cairo_fill (cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlRuler *ruler = IL_RULER (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  IlRulerScene scene = {
    .start = il_view_get_start (ruler->view),
    .end = il_view_get_end (ruler->view),
    .playhead = il_view_get_extent (ruler->view) > 0 ? il_view_get_playhead (ruler->view) : -1,
    .cursor = il_view_get_cursor (ruler->view),
    .width = width,
  };

  il_view_get_measured (ruler->view, &scene.measured_from, &scene.measured_to);
  il_painter_draw_ruler (painter_of (ruler), cr, &scene);
  draw_bookmarks (ruler, cr, height);
  cairo_destroy (cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  *minimum = *natural =
      orientation == GTK_ORIENTATION_VERTICAL ? (int) il_painter_ruler_height (painter_of (IL_RULER (widget))) : 1;
}

static void
restyle (GtkWidget *widget)
{
  g_clear_pointer (&IL_RULER (widget)->painter, il_painter_free);
  gtk_widget_queue_resize (widget);
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (il_ruler_parent_class)->css_changed (widget, change);
  restyle (widget);
}

static void
system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (il_ruler_parent_class)->system_setting_changed (widget, setting);
  restyle (widget);
}

static void
dispose (GObject *object)
{
  IlRuler *ruler = IL_RULER (object);

  g_clear_object (&ruler->view);
  G_OBJECT_CLASS (il_ruler_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&IL_RULER (object)->painter, il_painter_free);
  G_OBJECT_CLASS (il_ruler_parent_class)->finalize (object);
}

static void
il_ruler_class_init (IlRulerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;

  /* gint64: where the user has dragged the playhead to, which is set already. */
  signals[SCRUBBED] =
      g_signal_new ("scrubbed", IL_TYPE_RULER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  il_navigation_install_actions (widget_class, "ruler");
  gtk_widget_class_set_css_name (widget_class, "ilruler");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
il_ruler_init (IlRuler *ruler)
{
  il_style_load ();
  gtk_widget_set_overflow (GTK_WIDGET (ruler), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (ruler), GTK_ACCESSIBLE_PROPERTY_LABEL, "Time ruler", -1);
}

GtkWidget *
il_ruler_new (IlView *view)
{
  IlRuler *ruler = g_object_new (IL_TYPE_RULER, NULL);
  GtkGesture *drag = gtk_gesture_drag_new ();

  ruler->view = g_object_ref (view);
  g_signal_connect_object (view, "changed", G_CALLBACK (gtk_widget_queue_draw), ruler, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "restyled", G_CALLBACK (restyle), ruler, G_CONNECT_SWAPPED);
  il_navigation_add (GTK_WIDGET (ruler), view, scale_of, FALSE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), ruler);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), ruler);
  gtk_widget_add_controller (GTK_WIDGET (ruler), GTK_EVENT_CONTROLLER (drag));
  return GTK_WIDGET (ruler);
}

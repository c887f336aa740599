/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart.h"

#include <math.h>

#include "ui/navigation.h"
#include "ui/span-card.h"
#include "ui/span-text.h"
#include "ui/style.h"

static const float GHOST = 0.18f;

/* A span by names that stay as the timeline grows; task 0: none. */
typedef struct {
  guint32 task;
  guint span;
} Mark;

/* What the picture shows that is kept. */
typedef struct {
  double start, end, y0, y1;
  gint64 timeline_end;
  int width;
  guint n_lanes;
} Key;

struct _IlChart {
  GtkWidget parent_instance;
  IlView *view;
  IlTimeline *timeline; /* borrowed */
  IlModelKind model;
  char *placeholder;

  IlPainter *painter;
  GskRenderNode *picture; /* the visible part without lines, marks and texts of the heading; NULL: to be painted */
  cairo_surface_t *surface; /* the same pixels */
  Key key;

  Mark hovered, selected;
  double pointer_x, pointer_y; /* NAN: not here */
  double hover_start, hover_end; /* the visible range when the pointer was last looked at */
  GtkWidget *card;
  GtkAdjustment *scroll; /* of the scrolled window that the chart is in, or NULL */
  double height;
};

enum { SPAN_HOVERED, SPAN_SELECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlChart, il_chart, GTK_TYPE_WIDGET)

static IlPainter *
painter_of (IlChart *chart)
{
  if (!chart->painter)
    chart->painter = il_style_painter (GTK_WIDGET (chart));
  return chart->painter;
}

static IlScene
scene_of (IlChart *chart)
{
  return (IlScene) {
    .timeline = chart->timeline,
    .model = chart->model,
    .placeholder = chart->placeholder,
    .start = il_view_get_start (chart->view),
    .end = il_view_get_end (chart->view),
    .width = gtk_widget_get_width (GTK_WIDGET (chart)),
    .ahead = chart->timeline && il_view_get_playhead (chart->view) < il_timeline_end (chart->timeline),
  };
}

static IlScale
scale_of (GtkWidget *widget)
{
  IlChart *chart = IL_CHART (widget);

  return il_painter_scale (painter_of (chart), il_view_get_start (chart->view), il_view_get_end (chart->view),
                           gtk_widget_get_width (widget));
}

/* The part of the chart that can be seen. */
static void
visible_part (IlChart *chart, double *y0, double *y1)
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

static gboolean
find_mark (IlChart *chart, const Mark *mark, IlPlace *place)
{
  guint n = chart->timeline ? il_timeline_n_lanes (chart->timeline) : 0;
  IlLane *lane = mark->task > 0 && n > 0 ? il_timeline_lane_of_task (chart->timeline, mark->task) : NULL;

  if (!lane || mark->span >= il_lane_n_spans (lane))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (il_timeline_lane (chart->timeline, i) == lane) {
      *place = (IlPlace) { i, mark->span };
      return TRUE;
    }
  return FALSE;
}

static void
forget_picture (IlChart *chart)
{
  g_clear_pointer (&chart->picture, gsk_render_node_unref);
  g_clear_pointer (&chart->surface, cairo_surface_destroy);
}

static void
repaint (IlChart *chart)
{
  forget_picture (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

static void
emit (IlChart *chart, guint signal, const Mark *mark)
{
  IlLane *lane = mark->task > 0 ? il_timeline_lane_of_task (chart->timeline, mark->task) : NULL;
  IlSpan span;

  if (lane)
    il_lane_span (lane, mark->span, &span);
  g_signal_emit (chart, signals[signal], 0, lane ? &span : NULL, mark->task);
}

/* Hovering. */

static void
show_card (IlChart *chart, const IlPlace *place)
{
  IlScene scene = scene_of (chart);
  g_auto (IlSpanText) text = { NULL };
  double x, y, width, height;

  il_span_text_init (&text, chart->timeline, il_timeline_lane (chart->timeline, place->lane), place->span);
  il_painter_span_area (painter_of (chart), &scene, place, &x, &y, &width, &height);
  il_span_card_show (IL_SPAN_CARD (chart->card), text.headline, text.details,
                     &(GdkRectangle) { (int) chart->pointer_x, (int) y - 4, 1, (int) height + 10 });
}

static void
set_hovered (IlChart *chart, const Mark *mark, const IlPlace *place)
{
  if (mark->task == chart->hovered.task && mark->span == chart->hovered.span)
    return;
  chart->hovered = *mark;
  if (place)
    show_card (chart, place);
  else
    il_span_card_hide (IL_SPAN_CARD (chart->card));
  emit (chart, SPAN_HOVERED, mark);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

static gboolean
hit (IlChart *chart, double x, double y, IlPlace *place, Mark *mark)
{
  IlScene scene = scene_of (chart);
  int lane;

  *mark = (Mark) { 0 };
  if (!chart->timeline || isnan (x) || !il_painter_hit (painter_of (chart), &scene, x, y, place, &lane))
    return FALSE;
  *mark = (Mark) { il_lane_task (il_timeline_lane (chart->timeline, place->lane)), place->span };
  return TRUE;
}

static void
update_hover (IlChart *chart)
{
  IlPlace place;
  Mark mark;
  gboolean found = hit (chart, chart->pointer_x, chart->pointer_y, &place, &mark);

  set_hovered (chart, &mark, found ? &place : NULL);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, IlChart *chart)
{
  chart->pointer_x = x;
  chart->pointer_y = y;
  update_hover (chart);
}

static void
leave_cb (GtkEventControllerMotion *controller, IlChart *chart)
{
  chart->pointer_x = chart->pointer_y = NAN;
  update_hover (chart);
}

/* Selecting. */

static void
describe (IlChart *chart)
{
  g_autofree char *label = g_strdup_printf ("%s chart", il_model_title (chart->model));
  g_autofree char *description = NULL;
  g_auto (IlSpanText) text = { NULL };
  IlPlace place;

  if (find_mark (chart, &chart->selected, &place)) {
    il_span_text_init (&text, chart->timeline, il_timeline_lane (chart->timeline, place.lane), place.span);
    description = g_strdup_printf ("%s\n%s", text.headline, text.details);
  } else
    description = g_strdup (chart->timeline ? "Nothing selected" : chart->placeholder ? chart->placeholder : "No run");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
set_selected (IlChart *chart, const Mark *mark)
{
  chart->selected = *mark;
  describe (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

static void
select_and_tell (IlChart *chart, const Mark *mark)
{
  set_selected (chart, mark);
  emit (chart, SPAN_SELECTED, mark);
}

static void
zoom_to (IlChart *chart, const IlPlace *place)
{
  IlSpan span;

  il_lane_span (il_timeline_lane (chart->timeline, place->lane), place->span, &span);
  double margin = MAX (5, 0.1 * (double) (span.end - span.start));
  il_view_set_range (chart->view, (double) span.start - margin, (double) span.end + margin);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, IlChart *chart)
{
  IlPlace place;
  Mark mark;
  gboolean found = hit (chart, x, y, &place, &mark);

  gtk_widget_grab_focus (GTK_WIDGET (chart));
  if (n_press == 1)
    select_and_tell (chart, &mark);
  else if (found && n_press == 2)
    zoom_to (chart, &place);
}

/* Moves the visible range, or scrolls, so that the selected span is seen. */
static void
reveal (IlChart *chart, const IlPlace *place)
{
  IlScene scene = scene_of (chart);
  double length = scene.end - scene.start, x, y, width, height;
  IlSpan span;

  il_lane_span (il_timeline_lane (chart->timeline, place->lane), place->span, &span);
  if ((double) span.end < scene.start || (double) span.start > scene.end)
    il_view_set_range (chart->view, (double) span.start - length / 4, (double) span.start + length * 3 / 4);
  if (!chart->scroll)
    return;
  scene = scene_of (chart);
  il_painter_span_area (painter_of (chart), &scene, place, &x, &y, &width, &height);

  graphene_point_t top;
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (chart), GTK_TYPE_VIEWPORT);
  double page = gtk_adjustment_get_page_size (chart->scroll), value = gtk_adjustment_get_value (chart->scroll);
  if (!viewport || !gtk_widget_compute_point (GTK_WIDGET (chart), viewport, &GRAPHENE_POINT_INIT (0, (float) y), &top))
    return;
  if (top.y < height)
    gtk_adjustment_set_value (chart->scroll, value + (double) top.y - height);
  else if (top.y + 2 * height > page)
    gtk_adjustment_set_value (chart->scroll, value + (double) top.y + 2 * height - page);
}

/* The nearest span with a length from INDEX on in steps of DIRECTION. */
static gboolean
next_span (const IlLane *lane, guint index, int direction, guint *found)
{
  for (gint64 i = (gint64) index + direction; i >= 0 && i < il_lane_n_spans (lane); i += direction) {
    IlSpan span;

    il_lane_span (lane, (guint) i, &span);
    if (span.end > span.start || span.state == IL_STATE_RUNNING) {
      *found = (guint) i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
walk_spans (IlChart *chart, IlPlace *place, int direction)
{
  return next_span (il_timeline_lane (chart->timeline, place->lane), place->span, direction, &place->span);
}

/* To the span of the next lane at the same time or, where it has none then, the nearest in time. */
static gboolean
walk_lanes (IlChart *chart, IlPlace *place, int direction)
{
  gint64 lane = (gint64) place->lane + direction;
  IlLane *next;
  IlSpan span;

  if (lane < 0 || lane >= il_timeline_n_lanes (chart->timeline))
    return FALSE;
  il_lane_span (il_timeline_lane (chart->timeline, place->lane), place->span, &span);
  next = il_timeline_lane (chart->timeline, (guint) lane);
  if (il_lane_n_spans (next) == 0)
    return FALSE;
  place->lane = (guint) lane;
  if (!il_lane_find (next, span.start, &place->span))
    place->span = span.start < il_lane_arrival (next) ? 0 : il_lane_n_spans (next) - 1;
  return TRUE;
}

static gboolean
arrow_cb (GtkWidget *widget, GVariant *argument, gpointer data)
{
  IlChart *chart = IL_CHART (widget);
  int dx, dy;
  IlPlace place;

  g_variant_get (argument, "(ii)", &dx, &dy);
  if (!find_mark (chart, &chart->selected, &place)) {
    if (dx != 0)
      il_view_pan (chart->view, 0.1 * dx);
    return dx != 0;
  }
  if (dx != 0 ? walk_spans (chart, &place, dx) : walk_lanes (chart, &place, dy)) {
    select_and_tell (chart, &(Mark) { il_lane_task (il_timeline_lane (chart->timeline, place.lane)), place.span });
    reveal (chart, &place);
  }
  return TRUE;
}

static void
zoom_to_selection_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlChart *chart = IL_CHART (widget);
  IlPlace place;

  if (find_mark (chart, &chart->selected, &place))
    zoom_to (chart, &place);
}

static gboolean
unselect_cb (GtkWidget *widget, GVariant *argument, gpointer data)
{
  IlChart *chart = IL_CHART (widget);

  if (chart->selected.task == 0)
    return FALSE;
  select_and_tell (chart, &(Mark) { 0 });
  return TRUE;
}

/* Drawing. */

static void
draw_line (IlChart *chart, GtkSnapshot *snapshot, gint64 time, const IlColor *color, double alpha)
{
  IlScale scale = scale_of (GTK_WIDGET (chart));
  double x = floor (il_scale_x (&scale, (double) time));

  if (x < scale.x - 1 || x > scale.x + scale.width)
    return;
  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue, (float) alpha },
                             &GRAPHENE_RECT_INIT ((float) x, 0, 1, (float) gtk_widget_get_height (GTK_WIDGET (chart))));
}

static void
draw_mark (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, const Mark *mark, gboolean selected)
{
  double x, y, width, height;
  IlPlace place;
  cairo_t *cr;

  if (!find_mark (chart, mark, &place))
    return;
  il_painter_span_area (painter_of (chart), scene, &place, &x, &y, &width, &height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - 4, (float) y - 4, (float) width + 8, (float) height + 8));
  il_painter_draw_outline (painter_of (chart), cr, scene, &place, selected);
  cairo_destroy (cr);
}

/* In two small nodes, since a renderer's cost of a node is that of its area. */
static void
draw_front (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlPainter *painter = painter_of (chart);
  IlScale scale = scale_of (GTK_WIDGET (chart));
  double top = il_painter_heading_height (painter), end = chart->timeline ? (double) il_timeline_end (chart->timeline) : 0;
  graphene_rect_t areas[] = {
    GRAPHENE_RECT_INIT (0, 0, (float) scene->width, (float) top),
    GRAPHENE_RECT_INIT ((float) floor (CLAMP (il_scale_x (&scale, end), 0, scene->width)) - 2, (float) top,
                        (float) (top * 4), (float) gtk_widget_get_height (GTK_WIDGET (chart)) - (float) top),
  };

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++) {
    cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &areas[i]);

    il_painter_draw_front (painter, cr, scene);
    cairo_destroy (cr);
  }
}

/* By how many whole pixels the picture of OLD has to be moved to be that of KEY; FALSE where that is no
 * whole number, or not all that it takes. */
static gboolean
shift_between (IlChart *chart, const Key *old, const Key *key, const IlScene *scene, double *shift)
{
  IlScale scale = scale_of (GTK_WIDGET (chart));
  double length = key->end - key->start;

  if (!chart->surface || old->width != key->width || old->timeline_end != key->timeline_end || old->n_lanes != key->n_lanes
      || old->y0 != key->y0 || old->y1 != key->y1 || fabs ((old->end - old->start) / length - 1) > 1e-9)
    return FALSE;
  *shift = (old->start - key->start) / il_scale_pixel (&scale);
  if (fabs (*shift) >= scale.width || fabs (*shift - round (*shift)) > 0.01)
    return FALSE;
  *shift = round (*shift);
  return il_painter_can_shift (painter_of (chart), scene);
}

/* What was there before, moved, and what has come into sight. */
static void
paint_shifted (IlChart *chart, cairo_t *cr, const IlScene *scene, double shift)
{
  IlScale scale = scale_of (GTK_WIDGET (chart));
  double height = chart->key.y1, fresh = fabs (shift) + 3;

  cairo_set_source_surface (cr, chart->surface, 0, chart->key.y0);
  cairo_paint (cr);
  cairo_rectangle (cr, scale.x, MAX (chart->key.y0, il_painter_heading_height (painter_of (chart))), scale.width, height);
  cairo_clip (cr);
  cairo_set_source_surface (cr, chart->surface, shift, chart->key.y0);
  cairo_paint (cr);
  cairo_rectangle (cr, shift > 0 ? scale.x : scale.x + scale.width - fresh, chart->key.y0, fresh, height);
  cairo_clip (cr);
  il_painter_draw_chart (painter_of (chart), cr, scene);
}

/* Paints once for many frames: lines, marks and the playhead leave the picture as it is. */
static void
paint (IlChart *chart, const IlScene *scene)
{
  Key key = { .start = scene->start, .end = scene->end, .width = (int) scene->width,
              .timeline_end = chart->timeline ? il_timeline_end (chart->timeline) : 0,
              .n_lanes = chart->timeline ? il_timeline_n_lanes (chart->timeline) : 0 };
  const Key *old = &chart->key;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (chart));
  cairo_surface_t *surface;
  gboolean can_shift;
  double shift;
  cairo_t *cr;

  visible_part (chart, &key.y0, &key.y1);
  if (chart->picture && old->start == key.start && old->end == key.end && old->width == key.width
      && old->timeline_end == key.timeline_end && old->n_lanes == key.n_lanes && old->y0 == key.y0 && old->y1 == key.y1)
    return;
  can_shift = shift_between (chart, old, &key, scene, &shift);
  chart->key = key;
  g_clear_pointer (&chart->picture, gsk_render_node_unref);
  if (key.y1 <= key.y0 || key.width <= 0)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, key.width * scale, (int) (key.y1 - key.y0) * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_translate (cr, 0, -key.y0);
  if (can_shift)
    paint_shifted (chart, cr, scene, shift);
  else
    il_painter_draw_chart (painter_of (chart), cr, scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_clear_pointer (&chart->surface, cairo_surface_destroy);
  chart->surface = cairo_surface_reference (surface);

  /* A cairo node, which the software renderer draws without the copy that it would make of a texture. */
  chart->picture = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, (float) key.y0, (float) key.width, (float) (key.y1 - key.y0)));
  cr = gsk_cairo_node_get_draw_context (chart->picture);
  cairo_set_source_surface (cr, surface, 0, key.y0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* What is later than the playhead has not happened yet: it is only faintly there. */
static void
draw_picture (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  const IlColor *ground = &il_painter_palette (painter_of (chart))->background;
  IlScale scale = scale_of (GTK_WIDGET (chart));
  float top = (float) il_painter_heading_height (painter_of (chart)), bottom = (float) chart->key.y1;
  float width = (float) scene->width, split = width;

  if (!chart->picture)
    return;
  if (chart->timeline && il_view_get_playhead (chart->view) < il_timeline_end (chart->timeline))
    split = (float) CLAMP (ceil (il_scale_x (&scale, (double) il_view_get_playhead (chart->view))), scale.x, scene->width);
  gtk_snapshot_append_node (snapshot, chart->picture);
  if (split >= width || bottom <= top)
    return;
  /* The ground over the picture: as if the picture were faint. */
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { (float) ground->red, (float) ground->green, (float) ground->blue, 1 - GHOST },
                             &GRAPHENE_RECT_INIT (split, top, width - split, bottom - top));
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlChart *chart = IL_CHART (widget);
  const IlPalette *palette = il_painter_palette (painter_of (chart));
  IlScene scene = scene_of (chart);

  paint (chart, &scene);
  draw_picture (chart, snapshot, &scene);
  if (chart->hovered.task != chart->selected.task || chart->hovered.span != chart->selected.span)
    draw_mark (chart, snapshot, &scene, &chart->hovered, FALSE);
  draw_mark (chart, snapshot, &scene, &chart->selected, TRUE);
  if (il_view_get_cursor (chart->view) >= 0)
    draw_line (chart, snapshot, il_view_get_cursor (chart->view), &palette->cursor, 0.7);
  if (il_view_get_extent (chart->view) > 0)
    draw_line (chart, snapshot, il_view_get_playhead (chart->view), &palette->playhead, 1);
  draw_front (chart, snapshot, &scene);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  IlChart *chart = IL_CHART (widget);
  IlScene scene = scene_of (chart);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? (int) ceil (il_painter_chart_height (painter_of (chart), &scene)) : 1;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_popover_present (GTK_POPOVER (IL_CHART (widget)->card));
}

static void
restyle (IlChart *chart)
{
  g_clear_pointer (&chart->painter, il_painter_free);
  forget_picture (chart);
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
  g_clear_pointer (&chart->card, gtk_widget_unparent);
  g_clear_object (&chart->view);
  G_OBJECT_CLASS (il_chart_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  IlChart *chart = IL_CHART (object);

  forget_picture (chart);
  g_clear_pointer (&chart->painter, il_painter_free);
  g_clear_pointer (&chart->placeholder, g_free);
  G_OBJECT_CLASS (il_chart_parent_class)->finalize (object);
}

static void
il_chart_class_init (IlChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct {
    guint key;
    int dx, dy;
  } arrows[] = { { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 } };

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;
  widget_class->root = root;
  widget_class->unroot = unroot;

  signals[SPAN_HOVERED] = g_signal_new ("span-hovered", IL_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                        2, G_TYPE_POINTER, G_TYPE_UINT);
  signals[SPAN_SELECTED] = g_signal_new ("span-selected", IL_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                         2, G_TYPE_POINTER, G_TYPE_UINT);

  il_navigation_install_actions (widget_class, "chart");
  gtk_widget_class_install_action (widget_class, "chart.zoom-to-selection", NULL, zoom_to_selection_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, 0, "chart.zoom-to-selection", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, unselect_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, arrow_cb, "(ii)", arrows[i].dx, arrows[i].dy);
  gtk_widget_class_set_css_name (widget_class, "ilchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
il_chart_init (IlChart *chart)
{
  il_style_load ();
  chart->model = IL_MODEL_SYNC;
  chart->pointer_x = chart->pointer_y = NAN;
  chart->card = il_span_card_new ();
  gtk_widget_set_parent (chart->card, GTK_WIDGET (chart));
  gtk_widget_set_focusable (GTK_WIDGET (chart), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (chart), GTK_OVERFLOW_HIDDEN);
}

static void
view_changed_cb (IlChart *chart)
{
  double start = il_view_get_start (chart->view), end = il_view_get_end (chart->view);
  IlPlace place;
  Mark hovered = chart->hovered;

  gtk_widget_queue_draw (GTK_WIDGET (chart));
  if (isnan (chart->pointer_x) || (start == chart->hover_start && end == chart->hover_end))
    return;
  /* The pointer stays and the spans move. */
  chart->hover_start = start;
  chart->hover_end = end;
  update_hover (chart);
  if (hovered.task != 0 && chart->hovered.task == hovered.task && chart->hovered.span == hovered.span
      && find_mark (chart, &hovered, &place))
    show_card (chart, &place);
}

GtkWidget *
il_chart_new (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), NULL);

  IlChart *chart = g_object_new (IL_TYPE_CHART, NULL);
  GtkWidget *widget = GTK_WIDGET (chart);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  chart->view = g_object_ref (view);
  g_signal_connect_object (view, "changed", G_CALLBACK (view_changed_cb), chart, G_CONNECT_SWAPPED);
  il_navigation_add (widget, view, scale_of, TRUE);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), chart);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), chart);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), chart);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), chart);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  describe (chart);
  return widget;
}

void
il_chart_set_timeline (IlChart *chart, IlTimeline *timeline)
{
  g_return_if_fail (IL_IS_CHART (chart));

  chart->timeline = timeline;
  chart->selected = (Mark) { 0 };
  if (timeline)
    chart->model = il_recording_info (il_timeline_recording (timeline))->model;
  chart->hovered = (Mark) { 0 };
  il_span_card_hide (IL_SPAN_CARD (chart->card));
  describe (chart);
  forget_picture (chart);
  gtk_widget_queue_resize (GTK_WIDGET (chart));
}

void
il_chart_set_model (IlChart *chart, IlModelKind model)
{
  g_return_if_fail (IL_IS_CHART (chart));
  chart->model = model;
  describe (chart);
  repaint (chart);
}

void
il_chart_set_placeholder (IlChart *chart, const char *text)
{
  g_return_if_fail (IL_IS_CHART (chart));
  g_free (chart->placeholder);
  chart->placeholder = g_strdup (text);
  describe (chart);
  repaint (chart);
}

void
il_chart_refresh (IlChart *chart)
{
  g_return_if_fail (IL_IS_CHART (chart));

  IlScene scene = scene_of (chart);
  double height = il_painter_chart_height (painter_of (chart), &scene);

  repaint (chart);
  if (height != chart->height)
    gtk_widget_queue_resize (GTK_WIDGET (chart));
  chart->height = height;
}

void
il_chart_select (IlChart *chart, guint32 task, gint64 time)
{
  g_return_if_fail (IL_IS_CHART (chart));

  IlLane *lane = chart->timeline && task > 0 ? il_timeline_lane_of_task (chart->timeline, task) : NULL;
  Mark mark = { 0 };
  guint span;

  if (lane && il_lane_find (lane, time, &span))
    mark = (Mark) { task, span };
  set_selected (chart, &mark);
}

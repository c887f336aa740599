/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/overview.h"

#include <math.h>
#include <string.h>

#include "traces/derive/lane-sums.h"
#include "traces/record/time.h"
#include "ui/chart/style.h"
#include "ui/picture/painter.h"

#define SEPARATOR " · "

enum { LEAST_ROWS = 3, PAD = 6, GRIP = 7 };
static const gint64 BUDGET = 3000000; /* ns of summing up in a frame */

/* What the bars of a row show; many lanes take several frames. */
typedef struct {
  const IlTimeline *timeline;
  guint64 n_records;
  gint64 end; /* of the run: the last spans reach there, and go on without a record */
  double scale_end;
  int width;
  guint n_lanes; /* summed up so far */
} Key;

typedef struct {
  IlOverviewRun run; /* a reference on its chart */
  char *title;       /* its own copy */
  gulong handler;    /* of its "refreshed" */
  Key key;
  GArray *sums;        /* of double, ns of running in each pixel: on their way */
  GArray *shown;       /* of double, 0 to 1: the last that were complete */
  GskRenderNode *node; /* that draws it at 0, 0; NULL: to be made */
} Row;

static Row *
row_new (GtkWidget *overview, const IlOverviewRun *run)
{
  Row *row = g_new0 (Row, 1);

  g_object_ref (run->chart);
  *row = (Row) { .run = *run,
                 .title = g_strdup (run->title),
                 .handler =
                     g_signal_connect_swapped (run->chart, "refreshed", G_CALLBACK (gtk_widget_queue_draw), overview),
                 .sums = g_array_new (FALSE, TRUE, sizeof (double)),
                 .shown = g_array_new (FALSE, TRUE, sizeof (double)) };
  return row;
}

static void
row_free (Row *row)
{
  g_signal_handler_disconnect (row->run.chart, row->handler);
  g_object_unref (row->run.chart);
  g_free (row->title);
  g_clear_pointer (&row->node, gsk_render_node_unref);
  g_array_unref (row->sums);
  g_array_unref (row->shown);
  g_free (row);
}

typedef enum { DRAG_NONE, DRAG_MOVE, DRAG_START, DRAG_END } Drag;

struct _IlOverview {
  GtkWidget parent_instance;
  IlView *view;
  IlView *shown;   /* whose visible range */
  IlChart *chosen; /* whose alone that is, or NULL; only to be compared */
  IlPainter *painter;
  GPtrArray *rows; /* of Row */
  guint next;      /* row to sum up first */
  Drag drag;
  double drag_start, drag_end; /* the visible range as the drag began */
};

G_DEFINE_FINAL_TYPE (IlOverview, il_overview, GTK_TYPE_WIDGET)

static IlPainter *
painter_of (IlOverview *overview)
{
  if (!overview->painter)
    overview->painter = il_style_painter (GTK_WIDGET (overview), overview->view);
  return overview->painter;
}

/* All there is to see, where the charts have it when they show all. */
static IlScale
scale_of (IlOverview *overview)
{
  double end = MAX ((double) il_view_get_extent (overview->view) * 1.1, il_view_get_end (overview->shown));

  return il_painter_scale (painter_of (overview), 0, end, gtk_widget_get_width (GTK_WIDGET (overview)));
}

static void
add_lane (Row *row, const IlLane *lane, const IlScale *scale)
{
  int x = (int) MAX (0, floor (il_scale_x (scale, (double) il_lane_arrival (lane)) - scale->x));
  IlLanePlace place = { 0 };
  gint64 before = 0;

  for (; x <= (int) row->sums->len; x++) {
    gint64 time = (gint64) il_scale_time (scale, scale->x + x), times[IL_N_ACTIVITIES];

    if (!il_lane_locate (lane, time, (gint64) il_scale_time (scale, scale->x + x + 1), &place))
      return;
    il_lane_place_times (&place, time, times);
    if (x > 0)
      g_array_index (row->sums, double, x - 1) += (double) (times[IL_ACTIVITY_RUNNING] - before);
    before = times[IL_ACTIVITY_RUNNING];
    if (time > place.end)
      return;
  }
}

/* Until about DEADLINE; returns whether something is left to do in the next frame. */
static gboolean
sum_up (Row *row, const IlScale *scale, gint64 deadline)
{
  const IlTimeline *timeline = il_chart_get_timeline (row->run.chart);
  guint n_lanes = timeline ? il_timeline_n_lanes (timeline) : 0;
  Key key = { timeline,
              timeline ? il_timeline_n_records (timeline) : 0,
              timeline ? il_timeline_end (timeline) : 0,
              scale->end,
              (int) scale->width,
              0 };
  gboolean begun = row->key.timeline == timeline && row->key.width == key.width && row->key.scale_end == key.scale_end
                   && row->key.n_lanes < n_lanes && row->key.n_lanes > 0;

  /* What was begun is brought to its end though the run has gone on meanwhile. */
  if (!begun) {
    if (row->key.timeline == key.timeline && row->key.n_records == key.n_records && row->key.end == key.end
        && row->key.scale_end == key.scale_end && row->key.width == key.width)
      return FALSE;
    row->key = key;
    g_array_set_size (row->sums, 0);
    g_array_set_size (row->sums, (guint) MAX (0, key.width));
  }
  while (row->key.n_lanes < n_lanes) {
    add_lane (row, il_timeline_lane (timeline, row->key.n_lanes++), scale);
    if (row->key.n_lanes < n_lanes && il_monotonic_time () > deadline)
      return TRUE;
  }
  double whole = il_scale_pixel (scale) * (timeline ? il_timeline_n_cores (timeline) : 1);
  g_array_set_size (row->shown, row->sums->len);
  for (guint i = 0; i < row->sums->len; i++)
    g_array_index (row->shown, double, i) = MIN (1, g_array_index (row->sums, double, i) / whole);
  g_clear_pointer (&row->node, gsk_render_node_unref);
  return begun;
}

/* All rows, in turn where that takes several frames: so none waits for those above, which go on while they run. */
static gboolean
sum_up_rows (IlOverview *overview, const IlScale *scale)
{
  gint64 deadline = il_monotonic_time () + BUDGET;
  guint n = overview->rows->len, first = overview->next;
  gboolean more = FALSE;

  for (guint i = 0; i < n; i++) {
    guint row = (first + i) % n;

    more |= sum_up (g_ptr_array_index (overview->rows, row), scale, deadline);
    if (il_monotonic_time () > deadline) {
      overview->next = (row + 1) % n;
      return TRUE;
    }
  }
  return more;
}

static int
row_height (IlOverview *overview)
{
  return (int) il_painter_run_height (painter_of (overview));
}

static void
set_color (cairo_t *cr, const IlColor *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, alpha);
}

static const char *
title_of (const Row *row)
{
  return row->title ? row->title : il_chart_get_title (row->run.chart);
}

/* Where "2 cores" begins in "rr 1 ms · 2 cores", if there is another row that begins alike; else 0. */
static gsize
telling_end (IlOverview *overview, const Row *row)
{
  const char *title = title_of (row), *last = g_strrstr (title, SEPARATOR);
  gsize length = last ? (gsize) (last - title) + strlen (SEPARATOR) : 0;

  for (guint i = 0; last && i < overview->rows->len; i++) {
    const Row *other = g_ptr_array_index (overview->rows, i);

    if (other != row && strncmp (title_of (other), title, length) == 0)
      return length;
  }
  return 0;
}

static void
draw_row (IlOverview *overview, cairo_t *cr, const Row *row, const IlScale *scale, int room)
{
  IlPainter *painter = painter_of (overview);
  const IlPalette *palette = il_painter_palette (painter);
  IlRunName name = { row->run.number, row->run.kept, title_of (row), telling_end (overview, row),
                     row->run.chart == overview->chosen };

  il_painter_draw_run (painter, cr, &name, room / 2.0);
  set_color (cr, &palette->of[IL_COLOR_SEPARATOR], 1);
  cairo_rectangle (cr, scale->x, room - 1, scale->width, 1);
  cairo_fill (cr);
  set_color (cr, &palette->tasks[1], 1);
  for (guint i = 0; i < row->shown->len; i++) {
    double use = g_array_index (row->shown, double, i);
    double height = use > 0 ? MAX (1, round (use * (room - 3))) : 0;

    if (height > 0)
      cairo_rectangle (cr, scale->x + i, room - 1 - height, 1, height);
  }
  cairo_fill (cr);
}

/* Rows stay as they are while only the visible range moves. */
static void
show_row (IlOverview *overview, GtkSnapshot *snapshot, Row *row, const IlScale *scale, int top)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overview)), room = row_height (overview);
  graphene_rect_t bounds;

  if (row->node)
    gsk_render_node_get_bounds (row->node, &bounds);
  if (!row->node || (int) bounds.size.width != width) {
    cairo_t *cr;

    g_clear_pointer (&row->node, gsk_render_node_unref);
    row->node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) width, (float) room));
    cr = gsk_cairo_node_get_draw_context (row->node);
    draw_row (overview, cr, row, scale, room);
    cairo_destroy (cr);
  }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) top));
  gtk_snapshot_append_node (snapshot, row->node);
  gtk_snapshot_restore (snapshot);
}

static void
draw_range (IlOverview *overview, cairo_t *cr, const IlScale *scale)
{
  const IlPalette *palette = il_painter_palette (painter_of (overview));
  int height = gtk_widget_get_height (GTK_WIDGET (overview));
  double x0 = il_scale_x (scale, il_view_get_start (overview->shown)),
         x1 = il_scale_x (scale, il_view_get_end (overview->shown));

  set_color (cr, &palette->of[IL_COLOR_HEADING], 0.6);
  cairo_rectangle (cr, scale->x, 0, MAX (0, x0 - scale->x), height);
  cairo_rectangle (cr, x1, 0, MAX (0, scale->x + scale->width - x1), height);
  cairo_fill (cr);
  set_color (cr, &palette->of[IL_COLOR_SELECTION], 1);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, round (x0), 2, MAX (2, round (x1) - round (x0)), height - 4);
  cairo_stroke (cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlOverview *overview = IL_OVERVIEW (widget);
  graphene_rect_t area =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  const IlColor *ground = &il_painter_palette (painter_of (overview))->of[IL_COLOR_HEADING];
  IlScale scale = scale_of (overview);
  gboolean more = sum_up_rows (overview, &scale);
  cairo_t *cr;

  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { (float) ground->red, (float) ground->green, (float) ground->blue, 1 }, &area);
  for (guint i = 0; i < overview->rows->len; i++)
    show_row (overview, snapshot, g_ptr_array_index (overview->rows, i), &scale, PAD + row_height (overview) * (int) i);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  draw_range (overview, cr, &scale);
  cairo_destroy (cr);
  if (more)
    il_style_draw_again (widget);
}

/* Dragging. */

static Drag
drag_at (IlOverview *overview, double x)
{
  IlScale scale = scale_of (overview);
  double x0 = il_scale_x (&scale, il_view_get_start (overview->shown)),
         x1 = il_scale_x (&scale, il_view_get_end (overview->shown));

  if (fabs (x - x0) <= GRIP && (x <= x0 || x1 - x0 > 3 * GRIP))
    return DRAG_START;
  if (fabs (x - x1) <= GRIP && (x >= x1 || x1 - x0 > 3 * GRIP))
    return DRAG_END;
  return x > x0 && x < x1 ? DRAG_MOVE : DRAG_NONE;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, IlOverview *overview)
{
  IlScale scale = scale_of (overview);
  double length = il_view_get_end (overview->shown) - il_view_get_start (overview->shown),
         time = il_scale_time (&scale, x);

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  overview->drag = drag_at (overview, x);
  if (overview->drag == DRAG_NONE) {
    il_view_set_range (overview->shown, time - length / 2, time + length / 2);
    overview->drag = DRAG_MOVE;
  }
  overview->drag_start = il_view_get_start (overview->shown);
  overview->drag_end = il_view_get_end (overview->shown);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, IlOverview *overview)
{
  IlScale scale = scale_of (overview);
  double shift = dx * il_scale_pixel (&scale), least = 2 * GRIP * il_scale_pixel (&scale);
  double start = overview->drag_start, end = overview->drag_end;

  if (dx == 0)
    return;
  if (overview->drag != DRAG_END)
    start += shift;
  if (overview->drag != DRAG_START)
    end += shift;
  if (overview->drag == DRAG_START)
    start = CLAMP (start, 0, MAX (0, end - least));
  else if (overview->drag == DRAG_END)
    end = MAX (end, start + least);
  il_view_set_range (overview->shown, start, end);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, IlOverview *overview)
{
  static const char *const cursors[] = {
    [DRAG_NONE] = "default", [DRAG_MOVE] = "grab", [DRAG_START] = "ew-resize", [DRAG_END] = "ew-resize"
  };

  gtk_widget_set_cursor_from_name (GTK_WIDGET (overview), cursors[drag_at (overview, x)]);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  IlOverview *overview = IL_OVERVIEW (widget);
  int n_rows = MAX (LEAST_ROWS, (int) overview->rows->len);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? 2 * PAD + n_rows * row_height (overview) : 1;
}

/* The whole title, which may be too long for its row. */
static gboolean
query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  IlOverview *overview = IL_OVERVIEW (widget);
  int row = (y - PAD) / row_height (overview);

  if (keyboard || y < PAD || row >= (int) overview->rows->len || x >= scale_of (overview).x)
    return FALSE;
  gtk_tooltip_set_text (tooltip, il_chart_get_title (((Row *) g_ptr_array_index (overview->rows, row))->run.chart));
  return TRUE;
}

/* They are drawn anew. */
static void
forget_nodes (IlOverview *overview)
{
  for (guint i = 0; i < overview->rows->len; i++)
    g_clear_pointer (&((Row *) g_ptr_array_index (overview->rows, i))->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (overview));
}

static void
restyle (GtkWidget *widget)
{
  g_clear_pointer (&IL_OVERVIEW (widget)->painter, il_painter_free);
  forget_nodes (IL_OVERVIEW (widget));
  gtk_widget_queue_resize (widget);
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (il_overview_parent_class)->css_changed (widget, change);
  restyle (widget);
}

static void
system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (il_overview_parent_class)->system_setting_changed (widget, setting);
  restyle (widget);
}

static void
finalize (GObject *object)
{
  IlOverview *overview = IL_OVERVIEW (object);

  g_ptr_array_unref (overview->rows);
  g_clear_pointer (&overview->painter, il_painter_free);
  g_object_unref (overview->view);
  g_object_unref (overview->shown);
  G_OBJECT_CLASS (il_overview_parent_class)->finalize (object);
}

static void
il_overview_class_init (IlOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->query_tooltip = query_tooltip;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "iloverview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
il_overview_init (IlOverview *overview)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  overview->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  gtk_widget_set_has_tooltip (GTK_WIDGET (overview), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (overview), GTK_ACCESSIBLE_PROPERTY_LABEL, "Overview", -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), overview);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), overview);
  gtk_widget_add_controller (GTK_WIDGET (overview), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), overview);
  gtk_widget_add_controller (GTK_WIDGET (overview), motion);
}

GtkWidget *
il_overview_new (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), NULL);

  IlOverview *overview = g_object_new (IL_TYPE_OVERVIEW, NULL);

  overview->view = g_object_ref (view);
  overview->shown = g_object_ref (view);
  g_signal_connect_object (view, "changed", G_CALLBACK (gtk_widget_queue_draw), overview, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "restyled", G_CALLBACK (restyle), overview, G_CONNECT_SWAPPED);
  return GTK_WIDGET (overview);
}

void
il_overview_set_runs (IlOverview *overview, const IlOverviewRun *runs, guint n_runs)
{
  g_return_if_fail (IL_IS_OVERVIEW (overview));

  g_autoptr (GPtrArray) before = g_steal_pointer (&overview->rows);
  overview->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  overview->next = 0;
  for (guint i = 0; i < n_runs; i++) {
    Row *row = NULL;
    guint j;

    for (j = 0; j < before->len && ((Row *) g_ptr_array_index (before, j))->run.chart != runs[i].chart; j++)
      ;
    if (j < before->len) { /* what is summed up stays */
      row = g_ptr_array_steal_index_fast (before, j);
      row->run = runs[i];
      g_free (row->title);
      row->title = g_strdup (runs[i].title);
    } else
      row = row_new (GTK_WIDGET (overview), &runs[i]);
    g_ptr_array_add (overview->rows, row);
  }
  forget_nodes (overview);
  gtk_widget_queue_resize (GTK_WIDGET (overview));
}

void
il_overview_show_range (IlOverview *overview, IlView *view, IlChart *chart)
{
  g_return_if_fail (IL_IS_OVERVIEW (overview) && IL_IS_VIEW (view));

  if (overview->shown != overview->view)
    g_signal_handlers_disconnect_by_data (overview->shown, overview);
  g_set_object (&overview->shown, view);
  if (view != overview->view)
    g_signal_connect_object (view, "changed", G_CALLBACK (gtk_widget_queue_draw), overview, G_CONNECT_SWAPPED);
  overview->chosen = chart;
  forget_nodes (overview);
}

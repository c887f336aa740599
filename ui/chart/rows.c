/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/rows.h"

#include <math.h>

#include "ui/latest.h"
#include "ui/picture/painter-private.h"

enum {
  BESIDE = 128,      /* pixels that a row has on either side of what is seen, so that a drag finds something there */
  LEAST_BESIDE = 32, /* with less a new row is wanted */
  LANES_BESIDE = 8,  /* lanes above and below that get rows once all that are seen have theirs */
  LANES_KEPT = 64,
  MARGIN = 10,      /* pixels that a shape may reach beyond its times */
  WIDEST = 1 << 20, /* pixels that a row may be stretched to */
};

/* What a row shows. */
typedef struct {
  guint generation; /* of the painter */
  double start, end, width;
  gboolean labels;
  guint n_spans;
  gint64 lane_end, timeline_end;
} Key;

typedef struct {
  Key key;
  double x0, x1;               /* pixels of the key's scale that it covers */
  double image_x, image_width; /* those that are more than empty */
  double height;
  cairo_surface_t *surface; /* NULL: nothing is to be seen */
  GskRenderNode *node;      /* that draws it at 0, 0 */
} Row;

struct _IlRows {
  IlRowsReady ready;
  gpointer data;
  GHashTable *rows;   /* see id_of -> Row */
  IlPainter *painter; /* the worker's; NULL while it has it */
  guint generation;
  IlLatest *working;
};

/* A row on its way. */
typedef struct {
  IlLane *lane;              /* a snapshot; NULL: it is the head of a group */
  IlLaneGroups *lane_groups; /* a reference, or NULL */
  guint lane_group;
  guint id;
  Row *row;
} Order;

/* All rows that are on their way. */
typedef struct {
  IlPainter *painter;
  IlGeometry geometry;
  IlScene scene;
  IlTimeline *timeline; /* a reference on the scene's */
  guint64 n_records;
  int scale;
  GArray *orders; /* of Order */
} Work;

static void
row_free (Row *row)
{
  g_clear_pointer (&row->surface, cairo_surface_destroy);
  g_clear_pointer (&row->node, gsk_render_node_unref);
  g_free (row);
}

static void
order_clear (Order *order)
{
  g_clear_pointer (&order->lane, il_lane_snapshot_free);
  g_clear_pointer (&order->lane_groups, il_lane_groups_unref);
  g_clear_pointer (&order->row, row_free);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_array_unref (work->orders);
  g_clear_pointer (&work->painter, il_painter_free);
  g_clear_pointer (&work->timeline, il_timeline_unref);
  g_free (work);
}

IlRows *
il_rows_new (IlRowsReady ready, gpointer data)
{
  IlRows *rows = g_new0 (IlRows, 1);

  rows->ready = ready;
  rows->data = data;
  rows->working = il_latest_new (rows);
  rows->rows = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) row_free);
  return rows;
}

void
il_rows_free (IlRows *rows)
{
  il_latest_free (rows->working);
  g_clear_pointer (&rows->painter, il_painter_free);
  g_hash_table_unref (rows->rows);
  g_free (rows);
}

void
il_rows_set_painter (IlRows *rows, const IlPainter *painter)
{
  il_latest_cancel (rows->working);
  g_clear_pointer (&rows->painter, il_painter_free);
  rows->painter = il_painter_copy (painter);
  rows->generation++;
}

void
il_rows_clear (IlRows *rows)
{
  rows->generation++;
  g_hash_table_remove_all (rows->rows);
}

/* Computing. */

static void
paint (const Work *work, const Order *order)
{
  const IlColor *ground = &work->painter->palette->of[IL_COLOR_BACKGROUND];
  Row *row = order->row;
  cairo_t *cr;

  if (row->image_width <= 0)
    return;
  row->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) row->image_width * work->scale,
                                             (int) row->height * work->scale);
  cairo_surface_set_device_scale (row->surface, work->scale, work->scale);
  cr = cairo_create (row->surface);
  cairo_set_source_rgb (cr, ground->red, ground->green, ground->blue);
  cairo_paint (cr);
  cairo_translate (cr, -row->image_x, 0);
  if (order->lane)
    il_painter_draw_spans (work->painter, cr, &work->geometry, &work->scene, order->lane, work->geometry.lane / 2,
                           row->image_x, row->image_x + row->image_width);
  else {
    il_lane_groups_extend (order->lane_groups, work->n_records);
    il_painter_draw_strip (work->painter, cr, &work->geometry, &work->scene,
                           &(IlGroupScene) { order->lane_groups, order->lane_group, row->key.timeline_end },
                           work->geometry.lane / 2, row->image_x, row->image_x + row->image_width);
  }
  cairo_destroy (cr);
  cairo_surface_flush (row->surface);
}

static void
compute (gpointer data, GCancellable *cancellable)
{
  Work *work = data;

  for (guint i = 0; i < work->orders->len && !g_cancellable_is_cancelled (cancellable); i++)
    paint (work, &g_array_index (work->orders, Order, i));
}

/* A cairo node: the software renderer draws it without the copy that it would make of a texture at each frame, and
 * that of OpenGL makes a texture of it once. */
static void
make_node (Row *row)
{
  cairo_t *cr;

  row->node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) row->image_width, (float) row->height));
  cr = gsk_cairo_node_get_draw_context (row->node);
  cairo_set_source_surface (cr, row->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
computed_cb (gpointer data, gpointer owner)
{
  Work *work = data;
  IlRows *rows = owner;

  rows->painter = g_steal_pointer (&work->painter);
  for (guint i = 0; i < work->orders->len; i++) {
    Order *order = &g_array_index (work->orders, Order, i);

    if (order->row->key.generation != rows->generation)
      continue;
    if (order->row->surface)
      make_node (order->row);
    g_hash_table_replace (rows->rows, GUINT_TO_POINTER (order->id), g_steal_pointer (&order->row));
  }
  rows->ready (rows->data);
}

/* What is wanted. */

static Key
key_of (const IlRows *rows, const IlScene *scene, const IlGeometry *geometry, const IlLane *lane)
{
  gint64 end = il_lane_end (lane);

  return (Key) { .generation = rows->generation,
                 .start = scene->start,
                 .end = scene->end,
                 .width = scene->width,
                 .labels = geometry->labels,
                 .n_spans = il_lane_n_spans (lane),
                 .lane_end = end,
                 .timeline_end = end >= 0 ? end : il_timeline_end (scene->timeline) };
}

/* Whether the row that was made for KEY lies at whole pixels in SCALE, and reaches far enough. */
static gboolean
fits (const Row *row, const Key *key, const IlScale *scale, const IlScale *old)
{
  double shift = il_scale_x (scale, old->start) - scale->x;

  if (fabs ((key->end - key->start) / (row->key.end - row->key.start) - 1) > 1e-9
      || fabs (shift - round (shift)) > 1e-4)
    return FALSE;
  if (key->labels && round (shift) != 0) /* labels keep to the edge */
    return FALSE;
  return row->x0 + shift <= scale->x - LEAST_BESIDE && row->x1 + shift >= scale->x + scale->width + LEAST_BESIDE;
}

/* While a run goes on, less than half a pixel makes no difference: so that a long run that is followed to its end is
 * not computed anew at each frame. */
static gboolean
is_fresh (const Row *row, const Key *key, const IlScale *scale, const IlScale *old, gboolean running)
{
  double tolerance = running ? il_scale_pixel (scale) / 2 : 0;

  if (row->key.generation != key->generation || row->key.width != key->width || row->key.labels != key->labels)
    return FALSE;
  if (fabs ((double) (row->key.timeline_end - key->timeline_end)) > tolerance)
    return FALSE;
  if (!running && (row->key.n_spans != key->n_spans || row->key.lane_end != key->lane_end))
    return FALSE;
  if (running && fabs (row->key.start - key->start) <= tolerance && fabs (row->key.end - key->end) <= tolerance)
    return TRUE;
  return fits (row, key, scale, old);
}

/* Of a head: what it shows is that of the timeline's records, of as many lanes as the order knows. */
static Key
key_of_head (const IlRows *rows, const IlScene *scene, const IlGeometry *geometry)
{
  return (Key) { .generation = rows->generation,
                 .start = scene->start,
                 .end = scene->end,
                 .width = scene->width,
                 .labels = geometry->labels,
                 .n_spans = (guint) il_timeline_n_records (scene->timeline),
                 .lane_end = il_lane_order_n_lanes (scene->order),
                 .timeline_end = il_timeline_end (scene->timeline) };
}

/* What a row is kept under. */
enum { HEAD = 1u << 31 };

static guint
id_of (const IlScene *scene, guint number)
{
  guint lane = il_lane_order_lane (scene->order, number);

  return il_lane_order_head (scene->order, number) ? lane | HEAD : lane;
}

/* The row on the screen that is kept under ID, or IL_NO_ROW. */
static guint
number_of (const IlScene *scene, guint id)
{
  guint head, row = il_lane_order_row (scene->order, id & ~HEAD);

  il_lane_order_group (scene->order, id & ~HEAD, &head);
  return id & HEAD ? head : row == head ? IL_NO_ROW : row;
}

static void
order_row (IlRows *rows, Work *work, const IlScene *scene, guint number, const Key *key)
{
  const IlLaneGroup *group = il_lane_order_head (scene->order, number);
  const IlLane *lane = il_scene_lane (scene, number);
  IlScale scale = il_painter_scale (work->painter, key->start, key->end, key->width);
  Row *row = g_new0 (Row, 1);
  Order order = { .id = id_of (scene, number), .row = row };
  double first, last;

  row->key = *key;
  row->x0 = scale.x - BESIDE;
  row->x1 = scale.x + ceil (scale.width) + BESIDE;
  first = floor (il_scale_x (&scale, (double) il_lane_arrival (lane))) - MARGIN;
  last = ceil (il_scale_x (&scale, (double) key->timeline_end)) + MARGIN;
  row->image_x = CLAMP (first, row->x0, row->x1);
  row->image_width = CLAMP (last, row->x0, row->x1) - row->image_x;
  row->height = work->geometry.lane - 1; /* there is a line between lanes */
  if (group) {
    order.lane_groups = il_lane_groups_ref (il_lane_order_groups (scene->order));
    order.lane_group = group->lane_group;
  } else
    order.lane = il_lane_snapshot (lane);
  g_array_append_val (work->orders, order);
}

/* Orders those of the rows FIRST to LAST - 1 that are not as they should be; returns whether all are. */
static gboolean
order_lanes (IlRows *rows, Work *work, const IlScene *scene, guint first, guint last)
{
  gboolean running = il_recording_outcome (il_timeline_recording (scene->timeline)) == IL_OUTCOME_RUNNING;
  IlScale scale = il_painter_scale (work->painter, scene->start, scene->end, scene->width);
  guint n = work->orders->len;

  for (guint i = first; i < last; i++) {
    Key key = il_lane_order_head (scene->order, i) ? key_of_head (rows, scene, &work->geometry)
                                                   : key_of (rows, scene, &work->geometry, il_scene_lane (scene, i));
    const Row *row = g_hash_table_lookup (rows->rows, GUINT_TO_POINTER (id_of (scene, i)));
    IlScale old = scale;

    if (row) {
      old.start = row->key.start;
      old.end = row->key.end;
      if (is_fresh (row, &key, &scale, &old, running))
        continue;
    }
    order_row (rows, work, scene, i, &key);
  }
  return work->orders->len == n;
}

static void
forget_far_rows (IlRows *rows, const IlScene *scene, guint first, guint last)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, rows->rows);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    guint row = number_of (scene, GPOINTER_TO_UINT (id));

    if (row >= il_lane_order_n_pinned (scene->order) && ((gint64) row + LANES_KEPT < first || row >= last + LANES_KEPT))
      g_hash_table_iter_remove (&iter);
  }
}

gboolean
il_rows_want (IlRows *rows, const IlScene *scene, guint first, guint last)
{
  guint n = il_scene_n_lanes (scene);
  gboolean complete;
  Work *work;

  if (il_latest_is_asking (rows->working))
    return FALSE;
  forget_far_rows (rows, scene, first, last);
  work = g_new0 (Work, 1);
  work->painter = g_steal_pointer (&rows->painter);
  work->geometry = il_painter_geometry (work->painter, scene);
  work->scene = *scene;
  work->n_records = il_timeline_n_records (scene->timeline);
  work->scale = work->painter->scale;
  work->orders = g_array_new (FALSE, FALSE, sizeof (Order));
  g_array_set_clear_func (work->orders, (GDestroyNotify) order_clear);
  order_lanes (rows, work, scene, 0, MIN (first, il_lane_order_n_pinned (scene->order)));
  order_lanes (rows, work, scene, first, last);
  complete = work->orders->len == 0;
  if (complete) {
    order_lanes (rows, work, scene, last, MIN (n, last + LANES_BESIDE));
    order_lanes (rows, work, scene, first > LANES_BESIDE ? first - LANES_BESIDE : 0, first);
  }
  if (work->orders->len == 0) {
    rows->painter = g_steal_pointer (&work->painter);
    work_free (work);
    return TRUE;
  }
  work->timeline = il_timeline_ref ((IlTimeline *) scene->timeline);
  il_latest_ask (rows->working, work, work_free, compute, computed_cb);
  return complete;
}

/* Showing. */

/* Where the pixels X to X + WIDTH of OLD are in SCALE. */
static void
place (const IlScale *scale, const IlScale *old, double *x, double *width)
{
  double x0 = il_scale_x (scale, il_scale_time (old, *x)), x1 = il_scale_x (scale, il_scale_time (old, *x + *width));

  if (fabs (x1 - x0 - *width) < 1) {
    *x = round (x0); /* sharp */
    return;
  }
  *x = x0;
  *width = x1 - x0;
}

void
il_rows_show (IlRows *rows, GtkSnapshot *snapshot, const IlPainter *painter, const IlScene *scene, guint number)
{
  const Row *row = g_hash_table_lookup (rows->rows, GUINT_TO_POINTER (id_of (scene, number)));
  IlScale scale, old;
  double x, width, top, height;

  if (!row || !row->node)
    return;
  scale = il_painter_scale (painter, scene->start, scene->end, scene->width);
  old = il_painter_scale (painter, row->key.start, row->key.end, row->key.width);
  x = row->image_x;
  width = row->image_width;
  place (&scale, &old, &x, &width);
  if (width > WIDEST || x > scale.x + scale.width || x + width < scale.x)
    return;
  top = il_painter_lane_top (painter, scene, number, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) top));
  if (width != row->image_width)
    gtk_snapshot_scale (snapshot, (float) (width / row->image_width), 1);
  gtk_snapshot_append_node (snapshot, row->node);
  gtk_snapshot_restore (snapshot);
}

cairo_surface_t *
il_rows_peek (IlRows *rows, guint lane, double *x)
{
  const Row *row = g_hash_table_lookup (rows->rows, GUINT_TO_POINTER (lane));

  *x = row ? row->image_x : 0;
  return row ? row->surface : NULL;
}

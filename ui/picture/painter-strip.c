/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

#include "ui/picture/strip.h"

/* A group of lanes: the name of its head, and the strip that shows how many of its tasks are in each state, the running
 * ones at the bottom. As high as the lane: the most tasks that there were at a time. */

enum { PAD = 3 }; /* pixels above and below the strip */

/* Neighbouring columns that are alike are one rectangle. */
typedef struct {
  double x, y0, y1;
} Box;

static void
end_box (cairo_t *cr, Box *box, double x, double y0, double y1)
{
  if (box->y0 == y0 && box->y1 == y1)
    return;
  if (box->y1 > box->y0)
    cairo_rectangle (cr, box->x, box->y0, x - box->x, box->y1 - box->y0);
  *box = (Box) { x, y0, y1 };
}

/* Of each column the edges between the states, from the bottom up. */
static double *
find_edges (const IlGroupScene *group, const IlScale *scale, double left, guint n, double height, gboolean whole)
{
  double *edges = g_new (double, n *(IL_N_ACTIVITIES + 1)),
         most = MAX (1, il_lane_groups_most (group->lane_groups, group->lane_group));
  IlStripBorder from, to;

  il_strip_look (group->lane_groups, group->lane_group, il_scale_time (scale, left), group->end, &to);
  for (guint i = 0; i < n; i++) {
    double counts[IL_N_ACTIVITIES], sum = 0, *edge = &edges[i * (IL_N_ACTIVITIES + 1)];

    from = to;
    il_strip_look (group->lane_groups, group->lane_group, il_scale_time (scale, left + i + 1), group->end, &to);
    il_strip_counts (&from, &to, counts);
    edge[0] = 0;
    for (guint k = 0; k < IL_N_ACTIVITIES; k++) {
      sum += counts[k];
      edge[k + 1] = MIN (height, height * sum / most);
      if (whole)
        edge[k + 1] = round (edge[k + 1]);
      if (k == IL_ACTIVITY_RUNNING && counts[k] > 0)
        edge[k + 1] = MAX (1, edge[k + 1]); /* that something ran is never lost */
      edge[k + 1] = MAX (edge[k], edge[k + 1]);
    }
  }
  return edges;
}

void
il_painter_draw_strip (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene,
                       const IlGroupScene *group, double middle, double x0, double x1)
{
  const IlPalette *palette = painter->palette;
  const IlColor *hues[IL_N_ACTIVITIES] = { &palette->of[IL_COLOR_RUNNING],   &palette->of[IL_COLOR_READY],
                                           &palette->of[IL_COLOR_SWITCHING], &palette->of[IL_COLOR_IO],
                                           &palette->of[IL_COLOR_WAITING],   &palette->of[IL_COLOR_LINE] };
  static const double alphas[IL_N_ACTIVITIES] = { 1, IL_STRIP_READY, 1, 1, 1, 0.3 };
  IlScale scale = il_painter_scale (painter, scene->start, scene->end, scene->width);
  double left = floor (MAX (x0, il_scale_x (&scale, 0))),
         right = MIN (ceil (x1), ceil (il_scale_x (&scale, (double) group->end)));
  double height = geometry->lane - 2 * PAD, bottom = round (middle + height / 2);
  guint n = right > left ? (guint) (right - left) : 0;
  g_autofree double *edges =
      find_edges (group, &scale, left, n, height,
                  cairo_surface_get_type (cairo_get_group_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE);

  for (guint k = 0; k < IL_N_ACTIVITIES; k++) {
    Box box = { left, 0, 0 };

    for (guint i = 0; i < n; i++) {
      const double *edge = &edges[i * (IL_N_ACTIVITIES + 1) + k];

      end_box (cr, &box, left + i, bottom - edge[1], bottom - edge[0]);
    }
    end_box (cr, &box, left + n, 0, 0);
    il_painter_set_color (cr, hues[k], alphas[k]);
    cairo_fill (cr);
  }
}

static void
draw_triangle (cairo_t *cr, double x, double middle, double size, gboolean folded)
{
  cairo_move_to (cr, x + (folded ? size * 0.25 : 0), middle - size / (folded ? 2 : 4));
  cairo_line_to (cr, x + (folded ? size * 0.75 : size), middle + (folded ? 0 : -size / 4));
  cairo_line_to (cr, x + (folded ? size * 0.25 : size / 2), middle + (folded ? size / 2 : size / 4));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static const char *
title_of (const IlLaneGroup *group)
{
  return *group->title ? group->title : "tasks";
}

char *
il_group_label (const IlLaneGroup *group)
{
  return g_strdup_printf ("%s ×%'u", title_of (group), group->n);
}

/* There is not much room beside a chart. */
static char *
short_number (guint n)
{
  return n < 10000     ? g_strdup_printf ("%u", n)
         : n < 1000000 ? g_strdup_printf ("%uk", n / 1000)
                       : g_strdup_printf ("%.1fM", n / 1e6);
}

void
il_painter_draw_head (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlLaneGroup *group, double x,
                      double middle, double width)
{
  IlTextStyle style = geometry->labels ? IL_TEXT_LANE : IL_TEXT_DESCRIPTION;
  g_autofree char *number = short_number (group->n), *label = g_strdup_printf ("%s ×%s", title_of (group), number);

  if (group->whole) { /* the run's heading unfolds it */
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
    il_painter_draw_name (painter, cr, style, group->title, NULL, x, middle, width);
    return;
  }
  draw_triangle (cr, x - geometry->em * 0.8, middle, geometry->em * 0.65, group->folded);
  il_painter_draw_name (painter, cr, style, label, strrchr (label, ' '), x, middle, width + geometry->em * 0.4);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

#include "traces/derive/critical-path.h"

/* The critical path, lit up: a line along each of its spans, and where it goes on in another lane one across. */

/* DISTANCE: from the middle of a lane's bars to the line, below the tallest of them. */
enum { THICKNESS = 4, DISTANCE = 10 };

/* The top of the line in the lane of STEP; FALSE where that is in none. */
static gboolean
height_of (IlChart *chart, const IlScene *scene, const IlPathStep *step, double *line_y)
{
  IlMark mark = { step->task, step->span };
  double x, y, width, height;
  IlPlace place;

  if (step->span == G_MAXUINT || !il_chart_find_mark (chart, &mark, &place)
      || !il_painter_shows_lane (il_chart_painter (chart), scene, place.lane))
    return FALSE;
  if (!il_painter_span_area (il_chart_painter (chart), scene, &place, &x, &y, &width, &height))
    return FALSE;
  *line_y = round (y + height / 2) + DISTANCE;
  return TRUE;
}

static void
fill (GtkSnapshot *snapshot, const IlColor *color, double x0, double y0, double x1, double y1)
{
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue, 1 },
                             &GRAPHENE_RECT_INIT ((float) x0, (float) y0, (float) (x1 - x0), (float) (y1 - y0)));
}

void
il_chart_draw_path (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  const IlColor *color = &il_painter_palette (il_chart_painter (chart))->of[IL_COLOR_PLAYHEAD];
  double last_y = NAN, pixel = il_scale_pixel (&scale);
  guint i;

  if (!chart->path || chart->path->len == 0 || !chart->timeline)
    return;
  i = il_critical_path_find (chart->path, (gint64) MAX (0, floor (scene->start)));
  while (i < chart->path->len) {
    const IlPathStep *step = &g_array_index (chart->path, IlPathStep, i);
    double x0 = CLAMP (floor (il_scale_x (&scale, (double) step->start)), scale.x, scale.x + scale.width);
    double x1 = CLAMP (floor (il_scale_x (&scale, (double) step->end)), scale.x, scale.x + scale.width), y;

    if ((double) step->start >= scene->end)
      return;
    if (height_of (chart, scene, step, &y)) {
      if (!isnan (last_y) && last_y != y && x0 > scale.x)
        fill (snapshot, color, x0 - 1, MIN (y, last_y), x0 + 1, MAX (y, last_y) + THICKNESS);
      fill (snapshot, color, x0, y, MAX (x1, x0 + 1), y + THICKNESS);
      last_y = y;
    }
    /* Of many steps in one column the last one is drawn. */
    if (x1 - x0 < 1)
      i = MAX (i + 1, il_critical_path_find (chart->path, (gint64) floor ((double) step->start + pixel)));
    else
      i++;
  }
}

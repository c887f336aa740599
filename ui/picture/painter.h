/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "ui/picture/lane-order.h"
#include "ui/picture/palette.h"
#include "ui/picture/pieces.h"

/* Draws charts and their ruler with cairo and Pango, for the widgets and for pictures alike. */
typedef struct _IlPainter IlPainter;

/* Texts are drawn in CONTEXT's font and in proportion to its size, and so is everything else: painters of
 * one font have their time axes at the same place. SCALE: device pixels a pixel. */
IlPainter *il_painter_new (PangoContext *context, const IlPalette *palette, int scale);
void il_painter_free (IlPainter *painter);

/* One that draws alike and shares nothing with PAINTER, so that another thread can use it. */
IlPainter *il_painter_copy (const IlPainter *painter);
gboolean il_painter_is_alike (const IlPainter *painter, const IlPainter *other);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlPainter, il_painter_free)

const IlPalette *il_painter_palette (const IlPainter *painter);

/* What hues tell; tasks at first. */
void il_painter_set_coloring (IlPainter *painter, IlColoring coloring);

/* Charts without headings: those are somebody else's. */
void il_painter_set_headless (IlPainter *painter, gboolean headless);

/* What a chart shows. */
typedef struct {
  const IlTimeline *timeline; /* NULL: no run yet */
  const IlLaneOrder *order;   /* NULL: as spawned; so for cores */
  gboolean by_core;           /* a lane a core, instead of one a task */
  gboolean merged;            /* one lane for all tasks: so ORDER has been sorted */
  const char *title;          /* of the run; NULL: what its model is called */
  IlModelKind model;          /* what to describe while there is no run */
  const char *placeholder;    /* to say while there is no run, or NULL */
  double start, end;          /* what is visible, ns */
  double width;               /* pixels */
  guint max_lanes;            /* 0: all */
  double top;                 /* pixels of the chart that are above what can be seen: pinned lanes stay below them */
  gboolean offers_hidden;     /* what says that lanes are hidden offers to show them */
  gint64 previous_end;        /* ns: of the run that this one took the place of; 0: nothing is said of it */
  gboolean ahead;             /* the playhead has not come to the run's end: this is drawn faintly */
} IlScene;

guint il_scene_n_lanes (const IlScene *scene); /* that are drawn: rows on the screen */
IlLane *il_scene_lane (const IlScene *scene, guint row);

/* Where a span of a scene is. */
typedef struct {
  guint lane; /* index in the timeline */
  guint span; /* index in the lane */
} IlPlace;

double il_painter_chart_height (const IlPainter *painter, const IlScene *scene);
double il_painter_heading_height (const IlPainter *painter);
double il_painter_ruler_height (const IlPainter *painter);
IlScale il_painter_scale (const IlPainter *painter, double start, double end, double width);

/* Draws what of the chart lies within the clip of CR, but for the run's end and the texts of the heading. */
void il_painter_draw_chart (IlPainter *painter, cairo_t *cr, const IlScene *scene);

/* The pixels between which the chart shows GAP; FALSE where it is not in sight. */
gboolean il_painter_gap_area (const IlPainter *painter, const IlScene *scene, const IlGap *gap, double *x0, double *x1);

/* The times in which events were lost, over the lanes between Y0 and Y1. */
void il_painter_draw_gap (IlPainter *painter, cairo_t *cr, double x0, double x1, double y0, double y1);

/* The last wait of the task of a row, or of one in the group whose head that is, where it never ends, as the run ended
 * in a deadlock: it reaches past the run's end. FALSE: it is none, or not in sight. */
gboolean il_painter_stuck_area (const IlPainter *painter, const IlScene *scene, guint row, double *x, double *y,
                                double *width, double *height);
void il_painter_draw_stuck (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint row);

/* The mark of the deadline of a row's task; FALSE: it has none, or it is not in sight. */
gboolean il_painter_deadline_area (const IlPainter *painter, const IlScene *scene, guint row, double *x, double *y,
                                   double *width, double *height);
void il_painter_draw_deadline (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint row);

/* These come last, so that the lines of playhead and cursor pass behind them. */
void il_painter_draw_front (IlPainter *painter, cairo_t *cr, const IlScene *scene);

/* Of a chart's parts: the names of the rows FIRST to LAST - 1, and what is said where there are no lanes. */
void il_painter_draw_names (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint first, guint last);
void il_painter_draw_pinned_line (IlPainter *painter, cairo_t *cr, const IlScene *scene); /* below what is pinned */
void il_painter_draw_placeholder (IlPainter *painter, cairo_t *cr, const IlScene *scene);

/* Where a row is, which ones lie between Y0 and Y1 (but for the pinned ones, which are above the others wherever these
 * are), and which one is at Y (-1: none). */
double il_painter_lane_top (const IlPainter *painter, const IlScene *scene, guint row, double *height);
void
il_painter_find_rows (const IlPainter *painter, const IlScene *scene, double y0, double y1, guint *first, guint *last);
int il_painter_row_at (const IlPainter *painter, const IlScene *scene, double y);

/* The bottom of the pinned lanes or, where there are none, of the heading. */
double il_painter_pinned_bottom (const IlPainter *painter, const IlScene *scene);

/* Whether LANE, a task's, has a row which no pinned one covers. What tasks do on cores is always there. */
gboolean il_painter_shows_lane (const IlPainter *painter, const IlScene *scene, guint lane);

/* Whether X is on the triangle in the head of a group which ROW is. */
gboolean il_painter_is_triangle (const IlPainter *painter, const IlScene *scene, guint row, double x);

/* "order ×100,000". Free it. */
char *il_group_label (const IlLaneGroup *group);

/* Below the lanes: how many are hidden. FALSE: none is. */
gboolean
il_painter_note_area (IlPainter *painter, const IlScene *scene, double *x, double *y, double *width, double *height);
void il_painter_draw_note (IlPainter *painter, cairo_t *cr, const IlScene *scene);

/* An outline around a span. */
void il_painter_draw_outline (IlPainter *painter, cairo_t *cr, const IlScene *scene, const IlPlace *place,
                              gboolean selected);

/* The lane, and the task's span, at a point. Returns FALSE where there is no span; LANE is then the lane's index or, in
 * a group's head or beside the lanes, -1. */
gboolean il_painter_hit (const IlPainter *painter, const IlScene *scene, double x, double y, IlPlace *place, int *lane);

/* The rectangle of a span of a task, clipped to what is visible. FALSE: there is none, since the task is on no core. */
gboolean il_painter_span_area (const IlPainter *painter, const IlScene *scene, const IlPlace *place, double *x,
                               double *y, double *width, double *height);

/* What a run is called. */
typedef struct {
  guint number; /* 0: none */
  gboolean kept;
  const char *title;
  gsize end;       /* where the part of the title begins that stays when it is too long; 0: its beginning does */
  gboolean chosen; /* the others are fainter */
} IlRunName;

/* A line in the place of lanes' names, with its middle at Y. */
void il_painter_draw_run (IlPainter *painter, cairo_t *cr, const IlRunName *name, double y);
double il_painter_run_height (const IlPainter *painter);

/* A card of a headline and lines below it, with its left upper corner at X, Y. */
void il_painter_card_size (IlPainter *painter, const char *text, double *width, double *height);
void il_painter_draw_card (IlPainter *painter, cairo_t *cr, const char *text, double x, double y);

/* The time axis, and on it the times of the playhead and of the cursor (-1: none). */
typedef struct {
  double start, end;
  gint64 playhead, cursor;
  gint64 measured_from, measured_to; /* equal: nothing is measured */
  double width;
} IlRulerScene;

void il_painter_draw_ruler (IlPainter *painter, cairo_t *cr, const IlRulerScene *scene);

/* What a legend tells of. */
typedef struct {
  gboolean by_core;   /* lanes of cores, not of tasks */
  gboolean strips;    /* there are such of groups */
  gboolean stuck;     /* something waits for ever */
  gboolean deadlines; /* there are some */
} IlLegend;

/* What the shapes mean, in lines of WIDTH from Y down; returns the height. CR may be NULL. */
double il_painter_draw_legend (IlPainter *painter, cairo_t *cr, const IlLegend *legend, double y, double width);

/* The title of a picture. */
double il_painter_draw_title (IlPainter *painter, cairo_t *cr, const char *title, const char *subtitle, double width);

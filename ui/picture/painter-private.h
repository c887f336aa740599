/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/picture/painter.h"

/* Between the painter's files, and for the rows that are kept. */

typedef enum {
  IL_TEXT_TITLE,
  IL_TEXT_DESCRIPTION,
  IL_TEXT_LANE,
  IL_TEXT_LABEL,
  IL_TEXT_BADGE,
  IL_TEXT_TICK,
  IL_TEXT_STRONG,
  IL_N_TEXTS,
} IlTextStyle;

/* All in pixels. */
typedef struct {
  double em;     /* size of the font */
  double gutter; /* left of the time axis, for the names of the lanes */
  double margin; /* right of it */
  double ruler, heading, lane, foot;
  double bar;  /* height of a running span */
  double slim; /* of a waiting one */
  gboolean labels;
} IlGeometry;

struct _IlPainter {
  PangoContext *context;
  const IlPalette *palette;
  IlColoring coloring;
  PangoFontDescription *fonts[IL_N_TEXTS];
  double em;
  gboolean headless;   /* charts have no headings */
  GHashTable *layouts; /* style, width and text -> PangoLayout */
  int scale;
  cairo_pattern_t *hatching; /* an alpha mask, for surfaces of pixels */
  double origin;             /* where time 0 is: hatching moves with the spans */
};

/* painter-geometry.c */
IlGeometry il_painter_geometry (const IlPainter *painter, const IlScene *scene);
double il_geometry_indent (const IlGeometry *geometry, const IlScene *scene, guint row); /* of its name */
double il_geometry_pinned_bottom (const IlGeometry *geometry, const IlScene *scene);

/* Pinned rows stay in sight as long as others of the chart are. */
double il_geometry_lane_top (const IlGeometry *geometry, const IlScene *scene, guint row);
IlScale il_scene_scale (const IlPainter *painter, const IlScene *scene);

/* The flag of a deadline. */
void il_painter_show_deadline (IlPainter *painter, cairo_t *cr, gboolean missed, double x, double y, double width,
                               double height);

/* The shape of a wait that never ends. */
void il_painter_show_stuck (IlPainter *painter, cairo_t *cr, double x, double y, double width, double height);

guint il_scene_n_cut (const IlScene *scene); /* rows that are left out */
/* How many lanes are hidden and, in lanes of cores, how many tasks wait for ever, of which these show nothing; NULL:
 * nothing of the kind. Free it. */
char *il_scene_note (const IlScene *scene);

void il_painter_set_color (cairo_t *cr, const IlColor *color, double alpha);

/* A text, ellipsized to WIDTH unless that is 0; owned by the painter until the next call. */
PangoLayout *il_painter_text (IlPainter *painter, IlTextStyle style, const char *text, double width);
double il_text_width (PangoLayout *layout);

/* Draws with its left edge (ALIGN 0), middle (0.5) or right edge (1) at X, and its middle at Y. */
void il_painter_show (cairo_t *cr, PangoLayout *layout, double x, double y, double align);

void il_painter_rounded (cairo_t *cr, double x, double y, double width, double height, double radius);

/* The colours of a lane's shapes. */
typedef struct {
  const IlColor *of[IL_N_ACTIVITIES];
} IlHues;

/* Those of TASK's lane as the painter's coloring has them, where waits are for no object in particular. */
IlHues il_painter_hues (const IlPainter *painter, guint32 task);

/* Hatched lines in the colour that is set. */
void il_painter_hatch (IlPainter *painter, cairo_t *cr, double x0, double x1, double y0, double y1);

/* A span's shape between the pixels X0 and X1 of a lane whose middle is MIDDLE. */
void il_painter_shape (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, IlActivity look, const IlColor *hue,
                       double x0, double x1, double middle);

/* The spans of one lane between the pixels X0 and X1, which may reach beyond what SCENE shows: labels keep to what
 * it shows. */
void il_painter_draw_spans (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene,
                            const IlLane *lane, double middle, double x0, double x1);

/* What stands above the bar of a wait: what for, and how long where there is room. Free it. */
char *il_painter_span_label (const IlTimeline *timeline, const IlSpan *span, IlActivity activity, gboolean with_length);

/* A name at X whose last part, from TAIL on (NULL: none), stays where it is too long. */
void il_painter_draw_name (IlPainter *painter, cairo_t *cr, IlTextStyle style, const char *name, const char *tail,
                           double x, double y, double width);

/* What the head of a group shows, up to END. */
typedef struct {
  IlLaneGroups *lane_groups;
  guint lane_group;
  gint64 end;
} IlGroupScene;

#define IL_STRIP_READY 0.5 /* how opaque what is ready is in a strip */

void il_painter_draw_strip (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene,
                            const IlGroupScene *group, double middle, double x0, double x1);
void il_painter_draw_head (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlLaneGroup *group,
                           double x, double middle, double width);

char *il_scene_description (const IlScene *scene); /* "one thread, one thing at a time"; free it */

/* The heading's texts. */
void il_painter_draw_heading (IlPainter *painter, cairo_t *cr, const IlScene *scene);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/chart/chart.h"
#include "ui/chart/rows.h"
#include "ui/latest.h"
#include "ui/picture/painter.h"

/* Between the chart's files only: chart.c is the widget, chart-scene.c what it shows now, chart-drawing.c a frame,
 * chart-hover.c what is pointed at, chart-selection.c what is selected, chart-wakers.c the arrows between tasks,
 * chart-walk.c the way from one to the next, chart-order.c the order of the lanes, chart-cores.c lanes of cores,
 * chart-lanes.c what a user does with a lane, chart-range.c what is measured, chart-path.c the critical path. */

/* A span by names that stay as the timeline grows; task 0: none. */
typedef struct {
  guint32 task;
  guint span;
} IlMark;

/* How the lanes come into their order (chart-order.c). */
typedef struct {
  IlLaneSorter *sorter; /* that gathers; NULL: none does */
  IlLatest *sorting;
  guint order_id;         /* of the source that goes on with it; 0: none */
  guint64 sorted_records; /* how many the timeline had then */
  IlMark awaited;         /* to be shown as soon as the order has a row for it */
  guint reveal_id;        /* of the source that then does so; 0: none */
} IlChartOrdering;

/* What is pointed at (chart-hover.c). */
typedef struct {
  double x, y; /* NAN: not here */
  IlMark hovered;
  guint gap;         /* index + 1; 0: none */
  gboolean on_head;  /* of a group */
  double start, end; /* the visible range when the pointer was last looked at */
  GtkWidget *card;
} IlChartPointer;

/* What a user does with a lane (chart-lanes.c). */
typedef struct {
  GtkWidget *menu;  /* of a lane */
  guint dragged;    /* row that is dragged to another place; IL_NO_ROW: none */
  double dropped_y; /* where it would be let go */
} IlChartLanes;

/* What was done in the measured range, summed up so far (chart-range.c). */
typedef struct {
  gint64 from, to;
  guint64 n_records;
  guint n_lanes;
  gint64 times[IL_N_ACTIVITIES];
} IlChartRange;

/* The names of rows, as they were drawn last. */
typedef struct {
  GskRenderNode *node; /* NULL: to be drawn */
  guint first, last, n_rows;
} IlChartNames;

/* What is kept from one frame to the next (chart-drawing.c). */
typedef struct {
  IlRows *rows;
  IlChartNames names;        /* of the lanes that are not pinned */
  guint pulse_id;            /* of the tick callback that pulses; 0: none */
  gint64 pulsed;             /* us, of the frame clock: when the pulse was drawn last */
  double seen_from, seen_to; /* the part of the chart that could be seen then */
} IlChartDrawn;

struct _IlChart {
  GtkWidget parent_instance;
  IlView *view;
  IlTimeline *timeline; /* borrowed */
  char *title;          /* NULL: the model's */
  gboolean headless;    /* no heading */
  gboolean live;
  gint64 previous_end;
  IlModelKind model;
  char *placeholder;
  IlPainter *painter;
  gboolean restyled;     /* the painter is to be looked at again */
  GtkAdjustment *scroll; /* of the scrolled window that the chart is in, or NULL */
  int measured;          /* the height that GTK knows of, px */

  gboolean by_core;   /* lanes of cores, as the view has it, unless all are merged */
  gboolean merged;    /* one lane for all tasks */
  guint cores_id;     /* of the source that takes in what they are made of; 0: none */
  IlLaneOrder *order; /* of the lanes; NULL: as spawned */
  GArray *path;       /* the critical path: a reference, or NULL */

  IlMark selected;
  guint32 lane;          /* the task whose lane is meant by what is done with lanes; 0: none */
  gboolean lane_is_head; /* it is the head of the group that the task is in */
  GArray *followed;      /* of IlMark: from where the user has followed arrows */

  IlChartOrdering *ordering;
  IlChartPointer *pointer;
  IlChartLanes *lanes;
  IlChartRange *range;
  IlChartDrawn *drawn;
};

IlPainter *il_chart_painter (IlChart *chart);
IlScene il_chart_scene (IlChart *chart);
IlScale il_chart_scale (GtkWidget *chart);
void il_chart_visible_part (IlChart *chart, double *y0, double *y1);

/* Where the span of MARK is; FALSE where it is none. */
gboolean il_chart_find_mark (IlChart *chart, const IlMark *mark, IlPlace *place);

gboolean il_chart_is_going_on (IlChart *chart); /* live, and not over */
int il_chart_height (IlChart *chart);
void il_chart_update_height (IlChart *chart); /* there may be more or fewer rows */
void il_chart_forget_names (IlChart *chart);

/* chart-hover.c */
void il_chart_add_hover (IlChart *chart);
void il_chart_follow_spans (IlChart *chart); /* the pointer stays and the spans move */
void il_chart_forget_hovered (IlChart *chart);
gboolean il_chart_hit (IlChart *chart, double x, double y, IlPlace *place, IlMark *mark);

/* chart-selection.c */
void il_chart_add_signals (IlChartClass *klass);
void il_chart_tell_hovered (IlChart *chart);
void il_chart_install_selection (GtkWidgetClass *klass); /* keys and actions */
void il_chart_add_selection (IlChart *chart);            /* the pointer */
void il_chart_select_mark (IlChart *chart, const IlMark *mark);
void il_chart_select_and_tell (IlChart *chart, const IlMark *mark); /* as the user does */
void il_chart_describe (IlChart *chart);                            /* to a screen reader */

void
il_chart_reveal (IlChart *chart, const IlPlace *place); /* moves the visible range, or scrolls, so that it is seen */
void il_chart_go_to (IlChart *chart, const IlPlace *place); /* selects it as the user does, and shows it */

/* chart-walk.c: PLACE is a span of a task. */
gboolean il_chart_walk_spans (IlChart *chart, IlPlace *place, int direction); /* 1: to a later one */
gboolean il_chart_walk_lanes (IlChart *chart, IlPlace *place, int direction); /* 1: to a lower one, at the same time */

/* chart-wakers.c */
void il_chart_draw_arrows (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene);
void il_chart_follow_waker (IlChart *chart);
void il_chart_follow_back (IlChart *chart);

/* chart-order.c */
void il_chart_sort_lanes (IlChart *chart);  /* as the view has it now */
void il_chart_keep_sorted (IlChart *chart); /* the timeline may have grown */
void il_chart_forget_order (IlChart *chart);
void il_chart_await (IlChart *chart, const IlMark *mark); /* shown as soon as there is a row for it */

/* chart-lanes.c */
void il_chart_install_lanes (GtkWidgetClass *klass); /* keys and actions */
void il_chart_add_lanes (IlChart *chart);            /* the pointer */
void il_chart_set_lane (IlChart *chart, guint32 task);
void il_chart_set_row (IlChart *chart, const IlScene *scene, int row); /* -1: none */
const IlLaneGroup *il_chart_selected_group (IlChart *chart);           /* whose head is selected, or NULL */
gboolean il_chart_walk_from_lane (IlChart *chart, int dx,
                                  int dy); /* where only a lane, or nothing, is selected; FALSE: nothing to do */
gboolean
il_chart_uncover_lane (IlChart *chart, guint lane); /* whether it was hidden: it will be there with the next order */
void il_chart_draw_lane (IlChart *chart, GtkSnapshot *snapshot,
                         const IlScene *scene); /* that which is meant, and a drag's */

/* chart-cores.c */
void il_chart_choose_lanes (IlChart *chart); /* as the view has it */
void il_chart_keep_cores (IlChart *chart);   /* the timeline may have grown, or be another one */
void il_chart_forget_cores (IlChart *chart);

/* chart-range.c */
void il_chart_draw_range (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene);
char *il_chart_range_text (IlChart *chart, gint64 from, gint64 to);

/* chart-path.c */
void il_chart_draw_path (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene);

/* chart-drawing.c */
void il_chart_draw (IlChart *chart, GtkSnapshot *snapshot);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/lane-sums.h"
#include "ui/picture/time-axis.h"

/* What a lane looks like at some scale: spans that are wide enough to be drawn as shapes, and columns of a
 * pixel that say exactly what the lane did in their time. Walking over the pieces costs by the pixel, not
 * by the span. */

/* A span narrower than this many pixels is part of columns: on a screen, where columns are far quicker,
 * and where sharpness at any size counts. */
enum { IL_NARROW_ON_SCREEN = 6, IL_NARROW = 2 };

typedef struct {
  gboolean is_column;
  guint index;                   /* of the span; of a column: its first narrow one */
  guint next;                    /* the one after the piece's last */
  double x0, x1;                 /* of a span: where it begins and ends; of a column: whole pixels, x0 + 1 == x1 */
  IlActivity activity;           /* of the span */
  double share[IL_N_ACTIVITIES]; /* of the column's time, at most 1 together: the rest is before or after the lane */
  gboolean runs;                 /* a narrow span of the column is running, maybe for no time at all */
  gboolean alone;                /* the column stands between two wide spans */
} IlPiece;

/* What lies at the border of two pixels. */
typedef struct {
  guint n; /* spans that begin before it */
  double time;
  IlLanePlace place; /* of the last of them */
} IlBorder;

typedef struct {
  const IlLane *lane;
  IlScale scale;
  double narrow, x, x1;
  guint n;
  IlBorder here; /* at X */
  guint shaped;  /* the index + 1 of the last span that was a piece */
} IlPieces;

/* Starts a walk over what can be seen of LANE between the pixels X0 and X1. The lane must not be extended
 * meanwhile. */
void il_pieces_init (IlPieces *pieces, const IlLane *lane, const IlScale *scale, double x0, double x1, double narrow);

/* Returns FALSE at the end. Pixels come in order. Each that the lane fills is either covered by a wide span,
 * from the rounded x0 to the rounded x1, or a column. A column in which a narrow span runs is also there where a
 * wide one covers it. */
gboolean il_pieces_next (IlPieces *pieces, IlPiece *piece);

/* The span that is seen at pixel X: of a column the longest (of the first few), running ones before others. */
gboolean il_pieces_hit (const IlLane *lane, const IlScale *scale, double x, guint *index);

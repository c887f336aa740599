/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/timeline.h"
#include "ui/time-axis.h"

/* What a lane looks like at some scale: spans that are wide enough to be drawn as shapes, and columns
 * of a pixel that stand for all the narrower spans that begin in them. Walking over the pieces costs
 * by the pixel, not by the span. */

/* How a state is drawn. */
typedef enum {
  IL_LOOK_RUNNING,
  IL_LOOK_READY,
  IL_LOOK_SWITCHING,
  IL_LOOK_IO,
  IL_LOOK_WAITING, /* for an object */
  IL_LOOK_PAUSED,  /* await, sleep */
  IL_N_LOOKS,
} IlLook;

IlLook il_look_of (IlState state, IlWhy why);

/* A span narrower than this many pixels is part of a column. */
enum { IL_NARROW = 2 };

typedef struct {
  gboolean is_column;
  guint index;               /* of the span; of a column the first one */
  guint next;                /* the index of the first span after the piece */
  double x0, x1;             /* of a column: whole pixels, x0 + 1 == x1 */
  IlLook look;               /* of the span */
  double share[IL_N_LOOKS];  /* of a column: of the time of its spans; adds up to 1 */
} IlPiece;

typedef struct {
  const IlLane *lane;
  IlScale scale;
  double x1;
  guint index, n;
  guint guess; /* how many spans the next column has: as many as this one */
} IlPieces;

/* Starts a walk over what can be seen of LANE between the pixels X0 and X1. The lane must not be extended
 * meanwhile. */
void il_pieces_init (IlPieces *pieces, const IlLane *lane, const IlScale *scale, double x0, double x1);

/* Returns FALSE at the end. Spans without length are left out, but for running ones, which are
 * columns. In a column of many spans the shares are those of a sample. */
gboolean il_pieces_next (IlPieces *pieces, IlPiece *piece);

/* The span that is seen at pixel X: of a column the longest (of the first few), running ones before others. */
gboolean il_pieces_hit (const IlLane *lane, const IlScale *scale, double x, guint *index);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/picture/arrangement.h"

/* What a user has left, to go back to and forward again: the visible range, and how the lanes were arranged. Moves that
 * follow each other within half a second are one step, as a drag or a turn of the wheel is. */
typedef struct {
  double start, end; /* ns */
  gboolean fitted;
  IlArrangement *arrangement; /* of the lanes: a reference, or NULL */
} IlVisit;

typedef struct {
  GArray *earlier, *later; /* of IlVisit; the nearest one last */
  gint64 moved;            /* ns; when the last move was that the next may join; G_MININT64: none */
} IlHistory;

void il_history_init (IlHistory *history);
void il_history_clear (IlHistory *history); /* frees what it holds */

/* VISIT, which stays the caller's, is left at NOW (ns). A JUMP is always a step of its own. */
void il_history_leave (IlHistory *history, const IlVisit *visit, gint64 now, gboolean jump);

/* Replaces VISIT, and the reference in it, by the one before or after it; FALSE where there is none. */
gboolean il_history_back (IlHistory *history, IlVisit *visit);
gboolean il_history_forward (IlHistory *history, IlVisit *visit);

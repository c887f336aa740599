/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pieces.h"

#include <math.h>

/* A column of more spans than SAMPLE is seen through BLOCKS runs of neighbours: neighbours, so that a
 * regular to and fro of states is not seen as only one of them. */
enum { SAMPLE = 8, BLOCKS = 2, BLOCK = SAMPLE / BLOCKS };

IlLook
il_look_of (IlState state, IlWhy why)
{
  switch (state) {
  case IL_STATE_RUNNING: return IL_LOOK_RUNNING;
  case IL_STATE_READY: return IL_LOOK_READY;
  case IL_STATE_SWITCHING: return IL_LOOK_SWITCHING;
  default: break;
  }
  switch (why) {
  case IL_WHY_IO: return IL_LOOK_IO;
  case IL_WHY_SEMAPHORE:
  case IL_WHY_MUTEX:
  case IL_WHY_QUEUE_PUT:
  case IL_WHY_QUEUE_GET:
  case IL_WHY_EVENT:
  case IL_WHY_CONDITION:
  case IL_WHY_BARRIER: return IL_LOOK_WAITING;
  default: return IL_LOOK_PAUSED;
  }
}

/* The moment at which span INDEX begins, and the look of it; of the one after the last: the lane's end. */
static double
look_at (const IlLane *lane, guint index, IlLook *look)
{
  IlState state;
  IlWhy why;

  if (index < il_lane_n_spans (lane)) {
    gint64 start = il_lane_peek (lane, index, &state, &why);
    *look = il_look_of (state, why);
    return (double) start;
  }

  IlSpan last;
  il_lane_span (lane, il_lane_n_spans (lane) - 1, &last);
  *look = IL_LOOK_PAUSED;
  return (double) last.end;
}

void
il_pieces_init (IlPieces *pieces, const IlLane *lane, const IlScale *scale, double x0, double x1)
{
  guint n = il_lane_n_spans (lane);
  double time = il_scale_time (scale, floor (x0));
  guint index = 0;

  *pieces = (IlPieces) { .lane = lane, .scale = *scale, .x1 = x1, .n = n, .index = n };
  if (n == 0)
    return;
  if (time <= (double) il_lane_arrival (lane))
    pieces->index = 0;
  else if (il_lane_find (lane, (gint64) time, &index))
    pieces->index = index;
}

static void
add_shares (const IlLane *lane, guint first, guint last, double *time)
{
  IlLook look, next_look;
  double start = look_at (lane, first, &look);

  for (guint i = first; i < last; i++) {
    double end = look_at (lane, i + 1, &next_look);
    time[look] += end - start;
    start = end;
    look = next_look;
  }
}

/* The narrow spans that begin in the pixel where the one at pieces->index does. A wide one ends the
 * column; spans in the midst of many are taken to be narrow, as they must be. */
static void
take_column (IlPieces *pieces, double x, IlPiece *piece)
{
  double pixel = il_scale_pixel (&pieces->scale);
  guint first = pieces->index;
  guint last = il_lane_skip (pieces->lane, first, (gint64) ceil (il_scale_time (&pieces->scale, x + 1)), pieces->guess);

  IlLook look;
  double total = 0;

  *piece = (IlPiece) { .is_column = TRUE, .index = first, .x0 = x, .x1 = x + 1 };
  if (last - 1 > first
      && look_at (pieces->lane, last, &look) - look_at (pieces->lane, last - 1, &look) >= IL_NARROW * pixel)
    last--;
  if (last - first <= SAMPLE)
    add_shares (pieces->lane, first, last, piece->share);
  else
    for (guint block = 0; block < BLOCKS; block++) {
      guint from = first + (guint) ((guint64) (last - first - BLOCK) * block / (BLOCKS - 1));
      add_shares (pieces->lane, from, from + BLOCK, piece->share);
    }
  for (guint i = 0; i < IL_N_LOOKS; i++)
    total += piece->share[i];
  for (guint i = 0; total > 0 && i < IL_N_LOOKS; i++)
    piece->share[i] /= total;
  if (total <= 0) {
    /* Nothing with a length: a moment of running is worth a tick, another state's is not. */
    for (guint i = first; i < MIN (last, first + SAMPLE); i++) {
      look_at (pieces->lane, i, &look);
      if (look == IL_LOOK_RUNNING)
        piece->share[IL_LOOK_RUNNING] = 1;
    }
  }
  piece->next = pieces->index = last;
  pieces->guess = last - first;
}

static gboolean
is_empty (const IlPiece *piece)
{
  for (guint i = 0; i < IL_N_LOOKS; i++)
    if (piece->share[i] > 0)
      return FALSE;
  return TRUE;
}

gboolean
il_pieces_next (IlPieces *pieces, IlPiece *piece)
{
  while (pieces->index < pieces->n) {
    IlLook look, next;
    double x0 = il_scale_x (&pieces->scale, look_at (pieces->lane, pieces->index, &look));
    double x1;

    if (x0 >= pieces->x1)
      return FALSE;
    x1 = il_scale_x (&pieces->scale, look_at (pieces->lane, pieces->index + 1, &next));
    if (x1 - x0 >= IL_NARROW) {
      *piece = (IlPiece) { .index = pieces->index, .next = pieces->index + 1, .x0 = x0, .x1 = x1, .look = look };
      pieces->index++;
      return TRUE;
    }
    take_column (pieces, floor (x0), piece);
    if (!is_empty (piece))
      return TRUE;
  }
  return FALSE;
}

static guint
longest_in_column (const IlLane *lane, const IlPiece *column)
{
  guint best = column->index;
  double best_length = -1;
  gboolean best_runs = FALSE;

  for (guint i = column->index; i < MIN (column->next, column->index + SAMPLE); i++) {
    IlLook look, next;
    double start = look_at (lane, i, &look);
    double length = look_at (lane, i + 1, &next) - start;
    gboolean runs = look == IL_LOOK_RUNNING;

    if (runs > best_runs || (runs == best_runs && length > best_length)) {
      best = i;
      best_length = length;
      best_runs = runs;
    }
  }
  return best;
}

gboolean
il_pieces_hit (const IlLane *lane, const IlScale *scale, double x, guint *index)
{
  IlPieces pieces;
  IlPiece piece;
  gboolean found = FALSE;

  /* A little to the left too, so that one pixel can be met with a pointer. */
  il_pieces_init (&pieces, lane, scale, floor (x) - 1, floor (x) + 1);
  while (il_pieces_next (&pieces, &piece)) {
    if (piece.x1 + (piece.is_column ? 1 : 0) <= x || piece.x0 > x)
      continue;
    *index = piece.is_column ? longest_in_column (lane, &piece) : piece.index;
    found = TRUE;
    if (piece.is_column)
      break;
  }
  return found;
}

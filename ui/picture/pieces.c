/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/pieces.h"

#include <math.h>

/* So many narrow spans of a column are looked at one by one. */
enum { SAMPLE = 8 };

/* That a double and a gint64 can both hold. */
static const double LAST_MOMENT = 9.2e18;

/* Times are whole: what begins before 2.5 begins at 2 or before, what begins before 3 as well. */
static gint64
moment_before (double time)
{
  return (gint64) CLAMP (ceil (time), 0, LAST_MOMENT) - 1;
}

/* Goes on from BORDER to the one at X. */
static void
move_border (const IlPieces *pieces, IlBorder *border, double x)
{
  border->time = il_scale_time (&pieces->scale, x);
  il_lane_locate (pieces->lane, moment_before (border->time), moment_before (il_scale_time (&pieces->scale, x + 1)),
                  &border->place);
  border->n = (double) border->place.start < border->time ? border->place.index + 1 : 0;
}

static double
start_of (const IlPieces *pieces, const IlBorder *border)
{
  return il_scale_x (&pieces->scale, (double) border->place.start);
}

static double
end_of (const IlPieces *pieces, const IlBorder *border)
{
  return il_scale_x (&pieces->scale, (double) border->place.end);
}

static gboolean
is_wide (const IlPieces *pieces, const IlBorder *border)
{
  return border->n > 0 && end_of (pieces, border) - start_of (pieces, border) >= pieces->narrow;
}

void
il_pieces_init (IlPieces *pieces, const IlLane *lane, const IlScale *scale, double x0, double x1, double narrow)
{
  *pieces = (IlPieces) { .lane = lane, .scale = *scale, .narrow = narrow, .x1 = x1, .n = il_lane_n_spans (lane) };
  if (pieces->n == 0)
    return;
  pieces->x = floor (MAX (x0, il_scale_x (scale, (double) il_lane_arrival (lane))));
  move_border (pieces, &pieces->here, pieces->x);
}

static void
take_shape (IlPieces *pieces, IlPiece *piece)
{
  const IlLanePlace *place = &pieces->here.place;

  *piece = (IlPiece) { .index = place->index,
                       .next = place->index + 1,
                       .activity = place->activity,
                       .x0 = start_of (pieces, &pieces->here),
                       .x1 = end_of (pieces, &pieces->here) };
  pieces->shaped = place->index + 1;
  /* Narrow spans may still begin in the pixel in which it ends. */
  if (floor (piece->x1) > pieces->x) {
    pieces->x = floor (piece->x1);
    if (pieces->x < pieces->x1)
      move_border (pieces, &pieces->here, pieces->x);
  }
}

static void
set_shares (IlPiece *piece, const IlBorder *here, const IlBorder *next)
{
  const IlLanePlace *from = &here->place, *to = &next->place;
  double pixel = next->time - here->time;
  gint64 whole[IL_N_ACTIVITIES];

  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    whole[i] = to->before[i] - from->before[i];
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    piece->share[i] = (double) whole[i];
  piece->share[to->activity] += CLAMP (next->time, (double) to->start, (double) to->end) - (double) to->start;
  piece->share[from->activity] -= CLAMP (here->time, (double) from->start, (double) from->end) - (double) from->start;
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    piece->share[i] = MAX (0, piece->share[i] / pixel);
}

static gboolean
one_runs (const IlLane *lane, guint first, guint last)
{
  for (guint i = first; i < MIN (last, first + SAMPLE); i++) {
    IlState state;
    IlWhy why;

    il_lane_peek (lane, i, &state, &why);
    if (state == IL_STATE_RUNNING)
      return TRUE;
  }
  return FALSE;
}

static gint64
begins_at (const IlLane *lane, guint index)
{
  IlState state;
  IlWhy why;

  return il_lane_peek (lane, index, &state, &why);
}

/* The column at pieces->x, and on to the next. Returns FALSE where narrow spans have no time in it
 * and none runs. */
static gboolean
take_column (IlPieces *pieces, IlPiece *piece)
{
  IlBorder here = pieces->here, *next = &pieces->here;
  double x = pieces->x++;
  gboolean from_wide, to_wide, covered, goes_on;

  move_border (pieces, next, x + 1);
  from_wide = is_wide (pieces, &here);
  to_wide = next->n > here.n && is_wide (pieces, next);
  goes_on = here.n > 0 && !from_wide && (double) here.place.end > here.time;
  covered = (from_wide && round (end_of (pieces, &here)) > x) || (to_wide && round (start_of (pieces, next)) <= x);

  *piece = (IlPiece) { .is_column = TRUE, .index = here.n, .next = next->n - (to_wide ? 1 : 0), .x0 = x, .x1 = x + 1 };
  if (piece->next == piece->index) {
    if (covered || from_wide || here.n == 0)
      return FALSE;
    piece->index--; /* a narrow one goes on */
  }
  set_shares (piece, &here, next);
  piece->alone = (from_wide || here.n == 0) && (to_wide || next->n == pieces->n);
  /* A look at the spans costs more than all the rest, and shares say it where no wide span has a part in them. */
  piece->runs = (!from_wide && !to_wide && piece->share[IL_ACTIVITY_RUNNING] > 0)
                || one_runs (pieces->lane, piece->index, piece->next);
  if (piece->runs || covered)
    return piece->runs;
  return goes_on || !to_wide || begins_at (pieces->lane, piece->index) < next->place.start;
}

gboolean
il_pieces_next (IlPieces *pieces, IlPiece *piece)
{
  if (pieces->n == 0)
    return FALSE;
  for (;;) {
    const IlBorder *here = &pieces->here;

    if (is_wide (pieces, here) && pieces->shaped != here->place.index + 1 && end_of (pieces, here) > pieces->x) {
      take_shape (pieces, piece);
      return TRUE;
    }
    if (pieces->x >= pieces->x1 || (here->n == pieces->n && (double) here->place.end <= here->time))
      return FALSE;
    if (take_column (pieces, piece))
      return TRUE;
  }
}

static guint
longest_in_column (const IlLane *lane, const IlPiece *column)
{
  guint best = column->index;
  gint64 best_length = -1;
  gboolean best_runs = FALSE;

  for (guint i = column->index; i < MIN (column->next, column->index + SAMPLE); i++) {
    IlSpan span;

    il_lane_span (lane, i, &span);
    gboolean runs = span.state == IL_STATE_RUNNING;
    if (runs > best_runs || (runs == best_runs && span.end - span.start > best_length)) {
      best = i;
      best_length = span.end - span.start;
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
  il_pieces_init (&pieces, lane, scale, floor (x) - 1, floor (x) + 1, IL_NARROW);
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

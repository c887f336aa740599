/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/time.h"
#include "ui/chart/view-private.h"

/* What is visible: the range of time and the arrangement of the lanes, and the way back to what was. */

/* Room to the right of the extent, where the charts write the end time; and what there is to see while
 * there is nothing. */
static const double MARGIN = 0.1;
static const double EMPTY_EXTENT = 100e6;
static const double SHORTEST = 10;

double
il_view_limit (IlView *view)
{
  return MAX (SHORTEST, (view->extent > 0 ? (double) view->extent : EMPTY_EXTENT) * (1 + MARGIN));
}

static void
set_range (IlView *view, double start, double end, gboolean fitted)
{
  double length = CLAMP (end - start, SHORTEST, il_view_limit (view));

  start = CLAMP (start, 0, il_view_limit (view) - length);
  view->fitted = fitted;
  if (start == view->start && start + length == view->end)
    return;
  view->start = start;
  view->end = start + length;
  il_view_tell_changed (view);
}

static void
rearrange (IlView *view, IlArrangement *arrangement)
{
  if (il_arrangement_equal (view->arrangement, arrangement))
    return;
  il_arrangement_ref (arrangement);
  g_clear_pointer (&view->arrangement, il_arrangement_unref);
  view->arrangement = arrangement;
  il_view_tell_reordered (view);
}

static IlVisit
here (IlView *view)
{
  return (IlVisit) { view->start, view->end, view->fitted, view->arrangement };
}

/* As the user does: it can be undone. */
static void
move (IlView *view, double start, double end, gboolean fitted, gboolean jump)
{
  IlVisit left = here (view);

  set_range (view, start, end, fitted);
  if (view->extent > 0 && (view->start != left.start || view->end != left.end))
    il_history_leave (&view->history, &left, il_monotonic_time (), jump);
}

void
il_view_set_extent (IlView *view, gint64 extent)
{
  g_return_if_fail (IL_IS_VIEW (view));

  gint64 old = view->extent;
  double growth = 0;

  if (view->linked || extent == old) /* the leader has its own */
    return;
  view->extent = MAX (0, extent);
  if (view->extent == 0) {
    il_history_clear (&view->history);
    il_history_init (&view->history);
  }
  if (view->fitted) {
    set_range (view, 0, il_view_limit (view), TRUE);
    return;
  }
  if (extent > old && (double) old >= view->start && (double) old <= view->end)
    growth = (double) (extent - old);
  set_range (view, view->start + growth, view->end + growth, FALSE);
}

gint64
il_view_get_extent (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), 0);
  view = il_view_own (view);
  return view->extent;
}

void
il_view_set_range (IlView *view, double start, double end)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_own (view);
  move (view, start, end, FALSE, FALSE);
}

double
il_view_get_start (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), 0);
  view = il_view_own (view);
  return view->start;
}

double
il_view_get_end (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), 0);
  view = il_view_own (view);
  return view->end;
}

void
il_view_zoom (IlView *view, double factor, double at)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_own (view);
  g_return_if_fail (factor > 0);

  double old_length = view->end - view->start;
  double length = CLAMP (old_length / factor, SHORTEST, il_view_limit (view));
  double start = at - (at - view->start) * (length / old_length);

  move (view, start, start + length, length >= il_view_limit (view), FALSE);
}

void
il_view_pan (IlView *view, double fraction)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_own (view);

  double shift = fraction * (view->end - view->start);

  move (view, view->start + shift, view->end + shift, view->fitted, FALSE);
}

void
il_view_fit (IlView *view)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_own (view);
  move (view, 0, il_view_limit (view), TRUE, TRUE);
}

void
il_view_jump (IlView *view, double start, double end)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_own (view);
  move (view, start, end, FALSE, TRUE);
}

/* A fitted range is all there is by now. The history takes the reference of the visit that is left, and gives one. */
static gboolean
go (IlView *view, gboolean (*step) (IlHistory *history, IlVisit *visit))
{
  IlVisit visit = here (view);

  il_arrangement_ref (visit.arrangement);
  if (!step (&view->history, &visit)) {
    il_arrangement_unref (visit.arrangement);
    return FALSE;
  }
  set_range (view, visit.fitted ? 0 : visit.start, visit.fitted ? il_view_limit (view) : visit.end, visit.fitted);
  rearrange (view, visit.arrangement);
  il_arrangement_unref (visit.arrangement);
  return TRUE;
}

gboolean
il_view_go_back (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = il_view_own (view);
  return go (view, il_history_back);
}

gboolean
il_view_go_forward (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = il_view_own (view);
  return go (view, il_history_forward);
}

gboolean
il_view_is_fitted (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = il_view_own (view);
  return view->fitted;
}

void
il_view_set_arrangement (IlView *view, IlArrangement *arrangement)
{
  g_return_if_fail (IL_IS_VIEW (view));

  view = il_view_own (view);

  IlVisit left = here (view);

  if (il_arrangement_equal (left.arrangement, arrangement))
    return;
  il_history_leave (&view->history, &left, il_monotonic_time (), TRUE);
  rearrange (view, arrangement);
}

IlArrangement *
il_view_get_arrangement (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), NULL);
  view = il_view_own (view);
  return view->arrangement;
}

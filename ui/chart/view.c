/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/view.h"

#include "ui/chart/history.h"

/* Room to the right of the extent, where the charts write the end time; and what there is to see while
 * there is nothing. */
static const double MARGIN = 0.1;
static const double EMPTY_EXTENT = 100e6;
static const double SHORTEST = 10;

struct _IlView {
  GObject parent_instance;
  IlView *leader; /* whose view this is beside; NULL: nobody's */
  gboolean linked;
  gint64 extent;
  double start, end;
  gboolean fitted;
  IlHistory history;
  GArray *bookmarks; /* of gint64 */
  gint64 playhead;
  gint64 cursor;
  gint64 measured_from, measured_to;
  IlColoring coloring;
  gboolean high_contrast;
  IlLaneSorting sorting;
  gboolean by_core;
  IlArrangement *arrangement; /* or NULL */
  IlSnapFunc snap;
  gpointer snap_data;
};

enum { CHANGED, RESTYLED, REORDERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlView, il_view, G_TYPE_OBJECT)

/* Who has the visible range and the cursor of VIEW, and who all the rest. */
static IlView *
own (IlView *view)
{
  return view->linked ? view->leader : view;
}

static IlView *
common (IlView *view)
{
  return view->leader ? view->leader : view;
}

static double
limit (IlView *view)
{
  return MAX (SHORTEST, (view->extent > 0 ? (double) view->extent : EMPTY_EXTENT) * (1 + MARGIN));
}

static void
set_range (IlView *view, double start, double end, gboolean fitted)
{
  double length = CLAMP (end - start, SHORTEST, limit (view));

  start = CLAMP (start, 0, limit (view) - length);
  view->fitted = fitted;
  if (start == view->start && start + length == view->end)
    return;
  view->start = start;
  view->end = start + length;
  g_signal_emit (view, signals[CHANGED], 0);
}

static void
rearrange (IlView *view, IlArrangement *arrangement)
{
  if (il_arrangement_equal (view->arrangement, arrangement))
    return;
  il_arrangement_ref (arrangement);
  g_clear_pointer (&view->arrangement, il_arrangement_unref);
  view->arrangement = arrangement;
  g_signal_emit (view, signals[REORDERED], 0);
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
    il_history_leave (&view->history, &left, g_get_monotonic_time (), jump);
}

static void
finalize (GObject *object)
{
  il_history_clear (&IL_VIEW (object)->history);
  g_array_unref (IL_VIEW (object)->bookmarks);
  g_clear_pointer (&IL_VIEW (object)->arrangement, il_arrangement_unref);
  g_clear_object (&IL_VIEW (object)->leader);
  G_OBJECT_CLASS (il_view_parent_class)->finalize (object);
}

static void
il_view_class_init (IlViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", IL_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REORDERED] = g_signal_new ("reordered", IL_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESTYLED] = g_signal_new ("restyled", IL_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
il_view_init (IlView *view)
{
  il_history_init (&view->history);
  view->bookmarks = g_array_new (FALSE, FALSE, sizeof (gint64));
  view->cursor = -1;
  view->fitted = TRUE;
  view->end = limit (view);
}

IlView *
il_view_new (void)
{
  return g_object_new (IL_TYPE_VIEW, NULL);
}

static void
pass_on (IlView *view, guint signal)
{
  g_signal_emit (view, signals[signal], 0);
}

static void
changed_cb (IlView *view)
{
  pass_on (view, CHANGED);
}
static void
restyled_cb (IlView *view)
{
  pass_on (view, RESTYLED);
}
static void
reordered_cb (IlView *view)
{
  pass_on (view, REORDERED);
}

IlView *
il_view_new_beside (IlView *leader)
{
  g_return_val_if_fail (IL_IS_VIEW (leader), NULL);

  IlView *view = il_view_new ();

  view->leader = g_object_ref (leader);
  view->linked = TRUE;
  g_signal_connect_object (leader, "changed", G_CALLBACK (changed_cb), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (leader, "restyled", G_CALLBACK (restyled_cb), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (leader, "reordered", G_CALLBACK (reordered_cb), view, G_CONNECT_SWAPPED);
  return view;
}

void
il_view_set_linked (IlView *view, gboolean linked)
{
  g_return_if_fail (IL_IS_VIEW (view) && view->leader);

  if (view->linked == linked)
    return;
  if (!linked) {
    IlView *leader = view->leader;

    view->extent = leader->extent;
    view->start = leader->start;
    view->end = leader->end;
    view->fitted = leader->fitted;
    view->cursor = -1;
    g_clear_pointer (&view->arrangement, il_arrangement_unref);
    view->arrangement = il_arrangement_ref (leader->arrangement);
    il_history_clear (&view->history);
    il_history_init (&view->history);
  }
  view->linked = linked;
  pass_on (view, CHANGED);
  if (linked && !il_arrangement_equal (view->arrangement, view->leader->arrangement))
    pass_on (view, REORDERED);
}

gboolean
il_view_is_linked (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  return view->linked;
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
    set_range (view, 0, limit (view), TRUE);
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
  view = own (view);
  return view->extent;
}

void
il_view_set_range (IlView *view, double start, double end)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = own (view);
  move (view, start, end, FALSE, FALSE);
}

double
il_view_get_start (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), 0);
  view = own (view);
  return view->start;
}

double
il_view_get_end (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), 0);
  view = own (view);
  return view->end;
}

void
il_view_zoom (IlView *view, double factor, double at)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = own (view);
  g_return_if_fail (factor > 0);

  double old_length = view->end - view->start;
  double length = CLAMP (old_length / factor, SHORTEST, limit (view));
  double start = at - (at - view->start) * (length / old_length);

  move (view, start, start + length, length >= limit (view), FALSE);
}

void
il_view_pan (IlView *view, double fraction)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = own (view);

  double shift = fraction * (view->end - view->start);

  move (view, view->start + shift, view->end + shift, view->fitted, FALSE);
}

void
il_view_fit (IlView *view)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = own (view);
  move (view, 0, limit (view), TRUE, TRUE);
}

void
il_view_jump (IlView *view, double start, double end)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = own (view);
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
  set_range (view, visit.fitted ? 0 : visit.start, visit.fitted ? limit (view) : visit.end, visit.fitted);
  rearrange (view, visit.arrangement);
  il_arrangement_unref (visit.arrangement);
  return TRUE;
}

gboolean
il_view_go_back (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = own (view);
  return go (view, il_history_back);
}

gboolean
il_view_go_forward (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = own (view);
  return go (view, il_history_forward);
}

gboolean
il_view_is_fitted (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = own (view);
  return view->fitted;
}

void
il_view_set_playhead (IlView *view, gint64 time)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);

  if (view->playhead == time)
    return;
  view->playhead = time;
  g_signal_emit (view, signals[CHANGED], 0);
}

gint64
il_view_get_playhead (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), 0);
  view = common (view);
  return view->playhead;
}

void
il_view_set_measured (IlView *view, gint64 from, gint64 to)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);

  from = CLAMP (from, 0, view->extent);
  to = CLAMP (to, 0, view->extent);
  if (view->measured_from == MIN (from, to) && view->measured_to == MAX (from, to))
    return;
  view->measured_from = MIN (from, to);
  view->measured_to = MAX (from, to);
  g_signal_emit (view, signals[CHANGED], 0);
}

gboolean
il_view_get_measured (IlView *view, gint64 *from, gint64 *to)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = common (view);

  *from = view->measured_from;
  *to = MIN (view->measured_to, view->extent); /* a new run may be shorter */
  return *to > *from;
}

void
il_view_toggle_bookmark (IlView *view, gint64 time, gint64 tolerance)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);

  guint i = 0;

  while (i < view->bookmarks->len && g_array_index (view->bookmarks, gint64, i) < time - tolerance)
    i++;
  if (i < view->bookmarks->len && g_array_index (view->bookmarks, gint64, i) <= time + tolerance)
    g_array_remove_index (view->bookmarks, i);
  else
    g_array_insert_val (view->bookmarks, i, time);
  g_signal_emit (view, signals[CHANGED], 0);
}

const GArray *
il_view_get_bookmarks (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), NULL);
  view = common (view);
  return view->bookmarks;
}

gboolean
il_view_find_bookmark (IlView *view, gint64 time, int direction, gint64 *found)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = common (view);

  for (guint k = 0; k < view->bookmarks->len; k++) {
    gint64 at = g_array_index (view->bookmarks, gint64, direction > 0 ? k : view->bookmarks->len - 1 - k);

    if (direction > 0 ? at > time : at < time) {
      *found = at;
      return TRUE;
    }
  }
  return FALSE;
}

void
il_view_set_snap (IlView *view, IlSnapFunc snap, gpointer data)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);
  view->snap = snap;
  view->snap_data = data;
}

gint64
il_view_snap (IlView *view, gint64 time, gint64 tolerance)
{
  g_return_val_if_fail (IL_IS_VIEW (view), time);
  view = common (view);
  return view->snap ? view->snap (time, tolerance, view->snap_data) : time;
}

void
il_view_set_cursor (IlView *view, gint64 time)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = own (view);

  time = MAX (-1, time);
  if (view->cursor == time)
    return;
  view->cursor = time;
  g_signal_emit (view, signals[CHANGED], 0);
}

gint64
il_view_get_cursor (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), -1);
  view = own (view);
  return view->cursor;
}

void
il_view_set_coloring (IlView *view, IlColoring coloring)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);

  if (view->coloring == coloring)
    return;
  view->coloring = coloring;
  g_signal_emit (view, signals[RESTYLED], 0);
}

IlColoring
il_view_get_coloring (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), IL_COLORING_TASK);
  view = common (view);
  return view->coloring;
}

void
il_view_set_high_contrast (IlView *view, gboolean high_contrast)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);

  if (view->high_contrast == high_contrast)
    return;
  view->high_contrast = high_contrast;
  g_signal_emit (view, signals[RESTYLED], 0);
}

gboolean
il_view_get_high_contrast (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = common (view);
  return view->high_contrast;
}

void
il_view_set_sorting (IlView *view, const IlLaneSorting *sorting)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);

  if (view->sorting.by == sorting->by && view->sorting.grouped == sorting->grouped)
    return;
  view->sorting = *sorting;
  g_signal_emit (view, signals[REORDERED], 0);
}

IlLaneSorting
il_view_get_sorting (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), (IlLaneSorting) { 0 });
  view = common (view);
  return view->sorting;
}

void
il_view_set_by_core (IlView *view, gboolean by_core)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = common (view);

  if (view->by_core == by_core)
    return;
  view->by_core = by_core;
  g_signal_emit (view, signals[REORDERED], 0);
}

gboolean
il_view_get_by_core (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = common (view);
  return view->by_core;
}

void
il_view_set_arrangement (IlView *view, IlArrangement *arrangement)
{
  g_return_if_fail (IL_IS_VIEW (view));

  view = own (view);

  IlVisit left = here (view);

  if (il_arrangement_equal (left.arrangement, arrangement))
    return;
  il_history_leave (&view->history, &left, g_get_monotonic_time (), TRUE);
  rearrange (view, arrangement);
}

IlArrangement *
il_view_get_arrangement (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), NULL);
  view = own (view);
  return view->arrangement;
}

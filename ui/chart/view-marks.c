/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/time.h"
#include "ui/chart/view-private.h"

/* The times that are marked: the playhead, the cursor, the measured range, bookmarks. */

void
il_view_set_playhead (IlView *view, gint64 time)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_common (view);

  if (view->playhead == time)
    return;
  view->playhead = time;
  il_view_tell_changed (view);
}

gint64
il_view_get_playhead (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), 0);
  view = il_view_common (view);
  return view->playhead;
}

void
il_view_set_measured (IlView *view, gint64 from, gint64 to)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_common (view);

  from = CLAMP (from, 0, view->extent);
  to = CLAMP (to, 0, view->extent);
  if (view->measured_from == MIN (from, to) && view->measured_to == MAX (from, to))
    return;
  view->measured_from = MIN (from, to);
  view->measured_to = MAX (from, to);
  il_view_tell_changed (view);
}

gboolean
il_view_get_measured (IlView *view, gint64 *from, gint64 *to)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = il_view_common (view);

  *from = view->measured_from;
  *to = MIN (view->measured_to, view->extent); /* a new run may be shorter */
  return *to > *from;
}

void
il_view_toggle_bookmark (IlView *view, gint64 time, gint64 tolerance)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_common (view);

  guint i = 0;

  while (i < view->bookmarks->len && g_array_index (view->bookmarks, gint64, i) < il_time_add (time, -tolerance))
    i++;
  if (i < view->bookmarks->len && g_array_index (view->bookmarks, gint64, i) <= il_time_add (time, tolerance))
    g_array_remove_index (view->bookmarks, i);
  else
    g_array_insert_val (view->bookmarks, i, time);
  il_view_tell_changed (view);
}

const GArray *
il_view_get_bookmarks (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), NULL);
  view = il_view_common (view);
  return view->bookmarks;
}

gboolean
il_view_find_bookmark (IlView *view, gint64 time, int direction, gint64 *found)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = il_view_common (view);

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
  view = il_view_common (view);
  view->snap = snap;
  view->snap_data = data;
}

gint64
il_view_snap (IlView *view, gint64 time, gint64 tolerance)
{
  g_return_val_if_fail (IL_IS_VIEW (view), time);
  view = il_view_common (view);
  return view->snap ? view->snap (time, tolerance, view->snap_data) : time;
}

void
il_view_set_cursor (IlView *view, gint64 time)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_own (view);

  time = MAX (-1, time);
  if (view->cursor == time)
    return;
  view->cursor = time;
  il_view_tell_changed (view);
}

gint64
il_view_get_cursor (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), -1);
  view = il_view_own (view);
  return view->cursor;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

/* The range that is measured on the ruler: found on a thread, and only for the latest one. */

typedef struct {
  IlTrack *track;
  gint64 from, to;
  IlRange *range;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_track_unref (question->track);
  g_clear_pointer (&question->range, il_range_free);
  g_free (question);
}

static void
measure (gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  question->range = il_range_new (question->track->timeline, il_causes_turns (question->track->causes), question->from,
                                  question->to, cancellable);
}

static void
measured_cb (gpointer data, gpointer owner)
{
  IlWindow *window = owner;
  const Question *question = data;

  il_inspector_show_range (window->inspector, question->track->recording, question->range);
}

/* The range, or whose it is, may have changed. */
void
il_window_update_range (IlWindow *window)
{
  IlTrack *track = window->session ? window->shown[gtk_drop_down_get_selected (window->model) % IL_N_CHARTS] : NULL;
  gint64 from = 0, to = 0;
  Question *question;

  if (!track || !track->causes || !il_view_get_measured (window->view, &from, &to))
    track = NULL;
  else {
    to = MIN (to, il_timeline_end (track->timeline)); /* of a shorter run than others */
    from = MIN (from, to);
  }
  if (track == window->measured_track && from == window->measured_from && to == window->measured_to)
    return;
  il_latest_cancel (window->measuring);
  window->measured_track = track;
  window->measured_from = from;
  window->measured_to = to;
  if (!track) {
    il_inspector_show_range (window->inspector, NULL, NULL);
    return;
  }
  question = g_new0 (Question, 1);
  *question = (Question) { .track = il_track_ref (track), .from = from, .to = to };
  il_latest_ask (window->measuring, question, question_free, measure, measured_cb);
}

/* To the nearest edge of a span in any of the charts. */
gint64
il_window_snap (gint64 time, gint64 tolerance, gpointer data)
{
  IlWindow *window = IL_WINDOW (data);
  gint64 nearest = time, found;

  for (guint i = 0; i < IL_N_CHARTS; i++)
    if (window->shown[i] && il_range_snap (window->shown[i]->recording, time, tolerance, &found)
        && (nearest == time || ABS (found - time) < ABS (nearest - time)))
      nearest = found;
  return nearest;
}

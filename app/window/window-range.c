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
measure (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  question->range = il_range_new (question->track->timeline, il_causes_turns (question->track->causes), question->from,
                                  question->to, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlWindow *window = IL_WINDOW (source);
  const Question *question = g_task_get_task_data (G_TASK (result));

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_object (&window->measuring);
  il_inspector_show_range (window->inspector, question->track->recording, question->range);
}

void
il_window_cancel_range (IlWindow *window)
{
  g_cancellable_cancel (window->measuring);
  g_clear_object (&window->measuring);
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
  il_window_cancel_range (window);
  window->measured_track = track;
  window->measured_from = from;
  window->measured_to = to;
  if (!track) {
    il_inspector_show_range (window->inspector, NULL, NULL);
    return;
  }
  question = g_new0 (Question, 1);
  *question = (Question) { .track = il_track_ref (track), .from = from, .to = to };
  window->measuring = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (window, window->measuring, measured_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, measure);
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

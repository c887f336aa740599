/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

/* Why the selected span was waited: found on a thread, as it may take long where many wait for many. */

typedef struct {
  IlTrack *track;
  guint32 task;
  gboolean of_task; /* all its waiting, and not only in the span */
  guint64 seq;      /* of the span's first event */
  gint64 start;
  GArray *parts;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_track_unref (question->track);
  g_clear_pointer (&question->parts, g_array_unref);
  g_free (question);
}

static void
find_blame (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  const IlLane *lane = il_timeline_lane_of_task (question->track->timeline, question->task);
  IlState state;
  guint span;
  IlWhy why;

  if (lane && question->of_task)
    question->parts = il_blame_task (question->track->causes, lane, cancellable);
  else if (lane && il_lane_find_seq (lane, question->seq, &span)) {
    /* A switch begins with the event at its end, as the running after it does. */
    if (span > 0 && il_lane_peek (lane, span, &state, &why) > question->start)
      span--;
    question->parts = il_blame_span (question->track->causes, lane, span, cancellable);
  }
  g_task_return_boolean (task, TRUE);
}

static void
blame_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlWindow *window = IL_WINDOW (source);
  Question *question = g_task_get_task_data (G_TASK (result));

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (question->of_task)
    g_clear_object (&window->blaming);
  il_inspector_show_blame (window->inspector, question->of_task, question->track->timeline, question->task,
                           question->parts);
}

void
il_window_cancel_blame (IlWindow *window)
{
  g_cancellable_cancel (window->blaming);
  g_clear_object (&window->blaming);
}

static void
ask (IlWindow *window, IlTrack *track, gboolean of_task)
{
  Question *question = g_new0 (Question, 1);

  *question = (Question) {
    .track = il_track_ref (track),
    .task = window->selected_task,
    .of_task = of_task,
    .seq = window->selected_span.first_seq,
    .start = window->selected_span.start,
  };
  g_autoptr (GTask) task = g_task_new (window, window->blaming, blame_found_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, find_blame);
}

void
il_window_update_blame (IlWindow *window)
{
  IlTrack *track = window->has_selection ? window->shown[window->selected_model] : NULL;

  il_window_cancel_blame (window);
  if (!track || il_recording_outcome (track->recording) == IL_OUTCOME_RUNNING)
    return;
  il_inspector_await_blame (window->inspector);
  if (!track->causes) /* they are on their way */
    return;
  window->blaming = g_cancellable_new ();
  ask (window, track, FALSE);
  ask (window, track, TRUE);
}

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
find_blame (gpointer data, GCancellable *cancellable)
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
}

static void
blame_found_cb (gpointer data, gpointer owner)
{
  IlWindow *window = owner;
  const Question *question = data;

  il_inspector_show_blame (window->inspector, question->of_task, question->track->timeline, question->task,
                           question->parts);
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
  il_latest_ask (window->blaming, question, question_free, find_blame, blame_found_cb);
}

void
il_window_update_blame (IlWindow *window)
{
  IlTrack *track = window->has_selection ? window->shown[window->selected_model] : NULL;

  il_latest_cancel (window->blaming);
  if (!track || il_recording_outcome (track->recording) == IL_OUTCOME_RUNNING)
    return;
  il_inspector_await_blame (window->inspector);
  if (!track->causes) /* they are on their way */
    return;
  ask (window, track, FALSE);
  ask (window, track, TRUE);
}

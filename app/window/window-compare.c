/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

/* Where two runs part: looked for on a thread when both are complete. */

static const guint pairs[][2] = { { 0, 1 }, { 0, 2 }, { 1, 2 }, { 0, 3 }, { 1, 3 }, { 2, 3 } };

typedef struct {
  guint pair;
  IlTrack *tracks[2];
  gboolean found;
  IlDivergence divergence;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_track_unref (question->tracks[0]);
  il_track_unref (question->tracks[1]);
  g_free (question);
}

static void
find_divergence (gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  question->found = il_divergence_find (question->tracks[0]->recording, question->tracks[1]->recording, cancellable,
                                        &question->divergence);
}

static void
divergence_found_cb (gpointer data, gpointer owner)
{
  IlWindow *window = owner;
  const Question *question = data;

  il_compare_set_divergence (window->compare, question->pair, question->tracks[0]->recording,
                             question->tracks[1]->recording, question->found ? &question->divergence : NULL);
}

/* The runs are others, or one more is complete. */
void
il_window_update_compare (IlWindow *window)
{
  il_latest_cancel (window->comparing);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    IlTrack *one = window->shown[pairs[i][0]], *other = window->shown[pairs[i][1]];
    Question *question;

    if (!one || !other || !one->metrics || !other->metrics) {
      il_compare_set_divergence (window->compare, i, NULL, NULL, NULL);
      continue;
    }
    question = g_new0 (Question, 1);
    *question = (Question) { .pair = i, .tracks = { il_track_ref (one), il_track_ref (other) } };
    il_latest_ask (window->comparing, question, question_free, find_divergence, divergence_found_cb);
  }
}

/* To the moment, and in one of the two charts to the span that the event is about. */
void
il_window_go_to_divergence (IlWindow *window, guint pair, const IlDivergence *divergence)
{
  IlPlayer *player = il_session_player (window->session);

  il_player_pause (player);
  il_player_seek (player, divergence->time);
  for (guint i = 0; i < 2; i++) {
    guint model = pairs[pair][1 - i];
    const IlTrack *track = window->shown[model];
    const IlLane *lane;
    IlEvent event;
    guint span;

    if (!track || !il_recording_event (track->recording, divergence->seq[1 - i], &event)
        || !(lane = il_timeline_lane_of_task (track->timeline, event.task))
        || !il_lane_find_seq (lane, event.seq, &span))
      continue;
    il_chart_go_to_span (window->chart[model], event.task, span);
    return;
  }
}

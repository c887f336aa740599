/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "traces/derive/critical-path.h"

/* The critical paths: found on a thread when they are asked for, and let go when they are not, as they may have
 * millions of steps. */

typedef struct {
  IlTrack *track;
  GArray *path; /* NULL: cancelled */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_track_unref (question->track);
  g_clear_pointer (&question->path, g_array_unref);
  g_free (question);
}

static void
find_path (gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  const IlTrack *track = question->track;

  question->path = il_critical_path (track->timeline, il_causes_turns (track->causes), cancellable);
}

static void
path_found_cb (gpointer data, gpointer owner)
{
  IlWindow *window = owner;
  Question *question = data;
  IlTrack *track = question->track;

  g_clear_pointer (&track->path, g_array_unref);
  track->path = g_steal_pointer (&question->path);
  for (guint i = 0; i < IL_N_CHARTS; i++)
    if (window->shown[i] == track)
      il_chart_set_path (window->chart[i], track->path);
}

static void
start (IlWindow *window, IlTrack *track)
{
  Question *question = g_new0 (Question, 1);

  question->track = il_track_ref (track);
  il_latest_ask (window->lighting, question, question_free, find_path, path_found_cb);
}

/* They are to be lit or not, or the runs are others. */
void
il_window_update_path (IlWindow *window)
{
  il_latest_cancel (window->lighting);
  for (guint i = 0; i < IL_N_CHARTS; i++) {
    IlTrack *track = window->shown[i];

    if (track && !window->path_is_lit)
      g_clear_pointer (&track->path, g_array_unref);
    il_chart_set_path (window->chart[i], track ? track->path : NULL);
    if (track && track->causes && window->path_is_lit && !track->path)
      start (window, track);
  }
}

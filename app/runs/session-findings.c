/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"

/* What is found out about a complete run, on threads: what blame needs comes first. A timeline does not change any more
 * once it is complete, so workers may read it too. */

static void
find_causes (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, il_causes_new (((IlTrack *) data)->timeline), (GDestroyNotify) il_causes_free);
}

static void
compute_metrics (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, il_metrics_new (((IlTrack *) data)->timeline), (GDestroyNotify) il_metrics_free);
}

static void
tell_findings (IlSession *session, const IlTrack *track)
{
  for (guint i = 0; i < il_run_list_length (session->list); i++)
    if (il_listed_run_get_track (il_run_list_get (session->list, i)) == track) {
      g_signal_emit (session, il_session_signals[METRICS_CHANGED], 0);
      return;
    }
}

static void
causes_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlTrack *track = g_task_get_task_data (G_TASK (result));

  g_clear_pointer (&track->causes, il_causes_free);
  track->causes = g_task_propagate_pointer (G_TASK (result), NULL);
  tell_findings (IL_SESSION (source), track);
}

static void
metrics_computed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlTrack *track = g_task_get_task_data (G_TASK (result));

  g_clear_pointer (&track->metrics, il_metrics_free);
  track->metrics = g_task_propagate_pointer (G_TASK (result), NULL);
  tell_findings (IL_SESSION (source), track);
}

static void
start_finding (IlSession *session, IlTrack *track, GTaskThreadFunc find, GAsyncReadyCallback found)
{
  g_autoptr (GTask) task = g_task_new (session, NULL, found, NULL);

  g_task_set_task_data (task, il_track_ref (track), (GDestroyNotify) il_track_unref);
  g_task_run_in_thread (task, find);
}

void
il_session_find_out (IlSession *session, IlTrack *track)
{
  start_finding (session, track, find_causes, causes_found_cb);
  start_finding (session, track, compute_metrics, metrics_computed_cb);
}

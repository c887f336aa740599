/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "traces/derive/critical-path.h"

/* The critical paths: found on a thread when they are asked for, and let go when they are not, as they may have
 * millions of steps. */

static void
find_path (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const IlTrack *track = data;

  g_task_return_pointer (task, il_critical_path (track->timeline, il_causes_turns (track->causes), cancellable),
                         (GDestroyNotify) g_array_unref);
}

static void
path_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlWindow *window = IL_WINDOW (source);
  IlTrack *track = g_task_get_task_data (G_TASK (result));
  g_autoptr (GArray) path = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!path || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_pointer (&track->path, g_array_unref);
  track->path = g_steal_pointer (&path);
  for (guint i = 0; i < IL_N_CHARTS; i++)
    if (window->shown[i] == track)
      il_chart_set_path (window->chart[i], track->path);
}

void
il_window_cancel_path (IlWindow *window)
{
  g_cancellable_cancel (window->lighting);
  g_clear_object (&window->lighting);
}

static void
start (IlWindow *window, IlTrack *track)
{
  g_autoptr (GTask) task = g_task_new (window, window->lighting, path_found_cb, NULL);

  g_task_set_check_cancellable (task, FALSE); /* what it found is to be freed, cancelled or not */
  g_task_set_task_data (task, il_track_ref (track), (GDestroyNotify) il_track_unref);
  g_task_run_in_thread (task, find_path);
}

/* They are to be lit or not, or the runs are others. */
void
il_window_update_path (IlWindow *window)
{
  il_window_cancel_path (window);
  window->lighting = g_cancellable_new ();
  for (guint i = 0; i < IL_N_CHARTS; i++) {
    IlTrack *track = window->shown[i];

    if (track && !window->path_is_lit)
      g_clear_pointer (&track->path, g_array_unref);
    il_chart_set_path (window->chart[i], track ? track->path : NULL);
    if (track && track->causes && window->path_is_lit && !track->path)
      start (window, track);
  }
}

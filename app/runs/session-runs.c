/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"

/* A frame's share for taking in records, over all runs. */
static const gint64 BUDGET = 3 * G_TIME_SPAN_MILLISECOND * 1000;

/* A virtual run that takes longer than this is shown while it goes on. */
static const gint64 PATIENCE = 400 * G_TIME_SPAN_MILLISECOND;

/* Ending a run waits for its threads, which the main thread does not. */
static gpointer
free_run (gpointer run)
{
  il_run_free (run);
  return NULL;
}

void
il_session_let_go (IlRun **run)
{
  if (!*run)
    return;
  il_run_stop (*run);
  g_thread_unref (g_thread_new ("end run", free_run, *run));
  *run = NULL;
}

void
il_session_drop_tracks (IlSession *session)
{
  for (guint i = 0; i < N_MODELS; i++) {
    il_session_let_go (&session->runs[i]);
    g_clear_pointer (&session->tracks[i], il_track_unref);
    session->started[i] = session->over[i] = FALSE;
  }
  g_clear_pointer (&session->program, il_program_unref);
  session->stopped = FALSE;
}

void
il_session_update_end (IlSession *session)
{
  gint64 end = 0;

  for (guint i = 0; i < N_MODELS; i++)
    if (session->tracks[i])
      end = MAX (end, il_timeline_end (session->tracks[i]->timeline));
  if (session->state != IL_SESSION_RUNNING)
    end = MAX (end, session->least_end);
  if (end != il_player_get_end (session->player)) {
    il_player_set_end (session->player, end);
    il_session_apply_speed (session);
  }
}

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
  for (guint i = 0; i < N_MODELS; i++)
    if (session->tracks[i] == track)
      g_signal_emit (session, il_session_signals[METRICS_CHANGED], 0);
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

/* Running. */

static void
start_run (IlSession *session, guint i)
{
  session->started[i] = TRUE;
  il_run_start (session->runs[i]);
}

void
il_session_start_runs (IlSession *session, IlProgram *program)
{
  il_session_drop_tracks (session);
  session->program = il_program_ref (program);
  for (guint i = 0; i < N_MODELS; i++) {
    IlRunOptions options;
    g_autoptr (GError) error = NULL;

    il_run_options_init (&options);
    options.model = IL_MODEL_SYNC + i;
    options.clock = session->clock;
    session->runs[i] = il_run_new (program, &options, &error);
    if (session->runs[i])
      session->tracks[i] = il_track_new (il_run_recording (session->runs[i]));
    else {
      il_problems_add (session->problems, IL_MODEL_SYNC + i, error ? error->message : "cannot be run");
      session->over[i] = TRUE;
    }
  }

  il_player_pause (session->player);
  il_player_set_end (session->player, 0);
  il_player_seek (session->player, 0);
  il_player_set_live (session->player, session->clock == IL_CLOCK_WALL);
  session->start_time = g_get_monotonic_time ();
  g_signal_emit (session, il_session_signals[TRACKS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);

  for (guint i = 0; i < N_MODELS; i++)
    if (session->runs[i]) {
      start_run (session, i);
      if (session->clock == IL_CLOCK_WALL) /* the others would disturb its times */
        break;
    }
  il_session_set_state (session, IL_SESSION_RUNNING);
  il_session_become_restless (session);
}

static void
all_over (IlSession *session)
{
  il_player_set_live (session->player, FALSE);
  session->state = IL_SESSION_OVER;
  il_session_update_end (session);
  if (session->clock == IL_CLOCK_VIRTUAL && !session->stopped) {
    il_player_seek (session->player, 0);
    il_session_apply_speed (session);
    il_player_play (session->player);
  } else
    il_player_seek (session->player, il_player_get_end (session->player));
  il_session_set_state (session, IL_SESSION_OVER);
}

static void
run_is_over (IlSession *session, guint i)
{
  gboolean errors_known = FALSE;

  session->over[i] = TRUE;
  if (session->runs[i]) {
    guint n_before = session->problems->len;

    il_problems_add_errors (session->problems, IL_MODEL_SYNC + i, session->runs[i]);
    errors_known = session->problems->len > n_before;
    il_session_let_go (&session->runs[i]);
  }
  start_finding (session, session->tracks[i], find_causes, causes_found_cb);
  start_finding (session, session->tracks[i], compute_metrics, metrics_computed_cb);
  il_problems_add_notes (session->problems, IL_MODEL_SYNC + i, session->tracks[i], errors_known);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
}

/* Returns whether the runs go on, or something they recorded is still to be taken in. */
static gboolean
advance_runs (IlSession *session)
{
  gboolean going_on = FALSE, next_may_start = session->clock == IL_CLOCK_WALL && !session->stopped;
  guint n_active = 0;

  for (guint i = 0; i < N_MODELS; i++)
    n_active += session->started[i] && !session->over[i];

  for (guint i = 0; i < N_MODELS; i++) {
    if (session->over[i] || !session->tracks[i])
      continue;
    if (!session->started[i]) {
      if (!next_may_start)
        continue;
      start_run (session, i);
      g_signal_emit (session, il_session_signals[STATE_CHANGED], 0);
    }
    /* In this order: what is recorded before the end is there when it is over. */
    gboolean is_over = !session->runs[i] || il_run_is_over (session->runs[i]);
    gboolean left = il_track_extend (session->tracks[i], BUDGET / MAX (1, n_active));

    if (is_over && !left)
      run_is_over (session, i);
    else {
      going_on = TRUE;
      next_may_start = FALSE;
    }
  }
  return going_on;
}

static void
advance_recorded (IlSession *session)
{
  for (guint i = 0; i < N_MODELS; i++) {
    if (session->over[i] || !session->tracks[i])
      continue;
    if (il_track_extend (session->tracks[i], BUDGET)) /* one after another, a bite a frame */
      return;
    run_is_over (session, i);
  }
}

static gboolean
all_taken_in (IlSession *session)
{
  for (guint i = 0; i < N_MODELS; i++)
    if (session->tracks[i] && !session->over[i])
      return FALSE;
  return TRUE;
}

gboolean
il_session_advance (IlSession *session, gint64 now)
{
  g_return_val_if_fail (IL_IS_SESSION (session), FALSE);

  gboolean taking_in = FALSE;
  if (session->state == IL_SESSION_RUNNING) {
    taking_in = advance_runs (session);
    if (session->clock == IL_CLOCK_VIRTUAL && !il_player_is_live (session->player)
        && g_get_monotonic_time () - session->start_time > PATIENCE)
      il_player_set_live (session->player, TRUE);
    il_session_update_end (session);
    g_signal_emit (session, il_session_signals[EXTENDED], 0);
    if (!taking_in)
      all_over (session);
  } else if (session->state == IL_SESSION_RECORDED && !all_taken_in (session)) {
    advance_recorded (session);
    il_session_update_end (session);
    g_signal_emit (session, il_session_signals[EXTENDED], 0);
    taking_in = !all_taken_in (session);
    if (!taking_in) {
      g_signal_emit (session, il_session_signals[STATE_CHANGED], 0);
      il_player_seek (session->player, 0);
      il_player_play (session->player);
    }
  }

  il_player_advance (session->player, now);
  session->restless = taking_in || session->state == IL_SESSION_RUNNING || il_player_is_playing (session->player);
  return session->restless;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"

guint il_session_signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlSession, il_session, G_TYPE_OBJECT)

void
il_session_set_state (IlSession *session, IlSessionState state)
{
  session->state = state;
  g_signal_emit (session, il_session_signals[STATE_CHANGED], 0);
}

void
il_session_become_restless (IlSession *session)
{
  if (session->restless)
    return;
  session->restless = TRUE;
  g_signal_emit (session, il_session_signals[RESTLESS], 0);
}

void
il_session_apply_speed (IlSession *session)
{
  double fit = (double) il_player_get_end (session->player) / (IL_SESSION_FIT_SECONDS * 1e9);
  double speed = session->speed > 0 ? session->speed : fit;

  if (speed > 0)
    il_player_set_speed (session->player, speed);
}

static gboolean
has_tracks (IlSession *session)
{
  for (guint i = 0; i < il_run_list_length (session->list); i++)
    if (il_listed_run_get_track (il_run_list_get (session->list, i)))
      return TRUE;
  return FALSE;
}

void
il_session_stop (IlSession *session)
{
  g_return_if_fail (IL_IS_SESSION (session));

  if (session->state == IL_SESSION_CHECKING) {
    il_session_cancel_checking (session);
    il_session_set_state (session, has_tracks (session) ? IL_SESSION_OVER : IL_SESSION_EMPTY);
  } else if (session->state == IL_SESSION_RUNNING) {
    il_session_cancel_checking (session);
    session->stopped = TRUE;
    for (guint i = 0; i < session->pending->len; i++) {
      IlPending *pending = g_ptr_array_index (session->pending, i);

      if (pending->run)
        il_run_stop (pending->run);
    }
    il_session_become_restless (session);
  }
}

gboolean
il_session_run_one (IlSession *session, IlListedRun *listed, const char *name, const char *text)
{
  g_return_val_if_fail (IL_IS_SESSION (session) && il_run_list_position (session->list, listed, NULL), FALSE);

  if (!session->program || session->state == IL_SESSION_CHECKING
      || il_listed_run_get_source (listed) != IL_SOURCE_WORKLOAD)
    return FALSE;
  if (g_strcmp0 (text, session->text) == 0)
    il_session_start_run (session, listed);
  else
    il_session_check (session, name, text, il_run_list_get_clock (session->list), listed);
  return TRUE;
}

/* What was shown goes; the list is empty then. */
static void
drop_all (IlSession *session)
{
  il_session_cancel_checking (session);
  il_session_cease_following (session);
  il_session_set_cost (session, 0);
  g_ptr_array_set_size (session->pending, 0);
  il_run_list_clear (session->list);
  g_clear_pointer (&session->program, il_program_unref);
  g_clear_pointer (&session->name, g_free);
  g_clear_pointer (&session->text, g_free);
  g_ptr_array_set_size (session->problems, 0);
  session->stopped = FALSE;
  il_player_pause (session->player);
  il_player_set_live (session->player, FALSE);
  il_player_set_end (session->player, 0);
}

void
il_session_clear (IlSession *session)
{
  g_return_if_fail (IL_IS_SESSION (session));

  drop_all (session);
  il_run_list_add_models (session->list);
  g_signal_emit (session, il_session_signals[TRACKS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
  il_session_set_state (session, IL_SESSION_EMPTY);
  il_session_update_end (session);
}

/* The clock of a list is that of the first run that says no other is its own, or of the first; those with another one
 * have it of their own. */
static IlClockKind
clock_of (IlRunList *list)
{
  for (guint i = 0; i < il_run_list_length (list); i++) {
    const IlRunSettings *settings = il_listed_run_get_settings (il_run_list_get (list, i));

    if (!settings->own_clock)
      return settings->clock;
  }
  return il_run_list_length (list) > 0 ? il_listed_run_get_settings (il_run_list_get (list, 0))->clock
                                       : il_run_list_get_clock (list);
}

static void
adopt_clock (IlRunList *list)
{
  IlClockKind clock = clock_of (list);

  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlListedRun *run = il_run_list_get (list, i);
    g_autoptr (IlRunSettings) settings = il_run_settings_copy (il_listed_run_get_settings (run));

    settings->own_clock |= settings->clock != clock;
    il_listed_run_set_settings (run, settings);
  }
  il_run_list_set_clock (list, clock);
}

void
il_session_show_trace (IlSession *session, IlTrace *trace, GPtrArray *tracks)
{
  g_return_if_fail (IL_IS_SESSION (session));

  drop_all (session);
  session->name = g_strdup (trace->name);
  session->text = g_strdup (trace->text);
  il_run_list_freeze (session->list);
  il_run_list_add_trace (session->list, NULL, trace, tracks, NULL);
  adopt_clock (session->list);
  for (guint i = 0; i < il_run_list_length (session->list); i++)
    il_listed_run_set_text (il_run_list_get (session->list, i), trace->text);
  il_run_list_thaw (session->list);
  il_session_take_in (session);
  session->all_anew = TRUE;
  g_signal_emit (session, il_session_signals[TRACKS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
  il_session_set_state (session, IL_SESSION_RECORDED);
}

gboolean
il_session_add_trace (IlSession *session, const char *name, IlTrace *trace, GPtrArray *tracks, GError **error)
{
  g_return_val_if_fail (IL_IS_SESSION (session) && name, FALSE);

  if (!il_run_list_add_trace (session->list, name, trace, tracks, error))
    return FALSE;
  il_session_take_in (session);
  return TRUE;
}

IlSessionState
il_session_state (IlSession *session)
{
  return session->state;
}

gboolean
il_session_is_busy (IlSession *session)
{
  return session->state == IL_SESSION_CHECKING || session->state == IL_SESSION_RUNNING;
}

/* Whose turn it is, where they take turns. */
static char *
describe_running (IlSession *session)
{
  guint n_waiting = 0;
  IlListedRun *running = NULL;

  for (guint i = 0; i < session->pending->len; i++) {
    IlListedRun *listed = ((IlPending *) g_ptr_array_index (session->pending, i))->listed;

    if (il_listed_run_get_state (listed) == IL_LISTED_RUN_WAITING)
      n_waiting++;
    else if (!running)
      running = listed;
  }
  if (!session->was_live || !running)
    return g_strdup ("running…");
  if (session->n_started_together < 2)
    return g_strdup_printf ("running %s…", il_listed_run_get_title (running));
  return g_strdup_printf ("running %s, %u of %u…", il_listed_run_get_title (running),
                          session->n_started_together - MIN (n_waiting, session->n_started_together - 1),
                          session->n_started_together);
}

static char *
describe_outcomes (IlSession *session)
{
  g_autoptr (GString) others = g_string_new (NULL);
  guint n = 0, n_finished = 0, models = 0;

  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (il_listed_run_get_state (listed) != IL_LISTED_RUN_OVER)
      continue;
    IlOutcome outcome = il_recording_outcome (il_listed_run_get_track (listed)->recording);
    n++;
    models |= 1U << il_listed_run_get_settings (listed)->model;
    if (outcome == IL_OUTCOME_FINISHED)
      n_finished++;
    else
      g_string_append_printf (others, " · %s: %s", il_listed_run_get_title (listed), il_outcome_name (outcome));
  }
  if (il_session_is_stale (session))
    return g_strdup ("text changed since this run");
  if (session->stopped)
    return g_strdup ("stopped");
  if (n == n_finished && n > 1)
    return g_strdup_printf ("finished · %u %s compared", n,
                            n == (guint) __builtin_popcount (models) ? "models" : "runs");
  if (n == n_finished)
    return g_strdup ("finished");
  return g_strconcat (n_finished > 0 ? "finished" : "ended", others->str, NULL);
}

gboolean
il_session_was_stopped (IlSession *session)
{
  return session->stopped;
}

char *
il_session_describe (IlSession *session)
{
  switch (session->state) {
  case IL_SESSION_CHECKING: return g_strdup ("checking…");
  case IL_SESSION_WRONG:
    return g_strdup_printf (session->problems->len == 1 ? "%u problem" : "%u problems", session->problems->len);
  case IL_SESSION_RUNNING: return describe_running (session);
  case IL_SESSION_OVER: return describe_outcomes (session);
  case IL_SESSION_RECORDED:
    return g_strdup (il_session_is_stale (session) ? "recorded trace · text changed since" : "recorded trace");
  default: return g_strdup (il_session_gave_up_following (session) ? "not run yet: it takes long" : "not run yet");
  }
}

IlRunList *
il_session_list (IlSession *session)
{
  return session->list;
}

GPtrArray *
il_session_problems (IlSession *session)
{
  return session->problems;
}

IlPlayer *
il_session_player (IlSession *session)
{
  return session->player;
}

IlTrace *
il_session_dup_trace (IlSession *session)
{
  return il_run_list_to_trace (session->list, session->name, session->text);
}

void
il_session_set_speed (IlSession *session, double speed)
{
  session->speed = speed;
  il_session_apply_speed (session);
}

void
il_session_step (IlSession *session, gboolean forward)
{
  gint64 position = il_player_get_position (session->player);
  gint64 nearest = -1;

  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);
    IlTrack *track = il_listed_run_get_hidden (listed) ? NULL : il_listed_run_get_track (listed);

    if (!track)
      continue;
    gint64 time = forward ? il_track_next_event (track, position) : il_track_previous_event (track, position);
    if (time >= 0)
      nearest = nearest < 0 ? time : forward ? MIN (nearest, time) : MAX (nearest, time);
  }
  il_player_pause (session->player);
  if (nearest >= 0)
    il_player_seek (session->player, nearest);
}

static void
playing_changed_cb (IlSession *session)
{
  if (il_player_is_playing (session->player))
    il_session_become_restless (session);
}

static void
il_session_dispose (GObject *object)
{
  IlSession *session = IL_SESSION (object);

  il_session_cancel_checking (session);
  il_session_cease_following (session);
  g_ptr_array_set_size (session->pending, 0);
  G_OBJECT_CLASS (il_session_parent_class)->dispose (object);
}

static void
il_session_finalize (GObject *object)
{
  IlSession *session = IL_SESSION (object);

  g_ptr_array_unref (session->problems);
  g_ptr_array_unref (session->pending);
  il_follower_free (session->follower);
  g_object_unref (session->list);
  g_clear_pointer (&session->program, il_program_unref);
  g_object_unref (session->player);
  g_free (session->name);
  g_free (session->text);
  G_OBJECT_CLASS (il_session_parent_class)->finalize (object);
}

static void
il_session_class_init (IlSessionClass *klass)
{
  static const char *const names[N_SIGNALS] = { "state-changed",   "tracks-changed",   "extended",
                                                "metrics-changed", "problems-changed", "restless" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = il_session_dispose;
  object_class->finalize = il_session_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    il_session_signals[i] =
        g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
il_session_init (IlSession *session)
{
  session->player = il_player_new ();
  session->problems = il_problems_new ();
  session->pending = il_session_new_pending ();
  session->follower = il_follower_new ();
  session->list = il_run_list_new_default (IL_CLOCK_VIRTUAL);
  g_signal_connect_object (session->list, "items-changed", G_CALLBACK (il_session_list_changed), session,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session->player, "notify::playing", G_CALLBACK (playing_changed_cb), session,
                           G_CONNECT_SWAPPED);
}

IlSession *
il_session_new (void)
{
  return g_object_new (IL_TYPE_SESSION, NULL);
}

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

/* Checking. */

typedef struct {
  char *name;
  char *text;
  IlClockKind clock;
  IlDiagnostics *diagnostics;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->name);
  g_free (check->text);
  il_diagnostics_free (check->diagnostics);
  g_free (check);
}

static void
check_program (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  IlProgram *program = il_program_new (check->name, check->text, strlen (check->text), check->diagnostics);

  g_task_return_pointer (task, program, (GDestroyNotify) il_program_unref);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlSession *session = IL_SESSION (source);
  Check *check = g_task_get_task_data (G_TASK (result));
  gboolean cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  g_autoptr (IlProgram) program = g_task_propagate_pointer (G_TASK (result), NULL);

  if (cancelled)
    return;
  g_clear_object (&session->checking);
  g_ptr_array_set_size (session->problems, 0);
  if (program) {
    g_free (session->name);
    g_free (session->text);
    session->name = g_steal_pointer (&check->name);
    session->text = g_steal_pointer (&check->text);
    session->clock = check->clock;
    il_session_start_runs (session, program);
    return;
  }

  guint n = il_diagnostics_count (check->diagnostics);
  for (guint i = 0; i < n; i++) {
    const IlDiagnostic *diagnostic = il_diagnostics_get (check->diagnostics, i);
    IlProblem *problem = il_problems_add (session->problems, 0, diagnostic->message);

    problem->line = diagnostic->line;
    problem->column = diagnostic->column;
    problem->length = diagnostic->length;
  }
  il_session_set_state (session, IL_SESSION_WRONG);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
}

static void
cancel_checking (IlSession *session)
{
  g_cancellable_cancel (session->checking);
  g_clear_object (&session->checking);
}

void
il_session_run (IlSession *session, const char *name, const char *text, IlClockKind clock)
{
  g_return_if_fail (IL_IS_SESSION (session));

  il_session_stop (session);
  for (guint i = 0; i < N_MODELS; i++)
    il_session_let_go (&session->runs[i]);

  Check *check = g_new0 (Check, 1);
  check->name = g_strdup (name);
  check->text = g_strdup (text);
  check->clock = clock;
  check->diagnostics = il_diagnostics_new ();

  session->checking = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (session, session->checking, checked_cb, NULL);
  g_task_set_check_cancellable (task, FALSE); /* the program is ours to free, cancelled or not */
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_program);
  il_session_set_state (session, IL_SESSION_CHECKING);
}

static gboolean
has_tracks (IlSession *session)
{
  for (guint i = 0; i < N_MODELS; i++)
    if (session->tracks[i])
      return TRUE;
  return FALSE;
}

void
il_session_stop (IlSession *session)
{
  g_return_if_fail (IL_IS_SESSION (session));

  if (session->state == IL_SESSION_CHECKING) {
    cancel_checking (session);
    il_session_set_state (session, has_tracks (session) ? IL_SESSION_OVER : IL_SESSION_EMPTY);
  } else if (session->state == IL_SESSION_RUNNING) {
    session->stopped = TRUE;
    for (guint i = 0; i < N_MODELS; i++)
      if (session->runs[i])
        il_run_stop (session->runs[i]);
    il_session_become_restless (session);
  }
}

void
il_session_clear (IlSession *session)
{
  g_return_if_fail (IL_IS_SESSION (session));

  cancel_checking (session);
  il_session_drop_tracks (session);
  g_ptr_array_set_size (session->problems, 0);
  g_clear_pointer (&session->name, g_free);
  g_clear_pointer (&session->text, g_free);
  il_player_pause (session->player);
  il_player_set_live (session->player, FALSE);
  il_player_set_end (session->player, 0);
  g_signal_emit (session, il_session_signals[TRACKS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
  il_session_set_state (session, IL_SESSION_EMPTY);
  il_session_update_end (session);
}

/* The one of TRACKS (or NULL) that shows RECORDING, or a new one. */
static IlTrack *
track_for (GPtrArray *tracks, IlRecording *recording)
{
  for (guint i = 0; tracks && i < tracks->len; i++) {
    IlTrack *track = g_ptr_array_index (tracks, i);

    if (track->recording == recording)
      return il_track_ref (track);
  }
  return il_track_new (recording);
}

void
il_session_show_trace (IlSession *session, IlTrace *trace, GPtrArray *tracks)
{
  g_return_if_fail (IL_IS_SESSION (session));

  cancel_checking (session);
  il_session_drop_tracks (session);
  g_ptr_array_set_size (session->problems, 0);
  g_free (session->name);
  g_free (session->text);
  session->name = g_strdup (trace->name);
  session->text = g_strdup (trace->text);
  for (guint i = 0; i < N_MODELS; i++) {
    IlRecording *recording = il_trace_run (trace, IL_MODEL_SYNC + i);

    if (recording) {
      session->tracks[i] = track_for (tracks, recording);
      session->clock = il_recording_info (recording)->clock;
    }
  }
  il_player_pause (session->player);
  il_player_set_live (session->player, FALSE);
  il_player_set_end (session->player, 0);
  g_signal_emit (session, il_session_signals[TRACKS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
  il_session_set_state (session, IL_SESSION_RECORDED);
  il_session_become_restless (session);
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

static char *
describe_running (IlSession *session)
{
  if (session->clock == IL_CLOCK_VIRTUAL)
    return g_strdup ("running…");
  for (guint i = 0; i < N_MODELS; i++)
    if (session->started[i] && !session->over[i])
      return g_strdup_printf ("running %s, %u of %d…", il_model_title (IL_MODEL_SYNC + i), i + 1, N_MODELS);
  return g_strdup ("running…");
}

static char *
describe_outcomes (IlSession *session)
{
  GString *words = g_string_new (NULL);
  guint n = 0, n_finished = 0;

  for (guint i = 0; i < N_MODELS; i++) {
    if (!session->tracks[i] || !session->over[i])
      continue;
    IlOutcome outcome = il_recording_outcome (session->tracks[i]->recording);
    n++;
    if (outcome == IL_OUTCOME_FINISHED)
      n_finished++;
    else
      g_string_append_printf (words, " · %s: %s", il_model_title (IL_MODEL_SYNC + i), il_outcome_name (outcome));
  }
  if (session->stopped)
    g_string_assign (words, "stopped");
  else if (n == n_finished && n > 1)
    g_string_printf (words, "finished · %u models compared", n);
  else if (n == n_finished)
    g_string_assign (words, "finished");
  else
    g_string_prepend (words, n_finished > 0 ? "finished" : "ended");
  return g_string_free (words, FALSE);
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
  case IL_SESSION_RECORDED: return g_strdup ("recorded trace");
  default: return g_strdup ("not run yet");
  }
}

IlTrack *
il_session_track (IlSession *session, IlModelKind model)
{
  g_return_val_if_fail (model >= IL_MODEL_SYNC && model <= IL_MODEL_COOP, NULL);

  return session->tracks[model - IL_MODEL_SYNC];
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
  if (!has_tracks (session))
    return NULL;

  IlTrace *trace = il_trace_new (session->name, session->text);
  for (guint i = 0; i < N_MODELS; i++)
    if (session->tracks[i] && (session->started[i] || session->state == IL_SESSION_RECORDED))
      il_trace_add_run (trace, session->tracks[i]->recording);
  return trace;
}

void
il_session_set_least_end (IlSession *session, gint64 end)
{
  g_return_if_fail (IL_IS_SESSION (session));

  if (session->least_end == end)
    return;
  session->least_end = end;
  il_session_update_end (session);
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

  for (guint i = 0; i < N_MODELS; i++) {
    if (!session->tracks[i])
      continue;
    gint64 time = forward ? il_track_next_event (session->tracks[i], position)
                          : il_track_previous_event (session->tracks[i], position);
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

  cancel_checking (session);
  il_session_drop_tracks (session);
  G_OBJECT_CLASS (il_session_parent_class)->dispose (object);
}

static void
il_session_finalize (GObject *object)
{
  IlSession *session = IL_SESSION (object);

  g_ptr_array_unref (session->problems);
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
  g_signal_connect_object (session->player, "notify::playing", G_CALLBACK (playing_changed_cb), session,
                           G_CONNECT_SWAPPED);
}

IlSession *
il_session_new (void)
{
  return g_object_new (IL_TYPE_SESSION, NULL);
}

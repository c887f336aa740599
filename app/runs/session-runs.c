/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"
#include "traces/record/aside.h"
#include "traces/record/time.h"

/* A frame's share for taking in records, over all runs. */
static const gint64 BUDGET = 3000000; /* ns */

/* A virtual run that takes longer than this is shown while it goes on. */
static const gint64 PATIENCE = 400000000; /* ns */

/* Virtual runs do not disturb each other's times, but more than the machine has cores for end no sooner. */
enum { LEAST_SIDE_BY_SIDE = 3 };

/* Ending a run waits for its threads, which the main thread does not, however little there is to free. */
void
il_session_end_run (IlRun *run)
{
  il_run_stop (run);
  il_free_aside (run, (GDestroyNotify) il_run_free, G_MAXUINT64);
}

static void
pending_free (gpointer data)
{
  IlPending *pending = data;

  g_clear_pointer (&pending->run, il_session_end_run);
  g_object_unref (pending->listed);
  g_free (pending);
}

GPtrArray *
il_session_new_pending (void)
{
  return g_ptr_array_new_with_free_func (pending_free);
}

static IlPending *
pending_at (IlSession *session, guint i)
{
  return g_ptr_array_index (session->pending, i);
}

static IlTrack *
track_of (const IlPending *pending)
{
  return il_listed_run_get_track (pending->listed);
}

static gboolean
is_waiting (const IlPending *pending)
{
  return il_listed_run_get_state (pending->listed) == IL_LISTED_RUN_WAITING;
}

static gboolean
is_wall (const IlPending *pending)
{
  return il_recording_info (track_of (pending)->recording)->clock == IL_CLOCK_WALL;
}

/* What has not begun leaves nothing to show. */
static void
end_early (IlListedRun *listed)
{
  gboolean begun = il_listed_run_get_state (listed) != IL_LISTED_RUN_WAITING;

  il_listed_run_set_state (listed, begun ? IL_LISTED_RUN_OVER : IL_LISTED_RUN_EMPTY);
}

/* Those that were recorded are taken in all the same. */
void
il_session_let_go (IlSession *session)
{
  for (guint i = session->pending->len; i-- > 0;)
    if (pending_at (session, i)->run) {
      end_early (pending_at (session, i)->listed);
      g_ptr_array_remove_index (session->pending, i);
    }
}

static void
forget_pending (IlSession *session, IlListedRun *listed)
{
  for (guint i = session->pending->len; i-- > 0;)
    if (pending_at (session, i)->listed == listed)
      g_ptr_array_remove_index (session->pending, i);
}

static IlPending *
find_pending (IlSession *session, IlListedRun *listed)
{
  for (guint i = 0; i < session->pending->len; i++)
    if (pending_at (session, i)->listed == listed)
      return pending_at (session, i);
  return NULL;
}

void
il_session_update_end (IlSession *session)
{
  gint64 end = 0;

  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    const IlTrack *track = il_listed_run_get_track (il_run_list_get (session->list, i));

    if (track)
      end = MAX (end, il_timeline_end (track->timeline));
  }
  if (session->state == IL_SESSION_RUNNING)
    end = MAX (end, session->held_end);
  if (end != il_player_get_end (session->player)) {
    il_player_set_end (session->player, end);
    il_session_apply_speed (session);
  }
}

/* Running. */

IlRun *
il_session_new_run (IlSession *session, IlProgram *program, IlListedRun *listed)
{
  g_autoptr (GError) error = NULL;
  IlRunOptions options;
  IlRun *run;

  il_run_options_init (&options);
  il_run_settings_to_options (il_listed_run_get_settings (listed), &options);
  run = il_run_new (program, &options, &error);
  if (!run)
    il_problems_add (session->problems, listed, error ? error->message : "cannot be run");
  return run;
}

/* Gives LISTED a new track, which waits for its turn; or none where it cannot be run. */
static void
prepare_run (IlSession *session, IlListedRun *listed)
{
  forget_pending (session, listed);
  IlRun *run = il_session_new_run (session, session->program, listed);
  if (!run) {
    il_listed_run_set_track (listed, NULL);
    il_listed_run_set_state (listed, IL_LISTED_RUN_EMPTY);
    return;
  }

  g_autoptr (IlTrack) track = il_track_new (il_run_recording (run));
  IlPending *pending = g_new0 (IlPending, 1);
  pending->listed = g_object_ref (listed);
  pending->run = run;
  g_ptr_array_add (session->pending, pending);
  il_listed_run_set_state (listed, IL_LISTED_RUN_WAITING);
  il_listed_run_set_track (listed, track);
  il_listed_run_set_text (listed, session->text);
  il_listed_run_set_stale (listed, FALSE);
}

static guint
side_by_side (void)
{
  return MAX (LEAST_SIDE_BY_SIDE, g_get_num_processors ());
}

/* Starts what may start now: some virtual runs side by side; one on the wall clock when all others are over, which
 * would disturb its times. Returns the number of those that go on. */
static guint
start_next (IlSession *session)
{
  guint n_active = 0;

  for (guint i = 0; i < session->pending->len; i++)
    n_active += !is_waiting (pending_at (session, i));
  for (gboolean wall = FALSE; wall <= TRUE && !session->stopped; wall++)
    for (guint i = 0; i < session->pending->len && n_active < (wall ? 1 : side_by_side ()); i++) {
      IlPending *pending = pending_at (session, i);

      if (!is_waiting (pending) || is_wall (pending) != wall)
        continue;
      il_listed_run_set_state (pending->listed, IL_LISTED_RUN_RUNNING);
      il_run_start (pending->run);
      n_active++;
    }
  return n_active;
}

static void
begin_running (IlSession *session)
{
  session->stopped = FALSE;
  session->n_started_together = 0;
  session->was_live = FALSE;
  for (guint i = 0; i < session->pending->len; i++) {
    const IlPending *pending = pending_at (session, i);

    session->n_started_together += pending->run != NULL;
    session->was_live |= pending->run && is_wall (pending);
  }
  session->start_time = il_monotonic_time ();
  session->processor_time = il_processor_time ();
}

/* Those that take the place of others go on where these are looked at. On the wall clock the replay follows them. */
static void
begin_replay (IlSession *session, gboolean in_place)
{
  gint64 end = il_player_get_end (session->player);

  session->goes_on = in_place && !session->was_live;
  session->held_end = session->goes_on ? end : 0;
  session->at_end = il_player_get_position (session->player) >= end && !il_player_is_playing (session->player);
  if (session->goes_on)
    return;
  il_player_pause (session->player);
  il_player_set_end (session->player, 0);
  il_player_seek (session->player, 0);
  il_player_set_live (session->player, session->was_live);
}

void
il_session_start_runs (IlSession *session, gboolean same_text)
{
  gboolean any = FALSE, in_place = FALSE;
  gboolean at_end = il_player_get_position (session->player) >= il_player_get_end (session->player);

  il_session_let_go (session);
  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (il_listed_run_get_source (listed) != IL_SOURCE_WORKLOAD)
      continue;
    any = TRUE;
    in_place |= il_listed_run_get_track (listed) != NULL;
  }
  if (!any)
    il_run_list_add_models (session->list);
  il_run_list_freeze (session->list);
  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (il_listed_run_get_source (listed) == IL_SOURCE_WORKLOAD)
      prepare_run (session, listed);
  }
  il_run_list_thaw (session->list);
  begin_running (session);
  session->all_anew = TRUE;
  begin_replay (session, in_place && !(same_text && at_end)); /* who has seen it all wants to see it again */
  g_signal_emit (session, il_session_signals[TRACKS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
  start_next (session);
  il_session_set_state (session, IL_SESSION_RUNNING);
  il_session_become_restless (session);
}

/* The replay stays where it is: who changes one run goes on looking at the others. */
void
il_session_start_run (IlSession *session, IlListedRun *listed)
{
  gboolean busy = session->state == IL_SESSION_RUNNING;

  if (!busy)
    session->held_end = 0;
  il_problems_forget (session->problems, il_listed_run_get_number (listed));
  prepare_run (session, listed);
  begin_running (session);
  session->all_anew &= busy;
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
  start_next (session);
  il_session_set_state (session, IL_SESSION_RUNNING);
  il_session_become_restless (session);
}

static void
all_over (IlSession *session)
{
  il_player_set_live (session->player, FALSE);
  if (session->all_anew && !session->was_live)
    il_session_set_cost (session, MIN (il_monotonic_time () - session->start_time,
                                       il_processor_time () - session->processor_time));
  session->state = IL_SESSION_OVER;
  il_session_update_end (session);
  if (session->all_anew && session->goes_on) {
    if (session->at_end)
      il_player_seek (session->player, il_player_get_end (session->player));
    il_session_apply_speed (session);
  } else if (session->all_anew && !session->was_live && !session->stopped) {
    il_player_seek (session->player, 0);
    il_session_apply_speed (session);
    il_player_play (session->player);
  } else if (session->all_anew)
    il_player_seek (session->player, il_player_get_end (session->player));
  il_session_set_state (session, IL_SESSION_OVER);
}

/* Of one that is in the list no more, nothing is said. */
void
il_session_tell_problems (IlSession *session, IlListedRun *listed, IlRun *run)
{
  gboolean errors_known = FALSE;

  if (!il_run_list_position (session->list, listed, NULL))
    return;
  if (run) {
    guint n_before = session->problems->len;

    il_problems_add_errors (session->problems, listed, run);
    errors_known = session->problems->len > n_before;
  }
  il_problems_add_notes (session->problems, listed, errors_known);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
}

static void
run_is_over (IlSession *session, guint i)
{
  IlPending *pending = g_ptr_array_steal_index (session->pending, i);

  il_session_find_out (session, track_of (pending));
  il_listed_run_set_state (pending->listed, IL_LISTED_RUN_OVER);
  il_session_tell_problems (session, pending->listed, pending->run);
  pending_free (pending);
}

static void
advance_runs (IlSession *session)
{
  guint n_waiting = session->pending->len, n_active = 0;

  for (guint i = 0; i < session->pending->len; i++)
    n_active += !is_waiting (pending_at (session, i));
  n_waiting -= n_active;
  for (guint i = 0; i < session->pending->len;) {
    IlPending *pending = pending_at (session, i);

    if (is_waiting (pending)) {
      if (!session->stopped) {
        i++;
        continue;
      }
      end_early (pending->listed);
      g_ptr_array_remove_index (session->pending, i);
      continue;
    }
    /* In this order: what is recorded before the end is there when it is over. */
    gboolean is_over = !pending->run || il_run_is_over (pending->run);
    gboolean left = il_track_extend (track_of (pending), BUDGET / MAX (1, n_active));
    if (is_over && !left)
      run_is_over (session, i);
    else
      i++;
  }
  if (n_waiting > 0 && start_next (session) > 0)
    g_signal_emit (session, il_session_signals[STATE_CHANGED], 0);
}

static void
advance_recorded (IlSession *session)
{
  while (session->pending->len > 0) {
    if (il_track_extend (track_of (pending_at (session, 0)), BUDGET)) /* one after another, a bite a frame */
      return;
    run_is_over (session, 0);
  }
}

void
il_session_take_in (IlSession *session)
{
  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (il_listed_run_get_state (listed) != IL_LISTED_RUN_RUNNING || find_pending (session, listed))
      continue;
    IlPending *pending = g_new0 (IlPending, 1);
    pending->listed = g_object_ref (listed);
    g_ptr_array_add (session->pending, pending);
  }
  il_session_become_restless (session);
}

/* What is removed while it goes on comes to its end: it may be inserted again. */
void
il_session_list_changed (IlSession *session)
{
  for (guint i = session->pending->len; i-- > 0;) {
    IlPending *pending = pending_at (session, i);

    if (!pending->run || il_run_list_position (session->list, pending->listed, NULL))
      continue;
    il_run_stop (pending->run);
    if (is_waiting (pending)) {
      end_early (pending->listed);
      g_ptr_array_remove_index (session->pending, i);
    }
  }
  il_session_update_end (session);
}

void
il_session_stop_run (IlSession *session, IlListedRun *listed)
{
  IlPending *pending = find_pending (session, listed);

  if (!pending || !pending->run)
    return;
  il_run_stop (pending->run);
  if (is_waiting (pending)) {
    end_early (listed);
    forget_pending (session, listed);
  }
  il_session_become_restless (session);
}

gboolean
il_session_advance (IlSession *session, gint64 now)
{
  g_return_val_if_fail (IL_IS_SESSION (session), FALSE);

  if (session->state == IL_SESSION_RUNNING) {
    advance_runs (session);
    if (!session->was_live && session->all_anew && !session->goes_on && !il_player_is_live (session->player)
        && il_monotonic_time () - session->start_time > PATIENCE)
      il_player_set_live (session->player, TRUE);
    il_session_update_end (session);
    g_signal_emit (session, il_session_signals[EXTENDED], 0);
    if (session->pending->len == 0)
      all_over (session);
  } else if (session->pending->len > 0) {
    advance_recorded (session);
    il_session_update_end (session);
    g_signal_emit (session, il_session_signals[EXTENDED], 0);
    if (session->pending->len == 0 && session->state == IL_SESSION_RECORDED && session->all_anew) {
      session->all_anew = FALSE;
      g_signal_emit (session, il_session_signals[STATE_CHANGED], 0);
      il_player_seek (session->player, 0);
      il_player_play (session->player);
    }
  }

  il_session_advance_following (session);
  il_player_advance (session->player, now);
  session->restless = session->pending->len > 0 || il_session_is_making (session)
                      || session->state == IL_SESSION_RUNNING || il_player_is_playing (session->player);
  return session->restless;
}

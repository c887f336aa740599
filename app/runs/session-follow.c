/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"
#include "traces/record/time.h"

/* What a user who writes gets without asking for it may take so much memory, bytes. */
static const guint64 MOST_MEMORY = 256 * 1024 * 1024;

/* A frame's share for taking in records, ns, over all runs. */
static const gint64 BUDGET = 3000000;

/* Of a record: itself, and the timeline with its sums. */
enum { BYTES_A_RECORD = 96 };

/* A run that is to take the place of what LISTED shows. */
typedef struct {
  IlListedRun *listed; /* a reference */
  IlRun *run;
  IlTrack *track;
} Making;

/* What follows the text. */
struct _IlFollower {
  GCancellable *checking; /* NULL: no text is being checked */
  GPtrArray *makings;     /* of Making; empty: nothing is being made */
  IlProgram *program;     /* theirs, and its name and text */
  char *name, *text;
  gint64 start_time;          /* ns, monotonic: when they began */
  gint64 processor_time;      /* ns, of this program: likewise */
  gint64 cost;                /* ns: of all, the last time; 0: not known */
  gint64 most_last, most_now; /* ns: how much they may have cost then, and may now */
  gboolean told;              /* the problems that came last are the text's */
};

typedef struct {
  IlTextQuestion text; /* first member */
  gboolean again;
} Question;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_clear_pointer (&making->run, il_session_end_run);
  g_clear_pointer (&making->track, il_track_unref);
  g_object_unref (making->listed);
  g_free (making);
}

IlFollower *
il_follower_new (void)
{
  IlFollower *follower = g_new0 (IlFollower, 1);

  follower->makings = g_ptr_array_new_with_free_func (making_free);
  follower->most_last = G_GINT64_CONSTANT (250000000);
  follower->most_now = G_GINT64_CONSTANT (2000000000);
  return follower;
}

static void
drop_makings (IlFollower *follower)
{
  g_ptr_array_set_size (follower->makings, 0);
  g_clear_pointer (&follower->program, il_program_unref);
  g_clear_pointer (&follower->name, g_free);
  g_clear_pointer (&follower->text, g_free);
}

void
il_follower_free (IlFollower *follower)
{
  drop_makings (follower);
  g_ptr_array_unref (follower->makings);
  g_clear_object (&follower->checking);
  g_free (follower);
}

void
il_session_cease_following (IlSession *session)
{
  IlFollower *follower = session->follower;

  g_cancellable_cancel (follower->checking);
  g_clear_object (&follower->checking);
  drop_makings (follower);
  follower->told = FALSE;
}

void
il_session_set_cost (IlSession *session, gint64 ns)
{
  session->follower->cost = ns;
}

void
il_session_set_live_limits (IlSession *session, gint64 last, gint64 now)
{
  g_return_if_fail (IL_IS_SESSION (session));

  session->follower->most_last = last;
  session->follower->most_now = now;
}

gboolean
il_session_is_making (IlSession *session)
{
  return session->follower->makings->len > 0;
}

gboolean
il_session_gave_up_following (IlSession *session)
{
  return session->follower->cost == G_MAXINT64;
}

gboolean
il_session_is_following (IlSession *session)
{
  return session->follower->checking != NULL || il_session_is_making (session);
}

gboolean
il_session_is_followed (IlSession *session)
{
  return session->follower->told;
}

/* Staleness. */

/* A run of the text that is in the editor: neither kept nor taken from elsewhere. */
static gboolean
is_of_text (IlListedRun *listed)
{
  return il_listed_run_get_source (listed) == IL_SOURCE_WORKLOAD || !il_listed_run_get_name (listed);
}

gboolean
il_session_is_stale (IlSession *session)
{
  for (guint i = 0; i < il_run_list_length (session->list); i++)
    if (il_listed_run_get_stale (il_run_list_get (session->list, i)))
      return TRUE;
  return FALSE;
}

/* TEXT is what is in the editor now. */
static void
update_stale (IlSession *session, const char *text)
{
  gboolean before = il_session_is_stale (session);

  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (is_of_text (listed) && il_listed_run_get_track (listed))
      il_listed_run_set_stale (listed, !il_listed_run_is_of (listed, text));
  }
  if (il_session_is_stale (session) != before)
    g_signal_emit (session, il_session_signals[STATE_CHANGED], 0);
}

/* Making runs. */

static gboolean
may_be_made (IlListedRun *listed)
{
  return il_listed_run_get_source (listed) == IL_SOURCE_WORKLOAD
         && il_listed_run_get_settings (listed)->clock == IL_CLOCK_VIRTUAL;
}

static gboolean
any_to_be_made (IlSession *session, const char *text)
{
  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (may_be_made (listed) && (!il_listed_run_get_track (listed) || !il_listed_run_is_of (listed, text)))
      return TRUE;
  }
  return FALSE;
}

static void
forget_problems (IlSession *session)
{
  il_problems_forget (session->problems, 0);
  session->follower->told = TRUE;
}

/* All of them are over, and take their places at once. */
static void
show_made (IlSession *session)
{
  IlFollower *follower = session->follower;
  IlPlayer *player = session->player;
  gboolean at_end = il_player_get_position (player) >= il_player_get_end (player) && !il_player_is_playing (player);

  il_session_take_text (session, g_steal_pointer (&follower->name), g_steal_pointer (&follower->text),
                        g_steal_pointer (&follower->program));
  session->held_end = 0;
  session->stopped = session->was_live = FALSE;
  forget_problems (session);
  il_run_list_freeze (session->list);
  for (guint i = 0; i < follower->makings->len; i++) {
    Making *making = g_ptr_array_index (follower->makings, i);

    il_problems_forget (session->problems, il_listed_run_get_number (making->listed));
    il_listed_run_set_state (making->listed, IL_LISTED_RUN_RUNNING);
    il_listed_run_set_track (making->listed, making->track);
    il_listed_run_set_text (making->listed, session->text);
    il_session_find_out (session, making->track);
    il_listed_run_set_state (making->listed, IL_LISTED_RUN_OVER);
    il_session_tell_problems (session, making->listed, making->run);
  }
  il_run_list_thaw (session->list);
  update_stale (session, session->text);
  drop_makings (follower);
  session->state = IL_SESSION_OVER;
  il_session_update_end (session);
  if (at_end)
    il_player_seek (player, il_player_get_end (player));
  g_signal_emit (session, il_session_signals[TRACKS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
  g_signal_emit (session, il_session_signals[EXTENDED], 0);
  il_session_set_state (session, IL_SESSION_OVER);
}

static void
make_runs (IlSession *session, const Question *question, IlProgram *program)
{
  IlFollower *follower = session->follower;

  drop_makings (follower);
  follower->program = il_program_ref (program);
  follower->name = g_strdup (question->text.name);
  follower->text = g_strdup (question->text.text);
  follower->start_time = il_monotonic_time ();
  follower->processor_time = il_processor_time ();
  for (guint i = 0; i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (!may_be_made (listed))
      continue;
    il_problems_forget (session->problems, il_listed_run_get_number (listed));
    IlRun *run = il_session_new_run (session, program, listed);
    if (!run)
      continue;
    Making *making = g_new0 (Making, 1);
    making->listed = g_object_ref (listed);
    making->run = run;
    making->track = il_track_new (il_run_recording (run));
    g_ptr_array_add (follower->makings, making);
    il_run_start (run);
  }
  il_session_become_restless (session);
}

/* How many bytes they take, and whether each is over and taken in. */
static guint64
take_in_made (IlFollower *follower, gboolean *over)
{
  guint64 bytes = 0;

  *over = TRUE;
  for (guint i = 0; i < follower->makings->len; i++) {
    Making *making = g_ptr_array_index (follower->makings, i);
    gboolean is_over = il_run_is_over (making->run); /* before what is left is asked for */

    *over &= !il_track_extend (making->track, BUDGET / follower->makings->len) && is_over;
    bytes += il_recording_n_records (making->track->recording) * BYTES_A_RECORD;
  }
  return bytes;
}

void
il_session_advance_following (IlSession *session)
{
  IlFollower *follower = session->follower;
  gint64 elapsed = il_monotonic_time () - follower->start_time;
  gboolean over;

  if (follower->makings->len == 0)
    return;
  if (take_in_made (follower, &over) > MOST_MEMORY || elapsed > follower->most_now) {
    follower->cost = G_MAXINT64;
    update_stale (session, follower->text);
    drop_makings (follower);
    g_signal_emit (session, il_session_signals[STATE_CHANGED], 0); /* it is not being made any more */
  } else if (over) {
    follower->cost = MIN (elapsed, il_processor_time () - follower->processor_time); /* others may be busy too */
    show_made (session);
  }
}

/* Following. */

static void
question_free (gpointer data)
{
  Question *question = data;

  il_text_question_clear (&question->text);
  g_free (question);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlSession *session = IL_SESSION (source);
  IlFollower *follower = session->follower;
  g_autoptr (IlProgram) program = NULL;
  gpointer asked;

  if (!il_text_question_finish (result, &asked, &program))
    return;
  Question *question = asked;
  g_clear_object (&follower->checking);
  forget_problems (session);
  if (program && question->again && session->state != IL_SESSION_RECORDED && follower->cost < follower->most_last
      && any_to_be_made (session, question->text.text))
    make_runs (session, question, program);
  else
    update_stale (session, question->text.text);
  if (!program) {
    il_session_tell_wrong (session, question->text.diagnostics);
    if (session->state == IL_SESSION_EMPTY || session->state == IL_SESSION_WRONG)
      il_session_set_state (session, IL_SESSION_WRONG);
  } else if (session->state == IL_SESSION_WRONG && !il_session_is_making (session))
    il_session_set_state (session, session->text ? IL_SESSION_OVER : IL_SESSION_EMPTY);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
}

void
il_session_follow (IlSession *session, const char *name, const char *text, gboolean again)
{
  g_return_if_fail (IL_IS_SESSION (session) && name && text);

  if (il_session_is_busy (session))
    return;
  il_session_cease_following (session);

  Question *question = g_new0 (Question, 1);
  il_text_question_init (&question->text, name, text);
  question->again = again;
  session->follower->checking = g_cancellable_new ();
  il_text_question_ask (&question->text, question_free, session, session->follower->checking, answered_cb);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session.h"

#include "tests/app/runs/advance.h"

static const gint64 MS = 1000000;

static const char five[] = "task main:\n    cpu 5ms\n";
static const char eight[] = "task main:\n    cpu 8ms\n";
static const char wrong[] = "task main:\n    frobnicate\n";
static const char endless[] = "task main:\n    while true:\n        sleep 1ms\n";

typedef struct {
  IlSession *session;
  guint n_problems_told;
} Fixture;

static void
problems_cb (Fixture *fixture)
{
  fixture->n_problems_told++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = il_session_new ();
  il_session_set_live_limits (fixture->session, G_MAXINT64, G_MAXINT64); /* this machine may be slow */
  fixture->n_problems_told = 0;
  g_signal_connect_swapped (fixture->session, "problems-changed", G_CALLBACK (problems_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->session);
}

/* Until the text has been looked at and, where its runs are made, they are shown. */
static void
follow (Fixture *fixture, const char *text, gboolean again)
{
  gint64 give_up = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  guint before = fixture->n_problems_told;
  gboolean restless = TRUE;

  il_player_pause (il_session_player (fixture->session));
  il_session_follow (fixture->session, "test", text, again);
  while (restless || fixture->n_problems_told == before) {
    g_assert_cmpint (g_get_monotonic_time (), <, give_up);
    g_main_context_iteration (NULL, FALSE);
    restless = il_session_advance (fixture->session, 1000000000);
    for (guint i = 0; i < il_run_list_length (il_session_list (fixture->session)); i++) {
      IlListedRun *run = il_run_list_get (il_session_list (fixture->session), i);
      IlTrack *track = il_listed_run_get_track (run);

      /* what is shown is whole, at any time */
      g_assert_true (!track || il_listed_run_get_state (run) == IL_LISTED_RUN_OVER);
      g_assert_true (!track || il_recording_outcome (track->recording) != IL_OUTCOME_RUNNING);
    }
  }
}

static gint64
end (Fixture *fixture, IlModelKind model)
{
  IlTrack *track = il_test_track (fixture->session, model);

  return track ? il_timeline_end (track->timeline) : -1;
}

static void
assert_described (Fixture *fixture, const char *words)
{
  g_autofree char *description = il_session_describe (fixture->session);

  g_assert_cmpstr (description, ==, words);
}

static void
test_runs_are_made (Fixture *fixture, gconstpointer data)
{
  IlPlayer *player = il_session_player (fixture->session);

  follow (fixture, five, TRUE);
  for (IlModelKind model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    g_assert_cmpint (end (fixture, model), ==, 5 * MS);
  assert_described (fixture, "finished · 3 models compared");
  g_assert_cmpint (il_player_get_position (player), ==, 5 * MS);
  g_assert_false (il_player_is_playing (player));

  follow (fixture, eight, TRUE);
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, 8 * MS);
  g_assert_cmpint (il_player_get_position (player), ==, 8 * MS);

  g_assert_cmpint (il_listed_run_get_previous_end (il_run_list_get (il_session_list (fixture->session), 0)), ==,
                   5 * MS);

  il_player_seek (player, 3 * MS);
  follow (fixture, five, TRUE);
  g_assert_cmpint (end (fixture, IL_MODEL_THREADS), ==, 5 * MS);
  g_assert_cmpint (il_player_get_position (player), ==, 3 * MS);
}

/* Its problems come and go with it; the runs stay, and are told to be of another text. */
static void
test_wrong_text (Fixture *fixture, gconstpointer data)
{
  GPtrArray *problems = il_session_problems (fixture->session);
  IlListedRun *run = il_run_list_get (il_session_list (fixture->session), 0);

  follow (fixture, wrong, TRUE);
  g_assert_cmpint (il_session_state (fixture->session), ==, IL_SESSION_WRONG);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpuint (((IlProblem *) g_ptr_array_index (problems, 0))->line, ==, 2);
  follow (fixture, five, TRUE);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_false (il_listed_run_get_stale (run));
  follow (fixture, wrong, TRUE);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_true (il_session_is_followed (fixture->session));
  g_assert_true (il_listed_run_get_stale (run));
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, 5 * MS);
  assert_described (fixture, "text changed since this run");
  follow (fixture, five, FALSE);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_false (il_listed_run_get_stale (run));
  assert_described (fixture, "finished · 3 models compared");
}

static void
test_not_again (Fixture *fixture, gconstpointer data)
{
  follow (fixture, five, FALSE);
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, -1);
  assert_described (fixture, "not run yet");
  follow (fixture, five, TRUE);
  follow (fixture, eight, FALSE);
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, 5 * MS);
  assert_described (fixture, "text changed since this run");
}

/* Nobody has asked for a run that takes longer than a moment. */
static void
test_too_long (Fixture *fixture, gconstpointer data)
{
  il_session_set_live_limits (fixture->session, G_MAXINT64, 50 * MS);
  follow (fixture, endless, TRUE);
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, -1);
  assert_described (fixture, "not run yet: it takes long");
  il_session_set_live_limits (fixture->session, G_MAXINT64, G_MAXINT64);
  follow (fixture, five, TRUE); /* the next one may take as long */
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, -1);
  il_session_run (fixture->session, "test", five, IL_CLOCK_VIRTUAL);
  il_test_advance_until (fixture->session, IL_SESSION_OVER);
  follow (fixture, eight, TRUE);
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, 8 * MS);
}

/* Real time is not spent unasked. */
static void
test_wall_clock (Fixture *fixture, gconstpointer data)
{
  IlRunList *list = il_session_list (fixture->session);
  IlListedRun *coop = il_run_list_get (list, 2);
  g_autoptr (IlRunSettings) settings = il_run_settings_copy (il_listed_run_get_settings (coop));

  settings->clock = IL_CLOCK_WALL;
  settings->own_clock = TRUE;
  il_listed_run_set_settings (coop, settings);
  follow (fixture, five, TRUE);
  g_assert_null (il_listed_run_get_track (coop));
  g_assert_nonnull (il_listed_run_get_track (il_run_list_get (list, 0)));
  il_session_run_one (fixture->session, coop, "test", five);
  il_test_advance_until (fixture->session, IL_SESSION_OVER);
  g_assert_nonnull (il_listed_run_get_track (coop));
  follow (fixture, eight, TRUE);
  g_assert_true (il_listed_run_get_stale (coop));
  g_assert_false (il_listed_run_get_stale (il_run_list_get (list, 0)));
  assert_described (fixture, "text changed since this run");
  follow (fixture, five, TRUE); /* as it was: of one text again */
  g_assert_false (il_listed_run_get_stale (coop));
  g_assert_cmpint (end (fixture, IL_MODEL_SYNC), ==, 5 * MS);
}

static void
test_trace (Fixture *fixture, gconstpointer data)
{
  follow (fixture, five, TRUE);
  g_autoptr (IlTrace) trace = il_session_dup_trace (fixture->session);

  il_session_show_trace (fixture->session, trace, NULL);
  il_test_take_in (fixture->session);
  follow (fixture, eight, TRUE);
  g_assert_cmpint (il_session_state (fixture->session), ==, IL_SESSION_RECORDED);
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, 5 * MS);
  assert_described (fixture, "recorded trace · text changed since");
  follow (fixture, five, TRUE);
  assert_described (fixture, "recorded trace");
}

/* An error of the run before is not looked for in the new text; and of a new one all is told. */
static void
test_errors_of_runs (Fixture *fixture, gconstpointer data)
{
  static const char fails[] = "task main:\n    x = 0\n    print 1 // x\n";
  GPtrArray *problems = il_session_problems (fixture->session);

  il_session_run (fixture->session, "test", fails, IL_CLOCK_VIRTUAL);
  il_test_advance_until (fixture->session, IL_SESSION_OVER);
  g_assert_cmpuint (problems->len, >=, 3);
  follow (fixture, five, TRUE);
  g_assert_cmpuint (problems->len, ==, 0);
}

/* Run is pressed while runs are being made. */
static void
test_run_goes_first (Fixture *fixture, gconstpointer data)
{
  il_session_follow (fixture->session, "test", endless, TRUE);
  il_session_run (fixture->session, "test", five, IL_CLOCK_VIRTUAL);
  il_test_advance_until (fixture->session, IL_SESSION_OVER);
  g_assert_cmpint (end (fixture, IL_MODEL_COOP), ==, 5 * MS);
  g_assert_cmpint (il_player_get_position (il_session_player (fixture->session)), ==, 0);
  g_assert_true (il_player_is_playing (il_session_player (fixture->session)));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/session-follow/runs-are-made", test_runs_are_made },
    { "/session-follow/wrong-text", test_wrong_text },
    { "/session-follow/not-again", test_not_again },
    { "/session-follow/too-long", test_too_long },
    { "/session-follow/wall-clock", test_wall_clock },
    { "/session-follow/trace", test_trace },
    { "/session-follow/errors-of-runs", test_errors_of_runs },
    { "/session-follow/run-goes-first", test_run_goes_first },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}

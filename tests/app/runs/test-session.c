/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session.h"

#include "tests/app/runs/advance.h"

static const char espresso[] =
    "semaphore machine = 1\n"
    "\n"
    "task order(name, grind):\n"
    "    print \"{name}: grinding\"\n"
    "    cpu grind\n"
    "    with machine:\n"
    "        io 30ms\n"
    "    return name\n"
    "\n"
    "task main:\n"
    "    orders = [spawn order(\"latte\", 4ms), spawn order(\"mocha\", 6ms), spawn order(\"decaf\", 2ms)]\n"
    "    for o in orders:\n"
    "        print \"served {await o}\"\n";

static const char endless[] = "task main:\n"
                              "    while true:\n"
                              "        sleep 1ms\n";

static const char deadlock[] = "mutex a\n"
                               "task main:\n"
                               "    acquire a\n"
                               "    acquire a\n";

static const gint64 MS = 1000000;

static IlSession *
session_after (const char *text)
{
  IlSession *session = il_session_new ();

  il_session_run (session, "test", text, IL_CLOCK_VIRTUAL);
  g_assert_true (il_session_is_busy (session));
  il_test_advance_until (session, IL_SESSION_OVER);
  return session;
}

/* sync: 4 + 30 + 6 + 30 + 2 + 30 ms. coop: latte grinds for 4 ms, then three times 30 ms at the machine.
 * threads: in turns of 2 ms, decaf is the first to have ground its 2 ms, at 6 ms; then 3 times 30 ms. */
static void
test_three_runs (void)
{
  static const gint64 ends[] = { 102, 96, 94 };
  g_autoptr (IlSession) session = session_after (espresso);
  g_autofree char *description = il_session_describe (session);

  for (guint i = 0; i < 3; i++) {
    IlTrack *track = il_test_track (session, IL_MODEL_SYNC + i);

    g_assert_nonnull (track);
    g_assert_cmpint (il_recording_info (track->recording)->model, ==, IL_MODEL_SYNC + i);
    g_assert_cmpint (il_recording_outcome (track->recording), ==, IL_OUTCOME_FINISHED);
    g_assert_cmpint (il_timeline_end (track->timeline), ==, ends[i] * MS);
    g_assert_cmpuint (il_track_n_prints (track, 200 * MS), ==, 6);
  }
  g_assert_cmpstr (description, ==, "finished · 3 models compared");
  g_assert_cmpuint (il_session_problems (session)->len, ==, 0);
}

static void
test_prints_come_with_time (void)
{
  g_autoptr (IlSession) session = session_after (espresso);
  IlTrack *track = il_test_track (session, IL_MODEL_COOP);
  gint64 time;

  /* latte grinds from 0 to 4 ms, mocha from 4 to 10, decaf from 10 to 12. */
  g_assert_cmpuint (il_track_n_prints (track, -1), ==, 0);
  g_assert_cmpuint (il_track_n_prints (track, 0), ==, 1);
  g_assert_cmpuint (il_track_n_prints (track, 4 * MS - 1), ==, 1);
  g_assert_cmpuint (il_track_n_prints (track, 4 * MS), ==, 2);
  g_assert_cmpuint (il_track_n_prints (track, 10 * MS), ==, 3);
  g_assert_cmpstr (il_track_print (track, 1, NULL, &time), ==, "mocha: grinding");
  g_assert_cmpint (time, ==, 4 * MS);
}

static void
test_plays_from_the_start (void)
{
  g_autoptr (IlSession) session = session_after (espresso);
  IlPlayer *player = il_session_player (session);

  g_assert_true (il_player_is_playing (player));
  g_assert_cmpint (il_player_get_position (player), ==, 0);
  g_assert_cmpint (il_player_get_end (player), ==, 102 * MS);

  /* The whole in 6 s: half of it after 3. */
  il_session_advance (session, 2000000000);
  il_session_advance (session, 5000000000);
  g_assert_cmpint (ABS (il_player_get_position (player) - 51 * MS), <=, 18 * MS);
  g_assert_true (il_session_advance (session, 6000000000));
  g_assert_false (il_session_advance (session, 60000000000)); /* at the end there is nothing more to do */
  g_assert_cmpint (il_player_get_position (player), ==, 102 * MS);
  g_assert_false (il_player_is_playing (player));
}

static void
test_speed (void)
{
  g_autoptr (IlSession) session = session_after (espresso);

  il_session_set_speed (session, 0.1);
  g_assert_cmpfloat (il_player_get_speed (il_session_player (session)), ==, 0.1);
  il_session_set_speed (session, 0); /* 102 ms in 6 s */
  g_assert_cmpfloat_with_epsilon (il_player_get_speed (il_session_player (session)), 0.017, 1e-9);
}

/* The events of the three runs: at 0; at 2 (threads) ... The first after 0 is at 2 ms, and before 102 comes
 * the synchronous run's last I/O, which begins at 72 ms, and before it the end of the threads at 96. */
static void
test_steps (void)
{
  g_autoptr (IlSession) session = session_after (espresso);
  IlPlayer *player = il_session_player (session);

  il_session_step (session, TRUE);
  g_assert_false (il_player_is_playing (player));
  g_assert_cmpint (il_player_get_position (player), ==, 2 * MS);
  il_session_step (session, FALSE);
  g_assert_cmpint (il_player_get_position (player), ==, 0);
  il_session_step (session, FALSE); /* there is nothing before */
  g_assert_cmpint (il_player_get_position (player), ==, 0);

  il_player_seek (player, 102 * MS);
  il_session_step (session, TRUE);
  g_assert_cmpint (il_player_get_position (player), ==, 102 * MS);
  il_session_step (session, FALSE);
  g_assert_cmpint (il_player_get_position (player), ==, 96 * MS);
}

static void
test_wrong_text_keeps_what_was_there (void)
{
  g_autoptr (IlSession) session = session_after (espresso);
  IlTrack *before = il_test_track (session, IL_MODEL_COOP);

  il_session_run (session, "test", "task main:\n    cpu 1ms\n    frobnicate\n", IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_WRONG);
  g_assert_cmpuint (il_session_problems (session)->len, >=, 1);
  const IlProblem *problem = g_ptr_array_index (il_session_problems (session), 0);
  g_assert_cmpuint (problem->line, ==, 3);
  g_assert_cmpuint (problem->column, ==, 5);
  g_assert_cmpint (problem->model, ==, 0);
  g_assert_true (il_test_track (session, IL_MODEL_COOP) == before);

  /* The trace is still the old one, with the text that it belongs to. */
  g_autoptr (IlTrace) trace = il_session_dup_trace (session);
  g_assert_cmpstr (trace->text, ==, espresso);
}

static void
test_stop_keeps_the_trace (void)
{
  g_autoptr (IlSession) session = il_session_new ();

  il_session_run (session, "endless", endless, IL_CLOCK_WALL);
  il_test_advance_until (session, IL_SESSION_RUNNING);
  while (!il_test_track (session, IL_MODEL_SYNC)
         || il_recording_n_events (il_test_track (session, IL_MODEL_SYNC)->recording) < 20) {
    il_session_advance (session, 1000000000);
    g_usleep (1000);
  }
  il_session_stop (session);
  il_test_advance_until (session, IL_SESSION_OVER);

  g_autofree char *description = il_session_describe (session);
  g_autoptr (IlTrace) trace = il_session_dup_trace (session);
  g_assert_cmpstr (description, ==, "stopped");
  g_assert_cmpuint (trace->runs->len, ==, 1); /* the other two had not begun */
  g_assert_cmpint (il_recording_outcome (g_ptr_array_index (trace->runs, 0)), ==, IL_OUTCOME_STOPPED);
  g_assert_cmpuint (il_recording_n_events (g_ptr_array_index (trace->runs, 0)), >=, 20);
}

static void
test_deadlock_is_a_problem (void)
{
  g_autoptr (IlSession) session = session_after (deadlock);
  GPtrArray *problems = il_session_problems (session);
  gboolean found = FALSE;

  for (guint i = 0; i < problems->len; i++) {
    const IlProblem *problem = g_ptr_array_index (problems, i);
    found |=
        problem->model == IL_MODEL_COOP && !problem->remark && problem->line == 4 && strstr (problem->text, "mutex a");
  }
  g_assert_true (found);
}

static void
test_recorded_trace (void)
{
  g_autoptr (IlSession) first = session_after (espresso);
  g_autoptr (IlTrace) trace = il_session_dup_trace (first);
  g_autoptr (IlSession) second = il_session_new ();

  il_session_show_trace (second, trace, NULL);
  g_assert_cmpint (il_session_state (second), ==, IL_SESSION_RECORDED);
  while (!il_player_is_playing (il_session_player (second)))
    g_assert_true (il_session_advance (second, 1000000000));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (il_timeline_end (il_test_track (second, IL_MODEL_SYNC + i)->timeline), ==,
                     il_timeline_end (il_test_track (first, IL_MODEL_SYNC + i)->timeline));
  il_session_clear (second);
  g_assert_null (il_test_track (second, IL_MODEL_SYNC));
  g_assert_null (il_session_dup_trace (second));
}

static void
test_replaced_while_running (void)
{
  g_autoptr (IlSession) session = il_session_new ();

  il_session_run (session, "endless", endless, IL_CLOCK_WALL);
  il_test_advance_until (session, IL_SESSION_RUNNING);
  il_session_run (session, "espresso", espresso, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpint (il_timeline_end (il_test_track (session, IL_MODEL_COOP)->timeline), ==, 94 * MS);
}

static void
test_gone_while_checking (void)
{
  IlSession *session = il_session_new ();

  il_session_run (session, "espresso", espresso, IL_CLOCK_VIRTUAL);
  il_session_clear (session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (il_session_state (session), ==, IL_SESSION_EMPTY);
  for (guint i = 0; G_OBJECT (session)->ref_count > 1 && i < 5000; i++) { /* the worker's reference */
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_cmpint (il_session_state (session), ==, IL_SESSION_EMPTY);
  g_assert_finalize_object (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/three-runs", test_three_runs);
  g_test_add_func ("/session/prints-come-with-time", test_prints_come_with_time);
  g_test_add_func ("/session/plays-from-the-start", test_plays_from_the_start);
  g_test_add_func ("/session/speed", test_speed);
  g_test_add_func ("/session/steps", test_steps);
  g_test_add_func ("/session/wrong-text-keeps-what-was-there", test_wrong_text_keeps_what_was_there);
  g_test_add_func ("/session/stop-keeps-the-trace", test_stop_keeps_the_trace);
  g_test_add_func ("/session/deadlock-is-a-problem", test_deadlock_is_a_problem);
  g_test_add_func ("/session/recorded-trace", test_recorded_trace);
  g_test_add_func ("/session/replaced-while-running", test_replaced_while_running);
  g_test_add_func ("/session/gone-while-checking", test_gone_while_checking);
  return g_test_run ();
}

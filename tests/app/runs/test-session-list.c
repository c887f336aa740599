/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session.h"

#include "tests/app/runs/advance.h"
#include "traces/formats/formats.h"

static const char turns[] = "task work:\n"
                            "    cpu 4ms\n"
                            "\n"
                            "task main:\n"
                            "    a = spawn work()\n"
                            "    b = spawn work()\n"
                            "    await a\n"
                            "    await b\n";

static const char endless[] = "task main:\n"
                              "    while true:\n"
                              "        sleep 1ms\n";

static const gint64 MS = 1000000;

static IlListedRun *
add (IlSession *session, IlModelKind model, const char *policy, guint cores)
{
  g_autoptr (IlRunSettings) settings = il_run_settings_new (model, il_run_list_get_clock (il_session_list (session)));
  settings->policy = g_strdup (policy);
  settings->cores = cores;
  g_autoptr (IlListedRun) run = il_listed_run_new (IL_SOURCE_WORKLOAD, settings, NULL);

  g_assert_true (il_run_list_add (il_session_list (session), run, NULL));
  return run;
}

static char *
titles_of (IlSession *session)
{
  IlRunList *list = il_session_list (session);
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < il_run_list_length (list); i++)
    g_string_append_printf (titles, "%s%u %s", i > 0 ? "|" : "", il_listed_run_get_number (il_run_list_get (list, i)),
                            il_listed_run_get_title (il_run_list_get (list, i)));
  return g_string_free (titles, FALSE);
}

#define assert_titles(session, expected)                                                                               \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *of_list = titles_of (session);                                                                    \
    g_assert_cmpstr (of_list, ==, expected);                                                                           \
  }                                                                                                                    \
  G_STMT_END

static gint64
end_of (IlListedRun *run)
{
  g_assert_cmpint (il_listed_run_get_state (run), ==, IL_LISTED_RUN_OVER);
  return il_timeline_end (il_listed_run_get_track (run)->timeline);
}

static IlSession *
session_with_five (void)
{
  IlSession *session = il_session_new ();

  add (session, IL_MODEL_THREADS, "srtf", 2);
  add (session, IL_MODEL_THREADS, NULL, 2);
  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  return session;
}

/* What is not set is what the run says it was. */
static void
test_any_number (void)
{
  g_autoptr (IlSession) session = session_with_five ();
  IlRunList *list = il_session_list (session);
  g_autofree char *description = il_session_describe (session);

  assert_titles (session, "1 Synchronous|2 Threads · rr · 1 core|3 Cooperative|4 Threads · srtf · 2 cores|"
                          "5 Threads · rr · 2 cores");
  g_assert_cmpint (end_of (il_run_list_get (list, 1)), ==, 8 * MS);
  g_assert_cmpint (end_of (il_run_list_get (list, 3)), ==, 4 * MS);
  g_assert_cmpint (end_of (il_run_list_get (list, 4)), ==, 4 * MS);
  g_assert_cmpstr (description, ==, "finished · 5 runs compared");
}

/* Order, number, and how a run is shown stay; the track is another one. */
static void
test_run_again (void)
{
  g_autoptr (IlSession) session = session_with_five ();
  IlRunList *list = il_session_list (session);

  il_run_list_move (list, 3, 0);
  il_listed_run_set_collapsed (il_run_list_get (list, 0), TRUE);
  il_listed_run_set_hidden (il_run_list_get (list, 2), TRUE);
  g_autoptr (IlTrack) before = il_track_ref (il_listed_run_get_track (il_run_list_get (list, 0)));
  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  assert_titles (session, "4 Threads · srtf · 2 cores|1 Synchronous|2 Threads · rr · 1 core|3 Cooperative|"
                          "5 Threads · rr · 2 cores");
  g_assert_true (il_listed_run_get_collapsed (il_run_list_get (list, 0)));
  g_assert_true (il_listed_run_get_hidden (il_run_list_get (list, 2)));
  g_assert_true (il_listed_run_get_track (il_run_list_get (list, 0)) != before);
}

/* The replay stays where it was; at the end, at that of the new runs. On the wall clock it follows them. */
static void
test_replay_goes_on (void)
{
  static const char shorter[] = "task main:\n    cpu 5ms\n";
  g_autoptr (IlSession) session = session_with_five ();
  IlPlayer *player = il_session_player (session);

  il_player_pause (player);
  il_player_seek (player, 3 * MS);
  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpint (il_player_get_position (player), ==, 3 * MS);
  g_assert_false (il_player_is_playing (player));
  il_player_seek (player, 7 * MS);
  il_session_run (session, "shorter", shorter, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpint (il_player_get_position (player), ==, 5 * MS);
  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpint (il_player_get_position (player), ==, 8 * MS);
  il_session_clear (session);
  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpint (il_player_get_position (player), ==, 0);
  g_assert_true (il_player_is_playing (player));
}

/* A run that is kept is called by the line that has changed, whether before it was kept or afterwards. */
static void
test_keep (void)
{
  static const char longer[] = "task work:\n    cpu 6ms\n\ntask main:\n    a = spawn work()\n    b = spawn work()\n"
                               "    await a\n    await b\n";
  g_autoptr (IlSession) session = il_session_new ();
  g_autoptr (GError) error = NULL;
  IlRunList *list = il_session_list (session);

  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_true (il_session_keep (session, il_run_list_get (list, 1), turns, NULL));
  g_assert_true (il_session_keep (session, il_run_list_get (list, 2), longer, NULL));
  assert_titles (session, "1 Synchronous|2 Threads|3 Cooperative|4 kept · Threads|5 before: cpu 4ms");
  il_session_run (session, "turns", longer, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  assert_titles (session, "1 Synchronous|2 Threads|3 Cooperative|4 before: cpu 4ms · Threads|"
                          "5 before: cpu 4ms · Cooperative");
  g_assert_cmpint (end_of (il_run_list_get (list, 3)), ==, 8 * MS);
  g_assert_true (il_session_keep (session, il_run_list_get (list, 0), endless, NULL));
  g_assert_cmpstr (il_listed_run_get_title (il_run_list_get (list, 5)), ==, "before: another text");
  il_session_run_one (session, il_run_list_get (list, 0), "turns", longer);
  g_assert_false (il_session_keep (session, il_run_list_get (list, 0), longer, &error));
  g_assert_cmpstr (error->message, ==, "Only a run that is over can be kept.");
}

/* One run of another text: that is checked first, and the other runs stay. */
static void
test_run_one_of_another_text (void)
{
  static const char shorter[] = "task main:\n    cpu 5ms\n";
  g_autoptr (IlSession) session = session_with_five ();
  IlRunList *list = il_session_list (session);

  g_assert_true (il_session_run_one (session, il_run_list_get (list, 1), "wrong", "task main:\n    nonsense\n"));
  il_test_advance_until (session, IL_SESSION_WRONG);
  g_assert_cmpuint (il_session_problems (session)->len, ==, 1);
  g_assert_cmpint (end_of (il_run_list_get (list, 1)), ==, 8 * MS);
  g_assert_true (il_session_run_one (session, il_run_list_get (list, 1), "shorter", shorter));
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpuint (il_session_problems (session)->len, ==, 0);
  g_assert_cmpint (end_of (il_run_list_get (list, 1)), ==, 5 * MS);
  g_assert_cmpint (end_of (il_run_list_get (list, 2)), ==, 8 * MS);
}

/* One run with other settings: the others, and the replay, stay as they are. */
static void
test_run_one (void)
{
  g_autoptr (IlSession) session = session_with_five ();
  IlRunList *list = il_session_list (session);
  IlListedRun *changed = il_run_list_get (list, 4);
  IlTrack *other = il_listed_run_get_track (il_run_list_get (list, 3));
  g_autoptr (IlRunSettings) settings = il_run_settings_copy (il_listed_run_get_settings (changed));

  il_player_pause (il_session_player (session));
  il_player_seek (il_session_player (session), 3 * MS);
  settings->cores = 1;
  settings->switch_cost = MS;
  il_listed_run_set_settings (changed, settings);
  g_assert_true (il_session_run_one (session, changed, "turns", turns));
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpint (end_of (changed), >, 8 * MS);
  g_assert_true (il_listed_run_get_track (il_run_list_get (list, 3)) == other);
  g_assert_cmpint (il_player_get_position (il_session_player (session)), ==, 3 * MS);
  g_assert_cmpint (il_player_get_end (il_session_player (session)), ==, end_of (changed));
  assert_titles (session, "1 Synchronous|2 Threads · rr · 1 core · switch 0 ms|3 Cooperative|"
                          "4 Threads · srtf · 2 cores · switch 0 ms|5 Threads · rr · 1 core · switch 1 ms");
}

static void
test_cannot_be_run (void)
{
  g_autoptr (IlSession) session = il_session_new ();
  IlListedRun *wrong = add (session, IL_MODEL_THREADS, "astrology", 0);

  g_assert_false (il_session_run_one (session, wrong, "turns", turns)); /* there is no text yet */
  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_null (il_listed_run_get_track (wrong));
  g_assert_cmpuint (il_session_problems (session)->len, ==, 1);
  const IlProblem *problem = g_ptr_array_index (il_session_problems (session), 0);
  g_assert_cmpuint (problem->run, ==, 4);
  g_assert_nonnull (strstr (problem->text, "astrology"));

  g_autoptr (IlRunSettings) right = il_run_settings_new (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL);
  il_listed_run_set_settings (wrong, right);
  g_assert_true (il_session_run_one (session, wrong, "turns", turns));
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpuint (il_session_problems (session)->len, ==, 0);
  g_assert_cmpint (end_of (wrong), ==, 8 * MS);
}

static void
wait_for_events (IlSession *session, IlListedRun *run)
{
  while (il_listed_run_get_state (run) != IL_LISTED_RUN_RUNNING
         || il_recording_n_events (il_listed_run_get_track (run)->recording) < 20) {
    il_session_advance (session, 1000000000);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

/* On the wall clock one comes after the other: where one is stopped, the next begins. */
static void
test_stop_one (void)
{
  g_autoptr (IlSession) session = il_session_new ();
  IlRunList *list = il_session_list (session);

  il_session_run (session, "endless", endless, IL_CLOCK_WALL);
  il_test_advance_until (session, IL_SESSION_RUNNING);
  wait_for_events (session, il_run_list_get (list, 0));
  g_autofree char *first = il_session_describe (session);
  g_assert_cmpstr (first, ==, "running Synchronous, 1 of 3…");
  g_assert_cmpint (il_listed_run_get_state (il_run_list_get (list, 1)), ==, IL_LISTED_RUN_WAITING);
  il_session_stop_run (session, il_run_list_get (list, 0));
  il_session_stop_run (session, il_run_list_get (list, 1)); /* which has not begun */
  g_assert_cmpint (il_listed_run_get_state (il_run_list_get (list, 1)), ==, IL_LISTED_RUN_EMPTY);
  wait_for_events (session, il_run_list_get (list, 2));
  g_assert_cmpint (il_session_state (session), ==, IL_SESSION_RUNNING);
  il_session_stop_run (session, il_run_list_get (list, 2));
  il_test_advance_until (session, IL_SESSION_OVER);
  g_autofree char *last = il_session_describe (session);
  g_assert_cmpstr (last, ==, "ended · Synchronous: stopped · Cooperative: stopped");
}

/* What is removed while it goes on ends; undone, it is there as far as it came. */
static void
test_remove_while_running (void)
{
  g_autoptr (IlSession) session = il_session_new ();
  IlRunList *list = il_session_list (session);

  il_session_run (session, "endless", endless, IL_CLOCK_WALL);
  il_test_advance_until (session, IL_SESSION_RUNNING);
  wait_for_events (session, il_run_list_get (list, 0));
  g_autoptr (IlListedRun) removed = il_run_list_remove (list, 0);
  g_autoptr (IlListedRun) waiting = il_run_list_remove (list, 0);
  wait_for_events (session, il_run_list_get (list, 0));
  g_assert_true (il_run_list_insert (list, 0, removed, NULL));
  il_session_stop (session);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_cmpint (il_listed_run_get_state (removed), ==, IL_LISTED_RUN_OVER);
  g_assert_cmpint (il_recording_outcome (il_listed_run_get_track (removed)->recording), ==, IL_OUTCOME_STOPPED);
  g_assert_cmpint (il_listed_run_get_state (waiting), ==, IL_LISTED_RUN_EMPTY);
  assert_titles (session, "1 Synchronous|3 Cooperative");
}

/* A reference from a file and a kept run stand beside the workload's, and stay when that is run again. */
static void
test_compare_with (void)
{
  g_autoptr (IlSession) session = il_session_new ();
  g_autoptr (IlSession) other = session_with_five ();
  g_autoptr (IlTrace) trace = il_session_dup_trace (other);
  IlRunList *list = il_session_list (session);

  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_autoptr (IlListedRun) kept = il_listed_run_keep (il_run_list_get (list, 2), "before: machine = 1");
  g_assert_true (il_run_list_add (list, kept, NULL));
  g_assert_true (il_session_add_trace (session, "old.json", trace, NULL, NULL));
  il_test_take_in (session);
  IlTrack *kept_track = il_listed_run_get_track (kept);
  il_session_run (session, "turns", turns, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  g_assert_true (il_listed_run_get_track (kept) == kept_track);
  assert_titles (session, "1 Synchronous|2 Threads|3 Cooperative|4 before: machine = 1|5 old.json · Synchronous|"
                          "6 old.json · Threads · rr · 1 core|7 old.json · Cooperative|"
                          "8 old.json · Threads · srtf · 2 cores|9 old.json · Threads · rr · 2 cores");
  g_assert_false (il_session_run_one (session, kept, "turns", turns));
}

/* Export, close, open: the same runs, order, titles, collapsed and hidden ones, and whose clock is their own; and they
 * can be run again. */
static void
test_export_and_open (void)
{
  g_autoptr (IlSession) session = session_with_five (), again = il_session_new ();
  IlRunList *list = il_session_list (session), *opened = il_session_list (again);
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;

  g_autoptr (IlListedRun) kept = il_listed_run_keep (il_run_list_get (list, 2), "before");
  g_assert_true (il_run_list_insert (list, 1, kept, NULL));
  g_object_unref (il_run_list_remove (list, 3));
  il_run_list_move (list, 3, 0);
  il_listed_run_set_collapsed (il_run_list_get (list, 1), TRUE);
  il_listed_run_set_hidden (il_run_list_get (list, 2), TRUE);
  g_autoptr (IlRunSettings) own = il_run_settings_copy (il_listed_run_get_settings (il_run_list_get (list, 0)));
  own->own_clock = TRUE;
  il_listed_run_set_settings (il_run_list_get (list, 0), own);
  g_autofree char *titles = titles_of (session);
  g_autoptr (IlTrace) trace = il_session_dup_trace (session);
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_autoptr (IlTrace) read = il_trace_from_json ("t.json", json->str, json->len, &warning, &error);
  g_assert_no_error (error);
  g_assert_null (warning);

  il_session_show_trace (again, read, NULL);
  il_test_take_in (again);
  assert_titles (again, titles);
  for (guint run_again = 0; run_again < 2; run_again++) {
    g_assert_cmpuint (il_run_list_length (opened), ==, il_run_list_length (list));
    for (guint i = 0; i < il_run_list_length (list); i++) {
      IlListedRun *one = il_run_list_get (list, i), *other = il_run_list_get (opened, i);

      g_assert_cmpint (il_listed_run_get_collapsed (one), ==, il_listed_run_get_collapsed (other));
      g_assert_cmpint (il_listed_run_get_hidden (one), ==, il_listed_run_get_hidden (other));
      g_assert_cmpint (il_listed_run_get_source (one), ==, il_listed_run_get_source (other));
      g_assert_cmpint (il_listed_run_get_settings (other)->own_clock, ==, i == 0);
      g_assert_true (il_run_settings_equal (il_listed_run_get_settings (one), il_listed_run_get_settings (other)));
      g_assert_cmpint (end_of (one), ==, end_of (other));
    }
    il_session_run (again, "turns", turns, IL_CLOCK_VIRTUAL);
    il_test_advance_until (again, IL_SESSION_OVER);
  }
  assert_titles (again, titles);
  il_run_list_set_clock (opened, IL_CLOCK_WALL);
  g_assert_cmpint (il_listed_run_get_settings (il_run_list_get (opened, 0))->clock, ==, IL_CLOCK_VIRTUAL);
  g_assert_cmpint (il_listed_run_get_settings (il_run_list_get (opened, 1))->clock, ==, IL_CLOCK_WALL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-list/any-number", test_any_number);
  g_test_add_func ("/session-list/run-again", test_run_again);
  g_test_add_func ("/session-list/replay-goes-on", test_replay_goes_on);
  g_test_add_func ("/session-list/keep", test_keep);
  g_test_add_func ("/session-list/run-one", test_run_one);
  g_test_add_func ("/session-list/run-one-of-another-text", test_run_one_of_another_text);
  g_test_add_func ("/session-list/cannot-be-run", test_cannot_be_run);
  g_test_add_func ("/session-list/stop-one", test_stop_one);
  g_test_add_func ("/session-list/remove-while-running", test_remove_while_running);
  g_test_add_func ("/session-list/compare-with", test_compare_with);
  g_test_add_func ("/session-list/export-and-open", test_export_and_open);
  return g_test_run ();
}

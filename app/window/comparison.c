/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/comparison.h"

#include "app/runs/run-titles.h"
#include "ui/latest.h"

struct _IlComparison {
  IlSession *session;
  IlSelection *selection;
  IlCompare *compare;
  IlLatest *latest;
  GPtrArray *watched; /* of IlListedRun: whose titles are followed */
};

typedef struct {
  IlTrack *tracks[2]; /* the one and the other */
  gboolean found;
  IlDivergence divergence;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_track_unref (question->tracks[0]);
  il_track_unref (question->tracks[1]);
  g_free (question);
}

static void
find_divergence (gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  question->found = il_divergence_find (question->tracks[0]->recording, question->tracks[1]->recording, cancellable,
                                        &question->divergence);
}

static void
found_cb (gpointer data, gpointer owner)
{
  IlComparison *comparison = owner;
  const Question *question = data;

  il_compare_show_divergence (comparison->compare, question->tracks[0]->recording, question->tracks[1]->recording,
                              question->found ? &question->divergence : NULL);
}

static IlListedRun *
find_run (IlComparison *comparison, guint number)
{
  return number != 0 ? il_run_list_find (il_session_list (comparison->session), number) : NULL;
}

static void
update_pair (IlComparison *comparison)
{
  guint numbers[2];
  IlTrack *tracks[2] = { NULL };
  Question *question;

  il_latest_cancel (comparison->latest);
  if (il_compare_get_pair (comparison->compare, &numbers[0], &numbers[1]))
    for (guint i = 0; i < 2; i++) {
      IlListedRun *run = find_run (comparison, numbers[i]);

      tracks[i] = run ? il_listed_run_get_track (run) : NULL;
    }
  if (!tracks[0] || !tracks[1] || !tracks[0]->metrics || !tracks[1]->metrics) {
    il_compare_show_divergence (comparison->compare, NULL, NULL, NULL);
    return;
  }
  question = g_new0 (Question, 1);
  *question = (Question) { .tracks = { il_track_ref (tracks[0]), il_track_ref (tracks[1]) } };
  il_latest_ask (comparison->latest, question, question_free, find_divergence, found_cb);
}

static void
update_metrics (IlComparison *comparison)
{
  IlRunList *list = il_session_list (comparison->session);

  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlListedRun *run = il_run_list_get (list, i);
    const IlTrack *track = il_listed_run_get_track (run);

    il_compare_set_metrics (comparison->compare, il_listed_run_get_number (run), track ? track->metrics : NULL);
  }
  update_pair (comparison);
}

/* A column is narrow, and its badge tells which run it is: the model is said, in short, where nothing else is. */
static const char *
short_title (IlListedRun *run)
{
  IlModelKind model = il_listed_run_get_settings (run)->model;
  const char *title = il_run_short_title (run);

  return g_str_equal (title, il_model_title (model)) ? il_model_name (model) : title;
}

static void
update_runs (IlComparison *comparison)
{
  IlRunList *list = il_session_list (comparison->session);
  guint n = il_run_list_length (list);
  g_autofree IlComparedRun *runs = g_new0 (IlComparedRun, MAX (1, n));

  for (guint i = 0; i < n; i++) {
    IlListedRun *run = il_run_list_get (list, i);

    runs[i] = (IlComparedRun) { .number = il_listed_run_get_number (run),
                                .title = il_listed_run_get_title (run),
                                .short_title = short_title (run),
                                .kept = il_listed_run_get_source (run) != IL_SOURCE_WORKLOAD };
  }
  il_compare_set_runs (comparison->compare, runs, n);
  update_metrics (comparison);
}

static void
unwatch (IlComparison *comparison)
{
  for (guint i = 0; i < comparison->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (comparison->watched, i), comparison);
  g_ptr_array_set_size (comparison->watched, 0);
}

static void
list_cb (IlComparison *comparison)
{
  IlRunList *list = il_session_list (comparison->session);

  unwatch (comparison);
  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlListedRun *run = il_run_list_get (list, i);

    g_ptr_array_add (comparison->watched, g_object_ref (run));
    g_signal_connect_swapped (run, "notify::title", G_CALLBACK (update_runs), comparison);
  }
  update_runs (comparison);
}

/* To the moment, and in one of the two charts to the span that the event is about. */
static void
divergence_chosen_cb (IlCompare *compare, gpointer data, IlComparison *comparison)
{
  const IlDivergence *divergence = data;
  IlPlayer *player = il_session_player (comparison->session);
  guint numbers[2];

  il_player_pause (player);
  il_player_seek (player, divergence->time);
  if (!il_compare_get_pair (compare, &numbers[0], &numbers[1]))
    return;
  for (guint i = 0; i < 2; i++) {
    IlListedRun *run = find_run (comparison, numbers[1 - i]);

    if (run && il_selection_go_to_event (comparison->selection, run, divergence->seq[1 - i]))
      return;
  }
}

IlComparison *
il_comparison_new (IlSession *session, IlSelection *selection, IlCompare *compare)
{
  IlComparison *comparison = g_new0 (IlComparison, 1);

  comparison->session = g_object_ref (session);
  comparison->selection = g_object_ref (selection);
  comparison->compare = compare;
  comparison->latest = il_latest_new (comparison);
  comparison->watched = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (il_session_list (session), "items-changed", G_CALLBACK (list_cb), comparison);
  g_signal_connect_swapped (session, "tracks-changed", G_CALLBACK (update_metrics), comparison);
  g_signal_connect_swapped (session, "metrics-changed", G_CALLBACK (update_metrics), comparison);
  g_signal_connect_swapped (compare, "pair-chosen", G_CALLBACK (update_pair), comparison);
  g_signal_connect (compare, "divergence-chosen", G_CALLBACK (divergence_chosen_cb), comparison);
  list_cb (comparison);
  return comparison;
}

void
il_comparison_free (IlComparison *comparison)
{
  unwatch (comparison);
  g_signal_handlers_disconnect_by_data (comparison->compare, comparison);
  g_signal_handlers_disconnect_by_data (comparison->session, comparison);
  g_signal_handlers_disconnect_by_data (il_session_list (comparison->session), comparison);
  il_latest_free (comparison->latest);
  g_ptr_array_unref (comparison->watched);
  g_object_unref (comparison->session);
  g_object_unref (comparison->selection);
  g_free (comparison);
}

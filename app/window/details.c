/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/details.h"

#include "traces/derive/span-lines.h"
#include "ui/latest.h"

/* Tasks among which the one that runs is looked for at each frame. */
enum { MAX_RUNNING_SEARCH = 1000 };

struct _IlDetails {
  IlSession *session;
  IlSelection *selection;
  IlView *view;
  IlInspector *inspector;
  IlEditor *editor;
  IlLatest *blaming, *measuring;
  const IlTrack *measured; /* not a reference: only compared */
  gint64 measured_from, measured_to;
};

/* The moment at the pointer or, where that is on no chart, at the playhead. */
static void
show_moment (IlDetails *details)
{
  gint64 time;
  IlListedRun *pointed = il_selection_get_pointed (details->selection, &time);
  const IlTrack *over = pointed ? il_listed_run_get_track (pointed) : NULL;
  const IlTrack *track = il_selection_get_track (details->selection);

  if (over)
    il_inspector_show_moment (details->inspector, over->instants, MIN (time, il_timeline_end (over->timeline)));
  else
    il_inspector_show_moment (details->inspector, track ? track->instants : NULL,
                              il_player_get_position (il_session_player (details->session)));
}

/* The line of the task that runs at TIME, 0 if none does. */
static guint
running_line (const IlTrack *track, gint64 time)
{
  guint n = MIN (il_timeline_n_lanes (track->timeline), MAX_RUNNING_SEARCH);

  for (guint i = 0; i < n; i++) {
    IlLane *lane = il_timeline_lane (track->timeline, i);
    guint index;
    IlSpan span;

    if (!il_lane_find (lane, time, &index))
      continue;
    il_lane_span (lane, index, &span);
    if (span.state == IL_STATE_RUNNING && (span.open || time < span.end))
      return il_span_line (track->timeline, &span);
  }
  return 0;
}

static void
position_cb (IlDetails *details)
{
  const IlTrack *track = il_selection_get_track (details->selection);
  gint64 position = il_player_get_position (il_session_player (details->session));

  show_moment (details);
  il_editor_set_running_line (details->editor, track ? running_line (track, position) : 0);
}

/* Why the selected span was waited: found on a thread, as it may take long where many wait for many. */

typedef struct {
  IlTrack *track;
  guint32 task;
  gboolean of_task; /* all its waiting, and not only in the span */
  guint64 seq;      /* of the span's first event */
  gint64 start;
  GArray *parts;
} Blame;

static void
blame_free (gpointer data)
{
  Blame *blame = data;

  il_track_unref (blame->track);
  g_clear_pointer (&blame->parts, g_array_unref);
  g_free (blame);
}

static void
find_blame (gpointer data, GCancellable *cancellable)
{
  Blame *blame = data;
  const IlLane *lane = il_timeline_lane_of_task (blame->track->timeline, blame->task);
  IlState state;
  guint span;
  IlWhy why;

  if (lane && blame->of_task)
    blame->parts = il_blame_task (blame->track->causes, lane, cancellable);
  else if (lane && il_lane_find_seq (lane, blame->seq, &span)) {
    /* A switch begins with the event at its end, as the running after it does. */
    if (span > 0 && il_lane_peek (lane, span, &state, &why) > blame->start)
      span--;
    blame->parts = il_blame_span (blame->track->causes, lane, span, cancellable);
  }
}

static void
blame_found_cb (gpointer data, gpointer owner)
{
  IlDetails *details = owner;
  const Blame *blame = data;

  il_inspector_show_blame (details->inspector, blame->of_task, blame->track->timeline, blame->task, blame->parts);
}

static void
ask_blame (IlDetails *details, IlTrack *track, const IlSpan *span, guint32 task, gboolean of_task)
{
  Blame *blame = g_new0 (Blame, 1);

  *blame = (Blame) {
    .track = il_track_ref (track), .task = task, .of_task = of_task, .seq = span->first_seq, .start = span->start
  };
  il_latest_ask (details->blaming, blame, blame_free, find_blame, blame_found_cb);
}

static void
update_blame (IlDetails *details)
{
  IlListedRun *run;
  IlTrack *track;
  IlSpan span;
  guint32 task;

  il_latest_cancel (details->blaming);
  if (!il_selection_get_span (details->selection, &run, &span, &task))
    return;
  track = il_listed_run_get_track (run);
  if (!track || il_recording_outcome (track->recording) == IL_OUTCOME_RUNNING)
    return;
  il_inspector_await_blame (details->inspector);
  if (!track->causes) /* they are on their way */
    return;
  ask_blame (details, track, &span, task, FALSE);
  ask_blame (details, track, &span, task, TRUE);
}

static void
span_cb (IlDetails *details)
{
  IlListedRun *run;
  const IlTrack *track;
  IlSpan span;
  guint32 task;
  gboolean selected = il_selection_get_span (details->selection, &run, &span, &task);

  track = selected ? il_listed_run_get_track (run) : NULL;
  il_editor_select_line (details->editor, track ? il_span_line (track->timeline, &span) : 0);
  if (selected)
    il_inspector_reveal_selected (details->inspector);
  il_inspector_show_span (details->inspector, track ? track->timeline : NULL, track ? &span : NULL, task);
  update_blame (details);
}

/* The range that is measured on the ruler. */

typedef struct {
  IlTrack *track;
  gint64 from, to;
  IlRange *range;
} Measuring;

static void
measuring_free (gpointer data)
{
  Measuring *measuring = data;

  il_track_unref (measuring->track);
  g_clear_pointer (&measuring->range, il_range_free);
  g_free (measuring);
}

static void
measure (gpointer data, GCancellable *cancellable)
{
  Measuring *measuring = data;

  measuring->range = il_range_new (measuring->track->timeline, il_causes_turns (measuring->track->causes),
                                   measuring->from, measuring->to, cancellable);
}

static void
measured_cb (gpointer data, gpointer owner)
{
  IlDetails *details = owner;
  const Measuring *measuring = data;

  il_inspector_show_range (details->inspector, measuring->track->recording, measuring->range);
}

/* The range, or whose it is, may have changed. */
static void
update_range (IlDetails *details)
{
  IlTrack *track = il_selection_get_track (details->selection);
  gint64 from = 0, to = 0;
  Measuring *measuring;

  if (!track || !track->causes || !il_view_get_measured (details->view, &from, &to))
    track = NULL;
  else {
    to = MIN (to, il_timeline_end (track->timeline)); /* of a shorter run than others */
    from = MIN (from, to);
  }
  if (track == details->measured && from == details->measured_from && to == details->measured_to)
    return;
  il_latest_cancel (details->measuring);
  details->measured = track;
  details->measured_from = from;
  details->measured_to = to;
  if (!track) {
    il_inspector_show_range (details->inspector, NULL, NULL);
    return;
  }
  measuring = g_new0 (Measuring, 1);
  *measuring = (Measuring) { .track = il_track_ref (track), .from = from, .to = to };
  il_latest_ask (details->measuring, measuring, measuring_free, measure, measured_cb);
}

static void
run_cb (IlDetails *details)
{
  position_cb (details);
  update_range (details);
}

static void
metrics_cb (IlDetails *details)
{
  update_blame (details);
  update_range (details);
}

IlDetails *
il_details_new (IlSession *session, IlSelection *selection, IlView *view, IlInspector *inspector, IlEditor *editor)
{
  IlDetails *details = g_new0 (IlDetails, 1);

  details->session = g_object_ref (session);
  details->selection = g_object_ref (selection);
  details->view = g_object_ref (view);
  details->inspector = inspector;
  details->editor = editor;
  details->blaming = il_latest_new (details);
  details->measuring = il_latest_new (details);
  g_signal_connect_swapped (session, "metrics-changed", G_CALLBACK (metrics_cb), details);
  g_signal_connect_swapped (session, "tracks-changed", G_CALLBACK (run_cb), details);
  /* A run that goes on while the playhead stands still: another one took longer. */
  g_signal_connect_swapped (session, "extended", G_CALLBACK (position_cb), details);
  g_signal_connect_swapped (il_session_player (session), "notify::position", G_CALLBACK (position_cb), details);
  g_signal_connect_swapped (selection, "run-changed", G_CALLBACK (run_cb), details);
  g_signal_connect_swapped (selection, "pointed", G_CALLBACK (show_moment), details);
  g_signal_connect_swapped (selection, "span-changed", G_CALLBACK (span_cb), details);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (update_range), details);
  show_moment (details);
  return details;
}

void
il_details_free (IlDetails *details)
{
  g_signal_handlers_disconnect_by_data (details->session, details);
  g_signal_handlers_disconnect_by_data (il_session_player (details->session), details);
  g_signal_handlers_disconnect_by_data (details->selection, details);
  g_signal_handlers_disconnect_by_data (details->view, details);
  il_latest_free (details->blaming);
  il_latest_free (details->measuring);
  g_object_unref (details->session);
  g_object_unref (details->selection);
  g_object_unref (details->view);
  g_free (details);
}

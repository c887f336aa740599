/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/selection.h"

struct _IlSelection {
  GObject parent_instance;

  IlListedRun *run; /* a reference, or NULL; so are the other two */
  IlListedRun *span_run;
  guint32 span_task;
  IlSpan span;
  IlListedRun *pointed;
  gint64 pointed_time;
};

enum { RUN_CHANGED, SPAN_CHANGED, POINTED, GO_TO, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlSelection, il_selection, G_TYPE_OBJECT)

void
il_selection_set_run (IlSelection *selection, IlListedRun *run)
{
  g_return_if_fail (IL_IS_SELECTION (selection));

  if (g_set_object (&selection->run, run))
    g_signal_emit (selection, signals[RUN_CHANGED], 0);
}

IlListedRun *
il_selection_get_run (IlSelection *selection)
{
  return selection->run;
}

IlTrack *
il_selection_get_track (IlSelection *selection)
{
  return selection->run ? il_listed_run_get_track (selection->run) : NULL;
}

void
il_selection_set_span (IlSelection *selection, IlListedRun *run, const IlSpan *span, guint32 task)
{
  g_return_if_fail (IL_IS_SELECTION (selection));

  if (!span && !selection->span_run)
    return;
  if (!span)
    run = NULL;
  g_set_object (&selection->span_run, run);
  selection->span_task = span ? task : 0;
  selection->span = span ? *span : (IlSpan) { 0 };
  if (span)
    il_selection_set_run (selection, run);
  g_signal_emit (selection, signals[SPAN_CHANGED], 0);
}

gboolean
il_selection_get_span (IlSelection *selection, IlListedRun **run, IlSpan *span, guint32 *task)
{
  if (run)
    *run = selection->span_run;
  if (span)
    *span = selection->span;
  if (task)
    *task = selection->span_task;
  return selection->span_run != NULL;
}

void
il_selection_point (IlSelection *selection, IlListedRun *run, gint64 time)
{
  g_return_if_fail (IL_IS_SELECTION (selection));

  if (run == selection->pointed && time == selection->pointed_time)
    return;
  g_set_object (&selection->pointed, run);
  selection->pointed_time = time;
  g_signal_emit (selection, signals[POINTED], 0);
}

IlListedRun *
il_selection_get_pointed (IlSelection *selection, gint64 *time)
{
  *time = selection->pointed_time;
  return selection->pointed;
}

void
il_selection_forget (IlSelection *selection, IlListedRun *run)
{
  g_return_if_fail (IL_IS_SELECTION (selection));

  if (selection->pointed == run)
    il_selection_point (selection, NULL, -1);
  if (selection->span_run == run)
    il_selection_set_span (selection, NULL, NULL, 0);
  if (selection->run == run)
    il_selection_set_run (selection, NULL);
}

void
il_selection_go_to_span (IlSelection *selection, IlListedRun *run, guint32 task, guint span)
{
  g_signal_emit (selection, signals[GO_TO], 0, run, (gint64) -1, task, span);
}

gboolean
il_selection_go_to_event (IlSelection *selection, IlListedRun *run, guint64 seq)
{
  const IlTrack *track = il_listed_run_get_track (run);
  const IlLane *lane;
  IlEvent event;
  guint span = 0;

  if (!track || !il_recording_event (track->recording, seq, &event))
    return FALSE;
  lane = event.task != 0 ? il_timeline_lane_of_task (track->timeline, event.task) : NULL;
  if (lane && !il_lane_find_seq (lane, event.seq, &span))
    lane = NULL;
  g_signal_emit (selection, signals[GO_TO], 0, run, event.time, lane ? event.task : 0, span);
  return lane != NULL;
}

static void
il_selection_dispose (GObject *object)
{
  IlSelection *selection = IL_SELECTION (object);

  g_clear_object (&selection->run);
  g_clear_object (&selection->span_run);
  g_clear_object (&selection->pointed);
  G_OBJECT_CLASS (il_selection_parent_class)->dispose (object);
}

static void
il_selection_class_init (IlSelectionClass *klass)
{
  static const char *const names[] = { "run-changed", "span-changed", "pointed" };

  G_OBJECT_CLASS (klass)->dispose = il_selection_dispose;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], IL_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO_TO] = g_signal_new ("go-to", IL_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                                 IL_TYPE_LISTED_RUN, G_TYPE_INT64, G_TYPE_UINT, G_TYPE_UINT);
}

static void
il_selection_init (IlSelection *selection)
{
  selection->pointed_time = -1;
}

IlSelection *
il_selection_new (void)
{
  return g_object_new (IL_TYPE_SELECTION, NULL);
}

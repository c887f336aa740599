/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/critical-paths.h"

#include "traces/derive/critical-path.h"
#include "traces/record/aside.h"
#include "ui/latest.h"

struct _IlCriticalPaths {
  GObject parent_instance;

  IlSession *session;
  IlPanes *panes; /* borrowed; NULL: gone */
  gboolean lit;
  IlLatest *latest;
};

enum { PROP_0, PROP_LIT, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (IlCriticalPaths, il_critical_paths, G_TYPE_OBJECT)

typedef struct {
  guint run; /* its number */
  IlTrack *track;
  GArray *path;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_track_unref (question->track);
  g_clear_pointer (&question->path, g_array_unref);
  g_free (question);
}

static void
find_path (gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  question->path = il_critical_path (question->track->timeline, il_causes_turns (question->track->causes), cancellable);
}

static void
drop_path (IlTrack *track)
{
  GArray *path = g_steal_pointer (&track->path);

  il_free_aside (path, (GDestroyNotify) g_array_unref, path ? path->len : 0);
}

static void
found_cb (gpointer data, gpointer owner)
{
  IlCriticalPaths *paths = owner;
  Question *question = data;
  IlListedRun *run = il_run_list_find (il_session_list (paths->session), question->run);
  IlPane *pane = paths->panes && run ? il_panes_find (paths->panes, run) : NULL;

  if (!question->path)
    return;
  drop_path (question->track);
  question->track->path = g_steal_pointer (&question->path);
  if (pane && il_pane_get_track (pane) == question->track)
    il_chart_set_path (il_pane_get_chart (pane), question->track->path);
}

/* They are to be lit or not, or the runs are others. */
static void
update (IlCriticalPaths *paths)
{
  IlRunList *list = il_session_list (paths->session);

  il_latest_cancel (paths->latest);
  for (guint i = 0; paths->panes && i < il_run_list_length (list); i++) {
    IlPane *pane = il_panes_find (paths->panes, il_run_list_get (list, i));
    IlTrack *track = pane ? il_pane_get_track (pane) : NULL;

    if (!pane)
      continue;
    il_chart_set_path (il_pane_get_chart (pane), track && paths->lit ? track->path : NULL);
    if (track && !paths->lit) /* now that nobody else has it */
      drop_path (track);
    if (track && track->causes && paths->lit && !track->path) {
      Question *question = g_new0 (Question, 1);

      question->run = il_listed_run_get_number (il_run_list_get (list, i));
      question->track = il_track_ref (track);
      il_latest_ask (paths->latest, question, question_free, find_path, found_cb);
    }
  }
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, IL_CRITICAL_PATHS (object)->lit);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  IlCriticalPaths *paths = IL_CRITICAL_PATHS (object);

  if (paths->lit == g_value_get_boolean (value))
    return;
  paths->lit = g_value_get_boolean (value);
  update (paths);
  g_object_notify_by_pspec (object, pspec);
}

void
il_critical_paths_let_go (IlCriticalPaths *paths)
{
  il_latest_cancel (paths->latest);
  paths->panes = NULL;
}

static void
il_critical_paths_finalize (GObject *object)
{
  il_latest_free (IL_CRITICAL_PATHS (object)->latest);
  g_object_unref (IL_CRITICAL_PATHS (object)->session);
  G_OBJECT_CLASS (il_critical_paths_parent_class)->finalize (object);
}

static void
il_critical_paths_class_init (IlCriticalPathsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = il_critical_paths_finalize;
  G_OBJECT_CLASS (klass)->get_property = get_property;
  G_OBJECT_CLASS (klass)->set_property = set_property;
  properties[PROP_LIT] = g_param_spec_boolean ("lit", NULL, NULL, FALSE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
}

static void
il_critical_paths_init (IlCriticalPaths *paths)
{
  paths->latest = il_latest_new (paths);
}

IlCriticalPaths *
il_critical_paths_new (IlSession *session, IlPanes *panes)
{
  IlCriticalPaths *paths = g_object_new (IL_TYPE_CRITICAL_PATHS, NULL);

  paths->session = g_object_ref (session);
  paths->panes = panes;
  g_signal_connect_object (session, "metrics-changed", G_CALLBACK (update), paths, G_CONNECT_SWAPPED);
  return paths;
}

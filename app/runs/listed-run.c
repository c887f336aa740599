/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/listed-run.h"

#include "app/runs/run-titles.h"

struct _IlListedRun {
  GObject parent_instance;

  guint number;
  IlRunSource source;
  char *name;
  IlRunSettings *settings;
  gboolean chosen_since; /* these, since the track was made */
  char *title;
  IlTrack *track;
  gint64 previous_end;
  char *text; /* a GRefString; NULL: nobody has said */
  IlListedRunState state;
  gboolean collapsed;
  gboolean hidden;
  gboolean stale;
};

enum {
  PROP_0,
  PROP_NUMBER,
  PROP_NAME,
  PROP_SETTINGS,
  PROP_TITLE,
  PROP_TRACK,
  PROP_STATE,
  PROP_COLLAPSED,
  PROP_HIDDEN,
  PROP_STALE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (IlListedRun, il_listed_run, G_TYPE_OBJECT)

static void
il_listed_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  IlListedRun *run = IL_LISTED_RUN (object);

  switch (id) {
  case PROP_NUMBER: g_value_set_uint (value, run->number); break;
  case PROP_NAME: g_value_set_string (value, run->name); break;
  case PROP_SETTINGS: g_value_set_pointer (value, run->settings); break;
  case PROP_TITLE: g_value_set_string (value, run->title); break;
  case PROP_TRACK: g_value_set_pointer (value, run->track); break;
  case PROP_STATE: g_value_set_int (value, run->state); break;
  case PROP_COLLAPSED: g_value_set_boolean (value, run->collapsed); break;
  case PROP_HIDDEN: g_value_set_boolean (value, run->hidden); break;
  case PROP_STALE: g_value_set_boolean (value, run->stale); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
il_listed_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  IlListedRun *run = IL_LISTED_RUN (object);

  switch (id) {
  case PROP_COLLAPSED: il_listed_run_set_collapsed (run, g_value_get_boolean (value)); break;
  case PROP_HIDDEN: il_listed_run_set_hidden (run, g_value_get_boolean (value)); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
il_listed_run_finalize (GObject *object)
{
  IlListedRun *run = IL_LISTED_RUN (object);

  g_free (run->name);
  g_free (run->title);
  il_run_settings_free (run->settings);
  g_clear_pointer (&run->track, il_track_unref);
  g_clear_pointer (&run->text, g_ref_string_release);
  G_OBJECT_CLASS (il_listed_run_parent_class)->finalize (object);
}

static void
il_listed_run_class_init (IlListedRunClass *klass)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags write = read | G_PARAM_WRITABLE;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = il_listed_run_get_property;
  object_class->set_property = il_listed_run_set_property;
  object_class->finalize = il_listed_run_finalize;
  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0, read);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, read);
  properties[PROP_SETTINGS] = g_param_spec_pointer ("settings", NULL, NULL, read);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", read);
  properties[PROP_TRACK] = g_param_spec_pointer ("track", NULL, NULL, read);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, IL_LISTED_RUN_OVER, 0, read);
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, write);
  properties[PROP_HIDDEN] = g_param_spec_boolean ("hidden", NULL, NULL, FALSE, write);
  properties[PROP_STALE] = g_param_spec_boolean ("stale", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
il_listed_run_init (IlListedRun *run)
{
  run->title = g_strdup ("");
  run->previous_end = -1;
}

IlListedRun *
il_listed_run_new (IlRunSource source, const IlRunSettings *settings, const char *name)
{
  IlListedRun *run = g_object_new (IL_TYPE_LISTED_RUN, NULL);

  run->source = source;
  run->settings = il_run_settings_copy (settings);
  run->name = g_strdup (name);
  return run;
}

IlListedRun *
il_listed_run_duplicate (IlListedRun *run)
{
  IlListedRun *copy = il_listed_run_new (run->source, run->settings, run->name);

  copy->chosen_since = run->chosen_since;
  copy->track = run->track ? il_track_ref (run->track) : NULL;
  copy->text = run->text ? g_ref_string_acquire (run->text) : NULL;
  copy->stale = run->stale;
  copy->state = run->state == IL_LISTED_RUN_OVER ? IL_LISTED_RUN_OVER : IL_LISTED_RUN_EMPTY;
  copy->collapsed = run->collapsed;
  copy->hidden = run->hidden;
  return copy;
}

IlListedRun *
il_listed_run_keep (IlListedRun *run, const char *name)
{
  g_return_val_if_fail (run->track, NULL);

  g_autoptr (IlRunSettings) settings = il_run_settings_from_info (il_recording_info (run->track->recording));
  IlListedRun *kept = il_listed_run_new (IL_SOURCE_KEPT, settings, name);
  kept->track = il_track_ref (run->track);
  kept->state = IL_LISTED_RUN_OVER;
  kept->collapsed = run->collapsed;
  return kept;
}

static void
notify (IlListedRun *run, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (run), properties[property]);
}

guint
il_listed_run_get_number (IlListedRun *run)
{
  return run->number;
}

void
il_listed_run_set_number (IlListedRun *run, guint number)
{
  if (run->number == number)
    return;
  run->number = number;
  notify (run, PROP_NUMBER);
}

IlRunSource
il_listed_run_get_source (IlListedRun *run)
{
  return run->source;
}

const char *
il_listed_run_get_name (IlListedRun *run)
{
  return run->name;
}

void
il_listed_run_set_name (IlListedRun *run, const char *name)
{
  if (g_strcmp0 (run->name, name) == 0)
    return;
  g_free (run->name);
  run->name = g_strdup (name);
  notify (run, PROP_NAME);
}

const IlRunSettings *
il_listed_run_get_settings (IlListedRun *run)
{
  return run->settings;
}

void
il_listed_run_set_settings (IlListedRun *run, const IlRunSettings *settings)
{
  IlRunSettings *copy = il_run_settings_copy (settings); /* before the old ones, which they may be, go */

  il_run_settings_free (run->settings);
  run->settings = copy;
  run->chosen_since = TRUE;
  notify (run, PROP_SETTINGS);
}

/* A track shows what was run; but what has been chosen since is what the next one will be. */
IlRunSettings *
il_listed_run_dup_effective_settings (IlListedRun *run)
{
  g_autoptr (IlRunSettings) effective =
      run->track ? il_run_settings_from_info (il_recording_info (run->track->recording)) : NULL;

  if (!effective || run->settings->model != effective->model || run->settings->clock != effective->clock) {
    IlRunSettings *chosen = il_run_settings_copy (run->settings);

    g_free (chosen->policy);
    chosen->policy = il_run_settings_dup_policy (run->settings);
    return chosen;
  }
  /* The track knows what its policy came to: with what the workload's machine block says of it. */
  if (run->settings->policy && (run->chosen_since || !effective->policy)) {
    g_free (effective->policy);
    effective->policy = il_run_settings_dup_policy (run->settings);
  }
  if (run->settings->cores > 0)
    effective->cores = run->settings->cores;
  if (run->settings->quantum >= 0)
    effective->quantum = run->settings->quantum;
  if (run->settings->switch_cost >= 0)
    effective->switch_cost = run->settings->switch_cost;
  effective->seed = run->settings->seed;
  return g_steal_pointer (&effective);
}

const char *
il_listed_run_get_title (IlListedRun *run)
{
  return run->title;
}

void
il_listed_run_set_title (IlListedRun *run, const char *title)
{
  if (g_str_equal (run->title, title))
    return;
  g_free (run->title);
  run->title = g_strdup (title);
  notify (run, PROP_TITLE);
}

char *
il_listed_run_dup_detail (IlListedRun *run)
{
  g_autoptr (IlRunSettings) settings = il_listed_run_dup_effective_settings (run);

  return il_run_detail (settings, run->source, run->name, run->title);
}

IlTrack *
il_listed_run_get_track (IlListedRun *run)
{
  return run->track;
}

static gint64
whole_end (const IlTrack *track)
{
  IlOutcome outcome = il_recording_outcome (track->recording);

  return outcome == IL_OUTCOME_RUNNING || outcome == IL_OUTCOME_STOPPED ? -1 : il_timeline_end (track->timeline);
}

void
il_listed_run_set_track (IlListedRun *run, IlTrack *track)
{
  g_autoptr (IlTrack) before = run->track; /* views may look at it until they are told */

  if (track == before) {
    g_steal_pointer (&before);
    return;
  }
  run->track = track ? il_track_ref (track) : NULL;
  run->chosen_since = FALSE;
  if (before)
    run->previous_end = whole_end (before);
  notify (run, PROP_TRACK);
}

IlListedRunState
il_listed_run_get_state (IlListedRun *run)
{
  return run->state;
}

void
il_listed_run_set_state (IlListedRun *run, IlListedRunState state)
{
  if (run->state == state)
    return;
  run->state = state;
  notify (run, PROP_STATE);
}

gboolean
il_listed_run_get_collapsed (IlListedRun *run)
{
  return run->collapsed;
}

void
il_listed_run_set_collapsed (IlListedRun *run, gboolean collapsed)
{
  if (run->collapsed == !!collapsed)
    return;
  run->collapsed = !!collapsed;
  notify (run, PROP_COLLAPSED);
}

gboolean
il_listed_run_get_hidden (IlListedRun *run)
{
  return run->hidden;
}

void
il_listed_run_set_hidden (IlListedRun *run, gboolean hidden)
{
  if (run->hidden == !!hidden)
    return;
  run->hidden = !!hidden;
  notify (run, PROP_HIDDEN);
}

gboolean
il_listed_run_get_stale (IlListedRun *run)
{
  return run->stale;
}

void
il_listed_run_set_stale (IlListedRun *run, gboolean stale)
{
  if (run->stale == !!stale)
    return;
  run->stale = !!stale;
  notify (run, PROP_STALE);
}

void
il_listed_run_set_text (IlListedRun *run, const char *text)
{
  g_clear_pointer (&run->text, g_ref_string_release);
  run->text = g_ref_string_new_intern (text);
}

gboolean
il_listed_run_is_of (IlListedRun *run, const char *text)
{
  return g_strcmp0 (run->text, text) == 0;
}

gint64
il_listed_run_get_previous_end (IlListedRun *run)
{
  return run->previous_end;
}

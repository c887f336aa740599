/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/run-titles.h"

#include <string.h>

#include "traces/derive/metrics.h"
#include "traces/text/time-text.h"

#define SEPARATOR " · "
#define COMMA ", "

/* What is said of a run beside its model. Only what its model looks at is compared. */
typedef enum {
  SAYS_CLOCK = 1 << 0,
  SAYS_POLICY = 1 << 1,
  SAYS_QUANTUM = 1 << 2,
  SAYS_CORES = 1 << 3,
  SAYS_SWITCH_COST = 1 << 4,
  SAYS_SEED = 1 << 5,
} Says;

static void append_part (GString *title, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_part (GString *title, const char *format, ...)
{
  va_list arguments;

  if (title->len > 0)
    g_string_append (title, SEPARATOR);
  va_start (arguments, format);
  g_string_append_vprintf (title, format, arguments);
  va_end (arguments);
}

/* "mlfq:levels=4,boost=20ms" as "mlfq levels=4, boost=20ms". */
static char *
policy_words (const char *policy)
{
  g_auto (GStrv) name = g_strsplit (policy, ":", 2);
  g_auto (GStrv) parameters = name[0] && name[1] ? g_strsplit (name[1], ",", -1) : NULL;
  g_autofree char *rest = parameters ? g_strjoinv (", ", parameters) : NULL;

  return rest && *rest ? g_strdup_printf ("%s %s", name[0], rest) : g_strdup (policy);
}

/* A quantum stands behind its policy: "rr 2 ms". What is not set is not said. */
static void
append_policy (GString *title, const IlRunSettings *settings, Says says)
{
  g_autofree char *policy = settings->policy ? policy_words (settings->policy) : NULL;
  g_autofree char *quantum =
      says & SAYS_QUANTUM && settings->quantum > 0 ? il_format_time (settings->quantum, TRUE) : NULL;

  if (policy && quantum)
    append_part (title, "%s %s", policy, quantum);
  else if (policy && says & (SAYS_POLICY | SAYS_QUANTUM))
    append_part (title, "%s", policy);
  else if (quantum)
    append_part (title, "quantum %s", quantum);
}

static void
append_settings (GString *title, const IlRunSettings *settings, Says says)
{
  append_policy (title, settings, says);
  if (says & SAYS_CORES && settings->cores > 0)
    append_part (title, settings->cores == 1 ? "%u core" : "%u cores", settings->cores);
  if (says & SAYS_SWITCH_COST && settings->switch_cost >= 0) {
    g_autofree char *cost = il_format_time (settings->switch_cost, TRUE);

    append_part (title, "switch %s", cost);
  }
  if (says & SAYS_SEED)
    append_part (title, "seed %" G_GUINT64_FORMAT, settings->seed);
}

static Says
looks_at (const IlRunSettings *settings)
{
  Says says = SAYS_CLOCK | SAYS_SEED;

  if (il_run_settings_use_cores (settings))
    says |= SAYS_CORES;
  if (il_run_settings_use_machine (settings))
    says |= SAYS_POLICY | SAYS_SWITCH_COST;
  if (il_run_settings_use_quantum (settings))
    says |= SAYS_QUANTUM;
  return says;
}

/* The runs of one name and model, or of one policy among them: the settings of the first, and in what others differ. */
typedef struct {
  IlRunSettings *first;
  Says differing;
  GHashTable *policies; /* policy -> Kin; a quantum differs among those of one policy only */
} Kin;

static void
kin_free (gpointer data)
{
  Kin *kin = data;

  il_run_settings_free (kin->first);
  g_clear_pointer (&kin->policies, g_hash_table_unref);
  g_free (kin);
}

static Kin *
kin_of (GHashTable *all, const char *key, const IlRunSettings *settings)
{
  Kin *kin = g_hash_table_lookup (all, key);

  if (kin)
    return kin;
  kin = g_new0 (Kin, 1);
  kin->first = il_run_settings_copy (settings);
  g_hash_table_insert (all, g_strdup (key), kin);
  return kin;
}

static Says
differences (const IlRunSettings *one, const IlRunSettings *other)
{
  Says differing = 0, common = looks_at (one) & looks_at (other);

  if (one->clock != other->clock)
    differing |= SAYS_CLOCK;
  if (g_strcmp0 (one->policy, other->policy) != 0)
    differing |= SAYS_POLICY;
  else if (one->quantum != other->quantum)
    differing |= SAYS_QUANTUM;
  if (one->cores != other->cores)
    differing |= SAYS_CORES;
  if (one->switch_cost != other->switch_cost)
    differing |= SAYS_SWITCH_COST;
  if (one->seed != other->seed)
    differing |= SAYS_SEED;
  return differing & common;
}

static char *
kin_key (IlListedRun *run, const IlRunSettings *settings)
{
  const char *name = il_listed_run_get_name (run);

  return g_strdup_printf ("%s\n%s", name ? name : "", il_model_name (settings->model));
}

static GHashTable *
new_table (GDestroyNotify destroy)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, destroy);
}

/* What all runs are compared by. */
typedef struct {
  GPtrArray *runs;
  GPtrArray *settings; /* of IlRunSettings: theirs */
  GHashTable *kins;
  GHashTable *models;     /* name -> a bit for each model of that name */
  gboolean clocks_differ; /* anywhere */
} Comparison;

static Kin *
policy_kin (Kin *kin, const IlRunSettings *settings)
{
  if (!kin->policies)
    kin->policies = new_table (kin_free);
  return kin_of (kin->policies, settings->policy ? settings->policy : "", settings);
}

static void
compare (Comparison *comparison)
{
  for (guint i = 0; i < comparison->runs->len; i++) {
    IlListedRun *run = g_ptr_array_index (comparison->runs, i);
    IlRunSettings *settings = il_listed_run_dup_effective_settings (run);
    g_autofree char *key = kin_key (run, settings);
    const char *name = il_listed_run_get_name (run) ? il_listed_run_get_name (run) : "";
    Kin *kin = kin_of (comparison->kins, key, settings), *same_policy = policy_kin (kin, settings);
    guint models = GPOINTER_TO_UINT (g_hash_table_lookup (comparison->models, name));

    g_ptr_array_add (comparison->settings, settings);
    kin->differing |= differences (kin->first, settings) & ~(Says) SAYS_QUANTUM;
    same_policy->differing |= differences (same_policy->first, settings) & SAYS_QUANTUM;
    g_hash_table_replace (comparison->models, g_strdup (name), GUINT_TO_POINTER (models | 1U << settings->model));
    comparison->clocks_differ |=
        settings->clock != ((const IlRunSettings *) g_ptr_array_index (comparison->settings, 0))->clock;
  }
}

/* The model always, but where a name of its own is enough. */
static char *
title_of (const Comparison *comparison, guint i)
{
  IlListedRun *run = g_ptr_array_index (comparison->runs, i);
  const IlRunSettings *settings = g_ptr_array_index (comparison->settings, i);
  const char *name = il_listed_run_get_name (run) ? il_listed_run_get_name (run) : "";
  g_autofree char *key = kin_key (run, settings);
  Kin *kin = g_hash_table_lookup (comparison->kins, key);
  Says says = looks_at (settings) & (kin->differing | policy_kin (kin, settings)->differing);
  guint models = GPOINTER_TO_UINT (g_hash_table_lookup (comparison->models, name));
  gboolean of_several = (models & (models - 1)) != 0;
  GString *title = g_string_new (name);

  if (*name == '\0' || of_several || g_str_equal (name, IL_KEPT_NAME))
    append_part (title, "%s", il_model_title (settings->model));
  /* The usual clock is the virtual one: it is said only where the same model is there with the other. */
  if (says & SAYS_CLOCK || (comparison->clocks_differ && settings->clock == IL_CLOCK_WALL))
    g_string_append_printf (title, COMMA "%s clock", il_clock_name (settings->clock));
  append_settings (title, settings, says);
  return g_string_free (title, FALSE);
}

void
il_run_titles_set (GPtrArray *runs)
{
  g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func ((GDestroyNotify) il_run_settings_free);
  g_autoptr (GHashTable) kins = new_table (kin_free), models = new_table (NULL), taken = new_table (NULL);
  Comparison comparison = { runs, settings, kins, models, FALSE };

  compare (&comparison);
  for (guint i = 0; i < runs->len; i++) {
    g_autofree char *plain = title_of (&comparison, i), *title = g_strdup (plain);

    for (guint n = 2; !g_hash_table_add (taken, g_strdup (title)); n++) {
      g_free (title);
      title = g_strdup_printf ("%s (%u)", plain, n);
    }
    il_listed_run_set_title (g_ptr_array_index (runs, i), title);
  }
}

const char *
il_run_short_title (IlListedRun *run)
{
  const char *title = il_listed_run_get_title (run);
  const char *model = il_model_title (il_listed_run_get_settings (run)->model), *rest;

  if (!g_str_has_prefix (title, model))
    return title;
  rest = title + strlen (model);
  if (g_str_has_prefix (rest, SEPARATOR))
    return rest + strlen (SEPARATOR);
  return g_str_has_prefix (rest, COMMA) ? rest + strlen (COMMA) : title;
}

/* Whether PART is one of TITLE's parts, the last of which may have "(2)" behind it. */
static gboolean
is_said (const char *title, const char *part)
{
  gsize length = strlen (part);

  for (const char *at = strstr (title, part); at; at = strstr (at + 1, part)) {
    g_autofree char *before = g_strndup (title, (gsize) (at - title));
    const char *after = at + length;

    if ((!*before || g_str_has_suffix (before, SEPARATOR) || g_str_has_suffix (before, COMMA))
        && (!*after || g_str_has_prefix (after, SEPARATOR) || g_str_has_prefix (after, COMMA)
            || g_str_has_prefix (after, " (")))
      return TRUE;
  }
  return FALSE;
}

/* "rr 2 ms", but "quantum 2 ms" where TITLE says "rr". */
static void
append_policy_detail (GString *detail, const IlRunSettings *settings, const char *title)
{
  g_autofree char *policy = settings->policy ? policy_words (settings->policy) : NULL;
  IlRunSettings but_policy = *settings;

  but_policy.policy = NULL;
  append_policy (detail, policy && is_said (title, policy) ? &but_policy : settings,
                 looks_at (settings) & (SAYS_POLICY | SAYS_QUANTUM));
}

static char *
without_what_is_said (const char *detail, const char *title)
{
  g_auto (GStrv) parts = g_strsplit (detail, SEPARATOR, -1);
  GString *rest = g_string_new (NULL);

  for (char **part = parts; *part; part++)
    if (!is_said (title, *part))
      append_part (rest, "%s", *part);
  return g_string_free (rest, FALSE);
}

char *
il_run_detail (const IlRunSettings *settings, IlRunSource source, const char *name, const char *title)
{
  g_autoptr (GString) detail = g_string_new (NULL);
  gboolean only_kept = g_strcmp0 (name, IL_KEPT_NAME) == 0; /* the title says so, and the model */

  if (name && !only_kept)
    append_part (detail, "%s", il_model_title (settings->model));
  if (settings->clock == IL_CLOCK_WALL)
    append_part (detail, "wall clock");
  append_policy_detail (detail, settings, title);
  append_settings (detail, settings, looks_at (settings) & SAYS_CORES);
  if (settings->switch_cost > 0 && il_run_settings_use_machine (settings))
    append_settings (detail, settings, SAYS_SWITCH_COST);
  if (settings->model == IL_MODEL_SYNC)
    append_part (detail, "one thread");
  else if (settings->model == IL_MODEL_COOP)
    append_part (detail, "one event loop");
  if (source == IL_SOURCE_KEPT && !only_kept)
    append_part (detail, "kept");
  else if (source == IL_SOURCE_RECORDED)
    append_part (detail, "recorded");
  return without_what_is_said (detail->str, title);
}

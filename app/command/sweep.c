/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <unistd.h>

#include "app/command/combinations.h"
#include "app/command/command.h"
#include "app/command/signals.h"
#include "app/sweeps/sweep-json.h"
#include "app/sweeps/sweep-plot.h"
#include "ui/picture/page.h"

typedef json_object Json;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Json, json_object_put)

enum { MOST_REPEAT = 100000, MOST_WORKERS = 1024 };

typedef struct {
  char **vary;
  char **models;
  char *repeat, *shard, *workers, *plot;
  gint64 seed;
  gboolean json, merge, dark;
} Given;

static void
given_clear (Given *given)
{
  g_strfreev (given->vary);
  g_strfreev (given->models);
  g_free (given->repeat);
  g_free (given->shard);
  g_free (given->workers);
  g_free (given->plot);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Given, given_clear)

/* "threads,coop", or each by an option of its own. */
static gboolean
read_models (char **words, GArray *models)
{
  g_autofree char *all = words ? g_strjoinv (",", words) : NULL;
  g_auto (GStrv) names = all ? g_strsplit (all, ",", -1) : NULL;
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!il_given_models (names, kinds))
    return FALSE;
  for (guint i = 0; i < kinds->len; i++) {
    IlModelKind kind = (IlModelKind) g_array_index (kinds, gint64, i);

    g_array_append_val (models, kind);
  }
  return TRUE;
}

static gboolean
read_count (const char *option, const char *word, guint most, guint *count)
{
  guint64 number;

  if (!word)
    return TRUE;
  if (!g_ascii_string_to_unsigned (word, 10, 1, most, &number, NULL)) {
    il_complain ("%s needs a whole number from 1 to %u, not '%s'", option, most, word);
    return FALSE;
  }
  *count = (guint) number;
  return TRUE;
}

static gboolean
read_shard (const char *word, guint *shard, guint *n_shards)
{
  g_auto (GStrv) parts = word ? g_strsplit (word, "/", 2) : NULL;
  guint64 i, n;

  *shard = *n_shards = 1;
  if (!word)
    return TRUE;
  if (!parts[0] || !parts[1] || !g_ascii_string_to_unsigned (parts[1], 10, 1, IL_SWEEP_MOST_POINTS, &n, NULL)
      || !g_ascii_string_to_unsigned (parts[0], 10, 1, n, &i, NULL)) {
    il_complain ("--shard needs which share of how many, as in 2/4, not '%s'", word);
    return FALSE;
  }
  *shard = (guint) i;
  *n_shards = (guint) n;
  return TRUE;
}

static void
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
}

static void
progress_cb (guint done, guint n, gpointer data G_GNUC_UNUSED)
{
  fprintf (stderr, "\r%u of %u%s", done, n, done == n ? "\n" : "");
  fflush (stderr);
}

/* Prints SWEEP as table or JSON, and draws it. Returns the exit status. */
static int
show (Json *sweep, const Given *given)
{
  g_autofree char *text = given->json ? il_sweep_json_text (sweep) : il_sweep_json_table (sweep);
  g_autoptr (GError) error = NULL;
  gboolean drawn = !given->plot || il_sweep_plot_save (sweep, given->plot, given->dark, &error);

  fputs (text, stdout);
  if (!drawn)
    il_complain ("%s", error->message);
  if (!il_command_flush () || !drawn)
    return IL_EXIT_USAGE;
  return il_sweep_json_finished (sweep) ? IL_EXIT_DONE : IL_EXIT_FAILED;
}

static int
run (const Given *given, const char *path, GArray *models)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint repeat = 1, workers = g_get_num_processors (), shard, n_shards;

  if (!read_count ("--repeat", given->repeat, MOST_REPEAT, &repeat)
      || !read_count ("--workers", given->workers, MOST_WORKERS, &workers)
      || !read_shard (given->shard, &shard, &n_shards))
    return IL_EXIT_USAGE;
  if (!il_command_hear_signals (cancel_cb, cancellable))
    return IL_EXIT_FAILED;
  g_autoptr (IlProgram) program = il_command_load_program (path);
  if (!program)
    return IL_EXIT_USAGE;
  g_autoptr (GPtrArray) axes = il_axes_parse (given->vary, il_program_text (program), &error);
  if (!axes) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }
  for (guint i = 0; i < axes->len && repeat > 1; i++)
    if (((IlAxis *) g_ptr_array_index (axes, i))->kind == IL_AXIS_SEED) {
      il_complain ("--repeat runs each point with several seeds, and --vary @seed with one: give one of the two");
      return IL_EXIT_USAGE;
    }
  g_autoptr (IlSweep) sweep =
      il_sweep_new (il_program_name (program), il_program_text (program), g_steal_pointer (&axes),
                    (const IlModelKind *) models->data, models->len, repeat, &error);
  if (!sweep) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }
  sweep->seed = (guint64) given->seed;
  sweep->shard = shard;
  sweep->n_shards = n_shards;
  gboolean done = il_sweep_run (sweep, workers, cancellable, isatty (STDERR_FILENO) ? progress_cb : NULL, NULL, &error);
  if (!done && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }
  g_autoptr (Json) json = il_sweep_to_json (sweep);
  int status = show (json, given);
  if (!done)
    il_complain ("stopped: %d of %u points were run",
                 (int) json_object_array_length (json_object_object_get (json, "points")), il_sweep_n_points (sweep));
  return done ? status : IL_EXIT_INTERRUPTED;
}

static int
merge (const Given *given, char **paths)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Json) sweep = il_sweep_merge (paths, &error);
  Given shown = *given;

  if (!sweep) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }
  shown.json = TRUE;
  return show (sweep, &shown);
}

int
il_command_sweep (int argc, char **argv)
{
  g_auto (Given) given = { .seed = 1 };
  g_autoptr (GArray) models = g_array_new (FALSE, FALSE, sizeof (IlModelKind));
  g_autoptr (GError) error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "vary", 'v', 0, G_OPTION_ARG_STRING_ARRAY, &given.vary,
      "What takes which values: NAME=1..8, NAME=1,2,4, LINE:NUMBER=1ms..9ms/2ms, @cores, @quantum, @switch, @seed, "
      "and @policy=P once a value",
      "NAME=VALUES" },
    { "model", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &given.models,
      "The models: sync, threads, coop or all (default: all)", "MODEL,..." },
    { "repeat", 0, 0, G_OPTION_ARG_STRING, &given.repeat, "Run each point with N seeds, and give mean and spread",
      "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &given.seed, "The seed, or the first of them (default: 1)", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "Print JSON; times in whole nanoseconds", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.plot, "Draw the plot to this file: .png, .svg or .pdf", "PLOT" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &given.dark, "Draw on a dark ground", NULL },
    { "workers", 0, 0, G_OPTION_ARG_STRING, &given.workers, "Run so many points at once (default: one a core)", "N" },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &given.shard, "Run only the I-th of N shares of the points", "I/N" },
    { "merge", 0, 0, G_OPTION_ARG_NONE, &given.merge, "Instead: put together the shares that are in the FILEs, as JSON",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) paths =
      il_command_parse_files (argc, argv, "Runs a workload on the virtual clock over a range of values.", entries,
                              &status);

  if (!paths)
    return status;
  if (given.plot && !il_page_check_path (given.plot, &error)) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }
  if (given.merge)
    return merge (&given, paths);
  if (paths[1]) {
    il_complain ("sweep needs one FILE, not several (see interlane sweep --help)");
    return IL_EXIT_USAGE;
  }
  if (!given.vary) {
    il_complain ("sweep needs something to vary, as in --vary machine=1..8 (see interlane sweep --help)");
    return IL_EXIT_USAGE;
  }
  return read_models (given.models, models) ? run (&given, paths[0], models) : IL_EXIT_USAGE;
}

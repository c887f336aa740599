/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/combinations.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/command/command.h"
#include "engine/policies/settings.h"

/* The values of each option, each once. What was not given is one value: unset. */
typedef struct {
  GArray *models;      /* of gint64, an IlModelKind; all arrays are of gint64 */
  GArray *clocks;      /* IlClockKind */
  GPtrArray *policies; /* of char *, which the options own */
  GArray *cores;
  GArray *quanta;       /* ns */
  GArray *switch_costs; /* ns */
  GArray *seeds;
} Values;

static void
values_clear (Values *values)
{
  g_array_unref (values->models);
  g_array_unref (values->clocks);
  g_ptr_array_unref (values->policies);
  g_array_unref (values->cores);
  g_array_unref (values->quanta);
  g_array_unref (values->switch_costs);
  g_array_unref (values->seeds);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

void
il_given_clear (IlGiven *given)
{
  g_strfreev (given->models);
  g_strfreev (given->clocks);
  g_strfreev (given->policies);
  g_strfreev (given->cores);
  g_strfreev (given->quanta);
  g_strfreev (given->switch_costs);
  g_strfreev (given->seeds);
}

static void
add_once (GArray *array, gint64 value)
{
  for (guint i = 0; i < array->len; i++)
    if (g_array_index (array, gint64, i) == value)
      return;
  g_array_append_val (array, value);
}

static GArray *
new_values (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

static gint64
value_at (const GArray *array, guint i)
{
  return g_array_index (array, gint64, i);
}

gboolean
il_given_models (char **words, GArray *models)
{
  static char *all[] = { (char *) "all", NULL };

  for (char **word = words ? words : all; *word; word++) {
    int model = il_model_from_name (*word);

    if (g_str_equal (*word, "all"))
      for (gint64 each = IL_MODEL_SYNC; each <= IL_MODEL_COOP; each++)
        add_once (models, each);
    else if (model > 0)
      add_once (models, model);
    else {
      il_complain ("there is no model '%s'; the models are: sync, threads, coop, and all for the three of them", *word);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_clocks (char **words, GArray *clocks)
{
  for (char **word = words; word && *word; word++) {
    int clock = il_clock_from_name (*word);

    if (clock < 0) {
      il_complain ("there is no clock '%s'; the clocks are: virtual, wall", *word);
      return FALSE;
    }
    add_once (clocks, clock);
  }
  if (clocks->len == 0)
    add_once (clocks, IL_CLOCK_VIRTUAL);
  return TRUE;
}

/* What a run of this policy comes to: the same for "mlfq" and "mlfq:levels=3" where MACHINE has no other levels. A
 * quantum of its own goes before the option, which goes before the block. */
static char *
policy_meaning (IlPolicySettings *settings, const IlMachineDeclaration *machine, gboolean quantum_is_given)
{
  int place = il_policy_find_parameter (settings->class, IL_QUANTUM);
  gboolean open = place >= 0 && !settings->given[place] && quantum_is_given;

  for (guint i = 0; machine->parameters && i < machine->parameters->len; i++) {
    const IlMachineParameter *parameter = &g_array_index (machine->parameters, IlMachineParameter, i);

    il_policy_settings_complete (settings, parameter->name, parameter->value, NULL); /* what is wrong, the run says */
  }
  g_autofree char *text = il_policy_settings_text (settings);
  return g_strdup_printf ("%s %" G_GINT64_FORMAT, text, open ? -1 : il_policy_settings_quantum (settings));
}

static gboolean
read_policies (const IlGiven *given, const IlMachineDeclaration *machine, GPtrArray *policies)
{
  g_autoptr (GHashTable) meanings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (char **word = given->policies; word && *word; word++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (IlPolicySettings) settings = il_policy_settings_parse (*word, &error);

    if (!settings) {
      il_complain ("%s", error->message);
      return FALSE;
    }
    if (g_hash_table_add (meanings, policy_meaning (settings, machine, given->quanta != NULL)))
      g_ptr_array_add (policies, *word);
  }
  if (policies->len == 0)
    g_ptr_array_add (policies, NULL);
  return TRUE;
}

static gboolean
read_integers (const char *option, char **words, gint64 unset, GArray *integers)
{
  for (char **word = words; word && *word; word++) {
    char *end;

    errno = 0;
    gint64 number = g_ascii_strtoll (*word, &end, 0);
    if (errno != 0 || end == *word || *end != '\0') {
      il_complain ("%s needs a whole number, not '%s'", option, *word);
      return FALSE;
    }
    add_once (integers, number);
  }
  if (integers->len == 0)
    add_once (integers, unset);
  return TRUE;
}

static gboolean
read_cores (char **words, GArray *cores)
{
  if (!read_integers ("--cores", words, 0, cores))
    return FALSE;
  for (guint i = 0; words && i < cores->len; i++) {
    gint64 n = value_at (cores, i);

    if (n >= 1 && n <= IL_MAX_CORES)
      continue;
    if (n < 1)
      il_complain ("a number of cores must be at least 1, not %" G_GINT64_FORMAT, n);
    else
      il_complain ("%" G_GINT64_FORMAT " cores are too many: the machine has at most %d", n, IL_MAX_CORES);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_durations (const char *option, char **words, GArray *durations)
{
  for (char **word = words; word && *word; word++) {
    gint64 ns;

    if (!il_command_duration (option, *word, &ns))
      return FALSE;
    add_once (durations, ns);
  }
  if (durations->len == 0)
    add_once (durations, -1);
  return TRUE;
}

static gboolean
read_values (const IlGiven *given, const IlMachineDeclaration *machine, Values *values)
{
  if (!il_given_models (given->models, values->models) || !read_clocks (given->clocks, values->clocks)
      || !read_policies (given, machine, values->policies) || !read_cores (given->cores, values->cores)
      || !read_durations ("--quantum", given->quanta, values->quanta)
      || !read_durations ("--switch", given->switch_costs, values->switch_costs)
      || !read_integers ("--seed", given->seeds, 1, values->seeds))
    return FALSE;
  for (guint i = 0; i < values->quanta->len; i++)
    if (value_at (values->quanta, i) == 0) {
      il_complain ("a quantum of 0 would let nobody run; say a time such as 2ms");
      return FALSE;
    }
  return TRUE;
}

/* Adds each combination to LIST or, where that is NULL, only counts them: there may be very many. */
typedef struct {
  const Values *values;
  IlRunList *list;
  guint64 n;
} Combining;

static void
combine_rest (Combining *combining, const IlRunSettings *so_far)
{
  const Values *values = combining->values;
  guint n_cores = il_run_settings_use_cores (so_far) ? values->cores->len : 1;
  guint n_quanta = il_run_settings_use_quantum (so_far) ? values->quanta->len : 1;
  guint n_switch_costs = il_run_settings_use_machine (so_far) ? values->switch_costs->len : 1;

  if (!combining->list) {
    combining->n += (guint64) n_cores * n_quanta * n_switch_costs * values->seeds->len;
    return;
  }
  for (guint c = 0; c < n_cores; c++)
    for (guint q = 0; q < n_quanta; q++)
      for (guint w = 0; w < n_switch_costs; w++)
        for (guint s = 0; s < values->seeds->len; s++) {
          g_autoptr (IlRunSettings) settings = il_run_settings_copy (so_far);

          if (il_run_settings_use_cores (settings))
            settings->cores = (guint) value_at (values->cores, c);
          if (il_run_settings_use_quantum (settings))
            settings->quantum = value_at (values->quanta, q);
          if (il_run_settings_use_machine (settings))
            settings->switch_cost = value_at (values->switch_costs, w);
          settings->seed = (guint64) value_at (values->seeds, s);
          g_autoptr (IlListedRun) run = il_listed_run_new (IL_SOURCE_WORKLOAD, settings, NULL);
          il_run_list_add (combining->list, run, NULL);
        }
}

static guint64
combine (const Values *values, IlRunList *list)
{
  Combining combining = { values, list, 0 };

  for (guint m = 0; m < values->models->len; m++)
    for (guint c = 0; c < values->clocks->len; c++) {
      g_autoptr (IlRunSettings) settings =
          il_run_settings_new ((IlModelKind) value_at (values->models, m), (IlClockKind) value_at (values->clocks, c));

      if (!il_run_settings_use_machine (settings)) {
        combine_rest (&combining, settings);
        continue;
      }
      for (guint p = 0; p < values->policies->len; p++) {
        g_free (settings->policy);
        settings->policy = g_strdup (g_ptr_array_index (values->policies, p));
        combine_rest (&combining, settings);
      }
    }
  return combining.n;
}

IlRunList *
il_given_combine (const IlGiven *given, const IlMachineDeclaration *machine)
{
  g_auto (Values) values = { new_values (), new_values (), g_ptr_array_new (), new_values (),
                             new_values (), new_values (), new_values () };

  if (!read_values (given, machine, &values))
    return NULL;
  guint64 n = combine (&values, NULL);
  if (n > IL_RUN_LIST_MAX) {
    il_complain ("these options make %" G_GUINT64_FORMAT " runs; at most %d can be compared", n, IL_RUN_LIST_MAX);
    return NULL;
  }
  IlRunList *list = il_run_list_new ();
  il_run_list_freeze (list);
  combine (&values, list);
  il_run_list_thaw (list);
  return list;
}

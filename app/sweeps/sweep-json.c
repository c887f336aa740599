/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/sweep-json.h"

#include "traces/text/text-table.h"
#include "traces/text/time-text.h"

#define FLAGS (JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

static void
add_integer (json_object *object, const char *name, gint64 number)
{
  json_object_object_add (object, name, json_object_new_int64 (number));
}

static void
add_text (json_object *object, const char *name, const char *text)
{
  json_object_object_add (object, name, json_object_new_string (text));
}

static json_object *
measure_to_json (const IlSpread *spread, guint repeat)
{
  if (spread->n == 0)
    return NULL;
  if (repeat == 1)
    return json_object_new_int64 (spread->mean);
  json_object *object = json_object_new_object ();
  add_integer (object, "n", spread->n);
  add_integer (object, "mean", spread->mean);
  add_integer (object, "deviation", spread->deviation);
  add_integer (object, "min", spread->least);
  add_integer (object, "max", spread->most);
  add_integer (object, "p50", spread->p50);
  add_integer (object, "p90", spread->p90);
  add_integer (object, "p99", spread->p99);
  return object;
}

static json_object *
point_to_json (const IlSweep *sweep, guint point)
{
  const IlSweepResult *result = &sweep->results[point];
  json_object *object = json_object_new_object (), *values = json_object_new_array ();
  json_object *outcomes = json_object_new_object ();

  for (guint i = 0; i < sweep->axes->len; i++) {
    const IlAxis *axis = g_ptr_array_index (sweep->axes, i);
    guint value = il_sweep_value (sweep, point, i);

    json_object_array_add (values, value == IL_SWEEP_UNUSED ? NULL : json_object_new_string (axis->values[value]));
  }
  for (guint i = 0; i < IL_N_OUTCOMES; i++)
    if (result->outcomes[i] > 0)
      add_integer (outcomes, il_outcome_name (i), result->outcomes[i]);
  add_integer (object, "point", point);
  add_text (object, "model", il_model_name (il_sweep_model (sweep, point)));
  json_object_object_add (object, "values", values);
  json_object_object_add (object, "outcomes", outcomes);
  for (guint i = 0; i < IL_N_MEASURES; i++)
    json_object_object_add (object, il_measure_name (i), measure_to_json (&result->measures[i], sweep->repeat));
  return object;
}

static json_object *
axis_to_json (const IlAxis *axis)
{
  json_object *object = json_object_new_object (), *values = json_object_new_array ();

  for (guint i = 0; i < axis->n_values; i++)
    json_object_array_add (values, json_object_new_string (axis->values[i]));
  add_text (object, "name", axis->name);
  json_object_object_add (object, "values", values);
  return object;
}

json_object *
il_sweep_to_json (const IlSweep *sweep)
{
  json_object *object = json_object_new_object (), *models = json_object_new_array ();
  json_object *axes = json_object_new_array (), *points = json_object_new_array ();
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, sweep->text, -1);

  for (guint i = 0; i < sweep->models->len; i++)
    json_object_array_add (models,
                           json_object_new_string (il_model_name (g_array_index (sweep->models, IlModelKind, i))));
  for (guint i = 0; i < sweep->axes->len; i++)
    json_object_array_add (axes, axis_to_json (g_ptr_array_index (sweep->axes, i)));
  for (guint i = 0; i < il_sweep_n_points (sweep); i++)
    if (sweep->results[i].done)
      json_object_array_add (points, point_to_json (sweep, i));
  add_integer (object, "sweep", 1);
  add_text (object, "workload", sweep->workload);
  add_text (object, "text", sum);
  add_integer (object, "repeat", sweep->repeat);
  add_integer (object, "seed", (gint64) sweep->seed);
  json_object_object_add (object, "models", models);
  json_object_object_add (object, "axes", axes);
  add_integer (object, "n_points", il_sweep_n_points (sweep));
  if (sweep->n_shards > 1) {
    json_object *shard = json_object_new_array ();

    json_object_array_add (shard, json_object_new_int64 (sweep->shard));
    json_object_array_add (shard, json_object_new_int64 (sweep->n_shards));
    json_object_object_add (object, "shard", shard);
  }
  json_object_object_add (object, "points", points);
  return object;
}

char *
il_sweep_json_text (json_object *sweep)
{
  GString *text = g_string_new ("{");

  json_object_object_foreach (sweep, name, value)
  {
    if (g_str_equal (name, "points"))
      break;
    g_string_append_printf (text, "\"%s\":%s,\n", name, json_object_to_json_string_ext (value, FLAGS));
  }
  json_object *points = json_object_object_get (sweep, "points");
  gsize n = json_object_array_length (points);
  g_string_append (text, "\"points\":[\n");
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s\n",
                            json_object_to_json_string_ext (json_object_array_get_idx (points, i), FLAGS),
                            i + 1 < n ? "," : "");
  g_string_append (text, "]}\n");
  return g_string_free (text, FALSE);
}

gboolean
il_sweep_json_measure (json_object *point, IlMeasure measure, gint64 *number)
{
  json_object *value = json_object_object_get (point, il_measure_name (measure));

  if (json_object_is_type (value, json_type_object))
    value = json_object_object_get (value, "mean");
  *number = json_object_get_int64 (value);
  return value != NULL;
}

/* "94 ms", "94 ms ± 2 ms". */
static char *
measure_text (json_object *point, IlMeasure measure)
{
  json_object *value = json_object_object_get (point, il_measure_name (measure));
  gboolean time = measure != IL_MEASURE_SWITCHES;
  gint64 number;

  if (!il_sweep_json_measure (point, measure, &number))
    return g_strdup ("–");
  g_autofree char *mean = time ? il_format_time (number, FALSE) : g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (!json_object_is_type (value, json_type_object))
    return g_steal_pointer (&mean);
  gint64 deviation = json_object_get_int64 (json_object_object_get (value, "deviation"));
  g_autofree char *off = time ? il_format_time (deviation, FALSE) : g_strdup_printf ("%" G_GINT64_FORMAT, deviation);
  return g_strdup_printf ("%s ± %s", mean, off);
}

/* "finished", "9 finished, 1 deadlock". */
static char *
outcomes_text (json_object *point)
{
  json_object *outcomes = json_object_object_get (point, "outcomes");
  GString *text = g_string_new (NULL);

  json_object_object_foreach (outcomes, name, n)
  {
    if (text->len > 0)
      g_string_append (text, ", ");
    if (json_object_object_length (outcomes) > 1)
      g_string_append_printf (text, "%" G_GINT64_FORMAT " ", json_object_get_int64 (n));
    g_string_append (text, name);
  }
  return g_string_free (text, FALSE);
}

char *
il_sweep_json_table (json_object *sweep)
{
  json_object *axes = json_object_object_get (sweep, "axes"), *points = json_object_object_get (sweep, "points");
  gsize n_axes = json_object_array_length (axes);
  IlTextTable table = il_text_table_new ((guint) n_axes + 1 + IL_N_MEASURES + 1);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < n_axes; i++)
    il_text_table_add (&table, g_strdup (json_object_get_string (
                                   json_object_object_get (json_object_array_get_idx (axes, i), "name"))));
  il_text_table_add (&table, g_strdup ("model"));
  for (guint i = 0; i < IL_N_MEASURES; i++)
    il_text_table_add (&table, g_strdup (il_measure_title (i)));
  il_text_table_add (&table, g_strdup ("outcome"));
  for (gsize p = 0; p < json_object_array_length (points); p++) {
    json_object *point = json_object_array_get_idx (points, p);
    json_object *values = json_object_object_get (point, "values");

    for (gsize i = 0; i < n_axes; i++) {
      json_object *value = json_object_array_get_idx (values, i);

      il_text_table_add (&table, g_strdup (value ? json_object_get_string (value) : "–"));
    }
    il_text_table_add (&table, g_strdup (json_object_get_string (json_object_object_get (point, "model"))));
    for (guint i = 0; i < IL_N_MEASURES; i++)
      il_text_table_add (&table, measure_text (point, i));
    il_text_table_add (&table, outcomes_text (point));
  }
  il_text_table_finish (&table, out, (guint) n_axes + 1, TRUE);
  return g_string_free (out, FALSE);
}

gboolean
il_sweep_json_finished (json_object *sweep)
{
  json_object *points = json_object_object_get (sweep, "points");

  for (gsize i = 0; i < json_object_array_length (points); i++) {
    json_object *outcomes = json_object_object_get (json_object_array_get_idx (points, i), "outcomes");

    json_object_object_foreach (outcomes, name, n)
    {
      (void) n;
      if (!g_str_equal (name, il_outcome_name (IL_OUTCOME_FINISHED)))
        return FALSE;
    }
  }
  return TRUE;
}

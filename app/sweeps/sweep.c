/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/sweep.h"

#include <string.h>

#include "engine/text/duration.h"

typedef struct {
  guint combination; /* the places of the axes' values, the last axis's counting up first */
  IlModelKind model;
} Point;

const char *
il_measure_name (IlMeasure measure)
{
  static const char *const names[] = { "makespan", "mean_turnaround", "mean_response", "mean_waiting", "switches" };

  return names[measure];
}

const char *
il_measure_title (IlMeasure measure)
{
  static const char *const titles[] = { "makespan", "mean turnaround", "mean response", "mean waiting", "switches" };

  return titles[measure];
}

static const IlAxis *
axis_at (const IlSweep *sweep, guint axis)
{
  return g_ptr_array_index (sweep->axes, axis);
}

static guint
place_in (const IlSweep *sweep, guint combination, guint axis)
{
  for (guint i = sweep->axes->len - 1; i > axis; i--)
    combination /= axis_at (sweep, i)->n_values;
  return combination % axis_at (sweep, axis)->n_values;
}

static void
set_value (IlRunSettings *settings, IlAxisKind kind, const char *value)
{
  switch (kind) {
  case IL_AXIS_TEXT: break;
  case IL_AXIS_POLICY:
    g_free (settings->policy);
    settings->policy = g_strdup (value);
    break;
  case IL_AXIS_CORES: settings->cores = (guint) g_ascii_strtoull (value, NULL, 10); break;
  case IL_AXIS_QUANTUM: il_duration_read (value, &settings->quantum); break;
  case IL_AXIS_SWITCH: il_duration_read (value, &settings->switch_cost); break;
  case IL_AXIS_SEED: settings->seed = g_ascii_strtoull (value, NULL, 10); break;
  }
}

static IlRunSettings *
settings_of (const IlSweep *sweep, guint combination, IlModelKind model)
{
  IlRunSettings *settings = il_run_settings_new (model, IL_CLOCK_VIRTUAL);

  settings->seed = sweep->seed;
  for (guint i = 0; i < sweep->axes->len; i++)
    set_value (settings, axis_at (sweep, i)->kind, axis_at (sweep, i)->values[place_in (sweep, combination, i)]);
  return settings;
}

/* Whether what MODEL runs as COMBINATION looks at an axis. */
static gboolean
looks_at (const IlSweep *sweep, guint combination, IlModelKind model, guint axis)
{
  IlAxisKind kind = axis_at (sweep, axis)->kind;

  if (kind == IL_AXIS_TEXT || kind == IL_AXIS_SEED)
    return TRUE;
  g_autoptr (IlRunSettings) settings = settings_of (sweep, combination, model);
  if (kind == IL_AXIS_CORES)
    return il_run_settings_use_cores (settings);
  return kind == IL_AXIS_QUANTUM ? il_run_settings_use_quantum (settings) : il_run_settings_use_machine (settings);
}

/* Of the combinations that are one to the model, the first. */
static gboolean
is_first_of_alike (const IlSweep *sweep, guint combination, IlModelKind model)
{
  for (guint i = 0; i < sweep->axes->len; i++)
    if (place_in (sweep, combination, i) != 0 && !looks_at (sweep, combination, model, i))
      return FALSE;
  return TRUE;
}

static gboolean
count_combinations (const IlSweep *sweep, guint *n, GError **error)
{
  guint64 product = 1;

  for (guint i = 0; i < sweep->axes->len && product <= IL_SWEEP_MOST_POINTS; i++)
    product *= axis_at (sweep, i)->n_values;
  if (product * sweep->models->len > IL_SWEEP_MOST_POINTS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "these are over %d combinations, the most that a sweep can have: take larger steps, or several sweeps",
                 IL_SWEEP_MOST_POINTS);
    return FALSE;
  }
  *n = (guint) product;
  return TRUE;
}

IlSweep *
il_sweep_new (const char *workload, const char *text, GPtrArray *axes, const IlModelKind *models, guint n_models,
              guint repeat, GError **error)
{
  g_autoptr (IlSweep) sweep = g_new0 (IlSweep, 1);
  guint n;

  sweep->workload = g_strdup (workload);
  sweep->text = g_strdup (text);
  sweep->axes = axes;
  sweep->models = g_array_new (FALSE, FALSE, sizeof (IlModelKind));
  sweep->points = g_array_new (FALSE, FALSE, sizeof (Point));
  sweep->repeat = repeat;
  sweep->seed = 1;
  sweep->shard = sweep->n_shards = 1;
  g_array_append_vals (sweep->models, models, n_models);
  if (!count_combinations (sweep, &n, error))
    return NULL;
  for (guint combination = 0; combination < n; combination++)
    for (guint i = 0; i < n_models; i++)
      if (is_first_of_alike (sweep, combination, models[i])) {
        Point point = { combination, models[i] };

        g_array_append_val (sweep->points, point);
      }
  sweep->results = g_new0 (IlSweepResult, sweep->points->len);
  return g_steal_pointer (&sweep);
}

void
il_sweep_free (IlSweep *sweep)
{
  g_free (sweep->workload);
  g_free (sweep->text);
  g_ptr_array_unref (sweep->axes);
  g_array_unref (sweep->models);
  g_array_unref (sweep->points);
  g_free (sweep->results);
  g_free (sweep);
}

guint
il_sweep_n_points (const IlSweep *sweep)
{
  return sweep->points->len;
}

gboolean
il_sweep_is_in_shard (const IlSweep *sweep, guint point)
{
  return point % sweep->n_shards == sweep->shard - 1;
}

IlModelKind
il_sweep_model (const IlSweep *sweep, guint point)
{
  return g_array_index (sweep->points, Point, point).model;
}

guint
il_sweep_value (const IlSweep *sweep, guint point, guint axis)
{
  const Point *it = &g_array_index (sweep->points, Point, point);

  return looks_at (sweep, it->combination, it->model, axis) ? place_in (sweep, it->combination, axis) : IL_SWEEP_UNUSED;
}

char *
il_sweep_point_words (const IlSweep *sweep, guint point)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < sweep->axes->len; i++) {
    const IlAxis *axis = g_ptr_array_index (sweep->axes, i);
    guint value = il_sweep_value (sweep, point, i);

    if (value != IL_SWEEP_UNUSED)
      g_string_append_printf (words, "%s%s = %s", words->len > 0 ? ", " : "", axis->name, axis->values[value]);
  }
  return g_string_free (words, FALSE);
}

IlRunSettings *
il_sweep_settings (const IlSweep *sweep, guint point)
{
  const Point *it = &g_array_index (sweep->points, Point, point);

  return settings_of (sweep, it->combination, it->model);
}

/* The axis whose number is the first in the text behind OFFSET. */
static const IlAxis *
next_literal (const IlSweep *sweep, gsize offset, guint *place)
{
  const IlAxis *next = NULL;

  for (guint i = 0; i < sweep->axes->len; i++) {
    const IlAxis *axis = axis_at (sweep, i);

    if (axis->kind == IL_AXIS_TEXT && axis->literal.offset >= offset
        && (!next || axis->literal.offset < next->literal.offset)) {
      next = axis;
      *place = i;
    }
  }
  return next;
}

char *
il_sweep_text (const IlSweep *sweep, guint point)
{
  guint combination = g_array_index (sweep->points, Point, point).combination;
  GString *text = g_string_sized_new (strlen (sweep->text) + 32);
  const IlAxis *axis;
  gsize at = 0;
  guint place;

  while ((axis = next_literal (sweep, at, &place))) {
    g_string_append_len (text, sweep->text + at, (gssize) (axis->literal.offset - at));
    g_string_append (text, axis->values[place_in (sweep, combination, place)]);
    at = axis->literal.offset + axis->literal.length;
  }
  g_string_append (text, sweep->text + at);
  return g_string_free (text, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/sweep-plot.h"

#include <math.h>

#include "engine/text/duration.h"
#include "traces/text/time-text.h"

struct _IlSweepPlot {
  json_object *sweep;         /* a reference */
  json_object *axes, *points; /* of it */
  GPtrArray *names;           /* of the series */
  GHashTable *series;         /* name -> its place plus one */
  const char **places;
  double *positions;
  guint *numbers;                   /* of the points: of series times places */
  double *values[3][IL_N_MEASURES]; /* mean, least, most */
  IlPlotPanel panels[IL_N_MEASURES];
  IlPlot plot;
};

static const char *
axis_name (const IlSweepPlot *plot, gsize axis)
{
  return json_object_get_string (json_object_object_get (json_object_array_get_idx (plot->axes, axis), "name"));
}

static json_object *
axis_values (const IlSweepPlot *plot, gsize axis)
{
  return json_object_object_get (json_object_array_get_idx (plot->axes, axis), "values");
}

/* "threads, @policy = rr": what a point has beside the value of the first axis. */
static char *
series_name (const IlSweepPlot *plot, json_object *point)
{
  GString *name = g_string_new (json_object_get_string (json_object_object_get (point, "model")));
  json_object *values = json_object_object_get (point, "values");

  for (gsize i = 1; i < json_object_array_length (plot->axes); i++) {
    json_object *value = json_object_array_get_idx (values, i);

    if (value && json_object_array_length (axis_values (plot, i)) > 1)
      g_string_append_printf (name, ", %s = %s", axis_name (plot, i), json_object_get_string (value));
  }
  return g_string_free (name, FALSE);
}

static void
find_series (IlSweepPlot *plot)
{
  for (gsize i = 0; i < json_object_array_length (plot->points); i++) {
    char *name = series_name (plot, json_object_array_get_idx (plot->points, i));

    if (g_hash_table_contains (plot->series, name)) {
      g_free (name);
      continue;
    }
    g_ptr_array_add (plot->names, name);
    g_hash_table_insert (plot->series, name, GUINT_TO_POINTER (plot->names->len));
  }
}

static void
set_value (IlSweepPlot *plot, json_object *point, guint series, guint place)
{
  static const char *const members[] = { "mean", "min", "max" };

  for (guint measure = 0; measure < IL_N_MEASURES; measure++) {
    json_object *value = json_object_object_get (point, il_measure_name (measure));

    for (guint i = 0; i < 3 && value; i++)
      plot->values[i][measure][series * plot->plot.n_places + place] = json_object_get_double (
          json_object_is_type (value, json_type_object) ? json_object_object_get (value, members[i]) : value);
  }
}

/* What a model does not look at is the same at all its places. */
static void
take_point (IlSweepPlot *plot, json_object *point)
{
  g_autofree char *name = series_name (plot, point);
  guint series = GPOINTER_TO_UINT (g_hash_table_lookup (plot->series, name)) - 1;
  json_object *value = json_object_array_get_idx (json_object_object_get (point, "values"), 0);

  for (guint place = 0; place < plot->plot.n_places; place++)
    if (!value || json_object_equal (value, json_object_array_get_idx (axis_values (plot, 0), place))) {
      plot->numbers[series * plot->plot.n_places + place] =
          (guint) json_object_get_int (json_object_object_get (point, "point"));
      set_value (plot, point, series, place);
    }
}

/* The number that TEXT is, or its time in ns. */
static gboolean
read_position (const char *text, double *position)
{
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &number, NULL) && !il_duration_read (text, &number))
    return FALSE;
  *position = (double) number;
  return TRUE;
}

/* Where the places are on the axis, or NULL where they are no numbers that go up. Free it. */
static double *
find_positions (const char *const *places, guint n)
{
  g_autofree double *positions = g_new (double, n);

  for (guint i = 0; i < n; i++)
    if (!read_position (places[i], &positions[i]) || (i > 0 && positions[i] <= positions[i - 1]))
      return NULL;
  return g_steal_pointer (&positions);
}

static void
add_panel (IlSweepPlot *plot, IlMeasure measure, gboolean several)
{
  gsize n = (gsize) plot->plot.n_places * plot->names->len;

  for (guint i = 0; i < 3; i++) {
    plot->values[i][measure] = g_new (double, n);
    for (gsize j = 0; j < n; j++)
      plot->values[i][measure][j] = NAN;
  }
  plot->panels[measure] = (IlPlotPanel) { .title = il_measure_title (measure),
                                          .time = measure != IL_MEASURE_SWITCHES,
                                          .values = plot->values[0][measure],
                                          .least = several ? plot->values[1][measure] : NULL,
                                          .most = several ? plot->values[2][measure] : NULL };
}

IlSweepPlot *
il_sweep_plot_new (json_object *sweep)
{
  IlSweepPlot *plot = g_new0 (IlSweepPlot, 1);
  gboolean several = json_object_get_int (json_object_object_get (sweep, "repeat")) > 1;

  plot->sweep = json_object_get (sweep);
  plot->axes = json_object_object_get (sweep, "axes");
  plot->points = json_object_object_get (sweep, "points");
  plot->names = g_ptr_array_new_with_free_func (g_free);
  plot->series = g_hash_table_new (g_str_hash, g_str_equal);
  plot->plot.n_places = (guint) json_object_array_length (axis_values (plot, 0));
  find_series (plot);
  plot->places = g_new (const char *, plot->plot.n_places);
  for (guint i = 0; i < plot->plot.n_places; i++)
    plot->places[i] = json_object_get_string (json_object_array_get_idx (axis_values (plot, 0), i));
  plot->positions = find_positions (plot->places, plot->plot.n_places);
  plot->numbers = g_new (guint, (gsize) plot->plot.n_places * plot->names->len);
  for (gsize i = 0; i < (gsize) plot->plot.n_places * plot->names->len; i++)
    plot->numbers[i] = IL_SWEEP_UNUSED;
  for (guint measure = 0; measure < IL_N_MEASURES; measure++)
    add_panel (plot, measure, several);
  for (gsize i = 0; i < json_object_array_length (plot->points); i++)
    take_point (plot, json_object_array_get_idx (plot->points, i));
  plot->plot.title = json_object_get_string (json_object_object_get (sweep, "workload"));
  plot->plot.place_title = axis_name (plot, 0);
  plot->plot.places = plot->places;
  plot->plot.positions = plot->positions;
  plot->plot.series = (const char *const *) plot->names->pdata;
  plot->plot.n_series = plot->names->len;
  plot->plot.panels = plot->panels;
  plot->plot.n_panels = IL_N_MEASURES;
  return plot;
}

void
il_sweep_plot_free (IlSweepPlot *plot)
{
  for (guint measure = 0; measure < IL_N_MEASURES; measure++)
    for (guint i = 0; i < 3; i++)
      g_free (plot->values[i][measure]);
  g_hash_table_unref (plot->series);
  g_ptr_array_unref (plot->names);
  g_free (plot->places);
  g_free (plot->positions);
  g_free (plot->numbers);
  json_object_put (plot->sweep);
  g_free (plot);
}

const IlPlot *
il_sweep_plot_get (const IlSweepPlot *plot)
{
  return &plot->plot;
}

guint
il_sweep_plot_point (const IlSweepPlot *plot, const IlPlotMark *mark)
{
  return plot->numbers[mark->series * plot->plot.n_places + mark->place];
}

char *
il_sweep_plot_words (const IlSweepPlot *plot, const IlPlotMark *mark)
{
  const IlPlotPanel *panel = &plot->panels[mark->panel];
  double value = panel->values[mark->series * plot->plot.n_places + mark->place];
  g_autofree char *number = panel->time ? il_format_time ((gint64) value, TRUE) : g_strdup_printf ("%.0f", value);

  return g_strdup_printf ("%s = %s, %s: %s %s", plot->plot.place_title, plot->places[mark->place],
                          plot->plot.series[mark->series], panel->title, number);
}

gboolean
il_sweep_plot_save (json_object *sweep, const char *path, gboolean dark, GError **error)
{
  g_autoptr (IlSweepPlot) plot = il_sweep_plot_new (sweep);

  return il_plot_save (&plot->plot, path, 0, dark, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/compare.h"

#include <math.h>

#include "traces/text/time-text.h"

enum { N_COLUMNS = 4, BESIDE = 3, N_PAIRS = 6 };

/* One measure: a number to compare and a text to show. NAN: this run has none. */
typedef struct {
  const char *title;
  const char *explanation;
  double (*value) (const IlMetrics *metrics);
  char *(*format) (double value);
  int better; /* 1: more is better; -1: less is; 0: neither */
} Measure;

struct _IlCompare {
  GtkWidget parent_instance;

  GtkWidget *grid;
  GtkWidget *cells[16][N_COLUMNS];
  double values[16][N_COLUMNS];
  gboolean finished[N_COLUMNS]; /* only runs that did all their work are ranked */

  GtkToggleButton *bases[N_COLUMNS]; /* the titles of the columns */
  int base;                          /* the column that the others are told apart from, or -1 */
  char *beside;                      /* the name of the last column's run */

  GtkWidget *divergence_title;
  struct {
    GtkWidget *title, *button;
    IlDivergence found;
  } pairs[N_PAIRS];
};

enum { DIVERGENCE_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The columns of a pair. */
static const guint pair_columns[N_PAIRS][2] = { { 0, 1 }, { 0, 2 }, { 1, 2 }, { 0, 3 }, { 1, 3 }, { 2, 3 } };

G_DEFINE_FINAL_TYPE (IlCompare, il_compare, GTK_TYPE_WIDGET)

static double
time_or_none (gint64 time)
{
  return time >= 0 ? (double) time : NAN;
}

static double
makespan (const IlMetrics *metrics)
{
  return time_or_none (metrics->makespan);
}
static double
response (const IlMetrics *metrics)
{
  return time_or_none (metrics->mean_response);
}
static double
turnaround (const IlMetrics *metrics)
{
  return time_or_none (metrics->mean_turnaround);
}
static double
cpu_use (const IlMetrics *metrics)
{
  return metrics->cpu_use;
}
static double
max_ready (const IlMetrics *metrics)
{
  return metrics->max_ready;
}
static double
longest_hold (const IlMetrics *metrics)
{
  return time_or_none (metrics->longest_hold);
}
static double
fairness (const IlMetrics *metrics)
{
  return metrics->fairness;
}

static double
switches (const IlMetrics *metrics)
{
  return (double) (metrics->switches.voluntary + metrics->switches.involuntary);
}

static char *
format_time (double value)
{
  return il_format_time ((gint64) value, FALSE);
}

static char *
format_percent (double value)
{
  return g_strdup_printf ("%.0f%%", value * 100);
}

/* Of a difference, which may be less than one of a hundred. */
static char *
format_points (double value)
{
  return g_strdup_printf ("%.1f%%", value * 100);
}

static char *
format_count (double value)
{
  return g_strdup_printf ("%.0f", value);
}

static char *
format_index (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.2f", value));
}

static const Measure measures[] = {
  { "Makespan", "The end of the whole run", makespan, format_time, -1 },
  { "Mean response", "From a task's arrival to its first run", response, format_time, -1 },
  { "Mean turnaround", "From a task's arrival to its end", turnaround, format_time, -1 },
  { "CPU use", "Running time over the time of all cores", cpu_use, format_percent, 0 },
  { "Context switches", "A core goes on with another task than before", switches, format_count, -1 },
  { "Max ready queue", "The most tasks that ever waited for a core at once", max_ready, format_count, -1 },
  { "Longest hold", "The longest that a task kept a core without a break", longest_hold, format_time, -1 },
  { "Fairness", "Jain's index over the tasks' running time; 1 is even", fairness, format_index, 1 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (measures) <= 16);

/* Values that read the same are the same. */
static gboolean
reads_the_same (const Measure *measure, double a, double b)
{
  g_autofree char *first = measure->format (a), *second = measure->format (b);

  return g_str_equal (first, second);
}

/* Whether the value of COLUMN is the best of its row, and not everybody's. */
static gboolean
is_best (const IlCompare *compare, const Measure *measure, const double *row, guint column)
{
  gboolean differs = FALSE;
  double value = row[column];

  if (measure->better == 0 || isnan (value) || !compare->finished[column])
    return FALSE;
  for (guint i = 0; i < N_COLUMNS; i++) {
    if (isnan (row[i]) || !compare->finished[i])
      continue;
    gboolean same = reads_the_same (measure, row[i], value);
    if (!same && (row[i] - value) * measure->better > 0)
      return FALSE;
    differs |= !same;
  }
  return differs;
}

/* What a cell says: the value or, beside a base, by how much it is more or less. */
static char *
cell_text (const IlCompare *compare, guint row, guint column)
{
  const Measure *measure = &measures[row];
  double value = compare->values[row][column], base = compare->base >= 0 ? compare->values[row][compare->base] : NAN;

  if (isnan (value))
    return g_strdup ("–");
  if (compare->base < 0 || (int) column == compare->base || isnan (base))
    return measure->format (value);
  if (reads_the_same (measure, value, base))
    return g_strdup ("=");
  g_autofree char *difference =
      measure->format == format_percent ? format_points (fabs (value - base)) : measure->format (fabs (value - base));
  return g_strconcat (value > base ? "+" : "−", difference, NULL);
}

static void
update_row (IlCompare *compare, guint row)
{
  for (guint i = 0; i < N_COLUMNS; i++) {
    GtkWidget *cell = compare->cells[row][i];
    gboolean best = is_best (compare, &measures[row], compare->values[row], i);
    const char *tooltip = best ? "The best of the finished runs" : NULL;
    g_autofree char *text = cell_text (compare, row, i);

    if (!g_str_equal (gtk_label_get_text (GTK_LABEL (cell)), text))
      gtk_label_set_text (GTK_LABEL (cell), text);
    if (g_strcmp0 (gtk_widget_get_tooltip_text (cell), tooltip) != 0) /* to set it waits for the X server */
      gtk_widget_set_tooltip_text (cell, tooltip);
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, best ? "best" : "", -1);
    if (best)
      gtk_widget_add_css_class (cell, "best");
    else
      gtk_widget_remove_css_class (cell, "best");
  }
}

void
il_compare_set_metrics (IlCompare *compare, guint column, const IlMetrics *metrics)
{
  g_return_if_fail (IL_IS_COMPARE (compare) && column < N_COLUMNS);

  compare->finished[column] = metrics && il_recording_outcome (metrics->recording) == IL_OUTCOME_FINISHED;
  for (guint row = 0; row < G_N_ELEMENTS (measures); row++) {
    compare->values[row][column] = metrics ? measures[row].value (metrics) : NAN;
    update_row (compare, row);
  }
}

static GtkWidget *
add_label (IlCompare *compare, const char *text, const char *css_class, int column, int row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_halign (label, column == 0 ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (GTK_GRID (compare->grid), label, column, row, 1, 1);
  return label;
}

static void
base_toggled_cb (GtkToggleButton *button, IlCompare *compare)
{
  int column = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "il-column"));

  if (gtk_toggle_button_get_active (button))
    compare->base = column;
  else if (compare->base == column)
    compare->base = -1;
  for (int i = 0; i < N_COLUMNS; i++)
    if (i != compare->base)
      gtk_toggle_button_set_active (compare->bases[i], FALSE);
  for (guint row = 0; row < G_N_ELEMENTS (measures); row++)
    update_row (compare, row);
}

static const char *
name_of (guint column)
{
  return column == BESIDE ? "beside" : il_model_name (IL_MODEL_SYNC + column);
}

static void
update_base (IlCompare *compare, guint column)
{
  GtkWidget *button = GTK_WIDGET (compare->bases[column]);
  g_autofree char *tip = g_strdup_printf ("Show by How Much the Others Differ from %s",
                                          column == BESIDE ? compare->beside : name_of (column));

  gtk_widget_set_tooltip_text (button, tip);
}

static void
add_base (IlCompare *compare, guint column)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (name_of (column));

  compare->bases[column] = GTK_TOGGLE_BUTTON (button);
  g_object_set_data (G_OBJECT (button), "il-column", GUINT_TO_POINTER (column));
  g_signal_connect (button, "toggled", G_CALLBACK (base_toggled_cb), compare);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "base");
  gtk_grid_attach (GTK_GRID (compare->grid), button, (int) column + 1, 0, 1, 1);
  update_base (compare, column);
}

/* Where runs part. */

static void
show_pair (IlCompare *compare, guint pair, gboolean shown)
{
  gboolean any = FALSE;

  gtk_widget_set_visible (compare->pairs[pair].title, shown);
  gtk_widget_set_visible (compare->pairs[pair].button, shown);
  for (guint i = 0; i < N_PAIRS; i++)
    any |= gtk_widget_get_visible (compare->pairs[i].title);
  gtk_widget_set_visible (compare->divergence_title, any);
}

void
il_compare_set_divergence (IlCompare *compare, guint pair, IlRecording *one, IlRecording *other,
                           const IlDivergence *divergence)
{
  g_autofree char *time = NULL, *words = NULL, *label = NULL;
  GtkWidget *button = compare->pairs[pair].button;

  g_return_if_fail (IL_IS_COMPARE (compare) && pair < N_PAIRS);

  show_pair (compare, pair, one && other);
  if (!one || !other)
    return;
  gtk_widget_set_sensitive (button, divergence != NULL);
  if (divergence) {
    compare->pairs[pair].found = *divergence;
    time = il_format_time (divergence->time, FALSE);
    words = il_divergence_text (one, other, divergence);
  }
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), divergence ? time : "no difference");
  gtk_widget_set_tooltip_text (button, words);
  label = g_strdup_printf ("First difference of %s: %s", gtk_label_get_text (GTK_LABEL (compare->pairs[pair].title)),
                           divergence ? time : "none");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words ? words : "", -1);
}

static void
divergence_clicked_cb (GtkButton *button, IlCompare *compare)
{
  guint pair = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "il-pair"));

  g_signal_emit (compare, signals[DIVERGENCE_CHOSEN], 0, pair, &compare->pairs[pair].found);
}

static void
add_pair (IlCompare *compare, guint pair, int row)
{
  g_autofree char *title =
      g_strdup_printf ("%s and %s", name_of (pair_columns[pair][0]), name_of (pair_columns[pair][1]));
  GtkWidget *button = gtk_button_new ();

  compare->pairs[pair].title = add_label (compare, title, "row-title", 0, row);
  compare->pairs[pair].button = button;
  gtk_button_set_child (GTK_BUTTON (button), gtk_label_new (NULL));
  g_object_set_data (G_OBJECT (button), "il-pair", GUINT_TO_POINTER (pair));
  g_signal_connect (button, "clicked", G_CALLBACK (divergence_clicked_cb), compare);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_add_css_class (button, "base");
  gtk_grid_attach (GTK_GRID (compare->grid), button, 1, row, N_COLUMNS, 1);
}

static void
il_compare_dispose (GObject *object)
{
  g_clear_pointer (&IL_COMPARE (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (il_compare_parent_class)->dispose (object);
}

static void
il_compare_finalize (GObject *object)
{
  g_free (IL_COMPARE (object)->beside);
  G_OBJECT_CLASS (il_compare_parent_class)->finalize (object);
}

static void
il_compare_class_init (IlCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_compare_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_compare_finalize;
  signals[DIVERGENCE_CHOSEN] = g_signal_new ("divergence-chosen", IL_TYPE_COMPARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "compare");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
show_column (IlCompare *compare, guint column, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (compare->bases[column]), shown);
  for (guint row = 0; row < G_N_ELEMENTS (measures); row++)
    gtk_widget_set_visible (compare->cells[row][column], shown);
}

static void
il_compare_init (IlCompare *compare)
{
  compare->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (compare->grid), 4);
  gtk_grid_set_row_spacing (GTK_GRID (compare->grid), 2);
  gtk_widget_set_parent (compare->grid, GTK_WIDGET (compare));
  gtk_accessible_update_property (GTK_ACCESSIBLE (compare), GTK_ACCESSIBLE_PROPERTY_LABEL, "Compared", -1);

  compare->base = -1;
  compare->beside = g_strdup ("");
  for (guint i = 0; i < N_COLUMNS; i++)
    add_base (compare, i);
  for (guint row = 0; row < G_N_ELEMENTS (measures); row++) {
    GtkWidget *title = add_label (compare, measures[row].title, "row-title", 0, (int) row + 1);

    gtk_widget_set_tooltip_text (title, measures[row].explanation);
    for (int i = 0; i < N_COLUMNS; i++) {
      compare->cells[row][i] = add_label (compare, "–", "number", i + 1, (int) row + 1);
      compare->values[row][i] = NAN;
    }
  }
  compare->divergence_title = add_label (compare, "First difference", "row-heading", 0, G_N_ELEMENTS (measures) + 1);
  gtk_widget_set_tooltip_text (compare->divergence_title, "The first event that is not the same in both runs");
  for (guint pair = 0; pair < N_PAIRS; pair++)
    add_pair (compare, pair, (int) (G_N_ELEMENTS (measures) + 2 + pair));
  for (guint pair = 0; pair < N_PAIRS; pair++)
    show_pair (compare, pair, FALSE);
  show_column (compare, BESIDE, FALSE);
}

void
il_compare_set_beside (IlCompare *compare, const char *name)
{
  g_return_if_fail (IL_IS_COMPARE (compare));

  if (!name && compare->base == BESIDE)
    gtk_toggle_button_set_active (compare->bases[BESIDE], FALSE);
  g_free (compare->beside);
  compare->beside = g_strdup (name ? name : "");
  update_base (compare, BESIDE);
  show_column (compare, BESIDE, name != NULL);
}

GtkWidget *
il_compare_new (void)
{
  return g_object_new (IL_TYPE_COMPARE, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/compare.h"

#include <math.h>

#include "ui/panels/badge.h"
#include "ui/panels/control-name.h"
#include "ui/panels/measures.h"
#include "ui/panels/two-runs.h"
#include "ui/tooltip.h"

typedef struct {
  IlCompare *compare;
  guint number;
  char *title;
  GtkWidget *box; /* of the title and the cells */
  GtkToggleButton *title_button;
  GtkWidget *cells[IL_N_MEASURES];
  double values[IL_N_MEASURES];
  gboolean finished; /* only runs that did all their work are ranked */
  IlClockKind clock;
  IlModelKind model;
  guint over[IL_N_MEASURES]; /* how many tasks a measure is of */
  guint n_tasks;
} Column;

struct _IlCompare {
  GtkWidget parent_instance;

  GtkWidget *box, *columns_box;
  GtkSizeGroup *rows[1 + IL_N_MEASURES]; /* the titles, and a row a measure: as high in each column */
  GPtrArray *columns;                    /* of Column */
  guint base;                            /* the number that the others are told apart from; 0: none */
  GtkMenuButton *choose;                 /* the columns that are shown */
  IlTwoRuns *pair;
};

enum { PAIR_CHOSEN, DIVERGENCE_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlCompare, il_compare, GTK_TYPE_WIDGET)

static Column *
find_column (const IlCompare *compare, guint number)
{
  for (guint i = 0; i < compare->columns->len; i++) {
    Column *column = g_ptr_array_index (compare->columns, i);

    if (column->number == number)
      return column;
  }
  return NULL;
}

static gboolean
is_ranked (const Column *column, guint row)
{
  return column->finished && il_measure_ranks (&il_measures[row], column->model) && !isnan (column->values[row])
         && gtk_widget_get_visible (column->box);
}

/* Whether the value of COLUMN is the best of its row, and not everybody's. What was computed and what was measured
 * are not ranked by each other. */
static gboolean
is_best (const IlCompare *compare, const Column *column, guint row)
{
  const IlMeasure *measure = &il_measures[row];
  gboolean differs = FALSE;

  if (!is_ranked (column, row))
    return FALSE;
  for (guint i = 0; i < compare->columns->len; i++) {
    const Column *other = g_ptr_array_index (compare->columns, i);

    if (!is_ranked (other, row))
      continue;
    if (other->clock != column->clock)
      return FALSE;
    gboolean same = il_measure_reads_the_same (measure, other->values[row], column->values[row]);
    if (!same && (other->values[row] - column->values[row]) * measure->better > 0)
      return FALSE;
    differs |= !same;
  }
  return differs;
}

/* What a cell says: the value or, beside a base, by how much it is more or less. */
static char *
cell_text (const IlCompare *compare, const Column *column, guint row)
{
  const Column *base = compare->base != 0 ? find_column (compare, compare->base) : NULL;

  if (isnan (column->values[row]))
    return g_strdup ("–");
  if (!base || base == column || isnan (base->values[row])) {
    g_autofree char *text = il_measures[row].format (column->values[row]);

    return il_measures[row].over && column->over[row] < column->n_tasks
               ? g_strdup_printf ("%s (%u of %u)", text, column->over[row], column->n_tasks)
               : g_steal_pointer (&text);
  }
  return il_measure_difference (&il_measures[row], column->values[row], base->values[row]);
}

/* NULL: there is nothing to say. */
static char *
cell_tooltip (const Column *column, guint row, gboolean best)
{
  if (isnan (column->values[row]))
    return NULL;
  if (best)
    return g_strdup ("The best of the finished runs");
  if (il_measures[row].better != 0 && !il_measure_ranks (&il_measures[row], column->model))
    return g_strdup ("Not ranked: a synchronous task arrives only when it is called, so that waiting for its turn does "
                     "not count");
  if (il_measures[row].over && column->over[row] < column->n_tasks)
    return g_strdup_printf ("Of %u of %u tasks", column->over[row], column->n_tasks);
  return NULL;
}

static void
update_cell (const IlCompare *compare, const Column *column, guint row)
{
  GtkWidget *cell = column->cells[row];
  gboolean best = is_best (compare, column, row);
  g_autofree char *tooltip = cell_tooltip (column, row, best), *text = cell_text (compare, column, row);

  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (cell)), text))
    gtk_label_set_text (GTK_LABEL (cell), text);
  il_tooltip_set (cell, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, best ? "best" : "", -1);
  if (best)
    gtk_widget_add_css_class (cell, "best");
  else
    gtk_widget_remove_css_class (cell, "best");
}

static void
update_cells (IlCompare *compare)
{
  for (guint i = 0; i < compare->columns->len; i++)
    for (guint row = 0; row < IL_N_MEASURES; row++)
      update_cell (compare, g_ptr_array_index (compare->columns, i), row);
}

static void
update_makespans (IlCompare *compare)
{
  const IlMeasure *measure = &il_measures[IL_MEASURE_MAKESPAN];
  const Column *one, *other;
  guint numbers[2];

  if (!il_two_runs_get_pair (compare->pair, &numbers[0], &numbers[1]))
    return;
  one = find_column (compare, numbers[0]);
  other = find_column (compare, numbers[1]);
  if (!one || !other || isnan (one->values[IL_MEASURE_MAKESPAN]) || isnan (other->values[IL_MEASURE_MAKESPAN])) {
    il_two_runs_show_makespans (compare->pair, "");
    return;
  }
  g_autofree char *from = measure->format (one->values[IL_MEASURE_MAKESPAN]);
  g_autofree char *to = measure->format (other->values[IL_MEASURE_MAKESPAN]);
  g_autofree char *difference =
      il_measure_difference (measure, other->values[IL_MEASURE_MAKESPAN], one->values[IL_MEASURE_MAKESPAN]);
  g_autofree char *text = g_strdup_printf ("Makespan %s → %s  %s", from, to, difference);
  il_two_runs_show_makespans (compare->pair, text);
}

void
il_compare_set_metrics (IlCompare *compare, guint number, const IlMetrics *metrics)
{
  Column *column;

  g_return_if_fail (IL_IS_COMPARE (compare));

  column = find_column (compare, number);
  if (!column)
    return;
  column->finished = metrics && il_recording_outcome (metrics->recording) == IL_OUTCOME_FINISHED;
  column->clock = metrics ? il_recording_info (metrics->recording)->clock : IL_CLOCK_VIRTUAL;
  column->model = metrics ? il_recording_info (metrics->recording)->model : IL_MODEL_COOP;
  column->n_tasks = metrics ? metrics->tasks->len : 0;
  for (guint row = 0; row < IL_N_MEASURES; row++) {
    column->values[row] = metrics ? il_measures[row].value (metrics) : NAN;
    column->over[row] = metrics && il_measures[row].over ? il_measures[row].over (metrics) : column->n_tasks;
  }
  update_cells (compare);
  update_makespans (compare);
}

/* Columns. */

static void
base_toggled_cb (GtkToggleButton *button, Column *column)
{
  IlCompare *compare = column->compare;

  if (gtk_toggle_button_get_active (button))
    compare->base = column->number;
  else if (compare->base == column->number)
    compare->base = 0;
  for (guint i = 0; i < compare->columns->len; i++) {
    Column *other = g_ptr_array_index (compare->columns, i);

    if (other->number != compare->base)
      gtk_toggle_button_set_active (other->title_button, FALSE);
  }
  update_cells (compare);
}

static void
column_free (Column *column)
{
  g_signal_handlers_disconnect_by_data (column->title_button, column);
  if (column->compare->base == column->number)
    column->compare->base = 0;
  gtk_box_remove (GTK_BOX (column->compare->columns_box), column->box);
  g_free (column->title);
  g_free (column);
}

static Column *
column_new (IlCompare *compare, guint number)
{
  Column *column = g_new0 (Column, 1);
  GtkWidget *button = gtk_toggle_button_new ();

  column->compare = compare;
  column->number = number;
  column->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  column->title_button = GTK_TOGGLE_BUTTON (button);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "base");
  gtk_size_group_add_widget (compare->rows[0], button);
  gtk_box_append (GTK_BOX (column->box), button);
  for (guint row = 0; row < IL_N_MEASURES; row++) {
    GtkWidget *cell = gtk_label_new ("–");

    column->cells[row] = cell;
    column->values[row] = NAN;
    gtk_label_set_xalign (GTK_LABEL (cell), 1);
    gtk_widget_set_halign (cell, GTK_ALIGN_END);
    gtk_widget_add_css_class (cell, "number");
    gtk_size_group_add_widget (compare->rows[row + 1], cell);
    gtk_box_append (GTK_BOX (column->box), cell);
  }
  g_signal_connect (button, "toggled", G_CALLBACK (base_toggled_cb), column);
  gtk_box_append (GTK_BOX (compare->columns_box), column->box);
  return column;
}

static void
update_title (Column *column, const IlComparedRun *run)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *label = gtk_label_new (run->short_title);
  GtkWidget *badge = il_badge_new (run->number, run->kept);
  g_autofree char *tip = g_strdup_printf ("%s: Show by How Much the Others Differ from It", run->title);

  g_free (column->title);
  column->title = g_strdup (run->title);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_widget_set_halign (badge, GTK_ALIGN_END);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (8, (int) g_utf8_strlen (run->short_title, -1)));
  gtk_box_append (GTK_BOX (box), badge);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (column->title_button), box);
  il_tooltip_set (GTK_WIDGET (column->title_button), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (column->title_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  run->short_title, -1);
}

static void
column_shown_cb (GtkCheckButton *check, IlCompare *compare)
{
  Column *column = find_column (compare, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "il-number")));

  if (column)
    gtk_widget_set_visible (column->box, gtk_check_button_get_active (check));
  update_cells (compare);
}

static void
fill_choose_cb (GtkMenuButton *button, gpointer data)
{
  IlCompare *compare = data;
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2),
            *scrolled = gtk_scrolled_window_new ();

  for (guint i = 0; i < compare->columns->len; i++) {
    const Column *column = g_ptr_array_index (compare->columns, i);
    g_autofree char *label = g_strdup_printf ("%u  %s", column->number, column->title);
    GtkWidget *check = gtk_check_button_new_with_label (label);

    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), gtk_widget_get_visible (column->box));
    g_object_set_data (G_OBJECT (check), "il-number", GUINT_TO_POINTER (column->number));
    g_signal_connect (check, "toggled", G_CALLBACK (column_shown_cb), compare);
    gtk_box_append (GTK_BOX (box), check);
  }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 400);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (button, popover);
}

void
il_compare_set_runs (IlCompare *compare, const IlComparedRun *runs, guint n_runs)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&compare->columns);
  GtkWidget *last = NULL;

  g_return_if_fail (IL_IS_COMPARE (compare));

  compare->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  for (guint i = 0; i < n_runs; i++) {
    Column *column;
    guint j;

    for (j = 0; j < before->len && ((Column *) g_ptr_array_index (before, j))->number != runs[i].number; j++)
      ;
    column = j < before->len ? g_ptr_array_steal_index_fast (before, j) : column_new (compare, runs[i].number);
    update_title (column, &runs[i]);
    gtk_box_reorder_child_after (GTK_BOX (compare->columns_box), column->box, last);
    last = column->box;
    g_ptr_array_add (compare->columns, column);
  }
  g_ptr_array_set_size (before, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (compare->choose), n_runs > 1); /* it holds the place of the titles' row */
  gtk_widget_set_opacity (GTK_WIDGET (compare->choose), n_runs > 1 ? 1 : 0);
  il_two_runs_set_runs (compare->pair, runs, n_runs);
  update_cells (compare);
  update_makespans (compare);
}

gboolean
il_compare_get_pair (IlCompare *compare, guint *one, guint *other)
{
  g_return_val_if_fail (IL_IS_COMPARE (compare), FALSE);

  return il_two_runs_get_pair (compare->pair, one, other);
}

void
il_compare_show_divergence (IlCompare *compare, IlRecording *one, IlRecording *other, const IlDivergence *divergence)
{
  g_return_if_fail (IL_IS_COMPARE (compare));

  il_two_runs_show_divergence (compare->pair, one, other, divergence);
}

static void
pair_chosen_cb (IlTwoRuns *pair, guint one, guint other, IlCompare *compare)
{
  update_makespans (compare);
  g_signal_emit (compare, signals[PAIR_CHOSEN], 0, one, other);
}

static void
divergence_chosen_cb (IlTwoRuns *pair, gpointer divergence, IlCompare *compare)
{
  g_signal_emit (compare, signals[DIVERGENCE_CHOSEN], 0, divergence);
}

static void
il_compare_dispose (GObject *object)
{
  IlCompare *compare = IL_COMPARE (object);

  g_clear_pointer (&compare->columns, g_ptr_array_unref);
  compare->pair = NULL;
  g_clear_pointer (&compare->box, gtk_widget_unparent);
  for (guint row = 0; row < G_N_ELEMENTS (compare->rows); row++)
    g_clear_object (&compare->rows[row]);
  G_OBJECT_CLASS (il_compare_parent_class)->dispose (object);
}

static void
il_compare_class_init (IlCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_compare_dispose;
  signals[PAIR_CHOSEN] = g_signal_new ("pair-chosen", IL_TYPE_COMPARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[DIVERGENCE_CHOSEN] = g_signal_new ("divergence-chosen", IL_TYPE_COMPARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "compare");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
titles_of_rows (IlCompare *compare)
{
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  compare->choose = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (compare->choose, "view-more-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (compare->choose), "Columns");
  il_control_set_name (GTK_WIDGET (compare->choose), "Columns");
  gtk_widget_set_halign (GTK_WIDGET (compare->choose), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (compare->choose), "base");
  gtk_menu_button_set_create_popup_func (compare->choose, fill_choose_cb, compare, NULL);
  gtk_size_group_add_widget (compare->rows[0], GTK_WIDGET (compare->choose));
  gtk_box_append (GTK_BOX (titles), GTK_WIDGET (compare->choose));
  for (guint row = 0; row < IL_N_MEASURES; row++) {
    GtkWidget *title = gtk_label_new (il_measures[row].title);

    gtk_label_set_xalign (GTK_LABEL (title), 0);
    gtk_widget_add_css_class (title, "row-title");
    il_tooltip_set (title, il_measures[row].explanation);
    gtk_size_group_add_widget (compare->rows[row + 1], title);
    gtk_box_append (GTK_BOX (titles), title);
  }
  return titles;
}

static void
il_compare_init (IlCompare *compare)
{
  GtkWidget *table = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *scrolled = gtk_scrolled_window_new ();

  compare->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  for (guint row = 0; row < G_N_ELEMENTS (compare->rows); row++)
    compare->rows[row] = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
  compare->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (compare->box, GTK_WIDGET (compare));
  compare->columns_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_set_halign (compare->columns_box, GTK_ALIGN_END);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_widget_set_margin_bottom (compare->columns_box, 12); /* room for the scroll bar, which lies over it */
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), compare->columns_box);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (table), titles_of_rows (compare));
  gtk_box_append (GTK_BOX (table), scrolled);
  compare->pair = IL_TWO_RUNS (il_two_runs_new ());
  gtk_box_append (GTK_BOX (compare->box), table);
  gtk_box_append (GTK_BOX (compare->box), GTK_WIDGET (compare->pair));
  g_signal_connect (compare->pair, "pair-chosen", G_CALLBACK (pair_chosen_cb), compare);
  g_signal_connect (compare->pair, "divergence-chosen", G_CALLBACK (divergence_chosen_cb), compare);
  gtk_accessible_update_property (GTK_ACCESSIBLE (compare), GTK_ACCESSIBLE_PROPERTY_LABEL, "Compared", -1);
}

GtkWidget *
il_compare_new (void)
{
  return g_object_new (IL_TYPE_COMPARE, NULL);
}

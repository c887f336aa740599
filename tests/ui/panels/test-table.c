/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include <string.h>

#include "tests/traces/samples.h"
#include "tests/ui/samples.h"
#include "traces/derive/timeline.h"
#include "ui/panels/event-table.h"
#include "ui/panels/table-model.h"
#include "ui/panels/table.h"
#include "ui/panels/task-table.h"

static GArray *
arrange (IlTableSource *source, const char *filter, int column, gboolean descending)
{
  return il_table_source_arrange (source, filter, column, descending, NULL);
}

static void
test_event_cells (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTableSource) source = il_event_table_source_new (recording);
  g_autoptr (GArray) gets = arrange (source, "MACHINE acquire", -1, FALSE);
  g_autofree char *text = il_table_source_text (source, gets, 0, gets->len);

  g_assert_cmpuint (il_table_source_n_rows (source), ==, il_recording_n_events (recording));
  g_assert_true (g_str_has_prefix (text, "Time\tTask\tEvent\tLine\tWhat\n4 ms\tlatte\top\t"));
  g_assert_cmpuint (gets->len, ==, 3);
  g_assert_nonnull (strstr (text, "\tacquire machine\n34 ms\tmocha\top\t"));
}

/* A filter finds what reading all cells finds. */
static void
test_filter (void)
{
  static const char *const filters[] = { "order",  "resume",   "core",     "by",     "timer",     "7",
                                         "5 op",   "tab",      "“",        "none",   "in",        "emoji",
                                         "日本語", "return 1", "µs",       "nobody", "put into",  "suspend semaphore",
                                         "zzz",    "core 1",   "spawn by", "=",      "deadlock:", "a" };
  g_autoptr (GRand) random = g_rand_new_with_seed (31);

  for (guint round = 0; round < 24; round++) {
    g_autoptr (IlRecording) recording = sample_random (random, 400);
    g_autoptr (IlTableSource) source = il_event_table_source_new (recording);

    for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
      g_autoptr (GArray) found = arrange (source, filters[i], -1, FALSE);
      g_autofree char *small = g_utf8_strdown (filters[i], -1);
      g_auto (GStrv) words = g_strsplit (small, " ", -1);
      guint n = 0;

      for (guint row = 0; row < il_table_source_n_rows (source); row++) {
        gboolean all = TRUE;

        for (char **word = words; *word; word++) {
          gboolean here = FALSE;

          for (guint column = 0; column < il_event_table.n_columns; column++) {
            g_autofree char *cell = il_table_source_cell (source, row, column), *lower = g_utf8_strdown (cell, -1);
            here |= strstr (lower, *word) != NULL;
          }
          all &= here;
        }
        if (!all)
          continue;
        if (n >= found->len || g_array_index (found, guint32, n) != row)
          g_error ("round %u: “%s” does not find row %u", round, filters[i], row);
        n++;
      }
      g_assert_cmpuint (n, ==, found->len);
    }
  }
}

static void
test_sort (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTableSource) source = il_event_table_source_new (recording);
  g_autoptr (GArray) by_task = arrange (source, NULL, 1, FALSE), back = arrange (source, "print", 0, TRUE);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  for (guint i = 1; i < by_task->len; i++) {
    guint32 row = g_array_index (by_task, guint32, i), before = g_array_index (by_task, guint32, i - 1);
    IlEvent event, event_before;

    g_assert_true (il_recording_event (recording, row + 1, &event)
                   && il_recording_event (recording, before + 1, &event_before));
    g_assert_cmpuint (event.task, >=, event_before.task);
    if (event.task == event_before.task) /* in order of time */
      g_assert_cmpuint (row, >, before);
  }
  g_assert_cmpuint (by_task->len, ==, il_table_source_n_rows (source));
  for (guint i = 1; i < back->len; i++)
    g_assert_cmpuint (g_array_index (back, guint32, i), <, g_array_index (back, guint32, i - 1));
  g_cancellable_cancel (cancelled);
  g_assert_null (il_table_source_arrange (source, "x", -1, FALSE, cancelled));
}

static void
test_tasks (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  g_autoptr (IlMetrics) metrics = NULL;
  g_autoptr (IlTableSource) source = NULL;
  g_autoptr (GArray) order = NULL;
  g_autofree char *text = NULL;

  il_timeline_extend (timeline, G_MAXINT64);
  metrics = il_metrics_new (timeline);
  source = il_task_table_source_new (metrics, NULL, NULL);
  order = arrange (source, "", 4, TRUE); /* the longest running first: mocha 6, latte 4, decaf 2, main 0 */
  text = il_table_source_text (source, order, 0, 2);
  g_assert_cmpstr (
      text, ==,
      "Task\tArrival\tResponse\tTurnaround\tRunning\tReady\tSwitching\tBlocked\tDeadline\n"
      "mocha\t0 ms\t4 ms\t64 ms\t6 ms\t4 ms\t0 ms\t54 ms\t–\nlatte\t0 ms\t0 ms\t34 ms\t4 ms\t0 ms\t0 ms\t30 ms\t–\n");
}

static void
test_row_at (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  guint row;
  IlEvent event, next;

  g_assert_false (il_event_table_row_at (recording, -1, &row));
  g_assert_true (il_event_table_row_at (recording, 20000000, &row));
  g_assert_true (il_recording_event (recording, row + 1, &event) && il_recording_event (recording, row + 2, &next));
  g_assert_cmpint (event.time, <=, 20000000);
  g_assert_cmpint (next.time, >, 20000000);
  g_assert_true (il_event_table_row_at (recording, G_MAXINT64, &row));
  g_assert_cmpuint (row + 1, ==, il_recording_n_events (recording));
}

/* The widget. */

static guint chosen, n_chosen;

static void
chosen_cb (IlTable *table, guint row, gpointer data)
{
  chosen = row;
  n_chosen++;
}

static GtkWidget *
find_child (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_child (child, type);

    if (found)
      return found;
  }
  return NULL;
}

static guint
n_shown (GtkWidget *table)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (find_child (table, GTK_TYPE_COLUMN_VIEW));

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));
}

static void
wait_for (GtkWidget *table, guint n)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (n_shown (table) != n && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n_shown (table), ==, n);
}

static void
settle (void)
{
  for (gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 5; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
}

/* Until all rows are where they belong. */
static void
await_rows (GtkWidget *table)
{
  while (il_table_is_arranging (IL_TABLE (table)))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_widget (void)
{
  GtkWidget *table = il_table_new ("Event log", &il_event_table), *window = gtk_window_new ();
  GtkColumnView *view = GTK_COLUMN_VIEW (find_child (table, GTK_TYPE_COLUMN_VIEW));
  GtkEditable *search = GTK_EDITABLE (find_child (table, GTK_TYPE_SEARCH_ENTRY));
  GtkSelectionModel *selection = gtk_column_view_get_model (view);
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTableSource) source = il_event_table_source_new (recording);
  g_autoptr (GtkColumnViewColumn) task = NULL;
  guint n = (guint) il_recording_n_events (recording);

  n_chosen = 0;
  g_signal_connect (table, "row-chosen", G_CALLBACK (chosen_cb), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 300);
  gtk_window_set_child (GTK_WINDOW (window), table);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (n_shown (table), ==, 0);
  il_table_set_source (IL_TABLE (table), source);
  wait_for (table, n);

  il_table_reveal (IL_TABLE (table), 20); /* not the user's choice */
  settle ();
  g_assert_true (gtk_selection_model_is_selected (selection, 20));
  g_assert_cmpuint (n_chosen, ==, 0);
  gtk_selection_model_select_item (selection, 5, TRUE);
  g_assert_cmpuint (n_chosen, ==, 1);
  g_assert_cmpuint (chosen, ==, 5);

  gtk_editable_set_text (search, "acquire machine");
  wait_for (table, 3);
  g_autofree char *text = il_table_text (IL_TABLE (table));
  g_assert_nonnull (strstr (text, "\tlatte\top\t"));
  gtk_editable_set_text (search, "");
  wait_for (table, n);

  /* By task, up and down: the last is then of decaf, or of nobody. */
  task = g_list_model_get_item (gtk_column_view_get_columns (view), 1);
  gtk_column_view_sort_by_column (view, task, GTK_SORT_DESCENDING);
  await_rows (table);
  g_autofree char *down = il_table_text (IL_TABLE (table));
  g_assert_true (g_str_has_prefix (strchr (down, '\n') + 1, "94 ms\tdecaf\texit"));
  gtk_column_view_sort_by_column (view, task, GTK_SORT_ASCENDING);
  await_rows (table);
  g_autofree char *up = il_table_text (IL_TABLE (table));
  g_assert_true (g_str_has_prefix (strchr (up, '\n') + 1, "0 ms\tmain\tspawn"));

  gtk_widget_activate_action (table, "table.copy", NULL);
  await_rows (table);
  n_chosen = 0;
  gtk_selection_model_select_item (selection, 40, TRUE);
  g_assert_cmpuint (n_chosen, ==, 1);
  gtk_column_view_sort_by_column (view, NULL, GTK_SORT_ASCENDING);
  await_rows (table);
  il_table_set_source (IL_TABLE (table), NULL);
  wait_for (table, 0);
  g_assert_cmpuint (n_chosen, ==, 1); /* by the user, not as rows come and go */
  g_object_add_weak_pointer (G_OBJECT (table), (gpointer *) &table);
  gtk_window_destroy (GTK_WINDOW (window));
  while (table)
    g_main_context_iteration (NULL, TRUE);
}

/* A listener's own copy of what the list says: it must be told of all that changes. */
static void
changed_cb (GListModel *list, guint position, guint removed, guint added, GArray *copy)
{
  g_array_remove_range (copy, position, removed);
  for (guint i = 0; i < added; i++) {
    g_autoptr (IlTableRow) row = g_list_model_get_item (list, position + i);
    guint number = il_table_row_number (row);

    g_array_insert_val (copy, position + i, number);
  }
  g_assert_cmpuint (copy->len, ==, g_list_model_get_n_items (list));
}

static void
test_model (void)
{
  g_autoptr (IlTableModel) model = il_table_model_new ();
  g_autoptr (GArray) copy = g_array_new (FALSE, FALSE, sizeof (guint)),
                     backwards = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint sizes[] = { 3000, 0, 5, 700, 700, 10000, 40, 41 };

  g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), copy);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++) {
    guint n = sizes[i % G_N_ELEMENTS (sizes)];
    gboolean is_backwards = i % 3 == 1;

    g_array_set_size (backwards, n);
    for (guint k = 0; k < n; k++)
      g_array_index (backwards, guint32, k) = n - 1 - k;
    il_table_model_set (model, is_backwards ? backwards : NULL, n);
    g_assert_cmpuint (il_table_model_n_rows (model), ==, n);
    if (i > G_N_ELEMENTS (sizes) && i % 2 == 0) /* the next one comes before it is done */
      continue;
    while (!il_table_model_is_complete (model))
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (copy->len, ==, n);
    for (guint k = 0; k < n; k++)
      g_assert_cmpuint (g_array_index (copy, guint, k), ==, is_backwards ? n - 1 - k : k);
    /* Somebody looks somewhere else. */
    if (n > 0)
      g_object_unref (g_list_model_get_item (G_LIST_MODEL (model), n * 2 / 3));
    if (is_backwards) { /* it belongs to the model */
      g_array_unref (backwards);
      backwards = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  }
}

/* Closed while a thread still arranges. */
static void
test_closed_early (void)
{
  GtkWidget *table = il_table_new ("Event log", &il_event_table), *window = gtk_window_new ();
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 50, 400000);
  g_autoptr (IlTableSource) source = il_event_table_source_new (recording);

  gtk_window_set_child (GTK_WINDOW (window), table);
  gtk_window_present (GTK_WINDOW (window));
  il_table_set_source (IL_TABLE (table), source);
  gtk_editable_set_text (GTK_EDITABLE (find_child (table, GTK_TYPE_SEARCH_ENTRY)), "resume 1");
  settle ();
  g_object_add_weak_pointer (G_OBJECT (table), (gpointer *) &table);
  gtk_window_destroy (GTK_WINDOW (window));
  while (table)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/event-cells", test_event_cells);
  g_test_add_func ("/table/filter", test_filter);
  g_test_add_func ("/table/sort", test_sort);
  g_test_add_func ("/table/tasks", test_tasks);
  g_test_add_func ("/table/row-at", test_row_at);
  g_test_add_func ("/table/model", test_model);
  g_test_add_func ("/table/widget", test_widget);
  g_test_add_func ("/table/closed-early", test_closed_early);
  return g_test_run ();
}

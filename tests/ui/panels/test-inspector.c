/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include <string.h>

#include "tests/ui/samples.h"
#include "traces/derive/span-lines.h"
#include "ui/panels/compare.h"
#include "ui/panels/inspector.h"

static GtkWidget *window;

static void
append_texts (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    append_texts (child, text);
}

/* All that can be read in it. */
static char *
texts (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  append_texts (widget, text);
  return g_string_free (text, FALSE);
}

static GtkWidget *
new_inspector (void)
{
  GtkWidget *inspector = il_inspector_new ();

  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), inspector);
  gtk_window_present (GTK_WINDOW (window));
  return inspector;
}

static void
close_inspector (GtkWidget *inspector)
{
  g_object_add_weak_pointer (G_OBJECT (inspector), (gpointer *) &inspector);
  gtk_window_destroy (GTK_WINDOW (window));
  while (inspector)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_reads (GtkWidget *widget, const char *words, gboolean expected)
{
  g_autofree char *all = texts (widget);

  if (!!strstr (all, words) != expected)
    g_error ("“%s” is %s in:\n%s", words, expected ? "missing" : "still", all);
}

static void
test_moment (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlInstants) instants = il_instants_new (recording);
  GtkWidget *inspector = new_inspector ();

  assert_reads (inspector, "Not run yet", TRUE);
  il_inspector_show_moment (IL_INSPECTOR (inspector), instants, 24000000);
  assert_reads (inspector, "At 24 ms · coop", TRUE);
  assert_reads (inspector, "0 of 1 free; held by latte; waiting: mocha, decaf", TRUE);
  assert_reads (inspector, "awaits latte → in I/O, since 0 ms", TRUE);
  il_inspector_show_moment (IL_INSPECTOR (inspector), instants, 80000000);
  assert_reads (inspector, "0 of 1 free; held by decaf", TRUE);
  assert_reads (inspector, "waiting: mocha", FALSE);
  il_inspector_show_moment (IL_INSPECTOR (inspector), NULL, 0);
  assert_reads (inspector, "Not run yet", TRUE);
  assert_reads (inspector, "held by", FALSE);
  close_inspector (inspector);
}

/* A long run's moments come from a thread; the last one that was asked for is shown in the end, and a window that is
 * closed before that is not harmed. */
static void
test_long_run (void)
{
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 50, 300000);
  g_autoptr (IlInstants) instants = il_instants_new (recording);
  GtkWidget *inspector = new_inspector ();
  gint64 end = il_recording_end (recording), deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  gboolean there = FALSE;

  for (guint i = 0; i < 5; i++)
    il_inspector_show_moment (IL_INSPECTOR (inspector), instants, end / 5 * i);
  il_inspector_show_moment (IL_INSPECTOR (inspector), instants, 1000);
  while (!there && g_get_monotonic_time () < deadline) {
    g_autofree char *all = texts (inspector);

    there = strstr (all, "At 1 µs · coop") != NULL;
    if (!there)
      g_main_context_iteration (NULL, TRUE);
  }
  g_assert_true (there);
  assert_reads (inspector, "Ready queue", TRUE);
  il_inspector_show_moment (IL_INSPECTOR (inspector), instants, end);
  close_inspector (inspector);
}

static void
test_span (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  GtkWidget *inspector = new_inspector ();
  IlLane *decaf;
  guint index;
  IlSpan span;

  il_timeline_extend (timeline, G_MAXINT64);
  decaf = il_timeline_lane_of_task (timeline, 4);
  g_assert_true (il_lane_find (decaf, 24000000, &index));
  il_lane_span (decaf, index, &span);
  il_inspector_show_span (IL_INSPECTOR (inspector), timeline, &span, 4);
  assert_reads (inspector, "decaf · coop", FALSE); /* on the other page */
  il_inspector_reveal_selected (IL_INSPECTOR (inspector));
  assert_reads (inspector, "decaf · coop", TRUE);
  assert_reads (inspector, "waiting: semaphore machine", TRUE);
  assert_reads (inspector, "52 ms", TRUE);
  il_inspector_show_span (IL_INSPECTOR (inspector), NULL, NULL, 0);
  assert_reads (inspector, "Nothing selected", TRUE);
  assert_reads (inspector, "52 ms", FALSE);
  close_inspector (inspector);
}

/* Of mocha's 6 ms from 4 on, the first 2 go to line 6, then 4 to line 8. */
static void
test_lines (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlTaskFacts *facts = il_recording_facts (recording);
  GtkWidget *inspector = new_inspector ();
  IlLane *mocha;
  guint index;
  IlSpan span;

  il_timeline_extend (timeline, G_MAXINT64);
  mocha = il_timeline_lane_of_task (timeline, 3);
  g_assert_true (il_lane_find (mocha, 5000000, &index));
  il_lane_span (mocha, index, &span);
  il_inspector_reveal_selected (IL_INSPECTOR (inspector));
  il_inspector_show_span (IL_INSPECTOR (inspector), timeline, &span, 3);
  assert_reads (inspector, "Lines", FALSE);
  il_task_facts_add_line (facts, 3, 4000000, 6);
  il_task_facts_add_line (facts, 3, 6000000, 8);
  il_inspector_show_span (IL_INSPECTOR (inspector), timeline, &span, 3);
  assert_reads (inspector, "Lines\n6: 2 ms\n8: 4 ms\n", TRUE);
  g_assert_cmpuint (il_span_line (timeline, &span), ==, 6);
  close_inspector (inspector);
}

/* What mocha and latte had of decaf's wait from 12 to 64. */
static void
test_blame (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  g_autoptr (IlCauses) causes = NULL;
  g_autoptr (GArray) of_span = NULL, of_task = NULL;
  GtkWidget *inspector = new_inspector ();
  IlLane *decaf;
  guint index;
  IlSpan span;

  il_timeline_extend (timeline, G_MAXINT64);
  causes = il_causes_new (timeline);
  decaf = il_timeline_lane_of_task (timeline, 4);
  g_assert_true (il_lane_find (decaf, 24000000, &index));
  il_lane_span (decaf, index, &span);
  of_span = il_blame_span (causes, decaf, index, NULL);
  of_task = il_blame_task (causes, decaf, NULL);
  il_inspector_reveal_selected (IL_INSPECTOR (inspector));
  il_inspector_show_span (IL_INSPECTOR (inspector), timeline, &span, 4);
  assert_reads (inspector, "Why", FALSE);
  il_inspector_await_blame (IL_INSPECTOR (inspector));
  assert_reads (inspector, "Why did it wait? …", TRUE);
  il_inspector_show_blame (IL_INSPECTOR (inspector), FALSE, timeline, 4, of_span);
  assert_reads (inspector, "Why did it wait? …", FALSE);
  il_inspector_show_blame (IL_INSPECTOR (inspector), TRUE, timeline, 4, of_task);
  assert_reads (
      inspector,
      "Why this wait of 52 ms?\n30 ms\nmocha in I/O, which had machine\n22 ms\nlatte in I/O, which had machine\n",
      TRUE);
  assert_reads (inspector, "Why did decaf wait 92 ms in all?", TRUE);
  il_inspector_show_span (IL_INSPECTOR (inspector), timeline, &span, 4); /* and its answer has not come yet */
  assert_reads (inspector, "Why", FALSE);
  close_inspector (inspector);
}

/* Of coop's 0 to 34 ms: latte's 4 and mocha's 6 and decaf's 2 of running. */
static void
test_range (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  g_autoptr (IlTurns) turns = NULL;
  g_autoptr (IlRange) range = NULL;
  GtkWidget *inspector = new_inspector ();

  il_timeline_extend (timeline, G_MAXINT64);
  turns = il_turns_new (timeline);
  range = il_range_new (timeline, turns, 0, 34000000, NULL);
  il_inspector_show_range (IL_INSPECTOR (inspector), recording, range);
  assert_reads (inspector, "Measured · coop", TRUE);
  assert_reads (inspector, "0 ms → 34 ms\nLength\n34 ms\nCPU use\n35.3%\n", TRUE);
  assert_reads (inspector, "mocha\nrunning 6 ms, ready 4 ms, semaphore 24 ms\n", TRUE);
  assert_reads (inspector, "3 ×, mean 4 ms, median 4 ms\nfrom 2 ms to 6 ms\n90%: 6 ms, 99%: 6 ms\n", TRUE);
  il_inspector_show_range (IL_INSPECTOR (inspector), NULL, NULL);
  assert_reads (inspector, "with Shift to measure", TRUE);
  assert_reads (inspector, "34 ms", FALSE);
  close_inspector (inspector);
}

/* The comparison beside it. */

static IlMetrics *
metrics_of (IlRecording *recording)
{
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

  il_timeline_extend (timeline, G_MAXINT64);
  return il_metrics_new (timeline);
}

static void
chosen_cb (IlCompare *compare, gpointer divergence, guint64 *seq)
{
  *seq = ((IlDivergence *) divergence)->seq[1];
}

static GtkWidget *
find_button (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, text);

    if (found)
      return found;
  }
  return NULL;
}

static void
pair_cb (IlCompare *compare, guint one, guint other, guint *pair)
{
  pair[0] = one;
  pair[1] = other;
}

/* How many cells are marked as the best, and how many of those say that they are not ranked. */
static void
count_cells (GtkWidget *widget, guint *n_not_ranked)
{
  const char *tip = gtk_widget_get_tooltip_text (widget);

  if (tip && g_str_has_prefix (tip, "Not ranked")) {
    g_assert_false (gtk_widget_has_css_class (widget, "best"));
    ++*n_not_ranked;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    count_cells (child, n_not_ranked);
}

/* A synchronous run has the least response and turnaround only since its tasks arrive as they are called. */
static void
test_sync_is_not_ranked (void)
{
  const IlComparedRun runs[] = { { 1, "Synchronous", "sync", FALSE }, { 2, "Cooperative", "coop", FALSE } };
  g_autoptr (IlRecording) sync = sample_espresso (IL_MODEL_SYNC), coop = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlMetrics) of_sync = metrics_of (sync), of_coop = metrics_of (coop);
  GtkWidget *widget = g_object_ref_sink (il_compare_new ());
  guint n = 0;

  g_assert_cmpint (of_sync->mean_turnaround, <, of_coop->mean_turnaround);
  il_compare_set_runs (IL_COMPARE (widget), runs, 2);
  il_compare_set_metrics (IL_COMPARE (widget), 1, of_sync);
  il_compare_set_metrics (IL_COMPARE (widget), 2, of_coop);
  count_cells (widget, &n);
  g_assert_cmpuint (n, ==, 2); /* its mean response and turnaround */
  g_object_unref (widget);
}

/* The makespans are 102 and 94 ms; pressed, coop's title makes it 8 more, and pressed again as it was. */
static void
test_compare (void)
{
  const IlComparedRun runs[] = {
    { 1, "Synchronous", "sync", FALSE },
    { 4, "Threads · srtf", "srtf", FALSE },
    { 2, "Cooperative", "coop", FALSE },
    { 9, "before: machine = 1", "before: machine = 1", TRUE },
  };
  g_autoptr (IlRecording) sync = sample_espresso (IL_MODEL_SYNC), coop = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlMetrics) of_sync = metrics_of (sync), of_coop = metrics_of (coop);
  GtkWidget *widget = il_compare_new ();
  IlCompare *compare = IL_COMPARE (widget);
  IlDivergence divergence;
  guint64 seq = 0;
  guint pair[2] = { 0 };

  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (compare, "divergence-chosen", G_CALLBACK (chosen_cb), &seq);
  g_signal_connect (compare, "pair-chosen", G_CALLBACK (pair_cb), pair);
  il_compare_set_runs (compare, runs, 3);
  g_assert_cmpuint (pair[0], ==, 4); /* the last two */
  g_assert_cmpuint (pair[1], ==, 2);
  il_compare_set_metrics (compare, 1, of_sync);
  il_compare_set_metrics (compare, 2, of_coop);
  assert_reads (widget, "1\nsync\n102 ms\n", TRUE);
  assert_reads (widget, "4\nsrtf\n–\n", TRUE);
  assert_reads (widget, "2\ncoop\n94 ms\n", TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (widget, "coop")), TRUE);
  assert_reads (widget, "sync\n+8 ms\n", TRUE);
  assert_reads (widget, "coop\n94 ms\n", TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (widget, "sync")), TRUE);
  assert_reads (widget, "sync\n102 ms\n", TRUE);
  assert_reads (widget, "coop\n−8 ms\n", TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (widget, "sync")), FALSE);
  assert_reads (widget, "coop\n94 ms\n", TRUE);

  assert_reads (widget, "First difference", FALSE);
  g_assert_true (il_divergence_find (sync, coop, NULL, &divergence));
  il_compare_show_divergence (compare, sync, coop, &divergence);
  assert_reads (widget, "First difference: 0 ms\n", TRUE);
  gtk_widget_activate (find_button (widget, "First difference: 0 ms"));
  while (seq == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (seq, ==, divergence.seq[1]);
  il_compare_show_divergence (compare, sync, sync, NULL);
  assert_reads (widget, "No difference", TRUE);
  il_compare_show_divergence (compare, NULL, NULL, NULL);
  assert_reads (widget, "No difference", FALSE);

  /* One more is a column more, whichever place it has; the others stay as they are. */
  il_compare_set_runs (compare, runs, 4);
  il_compare_set_metrics (compare, 9, of_sync);
  assert_reads (widget, "9\nbefore: machine = 1\n102 ms\n", TRUE);
  assert_reads (widget, "2\ncoop\n94 ms\n", TRUE);
  g_assert_cmpuint (pair[0], ==, 2); /* nobody has chosen others: the last two again */
  g_assert_cmpuint (pair[1], ==, 9);
  assert_reads (widget, "Makespan 94 ms → 102 ms  +8 ms\n", TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (widget, "before: machine = 1")), TRUE);
  assert_reads (widget, "1\nsync\n=\n", TRUE);
  il_compare_set_runs (compare, &runs[1], 2);
  assert_reads (widget, "before", FALSE);
  assert_reads (widget, "sync", FALSE);
  assert_reads (widget, "2\ncoop\n94 ms\n", TRUE); /* there is no base any more */
  il_compare_set_runs (compare, &runs[2], 1);
  assert_reads (widget, "Two Runs", FALSE);
  g_assert_cmpuint (pair[0], ==, 0);
  close_inspector (widget);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspector/moment", test_moment);
  g_test_add_func ("/inspector/long-run", test_long_run);
  g_test_add_func ("/inspector/span", test_span);
  g_test_add_func ("/inspector/lines", test_lines);
  g_test_add_func ("/inspector/sync-is-not-ranked", test_sync_is_not_ranked);
  g_test_add_func ("/inspector/blame", test_blame);
  g_test_add_func ("/inspector/compare", test_compare);
  g_test_add_func ("/inspector/range", test_range);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/output.h"

#include "app/window/printed-lines.h"
#include "traces/text/visible-text.h"
#include "ui/panels/badge.h"
#include "ui/tooltip.h"

typedef struct {
  IlListedRun *run; /* a reference */
  IlPrintedLines *lines;
} Column;

struct _IlOutput {
  GtkWidget parent_instance;

  IlSession *session;
  IlSelection *selection;
  GtkWidget *box, *bar, *mark, *stack, *one, *columns_box;
  GtkToggleButton *side_by_side;
  GArray *columns;   /* of Column: none unless they are asked for */
  GArray *differing; /* of guint8, a line each: not the same in all runs that are over */
};

G_DEFINE_FINAL_TYPE (IlOutput, il_output, GTK_TYPE_WIDGET)

static void
clear_column (gpointer data)
{
  g_object_unref (((Column *) data)->run);
}

static void
show_lines (IlOutput *output)
{
  gint64 position;

  if (!output->session) /* disposed of */
    return;
  position = il_player_get_position (il_session_player (output->session));
  if (output->columns->len == 0)
    il_printed_lines_show (IL_PRINTED_LINES (output->one), il_selection_get_track (output->selection), position, NULL);
  for (guint i = 0; i < output->columns->len; i++) {
    const Column *column = &g_array_index (output->columns, Column, i);

    il_printed_lines_show (column->lines, il_listed_run_get_track (column->run), position, output->differing);
  }
}

/* The tracks of the runs that are over, borrowed. */
static GPtrArray *
complete_tracks (IlOutput *output)
{
  IlRunList *list = il_session_list (output->session);
  GPtrArray *tracks = g_ptr_array_new ();

  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlListedRun *run = il_run_list_get (list, i);

    if (il_listed_run_get_state (run) == IL_LISTED_RUN_OVER && il_listed_run_get_track (run))
      g_ptr_array_add (tracks, il_listed_run_get_track (run));
  }
  return tracks;
}

/* Whether line INDEX is the same in all. */
static gboolean
line_differs (const GPtrArray *tracks, guint index)
{
  const char *first = NULL;

  for (guint i = 0; i < tracks->len; i++) {
    const IlTrack *track = g_ptr_array_index (tracks, i);
    const char *line = index < il_track_n_prints (track, G_MAXINT64) ? il_track_print (track, index, NULL, NULL) : NULL;

    if (i == 0)
      first = line;
    else if (g_strcmp0 (first, line) != 0)
      return TRUE;
  }
  return FALSE;
}

static void
compare (IlOutput *output)
{
  g_autoptr (GPtrArray) tracks = complete_tracks (output);
  gboolean any = FALSE;
  guint n = 0;

  for (guint i = 0; i < tracks->len; i++)
    n = MAX (n, il_track_n_prints (g_ptr_array_index (tracks, i), G_MAXINT64));
  g_array_set_size (output->differing, 0);
  for (guint i = 0; i < MIN (n, IL_MAX_PRINTED_LINES); i++) {
    guint8 differs = line_differs (tracks, i);

    any |= differs;
    g_array_append_val (output->differing, differs);
  }
  for (guint i = 0; !any && n > IL_MAX_PRINTED_LINES && i < tracks->len; i++) /* of what is longer, only its length */
    any = il_track_n_prints (g_ptr_array_index (tracks, i), G_MAXINT64) != n;
  gtk_widget_set_visible (output->mark, tracks->len > 1 && n > 0);
  gtk_label_set_text (GTK_LABEL (output->mark), any                        ? "≠ outputs differ"
                                                : n > IL_MAX_PRINTED_LINES ? "✓ their first lines agree"
                                                                           : "✓ outputs agree");
  il_tooltip_set (output->mark,
                  any ? "Not all runs that are over print the same lines in the same order"
                  : n > IL_MAX_PRINTED_LINES
                      ? "All runs that are over begin with the same lines and print as many; more is not compared"
                      : "All runs that are over print the same lines in the same order");
  if (any)
    gtk_widget_add_css_class (output->mark, "warning");
  else
    gtk_widget_remove_css_class (output->mark, "warning");
  gtk_widget_set_visible (output->bar, il_run_list_length (il_session_list (output->session)) > 1);
}

static void
add_column (IlOutput *output, IlListedRun *run)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  g_autofree char *visible = il_visible_text (il_listed_run_get_title (run));
  GtkWidget *title = gtk_label_new (visible);
  g_autofree char *name = g_strdup_printf ("Output of %s", visible);
  Column column = { g_object_ref (run), IL_PRINTED_LINES (il_printed_lines_new (name)) };

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  il_tooltip_set (title, visible);
  gtk_widget_set_margin_start (heading, 6);
  gtk_box_append (GTK_BOX (heading),
                  il_badge_new (il_listed_run_get_number (run), il_listed_run_get_source (run) != IL_SOURCE_WORKLOAD));
  gtk_box_append (GTK_BOX (heading), title);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (column.lines));
  gtk_widget_set_vexpand (GTK_WIDGET (column.lines), TRUE);
  gtk_widget_set_size_request (box, 150, -1);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (output->columns_box), box);
  g_array_append_val (output->columns, column);
}

static void
make_columns (IlOutput *output)
{
  IlRunList *list = il_session_list (output->session);
  gboolean wanted = gtk_toggle_button_get_active (output->side_by_side) && il_run_list_length (list) > 1;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (output->columns_box)))
    gtk_box_remove (GTK_BOX (output->columns_box), child);
  g_array_set_size (output->columns, 0);
  for (guint i = 0; wanted && i < il_run_list_length (list); i++)
    if (!il_listed_run_get_hidden (il_run_list_get (list, i)))
      add_column (output, il_run_list_get (list, i));
  gtk_stack_set_visible_child_name (GTK_STACK (output->stack), output->columns->len > 0 ? "columns" : "one");
  show_lines (output);
}

static void
list_cb (IlOutput *output)
{
  compare (output);
  make_columns (output);
}

/* A run is complete, or there are others: what is tinted is other lines. */
static void
metrics_cb (IlOutput *output)
{
  compare (output);
  for (guint i = 0; i < output->columns->len; i++)
    il_printed_lines_restart (g_array_index (output->columns, Column, i).lines);
  show_lines (output);
}

static void
il_output_dispose (GObject *object)
{
  IlOutput *output = IL_OUTPUT (object);

  g_array_set_size (output->columns, 0);
  g_clear_pointer (&output->box, gtk_widget_unparent);
  g_clear_object (&output->session);
  g_clear_object (&output->selection);
  G_OBJECT_CLASS (il_output_parent_class)->dispose (object);
}

static void
il_output_finalize (GObject *object)
{
  g_array_unref (IL_OUTPUT (object)->columns);
  g_array_unref (IL_OUTPUT (object)->differing);
  G_OBJECT_CLASS (il_output_parent_class)->finalize (object);
}

static void
il_output_class_init (IlOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_output_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_output_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_output_init (IlOutput *output)
{
  GtkWidget *side_by_side = gtk_toggle_button_new_with_label ("Side by Side"), *scrolled = gtk_scrolled_window_new ();

  output->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (output->columns, clear_column);
  output->differing = g_array_new (FALSE, FALSE, sizeof (guint8));
  output->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  output->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  output->mark = gtk_label_new ("");
  output->side_by_side = GTK_TOGGLE_BUTTON (side_by_side);
  output->stack = gtk_stack_new ();
  output->one = il_printed_lines_new ("Output");
  output->columns_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand (output->mark, TRUE);
  gtk_widget_set_halign (output->mark, GTK_ALIGN_START);
  gtk_label_set_ellipsize (GTK_LABEL (output->mark), PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (side_by_side, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (side_by_side, "A Column a Run");
  gtk_widget_add_css_class (output->bar, "compact");
  g_object_set (output->bar, "margin-start", 12, "margin-end", 6, "margin-bottom", 3, NULL);
  gtk_box_append (GTK_BOX (output->bar), output->mark);
  gtk_box_append (GTK_BOX (output->bar), side_by_side);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), output->columns_box);
  gtk_stack_add_named (GTK_STACK (output->stack), output->one, "one");
  gtk_stack_add_named (GTK_STACK (output->stack), scrolled, "columns");
  gtk_widget_set_vexpand (output->stack, TRUE);
  gtk_box_append (GTK_BOX (output->box), output->bar);
  gtk_box_append (GTK_BOX (output->box), output->stack);
  gtk_widget_set_parent (output->box, GTK_WIDGET (output));
}

GtkWidget *
il_output_new (IlSession *session, IlSelection *selection)
{
  IlOutput *output = g_object_new (IL_TYPE_OUTPUT, NULL);

  output->session = g_object_ref (session);
  output->selection = g_object_ref (selection);
  g_signal_connect_object (output->side_by_side, "toggled", G_CALLBACK (make_columns), output, G_CONNECT_SWAPPED);
  g_signal_connect_object (il_session_list (session), "items-changed", G_CALLBACK (list_cb), output, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "tracks-changed", G_CALLBACK (metrics_cb), output, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "metrics-changed", G_CALLBACK (metrics_cb), output, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "extended", G_CALLBACK (show_lines), output, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "run-changed", G_CALLBACK (show_lines), output, G_CONNECT_SWAPPED);
  g_signal_connect_object (il_session_player (session), "notify::position", G_CALLBACK (show_lines), output,
                           G_CONNECT_SWAPPED);
  list_cb (output);
  return GTK_WIDGET (output);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include <adwaita.h>

/* How many lines of output, and of problems, are kept in widgets. */
enum { MAX_OUTPUT_LINES = 2000, MAX_PROBLEMS = 200 };

/* Tasks among which the one that runs is looked for at each frame. */
enum { MAX_RUNNING_SEARCH = 1000 };

static IlTrack *
active_track (IlWindow *window)
{
  return window->shown[gtk_drop_down_get_selected (window->model) % IL_N_CHARTS];
}

static void
append_output (GtkTextBuffer *buffer, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, text, -1);
}

static void
restart_output (IlWindow *window, IlTrack *track, guint n)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (window->output);

  gtk_text_buffer_set_text (buffer, "", 0);
  window->output_track = track;
  window->output_first = window->output_n = n > MAX_OUTPUT_LINES ? n - MAX_OUTPUT_LINES : 0;
  if (window->output_first > 0) {
    g_autofree char *left_out = g_strdup_printf ("… %u earlier lines\n", window->output_first);
    append_output (buffer, left_out);
  }
}

/* The lines printed up to the playhead: the next ones are appended; going back begins anew. */
void
il_window_update_output (IlWindow *window)
{
  IlTrack *track = active_track (window);
  guint n = track ? il_track_n_prints (track, il_player_get_position (il_session_player (window->session))) : 0;

  if (track != window->output_track || n < window->output_n || n > window->output_first + 2 * MAX_OUTPUT_LINES)
    restart_output (window, track, n);
  if (n == window->output_n)
    return;

  GtkTextBuffer *buffer = gtk_text_view_get_buffer (window->output);
  g_autoptr (GString) lines = g_string_new (NULL);
  for (; window->output_n < n; window->output_n++) {
    g_string_append (lines, il_track_print (track, window->output_n, NULL, NULL));
    g_string_append_c (lines, '\n');
  }
  append_output (buffer, lines->str);

  GtkTextIter end;
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_iter_backward_char (&end); /* the last line, not the empty one behind it */
  gtk_text_view_scroll_to_iter (window->output, &end, 0, FALSE, 0, 0);
}

static GtkWidget *
problem_row (const IlProblem *problem)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon =
      gtk_image_new_from_icon_name (problem->remark ? "dialog-information-symbolic" : "dialog-error-symbolic");
  GtkWidget *label = gtk_label_new (NULL);
  GString *text = g_string_new (NULL);

  if (problem->model != 0)
    g_string_append_printf (text, "%s: ", il_model_title (problem->model));
  if (problem->model == 0 && problem->line > 0)
    g_string_append_printf (text, "Line %u: ", problem->line);
  g_string_append (text, problem->text);
  gtk_label_set_text (GTK_LABEL (label), text->str);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, problem->remark ? "dim-label" : "error");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), problem->line > 0);
  gtk_widget_add_css_class (row, "problem");
  if (problem->line > 0)
    gtk_widget_set_tooltip_text (row, "Go to the line");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
  g_object_set_data (G_OBJECT (row), "il-line", GUINT_TO_POINTER (problem->line));
  g_object_set_data (G_OBJECT (row), "il-column", GUINT_TO_POINTER (problem->column));
  g_string_free (text, TRUE);
  return row;
}

void
il_window_update_problems (IlWindow *window)
{
  GPtrArray *problems = il_session_problems (window->session);
  GtkListBoxRow *row;
  guint n_wrong = 0;

  while ((row = gtk_list_box_get_row_at_index (window->problems, 0)))
    gtk_list_box_remove (window->problems, GTK_WIDGET (row));
  il_editor_clear_errors (window->editor);
  for (guint i = 0; i < problems->len && i < MAX_PROBLEMS; i++) {
    const IlProblem *problem = g_ptr_array_index (problems, i);

    gtk_list_box_append (window->problems, problem_row (problem));
    n_wrong += !problem->remark;
    if (problem->line > 0 && !problem->remark)
      il_editor_add_error (window->editor, problem->line, problem->column, problem->length, problem->text);
  }

  g_autofree char *title = problems->len > 0 ? g_strdup_printf ("Problems (%u)", problems->len) : g_strdup ("Problems");
  gtk_stack_page_set_title (window->problems_page, title);
  gtk_stack_page_set_needs_attention (window->problems_page, n_wrong > 0);
  gtk_stack_set_visible_child_name (window->stack, n_wrong > 0 ? "problems" : "output");
}

/* The line of the task that runs at TIME, 0 if none does. */
static guint
running_line (const IlTrack *track, gint64 time)
{
  guint n = MIN (il_timeline_n_lanes (track->timeline), MAX_RUNNING_SEARCH);

  for (guint i = 0; i < n; i++) {
    IlLane *lane = il_timeline_lane (track->timeline, i);
    guint index;
    IlSpan span;

    if (!il_lane_find (lane, time, &index))
      continue;
    il_lane_span (lane, index, &span);
    if (span.state == IL_STATE_RUNNING && (span.open || time < span.end))
      return span.line;
  }
  return 0;
}

/* The moment at the pointer or, where that is on no chart, at the playhead. */
void
il_window_update_inspector (IlWindow *window)
{
  IlTrack *pointed, *track;
  gint64 cursor;

  if (!window->session) /* disposed of */
    return;
  pointed = window->shown[window->pointed_model];
  track = active_track (window);
  cursor = il_view_get_cursor (il_window_view (window));
  if (cursor >= 0 && window->is_pointed && pointed)
    il_inspector_show_moment (window->inspector, pointed->instants, MIN (cursor, il_timeline_end (pointed->timeline)));
  else
    il_inspector_show_moment (window->inspector, track ? track->instants : NULL,
                              il_player_get_position (il_session_player (window->session)));
}

/* Everything that depends on the playhead but is not drawn by a chart. */
void
il_window_update_moment (IlWindow *window)
{
  IlTrack *track = active_track (window);
  gint64 position = il_player_get_position (il_session_player (window->session));

  il_window_update_inspector (window);
  il_editor_set_running_line (window->editor, track ? running_line (track, position) : 0);
}

void
il_window_select_span (IlWindow *window, guint model, const IlSpan *span, guint32 task)
{
  window->has_selection = span != NULL;
  if (span) {
    window->selected_model = model;
    window->selected_task = task;
    window->selected_span = *span;
    gtk_drop_down_set_selected (window->model, model);
  }
  for (guint i = 0; i < IL_N_CHARTS; i++) /* one selection in all charts */
    if (i != model)
      il_chart_select (window->chart[i], 0, 0);
  il_editor_select_line (window->editor, span ? span->line : 0);
  if (span)
    il_inspector_reveal_selected (window->inspector);
  il_inspector_show_span (window->inspector, span && window->shown[model] ? window->shown[model]->timeline : NULL, span,
                          task);
  il_window_update_blame (window);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

/* A recording beside the window's runs: a trace from a file, or what the window itself ran before. One of its runs is
 * the last chart, below a bar with its name. */

const char *
il_window_chart_name (IlWindow *window, guint chart)
{
  return chart == IL_BESIDE ? window->beside_name : il_model_title (IL_MODEL_SYNC + chart);
}

/* The choice of whose events, tasks and output are shown has the recording too, while there is one. */
static void
offer_in_lists (IlWindow *window)
{
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (window->model));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (names));

  if (gtk_drop_down_get_selected (window->model) == IL_BESIDE)
    gtk_drop_down_set_selected (window->model, IL_BESIDE - 1);
  gtk_string_list_splice (names, IL_N_MODELS, n - IL_N_MODELS,
                          window->beside_name ? (const char *[]) { "beside", NULL } : NULL);
}

/* Shows the run of the chosen model. */
static void
show_run (IlWindow *window)
{
  if (!window->session) /* disposed of */
    return;
  il_window_select_span (window, IL_BESIDE, NULL, 0);
  il_window_set_track (window, IL_BESIDE,
                       window->beside_name ? il_session_track (window->beside, window->beside_model) : NULL);
  il_window_update_metrics (window);
  il_window_update_output (window);
  il_window_update_moment (window);
  il_window_set_extents (window);
}

static void
run_chosen_cb (GtkDropDown *runs, GParamSpec *pspec, IlWindow *window)
{
  guint selected = gtk_drop_down_get_selected (runs), n = 0;

  for (guint i = 0; i < IL_N_MODELS; i++)
    if (il_session_track (window->beside, IL_MODEL_SYNC + i) && n++ == selected
        && window->beside_model != IL_MODEL_SYNC + i) {
      window->beside_model = IL_MODEL_SYNC + i;
      show_run (window);
    }
}

/* The model that was shown, or else the last one that there is. */
static void
fill_runs (IlWindow *window)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  IlModelKind model = window->beside_model;
  guint selected = 0, n = 0;

  for (guint i = 0; i < IL_N_MODELS; i++) {
    if (!il_session_track (window->beside, IL_MODEL_SYNC + i))
      continue;
    gtk_string_list_append (titles, il_model_title (IL_MODEL_SYNC + i));
    if (!il_session_track (window->beside, model) || model == IL_MODEL_SYNC + i) {
      window->beside_model = IL_MODEL_SYNC + i;
      selected = n;
    }
    n++;
  }
  g_signal_handlers_block_by_func (window->beside_runs, run_chosen_cb, window);
  gtk_drop_down_set_model (window->beside_runs, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (window->beside_runs, selected);
  g_signal_handlers_unblock_by_func (window->beside_runs, run_chosen_cb, window);
  gtk_widget_set_visible (GTK_WIDGET (window->beside_runs), n > 1);
}

static void
show_widgets (IlWindow *window)
{
  gboolean shown = window->beside_name != NULL;

  gtk_label_set_text (GTK_LABEL (window->beside_label), shown ? window->beside_name : "");
  gtk_widget_set_tooltip_text (window->beside_label, window->beside_name);
  gtk_widget_set_visible (window->beside_bar, shown);
  gtk_widget_set_visible (GTK_WIDGET (window->chart[IL_BESIDE]), shown);
  gtk_widget_set_visible (window->rulers[IL_BESIDE], shown && !il_window_is_linked (window));
  il_compare_set_beside (window->compare, window->beside_name);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.close-beside", shown);
}

/* The new chart is the last one, and may be out of sight: to be called when it has its place. */
static gboolean
scroll_to_beside_cb (gpointer data)
{
  g_autoptr (IlWindow) window = data;
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (window->charts), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *scroll = scrolled ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)) : NULL;

  if (scroll && window->beside_name)
    gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
  return G_SOURCE_REMOVE;
}

/* Where the replay stood at the end, it does so again, so that all can be seen. */
static void
show_beside (IlWindow *window, const char *name, IlTrace *trace, GPtrArray *tracks)
{
  IlPlayer *player = il_session_player (window->session);
  gboolean at_end = il_player_get_position (player) >= il_player_get_end (player);
  char *copy = g_strdup (name);

  g_free (window->beside_name);
  window->beside_name = copy;
  il_session_show_trace (window->beside, trace, tracks);
  fill_runs (window);
  show_widgets (window);
  offer_in_lists (window);
  show_run (window);
  il_window_update_actions (window);
  if (at_end)
    il_player_seek (player, il_player_get_end (player));
  g_timeout_add (200, scroll_to_beside_cb, g_object_ref (window));
}

void
il_window_close_beside (IlWindow *window)
{
  g_clear_pointer (&window->beside_name, g_free);
  if (window->focused == IL_BESIDE)
    gtk_widget_grab_focus (GTK_WIDGET (window->chart[IL_BESIDE - 1]));
  il_session_clear (window->beside);
  show_run (window);
  show_widgets (window);
  offer_in_lists (window);
  il_window_update_actions (window);
}

void
il_window_keep_beside (IlWindow *window)
{
  g_autoptr (IlTrace) trace = il_session_dup_trace (window->session);
  g_autofree char *name = trace ? g_strdup_printf ("%s, kept", trace->name) : NULL;

  if (trace)
    show_beside (window, name, trace, NULL);
}

/* Other windows. */

/* Only runs that are over: their recordings do not change any more, and outlive their window. */
static IlTrace *
runs_of (IlWindow *other)
{
  return other->session && !il_session_is_busy (other->session) ? il_session_dup_trace (other->session) : NULL;
}

static const char *
title_of (IlWindow *other)
{
  return adw_window_title_get_title (other->title);
}

/* As the menu opens: windows come and go, and so do their runs. */
static void
fill_other_windows_cb (GtkMenuButton *button, gpointer data)
{
  IlWindow *window = data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));

  g_menu_remove_all (window->other_windows);
  for (GList *each = application ? gtk_application_get_windows (application) : NULL; each; each = each->next) {
    g_autoptr (IlTrace) trace = IL_IS_WINDOW (each->data) && each->data != window ? runs_of (each->data) : NULL;

    if (trace) {
      g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);

      g_menu_item_set_attribute (item, G_MENU_ATTRIBUTE_LABEL, "s", title_of (each->data));
      g_menu_item_set_action_and_target (item, "win.compare-with-window", "u",
                                         gtk_application_window_get_id (GTK_APPLICATION_WINDOW (each->data)));
      g_menu_append_item (window->other_windows, item);
    }
  }
  if (g_menu_model_get_n_items (G_MENU_MODEL (window->other_windows)) == 0) /* of no such action: it cannot be chosen */
    g_menu_append (window->other_windows, "None Has Runs that Are Over", "win.none");
}

void
il_window_compare_with_window (IlWindow *window, guint id)
{
  GtkWindow *other = gtk_application_get_window_by_id (gtk_window_get_application (GTK_WINDOW (window)), id);
  g_autoptr (IlTrace) trace = IL_IS_WINDOW (other) ? runs_of (IL_WINDOW (other)) : NULL;

  if (trace)
    show_beside (window, title_of (IL_WINDOW (other)), trace, NULL);
  else
    il_window_show_message (window, GTK_MESSAGE_INFO, "That window has no runs to compare with any more.");
}

/* Files. */

typedef struct {
  IlWindow *window; /* a reference */
  char *name;
} Step;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  IlWindow *window = step->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (IlLoaded) loaded = il_job_load_finish (result, &error);

  il_window_end_job (window);
  if (window->session && loaded && !loaded->trace)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "it is a workload. Open it, run it, and keep its runs beside or export them as a trace.");
  if (window->session && error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    il_window_show_failure (window, "Cannot compare with", step->name, error);
  else if (window->session && loaded) {
    show_beside (window, loaded->name, loaded->trace, loaded->tracks);
    if (loaded->warning) {
      g_autofree char *text = g_strdup_printf ("“%s”: %s", loaded->name, loaded->warning);
      il_window_show_message (window, GTK_MESSAGE_WARNING, text);
    }
  }
  g_object_unref (window);
  g_free (step->name);
  g_free (step);
}

void
il_window_open_awaited_beside (IlWindow *window)
{
  g_autoptr (GFile) file = g_steal_pointer (&window->awaited_beside);
  g_autofree char *base = file ? g_file_get_basename (file) : NULL,
                  *name = base ? g_filename_display_name (base) : NULL;
  g_autoptr (IlJob) job = name ? il_window_begin_job (window, "Opening", name) : NULL;
  Step *step;

  if (!job)
    return;
  step = g_new0 (Step, 1);
  step->window = g_object_ref (window);
  step->name = g_steal_pointer (&name);
  il_job_load (job, file, loaded_cb, step);
}

void
il_window_compare (IlWindow *window, GFile *file)
{
  g_return_if_fail (IL_IS_WINDOW (window) && G_IS_FILE (file));

  g_set_object (&window->awaited_beside, file);
  if (!window->job)
    il_window_open_awaited_beside (window);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, IlWindow *window)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file)
    il_window_compare (window, file);
  g_object_unref (dialog);
}

void
il_window_ask_beside (IlWindow *window)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new ("Compare with a Recorded Trace", GTK_WINDOW (window),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) traces = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_filter_set_name (traces, "Traces");
  gtk_file_filter_add_pattern (traces, "*.json");
  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), traces);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* The charts are where a recording can be dropped. */
static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, IlWindow *window)
{
  il_window_compare (window, g_value_get_object (value));
  return TRUE;
}

static void
add_bar (IlWindow *window)
{
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  window->beside_bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  window->beside_label = gtk_label_new (NULL);
  window->beside_runs = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_label_set_ellipsize (GTK_LABEL (window->beside_label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (window->beside_label), 0);
  gtk_widget_set_hexpand (window->beside_label, TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (window->beside_runs), "Which Run of the Recording to Show");
  gtk_widget_set_tooltip_text (close, "Close the Recording Beside");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (close), "win.close-beside");
  gtk_accessible_update_property (GTK_ACCESSIBLE (window->beside_runs), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Run of the recording", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, "Close the recording beside",
                                  -1);
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (window->beside_bar, "beside");
  gtk_widget_add_css_class (GTK_WIDGET (window->beside_runs), "compact");
  gtk_widget_set_valign (GTK_WIDGET (window->beside_runs), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (window->beside_bar), window->beside_label);
  gtk_box_append (GTK_BOX (window->beside_bar), GTK_WIDGET (window->beside_runs));
  gtk_box_append (GTK_BOX (window->beside_bar), close);
  gtk_box_insert_child_after (window->charts, window->beside_bar, GTK_WIDGET (window->chart[IL_BESIDE - 1]));
  g_signal_connect_object (window->beside_runs, "notify::selected", G_CALLBACK (run_chosen_cb), window, 0);
}

void
il_window_add_beside (IlWindow *window)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  window->beside = il_session_new ();
  window->beside_model = IL_MODEL_COOP;
  il_window_watch_session (window, window->beside);
  gtk_menu_button_set_create_popup_func (window->main_menu_button, fill_other_windows_cb, window, NULL);
  add_bar (window);
  show_widgets (window);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), window, 0);
  gtk_widget_add_controller (GTK_WIDGET (window->charts_box), GTK_EVENT_CONTROLLER (target));
}

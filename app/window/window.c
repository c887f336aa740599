/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "ui/chart/overview.h"

G_DEFINE_FINAL_TYPE (IlWindow, il_window, ADW_TYPE_APPLICATION_WINDOW)

/* Title. */

void
il_window_update_title (IlWindow *window)
{
  gboolean modified = gtk_text_buffer_get_modified (il_editor_get_buffer (window->editor));
  g_autofree char *title = g_strdup_printf ("%s%s", modified ? "• " : "", window->name);
  g_autofree char *state = il_session_describe (window->session);

  adw_window_title_set_title (window->title, title);
  adw_window_title_set_subtitle (window->title, state);
  gtk_window_set_title (GTK_WINDOW (window), title);
}

static void
update_run_button (IlWindow *window)
{
  gboolean busy = il_session_is_busy (window->session);

  adw_button_content_set_icon_name (window->run_content,
                                    busy ? "media-playback-stop-symbolic" : "media-playback-start-symbolic");
  adw_button_content_set_label (window->run_content, busy ? "Stop" : "Run");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (window->run_button), busy ? "win.stop" : "win.run");
  gtk_widget_set_tooltip_text (GTK_WIDGET (window->run_button),
                               busy ? "Stop (Esc)" : "Run under all Three Models (Ctrl+R)");
  gtk_accessible_update_property (GTK_ACCESSIBLE (window->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  busy ? "Stop" : "Run", -1);
  if (busy)
    gtk_widget_remove_css_class (GTK_WIDGET (window->run_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (window->run_button), "suggested-action");
}

/* The session. */

static const char *
placeholder (IlWindow *window)
{
  switch (il_session_state (window->session)) {
  case IL_SESSION_RECORDED: return "Not in this trace";
  case IL_SESSION_RUNNING: return "Waits for its turn";
  case IL_SESSION_OVER: return "Not run: see the problems";
  default: return "Run the workload to see it here";
  }
}

static void
state_changed_cb (IlWindow *window)
{
  il_window_update_title (window);
  update_run_button (window);
  il_window_update_actions (window);
  for (guint i = 0; i < IL_N_MODELS; i++) {
    il_chart_set_placeholder (window->chart[i], placeholder (window));
    il_chart_set_live (window->chart[i], il_session_state (window->session) == IL_SESSION_RUNNING);
  }
}

void
il_window_set_track (IlWindow *window, guint chart, IlTrack *track)
{
  il_chart_set_timeline (window->chart[chart], track ? track->timeline : NULL);
  il_chart_set_path (window->chart[chart], NULL);
  g_clear_pointer (&window->shown[chart], il_track_unref);
  window->shown[chart] = track ? il_track_ref (track) : NULL;
  window->shown_records[chart] = 0;
  window->shown_end[chart] = -1;
  il_compare_set_metrics (window->compare, chart, NULL);
}

static void
tracks_changed_cb (IlWindow *window)
{
  il_window_select_span (window, 0, NULL, 0);
  for (guint i = 0; i < IL_N_MODELS; i++)
    il_window_set_track (window, i, il_session_track (window->session, IL_MODEL_SYNC + i));
  window->output_track = NULL;
  il_window_update_tables (window);
  il_window_update_compare (window);
  il_view_set_extent (window->view, 0);
  il_view_fit (window->view);
  for (guint i = 0; i < IL_N_MODELS; i++) {
    il_view_set_extent (window->views[i], 0);
    il_view_fit (window->views[i]);
  }
  il_window_set_extents (window);
  il_window_update_output (window);
  il_window_update_moment (window);
  il_window_update_actions (window);
  il_window_update_search (window);
}

static void
extended_cb (IlWindow *window)
{
  il_window_set_extents (window);
  for (guint i = 0; i < IL_N_CHARTS; i++) {
    if (!window->shown[i])
      continue;
    guint64 n = il_recording_n_records (window->shown[i]->recording);
    gint64 end = il_timeline_end (window->shown[i]->timeline);

    if (n == window->shown_records[i] && end == window->shown_end[i])
      continue;
    window->shown_records[i] = n;
    window->shown_end[i] = end;
    il_chart_refresh (window->chart[i]);
  }
  il_window_update_tables (window);
  il_window_update_output (window);
}

void
il_window_update_metrics (IlWindow *window)
{
  for (guint i = 0; i < IL_N_CHARTS; i++)
    il_compare_set_metrics (window->compare, i, window->shown[i] ? window->shown[i]->metrics : NULL);
  il_window_update_blame (window);
  il_window_update_path (window);
  il_window_update_tables (window);
  il_window_update_compare (window);
  il_window_update_range (window);
  il_window_update_search (window);
}

static void
position_changed_cb (IlWindow *window)
{
  il_view_set_playhead (window->view, il_player_get_position (il_session_player (window->session)));
  il_window_update_output (window);
  il_window_update_moment (window);
  il_window_follow_in_log (window);
}

static void
become_calm (IlWindow *window)
{
  if (window->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (window), window->tick_id);
  window->tick_id = 0;
  g_clear_handle_id (&window->heartbeat_id, g_source_remove);
}

static void
advance (IlWindow *window, gint64 now)
{
  gboolean going_on;

  window->last_tick = g_get_monotonic_time ();
  going_on = il_session_advance (window->session, now);
  going_on |= il_session_advance (window->beside, now);
  il_player_pause (il_session_player (window->beside)); /* it goes by the other */
  if (!going_on)
    become_calm (window);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IlWindow *window = IL_WINDOW (widget);

  advance (window, gdk_frame_clock_get_frame_time (clock));
  return window->tick_id != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* A window that is not drawn has no frames; its runs must go on all the same. */
static gboolean
heartbeat_cb (gpointer data)
{
  IlWindow *window = IL_WINDOW (data);
  gint64 now = g_get_monotonic_time ();

  if (now - window->last_tick > G_TIME_SPAN_SECOND / 5)
    advance (window, now);
  return window->heartbeat_id != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
restless_cb (IlWindow *window)
{
  window->last_tick = g_get_monotonic_time ();
  if (window->tick_id == 0)
    window->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (window), tick_cb, NULL, NULL);
  if (window->heartbeat_id == 0)
    window->heartbeat_id = g_timeout_add (250, heartbeat_cb, window);
}

void
il_window_watch_session (IlWindow *window, IlSession *session)
{
  g_signal_connect_swapped (session, "extended", G_CALLBACK (extended_cb), window);
  g_signal_connect_swapped (session, "metrics-changed", G_CALLBACK (il_window_update_metrics), window);
  g_signal_connect_swapped (session, "restless", G_CALLBACK (restless_cb), window);
}

void
il_window_start_run (IlWindow *window)
{
  g_autofree char *text = il_editor_dup_text (window->editor);
  g_autofree char *name = g_strdup (window->name);
  char *dot = strrchr (name, '.');

  if (dot && dot != name)
    *dot = '\0';
  il_session_run (window->session, name, text,
                  gtk_drop_down_get_selected (window->clock) == 1 ? IL_CLOCK_WALL : IL_CLOCK_VIRTUAL);
}

/* The charts. */

static guint
index_of_chart (IlWindow *window, IlChart *chart)
{
  guint i = 0;

  while (i + 1 < IL_N_CHARTS && window->chart[i] != chart)
    i++;
  return i;
}

static void
span_selected_cb (IlChart *chart, gpointer span, guint task, gpointer data)
{
  IlWindow *window = IL_WINDOW (data);

  il_window_select_span (window, index_of_chart (window, chart), span, task);
}

static void
chart_entered_cb (GtkEventControllerMotion *controller, double x, double y, IlWindow *window)
{
  window->is_pointed = TRUE;
  window->pointed_model =
      index_of_chart (window, IL_CHART (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))));
  il_window_update_inspector (window);
}

static void
chart_left_cb (GtkEventControllerMotion *controller, IlWindow *window)
{
  window->is_pointed = FALSE;
  il_window_update_inspector (window);
}

static void
watch_pointer (IlWindow *window, IlChart *chart)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_object (motion, "enter", G_CALLBACK (chart_entered_cb), window, 0);
  g_signal_connect_object (motion, "leave", G_CALLBACK (chart_left_cb), window, 0);
  gtk_widget_add_controller (GTK_WIDGET (chart), motion);
}

static void
contrast_changed_cb (IlWindow *window)
{
  il_view_set_high_contrast (window->view, adw_style_manager_get_high_contrast (adw_style_manager_get_default ()));
}

/* The ruler has moved the view's playhead; the replay follows. */
static void
scrubbed_cb (IlWindow *window, gint64 time)
{
  il_player_pause (il_session_player (window->session));
  il_player_seek (il_session_player (window->session), time);
}

static void
add_charts (IlWindow *window)
{
  window->ruler = il_ruler_new (window->view);
  window->overview = il_overview_new (window->view);
  g_signal_connect_object (window->ruler, "scrubbed", G_CALLBACK (scrubbed_cb), window, G_CONNECT_SWAPPED);
  gtk_box_prepend (window->charts_box, window->ruler);
  for (guint i = 0; i < IL_N_CHARTS; i++) {
    window->views[i] = il_view_new_beside (window->view);
    window->chart[i] = IL_CHART (il_chart_new (window->views[i]));
    il_chart_set_model (window->chart[i], i < IL_N_MODELS ? IL_MODEL_SYNC + i : IL_MODEL_COOP);
    g_signal_connect (window->chart[i], "span-selected", G_CALLBACK (span_selected_cb), window);
    watch_pointer (window, window->chart[i]);
    gtk_box_append (window->charts, GTK_WIDGET (window->chart[i]));
    il_overview_add_chart (IL_OVERVIEW (window->overview), window->chart[i]);
  }
  il_window_add_rulers (window);
  il_window_add_beside (window);
  for (guint i = 0; i < IL_N_CHARTS; i++)
    g_signal_connect_object (window->rulers[i], "scrubbed", G_CALLBACK (scrubbed_cb), window, G_CONNECT_SWAPPED);
  gtk_box_append (window->charts_box, window->overview);
  g_signal_connect_object (window->view, "changed", G_CALLBACK (il_window_update_inspector), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (contrast_changed_cb),
                           window, G_CONNECT_SWAPPED);
  contrast_changed_cb (window);
  g_signal_connect_object (window->view, "changed", G_CALLBACK (il_window_update_range), window, G_CONNECT_SWAPPED);
  il_view_set_snap (window->view, il_window_snap, window);
  g_signal_connect (window, "notify::is-active", G_CALLBACK (il_window_leave_charts), NULL);
}

static void
divergence_chosen_cb (IlCompare *compare, guint pair, gpointer divergence, IlWindow *window)
{
  il_window_go_to_divergence (window, pair, divergence);
}

/* Template callbacks. */

static void
model_chosen_cb (IlWindow *window)
{
  il_window_update_range (window);
  il_window_update_tables (window);
  il_window_update_output (window);
  il_window_update_moment (window);
}

static void
speed_chosen_cb (IlWindow *window)
{
  il_session_set_speed (window->session, il_transport_get_speed (window->transport));
}

static void
problem_activated_cb (IlWindow *window, GtkListBoxRow *row)
{
  il_editor_go_to (window->editor, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "il-line")),
                   GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "il-column")));
}

static void
close_message_cb (IlWindow *window)
{
  gtk_info_bar_set_revealed (window->message_bar, FALSE);
  gtk_label_set_text (window->message, "");
}

static void
cancel_job_cb (IlWindow *window)
{
  il_window_cancel_job (window);
}

static void
text_changed_cb (IlWindow *window)
{
  window->edits++;
  if (!window->loading_text)
    window->touched = TRUE;
}

void
il_window_show_message (IlWindow *window, GtkMessageType type, const char *text)
{
  g_return_if_fail (IL_IS_WINDOW (window));

  /* One that has not been read yet is not replaced. */
  const char *before = gtk_info_bar_get_revealed (window->message_bar) ? gtk_label_get_text (window->message) : "";
  g_autofree char *all = *before ? g_strconcat (before, "\n", text, NULL) : g_strdup (text);

  gtk_label_set_text (window->message, all);
  gtk_info_bar_set_message_type (window->message_bar, type);
  gtk_info_bar_set_revealed (window->message_bar, TRUE);
}

gboolean
il_window_is_untouched (IlWindow *window)
{
  return !window->touched && !window->job;
}

static void
il_window_dispose (GObject *object)
{
  IlWindow *window = IL_WINDOW (object);

  become_calm (window);
  il_window_cancel_job (window);
  il_latest_cancel (window->blaming);
  il_latest_cancel (window->comparing);
  il_latest_cancel (window->lighting);
  il_latest_cancel (window->measuring);
  il_window_cancel_search (window);
  if (window->view)
    il_view_set_snap (window->view, NULL, NULL);
  if (window->session) {
    g_signal_handlers_disconnect_by_data (il_session_player (window->session), window);
    g_signal_handlers_disconnect_by_data (window->session, window);
    g_signal_handlers_disconnect_by_data (window->beside, window);
  }
  g_clear_object (&window->awaited_beside);
  for (guint i = 0; i < IL_N_CHARTS; i++) {
    if (window->chart[i]) {
      g_signal_handlers_disconnect_by_data (window->chart[i], window);
      il_chart_set_timeline (window->chart[i], NULL);
      window->chart[i] = NULL;
    }
    g_clear_pointer (&window->shown[i], il_track_unref);
    g_clear_object (&window->views[i]);
  }
  g_clear_object (&window->session);
  g_clear_object (&window->beside);
  g_clear_object (&window->view);
  g_clear_object (&window->file);
  G_OBJECT_CLASS (il_window_parent_class)->dispose (object);
}

static void
il_window_finalize (GObject *object)
{
  IlWindow *window = IL_WINDOW (object);

  il_latest_free (window->blaming);
  il_latest_free (window->comparing);
  il_latest_free (window->lighting);
  il_latest_free (window->measuring);
  il_latest_free (window->searching);
  g_free (window->name);
  g_free (window->beside_name);
  g_free (window->etag);
  G_OBJECT_CLASS (il_window_parent_class)->finalize (object);
}

enum {
  PROP_0,
  PROP_EXPORT_SEEN,
  PROP_CRITICAL_PATH,
};

static void
il_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  IlWindow *window = IL_WINDOW (object);

  switch (id) {
  case PROP_EXPORT_SEEN: g_value_set_boolean (value, window->export_seen); break;
  case PROP_CRITICAL_PATH: g_value_set_boolean (value, window->path_is_lit); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
il_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  IlWindow *window = IL_WINDOW (object);

  switch (id) {
  case PROP_EXPORT_SEEN: window->export_seen = g_value_get_boolean (value); break;
  case PROP_CRITICAL_PATH:
    window->path_is_lit = g_value_get_boolean (value);
    il_window_update_path (window);
    break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec); return;
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, IlWindow, title);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, run_content);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, main_menu_button);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, other_windows);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, message_bar);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, message);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, job_bar);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, job_label);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, job_progress);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, editor);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, model);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, output);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, problems_page);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, problems);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, charts_box);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, charts);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, tables);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, compare);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, transport);
}

static void
il_window_class_init (IlWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = il_window_dispose;
  object_class->finalize = il_window_finalize;
  object_class->get_property = il_window_get_property;
  object_class->set_property = il_window_set_property;
  g_object_class_install_property (object_class, PROP_EXPORT_SEEN,
                                   g_param_spec_boolean ("export-seen", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_CRITICAL_PATH,
                                   g_param_spec_boolean ("critical-path", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                             | G_PARAM_EXPLICIT_NOTIFY));
  GTK_WINDOW_CLASS (klass)->close_request = il_window_close_request;

  g_type_ensure (IL_TYPE_EDITOR);
  g_type_ensure (IL_TYPE_COMPARE);
  g_type_ensure (IL_TYPE_INSPECTOR);
  g_type_ensure (IL_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/interlane/Interlane/window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, speed_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_message_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_job_cb);
  il_window_class_install_actions (widget_class);
}

static void
il_window_init (IlWindow *window)
{
  window->view = il_view_new ();
  il_window_add_view_actions (window); /* menus of the template ask how they are */
  window->blaming = il_latest_new (window);
  window->comparing = il_latest_new (window);
  window->lighting = il_latest_new (window);
  window->measuring = il_latest_new (window);
  window->searching = il_latest_new (window);
  gtk_widget_init_template (GTK_WIDGET (window));
  window->name = g_strdup ("untitled.workload");
  window->session = il_session_new ();
  add_charts (window);
  il_window_add_tables (window);
  il_window_add_search (window);
  g_signal_connect_object (window->compare, "divergence-chosen", G_CALLBACK (divergence_chosen_cb), window, 0);
  il_transport_set_player (window->transport, il_session_player (window->session));
  gtk_drop_down_set_selected (window->model, IL_MODEL_COOP - IL_MODEL_SYNC);

  g_signal_connect_swapped (window->session, "state-changed", G_CALLBACK (state_changed_cb), window);
  g_signal_connect_swapped (window->session, "tracks-changed", G_CALLBACK (tracks_changed_cb), window);
  g_signal_connect_swapped (window->session, "problems-changed", G_CALLBACK (il_window_update_problems), window);
  il_window_watch_session (window, window->session);
  g_signal_connect_swapped (il_session_player (window->session), "notify::position", G_CALLBACK (position_changed_cb),
                            window);
  g_signal_connect_object (il_editor_get_buffer (window->editor), "changed", G_CALLBACK (text_changed_cb), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (il_editor_get_buffer (window->editor), "modified-changed",
                           G_CALLBACK (il_window_update_title), window, G_CONNECT_SWAPPED);

  il_window_fill_open_menu (window);
  state_changed_cb (window);
  il_inspector_show_moment (window->inspector, NULL, 0);
}

IlWindow *
il_window_new (GtkApplication *application)
{
  return g_object_new (IL_TYPE_WINDOW, "application", application, NULL);
}

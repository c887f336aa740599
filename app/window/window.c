/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window.h"

#include "app/window/actions.h"
#include "app/window/columns.h"
#include "app/window/command-palette.h"
#include "app/window/comparison.h"
#include "app/window/details.h"
#include "app/window/examples.h"
#include "app/window/focus.h"
#include "app/window/frames.h"
#include "app/window/layout.h"
#include "app/window/lists.h"
#include "app/window/live.h"
#include "app/window/open-menu.h"
#include "app/window/run-button.h"
#include "app/window/text-panel.h"
#include "traces/text/visible-text.h"
#include "ui/panels/control-name.h"
#include "ui/panels/transport.h"

#define UNDO_KEY "<Ctrl>z" /* of a removed run */

struct _IlWindow {
  AdwApplicationWindow parent_instance;

  /* of the template: the others are set up once */
  AdwWindowTitle *title;
  AdwSplitButton *open_button;
  GtkDropDown *clock;
  GtkWidget *export_button;
  GMenu *other_windows; /* whose runs can be compared */
  GMenu *undo_section;  /* of the menu: what was removed last */
  IlEditor *editor;

  IlSession *session; /* NULL: disposed of; so are those that follow */
  IlView *view;       /* what all charts share */
  IlDocument *document;
  IlMessageBar *messages;
  IlJobBar *jobs;
  IlFiles *files;
  IlPanes *panes;
  IlRunCommands *commands;
  IlRecordings *recordings;
  IlComparison *comparison;
  IlDetails *details;
  IlCriticalPaths *paths;
  IlFrames *frames;
  IlLive *live;
  IlExport *export;
  IlActions *actions;

  gboolean asking; /* whether it may close */
  gboolean may_close;
};

enum { STAYS, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlWindow, il_window, ADW_TYPE_APPLICATION_WINDOW)

IlSession *
il_window_get_session (IlWindow *window)
{
  g_return_val_if_fail (IL_IS_WINDOW (window), NULL);

  return window->session;
}

static void
update_title (IlWindow *window)
{
  gboolean modified = il_document_is_modified (window->document);
  g_autofree char *name = il_visible_text (il_document_get_name (window->document));
  g_autofree char *title = g_strdup_printf ("%s%s", modified ? "• " : "", name);
  g_autofree char *described = il_session_describe (window->session), *state = il_visible_text (described);

  adw_window_title_set_title (window->title, title);
  adw_window_title_set_subtitle (window->title, state);
  gtk_window_set_title (GTK_WINDOW (window), title);
}

static void
update_actions (IlWindow *window)
{
  GAction *exporting;

  il_actions_update (G_ACTION_MAP (window), window->actions);
  exporting = g_action_map_lookup_action (G_ACTION_MAP (window), "export");
  gtk_widget_set_sensitive (window->export_button, g_action_get_enabled (exporting));
}

static void
state_changed_cb (IlWindow *window)
{
  update_title (window);
  update_actions (window);
}

static gpointer
child (IlWindow *window, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (window), IL_TYPE_WINDOW, name);
}

static char *
dup_text (gpointer data)
{
  return il_document_dup_text (((IlWindow *) data)->document);
}

static void
start_run (IlListedRun *run, gpointer data)
{
  IlWindow *window = data;
  g_autofree char *text = il_document_dup_text (window->document);
  g_autofree char *name = il_document_dup_name (window->document, NULL);

  if (run && il_session_run_one (window->session, run, name, text))
    return;
  il_session_run (window->session, name, text,
                  gtk_drop_down_get_selected (window->clock) == 1 ? IL_CLOCK_WALL : IL_CLOCK_VIRTUAL);
}

/* Titles name clocks, and new runs have the window's. */
static void
clock_cb (IlWindow *window)
{
  if (!il_session_is_busy (window->session))
    il_run_list_set_clock (il_session_list (window->session),
                           gtk_drop_down_get_selected (window->clock) == 1 ? IL_CLOCK_WALL : IL_CLOCK_VIRTUAL);
}

static void
fill_open_menu (IlWindow *window)
{
  g_autoptr (GMenuModel) menu = il_open_menu_new ();

  adw_split_button_set_menu_model (window->open_button, menu);
}

static void
loaded_cb (IlFiles *files, GFile *file, gpointer data, gboolean run, IlWindow *window)
{
  const IlLoaded *loaded = data;

  il_view_set_arrangement (window->view, NULL); /* that was for other tasks */
  il_session_clear (window->session);
  il_run_commands_forget_removed (window->commands);
  il_document_show (window->document, file, loaded);
  if (loaded->trace)
    il_session_show_trace (window->session, loaded->trace, loaded->tracks);
  il_panes_begin_anew (window->panes, il_example_output_model (loaded->text));
  update_title (window);
  if (loaded->warning) {
    g_autofree char *text = g_strdup_printf ("“%s”: %s", loaded->name, loaded->warning);
    il_message_bar_show (window->messages, GTK_MESSAGE_WARNING, text);
  }
  fill_open_menu (window);
  if (run && !loaded->trace)
    start_run (NULL, window);
  else if (!loaded->trace)
    il_live_begin (window->live);
}

void
il_window_open (IlWindow *window, GFile *file, gboolean run)
{
  g_return_if_fail (IL_IS_WINDOW (window));

  il_files_open (window->files, file, run);
}

void
il_window_compare (IlWindow *window, GFile *file)
{
  g_return_if_fail (IL_IS_WINDOW (window) && G_IS_FILE (file));

  il_recordings_add (window->recordings, file);
}

gboolean
il_window_is_untouched (IlWindow *window)
{
  return il_document_is_untouched (window->document) && !il_job_bar_is_busy (window->jobs);
}

/* Other windows. */

/* Only runs that are over: their recordings do not change any more, and outlive their window. */
static IlTrace *
runs_of (IlWindow *other)
{
  return other->session && !il_session_is_busy (other->session) ? il_session_dup_trace (other->session) : NULL;
}

static void
fill_undo_section (IlWindow *window)
{
  const char *title = il_run_commands_last_removed (window->commands);
  g_autofree char *label = title ? g_strdup_printf ("_Undo Removal of “%s”", title) : NULL;
  g_autoptr (GMenuItem) item = g_menu_item_new (label, "win.undo-remove");

  g_menu_remove_all (window->undo_section);
  if (!label)
    return;
  g_menu_item_set_attribute (item, "accel", "s", UNDO_KEY);
  g_menu_append_item (window->undo_section, item);
}

/* As the menu opens: windows come and go, and so do their runs. */
static void
fill_menu_cb (GtkMenuButton *button, gpointer data)
{
  IlWindow *window = data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));

  fill_undo_section (window);
  g_menu_remove_all (window->other_windows);
  for (GList *each = application ? gtk_application_get_windows (application) : NULL; each; each = each->next) {
    g_autoptr (IlTrace) trace = IL_IS_WINDOW (each->data) && each->data != window ? runs_of (each->data) : NULL;

    if (trace) {
      g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);

      g_menu_item_set_attribute (item, G_MENU_ATTRIBUTE_LABEL, "s",
                                 il_document_get_name (IL_WINDOW (each->data)->document));
      g_menu_item_set_action_and_target (item, "win.compare-with-window", "u",
                                         gtk_application_window_get_id (GTK_APPLICATION_WINDOW (each->data)));
      g_menu_append_item (window->other_windows, item);
    }
  }
  if (g_menu_model_get_n_items (G_MENU_MODEL (window->other_windows)) == 0) /* of no such action: it cannot be chosen */
    g_menu_append (window->other_windows, "None Has Runs that Are Over", "win.none");
}

static void
compare_with_window_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlWindow *window = data;
  GtkWindow *other = gtk_application_get_window_by_id (gtk_window_get_application (GTK_WINDOW (window)),
                                                       g_variant_get_uint32 (parameter));
  g_autoptr (IlTrace) trace = IL_IS_WINDOW (other) ? runs_of (IL_WINDOW (other)) : NULL;

  if (trace)
    il_recordings_add_trace (window->recordings, il_document_get_name (IL_WINDOW (other)->document), trace, NULL);
  else
    il_message_bar_show (window->messages, GTK_MESSAGE_INFO, "That window has no runs to compare with any more.");
}

/* All that can be done, by name: what is in the menus, and what is not. */
static void
palette_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const IlPaletteEntry entries[] = {
    { "Run", "win.run" },
    { "Stop", "win.stop" },
    { "Play or Pause", "win.play" },
    { "To the Next Event", "win.step-forward" },
    { "To the Event Before", "win.step-back" },
    { "To the Start", "win.to-start" },
    { "To the End", "win.to-end" },
    { "Zoom In", "win.zoom-in" },
    { "Zoom Out", "win.zoom-out" },
    { "Show All", "win.zoom-fit" },
    { "Bookmark Here", "win.bookmark" },
    { "To the Next Bookmark", "win.next-bookmark" },
    { "To the Bookmark Before", "win.previous-bookmark" },
    { "Comparison and Details", "win.show-panel" },
    { "Events and Tasks", "win.show-tables" },
    { "Text and Output", "win.show-text" },
    { "Charts Only", "win.charts-only" },
    { "Open", "win.open" },
  };
  IlWindow *window = data;
  GMenuModel *const menus[] = { gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (child (window, "main_menu_button"))),
                                gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (window->export_button)),
                                adw_split_button_get_menu_model (window->open_button), NULL };

  il_command_palette_open (GTK_WINDOW (window), entries, G_N_ELEMENTS (entries), menus);
}

/* Closing. */

static void
asked_cb (gboolean safe, gpointer data)
{
  g_autoptr (IlWindow) window = data;

  window->asking = FALSE;
  window->may_close = safe;
  if (safe)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_signal_emit (window, signals[STAYS], 0);
}

static gboolean
close_request (GtkWindow *gtk_window)
{
  IlWindow *window = IL_WINDOW (gtk_window);

  if (window->asking)
    return GDK_EVENT_STOP;
  if (!window->may_close && il_document_is_modified (window->document)) {
    window->asking = TRUE;
    il_files_when_safe (window->files, asked_cb, g_object_ref (window));
    return GDK_EVENT_STOP;
  }
  il_job_bar_cancel (window->jobs);
  il_session_clear (window->session);
  return GDK_EVENT_PROPAGATE;
}

static void
il_window_dispose (GObject *object)
{
  IlWindow *window = IL_WINDOW (object);

  if (window->session) {
    il_job_bar_cancel (window->jobs);
    g_signal_handlers_disconnect_by_data (window->session, window);
    g_signal_handlers_disconnect_by_data (window->document, window);
    g_signal_handlers_disconnect_by_data (window->files, window);
    il_files_let_go (window->files);
    il_critical_paths_let_go (window->paths);
  }
  g_clear_pointer (&window->live, il_live_free);
  g_clear_pointer (&window->frames, il_frames_free);
  g_clear_pointer (&window->comparison, il_comparison_free);
  g_clear_pointer (&window->details, il_details_free);
  g_clear_pointer (&window->recordings, il_recordings_free);
  g_clear_pointer (&window->commands, il_run_commands_unref);
  g_clear_object (&window->paths);
  g_clear_object (&window->files);
  g_clear_object (&window->document);
  g_clear_object (&window->messages);
  g_clear_object (&window->jobs);
  g_clear_object (&window->view);
  g_clear_object (&window->session);
  G_OBJECT_CLASS (il_window_parent_class)->dispose (object);
}

static void
il_window_finalize (GObject *object)
{
  g_free (IL_WINDOW (object)->export);
  g_free (IL_WINDOW (object)->actions);
  G_OBJECT_CLASS (il_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  static const char *const set_up_once[] = { "run_button", "main_menu_button", "bars",   "toasts",  "flap",
                                             "rows",       "below_editor",     "charts", "compare", "inspector",
                                             "transport",  "tables_button",    "columns" };

  gtk_widget_class_bind_template_child (widget_class, IlWindow, title);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, other_windows);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, undo_section);
  gtk_widget_class_bind_template_child (widget_class, IlWindow, editor);
  for (guint i = 0; i < G_N_ELEMENTS (set_up_once); i++)
    gtk_widget_class_bind_template_child_full (widget_class, set_up_once[i], FALSE, 0);
}

static void
il_window_class_init (IlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = il_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  signals[STAYS] = g_signal_new ("stays", IL_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (IL_TYPE_EDITOR);
  g_type_ensure (IL_TYPE_COMPARE);
  g_type_ensure (IL_TYPE_INSPECTOR);
  g_type_ensure (IL_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/interlane/Interlane/window.ui");
  bind_children (widget_class);
}

static void
contrast_changed_cb (IlView *view)
{
  il_view_set_high_contrast (view, adw_style_manager_get_high_contrast (adw_style_manager_get_default ()));
}

static void
speed_chosen_cb (IlTransport *transport, GParamSpec *pspec, IlSession *session)
{
  il_session_set_speed (session, il_transport_get_speed (transport));
}

/* The charts are where a recording can be dropped. */
static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, IlWindow *window)
{
  il_recordings_add (window->recordings, g_value_get_object (value));
  return TRUE;
}

static void
name_controls (IlWindow *window)
{
  GtkWidget *open = GTK_WIDGET (window->open_button);

  il_control_set_name (open, "Open");
  for (GtkWidget *part = gtk_widget_get_first_child (open); part; part = gtk_widget_get_next_sibling (part))
    if (GTK_IS_MENU_BUTTON (part))
      il_control_set_name (part, "Examples and recent files");
  il_control_set_name (GTK_WIDGET (window->clock), "Clock");
}

/* What is opened, saved and exported. */
static void
set_up_files (IlWindow *window)
{
  GtkBox *bars = child (window, "bars");

  window->messages = g_object_ref_sink (g_object_new (IL_TYPE_MESSAGE_BAR, NULL));
  window->jobs = g_object_ref_sink (g_object_new (IL_TYPE_JOB_BAR, NULL));
  gtk_box_append (bars, GTK_WIDGET (window->messages));
  gtk_box_append (bars, GTK_WIDGET (window->jobs));
  window->document = il_document_new (window->editor);
  window->files = il_files_new (GTK_WINDOW (window), window->document, window->messages, window->jobs);
  window->recordings =
      il_recordings_new (GTK_WINDOW (window), window->session, window->files, window->messages, window->jobs);
  g_signal_connect (window->files, "loaded", G_CALLBACK (loaded_cb), window);
  g_signal_connect_swapped (window->document, "changed", G_CALLBACK (update_title), window);
}

/* What shows the runs. */
static void
set_up_panels (IlWindow *window, IlSelection *selection, GtkWidget *lists)
{
  GtkPaned *charts = child (window, "charts");
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  IlTransport *transport = child (window, "transport");

  window->commands = il_run_commands_new (window->session, child (window, "toasts"), start_run, dup_text, window);
  window->panes = IL_PANES (il_panes_new (window->session, selection, window->view, window->commands));
  gtk_widget_set_size_request (GTK_WIDGET (window->panes), 420, -1);
  gtk_widget_add_css_class (GTK_WIDGET (window->panes), "view");
  gtk_widget_set_size_request (lists, -1, 220);
  gtk_widget_set_visible (lists, FALSE);
  gtk_widget_add_css_class (lists, "view");
  gtk_paned_set_start_child (charts, GTK_WIDGET (window->panes));
  gtk_paned_set_end_child (charts, lists);
  g_object_bind_property (lists, "visible", child (window, "tables_button"), "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), window, 0);
  gtk_widget_add_controller (GTK_WIDGET (window->panes), GTK_EVENT_CONTROLLER (target));
  il_text_panel_fill (child (window, "below_editor"), window->session, selection, window->editor);
  window->comparison = il_comparison_new (window->session, selection, child (window, "compare"));
  window->details =
      il_details_new (window->session, selection, window->view, child (window, "inspector"), window->editor);
  window->paths = il_critical_paths_new (window->session, window->panes);
  window->frames = il_frames_new (GTK_WIDGET (window), window->session);
  il_transport_set_player (transport, il_session_player (window->session));
  g_signal_connect_object (transport, "notify::speed", G_CALLBACK (speed_chosen_cb), window->session, 0);
}

/* Where text is edited, the key is the text's own. */
static gboolean
undo_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  return !GTK_IS_TEXT_VIEW (focus) && !GTK_IS_EDITABLE (focus)
         && gtk_widget_activate_action (widget, "win.undo-remove", NULL);
}

static void
add_undo_key (IlWindow *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (UNDO_KEY),
                                                          gtk_callback_action_new (undo_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

static void
set_up_actions (IlWindow *window, IlSelection *selection, GtkWidget *lists)
{
  GtkWidget *search = il_search_bar_new (window->session, selection, window->panes, G_ACTION_MAP (window));
  static const GActionEntry own[] = {
    { .name = "compare-with-window", .activate = compare_with_window_cb, .parameter_type = "u" },
    { .name = "palette", .activate = palette_cb }
  };

  il_panes_add_bar (window->panes, search);
  window->export = g_new0 (IlExport, 1);
  *window->export = (IlExport) { .window = GTK_WINDOW (window),
                                 .session = window->session,
                                 .document = window->document,
                                 .files = window->files,
                                 .messages = window->messages,
                                 .jobs = window->jobs,
                                 .toasts = child (window, "toasts"),
                                 .panes = window->panes };
  window->actions = g_new0 (IlActions, 1);
  *window->actions = (IlActions) { .session = window->session,
                                   .view = window->view,
                                   .panes = window->panes,
                                   .files = window->files,
                                   .export = window->export,
                                   .recordings = window->recordings,
                                   .commands = window->commands,
                                   .search = IL_SEARCH_BAR (search),
                                   .paths = window->paths,
                                   .lists = lists,
                                   .flap = child (window, "flap"),
                                   .start = start_run,
                                   .data = window };
  il_actions_add (G_ACTION_MAP (window), window->actions);
  il_layout_add_actions (GTK_WINDOW (window), child (window, "rows"), child (window, "flap"), lists);
  window->live = il_live_new (window->session, window->document, G_ACTION_MAP (window));
  g_action_map_add_action_entries (G_ACTION_MAP (window), own, G_N_ELEMENTS (own), window);
  add_undo_key (window);
}

static void
il_window_init (IlWindow *window)
{
  g_autoptr (IlSelection) selection = il_selection_new ();
  GtkWidget *lists;

  window->view = il_view_new ();
  window->session = il_session_new ();
  gtk_widget_init_template (GTK_WIDGET (window));
  lists = il_lists_new (window->session, selection);
  set_up_files (window);
  set_up_panels (window, selection, lists);
  set_up_actions (window, selection, lists);
  il_columns_keep_share (GTK_WINDOW (window), child (window, "columns"));
  name_controls (window);
  il_run_button_set_up (child (window, "run_button"), window->session);
  gtk_menu_button_set_create_popup_func (child (window, "main_menu_button"), fill_menu_cb, window, NULL);

  g_signal_connect_swapped (window->session, "state-changed", G_CALLBACK (state_changed_cb), window);
  g_signal_connect_swapped (window->session, "tracks-changed", G_CALLBACK (update_actions), window);
  g_signal_connect_object (il_session_list (window->session), "items-changed", G_CALLBACK (update_title), window,
                           G_CONNECT_SWAPPED); /* which says how many are compared */
  g_signal_connect_object (window->clock, "notify::selected", G_CALLBACK (clock_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (contrast_changed_cb),
                           window->view, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (il_panes_leave), window->panes, G_CONNECT_SWAPPED);
  il_focus_keep (GTK_WINDOW (window), GTK_WIDGET (window->editor));
  contrast_changed_cb (window->view);
  fill_open_menu (window);
  state_changed_cb (window);
}

IlWindow *
il_window_new (GtkApplication *application)
{
  return g_object_new (IL_TYPE_WINDOW, "application", application, NULL);
}

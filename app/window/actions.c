/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/actions.h"

#include "app/window/examples.h"
#include "app/window/sweep-window.h"

#define ZOOM_STEP 1.5

static gboolean
is (GSimpleAction *action, const char *name)
{
  return g_str_equal (g_action_get_name (G_ACTION (action)), name);
}

static void
run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlActions *actions = data;

  actions->start (NULL, actions->data);
}

static void
stop_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_session_stop (((IlActions *) data)->session);
}

static void
add_run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_panes_open_form (((IlActions *) data)->panes);
}

/* What was kept before is there already. */
static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlActions *actions = data;
  IlRunList *list = il_session_list (actions->session);
  guint n = il_run_list_length (list);

  for (guint i = 0; i < n; i++) {
    IlListedRun *run = il_run_list_get (list, i);

    if (il_listed_run_get_source (run) == IL_SOURCE_WORKLOAD && !il_listed_run_get_hidden (run)
        && il_listed_run_get_state (run) == IL_LISTED_RUN_OVER)
      il_run_commands_keep (actions->commands, run);
  }
}

static void
sweep_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlActions *actions = data;
  IlDocument *document = actions->export->document;
  g_autofree char *text = il_document_dup_text (document);
  g_autofree char *name = il_document_dup_name (document, NULL);

  gtk_window_present (GTK_WINDOW (il_sweep_window_new (actions->export->window, actions->session, name, text)));
}

static void
play_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlPlayer *player = il_session_player (((IlActions *) data)->session);

  if (il_player_is_playing (player))
    il_player_pause (player);
  else
    il_player_play (player);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_session_step (((IlActions *) data)->session, is (action, "step-forward"));
}

static void
jump_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlPlayer *player = il_session_player (((IlActions *) data)->session);

  il_player_pause (player);
  il_player_seek (player, is (action, "to-end") ? il_player_get_end (player) : 0);
}

/* Around the pointer where it is over a chart, else around the playhead where it is to be seen. */
static double
zoom_centre (IlView *view)
{
  double start = il_view_get_start (view), end = il_view_get_end (view);
  double cursor = (double) il_view_get_cursor (view), playhead = (double) il_view_get_playhead (view);

  if (cursor >= start && cursor <= end && cursor >= 0)
    return cursor;
  return playhead >= start && playhead <= end ? playhead : (start + end) / 2;
}

static void
zoom_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlView *view = il_panes_view (((IlActions *) data)->panes);

  if (is (action, "zoom-fit"))
    il_view_fit (view);
  else
    il_view_zoom (view, is (action, "zoom-in") ? ZOOM_STEP : 1 / ZOOM_STEP, zoom_centre (view));
}

/* At the pointer or, where that is not over a chart, at the playhead; at the edge of a span where one is near. */
static void
bookmark_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  enum { PIXELS = 500 /* of about the width of a chart, so that a few of them are near */ };
  IlView *view = il_panes_view (((IlActions *) data)->panes);
  gint64 tolerance = (gint64) (4 * (il_view_get_end (view) - il_view_get_start (view)) / PIXELS);
  gint64 cursor = il_view_get_cursor (view);

  il_view_toggle_bookmark (view, cursor >= 0 ? il_view_snap (view, cursor, tolerance) : il_view_get_playhead (view),
                           tolerance);
}

/* The playhead goes there, and is seen. */
static void
go_to_bookmark_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlActions *actions = data;
  IlPlayer *player = il_session_player (actions->session);
  IlView *view = il_panes_view (actions->panes);
  double start = il_view_get_start (view), end = il_view_get_end (view);
  gint64 time;

  if (!il_view_find_bookmark (view, il_player_get_position (player), is (action, "next-bookmark") ? 1 : -1, &time)
      || time > il_player_get_end (player))
    return;
  il_player_pause (player);
  il_player_seek (player, time);
  if ((double) time < start || (double) time > end)
    il_view_jump (view, (double) time - (end - start) / 2, (double) time + (end - start) / 2);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_files_ask_open (((IlActions *) data)->files);
}

static void
open_uri_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  il_files_open (((IlActions *) data)->files, file, il_examples_has (file));
}

static void
compare_with_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_recordings_ask (((IlActions *) data)->recordings);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_files_save (((IlActions *) data)->files, is (action, "save-as"));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_export_ask (((IlActions *) data)->export, g_variant_get_string (parameter, NULL));
}

static void
copy_picture_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_export_copy (((IlActions *) data)->export);
}

static void
export_seen_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  ((IlActions *) data)->export->seen_only = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
}

static void
show_tables_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IlActions *actions = data;

  il_panes_leave (actions->panes);
  gtk_widget_set_visible (actions->lists, !gtk_widget_get_visible (actions->lists));
}

static void
show_panel_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  AdwFlap *flap = ((IlActions *) data)->flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  il_search_bar_open (((IlActions *) data)->search);
}

static void
add_property (GActionMap *map, const char *name, gpointer object, const char *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (map, G_ACTION (action));
}

void
il_actions_add (GActionMap *map, IlActions *actions)
{
  static const GActionEntry entries[] = {
    { .name = "run", .activate = run_cb },
    { .name = "stop", .activate = stop_cb },
    { .name = "add-run", .activate = add_run_cb },
    { .name = "sweep", .activate = sweep_cb },
    { .name = "keep", .activate = keep_cb },
    { .name = "play", .activate = play_cb },
    { .name = "step-back", .activate = step_cb },
    { .name = "step-forward", .activate = step_cb },
    { .name = "to-start", .activate = jump_cb },
    { .name = "to-end", .activate = jump_cb },
    { .name = "zoom-in", .activate = zoom_cb },
    { .name = "zoom-out", .activate = zoom_cb },
    { .name = "zoom-fit", .activate = zoom_cb },
    { .name = "open", .activate = open_cb },
    { .name = "open-uri", .activate = open_uri_cb, .parameter_type = "s" },
    { .name = "compare-with", .activate = compare_with_cb },
    { .name = "save", .activate = save_cb },
    { .name = "save-as", .activate = save_cb },
    { .name = "export", .activate = export_cb, .parameter_type = "s" },
    { .name = "copy-picture", .activate = copy_picture_cb },
    { .name = "export-seen", .state = "false", .change_state = export_seen_cb },
    { .name = "show-panel", .activate = show_panel_cb },
    { .name = "show-tables", .activate = show_tables_cb },
    { .name = "search", .activate = search_cb },
    { .name = "bookmark", .activate = bookmark_cb },
    { .name = "next-bookmark", .activate = go_to_bookmark_cb },
    { .name = "previous-bookmark", .activate = go_to_bookmark_cb },
  };
  static const char *const of_view[] = { "coloring", "sort", "group-by-parent", "by-core", "linked" };

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), actions);
  for (guint i = 0; i < G_N_ELEMENTS (of_view); i++)
    add_property (map, of_view[i], actions->view, of_view[i]);
  g_action_map_add_action (map, il_run_commands_undo_action (actions->commands));
  add_property (map, "critical-path", actions->paths, "lit");
}

static void
enable (GActionMap *map, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, name)), enabled);
}

void
il_actions_update (GActionMap *map, IlActions *actions)
{
  static const char *const with_runs[] = { "play",    "step-back", "step-forward",  "to-start",         "to-end",
                                           "zoom-in", "zoom-out",  "zoom-fit",      "export",           "copy-picture",
                                           "search",  "bookmark",  "next-bookmark", "previous-bookmark" };
  gboolean busy = il_session_is_busy (actions->session), has_runs = FALSE;
  IlRunList *list = il_session_list (actions->session);

  for (guint i = 0; i < il_run_list_length (list); i++)
    has_runs |= il_listed_run_get_track (il_run_list_get (list, i)) != NULL;
  enable (map, "keep", has_runs && !busy);
  enable (map, "run", !busy);
  enable (map, "stop", busy);
  for (guint i = 0; i < G_N_ELEMENTS (with_runs); i++)
    enable (map, with_runs[i], has_runs);
}

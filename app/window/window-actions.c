/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "app/window/examples.h"

enum { MAX_RECENT = 8 };

#define ZOOM_STEP 1.5

static void
run_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_window_start_run (IL_WINDOW (widget));
}

static void
stop_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_session_stop (IL_WINDOW (widget)->session);
}

static void
play_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlPlayer *player = il_session_player (IL_WINDOW (widget)->session);

  if (il_player_is_playing (player))
    il_player_pause (player);
  else
    il_player_play (player);
}

static void
step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_session_step (IL_WINDOW (widget)->session, g_str_equal (name, "win.step-forward"));
}

static void
jump_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlPlayer *player = il_session_player (IL_WINDOW (widget)->session);

  il_player_pause (player);
  il_player_seek (player, g_str_equal (name, "win.to-end") ? il_player_get_end (player) : 0);
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
zoom_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlView *view = il_window_view (IL_WINDOW (widget));

  if (g_str_equal (name, "win.zoom-fit"))
    il_view_fit (view);
  else
    il_view_zoom (view, g_str_equal (name, "win.zoom-in") ? ZOOM_STEP : 1 / ZOOM_STEP, zoom_centre (view));
}

/* At the pointer or, where that is not over a chart, at the playhead; at the edge of a span where one is near. */
static void
bookmark_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  enum { PIXELS = 500 /* of about the width of a chart, so that a few of them are near */ };
  IlView *view = il_window_view (IL_WINDOW (widget));
  gint64 tolerance = (gint64) (4 * (il_view_get_end (view) - il_view_get_start (view)) / PIXELS);
  gint64 cursor = il_view_get_cursor (view);

  il_view_toggle_bookmark (view, cursor >= 0 ? il_view_snap (view, cursor, tolerance) : il_view_get_playhead (view),
                           tolerance);
}

/* The playhead goes there, and is seen. */
static void
go_to_bookmark_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlWindow *window = IL_WINDOW (widget);
  IlPlayer *player = il_session_player (window->session);
  IlView *view = il_window_view (window);
  double start = il_view_get_start (view), end = il_view_get_end (view);
  gint64 time;

  if (!il_view_find_bookmark (view, il_player_get_position (player), g_str_equal (name, "win.next-bookmark") ? 1 : -1,
                              &time)
      || time > il_player_get_end (player))
    return;
  il_player_pause (player);
  il_player_seek (player, time);
  if ((double) time < start || (double) time > end)
    il_view_jump (view, (double) time - (end - start) / 2, (double) time + (end - start) / 2);
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_window_ask_open (IL_WINDOW (widget));
}

static void
open_uri_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  il_window_open (IL_WINDOW (widget), file, il_examples_has (file));
}

static void
beside_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  IlWindow *window = IL_WINDOW (widget);

  if (g_str_equal (name, "win.compare-with"))
    il_window_ask_beside (window);
  else if (g_str_equal (name, "win.keep-beside"))
    il_window_keep_beside (window);
  else
    il_window_close_beside (window);
}

static void
compare_with_window_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_window_compare_with_window (IL_WINDOW (widget), g_variant_get_uint32 (parameter));
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_window_save (IL_WINDOW (widget), g_str_equal (name, "win.save-as"));
}

static void
export_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_window_ask_export (IL_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
copy_picture_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  il_window_copy_picture (IL_WINDOW (widget));
}

/* Where the pointer rests there will be something else, or another window. */
void
il_window_leave_charts (IlWindow *window)
{
  for (guint i = 0; window->session && i < IL_N_CHARTS; i++)
    il_chart_leave (window->chart[i]);
}

static void
show_tables_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *tables = GTK_WIDGET (IL_WINDOW (widget)->tables);

  il_window_leave_charts (IL_WINDOW (widget));
  gtk_widget_set_visible (tables, !gtk_widget_get_visible (tables));
}

static void
show_panel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwFlap *flap = IL_WINDOW (widget)->flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "win.search"))
    il_window_show_search (IL_WINDOW (widget));
  else
    il_window_search_step (IL_WINDOW (widget), g_str_equal (name, "win.search-next") ? 1 : -1);
}

void
il_window_class_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.run", NULL, run_cb },
    { "win.stop", NULL, stop_cb },
    { "win.play", NULL, play_cb },
    { "win.step-back", NULL, step_cb },
    { "win.step-forward", NULL, step_cb },
    { "win.to-start", NULL, jump_cb },
    { "win.to-end", NULL, jump_cb },
    { "win.zoom-in", NULL, zoom_cb },
    { "win.zoom-out", NULL, zoom_cb },
    { "win.zoom-fit", NULL, zoom_cb },
    { "win.open", NULL, open_cb },
    { "win.open-uri", "s", open_uri_cb },
    { "win.compare-with", NULL, beside_cb },
    { "win.compare-with-window", "u", compare_with_window_cb },
    { "win.keep-beside", NULL, beside_cb },
    { "win.close-beside", NULL, beside_cb },
    { "win.save", NULL, save_cb },
    { "win.save-as", NULL, save_cb },
    { "win.export", "s", export_cb },
    { "win.copy-picture", NULL, copy_picture_cb },
    { "win.show-panel", NULL, show_panel_cb },
    { "win.show-tables", NULL, show_tables_cb },
    { "win.search", NULL, search_cb },
    { "win.bookmark", NULL, bookmark_cb },
    { "win.next-bookmark", NULL, go_to_bookmark_cb },
    { "win.previous-bookmark", NULL, go_to_bookmark_cb },
    { "win.search-next", NULL, search_cb },
    { "win.search-previous", NULL, search_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
  gtk_widget_class_install_property_action (widget_class, "win.export-seen", "export-seen");
  gtk_widget_class_install_property_action (widget_class, "win.critical-path", "critical-path");
}

/* How the charts look is the view's. */
void
il_window_add_view_actions (IlWindow *window)
{
  static const char *const names[] = { "coloring", "sort", "group-by-parent", "by-core", "linked" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GPropertyAction) action = g_property_action_new (names[i], window->view, names[i]);

    g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
  }
}

void
il_window_update_actions (IlWindow *window)
{
  static const char *const with_runs[] = { "win.play",          "win.step-back",        "win.step-forward",
                                           "win.to-start",      "win.to-end",           "win.zoom-in",
                                           "win.zoom-out",      "win.zoom-fit",         "win.export",
                                           "win.copy-picture",  "win.search",           "win.bookmark",
                                           "win.next-bookmark", "win.previous-bookmark" };
  gboolean busy = il_session_is_busy (window->session), has_runs = FALSE;

  for (guint i = 0; i < IL_N_MODELS; i++)
    has_runs |= window->shown[i] != NULL;
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.keep-beside", has_runs && !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.run", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.stop", busy);
  for (guint i = 0; i < G_N_ELEMENTS (with_runs); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (window), with_runs[i], has_runs);
  gtk_widget_set_sensitive (window->export_button, has_runs);
}

static void
append_file (GMenu *menu, const char *label, const char *uri)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);

  g_menu_item_set_attribute (item, G_MENU_ATTRIBUTE_LABEL, "s", label);
  g_menu_item_set_action_and_target (item, "win.open-uri", "s", uri);
  g_menu_append_item (menu, item);
}

static void
append_examples (GMenu *menu)
{
  g_autoptr (GPtrArray) examples = il_examples_list ();
  g_autoptr (GMenu) chapter = NULL;
  const char *title = NULL;

  for (guint i = 0; i < examples->len; i++) {
    const IlExample *example = g_ptr_array_index (examples, i);
    g_autofree char *uri = g_filename_to_uri (example->path, NULL, NULL);

    if (example->chapter && g_strcmp0 (example->chapter, title) != 0) {
      g_clear_object (&chapter);
      chapter = g_menu_new ();
      title = example->chapter;
      g_menu_append_submenu (menu, title, G_MENU_MODEL (chapter));
    }
    append_file (example->chapter ? chapter : menu, example->title, uri);
  }
}

static int
later_first (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
append_recent (GMenu *menu)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), later_first);
  guint n = 0;

  for (GList *item = items; item && n < MAX_RECENT; item = item->next) {
    GtkRecentInfo *info = item->data;

    if (!gtk_recent_info_has_application (info, g_get_application_name ()))
      continue;
    append_file (menu, gtk_recent_info_get_display_name (info), gtk_recent_info_get_uri (info));
    n++;
  }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

void
il_window_fill_open_menu (IlWindow *window)
{
  g_autoptr (GMenu) menu = g_menu_new (), examples = g_menu_new (), recent = g_menu_new ();

  append_examples (examples);
  append_recent (recent);
  if (g_menu_model_get_n_items (G_MENU_MODEL (examples)) > 0)
    g_menu_append_section (menu, "Examples", G_MENU_MODEL (examples));
  if (g_menu_model_get_n_items (G_MENU_MODEL (recent)) > 0)
    g_menu_append_section (menu, "Recent", G_MENU_MODEL (recent));
  adw_split_button_set_menu_model (window->open_button, G_MENU_MODEL (menu));
}

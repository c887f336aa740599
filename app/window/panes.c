/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/panes.h"

#include "app/runs/run-titles.h"
#include "app/window/run-form.h"
#include "traces/derive/range.h"
#include "ui/chart/overview.h"
#include "ui/chart/ruler.h"
#include "ui/panels/control-name.h"

struct _IlPanes {
  GtkWidget parent_instance;

  IlSession *session;
  IlSelection *selection;
  IlView *view; /* what all charts share */
  IlRunCommands *commands;

  GtkWidget *box, *ruler, *scrolled, *column, *overview;
  GtkWidget *add, *show_hidden;
  GPtrArray *panes; /* of IlPane, owned by the column */
  IlPane *focused;  /* it has or had the focus; NULL: none */
  IlPane *pointed;  /* the pointer is over its chart; NULL: over none */
};

G_DEFINE_FINAL_TYPE (IlPanes, il_panes, GTK_TYPE_WIDGET)

static IlPane *
pane_at (IlPanes *panes, guint position)
{
  return g_ptr_array_index (panes->panes, position);
}

IlPane *
il_panes_find (IlPanes *panes, IlListedRun *run)
{
  for (guint i = 0; i < panes->panes->len; i++)
    if (il_pane_get_run (pane_at (panes, i)) == run)
      return pane_at (panes, i);
  return NULL;
}

/* The pane that a widget of it is in. */
static IlPane *
pane_of (gpointer widget)
{
  return IL_PANE (gtk_widget_get_ancestor (GTK_WIDGET (widget), IL_TYPE_PANE));
}

IlView *
il_panes_view (IlPanes *panes)
{
  IlPane *pane = panes->pointed ? panes->pointed : panes->focused;

  return pane ? il_pane_get_view (pane) : panes->view;
}

void
il_panes_leave (IlPanes *panes)
{
  for (guint i = 0; i < panes->panes->len; i++)
    il_chart_leave (il_pane_get_chart (pane_at (panes, i)));
}

void
il_panes_focus (IlPanes *panes)
{
  IlListedRun *run = NULL;
  IlPane *pane = il_selection_get_span (panes->selection, &run, NULL, NULL) ? il_panes_find (panes, run) : NULL;

  if (!pane && panes->panes->len > 0)
    pane = pane_at (panes, 0);
  if (pane)
    gtk_widget_grab_focus (GTK_WIDGET (il_pane_get_chart (pane)));
}

/* Time. */

/* While runs are made anew, what is seen stays though they are not as long yet. */
static void
update_extent (IlPanes *panes)
{
  gint64 end = 0;

  for (guint i = 0; i < panes->panes->len; i++) {
    const IlTrack *track = il_pane_get_track (pane_at (panes, i));

    end = MAX (end, track ? il_timeline_end (track->timeline) : 0);
  }
  if (il_session_is_busy (panes->session))
    end = MAX (end, il_view_get_extent (panes->view));
  il_view_set_extent (panes->view, end);
}

void
il_panes_begin_anew (IlPanes *panes, IlModelKind model)
{
  IlListedRun *shown = NULL;

  for (guint i = 0; i < panes->panes->len; i++) {
    IlListedRun *run = il_pane_get_run (pane_at (panes, i));

    shown = run;
    if (il_listed_run_get_settings (run)->model == model)
      break;
  }
  if (shown)
    il_selection_set_run (panes->selection, shown);
  il_view_set_extent (panes->view, 0);
  il_view_fit (panes->view);
  for (guint i = 0; i < panes->panes->len; i++) {
    il_view_set_extent (il_pane_get_view (pane_at (panes, i)), 0);
    il_view_fit (il_pane_get_view (pane_at (panes, i)));
  }
  update_extent (panes);
}

static void
extended_cb (IlPanes *panes)
{
  update_extent (panes);
  for (guint i = 0; i < panes->panes->len; i++)
    il_pane_refresh (pane_at (panes, i));
}

static void
position_cb (IlPanes *panes)
{
  il_view_set_playhead (panes->view, il_player_get_position (il_session_player (panes->session)));
}

/* The ruler has moved the view's playhead; the replay follows. */
static void
scrubbed_cb (IlPanes *panes, gint64 time)
{
  IlPlayer *player = il_session_player (panes->session);

  il_player_pause (player);
  il_player_seek (player, time);
}

/* To the nearest edge of a span in any of the charts. */
static gint64
snap (gint64 time, gint64 tolerance, gpointer data)
{
  IlPanes *panes = data;
  gint64 nearest = time, found;

  for (guint i = 0; i < panes->panes->len; i++) {
    const IlTrack *track = il_pane_get_track (pane_at (panes, i));

    if (track && il_range_snap (track->recording, time, tolerance, &found)
        && (nearest == time || ABS (found - time) < ABS (nearest - time)))
      nearest = found;
  }
  return nearest;
}

static void
show_range (IlPanes *panes)
{
  gboolean linked = il_view_is_linked (panes->view) || !panes->focused;

  il_overview_show_range (IL_OVERVIEW (panes->overview), linked ? panes->view : il_pane_get_view (panes->focused),
                          linked ? NULL : il_pane_get_chart (panes->focused));
}

static void
linked_cb (IlPanes *panes)
{
  gtk_widget_set_visible (panes->ruler, il_view_is_linked (panes->view));
  update_extent (panes);
  show_range (panes);
}

/* What is selected and pointed at. */

static void
update_pointed (IlPanes *panes)
{
  gint64 cursor = panes->pointed ? il_view_get_cursor (il_pane_get_view (panes->pointed)) : -1;

  if (cursor >= 0)
    il_selection_point (panes->selection, il_pane_get_run (panes->pointed), cursor);
  else
    il_selection_point (panes->selection, NULL, -1);
}

static void
entered_cb (GtkEventController *motion, double x, double y, IlPanes *panes)
{
  panes->pointed = pane_of (gtk_event_controller_get_widget (motion));
  update_pointed (panes);
}

static void
left_cb (GtkEventController *motion, IlPanes *panes)
{
  panes->pointed = NULL;
  update_pointed (panes);
}

static void
focus_cb (GtkEventController *focus, IlPanes *panes)
{
  panes->focused = pane_of (gtk_event_controller_get_widget (focus));
  il_view_lead (il_pane_get_view (panes->focused));
  if (!il_view_is_linked (panes->view))
    show_range (panes);
}

static void
span_selected_cb (IlChart *chart, gpointer span, guint task, IlPanes *panes)
{
  IlPane *pane = pane_of (chart);

  for (guint i = 0; i < panes->panes->len; i++) /* one selection in all charts */
    if (pane_at (panes, i) != pane)
      il_chart_select (il_pane_get_chart (pane_at (panes, i)), 0, 0);
  il_selection_set_span (panes->selection, il_pane_get_run (pane), span, task);
}

static void
go_to_cb (IlSelection *selection, IlListedRun *run, gint64 time, guint task, guint span, IlPanes *panes)
{
  IlPane *pane = il_panes_find (panes, run);
  IlView *view = pane ? il_pane_get_view (pane) : NULL;
  double start, length;

  if (!pane)
    return;
  start = il_view_get_start (view);
  length = il_view_get_end (view) - start;
  if (time >= 0 && ((double) time < start || (double) time > start + length))
    il_view_jump (view, (double) time - length / 4, (double) time + length * 3 / 4);
  if (task == 0)
    return;
  il_listed_run_set_hidden (run, FALSE);
  il_listed_run_set_collapsed (run, FALSE);
  il_chart_go_to_span (il_pane_get_chart (pane), task, span);
}

/* The span that was selected, in the run that has taken the place of the one before. */
static void
select_again (IlPanes *panes, IlPane *pane)
{
  const IlTrack *track = il_pane_get_track (pane);
  IlListedRun *run;
  IlLane *lane;
  IlSpan span;
  guint32 task;
  guint index;

  if (!il_selection_get_span (panes->selection, &run, &span, &task) || run != il_pane_get_run (pane))
    return;
  lane = track ? il_timeline_lane_of_task (track->timeline, task) : NULL;
  if (!lane || !il_lane_find (lane, span.start, &index)) {
    il_selection_set_span (panes->selection, NULL, NULL, 0);
    return;
  }
  il_chart_select (il_pane_get_chart (pane), task, span.start);
  il_lane_span (lane, index, &span);
  il_selection_set_span (panes->selection, run, &span, task);
}

static void
state_cb (IlListedRun *run, GParamSpec *pspec, IlPanes *panes)
{
  IlPane *pane = il_panes_find (panes, run);

  if (pane && il_listed_run_get_state (run) == IL_LISTED_RUN_OVER)
    select_again (panes, pane);
}

/* The list. */

static const char *
placeholder (IlPanes *panes, IlListedRun *run)
{
  IlSessionState state = il_session_state (panes->session);

  switch (il_listed_run_get_state (run)) {
  case IL_LISTED_RUN_WAITING: return "Waits for its turn";
  case IL_LISTED_RUN_RUNNING: return "Runs";
  case IL_LISTED_RUN_OVER: return "Nothing happened in it";
  default:
    if (state == IL_SESSION_OVER)
      return il_session_was_stopped (panes->session) ? "Stopped before it began" : "Not run: see the problems";
    return "Run the workload to see it here";
  }
}

static void
session_state_cb (IlPanes *panes)
{
  for (guint i = 0; i < panes->panes->len; i++)
    il_pane_set_placeholder (pane_at (panes, i), placeholder (panes, il_pane_get_run (pane_at (panes, i))));
  update_extent (panes);
}

static void
show_overview (IlPanes *panes)
{
  g_autofree IlOverviewRun *runs = g_new (IlOverviewRun, panes->panes->len + 1);
  guint n = 0, n_hidden = 0;

  for (guint i = 0; i < panes->panes->len; i++) {
    IlListedRun *run = il_pane_get_run (pane_at (panes, i));

    if (il_listed_run_get_hidden (run))
      n_hidden++;
    else
      runs[n++] = (IlOverviewRun) { .chart = il_pane_get_chart (pane_at (panes, i)),
                                    .title = il_run_short_title (run),
                                    .number = il_listed_run_get_number (run),
                                    .kept = il_listed_run_get_source (run) != IL_SOURCE_WORKLOAD };
  }
  il_overview_set_runs (IL_OVERVIEW (panes->overview), runs, n);
  gtk_widget_set_visible (panes->show_hidden, n_hidden > 0);
  if (n_hidden > 0) {
    g_autofree char *label = g_strdup_printf (n_hidden == 1 ? "Show %u _Hidden Run" : "Show %u _Hidden Runs", n_hidden);
    gtk_button_set_label (GTK_BUTTON (panes->show_hidden), label);
  }
}

static void
settings_cb (IlPane *pane)
{
  il_pane_open_settings (pane);
}

static void
watch_focus (IlPanes *panes, GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), panes, 0);
  gtk_widget_add_controller (widget, focus);
}

static IlPane *
add_pane (IlPanes *panes, IlListedRun *run)
{
  IlPane *pane = IL_PANE (il_pane_new (run, panes->view));
  GtkEventController *motion = gtk_event_controller_motion_new ();
  IlChart *chart = il_pane_get_chart (pane);
  g_autoptr (GSimpleActionGroup) actions = il_run_commands_actions (panes->commands, run);
  g_autoptr (GSimpleAction) settings = g_simple_action_new ("settings", NULL);

  g_signal_connect_object (settings, "activate", G_CALLBACK (settings_cb), pane, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (settings));
  gtk_widget_insert_action_group (GTK_WIDGET (pane), "run", G_ACTION_GROUP (actions));
  g_signal_connect_object (chart, "span-selected", G_CALLBACK (span_selected_cb), panes, 0);
  g_signal_connect_object (motion, "enter", G_CALLBACK (entered_cb), panes, 0);
  g_signal_connect_object (motion, "leave", G_CALLBACK (left_cb), panes, 0);
  gtk_widget_add_controller (GTK_WIDGET (chart), motion);
  watch_focus (panes, GTK_WIDGET (chart));
  watch_focus (panes, il_pane_get_ruler (pane));
  g_signal_connect_object (il_pane_get_ruler (pane), "scrubbed", G_CALLBACK (scrubbed_cb), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (il_pane_get_view (pane), "changed", G_CALLBACK (update_pointed), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::hidden", G_CALLBACK (show_overview), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::title", G_CALLBACK (show_overview), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (state_cb), panes, 0);
  gtk_box_append (GTK_BOX (panes->column), GTK_WIDGET (pane));
  il_pane_set_placeholder (pane, placeholder (panes, run));
  return pane;
}

static void
remove_pane (IlPanes *panes, IlPane *pane)
{
  IlListedRun *run = il_pane_get_run (pane);

  if (panes->focused == pane)
    panes->focused = NULL;
  if (panes->pointed == pane)
    panes->pointed = NULL;
  g_signal_handlers_disconnect_by_data (run, panes);
  gtk_box_remove (GTK_BOX (panes->column), GTK_WIDGET (pane));
}

/* What stays keeps its pane, wherever it goes. */
static void
items_changed_cb (IlPanes *panes)
{
  IlRunList *list = il_session_list (panes->session);
  g_autoptr (GPtrArray) before = g_steal_pointer (&panes->panes);
  GtkWidget *last = NULL;

  panes->panes = g_ptr_array_new ();
  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlListedRun *run = il_run_list_get (list, i);
    IlPane *pane = NULL;

    for (guint j = 0; j < before->len && !pane; j++)
      if (il_pane_get_run (g_ptr_array_index (before, j)) == run)
        pane = g_ptr_array_steal_index (before, j);
    if (!pane)
      pane = add_pane (panes, run);
    gtk_box_reorder_child_after (GTK_BOX (panes->column), GTK_WIDGET (pane), last);
    last = GTK_WIDGET (pane);
    g_ptr_array_add (panes->panes, pane);
  }
  show_overview (panes); /* before the charts that it draws are gone */
  for (guint i = 0; i < before->len; i++) {
    g_autoptr (IlListedRun) run = g_object_ref (il_pane_get_run (g_ptr_array_index (before, i)));

    remove_pane (panes, g_ptr_array_index (before, i));
    il_selection_forget (panes->selection, run);
  }
  if (!il_selection_get_run (panes->selection) && panes->panes->len > 0)
    il_selection_set_run (panes->selection, il_pane_get_run (pane_at (panes, panes->panes->len - 1)));
  show_range (panes);
  update_extent (panes);
}

/* Adding runs. */

static void
applied_cb (IlRunForm *form, IlPanes *panes)
{
  g_autoptr (IlRunSettings) settings = il_run_form_dup_settings (form);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (panes->add));
  il_run_commands_add (panes->commands, settings);
}

static void
create_form_cb (GtkMenuButton *button, gpointer data)
{
  IlPanes *panes = data;
  GtkWidget *popover = gtk_popover_new (), *form;
  g_autoptr (IlRunSettings) settings =
      il_run_settings_new (IL_MODEL_THREADS, il_run_list_get_clock (il_session_list (panes->session)));

  form = il_run_form_new (settings, "_Add and Run");
  g_signal_connect_object (form, "applied", G_CALLBACK (applied_cb), panes, 0);
  gtk_popover_set_child (GTK_POPOVER (popover), form);
  gtk_menu_button_set_popover (button, popover);
}

static gboolean
open_form_cb (gpointer data)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (data));
  return G_SOURCE_REMOVE;
}

/* A popup has no place while its button is out of sight: it comes when that has been scrolled to. */
void
il_panes_open_form (IlPanes *panes)
{
  const guint frames = 60; /* ms: a few */

  gtk_widget_grab_focus (panes->add); /* which scrolls to it */
  g_timeout_add_full (G_PRIORITY_DEFAULT, frames, open_form_cb, g_object_ref (panes->add), g_object_unref);
}

static void
show_hidden_cb (IlPanes *panes)
{
  il_run_commands_show_all (panes->commands);
}

static GtkWidget *
bottom (IlPanes *panes)
{
  GtkWidget *bottom = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  panes->add = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (panes->add), "Add _Run");
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (panes->add), TRUE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (panes->add), create_form_cb, panes, NULL);
  il_control_set_name (panes->add, "Add run");
  gtk_widget_set_tooltip_text (panes->add, "Add a Run with Settings of Its Own (Ctrl+Shift+K)");
  panes->show_hidden = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (panes->show_hidden), TRUE);
  gtk_widget_set_visible (panes->show_hidden, FALSE);
  g_signal_connect_swapped (panes->show_hidden, "clicked", G_CALLBACK (show_hidden_cb), panes);
  gtk_widget_set_halign (bottom, GTK_ALIGN_CENTER);
  g_object_set (bottom, "margin-top", 6, "margin-bottom", 6, NULL);
  gtk_box_append (GTK_BOX (bottom), panes->add);
  gtk_box_append (GTK_BOX (bottom), panes->show_hidden);
  return bottom;
}

void
il_panes_add_bar (IlPanes *panes, GtkWidget *bar)
{
  gtk_box_prepend (GTK_BOX (panes->box), bar);
}

static void
il_panes_dispose (GObject *object)
{
  IlPanes *panes = IL_PANES (object);

  if (panes->view)
    il_view_set_snap (panes->view, NULL, NULL);
  for (guint i = 0; panes->panes && i < panes->panes->len; i++)
    g_signal_handlers_disconnect_by_data (il_pane_get_run (pane_at (panes, i)), panes);
  g_clear_pointer (&panes->panes, g_ptr_array_unref);
  panes->focused = panes->pointed = NULL;
  panes->panes = g_ptr_array_new ();
  g_clear_pointer (&panes->box, gtk_widget_unparent);
  g_clear_pointer (&panes->commands, il_run_commands_unref);
  g_clear_object (&panes->session);
  g_clear_object (&panes->selection);
  g_clear_object (&panes->view);
  G_OBJECT_CLASS (il_panes_parent_class)->dispose (object);
}

static void
il_panes_finalize (GObject *object)
{
  g_ptr_array_unref (IL_PANES (object)->panes);
  G_OBJECT_CLASS (il_panes_parent_class)->finalize (object);
}

static void
il_panes_class_init (IlPanesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_panes_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_panes_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "panes");
}

static void
il_panes_init (IlPanes *panes)
{
  panes->panes = g_ptr_array_new ();
}

/* So many rows are in sight at a time, and half of the next. */
static GtkWidget *
scrolled_overview (IlPanes *panes)
{
  enum { LEAST = 54, MOST = 8 * 15 + 14 };
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), LEAST);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), panes->overview);
  return scrolled;
}

GtkWidget *
il_panes_new (IlSession *session, IlSelection *selection, IlView *view, IlRunCommands *commands)
{
  IlPanes *panes = g_object_new (IL_TYPE_PANES, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  panes->session = g_object_ref (session);
  panes->selection = g_object_ref (selection);
  panes->view = g_object_ref (view);
  panes->commands = il_run_commands_ref (commands);
  panes->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (panes->box, GTK_WIDGET (panes));
  panes->ruler = il_ruler_new (view);
  panes->overview = il_overview_new (view);
  panes->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (all), panes->column);
  gtk_box_append (GTK_BOX (all), bottom (panes));
  panes->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (panes->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (panes->scrolled), all);
  gtk_widget_set_vexpand (panes->scrolled, TRUE);
  gtk_box_append (GTK_BOX (panes->box), panes->ruler);
  gtk_box_append (GTK_BOX (panes->box), panes->scrolled);
  gtk_box_append (GTK_BOX (panes->box), scrolled_overview (panes));

  g_signal_connect_object (panes->ruler, "scrubbed", G_CALLBACK (scrubbed_cb), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "changed", G_CALLBACK (update_pointed), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::linked", G_CALLBACK (linked_cb), panes, G_CONNECT_SWAPPED);
  il_view_set_snap (view, snap, panes);
  g_signal_connect_object (selection, "go-to", G_CALLBACK (go_to_cb), panes, 0);
  g_signal_connect_object (session, "extended", G_CALLBACK (extended_cb), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state-changed", G_CALLBACK (session_state_cb), panes, G_CONNECT_SWAPPED);
  g_signal_connect_object (il_session_player (session), "notify::position", G_CALLBACK (position_cb), panes,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (il_session_list (session), "items-changed", G_CALLBACK (items_changed_cb), panes,
                           G_CONNECT_SWAPPED);
  items_changed_cb (panes);
  il_panes_begin_anew (panes, 0);
  return GTK_WIDGET (panes);
}

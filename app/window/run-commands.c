/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/run-commands.h"

struct _IlRunCommands {
  gatomicrefcount references;
  IlSession *session;
  AdwToastOverlay *toasts; /* borrowed */
  IlRunStart start;
  IlRunText text;
  gpointer data; /* of both */

  GPtrArray *removed;   /* of Removed, the last one at the end */
  GSimpleAction *undo;  /* brings that one back */
  AdwToast *undo_toast; /* the last one that offers to; NULL: it has gone */
};

enum {
  MAX_REMOVED = 16, /* each keeps its run's recording */
  UNDO_TIME = 15,   /* s */
};

/* What was removed from the list, and where it stood. */
typedef struct {
  IlListedRun *run;
  guint position;
} Removed;

static void
removed_free (gpointer data)
{
  g_object_unref (((Removed *) data)->run);
  g_free (data);
}

static IlRunList *
list_of (IlRunCommands *commands)
{
  return il_session_list (commands->session);
}

/* In the toast that is there, if one is: toasts wait for each other. */
static void
say (IlRunCommands *commands, const char *text)
{
  if (commands->undo_toast)
    adw_toast_set_title (commands->undo_toast, text);
  else
    adw_toast_overlay_add_toast (commands->toasts, adw_toast_new (text));
}

gboolean
il_run_commands_insert (IlRunCommands *commands, guint position, IlListedRun *run)
{
  g_autoptr (GError) error = NULL;

  if (il_run_list_insert (list_of (commands), position, run, &error))
    return TRUE;
  say (commands, error->message);
  return FALSE;
}

/* What is removed, and can be brought back. */

static void
forget_toast (IlRunCommands *commands)
{
  if (commands->undo_toast)
    g_signal_handlers_disconnect_by_data (commands->undo_toast, commands);
  g_clear_weak_pointer (&commands->undo_toast);
}

/* A toast that is there says TEXT from now on: to dismiss one before it is wholly there is more than libadwaita bears.
 */
static void
removed_changed (IlRunCommands *commands, const char *text)
{
  gboolean any = commands->removed->len > 0;

  g_simple_action_set_enabled (commands->undo, any);
  if (!commands->undo_toast)
    return;
  adw_toast_set_title (commands->undo_toast, text);
  adw_toast_set_button_label (commands->undo_toast, any ? "Undo" : NULL);
}

static void
bring_back (IlRunCommands *commands)
{
  guint n = commands->removed->len;
  Removed *last = n > 0 ? g_ptr_array_index (commands->removed, n - 1) : NULL;

  if (!last
      || !il_run_commands_insert (commands, MIN (last->position, il_run_list_length (list_of (commands))), last->run))
    return;
  g_autofree char *text = g_strdup_printf ("Brought back “%s”", il_listed_run_get_title (last->run));
  g_ptr_array_remove_index (commands->removed, n - 1);
  removed_changed (commands, text);
}

static void
remove_run (IlRunCommands *commands, guint position)
{
  Removed *removed = g_new (Removed, 1);
  g_autofree char *text = NULL;
  AdwToast *toast;

  *removed = (Removed) { g_object_ref (il_run_list_get (list_of (commands), position)), position };
  if (commands->removed->len == MAX_REMOVED)
    g_ptr_array_remove_index (commands->removed, 0);
  g_ptr_array_add (commands->removed, removed);
  text = g_strdup_printf ("Removed “%s”", il_listed_run_get_title (removed->run));
  removed_changed (commands, text);
  g_object_unref (il_run_list_remove (list_of (commands), position));
  if (commands->undo_toast)
    return;
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, "Undo");
  adw_toast_set_action_name (toast, "win.undo-remove");
  adw_toast_set_timeout (toast, UNDO_TIME);
  g_set_weak_pointer (&commands->undo_toast, toast);
  g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (forget_toast), commands);
  adw_toast_overlay_add_toast (commands->toasts, toast);
}

GAction *
il_run_commands_undo_action (IlRunCommands *commands)
{
  return G_ACTION (commands->undo);
}

const char *
il_run_commands_last_removed (IlRunCommands *commands)
{
  guint n = commands->removed->len;

  return n > 0 ? il_listed_run_get_title (((Removed *) g_ptr_array_index (commands->removed, n - 1))->run) : NULL;
}

void
il_run_commands_forget_removed (IlRunCommands *commands)
{
  g_ptr_array_set_size (commands->removed, 0);
  removed_changed (commands, "Another workload");
}

IlRunCommands *
il_run_commands_new (IlSession *session, AdwToastOverlay *toasts, IlRunStart start, IlRunText text, gpointer data)
{
  IlRunCommands *commands = g_new0 (IlRunCommands, 1);

  g_atomic_ref_count_init (&commands->references);
  commands->session = g_object_ref (session);
  commands->toasts = toasts;
  commands->start = start;
  commands->text = text;
  commands->data = data;
  commands->removed = g_ptr_array_new_with_free_func (removed_free);
  commands->undo = g_simple_action_new ("undo-remove", NULL);
  g_simple_action_set_enabled (commands->undo, FALSE);
  g_signal_connect_swapped (commands->undo, "activate", G_CALLBACK (bring_back), commands);
  return commands;
}

IlRunCommands *
il_run_commands_ref (IlRunCommands *commands)
{
  g_atomic_ref_count_inc (&commands->references);
  return commands;
}

void
il_run_commands_unref (IlRunCommands *commands)
{
  if (!g_atomic_ref_count_dec (&commands->references))
    return;
  g_signal_handlers_disconnect_by_data (commands->undo, commands);
  g_object_unref (commands->undo);
  forget_toast (commands);
  g_ptr_array_unref (commands->removed);
  g_object_unref (commands->session);
  g_free (commands);
}

void
il_run_commands_add (IlRunCommands *commands, const IlRunSettings *settings)
{
  g_autoptr (IlListedRun) run = il_listed_run_new (IL_SOURCE_WORKLOAD, settings, NULL);

  if (il_run_commands_insert (commands, il_run_list_length (list_of (commands)), run))
    commands->start (run, commands->data);
}

void
il_run_commands_keep (IlRunCommands *commands, IlListedRun *run)
{
  g_autofree char *text = commands->text (commands->data);
  g_autoptr (GError) error = NULL;

  if (!il_session_keep (commands->session, run, text, &error))
    say (commands, error->message);
}

void
il_run_commands_show_all (IlRunCommands *commands)
{
  for (guint i = 0; i < il_run_list_length (list_of (commands)); i++)
    il_listed_run_set_hidden (il_run_list_get (list_of (commands), i), FALSE);
}

/* The actions of one run's menu. */

typedef struct {
  IlRunCommands *commands;
  IlListedRun *run;
} Target;

static Target *
target_new (IlRunCommands *commands, IlListedRun *run)
{
  Target *target = g_new0 (Target, 1);

  target->commands = il_run_commands_ref (commands);
  target->run = g_object_ref (run);
  return target;
}

static void
target_free (gpointer data, GClosure *closure)
{
  Target *target = data;

  il_run_commands_unref (target->commands);
  g_object_unref (target->run);
  g_free (target);
}

static void
alone_cb (Target *target)
{
  target->commands->start (target->run, target->commands->data);
}

static void
stop_cb (Target *target)
{
  il_session_stop_run (target->commands->session, target->run);
}

static void
duplicate_cb (Target *target)
{
  g_autoptr (IlListedRun) copy = il_listed_run_duplicate (target->run);
  guint position = 0;

  if (il_run_list_position (list_of (target->commands), target->run, &position))
    il_run_commands_insert (target->commands, position + 1, copy);
}

static void
keep_cb (Target *target)
{
  il_run_commands_keep (target->commands, target->run);
}

static void
move (Target *target, int step)
{
  IlRunList *list = list_of (target->commands);
  guint position = 0;

  if (il_run_list_position (list, target->run, &position) && (step > 0 || position > 0)
      && (int) position + step < (int) il_run_list_length (list))
    il_run_list_move (list, position, (guint) ((int) position + step));
}

static void
move_up_cb (Target *target)
{
  move (target, -1);
}

static void
move_down_cb (Target *target)
{
  move (target, 1);
}

static void
collapse_cb (Target *target)
{
  il_listed_run_set_collapsed (target->run, !il_listed_run_get_collapsed (target->run));
}

static void
hide_cb (Target *target)
{
  il_listed_run_set_hidden (target->run, TRUE);
}

static void
show_alone_cb (Target *target)
{
  IlRunList *list = list_of (target->commands);

  for (guint i = 0; i < il_run_list_length (list); i++)
    il_listed_run_set_hidden (il_run_list_get (list, i), il_run_list_get (list, i) != target->run);
  il_listed_run_set_collapsed (target->run, FALSE);
}

static void
remove_cb (Target *target)
{
  IlRunList *list = list_of (target->commands);
  guint position = 0;

  if (!il_run_list_position (list, target->run, &position))
    return;
  if (il_run_list_length (list) == 1)
    say (target->commands, "The only run cannot be removed.");
  else
    remove_run (target->commands, position); /* its pane, and with it this target, may be gone now */
}

GSimpleActionGroup *
il_run_commands_actions (IlRunCommands *commands, IlListedRun *run)
{
  static const struct {
    const char *name;
    void (*activate) (Target *target);
  } entries[] = {
    { "alone", alone_cb },           { "stop", stop_cb },           { "duplicate", duplicate_cb }, { "keep", keep_cb },
    { "move-up", move_up_cb },       { "move-down", move_down_cb }, { "collapse", collapse_cb },   { "hide", hide_cb },
    { "show-alone", show_alone_cb }, { "remove", remove_cb },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (entries[i].name, NULL);

    g_signal_connect_data (action, "activate", G_CALLBACK (entries[i].activate), target_new (commands, run),
                           target_free, G_CONNECT_SWAPPED);
    g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  }
  return group;
}

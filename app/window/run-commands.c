/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/run-commands.h"

struct _IlRunCommands {
  gatomicrefcount references;
  IlSession *session;
  AdwToastOverlay *toasts; /* borrowed */
  IlRunStart start;
  IlRunText text;
  gpointer data; /* of both */
};

static IlRunList *
list_of (IlRunCommands *commands)
{
  return il_session_list (commands->session);
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
  g_object_unref (commands->session);
  g_free (commands);
}

static void
say (IlRunCommands *commands, const char *text)
{
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
  guint position; /* where it was removed from */
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
undo_cb (AdwToast *toast, Target *target)
{
  IlRunList *list = list_of (target->commands);
  guint position = 0;

  if (!il_run_list_position (list, target->run, &position))
    il_run_commands_insert (target->commands, MIN (target->position, il_run_list_length (list)), target->run);
}

static void
remove_cb (Target *target)
{
  IlRunList *list = list_of (target->commands);
  g_autoptr (IlListedRun) removed = NULL;
  g_autofree char *text = NULL;
  Target *undo;
  AdwToast *toast;
  guint position = 0;

  if (!il_run_list_position (list, target->run, &position))
    return;
  if (il_run_list_length (list) == 1) {
    say (target->commands, "The only run cannot be removed.");
    return;
  }
  undo = target_new (target->commands, target->run);
  undo->position = position;
  text = g_strdup_printf ("Removed “%s”", il_listed_run_get_title (target->run));
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, "Undo");
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, target_free, 0);
  adw_toast_overlay_add_toast (target->commands->toasts, toast);
  removed = il_run_list_remove (list, position); /* its pane, and with it this target, may be gone now */
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

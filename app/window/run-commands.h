/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/runs/session.h"

/* What a user does with single runs of a session's list: adds, changes, moves, removes and keeps them. Main thread
 * only. */
typedef struct _IlRunCommands IlRunCommands;

/* RUN, or all runs where it is NULL or nothing has been run yet, are to be made of the text as it is now. */
typedef void (*IlRunStart) (IlListedRun *run, gpointer data);

/* The text as it is now: free it. */
typedef char *(*IlRunText) (gpointer data);

/* What cannot be done, and what can be undone, is told in TOASTS, which is borrowed. */
IlRunCommands *
il_run_commands_new (IlSession *session, AdwToastOverlay *toasts, IlRunStart start, IlRunText text, gpointer data);
IlRunCommands *il_run_commands_ref (IlRunCommands *commands);
void il_run_commands_unref (IlRunCommands *commands);

/* Adds a run of the workload with SETTINGS, and runs it. */
void il_run_commands_add (IlRunCommands *commands, const IlRunSettings *settings);

/* Adds RUN at POSITION; says why where that cannot be. */
gboolean il_run_commands_insert (IlRunCommands *commands, guint position, IlListedRun *run);

/* Adds what RUN has shown so far, to stay as it is. */
void il_run_commands_keep (IlRunCommands *commands, IlListedRun *run);

/* "undo-remove" brings back the run that was removed last; again, the one before. Enabled while there is one. The
 * commands'.
 */
GAction *il_run_commands_undo_action (IlRunCommands *commands);

/* The title that this run had; NULL: there is none. */
const char *il_run_commands_last_removed (IlRunCommands *commands);

/* They are of another workload. */
void il_run_commands_forget_removed (IlRunCommands *commands);

/* Shows what is hidden. */
void il_run_commands_show_all (IlRunCommands *commands);

/* The actions of RUN's menu: alone, stop, duplicate, keep, move-up, move-down, collapse, show-alone, hide, remove.
 * Free it. */
GSimpleActionGroup *il_run_commands_actions (IlRunCommands *commands, IlListedRun *run);

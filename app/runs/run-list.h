/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/runs/listed-run.h"
#include "traces/record/trace.h"

/* What is compared: runs in an order that the user chooses, a GListModel of IlListedRun. Each has a title that names
 * only what differs within the list; two that would be alike get "(2)". Main thread only. */
#define IL_TYPE_RUN_LIST (il_run_list_get_type ())
G_DECLARE_FINAL_TYPE (IlRunList, il_run_list, IL, RUN_LIST, GObject)

#define IL_RUN_LIST_MAX IL_TRACE_MAX_RUNS

#define IL_RUN_LIST_ERROR (il_run_list_error_quark ())
GQuark il_run_list_error_quark (void);

typedef enum {
  IL_RUN_LIST_ERROR_FULL,
} IlRunListError;

IlRunList *il_run_list_new (void);

/* The workload under each of the models. */
IlRunList *il_run_list_new_default (IlClockKind clock);
void il_run_list_add_models (IlRunList *list);

/* The clock of the workload's runs that have no clock of their own. */
IlClockKind il_run_list_get_clock (IlRunList *list);
void il_run_list_set_clock (IlRunList *list, IlClockKind clock);

guint il_run_list_length (IlRunList *list);
IlListedRun *il_run_list_get (IlRunList *list, guint position); /* owned by the list */
IlListedRun *il_run_list_find (IlRunList *list, guint number);  /* owned by the list; NULL: there is none */
gboolean il_run_list_position (IlRunList *list, IlListedRun *run, guint *position);

/* Takes a reference on RUN, which is in no list, and numbers it if it has no number, or one that is taken. FALSE where
 * the list is full. */
gboolean il_run_list_insert (IlRunList *list, guint position, IlListedRun *run, GError **error);
gboolean il_run_list_add (IlRunList *list, IlListedRun *run, GError **error);

/* Gives back what was removed, so that inserting it again undoes it. */
IlListedRun *il_run_list_remove (IlRunList *list, guint position);
void il_run_list_clear (IlRunList *list);

/* Afterwards the run at FROM is at TO. */
void il_run_list_move (IlRunList *list, guint from, guint to);

/* Titles stay as they are until the last of as many thaws: for changes of many runs at once. */
void il_run_list_freeze (IlRunList *list);
void il_run_list_thaw (IlRunList *list);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/job.h"

/* A bar with messages that stay until the user closes it. */
#define IL_TYPE_MESSAGE_BAR (il_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlMessageBar, il_message_bar, IL, MESSAGE_BAR, GtkWidget)

/* One that has not been read yet is not replaced: TEXT comes below it. */
void il_message_bar_show (IlMessageBar *bar, GtkMessageType type, const char *text);

/* "WHAT “NAME”: ERROR" */
void il_message_bar_show_failure (IlMessageBar *bar, const char *what, const char *name, const GError *error);

/* A bar that shows how far a job on a worker is, and cancels it: one job at a time. Signals: "ended". */
#define IL_TYPE_JOB_BAR (il_job_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlJobBar, il_job_bar, IL, JOB_BAR, GtkWidget)

/* Shows that WHAT ("Opening") is done to NAME, once that takes long. Returns a new reference; NULL: another job is not
 * done yet. */
IlJob *il_job_bar_begin (IlJobBar *bar, const char *what, const char *name);
void il_job_bar_end (IlJobBar *bar);
gboolean il_job_bar_is_busy (IlJobBar *bar);
void il_job_bar_cancel (IlJobBar *bar);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"

/* A window in which a workload is run over a range of values: a form, the plot or the table of what came of it, and
 * files of both. The point that is pressed opens as a run of SESSION. PARENT: the workload's window. */
GtkWidget *il_sweep_window_new (GtkWindow *parent, IlSession *session, const char *name, const char *text);

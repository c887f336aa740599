/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/run-list.h"
#include "app/window/selection.h"

/* The choice of the run whose output, state and events are shown: LIST in a drop-down, whose choice is the selection's
 * run. */
GtkWidget *il_run_chooser_new (IlRunList *list, IlSelection *selection);

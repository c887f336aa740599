/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"
#include "app/window/selection.h"

/* What the selected run has printed up to the playhead or, on request, what all of them have, a column each, where
 * lines that are not the same in all are tinted. It says whether the outputs of the runs that are over differ. */
#define IL_TYPE_OUTPUT (il_output_get_type ())
G_DECLARE_FINAL_TYPE (IlOutput, il_output, IL, OUTPUT, GtkWidget)

GtkWidget *il_output_new (IlSession *session, IlSelection *selection);

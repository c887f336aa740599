/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"
#include "app/window/selection.h"
#include "ui/panels/editor.h"

/* Fills BOX, below the editor: output and problems, and the choice of the run that is shown. */
void il_text_panel_fill (GtkBox *box, IlSession *session, IlSelection *selection, IlEditor *editor);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/chart/view.h"

/* The time axis above the charts, with the playhead's and the cursor's time. Dragging on it moves the playhead;
 * with Shift it chooses the range that is measured.
 *
 * Signal: "scrubbed" (gint64 time): the user moved the playhead; the view has it already. */
#define IL_TYPE_RULER (il_ruler_get_type ())
G_DECLARE_FINAL_TYPE (IlRuler, il_ruler, IL, RULER, GtkWidget)

GtkWidget *il_ruler_new (IlView *view);

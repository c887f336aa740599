/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/derive/instant.h"

/* "At the cursor": the whole state of a run at one moment, as rows of name and value. Where it takes long to find
 * it is found on a thread of its own, and only the latest moment that was asked for is. */
#define IL_TYPE_MOMENT (il_moment_get_type ())
G_DECLARE_FINAL_TYPE (IlMoment, il_moment, IL, MOMENT, GtkWidget)

GtkWidget *il_moment_new (void);

/* The state at TIME, ns. Takes a reference on INSTANTS; NULL: there is no run. */
void il_moment_show (IlMoment *moment, IlInstants *instants, gint64 time);

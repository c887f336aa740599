/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The number by which a run is known everywhere, in a round badge: a label. KEPT: it is not a run of the workload as it
 * is now, which is grey. */
GtkWidget *il_badge_new (guint number, gboolean kept);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Whose the main thread's time is: between two polls it is ours, but for what GTK needs in a frame to restyle, lay out
 * and draw. What our widgets do there (they measure, place, draw and restyle themselves) is ours again. Main thread
 * only. */
typedef struct {
  gint64 ours, gtk; /* ns of CPU */
} Phases;

/* From now on; once all widgets of ours whose types are to be told apart are there. */
void phases_begin (void);

/* What goes on from now on is GTK's or ours; returns what was so far, which is to be called again with. */
gboolean phases_turn (gboolean to_gtk);

/* Since the last call, which it ends. */
Phases phases_take (void);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Whose the main thread's time is: between two polls it is ours, but for what GTK needs in a frame to restyle, lay out
 * and draw. What our widgets do there (they measure, place and draw themselves) is ours again. Main thread only. */
typedef struct {
  gint64 ours, gtk; /* ns of CPU */
} Phases;

/* From now on; once all widgets of ours whose types are to be told apart are there. */
void phases_begin (void);

/* Since the last call, which it ends. */
Phases phases_take (void);

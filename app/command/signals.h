/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* From now on CB is called, on a thread of its own, for each INT, TERM and HUP (the last only if it is not ignored, as
 * under nohup(1)). Who insists for longer than a second ends the program at once. FALSE after complaining: they would
 * not be heard. To be called before other threads are made. */
gboolean il_command_hear_signals (void (*cb) (gpointer data), gpointer data);

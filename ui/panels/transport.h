/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/derive/player.h"

/* The controls of the replay: to the start, step back, play or pause, step forward, to the end, a
 * scrubber, the time, and the speed.
 *
 * The buttons activate the actions play, step-back, step-forward, to-start, to-end, zoom-in, zoom-out and
 * zoom-fit of the group "win", so that buttons, keys and menus are one. The scrubber moves the player
 * itself.
 *
 * Properties: "speed" (double; 0: such that the whole fits a few seconds), which the user chooses. */
#define IL_TYPE_TRANSPORT (il_transport_get_type ())
G_DECLARE_FINAL_TYPE (IlTransport, il_transport, IL, TRANSPORT, GtkWidget)

/* Shows and moves PLAYER from now on; a reference is taken. */
void il_transport_set_player (IlTransport *transport, IlPlayer *player);

double il_transport_get_speed (IlTransport *transport);

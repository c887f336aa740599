/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* The replay clock: a playhead that moves through a trace's time at a chosen speed. A live run, a
 * finished one and a replay all have one. Properties: "position" (gint64 ns), "end" (gint64 ns),
 * "playing" (gboolean), "speed" (double: ns of the trace per ns of real time; 1 is real time),
 * "live" (gboolean: the position follows the end). Main thread. */
#define IL_TYPE_PLAYER (il_player_get_type ())
G_DECLARE_FINAL_TYPE (IlPlayer, il_player, IL, PLAYER, GObject)

IlPlayer *il_player_new (void);
void il_player_set_end (IlPlayer *player, gint64 end);
gint64 il_player_get_end (IlPlayer *player);
void il_player_seek (IlPlayer *player, gint64 position); /* clamped to 0..end; leaves live */
gint64 il_player_get_position (IlPlayer *player);
void il_player_play (IlPlayer *player); /* from the start again if it is at the end */
void il_player_pause (IlPlayer *player);
gboolean il_player_is_playing (IlPlayer *player);
void il_player_set_speed (IlPlayer *player, double speed);
double il_player_get_speed (IlPlayer *player);
void il_player_set_live (IlPlayer *player, gboolean live);
gboolean il_player_is_live (IlPlayer *player);

/* Moves the position on to what it is at NOW (ns, as il_monotonic_time). Pauses by itself at the end. */
void il_player_advance (IlPlayer *player, gint64 now);

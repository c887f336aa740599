/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/player.h"

#include <math.h>

struct _IlPlayer {
  GObject parent_instance;

  gint64 position, end; /* ns */
  gboolean playing, live;
  double speed;

  /* Playing: the position is counted from an anchor, so that no rounding adds up. */
  gboolean has_anchor; /* set at the first advance after a change */
  gint64 anchor_time;  /* ns, real */
  gint64 anchor_position;
  gint64 last_time; /* of the latest advance */
};

G_DEFINE_FINAL_TYPE (IlPlayer, il_player, G_TYPE_OBJECT)

enum { PROP_0, PROP_POSITION, PROP_END, PROP_PLAYING, PROP_SPEED, PROP_LIVE, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
set_position (IlPlayer *player, gint64 position)
{
  position = CLAMP (position, 0, player->end);
  if (position == player->position)
    return;
  player->position = position;
  g_object_notify_by_pspec (G_OBJECT (player), properties[PROP_POSITION]);
}

static void
set_flag (IlPlayer *player, gboolean *flag, gboolean value, guint property)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (player), properties[property]);
}

static void
il_player_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  IlPlayer *player = IL_PLAYER (object);

  switch (id) {
  case PROP_POSITION: g_value_set_int64 (value, player->position); break;
  case PROP_END: g_value_set_int64 (value, player->end); break;
  case PROP_PLAYING: g_value_set_boolean (value, player->playing); break;
  case PROP_SPEED: g_value_set_double (value, player->speed); break;
  case PROP_LIVE: g_value_set_boolean (value, player->live); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
il_player_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  IlPlayer *player = IL_PLAYER (object);

  switch (id) {
  case PROP_POSITION: il_player_seek (player, g_value_get_int64 (value)); break;
  case PROP_END: il_player_set_end (player, g_value_get_int64 (value)); break;
  case PROP_PLAYING:
    if (g_value_get_boolean (value))
      il_player_play (player);
    else
      il_player_pause (player);
    break;
  case PROP_SPEED: il_player_set_speed (player, g_value_get_double (value)); break;
  case PROP_LIVE: il_player_set_live (player, g_value_get_boolean (value)); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
il_player_class_init (IlPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = il_player_get_property;
  object_class->set_property = il_player_set_property;
  properties[PROP_POSITION] = g_param_spec_int64 ("position", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_END] = g_param_spec_int64 ("end", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0, G_MAXDOUBLE, 1, flags);
  properties[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
il_player_init (IlPlayer *player)
{
  player->speed = 1;
}

IlPlayer *
il_player_new (void)
{
  return g_object_new (IL_TYPE_PLAYER, NULL);
}

void
il_player_set_end (IlPlayer *player, gint64 end)
{
  g_return_if_fail (IL_IS_PLAYER (player) && end >= 0);

  if (end != player->end) {
    player->end = end;
    g_object_notify_by_pspec (G_OBJECT (player), properties[PROP_END]);
  }
  if (player->position > end)
    player->has_anchor = FALSE;
  set_position (player, player->live ? end : player->position);
}

gint64
il_player_get_end (IlPlayer *player)
{
  g_return_val_if_fail (IL_IS_PLAYER (player), 0);

  return player->end;
}

void
il_player_seek (IlPlayer *player, gint64 position)
{
  g_return_if_fail (IL_IS_PLAYER (player));

  player->has_anchor = FALSE;
  set_flag (player, &player->live, FALSE, PROP_LIVE);
  set_position (player, position);
}

gint64
il_player_get_position (IlPlayer *player)
{
  g_return_val_if_fail (IL_IS_PLAYER (player), 0);

  return player->position;
}

void
il_player_play (IlPlayer *player)
{
  g_return_if_fail (IL_IS_PLAYER (player));

  if (player->playing)
    return;
  player->has_anchor = FALSE;
  set_flag (player, &player->live, FALSE, PROP_LIVE);
  if (player->position >= player->end)
    set_position (player, 0);
  set_flag (player, &player->playing, TRUE, PROP_PLAYING);
}

void
il_player_pause (IlPlayer *player)
{
  g_return_if_fail (IL_IS_PLAYER (player));

  set_flag (player, &player->playing, FALSE, PROP_PLAYING);
}

gboolean
il_player_is_playing (IlPlayer *player)
{
  g_return_val_if_fail (IL_IS_PLAYER (player), FALSE);

  return player->playing;
}

void
il_player_set_speed (IlPlayer *player, double speed)
{
  g_return_if_fail (IL_IS_PLAYER (player) && isfinite (speed) && speed > 0);

  if (speed == player->speed)
    return;
  player->speed = speed;
  player->has_anchor = FALSE;
  g_object_notify_by_pspec (G_OBJECT (player), properties[PROP_SPEED]);
}

double
il_player_get_speed (IlPlayer *player)
{
  g_return_val_if_fail (IL_IS_PLAYER (player), 1);

  return player->speed;
}

void
il_player_set_live (IlPlayer *player, gboolean live)
{
  g_return_if_fail (IL_IS_PLAYER (player));

  set_flag (player, &player->live, !!live, PROP_LIVE);
  if (!live)
    return;
  il_player_pause (player); /* what is live moves with the end, not with the clock */
  set_position (player, player->end);
}

gboolean
il_player_is_live (IlPlayer *player)
{
  g_return_val_if_fail (IL_IS_PLAYER (player), FALSE);

  return player->live;
}

void
il_player_advance (IlPlayer *player, gint64 now)
{
  g_return_if_fail (IL_IS_PLAYER (player));

  if (!player->playing)
    return;
  if (!player->has_anchor || now < player->last_time) {
    player->has_anchor = TRUE;
    player->anchor_time = player->last_time = now;
    player->anchor_position = player->position;
    return;
  }

  player->last_time = now;
  double moved = (double) (now - player->anchor_time) * player->speed;
  gint64 left = player->end - player->anchor_position;
  gboolean at_end = moved >= (double) left;
  set_position (player, at_end ? player->end : player->anchor_position + (gint64) moved);
  if (at_end)
    il_player_pause (player);
}

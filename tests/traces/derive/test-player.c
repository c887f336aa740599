/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/player.h"

typedef struct {
  IlPlayer *player;
  guint n_positions, n_playing;
} Fixture;

static void
count_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  ++*n;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->player = il_player_new ();
  il_player_set_end (fixture->player, 10000000); /* 10 ms */
  g_signal_connect (fixture->player, "notify::position", G_CALLBACK (count_cb), &fixture->n_positions);
  g_signal_connect (fixture->player, "notify::playing", G_CALLBACK (count_cb), &fixture->n_playing);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->player);
}

static void
test_plays_to_the_end (Fixture *fixture, gconstpointer data)
{
  IlPlayer *player = fixture->player;

  il_player_advance (player, 500000);
  g_assert_cmpint (il_player_get_position (player), ==, 0); /* is not playing */
  il_player_play (player);
  il_player_advance (player, 1000000); /* the first frame is where it starts */
  g_assert_cmpint (il_player_get_position (player), ==, 0);
  il_player_advance (player, 4000000);
  g_assert_cmpint (il_player_get_position (player), ==, 3000000);
  il_player_advance (player, 3000000); /* a clock that goes back is not followed */
  il_player_advance (player, 3500000);
  g_assert_cmpint (il_player_get_position (player), ==, 3500000);
  il_player_advance (player, 1000000000);
  g_assert_cmpint (il_player_get_position (player), ==, 10000000);
  g_assert_false (il_player_is_playing (player));
  g_assert_cmpuint (fixture->n_playing, ==, 2);
  g_assert_cmpuint (fixture->n_positions, ==, 3);

  il_player_play (player); /* again from the start */
  g_assert_cmpint (il_player_get_position (player), ==, 0);
}

static void
test_speed (Fixture *fixture, gconstpointer data)
{
  IlPlayer *player = fixture->player;

  il_player_set_speed (player, 0.0001); /* 0.1 ns in 1000: a rounding per frame would stand still */
  il_player_play (player);
  for (gint64 now = 0; now <= 10000; now++)
    il_player_advance (player, now * 1000);
  g_assert_cmpint (il_player_get_position (player), ==, 1000);
  il_player_set_speed (player, 100); /* a new speed counts from here */
  il_player_advance (player, 20000000);
  g_assert_cmpint (il_player_get_position (player), ==, 1000);
  il_player_advance (player, 20001000);
  g_assert_cmpint (il_player_get_position (player), ==, 101000);
  il_player_set_speed (player, 1e300);
  il_player_advance (player, 20002000);
  il_player_advance (player, 20003000);
  g_assert_cmpint (il_player_get_position (player), ==, 10000000);
}

static void
test_seek (Fixture *fixture, gconstpointer data)
{
  IlPlayer *player = fixture->player;

  il_player_seek (player, -5);
  g_assert_cmpint (il_player_get_position (player), ==, 0);
  g_assert_cmpuint (fixture->n_positions, ==, 0);
  il_player_seek (player, G_MAXINT64);
  g_assert_cmpint (il_player_get_position (player), ==, 10000000);
  il_player_seek (player, 2000000);
  il_player_play (player);
  il_player_advance (player, 1000000);
  il_player_advance (player, 2000000);
  il_player_seek (player, 7000000); /* while it plays: goes on from there */
  il_player_advance (player, 3000000);
  il_player_advance (player, 3500000);
  g_assert_cmpint (il_player_get_position (player), ==, 7500000);
  il_player_set_end (player, 1000000); /* a new, shorter run */
  g_assert_cmpint (il_player_get_position (player), ==, 1000000);
}

static void
test_live (Fixture *fixture, gconstpointer data)
{
  IlPlayer *player = fixture->player;

  il_player_play (player);
  il_player_set_live (player, TRUE);
  g_assert_false (il_player_is_playing (player));
  g_assert_cmpint (il_player_get_position (player), ==, 10000000);
  il_player_set_end (player, 12000000);
  g_assert_cmpint (il_player_get_position (player), ==, 12000000);
  il_player_seek (player, 3);
  g_assert_false (il_player_is_live (player));
  il_player_set_end (player, 13000000);
  g_assert_cmpint (il_player_get_position (player), ==, 3);
  il_player_set_live (player, TRUE);
  il_player_play (player); /* looks at what was, from the start */
  g_assert_false (il_player_is_live (player));
  g_assert_cmpint (il_player_get_position (player), ==, 0);
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  gint64 position, end;
  gboolean playing, live;
  double speed;

  g_object_set (fixture->player, "position", (gint64) 5, "speed", 2.0, "playing", TRUE, "end", (gint64) 9, NULL);
  g_object_get (fixture->player, "position", &position, "speed", &speed, "playing", &playing, "end", &end, "live",
                &live, NULL);
  g_assert_cmpint (position, ==, 5);
  g_assert_cmpint (end, ==, 9);
  g_assert_cmpfloat (speed, ==, 2);
  g_assert_true (playing);
  g_assert_false (live);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/player/plays-to-the-end", Fixture, NULL, set_up, test_plays_to_the_end, tear_down);
  g_test_add ("/player/speed", Fixture, NULL, set_up, test_speed, tear_down);
  g_test_add ("/player/seek", Fixture, NULL, set_up, test_seek, tear_down);
  g_test_add ("/player/live", Fixture, NULL, set_up, test_live, tear_down);
  g_test_add ("/player/properties", Fixture, NULL, set_up, test_properties, tear_down);
  return g_test_run ();
}

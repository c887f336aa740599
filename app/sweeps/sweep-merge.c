/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/sweep-error.h"
#include "app/sweeps/sweep-json.h"

/* The shares of a sweep that was run on several machines. */

typedef json_object Json;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Json, json_object_put)

/* A file with all that a sweep has; a point's own members are looked at where they are used. */
static Json *
read_share (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  struct json_tokener *tokener = json_tokener_new ();
  g_autoptr (Json) share = length <= G_MAXINT ? json_tokener_parse_ex (tokener, text, (int) length) : NULL;
  json_tokener_free (tokener);
  if (!json_object_is_type (share, json_type_object)
      || json_object_get_int (json_object_object_get (share, "sweep")) != 1
      || !json_object_is_type (json_object_object_get (share, "axes"), json_type_array)
      || !json_object_is_type (json_object_object_get (share, "models"), json_type_array)
      || !json_object_is_type (json_object_object_get (share, "points"), json_type_array)
      || json_object_get_int64 (json_object_object_get (share, "n_points")) < 1
      || json_object_get_int64 (json_object_object_get (share, "n_points")) > IL_SWEEP_MOST_POINTS) {
    il_sweep_fail (error, "%s is not what interlane sweep --json prints", path);
    return NULL;
  }
  return g_steal_pointer (&share);
}

/* Whether both are of one sweep: all that stands before the points, but for the share itself. */
static gboolean
is_alike (Json *one, Json *other)
{
  json_object_object_foreach (one, name, value)
  {
    if (!g_str_equal (name, "shard") && !g_str_equal (name, "points")
        && !json_object_equal (value, json_object_object_get (other, name)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_point (Json *point, Json *share)
{
  Json *values = json_object_object_get (point, "values");

  return json_object_is_type (point, json_type_object) && json_object_is_type (values, json_type_array)
         && json_object_array_length (values) == json_object_array_length (json_object_object_get (share, "axes"))
         && json_object_is_type (json_object_object_get (point, "outcomes"), json_type_object)
         && json_object_is_type (json_object_object_get (point, "model"), json_type_string);
}

/* Puts the points of SHARE into their places in ALL. */
static gboolean
take_points (Json *share, const char *path, Json **all, gsize n_all, GError **error)
{
  Json *points = json_object_object_get (share, "points");

  for (gsize i = 0; i < json_object_array_length (points); i++) {
    Json *point = json_object_array_get_idx (points, i);
    gint64 number = is_point (point, share) ? json_object_get_int64 (json_object_object_get (point, "point")) : -1;

    if (number < 0 || (gsize) number >= n_all)
      return il_sweep_fail (error, "%s is damaged: its point %" G_GSIZE_FORMAT " is none of the sweep", path, i);
    if (all[number])
      return il_sweep_fail (error, "point %" G_GINT64_FORMAT " of %s is in an earlier file, too: give each share once",
                            number, path);
    all[number] = json_object_get (point);
  }
  return TRUE;
}

static Json *
merged (Json *first, Json **all, gsize n_all)
{
  Json *whole = json_object_new_object (), *points = json_object_new_array ();

  json_object_object_foreach (first, name, value)
  {
    if (!g_str_equal (name, "shard") && !g_str_equal (name, "points"))
      json_object_object_add (whole, name, json_object_get (value));
  }
  for (gsize i = 0; i < n_all; i++)
    json_object_array_add (points, json_object_get (all[i]));
  json_object_object_add (whole, "points", points);
  return whole;
}

static void
put_cb (gpointer point)
{
  json_object_put (point);
}

json_object *
il_sweep_merge (char **paths, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (put_cb);
  g_autoptr (Json) first = NULL;

  for (char **path = paths; *path; path++) {
    g_autoptr (Json) share = read_share (*path, error);

    if (!share)
      return NULL;
    if (!first) {
      first = json_object_get (share);
      g_ptr_array_set_size (all, (gint) json_object_get_int64 (json_object_object_get (share, "n_points")));
    } else if (!is_alike (first, share)) {
      il_sweep_fail (error, "%s and %s are of different sweeps", paths[0], *path);
      return NULL;
    }
    if (!take_points (share, *path, (Json **) all->pdata, all->len, error))
      return NULL;
  }
  for (guint i = 0; i < all->len; i++)
    if (!g_ptr_array_index (all, i)) {
      il_sweep_fail (error, "point %u is in none of the files: a share is missing, or was not run to its end", i);
      return NULL;
    }
  return merged (first, (Json **) all->pdata, all->len);
}

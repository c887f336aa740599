/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/matches.h"

typedef struct {
  guint first; /* how many there are before it */
  GArray *matches;
} Block;

struct _IlMatches {
  GArray *blocks; /* of Block */
  guint n;
};

static void
block_clear (gpointer block)
{
  g_clear_pointer (&((Block *) block)->matches, g_array_unref);
}

IlMatches *
il_matches_new (void)
{
  IlMatches *matches = g_new0 (IlMatches, 1);

  matches->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_set_clear_func (matches->blocks, block_clear);
  return matches;
}

void
il_matches_free (IlMatches *matches)
{
  g_array_unref (matches->blocks);
  g_free (matches);
}

void
il_matches_take (IlMatches *matches, GArray *block)
{
  Block added = { matches->n, block };

  g_array_append_val (matches->blocks, added);
  matches->n += block->len;
}

void
il_matches_move (IlMatches *matches, IlMatches *other)
{
  for (guint i = 0; i < other->blocks->len; i++)
    il_matches_take (matches, g_steal_pointer (&g_array_index (other->blocks, Block, i).matches));
  g_array_set_size (other->blocks, 0);
  other->n = 0;
}

guint
il_matches_n (const IlMatches *matches)
{
  return matches->n;
}

const IlMatch *
il_matches_at (const IlMatches *matches, guint index)
{
  guint low = 0, high = matches->blocks->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (matches->blocks, Block, middle).first <= index)
      low = middle;
    else
      high = middle;
  }
  const Block *block = &g_array_index (matches->blocks, Block, low);
  return &g_array_index (block->matches, IlMatch, index - block->first);
}

guint
il_matches_after (const IlMatches *matches, gint64 time)
{
  guint low = 0, high = matches->n;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (il_matches_at (matches, middle)->time < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

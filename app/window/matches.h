/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An event that a search has found. */
typedef struct {
  gint64 time;
  guint32 row;
  guint run; /* its number */
} IlMatch;

/* Many of them, in order of time: they come in blocks that change hands without being copied, as ten millions take a
 * while. */
typedef struct _IlMatches IlMatches;

IlMatches *il_matches_new (void);
void il_matches_free (IlMatches *matches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlMatches, il_matches_free)

/* Adds BLOCK (of IlMatch, not empty, no longer changed) at the end; takes it. */
void il_matches_take (IlMatches *matches, GArray *block);

/* Moves what OTHER has to the end. */
void il_matches_move (IlMatches *matches, IlMatches *other);

guint il_matches_n (const IlMatches *matches);
const IlMatch *il_matches_at (const IlMatches *matches, guint index);

/* The number of the first one at or after TIME, or else how many there are. */
guint il_matches_after (const IlMatches *matches, gint64 time);

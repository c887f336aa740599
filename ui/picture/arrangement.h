/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a user has changed about the lanes as they are sorted: which are hidden, pinned to the top, moved, folded. By
 * keys that hold for every run, so that the charts go together: that of a lane is its task's name, that of a group
 * begins with a tab. Never changes once it is made; any thread. NULL: nothing is changed. */
typedef struct _IlArrangement IlArrangement;

IlArrangement *il_arrangement_ref (IlArrangement *arrangement); /* may be NULL, as all of these */
void il_arrangement_unref (IlArrangement *arrangement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlArrangement, il_arrangement_unref)

gboolean il_arrangement_equal (const IlArrangement *arrangement, const IlArrangement *other);

/* A change each; returns a new arrangement. */
IlArrangement *il_arrangement_hide (const IlArrangement *arrangement, const char *key);
IlArrangement *il_arrangement_show (const IlArrangement *arrangement, const char *key); /* NULL: all that are hidden */
IlArrangement *il_arrangement_pin (const IlArrangement *arrangement, const char *key,
                                   guint place); /* of the pinned; G_MAXUINT: last */
IlArrangement *il_arrangement_unpin (const IlArrangement *arrangement, const char *key);

/* Puts the lane of KEY right before, or AFTER, that of BESIDE. */
IlArrangement *
il_arrangement_move (const IlArrangement *arrangement, const char *key, const char *beside, gboolean after);
IlArrangement *il_arrangement_move_nothing (const IlArrangement *arrangement); /* back to the sorted order */

gboolean il_arrangement_hides (const IlArrangement *arrangement, const char *key);
gboolean il_arrangement_hides_any (const IlArrangement *arrangement);
/* Folds, or unfolds, the group of KEY. */
IlArrangement *il_arrangement_fold (const IlArrangement *arrangement, const char *key, gboolean folded);
gboolean il_arrangement_folds (const IlArrangement *arrangement, const char *key,
                               gboolean otherwise); /* where nothing is said */

guint il_arrangement_n_pinned (const IlArrangement *arrangement);
const char *il_arrangement_pinned (const IlArrangement *arrangement, guint place);
gboolean il_arrangement_find_pinned (const IlArrangement *arrangement, const char *key, guint *place);

/* Moves, in the order in which they were made. */
typedef struct {
  char *key, *beside;
  gboolean after;
} IlLaneMove;

guint il_arrangement_n_moves (const IlArrangement *arrangement);
const IlLaneMove *il_arrangement_move_number (const IlArrangement *arrangement, guint number);

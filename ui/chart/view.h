/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/picture/arrangement.h"
#include "ui/picture/lane-order.h"
#include "ui/picture/palette.h"

/* What the charts, the ruler and the transport share: the visible range of time, the playhead, the
 * cursor, and how they look. Everybody who shows it listens to "changed", for how it looks to "restyled", and for
 * the order of the lanes to "reordered".
 * Times in ns since the runs began. */
#define IL_TYPE_VIEW (il_view_get_type ())
G_DECLARE_FINAL_TYPE (IlView, il_view, IL, VIEW, GObject)

IlView *il_view_new (void);

/* Properties, which menus and keys set through a GPropertyAction each: "coloring" and "sort" (strings:
 * il_coloring_name, il_lane_sort_name), "group-by-parent", "by-core", "linked" (booleans). */

/* A view for one of several: it shares all with LEADER, and while it is not linked all but the extent, the visible
 * range, its history and the cursor. It is linked as LEADER says; when it is unlinked it begins with what LEADER has.
 */
IlView *il_view_new_beside (IlView *leader);

/* Of a view that has others beside it: whether they are linked. When they are linked again they all take the visible
 * range of the one that leads (il_view_lead), or the common one. Of one beside another: whether it itself is. */
void il_view_set_linked (IlView *view, gboolean linked);
gboolean il_view_is_linked (IlView *view);
void il_view_lead (IlView *view); /* VIEW is beside another */

/* How much time there is to see: 0 to EXTENT. Where all is seen it goes on to be so; where the end is in sight it stays
 * where it is on the screen, so that a run that goes on is followed; else what is seen stays. */
void il_view_set_extent (IlView *view, gint64 extent);
gint64 il_view_get_extent (IlView *view);

/* The visible range; may be fractions of ns when zoomed in far. Setting clamps it to the extent (with a
 * small margin) and to a length of at least 10 ns. */
void il_view_set_range (IlView *view, double start, double end);
double il_view_get_start (IlView *view);
double il_view_get_end (IlView *view);
void il_view_zoom (IlView *view, double factor, double at); /* FACTOR > 1 zooms in; AT, ns, stays in place */
void il_view_pan (IlView *view, double fraction);           /* of the visible length; > 0: later */
void il_view_fit (IlView *view);
void il_view_jump (IlView *view, double start, double end); /* sets the range in a step of its own */
gboolean il_view_is_fitted (IlView *view);                  /* then it follows the extent */

/* Through what was visible, ranges and arrangements of the lanes: a jump, a fit or a change of the lanes is a step, and
 * so are other moves without a pause between them. FALSE: there is none to go to. A new run, which begins with the
 * extent 0, has none. */
gboolean il_view_go_back (IlView *view);
gboolean il_view_go_forward (IlView *view);

/* How far the replay has come: what is later is not there yet. */
void il_view_set_playhead (IlView *view, gint64 time);
gint64 il_view_get_playhead (IlView *view);

/* The range that is measured, within the extent; FROM == TO: none, which getting says with FALSE. */
void il_view_set_measured (IlView *view, gint64 from, gint64 to);
gboolean il_view_get_measured (IlView *view, gint64 *from, gint64 *to);

/* Times that the user has marked, whatever is run: sets one at TIME, or removes the one that is no further than
 * TOLERANCE from it. */
void il_view_toggle_bookmark (IlView *view, gint64 time, gint64 tolerance);
const GArray *il_view_get_bookmarks (IlView *view); /* of gint64, ascending; owned by VIEW */

/* The nearest bookmark after TIME (DIRECTION 1) or before it (-1); FALSE: there is none. */
gboolean il_view_find_bookmark (IlView *view, gint64 time, int direction, gint64 *found);

/* What hues tell, and whether the desktop asks for high contrast. */
void il_view_set_coloring (IlView *view, IlColoring coloring);
IlColoring il_view_get_coloring (IlView *view);
void il_view_set_high_contrast (IlView *view, gboolean high_contrast);
gboolean il_view_get_high_contrast (IlView *view);

/* The order of the lanes. */
void il_view_set_sorting (IlView *view, const IlLaneSorting *sorting);
IlLaneSorting il_view_get_sorting (IlView *view);

/* Whether there is a lane a core instead of one a task. */
void il_view_set_by_core (IlView *view, gboolean by_core);
gboolean il_view_get_by_core (IlView *view);

/* How the user has arranged the lanes: NULL, or owned by VIEW. Setting it is a step that can be gone back from. A view
 * that is unlinked has its own. */
void il_view_set_arrangement (IlView *view, IlArrangement *arrangement);
IlArrangement *il_view_get_arrangement (IlView *view);

/* Where a measured range may begin and end: SNAP (NULL: anywhere) is given a time and how far from it the answer may
 * be, ns. */
typedef gint64 (*IlSnapFunc) (gint64 time, gint64 tolerance, gpointer data);
void il_view_set_snap (IlView *view, IlSnapFunc snap, gpointer data);
gint64 il_view_snap (IlView *view, gint64 time, gint64 tolerance);

/* Where the pointer is, for the line across all charts; -1: nowhere. */
void il_view_set_cursor (IlView *view, gint64 time);
gint64 il_view_get_cursor (IlView *view);

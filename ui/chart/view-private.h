/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/chart/history.h"
#include "ui/chart/view.h"

/* Shared by view.c (the view, who is linked to whom, how all look), view-range.c (what is visible) and view-marks.c
 * (the times that are marked). */

struct _IlView {
  GObject parent_instance;
  IlView *leader;  /* whose view this is beside; NULL: nobody's */
  gboolean linked; /* to the leader */
  gboolean links;  /* those beside it are */
  IlView *leading; /* of those beside it: whose range they take when they are linked; not a reference */
  gint64 extent;
  double start, end;
  gboolean fitted;
  IlHistory history;
  GArray *bookmarks; /* of gint64 */
  gint64 playhead;
  gint64 cursor;
  gint64 measured_from, measured_to;
  IlColoring coloring;
  gboolean high_contrast;
  IlLaneSorting sorting;
  gboolean by_core;
  IlArrangement *arrangement; /* or NULL */
  IlSnapFunc snap;
  gpointer snap_data;
};

/* Who has the visible range and the cursor of VIEW, and who all the rest. */
static inline IlView *
il_view_own (IlView *view)
{
  return view->linked ? view->leader : view;
}

static inline IlView *
il_view_common (IlView *view)
{
  return view->leader ? view->leader : view;
}

double il_view_limit (IlView *view); /* where the visible range ends at the latest, ns */
void il_view_tell_changed (IlView *view);
void il_view_tell_reordered (IlView *view);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/picture/painter.h"

/* The rows of a chart, what is seen of a lane each, as an image: computed on a worker thread from snapshots of the
 * lanes and kept until something about them changes. Until the new row is there the old one is shown, moved and
 * stretched to where its times are now: panning and zooming never wait.
 *
 * A row is known by its lane's index, that of a group's head by the group's first lane. Main thread. */
typedef struct _IlRows IlRows;

/* READY is called when rows have come and the chart is to be drawn again. */
typedef void (*IlRowsReady) (gpointer data);

IlRows *il_rows_new (IlRowsReady ready, gpointer data);
void il_rows_free (IlRows *rows);

/* How rows are drawn from now on; those that are there are shown until they are replaced. */
void il_rows_set_painter (IlRows *rows, const IlPainter *painter);

/* The lanes are others: no row is worth anything. */
void il_rows_clear (IlRows *rows);

/* Sees to it that the rows FIRST to LAST - 1 of SCENE, and those that are pinned, are there, if they are not. To be
 * called for each frame; costs by the lane. Returns whether all of them are as they should be. */
gboolean il_rows_want (IlRows *rows, const IlScene *scene, guint first, guint last);

/* Adds the row that is number NUMBER of SCENE as well as it is known. */
void il_rows_show (IlRows *rows, GtkSnapshot *snapshot, const IlPainter *painter, const IlScene *scene, guint number);

/* The row as it is kept, NULL where there is nothing to be seen or none is kept, and the pixel (of the scene that it
 * was wanted for) at which it begins. */
cairo_surface_t *il_rows_peek (IlRows *rows, guint lane, double *x);

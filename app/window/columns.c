/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/columns.h"

#define LEAST_SHARE 0.28

typedef struct {
  GtkWindow *window; /* which COLUMNS are in: there as long as they are */
  GtkPaned *columns;
  double share;
  int width;   /* of the window, when the position was set */
  guint later; /* 0: the position is as it is to be */
} Columns;

static void
columns_free (gpointer data, GClosure *closure)
{
  Columns *columns = data;

  g_clear_handle_id (&columns->later, g_source_remove);
  g_free (columns);
}

static gboolean
apply_cb (gpointer data)
{
  Columns *columns = data;

  columns->later = 0;
  columns->width = gtk_widget_get_width (GTK_WIDGET (columns->window));
  gtk_paned_set_position (columns->columns, (int) (columns->share * columns->width + 0.5));
  return G_SOURCE_REMOVE;
}

/* The window has another width, or the user has dragged the edge. Not here and now, as this may be amid a layout. */
static void
moved_cb (GtkPaned *paned, GParamSpec *pspec, Columns *columns)
{
  int width = gtk_widget_get_width (GTK_WIDGET (columns->window));
  double share = width > 0 ? (double) gtk_paned_get_position (paned) / width : 0;

  if (width == 0 || columns->later != 0)
    return;
  if (width == columns->width && g_str_equal (pspec->name, "position")) {
    if ((int) (columns->share * width + 0.5) == gtk_paned_get_position (paned))
      return;
    columns->share = MAX (share, LEAST_SHARE);
    if (share >= LEAST_SHARE)
      return;
  } else if (width == columns->width)
    return;
  columns->later = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_cb, columns, NULL);
}

void
il_columns_keep_share (GtkWindow *window, GtkPaned *paned)
{
  Columns *columns = g_new0 (Columns, 1);

  columns->window = window;
  columns->columns = paned;
  columns->share = LEAST_SHARE;
  g_signal_connect_data (paned, "notify::position", G_CALLBACK (moved_cb), columns, columns_free, 0);
  g_signal_connect (paned, "notify::max-position", G_CALLBACK (moved_cb), columns);
}

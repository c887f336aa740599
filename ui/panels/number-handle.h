/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Lets the numbers of a view be dragged, to the right for more: with Alt, or by a handle that comes up below the one
 * that the pointer is over. A drag is one step of undo. Main thread only. */
typedef struct _IlNumberHandle IlNumberHandle;

/* VIEW is borrowed: it is to be there as long as the handle is used, and it takes its controllers with it. */
IlNumberHandle *il_number_handle_new (GtkTextView *view);
void il_number_handle_free (IlNumberHandle *handle); /* before VIEW is gone */

gboolean il_number_handle_is_dragging (const IlNumberHandle *handle);

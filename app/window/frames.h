/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"

/* Moves a session on with each frame of WIDGET while it wants that, and now and then where the widget is not drawn.
 * Both are borrowed until it is freed. Main thread only. */
typedef struct _IlFrames IlFrames;

IlFrames *il_frames_new (GtkWidget *widget, IlSession *session);
void il_frames_free (IlFrames *frames);

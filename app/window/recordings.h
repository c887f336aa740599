/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/session.h"
#include "app/window/files.h"

/* Recorded traces that are added to a window's runs, to be compared with them. Main thread only. */
typedef struct _IlRecordings IlRecordings;

/* WINDOW, of which dialogs are, is borrowed until this is freed. */
IlRecordings *
il_recordings_new (GtkWindow *window, IlSession *session, IlFiles *files, IlMessageBar *messages, IlJobBar *jobs);
void il_recordings_free (IlRecordings *recordings);

/* Adds the trace in FILE, as soon as nothing else is being read. */
void il_recordings_add (IlRecordings *recordings, GFile *file);
void il_recordings_ask (IlRecordings *recordings);

/* Adds a trace that is there, as NAME. */
void il_recordings_add_trace (IlRecordings *recordings, const char *name, IlTrace *trace, GPtrArray *tracks);

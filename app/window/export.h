/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/runs/session.h"
#include "app/window/files.h"
#include "app/window/panes.h"

/* Writing the runs of a window as a trace or a picture. Main thread only. */
typedef struct {
  GtkWindow *window; /* all borrowed */
  IlSession *session;
  IlDocument *document;
  IlFiles *files;
  IlMessageBar *messages;
  IlJobBar *jobs;
  AdwToastOverlay *toasts;
  IlPanes *panes;
  gboolean seen_only; /* pictures show what can be seen, not all */
} IlExport;

/* Asks where to, and writes: ENDING "json", "png", "svg" or "pdf". */
void il_export_ask (const IlExport *export, const char *ending);

/* Puts a picture into the clipboard. */
void il_export_copy (const IlExport *export);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/panes.h"

/* The critical paths in all charts: found on a thread when they are asked for, and let go when they are not, as they
 * may have millions of steps. Main thread only. Properties: "lit" (boolean). */
#define IL_TYPE_CRITICAL_PATHS (il_critical_paths_get_type ())
G_DECLARE_FINAL_TYPE (IlCriticalPaths, il_critical_paths, IL, CRITICAL_PATHS, GObject)

/* PANES is borrowed until il_critical_paths_let_go. */
IlCriticalPaths *il_critical_paths_new (IlSession *session, IlPanes *panes);
void il_critical_paths_let_go (IlCriticalPaths *paths);

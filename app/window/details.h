/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/session.h"
#include "app/window/selection.h"
#include "ui/chart/view.h"
#include "ui/panels/editor.h"
#include "ui/panels/inspector.h"

/* Keeps the inspector, and the marked lines of the editor, at what is selected, pointed at and measured: the state at
 * the pointer or the playhead, the selected span and why it was waited, and what is in the measured range of VIEW. Main
 * thread only. */
typedef struct _IlDetails IlDetails;

/* The widgets are borrowed until it is freed. */
IlDetails *
il_details_new (IlSession *session, IlSelection *selection, IlView *view, IlInspector *inspector, IlEditor *editor);
void il_details_free (IlDetails *details);

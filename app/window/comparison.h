/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/session.h"
#include "app/window/selection.h"
#include "ui/panels/compare.h"

/* Keeps the table of measures at the runs of a session, and finds where the two that are chosen there part: on a
 * thread, when both are complete. Main thread only. */
typedef struct _IlComparison IlComparison;

/* COMPARE is borrowed until it is freed. */
IlComparison *il_comparison_new (IlSession *session, IlSelection *selection, IlCompare *compare);
void il_comparison_free (IlComparison *comparison);

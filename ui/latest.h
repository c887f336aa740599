/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Questions that a worker thread answers, of which only the latest are still of interest: who cancels, or asks others,
 * never hears of the earlier ones again. All is called on the thread that made it, but for IlLatestWork. */
typedef struct _IlLatest IlLatest;

/* On a worker: writes the answer into QUESTION. What it found once CANCELLABLE is cancelled nobody reads. */
typedef void (*IlLatestWork) (gpointer question, GCancellable *cancellable);

/* The answer is in QUESTION, which is freed afterwards. */
typedef void (*IlLatestDone) (gpointer question, gpointer owner);

/* OWNER is who is told; it frees this before it goes, so no reference is taken. */
IlLatest *il_latest_new (gpointer owner);
void il_latest_free (IlLatest *latest); /* cancels */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLatest, il_latest_free)

/* Asks one more question, beside those that have been asked since the last il_latest_cancel. Takes QUESTION, which
 * DESTROY frees on this thread or on the worker. */
void il_latest_ask (IlLatest *latest, gpointer question, GDestroyNotify destroy, IlLatestWork work, IlLatestDone done);

/* Nothing that has been asked is wanted any more. */
void il_latest_cancel (IlLatest *latest);

/* Whether an answer is still awaited; not so any more when IlLatestDone is called for the last one. */
gboolean il_latest_is_asking (const IlLatest *latest);

/* What il_latest_cancel cancels, of the questions that are asked now; owned by LATEST. */
GCancellable *il_latest_cancellable (IlLatest *latest);

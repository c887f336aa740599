/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "traces/record/recording.h"

/* Where two runs of one workload part: the first of their events, in order, that are not the same. The same are two
 * that come at the same time, and say the same of the same task, object and value, by their names; on which core, at
 * which line and at what cost does not count, nor do notes about the run as a whole. */
typedef struct {
  guint64 seq[2]; /* of the event in the one run and in the other; 0: it has no more */
  gint64 time;    /* ns: of the earlier one of them */
} IlDivergence;

/* FALSE where they are the same to their ends, or CANCELLABLE (may be NULL) is cancelled. */
gboolean il_divergence_find (const IlRecording *one, const IlRecording *other, GCancellable *cancellable,
                             IlDivergence *divergence);

/* "sync: main suspend await order; threads: main spawn order#2 by main"; free it. */
char *il_divergence_text (const IlRecording *one, const IlRecording *other, const IlDivergence *divergence);

/* The same where the models do not tell the two apart. */
char *il_divergence_text_named (const char *one_name, const IlRecording *one, const char *other_name,
                                const IlRecording *other, const IlDivergence *divergence);

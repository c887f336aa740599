/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/blame.h"
#include "traces/derive/instant.h"
#include "traces/derive/metrics.h"
#include "traces/derive/timeline.h"

/* One run as a window shows it: its recording, the spans taken in so far, and where its printed lines
 * and notes are. Fed on the main thread in small bites; counted by reference so that a worker can
 * compute its metrics. */
typedef struct {
  gatomicrefcount references;
  IlRecording *recording;
  IlTimeline *timeline;
  IlInstants *instants;
  IlMetrics *metrics; /* NULL until the run is over and all of it is taken in; so is the next */
  IlCauses *causes;
  GArray *path;      /* of IlPathStep: the critical path; NULL where nobody looks at it */
  guint64 n_indexed; /* records looked through for prints and notes */
  GArray *prints;    /* of guint64: indices of records */
  GArray *notes;
} IlTrack;

IlTrack *il_track_new (IlRecording *recording);
IlTrack *il_track_ref (IlTrack *track);
void il_track_unref (IlTrack *track);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTrack, il_track_unref)

/* Takes in what has been recorded since, for about BUDGET ns of real time. Returns whether something is
 * left to take in. */
gboolean il_track_extend (IlTrack *track, gint64 budget);

/* The number of printed lines up to and including TIME (ns), and one of them. The text is the
 * recording's. */
guint il_track_n_prints (const IlTrack *track, gint64 time);
const char *il_track_print (const IlTrack *track, guint index, guint32 *task, gint64 *time);

/* What the run has to say about itself as a whole. */
guint il_track_n_notes (const IlTrack *track);
const char *il_track_note (const IlTrack *track, guint index, IlNote *note);

/* The time (ns) of the nearest event after, or before, TIME; -1: there is none. */
gint64 il_track_next_event (const IlTrack *track, gint64 time);
gint64 il_track_previous_event (const IlTrack *track, gint64 time);

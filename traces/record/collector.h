/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "traces/record/recording.h"
#include "traces/record/ring.h"

/* Brings the records of one run from its threads' rings into its recording, in order of time.
 *
 * On the virtual clock there is one ring, and its own thread collects whenever it is full: nothing is
 * ever lost and nothing depends on the machine's speed. On the wall clock a thread of the collector's
 * own collects each millisecond; a ring that fills up in between loses records, which are counted. */
typedef struct _IlCollector IlCollector;

/* Called once, on the thread that collects, when the recording takes no more. */
typedef void (*IlCollectorFull) (gpointer data);

/* Lets a source of records that is not a ring (the kernel's context switches) put its own among the
 * collected ones, just before they are appended: RECORDS (of IlRecord, in order of time) may be
 * changed at will, as long as times do not go back. UNTIL: every record before this time is there.
 * Called on the collecting thread. */
typedef void (*IlCollectorFilter) (GArray *records, gint64 until, gpointer data);

/* Returns the time of the run, ns; any thread. */
typedef gint64 (*IlCollectorNow) (gpointer data);

/* NOW: NULL for the virtual clock. */
IlCollector *il_collector_new (IlRecording *recording, IlCollectorNow now, gpointer now_data);
void il_collector_set_full_func (IlCollector *collector, IlCollectorFull full, gpointer data);
void il_collector_set_filter (IlCollector *collector, IlCollectorFilter filter, gpointer data);

/* Returns a ring for one writing thread, owned by the collector, valid until il_collector_free. Any
 * thread; on the virtual clock, once. NULL when memory is short. */
IlRing *il_collector_add_ring (IlCollector *collector);

/* Starts the collecting thread (wall clock; otherwise does nothing). FALSE where the system refuses it. */
gboolean il_collector_start (IlCollector *collector);

/* Virtual clock: moves what is in the ring into the recording, for those who watch. Writer's thread only. */
void il_collector_flush (IlCollector *collector);

/* Collects what is left, after the last writer has ended, and stops the thread. */
void il_collector_finish (IlCollector *collector);

void il_collector_free (IlCollector *collector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlCollector, il_collector_free)

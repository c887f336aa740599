/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "traces/derive/turns.h"

/* Why did it wait? The time that a task did not run, to whom and what it went.
 *
 * Every moment of waiting has one cause, found link by link. Who waits
 *   - ready, waits for whoever then has the core on which it goes on;
 *   - for a semaphore, a mutex or a turn at a device, waits for the task that releases that next, whether it has it
 *     already or is itself on its way to it; if nobody does any more, for the one that still has it at the end;
 *   - for another task, waits for that task;
 *   - for anything else (an item or room in a queue, an event, a group, ...), waits for the task that in the end wakes
 *     it; if that is not spawned yet, for who spawns it;
 * and so on with what that task is doing at that moment, until it is one that runs, sleeps, is in I/O, is switched to,
 * or of which the recording knows no more. As each moment counts once, the times add up to the waiting time exactly. */

typedef enum {
  IL_CAUSE_RUNNING,   /* a task ran */
  IL_CAUSE_SWITCHING, /* a core switched to it */
  IL_CAUSE_TIMER,     /* it slept, or its timeout ran, or it was not due yet */
  IL_CAUSE_IO,        /* it was in I/O: see object */
  IL_CAUSE_WORKER,    /* a worker of the pool did something for it */
  IL_CAUSE_CIRCLE,    /* it waits, in the end, for itself */
  IL_CAUSE_UNKNOWN,   /* nothing that is recorded ends it: it was never woken, or its core was idle */
} IlCause;

typedef struct {
  /* How the waiting task itself waited. */
  IlState state;  /* ready, switching, blocked or new */
  IlWhy why;      /* blocked */
  guint32 object; /* blocked: for it, or 0 */
  guint32 via;    /* the first link: the task that was waited for; 0: none */
  /* What that came down to. */
  IlCause cause;
  guint32 task;         /* whose doing */
  guint32 cause_object; /* the device, or what is waited for without an end in sight; or 0 */
  gint64 time;          /* ns */
} IlBlame;

/* Chains of more links than this are not followed further: an unknown cause. */
enum { IL_BLAME_MAX_LINKS = 100 };

/* What has to be known about a run. TIMELINE must be complete, and outlive this. 8 bytes a turn or release at most.
 * Read by any thread. */
typedef struct _IlCauses IlCauses;
IlCauses *il_causes_new (const IlTimeline *timeline);
void il_causes_free (IlCauses *causes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlCauses, il_causes_free)

const IlTurns *il_causes_turns (const IlCauses *causes);

/* Of IlBlame, the longest first: for one span of LANE, or for all of them from its arrival to its end. The times add
 * up to the span's length (0 for one that runs), or to the lane's turnaround less its running time. It may take long
 * where many wait for many; NULL if CANCELLABLE is, which may be NULL. Free it with g_array_unref. */
GArray *il_blame_span (const IlCauses *causes, const IlLane *lane, guint span, GCancellable *cancellable);
GArray *il_blame_task (const IlCauses *causes, const IlLane *lane, GCancellable *cancellable);

/* What it came down to and through what, for people: "mocha in I/O", "which held machine". WAITER: the task that
 * waited. *THROUGH is set to NULL where there is nothing between. Free both. */
char *il_blame_text (const IlTimeline *timeline, guint32 waiter, const IlBlame *blame, char **through);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"

/* The whole state of a run at one moment: what each task and each object is up to after all events at or before it.
 *
 * A situation is folded from the records, so it needs no timeline; it holds those tasks that live. One that is
 * shown is not changed any more. */

typedef struct {
  guint32 task;
  IlState state;   /* switching: a core is on its way to it */
  IlWhy why;       /* blocked: for what; ready: why preempted, or IL_WHY_NONE */
  guint32 object;  /* blocked: the object, or 0 */
  guint32 awaited; /* blocked: the awaited task, or 0 */
  guint32 line;    /* the last one known, or 0 */
  guint32 core;    /* running, switching */
  gint64 since;    /* ns */
  guint64 order;   /* of the event that began it: what came first is lower */
} IlTaskSituation;

typedef struct {
  GArray *holders;    /* of guint32: tasks that acquired and have not released, in this order */
  GArray *waiters;    /* of guint32: tasks that wait for it, in this order; of a device also those being served */
  gint64 count;       /* queue: put and not got yet; else released and not acquired, which may be below 0 */
  gboolean set;       /* event */
  gboolean closed;    /* queue, generator */
  IlTraceValue value; /* of the last read, write, put, yield or send that told one */
} IlObjectSituation;

typedef struct {
  IlRecording *recording; /* a reference */
  guint64 n_records;      /* taken in */
  gint64 time;            /* ns: the moment asked for, or of the last record */
  GArray *tasks;          /* of IlTaskSituation: those that live, in no order */
  GArray *places;         /* of guint32; index: task id; 0: unknown, else index in tasks + 1, G_MAXUINT32: ended */
  GArray *objects;        /* of IlObjectSituation; index: object id */
  GArray *ready;          /* of guint32: the ready tasks in the order in which they became ready */
} IlSituation;

/* Before the first event. Takes a reference on RECORDING. */
IlSituation *il_situation_new (IlRecording *recording);
IlSituation *il_situation_copy (const IlSituation *situation);
void il_situation_free (IlSituation *situation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlSituation, il_situation_free)

/* Takes in records up to number N_RECORDS (there must be so many). Leaves `ready` and the waiters as they are. */
void il_situation_extend_to (IlSituation *situation, guint64 n_records);

/* Says that the moment is TIME, at or after all records taken in and before the next: finds who is being switched
 * to, and fills `ready` and the waiters. */
void il_situation_settle (IlSituation *situation, gint64 time);

/* NULL: it does not live. */
const IlTaskSituation *il_situation_task (const IlSituation *situation, guint32 task);

/* A task that sleeps or waits for I/O, and when it will be made ready. */
typedef struct {
  guint32 task;
  IlWhy why;      /* IL_WHY_SLEEP or IL_WHY_IO */
  guint32 object; /* the device, or 0 */
  gint64 time;    /* ns: when the recording says that it became ready; -1: not in the recording */
} IlTimer;

/* The first MAX of them in the order in which they end, of IlTimer. A recording does not hold deadlines, but what
 * they led to: this looks at the records after the moment. Free it with g_array_unref. */
GArray *il_situation_timers (const IlSituation *situation, guint max);

/* How many sleep, or wait for I/O. */
guint il_situation_n_timers (const IlSituation *situation);

/* Many moments of one run, each found in a short time: a copy of the situation is kept every so many records, and
 * the moment is reached from the one before it. Memory: at most 4 bytes a record, and one copy.
 * Any thread, one at a time waits for the other; the recording may grow meanwhile. */
typedef struct _IlSituations IlSituations;
IlSituations *il_situations_new (IlRecording *recording);
IlSituations *il_situations_ref (IlSituations *situations);
void il_situations_unref (IlSituations *situations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlSituations, il_situations_unref)

IlRecording *il_situations_recording (const IlSituations *situations);

/* The situation at TIME, ns, after all events of that moment; settled. Free it. */
IlSituation *il_situations_at (IlSituations *situations, gint64 time);

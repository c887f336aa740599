/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"

/* The whole state of a run at one moment: what each task and each object is up to after all events at or before it.
 *
 * An instant is folded from the records, so it needs no timeline; it holds those tasks that live. One that is
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
} IlTaskAtInstant;

typedef struct {
  GArray *holders;    /* of guint32: tasks that acquired and have not released, in this order */
  GArray *waiters;    /* of guint32: tasks that wait for it, in this order; of a device also those being served */
  gint64 count;       /* queue: put and not got yet; else released and not acquired, which may be below 0 */
  gboolean set;       /* event */
  gboolean closed;    /* queue, generator */
  IlTraceValue value; /* of the last read, write, put, yield or send that told one */
} IlObjectAtInstant;

typedef struct {
  IlRecording *recording; /* a reference */
  guint64 n_records;      /* taken in */
  gint64 time;            /* ns: the moment asked for, or of the last record */
  GArray *tasks;          /* of IlTaskAtInstant: those that live, in no order */
  GArray *places;         /* of guint32; index: task id; 0: unknown, else index in tasks + 1, G_MAXUINT32: ended */
  GArray *objects;        /* of IlObjectAtInstant; index: object id */
  GArray *ready;          /* of guint32: the ready tasks in the order in which they became ready */
} IlInstant;

/* Before the first event. Takes a reference on RECORDING. */
IlInstant *il_instant_new (IlRecording *recording);
IlInstant *il_instant_copy (const IlInstant *instant);
void il_instant_free (IlInstant *instant);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlInstant, il_instant_free)

/* Takes in records up to number N_RECORDS (there must be so many). Leaves `ready` and the waiters as they are. */
void il_instant_extend_to (IlInstant *instant, guint64 n_records);

/* Says that the moment is TIME, at or after all records taken in and before the next: finds who is being switched
 * to, and fills `ready` and the waiters. */
void il_instant_settle (IlInstant *instant, gint64 time);

/* NULL: it does not live. */
const IlTaskAtInstant *il_instant_task (const IlInstant *instant, guint32 task);

/* A task that sleeps or waits for I/O, and when it will be made ready. */
typedef struct {
  guint32 task;
  IlWhy why;      /* IL_WHY_SLEEP or IL_WHY_IO */
  guint32 object; /* the device, or 0 */
  gint64 time;    /* ns: when the recording says that it became ready; -1: not in the recording */
} IlTimer;

/* The first MAX of them in the order in which they end, of IlTimer. A recording does not hold deadlines, but what
 * they led to: this looks at the records after the moment. Free it with g_array_unref. */
GArray *il_instant_timers (const IlInstant *instant, guint max);

/* How many sleep, or wait for I/O. */
guint il_instant_n_timers (const IlInstant *instant);

/* Many moments of one run, each found in a short time: a copy of the instant is kept every so many records, and
 * the moment is reached from the one before it. Memory: at most 4 bytes a record, and one copy.
 * Any thread, one at a time waits for the other; the recording may grow meanwhile. */
typedef struct _IlInstants IlInstants;
IlInstants *il_instants_new (IlRecording *recording);
IlInstants *il_instants_ref (IlInstants *instants);
void il_instants_unref (IlInstants *instants);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlInstants, il_instants_unref)

IlRecording *il_instants_recording (const IlInstants *instants);

/* The instant at TIME, ns, after all events of that moment; settled. Free it. */
IlInstant *il_instants_at (IlInstants *instants, gint64 time);

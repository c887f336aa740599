/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/arrivals.h"
#include "engine/models/run/items.h"
#include "engine/models/run/run-private.h"

/* The synchronous model: what its files share. */
extern const IlModelClass il_sync_model;

typedef struct {
  gint64 free;        /* semaphore, mutex, condition: permits that are left */
  gboolean set;       /* event */
  IlItems items;      /* queue */
  guint n_unfinished; /* of those put, for which task_done was not said */
  gboolean closed;
} IlSyncObjectState;

typedef struct {
  IlModel model;        /* first member */
  gint64 time;          /* virtual clock, ns */
  gboolean real;        /* wall clock */
  gboolean gaps;        /* of the clock tell when the thread has no core */
  _Atomic guint32 line; /* where it computes, for the collector */
  IlSyncObjectState *objects;
  IlModelTimeout *timeouts; /* of all tasks that are being called, the innermost first */
  IlArrivals *arrivals;
  GQueue waiting; /* of IlInstance: has come, and waits for its turn */
  gint64 last;    /* time of the last record */
  gint64 awake;   /* wall clock: when the kernel woke it from the wait that is just over; else 0 */
  gboolean stuck;
  IlModelSteps process_steps; /* what a process can do */
} IlSync;

static inline IlSync *
il_sync_of (IlInstance *self)
{
  return (IlSync *) self->model;
}

gint64 il_sync_now (IlModel *model);
void il_sync_record (IlInstance *self, IlRecord what);
void il_sync_note_arrivals (IlSync *sync); /* by now; each record does so too */

/* sync-wait.c */

/* SELF waits for what nobody can give it, WHAT (freed): until the deadline of a timeout, if it is in one, else
 * the run cannot go on. Returns IL_STEP_CANCELLED or IL_STEP_STOPPED. */
IlStep il_sync_block (IlInstance *self, IlWhy why, guint32 object_or_task, char *what);

/* When the first timeout of all that are being called is over; G_MAXINT64: there is none. */
gint64 il_sync_next_deadline (IlInstance *self);

/* Ends the blocks of the timeouts that are over; SELF, who is called by them, is cancelled. */
void il_sync_expire (IlInstance *self);
gboolean il_sync_has_expired (IlInstance *self); /* a timeout around what it does */

/* Whether it was cancelled before it began. */
gboolean il_sync_cancelled (const IlInstance *instance);

IlStep il_sync_await (IlInstance *self, IlInstance *other);
IlStep il_sync_shield (IlInstance *self, IlInstance *other);
IlStep il_sync_gather (IlInstance *self, IlInstance *const *others, guint n, gboolean errors);
IlStep il_sync_wait_all (IlInstance *self, IlInstance *const *others, guint n);
IlStep
il_sync_completions_begin (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions);
IlStep il_sync_completions_next (IlInstance *self, IlModelCompletions *completions, IlInstance **other);
void il_sync_completions_end (IlInstance *self, IlModelCompletions *completions);
IlStep il_sync_first (IlInstance *self, IlInstance *const *others, guint n, guint *first);
IlStep il_sync_ended (IlInstance *self, IlInstance *other, gboolean learn, gboolean *ended);
IlStep il_sync_cancel (IlInstance *self, IlInstance *other);
IlStep il_sync_timeout_begin (IlInstance *self, gint64 duration, IlModelTimeout **timeout);
IlStep il_sync_timeout_end (IlInstance *self, IlModelTimeout *timeout, IlStep body);
IlStep il_sync_cpu (IlInstance *self, gint64 duration);
IlStep il_sync_sleep (IlInstance *self, gint64 duration);
IlStep il_sync_io (IlInstance *self, gint64 duration);

/* sync-objects.c; io_device is sync-wait.c's */
IL_OBJECT_STEPS (IL_DECLARE_STEP, sync)

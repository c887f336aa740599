/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/offload.h"

/* Who runs an offloaded routine, beside the loop or in a process of its own: its instance's model_data. Its steps are
 * the same on a worker thread, in virtual time and in a child process; how time passes and where records go differs. */
typedef struct _IlWorker IlWorker;

#define IL_ANY_CORE G_MAXUINT

struct _IlWorker {
  IlInstance *instance;
  guint core;                     /* for the trace, or IL_ANY_CORE: the one that it happens to run on */
  gint64 (*now) (IlWorker *self); /* ns since the run began */

  /* DURATION ns pass: asleep, in io or (IL_WHY_NONE) of processor time. IL_STEP_ERROR: instance->error. */
  IlStep (*pass) (IlWorker *self, IlWhy why, gint64 duration);

  void (*record) (IlWorker *self, IlRecord record); /* as it is, its time too */

  IlRing *ring;         /* where that leaves it, if on this thread; or NULL */
  gboolean watched;     /* the kernel records the thread's switches */
  _Atomic guint32 line; /* where it computes, for the collector */
  gint64 awake;         /* when the kernel woke it from the wait that was last, where that is known; else 0 */
};

/* IlWorker's now and pass for the wall clock. */
gint64 il_worker_real_now (IlWorker *self);
IlStep il_worker_pass_really (IlWorker *self, IlWhy why, gint64 duration);

/* Leaves the record, stamped with the time now. */
void il_worker_record_now (IlWorker *self, IlRecord record);

/* The steps of an instance whose model_data is an IlWorker; what it cannot do there is refused. */
void il_worker_steps_init (IlModelSteps *steps);

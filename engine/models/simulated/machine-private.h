/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "engine/coro/coro.h"
#include "engine/models/blocking/threads.h"
#include "engine/models/run/arrivals.h"
#include "engine/models/simulated/choice.h"
#include "engine/policies/policy.h"

/* The simulated machine: what machine.c (the simulation) and machine-threads.c (what its threads do) share. */
extern const IlModelClass il_machine_model;

typedef struct _IlCore IlCore;
typedef struct _IlMachine IlMachine;

typedef struct {
  IlThread thread; /* first member */
  IlSchedulable schedulable;
  IlCoro *coro;         /* NULL once it has ended */
  IlCore *core;         /* where it runs, or NULL */
  gint64 burst;         /* processor time it still needs before it goes on, ns */
  gint64 due;           /* when the wait that it is in ends by itself; G_MAXINT64: never */
  guint32 due_by;       /* IL_BY_TIMER or IL_BY_IO */
  GSequenceIter *timer; /* in the machine's timers, or NULL */
  IlStep woken;         /* what its wait came to */
  _Alignas(max_align_t) char policy_data[];
} IlSimulated;

struct _IlCore {
  guint number;
  IlSimulated *current; /* runs, or is being switched to */
  IlSimulated *last;    /* ran before */
  gboolean switching;
  gint64 busy_until; /* end of the burst or of the context switch */
  gint64 since;      /* the policy has been told of the time that CURRENT has run up to this */
};

struct _IlMachine {
  IlThreads threads; /* first member */
  gint64 time;
  guint n_cores;
  IlCore *cores;
  const IlPolicyClass *policy_class;
  IlPolicy *policy;
  GSequence *timers; /* of IlTimer, by due and order */
  guint64 n_timers_set;
  IlArrivals *arrivals;
  guint n_alive;
  GPtrArray *all;      /* of IlSimulated */
  IlChoiceFunc choice; /* NULL: nobody is asked */
  gpointer choice_data;
  gboolean over; /* what is left is being cleaned up, unrecorded */
};

static inline IlMachine *
il_machine_of (const IlSimulated *simulated)
{
  return (IlMachine *) simulated->thread.instance->model;
}

void il_machine_record (IlMachine *machine, IlRecord what);

/* THREAD has nothing to wait for any more. BY is who the trace says it was, in LINE. */
void il_machine_make_ready (IlMachine *machine, IlSimulated *simulated, guint32 by, guint line);

/* THREAD is ready. PREEMPTED: by a more urgent one, before its slice was over. */
void il_machine_enter_ready (IlMachine *machine, IlSimulated *simulated, gboolean preempted);

/* Tells the policy for how long the thread on CORE has run, up to now. */
void il_machine_account (IlCore *core);

/* The same for all that run, up to TIME. */
void il_machine_account_all (IlMachine *machine, gint64 time);

/* Takes the thread off its core, if it is on one. */
void il_machine_leave_core (IlSimulated *simulated);

/* When the first timer is due; G_MAXINT64: none is set. */
gint64 il_machine_next_timer (IlMachine *machine);

/* Ends the timers that are due. */
void il_machine_end_timers (IlMachine *machine);

/* choice.c: before SELF, which has waited for the condition OBJECT, takes its lock again. */
void il_machine_choose_retake (IlThread *self, guint object);

IlStep il_machine_cpu (IlInstance *self, gint64 duration);
extern const IlThreadsClass il_machine_threads;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A scheduling policy of the simulated machine decides which of the ready threads runs next, and for how
 * long. The machine tells it what became ready; it keeps them in whatever order it likes. A new policy
 * is a file of its own with one IlPolicyClass, and a line in policy.c. */

typedef struct _IlPolicy IlPolicy;

/* One thread, as far as a policy needs to know it. All times are ns. */
typedef struct {
  /* What its `start` line says; a thread that another one spawns has that one's priority, weight and core. */
  gint64 priority; /* a larger number is more urgent */
  gint64 weight;   /* of its share, at least 1 */
  gint core;       /* the only one it may run on; -1: any */
  gint64 deadline; /* the time by which it should have ended; G_MAXINT64: any */
  gint64 period;   /* between one like it and the next, else how long it has; G_MAXINT64: neither is known */
  gint64 length;   /* of all the processor time it needs; G_MAXINT64: unknown */

  gint64 used; /* the processor time it has had: the machine's */

  /* The policy's own. */
  GList link;           /* while it is ready; its data is this struct */
  GSequenceIter *place; /* likewise */
  gint64 rank;
  gint64 order;
  guint level;
  gint64 level_used;
  gint64 share_used; /* by weight */
  gint64 share_rest;
} IlSchedulable;

typedef struct {
  const char *name;  /* as in `policy NAME` and --policy */
  const char *title; /* for people: "round robin" */
  IlPolicy *(*create) (gint64 quantum);
  void (*destroy) (IlPolicy *policy);

  /* THREAD is ready: new, woken, or preempted. PREEMPTED: by a more urgent one, before its slice was over. */
  void (*ready) (IlPolicy *policy, IlSchedulable *thread, gboolean preempted);

  /* The thread that is to run next on CORE, or NULL if none is ready that may. */
  IlSchedulable *(*first) (IlPolicy *policy, guint core);

  /* Takes out THREAD, which is ready. */
  void (*remove) (IlPolicy *policy, IlSchedulable *thread);

  /* How long THREAD may run until its slice ends; G_MAXINT64: until it waits by itself. */
  gint64 (*slice) (IlPolicy *policy, const IlSchedulable *thread);

  /* THREAD has run for TIME more. NULL: the policy need not know. */
  void (*used) (IlPolicy *policy, IlSchedulable *thread, gint64 time);

  /* All threads begin anew, THREAD too, whether it is ready, runs or waits. NULL: they do not. */
  void (*boost) (IlPolicy *policy, IlSchedulable *thread);

  /* How urgent THREAD is: who has a smaller number comes first. NULL: all are the same. */
  gint64 (*rank) (const IlSchedulable *thread);

  /* Whether a ready thread that comes first takes the core of one that runs. */
  gboolean preempts;
} IlPolicyClass;

/* NULL: there is none of that name. */
const IlPolicyClass *il_policy_find (const char *name);

/* All names, NULL-terminated. */
const char *const *il_policy_names (void);

extern const IlPolicyClass il_policy_edf;
extern const IlPolicyClass il_policy_fcfs;
extern const IlPolicyClass il_policy_mlfq;
extern const IlPolicyClass il_policy_priority;
extern const IlPolicyClass il_policy_rate_monotonic;
extern const IlPolicyClass il_policy_round_robin;
extern const IlPolicyClass il_policy_sjf;
extern const IlPolicyClass il_policy_srtf;
extern const IlPolicyClass il_policy_stride;

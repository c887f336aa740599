/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A scheduling policy of the simulated machine decides which of the ready threads runs next, and for how
 * long. The machine tells it what became ready; it keeps them in whatever order it likes. A new policy
 * is a file of its own with one IlPolicyClass, and a line in policy.c. */

typedef struct _IlPolicy IlPolicy;

/* One thread, as far as a policy needs to know it. */
typedef struct {
  GList link;      /* the policy's, while the thread is ready; its data is this struct */
} IlSchedulable;

typedef struct {
  const char *name;  /* as in `policy NAME` and --policy */
  const char *title; /* for people: "round robin" */
  IlPolicy *(*create) (gint64 quantum);
  void (*destroy) (IlPolicy *policy);

  /* THREAD is ready: new, woken, or preempted because its slice ended. */
  void (*ready) (IlPolicy *policy, IlSchedulable *thread);

  /* Takes out and returns the thread to run next, or NULL if none is ready. */
  IlSchedulable *(*pick) (IlPolicy *policy);

  gboolean (*is_empty) (IlPolicy *policy);

  /* How long a thread may run until its slice ends, ns; G_MAXINT64: until it waits by itself. */
  gint64 (*slice) (IlPolicy *policy);
} IlPolicyClass;

/* NULL: there is none of that name. */
const IlPolicyClass *il_policy_find (const char *name);

/* All names, NULL-terminated. */
const char *const *il_policy_names (void);

extern const IlPolicyClass il_policy_fcfs;
extern const IlPolicyClass il_policy_round_robin;

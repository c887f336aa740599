/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/text/parameter.h"

/* A scheduling policy of the simulated machine decides which of the ready threads runs next, and for how long. The
 * machine tells it what became ready; it keeps them in whatever order it likes. A policy is a file NAME.c with one
 * `const IlPolicyClass il_policy_NAME`, and its name in meson.build, which makes the table of policies. */

typedef struct _IlPolicyClass IlPolicyClass;

/* A policy at work in one run. One with more to keep has a struct of its own that begins with this. */
typedef struct {
  const IlPolicyClass *class;
  const IlParameterValue *values; /* of the class's parameters, in their order */
  gint64 time;                    /* now, ns; in `slice` and `used`, up to when it was told what ran: the machine's */
  guint64 random;                 /* a stream of the policy's own (engine/random/random.h), from the run's seed */
} IlPolicy;

/* One thread, as far as a policy needs to know it. All times are ns. */
typedef struct {
  /* What its `start` line says; a thread that another one spawns has that one's priority, weight and core. */
  gint64 priority; /* a larger number is more urgent */
  gint64 weight;   /* of its share, at least 1 */
  gint core;       /* the only one it may run on; -1: any */
  gint64 arrival;  /* when it came */
  gint64 deadline; /* the time by which it should have ended; G_MAXINT64: any */
  gint64 period;   /* between one like it and the next, else how long it has; G_MAXINT64: neither is known */
  gint64 length;   /* of all the processor time it needs; G_MAXINT64: unknown */

  gint64 used; /* the processor time it has had: the machine's */
  gint64 turn; /* of that, since it became ready otherwise than by having to give way to a more urgent one: likewise */

  gpointer data; /* the policy's own: thread_size bytes, all 0 at first */
} IlSchedulable;

/* Fields of a `start` line. */
typedef enum {
  IL_LOOKS_AT_PRIORITY = 1 << 0,
  IL_LOOKS_AT_WEIGHT = 1 << 1,
  IL_LOOKS_AT_DEADLINE = 1 << 2,
  IL_LOOKS_AT_PERIOD = 1 << 3, /* `every` */
  IL_LOOKS_AT_LENGTH = 1 << 4,
} IlLooksAt;

struct _IlPolicyClass {
  const char *name;              /* as in `policy NAME` and --policy */
  const char *title;             /* for people: "round robin" */
  IlLooksAt looks_at;            /* besides the core */
  const IlParameter *parameters; /* the last has no name; NULL: there are none */

  gsize size;        /* of its own struct */
  gsize thread_size; /* of what it keeps with each thread */

  /* The struct is all 0 but for what an IlPolicy has. CLEAR: may be NULL. */
  void (*init) (IlPolicy *policy);
  void (*clear) (IlPolicy *policy);

  /* THREAD is ready: new, woken, or preempted. PREEMPTED: by a more urgent one, before its slice was over. */
  void (*ready) (IlPolicy *policy, IlSchedulable *thread, gboolean preempted);

  /* The thread that is to run next on CORE, or NULL if none is ready that may. */
  IlSchedulable *(*first) (IlPolicy *policy, guint core);

  /* Takes out THREAD, which is ready. */
  void (*remove) (IlPolicy *policy, IlSchedulable *thread);

  /* For how much longer THREAD, which runs, does so until a slice of it ends at which NEXT, the first of those who are
   * ready, takes its place, as things are; more than 0. G_MAXINT64: until it waits by itself. NULL: that, always. */
  gint64 (*slice) (IlPolicy *policy, const IlSchedulable *thread, const IlSchedulable *next);

  /* THREAD has run for TIME more, up to policy->time. NULL: the policy need not know. */
  void (*used) (IlPolicy *policy, IlSchedulable *thread, gint64 time);

  /* THREAD, which ran, begins to wait. HOLDER holds the mutex that it waits for; NULL: it waits for none, or nobody
   * does. Or it has ended. NULL: the policy need not know. */
  void (*blocked) (IlPolicy *policy, IlSchedulable *thread, IlSchedulable *holder);
  void (*exited) (IlPolicy *policy, IlSchedulable *thread);

  /* When the order of those who are ready changes by itself, after policy->time; G_MAXINT64: it does not. And changes
   * it, as that time has come. NULL: it never does. */
  gint64 (*next_change) (IlPolicy *policy);
  void (*change) (IlPolicy *policy);

  /* How urgent THREAD is: who has a smaller number comes first. NULL: all are the same. */
  gint64 (*rank) (const IlPolicy *policy, const IlSchedulable *thread);

  /* Whether a ready thread that comes first takes the core of one that runs. */
  gboolean preempts;
};

/* The quantum of those policies that have one: the longest time that a thread keeps a core while others wait. */
#define IL_QUANTUM "quantum"
#define IL_DEFAULT_QUANTUM_NS 2000000
#define IL_QUANTUM_PARAMETER                                                                                           \
  {                                                                                                                    \
    .name = IL_QUANTUM, .kind = IL_PARAMETER_DURATION, .initial.integer = IL_DEFAULT_QUANTUM_NS, .least.integer = 1,   \
    .help = "the longest time a thread keeps a core while others are ready"                                            \
  }

/* A policy of CLASS with VALUES, which outlive it, for a run of SEED. */
IlPolicy *il_policy_new (const IlPolicyClass *class, const IlParameterValue *values, guint64 seed);
void il_policy_free (IlPolicy *policy);

/* The following may be called from any thread, and what they return is constant.
 *
 * All policies, NULL-terminated; the first is the default. Their names. And one by its name, or NULL. */
extern const IlPolicyClass *const il_policies[];
const char *const *il_policy_names (void);
const IlPolicyClass *il_policy_find (const char *name);

guint il_policy_n_parameters (const IlPolicyClass *class);
int il_policy_find_parameter (const IlPolicyClass *class, const char *name); /* its place; -1: it has none such */

/* What there is, for --help: a line for each policy and each parameter. Free it. */
char *il_policies_help (void);

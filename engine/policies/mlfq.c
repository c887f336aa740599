/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"
#include "traces/record/time.h"

/* Multilevel feedback queue. A thread begins at the top; who has used up a quantum there goes down, who has used up
 * two at the second level goes to the third, and so on, twice as many each time; at the last level each runs until it
 * waits by itself. Who stands higher takes the core of who stands lower. Waiting in between saves nobody; a boost
 * lifts all to the top from time to time, so that nobody starves. Silberschatz, Galvin, Gagne, "Operating System
 * Concepts", CPU scheduling; Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 8.
 *
 * A boost is looked for when a thread is looked at. Only those who are ready below the top need one when it comes. */

enum { QUANTUM, LEVELS, BOOST, MAX_LEVELS = 64 };

static const IlParameter parameters[] = {
  [QUANTUM] = IL_QUANTUM_PARAMETER,
  [LEVELS] = { .name = "levels",
               .kind = IL_PARAMETER_COUNT,
               .initial.integer = 3,
               .least.integer = 1,
               .most.integer = MAX_LEVELS,
               .help = "how many levels there are" },
  [BOOST] = { .name = "boost",
              .kind = IL_PARAMETER_DURATION,
              .least.integer = 1,
              .never = "never",
              .help = "how often all threads begin anew at the top level" },
  { .name = NULL },
};

typedef struct {
  IlRankedThread ranked; /* first member */
  gint64 level;          /* 0: the top */
  gint64 used;           /* of its allotment there */
  gint64 n_boosts;       /* that there had been when it was looked at last */
} MlfqThread;

static gint64
n_boosts (const IlPolicy *policy)
{
  return policy->values[BOOST].integer > 0 ? policy->time / policy->values[BOOST].integer : 0;
}

static MlfqThread *
look_at (const IlPolicy *policy, const IlSchedulable *thread)
{
  MlfqThread *own = thread->data;
  gint64 n = n_boosts (policy);

  if (own->n_boosts != n) {
    own->level = own->used = 0;
    own->n_boosts = n;
  }
  return own;
}

static gint64
mlfq_rank (const IlPolicy *policy, const IlSchedulable *thread)
{
  return look_at (policy, thread)->level;
}

static gint64
allotment (const IlPolicy *policy, gint64 level)
{
  gint64 quantum = policy->values[QUANTUM].integer;

  if (level >= policy->values[LEVELS].integer - 1 || level >= 63 || quantum > G_MAXINT64 >> level)
    return G_MAXINT64;
  return quantum << level;
}

/* Until THREAD, from LEVEL on, where it has USED a part, has come down to RANK or below; with what it has there. */
static gint64
time_down_to (const IlPolicy *policy, gint64 level, gint64 used, gint64 rank)
{
  gint64 time = -used;

  do {
    gint64 allotted = allotment (policy, level++);

    if (allotted == G_MAXINT64)
      return G_MAXINT64;
    time = il_time_add (time, allotted);
  } while (level < rank);
  return time;
}

static gint64
mlfq_slice (IlPolicy *policy, const IlSchedulable *thread, const IlSchedulable *next)
{
  const MlfqThread *own = look_at (policy, thread);
  gint64 boost = policy->values[BOOST].integer;
  gint64 slice = time_down_to (policy, own->level, own->used, mlfq_rank (policy, next));

  if (boost == 0)
    return slice;
  gint64 left = boost - policy->time % boost;
  if (slice <= left)
    return slice;
  slice = time_down_to (policy, 0, 0, 0); /* both stand at the top then */
  return slice > boost ? G_MAXINT64 : il_time_add (left, slice);
}

static void
mlfq_used (IlPolicy *policy, IlSchedulable *thread, gint64 time)
{
  MlfqThread *own = thread->data;

  if (own->n_boosts != n_boosts (policy))
    time = MIN (time, policy->time % policy->values[BOOST].integer);
  look_at (policy, thread)->used += time;
  for (gint64 allotted; own->used >= (allotted = allotment (policy, own->level)) && allotted < G_MAXINT64; own->level++)
    own->used -= allotted;
}

static gint64
mlfq_next_change (IlPolicy *policy)
{
  const IlSchedulable *last = il_ranked_most (policy);
  gint64 boost = policy->values[BOOST].integer, left = boost > 0 ? boost - policy->time % boost : 0;

  if (boost == 0 || !last || mlfq_rank (policy, last) == 0)
    return G_MAXINT64;
  return il_time_add (policy->time, left);
}

static void
mlfq_change (IlPolicy *policy)
{
  IlSchedulable *last;

  while ((last = il_ranked_most (policy)) && ((MlfqThread *) last->data)->ranked.rank > mlfq_rank (policy, last))
    il_ranked_changed (policy, last);
}

const IlPolicyClass il_policy_mlfq = {
  .name = "mlfq",
  .title = "multilevel feedback queue",
  .parameters = parameters,
  IL_RANKED_QUEUE,
  .size = sizeof (IlRanked),
  .thread_size = sizeof (MlfqThread),
  .ready = il_ranked_ready,
  .slice = mlfq_slice,
  .used = mlfq_used,
  .next_change = mlfq_next_change,
  .change = mlfq_change,
  .rank = mlfq_rank,
  .preempts = TRUE,
};

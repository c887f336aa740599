/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/ranked.h"
#include "engine/random/random.h"
#include "traces/record/time.h"

#include <math.h>

/* Lottery: at the end of each quantum a ticket is drawn, of which each thread has as many as its `weight`. Waldspurger
 * and Weihl, "Lottery Scheduling: Flexible Proportional-Share Resource Management", OSDI (1994).
 *
 * Who runs wins again for a number of quanta that is geometrically distributed, and as that has no memory, it is drawn
 * anew whenever others come or go: quanta that change nothing are not stepped through. Who has lost takes no part in
 * the draw of who follows. */

enum { QUANTUM, ANY_CORE = 0, MAX_CORES = 64, MAX_TRIES = 16 };

static const IlParameter parameters[] = { [QUANTUM] = IL_QUANTUM_PARAMETER, { .name = NULL } };

typedef struct {
  IlRanked ranked;                /* first member; by weight */
  guint64 tickets[1 + MAX_CORES]; /* of those who are ready: on any core, or one */
  guint64 n_changes;              /* of who is ready */
  guint core;                     /* that was asked for last */
} Lottery;

typedef struct {
  IlRankedThread ranked; /* first member */
  gboolean runs;
  gint64 gave_way;   /* when it last did so, and 1 more; 0: never */
  guint64 n_changes; /* that there had been as UNTIL was drawn; 0: it was not */
  gint64 until;      /* how long its turn is */
} LotteryThread;

static void
lottery_init (IlPolicy *policy)
{
  il_ranked_init (policy);
  ((Lottery *) policy)->n_changes = 1;
}

static gint64
lottery_rank (const IlPolicy *policy G_GNUC_UNUSED, const IlSchedulable *thread)
{
  return thread->weight;
}

static void
lottery_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted)
{
  Lottery *lottery = (Lottery *) policy;
  LotteryThread *own = thread->data;

  if (own->runs)
    own->gave_way = policy->time + 1;
  own->runs = FALSE;
  lottery->tickets[thread->core + 1] += (guint64) thread->weight;
  lottery->n_changes++;
  il_ranked_ready (policy, thread, preempted);
}

static void
lottery_remove (IlPolicy *policy, IlSchedulable *thread)
{
  Lottery *lottery = (Lottery *) policy;

  ((LotteryThread *) thread->data)->runs = TRUE;
  lottery->tickets[thread->core + 1] -= (guint64) thread->weight;
  lottery->n_changes++;
  il_ranked_remove (policy, thread);
}

static void
lottery_blocked (IlPolicy *policy G_GNUC_UNUSED, IlSchedulable *thread, IlSchedulable *holder G_GNUC_UNUSED)
{
  ((LotteryThread *) thread->data)->runs = FALSE;
}

static int
place_of (const IlSchedulable *thread)
{
  return g_sequence_iter_get_position (((const IlRankedThread *) thread->data)->place);
}

/* Of all who are ready, of whom there are some. */
static IlSchedulable *
draw (IlPolicy *policy)
{
  Lottery *lottery = (Lottery *) policy;
  GSequence *ready = lottery->ranked.ready;
  guint64 n_tickets = 0, ticket;

  for (guint i = 0; i <= MAX_CORES; i++)
    n_tickets += lottery->tickets[i];
  ticket = il_random_below (&policy->random, n_tickets);
  for (IlSchedulable *head = il_ranked_least (policy), *next;; head = next) { /* all of one weight at once */
    guint64 weight = (guint64) head->weight;

    next = il_ranked_next_rank (policy, head);
    guint64 n = (guint64) ((next ? place_of (next) : g_sequence_get_length (ready)) - place_of (head));
    if (ticket < n * weight)
      return g_sequence_get (g_sequence_get_iter_at_pos (ready, place_of (head) + (int) (ticket / weight)));
    ticket -= n * weight;
  }
}

/* Of those who may run on CORE; without those who have just given way, unless there is nobody else. Of whom there are
 * some. */
static IlSchedulable *
draw_among_few (IlPolicy *policy, guint core)
{
  GSequence *ready = ((IlRanked *) policy)->ready;
  IlSchedulable *fresh = NULL, *any = NULL;
  guint64 n_fresh = 0, n_any = 0;

  for (GSequenceIter *place = g_sequence_get_begin_iter (ready); !g_sequence_iter_is_end (place);
       place = g_sequence_iter_next (place)) {
    IlSchedulable *thread = g_sequence_get (place);
    gboolean gave_way = ((const LotteryThread *) thread->data)->gave_way == policy->time + 1;
    guint64 weight = (guint64) thread->weight, *n = gave_way ? &n_any : &n_fresh;

    if (!il_schedulable_may_run (thread, core))
      continue;
    *n += weight;
    if (il_random_below (&policy->random, *n) < weight)
      *(gave_way ? &any : &fresh) = thread;
  }
  return fresh ? fresh : any;
}

static IlSchedulable *
lottery_first (IlPolicy *policy, guint core)
{
  Lottery *lottery = (Lottery *) policy;

  lottery->core = core;
  if (lottery->tickets[ANY_CORE] + lottery->tickets[core + 1] == 0)
    return NULL;
  for (guint i = 0; i < MAX_TRIES; i++) {
    IlSchedulable *thread = draw (policy);

    if (il_schedulable_may_run (thread, core) && ((LotteryThread *) thread->data)->gave_way != policy->time + 1)
      return thread;
  }
  return draw_among_few (policy, core);
}

/* NEXT is of those who may run on the core that was asked for last. */
static gint64
lottery_slice (IlPolicy *policy, const IlSchedulable *thread, const IlSchedulable *next G_GNUC_UNUSED)
{
  Lottery *lottery = (Lottery *) policy;
  LotteryThread *own = thread->data;
  gint64 quantum = policy->values[QUANTUM].integer, left = il_slice_of_quantum (quantum, thread);

  if (own->n_changes != lottery->n_changes) {
    double others = (double) (lottery->tickets[ANY_CORE] + lottery->tickets[lottery->core + 1]);
    double lose = others / (others + (double) thread->weight);
    double n_won = floor (log (il_random_unit (&policy->random)) / log1p (-lose));
    double more = n_won * (double) quantum;

    own->n_changes = lottery->n_changes;
    own->until = more < 0x1p62 ? il_time_add (thread->turn + left, (gint64) n_won * quantum) : G_MAXINT64;
  }
  return own->until - thread->turn;
}

const IlPolicyClass il_policy_lottery = {
  .name = "lottery",
  .title = "lottery, tickets by weight",
  .looks_at = IL_LOOKS_AT_WEIGHT,
  .parameters = parameters,
  .size = sizeof (Lottery),
  .thread_size = sizeof (LotteryThread),
  .init = lottery_init,
  .clear = il_ranked_clear,
  .ready = lottery_ready,
  .first = lottery_first,
  .remove = lottery_remove,
  .slice = lottery_slice,
  .blocked = lottery_blocked,
  .rank = lottery_rank,
};

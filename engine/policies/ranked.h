/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/policies/ready.h"

/* The ready queue of the policies that keep threads by rank (the class says which) and, of the same rank, in order of
 * becoming ready; who was preempted before its slice was over stays the first of its rank. A policy with more to keep
 * has a struct that begins with one of these. */
typedef struct {
  IlPolicy policy;              /* first member */
  GSequence *ready;             /* of IlSchedulable */
  gint64 n_at_back, n_at_front; /* that became ready: an order for the next */
} IlRanked;

typedef struct {
  GSequenceIter *place; /* while it is ready */
  gint64 rank, order;   /* there */
  gint64 since;         /* when it became ready, ns */
} IlRankedThread;

void il_ranked_init (IlPolicy *policy);
void il_ranked_clear (IlPolicy *policy);
void il_ranked_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted);
IlSchedulable *il_ranked_first (IlPolicy *policy, guint core);
void il_ranked_remove (IlPolicy *policy, IlSchedulable *thread);

/* The rank of THREAD has changed. Among those of its new rank it is where it would be had it become ready with it. */
void il_ranked_changed (IlPolicy *policy, IlSchedulable *thread);

/* The first of those of the rank that comes after THREAD's, which is ready; NULL: there is none. */
IlSchedulable *il_ranked_next_rank (IlPolicy *policy, const IlSchedulable *thread);

/* The one that may run on CORE and comes before all others that may, as COMES_BEFORE says of the first ones of two
 * ranks; NULL: none may. For policies where urgency changes as time goes on, though not within a rank. */
typedef gboolean (*IlComesBeforeFunc) (const IlPolicy *policy, const IlSchedulable *a, const IlSchedulable *b);
IlSchedulable *il_ranked_first_by (IlPolicy *policy, guint core, IlComesBeforeFunc comes_before);

/* The first and the last of all, or NULL. */
IlSchedulable *il_ranked_least (IlPolicy *policy);
IlSchedulable *il_ranked_most (IlPolicy *policy);

/* The functions above, for an IlPolicyClass; it has a rank, and may say larger sizes. */
#define IL_RANKED_QUEUE                                                                                                \
  .init = il_ranked_init, .clear = il_ranked_clear, .first = il_ranked_first, .remove = il_ranked_remove
#define IL_RANKED                                                                                                      \
  IL_RANKED_QUEUE, .size = sizeof (IlRanked), .thread_size = sizeof (IlRankedThread), .ready = il_ranked_ready

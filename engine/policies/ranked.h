/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/policies/ready.h"

/* The ready queue of the policies that keep threads by rank and, of the same rank, in order of becoming
 * ready; who was preempted before its slice was over stays the first of its rank. */
struct _IlPolicy {
  GSequence *ready; /* of IlSchedulable */
  gint64 quantum;
  gint64 (*rank) (const IlSchedulable *thread);
  gint64 n_at_back, n_at_front; /* that became ready: an order for the next */
  gint64 share;                 /* stride: the least that any of those who compete have had */
};

IlPolicy *il_ranked_create (gint64 quantum, gint64 (*rank) (const IlSchedulable *thread));
void il_ranked_destroy (IlPolicy *policy);
void il_ranked_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted);
IlSchedulable *il_ranked_first (IlPolicy *policy, guint core);
void il_ranked_remove (IlPolicy *policy, IlSchedulable *thread);

/* The rank of THREAD has changed. Among those of its new rank it is where it would be had it become ready with it. */
void il_ranked_changed (IlPolicy *policy, IlSchedulable *thread);

/* The first of all, or NULL. */
IlSchedulable *il_ranked_least (IlPolicy *policy);

/* Slices: none, or one quantum. */
gint64 il_ranked_no_slice (IlPolicy *policy, const IlSchedulable *thread);
gint64 il_ranked_quantum (IlPolicy *policy, const IlSchedulable *thread);

/* The functions above, for an IlPolicyClass. */
#define IL_RANKED                                                                                                      \
  .destroy = il_ranked_destroy, .ready = il_ranked_ready, .first = il_ranked_first, .remove = il_ranked_remove

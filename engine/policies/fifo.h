/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/policies/ready.h"

/* The ready queue of the policies that keep threads in order of becoming ready. */
typedef struct {
  IlPolicy policy; /* first member */
  GQueue ready;    /* of IlSchedulable */
} IlFifo;

/* What they keep with a thread. */
typedef struct {
  GList link; /* while it is ready */
} IlFifoThread;

void il_fifo_init (IlPolicy *policy);
void il_fifo_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted);
IlSchedulable *il_fifo_first (IlPolicy *policy, guint core);
void il_fifo_remove (IlPolicy *policy, IlSchedulable *thread);

/* The functions above, for an IlPolicyClass. */
#define IL_FIFO                                                                                                        \
  .size = sizeof (IlFifo), .thread_size = sizeof (IlFifoThread), .init = il_fifo_init, .ready = il_fifo_ready,         \
  .first = il_fifo_first, .remove = il_fifo_remove

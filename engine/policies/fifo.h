/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/policies/ready.h"

/* The ready queue of the policies that keep threads in order of becoming ready. */
struct _IlPolicy {
  GQueue ready;
  gint64 quantum;
};

IlPolicy *il_fifo_create (gint64 quantum);
void il_fifo_destroy (IlPolicy *policy);
void il_fifo_ready (IlPolicy *policy, IlSchedulable *thread, gboolean preempted);
IlSchedulable *il_fifo_first (IlPolicy *policy, guint core);
void il_fifo_remove (IlPolicy *policy, IlSchedulable *thread);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/policies/policy.h"

/* For the ready queues of all policies. */
static inline gboolean
il_schedulable_may_run (const IlSchedulable *thread, guint core)
{
  return thread->core < 0 || (guint) thread->core == core;
}

/* Slices of one quantum each: how much of the one that THREAD is in is left. */
static inline gint64
il_slice_of_quantum (gint64 quantum, const IlSchedulable *thread)
{
  return quantum - thread->turn % quantum;
}

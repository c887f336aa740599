/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run-private.h"

/* Offloaded routines, which run beside the task that waits for them: `thread f(x)` and `process f(x)`. Each has an
 * instance, and so a lane, of its own. Threads share all values with the rest; a process has a copy of its own of each
 * shared variable, and only what is a value and nothing else comes in and out. */

/* How many threads `thread f(x)` has: the machine block's `workers`, else 4. */
guint il_run_workers (const IlRun *run);

/* Makes the instance of ROUTINE for SELF, who is going to wait for it; takes over the ARGUMENTS. NULL, with SELF's
 * error set, where there are too many tasks, or an argument cannot come into a process. */
IlInstance *
il_run_add_offload (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, gboolean process);

/* What the wait comes to, once INSTANCE has ended; *RESULT is a new reference. */
IlStep il_instance_take_offload (IlInstance *self, IlInstance *instance, IlValue *result);

/* Whether VALUE can go from one process to another; if not, *WHAT says what is in it: "a generator". */
gboolean il_value_travels (IlValue value, const char **what);

/* Of a process that has ended well: its result has to be one that can leave it. */
IlStep il_instance_check_result (IlInstance *instance);

/* Puts refusals in place of what an offloaded routine cannot do: all that has to do with the other side's tasks
 * and objects. What is left: cpu, sleep, io, read, write, op, print, now. */
void il_steps_refuse_offload (IlModelSteps *steps);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/recorders/recorder.h"

/* The kernel's own record of one thread's context switches, by perf_event_open: works without privileges for one's own
 * threads, unless the system's settings or a sandbox refuse it. Losing a core is a preempt, getting one a resume, both
 * of task 0: whose thread it is, who started it knows. */
extern const IlRecorderClass il_kernel_switches;

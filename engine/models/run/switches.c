/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/switches.h"

#include "traces/recorders/kernel-switches.h"
#include "traces/recorders/preemptions.h"

void
il_run_open_switches (IlRun *run)
{
  gboolean kernel = !g_getenv ("INTERLANE_NO_PERF") && il_kernel_switches.is_available (NULL);

  il_recording_set_preemption (run->recording, kernel ? IL_PREEMPTION_KERNEL : IL_PREEMPTION_GAPS);
  if (!kernel)
    return;
  run->preemptions = il_preemptions_new (&run->base);
  il_collector_set_filter (run->collector, il_preemptions_filter, run->preemptions);
}

void
il_run_close_switches (IlRun *run)
{
  g_clear_pointer (&run->preemptions, il_preemptions_free);
}

gboolean
il_run_watch_loop (IlRun *run, const _Atomic guint32 *line)
{
  IlRecorder *switches = run->preemptions ? il_kernel_switches.start (NULL) : NULL;

  if (switches)
    il_preemptions_add_loop (run->preemptions, switches, line);
  else if (run->preemptions)
    il_recording_set_preemption (run->recording, IL_PREEMPTION_GAPS);
  return switches != NULL;
}

gboolean
il_run_watch_thread (IlRun *run, const IlInstance *instance, const _Atomic guint32 *line, IlRing *ring)
{
  IlRecorder *switches = run->preemptions ? il_kernel_switches.start (NULL) : NULL;

  if (switches)
    il_preemptions_add (run->preemptions, instance->id, switches, line);
  else if (run->preemptions && ring && !atomic_exchange (&run->some_by_gaps, TRUE))
    il_ring_write (ring, il_record_note (il_run_real_time (run), IL_NOTE_REMARK,
                                         il_run_text (run, "the kernel records the switches of only some threads; "
                                                           "the others' are found in gaps of the clock")));
  return switches != NULL;
}

void
il_run_watch_end (IlRun *run, const IlInstance *instance)
{
  if (run->preemptions)
    il_preemptions_end (run->preemptions, instance->id);
}

void
il_run_watch_none (IlRun *run, const IlInstance *instance)
{
  if (run->preemptions)
    il_preemptions_leave_out (run->preemptions, instance->id);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/samples.h"

static const double MS = 1e6;

static void
add (IlRecording *recording, IlRecord record)
{
  g_assert_true (il_recording_append (recording, &record, 1));
}

static gint64
ms (double time)
{
  return (gint64) (time * MS);
}

static void
spawn (IlRecording *recording, double time, guint32 task, const char *name, guint32 by, guint32 line)
{
  add (recording, il_record_spawn (ms (time), task, il_recording_add_text (recording, name), by, line));
  add (recording, il_record_ready (ms (time), task, by, line));
}

static void
resume (IlRecording *recording, double time, guint32 task, guint32 line)
{
  add (recording, il_record_resume (ms (time), task, 0, 0, line));
}

static void
suspend (IlRecording *recording, double time, guint32 task, IlWhy why, guint32 object, guint32 line)
{
  add (recording, il_record_suspend (ms (time), task, why, object, line));
}

static void
ready (IlRecording *recording, double time, guint32 task, guint32 by)
{
  add (recording, il_record_ready (ms (time), task, by, 0));
}

static void
finish (IlRecording *recording, double time, guint32 task)
{
  add (recording, il_record_exit (ms (time), task, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_NONE, 0 }, 9));
}

static void
op (IlRecording *recording, double time, guint32 task, guint32 object, IlOperation operation)
{
  add (recording, il_record_op (ms (time), task, object, operation, (IlTraceValue) { IL_VALUE_ABSENT, 0 }, 7));
}

static void
espresso_sync (IlRecording *recording, guint32 machine)
{
  static const struct {
    const char *name;
    double grind;
  } orders[] = { { "latte", 4 }, { "mocha", 6 }, { "decaf", 2 } };
  double time = 0;

  spawn (recording, 0, 1, "main", 0, 11);
  resume (recording, 0, 1, 11);
  for (guint32 i = 0; i < 3; i++) {
    spawn (recording, time, i + 2, orders[i].name, 1, 12);
    suspend (recording, time, 1, IL_WHY_AWAIT, i + 2, 12);
    resume (recording, time, i + 2, 5);
    time += orders[i].grind;
    op (recording, time, i + 2, machine, IL_OP_ACQUIRE);
    suspend (recording, time, i + 2, IL_WHY_IO, 0, 8);
    time += 30;
    ready (recording, time, i + 2, IL_BY_IO);
    resume (recording, time, i + 2, 8);
    op (recording, time, i + 2, machine, IL_OP_RELEASE);
    finish (recording, time, i + 2);
    ready (recording, time, 1, i + 2);
    resume (recording, time, 1, 12);
  }
  finish (recording, time, 1);
}

static void
espresso_end (IlRecording *recording, guint32 machine)
{
  /* The machine goes from hand to hand. */
  op (recording, 34, 2, machine, IL_OP_RELEASE);
  finish (recording, 34, 2);
  ready (recording, 34, 3, 2);
  ready (recording, 34, 1, 2);
  resume (recording, 34, 3, 7);
  op (recording, 34, 3, machine, IL_OP_ACQUIRE);
  suspend (recording, 34, 3, IL_WHY_IO, 0, 8);
  resume (recording, 34, 1, 14);
  suspend (recording, 34, 1, IL_WHY_AWAIT, 3, 14);
  ready (recording, 64, 3, IL_BY_IO);
  resume (recording, 64, 3, 8);
  op (recording, 64, 3, machine, IL_OP_RELEASE);
  finish (recording, 64, 3);
  ready (recording, 64, 4, 3);
  ready (recording, 64, 1, 3);
  resume (recording, 64, 4, 7);
  op (recording, 64, 4, machine, IL_OP_ACQUIRE);
  suspend (recording, 64, 4, IL_WHY_IO, 0, 8);
  resume (recording, 64, 1, 14);
  suspend (recording, 64, 1, IL_WHY_AWAIT, 4, 14);
  ready (recording, 94, 4, IL_BY_IO);
  resume (recording, 94, 4, 8);
  op (recording, 94, 4, machine, IL_OP_RELEASE);
  finish (recording, 94, 4);
  ready (recording, 94, 1, 4);
  resume (recording, 94, 1, 14);
  finish (recording, 94, 1);
}

static void
espresso_begin (IlRecording *recording)
{
  spawn (recording, 0, 1, "main", 0, 11);
  resume (recording, 0, 1, 11);
  spawn (recording, 0, 2, "latte", 1, 12);
  spawn (recording, 0, 3, "mocha", 1, 12);
  spawn (recording, 0, 4, "decaf", 1, 12);
  suspend (recording, 0, 1, IL_WHY_AWAIT, 2, 14);
}

static void
espresso_coop (IlRecording *recording, guint32 machine)
{
  espresso_begin (recording);
  resume (recording, 0, 2, 5);
  op (recording, 4, 2, machine, IL_OP_ACQUIRE);
  suspend (recording, 4, 2, IL_WHY_IO, 0, 8);
  resume (recording, 4, 3, 5);
  suspend (recording, 10, 3, IL_WHY_SEMAPHORE, machine, 7);
  resume (recording, 10, 4, 5);
  suspend (recording, 12, 4, IL_WHY_SEMAPHORE, machine, 7);
  ready (recording, 34, 2, IL_BY_IO);
  resume (recording, 34, 2, 8);
  espresso_end (recording, machine);
}

/* Slices of 2 ms: latte mocha decaf latte mocha mocha. */
static void
espresso_threads (IlRecording *recording, guint32 machine)
{
  espresso_begin (recording);
  resume (recording, 0, 2, 5);
  add (recording, il_record_preempt (ms (2), 2, IL_WHY_QUANTUM, 0, 6));
  resume (recording, 2, 3, 5);
  add (recording, il_record_preempt (ms (4), 3, IL_WHY_QUANTUM, 0, 6));
  resume (recording, 4, 4, 5);
  add (recording, il_record_preempt (ms (6), 4, IL_WHY_QUANTUM, 0, 6));
  resume (recording, 6, 2, 6);
  op (recording, 8, 2, machine, IL_OP_ACQUIRE);
  suspend (recording, 8, 2, IL_WHY_IO, 0, 8);
  resume (recording, 8, 3, 6);
  add (recording, il_record_preempt (ms (10), 3, IL_WHY_QUANTUM, 0, 6));
  resume (recording, 10, 4, 6);
  suspend (recording, 10, 4, IL_WHY_SEMAPHORE, machine, 7);
  add (recording, il_record_resume (ms (10.3), 3, 0, 300000, 6));
  suspend (recording, 12, 3, IL_WHY_SEMAPHORE, machine, 7);
  ready (recording, 34, 2, IL_BY_IO);
  resume (recording, 34, 2, 8);
  espresso_end (recording, machine);
}

IlRecording *
sample_espresso (IlModelKind model)
{
  IlRunInfo info = { .model = model, .clock = IL_CLOCK_VIRTUAL, .cores = 1, .seed = 1 };
  IlRecording *recording;
  guint32 machine;

  if (model == IL_MODEL_THREADS) {
    g_strlcpy (info.policy, "rr", sizeof info.policy);
    info.quantum = ms (2);
    info.preemption = IL_PREEMPTION_SIMULATED;
  }
  recording = il_recording_new (&info);
  machine = il_recording_add_object (recording, IL_OBJECT_SEMAPHORE, "machine", 1, 2);
  if (model == IL_MODEL_SYNC)
    espresso_sync (recording, machine);
  else if (model == IL_MODEL_COOP)
    espresso_coop (recording, machine);
  else
    espresso_threads (recording, machine);
  il_recording_finish (recording, IL_OUTCOME_FINISHED, ms (model == IL_MODEL_SYNC ? 102 : 94));
  return recording;
}

IlTrace *
sample_espresso_trace (void)
{
  IlTrace *trace = il_trace_new ("espresso", "");

  for (IlModelKind model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++) {
    g_autoptr (IlRecording) recording = sample_espresso (model);
    il_trace_add_run (trace, recording);
  }
  return trace;
}

IlRecording *
sample_lane_group (IlModelKind model, guint n_tasks, guint n_events)
{
  IlRunInfo info = { .model = model, .clock = IL_CLOCK_VIRTUAL, .cores = 1, .seed = 1 };
  IlRecording *recording = il_recording_new (&info);
  guint32 queue = il_recording_add_object (recording, IL_OBJECT_QUEUE, "jobs", 4, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree gboolean *waits = g_new0 (gboolean, n_tasks + 1);
  gint64 time = 0;
  guint32 task = 1;

  for (guint32 i = 1; i <= n_tasks; i++) {
    g_autofree char *name = g_strdup_printf ("worker#%u", i);
    spawn (recording, 0, i, name, 0, 1);
  }
  add (recording, il_record_resume (0, task, 0, 0, 2));
  while (il_recording_n_events (recording) < n_events) {
    IlWhy why = g_rand_int_range (random, 0, 4) == 0 ? IL_WHY_IO : IL_WHY_QUEUE_GET;
    guint32 next = task % n_tasks + 1;

    time += g_rand_int_range (random, 1000, 30000);
    if (g_rand_int_range (random, 0, 10) == 0) {
      waits[task] = TRUE;
      add (recording, il_record_suspend (time, task, why, why == IL_WHY_IO ? 0 : queue, 3));
    } else
      add (recording, il_record_preempt (time, task, IL_WHY_QUANTUM, 0, 3));
    if (waits[next]) {
      waits[next] = FALSE;
      add (recording, il_record_ready (time, next, IL_BY_IO, 3));
    }
    add (recording, il_record_resume (time + 200, next, 0, 200, 2));
    time += 200;
    task = next;
  }
  il_recording_finish (recording, IL_OUTCOME_FINISHED, time);
  return recording;
}

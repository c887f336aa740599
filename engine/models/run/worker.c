/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/worker.h"

#include <sched.h>

#include "engine/models/run/real-time.h"
#include "engine/models/run/shared.h"
#include "traces/record/time.h"

static IlWorker *
worker_of (IlInstance *self)
{
  return self->model_data;
}

void
il_worker_record_now (IlWorker *self, IlRecord record)
{
  record.time = self->now (self);
  self->record (self, record);
}

static void
record_now (IlInstance *self, IlRecord record)
{
  il_worker_record_now (worker_of (self), record);
}

gint64
il_worker_real_now (IlWorker *self)
{
  return il_run_real_time (self->instance->run);
}

static guint
core_of (const IlWorker *self)
{
  return self->core == IL_ANY_CORE ? (guint) sched_getcpu () & IL_MAX_CORE : self->core;
}

/* The kernel gave the core to somebody else for a while. */
static void
gap_seen (gint64 lost, gint64 regained, gpointer data)
{
  IlWorker *self = data;
  IlInstance *instance = self->instance;

  self->record (self, il_record_preempt (lost, instance->id, IL_WHY_KERNEL, core_of (self), instance->line));
  self->record (self, il_record_resume (regained, instance->id, core_of (self), 0, instance->line));
}

IlStep
il_worker_pass_really (IlWorker *self, IlWhy why, gint64 duration)
{
  IlRun *run = self->instance->run;
  gint64 due = il_time_after (il_run_real_time (run), duration);
  IlWakeUp wake_up;
  int failure = 0;

  if (why == IL_WHY_NONE) {
    atomic_store_explicit (&self->line, self->instance->line, memory_order_relaxed);
    return self->watched ? il_real_cpu (run, duration, NULL, NULL, NULL)
                         : il_real_cpu (run, duration, gap_seen, self->ring, self);
  }
  if (self->ring)
    il_ring_set_horizon (self->ring, due);
  il_wake_up_begin (&wake_up);
  IlStep step = why == IL_WHY_SLEEP ? il_real_sleep (run, due) : il_real_io (run, due, &failure);
  self->awake = il_wake_up_time (&wake_up, run, due);
  return step == IL_STEP_ERROR
             ? il_instance_fail (self->instance, self->instance->line, 0, "io cannot wait: %s", g_strerror (failure))
             : step;
}

static IlStep
worker_cpu (IlInstance *self, gint64 duration)
{
  return duration > 0 ? worker_of (self)->pass (worker_of (self), IL_WHY_NONE, duration) : IL_STEP_OK;
}

static IlStep
wait_for (IlInstance *self, IlWhy why, guint32 by, gint64 duration)
{
  IlWorker *worker = worker_of (self);

  record_now (self, il_record_suspend (0, self->id, why, 0, self->line));
  IlStep step = worker->pass (worker, why, duration);
  if (worker->ring)
    il_ring_set_horizon (worker->ring, IL_NO_HORIZON);
  if (step == IL_STEP_STOPPED)
    return step;
  worker->record (worker,
                  il_record_ready (worker->awake > 0 ? worker->awake : worker->now (worker), self->id, by, self->line));
  record_now (self, il_record_resume (0, self->id, core_of (worker), 0, self->line));
  return step;
}

static IlStep
worker_sleep (IlInstance *self, gint64 duration)
{
  if (duration > 0)
    return wait_for (self, IL_WHY_SLEEP, IL_BY_TIMER, duration);
  /* There is nobody to give way to. */
  record_now (self, il_record_give_way (0, self->id, self->line, self->id, self->line, core_of (worker_of (self))));
  return il_run_stopping (self->run) ? IL_STEP_STOPPED : IL_STEP_OK;
}

static IlStep
worker_io (IlInstance *self, gint64 duration)
{
  return wait_for (self, IL_WHY_IO, IL_BY_IO, MAX (0, duration));
}

static IlStep
worker_read (IlInstance *self, guint object, IlValue *value)
{
  return il_shared_read (self, object, value, record_now);
}

static IlStep
worker_write (IlInstance *self, guint object, IlValue value)
{
  return il_shared_write (self, object, value, record_now);
}

static void
worker_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  record_now (self, il_record_of_op (self, traced, op, value));
}

static void
worker_print (IlInstance *self, const char *text)
{
  record_now (self, il_record_print (0, self->id, il_run_text (self->run, text), self->line));
}

static gint64
worker_now (IlInstance *self)
{
  return worker_of (self)->now (worker_of (self));
}

void
il_worker_steps_init (IlModelSteps *steps)
{
  *steps = (IlModelSteps) {
    .cpu = worker_cpu,
    .sleep = worker_sleep,
    .io = worker_io,
    .read = worker_read,
    .write = worker_write,
    .op = worker_op,
    .print = worker_print,
    .now = worker_now,
  };
  il_steps_refuse_offload (steps);
}

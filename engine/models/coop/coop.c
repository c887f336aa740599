/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/coop/coop.h"

#include <gio/gio.h>

#include "engine/models/run/offload.h"
#include "engine/models/run/shared.h"
#include "engine/models/run/switches.h"
#include "traces/record/time.h"

/* The run as a whole, and the steps that have to do with nobody else. */

IlCoop *
il_coop_of (IlInstance *self)
{
  return (IlCoop *) self->model;
}

IlLoop *
il_coop_loop (IlInstance *self)
{
  il_task_set_line (self->model_data, self->line);
  return il_coop_of (self)->loop;
}

IlStep
il_coop_step (IlInstance *self, IlWake wake)
{
  switch (wake) {
  case IL_WAKE_OK: return IL_STEP_OK;
  case IL_WAKE_CANCELLED: return IL_STEP_CANCELLED;
  case IL_WAKE_STOPPED: return IL_STEP_STOPPED;
  default: return il_instance_fail (self, self->line, 0, "%s", il_loop_error (il_coop_of (self)->loop)->message);
  }
}

static IlStep
coop_cpu (IlInstance *self, gint64 duration)
{
  atomic_store_explicit (&il_coop_of (self)->line, self->line, memory_order_relaxed);
  if (self->run->options.clock == IL_CLOCK_VIRTUAL
      && il_time_after (il_loop_now (il_coop_of (self)->loop), MAX (0, duration)) >= IL_CLOCK_END)
    return il_run_stop_at_clock_end (self->run, self);
  return il_coop_step (self, il_loop_cpu (il_coop_loop (self), duration));
}

static IlStep
coop_sleep (IlInstance *self, gint64 duration)
{
  return il_coop_step (self, il_loop_sleep (il_coop_loop (self), duration));
}

static IlStep
coop_io (IlInstance *self, gint64 duration)
{
  return il_coop_step (self, il_loop_io (il_coop_loop (self), duration));
}

static void
record (IlInstance *self, IlRecord what)
{
  il_loop_record (il_coop_loop (self), what);
}

static IlStep
coop_read (IlInstance *self, guint object, IlValue *value)
{
  return il_shared_read (self, object, value, record);
}

static IlStep
coop_write (IlInstance *self, guint object, IlValue value)
{
  return il_shared_write (self, object, value, record);
}

static void
coop_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  record (self, il_record_of_op (self, traced, op, value));
}

static void
coop_print (IlInstance *self, const char *text)
{
  il_loop_record (il_coop_loop (self), il_record_print (0, self->id, il_run_text (self->run, text), self->line));
}

static gint64
coop_now (IlModel *model)
{
  IlCoop *coop = (IlCoop *) model;

  return coop->loop ? il_loop_now (coop->loop) : coop->end;
}

static gint64
coop_step_now (IlInstance *self)
{
  return coop_now (self->model);
}

/* clang-format off */
static const IlModelSteps coop_steps = {
  .spawn = il_coop_spawn,
  .await = il_coop_await,
  .cpu = coop_cpu,
  .sleep = coop_sleep,
  .io = coop_io,
  .ended = il_coop_ended,
  .cancel = il_coop_cancel,
  .gather = il_coop_gather,
  .first = il_coop_first,
  .wait_all = il_coop_wait_all,
  .completions_begin = il_coop_completions_begin,
  .completions_next = il_coop_completions_next,
  .completions_end = il_coop_completions_end,
  .shield = il_coop_shield,
  .timeout_begin = il_coop_timeout_begin,
  .timeout_end = il_coop_timeout_end,
  .group_begin = il_coop_group_begin,
  .group_spawn = il_coop_group_spawn,
  .group_end = il_coop_group_end,
  .thread = il_coop_thread,
  .process = il_coop_process,
  .read = coop_read,
  .write = coop_write,
  .op = coop_op,
  .print = coop_print,
  .now = coop_step_now,
  IL_OBJECT_STEPS (IL_NAME_STEP, coop)
};
/* clang-format on */

static gint64
real_now_cb (void *data)
{
  return il_run_real_time (data);
}

static IlModel *
coop_create (IlRun *run, GError **error)
{
  IlLoopOptions options = {
    .virtual_clock = run->options.clock == IL_CLOCK_VIRTUAL,
    .ring = run->ring,
    .stack_size = IL_TASK_STACK,
    .now = real_now_cb,
    .now_data = run,
    .n_workers = il_run_workers (run),
  };
  IlEngineError engine_error;
  IlLoop *loop = il_loop_new (&options, &engine_error);

  if (!loop) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the event loop cannot be made: %s", engine_error.message);
    return NULL;
  }

  IlCoop *coop = g_new0 (IlCoop, 1);
  coop->model = (IlModel) { &coop_steps, run };
  coop->loop = loop;
  coop->arrivals = il_arrivals_new (run->program);
  pthread_mutex_init (&coop->lock, NULL);
  coop->offload = il_coop_offload_new (run, loop);
  coop->n_objects = il_program_n_objects (run->program);
  coop->objects = g_new0 (IlCoopObject, coop->n_objects + 1);
  for (guint i = 0; i < coop->n_objects; i++)
    il_coop_object_init (coop, i);
  return &coop->model;
}

static gboolean
begin (IlModel *model, IlInstance *instance)
{
  IlEngineError error;

  if (il_coop_begin (model, instance, &error))
    return TRUE;
  il_instance_fail_begin (instance, error.message);
  return FALSE;
}

static void set_arrival (gint64 time, gpointer data);

/* The loop calls this once for each arrival, in order of time. */
static void
arrive_cb (void *data)
{
  IlCoop *coop = data;
  gint64 again;
  IlInstance *instance = il_run_add_started (coop->model.run, il_arrivals_take (coop->arrivals, &again), IL_BY_TIMER);

  if (instance)
    begin (&coop->model, instance);
  else if (il_run_stopping (coop->model.run))
    il_loop_stop (coop->loop);
  if (again < G_MAXINT64)
    set_arrival (again, coop);
}

static void
set_arrival (gint64 time, gpointer data)
{
  IlCoop *coop = data;

  if (!il_loop_call_at (coop->loop, time, arrive_cb, coop))
    il_run_report (coop->model.run, g_strdup ("memory is short: a task could not be started in its time"));
}

static IlOutcome
run_loop (IlCoop *coop)
{
  if (!il_run_start_instances (coop->model.run, begin))
    return IL_OUTCOME_FAILED;
  il_arrivals_each (coop->arrivals, set_arrival, coop);
  switch (il_loop_run (coop->loop)) {
  case IL_LOOP_DEADLOCK: return IL_OUTCOME_DEADLOCK;
  case IL_LOOP_AT_END: il_run_stop_at_clock_end (coop->model.run, NULL); return IL_OUTCOME_STOPPED;
  case IL_LOOP_STOPPED: return IL_OUTCOME_STOPPED;
  default: return IL_OUTCOME_FINISHED;
  }
}

/* What is left of the tasks cleans up on the thread that ran them. */
static void
free_loop (IlCoop *coop)
{
  IlLoop *loop;

  coop->end = il_loop_now (coop->loop);
  pthread_mutex_lock (&coop->lock);
  loop = g_steal_pointer (&coop->loop);
  pthread_mutex_unlock (&coop->lock);
  il_loop_free (loop);
}

static IlOutcome
coop_execute (IlModel *model)
{
  IlCoop *coop = (IlCoop *) model;

  if (model->run->options.clock == IL_CLOCK_WALL && !il_run_watch_loop (model->run, &coop->line))
    il_loop_tell_gaps (coop->loop);
  IlOutcome outcome = run_loop (coop);

  free_loop (coop);
  return outcome;
}

static void
coop_stop (IlModel *model)
{
  IlCoop *coop = (IlCoop *) model;

  pthread_mutex_lock (&coop->lock);
  if (coop->loop)
    il_loop_stop (coop->loop);
  pthread_mutex_unlock (&coop->lock);
}

static void
coop_destroy (IlModel *model)
{
  IlCoop *coop = (IlCoop *) model;

  if (coop->loop)
    free_loop (coop);
  for (guint i = 0; i < model->run->instances->len; i++) {
    IlInstance *instance = g_ptr_array_index (model->run->instances, i);

    g_clear_pointer ((IlTask **) &instance->model_data, il_task_unref);
  }
  for (guint i = 0; i < coop->n_objects; i++)
    il_coop_object_clear (&coop->objects[i]);
  pthread_mutex_destroy (&coop->lock);
  g_free (coop->objects);
  il_arrivals_free (coop->arrivals);
  il_coop_offload_free (coop->offload);
  g_free (coop);
}

const IlModelClass il_coop_model = {
  .create = coop_create,
  .execute = coop_execute,
  .now = coop_now,
  .stop = coop_stop,
  .destroy = coop_destroy,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/sync/sync-private.h"

#include "engine/models/run/process.h"
#include "engine/models/run/real-time.h"
#include "engine/models/run/shared.h"
#include "engine/models/run/switches.h"
#include "traces/record/time.h"

/* The synchronous model: one thread, one thing at a time. A spawn is a call, which runs to its end there
 * and then, so nobody else can ever end a wait for an object. */

gint64
il_sync_now (IlModel *model)
{
  IlSync *sync = (IlSync *) model;

  return sync->real ? il_run_real_time (model->run) : sync->time;
}

/* Who comes while another task runs waits, but has come: the trace tells it before what happens NOW. */
static void
note_arrivals (IlSync *sync, gint64 now)
{
  IlRun *run = sync->model.run;
  gint64 due;

  while ((due = il_arrivals_next (sync->arrivals)) <= now && !il_run_stopping (run)) {
    IlInstance *instance = il_run_add_started (run, il_arrivals_take (sync->arrivals, NULL), IL_BY_TIMER);

    if (!instance)
      continue;
    sync->last = MAX (sync->last, due);
    il_ring_write (run->ring, il_record_spawn (sync->last, instance->id, il_instance_name_text (instance), IL_BY_TIMER,
                                               instance->line));
    il_ring_write (run->ring, il_record_ready (sync->last, instance->id, IL_BY_TIMER, instance->line));
    g_queue_push_tail (&sync->waiting, instance);
  }
}

/* The time for a record that is made now. */
static gint64
time_of_record (IlSync *sync)
{
  gint64 now = sync->awake > 0 ? sync->awake : il_sync_now (&sync->model);

  note_arrivals (sync, now);
  return sync->last = now;
}

void
il_sync_note_arrivals (IlSync *sync)
{
  note_arrivals (sync, il_sync_now (&sync->model));
}

void
il_sync_record (IlInstance *self, IlRecord what)
{
  what.time = time_of_record (il_sync_of (self));
  il_ring_write (self->run->ring, what);
}

/* The control passes from CALLER, if there is one, to CALLEE: one moment, one time. */
static void
record_call (IlInstance *caller, IlWhy why, IlInstance *callee)
{
  IlRing *ring = callee->run->ring;
  guint32 by = caller ? caller->id : IL_BY_NOBODY;
  guint32 name = il_instance_name_text (callee);
  gint64 now = time_of_record (il_sync_of (callee));

  if (callee->started_by == IL_BY_TIMER) { /* it has come before */
    il_ring_write (ring, il_record_resume (now, callee->id, 0, 0, callee->line));
    return;
  }
  il_ring_write (ring, il_record_spawn (now, callee->id, name, by, callee->line));
  il_ring_write (ring, il_record_ready (now, callee->id, by, callee->line));
  if (caller)
    il_ring_write (ring,
                   il_record_switch (now, caller->id, why, callee->id, caller->line, callee->id, callee->line, 0));
  else
    il_ring_write (ring, il_record_resume (now, callee->id, 0, 0, callee->line));
}

/* On the run's own thread. */
static void
process_record (IlWorker *self, IlRecord record)
{
  il_sync_of (self->instance)->last = record.time;
  il_ring_write (self->instance->run->ring, record);
}

/* In a child process, for which the thread waits. */
static IlHow
execute_process (IlInstance *instance, IlTraceValue *shown)
{
  IlWorker worker = { instance, .now = il_worker_real_now, .pass = il_worker_pass_really, .record = process_record };
  IlProcess *process = il_process_new (&worker, il_sync_next_deadline (instance));
  IlHow how = il_process_execute (process, shown);

  il_process_free (process);
  if (instance->end == IL_STEP_CANCELLED)
    il_sync_expire (instance);
  return how;
}

/* WHY the caller, if there is one, waits meanwhile. */
static void
call (IlInstance *caller, IlWhy why, IlInstance *callee)
{
  IlTraceValue shown = { IL_VALUE_ABSENT, 0 };
  IlHow how = IL_HOW_CANCELLED;

  if (callee->shared)
    il_run_watch_none (callee->run, callee);
  record_call (caller, why, callee);
  if (il_sync_cancelled (callee)) /* before it began: it runs no code */
    callee->end = IL_STEP_CANCELLED;
  else {
    il_shared_copy_begin (callee);
    how = callee->shared && il_sync_of (callee)->real ? execute_process (callee, &shown)
                                                      : il_instance_execute (callee, &shown);
  }
  if (callee->shared && callee->end == IL_STEP_STOPPED && !il_run_stopping (callee->run)) /* killed */
    callee->end = IL_STEP_CANCELLED;
  callee->ended = TRUE;
  if (callee->end == IL_STEP_STOPPED)
    return;
  il_sync_record (callee, il_record_exit (0, callee->id, how, shown, callee->line));
  if (caller) {
    il_sync_record (caller, il_record_ready (0, caller->id, callee->id, caller->line));
    il_sync_record (caller, il_record_resume (0, caller->id, 0, 0, caller->line));
  }
}

static IlStep
sync_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlInstance *instance = il_run_add_instance (self->run, self, routine, arguments, n);

  if (!instance)
    return IL_STEP_ERROR;
  call (self, IL_WHY_AWAIT, instance);
  if (instance->end != IL_STEP_CANCELLED || !il_sync_has_expired (self))
    *spawned = instance; /* else its caller is cancelled too, gather_errors or not: the timeout is one around both */
  return instance->end == IL_STEP_OK ? IL_STEP_OK : il_instance_take_end (self, instance);
}

static IlStep
call_offload (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, gboolean process,
              IlValue *result)
{
  IlInstance *instance = il_run_add_offload (self, routine, arguments, n, process);

  if (!instance)
    return IL_STEP_ERROR;
  if (process)
    instance->steps = &il_sync_of (self)->process_steps;
  call (self, process ? IL_WHY_PROCESS : IL_WHY_THREAD, instance);
  return il_instance_take_offload (self, instance, result);
}

static IlStep
sync_thread (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return call_offload (self, routine, arguments, n, FALSE, result);
}

static IlStep
sync_process (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return call_offload (self, routine, arguments, n, TRUE, result);
}

/* What a group spawns has ended at once, and its error is raised there and then. */
static IlStep
sync_group_begin (IlInstance *self G_GNUC_UNUSED, IlModelGroup **group)
{
  *group = NULL;
  return IL_STEP_OK;
}

static IlStep
sync_group_spawn (IlInstance *self, IlModelGroup *group G_GNUC_UNUSED, const IlRoutine *routine, IlValue *arguments,
                  guint n, IlInstance **spawned)
{
  return sync_spawn (self, routine, arguments, n, spawned);
}

static IlStep
sync_group_end (IlInstance *self G_GNUC_UNUSED, IlModelGroup *group G_GNUC_UNUSED, IlStep body)
{
  return body;
}

/* The variable is locked meanwhile, which `start ... as` would write: who has come, has so before. */
static void
record_access (IlInstance *self, IlRecord what)
{
  what.time = il_sync_of (self)->last;
  il_ring_write (self->run->ring, what);
}

static IlStep
sync_read (IlInstance *self, guint object, IlValue *value)
{
  time_of_record (il_sync_of (self));
  return il_shared_read (self, object, value, record_access);
}

static IlStep
sync_write (IlInstance *self, guint object, IlValue value)
{
  time_of_record (il_sync_of (self));
  return il_shared_write (self, object, value, record_access);
}

static void
sync_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  il_sync_record (self, il_record_of_op (self, traced, op, value));
}

static void
sync_print (IlInstance *self, const char *text)
{
  il_sync_record (self, il_record_print (0, self->id, il_run_text (self->run, text), self->line));
}

static gint64
sync_step_now (IlInstance *self)
{
  return il_sync_now (self->model);
}

/* clang-format off */
static const IlModelSteps sync_steps = {
  .spawn = sync_spawn,
  .await = il_sync_await,
  .shield = il_sync_shield,
  .gather = il_sync_gather,
  .first = il_sync_first,
  .wait_all = il_sync_wait_all,
  .completions_begin = il_sync_completions_begin,
  .completions_next = il_sync_completions_next,
  .completions_end = il_sync_completions_end,
  .ended = il_sync_ended,
  .cancel = il_sync_cancel,
  .timeout_begin = il_sync_timeout_begin,
  .timeout_end = il_sync_timeout_end,
  .group_begin = sync_group_begin,
  .group_spawn = sync_group_spawn,
  .group_end = sync_group_end,
  .thread = sync_thread,
  .process = sync_process,
  .cpu = il_sync_cpu,
  .sleep = il_sync_sleep,
  .io = il_sync_io,
  .read = sync_read,
  .write = sync_write,
  .op = sync_op,
  .print = sync_print,
  .now = sync_step_now,
  IL_OBJECT_STEPS (IL_NAME_STEP, sync)
};
/* clang-format on */

static IlModel *
sync_create (IlRun *run, GError **error G_GNUC_UNUSED)
{
  IlSync *sync = g_new0 (IlSync, 1);
  guint n = il_program_n_objects (run->program);

  sync->model = (IlModel) { &sync_steps, run };
  sync->process_steps = sync_steps;
  il_steps_refuse_offload (&sync->process_steps);
  sync->real = run->options.clock == IL_CLOCK_WALL;
  sync->arrivals = il_arrivals_new (run->program);
  g_queue_init (&sync->waiting);
  sync->objects = g_new0 (IlSyncObjectState, n + 1);
  for (guint i = 0; i < n; i++) {
    sync->objects[i].free = il_run_object_is_mutex (run, i) ? 1 : il_run_object_capacity (run, i);
    il_items_init (&sync->objects[i].items, il_program_object (run->program, i)->variety);
  }
  return &sync->model;
}

static gboolean
begin (IlModel *model G_GNUC_UNUSED, IlInstance *instance)
{
  call (NULL, IL_WHY_NONE, instance);
  return instance->end != IL_STEP_STOPPED;
}

/* Waits, doing nothing, for the next task that is to come. */
static IlStep
wait_for_arrival (IlSync *sync, gint64 due)
{
  if (sync->real)
    return il_real_sleep (sync->model.run, due);
  if (due >= IL_CLOCK_END)
    return il_run_stop_at_clock_end (sync->model.run, NULL);
  sync->time = MAX (sync->time, due);
  return IL_STEP_OK;
}

static gboolean
run_arrivals (IlSync *sync)
{
  for (;;) {
    IlInstance *instance = g_queue_pop_head (&sync->waiting);
    gint64 due = il_arrivals_next (sync->arrivals);

    if (il_run_stopping (sync->model.run))
      return TRUE;
    if (instance) {
      if (!begin (&sync->model, instance))
        return FALSE;
    } else if (due == G_MAXINT64)
      return TRUE;
    else if (wait_for_arrival (sync, due) == IL_STEP_OK)
      note_arrivals (sync, il_sync_now (&sync->model));
  }
}

static IlOutcome
sync_execute (IlModel *model)
{
  IlSync *sync = (IlSync *) model;

  sync->gaps = sync->real && !il_run_watch_loop (model->run, &sync->line);
  gboolean went_through = il_run_start_instances (model->run, begin) && run_arrivals (sync);

  if (sync->stuck)
    return IL_OUTCOME_DEADLOCK;
  return went_through ? IL_OUTCOME_FINISHED : IL_OUTCOME_FAILED;
}

static void
sync_destroy (IlModel *model)
{
  IlSync *sync = (IlSync *) model;

  for (guint i = 0; i < il_program_n_objects (model->run->program); i++)
    il_items_clear (&sync->objects[i].items);
  for (guint i = 0; i < model->run->instances->len; i++)
    g_clear_pointer (&((IlInstance *) g_ptr_array_index (model->run->instances, i))->model_data, g_free);
  g_free (sync->objects);
  il_arrivals_free (sync->arrivals);
  g_queue_clear (&sync->waiting);
  g_free (sync);
}

const IlModelClass il_sync_model = {
  .create = sync_create,
  .execute = sync_execute,
  .now = il_sync_now,
  .destroy = sync_destroy,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run-private.h"

#include <gio/gio.h>

#include "engine/loop/outside.h"
#include "engine/loop/sync.h"
#include "engine/models/arrivals.h"
#include "engine/models/coop-outside.h"
#include "engine/models/shared.h"

/* The cooperative model: one thread, one event loop, a coroutine a task. What a step means is the
 * loop's business; this file only hands it on. An instance's model_data is its IlTask until it has ended. */

typedef struct {
  IlSemaphore *semaphore;
  IlMutex *mutex;
  IlQueue *queue;
  IlDevice *device;
} Object;

typedef struct {
  IlModel model;
  IlLoop *loop;    /* NULL once the run is over */
  pthread_mutex_t lock;     /* guards loop against a stop from another thread */
  gint64 end;      /* ns: when it was over */
  IlArrivals *arrivals;
  Object *objects;
  guint n_objects;
  IlCoopOutside *outside;
} Coop;

static Coop *
coop_of (IlInstance *self)
{
  return (Coop *) self->model;
}

/* The loop stamps its records with the line of the task that acts. */
static IlLoop *
loop_at_line (IlInstance *self)
{
  il_task_set_line (self->model_data, self->line);
  return coop_of (self)->loop;
}

static IlStep
step_from_wake (IlInstance *self, IlWake wake)
{
  switch (wake) {
  case IL_WAKE_OK: return IL_STEP_OK;
  case IL_WAKE_CANCELLED: return IL_STEP_CANCELLED;
  case IL_WAKE_STOPPED: return IL_STEP_STOPPED;
  default: return il_instance_fail (self, self->line, 0, "%s", il_loop_error (coop_of (self)->loop)->message);
  }
}

static IlTaskEnd
task_main (IlTask *task, void *data)
{
  IlInstance *instance = data;
  IlTaskEnd end;

  end.how = il_instance_execute (instance, &end.shown);
  end.result = instance;
  instance->ended = TRUE;
  il_task_set_line (task, instance->line);
  il_task_unref (instance->model_data);
  instance->model_data = NULL;
  return end;
}

static gboolean
begin_task (IlModel *model, IlInstance *instance, IlEngineError *error)
{
  Coop *coop = (Coop *) model;

  instance->model_data = il_loop_spawn (coop->loop, task_main, instance, il_instance_name_text (instance), error);
  if (!instance->model_data) {
    instance->ended = TRUE; /* it will never run */
    return FALSE;
  }
  il_task_set_line (instance->model_data, instance->line);
  il_coro_set_owner (il_task_coro (instance->model_data), instance->name, &instance->line);
  return TRUE;
}

static IlStep
coop_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlInstance *instance = il_run_add_instance (self->run, self, routine, arguments, n);
  IlEngineError error;

  if (!instance)
    return IL_STEP_ERROR;
  loop_at_line (self);
  if (!begin_task (self->model, instance, &error))
    return il_instance_fail (self, self->line, 0, "%s cannot be spawned: %s", instance->name, error.message);
  *spawned = instance;
  return IL_STEP_OK;
}

static IlStep
coop_await (IlInstance *self, IlInstance *other)
{
  IlStep step = il_instance_check_await (self, other);

  if (step == IL_STEP_OK && !other->ended) {
    IlTask *task = il_task_ref (other->model_data);
    IlTaskEnd end;

    loop_at_line (self);
    step = step_from_wake (self, il_task_await (task, &end));
    il_task_unref (task);
  }
  return step == IL_STEP_OK ? il_instance_take_end (self, other) : step;
}

static IlStep
run_outside (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, gboolean process, IlValue *result)
{
  Coop *coop = coop_of (self);
  IlInstance *instance = il_run_add_outside (self, routine, arguments, n, process);

  if (!instance)
    return IL_STEP_ERROR;
  loop_at_line (self);
  IlStep step = step_from_wake (self, il_coop_outside_run (coop->outside, instance));
  return step == IL_STEP_OK ? il_instance_take_outside (self, instance, result) : step;
}

static IlStep
coop_thread (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return run_outside (self, routine, arguments, n, FALSE, result);
}

static IlStep
coop_process (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return run_outside (self, routine, arguments, n, TRUE, result);
}

static IlStep
coop_cpu (IlInstance *self, gint64 duration)
{
  return step_from_wake (self, il_loop_cpu (loop_at_line (self), duration));
}

static IlStep
coop_sleep (IlInstance *self, gint64 duration)
{
  return step_from_wake (self, il_loop_sleep (loop_at_line (self), duration));
}

static IlStep
coop_io (IlInstance *self, gint64 duration)
{
  return step_from_wake (self, il_loop_io (loop_at_line (self), duration));
}

static IlStep
coop_acquire (IlInstance *self, guint object)
{
  Object *it = &coop_of (self)->objects[object];

  loop_at_line (self);
  return step_from_wake (self, it->mutex ? il_mutex_acquire (it->mutex) : il_semaphore_acquire (it->semaphore));
}

static IlStep
coop_release (IlInstance *self, guint object)
{
  Object *it = &coop_of (self)->objects[object];

  loop_at_line (self);
  if (it->semaphore)
    il_semaphore_release (it->semaphore);
  else if (!il_mutex_release (it->mutex))
    return il_instance_fail_release (self, object);
  return IL_STEP_OK;
}

static void
item_free (IlValue *item)
{
  il_value_clear (item);
  g_free (item);
}

static IlStep
step_from_put (IlInstance *self, guint object, IlValue *item, IlWake wake)
{
  if (wake == IL_WAKE_OK)
    return IL_STEP_OK;
  item_free (item);
  return wake == IL_WAKE_CLOSED ? il_instance_fail_closed (self, object, TRUE) : step_from_wake (self, wake);
}

static IlStep
step_from_get (IlInstance *self, guint object, IlValue *item, IlWake wake, IlValue *value)
{
  if (wake == IL_WAKE_CLOSED)
    return il_instance_fail_closed (self, object, FALSE);
  if (wake != IL_WAKE_OK)
    return step_from_wake (self, wake);
  *value = *item;
  g_free (item);
  return IL_STEP_OK;
}

static IlStep
coop_put (IlInstance *self, guint object, IlValue value)
{
  IlValue *item = g_memdup2 (&value, sizeof value);

  loop_at_line (self);
  return step_from_put (self, object, item,
                        il_queue_put (coop_of (self)->objects[object].queue, item, il_run_trace_value (self->run, value)));
}

static IlStep
coop_get (IlInstance *self, guint object, IlValue *value)
{
  void *item = NULL;

  loop_at_line (self);
  IlWake wake = il_queue_get (coop_of (self)->objects[object].queue, &item);
  return step_from_get (self, object, item, wake, value);
}

static IlStep
coop_put_nowait (IlInstance *self, guint object, IlValue value)
{
  IlQueue *queue = coop_of (self)->objects[object].queue;
  IlValue *item = g_memdup2 (&value, sizeof value);

  loop_at_line (self);
  if (il_queue_put_nowait (queue, item, il_run_trace_value (self->run, value)))
    return IL_STEP_OK;
  item_free (item);
  return il_queue_closed (queue) ? il_instance_fail_closed (self, object, TRUE) : il_instance_fail_full (self, object);
}

static IlStep
coop_get_nowait (IlInstance *self, guint object, IlValue *value)
{
  IlQueue *queue = coop_of (self)->objects[object].queue;
  void *item = NULL;

  loop_at_line (self);
  if (il_queue_get_nowait (queue, &item))
    return step_from_get (self, object, item, IL_WAKE_OK, value);
  return il_queue_closed (queue) ? il_instance_fail_closed (self, object, FALSE) : il_instance_fail_empty (self, object);
}

static IlStep
coop_close (IlInstance *self, guint object)
{
  loop_at_line (self);
  il_queue_close (coop_of (self)->objects[object].queue);
  return IL_STEP_OK;
}

static IlStep
coop_io_device (IlInstance *self, guint object, gint64 duration)
{
  loop_at_line (self);
  return step_from_wake (self, il_device_io (coop_of (self)->objects[object].device, duration));
}

static void
record (IlInstance *self, IlRecord what)
{
  il_loop_record (loop_at_line (self), what);
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
  il_loop_record (loop_at_line (self), il_record_print (0, self->id, il_run_text (self->run, text), self->line));
}

static gint64
coop_now (IlModel *model)
{
  Coop *coop = (Coop *) model;

  return coop->loop ? il_loop_now (coop->loop) : coop->end;
}

static gint64
coop_step_now (IlInstance *self)
{
  return coop_now (self->model);
}

static const IlModelSteps coop_steps = {
  .spawn = coop_spawn,
  .await = coop_await,
  .thread = coop_thread,
  .process = coop_process,
  .cpu = coop_cpu,
  .sleep = coop_sleep,
  .io = coop_io,
  .acquire = coop_acquire,
  .release = coop_release,
  .put = coop_put,
  .get = coop_get,
  .put_nowait = coop_put_nowait,
  .get_nowait = coop_get_nowait,
  .close = coop_close,
  .io_device = coop_io_device,
  .read = coop_read,
  .write = coop_write,
  .op = coop_op,
  .print = coop_print,
  .now = coop_step_now,
};

static gint64
real_now_cb (void *data)
{
  return il_run_real_time (data);
}

static void
create_object (Coop *coop, guint index)
{
  IlRun *run = coop->model.run;
  Object *object = &coop->objects[index];
  guint32 traced = run->objects[index];
  gint64 capacity = il_run_object_capacity (run, index);

  switch (il_program_object (run->program, index)->kind) {
  case IL_OBJECT_SEMAPHORE: object->semaphore = il_semaphore_new (coop->loop, traced, capacity); break;
  case IL_OBJECT_MUTEX: object->mutex = il_mutex_new (coop->loop, traced); break;
  case IL_OBJECT_QUEUE: object->queue = il_queue_new (coop->loop, traced, capacity); break;
  case IL_OBJECT_DEVICE: object->device = il_device_new (coop->loop, traced, capacity); break;
  default: break;
  }
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

  Coop *coop = g_new0 (Coop, 1);
  coop->model = (IlModel) { &coop_steps, run };
  coop->loop = loop;
  coop->arrivals = il_arrivals_new (run->program);
  pthread_mutex_init (&coop->lock, NULL);
  coop->outside = il_coop_outside_new (run, loop);
  coop->n_objects = il_program_n_objects (run->program);
  coop->objects = g_new0 (Object, coop->n_objects + 1);
  for (guint i = 0; i < coop->n_objects; i++)
    create_object (coop, i);
  return &coop->model;
}

static gboolean
begin (IlModel *model, IlInstance *instance)
{
  IlEngineError error;

  if (begin_task (model, instance, &error))
    return TRUE;
  il_instance_fail_begin (instance, error.message);
  return FALSE;
}

static void set_arrival (gint64 time, gpointer data);

/* The loop calls this once for each arrival, in order of time. */
static void
arrive_cb (void *data)
{
  Coop *coop = data;
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
  Coop *coop = data;

  if (!il_loop_call_at (coop->loop, time, arrive_cb, coop))
    il_run_report (coop->model.run, g_strdup ("memory is short: a task could not be started in its time"));
}

static IlOutcome
run_loop (Coop *coop)
{
  if (!il_run_start_instances (coop->model.run, begin))
    return IL_OUTCOME_FAILED;
  il_arrivals_each (coop->arrivals, set_arrival, coop);
  switch (il_loop_run (coop->loop)) {
  case IL_LOOP_DEADLOCK: return IL_OUTCOME_DEADLOCK;
  case IL_LOOP_STOPPED: return IL_OUTCOME_STOPPED;
  default: return IL_OUTCOME_FINISHED;
  }
}

/* What is left of the tasks cleans up on the thread that ran them. */
static void
free_loop (Coop *coop)
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
  Coop *coop = (Coop *) model;
  IlOutcome outcome = run_loop (coop);

  free_loop (coop);
  return outcome;
}

static void
coop_stop (IlModel *model)
{
  Coop *coop = (Coop *) model;

  pthread_mutex_lock (&coop->lock);
  if (coop->loop)
    il_loop_stop (coop->loop);
  pthread_mutex_unlock (&coop->lock);
}

static void
object_clear (Object *object)
{
  void *item;

  while (object->queue && il_queue_drain (object->queue, &item))
    item_free (item);
  g_clear_pointer (&object->queue, il_queue_free);
  g_clear_pointer (&object->device, il_device_free);
  g_clear_pointer (&object->semaphore, il_semaphore_free);
  g_clear_pointer (&object->mutex, il_mutex_free);
}

static void
coop_destroy (IlModel *model)
{
  Coop *coop = (Coop *) model;

  if (coop->loop)
    free_loop (coop);
  for (guint i = 0; i < model->run->instances->len; i++) {
    IlInstance *instance = g_ptr_array_index (model->run->instances, i);

    g_clear_pointer ((IlTask **) &instance->model_data, il_task_unref); /* those that never began */
  }
  for (guint i = 0; i < coop->n_objects; i++)
    object_clear (&coop->objects[i]);
  pthread_mutex_destroy (&coop->lock);
  g_free (coop->objects);
  il_arrivals_free (coop->arrivals);
  il_coop_outside_free (coop->outside);
  g_free (coop);
}

const IlModelClass il_coop_model = {
  .create = coop_create,
  .execute = coop_execute,
  .now = coop_now,
  .stop = coop_stop,
  .destroy = coop_destroy,
};

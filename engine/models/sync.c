/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/arrivals.h"
#include "engine/models/real-time.h"
#include "engine/models/shared.h"

/* The synchronous model: one thread, one thing at a time. A spawn is a call, which runs to its end there
 * and then, so nobody else can ever end a wait for an object. */

typedef struct {
  gint64 free;   /* semaphore and mutex: permits that are left */
  GQueue items;  /* queue: of IlValue */
  gboolean closed;
} Object;

typedef struct {
  IlModel model;
  gint64 time;   /* virtual clock, ns */
  gboolean real; /* wall clock */
  Object *objects;
  IlArrivals *arrivals;
  GQueue waiting; /* of IlInstance: has come, and waits for its turn */
  gint64 last;    /* time of the last record */
  gboolean stuck;
} Sync;

static Sync *
sync_of (IlInstance *self)
{
  return (Sync *) self->model;
}

static gint64
sync_now (IlModel *model)
{
  Sync *sync = (Sync *) model;

  return sync->real ? il_run_real_time (model->run) : sync->time;
}

/* Who comes while another task runs waits, but has come: the trace tells it before what happens NOW. */
static void
note_arrivals (Sync *sync, gint64 now)
{
  IlRun *run = sync->model.run;
  gint64 due;

  while ((due = il_arrivals_next (sync->arrivals)) <= now && !il_run_stopping (run)) {
    IlInstance *instance = il_run_add_started (run, il_arrivals_take (sync->arrivals, NULL), IL_BY_TIMER);

    if (!instance)
      continue;
    sync->last = MAX (sync->last, due);
    il_ring_write (run->ring, il_record_spawn (sync->last, instance->id, il_instance_name_text (instance), IL_BY_TIMER, instance->line));
    il_ring_write (run->ring, il_record_ready (sync->last, instance->id, IL_BY_TIMER, instance->line));
    g_queue_push_tail (&sync->waiting, instance);
  }
}

/* The time for a record that is made now. */
static gint64
time_of_record (Sync *sync)
{
  gint64 now = sync_now (&sync->model);

  note_arrivals (sync, now);
  return sync->last = now;
}

static void
record (IlInstance *self, IlRecord what)
{
  what.time = time_of_record (sync_of (self));
  il_ring_write (self->run->ring, what);
}

/* The control passes from CALLER, if there is one, to CALLEE: one moment, one time. */
static void
record_call (IlInstance *caller, IlInstance *callee)
{
  IlRing *ring = callee->run->ring;
  guint32 by = caller ? caller->id : IL_BY_NOBODY;
  guint32 name = il_instance_name_text (callee);
  gint64 now = time_of_record (sync_of (callee));

  if (callee->started_by == IL_BY_TIMER) { /* it has come before */
    il_ring_write (ring, il_record_resume (now, callee->id, 0, 0, callee->line));
    return;
  }
  il_ring_write (ring, il_record_spawn (now, callee->id, name, by, callee->line));
  il_ring_write (ring, il_record_ready (now, callee->id, by, callee->line));
  if (caller)
    il_ring_write (ring, il_record_switch (now, caller->id, IL_WHY_AWAIT, callee->id, caller->line, callee->id, callee->line, 0));
  else
    il_ring_write (ring, il_record_resume (now, callee->id, 0, 0, callee->line));
}

static void
call (IlInstance *caller, IlInstance *callee)
{
  IlTraceValue shown;

  record_call (caller, callee);

  IlHow how = il_instance_execute (callee, &shown);
  callee->ended = TRUE;
  if (callee->end == IL_STEP_STOPPED)
    return;
  record (callee, il_record_exit (0, callee->id, how, shown, callee->line));
  if (caller) {
    record (caller, il_record_ready (0, caller->id, callee->id, caller->line));
    record (caller, il_record_resume (0, caller->id, 0, 0, caller->line));
  }
}

static IlStep
sync_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlInstance *instance = il_run_add_instance (self->run, self, routine, arguments, n);

  if (!instance)
    return IL_STEP_ERROR;
  call (self, instance);
  *spawned = instance;
  return instance->end == IL_STEP_OK ? IL_STEP_OK : il_instance_take_end (self, instance);
}

static IlStep
stuck (IlInstance *self, IlWhy why, guint32 traced, char *what)
{
  Sync *sync = sync_of (self);

  record (self, il_record_suspend (0, self->id, why, traced, self->line));
  sync->stuck = TRUE;
  il_run_report (self->run, g_strdup_printf ("cannot go on synchronously: %s waits for %s (line %u) and nothing else can run",
                                             self->name, what, self->line));
  g_free (what);
  return IL_STEP_STOPPED;
}

static IlStep
sync_await (IlInstance *self, IlInstance *other)
{
  IlStep step = il_instance_check_await (self, other);

  if (step != IL_STEP_OK)
    return step;
  if (!other->ended) /* a caller further up, which waits for this very call */
    return stuck (self, IL_WHY_AWAIT, other->id, g_strdup_printf ("task %s", other->name));
  return il_instance_take_end (self, other);
}

static IlStep
sync_cpu (IlInstance *self, gint64 duration)
{
  Sync *sync = sync_of (self);

  if (sync->real)
    return il_real_cpu (self->run, duration, NULL, NULL, NULL);
  sync->time += duration;
  return il_run_stopping (self->run) ? IL_STEP_STOPPED : IL_STEP_OK;
}

static IlStep
pause_for (IlInstance *self, IlWhy why, guint32 traced, gint64 duration)
{
  Sync *sync = sync_of (self);
  gint64 due = sync_now (self->model) + MAX (0, duration);
  IlStep step = IL_STEP_OK;
  int failure = 0;

  if (il_run_stopping (self->run))
    return IL_STEP_STOPPED;
  record (self, il_record_suspend (0, self->id, why, traced, self->line));
  if (!sync->real)
    sync->time = due;
  else if (why == IL_WHY_SLEEP)
    step = il_real_sleep (self->run, due);
  else
    step = il_real_io (self->run, due, &failure);
  if (step == IL_STEP_STOPPED)
    return step;
  record (self, il_record_ready (0, self->id, why == IL_WHY_SLEEP ? IL_BY_TIMER : IL_BY_IO, self->line));
  record (self, il_record_resume (0, self->id, 0, 0, self->line));
  return step == IL_STEP_OK ? step : il_instance_fail (self, self->line, 0, "io cannot wait: %s", g_strerror (failure));
}

static IlStep
sync_sleep (IlInstance *self, gint64 duration)
{
  if (duration > 0)
    return pause_for (self, IL_WHY_SLEEP, 0, duration);
  record (self, il_record_give_way (0, self->id, self->line, self->id, self->line, 0));
  return il_run_stopping (self->run) ? IL_STEP_STOPPED : IL_STEP_OK;
}

static IlStep
sync_io (IlInstance *self, gint64 duration)
{
  return pause_for (self, IL_WHY_IO, 0, duration);
}

/* Nobody else can be in line. */
static IlStep
sync_io_device (IlInstance *self, guint object, gint64 duration)
{
  return pause_for (self, IL_WHY_IO, self->run->objects[object], duration);
}

static IlStep
sync_acquire (IlInstance *self, guint object)
{
  Object *it = &sync_of (self)->objects[object];
  guint32 traced = self->run->objects[object];

  if (it->free <= 0)
    return stuck (self, il_why_for_object (self->run, object, FALSE), traced,
                  g_strdup_printf ("%s %s", il_run_object_is_mutex (self->run, object) ? "mutex" : "a permit of semaphore",
                                   il_run_object_name (self->run, object)));
  it->free--;
  record (self, il_record_op (0, self->id, traced, IL_OP_ACQUIRE, (IlTraceValue) { 0 }, self->line));
  return IL_STEP_OK;
}

static IlStep
sync_release (IlInstance *self, guint object)
{
  Object *it = &sync_of (self)->objects[object];

  if (it->free > 0 && il_run_object_is_mutex (self->run, object))
    return il_instance_fail_release (self, object);
  it->free++;
  record (self, il_record_op (0, self->id, self->run->objects[object], IL_OP_RELEASE, (IlTraceValue) { 0 }, self->line));
  return IL_STEP_OK;
}

static IlStep
put (IlInstance *self, guint object, IlValue value, gboolean waits)
{
  Object *it = &sync_of (self)->objects[object];
  gint64 bound = il_run_object_capacity (self->run, object);
  guint32 traced = self->run->objects[object];

  if (it->closed || (bound > 0 && it->items.length >= bound)) {
    il_value_clear (&value);
    if (it->closed)
      return il_instance_fail_closed (self, object, TRUE);
    if (!waits)
      return il_instance_fail_full (self, object);
    return stuck (self, IL_WHY_QUEUE_PUT, traced, g_strdup_printf ("room in queue %s", il_run_object_name (self->run, object)));
  }
  record (self, il_record_op (0, self->id, traced, IL_OP_PUT, il_run_trace_value (self->run, value), self->line));
  g_queue_push_tail (&it->items, g_memdup2 (&value, sizeof value));
  return IL_STEP_OK;
}

static IlStep
get (IlInstance *self, guint object, IlValue *value, gboolean waits)
{
  Object *it = &sync_of (self)->objects[object];
  guint32 traced = self->run->objects[object];
  g_autofree IlValue *item = g_queue_pop_head (&it->items);

  if (!item) {
    if (it->closed)
      return il_instance_fail_closed (self, object, FALSE);
    if (!waits)
      return il_instance_fail_empty (self, object);
    return stuck (self, IL_WHY_QUEUE_GET, traced, g_strdup_printf ("an item in queue %s", il_run_object_name (self->run, object)));
  }
  *value = *item;
  record (self, il_record_op (0, self->id, traced, IL_OP_GET, il_run_trace_value (self->run, *value), self->line));
  return IL_STEP_OK;
}

static IlStep
sync_put (IlInstance *self, guint object, IlValue value)
{
  return put (self, object, value, TRUE);
}

static IlStep
sync_get (IlInstance *self, guint object, IlValue *value)
{
  return get (self, object, value, TRUE);
}

static IlStep
sync_put_nowait (IlInstance *self, guint object, IlValue value)
{
  return put (self, object, value, FALSE);
}

static IlStep
sync_get_nowait (IlInstance *self, guint object, IlValue *value)
{
  return get (self, object, value, FALSE);
}

static IlStep
sync_close (IlInstance *self, guint object)
{
  if (sync_of (self)->objects[object].closed)
    return IL_STEP_OK;
  sync_of (self)->objects[object].closed = TRUE;
  record (self, il_record_op (0, self->id, self->run->objects[object], IL_OP_CLOSE, (IlTraceValue) { 0 }, self->line));
  return IL_STEP_OK;
}

static IlStep
sync_read (IlInstance *self, guint object, IlValue *value)
{
  return il_shared_read (self, object, value, record);
}

static IlStep
sync_write (IlInstance *self, guint object, IlValue value)
{
  return il_shared_write (self, object, value, record);
}

static void
sync_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  record (self, il_record_of_op (self, traced, op, value));
}

static void
sync_print (IlInstance *self, const char *text)
{
  record (self, il_record_print (0, self->id, il_run_text (self->run, text), self->line));
}

static gint64
sync_step_now (IlInstance *self)
{
  return sync_now (self->model);
}

static const IlModelSteps sync_steps = {
  .spawn = sync_spawn,
  .await = sync_await,
  .cpu = sync_cpu,
  .sleep = sync_sleep,
  .io = sync_io,
  .acquire = sync_acquire,
  .release = sync_release,
  .put = sync_put,
  .get = sync_get,
  .put_nowait = sync_put_nowait,
  .get_nowait = sync_get_nowait,
  .close = sync_close,
  .io_device = sync_io_device,
  .read = sync_read,
  .write = sync_write,
  .op = sync_op,
  .print = sync_print,
  .now = sync_step_now,
};

static IlModel *
sync_create (IlRun *run, GError **error G_GNUC_UNUSED)
{
  Sync *sync = g_new0 (Sync, 1);
  guint n = il_program_n_objects (run->program);

  sync->model = (IlModel) { &sync_steps, run };
  sync->real = run->options.clock == IL_CLOCK_WALL;
  sync->arrivals = il_arrivals_new (run->program);
  g_queue_init (&sync->waiting);
  sync->objects = g_new0 (Object, n + 1);
  for (guint i = 0; i < n; i++)
    sync->objects[i].free = il_run_object_is_mutex (run, i) ? 1 : il_run_object_capacity (run, i);
  return &sync->model;
}

static gboolean
begin (IlModel *model G_GNUC_UNUSED, IlInstance *instance)
{
  call (NULL, instance);
  return instance->end != IL_STEP_STOPPED;
}

/* Waits, doing nothing, for the next task that is to come. */
static IlStep
wait_for_arrival (Sync *sync, gint64 due)
{
  if (sync->real)
    return il_real_sleep (sync->model.run, due);
  sync->time = MAX (sync->time, due);
  return IL_STEP_OK;
}

static gboolean
run_arrivals (Sync *sync)
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
      note_arrivals (sync, sync_now (&sync->model));
  }
}

static IlOutcome
sync_execute (IlModel *model)
{
  gboolean went_through = il_run_start_instances (model->run, begin) && run_arrivals ((Sync *) model);

  if (((Sync *) model)->stuck)
    return IL_OUTCOME_DEADLOCK;
  return went_through ? IL_OUTCOME_FINISHED : IL_OUTCOME_FAILED;
}

static void
item_free (gpointer item)
{
  il_value_clear (item);
  g_free (item);
}

static void
sync_destroy (IlModel *model)
{
  Sync *sync = (Sync *) model;

  for (guint i = 0; i < il_program_n_objects (model->run->program); i++)
    g_queue_clear_full (&sync->objects[i].items, item_free);
  g_free (sync->objects);
  il_arrivals_free (sync->arrivals);
  g_queue_clear (&sync->waiting);
  g_free (sync);
}

const IlModelClass il_sync_model = {
  .create = sync_create,
  .execute = sync_execute,
  .now = sync_now,
  .destroy = sync_destroy,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/threads.h"

#include "engine/models/shared.h"

static IlThreads *
threads_of (IlInstance *self)
{
  return (IlThreads *) self->model;
}

static void
lock (IlThreads *threads)
{
  if (threads->locks)
    pthread_mutex_lock (&threads->lock);
}

static void
unlock (IlThreads *threads)
{
  if (threads->locks)
    pthread_mutex_unlock (&threads->lock);
}

void
il_threads_init (IlThreads *threads, IlRun *run, const IlThreadsClass *class, const IlModelSteps *steps, gboolean locks)
{
  guint n = il_program_n_objects (run->program);

  threads->model = (IlModel) { steps, run };
  threads->class = class;
  threads->locks = locks;
  pthread_mutex_init (&threads->lock, NULL);
  threads->objects = g_new0 (IlThreadsObject, n + 1);
  for (guint i = 0; i < n; i++)
    threads->objects[i].free = il_run_object_is_mutex (run, i) ? 1 : il_run_object_capacity (run, i);
  for (guint i = 0; i < n; i++)
    threads->objects[i].busy = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
item_free (gpointer item)
{
  il_value_clear (item);
  g_free (item);
}

void
il_threads_clear (IlThreads *threads)
{
  for (guint i = 0; i < il_program_n_objects (threads->model.run->program); i++)
    g_queue_clear_full (&threads->objects[i].items, item_free);
  for (guint i = 0; i < il_program_n_objects (threads->model.run->program); i++)
    g_array_unref (threads->objects[i].busy);
  g_free (threads->objects);
  pthread_mutex_destroy (&threads->lock);
}

void
il_thread_init (IlThread *thread, IlInstance *instance)
{
  thread->instance = instance;
  thread->link.data = thread;
  thread->value = IL_NONE_VALUE;
  g_queue_init (&thread->joiners);
  instance->model_data = thread;
}

void
il_thread_clear (IlThread *thread)
{
  il_value_clear (&thread->value);
}

static void
record_op (IlThread *self, guint object, IlOperation op, IlTraceValue value)
{
  IlInstance *instance = self->instance;

  threads_of (instance)->class->record (self, il_record_op (0, instance->id, instance->run->objects[object], op, value, instance->line));
}

static void
wake_all (IlThreads *threads, GQueue *line, IlThread *by)
{
  GList *link;

  while ((link = g_queue_pop_head_link (line)))
    threads->class->wake (link->data, by);
}

/* Wakes the first in LINE and returns it, or NULL. */
static IlThread *
wake_first (IlThreads *threads, GQueue *line, IlThread *by)
{
  GList *link = g_queue_pop_head_link (line);

  if (!link)
    return NULL;
  threads->class->wake (link->data, by);
  return link->data;
}

/* Whether who waited was woken only because the queue was closed. */
static gboolean
take_refusal (IlThread *self)
{
  gboolean refused = self->refused;

  self->refused = FALSE;
  return refused;
}

static IlStep
wait_in (GQueue *line, IlThread *self, IlWhy why, guint32 object_or_task)
{
  g_queue_push_tail_link (line, &self->link);
  return threads_of (self->instance)->class->block (self, why, object_or_task);
}

void
il_thread_execute (IlThread *thread)
{
  IlInstance *instance = thread->instance;
  IlThreads *threads = threads_of (instance);
  IlTraceValue shown;
  IlHow how = il_instance_execute (instance, &shown);

  lock (threads);
  if (instance->end != IL_STEP_STOPPED)
    threads->class->record (thread, il_record_exit (0, instance->id, how, shown, instance->line));
  instance->ended = TRUE;
  wake_all (threads, &thread->joiners, thread);
  unlock (threads);
}

IlStep
il_threads_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlThreads *threads = threads_of (self);
  IlInstance *instance = il_run_add_instance (self->run, self, routine, arguments, n);
  g_autofree char *message = NULL;

  if (!instance)
    return IL_STEP_ERROR;
  lock (threads);
  gboolean started = threads->class->start (threads, instance, self->model_data, &message);
  unlock (threads);
  if (!started)
    return il_instance_fail (self, self->line, 0, "%s cannot be spawned: %s", instance->name, message);
  *spawned = instance;
  return IL_STEP_OK;
}

IlStep
il_threads_await (IlInstance *self, IlInstance *other)
{
  IlThreads *threads = threads_of (self);
  IlStep step = il_instance_check_await (self, other);

  if (step != IL_STEP_OK)
    return step;
  lock (threads);
  if (!other->ended)
    step = wait_in (&((IlThread *) other->model_data)->joiners, self->model_data, IL_WHY_AWAIT, other->id);
  if (step == IL_STEP_OK)
    step = il_instance_take_end (self, other);
  unlock (threads);
  return step;
}

IlStep
il_threads_acquire (IlInstance *self, guint object)
{
  IlThreads *threads = threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlStep step = IL_STEP_OK;

  lock (threads);
  if (it->free > 0)
    it->free--;
  else /* the releaser hands its permit over */
    step = wait_in (&it->getters, self->model_data, il_why_for_object (self->run, object, FALSE), self->run->objects[object]);
  if (step == IL_STEP_OK)
    record_op (self->model_data, object, IL_OP_ACQUIRE, (IlTraceValue) { 0 });
  unlock (threads);
  return step;
}

IlStep
il_threads_release (IlInstance *self, guint object)
{
  IlThreads *threads = threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlStep step = IL_STEP_OK;

  lock (threads);
  if (it->free > 0 && il_run_object_is_mutex (self->run, object))
    step = il_instance_fail_release (self, object);
  else {
    record_op (self->model_data, object, IL_OP_RELEASE, (IlTraceValue) { 0 });
    if (!wake_first (threads, &it->getters, self->model_data))
      it->free++;
  }
  unlock (threads);
  return step;
}

static IlStep
put (IlInstance *self, guint object, IlValue value, gboolean waits)
{
  IlThreads *threads = threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlThread *thread = self->model_data;
  gint64 bound = il_run_object_capacity (self->run, object);
  IlTraceValue shown = il_run_trace_value (self->run, value);
  IlStep step = IL_STEP_OK;

  lock (threads);
  if (it->closed) {
    step = il_instance_fail_closed (self, object, TRUE);
    il_value_clear (&value);
  } else if (bound > 0 && it->items.length >= bound && !waits) {
    step = il_instance_fail_full (self, object);
    il_value_clear (&value);
  } else if (bound > 0 && it->items.length >= bound) {
    thread->value = value; /* the getter takes it from here as it makes room */
    step = wait_in (&it->putters, thread, IL_WHY_QUEUE_PUT, self->run->objects[object]);
    if (step == IL_STEP_OK && take_refusal (thread))
      step = il_instance_fail_closed (self, object, TRUE);
    if (step == IL_STEP_OK)
      record_op (thread, object, IL_OP_PUT, shown);
    else
      il_value_clear (&thread->value);
  } else {
    record_op (thread, object, IL_OP_PUT, shown);
    IlThread *getter = wake_first (threads, &it->getters, thread);
    if (getter)
      getter->value = value;
    else
      g_queue_push_tail (&it->items, g_memdup2 (&value, sizeof value));
  }
  unlock (threads);
  return step;
}

/* Takes the first item and lets the first who waits for room put its own. */
static IlValue
take_item (IlThreads *threads, IlThreadsObject *it, IlThread *by)
{
  g_autofree IlValue *first = g_queue_pop_head (&it->items);
  IlThread *putter = wake_first (threads, &it->putters, by);

  if (putter) {
    g_queue_push_tail (&it->items, g_memdup2 (&putter->value, sizeof putter->value));
    putter->value = IL_NONE_VALUE;
  }
  return *first;
}

static IlStep
get (IlInstance *self, guint object, IlValue *value, gboolean waits)
{
  IlThreads *threads = threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlThread *thread = self->model_data;
  IlStep step = IL_STEP_OK;

  lock (threads);
  if (it->items.length > 0) {
    IlTraceValue shown = il_run_trace_value (self->run, *(IlValue *) g_queue_peek_head (&it->items));

    record_op (thread, object, IL_OP_GET, shown);
    *value = take_item (threads, it, thread);
  } else if (it->closed)
    step = il_instance_fail_closed (self, object, FALSE);
  else if (!waits)
    step = il_instance_fail_empty (self, object);
  else {
    step = wait_in (&it->getters, thread, IL_WHY_QUEUE_GET, self->run->objects[object]);
    if (step == IL_STEP_OK && take_refusal (thread))
      step = il_instance_fail_closed (self, object, FALSE);
    if (step == IL_STEP_OK) {
      *value = thread->value;
      thread->value = IL_NONE_VALUE;
      record_op (thread, object, IL_OP_GET, il_run_trace_value (self->run, *value));
    }
  }
  unlock (threads);
  return step;
}

IlStep
il_threads_put (IlInstance *self, guint object, IlValue value)
{
  return put (self, object, value, TRUE);
}

IlStep
il_threads_put_nowait (IlInstance *self, guint object, IlValue value)
{
  return put (self, object, value, FALSE);
}

IlStep
il_threads_get (IlInstance *self, guint object, IlValue *value)
{
  return get (self, object, value, TRUE);
}

IlStep
il_threads_get_nowait (IlInstance *self, guint object, IlValue *value)
{
  return get (self, object, value, FALSE);
}

static void
refuse_all (IlThreads *threads, GQueue *line, IlThread *by)
{
  for (GList *link = line->head; link; link = link->next)
    ((IlThread *) link->data)->refused = TRUE;
  wake_all (threads, line, by);
}

IlStep
il_threads_close (IlInstance *self, guint object)
{
  IlThreads *threads = threads_of (self);
  IlThreadsObject *it = &threads->objects[object];

  lock (threads);
  if (!it->closed) {
    record_op (self->model_data, object, IL_OP_CLOSE, (IlTraceValue) { 0 });
    it->closed = TRUE;
    refuse_all (threads, &it->getters, self->model_data);
    refuse_all (threads, &it->putters, self->model_data);
  }
  unlock (threads);
  return IL_STEP_OK;
}

gint64
il_threads_device_due (IlThreads *threads, guint object, gint64 now, gint64 duration)
{
  GArray *busy = threads->objects[object].busy;
  guint soonest = 0;
  gint64 start = now;

  lock (threads);
  for (guint i = 0; i < busy->len;)
    if (g_array_index (busy, gint64, i) <= now)
      g_array_remove_index_fast (busy, i);
    else
      i++;
  if (busy->len >= il_run_object_capacity (threads->model.run, object)) {
    for (guint i = 1; i < busy->len; i++)
      if (g_array_index (busy, gint64, i) < g_array_index (busy, gint64, soonest))
        soonest = i;
    start = g_array_index (busy, gint64, soonest);
    g_array_remove_index_fast (busy, soonest); /* this request has its place from then on */
  }
  gint64 due = duration > G_MAXINT64 - start ? G_MAXINT64 : start + duration;
  g_array_append_val (busy, due);
  unlock (threads);
  return due;
}

static void
record (IlInstance *self, IlRecord what)
{
  threads_of (self)->class->record (self->model_data, what);
}

IlStep
il_threads_read (IlInstance *self, guint object, IlValue *value)
{
  return il_shared_read (self, object, value, record);
}

IlStep
il_threads_write (IlInstance *self, guint object, IlValue value)
{
  return il_shared_write (self, object, value, record);
}

void
il_threads_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  record (self, il_record_of_op (self, traced, op, value));
}

void
il_threads_print (IlInstance *self, const char *text)
{
  threads_of (self)->class->record (self->model_data, il_record_print (0, self->id, il_run_text (self->run, text), self->line));
}

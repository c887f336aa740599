/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/blocking/threads-private.h"

/* Queues. An item goes from hand to hand where somebody waits for it, and so does room. */

/* Whether who waited was woken only because the queue was closed. */
static gboolean
take_refusal (IlThread *self)
{
  gboolean refused = self->refused;

  self->refused = FALSE;
  return refused;
}

static IlStep
put (IlInstance *self, guint object, IlValue value, gboolean waits)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlThread *thread = self->model_data;
  gint64 bound = il_run_object_capacity (self->run, object);
  IlTraceValue shown = il_run_trace_value (self->run, value);
  IlStep step = IL_STEP_OK;
  char *message;

  il_threads_lock (threads);
  if (it->closed) {
    step = il_instance_fail_closed (self, object, TRUE);
    il_value_clear (&value);
  } else if (bound > 0 && il_items_length (&it->items) >= bound && !waits) {
    step = il_instance_fail_full (self, object);
    il_value_clear (&value);
  } else if (bound > 0 && il_items_length (&it->items) >= bound) {
    thread->value = value; /* the getter takes it from here as it makes room */
    step = il_thread_wait (thread, &it->putters, IL_WHY_QUEUE_PUT, self->run->objects[object], IL_FOR_EVER);
    if (step == IL_STEP_OK && take_refusal (thread))
      step = il_instance_fail_closed (self, object, TRUE);
    if (step == IL_STEP_OK && thread->disorder)
      step = il_instance_fail_order (self, g_steal_pointer (&thread->disorder));
    if (step == IL_STEP_OK)
      il_thread_record_op (thread, object, IL_OP_PUT, shown);
    else
      il_value_clear (&thread->value);
  } else if (it->getters.length > 0) {
    it->n_unfinished++;
    il_thread_record_op (thread, object, IL_OP_PUT, shown);
    il_thread_wake_first (&it->getters, thread)->value = value;
  } else if (il_items_add (&it->items, (IlItem) { value, shown }, &message)) {
    it->n_unfinished++;
    il_thread_record_op (thread, object, IL_OP_PUT, shown);
  } else
    step = il_instance_fail_order (self, message);
  il_threads_unlock (threads);
  return step;
}

/* There is room: the first who waits for some puts its item. */
static void
let_put (IlThreadsObject *it, IlThread *by)
{
  IlThread *putter = il_thread_wake_first (&it->putters, by);

  if (!putter)
    return;
  IlItem item = { putter->value, il_run_trace_value (putter->instance->run, putter->value) };
  putter->value = IL_NONE_VALUE;
  it->n_unfinished += il_items_add (&it->items, item, &putter->disorder);
}

static IlStep
get (IlInstance *self, guint object, IlValue *value, gboolean waits)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlThread *thread = self->model_data;
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (il_items_length (&it->items) > 0) {
    IlItem item;
    char *message;

    if (il_items_take (&it->items, &item, &message)) {
      il_thread_record_op (thread, object, IL_OP_GET, item.shown);
      *value = item.value;
    } else
      step = il_instance_fail_order (self, message);
    let_put (it, thread);
  } else if (it->closed)
    step = il_instance_fail_closed (self, object, FALSE);
  else if (!waits)
    step = il_instance_fail_empty (self, object);
  else {
    step = il_thread_wait (thread, &it->getters, IL_WHY_QUEUE_GET, self->run->objects[object], IL_FOR_EVER);
    if (step == IL_STEP_OK && take_refusal (thread))
      step = il_instance_fail_closed (self, object, FALSE);
    if (step == IL_STEP_OK) {
      *value = thread->value;
      thread->value = IL_NONE_VALUE;
      il_thread_record_op (thread, object, IL_OP_GET, il_run_trace_value (self->run, *value));
    }
  }
  il_threads_unlock (threads);
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
refuse_all (GQueue *line, IlThread *by)
{
  for (GList *link = line->head; link; link = link->next)
    ((IlThread *) link->data)->refused = TRUE;
  il_thread_wake_all (line, by);
}

IlStep
il_threads_close (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];

  il_threads_lock (threads);
  if (!it->closed) {
    il_thread_record_op (self->model_data, object, IL_OP_CLOSE, (IlTraceValue) { 0 });
    it->closed = TRUE;
    refuse_all (&it->getters, self->model_data);
    refuse_all (&it->putters, self->model_data);
  }
  il_threads_unlock (threads);
  return IL_STEP_OK;
}

IlStep
il_threads_join (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (it->n_unfinished > 0)
    step = il_thread_wait (self->model_data, &it->waiters, IL_WHY_QUEUE_JOIN, self->run->objects[object], IL_FOR_EVER);
  il_threads_unlock (threads);
  return step;
}

IlStep
il_threads_task_done (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (it->n_unfinished == 0)
    step = il_instance_fail_task_done (self, object);
  else {
    il_thread_record_op (self->model_data, object, IL_OP_TASK_DONE, (IlTraceValue) { 0 });
    if (--it->n_unfinished == 0)
      il_thread_wake_all (&it->waiters, self->model_data);
  }
  il_threads_unlock (threads);
  return step;
}

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

  il_threads_lock (threads);
  if (it->closed) {
    step = il_instance_fail_closed (self, object, TRUE);
    il_value_clear (&value);
  } else if (bound > 0 && it->items.length >= bound && !waits) {
    step = il_instance_fail_full (self, object);
    il_value_clear (&value);
  } else if (bound > 0 && it->items.length >= bound) {
    thread->value = value; /* the getter takes it from here as it makes room */
    step = il_thread_wait (thread, &it->putters, IL_WHY_QUEUE_PUT, self->run->objects[object], IL_FOR_EVER);
    if (step == IL_STEP_OK && take_refusal (thread))
      step = il_instance_fail_closed (self, object, TRUE);
    if (step == IL_STEP_OK)
      il_thread_record_op (thread, object, IL_OP_PUT, shown);
    else
      il_value_clear (&thread->value);
  } else {
    il_thread_record_op (thread, object, IL_OP_PUT, shown);
    IlThread *getter = il_thread_wake_first (&it->getters, thread);
    if (getter)
      getter->value = value;
    else
      g_queue_push_tail (&it->items, g_memdup2 (&value, sizeof value));
  }
  il_threads_unlock (threads);
  return step;
}

/* Takes the first item and lets the first who waits for room put its own. */
static IlValue
take_item (IlThreadsObject *it, IlThread *by)
{
  g_autofree IlValue *first = g_queue_pop_head (&it->items);
  IlThread *putter = il_thread_wake_first (&it->putters, by);

  if (putter) {
    g_queue_push_tail (&it->items, g_memdup2 (&putter->value, sizeof putter->value));
    putter->value = IL_NONE_VALUE;
  }
  return *first;
}

static IlStep
get (IlInstance *self, guint object, IlValue *value, gboolean waits)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlThread *thread = self->model_data;
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (it->items.length > 0) {
    IlTraceValue shown = il_run_trace_value (self->run, *(IlValue *) g_queue_peek_head (&it->items));

    il_thread_record_op (thread, object, IL_OP_GET, shown);
    *value = take_item (it, thread);
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

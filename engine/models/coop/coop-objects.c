/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/coop/coop.h"

static bool
order_add (void *data, void *item, IlTraceValue shown)
{
  IlCoopOrder *order = data;
  g_autofree IlValue *value = item;

  return il_items_add (&order->items, (IlItem) { *value, shown }, &order->failure);
}

static bool
order_take (void *data, void **item, IlTraceValue *shown)
{
  IlCoopOrder *order = data;
  IlItem taken;

  if (!il_items_take (&order->items, &taken, &order->failure))
    return false;
  *item = g_memdup2 (&taken.value, sizeof taken.value);
  *shown = taken.shown;
  return true;
}

static void
init_queue (IlCoop *coop, IlCoopObject *object, guint32 traced, const IlObjectDeclaration *declaration)
{
  if (declaration->variety == IL_VARIETY_PLAIN) {
    object->queue = il_queue_new (coop->loop, traced, declaration->capacity);
    return;
  }
  object->order = g_new0 (IlCoopOrder, 1);
  il_items_init (&object->order->items, declaration->variety);
  object->queue = il_queue_new_with_store (coop->loop, traced, declaration->capacity,
                                           (IlQueueStore) { order_add, order_take, object->order });
}

static void
order_free (IlCoopOrder *order)
{
  il_items_clear (&order->items);
  g_free (order->failure);
  g_free (order);
}

/* Takes the failure of the last put or get over; NULL: it was another. */
static char *
take_failure (IlInstance *self, guint object)
{
  IlCoopOrder *order = il_coop_of (self)->objects[object].order;

  return order ? g_steal_pointer (&order->failure) : NULL;
}

void
il_coop_object_init (IlCoop *coop, guint index)
{
  IlRun *run = coop->model.run;
  IlCoopObject *object = &coop->objects[index];
  guint32 traced = run->objects[index];
  gint64 capacity = il_run_object_capacity (run, index);

  switch (il_program_object (run->program, index)->kind) {
  case IL_OBJECT_SEMAPHORE: object->semaphore = il_semaphore_new (coop->loop, traced, capacity); break;
  case IL_OBJECT_MUTEX: object->mutex = il_mutex_new (coop->loop, traced); break;
  case IL_OBJECT_QUEUE: init_queue (coop, object, traced, il_program_object (run->program, index)); break;
  case IL_OBJECT_DEVICE: object->device = il_device_new (coop->loop, traced, capacity); break;
  case IL_OBJECT_EVENT: object->flag = il_flag_new (coop->loop, traced); break;
  case IL_OBJECT_CONDITION: object->condition = il_condition_new (coop->loop, traced); break;
  case IL_OBJECT_BARRIER: object->barrier = il_barrier_new (coop->loop, traced, capacity); break;
  default: break;
  }
}

static void
item_free (IlValue *item)
{
  il_value_clear (item);
  g_free (item);
}

void
il_coop_object_clear (IlCoopObject *object)
{
  void *item;

  while (object->queue && il_queue_drain (object->queue, &item))
    item_free (item);
  g_clear_pointer (&object->queue, il_queue_free);
  g_clear_pointer (&object->order, order_free);
  g_clear_pointer (&object->device, il_device_free);
  g_clear_pointer (&object->semaphore, il_semaphore_free);
  g_clear_pointer (&object->mutex, il_mutex_free);
  g_clear_pointer (&object->flag, il_flag_free);
  g_clear_pointer (&object->condition, il_condition_free);
  g_clear_pointer (&object->barrier, il_barrier_free);
}

IlStep
il_coop_acquire (IlInstance *self, guint object)
{
  IlCoopObject *it = &il_coop_of (self)->objects[object];

  il_coop_loop (self);
  if (it->mutex)
    return il_coop_step (self, il_mutex_acquire (it->mutex));
  if (it->condition)
    return il_coop_step (self, il_condition_acquire (it->condition));
  return il_coop_step (self, il_semaphore_acquire (it->semaphore));
}

IlStep
il_coop_release (IlInstance *self, guint object)
{
  IlCoopObject *it = &il_coop_of (self)->objects[object];

  il_coop_loop (self);
  if (it->semaphore && il_run_object_is_bounded (self->run, object)
      && il_semaphore_permits (it->semaphore) >= il_run_object_capacity (self->run, object))
    return il_instance_fail_release (self, object);
  if (it->semaphore && !il_semaphore_release (it->semaphore))
    return il_instance_fail_permits (self, object);
  if (!it->semaphore && !(it->mutex ? il_mutex_release (it->mutex) : il_condition_release (it->condition)))
    return il_instance_fail_release (self, object);
  return IL_STEP_OK;
}

static IlStep
step_from_put (IlInstance *self, guint object, IlValue *item, IlWake wake)
{
  char *failure = take_failure (self, object);

  if (wake == IL_WAKE_OK)
    return IL_STEP_OK;
  if (failure)
    return il_instance_fail_order (self, failure);
  item_free (item);
  return wake == IL_WAKE_CLOSED ? il_instance_fail_closed (self, object, TRUE) : il_coop_step (self, wake);
}

static IlStep
step_from_get (IlInstance *self, guint object, IlValue *item, IlWake wake, IlValue *value)
{
  char *failure = take_failure (self, object);

  if (failure)
    return il_instance_fail_order (self, failure);
  if (wake == IL_WAKE_CLOSED)
    return il_instance_fail_closed (self, object, FALSE);
  if (wake != IL_WAKE_OK)
    return il_coop_step (self, wake);
  *value = *item;
  g_free (item);
  return IL_STEP_OK;
}

IlStep
il_coop_put (IlInstance *self, guint object, IlValue value)
{
  IlValue *item = g_memdup2 (&value, sizeof value);

  il_coop_loop (self);
  return step_from_put (self, object, item,
                        il_queue_put (il_coop_of (self)->objects[object].queue, item,
                                      il_run_trace_value (self->run, value)));
}

IlStep
il_coop_get (IlInstance *self, guint object, IlValue *value)
{
  void *item = NULL;

  il_coop_loop (self);
  IlWake wake = il_queue_get (il_coop_of (self)->objects[object].queue, &item);
  return step_from_get (self, object, item, wake, value);
}

IlStep
il_coop_put_nowait (IlInstance *self, guint object, IlValue value)
{
  IlQueue *queue = il_coop_of (self)->objects[object].queue;
  IlValue *item = g_memdup2 (&value, sizeof value);

  il_coop_loop (self);
  if (il_queue_put_nowait (queue, item, il_run_trace_value (self->run, value)))
    return IL_STEP_OK;
  char *failure = take_failure (self, object);
  if (failure)
    return il_instance_fail_order (self, failure);
  item_free (item);
  return il_queue_closed (queue) ? il_instance_fail_closed (self, object, TRUE) : il_instance_fail_full (self, object);
}

IlStep
il_coop_get_nowait (IlInstance *self, guint object, IlValue *value)
{
  IlQueue *queue = il_coop_of (self)->objects[object].queue;
  void *item = NULL;

  il_coop_loop (self);
  if (il_queue_get_nowait (queue, &item))
    return step_from_get (self, object, item, IL_WAKE_OK, value);
  char *failure = take_failure (self, object);
  if (failure)
    return il_instance_fail_order (self, failure);
  return il_queue_closed (queue) ? il_instance_fail_closed (self, object, FALSE)
                                 : il_instance_fail_empty (self, object);
}

IlStep
il_coop_close (IlInstance *self, guint object)
{
  il_coop_loop (self);
  il_queue_close (il_coop_of (self)->objects[object].queue);
  return IL_STEP_OK;
}

IlStep
il_coop_io_device (IlInstance *self, guint object, gint64 duration)
{
  il_coop_loop (self);
  return il_coop_step (self, il_device_io (il_coop_of (self)->objects[object].device, duration));
}

IlStep
il_coop_wait (IlInstance *self, guint object)
{
  IlCoopObject *it = &il_coop_of (self)->objects[object];
  IlWake wake;

  il_coop_loop (self);
  if (it->flag)
    wake = il_flag_wait (it->flag);
  else if (it->barrier)
    wake = il_barrier_wait (it->barrier, NULL);
  else if ((wake = il_condition_wait (it->condition)) == IL_WAKE_ERROR)
    return il_instance_fail_unlocked (self, object, FALSE);
  return il_coop_step (self, wake);
}

IlStep
il_coop_set (IlInstance *self, guint object)
{
  il_coop_loop (self);
  il_flag_set (il_coop_of (self)->objects[object].flag);
  return IL_STEP_OK;
}

IlStep
il_coop_clear (IlInstance *self, guint object)
{
  il_coop_loop (self);
  il_flag_clear (il_coop_of (self)->objects[object].flag);
  return IL_STEP_OK;
}

IlStep
il_coop_notify (IlInstance *self, guint object, guint n)
{
  il_coop_loop (self);
  if (il_condition_notify (il_coop_of (self)->objects[object].condition, n))
    return IL_STEP_OK;
  return il_instance_fail_unlocked (self, object, TRUE);
}

IlStep
il_coop_count (IlInstance *self, guint object, gint64 *count)
{
  const IlCoopObject *it = &il_coop_of (self)->objects[object];

  if (it->queue)
    *count = (gint64) il_queue_length (it->queue);
  else if (it->semaphore)
    *count = il_semaphore_permits (it->semaphore);
  else if (it->flag)
    *count = il_flag_is_set (it->flag);
  else
    *count = it->mutex ? il_mutex_locked (it->mutex) : il_condition_locked (it->condition);
  return IL_STEP_OK;
}

IlStep
il_coop_join (IlInstance *self, guint object)
{
  il_coop_loop (self);
  return il_coop_step (self, il_queue_join (il_coop_of (self)->objects[object].queue));
}

IlStep
il_coop_task_done (IlInstance *self, guint object)
{
  il_coop_loop (self);
  if (il_queue_task_done (il_coop_of (self)->objects[object].queue))
    return IL_STEP_OK;
  return il_instance_fail_task_done (self, object);
}

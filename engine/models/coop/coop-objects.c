/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/coop/coop.h"

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
  case IL_OBJECT_QUEUE: object->queue = il_queue_new (coop->loop, traced, capacity); break;
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
  if (it->semaphore && !il_semaphore_release (it->semaphore))
    return il_instance_fail_permits (self, object);
  if (!it->semaphore && !(it->mutex ? il_mutex_release (it->mutex) : il_condition_release (it->condition)))
    return il_instance_fail_release (self, object);
  return IL_STEP_OK;
}

static IlStep
step_from_put (IlInstance *self, guint object, IlValue *item, IlWake wake)
{
  if (wake == IL_WAKE_OK)
    return IL_STEP_OK;
  item_free (item);
  return wake == IL_WAKE_CLOSED ? il_instance_fail_closed (self, object, TRUE) : il_coop_step (self, wake);
}

static IlStep
step_from_get (IlInstance *self, guint object, IlValue *item, IlWake wake, IlValue *value)
{
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
il_coop_notify (IlInstance *self, guint object, gboolean all)
{
  il_coop_loop (self);
  if (il_condition_notify (il_coop_of (self)->objects[object].condition, all ? SIZE_MAX : 1))
    return IL_STEP_OK;
  return il_instance_fail_unlocked (self, object, TRUE);
}

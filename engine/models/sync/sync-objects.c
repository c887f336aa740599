/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/sync/sync-private.h"

/* Objects, where nobody else can run: either a step can be done at once, or it waits in vain. */

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

static void
record_op (IlInstance *self, guint object, IlOperation op, IlTraceValue value)
{
  il_sync_record (self, il_record_op (0, self->id, self->run->objects[object], op, value, self->line));
}

static IlStep
wait_for_lock (IlInstance *self, guint object)
{
  static const char *const kinds[] = {
    [IL_OBJECT_SEMAPHORE] = "a permit of semaphore",
    [IL_OBJECT_MUTEX] = "mutex",
    [IL_OBJECT_CONDITION] = "the lock of condition",
  };
  const char *kind = kinds[il_program_object (self->run->program, object)->kind];

  return il_sync_block (self, il_why_for_object (self->run, object, FALSE), self->run->objects[object],
                        g_strdup_printf ("%s %s", kind, il_run_object_name (self->run, object)));
}

IlStep
il_sync_acquire (IlInstance *self, guint object)
{
  IlSyncObjectState *it = &il_sync_of (self)->objects[object];

  if (it->free <= 0)
    return wait_for_lock (self, object);
  it->free--;
  record_op (self, object, IL_OP_ACQUIRE, absent);
  return IL_STEP_OK;
}

IlStep
il_sync_release (IlInstance *self, guint object)
{
  IlSyncObjectState *it = &il_sync_of (self)->objects[object];

  if ((it->free > 0 && il_run_object_is_mutex (self->run, object))
      || (il_run_object_is_bounded (self->run, object) && it->free >= il_run_object_capacity (self->run, object)))
    return il_instance_fail_release (self, object);
  if (it->free == G_MAXINT64)
    return il_instance_fail_permits (self, object);
  it->free++;
  record_op (self, object, IL_OP_RELEASE, absent);
  return IL_STEP_OK;
}

/* Nobody can notify it; but a timeout can end the wait, and then the lock is taken again. */
static IlStep
wait_for_condition (IlInstance *self, guint object, const char *name)
{
  IlSyncObjectState *it = &il_sync_of (self)->objects[object];

  if (it->free > 0)
    return il_instance_fail_unlocked (self, object, FALSE);
  il_sync_release (self, object);
  IlStep step =
      il_sync_block (self, IL_WHY_CONDITION, self->run->objects[object], g_strdup_printf ("condition %s", name));
  if (step != IL_STEP_STOPPED)
    il_sync_acquire (self, object);
  return step;
}

IlStep
il_sync_wait (IlInstance *self, guint object)
{
  const char *name = il_run_object_name (self->run, object);
  guint32 traced = self->run->objects[object];

  switch (il_program_object (self->run->program, object)->kind) {
  case IL_OBJECT_EVENT:
    return il_sync_of (self)->objects[object].set
               ? IL_STEP_OK
               : il_sync_block (self, IL_WHY_EVENT, traced, g_strdup_printf ("event %s", name));
  case IL_OBJECT_CONDITION: return wait_for_condition (self, object, name);
  default:
    return il_run_object_capacity (self->run, object) <= 1
               ? IL_STEP_OK
               : il_sync_block (self, IL_WHY_BARRIER, traced, g_strdup_printf ("others at barrier %s", name));
  }
}

IlStep
il_sync_set (IlInstance *self, guint object)
{
  il_sync_of (self)->objects[object].set = TRUE;
  record_op (self, object, IL_OP_SET, absent);
  return IL_STEP_OK;
}

IlStep
il_sync_clear (IlInstance *self, guint object)
{
  il_sync_of (self)->objects[object].set = FALSE;
  record_op (self, object, IL_OP_CLEAR, absent);
  return IL_STEP_OK;
}

/* Nobody can wait for it. */
IlStep
il_sync_notify (IlInstance *self, guint object, guint n G_GNUC_UNUSED)
{
  if (il_sync_of (self)->objects[object].free > 0)
    return il_instance_fail_unlocked (self, object, TRUE);
  record_op (self, object, IL_OP_NOTIFY, (IlTraceValue) { IL_VALUE_INTEGER, 0 });
  return IL_STEP_OK;
}

static IlStep
put (IlInstance *self, guint object, IlValue value, gboolean waits)
{
  IlSyncObjectState *it = &il_sync_of (self)->objects[object];
  gint64 bound = il_run_object_capacity (self->run, object);
  guint32 traced = self->run->objects[object];

  if (it->closed || (bound > 0 && il_items_length (&it->items) >= bound)) {
    il_value_clear (&value);
    if (it->closed)
      return il_instance_fail_closed (self, object, TRUE);
    if (!waits)
      return il_instance_fail_full (self, object);
    return il_sync_block (self, IL_WHY_QUEUE_PUT, traced,
                          g_strdup_printf ("room in queue %s", il_run_object_name (self->run, object)));
  }

  IlItem item = { value, il_run_trace_value (self->run, value) };
  char *message;
  if (!il_items_add (&it->items, item, &message))
    return il_instance_fail_order (self, message);
  it->n_unfinished++;
  record_op (self, object, IL_OP_PUT, item.shown);
  return IL_STEP_OK;
}

static IlStep
get (IlInstance *self, guint object, IlValue *value, gboolean waits)
{
  IlSyncObjectState *it = &il_sync_of (self)->objects[object];
  guint32 traced = self->run->objects[object];
  IlItem item;
  char *message;

  if (il_items_length (&it->items) == 0) {
    if (it->closed)
      return il_instance_fail_closed (self, object, FALSE);
    if (!waits)
      return il_instance_fail_empty (self, object);
    return il_sync_block (self, IL_WHY_QUEUE_GET, traced,
                          g_strdup_printf ("an item in queue %s", il_run_object_name (self->run, object)));
  }
  if (!il_items_take (&it->items, &item, &message))
    return il_instance_fail_order (self, message);
  *value = item.value;
  record_op (self, object, IL_OP_GET, item.shown);
  return IL_STEP_OK;
}

IlStep
il_sync_put (IlInstance *self, guint object, IlValue value)
{
  return put (self, object, value, TRUE);
}

IlStep
il_sync_get (IlInstance *self, guint object, IlValue *value)
{
  return get (self, object, value, TRUE);
}

IlStep
il_sync_put_nowait (IlInstance *self, guint object, IlValue value)
{
  return put (self, object, value, FALSE);
}

IlStep
il_sync_get_nowait (IlInstance *self, guint object, IlValue *value)
{
  return get (self, object, value, FALSE);
}

IlStep
il_sync_close (IlInstance *self, guint object)
{
  if (il_sync_of (self)->objects[object].closed)
    return IL_STEP_OK;
  il_sync_of (self)->objects[object].closed = TRUE;
  record_op (self, object, IL_OP_CLOSE, absent);
  return IL_STEP_OK;
}

IlStep
il_sync_count (IlInstance *self, guint object, gint64 *count)
{
  const IlSyncObjectState *it = &il_sync_of (self)->objects[object];

  switch (il_program_object (self->run->program, object)->kind) {
  case IL_OBJECT_QUEUE: *count = il_items_length (&it->items); break;
  case IL_OBJECT_SEMAPHORE: *count = it->free; break;
  case IL_OBJECT_EVENT: *count = it->set; break;
  default: *count = it->free == 0; break;
  }
  return IL_STEP_OK;
}

IlStep
il_sync_join (IlInstance *self, guint object)
{
  if (il_sync_of (self)->objects[object].n_unfinished == 0)
    return IL_STEP_OK;
  return il_sync_block (self, IL_WHY_QUEUE_JOIN, self->run->objects[object],
                        g_strdup_printf ("the end of the work in queue %s", il_run_object_name (self->run, object)));
}

IlStep
il_sync_task_done (IlInstance *self, guint object)
{
  IlSyncObjectState *it = &il_sync_of (self)->objects[object];

  if (it->n_unfinished == 0)
    return il_instance_fail_task_done (self, object);
  it->n_unfinished--;
  record_op (self, object, IL_OP_TASK_DONE, absent);
  return IL_STEP_OK;
}

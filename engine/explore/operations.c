/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/explore/execution-private.h"

/* The steps of the threads model, without time and lines: each stands before what it does until it is chosen. */

static IlActor *
actor_of (IlInstance *self)
{
  return (IlActor *) self;
}

static IlExploredObject *
object_of (const IlActor *actor)
{
  return &actor->execution->objects[actor->object];
}

/* Whether what is done to it is a step. */
static gboolean
touch (IlActor *actor, guint object)
{
  IlExecution *execution = actor->execution;
  IlExplored *explored = execution->explored;
  guint32 toucher = explored->touchers[object];

  if (explored->visible[object])
    return TRUE;
  explored->touchers[object] = actor->number;
  if (explored->looked_at[object] || (toucher != 0 && toucher != actor->number)) {
    explored->visible[object] = TRUE;
    execution->grown = TRUE;
    execution->over = TRUE;
  }
  return FALSE;
}

/* ACTOR stands before WORD until it is chosen, which it can be when CAN says so. */
IlStep
il_actor_visit (IlActor *actor, const char *word, guint object, gboolean (*can) (IlActor *actor))
{
  IlExecution *execution = actor->execution;

  actor->word = word;
  actor->object = object;
  actor->can = can;
  gboolean visible = object == IL_WITHOUT_OBJECT || touch (actor, object);
  if (!execution->over && (visible || (can && !can (actor))))
    il_coro_suspend (NULL);
  actor->n_others = 0;
  return execution->over ? IL_STEP_STOPPED : IL_STEP_OK;
}

/* What the task has learnt: that it got here, and how. */
IlStep
il_actor_learn (IlActor *actor, IlStep step)
{
  il_state_add_number (actor->past, step);
  return step;
}

static gboolean
can_acquire (IlActor *actor)
{
  return object_of (actor)->free > 0;
}

static IlStep
acquire (IlInstance *self, guint object)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "acquire", object, can_acquire);

  if (step != IL_STEP_OK)
    return step;
  object_of (actor)->free--;
  object_of (actor)->holder = actor;
  return il_actor_learn (actor, IL_STEP_OK);
}

static IlStep
release (IlInstance *self, guint object)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "release", object, NULL);
  IlExploredObject *of = &actor->execution->objects[object];
  gboolean mutex = il_run_object_is_mutex (self->run, object);

  if (step != IL_STEP_OK)
    return step;
  if ((mutex && of->free > 0)
      || (il_run_object_is_bounded (self->run, object) && of->free == il_run_object_capacity (self->run, object)))
    return il_actor_learn (actor, il_instance_fail_release (self, object));
  if (of->free == G_MAXINT64)
    return il_actor_learn (actor, il_instance_fail_permits (self, object));
  of->free++;
  of->holder = NULL;
  return il_actor_learn (actor, IL_STEP_OK);
}

static gboolean
is_full (IlActor *actor, guint object)
{
  gint64 capacity = il_run_object_capacity (&actor->execution->run, object);

  return capacity > 0 && il_items_length (&actor->execution->objects[object].items) >= capacity;
}

static gboolean
can_put (IlActor *actor)
{
  return object_of (actor)->closed || !is_full (actor, actor->object);
}

static gboolean
can_get (IlActor *actor)
{
  return object_of (actor)->closed || il_items_length (&object_of (actor)->items) > 0;
}

static IlStep
put_when (IlInstance *self, guint object, IlValue value, gboolean waits)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, waits ? "put" : "put_nowait", object, waits ? can_put : NULL);
  IlExploredObject *of = &actor->execution->objects[object];
  char *message = NULL;

  if (step == IL_STEP_OK && of->closed)
    step = il_actor_learn (actor, il_instance_fail_closed (self, object, TRUE));
  else if (step == IL_STEP_OK && is_full (actor, object))
    step = il_actor_learn (actor, il_instance_fail_full (self, object));
  if (step != IL_STEP_OK) {
    il_value_clear (&value);
    return step;
  }
  of->n_unfinished++;
  if (!il_items_add (&of->items, (IlItem) { .value = value }, &message))
    return il_actor_learn (actor, il_instance_fail_order (self, message));
  return il_actor_learn (actor, IL_STEP_OK);
}

static IlStep
put (IlInstance *self, guint object, IlValue value)
{
  return put_when (self, object, value, TRUE);
}

static IlStep
put_nowait (IlInstance *self, guint object, IlValue value)
{
  return put_when (self, object, value, FALSE);
}

static IlStep
get_when (IlInstance *self, guint object, IlValue *value, gboolean waits)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, waits ? "get" : "get_nowait", object, waits ? can_get : NULL);
  IlExploredObject *of = &actor->execution->objects[object];
  char *message = NULL;
  IlItem item;

  if (step != IL_STEP_OK)
    return step;
  if (il_items_length (&of->items) == 0)
    return il_actor_learn (actor, of->closed ? il_instance_fail_closed (self, object, FALSE)
                                             : il_instance_fail_empty (self, object));
  if (!il_items_take (&of->items, &item, &message))
    return il_actor_learn (actor, il_instance_fail_order (self, message));
  *value = item.value;
  il_state_add_value (actor->past, *value);
  return il_actor_learn (actor, IL_STEP_OK);
}

static IlStep
get (IlInstance *self, guint object, IlValue *value)
{
  return get_when (self, object, value, TRUE);
}

static IlStep
get_nowait (IlInstance *self, guint object, IlValue *value)
{
  return get_when (self, object, value, FALSE);
}

static IlStep
close_queue (IlInstance *self, guint object)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "close", object, NULL);

  if (step == IL_STEP_OK)
    actor->execution->objects[object].closed = TRUE;
  return il_actor_learn (actor, step);
}

static gboolean
can_join (IlActor *actor)
{
  return object_of (actor)->n_unfinished == 0;
}

static IlStep
join (IlInstance *self, guint object)
{
  return il_actor_learn (actor_of (self), il_actor_visit (actor_of (self), "join", object, can_join));
}

static IlStep
task_done (IlInstance *self, guint object)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "task_done", object, NULL);
  IlExploredObject *of = &actor->execution->objects[object];

  if (step != IL_STEP_OK)
    return step;
  if (of->n_unfinished == 0)
    return il_actor_learn (actor, il_instance_fail_task_done (self, object));
  of->n_unfinished--;
  return il_actor_learn (actor, IL_STEP_OK);
}

static gboolean
is_set (IlActor *actor)
{
  return object_of (actor)->set;
}

static gboolean
can_retake (IlActor *actor)
{
  return actor->woken && object_of (actor)->free > 0;
}

static gboolean
is_woken (IlActor *actor)
{
  return actor->woken;
}

static IlStep
wait_for_condition (IlActor *actor, guint object)
{
  IlInstance *self = &actor->instance;
  IlExploredObject *of = &actor->execution->objects[object];
  IlStep step = il_actor_visit (actor, "wait", object, NULL);

  if (step != IL_STEP_OK)
    return step;
  if (of->free > 0 || of->holder != actor)
    return il_actor_learn (actor, il_instance_fail_unlocked (self, object, FALSE));
  of->free++;
  of->holder = NULL;
  g_queue_push_tail (&of->waiters, actor);
  il_actor_learn (actor, IL_STEP_OK);
  if ((step = il_actor_visit (actor, "retake", object, can_retake)) != IL_STEP_OK)
    return step;
  actor->woken = FALSE;
  of->free--;
  of->holder = actor;
  return il_actor_learn (actor, IL_STEP_OK);
}

/* Who comes as the last opens it; for the others, to come and to go are two steps. */
static IlStep
wait_at_barrier (IlActor *actor, guint object)
{
  IlExploredObject *of = &actor->execution->objects[object];
  IlStep step = il_actor_visit (actor, "wait", object, NULL);

  if (step != IL_STEP_OK)
    return step;
  il_actor_learn (actor, IL_STEP_OK);
  if (of->waiters.length + 1 >= il_run_object_capacity (&actor->execution->run, object)) {
    for (IlActor *other; (other = g_queue_pop_head (&of->waiters));)
      other->woken = TRUE;
    return IL_STEP_OK;
  }
  g_queue_push_tail (&of->waiters, actor);
  if ((step = il_actor_visit (actor, "pass", object, is_woken)) != IL_STEP_OK)
    return step;
  actor->woken = FALSE;
  return il_actor_learn (actor, IL_STEP_OK);
}

static IlStep
wait (IlInstance *self, guint object)
{
  IlActor *actor = actor_of (self);

  switch (il_program_object (self->run->program, object)->kind) {
  case IL_OBJECT_CONDITION: return wait_for_condition (actor, object);
  case IL_OBJECT_BARRIER: return wait_at_barrier (actor, object);
  default: return il_actor_learn (actor, il_actor_visit (actor, "wait", object, is_set));
  }
}

static IlStep
set_to (IlInstance *self, guint object, const char *word, gboolean set)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, word, object, NULL);

  if (step == IL_STEP_OK)
    actor->execution->objects[object].set = set;
  return il_actor_learn (actor, step);
}

static IlStep
set (IlInstance *self, guint object)
{
  return set_to (self, object, "set", TRUE);
}

static IlStep
clear (IlInstance *self, guint object)
{
  return set_to (self, object, "clear", FALSE);
}

static IlStep
notify (IlInstance *self, guint object, guint n)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "notify", object, NULL);
  IlExploredObject *of = &actor->execution->objects[object];

  if (step != IL_STEP_OK)
    return step;
  if (of->free > 0 || of->holder != actor)
    return il_actor_learn (actor, il_instance_fail_unlocked (self, object, TRUE));
  for (IlActor *other; n > 0 && (other = g_queue_pop_head (&of->waiters)); n--)
    other->woken = TRUE;
  return il_actor_learn (actor, IL_STEP_OK);
}

static IlStep
count (IlInstance *self, guint object, gint64 *number)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "ask", object, NULL);
  const IlExploredObject *of = &actor->execution->objects[object];

  if (step != IL_STEP_OK)
    return step;
  switch (il_program_object (self->run->program, object)->kind) {
  case IL_OBJECT_QUEUE: *number = il_items_length (&of->items); break;
  case IL_OBJECT_SEMAPHORE: *number = of->free; break;
  case IL_OBJECT_EVENT: *number = of->set; break;
  default: *number = of->free == 0; break;
  }
  il_state_add_number (actor->past, *number);
  return IL_STEP_OK;
}

static IlStep
read_shared (IlInstance *self, guint object, IlValue *value)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "read", object, NULL);

  if (step != IL_STEP_OK)
    return step;
  *value = il_value_ref (actor->execution->objects[object].value);
  il_state_add_value (actor->past, *value);
  return IL_STEP_OK;
}

static IlStep
write_shared (IlInstance *self, guint object, IlValue value)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, "write", object, NULL);

  if (step != IL_STEP_OK) {
    il_value_clear (&value);
    return step;
  }
  il_value_clear (&actor->execution->objects[object].value);
  actor->execution->objects[object].value = value;
  return il_actor_learn (actor, IL_STEP_OK);
}

static IlStep
cpu (IlInstance *self, gint64 duration)
{
  return duration > 0
             ? il_actor_learn (actor_of (self), il_actor_visit (actor_of (self), "cpu", IL_WITHOUT_OBJECT, NULL))
             : IL_STEP_OK;
}

/* Of two timers, one set later ends first only if it is not longer. */
static gboolean
may_end (IlActor *actor)
{
  for (const GList *i = actor->execution->timers.head; i->data != actor; i = i->next)
    if (((IlActor *) i->data)->duration < actor->duration)
      return FALSE;
  return TRUE;
}

static IlStep
run_timer (IlInstance *self, gint64 duration, const char *word, const char *end)
{
  IlActor *actor = actor_of (self);
  IlStep step = il_actor_visit (actor, word, IL_WITHOUT_OBJECT, NULL);

  if (step != IL_STEP_OK)
    return step;
  actor->duration = MAX (duration, 0);
  g_queue_push_tail (&actor->execution->timers, actor);
  il_actor_learn (actor, IL_STEP_OK);
  if ((step = il_actor_visit (actor, end, IL_WITHOUT_OBJECT, may_end)) != IL_STEP_OK)
    return step;
  g_queue_remove (&actor->execution->timers, actor);
  return il_actor_learn (actor, IL_STEP_OK);
}

static IlStep
sleep_for (IlInstance *self, gint64 duration)
{
  return run_timer (self, duration, "sleep", "end of sleep");
}

static IlStep
io (IlInstance *self, gint64 duration)
{
  return run_timer (self, duration, "io", "end of io");
}

static IlStep
refuse (IlInstance *self, const char *what)
{
  return il_execution_refuse (actor_of (self)->execution, what);
}

static IlStep
io_device (IlInstance *self, guint object, gint64 duration)
{
  return refuse (self, "io on a device");
}

static IlStep
cancel (IlInstance *self, IlInstance *other)
{
  return refuse (self, "cancel");
}

static IlStep
completions_begin (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions)
{
  return refuse (self, "as_completed");
}

static IlStep
timeout_begin (IlInstance *self, gint64 duration, IlModelTimeout **timeout)
{
  return refuse (self, "timeout");
}

static IlStep
offload (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  for (guint i = 0; i < n; i++)
    il_value_clear (&arguments[i]);
  return refuse (self, "thread and process");
}

static void
op (IlInstance *self, guint32 traced, IlOperation operation, const IlValue *value)
{
}

static void
print (IlInstance *self, const char *text)
{
}

static gint64
now (IlInstance *self)
{
  refuse (self, "now(), as its value depends on time");
  return 0;
}

const IlModelSteps il_explored_steps = {
  .spawn = il_explored_spawn,
  .await = il_explored_await,
  .cpu = cpu,
  .sleep = sleep_for,
  .io = io,
  .acquire = acquire,
  .release = release,
  .put = put,
  .get = get,
  .put_nowait = put_nowait,
  .get_nowait = get_nowait,
  .close = close_queue,
  .join = join,
  .task_done = task_done,
  .wait = wait,
  .set = set,
  .clear = clear,
  .notify = notify,
  .count = count,
  .cancel = cancel,
  .ended = il_explored_ended,
  .gather = il_explored_gather,
  .wait_all = il_explored_wait_all,
  .completions_begin = completions_begin,
  .first = il_explored_first,
  .shield = il_explored_await,
  .timeout_begin = timeout_begin,
  .group_begin = il_explored_group_begin,
  .group_spawn = il_explored_group_spawn,
  .group_end = il_explored_group_end,
  .thread = offload,
  .process = offload,
  .io_device = io_device,
  .read = read_shared,
  .write = write_shared,
  .op = op,
  .print = print,
  .now = now,
};

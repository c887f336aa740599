/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/gather.h"
#include "engine/loop/group.h"
#include "engine/loop/timeout.h"
#include "engine/models/coop/coop.h"
#include "engine/models/run/properties.h"

static IlTaskEnd
task_main (IlTask *task, void *data)
{
  IlInstance *instance = data;
  IlTaskEnd end;

  end.how = il_instance_execute (instance, &end.shown);
  end.result = instance;
  if (end.how == IL_HOW_RETURN && il_task_cancel_is_due (task)) { /* as the loop has it end */
    instance->end = IL_STEP_CANCELLED;
    il_value_clear (&instance->result);
  }
  instance->ended = TRUE;
  il_task_set_line (task, instance->line);
  if (il_instance_has_broken (instance)) /* the loop, which is stopping, records no more */
    il_ring_write (instance->run->ring, il_record_exit (il_instance_steps (instance)->now (instance), instance->id,
                                                        end.how, end.shown, instance->line));
  return end;
}

static void
dropped_cb (IlTask *task G_GNUC_UNUSED, void *data)
{
  IlInstance *instance = data;

  instance->end = IL_STEP_CANCELLED;
  instance->ended = TRUE;
}

/* GROUP: whose the task is, or NULL. */
static gboolean
begin (IlCoop *coop, IlInstance *instance, IlGroup *group, IlEngineError *error)
{
  guint32 name = il_instance_name_text (instance);

  if (group)
    instance->model_data = il_group_spawn (group, task_main, instance, name, error);
  else
    instance->model_data = il_loop_spawn (coop->loop, task_main, instance, name, error);
  if (!instance->model_data) {
    instance->ended = TRUE; /* it will never run */
    return FALSE;
  }
  il_task_set_dropped (instance->model_data, dropped_cb);
  il_task_set_line (instance->model_data, instance->line);
  il_coro_set_owner (il_task_coro (instance->model_data), instance->name, &instance->line);
  return TRUE;
}

gboolean
il_coop_begin (IlModel *model, IlInstance *instance, IlEngineError *error)
{
  return begin ((IlCoop *) model, instance, NULL, error);
}

static IlStep
spawn (IlInstance *self, IlGroup *group, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlInstance *instance = il_run_add_instance (self->run, self, routine, arguments, n);
  IlEngineError error;

  if (!instance)
    return IL_STEP_ERROR;
  il_coop_loop (self);
  if (!begin (il_coop_of (self), instance, group, &error))
    return il_instance_fail (self, self->line, 0, "%s cannot be spawned: %s", instance->name, error.message);
  *spawned = instance;
  return IL_STEP_OK;
}

IlStep
il_coop_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  return spawn (self, NULL, routine, arguments, n, spawned);
}

/* WAKE: how the wait for the end of OTHER alone was over. */
static IlStep
step_from_end (IlInstance *self, IlInstance *other, IlWake wake)
{
  other->noticed = other->noticed || other->ended;
  return wake == IL_WAKE_OK ? il_instance_take_end (self, other) : il_coop_step (self, wake);
}

IlStep
il_coop_await (IlInstance *self, IlInstance *other)
{
  IlTaskEnd end;

  il_coop_loop (self);
  IlWake wake = il_task_await (other->model_data, &end);
  return wake == IL_WAKE_ERROR && self == other ? il_instance_check_await (self, other)
                                                : step_from_end (self, other, wake);
}

IlStep
il_coop_shield (IlInstance *self, IlInstance *other)
{
  IlTaskEnd end;

  il_coop_loop (self);
  return step_from_end (self, other, il_task_shield (other->model_data, &end));
}

IlStep
il_coop_ended (IlInstance *self G_GNUC_UNUSED, IlInstance *other, gboolean learn, gboolean *ended)
{
  *ended = other->ended;
  other->noticed |= learn && other->ended;
  return IL_STEP_OK;
}

IlStep
il_coop_cancel (IlInstance *self, IlInstance *other)
{
  il_coop_loop (self);
  if (other->ended || il_task_cancel (other->model_data))
    return IL_STEP_OK;
  return il_coop_step (self, IL_WAKE_ERROR);
}

static IlTask **
tasks_of (IlInstance *const *others, guint n)
{
  IlTask **tasks = g_new (IlTask *, n + 1);

  for (guint i = 0; i < n; i++)
    tasks[i] = others[i]->model_data;
  return tasks;
}

IlStep
il_coop_gather (IlInstance *self, IlInstance *const *others, guint n, gboolean errors)
{
  g_autofree IlTask **tasks = tasks_of (others, n);
  IlTask *failed = NULL;

  for (guint i = 0; i < n; i++)
    if (il_instance_check_await (self, others[i]) != IL_STEP_OK)
      return IL_STEP_ERROR;

  IlLoop *loop = il_coop_loop (self);
  IlWake wake = errors ? il_gather_errors (loop, tasks, n) : il_gather (loop, tasks, n, &failed);
  for (guint i = 0; i < n; i++)
    others[i]->noticed = TRUE; /* those as well that go on: nobody is told how they end */
  return wake == IL_WAKE_OK && failed ? il_instance_take_end (self, il_task_data (failed)) : il_coop_step (self, wake);
}

IlStep
il_coop_first (IlInstance *self, IlInstance *const *others, guint n, guint *first)
{
  g_autofree IlTask **tasks = tasks_of (others, n);
  size_t index = 0;
  IlStep step = il_coop_step (self, il_first (il_coop_loop (self), tasks, n, &index));

  *first = (guint) index;
  return step;
}

IlStep
il_coop_wait_all (IlInstance *self, IlInstance *const *others, guint n)
{
  g_autofree IlTask **tasks = tasks_of (others, n);

  return il_coop_step (self, il_wait_all (il_coop_loop (self), tasks, n));
}

/* Of the loop's kind, under the interpreter's name. */
static IlCompletions *
completions_of (IlModelCompletions *completions)
{
  return (IlCompletions *) completions;
}

IlStep
il_coop_completions_begin (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions)
{
  g_autofree IlTask **tasks = tasks_of (others, n);

  *completions = (IlModelCompletions *) il_completions_new (il_coop_loop (self), tasks, n);
  return *completions ? IL_STEP_OK : il_coop_step (self, IL_WAKE_ERROR);
}

IlStep
il_coop_completions_next (IlInstance *self, IlModelCompletions *completions, IlInstance **other)
{
  IlTask *task = NULL;

  il_coop_loop (self);
  IlStep step = il_coop_step (self, il_completions_next (completions_of (completions), &task));
  if (step == IL_STEP_OK)
    *other = il_task_data (task);
  return step;
}

void
il_coop_completions_end (IlInstance *self G_GNUC_UNUSED, IlModelCompletions *completions)
{
  il_completions_free (completions_of (completions));
}

struct _IlModelTimeout {
  IlTimeout *timeout;
  gint64 duration;
};

IlStep
il_coop_timeout_begin (IlInstance *self, gint64 duration, IlModelTimeout **timeout)
{
  IlTimeout *begun = il_timeout_begin (il_coop_loop (self), duration);

  if (!begun)
    return il_coop_step (self, IL_WAKE_ERROR);
  *timeout = g_new (IlModelTimeout, 1);
  **timeout = (IlModelTimeout) { begun, duration };
  return IL_STEP_OK;
}

IlStep
il_coop_timeout_end (IlInstance *self, IlModelTimeout *timeout, IlStep body)
{
  gboolean over = il_timeout_end (timeout->timeout, body == IL_STEP_CANCELLED);
  gint64 duration = timeout->duration;

  g_free (timeout);
  return over ? il_instance_fail_timeout (self, duration) : body;
}

/* Of the loop's kind, under the interpreter's name. */
static IlGroup *
group_of (IlModelGroup *group)
{
  return (IlGroup *) group;
}

IlStep
il_coop_group_begin (IlInstance *self, IlModelGroup **group)
{
  *group = (IlModelGroup *) il_group_new (il_coop_loop (self));
  return *group ? IL_STEP_OK : il_coop_step (self, IL_WAKE_ERROR);
}

IlStep
il_coop_group_spawn (IlInstance *self, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments, guint n,
                     IlInstance **spawned)
{
  if (il_group_aborting (group_of (group)))
    return il_instance_fail_group_spawn (self, routine, arguments, n);
  return spawn (self, group_of (group), routine, arguments, n, spawned);
}

static IlStep
end_group (IlInstance *self, IlGroup *group, IlStep body)
{
  static const IlHow hows[] = {
    [IL_STEP_OK] = IL_HOW_RETURN,
    [IL_STEP_ERROR] = IL_HOW_ERROR,
    [IL_STEP_CANCELLED] = IL_HOW_CANCELLED,
  };
  IlHow how;

  if (body == IL_STEP_STOPPED)
    return body;
  il_coop_loop (self);
  if (il_group_end (group, hows[body], &how) == IL_WAKE_STOPPED)
    return IL_STEP_STOPPED;
  if (how != IL_HOW_ERROR)
    return how == IL_HOW_RETURN ? IL_STEP_OK : IL_STEP_CANCELLED;

  guint n = (guint) il_group_n_failed (group);
  g_autofree IlInstance **failed = g_new (IlInstance *, n + 1);
  for (guint i = 0; i < n; i++)
    failed[i] = il_task_data (il_group_failed (group, i));
  return il_instance_fail_group (self, body == IL_STEP_ERROR, failed, n);
}

IlStep
il_coop_group_end (IlInstance *self, IlModelGroup *group, IlStep body)
{
  IlStep step = end_group (self, group_of (group), body);

  il_group_free (group_of (group));
  return step;
}

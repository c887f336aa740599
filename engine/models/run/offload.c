/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/offload.h"

#include "engine/models/run/shared.h"

enum { DEFAULT_WORKERS = 4 };

guint
il_run_workers (const IlRun *run)
{
  guint workers = il_program_machine (run->program)->workers;

  return workers ? workers : DEFAULT_WORKERS;
}

gboolean
il_value_travels (IlValue value, const char **what)
{
  if (value.type == IL_TYPE_HANDLE || value.type == IL_TYPE_GENERATOR || value.type == IL_TYPE_OBJECT) {
    *what = il_type_name (value.type);
    return FALSE;
  }
  for (guint i = 0; value.type == IL_TYPE_LIST && i < il_value_length (value); i++) {
    IlValue item = il_value_item (value, i);
    gboolean travels = il_value_travels (item, what);

    il_value_clear (&item);
    if (!travels)
      return FALSE;
  }
  return TRUE;
}

IlStep
il_instance_check_result (IlInstance *instance)
{
  const char *what;

  if (il_value_travels (instance->result, &what))
    return IL_STEP_OK;
  il_value_clear (&instance->result);
  return il_instance_fail (instance, instance->line, 0, "%s cannot leave the process of %s as its result", what,
                           instance->name);
}

static void
clear_values (IlValue *values, guint n)
{
  for (guint i = 0; i < n; i++)
    il_value_clear (&values[i]);
}

IlInstance *
il_run_add_offload (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, gboolean process)
{
  const char *what;

  for (guint i = 0; process && i < n; i++)
    if (!il_value_travels (arguments[i], &what)) {
      clear_values (arguments, n);
      il_instance_fail (self, self->line, 0, "%s cannot be handed to another process, as argument %u of %s", what,
                        i + 1, il_routine_name (routine));
      return NULL;
    }

  IlInstance *instance = il_run_add_instance (self->run, self, routine, arguments, n);
  if (instance && process)
    instance->shared = il_shared_copy_new (self->run);
  return instance;
}

IlStep
il_instance_take_offload (IlInstance *self, IlInstance *instance, IlValue *result)
{
  IlStep step = il_instance_take_end (self, instance);

  if (step == IL_STEP_OK)
    *result = il_value_ref (instance->result);
  return step;
}

static IlStep
refuse (IlInstance *self, const char *word)
{
  return il_instance_fail (
      self, self->line, 0,
      self->shared
          ? "'%s' is not possible in %s, which runs in a process of its own: tasks and objects are the other's"
          : "'%s' is not possible in %s, which runs in a thread beside the event loop: tasks and objects are the loop's",
      word, self->name);
}

static IlStep
refuse_call (IlInstance *self, IlValue *arguments, guint n, const char *word)
{
  clear_values (arguments, n);
  return refuse (self, word);
}

static IlStep
refuse_value (IlInstance *self, IlValue value, const char *word)
{
  il_value_clear (&value);
  return refuse (self, word);
}

#define U G_GNUC_UNUSED

static IlStep
refuse_await (IlInstance *self, IlInstance *other U)
{
  return refuse (self, "await");
}
static IlStep
refuse_acquire (IlInstance *self, guint object U)
{
  return refuse (self, "acquire");
}
static IlStep
refuse_release (IlInstance *self, guint object U)
{
  return refuse (self, "release");
}
static IlStep
refuse_put (IlInstance *self, guint object U, IlValue value)
{
  return refuse_value (self, value, "put");
}
static IlStep
refuse_put_nowait (IlInstance *self, guint object U, IlValue value)
{
  return refuse_value (self, value, "put_nowait");
}
static IlStep
refuse_get (IlInstance *self, guint object U, IlValue *value U)
{
  return refuse (self, "get");
}
static IlStep
refuse_get_nowait (IlInstance *self, guint object U, IlValue *value U)
{
  return refuse (self, "get_nowait");
}
static IlStep
refuse_close (IlInstance *self, guint object U)
{
  return refuse (self, "close");
}
static IlStep
refuse_wait (IlInstance *self, guint object U)
{
  return refuse (self, "wait");
}
static IlStep
refuse_set (IlInstance *self, guint object U)
{
  return refuse (self, "set");
}
static IlStep
refuse_clear (IlInstance *self, guint object U)
{
  return refuse (self, "clear");
}
static IlStep
refuse_notify (IlInstance *self, guint object U, guint n U)
{
  return refuse (self, "notify");
}
static IlStep
refuse_count (IlInstance *self, guint object U, gint64 *count U)
{
  return refuse (self, "asking an object");
}
static IlStep
refuse_ended (IlInstance *self, IlInstance *other U, gboolean learn U, gboolean *ended U)
{
  return refuse (self, "asking a task");
}
static IlStep
refuse_cancel (IlInstance *self, IlInstance *other U)
{
  return refuse (self, "cancel");
}
static IlStep
refuse_gather (IlInstance *self, IlInstance *const *others U, guint n U, gboolean errors U)
{
  return refuse (self, "gather");
}
static IlStep
refuse_wait_all (IlInstance *self, IlInstance *const *others U, guint n U)
{
  return refuse (self, "wait_all");
}
static IlStep
refuse_completions (IlInstance *self, IlInstance *const *others U, guint n U, IlModelCompletions **completions U)
{
  return refuse (self, "as_completed");
}
static IlStep
refuse_join (IlInstance *self, guint object U)
{
  return refuse (self, "join");
}
static IlStep
refuse_task_done (IlInstance *self, guint object U)
{
  return refuse (self, "task_done");
}
static IlStep
refuse_first (IlInstance *self, IlInstance *const *others U, guint n U, guint *first U)
{
  return refuse (self, "first");
}
static IlStep
refuse_shield (IlInstance *self, IlInstance *other U)
{
  return refuse (self, "shield");
}
static IlStep
refuse_timeout (IlInstance *self, gint64 duration U, IlModelTimeout **timeout U)
{
  return refuse (self, "timeout");
}
static IlStep
refuse_group (IlInstance *self, IlModelGroup **group U)
{
  return refuse (self, "group");
}
static IlStep
refuse_io_device (IlInstance *self, guint object U, gint64 duration U)
{
  return refuse (self, "io DEVICE");
}

static IlStep
refuse_spawn (IlInstance *self, const IlRoutine *routine U, IlValue *arguments, guint n, IlInstance **spawned U)
{
  return refuse_call (self, arguments, n, "spawn");
}

static IlStep
refuse_thread (IlInstance *self, const IlRoutine *routine U, IlValue *arguments, guint n, IlValue *result U)
{
  return refuse_call (self, arguments, n, "thread");
}

static IlStep
refuse_process (IlInstance *self, const IlRoutine *routine U, IlValue *arguments, guint n, IlValue *result U)
{
  return refuse_call (self, arguments, n, "process");
}

void
il_steps_refuse_offload (IlModelSteps *steps)
{
  IlModelSteps kept = *steps;

  /* A block that could not begin (timeout, group) is never ended, and has no tasks. */
  *steps = (IlModelSteps) { .spawn = refuse_spawn,
                            .await = refuse_await,
                            .acquire = refuse_acquire,
                            .release = refuse_release,
                            .put = refuse_put,
                            .put_nowait = refuse_put_nowait,
                            .get = refuse_get,
                            .get_nowait = refuse_get_nowait,
                            .close = refuse_close,
                            .wait = refuse_wait,
                            .set = refuse_set,
                            .clear = refuse_clear,
                            .notify = refuse_notify,
                            .count = refuse_count,
                            .ended = refuse_ended,
                            .cancel = refuse_cancel,
                            .gather = refuse_gather,
                            .wait_all = refuse_wait_all,
                            .completions_begin = refuse_completions,
                            .join = refuse_join,
                            .task_done = refuse_task_done,
                            .first = refuse_first,
                            .shield = refuse_shield,
                            .timeout_begin = refuse_timeout,
                            .group_begin = refuse_group,
                            .thread = refuse_thread,
                            .process = refuse_process,
                            .io_device = refuse_io_device,
                            .cpu = kept.cpu,
                            .sleep = kept.sleep,
                            .io = kept.io,
                            .now = kept.now,
                            .read = kept.read,
                            .write = kept.write,
                            .op = kept.op,
                            .print = kept.print };
}

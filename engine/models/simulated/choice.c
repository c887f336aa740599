/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/simulated/choice.h"

#include "engine/models/simulated/machine-private.h"

/* The steps of the machine, each with a choice before it. Those that show nothing to others are as they were. */

static void
choose (IlInstance *self, IlVisible operation, guint object, IlInstance *other)
{
  IlMachine *machine = (IlMachine *) self->model;

  if (machine->choice && !machine->over && !((IlThread *) self->model_data)->killed)
    machine->choice (self, operation, object, other, machine->choice_data);
}

void
il_machine_choose_retake (IlThread *self, guint object)
{
  choose (self->instance, IL_VISIBLE_RETAKE, object, NULL);
}

#define NONE IL_VISIBLE_NO_OBJECT

/* A step NAME with what its declaration and its call have in parentheses. */
#define STEP(name, operation, object, other, declared, called)                                                         \
  static IlStep choose_##name declared                                                                                 \
  {                                                                                                                    \
    choose (self, operation, object, other);                                                                           \
    return il_threads_##name called;                                                                                   \
  }

STEP (spawn, IL_VISIBLE_SPAWN, NONE, NULL,
      (IlInstance * self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned),
      (self, routine, arguments, n, spawned))
STEP (group_spawn, IL_VISIBLE_SPAWN, NONE, NULL,
      (IlInstance * self, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments, guint n,
       IlInstance **spawned),
      (self, group, routine, arguments, n, spawned))
STEP (thread, IL_VISIBLE_AWAIT, NONE, NULL,
      (IlInstance * self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result),
      (self, routine, arguments, n, result))
STEP (process, IL_VISIBLE_AWAIT, NONE, NULL,
      (IlInstance * self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result),
      (self, routine, arguments, n, result))
STEP (await, IL_VISIBLE_AWAIT, NONE, other, (IlInstance * self, IlInstance *other), (self, other))
STEP (shield, IL_VISIBLE_AWAIT, NONE, other, (IlInstance * self, IlInstance *other), (self, other))
STEP (cancel, IL_VISIBLE_CANCEL, NONE, other, (IlInstance * self, IlInstance *other), (self, other))
STEP (gather, IL_VISIBLE_AWAIT, NONE, NULL, (IlInstance * self, IlInstance *const *others, guint n, gboolean errors),
      (self, others, n, errors))
STEP (wait_all, IL_VISIBLE_AWAIT, NONE, NULL, (IlInstance * self, IlInstance *const *others, guint n),
      (self, others, n))
STEP (completions_next, IL_VISIBLE_AWAIT, NONE, NULL,
      (IlInstance * self, IlModelCompletions *completions, IlInstance **other), (self, completions, other))
STEP (join, IL_VISIBLE_JOIN, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (task_done, IL_VISIBLE_TASK_DONE, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (first, IL_VISIBLE_AWAIT, NONE, NULL, (IlInstance * self, IlInstance *const *others, guint n, guint *first),
      (self, others, n, first))
STEP (group_end, IL_VISIBLE_AWAIT, NONE, NULL, (IlInstance * self, IlModelGroup *group, IlStep body),
      (self, group, body))
STEP (timeout_begin, IL_VISIBLE_BEGIN, NONE, NULL, (IlInstance * self, gint64 duration, IlModelTimeout **timeout),
      (self, duration, timeout))
STEP (timeout_end, IL_VISIBLE_END, NONE, NULL, (IlInstance * self, IlModelTimeout *timeout, IlStep body),
      (self, timeout, body))
STEP (acquire, IL_VISIBLE_ACQUIRE, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (release, IL_VISIBLE_RELEASE, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (wait, IL_VISIBLE_WAIT, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (set, IL_VISIBLE_SET, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (clear, IL_VISIBLE_CLEAR, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (close, IL_VISIBLE_CLOSE, object, NULL, (IlInstance * self, guint object), (self, object))
STEP (notify, IL_VISIBLE_NOTIFY, object, NULL, (IlInstance * self, guint object, guint n), (self, object, n))
STEP (count, IL_VISIBLE_ASK, object, NULL, (IlInstance * self, guint object, gint64 *count), (self, object, count))
STEP (ended, IL_VISIBLE_ASK, NONE, other, (IlInstance * self, IlInstance *other, gboolean learn, gboolean *ended),
      (self, other, learn, ended))
STEP (put, IL_VISIBLE_PUT, object, NULL, (IlInstance * self, guint object, IlValue value), (self, object, value))
STEP (put_nowait, IL_VISIBLE_PUT, object, NULL, (IlInstance * self, guint object, IlValue value), (self, object, value))
STEP (get, IL_VISIBLE_GET, object, NULL, (IlInstance * self, guint object, IlValue *value), (self, object, value))
STEP (get_nowait, IL_VISIBLE_GET, object, NULL, (IlInstance * self, guint object, IlValue *value),
      (self, object, value))
STEP (read, IL_VISIBLE_READ, object, NULL, (IlInstance * self, guint object, IlValue *value), (self, object, value))
STEP (write, IL_VISIBLE_WRITE, object, NULL, (IlInstance * self, guint object, IlValue value), (self, object, value))

static IlStep
choose_cpu (IlInstance *self, gint64 duration)
{
  if (duration > 0)
    choose (self, IL_VISIBLE_CPU, NONE, NULL);
  return il_machine_cpu (self, duration);
}

/* A sleep and I/O are seen twice, where they come to their end. */
static IlStep
end (IlInstance *self, guint object, IlStep step)
{
  if (step == IL_STEP_OK)
    choose (self, IL_VISIBLE_END, object, NULL);
  return step;
}

static IlStep
choose_sleep (IlInstance *self, gint64 duration)
{
  choose (self, IL_VISIBLE_BEGIN, NONE, NULL);
  return end (self, NONE, il_threads_sleep (self, duration));
}

static IlStep
choose_io (IlInstance *self, gint64 duration)
{
  choose (self, IL_VISIBLE_BEGIN, NONE, NULL);
  return end (self, NONE, il_threads_io (self, duration));
}

static IlStep
choose_io_device (IlInstance *self, guint object, gint64 duration)
{
  choose (self, IL_VISIBLE_BEGIN, object, NULL);
  return end (self, object, il_threads_io_device (self, object, duration));
}

static const IlModelSteps choice_steps = {
  .spawn = choose_spawn,
  .await = choose_await,
  .shield = choose_shield,
  .gather = choose_gather,
  .first = choose_first,
  .wait_all = choose_wait_all,
  .completions_begin = il_threads_completions_begin,
  .completions_next = choose_completions_next,
  .completions_end = il_threads_completions_end,
  .join = choose_join,
  .task_done = choose_task_done,
  .cancel = choose_cancel,
  .timeout_begin = choose_timeout_begin,
  .timeout_end = choose_timeout_end,
  .group_begin = il_threads_group_begin,
  .group_spawn = choose_group_spawn,
  .group_end = choose_group_end,
  .thread = choose_thread,
  .process = choose_process,
  .cpu = choose_cpu,
  .sleep = choose_sleep,
  .io = choose_io,
  .io_device = choose_io_device,
  .acquire = choose_acquire,
  .release = choose_release,
  .wait = choose_wait,
  .set = choose_set,
  .clear = choose_clear,
  .notify = choose_notify,
  .count = choose_count,
  .ended = choose_ended,
  .put = choose_put,
  .get = choose_get,
  .put_nowait = choose_put_nowait,
  .get_nowait = choose_get_nowait,
  .close = choose_close,
  .read = choose_read,
  .write = choose_write,
  .op = il_threads_op,
  .print = il_threads_print,
  .now = il_threads_now,
};

void
il_machine_set_choice_func (IlRun *run, IlChoiceFunc choice, gpointer data)
{
  g_return_if_fail (run->model_class == &il_machine_model && run->thread == NULL);

  IlMachine *machine = (IlMachine *) run->model;
  machine->choice = choice;
  machine->choice_data = data;
  machine->threads.model.steps = &choice_steps;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/coro/generator.h"
#include "engine/models/simulated/machine-private.h"
#include "traces/record/time.h"

/* The threads of the simulated machine: coroutines, that run in no time at all up to their next need. */

typedef struct {
  gint64 due;
  guint64 order; /* of equal ones, the first set is the first to end */
  IlSimulated *who;
} Timer;

static int
compare_timers (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const Timer *first = a, *second = b;

  if (first->due != second->due)
    return first->due < second->due ? -1 : 1;
  return first->order < second->order ? -1 : first->order > second->order;
}

/* For the end of the wait, or for a timeout that comes before that. */
static void
set_timer (IlMachine *machine, IlSimulated *simulated)
{
  Timer timer = { MIN (simulated->due, il_thread_deadline (&simulated->thread)), machine->n_timers_set++, simulated };

  if (timer.due < G_MAXINT64)
    simulated->timer =
        g_sequence_insert_sorted (machine->timers, g_memdup2 (&timer, sizeof timer), compare_timers, NULL);
}

static void
clear_timer (IlSimulated *simulated)
{
  g_clear_pointer (&simulated->timer, g_sequence_remove);
}

static Timer *
first_timer (IlMachine *machine)
{
  GSequenceIter *first = g_sequence_get_begin_iter (machine->timers);

  return g_sequence_iter_is_end (first) ? NULL : g_sequence_get (first);
}

gint64
il_machine_next_timer (IlMachine *machine)
{
  const Timer *first = first_timer (machine);

  return first ? first->due : G_MAXINT64;
}

void
il_machine_end_timers (IlMachine *machine)
{
  Timer *timer;

  while ((timer = first_timer (machine)) && timer->due <= machine->time) {
    IlSimulated *who = timer->who;

    clear_timer (who);
    if (il_thread_deadline (&who->thread) <= machine->time) { /* it wins over a wait of the same length */
      il_thread_expire (&who->thread, machine->time);
      if (who->thread.waits)
        set_timer (machine, who);
    } else
      il_machine_make_ready (machine, who, who->due_by, who->thread.instance->line);
  }
}

void
il_machine_record (IlMachine *machine, IlRecord what)
{
  if (machine->over)
    return;
  what.time = machine->time;
  il_ring_write (machine->threads.model.run->ring, what);
}

static void
record (IlThread *self, IlRecord what)
{
  il_machine_record (il_machine_of ((IlSimulated *) self), what);
}

void
il_machine_make_ready (IlMachine *machine, IlSimulated *simulated, guint32 by, guint line)
{
  clear_timer (simulated);
  simulated->thread.waits = FALSE;
  il_machine_record (machine, il_record_ready (0, simulated->thread.instance->id, by, line));
  il_machine_enter_ready (machine, simulated, FALSE);
}

void
il_machine_enter_ready (IlMachine *machine, IlSimulated *simulated, gboolean preempted)
{
  if (!preempted)
    simulated->schedulable.turn = 0;
  machine->policy->time = machine->time;
  machine->policy_class->ready (machine->policy, &simulated->schedulable, preempted);
}

static void
account (IlMachine *machine, IlCore *core, gint64 until)
{
  IlSchedulable *thread = &core->current->schedulable;
  gint64 time = until - core->since;

  if (time <= 0)
    return;
  core->since = until;
  thread->used += time;
  thread->turn += time;
  machine->policy->time = until;
  if (machine->policy_class->used)
    machine->policy_class->used (machine->policy, thread, time);
}

void
il_machine_account (IlCore *core)
{
  IlMachine *machine = il_machine_of (core->current);

  account (machine, core, machine->time);
}

void
il_machine_account_all (IlMachine *machine, gint64 time)
{
  machine->policy->time = time;
  for (guint i = 0; i < machine->n_cores; i++)
    if (machine->cores[i].current && !machine->cores[i].switching)
      account (machine, &machine->cores[i], time);
}

void
il_machine_leave_core (IlSimulated *simulated)
{
  if (!simulated->core)
    return;
  il_machine_account (simulated->core);
  simulated->core->last = simulated;
  simulated->core->current = NULL;
  simulated->core = NULL;
}

/* On the thread's coroutine: until the machine lets it go on. */
static IlStep
suspend (IlSimulated *self)
{
  self->woken = IL_STEP_OK;
  il_generator_suspend (NULL);
  return self->woken;
}

static IlStep
block (IlThread *thread, IlWhy why, guint32 object_or_task, gint64 duration)
{
  IlSimulated *self = (IlSimulated *) thread;
  IlMachine *machine = il_machine_of (self);
  IlInstance *instance = thread->instance;

  if (machine->over)
    return IL_STEP_STOPPED;
  il_machine_record (machine, il_record_suspend (0, instance->id, why, object_or_task, instance->line));
  self->due = duration == IL_FOR_EVER ? G_MAXINT64 : il_time_after (machine->time, duration);
  self->due_by = why == IL_WHY_IO ? IL_BY_IO : IL_BY_TIMER;
  set_timer (machine, self);
  il_machine_leave_core (self);
  if (machine->policy_class->blocked) {
    IlThread *holder = thread->wants ? thread->wants->holder : NULL;

    machine->policy_class->blocked (machine->policy, &self->schedulable,
                                    holder ? &((IlSimulated *) holder)->schedulable : NULL);
  }
  return suspend (self);
}

static void
wake (IlThread *thread, IlThread *actor, guint32 by)
{
  IlSimulated *simulated = (IlSimulated *) thread;
  IlMachine *machine = il_machine_of (simulated);

  if (!machine->over)
    il_machine_make_ready (machine, simulated, by, actor->instance->line);
}

/* Behind those that are ready already. */
static IlStep
give_way (IlThread *thread)
{
  IlSimulated *self = (IlSimulated *) thread;
  IlMachine *machine = il_machine_of (self);
  IlInstance *instance = thread->instance;

  if (machine->over)
    return IL_STEP_STOPPED;
  il_machine_record (machine, il_record_suspend (0, instance->id, IL_WHY_SLEEP, 0, instance->line));
  il_machine_leave_core (self);
  il_machine_make_ready (machine, self, instance->id, instance->line);
  return suspend (self);
}

IlStep
il_machine_cpu (IlInstance *self, gint64 duration)
{
  IlSimulated *simulated = self->model_data;

  if (il_machine_of (simulated)->over || simulated->thread.killed)
    return IL_STEP_STOPPED;
  if (duration == 0)
    return IL_STEP_OK;
  simulated->burst = duration;
  IlStep step = suspend (simulated);
  return simulated->thread.killed ? IL_STEP_STOPPED : step;
}

static void *
thread_main (void *data)
{
  IlSimulated *simulated = data;

  if (!il_machine_of (simulated)->over)
    il_thread_execute (&simulated->thread);
  return NULL;
}

static IlSchedulable
schedulable_for (const IlMachine *machine, const IlInstance *instance, const IlThread *by)
{
  const IlStart *start = instance->start;
  const IlSchedulable *parent = by ? &((const IlSimulated *) by)->schedulable : NULL;
  IlSchedulable thread = { .arrival = machine->time,
                           .deadline = G_MAXINT64,
                           .period = G_MAXINT64,
                           .length = G_MAXINT64,
                           .weight = 1,
                           .core = -1 };

  if (parent) {
    thread.priority = parent->priority;
    thread.weight = parent->weight;
    thread.core = parent->core;
  }
  if (!start)
    return thread;
  thread.priority = start->priority;
  thread.weight = start->weight;
  thread.core = start->core;
  thread.length = start->length >= 0 ? start->length : G_MAXINT64;
  /* A periodic one has to have ended before the next, unless it says otherwise. */
  gint64 relative = start->deadline >= 0 ? start->deadline : start->every > 0 ? start->every : G_MAXINT64;
  thread.deadline = il_time_add (machine->time, relative);
  thread.period = start->every > 0 ? start->every : relative;
  return thread;
}

static gboolean
start (IlThreads *threads, IlInstance *instance, IlThread *by, gboolean held, char **message)
{
  IlMachine *machine = (IlMachine *) threads;
  IlSimulated *simulated = g_malloc0 (sizeof (IlSimulated) + machine->policy_class->thread_size);
  guint32 by_id = by ? by->instance->id : instance->started_by;
  IlEngineError error;

  simulated->coro = il_coro_new (thread_main, simulated, IL_TASK_STACK, &error);
  if (!simulated->coro) {
    *message = g_strdup (error.message);
    instance->ended = TRUE; /* it will never run */
    g_free (simulated);
    return FALSE;
  }
  il_thread_init (&simulated->thread, instance);
  simulated->schedulable = schedulable_for (machine, instance, by);
  simulated->schedulable.data = simulated->policy_data;
  il_coro_set_owner (simulated->coro, instance->name, &instance->line);
  g_ptr_array_add (machine->all, simulated);
  machine->n_alive++;
  il_machine_record (machine,
                     il_record_spawn (0, instance->id, il_instance_name_text (instance), by_id, instance->line));
  il_machine_record (machine, il_record_ready (0, instance->id, by_id, instance->line));
  if (!held)
    il_machine_enter_ready (machine, simulated, FALSE);
  return TRUE;
}

static void
release (IlThread *thread)
{
  il_machine_enter_ready (il_machine_of ((IlSimulated *) thread), (IlSimulated *) thread, FALSE);
}

/* The thread is on a core, in the ready queue, or waits; if it has a burst, it goes on at the end of that. */
static void
cut_burst (IlThread *thread)
{
  IlSimulated *simulated = (IlSimulated *) thread;

  if (simulated->burst == 0)
    return;
  simulated->burst = 0;
  if (simulated->core && !simulated->core->switching)
    simulated->core->busy_until = il_machine_of (simulated)->time;
}

const IlThreadsClass il_machine_threads = {
  .block = block,
  .wake = wake,
  .give_way = give_way,
  .record = record,
  .start = start,
  .release = release,
  .cut_burst = cut_burst,
  .before_retake = il_machine_choose_retake,
};

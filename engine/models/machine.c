/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/threads.h"

#include "engine/coro/coro.h"
#include "engine/models/arrivals.h"
#include "engine/models/policies/policy.h"

/* Threads on the virtual clock: a simulated machine with some cores and a scheduling policy.
 *
 * A discrete event simulation. Each thread is a coroutine that runs, in no time at all, up to its next
 * need: some processor time (`burst`), or something to wait for. The machine then moves its clock to
 * the next moment at which anything happens. At one moment, in this order: `start` lines make their
 * threads; timers and I/O wake threads; bursts and context switches end, core by core, and those threads go on; slices end, and their threads
 * go to the back of the ready queue; free cores pick. */

typedef struct _Core Core;

typedef struct {
  IlThread thread;
  IlSchedulable schedulable;
  IlCoro *coro;    /* NULL once it has ended */
  Core *core;      /* where it runs, or NULL */
  gint64 burst;    /* processor time it still needs before it goes on, ns */
  IlStep woken;    /* what its wait came to */
  gboolean waits;
} Simulated;

struct _Core {
  guint number;
  Simulated *current;  /* runs, or is being switched to */
  Simulated *last;     /* ran before */
  gboolean switching;
  gint64 busy_until;   /* end of the burst or of the context switch */
  gint64 slice_end;
};

typedef struct {
  gint64 due;
  guint64 order; /* of equal ones, the first set is the first to end */
  guint32 by;    /* IL_BY_TIMER or IL_BY_IO */
  Simulated *who;
} Timer;

typedef struct {
  IlThreads threads;
  gint64 time;
  guint n_cores;
  Core *cores;
  const IlPolicyClass *policy_class;
  IlPolicy *policy;
  GSequence *timers; /* of Timer, by due and order */
  IlArrivals *arrivals;
  guint64 n_timers_set;
  guint n_alive;
  GPtrArray *all;    /* of Simulated */
  gboolean over;     /* what is left is being cleaned up, unrecorded */
} Machine;

static Machine *
machine_of (const Simulated *simulated)
{
  return (Machine *) simulated->thread.instance->model;
}

static void
record (Machine *machine, IlRecord what)
{
  if (machine->over)
    return;
  what.time = machine->time;
  il_ring_write (machine->threads.model.run->ring, what);
}

static void
machine_record (IlThread *self, IlRecord what)
{
  record (machine_of ((Simulated *) self), what);
}

static Simulated *
from_schedulable (IlSchedulable *schedulable)
{
  return schedulable ? (Simulated *) ((char *) schedulable - G_STRUCT_OFFSET (Simulated, schedulable)) : NULL;
}

static void
make_ready (Machine *machine, Simulated *simulated, guint32 by, guint line)
{
  simulated->waits = FALSE;
  record (machine, il_record_ready (0, simulated->thread.instance->id, by, line));
  machine->policy_class->ready (machine->policy, &simulated->schedulable);
}

static void
leave_core (Simulated *simulated)
{
  if (!simulated->core)
    return;
  simulated->core->last = simulated;
  simulated->core->current = NULL;
  simulated->core = NULL;
}

/* On the thread's coroutine: gives the core up until somebody makes it ready. */
static IlStep
wait_here (Simulated *self, IlWhy why, guint32 object_or_task)
{
  Machine *machine = machine_of (self);
  IlInstance *instance = self->thread.instance;

  if (machine->over)
    return IL_STEP_STOPPED;
  record (machine, il_record_suspend (0, instance->id, why, object_or_task, instance->line));
  self->waits = TRUE;
  self->woken = IL_STEP_OK;
  leave_core (self);
  il_coro_suspend (NULL);
  return self->woken;
}

static IlStep
machine_block (IlThread *self, IlWhy why, guint32 object_or_task)
{
  return wait_here ((Simulated *) self, why, object_or_task);
}

static void
machine_wake (IlThread *thread, IlThread *by)
{
  Simulated *simulated = (Simulated *) thread;
  Machine *machine = machine_of (simulated);

  if (!machine->over)
    make_ready (machine, simulated, by->instance->id, by->instance->line);
}

static int
compare_timers (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const Timer *first = a, *second = b;

  if (first->due != second->due)
    return first->due < second->due ? -1 : 1;
  return first->order < second->order ? -1 : first->order > second->order;
}

static IlStep
wait_for_timer (IlInstance *self, IlWhy why, guint32 object, guint32 by, gint64 duration)
{
  Simulated *simulated = self->model_data;
  Machine *machine = machine_of (simulated);
  Timer timer = { machine->time + MAX (0, duration), machine->n_timers_set++, by, simulated };

  if (machine->over)
    return IL_STEP_STOPPED;
  g_sequence_insert_sorted (machine->timers, g_memdup2 (&timer, sizeof timer), compare_timers, NULL);
  return wait_here (simulated, why, object);
}

static IlStep
machine_sleep (IlInstance *self, gint64 duration)
{
  Simulated *simulated = self->model_data;
  Machine *machine = machine_of (simulated);

  if (duration > 0)
    return wait_for_timer (self, IL_WHY_SLEEP, 0, IL_BY_TIMER, duration);
  if (machine->over)
    return IL_STEP_STOPPED;

  /* Gives way: behind those that are ready already. */
  record (machine, il_record_suspend (0, self->id, IL_WHY_SLEEP, 0, self->line));
  leave_core (simulated);
  make_ready (machine, simulated, self->id, self->line);
  simulated->woken = IL_STEP_OK;
  il_coro_suspend (NULL);
  return simulated->woken;
}

static IlStep
machine_io (IlInstance *self, gint64 duration)
{
  return wait_for_timer (self, IL_WHY_IO, 0, IL_BY_IO, duration);
}

static IlStep
machine_io_device (IlInstance *self, guint object, gint64 duration)
{
  Machine *machine = machine_of (self->model_data);
  gint64 due = il_threads_device_due (&machine->threads, object, machine->time, duration);

  return wait_for_timer (self, IL_WHY_IO, self->run->objects[object], IL_BY_IO, due - machine->time);
}

static IlStep
machine_cpu (IlInstance *self, gint64 duration)
{
  Simulated *simulated = self->model_data;

  if (machine_of (simulated)->over)
    return IL_STEP_STOPPED;
  if (duration == 0)
    return IL_STEP_OK;
  simulated->burst = duration;
  simulated->woken = IL_STEP_OK;
  il_coro_suspend (NULL);
  return simulated->woken;
}

static gint64
machine_now (IlModel *model)
{
  return ((Machine *) model)->time;
}

static gint64
machine_step_now (IlInstance *self)
{
  return machine_now (self->model);
}

static void *
thread_main (void *data)
{
  Simulated *simulated = data;

  if (!machine_of (simulated)->over)
    il_thread_execute (&simulated->thread);
  return NULL;
}

static gboolean
machine_start (IlThreads *threads, IlInstance *instance, IlThread *by, char **message)
{
  Machine *machine = (Machine *) threads;
  Simulated *simulated = g_new0 (Simulated, 1);
  guint32 by_id = by ? by->instance->id : instance->started_by;
  IlEngineError error;

  simulated->coro = il_coro_new (thread_main, simulated, IL_TASK_STACK, &error);
  if (!simulated->coro) {
    *message = g_strdup (error.message);
    g_free (simulated);
    return FALSE;
  }
  il_thread_init (&simulated->thread, instance);
  il_coro_set_owner (simulated->coro, instance->name, &instance->line);
  g_ptr_array_add (machine->all, simulated);
  machine->n_alive++;
  record (machine, il_record_spawn (0, instance->id, il_instance_name_text (instance), by_id, instance->line));
  make_ready (machine, simulated, by_id, instance->line);
  return TRUE;
}

/* Lets the thread on CORE run up to its next need, at this very moment. */
static void
go_on (Machine *machine, Core *core)
{
  Simulated *simulated = core->current;

  il_coro_resume (simulated->coro, NULL);
  if (il_coro_ended (simulated->coro)) {
    leave_core (simulated);
    g_clear_pointer (&simulated->coro, il_coro_free);
    machine->n_alive--;
  } else if (simulated->burst > 0)
    core->busy_until = machine->time + simulated->burst;
}

static void
start_slice (Machine *machine, Core *core)
{
  gint64 slice = machine->policy_class->slice (machine->policy);

  core->slice_end = slice == G_MAXINT64 ? slice : machine->time + slice;
}

/* The thread has the core now; it goes on where it was, or with the rest of its burst. */
static void
begin_running (Machine *machine, Core *core, gint64 cost)
{
  IlInstance *instance = core->current->thread.instance;

  core->switching = FALSE;
  record (machine, il_record_resume (0, instance->id, core->number, cost, instance->line));
  start_slice (machine, core);
  if (core->current->burst > 0)
    core->busy_until = machine->time + core->current->burst;
  else
    go_on (machine, core);
}

static gboolean
dispatch (Machine *machine, Core *core)
{
  Simulated *next = from_schedulable (machine->policy_class->pick (machine->policy));
  gint64 cost = machine->threads.model.run->options.switch_cost;

  if (!next)
    return FALSE;
  core->current = next;
  next->core = core;
  if (cost > 0 && core->last && core->last != next) {
    core->switching = TRUE;
    core->busy_until = machine->time + cost;
  } else
    begin_running (machine, core, 0);
  return TRUE;
}

/* Fills the free cores until nothing more can happen at this moment. */
static void
settle (Machine *machine)
{
  gboolean changed;

  do {
    changed = FALSE;
    for (guint i = 0; i < machine->n_cores; i++)
      if (!machine->cores[i].current && !il_run_stopping (machine->threads.model.run))
        changed |= dispatch (machine, &machine->cores[i]);
  } while (changed);
}

static void
preempt (Machine *machine, Core *core)
{
  Simulated *simulated = core->current;
  IlInstance *instance = simulated->thread.instance;

  simulated->burst = core->busy_until - machine->time;
  record (machine, il_record_preempt (0, instance->id, IL_WHY_QUANTUM, core->number, instance->line));
  leave_core (simulated);
  machine->policy_class->ready (machine->policy, &simulated->schedulable);
}

static void
end_slice (Machine *machine, Core *core)
{
  if (machine->policy_class->is_empty (machine->policy))
    start_slice (machine, core); /* nobody else wants the core */
  else
    preempt (machine, core);
}

static void
end_timers (Machine *machine)
{
  GSequenceIter *first;

  while (!g_sequence_iter_is_end (first = g_sequence_get_begin_iter (machine->timers))) {
    Timer *timer = g_sequence_get (first);
    Simulated *who = timer->who;
    guint32 by = timer->by;

    if (timer->due > machine->time)
      break;
    g_sequence_remove (first);
    make_ready (machine, who, by, who->thread.instance->line);
  }
}

static gint64
next_moment (Machine *machine)
{
  GSequenceIter *first = g_sequence_get_begin_iter (machine->timers);
  gint64 next = g_sequence_iter_is_end (first) ? G_MAXINT64 : ((Timer *) g_sequence_get (first))->due;

  next = MIN (next, il_arrivals_next (machine->arrivals));

  for (guint i = 0; i < machine->n_cores; i++) {
    Core *core = &machine->cores[i];

    if (!core->current)
      continue;
    next = MIN (next, core->busy_until);
    if (!core->switching)
      next = MIN (next, core->slice_end);
  }
  return next;
}

static void
end_busy (Machine *machine, Core *core)
{
  if (core->switching)
    begin_running (machine, core, machine->threads.model.run->options.switch_cost);
  else {
    core->current->burst = 0;
    go_on (machine, core);
  }
}

static gboolean
begin (IlModel *model, IlInstance *instance)
{
  g_autofree char *message = NULL;

  if (machine_start ((IlThreads *) model, instance, NULL, &message))
    return TRUE;
  il_instance_fail_begin (instance, message);
  return FALSE;
}

static void
begin_arrivals (Machine *machine)
{
  IlRun *run = machine->threads.model.run;

  while (il_arrivals_next (machine->arrivals) <= machine->time) {
    IlInstance *instance = il_run_add_started (run, il_arrivals_take (machine->arrivals, NULL), IL_BY_TIMER);

    if (instance)
      begin (&machine->threads.model, instance);
  }
}

static IlOutcome
simulate (Machine *machine)
{
  IlRun *run = machine->threads.model.run;

  for (;;) {
    settle (machine);
    if (il_run_stopping (run))
      return IL_OUTCOME_STOPPED;

    gint64 next = next_moment (machine);
    if (next == G_MAXINT64)
      return machine->n_alive == 0 ? IL_OUTCOME_FINISHED : IL_OUTCOME_DEADLOCK;
    machine->time = next;
    begin_arrivals (machine);
    end_timers (machine);
    for (guint i = 0; i < machine->n_cores; i++)
      if (machine->cores[i].current && machine->cores[i].busy_until <= next)
        end_busy (machine, &machine->cores[i]);
    for (guint i = 0; i < machine->n_cores; i++)
      if (machine->cores[i].current && !machine->cores[i].switching && machine->cores[i].slice_end <= next)
        end_slice (machine, &machine->cores[i]);
  }
}

/* On the thread that ran them. */
static void
clean_up (Machine *machine)
{
  machine->over = TRUE;
  for (guint i = 0; i < machine->all->len; i++) {
    Simulated *simulated = g_ptr_array_index (machine->all, i);

    if (!simulated->coro)
      continue;
    simulated->woken = IL_STEP_STOPPED;
    il_coro_resume (simulated->coro, NULL);
    g_clear_pointer (&simulated->coro, il_coro_free);
  }
}

static IlOutcome
machine_execute (IlModel *model)
{
  Machine *machine = (Machine *) model;
  IlOutcome outcome = il_run_start_instances (model->run, begin) ? simulate (machine) : IL_OUTCOME_FAILED;

  clean_up (machine);
  return outcome;
}

static const IlModelSteps machine_steps = {
  .spawn = il_threads_spawn,
  .await = il_threads_await,
  .cpu = machine_cpu,
  .sleep = machine_sleep,
  .io = machine_io,
  .acquire = il_threads_acquire,
  .release = il_threads_release,
  .put = il_threads_put,
  .get = il_threads_get,
  .put_nowait = il_threads_put_nowait,
  .get_nowait = il_threads_get_nowait,
  .close = il_threads_close,
  .io_device = machine_io_device,
  .read = il_threads_read,
  .write = il_threads_write,
  .op = il_threads_op,
  .print = il_threads_print,
  .now = machine_step_now,
};

static const IlThreadsClass machine_class = {
  .block = machine_block,
  .wake = machine_wake,
  .record = machine_record,
  .start = machine_start,
};

static void
simulated_free (Simulated *simulated)
{
  il_thread_clear (&simulated->thread);
  g_free (simulated);
}

static IlModel *
machine_create (IlRun *run, GError **error G_GNUC_UNUSED)
{
  Machine *machine = g_new0 (Machine, 1);

  il_threads_init (&machine->threads, run, &machine_class, &machine_steps, FALSE);
  machine->n_cores = run->options.cores;
  machine->cores = g_new0 (Core, machine->n_cores);
  for (guint i = 0; i < machine->n_cores; i++)
    machine->cores[i].number = i;
  machine->policy_class = il_policy_find (run->options.policy);
  machine->policy = machine->policy_class->create (run->options.quantum);
  machine->timers = g_sequence_new (g_free);
  machine->arrivals = il_arrivals_new (run->program);
  machine->all = g_ptr_array_new_with_free_func ((GDestroyNotify) simulated_free);
  return &machine->threads.model;
}

static void
machine_destroy (IlModel *model)
{
  Machine *machine = (Machine *) model;

  g_ptr_array_unref (machine->all);
  g_sequence_free (machine->timers);
  il_arrivals_free (machine->arrivals);
  machine->policy_class->destroy (machine->policy);
  g_free (machine->cores);
  il_threads_clear (&machine->threads);
  g_free (machine);
}

const IlModelClass il_machine_model = {
  .create = machine_create,
  .execute = machine_execute,
  .now = machine_now,
  .destroy = machine_destroy,
};

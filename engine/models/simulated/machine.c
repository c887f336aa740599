/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/simulated/machine-private.h"

/* Threads on the virtual clock: a simulated machine with some cores and a scheduling policy.
 *
 * A discrete event simulation. Each thread is a coroutine that runs, in no time at all, up to its next
 * need: some processor time (`burst`), or something to wait for. The machine then moves its clock to
 * the next moment at which anything happens. At one moment, in this order: `start` lines make their
 * threads; timers and I/O wake threads; bursts and context switches end, core by core, and those threads go on; slices
 * end, and their threads go to the back of the ready queue; a priority boost lifts all; free cores pick. */

static IlSimulated *
from_schedulable (IlSchedulable *schedulable)
{
  return schedulable ? (IlSimulated *) ((char *) schedulable - G_STRUCT_OFFSET (IlSimulated, schedulable)) : NULL;
}

static gint64
machine_now (IlModel *model)
{
  return ((IlMachine *) model)->time;
}

/* Lets the thread on CORE run up to its next need, at this very moment. */
static void
go_on (IlMachine *machine, IlCore *core)
{
  IlSimulated *simulated = core->current;

  il_coro_resume (simulated->coro, NULL);
  if (il_coro_ended (simulated->coro)) {
    il_machine_leave_core (simulated);
    g_clear_pointer (&simulated->coro, il_coro_free);
    machine->n_alive--;
  } else if (simulated->burst > 0)
    core->busy_until = machine->time + simulated->burst;
}

static void
start_slice (IlMachine *machine, IlCore *core)
{
  gint64 slice = machine->policy_class->slice (machine->policy, &core->current->schedulable);

  core->slice_end = slice > G_MAXINT64 - machine->time ? G_MAXINT64 : machine->time + slice;
}

/* The thread has the core now; it goes on where it was, or with the rest of its burst. */
static void
begin_running (IlMachine *machine, IlCore *core, gint64 cost)
{
  IlInstance *instance = core->current->thread.instance;

  core->switching = FALSE;
  core->since = machine->time;
  il_machine_record (machine, il_record_resume (0, instance->id, core->number, cost, instance->line));
  start_slice (machine, core);
  if (core->current->burst > 0)
    core->busy_until = machine->time + core->current->burst;
  else
    go_on (machine, core);
}

static gboolean
dispatch (IlMachine *machine, IlCore *core)
{
  IlSimulated *next = from_schedulable (machine->policy_class->first (machine->policy, core->number));
  gint64 cost = machine->threads.model.run->options.switch_cost;

  if (!next)
    return FALSE;
  machine->policy_class->remove (machine->policy, &next->schedulable);
  core->current = next;
  next->core = core;
  if (cost > 0 && core->last && core->last != next) {
    core->switching = TRUE;
    core->busy_until = machine->time + cost;
  } else
    begin_running (machine, core, 0);
  return TRUE;
}

static void
preempt (IlMachine *machine, IlCore *core, IlWhy why)
{
  IlSimulated *simulated = core->current;
  IlInstance *instance = simulated->thread.instance;

  simulated->burst = core->busy_until - machine->time;
  il_machine_record (machine, il_record_preempt (0, instance->id, why, core->number, instance->line));
  il_machine_leave_core (simulated);
  machine->policy_class->ready (machine->policy, &simulated->schedulable, why == IL_WHY_PRIORITY);
}

static gint64
rank_of (const IlMachine *machine, const IlSchedulable *thread)
{
  return machine->policy_class->rank ? machine->policy_class->rank (thread) : 0;
}

/* Preempts the least urgent of those that run where a more urgent one is ready that may run there. */
static gboolean
preempt_for_urgency (IlMachine *machine)
{
  IlCore *least = NULL;

  for (guint i = 0; i < machine->n_cores; i++) {
    IlCore *core = &machine->cores[i];
    IlSchedulable *first = machine->policy_class->first (machine->policy, i);

    if (!first || !core->current || core->switching)
      continue;
    il_machine_account (core);
    if (rank_of (machine, first) < rank_of (machine, &core->current->schedulable)
        && (!least || rank_of (machine, &core->current->schedulable) > rank_of (machine, &least->current->schedulable)))
      least = core;
  }
  if (least)
    preempt (machine, least, IL_WHY_PRIORITY);
  return least != NULL;
}

/* Fills the free cores until nothing more can happen at this moment. */
static void
settle (IlMachine *machine)
{
  gboolean changed;

  do {
    changed = FALSE;
    for (guint i = 0; i < machine->n_cores; i++)
      if (!machine->cores[i].current && !il_run_stopping (machine->threads.model.run))
        changed |= dispatch (machine, &machine->cores[i]);
    if (!changed && machine->policy_class->preempts)
      changed = preempt_for_urgency (machine);
  } while (changed);
}

/* Who runs goes on where nobody else is ready who may run there, and comes before it. */
static void
end_slice (IlMachine *machine, IlCore *core)
{
  IlSchedulable *first = machine->policy_class->first (machine->policy, core->number);

  il_machine_account (core);
  if (first && rank_of (machine, first) <= rank_of (machine, &core->current->schedulable))
    preempt (machine, core, IL_WHY_QUANTUM);
  else
    start_slice (machine, core);
}

static void
boost (IlMachine *machine)
{
  gint64 now = machine->time;

  machine->next_boost = machine->boost > G_MAXINT64 - now ? G_MAXINT64 : (now / machine->boost + 1) * machine->boost;
  for (guint i = 0; i < machine->n_cores; i++)
    if (machine->cores[i].current && !machine->cores[i].switching)
      il_machine_account (&machine->cores[i]);
  for (guint i = 0; i < machine->all->len; i++) {
    IlSimulated *simulated = g_ptr_array_index (machine->all, i);

    if (simulated->coro)
      machine->policy_class->boost (machine->policy, &simulated->schedulable);
  }
  for (guint i = 0; i < machine->n_cores; i++)
    if (machine->cores[i].current && !machine->cores[i].switching)
      start_slice (machine, &machine->cores[i]);
}

static gint64
next_moment (IlMachine *machine)
{
  gint64 next = MIN (il_machine_next_timer (machine), il_arrivals_next (machine->arrivals));

  for (guint i = 0; i < machine->n_cores; i++) {
    IlCore *core = &machine->cores[i];

    if (!core->current)
      continue;
    next = MIN (next, core->busy_until);
    next = MIN (next, machine->next_boost); /* nobody sees one while all cores are free */
    if (!core->switching)
      next = MIN (next, core->slice_end);
  }
  return next;
}

static void
end_busy (IlMachine *machine, IlCore *core)
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

  if (il_machine_threads.start ((IlThreads *) model, instance, NULL, FALSE, &message))
    return TRUE;
  il_instance_fail_begin (instance, message);
  return FALSE;
}

static void
begin_arrivals (IlMachine *machine)
{
  IlRun *run = machine->threads.model.run;

  while (il_arrivals_next (machine->arrivals) <= machine->time) {
    IlInstance *instance = il_run_add_started (run, il_arrivals_take (machine->arrivals, NULL), IL_BY_TIMER);

    if (instance)
      begin (&machine->threads.model, instance);
  }
}

static IlOutcome
simulate (IlMachine *machine)
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
    il_machine_end_timers (machine);
    for (guint i = 0; i < machine->n_cores; i++)
      if (machine->cores[i].current && machine->cores[i].busy_until <= next)
        end_busy (machine, &machine->cores[i]);
    for (guint i = 0; i < machine->n_cores; i++)
      if (machine->cores[i].current && !machine->cores[i].switching && machine->cores[i].slice_end <= next)
        end_slice (machine, &machine->cores[i]);
    if (machine->next_boost <= next)
      boost (machine);
  }
}

/* On the thread that ran them. */
static void
clean_up (IlMachine *machine)
{
  machine->over = TRUE;
  for (guint i = 0; i < machine->all->len; i++) {
    IlSimulated *simulated = g_ptr_array_index (machine->all, i);

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
  IlMachine *machine = (IlMachine *) model;
  IlOutcome outcome = il_run_start_instances (model->run, begin) ? simulate (machine) : IL_OUTCOME_FAILED;

  clean_up (machine);
  return outcome;
}

static const IlModelSteps machine_steps = {
  IL_THREADS_STEPS,
  .cpu = il_machine_cpu,
};

static void
simulated_free (IlSimulated *simulated)
{
  il_thread_clear (&simulated->thread);
  g_free (simulated);
}

static IlModel *
machine_create (IlRun *run, GError **error G_GNUC_UNUSED)
{
  IlMachine *machine = g_new0 (IlMachine, 1);

  il_threads_init (&machine->threads, run, &il_machine_threads, &machine_steps, FALSE);
  machine->n_cores = run->options.cores;
  machine->cores = g_new0 (IlCore, machine->n_cores);
  for (guint i = 0; i < machine->n_cores; i++)
    machine->cores[i].number = i;
  machine->policy_class = il_policy_find (run->options.policy);
  machine->policy = machine->policy_class->create (run->options.quantum);
  machine->boost = machine->policy_class->boost ? MAX (0, il_program_machine (run->program)->boost) : 0;
  machine->next_boost = machine->boost > 0 ? machine->boost : G_MAXINT64;
  machine->timers = g_sequence_new (g_free);
  machine->arrivals = il_arrivals_new (run->program);
  machine->all = g_ptr_array_new_with_free_func ((GDestroyNotify) simulated_free);
  return &machine->threads.model;
}

static void
machine_destroy (IlModel *model)
{
  IlMachine *machine = (IlMachine *) model;

  g_ptr_array_unref (machine->all);
  g_sequence_free (machine->timers);
  il_arrivals_free (machine->arrivals);
  machine->policy_class->destroy (machine->policy);
  g_free (machine->cores);
  il_threads_finish (&machine->threads);
  g_free (machine);
}

const IlModelClass il_machine_model = {
  .create = machine_create,
  .execute = machine_execute,
  .now = machine_now,
  .destroy = machine_destroy,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/simulated/machine-private.h"
#include "traces/record/time.h"

/* Threads on the virtual clock: a simulated machine with some cores and a scheduling policy.
 *
 * A discrete event simulation. Each thread is a coroutine that runs, in no time at all, up to its next
 * need: some processor time (`burst`), or something to wait for. The machine then moves its clock to
 * the next moment at which anything happens; the end of a slice is one only where somebody else is ready to take the
 * core. At one moment, in this order: `start` lines make their threads; timers and I/O wake threads; bursts and context
 * switches end, core by core, and those threads go on; the policy changes the order of those who are ready, where it
 * does so by itself; free cores pick; slices end, and their threads go to the back of the ready queue; free cores pick.
 */

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
    if (machine->policy_class->exited)
      machine->policy_class->exited (machine->policy, &simulated->schedulable);
    g_clear_pointer (&simulated->coro, il_coro_free);
    machine->n_alive--;
  } else if (simulated->burst > 0)
    core->busy_until = il_time_after (machine->time, simulated->burst);
}

/* The thread has the core now; it goes on where it was, or with the rest of its burst. */
static void
begin_running (IlMachine *machine, IlCore *core, gint64 cost)
{
  IlInstance *instance = core->current->thread.instance;

  core->switching = FALSE;
  core->since = machine->time;
  il_machine_record (machine, il_record_resume (0, instance->id, core->number, cost, instance->line));
  if (core->current->burst > 0)
    core->busy_until = il_time_after (machine->time, core->current->burst);
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
    core->busy_until = il_time_after (machine->time, cost);
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
  il_machine_enter_ready (machine, simulated, why == IL_WHY_PRIORITY);
}

static gint64
rank_of (const IlMachine *machine, const IlSchedulable *thread)
{
  return machine->policy_class->rank ? machine->policy_class->rank (machine->policy, thread) : 0;
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

/* Returns whether any free core has got a thread. */
static gboolean
fill_cores (IlMachine *machine)
{
  gboolean filled = FALSE;

  for (guint i = 0; i < machine->n_cores; i++)
    if (!machine->cores[i].current && !il_run_stopping (machine->threads.model.run))
      filled |= dispatch (machine, &machine->cores[i]);
  return filled;
}

/* Until nothing more can happen at this moment. */
static void
settle (IlMachine *machine)
{
  gboolean changed;

  machine->policy->time = machine->time;
  do {
    changed = fill_cores (machine);
    if (!changed && machine->policy_class->preempts)
      changed = preempt_for_urgency (machine);
  } while (changed);
}

static void
change_order (IlMachine *machine)
{
  machine->policy->time = machine->time;
  if (machine->policy_class->change)
    machine->policy_class->change (machine->policy);
}

/* How much longer the thread on CORE may run before it has to give way to who is ready as things are. */
static gint64
slice_left (IlMachine *machine, IlCore *core)
{
  const IlSchedulable *next = machine->policy_class->first (machine->policy, core->number);

  return next ? machine->policy_class->slice (machine->policy, &core->current->schedulable, next) : G_MAXINT64;
}

/* So far the policy knows of all but the last nanosecond: a slice that ends now is told from one that begins. */
static void
end_slices (IlMachine *machine)
{
  for (guint i = 0; machine->policy_class->slice && i < machine->n_cores; i++) {
    IlCore *core = &machine->cores[i];

    machine->policy->time = machine->time - 1;
    if (!core->current || core->switching || core->since == machine->time || slice_left (machine, core) > 1)
      continue;
    il_machine_account (core);
    preempt (machine, core, IL_WHY_QUANTUM);
  }
}

static gint64
next_moment (IlMachine *machine)
{
  const IlPolicyClass *class = machine->policy_class;
  gint64 next = MIN (il_machine_next_timer (machine), il_arrivals_next (machine->arrivals));

  if (class->next_change)
    next = MIN (next, class->next_change (machine->policy));

  for (guint i = 0; i < machine->n_cores; i++) {
    IlCore *core = &machine->cores[i];

    if (!core->current)
      continue;
    next = MIN (next, core->busy_until);
    if (core->switching || !class->slice)
      continue;
    gint64 slice = slice_left (machine, core);
    if (slice < next - machine->time)
      next = machine->time + slice;
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

static void
stop_at_clock_end (IlMachine *machine)
{
  const IlInstance *computes = NULL;

  for (guint i = 0; i < machine->n_cores && !computes; i++)
    if (machine->cores[i].current)
      computes = machine->cores[i].current->thread.instance;
  il_run_stop_at_clock_end (machine->threads.model.run, computes);
}

static IlOutcome
simulate (IlMachine *machine)
{
  IlRun *run = machine->threads.model.run;

  for (;;) {
    settle (machine);
    if (il_run_stopping (run))
      return IL_OUTCOME_STOPPED;
    il_machine_account_all (machine, machine->time);

    gint64 next = next_moment (machine);
    if (next == G_MAXINT64)
      return machine->n_alive == 0 ? IL_OUTCOME_FINISHED : IL_OUTCOME_DEADLOCK;
    if (next >= IL_CLOCK_END) {
      stop_at_clock_end (machine);
      return IL_OUTCOME_STOPPED;
    }
    if (next > machine->time)
      il_machine_account_all (machine, next - 1);
    machine->time = next;
    begin_arrivals (machine);
    il_machine_end_timers (machine);
    for (guint i = 0; i < machine->n_cores; i++)
      if (machine->cores[i].current && machine->cores[i].busy_until <= next)
        end_busy (machine, &machine->cores[i]);
    change_order (machine);
    fill_cores (machine);
    end_slices (machine);
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
  machine->policy_class = run->policy->class;
  machine->policy = il_policy_new (run->policy->class, run->policy->values, run->options.seed);
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
  il_policy_free (machine->policy);
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

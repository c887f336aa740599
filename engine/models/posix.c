/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/arrivals.h"
#include "engine/models/preemptions.h"
#include "engine/models/real-time.h"
#include "engine/models/threads.h"

#include <errno.h>
#include <sched.h>

/* Threads on the wall clock: a POSIX thread a task, scheduled by the kernel. A thread records its own
 * waits and, through the lock, whom it wakes; when the kernel takes its core away is found in the
 * kernel's own record of context switches or, where that is refused, in gaps of the clock. */

typedef struct {
  IlThread thread;
  IlRing *ring;
  GThread *handle;
  pthread_cond_t wake;
  gboolean woken;
  gboolean gaps;        /* preemptions are found in gaps of the clock */
  gint64 last;          /* time of its last record */
  _Atomic guint32 line; /* where it is, for the collector */
} Real;

typedef struct {
  IlThreads threads;
  IlPreemptions *preemptions; /* NULL: the kernel's record is refused */
  IlArrivals *arrivals; /* guarded by the lock, as all below */
  guint n_alive;
  guint n_blocked;      /* that only another thread can wake */
  gboolean deadlock;
  pthread_cond_t changed; /* all have ended, or the run is stopped */
  GPtrArray *all;       /* of Real, by task id - 1 */
  GQueue exited;        /* of Real: ended, not yet joined */
} Posix;

static Posix *
posix_of (const Real *real)
{
  return (Posix *) real->thread.instance->model;
}

static IlRun *
run_of (const Real *real)
{
  return real->thread.instance->run;
}

/* Leaves a record about the time NOW. The horizon tells the collector, until the record is there, that
 * something from here is still to come. */
static gint64
record (Real *self, IlRecord what)
{
  il_ring_set_horizon (self->ring, self->last);
  what.time = self->last = il_run_real_time (run_of (self));
  il_ring_write (self->ring, what);
  il_ring_set_horizon (self->ring, IL_NO_HORIZON);
  return what.time;
}

static void
posix_record (IlThread *self, IlRecord what)
{
  record ((Real *) self, what);
}

static guint
current_core (void)
{
  return (guint) sched_getcpu () & 0xff;
}

static void
record_resume (Real *self)
{
  IlInstance *instance = self->thread.instance;

  record (self, il_record_resume (0, instance->id, current_core (), 0, instance->line));
}

/* With the lock held: who is blocked looks at whether that is to end. */
static void
wake_all (Posix *posix)
{
  for (guint i = 0; i < posix->all->len; i++)
    pthread_cond_signal (&((Real *) g_ptr_array_index (posix->all, i))->wake);
}

/* With the lock held: everybody left waits for somebody else. */
static void
check_deadlock (Posix *posix)
{
  if (posix->n_alive == 0 || posix->n_blocked < posix->n_alive || posix->deadlock
      || il_arrivals_next (posix->arrivals) < G_MAXINT64)
    return;
  posix->deadlock = TRUE;
  wake_all (posix);
}

static IlStep
posix_block (IlThread *thread, IlWhy why, guint32 object_or_task)
{
  Real *self = (Real *) thread;
  Posix *posix = posix_of (self);
  IlInstance *instance = thread->instance;

  if (posix->deadlock || il_run_stopping (instance->run))
    return IL_STEP_STOPPED;
  record (self, il_record_suspend (0, instance->id, why, object_or_task, instance->line));
  self->woken = FALSE;
  posix->n_blocked++;
  check_deadlock (posix);
  while (!self->woken && !posix->deadlock && !il_run_stopping (instance->run))
    pthread_cond_wait (&self->wake, &posix->threads.lock);
  if (!self->woken)
    return IL_STEP_STOPPED;
  record_resume (self);
  return IL_STEP_OK;
}

static void
posix_wake (IlThread *thread, IlThread *by)
{
  Real *real = (Real *) thread;
  Posix *posix = posix_of (real);

  if (posix->deadlock || il_run_stopping (thread->instance->run))
    return;
  record ((Real *) by, il_record_ready (0, thread->instance->id, by->instance->id, by->instance->line));
  posix->n_blocked--;
  real->woken = TRUE;
  pthread_cond_signal (&real->wake);
}

/* The thread becomes ready when its time comes, which only it can tell, and only once it runs again:
 * hence the horizon, set before the wait. */
static IlStep
wait_for_time (IlInstance *instance, IlWhy why, guint32 object, guint32 by, gint64 duration)
{
  Real *self = instance->model_data;
  IlStep step;
  int failure = 0;

  if (il_run_stopping (instance->run))
    return IL_STEP_STOPPED;
  gint64 due = record (self, il_record_suspend (0, instance->id, why, object, instance->line)) + MAX (0, duration);
  il_ring_set_horizon (self->ring, due);
  if (why == IL_WHY_SLEEP)
    step = il_real_sleep (instance->run, due);
  else
    step = il_real_io (instance->run, due, &failure);
  if (step == IL_STEP_STOPPED) {
    il_ring_set_horizon (self->ring, IL_NO_HORIZON);
    return step;
  }

  IlRecord ready = il_record_ready (due, instance->id, by, instance->line);
  il_ring_write (self->ring, ready);
  self->last = due;
  record_resume (self);
  return step == IL_STEP_OK ? step : il_instance_fail (instance, instance->line, 0, "io cannot wait: %s", g_strerror (failure));
}

static IlStep
posix_sleep (IlInstance *instance, gint64 duration)
{
  Real *self = instance->model_data;

  if (duration > 0)
    return wait_for_time (instance, IL_WHY_SLEEP, 0, IL_BY_TIMER, duration);
  if (il_run_stopping (instance->run))
    return IL_STEP_STOPPED;
  record (self, il_record_suspend (0, instance->id, IL_WHY_SLEEP, 0, instance->line));
  record (self, il_record_ready (0, instance->id, instance->id, instance->line));
  sched_yield ();
  record_resume (self);
  return IL_STEP_OK;
}

static IlStep
posix_io (IlInstance *instance, gint64 duration)
{
  return wait_for_time (instance, IL_WHY_IO, 0, IL_BY_IO, duration);
}

static IlStep
posix_io_device (IlInstance *instance, guint object, gint64 duration)
{
  gint64 now = il_run_real_time (instance->run);
  gint64 due = il_threads_device_due (&posix_of (instance->model_data)->threads, object, now, duration);

  return wait_for_time (instance, IL_WHY_IO, instance->run->objects[object], IL_BY_IO, due - now);
}

static void
gap_seen (gint64 lost, gint64 regained, gpointer data)
{
  Real *self = data;
  IlInstance *instance = self->thread.instance;
  guint core = current_core ();

  il_ring_write (self->ring, il_record_preempt (lost, instance->id, IL_WHY_KERNEL, core, instance->line));
  il_ring_write (self->ring, il_record_resume (regained, instance->id, core, 0, instance->line));
  self->last = regained;
}

static IlStep
posix_cpu (IlInstance *instance, gint64 duration)
{
  Real *self = instance->model_data;

  atomic_store_explicit (&self->line, instance->line, memory_order_relaxed);
  return self->gaps ? il_real_cpu (instance->run, duration, gap_seen, self->ring, self)
                    : il_real_cpu (instance->run, duration, NULL, NULL, NULL);
}

static gint64
posix_now (IlModel *model)
{
  return il_run_real_time (model->run);
}

static gint64
posix_step_now (IlInstance *self)
{
  return il_run_real_time (self->run);
}

static void
watch_switches (Real *self)
{
  Posix *posix = posix_of (self);
  IlKernelSwitches *switches = posix->preemptions ? il_kernel_switches_open () : NULL;

  self->gaps = switches == NULL;
  if (switches)
    il_preemptions_add (posix->preemptions, self->thread.instance->id, switches);
  else if (posix->preemptions)
    il_ring_write (self->ring, il_record_note (il_run_real_time (run_of (self)), IL_NOTE_REMARK,
                                               il_run_text (run_of (self), "the kernel records the switches of only some threads; "
                                                                           "the others' are found in gaps of the clock")));
}

static gpointer
thread_main (gpointer data)
{
  Real *self = data;
  Posix *posix = posix_of (self);

  watch_switches (self);
  record_resume (self);
  il_thread_execute (&self->thread);
  il_ring_set_horizon (self->ring, IL_NO_HORIZON);
  if (posix->preemptions)
    il_preemptions_end (posix->preemptions, self->thread.instance->id);

  pthread_mutex_lock (&posix->threads.lock);
  posix->n_alive--;
  g_queue_push_tail (&posix->exited, self);
  check_deadlock (posix);
  if (posix->n_alive == 0)
    pthread_cond_signal (&posix->changed);
  pthread_mutex_unlock (&posix->threads.lock);
  return NULL;
}

static void
join_exited (Posix *posix)
{
  Real *real;

  while ((real = g_queue_pop_head (&posix->exited)))
    g_clear_pointer (&real->handle, g_thread_join);
}

static void
real_free (Real *real)
{
  pthread_cond_destroy (&real->wake);
  il_thread_clear (&real->thread);
  g_free (real);
}

/* With the lock held, so the new thread cannot end, or wait, before it is counted. */
static gboolean
posix_start (IlThreads *threads, IlInstance *instance, IlThread *by, char **message)
{
  Posix *posix = (Posix *) threads;
  IlRun *run = threads->model.run;
  Real *real = g_new0 (Real, 1);
  guint32 by_id = by ? by->instance->id : instance->started_by;
  gint64 now = il_run_real_time (run);
  g_autoptr (GError) error = NULL;

  join_exited (posix);
  il_thread_init (&real->thread, instance);
  pthread_cond_init (&real->wake, NULL);
  atomic_init (&real->line, instance->line);
  real->last = now;
  real->ring = il_collector_add_ring (run->collector);
  if (real->ring) {
    /* In the new thread's own ring, before it runs: so these come before all it does. */
    il_ring_write (real->ring, il_record_spawn (now, instance->id, il_instance_name_text (instance), by_id, instance->line));
    il_ring_write (real->ring, il_record_ready (now, instance->id, by_id, instance->line));
    real->handle = g_thread_try_new ("il-task", thread_main, real, &error);
  }
  if (!real->handle) {
    *message = g_strdup (error ? error->message : "memory is short");
    if (real->ring)
      il_ring_write (real->ring, il_record_exit (now, instance->id, IL_HOW_ERROR, (IlTraceValue) { 0 }, instance->line));
    real_free (real);
    instance->model_data = NULL;
    instance->ended = TRUE;
    return FALSE;
  }
  g_ptr_array_add (posix->all, real);
  posix->n_alive++;
  return TRUE;
}

/* Keeps this thread, and those it makes, on the first N of the processors that it may use. */
static void
use_cores (guint n)
{
  cpu_set_t allowed, used;

  CPU_ZERO (&used);
  if (sched_getaffinity (0, sizeof allowed, &allowed) < 0)
    return;
  for (int cpu = 0; cpu < CPU_SETSIZE && n > 0; cpu++)
    if (CPU_ISSET (cpu, &allowed)) {
      CPU_SET (cpu, &used);
      n--;
    }
  sched_setaffinity (0, sizeof used, &used);
}

static gboolean
begin (IlModel *model, IlInstance *instance)
{
  Posix *posix = (Posix *) model;
  g_autofree char *message = NULL;

  if (posix_start (&posix->threads, instance, NULL, &message))
    return TRUE;
  il_instance_fail_begin (instance, message);
  return FALSE;
}

/* On the run's own thread, with the lock held: begins each arrival in its time. */
static void
begin_arrivals (Posix *posix)
{
  IlRun *run = posix->threads.model.run;
  gint64 next;

  while ((next = il_arrivals_next (posix->arrivals)) < G_MAXINT64 && !il_run_stopping (run)) {
    if (next > il_run_real_time (run)) {
      gint64 due = run->base + next;
      struct timespec until = { .tv_sec = due / 1000000000, .tv_nsec = due % 1000000000 };

      pthread_cond_clockwait (&posix->changed, &posix->threads.lock, CLOCK_MONOTONIC, &until);
      continue;
    }

    IlInstance *instance = il_run_add_started (run, il_arrivals_take (posix->arrivals, NULL), IL_BY_TIMER);
    if (instance)
      begin (&posix->threads.model, instance);
  }
  check_deadlock (posix); /* nobody new comes to wake who waits */
}

static IlOutcome
posix_execute (IlModel *model)
{
  Posix *posix = (Posix *) model;

  use_cores (model->run->options.cores);
  pthread_mutex_lock (&posix->threads.lock);
  gboolean started = il_run_start_instances (model->run, begin);
  if (started)
    begin_arrivals (posix);
  if (il_run_stopping (model->run))
    wake_all (posix);
  while (posix->n_alive > 0)
    pthread_cond_wait (&posix->changed, &posix->threads.lock);
  pthread_mutex_unlock (&posix->threads.lock);
  join_exited (posix);

  if (!started)
    return IL_OUTCOME_FAILED;
  return posix->deadlock ? IL_OUTCOME_DEADLOCK : IL_OUTCOME_FINISHED;
}

static void
posix_stop (IlModel *model)
{
  Posix *posix = (Posix *) model;

  pthread_mutex_lock (&posix->threads.lock);
  wake_all (posix);
  pthread_cond_signal (&posix->changed);
  pthread_mutex_unlock (&posix->threads.lock);
}

static const IlModelSteps posix_steps = {
  .spawn = il_threads_spawn,
  .await = il_threads_await,
  .cpu = posix_cpu,
  .sleep = posix_sleep,
  .io = posix_io,
  .acquire = il_threads_acquire,
  .release = il_threads_release,
  .put = il_threads_put,
  .get = il_threads_get,
  .put_nowait = il_threads_put_nowait,
  .get_nowait = il_threads_get_nowait,
  .close = il_threads_close,
  .io_device = posix_io_device,
  .read = il_threads_read,
  .write = il_threads_write,
  .op = il_threads_op,
  .print = il_threads_print,
  .now = posix_step_now,
};

static const IlThreadsClass posix_class = {
  .block = posix_block,
  .wake = posix_wake,
  .record = posix_record,
  .start = posix_start,
};

static guint32
line_of_cb (guint32 task, gpointer data)
{
  Posix *posix = data;
  guint32 line = 0;

  pthread_mutex_lock (&posix->threads.lock);
  if (task <= posix->all->len)
    line = atomic_load_explicit (&((Real *) g_ptr_array_index (posix->all, task - 1))->line, memory_order_relaxed);
  pthread_mutex_unlock (&posix->threads.lock);
  return line;
}

static gboolean
kernel_records_switches (void)
{
  IlKernelSwitches *probe = il_kernel_switches_open ();

  if (!probe)
    return FALSE;
  il_kernel_switches_free (probe);
  return TRUE;
}

static IlModel *
posix_create (IlRun *run, GError **error G_GNUC_UNUSED)
{
  Posix *posix = g_new0 (Posix, 1);
  gboolean kernel = !g_getenv ("INTERLANE_NO_PERF") && kernel_records_switches ();

  il_threads_init (&posix->threads, run, &posix_class, &posix_steps, TRUE);
  posix->arrivals = il_arrivals_new (run->program);
  pthread_cond_init (&posix->changed, NULL);
  posix->all = g_ptr_array_new_with_free_func ((GDestroyNotify) real_free);
  il_recording_set_preemption (run->recording, kernel ? IL_PREEMPTION_KERNEL : IL_PREEMPTION_GAPS);
  if (kernel) {
    posix->preemptions = il_preemptions_new (&run->base, line_of_cb, posix);
    il_collector_set_filter (run->collector, il_preemptions_filter, posix->preemptions);
  }
  return &posix->threads.model;
}

static void
posix_destroy (IlModel *model)
{
  Posix *posix = (Posix *) model;

  g_clear_pointer (&posix->preemptions, il_preemptions_free);
  g_ptr_array_unref (posix->all);
  il_arrivals_free (posix->arrivals);
  pthread_cond_destroy (&posix->changed);
  il_threads_clear (&posix->threads);
  g_free (posix);
}

const IlModelClass il_posix_model = {
  .create = posix_create,
  .execute = posix_execute,
  .now = posix_now,
  .stop = posix_stop,
  .destroy = posix_destroy,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/blocking/threads-private.h"
#include "engine/models/run/process.h"
#include "engine/models/run/shared.h"

/* `thread f(x)` and `process f(x)` where every task is a thread: f is one more, of a pool that has a few, or of
 * the one that has a process of its own. Who finds the pool busy stands in line. */

/* A child process's, on the wall clock. */
struct _IlThreadsWorker {
  IlWorker worker; /* first member */
  IlThread *thread;
  IlProcess *process;
};

void
il_threads_offload_init (IlThreads *threads, const IlModelSteps *steps)
{
  threads->pool.free = il_run_workers (threads->model.run);
  threads->process_pool.free = 1;
  g_queue_init (&threads->pool.line);
  g_queue_init (&threads->process_pool.line);
  threads->process_steps = *steps;
  il_steps_refuse_offload (&threads->process_steps);
}

static void
worker_record (IlWorker *self, IlRecord record)
{
  IlThread *thread = ((IlThreadsWorker *) self)->thread;

  il_threads_of (thread->instance)->class->record_as_is (thread, record);
}

static IlThreadsWorker *
worker_new (IlThread *thread)
{
  IlThreadsWorker *worker = g_new0 (IlThreadsWorker, 1);

  worker->worker =
      (IlWorker) { thread->instance, IL_ANY_CORE, il_worker_real_now, il_worker_pass_really, worker_record };
  worker->thread = thread;
  worker->process = il_process_new (&worker->worker, G_MAXINT64);
  return worker;
}

void
il_thread_offload_clear (IlThread *thread)
{
  if (!thread->worker)
    return;
  il_process_free (thread->worker->process);
  g_clear_pointer (&thread->worker, g_free);
}

static IlThreadsPool *
pool_of (IlThread *thread)
{
  IlThreads *threads = il_threads_of (thread->instance);

  return thread->instance->shared ? &threads->process_pool : &threads->pool;
}

IlHow
il_thread_execute_offload (IlThread *thread, IlTraceValue *shown)
{
  il_shared_copy_begin (thread->instance);
  IlHow how = thread->worker ? il_process_execute (thread->worker->process, shown)
                             : il_instance_execute (thread->instance, shown);

  if (thread->killed && thread->instance->end == IL_STEP_STOPPED)
    thread->instance->end = IL_STEP_CANCELLED;
  return how;
}

static void
leave_line (IlThread *thread)
{
  g_queue_unlink (thread->line, &thread->link);
  thread->line = NULL;
}

void
il_thread_offload_ended (IlThread *thread)
{
  IlThreadsPool *pool = pool_of (thread);
  IlThread *next = g_queue_peek_head (&pool->line);

  if (!next) {
    pool->free++;
    return;
  }
  leave_line (next);
  il_threads_of (thread->instance)->class->release (next);
}

static void
begin_or_wait (IlThread *thread)
{
  IlThreadsPool *pool = pool_of (thread);

  thread->offloaded = TRUE;
  if (pool->free == 0) {
    g_queue_push_tail_link (&pool->line, &thread->link);
    thread->line = &pool->line;
    return;
  }
  pool->free--;
  il_threads_of (thread->instance)->class->release (thread);
}

/* As a process dies: no `except` and no `finally` of it runs. */
static void
kill_process (IlThread *thread, IlThread *actor)
{
  thread->killed = TRUE;
  if (thread->worker)
    il_process_kill (thread->worker->process);
  else if (thread->waits)
    il_thread_wake (thread, actor, actor->instance->id);
  else
    il_threads_of (thread->instance)->class->cut_burst (thread);
}

/* SELF does not wait for it any more: a thread that has begun goes on all the same, and its error is nobody's. */
static void
give_up (IlThread *thread, IlThread *self)
{
  thread->instance->noticed = TRUE;
  if (thread->instance->ended)
    return;
  if (thread->line == &pool_of (thread)->line) {
    leave_line (thread);
    thread->offloaded = FALSE; /* it comes to its end without having run */
    thread->must_cancel = TRUE;
    il_threads_of (thread->instance)->class->release (thread);
  } else if (thread->instance->shared) {
    kill_process (thread, self);
  }
}

typedef struct {
  IlWatch watch; /* first member */
  IlThread *awaiter;
} Wait;

static void
offload_ended (IlWatch *watch, IlThread *ended)
{
  IlThread *awaiter = ((Wait *) watch)->awaiter;

  if (awaiter->waits)
    il_thread_wake (awaiter, ended, ended->instance->id);
}

/* With the lock held. */
static IlStep
wait_for (IlThread *self, IlInstance *instance)
{
  IlThread *thread = instance->model_data;
  Wait wait = { { .ended = offload_ended }, self };

  if (instance->shared) {
    instance->steps = &il_threads_of (instance)->process_steps;
    thread->worker = il_threads_of (instance)->locks ? worker_new (thread) : NULL;
  }
  begin_or_wait (thread);
  il_watch_begin (&wait.watch, thread);
  IlStep step =
      il_thread_wait (self, NULL, instance->shared ? IL_WHY_PROCESS : IL_WHY_THREAD, instance->id, IL_FOR_EVER);
  il_watch_end (&wait.watch);
  if (step == IL_STEP_CANCELLED)
    give_up (thread, self);
  return step;
}

static IlStep
run_offload (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, gboolean process, IlValue *result)
{
  IlThreads *threads = il_threads_of (self);
  IlInstance *instance = il_run_add_offload (self, routine, arguments, n, process);
  g_autofree char *message = NULL;

  if (!instance)
    return IL_STEP_ERROR;
  il_threads_lock (threads);
  gboolean started = threads->class->start (threads, instance, self->model_data, TRUE, &message);
  IlStep step = started ? wait_for (self->model_data, instance)
                        : il_instance_fail (self, self->line, 0, "%s cannot be started: %s", instance->name, message);
  il_threads_unlock (threads);
  return step == IL_STEP_OK ? il_instance_take_offload (self, instance, result) : step;
}

IlStep
il_threads_thread (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return run_offload (self, routine, arguments, n, FALSE, result);
}

IlStep
il_threads_process (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return run_offload (self, routine, arguments, n, TRUE, result);
}

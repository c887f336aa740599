/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/blocking/threads-private.h"

#include "engine/models/run/shared.h"
#include "traces/record/time.h"

void
il_threads_init (IlThreads *threads, IlRun *run, const IlThreadsClass *class, const IlModelSteps *steps, gboolean locks)
{
  guint n = il_program_n_objects (run->program);

  threads->model = (IlModel) { steps, run };
  threads->class = class;
  threads->locks = locks;
  pthread_mutex_init (&threads->lock, NULL);
  threads->objects = g_new0 (IlThreadsObject, n + 1);
  for (guint i = 0; i < n; i++) {
    threads->objects[i].free = il_run_object_is_mutex (run, i) ? 1 : il_run_object_capacity (run, i);
    il_items_init (&threads->objects[i].items, il_program_object (run->program, i)->variety);
    threads->objects[i].busy = g_array_new (FALSE, FALSE, sizeof (gint64));
  }
  il_threads_offload_init (threads, steps);
}

void
il_threads_finish (IlThreads *threads)
{
  for (guint i = 0; i < il_program_n_objects (threads->model.run->program); i++) {
    il_items_clear (&threads->objects[i].items);
    g_array_unref (threads->objects[i].busy);
  }
  g_free (threads->objects);
  pthread_mutex_destroy (&threads->lock);
}

void
il_thread_init (IlThread *thread, IlInstance *instance)
{
  thread->instance = instance;
  thread->link.data = thread;
  thread->value = IL_NONE_VALUE;
  g_queue_init (&thread->watches);
  instance->model_data = thread;
}

void
il_thread_clear (IlThread *thread)
{
  il_value_clear (&thread->value);
  g_clear_pointer (&thread->disorder, g_free);
  il_thread_offload_clear (thread);
}

void
il_thread_record_op (IlThread *self, guint object, IlOperation op, IlTraceValue value)
{
  IlInstance *instance = self->instance;

  il_threads_of (instance)->class->record (self, il_record_op (0, instance->id, instance->run->objects[object], op,
                                                               value, instance->line));
}

/* Whether it was cancelled before it began: then it runs no code. */
static gboolean
cancelled_before (IlThread *thread)
{
  IlThreads *threads = il_threads_of (thread->instance);

  il_threads_lock (threads);
  gboolean cancelled = thread->must_cancel;
  il_threads_unlock (threads);
  return cancelled;
}

void
il_thread_execute (IlThread *thread)
{
  IlInstance *instance = thread->instance;
  IlThreads *threads = il_threads_of (instance);
  IlTraceValue shown = { IL_VALUE_ABSENT, 0 };
  IlHow how = IL_HOW_CANCELLED;
  IlWatch *watch;

  if (cancelled_before (thread))
    instance->end = IL_STEP_CANCELLED;
  else
    how = thread->offloaded ? il_thread_execute_offload (thread, &shown) : il_instance_execute (instance, &shown);

  il_threads_lock (threads);
  if (instance->end != IL_STEP_STOPPED)
    threads->class->record (thread, il_record_exit (0, instance->id, how, shown, instance->line));
  instance->ended = TRUE;
  if (thread->offloaded)
    il_thread_offload_ended (thread);
  while ((watch = g_queue_peek_head (&thread->watches))) {
    il_watch_end (watch);
    watch->ended (watch, thread);
  }
  il_threads_unlock (threads);
}

IlStep
il_threads_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  return il_threads_group_spawn (self, NULL, routine, arguments, n, spawned);
}

IlStep
il_threads_sleep (IlInstance *self, gint64 duration)
{
  IlThreads *threads = il_threads_of (self);
  IlThread *thread = self->model_data;
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (duration > 0)
    step = il_thread_wait (thread, NULL, IL_WHY_SLEEP, IL_NO_OBJECT, MIN (duration, IL_CLOCK_END));
  else if (il_thread_take_cancel (thread))
    step = IL_STEP_CANCELLED;
  il_threads_unlock (threads);
  return duration > 0 || step != IL_STEP_OK ? step : threads->class->give_way (thread);
}

IlStep
il_threads_io (IlInstance *self, gint64 duration)
{
  IlThreads *threads = il_threads_of (self);

  il_threads_lock (threads);
  IlStep step = il_thread_wait (self->model_data, NULL, IL_WHY_IO, IL_NO_OBJECT, CLAMP (duration, 0, IL_CLOCK_END));
  il_threads_unlock (threads);
  return step;
}

/* When the device will have served a request of DURATION that is made NOW, after those in line. */
static gint64
device_due (IlThreads *threads, guint object, gint64 now, gint64 duration)
{
  GArray *busy = threads->objects[object].busy;
  guint soonest = 0;
  gint64 start = now;

  for (guint i = 0; i < busy->len;)
    if (g_array_index (busy, gint64, i) <= now)
      g_array_remove_index_fast (busy, i);
    else
      i++;
  if (busy->len >= il_run_object_capacity (threads->model.run, object)) {
    for (guint i = 1; i < busy->len; i++)
      if (g_array_index (busy, gint64, i) < g_array_index (busy, gint64, soonest))
        soonest = i;
    start = g_array_index (busy, gint64, soonest);
    g_array_remove_index_fast (busy, soonest); /* this request has its place from then on */
  }
  gint64 due = il_time_after (start, duration);
  g_array_append_val (busy, due);
  return due;
}

/* A request that was made is served, though nobody may wait for it any more. */
IlStep
il_threads_io_device (IlInstance *self, guint object, gint64 duration)
{
  IlThreads *threads = il_threads_of (self);
  IlStep step = IL_STEP_CANCELLED;

  il_threads_lock (threads);
  if (!il_thread_take_cancel (self->model_data)) {
    gint64 now = il_threads_now (self);
    gint64 due = device_due (threads, object, now, duration);

    step = il_thread_wait (self->model_data, NULL, IL_WHY_IO, self->run->objects[object], due - now);
  }
  il_threads_unlock (threads);
  return step;
}

static void
record (IlInstance *self, IlRecord what)
{
  il_threads_of (self)->class->record (self->model_data, what);
}

IlStep
il_threads_read (IlInstance *self, guint object, IlValue *value)
{
  return il_shared_read (self, object, value, record);
}

IlStep
il_threads_write (IlInstance *self, guint object, IlValue value)
{
  return il_shared_write (self, object, value, record);
}

void
il_threads_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  record (self, il_record_of_op (self, traced, op, value));
}

void
il_threads_print (IlInstance *self, const char *text)
{
  record (self, il_record_print (0, self->id, il_run_text (self->run, text), self->line));
}

gint64
il_threads_now (IlInstance *self)
{
  return self->run->model_class->now (self->model);
}

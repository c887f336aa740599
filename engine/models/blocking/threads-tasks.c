/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/blocking/threads-private.h"
#include "engine/models/run/properties.h"

/* Waiting for the end of other threads: await, shield, gather, first. */

/* On the stack of who awaits one thread, or the first of several. */
typedef struct {
  IlWatch watch; /* first member */
  IlThread *awaiter;
} Await;

static void
awaited_ended (IlWatch *watch, IlThread *ended)
{
  IlThread *awaiter = ((Await *) watch)->awaiter;

  if (awaiter->waits)
    il_thread_wake (awaiter, ended, ended->instance->id);
}

static IlStep
await (IlInstance *self, IlInstance *other, gboolean shielded)
{
  IlThreads *threads = il_threads_of (self);
  IlThread *thread = self->model_data;
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (!other->ended) {
    Await waiting = { { .ended = awaited_ended }, thread };

    il_watch_begin (&waiting.watch, other->model_data);
    thread->awaits = shielded ? NULL : other->model_data;
    step = il_thread_wait (thread, NULL, IL_WHY_AWAIT, other->id, IL_FOR_EVER);
    thread->awaits = NULL;
    il_watch_end (&waiting.watch);
  }
  if (step == IL_STEP_OK)
    step = il_instance_take_end (self, other);
  il_threads_unlock (threads);
  return step;
}

IlStep
il_threads_await (IlInstance *self, IlInstance *other)
{
  IlStep step = il_instance_check_await (self, other);

  return step == IL_STEP_OK ? await (self, other, FALSE) : step;
}

IlStep
il_threads_shield (IlInstance *self, IlInstance *other)
{
  return await (self, other, TRUE);
}

IlStep
il_threads_ended (IlInstance *self, IlInstance *other, gboolean learn, gboolean *ended)
{
  IlThreads *threads = il_threads_of (self);

  il_threads_lock (threads);
  *ended = other->ended;
  other->noticed |= learn && other->ended;
  il_threads_unlock (threads);
  return IL_STEP_OK;
}

typedef struct {
  IlWatch watch; /* first member */
  IlGather *gather;
} Gathered;

static void
note_ended (IlGather *gather, IlInstance *other)
{
  gather->n_open--;
  if (other->end != IL_STEP_OK && !gather->errors && !gather->failed)
    gather->failed = other;
}

static gboolean
is_done (const IlGather *gather)
{
  return gather->failed || gather->n_open == 0;
}

static void
gathered_ended (IlWatch *watch, IlThread *ended)
{
  IlGather *gather = ((Gathered *) watch)->gather;

  note_ended (gather, ended->instance);
  if (is_done (gather) && gather->awaiter->waits)
    il_thread_wake (gather->awaiter, ended, ended->instance->id);
}

static IlStep
check_all (IlInstance *self, IlInstance *const *others, guint n)
{
  IlStep step = IL_STEP_OK;

  for (guint i = 0; i < n && step == IL_STEP_OK; i++)
    step = il_instance_check_await (self, others[i]);
  return step;
}

/* With the lock held. */
static IlStep
wait_for_all (IlGather *gather)
{
  g_autofree Gathered *gathered = g_new0 (Gathered, gather->n_others + 1);
  IlStep step = IL_STEP_OK;

  for (guint i = 0; i < gather->n_others; i++)
    if (gather->others[i]->ended)
      note_ended (gather, gather->others[i]);
    else {
      gathered[i] = (Gathered) { { .ended = gathered_ended }, gather };
      il_watch_begin (&gathered[i].watch, gather->others[i]->model_data);
    }
  if (!is_done (gather)) {
    gather->awaiter->gathers = gather;
    step = il_thread_wait (gather->awaiter, NULL, IL_WHY_GATHER, IL_NO_OBJECT, IL_FOR_EVER);
    gather->awaiter->gathers = NULL;
  }
  for (guint i = 0; i < gather->n_others; i++) {
    il_watch_end (&gathered[i].watch);
    gather->others[i]->noticed = TRUE;
  }
  return step;
}

IlStep
il_threads_gather (IlInstance *self, IlInstance *const *others, guint n, gboolean errors)
{
  IlThreads *threads = il_threads_of (self);
  IlGather gather = { .awaiter = self->model_data, .others = others, .n_others = n, .n_open = n, .errors = errors };
  IlStep step = check_all (self, others, n);

  if (step != IL_STEP_OK)
    return step;
  il_threads_lock (threads);
  step = wait_for_all (&gather);
  if (step == IL_STEP_OK && il_run_is_broken (self->run))
    step = IL_STEP_STOPPED;
  else if (step == IL_STEP_OK && gather.failed)
    step = il_instance_take_end (self, gather.failed);
  else if (step == IL_STEP_OK && gather.cancelled) /* though those who were cancelled came to an end all the same */
    step = IL_STEP_CANCELLED;
  il_threads_unlock (threads);
  return step;
}

static guint
first_ended (IlInstance *const *others, guint n)
{
  guint first = 0;

  while (first < n && !others[first]->ended)
    first++;
  return first;
}

/* With the lock held. */
static IlStep
wait_for_first (IlThread *self, IlInstance *const *others, guint n)
{
  g_autofree Await *waiting = g_new0 (Await, n);

  for (guint i = 0; i < n; i++) {
    waiting[i] = (Await) { { .ended = awaited_ended }, self };
    il_watch_begin (&waiting[i].watch, others[i]->model_data);
  }
  IlStep step = il_thread_wait (self, NULL, IL_WHY_FIRST, IL_NO_OBJECT, IL_FOR_EVER);
  for (guint i = 0; i < n; i++)
    il_watch_end (&waiting[i].watch);
  return step;
}

IlStep
il_threads_first (IlInstance *self, IlInstance *const *others, guint n, guint *first)
{
  IlThreads *threads = il_threads_of (self);
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (first_ended (others, n) == n)
    step = wait_for_first (self->model_data, others, n);
  *first = first_ended (others, n);
  if (step == IL_STEP_OK && (others[*first]->end == IL_STEP_STOPPED || il_run_is_broken (self->run)))
    step = IL_STEP_STOPPED;
  il_threads_unlock (threads);
  return step;
}

IlStep
il_threads_wait_all (IlInstance *self, IlInstance *const *others, guint n)
{
  IlThreads *threads = il_threads_of (self);
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  for (guint i = 0; i < n && step == IL_STEP_OK; i++)
    if (!others[i]->ended) {
      Await waiting = { { .ended = awaited_ended }, self->model_data };

      il_watch_begin (&waiting.watch, others[i]->model_data);
      step = il_thread_wait (self->model_data, NULL, IL_WHY_GATHER, IL_NO_OBJECT, IL_FOR_EVER);
      il_watch_end (&waiting.watch);
    }
  il_threads_unlock (threads);
  return step;
}

typedef struct {
  IlWatch watch; /* first member */
  IlModelCompletions *completions;
} Completed;

struct _IlModelCompletions {
  Completed *watches;
  guint n;
  IlThread *awaiter; /* NULL: it does something else */
  GPtrArray *ended;  /* of IlInstance, in the order in which they did */
  guint n_taken;
};

static void
completed_ended (IlWatch *watch, IlThread *ended)
{
  IlModelCompletions *completions = ((Completed *) watch)->completions;

  g_ptr_array_add (completions->ended, ended->instance);
  if (completions->awaiter && completions->awaiter->waits)
    il_thread_wake (completions->awaiter, ended, ended->instance->id);
}

IlStep
il_threads_completions_begin (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions)
{
  IlThreads *threads = il_threads_of (self);
  IlModelCompletions *begun = *completions = g_new0 (IlModelCompletions, 1);

  begun->watches = g_new0 (Completed, n);
  begun->n = n;
  begun->ended = g_ptr_array_new ();
  il_threads_lock (threads);
  for (guint i = 0; i < n; i++)
    if (others[i]->ended)
      g_ptr_array_add (begun->ended, others[i]);
    else {
      begun->watches[i] = (Completed) { { .ended = completed_ended }, begun };
      il_watch_begin (&begun->watches[i].watch, others[i]->model_data);
    }
  il_threads_unlock (threads);
  return IL_STEP_OK;
}

IlStep
il_threads_completions_next (IlInstance *self, IlModelCompletions *completions, IlInstance **other)
{
  IlThreads *threads = il_threads_of (self);
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if (completions->n_taken == completions->ended->len) {
    completions->awaiter = self->model_data;
    step = il_thread_wait (completions->awaiter, NULL, IL_WHY_FIRST, IL_NO_OBJECT, IL_FOR_EVER);
    completions->awaiter = NULL;
  }
  if (step == IL_STEP_OK)
    *other = g_ptr_array_index (completions->ended, completions->n_taken++);
  if (step == IL_STEP_OK && ((*other)->end == IL_STEP_STOPPED || il_run_is_broken (self->run)))
    step = IL_STEP_STOPPED;
  il_threads_unlock (threads);
  return step;
}

void
il_threads_completions_end (IlInstance *self, IlModelCompletions *completions)
{
  IlThreads *threads = il_threads_of (self);

  il_threads_lock (threads);
  for (guint i = 0; i < completions->n; i++)
    il_watch_end (&completions->watches[i].watch);
  il_threads_unlock (threads);
  g_ptr_array_unref (completions->ended);
  g_free (completions->watches);
  g_free (completions);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/blocking/threads-private.h"
#include "engine/models/run/properties.h"
#include "traces/record/time.h"

/* How threads wait, are woken, and are cancelled.
 *
 * Who is woken has got what it waited for: a cancel after that is left for its next blocking step, so no
 * permit or item is lost. A cancel of a thread that still waits takes it out of its line. */

static void
leave_line (IlThread *thread)
{
  if (thread->line)
    g_queue_unlink (thread->line, &thread->link);
  thread->line = NULL;
}

IlStep
il_thread_wait (IlThread *self, GQueue *line, IlWhy why, guint32 object_or_task, gint64 duration)
{
  if (self->killed)
    return IL_STEP_STOPPED;
  if (!self->masked && il_thread_take_cancel (self))
    return IL_STEP_CANCELLED;
  self->waits = TRUE;
  self->interrupted = FALSE;
  self->line = line;
  if (line)
    g_queue_push_tail_link (line, &self->link);

  IlStep step = il_threads_of (self->instance)->class->block (self, why, object_or_task, duration);
  self->waits = FALSE;
  leave_line (self); /* where the run stops */
  if (self->killed || il_run_is_broken (self->instance->run))
    return IL_STEP_STOPPED;
  if (step != IL_STEP_OK || !self->interrupted)
    return step;
  self->must_cancel = FALSE;
  return IL_STEP_CANCELLED;
}

IlStep
il_thread_wait_masked (IlThread *self, GQueue *line, IlWhy why, guint32 object_or_task)
{
  self->masked = TRUE;
  IlStep step = il_thread_wait (self, line, why, object_or_task, IL_FOR_EVER);
  self->masked = FALSE;
  return step;
}

void
il_thread_wake (IlThread *thread, IlThread *actor, guint32 by)
{
  leave_line (thread);
  thread->waits = FALSE;
  il_threads_of (thread->instance)->class->wake (thread, actor, by);
}

IlThread *
il_thread_wake_first (GQueue *line, IlThread *actor)
{
  IlThread *first = g_queue_peek_head (line);

  if (first)
    il_thread_wake (first, actor, actor->instance->id);
  return first;
}

void
il_thread_wake_all (GQueue *line, IlThread *actor)
{
  while (il_thread_wake_first (line, actor))
    ;
}

void
il_watch_begin (IlWatch *watch, IlThread *thread)
{
  watch->watched = thread;
  watch->link = (GList) { .data = watch };
  g_queue_push_tail_link (&thread->watches, &watch->link);
}

void
il_watch_end (IlWatch *watch)
{
  if (watch->watched)
    g_queue_unlink (&watch->watched->watches, &watch->link);
  watch->watched = NULL;
}

/* The way of a cancel from who awaits to who is awaited may be long and have branches (a gather's tasks),
 * so it is a list of what is still to be visited, not a recursion. */
typedef struct {
  IlThread *thread;
  gboolean visited; /* the ways from here have been gone */
} Stop;

static void
push (GArray *path, IlThread *thread, gboolean visited)
{
  Stop stop = { thread, visited };

  g_array_append_val (path, stop);
}

/* Pushes those whom THREAD awaits; returns whether there are any. */
static gboolean
push_awaited (GArray *path, IlThread *thread)
{
  guint before = path->len;

  push (path, thread, TRUE);
  if (thread->awaits && !thread->awaits->instance->ended)
    push (path, thread->awaits, FALSE);
  for (guint i = thread->gathers ? thread->gathers->n_others : 0; i-- > 0;)
    if (!thread->gathers->others[i]->ended)
      push (path, thread->gathers->others[i]->model_data, FALSE);
  if (path->len > before + 1)
    return TRUE;
  g_array_set_size (path, before);
  return FALSE;
}

/* Ends what THREAD waits for, or sees to it that those whom it awaits are cancelled. */
static void
cancel_wait (IlThread *thread, IlThread *actor, guint32 by, GArray *path)
{
  if (!thread->waits || thread->masked)
    thread->must_cancel = TRUE;
  /* Where threads await each other in a circle, the wait of the one that closes it ends. */
  else if (!thread->on_path && push_awaited (path, thread)) {
    thread->on_path = TRUE;
    if (thread->gathers)
      thread->gathers->cancelled = TRUE;
  } else {
    thread->interrupted = TRUE;
    il_thread_wake (thread, actor, by);
  }
}

void
il_thread_cancel (IlThread *thread, IlThread *actor, guint32 by)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (Stop));

  push (path, thread, FALSE);
  while (path->len > 0) {
    Stop stop = g_array_index (path, Stop, path->len - 1);
    IlInstance *instance = stop.thread->instance;

    g_array_set_size (path, path->len - 1);
    if (stop.visited)
      stop.thread->on_path = FALSE;
    else if (!instance->ended) {
      stop.thread->n_cancels++;
      il_threads_of (instance)->class->record (actor, il_record_cancel (0, instance->id, by, actor->instance->line));
      cancel_wait (stop.thread, actor, by, path);
    }
  }
}

void
il_thread_take_back_cancel (IlThread *thread)
{
  thread->n_cancels--;
  if (thread->n_cancels == 0)
    thread->must_cancel = FALSE;
}

IlStep
il_threads_cancel (IlInstance *self, IlInstance *other)
{
  IlThreads *threads = il_threads_of (self);

  il_threads_lock (threads);
  if (!other->ended)
    il_thread_cancel (other->model_data, self->model_data, self->id);
  il_threads_unlock (threads);
  return IL_STEP_OK;
}

/* A timeout cancels its thread at its deadline, where that waits; else at the next step that would block. */
struct _IlModelTimeout {
  IlModelTimeout *outer;
  gint64 duration;
  gint64 deadline;
  guint n_cancels;  /* of the thread, as the block began */
  gboolean expired; /* it has cancelled the thread */
};

gint64
il_thread_deadline (const IlThread *thread)
{
  gint64 deadline = G_MAXINT64;

  for (const IlModelTimeout *timeout = thread->timeouts; timeout && !thread->masked; timeout = timeout->outer)
    if (!timeout->expired)
      deadline = MIN (deadline, timeout->deadline);
  return deadline;
}

void
il_thread_expire (IlThread *thread, gint64 now)
{
  for (IlModelTimeout *timeout = thread->timeouts; timeout; timeout = timeout->outer)
    if (!timeout->expired && timeout->deadline <= now) {
      timeout->expired = TRUE;
      il_thread_cancel (thread, thread, IL_BY_TIMER);
    }
}

gboolean
il_thread_take_cancel (IlThread *self)
{
  if (self->timeouts)
    il_thread_expire (self, il_threads_now (self->instance));

  gboolean cancelled = self->must_cancel;
  self->must_cancel = FALSE;
  return cancelled;
}

IlStep
il_threads_timeout_begin (IlInstance *self, gint64 duration, IlModelTimeout **timeout)
{
  IlThreads *threads = il_threads_of (self);
  IlThread *thread = self->model_data;
  gint64 now = il_threads_now (self);

  *timeout = g_new0 (IlModelTimeout, 1);
  (*timeout)->duration = duration;
  (*timeout)->deadline = il_time_after (now, MAX (0, duration));
  il_threads_lock (threads);
  (*timeout)->n_cancels = thread->n_cancels;
  (*timeout)->outer = thread->timeouts;
  thread->timeouts = *timeout;
  il_threads_unlock (threads);
  return IL_STEP_OK;
}

/* Not always the innermost: a generator may have begun another, and not have come to its end. */
static void
forget_timeout (IlThread *thread, const IlModelTimeout *timeout)
{
  IlModelTimeout **place = &thread->timeouts;

  while (*place != timeout)
    place = &(*place)->outer;
  *place = timeout->outer;
}

/* As asyncio.timeout: a cancel that came as well, from elsewhere, goes on. */
IlStep
il_threads_timeout_end (IlInstance *self, IlModelTimeout *timeout, IlStep body)
{
  IlThreads *threads = il_threads_of (self);
  IlThread *thread = self->model_data;
  gint64 duration = timeout->duration;
  gboolean over = FALSE;

  il_threads_lock (threads);
  forget_timeout (thread, timeout);
  if (timeout->expired) {
    il_thread_take_back_cancel (thread);
    over = body == IL_STEP_CANCELLED && thread->n_cancels <= timeout->n_cancels;
  }
  il_threads_unlock (threads);
  g_free (timeout);
  return over ? il_instance_fail_timeout (self, duration) : body;
}

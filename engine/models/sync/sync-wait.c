/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/sync/sync-private.h"

#include "engine/models/run/real-time.h"
#include "traces/record/time.h"

/* Waiting, where nobody else can run: for time to pass, or for ever. A cancel can only come from the task
 * itself, from one that it has called, or from a timeout; it is delivered at the next step that waits. */

/* Of an instance that was cancelled; its model_data. */
typedef struct {
  gboolean must_cancel; /* at the next step that waits */
  guint n_cancels;      /* that were asked for and not taken back */
} Cancel;

struct _IlModelTimeout {
  IlModelTimeout *outer;
  IlInstance *owner;
  gint64 duration;
  gint64 deadline;
  guint n_cancels;  /* of the owner, as the block began */
  gboolean expired; /* it has cancelled the owner */
};

static guint
n_cancels (const IlInstance *instance)
{
  return instance->model_data ? ((Cancel *) instance->model_data)->n_cancels : 0;
}

gboolean
il_sync_cancelled (const IlInstance *instance)
{
  return instance->model_data && ((Cancel *) instance->model_data)->must_cancel;
}

static void
request_cancel (IlInstance *self, IlInstance *other, guint32 by)
{
  if (!other->model_data)
    other->model_data = g_new0 (Cancel, 1);
  ((Cancel *) other->model_data)->n_cancels++;
  ((Cancel *) other->model_data)->must_cancel = TRUE;
  il_sync_record (self, il_record_cancel (0, other->id, by, self->line));
}

/* By way of what its owner has called. */
void
il_sync_expire (IlInstance *self)
{
  IlSync *sync = il_sync_of (self);
  gint64 now = il_sync_now (self->model);

  for (IlModelTimeout *timeout = sync->timeouts; timeout; timeout = timeout->outer)
    if (!timeout->expired && timeout->deadline <= now) {
      timeout->expired = TRUE;
      request_cancel (self, timeout->owner, IL_BY_TIMER);
      if (timeout->owner == self)
        continue;
      ((Cancel *) timeout->owner->model_data)->must_cancel = FALSE; /* what it has called ends so */
      request_cancel (self, self, IL_BY_TIMER);
    }
}

/* The time of a timeout around what SELF does is over. */
gboolean
il_sync_has_expired (IlInstance *self)
{
  for (const IlModelTimeout *timeout = il_sync_of (self)->timeouts; timeout; timeout = timeout->outer)
    if (timeout->expired)
      return TRUE;
  return FALSE;
}

static gboolean
take_cancel (IlInstance *self)
{
  il_sync_expire (self);

  gboolean cancelled = il_sync_cancelled (self);
  if (cancelled)
    ((Cancel *) self->model_data)->must_cancel = FALSE;
  return cancelled;
}

/* A process dies: none of its `except` and `finally` runs. */
static IlStep
cancelled (const IlInstance *self)
{
  return self->shared ? IL_STEP_STOPPED : IL_STEP_CANCELLED;
}

gint64
il_sync_next_deadline (IlInstance *self)
{
  gint64 deadline = G_MAXINT64;

  for (const IlModelTimeout *timeout = il_sync_of (self)->timeouts; timeout; timeout = timeout->outer)
    if (!timeout->expired)
      deadline = MIN (deadline, timeout->deadline);
  return deadline;
}

/* What is recorded next comes of the wake-up: it happened then, though the thread may have had to wait for its core.
 * Hence the horizon. */
static IlStep
wait_really (IlInstance *self, IlWhy why, gint64 until, int *failure)
{
  IlSync *sync = il_sync_of (self);
  IlWakeUp wake_up;

  il_ring_set_horizon (self->run->ring, MAX (sync->last, MIN (until, il_arrivals_next (sync->arrivals))));
  il_wake_up_begin (&wake_up);
  IlStep step = why == IL_WHY_IO ? il_real_io (self->run, until, failure) : il_real_sleep (self->run, until);
  if (step != IL_STEP_STOPPED)
    sync->awake = MAX (sync->last, il_wake_up_time (&wake_up, self->run, until));
  return step;
}

/* Until DUE, or the deadline of a timeout; of equal ones, the timeout's counts. */
static IlStep
wait_until (IlInstance *self, IlWhy why, guint32 object_or_task, gint64 due)
{
  IlSync *sync = il_sync_of (self);
  gint64 until = MIN (due, il_sync_next_deadline (self));
  IlStep step = IL_STEP_OK;
  int failure = 0;

  if (il_run_stopping (self->run))
    return IL_STEP_STOPPED;
  il_sync_record (self, il_record_suspend (0, self->id, why, object_or_task, self->line));
  if (!sync->real && until >= IL_CLOCK_END)
    return il_run_stop_at_clock_end (self->run, NULL);
  if (sync->real)
    step = wait_really (self, why, until, &failure);
  else
    sync->time = until;
  if (step == IL_STEP_STOPPED) {
    il_ring_set_horizon (self->run->ring, IL_NO_HORIZON);
    return step;
  }

  il_sync_expire (self);
  il_sync_record (self,
                  il_record_ready (0, self->id, why == IL_WHY_IO && !il_sync_cancelled (self) ? IL_BY_IO : IL_BY_TIMER,
                                   self->line));
  sync->awake = 0;
  il_sync_record (self, il_record_resume (0, self->id, 0, 0, self->line));
  il_ring_set_horizon (self->run->ring, IL_NO_HORIZON);
  if (take_cancel (self))
    return cancelled (self);
  return step == IL_STEP_OK ? step : il_instance_fail (self, self->line, 0, "io cannot wait: %s", g_strerror (failure));
}

static IlStep
wait_for (IlInstance *self, IlWhy why, guint32 object, gint64 duration)
{
  gint64 now = il_sync_now (self->model);

  if (take_cancel (self))
    return cancelled (self);
  return wait_until (self, why, object, il_time_after (now, MAX (0, duration)));
}

static void
gap_seen (gint64 lost, gint64 regained, gpointer data)
{
  IlInstance *self = data;
  IlRing *ring = self->run->ring;

  il_ring_write (ring, il_record_preempt (lost, self->id, IL_WHY_KERNEL, 0, self->line));
  il_ring_write (ring, il_record_resume (regained, self->id, 0, 0, self->line));
  il_sync_of (self)->last = regained;
}

/* Only a process is cut. */
IlStep
il_sync_cpu (IlInstance *self, gint64 duration)
{
  IlSync *sync = il_sync_of (self);
  gint64 left = self->shared ? il_sync_next_deadline (self) - sync->time : G_MAXINT64;

  if (sync->real) {
    atomic_store_explicit (&sync->line, self->line, memory_order_relaxed);
    IlStep step = sync->gaps ? il_real_cpu (self->run, duration, gap_seen, self->run->ring, self)
                             : il_real_cpu (self->run, duration, NULL, NULL, NULL);
    il_sync_note_arrivals (sync);
    return step;
  }

  gint64 end = il_time_after (sync->time, MAX (0, MIN (duration, left)));
  if (end >= IL_CLOCK_END)
    return il_run_stop_at_clock_end (self->run, self);
  sync->time = end;
  il_sync_note_arrivals (sync);
  if (left <= duration && take_cancel (self))
    return cancelled (self);
  return il_run_stopping (self->run) ? IL_STEP_STOPPED : IL_STEP_OK;
}

IlStep
il_sync_sleep (IlInstance *self, gint64 duration)
{
  if (duration > 0)
    return wait_for (self, IL_WHY_SLEEP, IL_NO_OBJECT, duration);
  if (take_cancel (self))
    return cancelled (self);
  il_sync_record (self, il_record_give_way (0, self->id, self->line, self->id, self->line, 0));
  return il_run_stopping (self->run) ? IL_STEP_STOPPED : IL_STEP_OK;
}

IlStep
il_sync_io (IlInstance *self, gint64 duration)
{
  return wait_for (self, IL_WHY_IO, IL_NO_OBJECT, duration);
}

/* Nobody else can be in line. */
IlStep
il_sync_io_device (IlInstance *self, guint object, gint64 duration)
{
  return wait_for (self, IL_WHY_IO, self->run->objects[object], duration);
}

IlStep
il_sync_block (IlInstance *self, IlWhy why, guint32 object_or_task, char *what)
{
  g_autofree char *waits_for = what;

  if (take_cancel (self))
    return cancelled (self);
  if (il_sync_next_deadline (self) < G_MAXINT64)
    return wait_until (self, why, object_or_task, G_MAXINT64);
  il_sync_record (self, il_record_suspend (0, self->id, why, object_or_task, self->line));
  il_sync_of (self)->stuck = TRUE;
  il_run_report (self->run,
                 g_strdup_printf ("cannot go on synchronously: %s waits for %s (line %u) and nothing else can run",
                                  self->name, waits_for, self->line));
  return IL_STEP_STOPPED;
}

static IlStep
block_on_task (IlInstance *self, IlWhy why, IlInstance *other)
{
  return il_sync_block (self, why, why == IL_WHY_AWAIT ? other->id : IL_NO_OBJECT,
                        g_strdup_printf ("task %s", other->name));
}

/* Who has not ended is a caller further up, which waits for this very call, or one whose turn has not come. */
IlStep
il_sync_await (IlInstance *self, IlInstance *other)
{
  IlStep step = il_instance_check_await (self, other);

  if (step == IL_STEP_OK && !other->ended)
    step = block_on_task (self, IL_WHY_AWAIT, other);
  return step == IL_STEP_OK ? il_instance_take_end (self, other) : step;
}

/* Of oneself too: a timeout may end that. */
IlStep
il_sync_shield (IlInstance *self, IlInstance *other)
{
  IlStep step = other->ended ? IL_STEP_OK : block_on_task (self, IL_WHY_AWAIT, other);

  return step == IL_STEP_OK ? il_instance_take_end (self, other) : step;
}

IlStep
il_sync_gather (IlInstance *self, IlInstance *const *others, guint n, gboolean errors)
{
  IlInstance *failed = NULL, *open = NULL;
  IlStep step = IL_STEP_OK;

  for (guint i = 0; i < n && step == IL_STEP_OK; i++) {
    step = il_instance_check_await (self, others[i]);
    if (!others[i]->ended)
      open = open ? open : others[i];
    else if (others[i]->end != IL_STEP_OK && !errors)
      failed = failed ? failed : others[i];
  }
  for (guint i = 0; i < n && step == IL_STEP_OK; i++)
    others[i]->noticed = TRUE;
  if (step == IL_STEP_OK && failed)
    return il_instance_take_end (self, failed);
  return step == IL_STEP_OK && open ? block_on_task (self, IL_WHY_GATHER, open) : step;
}

IlStep
il_sync_first (IlInstance *self, IlInstance *const *others, guint n, guint *first)
{
  for (*first = 0; *first < n; ++*first)
    if (others[*first]->ended)
      return IL_STEP_OK;
  return block_on_task (self, IL_WHY_FIRST, others[0]);
}

IlStep
il_sync_wait_all (IlInstance *self, IlInstance *const *others, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!others[i]->ended)
      return block_on_task (self, IL_WHY_GATHER, others[i]);
  return IL_STEP_OK;
}

struct _IlModelCompletions {
  IlInstance *const *others;
  guint n;
  gboolean *told; /* of each whether it was */
};

IlStep
il_sync_completions_begin (IlInstance *self G_GNUC_UNUSED, IlInstance *const *others, guint n,
                           IlModelCompletions **completions)
{
  *completions = g_new (IlModelCompletions, 1);
  **completions = (IlModelCompletions) { others, n, g_new0 (gboolean, n) };
  return IL_STEP_OK;
}

IlStep
il_sync_completions_next (IlInstance *self, IlModelCompletions *completions, IlInstance **other)
{
  IlInstance *open = NULL;

  for (guint i = 0; i < completions->n; i++) {
    *other = completions->others[i];
    if (!completions->told[i] && (*other)->ended) {
      completions->told[i] = TRUE;
      return IL_STEP_OK;
    }
    open = open || completions->told[i] ? open : *other;
  }
  return block_on_task (self, IL_WHY_FIRST, open);
}

void
il_sync_completions_end (IlInstance *self G_GNUC_UNUSED, IlModelCompletions *completions)
{
  g_free (completions->told);
  g_free (completions);
}

IlStep
il_sync_ended (IlInstance *self G_GNUC_UNUSED, IlInstance *other, gboolean learn, gboolean *ended)
{
  *ended = other->ended;
  other->noticed |= learn && other->ended;
  return IL_STEP_OK;
}

IlStep
il_sync_cancel (IlInstance *self, IlInstance *other)
{
  if (!other->ended)
    request_cancel (self, other, self->id);
  return IL_STEP_OK;
}

IlStep
il_sync_timeout_begin (IlInstance *self, gint64 duration, IlModelTimeout **timeout)
{
  IlSync *sync = il_sync_of (self);
  gint64 now = il_sync_now (self->model);

  *timeout = g_new0 (IlModelTimeout, 1);
  (*timeout)->owner = self;
  (*timeout)->duration = duration;
  (*timeout)->deadline = il_time_after (now, MAX (0, duration));
  (*timeout)->n_cancels = n_cancels (self);
  (*timeout)->outer = sync->timeouts;
  sync->timeouts = *timeout;
  return IL_STEP_OK;
}

/* Not always the innermost: a generator may have begun another, and not have come to its end. */
static void
forget_timeout (IlSync *sync, const IlModelTimeout *timeout)
{
  IlModelTimeout **place = &sync->timeouts;

  while (*place != timeout)
    place = &(*place)->outer;
  *place = timeout->outer;
}

/* As asyncio.timeout: a cancel that came as well, from elsewhere, goes on. */
IlStep
il_sync_timeout_end (IlInstance *self, IlModelTimeout *timeout, IlStep body)
{
  gint64 duration = timeout->duration;
  gboolean over = FALSE;

  forget_timeout (il_sync_of (self), timeout);
  if (timeout->expired) {
    ((Cancel *) self->model_data)->n_cancels--;
    over = body == IL_STEP_CANCELLED && n_cancels (self) <= timeout->n_cancels;
  }
  g_free (timeout);
  return over ? il_instance_fail_timeout (self, duration) : body;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/recorders/preemptions.h"

#include "traces/record/lock.h"

/* On which tasks run: one of its own, or all of a loop. */
typedef struct {
  guint32 task;                /* 0: a loop's */
  IlRecorder *switches;        /* NULL once it has ended, or where nobody records them */
  const _Atomic guint32 *line; /* where it is; NULL once it has ended */
  guint32 last_line;
  gboolean ended;
  /* the collecting thread's */
  guint32 running;   /* the task, as its own records tell; 0: none */
  gboolean off_core; /* though the kernel has taken its core */
} Thread;

struct _IlPreemptions {
  const gint64 *base;
  pthread_mutex_t lock; /* guards what follows, to loop */
  GHashTable *threads;  /* task id -> Thread */
  GPtrArray *open;      /* of Thread: those with switches */
  Thread *loop;         /* or NULL */
  /* the collecting thread's */
  GArray *pending; /* of IlEvent, by the thread's task: fetched, and later than what is being appended */
  GArray *merged;  /* of IlRecord */
  guint64 lost;
};

static void
thread_free (Thread *thread)
{
  g_clear_pointer (&thread->switches, il_recorder_free);
  g_free (thread);
}

IlPreemptions *
il_preemptions_new (const gint64 *base)
{
  IlPreemptions *preemptions = g_new0 (IlPreemptions, 1);

  preemptions->base = base;
  pthread_mutex_init (&preemptions->lock, NULL);
  preemptions->threads = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) thread_free);
  preemptions->open = g_ptr_array_new ();
  preemptions->pending = g_array_new (FALSE, FALSE, sizeof (IlEvent));
  preemptions->merged = g_array_new (FALSE, FALSE, sizeof (IlRecord));
  return preemptions;
}

void
il_preemptions_free (IlPreemptions *preemptions)
{
  g_ptr_array_unref (preemptions->open);
  g_hash_table_unref (preemptions->threads);
  g_clear_pointer (&preemptions->loop, thread_free);
  pthread_mutex_destroy (&preemptions->lock);
  g_array_unref (preemptions->pending);
  g_array_unref (preemptions->merged);
  g_free (preemptions);
}

/* With the lock held. */
static Thread *
add (IlPreemptions *preemptions, guint32 task, IlRecorder *switches, const _Atomic guint32 *line)
{
  Thread *thread = g_new0 (Thread, 1);

  thread->task = task;
  thread->switches = switches;
  thread->line = line;
  if (switches)
    g_ptr_array_add (preemptions->open, thread);
  if (task > 0)
    g_hash_table_insert (preemptions->threads, GUINT_TO_POINTER (task), thread);
  return thread;
}

void
il_preemptions_add (IlPreemptions *preemptions, guint32 task, IlRecorder *switches, const _Atomic guint32 *line)
{
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);

  add (preemptions, task, switches, line);
}

void
il_preemptions_add_loop (IlPreemptions *preemptions, IlRecorder *switches, const _Atomic guint32 *line)
{
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);

  preemptions->loop = add (preemptions, 0, switches, line);
}

void
il_preemptions_leave_out (IlPreemptions *preemptions, guint32 task)
{
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);

  add (preemptions, task, NULL, NULL);
}

static guint32
line_of (const Thread *thread)
{
  return thread->line ? atomic_load_explicit (thread->line, memory_order_relaxed) : thread->last_line;
}

/* The one that TASK has for itself, or NULL; the loop's for 0. */
static Thread *
find (const IlPreemptions *preemptions, guint32 task)
{
  return task > 0 ? g_hash_table_lookup (preemptions->threads, GUINT_TO_POINTER (task)) : preemptions->loop;
}

/* The one that TASK runs on, or NULL. */
static Thread *
thread_of (const IlPreemptions *preemptions, guint32 task)
{
  Thread *own = find (preemptions, task);

  return own ? own : preemptions->loop;
}

void
il_preemptions_end (IlPreemptions *preemptions, guint32 task)
{
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);
  Thread *thread = find (preemptions, task);

  if (!thread || thread->ended)
    return;
  thread->ended = TRUE;
  thread->last_line = line_of (thread);
  thread->line = NULL;
}

typedef struct {
  IlPreemptions *preemptions;
  Thread *thread;
} Fetch;

static void
fetch_cb (const IlEvent *event, gpointer data)
{
  const Fetch *fetch = data;
  IlEvent found = *event;

  found.time -= *fetch->preemptions->base;
  found.task = fetch->thread->task;
  found.line = line_of (fetch->thread);
  if (found.task == 0) /* whichever core the loop is on, it is the first */
    found.core = 0;
  g_array_append_val (fetch->preemptions->pending, found);
}

/* Fetches the switches of those that are open, and closes those that have ended. */
static void
fetch_all (IlPreemptions *preemptions)
{
  for (guint i = preemptions->open->len; i > 0; i--) {
    Thread *thread = g_ptr_array_index (preemptions->open, i - 1);

    if (thread->ended)
      il_recorder_stop (thread->switches);
    il_recorder_drain (thread->switches, fetch_cb, &(Fetch) { preemptions, thread });
    if (!thread->ended)
      continue;
    preemptions->lost += il_recorder_n_lost (thread->switches);
    g_clear_pointer (&thread->switches, il_recorder_free);
    g_ptr_array_remove_index_fast (preemptions->open, i - 1);
  }
}

static int
compare_switches (gconstpointer a, gconstpointer b)
{
  gint64 ta = ((const IlEvent *) a)->time, tb = ((const IlEvent *) b)->time;

  return (ta > tb) - (ta < tb);
}

static void
begin (IlPreemptions *preemptions, guint32 task, guint core)
{
  Thread *thread = thread_of (preemptions, task);

  if (!thread || (thread == preemptions->loop && core != 0))
    return;
  thread->running = task;
  thread->off_core = FALSE;
}

/* A thread that records the end of what it runs is on a core, whatever the kernel's record has yet to say. */
static void
end (IlPreemptions *preemptions, const IlRecord *record)
{
  Thread *thread = thread_of (preemptions, record->task);

  if (!thread || thread->running != record->task)
    return;
  if (thread->off_core) {
    IlRecord resume = il_record_resume (record->time, record->task, il_record_core (record), 0, record->line);

    g_array_append_val (preemptions->merged, resume);
  }
  thread->running = 0;
  thread->off_core = FALSE;
}

/* Appends a RECORD of the run's own, and keeps track of who runs. */
static void
take_own (IlPreemptions *preemptions, const IlRecord *record)
{
  unsigned kind = il_record_kind (record);

  if (kind == IL_EVENT_SUSPEND || kind == IL_EVENT_EXIT || il_record_resumes_other (record))
    end (preemptions, record);
  g_array_append_vals (preemptions->merged, record, 1);
  if (kind == IL_EVENT_RESUME)
    begin (preemptions, record->task, il_record_core (record));
  else if (il_record_resumes_other (record))
    begin (preemptions, record->other, il_record_core (record));
}

static void
take_switch (IlPreemptions *preemptions, IlEvent *found)
{
  Thread *thread = find (preemptions, found->task);
  gboolean out = found->kind == IL_EVENT_PREEMPT;

  if (!thread || thread->running == 0 || thread->off_core == out)
    return;
  thread->off_core = out;
  found->task = thread->running;
  IlRecord record = il_record_pack (found);
  g_array_append_val (preemptions->merged, record);
}

void
il_preemptions_filter (GArray *records, gint64 until, gpointer data)
{
  IlPreemptions *preemptions = data;
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);
  guint at = 0, n_taken = 0;

  fetch_all (preemptions);
  g_array_sort (preemptions->pending, compare_switches);

  g_array_set_size (preemptions->merged, 0);
  for (; n_taken < preemptions->pending->len; n_taken++) {
    IlEvent *found = &g_array_index (preemptions->pending, IlEvent, n_taken);

    if (found->time >= until)
      break;
    for (; at < records->len && g_array_index (records, IlRecord, at).time <= found->time; at++)
      take_own (preemptions, &g_array_index (records, IlRecord, at));
    take_switch (preemptions, found);
  }
  for (; at < records->len; at++)
    take_own (preemptions, &g_array_index (records, IlRecord, at));
  g_array_remove_range (preemptions->pending, 0, n_taken);
  g_array_set_size (records, 0);
  g_array_append_vals (records, preemptions->merged->data, preemptions->merged->len);
}

guint64
il_preemptions_lost (const IlPreemptions *preemptions)
{
  return preemptions->lost;
}

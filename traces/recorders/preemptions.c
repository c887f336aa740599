/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/recorders/preemptions.h"

#include "traces/record/lock.h"

typedef struct {
  IlRecorder *switches;
  gboolean ended;
  /* the collecting thread's */
  gboolean running;  /* as its own records tell */
  gboolean off_core; /* though the kernel has taken its core */
} Thread;

struct _IlPreemptions {
  const gint64 *base;
  guint32 (*line_of) (guint32 task, gpointer data);
  gpointer data;
  pthread_mutex_t lock; /* guards threads */
  GHashTable *threads;  /* task id -> Thread */
  /* the collecting thread's */
  GArray *pending; /* of IlEvent: fetched, and later than what is being appended */
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
il_preemptions_new (const gint64 *base, guint32 (*line_of) (guint32 task, gpointer data), gpointer data)
{
  IlPreemptions *preemptions = g_new0 (IlPreemptions, 1);

  preemptions->base = base;
  preemptions->line_of = line_of;
  preemptions->data = data;
  pthread_mutex_init (&preemptions->lock, NULL);
  preemptions->threads = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) thread_free);
  preemptions->pending = g_array_new (FALSE, FALSE, sizeof (IlEvent));
  preemptions->merged = g_array_new (FALSE, FALSE, sizeof (IlRecord));
  return preemptions;
}

void
il_preemptions_free (IlPreemptions *preemptions)
{
  g_hash_table_unref (preemptions->threads);
  pthread_mutex_destroy (&preemptions->lock);
  g_array_unref (preemptions->pending);
  g_array_unref (preemptions->merged);
  g_free (preemptions);
}

void
il_preemptions_add (IlPreemptions *preemptions, guint32 task, IlRecorder *switches)
{
  Thread *thread = g_new0 (Thread, 1);
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);

  thread->switches = switches;
  g_hash_table_insert (preemptions->threads, GUINT_TO_POINTER (task), thread);
}

static Thread *
find (IlPreemptions *preemptions, guint32 task)
{
  return g_hash_table_lookup (preemptions->threads, GUINT_TO_POINTER (task));
}

void
il_preemptions_end (IlPreemptions *preemptions, guint32 task)
{
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);
  Thread *thread = find (preemptions, task);

  if (thread)
    thread->ended = TRUE;
}

typedef struct {
  IlPreemptions *preemptions;
  guint32 task;
} Fetch;

static void
fetch_cb (const IlEvent *event, gpointer data)
{
  const Fetch *fetch = data;
  IlEvent found = *event;

  found.time -= *fetch->preemptions->base;
  found.task = fetch->task;
  g_array_append_val (fetch->preemptions->pending, found);
}

static void
fetch (IlPreemptions *preemptions, guint32 task, Thread *thread)
{
  if (!thread->switches)
    return;
  if (thread->ended)
    il_recorder_stop (thread->switches);
  il_recorder_drain (thread->switches, fetch_cb, &(Fetch) { preemptions, task });
  if (thread->ended) {
    preemptions->lost += il_recorder_n_lost (thread->switches);
    g_clear_pointer (&thread->switches, il_recorder_free);
  }
}

static int
compare_switches (gconstpointer a, gconstpointer b)
{
  gint64 ta = ((const IlEvent *) a)->time, tb = ((const IlEvent *) b)->time;

  return (ta > tb) - (ta < tb);
}

static void
follow (IlPreemptions *preemptions, guint32 task, gboolean running)
{
  Thread *thread = find (preemptions, task);

  if (!thread)
    return;
  thread->running = running;
  thread->off_core = FALSE;
}

/* Keeps track of who runs, by a run's own RECORD. */
static void
follow_record (IlPreemptions *preemptions, const IlRecord *record)
{
  switch (record->kind) {
  case IL_EVENT_RESUME: follow (preemptions, record->task, TRUE); break;
  case IL_EVENT_SUSPEND:
  case IL_EVENT_EXIT: follow (preemptions, record->task, FALSE); break;
  default: break;
  }
}

static void
follow_switch (IlPreemptions *preemptions, IlEvent *found)
{
  Thread *thread = find (preemptions, found->task);
  gboolean out = found->kind == IL_EVENT_PREEMPT;

  found->line = preemptions->line_of (found->task, preemptions->data);
  if (!thread || !thread->running || thread->off_core == out)
    return;
  thread->off_core = out;
  IlRecord record = il_record_pack (found);
  g_array_append_val (preemptions->merged, record);
}

/* A thread that records something is on a core, whatever the kernel's record has yet to say. */
static void
return_before (IlPreemptions *preemptions, const IlRecord *record)
{
  Thread *thread = find (preemptions, record->task);

  if (!thread || !thread->off_core || (record->kind != IL_EVENT_SUSPEND && record->kind != IL_EVENT_EXIT))
    return;
  IlRecord resume = il_record_resume (record->time, record->task, record->core, 0, record->line);
  g_array_append_val (preemptions->merged, resume);
  thread->off_core = FALSE;
}

void
il_preemptions_filter (GArray *records, gint64 until, gpointer data)
{
  IlPreemptions *preemptions = data;
  g_auto (IlLocked) locked = il_lock (&preemptions->lock);
  GHashTableIter iter;
  gpointer task, thread;
  guint at = 0, n_taken = 0;

  g_hash_table_iter_init (&iter, preemptions->threads);
  while (g_hash_table_iter_next (&iter, &task, &thread))
    fetch (preemptions, GPOINTER_TO_UINT (task), thread);
  g_array_sort (preemptions->pending, compare_switches);

  g_array_set_size (preemptions->merged, 0);
  for (; n_taken < preemptions->pending->len; n_taken++) {
    IlEvent *found = &g_array_index (preemptions->pending, IlEvent, n_taken);

    if (found->time >= until)
      break;
    for (; at < records->len && g_array_index (records, IlRecord, at).time <= found->time; at++) {
      const IlRecord *record = &g_array_index (records, IlRecord, at);

      return_before (preemptions, record);
      g_array_append_vals (preemptions->merged, record, 1);
      follow_record (preemptions, record);
    }
    follow_switch (preemptions, found);
  }
  for (; at < records->len; at++) {
    const IlRecord *record = &g_array_index (records, IlRecord, at);

    return_before (preemptions, record);
    g_array_append_vals (preemptions->merged, record, 1);
    follow_record (preemptions, record);
  }
  g_array_remove_range (preemptions->pending, 0, n_taken);
  g_array_set_size (records, 0);
  g_array_append_vals (records, preemptions->merged->data, preemptions->merged->len);
}

guint64
il_preemptions_lost (const IlPreemptions *preemptions)
{
  return preemptions->lost;
}

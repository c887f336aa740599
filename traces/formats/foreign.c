/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/builder-private.h"
#include "traces/record/time.h"

/* Events of sources that keep none of our rules: see builder.h. */

typedef struct {
  guint source;
  guint64 id;
} ForeignTask;

/* What a task does, as far as its events have told. */
typedef enum { UNKNOWN, CREATED, READY, RUNNING, WAITING, ENDED } State;

typedef struct {
  IlRunBuilder *run;
  GArray *states;        /* of guint8, a State; index: task */
  GHashTable *n_of_name; /* text id -> how many tasks have that name */
} Completion;

static guint
foreign_task_hash (gconstpointer key)
{
  const ForeignTask *task = key;
  gint64 mixed = (gint64) (task->id ^ (guint64) task->source << 48);

  return g_int64_hash (&mixed);
}

static gboolean
foreign_task_equal (gconstpointer a, gconstpointer b)
{
  const ForeignTask *one = a, *other = b;

  return one->source == other->source && one->id == other->id;
}

static void
begin_foreign (IlRunBuilder *run)
{
  if (run->tasks)
    return;
  run->tasks = g_hash_table_new_full (foreign_task_hash, foreign_task_equal, g_free, NULL);
  run->added = g_array_new (FALSE, FALSE, sizeof (IlEvent));
}

void
il_run_builder_clear_foreign (IlRunBuilder *run)
{
  g_clear_pointer (&run->tasks, g_hash_table_unref);
  g_clear_pointer (&run->added, g_array_unref);
}

guint32
il_run_builder_task (IlRunBuilder *run, guint source, guint64 id)
{
  ForeignTask key = { source, id };
  gpointer task;

  begin_foreign (run);
  task = g_hash_table_lookup (run->tasks, &key);
  if (!task) {
    task = GUINT_TO_POINTER (g_hash_table_size (run->tasks) + 1);
    g_hash_table_insert (run->tasks, g_memdup2 (&key, sizeof key), task);
  }
  return GPOINTER_TO_UINT (task);
}

void
il_run_builder_name_task (IlRunBuilder *run, guint32 task, const char *name)
{
  il_run_builder_set_name (run, task, il_recording_add_text (run->recording, name));
}

void
il_run_builder_add (IlRunBuilder *run, const IlEvent *event, gint64 offset)
{
  IlEvent shifted = *event;

  begin_foreign (run);
  shifted.time = il_time_add (event->time, offset);
  g_array_append_val (run->added, shifted);
}

gint64
il_run_builder_earliest (const IlRunBuilder *run)
{
  gint64 earliest = G_MAXINT64;

  for (guint i = 0; run->added && i < run->added->len; i++)
    earliest = MIN (earliest, g_array_index (run->added, IlEvent, i).time);
  return earliest;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = ((const IlEvent *) a)->time, other = ((const IlEvent *) b)->time;

  return (one > other) - (one < other);
}

static guint8 *
state_of (Completion *completion, guint32 task)
{
  if (task >= completion->states->len)
    g_array_set_size (completion->states, task + 1);
  return &g_array_index (completion->states, guint8, task);
}

/* A text that names TASK: the second task of a name has "#2" behind it, as in our own runs. */
static guint32
name_of (Completion *completion, guint32 task)
{
  IlRecording *recording = completion->run->recording;
  g_autofree char *unique = NULL;
  guint32 text;

  if (!il_run_builder_get_name (completion->run, task, &text)) {
    unique = g_strdup_printf ("task %u", task);
    text = il_recording_add_text (recording, unique);
  }
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (completion->n_of_name, GUINT_TO_POINTER (text))) + 1;
  g_hash_table_insert (completion->n_of_name, GUINT_TO_POINTER (text), GUINT_TO_POINTER (n));
  if (n == 1)
    return text;
  g_free (unique);
  unique = g_strdup_printf ("%s#%u", il_recording_text (recording, text), n);
  return il_recording_add_text (recording, unique);
}

static void
append (Completion *completion, const IlEvent *event)
{
  IlRecord record = il_record_pack (event);

  if (!il_recording_append (completion->run->recording, &record, 1))
    completion->run->n_left_aside++;
}

static void
fill_in (Completion *completion, IlEventKind kind, const IlEvent *before)
{
  IlEvent event = { .kind = kind, .time = before->time, .task = before->task, .core = before->core };

  if (kind == IL_EVENT_SPAWN)
    event.text = name_of (completion, event.task);
  append (completion, &event);
  completion->run->n_filled_in++;
}

/* Whether an event of KIND says something of a task in STATE that is not so already, and the state after it. */
static gboolean
next_state (IlEventKind kind, State state, State *next)
{
  *next = state;
  switch (kind) {
  case IL_EVENT_SPAWN: *next = CREATED; return state == UNKNOWN;
  case IL_EVENT_READY: *next = READY; return state == CREATED || state == WAITING;
  case IL_EVENT_RESUME: *next = RUNNING; return state != RUNNING;
  case IL_EVENT_SUSPEND: *next = WAITING; return state != WAITING;
  case IL_EVENT_PREEMPT: *next = READY; return state != READY;
  case IL_EVENT_EXIT: *next = ENDED; return TRUE;
  default: return TRUE;
  }
}

static void
complete (Completion *completion, IlEvent *event)
{
  guint8 *state = state_of (completion, event->task);
  State next;

  if (event->kind == IL_EVENT_NOTE) {
    append (completion, event);
    return;
  }
  if (*state == UNKNOWN && event->kind != IL_EVENT_SPAWN) {
    fill_in (completion, IL_EVENT_SPAWN, event);
    *state = CREATED;
  }
  if (*state == ENDED || !next_state (event->kind, (State) *state, &next)) {
    completion->run->n_left_aside++;
    return;
  }
  if ((event->kind == IL_EVENT_SUSPEND || event->kind == IL_EVENT_PREEMPT) && *state != RUNNING) {
    if (*state != READY)
      fill_in (completion, IL_EVENT_READY, event);
    fill_in (completion, IL_EVENT_RESUME, event);
  }
  if (event->kind == IL_EVENT_RESUME && *state != READY)
    fill_in (completion, IL_EVENT_READY, event);
  if (event->kind == IL_EVENT_SPAWN)
    event->text = name_of (completion, event->task);
  append (completion, event);
  *state = (guint8) next;
}

void
il_run_builder_complete (IlRunBuilder *run, gint64 base)
{
  g_autoptr (GArray) states = g_array_new (FALSE, TRUE, sizeof (guint8));
  g_autoptr (GHashTable) n_of_name = g_hash_table_new (NULL, NULL);
  Completion completion = { run, states, n_of_name };

  if (!run->added)
    return;
  g_array_sort (run->added, compare_times); /* which keeps the order of those of one moment */
  for (guint i = 0; i < run->added->len; i++) {
    IlEvent *event = &g_array_index (run->added, IlEvent, i);

    if (__builtin_sub_overflow (event->time, base, &event->time))
      event->time = G_MAXINT64;
    complete (&completion, event);
    run->last_time = event->time;
  }
  run->end = MAX (run->end, run->last_time);
  il_run_builder_clear_foreign (run);
}

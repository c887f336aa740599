/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/recording.h"

#include "traces/record/chunk.h"
#include "traces/record/lock.h"

#include <stdatomic.h>
#include <string.h>

/* Records live in chunks that never move, found through a directory that never moves either: readers
 * need no lock. The seq of every SEQ_STEP-th record is kept; those between are counted from there. */
enum { CHUNK_RECORDS = IL_CHUNK_RECORDS, SEQ_STEP = 64, MAX_CHUNKS = 1 << 15 };

/* So many records are asked for at once: 128 KiB, which the kernel clears and which are written to while they are
 * still in the processor's cache (a run of ten million records is 3 % faster than with 2 MiB). */
enum { PIECE_RECORDS = 1 << 12 };

typedef struct {
  IlRecord *records; /* NULL: not needed yet */
  guint64 *seqs;
  bool fresh; /* its memory was never touched before it came to this recording */
} Chunk;

typedef struct {
  IlObjectKind kind;
  guint32 name;
  gint64 capacity;
  guint32 line;
} Object;

struct _IlRecording {
  gatomicrefcount references;
  IlRunInfo info;

  Chunk *chunks;
  _Atomic guint64 n_records; /* published last, so that what it counts is there */
  _Atomic guint64 n_events;
  _Atomic guint64 prints_end; /* no record from here on is a print */
  _Atomic gint64 reached;     /* every record before this time is there */
  guint64 limit;
  _Atomic gsize text_size; /* bytes */
  IlTaskFacts *facts;

  pthread_mutex_t lock; /* guards all below */
  GStringChunk *text_memory;
  GPtrArray *texts;
  GHashTable *text_ids;
  GArray *objects;
  GArray *tasks; /* of guint32: record of the spawn + 1, 0: not spawned (yet); index: id - 1, with room to spare */
  guint32 max_task;
  IlOutcome outcome;
  gint64 end;
  guint64 dropped;
};

static const char *const model_names[] = { NULL, "sync", "threads", "coop" };
static const char *const model_titles[] = { NULL, "Synchronous", "Threads", "Cooperative" };
static const char *const clock_names[] = { "virtual", "wall" };
static const char *const outcome_names[] = { "running", "finished", "failed", "deadlock", "stopped", "limit" };
static const char *const preemption_names[] = { "none", "simulated", "kernel", "gaps" };

static int
index_of (const char *const *names, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (names[i] && g_strcmp0 (names[i], name) == 0)
      return (int) i;
  return -1;
}

const char *
il_model_name (IlModelKind model)
{
  return model_names[model];
}

const char *
il_model_title (IlModelKind model)
{
  return model_titles[model];
}

const char *
il_clock_name (IlClockKind clock)
{
  return clock_names[clock];
}

const char *
il_outcome_name (IlOutcome outcome)
{
  return outcome_names[outcome];
}

const char *
il_preemption_name (IlPreemption preemption)
{
  return preemption_names[preemption];
}

int
il_model_from_name (const char *name)
{
  return index_of (model_names, G_N_ELEMENTS (model_names), name);
}

int
il_clock_from_name (const char *name)
{
  return index_of (clock_names, G_N_ELEMENTS (clock_names), name);
}

int
il_outcome_from_name (const char *name)
{
  return index_of (outcome_names, G_N_ELEMENTS (outcome_names), name);
}

int
il_preemption_from_name (const char *name)
{
  return index_of (preemption_names, G_N_ELEMENTS (preemption_names), name);
}

IlRecording *
il_recording_new (const IlRunInfo *info)
{
  IlRecording *recording = g_new0 (IlRecording, 1);

  g_atomic_ref_count_init (&recording->references);
  recording->info = *info;
  recording->limit = IL_RECORDING_MAX_RECORDS;
  recording->chunks = g_new0 (Chunk, MAX_CHUNKS);
  recording->facts = il_task_facts_new ();
  pthread_mutex_init (&recording->lock, NULL);
  recording->text_memory = g_string_chunk_new (4096);
  recording->texts = g_ptr_array_new ();
  recording->text_ids = g_hash_table_new (g_str_hash, g_str_equal);
  recording->objects = g_array_new (FALSE, TRUE, sizeof (Object));
  recording->tasks = g_array_new (FALSE, TRUE, sizeof (guint32));
  il_recording_add_text (recording, "");
  return recording;
}

IlRecording *
il_recording_ref (IlRecording *recording)
{
  g_atomic_ref_count_inc (&recording->references);
  return recording;
}

void
il_recording_unref (IlRecording *recording)
{
  if (!g_atomic_ref_count_dec (&recording->references))
    return;

  for (guint i = 0; i < MAX_CHUNKS && recording->chunks[i].records; i++) {
    il_chunk_free (recording->chunks[i].records);
    g_free (recording->chunks[i].seqs);
  }
  g_free (recording->chunks);
  il_task_facts_free (recording->facts);
  pthread_mutex_destroy (&recording->lock);
  g_string_chunk_free (recording->text_memory);
  g_ptr_array_unref (recording->texts);
  g_hash_table_unref (recording->text_ids);
  g_array_unref (recording->objects);
  g_array_unref (recording->tasks);
  g_free (recording);
}

const IlRunInfo *
il_recording_info (const IlRecording *recording)
{
  return &recording->info;
}

IlTaskFacts *
il_recording_facts (const IlRecording *recording)
{
  return recording->facts;
}

void
il_recording_set_preemption (IlRecording *recording, IlPreemption preemption)
{
  recording->info.preemption = preemption;
}

/* Readers hold a const recording; the lock is not part of what they may not change. */
static pthread_mutex_t *
lock_of (const IlRecording *recording)
{
  return (pthread_mutex_t *) &recording->lock;
}

guint32
il_recording_add_text (IlRecording *recording, const char *text)
{
  g_auto (IlLocked) locked = il_lock (&recording->lock);
  gpointer id;

  if (g_hash_table_lookup_extended (recording->text_ids, text, NULL, &id))
    return GPOINTER_TO_UINT (id);

  char *copy = g_string_chunk_insert (recording->text_memory, text);
  atomic_fetch_add_explicit (&recording->text_size, strlen (text) + 1, memory_order_relaxed);
  guint32 new_id = recording->texts->len;
  g_ptr_array_add (recording->texts, copy);
  g_hash_table_insert (recording->text_ids, copy, GUINT_TO_POINTER (new_id));
  return new_id;
}

gsize
il_recording_text_size (const IlRecording *recording)
{
  return atomic_load_explicit (&recording->text_size, memory_order_relaxed);
}

const char *
il_recording_text (const IlRecording *recording, guint32 id)
{
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  return id < recording->texts->len ? g_ptr_array_index (recording->texts, id) : "";
}

guint32
il_recording_add_object (IlRecording *recording, IlObjectKind kind, const char *name, gint64 capacity, guint32 line)
{
  Object object = { kind, il_recording_add_text (recording, name), capacity, line };
  g_auto (IlLocked) locked = il_lock (&recording->lock);

  g_array_append_val (recording->objects, object);
  return recording->objects->len;
}

guint32
il_recording_n_objects (const IlRecording *recording)
{
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  return recording->objects->len;
}

gboolean
il_recording_object (const IlRecording *recording, guint32 id, IlObjectInfo *info)
{
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  if (id == IL_NO_OBJECT || id > recording->objects->len)
    return FALSE;

  const Object *object = &g_array_index (recording->objects, Object, id - 1);
  *info = (IlObjectInfo) { object->kind, g_ptr_array_index (recording->texts, object->name), object->capacity,
                           object->line };
  return TRUE;
}

/* The first spawn of a task counts; a sane recording has no second. */
static void
add_tasks (IlRecording *recording, guint64 first, const IlRecord *records, guint n)
{
  g_auto (IlLocked) locked = il_lock (&recording->lock);
  GArray *tasks = recording->tasks;

  for (guint i = 0; i < n; i++) {
    guint32 id = records[i].task;

    if (il_record_kind (&records[i]) != IL_EVENT_SPAWN || id == 0 || id > IL_MAX_TASK_ID)
      continue;
    if (id > tasks->len) /* not one by one: that would be a tenth of what recording a short task takes */
      g_array_set_size (tasks, MAX (id, id / 4 * 5));
    recording->max_task = MAX (recording->max_task, id);
    if (g_array_index (tasks, guint32, id - 1) == 0)
      g_array_index (tasks, guint32, id - 1) = (guint32) (first + i + 1);
  }
}

guint32
il_recording_max_task (const IlRecording *recording)
{
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  return recording->max_task;
}

gboolean
il_recording_task (const IlRecording *recording, guint32 id, IlTaskInfo *info)
{
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  if (id == 0 || id > recording->max_task)
    return FALSE;

  guint32 place = g_array_index (recording->tasks, guint32, id - 1);
  if (place == 0)
    return FALSE;

  const IlRecord *spawn = il_recording_record (recording, place - 1);
  guint32 text = (guint32) spawn->value;
  const char *name = text < recording->texts->len ? g_ptr_array_index (recording->texts, text) : "?";
  *info = (IlTaskInfo) { id, name, spawn->other, spawn->line, spawn->time };
  return TRUE;
}

const char *
il_recording_task_name (const IlRecording *recording, guint32 id)
{
  IlTaskInfo info;

  return il_recording_task (recording, id, &info) ? info.name : "?";
}

IlRecord *
il_recording_reserve (IlRecording *recording, gsize *n)
{
  guint64 index = atomic_load_explicit (&recording->n_records, memory_order_relaxed);
  guint place = index % CHUNK_RECORDS;
  Chunk *chunk = &recording->chunks[index / CHUNK_RECORDS];

  if (index >= recording->limit)
    return NULL;
  if (!chunk->records) {
    chunk->seqs = g_new (guint64, CHUNK_RECORDS / SEQ_STEP);
    chunk->records = il_chunk_new (&chunk->fresh);
  }
  if (chunk->fresh && place % PIECE_RECORDS == 0
      && index >= CHUNK_RECORDS) /* a short recording may not need all of it */
    il_chunk_touch (&chunk->records[place], PIECE_RECORDS);
  *n = MIN (PIECE_RECORDS - place % PIECE_RECORDS, recording->limit - index);
  return &chunk->records[place];
}

void
il_recording_commit (IlRecording *recording, gsize n)
{
  guint64 index = atomic_load_explicit (&recording->n_records, memory_order_relaxed);
  guint64 n_events = atomic_load_explicit (&recording->n_events, memory_order_relaxed);
  Chunk *chunk = &recording->chunks[index / CHUNK_RECORDS];
  guint first = index % CHUNK_RECORDS, end = first + (guint) n, place = first;

  while (place < end) {
    guint until = MIN (end, (place / SEQ_STEP + 1) * SEQ_STEP);
    guint n_more = 0;
    guint64 kinds = 0; /* that occur: a bit each */

    if (place % SEQ_STEP == 0)
      chunk->seqs[place / SEQ_STEP] = n_events + 1;
    for (guint i = place; i < until; i++) {
      n_more += il_record_n_events (&chunk->records[i]) - 1;
      kinds |= G_GUINT64_CONSTANT (1) << il_record_kind (&chunk->records[i]);
    }
    n_events += until - place + n_more;
    if (G_UNLIKELY (kinds & 1 << IL_EVENT_SPAWN))
      add_tasks (recording, index + (place - first), &chunk->records[place], until - place);
    if (G_UNLIKELY (kinds & 1 << IL_EVENT_PRINT))
      atomic_store_explicit (&recording->prints_end, index + (until - first), memory_order_relaxed);
    place = until;
  }
  atomic_store_explicit (&recording->n_events, n_events, memory_order_relaxed);
  atomic_store_explicit (&recording->n_records, index + n, memory_order_release);
}

gboolean
il_recording_append (IlRecording *recording, const IlRecord *records, gsize n)
{
  if (il_recording_n_records (recording) + n > recording->limit)
    return FALSE;

  while (n > 0) {
    gsize n_fitting = 0;
    IlRecord *place = il_recording_reserve (recording, &n_fitting);

    n_fitting = MIN (n_fitting, n);
    memcpy (place, records, n_fitting * sizeof *records);
    il_recording_commit (recording, n_fitting);
    records += n_fitting;
    n -= n_fitting;
  }
  return TRUE;
}

void
il_recording_set_limit (IlRecording *recording, guint64 max_records)
{
  recording->limit = MIN (max_records, IL_RECORDING_MAX_RECORDS);
}

void
il_recording_add_dropped (IlRecording *recording, guint64 n)
{
  g_auto (IlLocked) locked = il_lock (&recording->lock);

  recording->dropped += n;
}

guint64
il_recording_dropped (const IlRecording *recording)
{
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  return recording->dropped;
}

void
il_recording_finish (IlRecording *recording, IlOutcome outcome, gint64 end)
{
  g_auto (IlLocked) locked = il_lock (&recording->lock);

  if (recording->outcome != IL_OUTCOME_RUNNING)
    return;
  recording->outcome = outcome;
  recording->end = end;
}

IlOutcome
il_recording_outcome (const IlRecording *recording)
{
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  return recording->outcome;
}

void
il_recording_advance (IlRecording *recording, gint64 time)
{
  atomic_store_explicit (&recording->reached, time, memory_order_relaxed);
}

gint64
il_recording_end (const IlRecording *recording)
{
  guint64 n = il_recording_n_records (recording);
  gint64 last = n > 0 ? il_recording_record (recording, n - 1)->time : 0;
  gint64 reached = atomic_load_explicit (&recording->reached, memory_order_relaxed);
  g_auto (IlLocked) locked = il_lock (lock_of (recording));

  return recording->outcome == IL_OUTCOME_RUNNING ? MAX (MAX (last, reached), recording->end)
                                                  : MAX (last, recording->end);
}

guint64
il_recording_n_records (const IlRecording *recording)
{
  return atomic_load_explicit (&recording->n_records, memory_order_acquire);
}

guint64
il_recording_prints_end (const IlRecording *recording)
{
  return atomic_load_explicit (&recording->prints_end, memory_order_relaxed);
}

guint64
il_recording_n_events (const IlRecording *recording)
{
  return atomic_load_explicit (&recording->n_events, memory_order_relaxed);
}

const IlRecord *
il_recording_record (const IlRecording *recording, guint64 index)
{
  return &recording->chunks[index / CHUNK_RECORDS].records[index % CHUNK_RECORDS];
}

guint64
il_recording_seq (const IlRecording *recording, guint64 index)
{
  const Chunk *chunk = &recording->chunks[index / CHUNK_RECORDS];
  guint place = index % CHUNK_RECORDS;
  guint64 seq = chunk->seqs[place / SEQ_STEP];

  for (guint i = place - place % SEQ_STEP; i < place; i++)
    seq += il_record_n_events (&chunk->records[i]);
  return seq;
}

guint64
il_recording_find (const IlRecording *recording, gint64 time)
{
  guint64 low = 0, high = il_recording_n_records (recording);

  while (low < high) {
    guint64 middle = low + (high - low) / 2;

    if (il_recording_record (recording, middle)->time < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gboolean
il_recording_next (const IlRecording *recording, IlCursor *cursor, IlEvent *event)
{
  if (cursor->record >= il_recording_n_records (recording))
    return FALSE;

  const IlRecord *record = il_recording_record (recording, cursor->record);
  il_record_unpack (record, cursor->part, event);
  if (cursor->seq == 0)
    cursor->seq = il_recording_seq (recording, cursor->record);
  event->seq = cursor->seq + cursor->part;
  if (++cursor->part == il_record_n_events (record)) {
    cursor->seq += cursor->part;
    cursor->part = 0;
    cursor->record++;
  }
  return TRUE;
}

gboolean
il_recording_event (const IlRecording *recording, guint64 seq, IlEvent *event)
{
  guint64 n = il_recording_n_records (recording), low = 0, high = (n + SEQ_STEP - 1) / SEQ_STEP, first;

  while (low < high) { /* the last of those records whose seq is kept that is not beyond the one asked for */
    guint64 middle = low + (high - low) / 2;

    if (recording->chunks[middle * SEQ_STEP / CHUNK_RECORDS].seqs[middle * SEQ_STEP % CHUNK_RECORDS / SEQ_STEP] <= seq)
      low = middle + 1;
    else
      high = middle;
  }
  if (seq == 0 || low == 0)
    return FALSE;

  guint64 index = (low - 1) * SEQ_STEP;
  for (first = il_recording_seq (recording, index); index < n; index++) {
    const IlRecord *record = il_recording_record (recording, index);
    guint n_events = il_record_n_events (record);

    if (seq < first + n_events) {
      il_record_unpack (record, (guint) (seq - first), event);
      event->seq = seq;
      return TRUE;
    }
    first += n_events;
  }
  return FALSE;
}

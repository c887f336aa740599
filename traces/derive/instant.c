/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/instant.h"

static void
object_clear (gpointer data)
{
  IlObjectAtInstant *object = data;

  g_array_unref (object->holders);
  g_array_unref (object->waiters);
}

static GArray *
objects_new (void)
{
  GArray *objects = g_array_new (FALSE, TRUE, sizeof (IlObjectAtInstant));

  g_array_set_clear_func (objects, object_clear);
  return objects;
}

static GArray *
ids_new (void)
{
  return g_array_new (FALSE, TRUE, sizeof (guint32));
}

IlInstant *
il_instant_new (IlRecording *recording)
{
  IlInstant *instant = g_new0 (IlInstant, 1);

  instant->recording = il_recording_ref (recording);
  instant->tasks = g_array_new (FALSE, FALSE, sizeof (IlTaskAtInstant));
  instant->places = ids_new ();
  instant->objects = objects_new ();
  instant->ready = ids_new ();
  return instant;
}

IlInstant *
il_instant_copy (const IlInstant *instant)
{
  IlInstant *copy = g_new0 (IlInstant, 1);

  *copy = *instant;
  il_recording_ref (copy->recording);
  copy->tasks = g_array_copy (instant->tasks);
  copy->places = g_array_copy (instant->places);
  copy->ready = g_array_copy (instant->ready);
  copy->objects = objects_new ();
  for (guint i = 0; i < instant->objects->len; i++) {
    IlObjectAtInstant object = g_array_index (instant->objects, IlObjectAtInstant, i);

    object.holders = g_array_copy (object.holders);
    object.waiters = g_array_copy (object.waiters);
    g_array_append_val (copy->objects, object);
  }
  return copy;
}

void
il_instant_free (IlInstant *instant)
{
  il_recording_unref (instant->recording);
  g_array_unref (instant->tasks);
  g_array_unref (instant->places);
  g_array_unref (instant->objects);
  g_array_unref (instant->ready);
  g_free (instant);
}

const IlTaskAtInstant *
il_instant_task (const IlInstant *instant, guint32 task)
{
  guint32 place = task < instant->places->len ? g_array_index (instant->places, guint32, task) : 0;

  return place > 0 && place < G_MAXUINT32 ? &g_array_index (instant->tasks, IlTaskAtInstant, place - 1) : NULL;
}

/* The task that EVENT is about, which may be its first; NULL: it has ended, and a recording that goes on with it is
 * not followed. */
static IlTaskAtInstant *
task_of (IlInstant *instant, const IlEvent *event)
{
  guint32 *place;

  if (event->task >= instant->places->len)
    g_array_set_size (instant->places, event->task + 1);
  place = &g_array_index (instant->places, guint32, event->task);
  if (*place == G_MAXUINT32)
    return NULL;
  if (*place == 0) {
    IlTaskAtInstant task = { .task = event->task, .state = IL_STATE_NEW, .since = event->time };

    g_array_append_val (instant->tasks, task);
    *place = instant->tasks->len;
  }
  return &g_array_index (instant->tasks, IlTaskAtInstant, *place - 1);
}

static void
remove_task (IlInstant *instant, guint32 id)
{
  guint32 place = g_array_index (instant->places, guint32, id);
  guint32 last = g_array_index (instant->tasks, IlTaskAtInstant, instant->tasks->len - 1).task;

  g_array_index (instant->places, guint32, last) = place;
  g_array_index (instant->places, guint32, id) = G_MAXUINT32;
  g_array_remove_index_fast (instant->tasks, place - 1);
}

static IlObjectAtInstant *
object_of (IlInstant *instant, guint32 id)
{
  if (id >= instant->objects->len) {
    guint n = il_recording_n_objects (instant->recording);

    if (id > n) /* a hostile recording speaks of objects that it does not declare */
      return NULL;
    for (guint i = instant->objects->len; i <= n; i++) {
      IlObjectAtInstant object = { .holders = ids_new (), .waiters = ids_new () };

      g_array_append_val (instant->objects, object);
    }
  }
  return &g_array_index (instant->objects, IlObjectAtInstant, id);
}

/* Who has not acquired it releases it for the one who has held it longest. */
static void
release (GArray *holders, guint32 task)
{
  guint place = holders->len;

  while (place > 0 && g_array_index (holders, guint32, place - 1) != task)
    place--;
  if (holders->len > 0)
    g_array_remove_index (holders, place > 0 ? place - 1 : 0);
}

static void
take_in_op (IlInstant *instant, const IlEvent *op)
{
  IlObjectAtInstant *object = object_of (instant, op->object);

  if (!object)
    return;
  switch (op->op) {
  case IL_OP_ACQUIRE:
    g_array_append_val (object->holders, op->task);
    object->count--;
    break;
  case IL_OP_RELEASE:
    release (object->holders, op->task);
    object->count++;
    break;
  case IL_OP_PUT: object->count++; break;
  case IL_OP_GET: object->count--; break;
  case IL_OP_SET: object->set = TRUE; break;
  case IL_OP_CLEAR: object->set = FALSE; break;
  case IL_OP_CLOSE: object->closed = TRUE; break;
  default: break;
  }
  if (op->value.type != IL_VALUE_ABSENT && op->op != IL_OP_NOTIFY)
    object->value = op->value;
}

static void
set_state (IlTaskAtInstant *task, const IlEvent *event, guint64 order, IlState state)
{
  task->state = state;
  task->why = event->why;
  task->object = event->object;
  task->awaited = event->awaited;
  task->core = event->core;
  task->since = event->time;
  task->order = order;
}

static void
take_in (IlInstant *instant, const IlEvent *event, guint64 order)
{
  IlTaskAtInstant *task;

  instant->time = event->time;
  if (event->task == 0 || !(task = task_of (instant, event)))
    return;
  if (event->line > 0)
    task->line = event->line;
  switch (event->kind) {
  case IL_EVENT_READY:
  case IL_EVENT_PREEMPT: set_state (task, event, order, IL_STATE_READY); break;
  case IL_EVENT_RESUME: set_state (task, event, order, IL_STATE_RUNNING); break;
  case IL_EVENT_SUSPEND: set_state (task, event, order, IL_STATE_BLOCKED); break;
  case IL_EVENT_EXIT: remove_task (instant, event->task); break;
  case IL_EVENT_OP: take_in_op (instant, event); break;
  default: break;
  }
}

void
il_instant_extend_to (IlInstant *instant, guint64 n_records)
{
  for (; instant->n_records < n_records; instant->n_records++) {
    const IlRecord *record = il_recording_record (instant->recording, instant->n_records);
    guint n_events = il_record_n_events (record);

    for (guint part = 0; part < n_events; part++) {
      IlEvent event;

      il_record_unpack (record, part, &event);
      take_in (instant, &event, instant->n_records << 2 | part);
    }
  }
}

/* A switch is known from the resume at its end: looks ahead as far as one may take. */
static void
find_switches (IlInstant *instant)
{
  gint64 longest = il_recording_info (instant->recording)->switch_cost;
  guint64 n = il_recording_n_records (instant->recording);

  for (guint64 i = instant->n_records; i < n; i++) {
    const IlRecord *record = il_recording_record (instant->recording, i);
    const IlTaskAtInstant *known;
    IlTaskAtInstant *task;

    if (record->time - instant->time > longest)
      return;
    if (record->kind != IL_EVENT_RESUME || record->value <= 0 || record->time - record->value > instant->time)
      continue;
    known = il_instant_task (instant, record->task);
    /* A cost that reaches back beyond the task's last change of state cannot be true. */
    if (!known || known->state == IL_STATE_SWITCHING || known->state == IL_STATE_RUNNING
        || record->time - record->value < known->since)
      continue;
    task = &g_array_index (instant->tasks, IlTaskAtInstant, known - (IlTaskAtInstant *) instant->tasks->data);
    task->state = IL_STATE_SWITCHING;
    task->why = IL_WHY_NONE;
    task->since = record->time - record->value;
    task->core = il_record_core (record);
  }
}

static int
earlier_first (gconstpointer a, gconstpointer b)
{
  const IlTaskAtInstant *first = *(const IlTaskAtInstant *const *) a, *second = *(const IlTaskAtInstant *const *) b;

  return first->order < second->order ? -1 : first->order > second->order;
}

void
il_instant_settle (IlInstant *instant, gint64 time)
{
  g_autoptr (GPtrArray) in_line = g_ptr_array_new ();

  instant->time = time;
  find_switches (instant);
  g_array_set_size (instant->ready, 0);
  for (guint i = 0; i < instant->objects->len; i++)
    g_array_set_size (g_array_index (instant->objects, IlObjectAtInstant, i).waiters, 0);
  for (guint i = 0; i < instant->tasks->len; i++) {
    const IlTaskAtInstant *task = &g_array_index (instant->tasks, IlTaskAtInstant, i);

    if (task->state == IL_STATE_READY || (task->state == IL_STATE_BLOCKED && task->object != IL_NO_OBJECT))
      g_ptr_array_add (in_line, (gpointer) task);
  }
  g_ptr_array_sort (in_line, earlier_first);
  for (guint i = 0; i < in_line->len; i++) {
    const IlTaskAtInstant *task = g_ptr_array_index (in_line, i);
    IlObjectAtInstant *object = task->state == IL_STATE_BLOCKED ? object_of (instant, task->object) : NULL;

    if (task->state == IL_STATE_READY)
      g_array_append_val (instant->ready, task->task);
    else if (object)
      g_array_append_val (object->waiters, task->task);
  }
}

static gboolean
is_timed (const IlTaskAtInstant *task)
{
  return task && task->state == IL_STATE_BLOCKED && (task->why == IL_WHY_SLEEP || task->why == IL_WHY_IO);
}

guint
il_instant_n_timers (const IlInstant *instant)
{
  guint n = 0;

  for (guint i = 0; i < instant->tasks->len; i++)
    n += is_timed (&g_array_index (instant->tasks, IlTaskAtInstant, i));
  return n;
}

static void
add_timer (GArray *timers, const IlTaskAtInstant *task, gint64 time)
{
  IlTimer timer = { task->task, task->why, task->object, time };

  g_array_append_val (timers, timer);
}

GArray *
il_instant_timers (const IlInstant *instant, guint max)
{
  GArray *timers = g_array_new (FALSE, FALSE, sizeof (IlTimer));
  g_autoptr (GHashTable) ended = g_hash_table_new (NULL, NULL);
  guint wanted = MIN (max, il_instant_n_timers (instant));
  guint64 n = il_recording_n_records (instant->recording);

  for (guint64 i = instant->n_records; i < n && timers->len < wanted; i++) {
    const IlRecord *record = il_recording_record (instant->recording, i);
    guint n_events = il_record_n_events (record);

    for (guint part = 0; part < n_events && timers->len < wanted; part++) {
      IlEvent event;

      il_record_unpack (record, part, &event);
      if (event.task == 0 || event.kind == IL_EVENT_CANCEL || event.kind == IL_EVENT_OP
          || !is_timed (il_instant_task (instant, event.task))
          || !g_hash_table_add (ended, GUINT_TO_POINTER (event.task)))
        continue;
      add_timer (timers, il_instant_task (instant, event.task), event.time);
    }
  }
  for (guint i = 0; i < instant->tasks->len && timers->len < wanted; i++) {
    const IlTaskAtInstant *task = &g_array_index (instant->tasks, IlTaskAtInstant, i);

    if (is_timed (task) && !g_hash_table_contains (ended, GUINT_TO_POINTER (task->task)))
      add_timer (timers, task, -1);
  }
  return timers;
}

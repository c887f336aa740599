/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/situation.h"

static void
object_clear (gpointer data)
{
  IlObjectSituation *object = data;

  g_array_unref (object->holders);
  g_array_unref (object->waiters);
}

static GArray *
objects_new (void)
{
  GArray *objects = g_array_new (FALSE, TRUE, sizeof (IlObjectSituation));

  g_array_set_clear_func (objects, object_clear);
  return objects;
}

static GArray *
ids_new (void)
{
  return g_array_new (FALSE, TRUE, sizeof (guint32));
}

IlSituation *
il_situation_new (IlRecording *recording)
{
  IlSituation *situation = g_new0 (IlSituation, 1);

  situation->recording = il_recording_ref (recording);
  situation->tasks = g_array_new (FALSE, FALSE, sizeof (IlTaskSituation));
  situation->places = ids_new ();
  situation->objects = objects_new ();
  situation->ready = ids_new ();
  return situation;
}

IlSituation *
il_situation_copy (const IlSituation *situation)
{
  IlSituation *copy = g_new0 (IlSituation, 1);

  *copy = *situation;
  il_recording_ref (copy->recording);
  copy->tasks = g_array_copy (situation->tasks);
  copy->places = g_array_copy (situation->places);
  copy->ready = g_array_copy (situation->ready);
  copy->objects = objects_new ();
  for (guint i = 0; i < situation->objects->len; i++) {
    IlObjectSituation object = g_array_index (situation->objects, IlObjectSituation, i);

    object.holders = g_array_copy (object.holders);
    object.waiters = g_array_copy (object.waiters);
    g_array_append_val (copy->objects, object);
  }
  return copy;
}

void
il_situation_free (IlSituation *situation)
{
  il_recording_unref (situation->recording);
  g_array_unref (situation->tasks);
  g_array_unref (situation->places);
  g_array_unref (situation->objects);
  g_array_unref (situation->ready);
  g_free (situation);
}

const IlTaskSituation *
il_situation_task (const IlSituation *situation, guint32 task)
{
  guint32 place = task < situation->places->len ? g_array_index (situation->places, guint32, task) : 0;

  return place > 0 && place < G_MAXUINT32 ? &g_array_index (situation->tasks, IlTaskSituation, place - 1) : NULL;
}

/* The task that EVENT is about, which may be its first; NULL: it has ended, and a recording that goes on with it is
 * not followed. */
static IlTaskSituation *
task_of (IlSituation *situation, const IlEvent *event)
{
  guint32 *place;

  if (event->task >= situation->places->len)
    g_array_set_size (situation->places, event->task + 1);
  place = &g_array_index (situation->places, guint32, event->task);
  if (*place == G_MAXUINT32)
    return NULL;
  if (*place == 0) {
    IlTaskSituation task = { .task = event->task, .state = IL_STATE_NEW, .since = event->time };

    g_array_append_val (situation->tasks, task);
    *place = situation->tasks->len;
  }
  return &g_array_index (situation->tasks, IlTaskSituation, *place - 1);
}

static void
remove_task (IlSituation *situation, guint32 id)
{
  guint32 place = g_array_index (situation->places, guint32, id);
  guint32 last = g_array_index (situation->tasks, IlTaskSituation, situation->tasks->len - 1).task;

  g_array_index (situation->places, guint32, last) = place;
  g_array_index (situation->places, guint32, id) = G_MAXUINT32;
  g_array_remove_index_fast (situation->tasks, place - 1);
}

static IlObjectSituation *
object_of (IlSituation *situation, guint32 id)
{
  if (id >= situation->objects->len) {
    guint n = il_recording_n_objects (situation->recording);

    if (id > n) /* a hostile recording speaks of objects that it does not declare */
      return NULL;
    for (guint i = situation->objects->len; i <= n; i++) {
      IlObjectSituation object = { .holders = ids_new (), .waiters = ids_new () };

      g_array_append_val (situation->objects, object);
    }
  }
  return &g_array_index (situation->objects, IlObjectSituation, id);
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
take_in_op (IlSituation *situation, const IlEvent *op)
{
  IlObjectSituation *object = object_of (situation, op->object);

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
set_state (IlTaskSituation *task, const IlEvent *event, guint64 order, IlState state)
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
take_in (IlSituation *situation, const IlEvent *event, guint64 order)
{
  IlTaskSituation *task;

  situation->time = event->time;
  if (event->task == 0 || !(task = task_of (situation, event)))
    return;
  if (event->line > 0)
    task->line = event->line;
  switch (event->kind) {
  case IL_EVENT_READY:
  case IL_EVENT_PREEMPT: set_state (task, event, order, IL_STATE_READY); break;
  case IL_EVENT_RESUME: set_state (task, event, order, IL_STATE_RUNNING); break;
  case IL_EVENT_SUSPEND: set_state (task, event, order, IL_STATE_BLOCKED); break;
  case IL_EVENT_EXIT: remove_task (situation, event->task); break;
  case IL_EVENT_OP: take_in_op (situation, event); break;
  default: break;
  }
}

void
il_situation_extend_to (IlSituation *situation, guint64 n_records)
{
  for (; situation->n_records < n_records; situation->n_records++) {
    const IlRecord *record = il_recording_record (situation->recording, situation->n_records);
    guint n_events = il_record_n_events (record);

    for (guint part = 0; part < n_events; part++) {
      IlEvent event;

      il_record_unpack (record, part, &event);
      take_in (situation, &event, situation->n_records << 2 | part);
    }
  }
}

/* A switch is known from the resume at its end: looks ahead as far as one may take. */
static void
find_switches (IlSituation *situation)
{
  gint64 longest = il_recording_info (situation->recording)->switch_cost;
  guint64 n = il_recording_n_records (situation->recording);

  for (guint64 i = situation->n_records; i < n; i++) {
    const IlRecord *record = il_recording_record (situation->recording, i);
    const IlTaskSituation *known;
    IlTaskSituation *task;

    if (record->time - situation->time > longest)
      return;
    if (record->kind != IL_EVENT_RESUME || record->value <= 0 || record->time - record->value > situation->time)
      continue;
    known = il_situation_task (situation, record->task);
    /* A cost that reaches back beyond the task's last change of state cannot be true. */
    if (!known || known->state == IL_STATE_SWITCHING || known->state == IL_STATE_RUNNING
        || record->time - record->value < known->since)
      continue;
    task = &g_array_index (situation->tasks, IlTaskSituation, known - (IlTaskSituation *) situation->tasks->data);
    task->state = IL_STATE_SWITCHING;
    task->why = IL_WHY_NONE;
    task->since = record->time - record->value;
    task->core = record->core;
  }
}

static int
earlier_first (gconstpointer a, gconstpointer b)
{
  const IlTaskSituation *first = *(const IlTaskSituation *const *) a, *second = *(const IlTaskSituation *const *) b;

  return first->order < second->order ? -1 : first->order > second->order;
}

void
il_situation_settle (IlSituation *situation, gint64 time)
{
  g_autoptr (GPtrArray) in_line = g_ptr_array_new ();

  situation->time = time;
  find_switches (situation);
  g_array_set_size (situation->ready, 0);
  for (guint i = 0; i < situation->objects->len; i++)
    g_array_set_size (g_array_index (situation->objects, IlObjectSituation, i).waiters, 0);
  for (guint i = 0; i < situation->tasks->len; i++) {
    const IlTaskSituation *task = &g_array_index (situation->tasks, IlTaskSituation, i);

    if (task->state == IL_STATE_READY || (task->state == IL_STATE_BLOCKED && task->object != IL_NO_OBJECT))
      g_ptr_array_add (in_line, (gpointer) task);
  }
  g_ptr_array_sort (in_line, earlier_first);
  for (guint i = 0; i < in_line->len; i++) {
    const IlTaskSituation *task = g_ptr_array_index (in_line, i);
    IlObjectSituation *object = task->state == IL_STATE_BLOCKED ? object_of (situation, task->object) : NULL;

    if (task->state == IL_STATE_READY)
      g_array_append_val (situation->ready, task->task);
    else if (object)
      g_array_append_val (object->waiters, task->task);
  }
}

static gboolean
is_timed (const IlTaskSituation *task)
{
  return task && task->state == IL_STATE_BLOCKED && (task->why == IL_WHY_SLEEP || task->why == IL_WHY_IO);
}

guint
il_situation_n_timers (const IlSituation *situation)
{
  guint n = 0;

  for (guint i = 0; i < situation->tasks->len; i++)
    n += is_timed (&g_array_index (situation->tasks, IlTaskSituation, i));
  return n;
}

static void
add_timer (GArray *timers, const IlTaskSituation *task, gint64 time)
{
  IlTimer timer = { task->task, task->why, task->object, time };

  g_array_append_val (timers, timer);
}

GArray *
il_situation_timers (const IlSituation *situation, guint max)
{
  GArray *timers = g_array_new (FALSE, FALSE, sizeof (IlTimer));
  g_autoptr (GHashTable) ended = g_hash_table_new (NULL, NULL);
  guint wanted = MIN (max, il_situation_n_timers (situation));
  guint64 n = il_recording_n_records (situation->recording);

  for (guint64 i = situation->n_records; i < n && timers->len < wanted; i++) {
    const IlRecord *record = il_recording_record (situation->recording, i);
    guint n_events = il_record_n_events (record);

    for (guint part = 0; part < n_events && timers->len < wanted; part++) {
      IlEvent event;

      il_record_unpack (record, part, &event);
      if (event.task == 0 || event.kind == IL_EVENT_CANCEL || event.kind == IL_EVENT_OP
          || !is_timed (il_situation_task (situation, event.task))
          || !g_hash_table_add (ended, GUINT_TO_POINTER (event.task)))
        continue;
      add_timer (timers, il_situation_task (situation, event.task), event.time);
    }
  }
  for (guint i = 0; i < situation->tasks->len && timers->len < wanted; i++) {
    const IlTaskSituation *task = &g_array_index (situation->tasks, IlTaskSituation, i);

    if (is_timed (task) && !g_hash_table_contains (ended, GUINT_TO_POINTER (task->task)))
      add_timer (timers, task, -1);
  }
  return timers;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/instant-rows.h"

#include "traces/derive/metrics.h"
#include "traces/derive/span-events.h"
#include "traces/text/time-text.h"

/* A chain that is longer tells nobody anything. */
enum { MAX_LINKS = 12 };

static void
row_free (gpointer data)
{
  IlRow *row = data;

  g_free (row->title);
  g_free (row->text);
  g_free (row);
}

static void
add_row (GPtrArray *rows, IlRowKind kind, const char *title, char *text)
{
  IlRow *row = g_new (IlRow, 1);

  *row = (IlRow) { kind, g_strdup (title), text };
  g_ptr_array_add (rows, row);
}

static const char *
name_of (const IlInstant *instant, guint32 task)
{
  return il_recording_task_name (instant->recording, task);
}

static void
append_more (GString *text, guint n, guint shown)
{
  if (n > shown)
    g_string_append_printf (text, " and %u more", n - shown);
}

static void
append_names (GString *text, const IlInstant *instant, const GArray *tasks, guint max)
{
  for (guint i = 0; i < MIN (max, tasks->len); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name_of (instant, g_array_index (tasks, guint32, i)));
  append_more (text, tasks->len, max);
}

/* The cores. */

static gboolean
everything_has_ended (const IlInstant *instant)
{
  return instant->tasks->len == 0 && instant->n_records > 0;
}

static int
lower_core_first (gconstpointer a, gconstpointer b)
{
  const IlTaskAtInstant *first = *(const IlTaskAtInstant *const *) a, *second = *(const IlTaskAtInstant *const *) b;

  return first->core < second->core ? -1 : first->core > second->core;
}

static char *
running (const IlInstant *instant, guint max)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) busy = g_ptr_array_new ();

  for (guint i = 0; i < instant->tasks->len; i++) {
    const IlTaskAtInstant *task = &g_array_index (instant->tasks, IlTaskAtInstant, i);

    if (task->state == IL_STATE_RUNNING || task->state == IL_STATE_SWITCHING)
      g_ptr_array_add (busy, (gpointer) task);
  }
  g_ptr_array_sort (busy, lower_core_first);
  for (guint i = 0; i < MIN (max, busy->len); i++) {
    const IlTaskAtInstant *task = g_ptr_array_index (busy, i);

    if (i > 0)
      g_string_append (text, ", ");
    if (il_recording_info (instant->recording)->cores > 1 || busy->len > 1)
      g_string_append_printf (text, "core %u: ", task->core);
    if (task->state == IL_STATE_SWITCHING)
      g_string_append (text, "switching to ");
    g_string_append (text, name_of (instant, task->task));
  }
  append_more (text, busy->len, max);
  if (busy->len == 0)
    g_string_append (text, instant->n_records == 0             ? "nobody yet"
                           : everything_has_ended (instant)    ? "nobody: every task has ended"
                           : il_instant_n_timers (instant) > 0 ? "nobody: all wait"
                                                               : "nobody");
  return g_string_free (text, FALSE);
}

static char *
ready (const IlInstant *instant, guint max)
{
  GString *text = g_string_new (instant->ready->len == 0 ? "empty" : NULL);

  append_names (text, instant, instant->ready, max);
  return g_string_free (text, FALSE);
}

static void
add_timers (GPtrArray *rows, const IlInstant *instant, guint max)
{
  g_autoptr (GArray) timers = il_instant_timers (instant, max);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < timers->len; i++) {
    const IlTimer *timer = &g_array_index (timers, IlTimer, i);
    g_autofree char *when = timer->time < 0 ? g_strdup ("not in the recording") : il_format_time (timer->time, FALSE);
    IlObjectInfo device;

    g_string_append_printf (text, "%s%s → %s", i > 0 ? ", " : "", name_of (instant, timer->task), when);
    if (timer->why == IL_WHY_IO)
      g_string_append_printf (text, " (%s)",
                              il_recording_object (instant->recording, timer->object, &device) ? device.name : "I/O");
  }
  append_more (text, il_instant_n_timers (instant), timers->len);
  add_row (rows, IL_ROW_MACHINE, "Timers, I/O", text->len > 0 ? g_strdup (text->str) : g_strdup ("none"));
}

/* The objects. */

static void
append_part (GString *text, const char *words)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", words);
}

static void
append_count (GString *text, const IlObjectInfo *info, gint64 count)
{
  if (text->len > 0)
    g_string_append (text, "; ");
  g_string_append_printf (text, "%" G_GINT64_FORMAT, MAX (0, count));
  if (info->capacity > 0)
    g_string_append_printf (text, " of %" G_GINT64_FORMAT, info->capacity);
}

static char *
describe_object (const IlInstant *instant, const IlObjectInfo *info, const IlObjectAtInstant *object, guint max)
{
  GString *text = g_string_new (NULL);

  switch (info->kind) {
  case IL_OBJECT_QUEUE:
    append_count (text, info, object->count);
    g_string_append (text, object->count == 1 && info->capacity <= 0 ? " item" : " items");
    break;
  case IL_OBJECT_SEMAPHORE:
    append_count (text, info, info->capacity + object->count);
    g_string_append (text, " free");
    break;
  case IL_OBJECT_EVENT: append_part (text, object->set ? "set" : "not set"); break;
  case IL_OBJECT_BARRIER:
    append_count (text, info, object->waiters->len);
    g_string_append (text, " have come");
    break;
  case IL_OBJECT_SHARED: {
    g_autofree char *value = il_trace_value_text (instant->recording, &object->value);
    append_part (text, *value ? value : "not touched yet");
    break;
  }
  case IL_OBJECT_MUTEX:
  case IL_OBJECT_CONDITION:
  case IL_OBJECT_DEVICE:
    if (object->holders->len == 0)
      append_part (text, "free");
    break;
  case IL_OBJECT_GENERATOR:
  default: break;
  }
  if (object->closed)
    append_part (text, "closed");
  if (object->holders->len > 0) {
    append_part (text, info->kind == IL_OBJECT_DEVICE ? "serves " : "held by ");
    append_names (text, instant, object->holders, max);
  }
  return g_string_free (text, FALSE);
}

/* A device's holders wait for it as well, but not in its line. */
static void
append_line_of (GString *text, const IlInstant *instant, const IlObjectAtInstant *object, guint max)
{
  g_autoptr (GArray) waiters = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < object->waiters->len; i++) {
    guint32 task = g_array_index (object->waiters, guint32, i);
    gboolean served = FALSE;

    for (guint j = 0; j < object->holders->len && j < 64 && !served; j++)
      served = g_array_index (object->holders, guint32, j) == task;
    if (!served || il_instant_task (instant, task)->why != IL_WHY_IO)
      g_array_append_val (waiters, task);
  }
  if (waiters->len == 0)
    return;
  append_part (text, "waiting: ");
  append_names (text, instant, waiters, max);
}

static void
add_objects (GPtrArray *rows, const IlInstant *instant, guint max_names, guint max_rows)
{
  guint n = il_recording_n_objects (instant->recording);

  for (guint32 id = 1; id <= MIN (n, max_rows); id++) {
    static const IlObjectAtInstant untouched;
    const IlObjectAtInstant *object =
        id < instant->objects->len ? &g_array_index (instant->objects, IlObjectAtInstant, id) : &untouched;
    g_autoptr (GArray) nobody = g_array_new (FALSE, FALSE, sizeof (guint32));
    IlObjectAtInstant shown = *object;
    IlObjectInfo info;
    g_autoptr (GString) text = NULL;
    g_autofree char *words = NULL;

    il_recording_object (instant->recording, id, &info);
    if (info.kind == IL_OBJECT_GENERATOR)
      continue;
    if (!shown.holders)
      shown.holders = shown.waiters = nobody;
    words = describe_object (instant, &info, &shown, max_names);
    text = g_string_new (words);
    append_line_of (text, instant, &shown, max_names);
    add_row (rows, IL_ROW_OBJECT, info.name, g_strdup (text->str));
  }
  if (n > max_rows)
    add_row (rows, IL_ROW_OBJECT, "…", g_strdup_printf ("%u more objects", n - max_rows));
}

/* The tasks. */

static const char *
state_words (const IlTaskAtInstant *task)
{
  switch (task->state) {
  case IL_STATE_RUNNING: return "running";
  case IL_STATE_SWITCHING: return "being switched to";
  case IL_STATE_READY: return task->why == IL_WHY_NONE ? "ready" : "ready, preempted";
  case IL_STATE_NEW: return "new";
  default: break;
  }
  switch (task->why) {
  case IL_WHY_SLEEP: return "asleep";
  case IL_WHY_IO: return "in I/O";
  case IL_WHY_GROUP: return "waits for its group";
  case IL_WHY_GATHER: return "waits for gathered tasks";
  case IL_WHY_FIRST: return "waits for the first of several tasks";
  case IL_WHY_NONE: return "waits";
  default: return il_why_name (task->why);
  }
}

/* Appends what TASK does; returns the task to go on with, 0 at the end of the chain. */
static guint32
append_link (GString *text, const IlInstant *instant, const IlTaskAtInstant *task)
{
  const IlObjectAtInstant *object = task->object != IL_NO_OBJECT && task->object < instant->objects->len
                                        ? &g_array_index (instant->objects, IlObjectAtInstant, task->object)
                                        : NULL;
  IlObjectInfo info;

  if (task->state == IL_STATE_BLOCKED && task->awaited != 0) {
    g_string_append_printf (text, "%s %s", task->why == IL_WHY_AWAIT ? "awaits" : "waits for",
                            name_of (instant, task->awaited));
    return task->awaited;
  }
  if (task->state != IL_STATE_BLOCKED || !il_recording_object (instant->recording, task->object, &info)) {
    g_string_append (text, state_words (task));
    return 0;
  }
  g_string_append_printf (text,
                          task->why == IL_WHY_QUEUE_PUT   ? "waits for room in %s"
                          : task->why == IL_WHY_QUEUE_GET ? "waits for an item of %s"
                          : task->why == IL_WHY_IO        ? "in I/O on %s"
                                                          : "waits for %s",
                          info.name);
  if (!object || object->holders->len == 0 || task->why == IL_WHY_CONDITION)
    return 0;
  for (guint i = 0; i < object->holders->len; i++) {
    guint32 holder = g_array_index (object->holders, guint32, i);

    if (holder == task->task)
      continue;
    g_string_append_printf (text, ", held by %s", name_of (instant, holder));
    return holder;
  }
  if (task->why != IL_WHY_IO) /* a device serves who waits for it */
    g_string_append (text, ", held by itself");
  return 0;
}

char *
il_instant_chain (const IlInstant *instant, guint32 id)
{
  GString *text = g_string_new (NULL);
  guint32 seen[MAX_LINKS];

  for (guint n = 0; id != 0; n++) {
    const IlTaskAtInstant *task = il_instant_task (instant, id);

    if (n > 0)
      g_string_append (text, " → ");
    for (guint i = 0; i < n; i++)
      if (seen[i] == id) {
        g_string_append (text, "a circle");
        return g_string_free (text, FALSE);
      }
    if (n == MAX_LINKS) {
      g_string_append (text, "…");
      break;
    }
    seen[n] = id;
    if (!task) {
      g_string_append (text, "ended");
      break;
    }
    id = append_link (text, instant, task);
  }
  return g_string_free (text, FALSE);
}

static int
lower_id_first (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return first < second ? -1 : first > second;
}

/* The run has ended in a deadlock by then, and this is what it left. */
static gboolean
is_for_ever (const IlInstant *instant, guint32 id)
{
  return il_recording_outcome (instant->recording) == IL_OUTCOME_DEADLOCK
         && instant->time >= il_recording_end (instant->recording)
         && il_instant_task (instant, id)->state == IL_STATE_BLOCKED;
}

static void
add_tasks (GPtrArray *rows, const IlInstant *instant, guint max)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < instant->tasks->len; i++)
    g_array_append_val (ids, g_array_index (instant->tasks, IlTaskAtInstant, i).task);
  g_array_sort (ids, lower_id_first);
  for (guint i = 0; i < MIN (ids->len, max); i++) {
    guint32 id = g_array_index (ids, guint32, i);
    g_autofree char *chain = il_instant_chain (instant, id);
    g_autofree char *since = il_format_time (il_instant_task (instant, id)->since, FALSE);

    add_row (rows, IL_ROW_TASK, name_of (instant, id),
             g_strdup_printf ("%s, since %s%s", chain, since, is_for_ever (instant, id) ? ", for ever: deadlock" : ""));
  }
  if (ids->len > max)
    add_row (rows, IL_ROW_TASK, "…", g_strdup_printf ("%u more tasks", ids->len - max));
}

GPtrArray *
il_instant_rows (const IlInstant *instant, guint max_names, guint max_rows)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  add_row (rows, IL_ROW_MACHINE, "Running", running (instant, max_names));
  if (il_recording_info (instant->recording)->model != IL_MODEL_SYNC)
    add_row (rows, IL_ROW_MACHINE, "Ready queue", ready (instant, max_names));
  add_timers (rows, instant, max_names);
  add_objects (rows, instant, max_names, max_rows);
  add_tasks (rows, instant, max_rows);
  return rows;
}

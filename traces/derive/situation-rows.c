/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/situation-rows.h"

#include "traces/derive/metrics.h"
#include "traces/derive/span-events.h"

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
name_of (const IlSituation *situation, guint32 task)
{
  return il_recording_task_name (situation->recording, task);
}

static void
append_more (GString *text, guint n, guint shown)
{
  if (n > shown)
    g_string_append_printf (text, " and %u more", n - shown);
}

static void
append_names (GString *text, const IlSituation *situation, const GArray *tasks, guint max)
{
  for (guint i = 0; i < MIN (max, tasks->len); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name_of (situation, g_array_index (tasks, guint32, i)));
  append_more (text, tasks->len, max);
}

/* The cores. */

static gboolean
everything_has_ended (const IlSituation *situation)
{
  return situation->tasks->len == 0 && situation->n_records > 0;
}

static int
lower_core_first (gconstpointer a, gconstpointer b)
{
  const IlTaskSituation *first = *(const IlTaskSituation *const *) a, *second = *(const IlTaskSituation *const *) b;

  return first->core < second->core ? -1 : first->core > second->core;
}

static char *
running (const IlSituation *situation, guint max)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) busy = g_ptr_array_new ();

  for (guint i = 0; i < situation->tasks->len; i++) {
    const IlTaskSituation *task = &g_array_index (situation->tasks, IlTaskSituation, i);

    if (task->state == IL_STATE_RUNNING || task->state == IL_STATE_SWITCHING)
      g_ptr_array_add (busy, (gpointer) task);
  }
  g_ptr_array_sort (busy, lower_core_first);
  for (guint i = 0; i < MIN (max, busy->len); i++) {
    const IlTaskSituation *task = g_ptr_array_index (busy, i);

    if (i > 0)
      g_string_append (text, ", ");
    if (il_recording_info (situation->recording)->cores > 1 || busy->len > 1)
      g_string_append_printf (text, "core %u: ", task->core);
    if (task->state == IL_STATE_SWITCHING)
      g_string_append (text, "switching to ");
    g_string_append (text, name_of (situation, task->task));
  }
  append_more (text, busy->len, max);
  if (busy->len == 0)
    g_string_append (text, situation->n_records == 0               ? "nobody yet"
                           : everything_has_ended (situation)      ? "nobody: every task has ended"
                           : il_situation_n_timers (situation) > 0 ? "nobody: all wait"
                                                                   : "nobody");
  return g_string_free (text, FALSE);
}

static char *
ready (const IlSituation *situation, guint max)
{
  GString *text = g_string_new (situation->ready->len == 0 ? "empty" : NULL);

  append_names (text, situation, situation->ready, max);
  return g_string_free (text, FALSE);
}

static void
add_timers (GPtrArray *rows, const IlSituation *situation, guint max)
{
  g_autoptr (GArray) timers = il_situation_timers (situation, max);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < timers->len; i++) {
    const IlTimer *timer = &g_array_index (timers, IlTimer, i);
    g_autofree char *when = timer->time < 0 ? g_strdup ("not in the recording") : il_format_time (timer->time, FALSE);
    IlObjectInfo device;

    g_string_append_printf (text, "%s%s → %s", i > 0 ? ", " : "", name_of (situation, timer->task), when);
    if (timer->why == IL_WHY_IO)
      g_string_append_printf (text, " (%s)",
                              il_recording_object (situation->recording, timer->object, &device) ? device.name : "I/O");
  }
  append_more (text, il_situation_n_timers (situation), timers->len);
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
describe_object (const IlSituation *situation, const IlObjectInfo *info, const IlObjectSituation *object, guint max)
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
    g_autofree char *value = il_trace_value_text (situation->recording, &object->value);
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
    append_names (text, situation, object->holders, max);
  }
  return g_string_free (text, FALSE);
}

/* A device's holders wait for it as well, but not in its line. */
static void
append_line_of (GString *text, const IlSituation *situation, const IlObjectSituation *object, guint max)
{
  g_autoptr (GArray) waiters = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < object->waiters->len; i++) {
    guint32 task = g_array_index (object->waiters, guint32, i);
    gboolean served = FALSE;

    for (guint j = 0; j < object->holders->len && j < 64 && !served; j++)
      served = g_array_index (object->holders, guint32, j) == task;
    if (!served || il_situation_task (situation, task)->why != IL_WHY_IO)
      g_array_append_val (waiters, task);
  }
  if (waiters->len == 0)
    return;
  append_part (text, "waiting: ");
  append_names (text, situation, waiters, max);
}

static void
add_objects (GPtrArray *rows, const IlSituation *situation, guint max_names, guint max_rows)
{
  guint n = il_recording_n_objects (situation->recording);

  for (guint32 id = 1; id <= MIN (n, max_rows); id++) {
    static const IlObjectSituation untouched;
    const IlObjectSituation *object =
        id < situation->objects->len ? &g_array_index (situation->objects, IlObjectSituation, id) : &untouched;
    g_autoptr (GArray) nobody = g_array_new (FALSE, FALSE, sizeof (guint32));
    IlObjectSituation shown = *object;
    IlObjectInfo info;
    g_autoptr (GString) text = NULL;
    g_autofree char *words = NULL;

    il_recording_object (situation->recording, id, &info);
    if (info.kind == IL_OBJECT_GENERATOR)
      continue;
    if (!shown.holders)
      shown.holders = shown.waiters = nobody;
    words = describe_object (situation, &info, &shown, max_names);
    text = g_string_new (words);
    append_line_of (text, situation, &shown, max_names);
    add_row (rows, IL_ROW_OBJECT, info.name, g_strdup (text->str));
  }
  if (n > max_rows)
    add_row (rows, IL_ROW_OBJECT, "…", g_strdup_printf ("%u more objects", n - max_rows));
}

/* The tasks. */

static const char *
state_words (const IlTaskSituation *task)
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
  case IL_WHY_NONE: return "waits";
  default: return il_why_name (task->why);
  }
}

/* Appends what TASK does; returns the task to go on with, 0 at the end of the chain. */
static guint32
append_link (GString *text, const IlSituation *situation, const IlTaskSituation *task)
{
  const IlObjectSituation *object = task->object != IL_NO_OBJECT && task->object < situation->objects->len
                                        ? &g_array_index (situation->objects, IlObjectSituation, task->object)
                                        : NULL;
  IlObjectInfo info;

  if (task->state == IL_STATE_BLOCKED && task->awaited != 0) {
    g_string_append_printf (text, "%s %s", task->why == IL_WHY_AWAIT ? "awaits" : "waits for",
                            name_of (situation, task->awaited));
    return task->awaited;
  }
  if (task->state != IL_STATE_BLOCKED || !il_recording_object (situation->recording, task->object, &info)) {
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
  guint32 holder = g_array_index (object->holders, guint32, 0);
  if (holder == task->task)
    return 0;
  g_string_append_printf (text, ", held by %s", name_of (situation, holder));
  return holder;
}

char *
il_situation_chain (const IlSituation *situation, guint32 id)
{
  GString *text = g_string_new (NULL);
  guint32 seen[MAX_LINKS];

  for (guint n = 0; id != 0; n++) {
    const IlTaskSituation *task = il_situation_task (situation, id);

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
    id = append_link (text, situation, task);
  }
  return g_string_free (text, FALSE);
}

static int
lower_id_first (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return first < second ? -1 : first > second;
}

static void
add_tasks (GPtrArray *rows, const IlSituation *situation, guint max)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < situation->tasks->len; i++)
    g_array_append_val (ids, g_array_index (situation->tasks, IlTaskSituation, i).task);
  g_array_sort (ids, lower_id_first);
  for (guint i = 0; i < MIN (ids->len, max); i++) {
    guint32 id = g_array_index (ids, guint32, i);
    g_autofree char *chain = il_situation_chain (situation, id);
    g_autofree char *since = il_format_time (il_situation_task (situation, id)->since, FALSE);

    add_row (rows, IL_ROW_TASK, name_of (situation, id), g_strdup_printf ("%s, since %s", chain, since));
  }
  if (ids->len > max)
    add_row (rows, IL_ROW_TASK, "…", g_strdup_printf ("%u more tasks", ids->len - max));
}

GPtrArray *
il_situation_rows (const IlSituation *situation, guint max_names, guint max_rows)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  add_row (rows, IL_ROW_MACHINE, "Running", running (situation, max_names));
  if (il_recording_info (situation->recording)->model != IL_MODEL_SYNC)
    add_row (rows, IL_ROW_MACHINE, "Ready queue", ready (situation, max_names));
  add_timers (rows, situation, max_names);
  add_objects (rows, situation, max_names, max_rows);
  add_tasks (rows, situation, max_rows);
  return rows;
}

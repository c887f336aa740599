/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/deadlock.h"

/* Where one task stands at the end of the recording. */
typedef struct {
  gboolean alive;
  gboolean blocked;
  IlEvent wait; /* blocked: the suspend */
  guint32 line; /* otherwise: the line it came to */
} Task;

typedef struct {
  const IlRecording *recording;
  GArray *tasks;      /* of Task; index: id */
  GPtrArray *holders; /* of GArray of task ids, in order of acquiring; index: object id */
} Instant;

static Task *
task_at (Instant *instant, guint32 id)
{
  return id < instant->tasks->len ? &g_array_index (instant->tasks, Task, id) : NULL;
}

static GArray *
holders_of (const Instant *instant, guint32 object)
{
  return object < instant->holders->len ? g_ptr_array_index (instant->holders, object) : NULL;
}

static void
note_op (Instant *instant, const IlEvent *op)
{
  GArray *holders = holders_of (instant, op->object);

  if (!holders)
    return;
  if (op->op == IL_OP_ACQUIRE)
    g_array_append_val (holders, op->task);
  else if (op->op == IL_OP_RELEASE && holders->len > 0) {
    guint place = holders->len;

    /* Who has not acquired it releases it for the one who has held it longest. */
    while (place > 0 && g_array_index (holders, guint32, place - 1) != op->task)
      place--;
    g_array_remove_index (holders, place > 0 ? place - 1 : 0);
  }
}

static void
note_event (Instant *instant, const IlEvent *event)
{
  Task *task = task_at (instant, event->task);

  if (!task || event->task == 0)
    return;
  if (event->line > 0)
    task->line = event->line;
  switch (event->kind) {
  case IL_EVENT_SPAWN: task->alive = TRUE; break;
  case IL_EVENT_EXIT: task->alive = task->blocked = FALSE; break;
  case IL_EVENT_SUSPEND:
    task->blocked = TRUE;
    task->wait = *event;
    break;
  case IL_EVENT_READY:
  case IL_EVENT_RESUME:
  case IL_EVENT_PREEMPT: task->blocked = FALSE; break;
  case IL_EVENT_OP: note_op (instant, event); break;
  default: break;
  }
}

static Instant
instant_of (const IlRecording *recording)
{
  Instant instant = { .recording = recording,
                      .tasks = g_array_new (FALSE, TRUE, sizeof (Task)),
                      .holders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref) };
  IlCursor cursor = { 0 };
  IlEvent event;

  g_array_set_size (instant.tasks, il_recording_max_task (recording) + 1);
  for (guint i = 0; i <= il_recording_n_objects (recording); i++)
    g_ptr_array_add (instant.holders, g_array_new (FALSE, FALSE, sizeof (guint32)));
  while (il_recording_next (recording, &cursor, &event))
    note_event (&instant, &event);
  return instant;
}

/* The holders that TASK waits for, or NULL. */
static GArray *
holders_awaited (const Instant *instant, const Task *task)
{
  gboolean waits =
      task->alive && task->blocked && (task->wait.why == IL_WHY_SEMAPHORE || task->wait.why == IL_WHY_MUTEX);

  return waits ? holders_of (instant, task->wait.object) : NULL;
}

/* What a task waits for, in words, with its article-free name: "mutex right", "room in queue jobs". */
static char *
describe_wait (const Instant *instant, const IlEvent *wait)
{
  IlObjectInfo object = { .name = NULL };
  const char *name = il_recording_object (instant->recording, wait->object, &object) ? object.name : "";
  const char *space = *name ? " " : "";

  if (wait->why == IL_WHY_MUTEX && object.name && object.kind == IL_OBJECT_CONDITION)
    return g_strdup_printf ("waits for the lock of condition %s", name);
  switch (wait->why) {
  case IL_WHY_SLEEP: return g_strdup ("waits for a timer");
  case IL_WHY_IO: return g_strdup_printf ("waits for io%s%s", space, name);
  case IL_WHY_AWAIT: return g_strdup_printf ("awaits %s", il_recording_task_name (instant->recording, wait->awaited));
  case IL_WHY_THREAD:
  case IL_WHY_PROCESS:
    return g_strdup_printf ("waits for %s %s", il_why_name (wait->why),
                            il_recording_task_name (instant->recording, wait->awaited));
  case IL_WHY_QUEUE_PUT: return g_strdup_printf ("waits for room in queue%s%s", space, name);
  case IL_WHY_QUEUE_GET: return g_strdup_printf ("waits for an item from queue%s%s", space, name);
  case IL_WHY_GROUP: return g_strdup ("waits for the tasks of its group");
  case IL_WHY_GATHER: return g_strdup ("waits for gathered tasks");
  case IL_WHY_FIRST: return g_strdup ("waits for the first of several tasks");
  default: return g_strdup_printf ("waits for %s%s%s", il_why_name (wait->why), space, name);
  }
}

static void
append_line (GString *out, guint32 line)
{
  if (line > 0)
    g_string_append_printf (out, " (line %u)", line);
}

static char *
describe_task (Instant *instant, guint32 id)
{
  const Task *task = task_at (instant, id);
  GString *out = g_string_new (il_recording_task_name (instant->recording, id));

  if (!task->blocked) {
    g_string_append (out, " has not ended");
    append_line (out, task->line);
    return g_string_free (out, FALSE);
  }

  g_autofree char *wait = describe_wait (instant, &task->wait);
  g_string_append_printf (out, " %s", wait);
  append_line (out, task->wait.line);
  GArray *holders = holders_awaited (instant, task);
  for (guint i = 0; holders && i < holders->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? ", " : ", held by ",
                            il_recording_task_name (instant->recording, g_array_index (holders, guint32, i)));
  return g_string_free (out, FALSE);
}

/* The tasks that TASK waits for, one by one; 0 after the last. */
static guint32
nth_awaited (const Instant *instant, const Task *task, guint n)
{
  const GArray *holders = holders_awaited (instant, task);

  if (holders)
    return n < holders->len ? g_array_index (holders, guint32, n) : 0;
  return task->alive && task->blocked && n == 0 ? task->wait.awaited : 0;
}

static char *
describe_cycle (Instant *instant, const guint32 *path, guint n)
{
  GString *out = g_string_new ("cycle: ");

  for (guint i = 0; i < n; i++) {
    const Task *task = task_at (instant, path[i]);
    IlObjectInfo object;

    g_string_append_printf (out, "%s -> ", il_recording_task_name (instant->recording, path[i]));
    if (holders_awaited (instant, task) && il_recording_object (instant->recording, task->wait.object, &object))
      g_string_append_printf (out, "%s -> ", object.name);
  }
  g_string_append (out, il_recording_task_name (instant->recording, path[0]));
  return g_string_free (out, FALSE);
}

/* Looks for a cycle in who waits for whom: a depth-first search with a stack of its own, because a
 * chain of awaits may be longer than the C stack is deep. Returns its description, or NULL. */
static char *
find_cycle (Instant *instant)
{
  typedef struct {
    gboolean on_path, done;
    guint next; /* which of its awaited tasks to look at next */
  } Visit;
  g_autofree Visit *visits = g_new0 (Visit, instant->tasks->len);
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 root = 1; root < instant->tasks->len; root++) {
    if (visits[root].done)
      continue;
    visits[root].on_path = TRUE;
    g_array_append_val (path, root);
    while (path->len > 0) {
      guint32 id = g_array_index (path, guint32, path->len - 1);
      guint32 next = nth_awaited (instant, task_at (instant, id), visits[id].next++);

      if (next == 0) {
        visits[id].on_path = FALSE;
        visits[id].done = TRUE;
        g_array_set_size (path, path->len - 1);
      } else if (next < instant->tasks->len && visits[next].on_path) {
        guint start = path->len;

        while (g_array_index (path, guint32, start - 1) != next)
          start--;
        return describe_cycle (instant, &g_array_index (path, guint32, start - 1), path->len - (start - 1));
      } else if (next < instant->tasks->len && !visits[next].done) {
        visits[next].on_path = TRUE;
        g_array_append_val (path, next);
      }
    }
  }
  return NULL;
}

char **
il_deadlock_report (const IlRecording *recording)
{
  Instant instant = instant_of (recording);
  GPtrArray *lines = g_ptr_array_new ();

  for (guint32 id = 1; id < instant.tasks->len; id++)
    if (task_at (&instant, id)->alive)
      g_ptr_array_add (lines, describe_task (&instant, id));
  char *cycle = find_cycle (&instant);
  if (cycle)
    g_ptr_array_add (lines, cycle);
  g_ptr_array_add (lines, NULL);
  g_array_unref (instant.tasks);
  g_ptr_array_unref (instant.holders);
  return (char **) g_ptr_array_free (lines, FALSE);
}

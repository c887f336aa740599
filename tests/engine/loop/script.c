/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/loop/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/loop/sync.h"

typedef struct {
  char letter;
  IlSemaphore *semaphore;
  IlMutex *mutex;
  IlQueue *queue;
} Object;

typedef struct {
  IlLoop *loop;
  GPtrArray *bodies; /* name, body, name, body, ... */
  GArray *objects;
  GPtrArray *tasks;  /* of IlTask, by id */
  ScriptRun *run;
  gboolean virtual_clock;
  gboolean lines;
} Script;

typedef struct {
  Script *script;
  const char *body;
} Body;

static const char *
body_of (Script *script, const char *name)
{
  for (guint i = 0; i < script->bodies->len; i += 2)
    if (strcmp (g_ptr_array_index (script->bodies, i), name) == 0)
      return g_ptr_array_index (script->bodies, i + 1);
  g_error ("no task %s in the script", name);
}

static Object *
object_of (Script *script, char letter)
{
  for (guint i = 0; i < script->objects->len; i++)
    if (g_array_index (script->objects, Object, i).letter == letter)
      return &g_array_index (script->objects, Object, i);
  g_error ("no object %c in the script", letter);
}

static IlTaskEnd task_main (IlTask *self, void *data);

static void
spawn (Script *script, const char *name)
{
  IlEngineError error;
  Body *body = g_new (Body, 1);

  *body = (Body) { script, body_of (script, name) };
  IlTask *task = il_loop_spawn (script->loop, task_main, body, 0, &error);
  g_assert_nonnull (task);
  g_ptr_array_add (script->tasks, task);
}

/* FALSE: the step failed. */
static gboolean
do_step (Script *script, IlTask *self, const char *step, IlWake *wake)
{
  char verb[16], name[16] = "";
  long number = 0;
  IlTaskEnd end;
  void *item;

  g_assert_cmpint (sscanf (step, "%15s %15s %ld", verb, name, &number), >=, 1);
  char letter = *name;
  *wake = IL_WAKE_OK;
  if (strcmp (verb, "cpu") == 0)
    *wake = il_loop_cpu (script->loop, atol (name));
  else if (strcmp (verb, "sleep") == 0)
    *wake = il_loop_sleep (script->loop, atol (name));
  else if (strcmp (verb, "io") == 0)
    *wake = il_loop_io (script->loop, atol (name));
  else if (strcmp (verb, "spawn") == 0)
    spawn (script, name);
  else if (strcmp (verb, "await") == 0) {
    if (atoi (name) <= (int) script->tasks->len && atoi (name) != (int) il_task_id (self))
      *wake = il_task_await (g_ptr_array_index (script->tasks, atoi (name) - 1), &end);
  } else if (strcmp (verb, "acquire") == 0) {
    Object *object = object_of (script, letter);
    *wake = object->mutex ? il_mutex_acquire (object->mutex) : il_semaphore_acquire (object->semaphore);
  } else if (strcmp (verb, "release") == 0) {
    Object *object = object_of (script, letter);
    if (object->mutex)
      return il_mutex_release (object->mutex);
    il_semaphore_release (object->semaphore);
  } else if (strcmp (verb, "put") == 0)
    *wake = il_queue_put (object_of (script, letter)->queue, script, (IlTraceValue) { IL_VALUE_INTEGER, number });
  else if (strcmp (verb, "get") == 0)
    *wake = il_queue_get (object_of (script, letter)->queue, &item);
  else if (strcmp (verb, "stop") == 0)
    il_loop_stop (script->loop);
  else
    g_error ("unknown step %s", step);
  return TRUE;
}

static IlTaskEnd
task_main (IlTask *self, void *data)
{
  Script *script = ((Body *) data)->script;
  g_auto (GStrv) steps = g_strsplit (((Body *) data)->body, ";", -1);
  IlTaskEnd end = { .how = IL_HOW_RETURN };

  g_free (data);
  for (guint i = 0; steps[i]; i++) {
    IlWake wake;

    if (*g_strstrip (steps[i]) == '\0')
      continue;
    il_task_set_line (self, i + 1);
    if (!do_step (script, self, steps[i], &wake)) {
      end.how = IL_HOW_ERROR;
      break;
    }
    if (wake != IL_WAKE_OK) {
      g_assert_cmpint (wake, ==, IL_WAKE_STOPPED);
      g_string_append_printf (script->run->steps, "stopped %u %u\n", il_task_id (self), i + 1);
      break;
    }
    if (script->virtual_clock)
      g_string_append_printf (script->run->steps, "%" G_GINT64_FORMAT " ", il_loop_now (script->loop));
    g_string_append_printf (script->run->steps, "%u %u\n", il_task_id (self), i + 1);
  }
  return end;
}

static void
append_by (GString *text, guint32 by)
{
  if (by == IL_BY_TIMER)
    g_string_append (text, " by timer");
  else if (by == IL_BY_IO)
    g_string_append (text, " by io");
  else
    g_string_append_printf (text, " by %u", by);
}

static void
append_event (Script *script, const IlEvent *event)
{
  GString *text = script->run->events;

  if (script->virtual_clock)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", event->time);
  g_string_append_printf (text, "%s %u", il_event_kind_name (event->kind), event->task);
  switch (event->kind) {
  case IL_EVENT_SPAWN:
  case IL_EVENT_READY:
    append_by (text, event->by);
    break;
  case IL_EVENT_SUSPEND:
    g_string_append_printf (text, " %s", il_why_name (event->why));
    if (event->object || event->awaited)
      g_string_append_printf (text, " %u", event->object ? event->object : event->awaited);
    break;
  case IL_EVENT_EXIT:
    g_string_append_printf (text, " %s", il_how_name (event->how));
    break;
  case IL_EVENT_OP:
    g_string_append_printf (text, " %s %u", il_operation_name (event->op), event->object);
    if (event->value.type != IL_VALUE_ABSENT)
      g_string_append_printf (text, " value %" G_GINT64_FORMAT, event->value.number);
    break;
  default:
    break;
  }
  if (script->lines)
    g_string_append_printf (text, " line %u", event->line);
  g_string_append_c (text, '\n');
}

static bool
collect (IlRing *ring, void *data)
{
  IlRecord record;
  IlEvent event;

  while (il_ring_read (ring, &record, 1))
    for (unsigned part = 0; part < il_record_n_events (&record); part++) {
      il_record_unpack (&record, part, &event);
      append_event (data, &event);
    }
  return true;
}

static void
declare (Script *script, char letter, const char *kind, long number)
{
  Object object = { letter, NULL, NULL, NULL };
  guint32 id = script->objects->len + 1;

  if (strcmp (kind, "semaphore") == 0)
    object.semaphore = il_semaphore_new (script->loop, id, number);
  else if (strcmp (kind, "mutex") == 0)
    object.mutex = il_mutex_new (script->loop, id);
  else
    object.queue = il_queue_new (script->loop, id, number);
  g_array_append_val (script->objects, object);
}

static void
read_line (Script *script, const char *line)
{
  char kind[16], name[16];
  long number = 0;

  if (sscanf (line, "%15s %15[^: ] %ld", kind, name, &number) < 2)
    return;
  if (strcmp (kind, "task") == 0) {
    g_ptr_array_add (script->bodies, g_strdup (name));
    g_ptr_array_add (script->bodies, g_strdup (strchr (line, ':') + 1));
  } else if (strcmp (kind, "start") == 0) {
    spawn (script, name);
  } else {
    declare (script, *name, kind, number);
  }
}

ScriptRun *
script_run (const char *text, gboolean virtual_clock, gboolean lines)
{
  g_auto (GStrv) text_lines = g_strsplit (text, "\n", -1);
  ScriptRun *run = g_new0 (ScriptRun, 1);
  Script script = { .run = run, .virtual_clock = virtual_clock, .lines = lines };
  IlRing *ring = aligned_alloc (64, sizeof *ring);
  IlEngineError error;

  g_assert_true (il_ring_init (ring, 16, collect, &script));
  script.loop = il_loop_new (&(IlLoopOptions) { .virtual_clock = virtual_clock, .ring = ring }, &error);
  script.bodies = g_ptr_array_new_with_free_func (g_free);
  script.objects = g_array_new (FALSE, FALSE, sizeof (Object));
  script.tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) il_task_unref);
  run->events = g_string_new ("");
  run->steps = g_string_new ("");

  for (guint i = 0; text_lines[i]; i++)
    read_line (&script, text_lines[i]);
  run->outcome = il_loop_run (script.loop);
  run->end = il_loop_now (script.loop);
  il_loop_free (script.loop);
  collect (ring, &script);

  for (guint i = 0; i < script.objects->len; i++) {
    Object *object = &g_array_index (script.objects, Object, i);

    il_semaphore_free (object->semaphore);
    il_mutex_free (object->mutex);
    il_queue_free (object->queue);
  }
  g_ptr_array_unref (script.tasks);
  g_array_unref (script.objects);
  g_ptr_array_unref (script.bodies);
  il_ring_clear (ring);
  free (ring);
  return run;
}

void
script_run_free (ScriptRun *run)
{
  g_string_free (run->events, TRUE);
  g_string_free (run->steps, TRUE);
  g_free (run);
}

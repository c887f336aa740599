/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/loop/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/engine/loop/script-private.h"

static const char *
body_of (Script *script, const char *name)
{
  for (guint i = 0; i < script->bodies->len; i += 2)
    if (strcmp (g_ptr_array_index (script->bodies, i), name) == 0)
      return g_ptr_array_index (script->bodies, i + 1);
  g_error ("no task %s in the script", name);
}

ScriptObject *
script_object (Script *script, char letter)
{
  for (guint i = 0; i < script->objects->len; i++)
    if (g_array_index (script->objects, ScriptObject, i).letter == letter)
      return &g_array_index (script->objects, ScriptObject, i);
  g_error ("no object %c in the script", letter);
}

IlTask *
script_spawn (Script *script, const char *name, IlGroup *group)
{
  IlEngineError error;
  ScriptBody *body = g_new (ScriptBody, 1);

  *body = (ScriptBody) { script, body_of (script, name) };
  IlTask *task = group ? il_group_spawn (group, script_task_main, body, 0, &error)
                       : il_loop_spawn (script->loop, script_task_main, body, 0, &error);
  if (!task) {
    g_assert_nonnull (group); /* it may be on its way down */
    g_free (body);
    return NULL;
  }
  il_task_set_dropped (task, script_dropped_cb);
  g_ptr_array_add (script->tasks, task);
  return task;
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
  case IL_EVENT_CANCEL: append_by (text, event->by); break;
  case IL_EVENT_SUSPEND:
    g_string_append_printf (text, " %s", il_why_name (event->why));
    if (event->object || event->awaited)
      g_string_append_printf (text, " %u", event->object ? event->object : event->awaited);
    break;
  case IL_EVENT_EXIT: g_string_append_printf (text, " %s", il_how_name (event->how)); break;
  case IL_EVENT_OP:
    g_string_append_printf (text, " %s %u", il_operation_name (event->op), event->object);
    if (event->value.type != IL_VALUE_ABSENT)
      g_string_append_printf (text, " value %" G_GINT64_FORMAT, event->value.number);
    break;
  default: break;
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
  ScriptObject object = { .letter = letter };
  guint32 id = script->objects->len + 1;

  if (strcmp (kind, "semaphore") == 0)
    object.semaphore = il_semaphore_new (script->loop, id, number);
  else if (strcmp (kind, "mutex") == 0)
    object.mutex = il_mutex_new (script->loop, id);
  else if (strcmp (kind, "event") == 0)
    object.flag = il_flag_new (script->loop, id);
  else if (strcmp (kind, "condition") == 0)
    object.condition = il_condition_new (script->loop, id);
  else if (strcmp (kind, "barrier") == 0)
    object.barrier = il_barrier_new (script->loop, id, number);
  else if (strcmp (kind, "device") == 0)
    object.device = il_device_new (script->loop, id, number);
  else
    object.queue = il_queue_new (script->loop, id, number);
  g_array_append_val (script->objects, object);
}

static void
start_cb (void *data)
{
  ScriptBody *start = data; /* its body is a name here */

  script_spawn (start->script, start->body, NULL);
  g_free ((char *) start->body);
  g_free (start);
}

static void
start_at (Script *script, const char *name, long when)
{
  ScriptBody *start = g_new (ScriptBody, 1);

  *start = (ScriptBody) { script, g_strdup (name) };
  g_assert_true (il_loop_call_at (script->loop, when, start_cb, start));
}

static void
lost_cb (IlTask *task, const IlTaskEnd *end, void *data)
{
  g_string_append_printf (((Script *) data)->run->steps, "lost %u\n", il_task_id (task));
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
    if (number > 0)
      start_at (script, name, number);
    else
      script_spawn (script, name, NULL);
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
  script.loop = il_loop_new (&(IlLoopOptions) { .virtual_clock = virtual_clock,
                                                .ring = ring,
                                                .lost_error = lost_cb,
                                                .lost_error_data = &script },
                             &error);
  script.bodies = g_ptr_array_new_with_free_func (g_free);
  script.objects = g_array_new (FALSE, FALSE, sizeof (ScriptObject));
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
    ScriptObject *object = &g_array_index (script.objects, ScriptObject, i);

    il_semaphore_free (object->semaphore);
    il_mutex_free (object->mutex);
    il_queue_free (object->queue);
    il_flag_free (object->flag);
    il_condition_free (object->condition);
    il_barrier_free (object->barrier);
    il_device_free (object->device);
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

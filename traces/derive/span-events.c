/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/span-events.h"

#include "traces/derive/metrics.h"
#include "traces/text/time-text.h"

char *
il_trace_value_text (const IlRecording *recording, const IlTraceValue *value)
{
  switch (value->type) {
  case IL_VALUE_NONE: return g_strdup ("none");
  case IL_VALUE_INTEGER: return g_strdup_printf ("%" G_GINT64_FORMAT, value->number);
  case IL_VALUE_DURATION: return il_format_time (value->number, TRUE);
  case IL_VALUE_BOOLEAN: return g_strdup (value->number ? "true" : "false");
  case IL_VALUE_TEXT: return g_strdup_printf ("“%s”", il_recording_text (recording, (guint32) value->number));
  default: return g_strdup ("");
  }
}

static char *
by_text (const IlRecording *recording, guint32 by)
{
  switch (by) {
  case IL_BY_NOBODY: return g_strdup ("");
  case IL_BY_TIMER: return g_strdup ("by a timer");
  case IL_BY_IO: return g_strdup ("by I/O");
  case IL_BY_WORKER: return g_strdup ("by a worker");
  default: return g_strdup_printf ("by %s", il_recording_task_name (recording, by));
  }
}

static char *
op_text (const IlRecording *recording, const IlEvent *event)
{
  g_autofree char *value = il_trace_value_text (recording, &event->value);
  const char *space = *value ? " " : "", *between = " ";
  IlObjectInfo object = { .name = "?" };

  il_recording_object (recording, event->object, &object);
  switch (event->op) {
  case IL_OP_PUT: between = " into "; break;
  case IL_OP_GET: between = " from "; break;
  case IL_OP_READ:
  case IL_OP_WRITE: return g_strdup_printf ("%s %s = %s", il_operation_name (event->op), object.name, value);
  case IL_OP_SEND: between = " to "; break;
  case IL_OP_YIELD: between = " from "; break;
  case IL_OP_NOTIFY: return g_strdup_printf ("notify %s: %s woken", object.name, *value ? value : "nobody");
  default: break;
  }
  return g_strdup_printf ("%s%s%s%s%s", il_operation_name (event->op), space, value, between, object.name);
}

char *
il_event_text (const IlRecording *recording, const IlEvent *event)
{
  g_autofree char *value = NULL;
  IlObjectInfo object;

  switch (event->kind) {
  case IL_EVENT_SPAWN:
  case IL_EVENT_READY:
  case IL_EVENT_CANCEL: return by_text (recording, event->by);
  case IL_EVENT_RESUME: {
    g_autofree char *cost = event->cost > 0 ? il_format_time (event->cost, TRUE) : NULL;
    return g_strdup_printf ("on core %u%s%s", event->core, cost ? ", switch of " : "", cost ? cost : "");
  }
  case IL_EVENT_SUSPEND:
    if (event->awaited != 0)
      return g_strdup_printf ("%s %s", il_why_name (event->why), il_recording_task_name (recording, event->awaited));
    if (il_recording_object (recording, event->object, &object))
      return g_strdup_printf ("%s %s", il_why_name (event->why), object.name);
    return g_strdup (il_why_name (event->why));
  case IL_EVENT_PREEMPT: return g_strdup_printf ("%s, on core %u", il_why_name (event->why), event->core);
  case IL_EVENT_EXIT:
    value = il_trace_value_text (recording, &event->value);
    return g_strdup_printf ("%s%s%s", il_how_name (event->how), *value ? " " : "", value);
  case IL_EVENT_OP: return op_text (recording, event);
  case IL_EVENT_PRINT: return g_strdup (il_recording_text (recording, event->text));
  case IL_EVENT_NOTE:
    return g_strdup_printf ("%s: %s", il_note_name (event->note), il_recording_text (recording, event->text));
  }
  return g_strdup ("");
}

/* NULL: the event is not something that TASK did. */
static char *
deed_text (const IlRecording *recording, guint32 task, const IlEvent *event)
{
  g_autofree char *text = NULL;

  if (event->kind == IL_EVENT_SPAWN && event->by == task)
    return g_strdup_printf ("spawned %s", il_recording_task_name (recording, event->task));
  if (event->kind == IL_EVENT_CANCEL && event->by == task)
    return g_strdup_printf ("cancelled %s", il_recording_task_name (recording, event->task));
  if (event->kind == IL_EVENT_READY && event->by == task && event->task != task)
    return g_strdup_printf ("woke %s", il_recording_task_name (recording, event->task));
  if (event->task != task)
    return NULL;
  switch (event->kind) {
  case IL_EVENT_OP: return il_event_text (recording, event);
  case IL_EVENT_PRINT: return g_strdup_printf ("printed “%s”", il_recording_text (recording, event->text));
  case IL_EVENT_EXIT: text = il_event_text (recording, event); return g_strdup_printf ("ended: %s", text);
  default: return NULL;
  }
}

char **
il_span_events (const IlTimeline *timeline, guint32 task, const IlSpan *span, guint max)
{
  const IlRecording *recording = il_timeline_recording (timeline);
  IlCursor cursor = { .record = il_recording_find (recording, span->start) };
  guint64 last_record = cursor.record + IL_SPAN_EVENTS_RECORDS;
  GPtrArray *texts = g_ptr_array_new ();
  guint n_more = 0;
  IlEvent event;

  if (span->state == IL_STATE_RUNNING)
    while (cursor.record < last_record && il_recording_next (recording, &cursor, &event)) {
      char *text;

      if (event.seq <= span->first_seq)
        continue;
      if (span->last_seq != 0 && event.seq > span->last_seq)
        break;
      text = deed_text (recording, task, &event);
      if (text && texts->len < max)
        g_ptr_array_add (texts, g_steal_pointer (&text));
      n_more += text != NULL;
      g_free (text);
    }
  if (n_more > 0)
    g_ptr_array_add (texts, g_strdup_printf ("and %u more", n_more));
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (texts, FALSE);
}

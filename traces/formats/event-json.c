/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/event-json.h"

#include "traces/text/json-text.h"

static void
append_key (GString *out, const char *key)
{
  g_string_append (out, ",\"");
  g_string_append (out, key);
  g_string_append (out, "\":");
}

static void
append_key_integer (GString *out, const char *key, gint64 number)
{
  append_key (out, key);
  il_json_append_integer (out, number);
}

/* TEXT may be NULL: null. */
static void
append_key_string (GString *out, const char *key, const char *text)
{
  append_key (out, key);
  if (text)
    il_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

const char *
il_by_name (guint32 by)
{
  switch (by) {
  case IL_BY_TIMER: return "timer";
  case IL_BY_IO: return "io";
  case IL_BY_WORKER: return "worker";
  default: return NULL;
  }
}

static void
append_by (GString *out, const IlRecording *recording, guint32 by)
{
  const char *name = il_by_name (by);

  append_key_string (out, "by", name || by == IL_BY_NOBODY ? name : il_recording_task_name (recording, by));
}

static void
append_object (GString *out, const IlRecording *recording, guint32 id)
{
  IlObjectInfo object;

  if (id != IL_NO_OBJECT)
    append_key_string (out, "object", il_recording_object (recording, id, &object) ? object.name : "?");
}

void
il_value_append_json (GString *out, const IlRecording *recording, const IlTraceValue *value)
{
  switch (value->type) {
  case IL_VALUE_INTEGER: il_json_append_integer (out, value->number); break;
  case IL_VALUE_DURATION:
    g_string_append (out, "{\"duration\":");
    il_json_append_integer (out, value->number);
    g_string_append_c (out, '}');
    break;
  case IL_VALUE_BOOLEAN: g_string_append (out, value->number ? "true" : "false"); break;
  case IL_VALUE_TEXT: il_json_append_string (out, il_recording_text (recording, (guint32) value->number)); break;
  default: g_string_append (out, "null"); break;
  }
}

static void
append_key_value (GString *out, const IlRecording *recording, const IlTraceValue *value)
{
  if (value->type == IL_VALUE_ABSENT)
    return;
  append_key (out, "value");
  il_value_append_json (out, recording, value);
}

static void
append_what_it_carries (GString *out, const IlRecording *recording, const IlEvent *event)
{
  switch (event->kind) {
  case IL_EVENT_SPAWN: {
    gint64 deadline = il_task_facts_deadline (il_recording_facts (recording), event->task);

    append_by (out, recording, event->by);
    if (deadline >= 0)
      append_key_integer (out, "deadline", deadline);
    break;
  }
  case IL_EVENT_READY:
  case IL_EVENT_CANCEL: append_by (out, recording, event->by); break;
  case IL_EVENT_RESUME:
    append_key_integer (out, "core", event->core);
    if (event->cost > 0)
      append_key_integer (out, "cost", event->cost);
    break;
  case IL_EVENT_SUSPEND:
    append_key_string (out, "why", il_why_name (event->why));
    append_object (out, recording, event->object);
    if (event->awaited != 0)
      append_key_string (out, "awaits", il_recording_task_name (recording, event->awaited));
    break;
  case IL_EVENT_PREEMPT:
    append_key_string (out, "why", il_why_name (event->why));
    append_key_integer (out, "core", event->core);
    break;
  case IL_EVENT_EXIT:
    append_key_string (out, "how", il_how_name (event->how));
    append_key_value (out, recording, &event->value);
    break;
  case IL_EVENT_OP:
    append_key_string (out, "op", il_operation_name (event->op));
    append_object (out, recording, event->object);
    append_key_value (out, recording, &event->value);
    break;
  case IL_EVENT_PRINT: append_key_string (out, "text", il_recording_text (recording, event->text)); break;
  case IL_EVENT_NOTE:
    append_key_string (out, "note", il_note_name (event->note));
    append_key_string (out, "text", il_recording_text (recording, event->text));
    if (event->during > 0)
      append_key_integer (out, "during", event->during);
    break;
  }
}

void
il_event_append_json (GString *out, const IlRecording *recording, const IlEvent *event)
{
  g_string_append (out, "{\"t\":");
  il_json_append_integer (out, event->time);
  append_key_integer (out, "seq", (gint64) event->seq);
  append_key_string (out, "model", il_model_name (il_recording_info (recording)->model));
  append_key_string (out, "ev", il_event_kind_name (event->kind));
  append_key_string (out, "task", event->task == 0 ? NULL : il_recording_task_name (recording, event->task));
  append_key (out, "line");
  if (event->line > 0)
    il_json_append_unsigned (out, event->line);
  else
    g_string_append (out, "null");
  append_what_it_carries (out, recording, event);
  g_string_append_c (out, '}');
}

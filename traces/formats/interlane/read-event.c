/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/interlane/private.h"

#include <string.h>

#include "traces/formats/event-json.h"

/* One element of traceEvents and the event that it stands for. */

static gboolean
fail (GError **error, const char *problem)
{
  g_set_error_literal (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT, problem);
  return FALSE;
}

static const char *
string_or_empty (json_object *object, const char *key)
{
  json_object *field;
  gboolean found = json_object_object_get_ex (object, key, &field) && json_object_is_type (field, json_type_string);

  return found ? json_object_get_string (field) : "";
}

static gboolean
contains (const char *const *names, const char *name)
{
  while (*names && (**names != *name || strcmp (*names, name) != 0))
    names++;
  return *names != NULL;
}

/* Counts the fields of OBJECT that are not in KNOWN, a list that ends with NULL. */
static guint
count_unknown (json_object *object, const char *const *known)
{
  guint n = 0;

  json_object_object_foreach (object, key, value)
  {
    (void) value;
    n += !contains (known, key);
  }
  return n;
}

/* Microseconds with up to three decimals, as their own text says it: no floating point has a say. */
static gboolean
parse_time (const char *text, gint64 *ns)
{
  gint64 number = 0;
  int decimals = -1; /* behind the point so far; -1 in front of it */

  for (; *text; text++) {
    if (*text == '.' && decimals < 0)
      decimals = 0;
    else if (!g_ascii_isdigit (*text) || decimals == 3)
      return FALSE;
    else if (__builtin_mul_overflow (number, 10, &number) || __builtin_add_overflow (number, *text - '0', &number))
      return FALSE;
    else if (decimals >= 0)
      decimals++;
  }
  for (decimals = MAX (decimals, 0); decimals < 3; decimals++)
    if (__builtin_mul_overflow (number, 10, &number))
      return FALSE;
  *ns = number;
  return TRUE;
}

static gboolean
get_time (json_object *object, const char *key, gint64 *ns, GError **error)
{
  json_object *field;

  if (!json_object_object_get_ex (object, key, &field)
      || !(json_object_is_type (field, json_type_double) || json_object_is_type (field, json_type_int))
      || !parse_time (json_object_get_string (field), ns)) {
    g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT,
                 "\"%s\" is not a number of microseconds, 0 or more, with up to three decimals", key);
    return FALSE;
  }
  return TRUE;
}

/* The first event that a line stands for: a number or the first in a list. */
static gboolean
get_seq (json_object *object, gint64 *seq, GError **error)
{
  json_object *field = NULL;

  json_object_object_get_ex (object, "seq", &field);
  if (json_object_is_type (field, json_type_array))
    field = json_object_array_get_idx (field, 0);
  if (!json_object_is_type (field, json_type_int) || json_object_get_int64 (field) < 1
      || json_object_get_uint64 (field) > G_MAXINT64)
    return fail (error, "\"seq\" is not a number from 1 on, or a list of such");
  *seq = json_object_get_int64 (field);
  return TRUE;
}

static gboolean
get_by (json_object *args, guint32 *by, GError **error)
{
  json_object *field;
  gint64 task = 0;

  if (!json_object_object_get_ex (args, "by", &field))
    return TRUE;
  if (json_object_is_type (field, json_type_string)) {
    static const guint32 all[] = { IL_BY_TIMER, IL_BY_IO, IL_BY_WORKER };

    for (guint i = 0; i < G_N_ELEMENTS (all); i++)
      if (strcmp (json_object_get_string (field), il_by_name (all[i])) == 0) {
        *by = all[i];
        return TRUE;
      }
    return fail (error, "\"by\" is neither a task nor \"timer\", \"io\" or \"worker\"");
  }
  if (!il_json_get_integer (args, "by", 0, IL_MAX_TASK_ID, &task, error))
    return FALSE;
  *by = (guint32) task;
  return TRUE;
}

static gboolean
get_value (json_object *args, IlRecording *recording, IlTraceValue *value, GError **error)
{
  json_object *field;

  if (!json_object_object_get_ex (args, "value", &field))
    return TRUE;
  switch (json_object_get_type (field)) {
  case json_type_null: value->type = IL_VALUE_NONE; return TRUE;
  case json_type_boolean: *value = (IlTraceValue) { IL_VALUE_BOOLEAN, json_object_get_boolean (field) }; return TRUE;
  case json_type_int:
    value->type = IL_VALUE_INTEGER;
    return il_json_get_integer (args, "value", G_MININT64, G_MAXINT64, &value->number, error);
  case json_type_string: {
    const char *text = NULL;

    if (!il_json_get_string (args, "value", &text, error))
      return FALSE;
    *value = (IlTraceValue) { IL_VALUE_TEXT, il_recording_add_text (recording, text) };
    return TRUE;
  }
  case json_type_object:
    value->type = IL_VALUE_DURATION;
    return il_json_get_integer (field, "duration", G_MININT64, G_MAXINT64, &value->number, error);
  default: return fail (error, "\"value\" is of a type that no value has");
  }
}

/* A name among those of FROM_NAME that has to be there. */
static gboolean
get_name (json_object *args, const char *key, int (*from_name) (const char *name), int *number, GError **error)
{
  *number = from_name (string_or_empty (args, key));
  if (*number >= 0)
    return TRUE;
  g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT,
               "\"%s\" is missing, or has a value that this version does not know", key);
  return FALSE;
}

static gboolean
get_text (json_object *args, const char *key, IlRecording *recording, guint32 *text, GError **error)
{
  const char *string = "";

  if (!il_json_get_string (args, key, &string, error))
    return FALSE;
  *text = il_recording_add_text (recording, string);
  return TRUE;
}

static gboolean
get_id (json_object *args, const char *key, guint32 *id, GError **error)
{
  gint64 number = *id;

  if (!il_json_get_integer (args, key, 0, IL_MAX_TASK_ID, &number, error))
    return FALSE;
  *id = (guint32) number;
  return TRUE;
}

/* What a task waits for: "why" or, where another writer left that to the line's name, its first word. */
static gboolean
get_wait (json_object *args, const char *line_name, IlEvent *event, GError **error)
{
  g_autofree char *first_word = g_strndup (line_name, strcspn (line_name, " "));
  int number = il_why_from_name (first_word);

  if ((number < 0 || json_object_object_get_ex (args, "why", NULL))
      && !get_name (args, "why", il_why_from_name, &number, error))
    return FALSE;
  event->why = (IlWhy) number;
  return get_id (args, "object", &event->object, error) && get_id (args, "awaits", &event->awaited, error);
}

/* Where a task computes: see the writer's "lines". */
static gboolean
get_lines (json_object *args, const IlRunBuilder *run, const IlEvent *event, GError **error)
{
  json_object *list;

  if (!json_object_object_get_ex (args, "lines", &list))
    return TRUE;
  for (gsize i = 0, n = json_object_is_type (list, json_type_array) ? json_object_array_length (list) : 0; i < n; i++) {
    json_object *pair = json_object_array_get_idx (list, i), *from, *line;

    if (!json_object_is_type (pair, json_type_array) || json_object_array_length (pair) != 2)
      return fail (error, "\"lines\" is not a list of pairs of a time and a line");
    from = json_object_array_get_idx (pair, 0);
    line = json_object_array_get_idx (pair, 1);
    if (!json_object_is_type (from, json_type_int) || !json_object_is_type (line, json_type_int)
        || json_object_get_int64 (from) < 0 || json_object_get_int64 (from) > G_MAXINT64 - event->time
        || json_object_get_int64 (line) < 0 || json_object_get_int64 (line) > G_MAXINT32)
      return fail (error, "\"lines\" is not a list of pairs of a time and a line");
    il_task_facts_add_line (il_recording_facts (il_run_builder_recording (run)), event->task,
                            event->time + json_object_get_int64 (from), (guint32) json_object_get_int64 (line));
  }
  return TRUE;
}

/* Reads what an event of EVENT's kind carries, from a line called LINE_NAME. */
static gboolean
get_what_it_carries (json_object *args, const char *line_name, const IlRunBuilder *run, IlEvent *event, GError **error)
{
  gint64 core = 0, during = 0, deadline = -1;
  int number;

  switch (event->kind) {
  case IL_EVENT_SPAWN:
    if (!il_run_builder_get_name (run, event->task, &event->text))
      return fail (error, "no \"thread_name\" names this task before its spawn");
    if (!il_json_get_integer (args, "deadline", 0, G_MAXINT64, &deadline, error))
      return FALSE;
    if (deadline >= 0)
      il_task_facts_set_deadline (il_recording_facts (il_run_builder_recording (run)), event->task, deadline);
    return get_by (args, &event->by, error);
  case IL_EVENT_READY:
  case IL_EVENT_CANCEL: return get_by (args, &event->by, error);
  case IL_EVENT_RESUME:
    if (!il_json_get_integer (args, "core", 0, IL_MAX_CORE, &core, error)
        || !il_json_get_integer (args, "cost", 0, G_MAXINT64, &event->cost, error))
      return FALSE;
    event->core = (guint32) core;
    return get_lines (args, run, event, error);
  case IL_EVENT_SUSPEND: return get_wait (args, line_name, event, error);
  case IL_EVENT_PREEMPT:
    if (!get_name (args, "why", il_why_from_name, &number, error)
        || !il_json_get_integer (args, "core", 0, IL_MAX_CORE, &core, error))
      return FALSE;
    event->why = (IlWhy) number;
    event->core = (guint32) core;
    return TRUE;
  case IL_EVENT_EXIT:
    if (!get_name (args, "how", il_how_from_name, &number, error))
      return FALSE;
    event->how = (IlHow) number;
    return get_value (args, il_run_builder_recording (run), &event->value, error);
  case IL_EVENT_OP:
    if (!get_name (args, "op", il_operation_from_name, &number, error))
      return FALSE;
    event->op = (IlOperation) number;
    return get_id (args, "object", &event->object, error)
           && get_value (args, il_run_builder_recording (run), &event->value, error);
  case IL_EVENT_NOTE:
    if (!get_name (args, "note", il_note_from_name, &number, error))
      return FALSE;
    event->note = (IlNote) number;
    event->task = 0;
    if (event->note == IL_NOTE_DROPPED && !il_json_get_integer (args, "during", 0, G_MAXUINT32, &during, error))
      return FALSE;
    event->during = (guint32) during;
    break;
  case IL_EVENT_PRINT: break;
  }
  return get_text (args, "text", il_run_builder_recording (run), &event->text, error);
}

/* The kind of event that a line stands for; 0 for a line of another tool. */
static IlEventKind
kind_of (json_object *object, json_object *args)
{
  const char *category = string_or_empty (object, "cat"), *name = string_or_empty (object, "name");

  if (strcmp (category, "state") == 0) {
    if (strcmp (name, "running") == 0)
      return IL_EVENT_RESUME;
    if (strcmp (name, "ready") == 0)
      return json_object_object_get_ex (args, "why", NULL) ? IL_EVENT_PREEMPT : IL_EVENT_READY;
    return IL_EVENT_SUSPEND;
  }
  if (strcmp (category, "task") == 0 || strcmp (category, "output") == 0 || strcmp (category, "note") == 0) {
    int kind = il_event_kind_from_name (name);

    if (kind == IL_EVENT_SPAWN || kind == IL_EVENT_EXIT || kind == IL_EVENT_CANCEL || kind == IL_EVENT_OP
        || kind == IL_EVENT_PRINT || kind == IL_EVENT_NOTE)
      return (IlEventKind) kind;
  }
  return (IlEventKind) 0;
}

static gboolean
read_event (json_object *object, json_object *args, IlRunBuilder *run, IlEventKind kind, gint64 tid, GError **error)
{
  IlEvent event = { .kind = kind, .task = (guint32) tid };
  gint64 seq = 0, line = 0;

  if (!get_seq (object, &seq, error) || !get_time (object, "ts", &event.time, error)
      || !il_json_get_integer (args, "line", 0, G_MAXINT32, &line, error)
      || !get_what_it_carries (args, string_or_empty (object, "name"), run, &event, error))
    return FALSE;
  event.line = (guint32) line;
  return il_run_builder_append (run, &event, seq, error);
}

static IlRunBuilder *
run_with_pid (IlTraceBuilder *builder, json_object *object)
{
  json_object *pid;
  gboolean found = json_object_object_get_ex (object, "pid", &pid) && json_object_is_type (pid, json_type_int);

  return found ? il_trace_builder_run (builder, json_object_get_int64 (pid)) : NULL;
}

static gboolean
read_metadata (json_object *object, json_object *args, IlRunBuilder *run, gint64 tid, GError **error)
{
  guint32 text = 0;

  if (strcmp (string_or_empty (object, "name"), "thread_name") != 0)
    return TRUE;
  if (!get_text (args, "name", il_run_builder_recording (run), &text, error))
    return FALSE;
  il_run_builder_set_name (run, (guint32) tid, text);
  return TRUE;
}

gboolean
il_interlane_read_event (json_object *object, IlTraceBuilder *builder, guint32 limit, GError **error)
{
  static const char *const known[] = { "ph", "name", "cat", "id",    "pid",  "tid",
                                       "ts", "dur",  "seq", "cname", "args", NULL };
  static const char *const known_args[] = { "by",     "line",   "core",     "cost",  "why",  "object",
                                            "awaits", "how",    "op",       "value", "text", "note",
                                            "scope",  "during", "deadline", "lines", NULL };
  json_object *args = NULL;
  gint64 tid = 0;

  if (!json_object_is_type (object, json_type_object)) {
    il_trace_builder_leave_aside (builder, 1, 0);
    return TRUE;
  }

  IlRunBuilder *run = run_with_pid (builder, object);
  const char *phase = string_or_empty (object, "ph"), *category = string_or_empty (object, "cat");
  if (run && strcmp (category, "derived") == 0)
    return TRUE;
  json_object_object_get_ex (object, "args", &args);
  gboolean metadata = strcmp (phase, "M") == 0;
  IlEventKind kind = !run || metadata ? (IlEventKind) 0 : kind_of (object, args);
  if (!run || (!metadata && kind == 0) || (!metadata && strcmp (phase, "n") != 0 && strcmp (phase, "X") != 0)) {
    il_trace_builder_leave_aside (builder, 1, 0);
    return TRUE;
  }

  if (args && !json_object_is_type (args, json_type_object))
    return fail (error, "\"args\" is not an object");
  if (!il_json_get_integer (object, "tid", 1, limit, &tid, error))
    return FALSE;
  if (tid == 0)
    return fail (error, "\"tid\" is missing");
  if (metadata)
    return read_metadata (object, args, run, tid, error);
  il_trace_builder_leave_aside (builder, 0,
                                count_unknown (object, known) + (args ? count_unknown (args, known_args) : 0));
  return read_event (object, args, run, kind, tid, error);
}

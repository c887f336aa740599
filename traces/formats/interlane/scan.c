/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/interlane/private.h"

#include <string.h>

#include "traces/record/time.h"

/* Reads an event from a line that looks as our own writer writes it (see write.c), at twenty times the speed of
 * json-c. Anything else, however slightly it differs, is left to json-c: it may be right, or wrong in a way that needs
 * a message. Each line ends with a newline, at which every comparison stops. */

enum { MAX_DIGITS = 18 /* with which nothing overflows */, MAX_NAME = 32, MAX_LINES = 8 };

typedef struct {
  const char *start;
  gsize length;
} Text;

typedef enum {
  ARG_BY = 1 << 0,
  ARG_LINE = 1 << 1,
  ARG_CORE = 1 << 2,
  ARG_COST = 1 << 3,
  ARG_WHY = 1 << 4,
  ARG_OBJECT = 1 << 5,
  ARG_AWAITS = 1 << 6,
  ARG_HOW = 1 << 7,
  ARG_OP = 1 << 8,
  ARG_VALUE = 1 << 9,
  ARG_TEXT = 1 << 10,
  ARG_NOTE = 1 << 11,
  ARG_SCOPE = 1 << 12,
  ARG_DURING = 1 << 13,
  ARG_DEADLINE = 1 << 14,
  ARG_LINES = 1 << 15,
} Args;

typedef struct {
  const char *at;
  gint64 pid, tid, seq;
  Text category, name;
  Args args; /* that are there */
  Text text;
  Text value;
  gint64 deadline;
  guint n_lines;
  IlLineMark lines[MAX_LINES]; /* times since the event */
  IlEvent event;
} Scan;

static gboolean
eat (Scan *scan, const char *literal)
{
  gsize length = strlen (literal);

  if (strncmp (scan->at, literal, length) != 0)
    return FALSE;
  scan->at += length;
  return TRUE;
}

/* A number of 0 or more, as it is written: without zeros in front. */
static gboolean
get_number (Scan *scan, gint64 *number)
{
  const char *start = scan->at;
  gint64 value = 0;

  for (; g_ascii_isdigit (*scan->at) && scan->at - start < MAX_DIGITS; scan->at++)
    value = value * 10 + (*scan->at - '0');
  *number = value;
  return scan->at > start && !g_ascii_isdigit (*scan->at) && (*start != '0' || scan->at == start + 1);
}

static gboolean
get_up_to (Scan *scan, gint64 max, guint32 *number)
{
  gint64 value;

  if (!get_number (scan, &value) || value > max)
    return FALSE;
  *number = (guint32) value;
  return TRUE;
}

/* Microseconds with three decimals. */
static gboolean
get_time (Scan *scan, gint64 *ns)
{
  gint64 us;

  if (!get_number (scan, &us) || us > G_MAXINT64 / 1000 - 1 || *scan->at != '.')
    return FALSE;
  for (guint i = 1; i <= 3; i++)
    if (!g_ascii_isdigit (scan->at[i]))
      return FALSE;
  *ns = us * 1000 + (scan->at[1] - '0') * 100 + (scan->at[2] - '0') * 10 + (scan->at[3] - '0');
  scan->at += 4;
  return TRUE;
}

/* What is between quotes, of which nothing is escaped. */
static gboolean
get_text (Scan *scan, Text *text)
{
  gboolean ascii = TRUE;

  if (!eat (scan, "\""))
    return FALSE;
  text->start = scan->at;
  for (; *scan->at != '"'; scan->at++) {
    guchar c = (guchar) *scan->at;

    if (c < 0x20 || c == '\\')
      return FALSE;
    ascii &= c < 0x80;
  }
  text->length = (gsize) (scan->at++ - text->start);
  return ascii || g_utf8_validate (text->start, (gssize) text->length, NULL);
}

static gboolean
is (const Text *text, const char *name)
{
  return strlen (name) == text->length && memcmp (text->start, name, text->length) == 0;
}

/* The number of a name in quotes. */
static gboolean
get_name (Scan *scan, int (*from_name) (const char *name), int *number)
{
  char name[MAX_NAME];
  Text text;

  if (!get_text (scan, &text) || text.length >= sizeof name)
    return FALSE;
  memcpy (name, text.start, text.length);
  name[text.length] = '\0';
  *number = from_name (name);
  return *number >= 0;
}

static gboolean
get_by (Scan *scan)
{
  if (eat (scan, "\"timer\""))
    scan->event.by = IL_BY_TIMER;
  else if (eat (scan, "\"io\""))
    scan->event.by = IL_BY_IO;
  else if (eat (scan, "\"worker\""))
    scan->event.by = IL_BY_WORKER;
  else
    return get_up_to (scan, IL_MAX_TASK_ID, &scan->event.by);
  return TRUE;
}

static gboolean
get_value (Scan *scan)
{
  IlTraceValue *value = &scan->event.value;
  gboolean negative;

  if (*scan->at == '"') {
    value->type = IL_VALUE_TEXT;
    return get_text (scan, &scan->value);
  }
  if (eat (scan, "null")) {
    value->type = IL_VALUE_NONE;
    return TRUE;
  }
  if (eat (scan, "true") || eat (scan, "false")) {
    *value = (IlTraceValue) { IL_VALUE_BOOLEAN, scan->at[-2] == 'u' };
    return TRUE;
  }
  value->type = eat (scan, "{\"duration\":") ? IL_VALUE_DURATION : IL_VALUE_INTEGER;
  negative = eat (scan, "-");
  if (!get_number (scan, &value->number) || (negative && value->number == 0))
    return FALSE;
  if (negative)
    value->number = -value->number;
  return value->type == IL_VALUE_INTEGER || eat (scan, "}");
}

/* Pairs of a time and a line. */
static gboolean
get_lines (Scan *scan)
{
  if (!eat (scan, "["))
    return FALSE;
  do {
    IlLineMark *mark = &scan->lines[scan->n_lines];

    if (scan->n_lines == MAX_LINES || !eat (scan, "[") || !get_number (scan, &mark->time) || !eat (scan, ",")
        || !get_up_to (scan, G_MAXINT32, &mark->line) || !eat (scan, "]"))
      return FALSE;
    scan->n_lines++;
  } while (eat (scan, ","));
  return eat (scan, "]");
}

/* The value of the argument KEY; returns which one that was, or 0. */
static Args
get_arg (Scan *scan, const Text *key)
{
  IlEvent *event = &scan->event;
  int number = 0;
  Text ignored;

  if (is (key, "line"))
    return get_up_to (scan, G_MAXINT32, &event->line) ? ARG_LINE : 0;
  if (is (key, "core"))
    return get_up_to (scan, IL_MAX_CORE, &event->core) ? ARG_CORE : 0;
  if (is (key, "by"))
    return get_by (scan) ? ARG_BY : 0;
  if (is (key, "cost"))
    return get_number (scan, &event->cost) ? ARG_COST : 0;
  if (is (key, "object"))
    return get_up_to (scan, IL_MAX_TASK_ID, &event->object) ? ARG_OBJECT : 0;
  if (is (key, "awaits"))
    return get_up_to (scan, IL_MAX_TASK_ID, &event->awaited) ? ARG_AWAITS : 0;
  if (is (key, "value"))
    return get_value (scan) ? ARG_VALUE : 0;
  if (is (key, "text"))
    return get_text (scan, &scan->text) ? ARG_TEXT : 0;
  if (is (key, "during"))
    return get_up_to (scan, G_MAXUINT32, &event->during) ? ARG_DURING : 0;
  if (is (key, "deadline"))
    return get_number (scan, &scan->deadline) ? ARG_DEADLINE : 0;
  if (is (key, "lines"))
    return get_lines (scan) ? ARG_LINES : 0;
  if (is (key, "scope"))
    return get_text (scan, &ignored) ? ARG_SCOPE : 0;
  if (is (key, "why") && get_name (scan, il_why_from_name, &number)) {
    event->why = (IlWhy) number;
    return ARG_WHY;
  }
  if (is (key, "how") && get_name (scan, il_how_from_name, &number)) {
    event->how = (IlHow) number;
    return ARG_HOW;
  }
  if (is (key, "op") && get_name (scan, il_operation_from_name, &number)) {
    event->op = (IlOperation) number;
    return ARG_OP;
  }
  if (is (key, "note") && get_name (scan, il_note_from_name, &number)) {
    event->note = (IlNote) number;
    return ARG_NOTE;
  }
  return 0;
}

/* The arguments, each at most once. */
static gboolean
get_args (Scan *scan)
{
  Text key;
  Args arg;

  if (!eat (scan, ",\"args\":{"))
    return TRUE;
  do {
    if (!get_text (scan, &key) || !eat (scan, ":"))
      return FALSE;
    arg = get_arg (scan, &key);
    if (arg == 0 || (scan->args & arg))
      return FALSE;
    scan->args |= arg;
  } while (eat (scan, ","));
  return eat (scan, "}");
}

static gboolean
get_seq (Scan *scan)
{
  gint64 last;
  gboolean list = eat (scan, ",\"seq\":[");

  if ((!list && !eat (scan, ",\"seq\":")) || !get_number (scan, &scan->seq) || scan->seq < 1)
    return FALSE;
  return !list || ((!eat (scan, ",") || get_number (scan, &last)) && eat (scan, "]"));
}

/* All of a line, up to its last brace. */
static gboolean
get_line (Scan *scan)
{
  gint64 ignored;
  Text colour;

  if (!eat (scan, "{\"ph\":\"X\",") && !eat (scan, "{\"ph\":\"n\","))
    return FALSE;
  return eat (scan, "\"name\":") && get_text (scan, &scan->name) && eat (scan, ",\"cat\":")
         && get_text (scan, &scan->category) && (!eat (scan, ",\"id\":") || get_number (scan, &ignored))
         && eat (scan, ",\"pid\":") && get_number (scan, &scan->pid) && eat (scan, ",\"tid\":")
         && get_number (scan, &scan->tid) && eat (scan, ",\"ts\":") && get_time (scan, &scan->event.time)
         && (!eat (scan, ",\"dur\":") || get_time (scan, &ignored)) && get_seq (scan)
         && (!eat (scan, ",\"cname\":") || get_text (scan, &colour)) && get_args (scan) && eat (scan, "}")
         && (*scan->at == '\n' || strncmp (scan->at, ",\n", 2) == 0);
}

/* The kind that CATEGORY, NAME and arguments say; 0: not one that is written so. */
static IlEventKind
kind_of (const Scan *scan)
{
  static const struct {
    const char *category, *name;
    IlEventKind kind;
    Args needed, allowed;
  } kinds[] = {
    { "state", "running", IL_EVENT_RESUME, ARG_CORE, ARG_LINE | ARG_COST | ARG_LINES },
    { "state", "ready", IL_EVENT_READY, 0, ARG_BY | ARG_LINE },
    { "state", "ready", IL_EVENT_PREEMPT, ARG_WHY | ARG_CORE, ARG_LINE },
    { "task", "op", IL_EVENT_OP, ARG_OP, ARG_OBJECT | ARG_VALUE | ARG_LINE },
    { "output", "print", IL_EVENT_PRINT, ARG_TEXT, ARG_LINE },
    { "task", "spawn", IL_EVENT_SPAWN, 0, ARG_BY | ARG_LINE | ARG_DEADLINE },
    { "task", "exit", IL_EVENT_EXIT, ARG_HOW, ARG_VALUE | ARG_LINE },
    { "task", "cancel", IL_EVENT_CANCEL, 0, ARG_BY | ARG_LINE },
    { "note", "note", IL_EVENT_NOTE, ARG_NOTE | ARG_TEXT, ARG_SCOPE | ARG_DURING | ARG_LINE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (is (&scan->name, kinds[i].name) && is (&scan->category, kinds[i].category)
        && (scan->args & kinds[i].needed) == kinds[i].needed && !(scan->args & ~(kinds[i].needed | kinds[i].allowed)))
      return kinds[i].kind;
  /* A wait has the name of its reason. */
  if (is (&scan->category, "state") && !is (&scan->name, "running") && !is (&scan->name, "ready")
      && (scan->args & ARG_WHY) && !(scan->args & ~(ARG_WHY | ARG_OBJECT | ARG_AWAITS | ARG_LINE)))
    return IL_EVENT_SUSPEND;
  return (IlEventKind) 0;
}

static guint32
add_text (IlRecording *recording, const Text *text)
{
  g_autofree char *copy = g_strndup (text->start, text->length);

  return il_recording_add_text (recording, copy);
}

static void
add_facts (const Scan *scan, IlTaskFacts *facts)
{
  const IlEvent *event = &scan->event;

  if (scan->args & ARG_DEADLINE)
    il_task_facts_set_deadline (facts, event->task, scan->deadline);
  for (guint i = 0; i < scan->n_lines; i++)
    il_task_facts_add_line (facts, event->task, il_time_add (event->time, scan->lines[i].time), scan->lines[i].line);
}

static gboolean
append (Scan *scan, IlRunBuilder *run)
{
  IlEvent *event = &scan->event;

  if (event->kind == IL_EVENT_SPAWN && !il_run_builder_get_name (run, event->task, &event->text))
    return FALSE;
  if (scan->args & ARG_TEXT)
    event->text = add_text (il_run_builder_recording (run), &scan->text);
  if (event->value.type == IL_VALUE_TEXT)
    event->value.number = add_text (il_run_builder_recording (run), &scan->value);
  if (!il_run_builder_append (run, event, scan->seq, NULL))
    return FALSE;
  add_facts (scan, il_recording_facts (il_run_builder_recording (run)));
  return TRUE;
}

gsize
il_interlane_scan_event (const char *line, IlTraceBuilder *builder, guint32 limit)
{
  Scan scan = { .at = line };
  IlRunBuilder *run;

  if (!get_line (&scan) || scan.tid < 1 || scan.tid > limit)
    return 0;
  scan.event.kind = kind_of (&scan);
  if (scan.event.note != IL_NOTE_DROPPED)
    scan.event.during = 0;
  scan.event.task = scan.event.kind == IL_EVENT_NOTE ? 0 : (guint32) scan.tid;
  run = scan.event.kind != 0 ? il_trace_builder_run (builder, scan.pid) : NULL;
  return run && append (&scan, run) ? (gsize) (scan.at - line) : 0;
}

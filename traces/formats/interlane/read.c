/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/interlane/private.h"

#include <string.h>

/* Reads the frame of a trace file, {"key": value, ..., "traceEvents": [ event, ... ]}, a piece at a time:
 * json-c sees each value by itself, so that the memory needed does not grow with the file. */

enum { BUFFER_SIZE = 1 << 18, MAX_UNFINISHED = 4, MAX_POSTPONED = 1 << 28 };

/* More than this per line of the file would let a small file claim gigabytes of tasks. */
enum { TASKS_AT_FIRST = 1 << 16, TASKS_PER_LINE = 16 };

typedef enum { GOING_ON, CUT_OFF, FAILED } Status;

typedef struct {
  IlTraceInput *input;
  gboolean scan;
  char *buffer;
  gsize position, length; /* of what is to be parsed */
  gsize n_kept;           /* behind it: the first bytes of a character that is not complete yet */
  gboolean at_end;
  guint64 line;
  json_tokener *tokener;

  IlTraceBuilder *builder; /* NULL: its header has not come yet */
  gboolean had_events;
  GString *postponed; /* the list of events, where that stands in front of the header; NULL: it does not */
  guint64 postponed_line;
  gboolean postponing; /* what is stepped over is added there */
} Reader;

static Status
fail (Reader *reader, GError **error, const char *problem)
{
  g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT, "%s:%" G_GUINT64_FORMAT ": %s",
               il_trace_input_name (reader->input), reader->line, problem);
  return FAILED;
}

/* The number of bytes at the end of TEXT that begin a character without ending it. */
static gsize
unfinished_bytes (const char *text, gsize length)
{
  for (gsize back = 1; back <= MIN (length, MAX_UNFINISHED - 1); back++) {
    guchar c = (guchar) text[length - back];
    gsize needed = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;

    if (needed > 1)
      return back < needed ? back : 0;
    if (c < 0x80)
      return 0;
  }
  return 0;
}

/* Gets the next piece, once the one at hand is used up. json-c cannot take a character in two pieces. */
static Status
refill (Reader *reader, GError **error)
{
  if (reader->at_end)
    return CUT_OFF;

  memmove (reader->buffer, reader->buffer + reader->length, reader->n_kept);
  gssize n = il_trace_input_read (reader->input, reader->buffer + reader->n_kept, BUFFER_SIZE - reader->n_kept, error);
  if (n < 0)
    return FAILED;
  gsize total = reader->n_kept + (gsize) n;
  reader->at_end = n == 0;
  reader->n_kept = reader->at_end ? 0 : unfinished_bytes (reader->buffer, total);
  reader->length = total - reader->n_kept;
  reader->position = 0;
  return reader->length > 0 ? GOING_ON : refill (reader, error);
}

/* Steps over N bytes, counting lines. */
static void
skip (Reader *reader, gsize n)
{
  const char *at = reader->buffer + reader->position, *end = at + n;

  if (reader->postponing)
    g_string_append_len (reader->postponed, at, (gssize) n);
  while (at < end && (at = memchr (at, '\n', (gsize) (end - at)))) {
    reader->line++;
    at++;
  }
  reader->position += n;
}

/* Looks at the next character that is not white space. */
static Status
peek (Reader *reader, char *c, GError **error)
{
  for (;;) {
    while (reader->position < reader->length) {
      *c = reader->buffer[reader->position];
      if (*c != ' ' && *c != '\t' && *c != '\r' && *c != '\n')
        return GOING_ON;
      skip (reader, 1);
    }
    Status status = refill (reader, error);
    if (status != GOING_ON)
      return status;
  }
}

static Status
fail_json (Reader *reader, enum json_tokener_error problem, GError **error)
{
  if (problem == json_tokener_error_depth)
    return fail (reader, error, "this is not an Interlane trace: values are nested too deeply in it");
  if (problem == json_tokener_error_parse_utf8_string)
    return fail (reader, error, "this is not a trace: it is not UTF-8 text");

  g_autofree char *message =
      g_strdup_printf ("this is not a trace, or it is damaged: %s", json_tokener_error_desc (problem));
  return fail (reader, error, message);
}

/* json-c takes NaN and Infinity for numbers even when it is told to be strict. */
static gboolean
has_non_number (json_object *value)
{
  switch (json_object_get_type (value)) {
  case json_type_double: {
    const char *text = json_object_get_string (value);

    return strpbrk (text, "NI") != NULL;
  }
  case json_type_array:
    for (gsize i = 0; i < json_object_array_length (value); i++)
      if (has_non_number (json_object_array_get_idx (value, i)))
        return TRUE;
    return FALSE;
  case json_type_object: {
    json_object_object_foreach (value, key, field)
    {
      (void) key;
      if (has_non_number (field))
        return TRUE;
    }
    return FALSE;
  }
  default: return FALSE;
  }
}

/* Steps over what belongs to a value. Sets *SUSPECT where it might have a NaN or an Infinity in it, *WRONG where it is
 * not UTF-8: json-c lets surrogates and longer forms than needed pass. Pieces end between characters. */
static void
skip_value (Reader *reader, gsize n, gboolean *suspect, gboolean *wrong)
{
  const char *text = reader->buffer + reader->position;

  *suspect |= memchr (text, 'N', n) || memchr (text, 'I', n);
  *wrong |= !g_utf8_validate_len (text, n, NULL);
  skip (reader, n);
}

/* Parses one JSON value. *VALUE is to be released with json_object_put. */
static Status
parse (Reader *reader, json_object **value, GError **error)
{
  char c;
  gboolean suspect = FALSE, wrong = FALSE;
  Status status = peek (reader, &c, error); /* so that the line of a problem is that of the value */

  json_tokener_reset (reader->tokener);
  while (status == GOING_ON) {
    errno = 0;
    *value = json_tokener_parse_ex (reader->tokener, reader->buffer + reader->position,
                                    (int) (reader->length - reader->position));
    enum json_tokener_error problem = json_tokener_get_error (reader->tokener);

    if (errno == ENOMEM) { /* json-c calls that a success with fields missing, or that more text is needed */
      json_object_put (g_steal_pointer (value));
      return fail (reader, error, "out of memory");
    }
    if (problem == json_tokener_success) {
      skip_value (reader, json_tokener_get_parse_end (reader->tokener), &suspect, &wrong);
      if (!wrong && (!suspect || !has_non_number (*value)))
        return GOING_ON;
      json_object_put (g_steal_pointer (value));
      if (wrong)
        return fail_json (reader, json_tokener_error_parse_utf8_string, error);
      return fail (reader, error, "this is not a trace, or it is damaged: NaN and Infinity are no JSON");
    }
    if (problem != json_tokener_continue)
      return fail_json (reader, problem, error);
    skip_value (reader, reader->length - reader->position, &suspect, &wrong);
    status = refill (reader, error);
  }
  return status;
}

static Status
expect (Reader *reader, char wanted, GError **error)
{
  char c;
  Status status = peek (reader, &c, error);

  if (status != GOING_ON)
    return status;
  if (c != wanted) {
    g_autofree char *problem = g_strdup_printf ("this is not a trace, or it is damaged: \"%c\" is missing", wanted);
    return fail (reader, error, problem);
  }
  skip (reader, 1);
  return GOING_ON;
}

/* What follows an element of a list: a comma, or its END, which sets *ENDED. */
static Status
next_or_end (Reader *reader, char end, gboolean *ended, GError **error)
{
  char c;
  Status status = peek (reader, &c, error);

  if (status != GOING_ON)
    return status;
  *ended = c == end;
  return expect (reader, c == end ? end : ',', error);
}

static guint32
task_limit (const Reader *reader)
{
  return (guint32) MIN (TASKS_AT_FIRST + TASKS_PER_LINE * reader->line, IL_MAX_TASK_ID);
}

static Status
read_event (Reader *reader, GError **error)
{
  json_object *object = NULL;
  g_autoptr (GError) problem = NULL;
  guint32 limit = task_limit (reader);
  Status status = parse (reader, &object, error);

  if (status != GOING_ON)
    return status;
  if (!il_interlane_read_event (object, reader->builder, limit, &problem))
    status = fail (reader, error, problem->message);
  json_object_put (object);
  return status;
}

/* Takes in a line of our own, if it is one and all of it is at hand. */
static gboolean
scan_event (Reader *reader)
{
  const char *start = reader->buffer + reader->position;
  gsize n;

  if (!reader->scan || !memchr (start, '\n', reader->length - reader->position))
    return FALSE;
  n = il_interlane_scan_event (start, reader->builder, task_limit (reader));
  reader->position += n;
  return n > 0;
}

/* Steps over a line of our own that only repeats what others say (arrows, counters, switching), and what
 * would be ignored anyway: these are half of a file. Only where the line is whole and looks like ours. */
static gboolean
skip_derived (Reader *reader)
{
  enum { LONGEST_START = 64 };
  const char *start = reader->buffer + reader->position;
  gsize left = reader->length - reader->position;
  const char *end = memchr (start, '\n', MIN (left, 256));

  if (!end || end - start < LONGEST_START || strncmp (start, "{\"ph\":\"", 7) != 0
      || !memmem (start, LONGEST_START, "\"cat\":\"derived\",\"", 17))
    return FALSE;
  end -= end[-1] == ',';
  if (end[-1] != '}')
    return FALSE;
  reader->position += (gsize) (end - start);
  return TRUE;
}

static Status
read_events (Reader *reader, GError **error)
{
  Status status = expect (reader, '[', error);
  gboolean ended = FALSE;
  char c;

  if (status != GOING_ON)
    return status;
  reader->had_events = TRUE;
  status = peek (reader, &c, error);
  if (status == GOING_ON && c == ']') {
    skip (reader, 1);
    return GOING_ON;
  }
  while (status == GOING_ON && !ended) {
    status = peek (reader, &c, error);
    if (status == GOING_ON && !scan_event (reader) && !skip_derived (reader))
      status = read_event (reader, error);
    if (status == GOING_ON)
      status = next_or_end (reader, ']', &ended, error);
  }
  return status;
}

static Status
read_header (Reader *reader, GError **error)
{
  json_object *header = NULL;
  g_autoptr (GError) problem = NULL;
  Status status;

  if (reader->builder)
    return fail (reader, error, "this is not an Interlane trace: it has two \"interlane\" objects");
  status = parse (reader, &header, error);
  if (status == GOING_ON) {
    reader->builder = il_interlane_read_header (header, &problem);
    if (!reader->builder)
      status = fail (reader, error, problem->message);
  }
  json_object_put (header);
  return status;
}

/* Keeps the list of events, which is to be read when the header has come. */
static Status
postpone_events (Reader *reader, GError **error)
{
  json_object *value = NULL;
  gboolean ended = FALSE;
  Status status;
  char c;

  status = peek (reader, &c, error); /* steps over white space */
  reader->postponed = g_string_new (NULL);
  reader->postponed_line = reader->line;
  reader->postponing = TRUE;
  if (status == GOING_ON)
    status = expect (reader, '[', error);
  if (status == GOING_ON)
    status = peek (reader, &c, error);
  if (status == GOING_ON && c == ']')
    status = next_or_end (reader, ']', &ended, error);
  while (status == GOING_ON && !ended) {
    status = parse (reader, &value, error);
    json_object_put (g_steal_pointer (&value));
    if (status == GOING_ON)
      status = next_or_end (reader, ']', &ended, error);
    if (reader->postponed->len > MAX_POSTPONED)
      status = fail (reader, error,
                     "this is not an Interlane trace: there is no \"interlane\" object in front of its "
                     "events, so another program made it");
  }
  reader->postponing = FALSE;
  return status;
}

/* Reads the events that stood in front of the header. */
static Status
read_postponed (Reader *reader, GError **error)
{
  g_autoptr (IlTraceInput) input =
      il_trace_input_new (il_trace_input_name (reader->input), reader->postponed->str, reader->postponed->len);
  Reader events = { .input = input,
                    .scan = reader->scan,
                    .line = reader->postponed_line,
                    .buffer = reader->buffer,
                    .tokener = reader->tokener,
                    .builder = reader->builder };

  reader->had_events = TRUE;
  return read_events (&events, error);
}

/* One "key": value of the frame. */
static Status
read_field (Reader *reader, GError **error)
{
  json_object *key = NULL, *value = NULL;
  Status status;
  char c;

  status = peek (reader, &c, error);
  if (status == GOING_ON && c != '"')
    return fail (reader, error, "this is not a trace, or it is damaged: a name in quotes is missing");
  if (status == GOING_ON)
    status = parse (reader, &key, error);
  g_autofree char *name = g_strdup (key ? json_object_get_string (key) : "");
  json_object_put (key);
  if (status == GOING_ON)
    status = expect (reader, ':', error);
  if (status != GOING_ON)
    return status;

  if (strcmp (name, "interlane") == 0)
    return read_header (reader, error);
  if (strcmp (name, "traceEvents") == 0 && !reader->had_events && !reader->postponed)
    return reader->builder ? read_events (reader, error) : postpone_events (reader, error);
  status = parse (reader, &value, error);
  json_object_put (value);
  return status;
}

static Status
read_frame (Reader *reader, GError **error)
{
  gboolean ended = FALSE;
  char c;
  Status status = peek (reader, &c, error);

  if (status == CUT_OFF)
    return fail (reader, error, "this is not a trace: the file is empty");
  if (status == GOING_ON && c == '[')
    return fail (reader, error,
                 "this is not an Interlane trace: it begins with a list, as traces of other programs do");
  if (status == GOING_ON && c != '{')
    return fail (reader, error, "this is not a trace: it is not JSON");
  if (status == GOING_ON) {
    skip (reader, 1);
    status = peek (reader, &c, error);
  }
  if (status == GOING_ON && c == '}')
    return fail (reader, error, "this is not an Interlane trace: it is an empty JSON object");
  while (status == GOING_ON && !ended) {
    status = read_field (reader, error);
    if (status == GOING_ON)
      status = next_or_end (reader, '}', &ended, error);
  }
  if (status != FAILED && reader->postponed && !reader->builder)
    return fail (reader, error,
                 "this is not an Interlane trace: there is no \"interlane\" object in front of its "
                 "events, so another program made it");
  if (status == GOING_ON && !reader->had_events && !reader->postponed)
    return fail (reader, error, "this is not an Interlane trace: it is JSON of another kind, without \"traceEvents\"");
  if (status == CUT_OFF && !reader->had_events && !(reader->postponed && reader->builder))
    return fail (reader, error, "the trace is cut off before its first event: nothing of it can be shown");
  if (status == GOING_ON && peek (reader, &c, error) == GOING_ON)
    return fail (reader, error, "there is something behind the end of the trace");
  if (reader->postponed && status != FAILED) {
    Status events = read_postponed (reader, error);

    return events == GOING_ON ? status : events;
  }
  return status;
}

IlTrace *
il_interlane_read (IlTraceInput *input, gboolean scan, char **warning, GError **error)
{
  g_autoptr (GString) sentences = g_string_new (NULL);
  Reader reader = { .input = input, .scan = scan, .line = 1 };
  IlTrace *trace = NULL;
  Status status;

  reader.buffer = g_malloc (BUFFER_SIZE);
  if (!(reader.tokener = json_tokener_new ()))
    g_error ("failed to allocate memory for JSON"); /* as GLib does of a few bytes */
  json_tokener_set_flags (reader.tokener,
                          JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS | JSON_TOKENER_VALIDATE_UTF8);
  status = read_frame (&reader, error);
  if (status != FAILED)
    trace = il_trace_builder_finish (reader.builder, il_trace_input_name (input), status == CUT_OFF, sentences);
  g_clear_pointer (&reader.builder, il_trace_builder_free);
  if (reader.postponed)
    g_string_free (reader.postponed, TRUE);
  json_tokener_free (reader.tokener);
  g_free (reader.buffer);
  if (warning)
    *warning = trace && sentences->len > 0 ? g_strdup (sentences->str) : NULL;
  return trace;
}

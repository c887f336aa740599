/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/event-table.h"

#include <string.h>

#include "traces/derive/metrics.h"
#include "traces/derive/span-events.h"
#include "traces/text/time-text.h"

enum { TIME, TASK, EVENT, LINE, DETAILS, N_COLUMNS };

static const IlTableColumn columns[N_COLUMNS] = {
  [TIME] = { "Time", 110, TRUE }, [TASK] = { "Task", 110, FALSE },  [EVENT] = { "Event", 80, FALSE },
  [LINE] = { "Line", 56, TRUE },  [DETAILS] = { "What", 0, FALSE },
};

static guint
n_rows (gpointer data)
{
  return (guint) MIN (il_recording_n_events (data), G_MAXUINT32 - 1);
}

static const char *
task_name (const IlRecording *recording, guint32 task)
{
  return task != 0 ? il_recording_task_name (recording, task) : "";
}

static char *
cell (gpointer data, guint row, guint column)
{
  const IlRecording *recording = data;
  IlEvent event;

  if (!il_recording_event (recording, (guint64) row + 1, &event))
    return g_strdup ("");
  switch (column) {
  case TIME: return il_format_time (event.time, TRUE);
  case TASK: return g_strdup (task_name (recording, event.task));
  case EVENT: return g_strdup (il_event_kind_name (event.kind));
  case LINE: return event.line > 0 ? g_strdup_printf ("%u", event.line) : g_strdup ("");
  default: return il_event_text (recording, &event);
  }
}

/* A word of what happened comes in order of its number: alike things stand together. */
static guint64
details_key (const IlEvent *event)
{
  guint64 what = event->kind == IL_EVENT_OP ? event->op : event->kind == IL_EVENT_EXIT ? event->how : event->why;

  return (guint64) event->kind << 48 | what << 40
         | (event->object    ? event->object
            : event->awaited ? event->awaited
                             : event->by);
}

static guint64
key (gpointer data, guint row, guint column)
{
  IlEvent event;

  if (column == TIME || !il_recording_event (data, (guint64) row + 1, &event))
    return row;
  switch (column) {
  case TASK: return event.task;
  case EVENT: return event.kind;
  case LINE: return event.line;
  default: return details_key (&event);
  }
}

/* Filtering: a word is looked for once in each name, so that an event costs only a few looks. Cells are written out
 * only for words that may be in what stands between names, or in a number. */

static const char between_names[] =
    "by a timer by i/o by a worker on core switch of into from to notify woken nobody none true false "
    "ns µs ms s outcome deadlock dropped remark";

typedef struct {
  const char *text;
  gboolean must_write;
  gboolean in_kind[IL_EVENT_NOTE + 1], in_why[IL_N_WHYS], in_op[IL_N_OPS], in_how[IL_N_HOWS];
  GArray *in_tasks;     /* of guint8; index: id */
  GArray *in_objects;   /* likewise */
  GHashTable *in_texts; /* of text ids looked at already: 1 no, 2 yes */
} Word;

typedef struct {
  IlRecording *recording;
  guint n_words;
  Word *words;
  IlCursor cursor; /* rows are asked for in order */
  guint64 next;    /* seq */
} Filter;

static gboolean
contains (const char *text, const char *word)
{
  g_autofree char *small = text ? g_utf8_strdown (text, -1) : NULL;

  return small && strstr (small, word);
}

static void
init_word (Word *word, const char *text, const IlRecording *recording)
{
  guint n_tasks = il_recording_max_task (recording), n_objects = il_recording_n_objects (recording);

  *word = (Word) { .text = text };
  word->must_write = strstr (between_names, text) || text[strspn (text, "0123456789.-nmsµ")] == '\0'
                     || strpbrk (text, ":=,/") || strstr (text, "“") || strstr (text, "”");
  for (guint i = 1; i < G_N_ELEMENTS (word->in_kind); i++)
    word->in_kind[i] = contains (il_event_kind_name (i), text);
  for (guint i = 0; i < IL_N_WHYS; i++)
    word->in_why[i] = contains (il_why_name (i), text);
  for (guint i = 0; i < IL_N_OPS; i++)
    word->in_op[i] = contains (il_operation_name (i), text);
  for (guint i = 0; i < IL_N_HOWS; i++)
    word->in_how[i] = contains (il_how_name (i), text);
  word->in_tasks = g_array_sized_new (FALSE, TRUE, 1, n_tasks + 1);
  g_array_set_size (word->in_tasks, n_tasks + 1);
  for (guint32 i = 1; i <= n_tasks; i++)
    g_array_index (word->in_tasks, guint8, i) = contains (il_recording_task_name (recording, i), text);
  word->in_objects = g_array_sized_new (FALSE, TRUE, 1, n_objects + 1);
  g_array_set_size (word->in_objects, n_objects + 1);
  for (guint32 i = 1; i <= n_objects; i++) {
    IlObjectInfo object;
    g_array_index (word->in_objects, guint8, i) =
        il_recording_object (recording, i, &object) && contains (object.name, text);
  }
  word->in_texts = g_hash_table_new (NULL, NULL);
}

static gpointer
filter_new (gpointer data, const char *const *words)
{
  Filter *filter = g_new0 (Filter, 1);

  filter->recording = data;
  filter->n_words = g_strv_length ((char **) words);
  filter->words = g_new (Word, filter->n_words);
  for (guint i = 0; i < filter->n_words; i++)
    init_word (&filter->words[i], words[i], filter->recording);
  filter->next = 1;
  return filter;
}

static void
filter_free (gpointer data)
{
  Filter *filter = data;

  for (guint i = 0; i < filter->n_words; i++) {
    g_array_unref (filter->words[i].in_tasks);
    g_array_unref (filter->words[i].in_objects);
    g_hash_table_unref (filter->words[i].in_texts);
  }
  g_free (filter->words);
  g_free (filter);
}

static gboolean
is_in (const GArray *names, guint32 id)
{
  return id < names->len && g_array_index (names, guint8, id);
}

static gboolean
is_in_text (Word *word, const IlRecording *recording, guint32 text)
{
  gsize known = GPOINTER_TO_SIZE (g_hash_table_lookup (word->in_texts, GUINT_TO_POINTER (text)));

  if (known == 0) {
    known = contains (il_recording_text (recording, text), word->text) ? 2 : 1;
    g_hash_table_insert (word->in_texts, GUINT_TO_POINTER (text), GSIZE_TO_POINTER (known));
  }
  return known == 2;
}

static gboolean
is_in_written (const Word *word, const IlRecording *recording, const IlEvent *event)
{
  g_autofree char *details = il_event_text (recording, event), *time = il_format_time (event->time, TRUE);
  g_autofree char *line = event->line > 0 ? g_strdup_printf ("%u", event->line) : NULL;

  return contains (details, word->text) || contains (time, word->text) || contains (line, word->text);
}

static gboolean
has_word (Word *word, const IlRecording *recording, const IlEvent *event)
{
  if (is_in (word->in_tasks, event->task) || word->in_kind[event->kind])
    return TRUE;
  switch (event->kind) {
  case IL_EVENT_SPAWN:
  case IL_EVENT_READY:
  case IL_EVENT_CANCEL:
    if (is_in (word->in_tasks, event->by))
      return TRUE;
    break;
  case IL_EVENT_SUSPEND:
  case IL_EVENT_PREEMPT:
    if (word->in_why[event->why] || is_in (word->in_objects, event->object) || is_in (word->in_tasks, event->awaited))
      return TRUE;
    break;
  case IL_EVENT_OP:
    if (word->in_op[event->op] || is_in (word->in_objects, event->object))
      return TRUE;
    break;
  case IL_EVENT_EXIT:
    if (word->in_how[event->how])
      return TRUE;
    break;
  case IL_EVENT_PRINT:
  case IL_EVENT_NOTE:
    if (is_in_text (word, recording, event->text))
      return TRUE;
    break;
  default: break;
  }
  if (event->value.type == IL_VALUE_TEXT && is_in_text (word, recording, (guint32) event->value.number))
    return TRUE;
  return word->must_write && is_in_written (word, recording, event);
}

static gboolean
filter_matches (gpointer data, guint row)
{
  Filter *filter = data;
  IlEvent event;

  if (filter->next != (guint64) row + 1 || !il_recording_next (filter->recording, &filter->cursor, &event))
    return FALSE;
  filter->next++;
  for (guint i = 0; i < filter->n_words; i++)
    if (!has_word (&filter->words[i], filter->recording, &event))
      return FALSE;
  return TRUE;
}

const IlTableKind il_event_table = {
  .columns = columns,
  .n_columns = N_COLUMNS,
  .n_rows = n_rows,
  .cell = cell,
  .key = key,
  .filter_new = filter_new,
  .filter_matches = filter_matches,
  .filter_free = filter_free,
};

IlTableSource *
il_event_table_source_new (IlRecording *recording)
{
  return il_table_source_new (&il_event_table, il_recording_ref (recording), (GDestroyNotify) il_recording_unref);
}

gboolean
il_event_table_row_at (const IlRecording *recording, gint64 time, guint *row)
{
  guint64 record = time == G_MAXINT64 ? il_recording_n_records (recording) : il_recording_find (recording, time + 1);

  if (record == 0)
    return FALSE;
  *row = (guint) (il_recording_seq (recording, record - 1) - 1
                  + il_record_n_events (il_recording_record (recording, record - 1)) - 1);
  return TRUE;
}

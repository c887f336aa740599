/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/value.h"
#include "engine/language/text/bounds.h"
#include "engine/language/text/duration.h"
#include "engine/language/tree/value-private.h"

#include <stdatomic.h>
#include <string.h>

struct _IlString {
  gatomicrefcount references;
  guint characters;
  gsize size; /* bytes, without the closing 0 */
  char text[];
};

struct _IlList {
  gatomicrefcount references;
  guint n;
  guint total; /* items, those of the lists inside counted too */
  guint depth; /* of lists in lists, at least 1 */
  IlValue items[];
};

static _Atomic gsize memory;

gsize
il_values_memory (void)
{
  return atomic_load_explicit (&memory, memory_order_relaxed);
}

static gpointer
allocate (gsize size)
{
  atomic_fetch_add_explicit (&memory, size, memory_order_relaxed);
  return g_malloc (size);
}

static void
release (gpointer block, gsize size)
{
  atomic_fetch_sub_explicit (&memory, size, memory_order_relaxed);
  g_free (block);
}

static gsize
list_size (guint n)
{
  return sizeof (IlList) + n * sizeof (IlValue);
}

IlValue
il_value_string (const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  IlString *string = allocate (sizeof (IlString) + size + 1);

  g_atomic_ref_count_init (&string->references);
  string->size = size;
  memcpy (string->text, text, size);
  string->text[size] = '\0';
  string->characters = (guint) g_utf8_strlen (string->text, (gssize) size);
  return (IlValue) { .type = IL_TYPE_STRING, .string = string };
}

IlValue
il_value_error (const char *message, gboolean cancelled)
{
  IlValue value = il_value_string (message, -1);

  value.type = IL_TYPE_ERROR;
  value.object = cancelled != 0;
  return value;
}

IlValue
il_value_list (const IlValue *values, guint n)
{
  IlList *list = allocate (list_size (n));

  g_atomic_ref_count_init (&list->references);
  list->n = n;
  list->total = n;
  list->depth = 1;
  for (guint i = 0; i < n; i++) {
    list->items[i] = values[i];
    if (values[i].type == IL_TYPE_LIST) {
      const IlList *inner = values[i].list;

      list->depth = MAX (list->depth, inner->depth + 1);
      list->total = inner->total > G_MAXUINT - list->total ? G_MAXUINT : list->total + inner->total;
    }
  }
  return (IlValue) { .type = IL_TYPE_LIST, .list = list };
}

IlValue
il_value_ref_counted (IlValue value)
{
  if (value.type == IL_TYPE_LIST)
    g_atomic_ref_count_inc (&value.list->references);
  else
    g_atomic_ref_count_inc (&value.string->references);
  return value;
}

void
il_value_unref_counted (IlValue value)
{
  if (value.type != IL_TYPE_LIST) {
    if (g_atomic_ref_count_dec (&value.string->references))
      release (value.string, sizeof (IlString) + value.string->size + 1);
  } else if (g_atomic_ref_count_dec (&value.list->references)) {
    for (guint i = 0; i < value.list->n; i++)
      il_value_clear (&value.list->items[i]);
    release (value.list, list_size (value.list->n));
  }
}

const char *
il_value_text (IlValue string)
{
  g_return_val_if_fail (string.type == IL_TYPE_STRING || string.type == IL_TYPE_ERROR, "");
  return string.string->text;
}

gsize
il_value_size (IlValue string)
{
  return string.string->size;
}

guint
il_value_length (IlValue value)
{
  g_return_val_if_fail (value.type == IL_TYPE_STRING || value.type == IL_TYPE_LIST, 0);
  return value.type == IL_TYPE_STRING ? value.string->characters : value.list->n;
}

const IlValue *
il_value_items (IlValue list)
{
  return list.list->items;
}

gboolean
il_value_fits (IlValue list)
{
  return list.list->total <= IL_MAX_LIST_ITEMS && list.list->depth <= IL_MAX_LIST_DEPTH;
}

IlValue
il_value_item (IlValue list, guint index)
{
  g_return_val_if_fail (list.type == IL_TYPE_LIST && index < list.list->n, IL_NONE_VALUE);
  return il_value_ref (list.list->items[index]);
}

gboolean
il_value_equal (IlValue a, IlValue b)
{
  if (a.type != b.type)
    return FALSE;
  switch (a.type) {
  case IL_TYPE_NONE: return TRUE;
  case IL_TYPE_STRING:
    return a.string->size == b.string->size && memcmp (a.string->text, b.string->text, a.string->size) == 0;
  case IL_TYPE_LIST:
    if (a.list->n != b.list->n)
      return FALSE;
    for (guint i = 0; a.list != b.list && i < a.list->n; i++)
      if (!il_value_equal (a.list->items[i], b.list->items[i]))
        return FALSE;
    return TRUE;
  case IL_TYPE_ERROR: return a.string == b.string;
  case IL_TYPE_HANDLE: return a.handle == b.handle;
  case IL_TYPE_GENERATOR: return a.generator == b.generator;
  default: return a.number == b.number;
  }
}

gboolean
il_value_truth (IlValue value)
{
  switch (value.type) {
  case IL_TYPE_NONE: return FALSE;
  case IL_TYPE_STRING: return value.string->size > 0;
  case IL_TYPE_LIST: return value.list->n > 0;
  case IL_TYPE_HANDLE:
  case IL_TYPE_GENERATOR:
  case IL_TYPE_ERROR:
  case IL_TYPE_OBJECT: return TRUE;
  default: return value.number != 0;
  }
}

const char *
il_type_name (IlType type)
{
  switch (type) {
  case IL_TYPE_NONE: return "none";
  case IL_TYPE_INTEGER: return "an integer";
  case IL_TYPE_DURATION: return "a duration";
  case IL_TYPE_BOOLEAN: return "a boolean";
  case IL_TYPE_STRING: return "a string";
  case IL_TYPE_LIST: return "a list";
  case IL_TYPE_HANDLE: return "a task handle";
  case IL_TYPE_GENERATOR: return "a generator";
  case IL_TYPE_OBJECT: return "a synchronisation object";
  case IL_TYPE_ERROR: return "an error";
  }
  return "nothing";
}

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_c (out, '\\');
    if (*text == '\n')
      g_string_append (out, "\\n");
    else if (*text == '\t')
      g_string_append (out, "\\t");
    else
      g_string_append_c (out, *text);
  }
  g_string_append_c (out, '"');
}

char *
il_value_to_text (IlValue value)
{
  GString text = il_text_new (60);

  il_value_append (&text, value);
  return text.str;
}

void
il_value_append_quoted (GString *out, IlValue value)
{
  if (value.type == IL_TYPE_STRING)
    append_quoted (out, value.string->text);
  else
    il_value_append (out, value);
}

/* THING: an IlInstance or IlGeneratorValue. */
static void
append_name (GString *out, gconstpointer thing)
{
  const IlNamed *named = thing;

  g_string_append (out, named && named->name ? named->name : "task");
}

void
il_value_append (GString *out, IlValue value)
{
  switch (value.type) {
  case IL_TYPE_NONE: g_string_append (out, "none"); break;
  case IL_TYPE_INTEGER: g_string_append_printf (out, "%" G_GINT64_FORMAT, value.number); break;
  case IL_TYPE_DURATION: il_duration_append (out, value.number); break;
  case IL_TYPE_BOOLEAN: g_string_append (out, value.number ? "true" : "false"); break;
  case IL_TYPE_ERROR:
  case IL_TYPE_STRING: g_string_append_len (out, value.string->text, (gssize) value.string->size); break;
  case IL_TYPE_LIST:
    g_string_append_c (out, '[');
    /* One string may stand in a list a million times: stop where the text is too long for anybody. */
    for (guint i = 0; i < value.list->n && out->len <= IL_MAX_STRING_SIZE; i++) {
      if (i > 0)
        g_string_append (out, ", ");
      il_value_append_quoted (out, value.list->items[i]);
    }
    g_string_append_c (out, ']');
    break;
  case IL_TYPE_HANDLE: append_name (out, value.handle); break;
  case IL_TYPE_GENERATOR: append_name (out, value.generator); break;
  case IL_TYPE_OBJECT: g_string_append (out, value.name); break;
  }
}

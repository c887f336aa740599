/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/text/bounds.h"
#include "engine/language/tree/value-private.h"

#include <stdatomic.h>
#include <string.h>

/* Strings and lists. Many may share what one storage holds: each sees so much of it from its beginning on, and what
 * lies behind the longest of them is free for whoever is the first to join something to that. So a loop that joins one
 * item after the other copies none of those before, although nothing that was made ever changes. */

typedef struct {
  gatomicrefcount references;
  gboolean lists;     /* it holds values, not characters */
  _Atomic gsize used; /* bytes, as the next */
  gsize capacity;
  IlValue contents[]; /* or characters */
} Storage;

struct _IlString {
  gatomicrefcount references;
  guint characters;
  gsize size; /* bytes, without the closing 0 */
  const char *text;
  Storage *storage;           /* NULL: the text is its own, and closed by a 0 */
  _Atomic (char *) closed;    /* then: a copy that is, once somebody has asked for it */
  _Atomic (guint32 *) places; /* of its characters, or NULL: see il_value_character */
  char own[];
};

struct _IlList {
  gatomicrefcount references;
  guint n;
  guint total; /* items, those of the lists inside counted too */
  guint depth; /* of lists in lists, at least 1 */
  const IlValue *items;
  Storage *storage; /* NULL: the items are its own */
  IlValue own[];
};

enum {
  WORTH_SHARING = 128, /* bytes; what is shorter is copied */
  STRIDE = 64,         /* characters */
};

static _Atomic gsize memory;

gsize
il_values_memory (void)
{
  return atomic_load_explicit (&memory, memory_order_relaxed);
}

void
il_values_count (gssize bytes)
{
  atomic_fetch_add_explicit (&memory, (gsize) bytes, memory_order_relaxed);
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

/* Half as much again as SIZE bytes, which are used. */
static Storage *
storage_new (gsize size, gboolean lists)
{
  gsize capacity = size + size / 2;
  Storage *storage = allocate (sizeof (Storage) + capacity);

  g_atomic_ref_count_init (&storage->references);
  storage->lists = lists;
  storage->used = size;
  storage->capacity = capacity;
  return storage;
}

static void
storage_unref (Storage *storage)
{
  if (!storage || !g_atomic_ref_count_dec (&storage->references))
    return;
  for (gsize i = 0; storage->lists && i < storage->used / sizeof (IlValue); i++)
    il_value_clear (&storage->contents[i]);
  release (storage, sizeof (Storage) + storage->capacity);
}

/* Takes the SIZE bytes behind the first USED of STORAGE, which may be NULL. Of several that try, on whichever threads,
 * one succeeds. */
static Storage *
storage_extend (Storage *storage, gsize used, gsize size)
{
  if (!storage || size > storage->capacity - used
      || !atomic_compare_exchange_strong (&storage->used, &used, used + size))
    return NULL;
  g_atomic_ref_count_inc (&storage->references);
  return storage;
}

static IlString *
string_new (gsize own, gsize size, guint characters)
{
  IlString *string = allocate (sizeof (IlString) + own);

  g_atomic_ref_count_init (&string->references);
  string->characters = characters;
  string->size = size;
  string->text = string->own;
  string->storage = NULL;
  string->closed = NULL;
  string->places = NULL;
  return string;
}

IlValue
il_value_string (const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  IlString *string = string_new (size + 1, size, (guint) g_utf8_strlen (text, (gssize) size));

  memcpy (string->own, text, size);
  string->own[size] = '\0';
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

static IlValue
join_strings (const IlString *a, const IlString *b)
{
  gsize size = a->size + b->size;
  gboolean shares = size > WORTH_SHARING;
  IlString *string = string_new (shares ? 0 : size + 1, size, a->characters + b->characters);
  char *text = string->own;

  if (!shares) {
    memcpy (text, a->text, a->size);
    text[size] = '\0';
  } else {
    string->storage = storage_extend (a->storage, a->size, b->size);
    gboolean extended = string->storage != NULL;
    if (!extended)
      string->storage = storage_new (size, FALSE);
    string->text = text = (char *) string->storage->contents;
    if (!extended)
      memcpy (text, a->text, a->size);
  }
  memcpy (text + a->size, b->text, b->size);
  return (IlValue) { .type = IL_TYPE_STRING, .string = string };
}

static gsize
places_size (const IlString *string)
{
  return (string->characters / STRIDE + 1) * sizeof (guint32);
}

static void
string_free (IlString *string)
{
  if (string->places)
    release (string->places, places_size (string));
  if (string->closed)
    release (string->closed, string->size + 1);
  gsize own = string->storage ? 0 : string->size + 1;
  storage_unref (string->storage);
  release (string, sizeof (IlString) + own);
}

static IlList *
list_new (guint own, guint n)
{
  IlList *list = allocate (sizeof (IlList) + own * sizeof (IlValue));

  g_atomic_ref_count_init (&list->references);
  list->n = n;
  list->total = n;
  list->depth = 1;
  list->items = list->own;
  list->storage = NULL;
  return list;
}

static guint
add_totals (guint a, guint b)
{
  return b > G_MAXUINT - a ? G_MAXUINT : a + b;
}

IlValue
il_value_list (const IlValue *values, guint n)
{
  IlList *list = list_new (n, n);

  for (guint i = 0; i < n; i++) {
    list->own[i] = values[i];
    if (values[i].type == IL_TYPE_LIST) {
      list->depth = MAX (list->depth, values[i].list->depth + 1);
      list->total = add_totals (list->total, values[i].list->total);
    }
  }
  return (IlValue) { .type = IL_TYPE_LIST, .list = list };
}

static void
copy_items (IlValue *to, const IlList *from)
{
  for (guint i = 0; i < from->n; i++)
    to[i] = il_value_ref (from->items[i]);
}

static IlValue
join_lists (const IlList *a, const IlList *b)
{
  guint n = a->n + b->n;
  gboolean shares = n * sizeof (IlValue) > WORTH_SHARING;
  IlList *list = list_new (shares ? 0 : n, n);
  IlValue *items = list->own;
  gboolean extended = FALSE;

  list->total = add_totals (a->total, b->total);
  list->depth = MAX (a->depth, b->depth);
  if (shares) {
    list->storage = storage_extend (a->storage, a->n * sizeof (IlValue), b->n * sizeof (IlValue));
    extended = list->storage != NULL;
    if (!extended)
      list->storage = storage_new (n * sizeof (IlValue), TRUE);
    list->items = items = list->storage->contents;
  }
  if (!extended)
    copy_items (items, a);
  copy_items (items + a->n, b);
  return (IlValue) { .type = IL_TYPE_LIST, .list = list };
}

static void
list_free (IlList *list)
{
  guint own = list->storage ? 0 : list->n;

  for (guint i = 0; i < own; i++)
    il_value_clear (&list->own[i]);
  storage_unref (list->storage);
  release (list, sizeof (IlList) + own * sizeof (IlValue));
}

IlValue
il_value_join (IlValue a, IlValue b)
{
  if (il_value_length (b) == 0)
    return il_value_ref (a);
  if (il_value_length (a) == 0)
    return il_value_ref (b);
  return a.type == IL_TYPE_STRING ? join_strings (a.string, b.string) : join_lists (a.list, b.list);
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
      string_free (value.string);
  } else if (g_atomic_ref_count_dec (&value.list->references)) {
    list_free (value.list);
  }
}

/* Behind a text that it shares, another one may go on: such a one is copied. */
const char *
il_value_text (IlValue value)
{
  g_return_val_if_fail (value.type == IL_TYPE_STRING || value.type == IL_TYPE_ERROR, "");

  IlString *string = value.string;
  if (!string->storage)
    return string->text;

  char *closed = atomic_load (&string->closed);
  if (closed)
    return closed;
  char *copy = allocate (string->size + 1);
  memcpy (copy, string->text, string->size);
  copy[string->size] = '\0';
  if (atomic_compare_exchange_strong (&string->closed, &closed, copy))
    return copy;
  release (copy, string->size + 1); /* another thread was first */
  return closed;
}

const char *
il_value_bytes (IlValue string)
{
  return string.string->text;
}

gsize
il_value_size (IlValue string)
{
  return string.string->size;
}

/* Where every STRIDEth character begins; made once, for whoever asks first. */
static const guint32 *
find_places (IlString *string)
{
  guint32 *places = atomic_load (&string->places);

  if (places)
    return places;

  guint32 *found = allocate (places_size (string));
  const char *place = string->text;
  for (guint i = 0; i < string->characters; i++, place = g_utf8_next_char (place))
    if (i % STRIDE == 0)
      found[i / STRIDE] = (guint32) (place - string->text);
  if (atomic_compare_exchange_strong (&string->places, &places, found))
    return found;
  release (found, places_size (string)); /* another thread was first */
  return places;
}

const char *
il_value_character (IlValue value, guint index)
{
  IlString *string = value.string;

  if (string->size == string->characters) /* ASCII */
    return string->text + index;
  if (index < STRIDE)
    return g_utf8_offset_to_pointer (string->text, index);
  if (string->characters - index < STRIDE) /* one that grows is mostly asked for its last ones */
    return g_utf8_offset_to_pointer (string->text + string->size, (glong) index - (glong) string->characters);
  return g_utf8_offset_to_pointer (string->text + find_places (string)[index / STRIDE], index % STRIDE);
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

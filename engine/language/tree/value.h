/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The values of the workload language. They do not change once made, so they may be shared between
 * threads; strings and lists are counted by reference, atomically. */

typedef struct _IlInstance IlInstance;
typedef struct _IlGeneratorValue IlGeneratorValue;

/* What both of these, which are the interpreter's, begin with: all of them that a value shows. */
typedef struct {
  char *name; /* NULL: none yet */
} IlNamed;

typedef enum {
  IL_TYPE_NONE,
  IL_TYPE_INTEGER,
  IL_TYPE_DURATION, /* ns */
  IL_TYPE_BOOLEAN,
  IL_TYPE_STRING,
  IL_TYPE_LIST,
  IL_TYPE_HANDLE,    /* of a task; lives as long as the run */
  IL_TYPE_GENERATOR, /* the same */
  IL_TYPE_OBJECT,    /* a semaphore, mutex, queue */
  IL_TYPE_ERROR,     /* of a task that failed, or was cancelled: a string, its message */
} IlType;

typedef struct _IlString IlString;
typedef struct _IlList IlList;

typedef struct {
  IlType type;
  guint32 object; /* index into the program's objects; of an error: 1 where the task was cancelled */
  union {
    gint64 number;    /* integer, duration, boolean */
    const char *name; /* of the object: the program's */
    IlString *string;
    IlList *list;
    IlInstance *handle;
    IlGeneratorValue *generator;
  };
} IlValue;

#define IL_NONE_VALUE ((IlValue) { .type = IL_TYPE_NONE })

static inline IlValue
il_value_integer (gint64 number)
{
  return (IlValue) { .type = IL_TYPE_INTEGER, .number = number };
}

static inline IlValue
il_value_duration (gint64 ns)
{
  return (IlValue) { .type = IL_TYPE_DURATION, .number = ns };
}

static inline IlValue
il_value_boolean (gboolean truth)
{
  return (IlValue) { .type = IL_TYPE_BOOLEAN, .number = truth != 0 };
}

static inline IlValue
il_value_handle (IlInstance *instance)
{
  return (IlValue) { .type = IL_TYPE_HANDLE, .handle = instance };
}

static inline IlValue
il_value_generator (IlGeneratorValue *generator)
{
  return (IlValue) { .type = IL_TYPE_GENERATOR, .generator = generator };
}

static inline IlValue
il_value_object (guint index, const char *name)
{
  return (IlValue) { .type = IL_TYPE_OBJECT, .object = index, .name = name };
}

/* Copies TEXT (LENGTH bytes of UTF-8, or -1). */
IlValue il_value_string (const char *text, gssize length);

/* The error of a task; CANCELLED: it was. */
IlValue il_value_error (const char *message, gboolean cancelled);

/* Takes over the N items of VALUES (not the array). */
IlValue il_value_list (const IlValue *values, guint n);

/* Whether others may hold the same string or list. */
static inline gboolean
il_value_is_counted (IlValue value)
{
  return value.type == IL_TYPE_STRING || value.type == IL_TYPE_LIST || value.type == IL_TYPE_ERROR;
}

/* Not to be called but by the two below. */
IlValue il_value_ref_counted (IlValue value);
void il_value_unref_counted (IlValue value);

/* Each value that was made or returned by il_value_ref is given back by one il_value_clear, which
 * leaves none behind. */
static inline IlValue
il_value_ref (IlValue value)
{
  return G_UNLIKELY (il_value_is_counted (value)) ? il_value_ref_counted (value) : value;
}

static inline void
il_value_clear (IlValue *value)
{
  if (G_UNLIKELY (il_value_is_counted (*value)))
    il_value_unref_counted (*value);
  *value = IL_NONE_VALUE;
}

const char *il_value_text (IlValue string);        /* or error; owned by the value */
guint il_value_length (IlValue value);             /* of a list: items; of a string: characters */
IlValue il_value_item (IlValue list, guint index); /* a new reference */

gboolean il_value_equal (IlValue a, IlValue b);
gboolean il_value_truth (IlValue value); /* as in Python: 0, "", [] and none are false */
const char *il_type_name (IlType type);  /* for messages: "an integer", "a list", ... */

/* An empty text with ROOM bytes to grow into, as g_string_sized_new; its str is to be freed with g_free. It takes
 * no lock, which g_string_new may do: what runs a workload is also used in a forked child (see child.h). */
static inline GString
il_text_new (gsize room)
{
  return (GString) { .str = g_malloc0 (room + 1), .allocated_len = room + 1 };
}

/* What il_value_append says; free it. */
char *il_value_to_text (IlValue value);

/* The same, but of one that is longer only what fits MOST bytes, and how long it is, at a cost that does not grow with
 * it:
 * "[1, 2... (1000 items)"; free it. */
char *il_value_to_short_text (IlValue value, gsize most);

/* As `print "{value}"` shows it: strings bare, but quoted inside lists; durations as "30ms". */
void il_value_append (GString *out, IlValue value);

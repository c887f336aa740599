/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/messages.h"

#include <string.h>

/* A message is its size in bytes and then its fields, one after the other. */

static void
put (GString *out, const void *bytes, gsize n)
{
  g_string_append_len (out, bytes, (gssize) n);
}

#define PUT(out, field) put (out, &(field), sizeof (field))

static void
put_text (GString *out, const char *text)
{
  gsize n = text ? strlen (text) : G_MAXSIZE;

  PUT (out, n);
  if (text)
    put (out, text, n);
}

/* Only of a kind that travels. */
static void
put_value (GString *out, IlValue value)
{
  PUT (out, value.type);
  if (value.type == IL_TYPE_STRING || value.type == IL_TYPE_ERROR) {
    PUT (out, value.object);
    put_text (out, il_value_text (value));
  } else if (value.type == IL_TYPE_LIST) {
    guint n = il_value_length (value);

    PUT (out, n);
    for (guint i = 0; i < n; i++) {
      IlValue item = il_value_item (value, i);

      put_value (out, item);
      il_value_clear (&item);
    }
  } else {
    PUT (out, value.number);
  }
}

static void
put_error (GString *out, const IlRunError *error)
{
  gboolean there = error != NULL;

  PUT (out, there);
  if (!there)
    return;
  PUT (out, error->line);
  PUT (out, error->column);
  PUT (out, error->kind);
  put_text (out, error->message);
  put_text (out, error->task);
  put_text (out, error->awaiter);
  put_text (out, error->awaited);
}

void
il_message_append (GString *out, const IlMessage *message)
{
  gsize start = out->len, size = 0;

  PUT (out, size);
  PUT (out, message->kind);
  PUT (out, message->record);
  put_text (out, message->text);
  PUT (out, message->has_value);
  put_value (out, message->value);
  PUT (out, message->end);
  PUT (out, message->stopped);
  put_error (out, message->error);
  PUT (out, message->steps);
  size = out->len - start;
  memcpy (out->str + start, &size, sizeof size);
}

static void
take (const char **bytes, void *field, gsize n)
{
  memcpy (field, *bytes, n);
  *bytes += n;
}

#define TAKE(bytes, field) take (bytes, &(field), sizeof (field))

static char *
take_text (const char **bytes)
{
  gsize n;
  char *text;

  TAKE (bytes, n);
  if (n == G_MAXSIZE)
    return NULL;
  text = g_strndup (*bytes, n);
  *bytes += n;
  return text;
}

static IlValue
take_value (const char **bytes)
{
  IlValue value = IL_NONE_VALUE;

  TAKE (bytes, value.type);
  if (value.type == IL_TYPE_STRING || value.type == IL_TYPE_ERROR) {
    TAKE (bytes, value.object);
    g_autofree char *text = take_text (bytes);

    return value.type == IL_TYPE_ERROR ? il_value_error (text, value.object != 0) : il_value_string (text, -1);
  }
  if (value.type == IL_TYPE_LIST) {
    guint n;

    TAKE (bytes, n);
    g_autofree IlValue *items = g_new (IlValue, (gsize) n + 1);
    for (guint i = 0; i < n; i++)
      items[i] = take_value (bytes);
    return il_value_list (items, n);
  }
  TAKE (bytes, value.number);
  return value;
}

static IlRunError *
take_error (const char **bytes)
{
  gboolean there;
  guint line, column;
  IlErrorKind kind;

  TAKE (bytes, there);
  if (!there)
    return NULL;
  TAKE (bytes, line);
  TAKE (bytes, column);
  TAKE (bytes, kind);
  g_autofree char *text = take_text (bytes);
  g_autofree char *task = take_text (bytes);
  IlRunError *error = il_run_error_new (task, line, column, text);
  error->kind = kind;
  error->awaiter = take_text (bytes);
  error->awaited = take_text (bytes);
  return error;
}

gsize
il_message_read (const char *bytes, gsize n, IlMessage *message)
{
  gsize size;

  if (n < sizeof size)
    return 0;
  TAKE (&bytes, size);
  if (n < size)
    return 0;
  TAKE (&bytes, message->kind);
  TAKE (&bytes, message->record);
  message->text = take_text (&bytes);
  TAKE (&bytes, message->has_value);
  message->value = take_value (&bytes);
  TAKE (&bytes, message->end);
  TAKE (&bytes, message->stopped);
  message->error = take_error (&bytes);
  TAKE (&bytes, message->steps);
  return size;
}

void
il_message_clear (IlMessage *message)
{
  g_clear_pointer (&message->text, g_free);
  il_value_clear (&message->value);
  g_clear_pointer (&message->error, il_run_error_unref);
}

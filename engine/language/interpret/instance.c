/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/steps.h"
#include "engine/language/text/diagnostics.h"
#include "engine/text/duration.h"

#include <string.h>

enum { LONGEST_CHAIN = 500 }; /* of awaits, in a message */

static _Atomic guint64 n_errors;

IlRunError *
il_run_error_new (const char *task, guint line, guint column, const char *message)
{
  IlRunError *error = g_new0 (IlRunError, 1);

  g_atomic_ref_count_init (&error->references);
  error->message = g_strdup (message);
  error->task = g_strdup (task);
  error->line = line;
  error->column = column;
  error->origin = ++n_errors;
  return error;
}

IlRunError *
il_run_error_awaited (const IlRunError *error, const char *who, const char *what, guint line)
{
  IlRunError *copy = il_run_error_new (error->task, error->line, error->column, error->message);

  copy->awaiter = g_strdup (who);
  copy->kind = error->kind;
  copy->origin = error->origin;
  if (error->awaited && strlen (error->awaited) > LONGEST_CHAIN)
    copy->awaited = g_strdup_printf ("%s (line %u), which awaits ...", what, line);
  else if (error->awaited)
    copy->awaited = g_strdup_printf ("%s (line %u), which awaits %s", what, line, error->awaited);
  else
    copy->awaited = g_strdup_printf ("%s (line %u)", what, line);
  return copy;
}

/* The same error, which is one of a plain kind and says MESSAGE. */
static IlRunError *
with_message (const IlRunError *error, const char *message)
{
  IlRunError *copy = il_run_error_new (error->task, error->line, error->column, message);

  copy->awaiter = g_strdup (error->awaiter);
  copy->awaited = g_strdup (error->awaited);
  copy->origin = error->origin;
  return copy;
}

IlRunError *
il_run_error_ref (IlRunError *error)
{
  g_atomic_ref_count_inc (&error->references);
  return error;
}

void
il_run_error_unref (IlRunError *error)
{
  if (!g_atomic_ref_count_dec (&error->references))
    return;
  g_free (error->message);
  g_free (error->task);
  g_free (error->awaiter);
  g_free (error->awaited);
  g_free (error);
}

IlStep
il_instance_fail (IlInstance *self, guint line, guint column, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = il_message_shorten (g_strdup_vprintf (format, arguments));
  va_end (arguments);

  g_clear_pointer (&self->error, il_run_error_unref);
  self->error = il_run_error_new (self->name, line, column, message);
  return IL_STEP_ERROR;
}

IlStep
il_instance_fail_timeout (IlInstance *self, gint64 duration)
{
  GString text = il_text_new (30);

  il_duration_append (&text, duration);
  il_instance_fail (self, self->line, 0, "timed out after %s", text.str);
  g_free (text.str);
  self->error->kind = IL_ERROR_TIMEOUT;
  return IL_STEP_ERROR;
}

IlStep
il_instance_fail_group (IlInstance *self, gboolean body_failed, IlInstance *const *failed, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *message = NULL;
  IlRunError *error;

  for (guint i = 0; i < n; i++) {
    failed[i]->noticed = TRUE;
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", failed[i]->error->message);
  }
  if (body_failed) /* asyncio's TaskGroup tells of it last */
    g_string_append_printf (text, "%s%s", n > 0 ? "; " : "", self->error->message);
  /* The first of them says where it was. */
  if (n == 0)
    error = g_steal_pointer (&self->error);
  else
    error = il_run_error_awaited (failed[0]->error, self->name, failed[0]->name, self->line);
  g_clear_pointer (&self->error, il_run_error_unref);
  message = il_message_shorten (g_string_free (g_steal_pointer (&text), FALSE));
  self->error = with_message (error, message);
  il_run_error_unref (error);
  return IL_STEP_ERROR;
}

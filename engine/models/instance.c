/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/model.h"

IlRunError *
il_run_error_new (const char *task, guint line, guint column, const char *message)
{
  IlRunError *error = g_new0 (IlRunError, 1);

  g_atomic_ref_count_init (&error->references);
  error->message = g_strdup (message);
  error->task = g_strdup (task);
  error->line = line;
  error->column = column;
  return error;
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

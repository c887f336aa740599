/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/sweep-error.h"

gboolean
il_sweep_fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return FALSE;
}

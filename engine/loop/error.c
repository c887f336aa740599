/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>

#include "engine/loop/loop-private.h"

void
il_loop_set_error (IlLoop *loop, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vsnprintf (loop->error.message, sizeof loop->error.message, format, arguments);
  va_end (arguments);
}

void
il_loop_set_no_memory (IlLoop *loop, const char *what)
{
  il_loop_set_error (loop, "no memory is left for another %s beside %zu entries of the event loop", what,
                     loop->n_entries);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/refusals.h"

#include "engine/python/dialect.h"

/* What has no counterpart in Python is refused by name. */

static void G_GNUC_PRINTF (3, 4) refuse (IlExport *export, guint line, const char *format, ...)
{
  va_list arguments;

  if (export->refused)
    return;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  export->refused = g_strdup_printf ("line %u: %s", line, what);
}

/* What runs in a worker thread or in a child process has no event loop. */
static void
refuse_blocking (IlExport *export, guint line, const char *word)
{
  refuse (export, line,
          "%s has no counterpart in Python where a task runs in a thread or process: only what a function may do, "
          "and sleep and io",
          word);
}

void
il_export_refuse_expression (IlExport *export, const IlExpression *expression)
{
  if (export->dialect != &il_dialect_blocking)
    return;
  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_OBJECT:
    refuse_blocking (export, expression->line, "a semaphore, a queue or another object");
    break;
  case IL_EXPRESSION_GENERATOR: refuse_blocking (export, expression->line, "a generator"); break;
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: refuse_blocking (export, expression->line, "another thread or process"); break;
  default: break;
  }
}

void
il_export_refuse_statement (IlExport *export, const IlStatement *statement)
{
  gboolean threads = export->features.threads;

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_CANCEL:
    if (threads)
      refuse (export, statement->line,
              "'cancel' has no counterpart among Python's threads: nothing can end what another one does");
    break;
  case IL_STATEMENT_TIMEOUT:
    if (threads)
      refuse (export, statement->line,
              "'timeout' has no counterpart among Python's threads: nothing can end all that a block waits for");
    /* fall through */
  case IL_STATEMENT_GROUP:
    if (export->dialect == &il_dialect_blocking)
      refuse_blocking (export, statement->line, statement->kind == IL_STATEMENT_GROUP ? "'group'" : "'timeout'");
    break;
  default: break;
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

static const char *
caught_class (const IlExport *export, IlCatch catches)
{
  switch (catches) {
  case IL_CATCH_TIMEOUT: return "TimeoutError";
  case IL_CATCH_CANCELLED: return export->model == IL_MODEL_COOP ? "asyncio.CancelledError" : "Cancelled";
  case IL_CATCH_ERROR:
  default: return "Exception";
  }
}

/* What was caught is a string in the workload: the error's message. */
static void
export_message (IlExport *export, const IlHandler *handler)
{
  export->indent++;
  il_export_begin_line (export);
  il_export_assigned (export, handler->slot, handler->variable);
  if (handler->catches == IL_CATCH_CANCELLED)
    g_string_append (export->out, " = \"\"\n");
  else
    g_string_append (export->out, " = message(caught)\n");
  export->indent--;
}

void
il_export_try (IlExport *export, const IlTry *try)
{
  il_export_block (export, &try->body);
  for (guint i = 0; i < try->n_handlers; i++) {
    const IlHandler *handler = &try->handlers[i];

    il_export_comments_before (export, handler->line);
    il_export_begin_line (export);
    g_string_append_printf (export->out, "except %s%s:", caught_class (export, handler->catches),
                            handler->variable && handler->catches != IL_CATCH_CANCELLED ? " as caught" : "");
    il_export_end_line (export, handler->line, NULL);
    if (handler->variable)
      export_message (export, handler);
    if (handler->block.n > 0 || !handler->variable)
      il_export_block (export, &handler->block);
  }
  if (try->has_finally) {
    il_export_comments_before (export, try->finally_line);
    il_export_begin_line (export);
    g_string_append (export->out, "finally:");
    il_export_end_line (export, try->finally_line, NULL);
    il_export_block (export, &try->finally);
  }
}

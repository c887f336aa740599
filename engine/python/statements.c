/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/statements.h"

#include "engine/python/comments.h"
#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/generators.h"
#include "engine/python/names.h"
#include "engine/python/properties.h"
#include "engine/python/refusals.h"
#include "engine/python/text.h"

static void export_block (IlExport *export, const IlBlock *block);
static void export_loop (IlExport *export, const IlStatement *statement);

static void
export_put (IlExport *export, const IlStatement *statement)
{
  gboolean waits = statement->kind == IL_STATEMENT_PUT && (export->dialect->others_run || export->features.queue_class);

  il_export_method (export, waits ? export->dialect->await : "", statement->other, waits ? ".put(" : ".put_nowait(");
  il_export_at (export, statement->value, IL_LEVEL_ANY);
  g_string_append_c (export->out, ')');
}

static void
export_device (IlExport *export, const IlStatement *statement)
{
  il_export_method (export, export->dialect->await, statement->other, ".io(");
  il_export_time (export, statement->value);
  g_string_append_c (export->out, ')');
}

static void
export_assert (IlExport *export, const IlStatement *statement)
{
  g_string_append (export->out, "assert ");
  il_export_at (export, statement->value, IL_LEVEL_ANY);
  if (statement->other) {
    g_string_append (export->out, ", ");
    il_export_text (export, statement->other);
  }
}

/* A statement of one line, without its end. Returns a note for its comment, or NULL. */
static const char *
export_simple (IlExport *export, const IlStatement *statement)
{
  GString *out = export->out;
  const IlDialect *dialect = export->dialect;

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_EXPRESSION:
    if (!dialect->others_run && statement->value->kind == IL_EXPRESSION_AWAIT
        && il_export_kinds (export, statement->value->left).own == IL_CAN_HANDLE
        && statement->value->left->kind == IL_EXPRESSION_VARIABLE) {
      g_string_append (out, "pass");
      return "nothing to wait for: it has ended";
    }
    il_export_expression (export, statement->value);
    return NULL;
  case IL_STATEMENT_ASSIGN:
    il_export_assigned (export, statement->slot, statement->variable);
    g_string_append (out, " = ");
    il_export_expression (export, statement->value);
    return NULL;
  case IL_STATEMENT_PRINT:
    g_string_append (out, "print(");
    il_export_text (export, statement->value);
    g_string_append_c (out, ')');
    return NULL;
  case IL_STATEMENT_CPU:
    g_string_append (out, "cpu(");
    il_export_time (export, statement->value);
    g_string_append_c (out, ')');
    return NULL;
  case IL_STATEMENT_SLEEP:
  case IL_STATEMENT_IO: return dialect->pause (export, statement->value, statement->kind == IL_STATEMENT_IO);
  case IL_STATEMENT_ACQUIRE: il_export_method (export, dialect->await, statement->value, ".acquire()"); return NULL;
  case IL_STATEMENT_RELEASE: il_export_method (export, "", statement->value, ".release()"); return NULL;
  case IL_STATEMENT_RETURN:
    g_string_append (out, statement->value ? "return " : "return");
    if (statement->value)
      il_export_at (export, statement->value, IL_LEVEL_ANY);
    return NULL;
  case IL_STATEMENT_RAISE:
    if (!statement->value) {
      g_string_append (out, "raise");
      return NULL;
    }
    g_string_append (out, "raise RuntimeError(");
    il_export_text (export, statement->value);
    g_string_append_c (out, ')');
    return NULL;
  case IL_STATEMENT_WAIT: il_export_method (export, dialect->await, statement->value, ".wait()"); return NULL;
  case IL_STATEMENT_SET: il_export_method (export, "", statement->value, ".set()"); return NULL;
  case IL_STATEMENT_CLEAR: il_export_method (export, "", statement->value, ".clear()"); return NULL;
  case IL_STATEMENT_NOTIFY:
    il_export_method (export, "", statement->value, ".notify(");
    if (statement->other)
      il_export_at (export, statement->other, IL_LEVEL_ANY);
    g_string_append_c (out, ')');
    return NULL;
  case IL_STATEMENT_NOTIFY_ALL: il_export_method (export, "", statement->value, ".notify_all()"); return NULL;
  case IL_STATEMENT_JOIN: il_export_method (export, dialect->await, statement->value, ".join()"); return NULL;
  case IL_STATEMENT_TASK_DONE: il_export_method (export, "", statement->value, ".task_done()"); return NULL;
  case IL_STATEMENT_CANCEL: return dialect->cancel (export, statement->value);
  case IL_STATEMENT_PUT:
  case IL_STATEMENT_PUT_NOWAIT: export_put (export, statement); return NULL;
  case IL_STATEMENT_CLOSE: dialect->close (export, statement->value); return NULL;
  case IL_STATEMENT_IO_DEVICE: export_device (export, statement); return NULL;
  case IL_STATEMENT_ASSERT: export_assert (export, statement); return NULL;
  case IL_STATEMENT_REACH:
    g_string_append (out, "pass  # reach ");
    il_export_string (out, il_value_text (statement->value->literal));
    return NULL;
  case IL_STATEMENT_BREAK: g_string_append (out, "break"); return NULL;
  case IL_STATEMENT_CONTINUE: g_string_append (out, "continue"); return NULL;
  default: g_string_append (out, "pass"); return NULL;
  }
}

static void
export_if (IlExport *export, const IlStatement *statement)
{
  for (guint i = 0; i < statement->n_branches; i++) {
    const IlBranch *branch = &statement->branches[i];

    il_export_begin_line (export);
    if (branch->condition) {
      g_string_append (export->out, i == 0 ? "if " : "elif ");
      il_export_at (export, branch->condition, IL_LEVEL_ANY);
      g_string_append_c (export->out, ':');
      il_export_end_line (export, branch->condition->line, NULL);
    } else
      g_string_append (export->out, "else:\n");
    export_block (export, &branch->block);
  }
}

static void
export_range (IlExport *export, const IlStatement *statement)
{
  const IlExpression *call = statement->value;

  g_string_append (export->out, "range(");
  if (statement->kind == IL_STATEMENT_REPEAT)
    il_export_at (export, call, IL_LEVEL_ANY);
  else
    for (guint i = 0; i < call->call.n_arguments; i++) {
      g_string_append (export->out, i > 0 ? ", " : "");
      il_export_at (export, call->call.arguments[i], IL_LEVEL_ANY);
    }
  g_string_append_c (export->out, ')');
}

/* The line that heads a block, without its end. Returns a note, or NULL. */
static const char *
export_head (IlExport *export, const IlStatement *statement)
{
  GString *out = export->out;
  const char *note = NULL;

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_WITH:
    g_string_append_printf (out, "%swith ", export->dialect->async);
    il_export_at (export, statement->value, IL_LEVEL_ANY);
    break;
  case IL_STATEMENT_WHILE:
    g_string_append (out, "while ");
    il_export_at (export, statement->value, IL_LEVEL_ANY);
    break;
  case IL_STATEMENT_TRY: g_string_append (out, "try"); break;
  case IL_STATEMENT_GROUP: note = export->dialect->group (export); break;
  case IL_STATEMENT_TIMEOUT: export->dialect->timeout (export, statement->value); break;
  case IL_STATEMENT_FOR: il_export_for (export, statement); break;
  default:
    g_string_append (out, "for ");
    if (statement->variable)
      il_export_assigned (export, statement->slot, statement->variable);
    else
      g_string_append_c (out, '_');
    g_string_append (out, " in ");
    export_range (export, statement);
    break;
  }
  g_string_append_c (out, ':');
  return note;
}

static const char *
caught_class (IlCatch catches, const IlDialect *dialect)
{
  switch (catches) {
  case IL_CATCH_TIMEOUT: return "TimeoutError";
  case IL_CATCH_CANCELLED: return dialect->cancelled;
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
  il_export_check_after (export, handler->slot);
  export->indent--;
}

static void
export_try (IlExport *export, const IlTry *try)
{
  export_block (export, &try->body);
  for (guint i = 0; i < try->n_handlers; i++) {
    const IlHandler *handler = &try->handlers[i];

    il_export_comments_before (export, handler->line);
    il_export_begin_line (export);
    g_string_append (export->out, "except ");
    il_export_library (export, caught_class (handler->catches, export->dialect));
    g_string_append (export->out, handler->variable && handler->catches != IL_CATCH_CANCELLED ? " as caught:" : ":");
    il_export_end_line (export, handler->line, NULL);
    if (handler->variable)
      export_message (export, handler);
    if (handler->block.n > 0 || !handler->variable)
      export_block (export, &handler->block);
  }
  if (try->has_finally) {
    il_export_comments_before (export, try->finally_line);
    il_export_begin_line (export);
    g_string_append (export->out, "finally:");
    il_export_end_line (export, try->finally_line, NULL);
    export_block (export, &try->finally);
  }
}

static void
export_statement (IlExport *export, const IlStatement *statement)
{
  const char *note = NULL;

  il_export_refuse_statement (export, statement);
  il_export_comments_before (export, statement->line);
  if (statement->kind == IL_STATEMENT_IF) {
    export_if (export, statement);
    return;
  }
  il_export_begin_line (export);
  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_GROUP:
    export->groups++;
    note = export_head (export, statement);
    il_export_end_line (export, statement->line, note);
    export_block (export, &statement->block);
    export->groups--;
    break;
  case IL_STATEMENT_REPEAT:
  case IL_STATEMENT_FOR:
  case IL_STATEMENT_FOR_RANGE:
    export_head (export, statement);
    il_export_end_line (export, statement->line, NULL);
    export_loop (export, statement);
    break;
  case IL_STATEMENT_WITH:
  case IL_STATEMENT_TIMEOUT:
  case IL_STATEMENT_WHILE:
    export_head (export, statement);
    il_export_end_line (export, statement->line, NULL);
    export_block (export, &statement->block);
    break;
  case IL_STATEMENT_TRY:
    export_head (export, statement);
    il_export_end_line (export, statement->line, NULL);
    export_try (export, statement->try);
    break;
  default:
    note = export_simple (export, statement);
    il_export_end_line (export, statement->line, note);
    if (statement->kind == IL_STATEMENT_ASSIGN)
      il_export_check_after (export, statement->slot);
    break;
  }
}

static void
export_block (IlExport *export, const IlBlock *block)
{
  export->indent++;
  for (guint i = 0; i < block->n; i++)
    export_statement (export, block->statements[i]);
  if (block->n == 0)
    il_export_line (export, "pass");
  export->indent--;
}

/* What each round is about is assigned, too. */
static void
export_loop (IlExport *export, const IlStatement *statement)
{
  export->indent++;
  if (statement->variable)
    il_export_check_after (export, statement->slot);
  export->indent--;
  export_block (export, &statement->block);
}

/* Python has to be told which shared variables a routine assigns. */
static void
export_globals (IlExport *export)
{
  const char *between = "global ";

  for (guint i = 0; i < export->program->objects->len; i++)
    if (il_kind_table_assigns (export->kinds, export->routine, i)) {
      if (between[0] == 'g')
        il_export_begin_line (export);
      g_string_append (export->out, between);
      il_export_object (export, i);
      between = ", ";
    }
  if (between[0] != 'g')
    g_string_append_c (export->out, '\n');
}

void
il_export_body (IlExport *export, const IlRoutine *routine)
{
  export->routine = routine;
  export->yields = FALSE;
  export->indent++;
  export_globals (export);
  export->indent--;
  export_block (export, &routine->body);
  if (routine->kind == IL_ROUTINE_GENERATOR && !export->yields) {
    export->indent++;
    il_export_line (export, "return\n");
    il_export_line (export, "yield  # makes it a generator");
    export->indent--;
  }
  export->routine = NULL;
}

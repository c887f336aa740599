/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

gboolean
il_export_has_io (const IlExport *export)
{
  return export->model == IL_MODEL_COOP && (export->uses_io || export->uses_device)
         && (export->uses_sleep || export->io_can_be_0);
}

static void
write_time (IlExport *export, const char *call, const IlExpression *value)
{
  g_string_append_printf (export->out, "%s(", call);
  il_export_time (export, value);
  g_string_append_c (export->out, ')');
}

static gboolean
can_be_negative (IlExport *export, const IlExpression *value)
{
  if (value->kind == IL_EXPRESSION_LITERAL)
    return value->literal.number < 0;
  return export->counts_down && (il_export_kinds (export, value).own & IL_CAN_DURATION);
}

/* Unlike asyncio's, it refuses what is below 0, as io does. */
static void
write_time_sleep (IlExport *export, const IlExpression *value, gboolean io)
{
  gboolean bounded = !io && can_be_negative (export, value);

  write_time (export, bounded ? "time.sleep(max" : "time.sleep", value);
  if (bounded)
    g_string_insert (export->out, (gssize) export->out->len - 1, ", 0)");
}

/* `sleep` is a comment's business where it stands for io. Returns the comment, or NULL. */
static const char *
export_pause (IlExport *export, const IlStatement *statement)
{
  gboolean io = statement->kind == IL_STATEMENT_IO;

  if (io && il_export_has_io (export))
    write_time (export, "await io", statement->value);
  else if (export->model == IL_MODEL_COOP)
    write_time (export, "await asyncio.sleep", statement->value);
  else if (export->model == IL_MODEL_SYNC && export->uses_timeout && !export->blocks)
    write_time (export, "sleep", statement->value);
  else
    write_time_sleep (export, statement->value, io);
  return io && !il_export_has_io (export) ? "I/O" : NULL;
}

static void
export_method (IlExport *export, const char *before, const IlExpression *object, const char *after)
{
  g_string_append (export->out, before);
  il_export_at (export, object, IL_LEVEL_ATOM);
  g_string_append (export->out, after);
}

static void
export_put (IlExport *export, const IlStatement *statement)
{
  gboolean waits = statement->kind == IL_STATEMENT_PUT;

  if (export->model == IL_MODEL_SYNC && !il_export_has_queue_class (export))
    waits = FALSE;
  export_method (export, waits && export->model == IL_MODEL_COOP ? "await " : "", statement->other,
                 waits ? ".put(" : ".put_nowait(");
  il_export_at (export, statement->value, IL_LEVEL_ANY);
  g_string_append_c (export->out, ')');
}

static void
export_device (IlExport *export, const IlStatement *statement)
{
  export_method (export, export->model == IL_MODEL_COOP ? "await " : "", statement->other, ".io(");
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
  gboolean coop = export->model == IL_MODEL_COOP;

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_EXPRESSION:
    if (export->model == IL_MODEL_SYNC && statement->value->kind == IL_EXPRESSION_AWAIT
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
    export->prints = TRUE;
    g_string_append (out, "print(");
    il_export_text (export, statement->value);
    g_string_append_c (out, ')');
    return NULL;
  case IL_STATEMENT_CPU:
    export->uses_cpu = TRUE;
    write_time (export, "cpu", statement->value);
    return NULL;
  case IL_STATEMENT_SLEEP:
  case IL_STATEMENT_IO: return export_pause (export, statement);
  case IL_STATEMENT_ACQUIRE: export_method (export, coop ? "await " : "", statement->value, ".acquire()"); return NULL;
  case IL_STATEMENT_RELEASE: export_method (export, "", statement->value, ".release()"); return NULL;
  case IL_STATEMENT_RETURN:
    g_string_append (out, statement->value ? "return " : "return");
    if (statement->value)
      il_export_at (export, statement->value, IL_LEVEL_ANY);
    return NULL;
  case IL_STATEMENT_RAISE:
    g_string_append (out, "raise RuntimeError(");
    il_export_text (export, statement->value);
    g_string_append_c (out, ')');
    return NULL;
  case IL_STATEMENT_WAIT:
  case IL_STATEMENT_SET:
  case IL_STATEMENT_CLEAR:
  case IL_STATEMENT_NOTIFY:
  case IL_STATEMENT_NOTIFY_ALL:
  case IL_STATEMENT_CANCEL: return il_export_wait (export, statement);
  case IL_STATEMENT_PUT:
  case IL_STATEMENT_PUT_NOWAIT: export_put (export, statement); return NULL;
  case IL_STATEMENT_CLOSE: il_export_close (export, statement->value); return NULL;
  case IL_STATEMENT_IO_DEVICE: export_device (export, statement); return NULL;
  case IL_STATEMENT_ASSERT: export_assert (export, statement); return NULL;
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
    il_export_block (export, &branch->block);
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

/* The line that heads a block. */
static void
export_head (IlExport *export, const IlStatement *statement)
{
  GString *out = export->out;

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_WITH:
    g_string_append (out, export->model == IL_MODEL_COOP ? "async with " : "with ");
    il_export_at (export, statement->value, IL_LEVEL_ANY);
    break;
  case IL_STATEMENT_WHILE:
    g_string_append (out, "while ");
    il_export_at (export, statement->value, IL_LEVEL_ANY);
    break;
  case IL_STATEMENT_TRY: g_string_append (out, "try"); break;
  case IL_STATEMENT_GROUP: il_export_group (export); break;
  case IL_STATEMENT_TIMEOUT: il_export_timeout (export, statement); break;
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
    export_head (export, statement);
    il_export_end_line (export, statement->line,
                        export->model == IL_MODEL_SYNC ? "a group: each of its tasks has ended at once" : NULL);
    il_export_block (export, &statement->block);
    export->groups--;
    break;
  case IL_STATEMENT_WITH:
  case IL_STATEMENT_TIMEOUT:
  case IL_STATEMENT_WHILE:
  case IL_STATEMENT_REPEAT:
  case IL_STATEMENT_FOR:
  case IL_STATEMENT_FOR_RANGE:
    export_head (export, statement);
    il_export_end_line (export, statement->line, NULL);
    il_export_block (export, &statement->block);
    break;
  case IL_STATEMENT_TRY:
    export_head (export, statement);
    il_export_end_line (export, statement->line, NULL);
    il_export_try (export, statement->try);
    break;
  default:
    note = export_simple (export, statement);
    il_export_end_line (export, statement->line, note);
    break;
  }
}

void
il_export_block (IlExport *export, const IlBlock *block)
{
  export->indent++;
  for (guint i = 0; i < block->n; i++)
    export_statement (export, block->statements[i]);
  if (block->n == 0)
    il_export_line (export, "pass");
  export->indent--;
}

/* Python has to be told which shared variables a routine assigns. */
static void
export_globals (IlExport *export)
{
  const char *between = "global ";

  for (guint i = 0; i < export->program->objects->len; i++)
    if (il_export_assigns (export, i)) {
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
  il_export_block (export, &routine->body);
  if (routine->kind == IL_ROUTINE_GENERATOR && !export->yields) {
    export->indent++;
    il_export_line (export, "return\n");
    il_export_line (export, "yield  # makes it a generator");
    export->indent--;
  }
  export->routine = NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/expressions.h"

#include "engine/python/dialect.h"
#include "engine/python/generators.h"
#include "engine/python/names.h"
#include "engine/python/refusals.h"
#include "engine/python/tasks.h"
#include "engine/python/text.h"

#define MAX_LIST_LENGTH 80

static IlLevel
write_duration (IlExport *export, gint64 ns)
{
  static const struct {
    const char *name;
    gint64 ns;
  } units[] = {
    { "MIN", G_GINT64_CONSTANT (60000000000) }, { "S", 1000000000 }, { "MS", 1000000 }, { "US", 1000 }, { "NS", 1 }
  };
  guint i = 0;

  if (!export->features.durations) {
    il_export_seconds (export->out, ns);
    return ns < 0 ? IL_LEVEL_NEGATE : IL_LEVEL_ATOM;
  }
  if (ns == 0)
    i = 1;
  while (ns % units[i].ns != 0)
    i++;
  g_string_append_printf (export->out, "%" G_GINT64_FORMAT " * %s", ns / units[i].ns, units[i].name);
  return IL_LEVEL_MULTIPLY;
}

static IlLevel
write_literal (IlExport *export, IlValue literal)
{
  switch (literal.type) {
  case IL_TYPE_INTEGER:
    g_string_append_printf (export->out, "%" G_GINT64_FORMAT, literal.number);
    return literal.number < 0 ? IL_LEVEL_NEGATE : IL_LEVEL_ATOM;
  case IL_TYPE_DURATION: return write_duration (export, literal.number);
  case IL_TYPE_BOOLEAN: g_string_append (export->out, literal.number ? "True" : "False"); return IL_LEVEL_ATOM;
  case IL_TYPE_STRING: il_export_string (export->out, il_value_text (literal)); return IL_LEVEL_ATOM;
  default: g_string_append (export->out, "None"); return IL_LEVEL_ATOM;
  }
}

void
il_export_arguments (IlExport *export, const IlExpression *call, gboolean after_comma)
{
  for (guint i = 0; i < call->call.n_arguments; i++) {
    if (i > 0 || after_comma)
      g_string_append (export->out, ", ");
    il_export_at (export, call->call.arguments[i], IL_LEVEL_ANY);
  }
}

/* Of a threading.Condition only its lock can be asked. */
static gboolean
is_threads_condition (const IlExport *export, const IlExpression *object)
{
  return export->features.threads && object->kind == IL_EXPRESSION_OBJECT
         && il_program_object (export->program, object->name.index)->kind == IL_OBJECT_CONDITION;
}

/* What an object is asked, by a method of it; or a task, but for whether it failed. */
static const char *
question (const IlExport *export, const IlExpression *call)
{
  switch ((IlBuiltin) call->call.builtin) {
  case IL_BUILTIN_LEN: return ".qsize()";
  case IL_BUILTIN_FREE: return export->dialect->free;
  case IL_BUILTIN_HELD: return is_threads_condition (export, call->call.arguments[0]) ? "._lock.locked()" : ".locked()";
  case IL_BUILTIN_IS_SET: return ".is_set()";
  case IL_BUILTIN_DONE: return ".done()";
  default: return NULL;
  }
}

static void
write_question (IlExport *export, const IlExpression *call)
{
  const IlExpression *asked = call->call.arguments[0];
  gboolean any = call->call.builtin == IL_BUILTIN_LEN
                 && (il_export_kinds (export, asked).own & ~IL_CAN_OBJECT); /* a queue, or a list or string */

  il_export_method (export, "", asked, question (export, call));
  if (!any)
    return;
  g_string_append (export->out, " if hasattr(");
  il_export_at (export, asked, IL_LEVEL_ANY);
  g_string_append (export->out, ", \"qsize\") else len(");
  il_export_at (export, asked, IL_LEVEL_ANY);
  g_string_append_c (export->out, ')');
}

static gboolean
is_question (IlExport *export, const IlExpression *call)
{
  if (call->call.builtin == IL_BUILTIN_LEN)
    return (il_export_kinds (export, call->call.arguments[0]).own & IL_CAN_OBJECT) != 0;
  return question (export, call) != NULL;
}

static void
write_builtin (IlExport *export, const IlExpression *call)
{
  static const char *const names[] = {
    [IL_BUILTIN_LEN] = "len(",
    [IL_BUILTIN_MIN] = "min(",
    [IL_BUILTIN_MAX] = "max(",
    [IL_BUILTIN_NOW] = "now(",
    [IL_BUILTIN_RANGE] = "list(range(",
    [IL_BUILTIN_UNIFORM] = "uniform(",
    [IL_BUILTIN_EXPONENTIAL] = "exponential(",
    [IL_BUILTIN_CHOICE] = "choice(",
    [IL_BUILTIN_FAILED] = "has_failed(",
    [IL_BUILTIN_CANCELLED] = "was_cancelled(",
  };

  if (is_question (export, call)) {
    write_question (export, call);
    return;
  }
  g_string_append (export->out, names[call->call.builtin]);
  il_export_arguments (export, call, FALSE);
  g_string_append (export->out, call->call.builtin == IL_BUILTIN_RANGE ? "))" : ")");
}

static void
write_pair (IlExport *export, const IlExpression *expression, const char *between, IlLevel left, IlLevel right)
{
  il_export_at (export, expression->left, left);
  g_string_append_printf (export->out, " %s ", between);
  il_export_at (export, expression->right, right);
}

/* An operation by a function of the exported program's own, whose error can be shown. */
static IlLevel
write_checked (IlExport *export, const IlExpression *expression, const char *function)
{
  g_string_append_printf (export->out, "%s(", function);
  il_export_at (export, expression->left, IL_LEVEL_ANY);
  g_string_append (export->out, ", ");
  il_export_at (export, expression->right, IL_LEVEL_ANY);
  g_string_append_c (export->out, ')');
  return IL_LEVEL_ATOM;
}

static IlLevel
write_binary (IlExport *export, const IlExpression *expression)
{
  IlOperator operator= (IlOperator) expression->operator;
  gboolean fails = export->features.tells_errors && il_can_be_zero (expression->right);

  if (fails && operator== IL_FLOOR_DIVIDE)
    return write_checked (export, expression, "quotient");
  if (fails && operator== IL_MODULO)
    return write_checked (export, expression, "remainder");

  IlLevel level = operator>= IL_EQUAL ? IL_LEVEL_COMPARE : operator<= IL_SUBTRACT ? IL_LEVEL_ADD : IL_LEVEL_MULTIPLY;

  write_pair (export, expression, il_operator_text (operator), level == IL_LEVEL_COMPARE ? level + 1 : level,
              level + 1);
  return level;
}

/* On one line, or on one for each item if that is too long. */
static void
write_list (IlExport *export, const IlExpression *list)
{
  g_autoptr (GString) inside = g_string_new (NULL);
  g_autoptr (GString) lines = g_string_new ("\n");
  GString *out = export->out;

  for (guint i = 0; i < list->n_items; i++) {
    g_autoptr (GString) item = export->out = g_string_new (NULL);

    il_export_at (export, list->items[i], IL_LEVEL_ANY);
    g_string_append_printf (inside, "%s%s", i > 0 ? ", " : "", item->str);
    export->out = lines;
    export->indent++;
    il_export_begin_line (export);
    export->indent--;
    g_string_append_printf (lines, "%s,\n", item->str);
  }
  il_export_begin_line (export); /* still among the lines */
  export->out = out;
  g_string_append_printf (out, "[%s]", inside->len > MAX_LIST_LENGTH ? lines->str : inside->str);
}

static IlLevel
write_expression (IlExport *export, const IlExpression *expression)
{
  GString *out = export->out;

  il_export_refuse_expression (export, expression);
  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_LITERAL: return write_literal (export, expression->literal);
  case IL_EXPRESSION_VARIABLE: il_export_variable (export, expression->name.text); return IL_LEVEL_ATOM;
  case IL_EXPRESSION_OBJECT:
  case IL_EXPRESSION_SHARED: il_export_object (export, expression->name.index); return IL_LEVEL_ATOM;
  case IL_EXPRESSION_LIST: write_list (export, expression); return IL_LEVEL_ATOM;
  case IL_EXPRESSION_TEXT: il_export_string_with_holes (export, expression); return IL_LEVEL_ATOM;
  case IL_EXPRESSION_NEGATE:
    g_string_append_c (out, '-');
    il_export_at (export, expression->left, IL_LEVEL_NEGATE);
    return IL_LEVEL_NEGATE;
  case IL_EXPRESSION_NOT:
    g_string_append (out, "not ");
    il_export_at (export, expression->left, IL_LEVEL_NOT);
    return IL_LEVEL_NOT;
  case IL_EXPRESSION_AND: write_pair (export, expression, "and", IL_LEVEL_AND, IL_LEVEL_NOT); return IL_LEVEL_AND;
  case IL_EXPRESSION_OR: write_pair (export, expression, "or", IL_LEVEL_OR, IL_LEVEL_AND); return IL_LEVEL_OR;
  case IL_EXPRESSION_BINARY: return write_binary (export, expression);
  case IL_EXPRESSION_INDEX:
    if (export->features.tells_errors)
      return write_checked (export, expression, "item_at");
    il_export_at (export, expression->left, IL_LEVEL_ATOM);
    g_string_append_c (out, '[');
    il_export_at (export, expression->right, IL_LEVEL_ANY);
    g_string_append_c (out, ']');
    return IL_LEVEL_ATOM;
  case IL_EXPRESSION_CHAIN:
    il_export_at (export, expression->items[0]->left, IL_LEVEL_ADD);
    for (guint i = 0; i < expression->n_items; i++) {
      g_string_append_printf (out, " %s ", il_operator_text ((IlOperator) expression->items[i]->operator));
      il_export_at (export, expression->items[i]->right, IL_LEVEL_ADD);
    }
    return IL_LEVEL_COMPARE;
  case IL_EXPRESSION_CALL: il_export_call (export, expression); return IL_LEVEL_ATOM;
  case IL_EXPRESSION_GENERATOR:
    g_string_append (out, export->features.generator_class ? "Generator(" : "");
    il_export_call (export, expression);
    g_string_append (out, export->features.generator_class ? ")" : "");
    return IL_LEVEL_ATOM;
  case IL_EXPRESSION_BUILTIN: write_builtin (export, expression); return IL_LEVEL_ATOM;
  case IL_EXPRESSION_SPAWN: return il_export_spawn (export, expression, NULL);
  case IL_EXPRESSION_AWAIT:
  case IL_EXPRESSION_AWAIT_CALL:
  case IL_EXPRESSION_GET:
  case IL_EXPRESSION_GET_NOWAIT:
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: return il_export_await (export, expression);
  case IL_EXPRESSION_GATHER:
  case IL_EXPRESSION_GATHER_ERRORS:
  case IL_EXPRESSION_WAIT_ALL:
  case IL_EXPRESSION_AS_COMPLETED:
  case IL_EXPRESSION_FIRST: return export->dialect->several (export, expression);
  case IL_EXPRESSION_SHIELD: return il_export_shield (export, expression);
  case IL_EXPRESSION_YIELD: return il_export_yield (export, expression);
  case IL_EXPRESSION_NEXT:
  case IL_EXPRESSION_SEND: return il_export_next (export, expression);
  case IL_EXPRESSION_NAME:
  default: break;
  }
  g_return_val_if_reached (IL_LEVEL_ATOM);
}

void
il_export_at (IlExport *export, const IlExpression *expression, IlLevel level)
{
  gsize start = export->out->len;

  if (write_expression (export, expression) < level) {
    g_string_insert_c (export->out, (gssize) start, '(');
    g_string_append_c (export->out, ')');
  }
}

void
il_export_method (IlExport *export, const char *before, const IlExpression *object, const char *after)
{
  g_string_append (export->out, before);
  il_export_at (export, object, IL_LEVEL_ATOM);
  g_string_append (export->out, after);
}

void
il_export_expression (IlExport *export, const IlExpression *expression)
{
  il_export_at (export, expression, IL_LEVEL_YIELD);
}

void
il_export_time (IlExport *export, const IlExpression *expression)
{
  if (expression->kind == IL_EXPRESSION_LITERAL)
    il_export_seconds (export->out, expression->literal.number);
  else if (export->features.durations) {
    il_export_at (export, expression, IL_LEVEL_MULTIPLY);
    g_string_append (export->out, " / S");
  } else
    il_export_at (export, expression, IL_LEVEL_ANY);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/export-private.h"

#include <string.h>

/* How tightly Python's operators bind, from the loosest. */
typedef enum {
  LEVEL_ANY,
  LEVEL_OR,
  LEVEL_AND,
  LEVEL_NOT,
  LEVEL_COMPARE,
  LEVEL_ADD,
  LEVEL_MULTIPLY,
  LEVEL_NEGATE,
  LEVEL_AWAIT,
  LEVEL_ATOM,
} Level;

#define MAX_LIST_LENGTH 80

static void write_at (IlExport *export, const IlExpression *expression, Level level);

/* Python's words, and what the exported program uses itself. */
static const char *const taken[] = {
  "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
  "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
  "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  "abs", "bool", "BaseException", "divmod", "int", "isinstance", "len", "list", "max", "min", "next", "print",
  "range", "round", "str", "super", "RuntimeError",
  "asyncio", "ctypes", "os", "queue", "struct", "threading", "time",
  "cpu", "io", "now", "named", "run", "show", "counts", "names", "started", "Duration", "Mutex", "Semaphore", "Task",
  "NS", "US", "MS", "S", "MIN", "",
};

static gsize
without_underscores (const char *name)
{
  gsize length = strlen (name);

  while (length > 0 && name[length - 1] == '_')
    length--;
  return length;
}

static gboolean
is_taken (const char *name)
{
  gsize length = without_underscores (name);

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    if (strlen (taken[i]) == length && strncmp (taken[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

char *
il_export_name (const IlExport *export, const char *name)
{
  return g_strconcat (name, is_taken (name) ? "_" : "", NULL);
}

/* In Python a variable hides the routine of its name, which could then not be called. */
static gboolean
hides_routine (const IlExport *export, const char *name)
{
  g_autofree char *plain = g_strndup (name, without_underscores (name));

  return g_hash_table_contains (export->routine_names, plain);
}

void
il_export_variable (IlExport *export, const char *name)
{
  g_string_append (export->out, name);
  if (is_taken (name) || hides_routine (export, name))
    g_string_append_c (export->out, '_');
}

/* TEXT inside quotes; IN_F: of an f-string. */
static void
write_characters (GString *out, const char *text, gboolean in_f)
{
  for (; *text; text++) {
    if (*text == '\n')
      g_string_append (out, "\\n");
    else if (*text == '\t')
      g_string_append (out, "\\t");
    else if ((guchar) *text < ' ' || *text == 0x7f)
      g_string_append_printf (out, "\\x%02x", (guint) (guchar) *text);
    else {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      if (in_f && (*text == '{' || *text == '}'))
        g_string_append_c (out, *text);
      g_string_append_c (out, *text);
    }
  }
}

void
il_export_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  write_characters (out, text, FALSE);
  g_string_append_c (out, '"');
}

void
il_export_seconds (GString *out, gint64 ns)
{
  guint64 rest = ns < 0 ? -(guint64) ns : (guint64) ns;
  guint64 second = 1000000000;

  g_string_append_printf (out, "%s%" G_GUINT64_FORMAT, ns < 0 ? "-" : "", rest / second);
  rest %= second;
  if (rest == 0)
    return;
  g_string_append_c (out, '.');
  for (guint64 digit = second / 10; rest > 0; rest %= digit, digit /= 10)
    g_string_append_c (out, (char) ('0' + rest / digit));
}

static Level
write_duration (IlExport *export, gint64 ns)
{
  static const struct {
    const char *name;
    gint64 ns;
  } units[] = { { "MIN", G_GINT64_CONSTANT (60000000000) }, { "S", 1000000000 }, { "MS", 1000000 }, { "US", 1000 }, { "NS", 1 } };
  guint i = 0;

  if (!export->counts_time) {
    il_export_seconds (export->out, ns);
    return ns < 0 ? LEVEL_NEGATE : LEVEL_ATOM;
  }
  if (ns == 0)
    i = 1;
  while (ns % units[i].ns != 0)
    i++;
  g_string_append_printf (export->out, "%" G_GINT64_FORMAT " * %s", ns / units[i].ns, units[i].name);
  return LEVEL_MULTIPLY;
}

static Level
write_literal (IlExport *export, IlValue literal)
{
  switch (literal.type) {
  case IL_TYPE_INTEGER:
    g_string_append_printf (export->out, "%" G_GINT64_FORMAT, literal.number);
    return literal.number < 0 ? LEVEL_NEGATE : LEVEL_ATOM;
  case IL_TYPE_DURATION:
    return write_duration (export, literal.number);
  case IL_TYPE_BOOLEAN:
    g_string_append (export->out, literal.number ? "True" : "False");
    return LEVEL_ATOM;
  case IL_TYPE_STRING:
    il_export_string (export->out, il_value_text (literal));
    return LEVEL_ATOM;
  default:
    g_string_append (export->out, "None");
    return LEVEL_ATOM;
  }
}

static void
write_arguments (IlExport *export, const IlExpression *call, gboolean after_comma)
{
  for (guint i = 0; i < call->call.n_arguments; i++) {
    if (i > 0 || after_comma)
      g_string_append (export->out, ", ");
    write_at (export, call->call.arguments[i], LEVEL_ANY);
  }
}

void
il_export_call (IlExport *export, const IlExpression *call)
{
  g_autofree char *name = il_export_name (export, call->call.routine->name);

  g_string_append_printf (export->out, "%s(", name);
  write_arguments (export, call, FALSE);
  g_string_append_c (export->out, ')');
}

static void
write_spawn (IlExport *export, const IlExpression *call)
{
  g_autofree char *name = il_export_name (export, call->call.routine->name);

  export->uses_spawn = TRUE;
  switch (export->model) {
  case IL_MODEL_COOP:
    g_string_append (export->out, export->shows_names ? "named(asyncio.create_task(" : "asyncio.create_task(");
    il_export_call (export, call);
    g_string_append (export->out, export->shows_names ? "))" : ")");
    break;
  case IL_MODEL_THREADS:
    g_string_append_printf (export->out, "Task(%s", name);
    write_arguments (export, call, TRUE);
    g_string_append_c (export->out, ')');
    break;
  default:
    il_export_call (export, call);
    break;
  }
}

static void
write_builtin (IlExport *export, const IlExpression *call)
{
  static const char *const names[] = {
    [IL_BUILTIN_LEN] = "len(", [IL_BUILTIN_MIN] = "min(",       [IL_BUILTIN_MAX] = "max(",
    [IL_BUILTIN_NOW] = "now(", [IL_BUILTIN_RANGE] = "list(range(",
  };

  export->uses_now |= call->call.builtin == IL_BUILTIN_NOW;
  g_string_append (export->out, names[call->call.builtin]);
  write_arguments (export, call, FALSE);
  g_string_append (export->out, call->call.builtin == IL_BUILTIN_RANGE ? "))" : ")");
}

/* As text: what the hole of a string holds. */
static void
write_shown (IlExport *export, const IlExpression *expression)
{
  const guint16 plain = IL_CAN_INTEGER | IL_CAN_STRING | IL_CAN_TIME;
  IlKinds kinds = il_export_kinds (export, expression);

  if ((kinds.own & ~plain) == 0)
    write_at (export, expression, LEVEL_ANY);
  else if (kinds.own == IL_CAN_HANDLE && export->model != IL_MODEL_SYNC) {
    write_at (export, expression, LEVEL_ATOM);
    g_string_append (export->out, export->model == IL_MODEL_COOP ? ".get_name()" : ".name");
  } else {
    export->shows_values = TRUE;
    g_string_append (export->out, "show(");
    write_at (export, expression, LEVEL_ANY);
    g_string_append_c (export->out, ')');
  }
}

/* The text of an item that is known now, or NULL. */
static const char *
constant_text (IlExport *export, const IlExpression *item)
{
  if (item->kind == IL_EXPRESSION_LITERAL && item->literal.type == IL_TYPE_STRING)
    return il_value_text (item->literal);
  if (item->kind == IL_EXPRESSION_OBJECT)
    return il_program_object (export->program, item->name.index)->name;
  return NULL;
}

/* An f-string; or, where a hole has quotes or backslashes in it, which Python 3.11 does not allow, a call of
 * format(). */
static void
write_text (IlExport *export, const IlExpression *text)
{
  g_autoptr (GString) holes = g_string_new (NULL);
  g_autoptr (GString) inside = g_string_new (NULL), pattern = g_string_new (NULL);
  GString *out = export->out;
  gboolean plain = TRUE;

  for (guint i = 0; i < text->n_items; i++) {
    const char *constant = constant_text (export, text->items[i]);

    if (constant) {
      write_characters (inside, constant, TRUE);
      write_characters (pattern, constant, TRUE);
      continue;
    }
    g_autoptr (GString) hole = export->out = g_string_new (NULL);
    write_shown (export, text->items[i]);
    export->out = out;
    plain = plain && !strpbrk (hole->str, "\"'\\\n");
    g_string_append_printf (inside, "{%s}", hole->str);
    g_string_append (pattern, "{}");
    g_string_append_printf (holes, "%s%s", holes->len ? ", " : "", hole->str);
  }
  if (plain)
    g_string_append_printf (out, "%s\"%s\"", strpbrk (inside->str, "{}") ? "f" : "", inside->str);
  else
    g_string_append_printf (out, "\"%s\".format(%s)", pattern->str, holes->str);
}

void
il_export_text (IlExport *export, const IlExpression *expression)
{
  const char *constant = constant_text (export, expression);

  if (constant)
    il_export_string (export->out, constant);
  else
    write_shown (export, expression);
}

static void
write_pair (IlExport *export, const IlExpression *expression, const char *between, Level left, Level right)
{
  write_at (export, expression->left, left);
  g_string_append_printf (export->out, " %s ", between);
  write_at (export, expression->right, right);
}

static Level
write_binary (IlExport *export, const IlExpression *expression)
{
  IlOperator operator = (IlOperator) expression->operator;
  Level level = operator >= IL_EQUAL ? LEVEL_COMPARE : operator <= IL_SUBTRACT ? LEVEL_ADD : LEVEL_MULTIPLY;

  write_pair (export, expression, il_operator_text (operator), level == LEVEL_COMPARE ? level + 1 : level, level + 1);
  return level;
}

static Level
write_await (IlExport *export, const IlExpression *expression)
{
  switch (export->model) {
  case IL_MODEL_COOP:
    g_string_append (export->out, "await ");
    write_at (export, expression->left, LEVEL_ATOM);
    return LEVEL_AWAIT;
  case IL_MODEL_THREADS:
    write_at (export, expression->left, LEVEL_ATOM);
    g_string_append (export->out, ".result()");
    return LEVEL_ATOM;
  default:
    write_at (export, expression->left, LEVEL_ATOM);
    return LEVEL_ATOM;
  }
}

static Level
write_get (IlExport *export, const IlExpression *expression)
{
  gboolean coop = export->model == IL_MODEL_COOP;

  g_string_append (export->out, coop ? "await " : "");
  write_at (export, expression->left, LEVEL_ATOM);
  g_string_append (export->out, export->model == IL_MODEL_SYNC ? ".get_nowait()" : ".get()");
  return coop ? LEVEL_AWAIT : LEVEL_ATOM;
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

    write_at (export, list->items[i], LEVEL_ANY);
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

static Level
write_expression (IlExport *export, const IlExpression *expression)
{
  GString *out = export->out;

  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_LITERAL:
    return write_literal (export, expression->literal);
  case IL_EXPRESSION_VARIABLE:
    il_export_variable (export, expression->name.text);
    return LEVEL_ATOM;
  case IL_EXPRESSION_OBJECT: {
    g_autofree char *name = il_export_name (export, il_program_object (export->program, expression->name.index)->name);

    g_string_append (out, name);
    return LEVEL_ATOM;
  }
  case IL_EXPRESSION_LIST:
    write_list (export, expression);
    return LEVEL_ATOM;
  case IL_EXPRESSION_TEXT:
    write_text (export, expression);
    return LEVEL_ATOM;
  case IL_EXPRESSION_NEGATE:
    g_string_append_c (out, '-');
    write_at (export, expression->left, LEVEL_NEGATE);
    return LEVEL_NEGATE;
  case IL_EXPRESSION_NOT:
    g_string_append (out, "not ");
    write_at (export, expression->left, LEVEL_NOT);
    return LEVEL_NOT;
  case IL_EXPRESSION_AND:
    write_pair (export, expression, "and", LEVEL_AND, LEVEL_NOT);
    return LEVEL_AND;
  case IL_EXPRESSION_OR:
    write_pair (export, expression, "or", LEVEL_OR, LEVEL_AND);
    return LEVEL_OR;
  case IL_EXPRESSION_BINARY:
    return write_binary (export, expression);
  case IL_EXPRESSION_INDEX:
    write_at (export, expression->left, LEVEL_ATOM);
    g_string_append_c (out, '[');
    write_at (export, expression->right, LEVEL_ANY);
    g_string_append_c (out, ']');
    return LEVEL_ATOM;
  case IL_EXPRESSION_CHAIN:
    write_at (export, expression->items[0]->left, LEVEL_ADD);
    for (guint i = 0; i < expression->n_items; i++) {
      g_string_append_printf (out, " %s ", il_operator_text ((IlOperator) expression->items[i]->operator));
      write_at (export, expression->items[i]->right, LEVEL_ADD);
    }
    return LEVEL_COMPARE;
  case IL_EXPRESSION_AWAIT_CALL:
    g_string_append (out, export->model == IL_MODEL_COOP ? "await " : "");
    il_export_call (export, expression);
    return export->model == IL_MODEL_COOP ? LEVEL_AWAIT : LEVEL_ATOM;
  case IL_EXPRESSION_CALL:
    il_export_call (export, expression);
    return LEVEL_ATOM;
  case IL_EXPRESSION_BUILTIN:
    write_builtin (export, expression);
    return LEVEL_ATOM;
  case IL_EXPRESSION_SPAWN:
    write_spawn (export, expression);
    return LEVEL_ATOM;
  case IL_EXPRESSION_AWAIT:
    return write_await (export, expression);
  case IL_EXPRESSION_GET:
    return write_get (export, expression);
  case IL_EXPRESSION_NAME:
  default:
    break;
  }
  g_return_val_if_reached (LEVEL_ATOM);
}

static void
write_at (IlExport *export, const IlExpression *expression, Level level)
{
  gsize start = export->out->len;

  if (write_expression (export, expression) < level) {
    g_string_insert_c (export->out, (gssize) start, '(');
    g_string_append_c (export->out, ')');
  }
}

void
il_export_expression (IlExport *export, const IlExpression *expression)
{
  write_at (export, expression, LEVEL_ANY);
}

void
il_export_target (IlExport *export, const IlExpression *expression)
{
  write_at (export, expression, LEVEL_ATOM);
}

void
il_export_time (IlExport *export, const IlExpression *expression)
{
  if (expression->kind == IL_EXPRESSION_LITERAL)
    il_export_seconds (export->out, expression->literal.number);
  else if (export->counts_time) {
    write_at (export, expression, LEVEL_MULTIPLY);
    g_string_append (export->out, " / S");
  } else
    write_at (export, expression, LEVEL_ANY);
}

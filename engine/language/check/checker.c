/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/check/checker.h"

#include <string.h>

#include "engine/language/text/bounds.h"
#include "engine/language/tree/operations.h"
#include "engine/language/tree/statements.h"

/* Bytes of stack that one level of blocks or expressions takes in the interpreter, and what a step of a
 * model, printing and messages take; both with room to spare. Address sanitizer's frames are larger. */
#if defined(__SANITIZE_ADDRESS__)
#define STACK_PER_LEVEL 1536
#else
#define STACK_PER_LEVEL 384
#endif
#define STACK_FOR_STEPS (16 * 1024)

static void check_block (IlChecker *checker, const IlBlock *block);

static void
add_variable (IlChecker *checker, const char *name)
{
  if (name && !g_hash_table_contains (checker->slots, name))
    g_hash_table_insert (checker->slots, (gpointer) name, GUINT_TO_POINTER (++checker->routine->n_slots));
}

static gboolean
is_shared (IlChecker *checker, const char *name)
{
  const IlSymbolEntry *symbol = g_hash_table_lookup (checker->program->symbols, name);

  return symbol && symbol->kind == IL_SYMBOL_OBJECT
         && g_array_index (checker->program->objects, IlObjectDeclaration, symbol->index).kind == IL_OBJECT_SHARED;
}

/* A name to which something is assigned. */
static void
add_assigned (IlChecker *checker, const char *name)
{
  if (name && !is_shared (checker, name))
    add_variable (checker, name);
}

/* Unless it is shared, and as in Python, a name that is assigned anywhere in a routine is a variable in the whole of
 * it. */
static void
collect_variables (IlChecker *checker, const IlBlock *block)
{
  for (guint i = 0; i < block->n; i++) {
    const IlStatement *statement = block->statements[i];

    add_assigned (checker, statement->variable);
    switch ((IlStatementKind) statement->kind) {
    case IL_STATEMENT_IF:
      for (guint j = 0; j < statement->n_branches; j++)
        collect_variables (checker, &statement->branches[j].block);
      break;
    case IL_STATEMENT_WITH:
    case IL_STATEMENT_GROUP:
    case IL_STATEMENT_TIMEOUT:
    case IL_STATEMENT_WHILE:
    case IL_STATEMENT_REPEAT:
    case IL_STATEMENT_FOR: collect_variables (checker, &statement->block); break;
    case IL_STATEMENT_TRY:
      collect_variables (checker, &statement->try->body);
      for (guint j = 0; j < statement->try->n_handlers; j++) {
        add_assigned (checker, statement->try->handlers[j].variable);
        collect_variables (checker, &statement->try->handlers[j].block);
      }
      collect_variables (checker, &statement->try->finally);
      break;
    default: break;
    }
  }
}

static void
fail_literal (IlChecker *checker, const IlExpression *value, const char *needs)
{
  g_autofree char *text = il_value_describe_with_type (value->literal);

  il_diagnostics_add (checker->diagnostics, value->line, value->column, value->length, "%s, not %s", needs, text);
}

static void
check_for (IlChecker *checker, IlStatement *statement)
{
  const IlExpression *value = statement->value;

  if (il_checker_range (checker, value))
    statement->kind = IL_STATEMENT_FOR_RANGE;
  else if (value->kind == IL_EXPRESSION_GENERATOR)
    il_check_suspends (checker, statement->line, statement->column, 3, "for");
  else if (value->kind == IL_EXPRESSION_OBJECT) {
    const IlObjectDeclaration *object =
        &g_array_index (checker->program->objects, IlObjectDeclaration, value->name.index);

    if (object->kind == IL_OBJECT_QUEUE)
      il_check_suspends (checker, statement->line, statement->column, 3, "for");
    else
      il_diagnostics_add (checker->diagnostics, value->line, value->column, value->length,
                          "'for' needs a list, a range(), a queue or a generator, and '%s' is %s", object->name,
                          il_object_kind_words (object->kind));
  } else if (value->kind == IL_EXPRESSION_LITERAL)
    fail_literal (checker, value, "'for' needs a list, a range(), a queue or a generator");
  checker->loops++;
  check_block (checker, &statement->block);
  checker->loops--;
}

static void
check_try (IlChecker *checker, IlTry *try)
{
  checker->depth++; /* what is kept while `finally` runs */
  check_block (checker, &try->body);
  for (guint i = 0; i < try->n_handlers; i++) {
    IlHandler *handler = &try->handlers[i];

    if (handler->variable)
      handler->slot = il_checker_slot (checker, handler->variable);
    checker->handlers++;
    check_block (checker, &handler->block);
    checker->handlers--;
  }
  check_block (checker, &try->finally);
  checker->depth--;
}

/* Other values are looked at when the statement is run. */
static void
check_duration (IlChecker *checker, const IlExpression *value, const char *word)
{
  if (value->kind != IL_EXPRESSION_LITERAL || value->literal.type == IL_TYPE_DURATION
      || (value->literal.type == IL_TYPE_INTEGER && value->literal.number == 0))
    return;
  g_autofree char *needs = g_strdup_printf ("%s needs a duration such as 5ms", word);
  fail_literal (checker, value, needs);
}

/* Of `notify N c`; a word that stands there is one that `notify` has not. */
static void
check_how_many (IlChecker *checker, IlExpression *number)
{
  gboolean broken = checker->program->broken || checker->routine->broken; /* it may have been meant there */

  if (number->kind == IL_EXPRESSION_NAME && !broken && !il_checker_knows (checker, number->name.text))
    il_checker_fail (
        checker, number,
        "unknown name '%s': write 'notify c' for one that waits, 'notify 2 c' for two of them, 'notify all c'",
        number->name.text);
  else
    il_check_expression (checker, number);
}

static void
check_statement (IlChecker *checker, IlStatement *statement)
{
  const IlStatementTraits *traits = &il_statement_traits[statement->kind];

  if (statement->variable)
    statement->slot = il_checker_slot (checker, statement->variable);
  if (traits->suspends)
    il_check_suspends (checker, statement->line, statement->column, (guint) strlen (traits->word), traits->word);
  if (statement->value)
    il_check_expression (checker, statement->value);
  if (traits->takes == IL_TAKES_DURATION)
    check_duration (checker, statement->value, traits->word);
  else if (traits->takes == IL_TAKES_OBJECT)
    il_check_object (checker, statement->value, traits->kinds, traits->word);

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_PUT:
  case IL_STATEMENT_PUT_NOWAIT:
    il_check_expression (checker, statement->other);
    il_check_object (checker, statement->other, traits->kinds, traits->word);
    break;
  case IL_STATEMENT_NOTIFY:
    if (statement->other)
      check_how_many (checker, statement->other);
    if (statement->other && statement->other->kind == IL_EXPRESSION_LITERAL
        && statement->other->literal.type != IL_TYPE_INTEGER)
      fail_literal (checker, statement->other, "notify needs an integer");
    break;
  case IL_STATEMENT_CANCEL: il_check_handle (checker, statement->value, "cancelled"); break;
  case IL_STATEMENT_WITH:
  case IL_STATEMENT_TIMEOUT:
  case IL_STATEMENT_GROUP: check_block (checker, &statement->block); break;
  case IL_STATEMENT_RAISE:
    if (!statement->value && checker->handlers == 0)
      il_diagnostics_add (
          checker->diagnostics, statement->line, statement->column, 5,
          "'raise' alone raises again what an 'except' around it has caught: here it needs a message, as "
          "in 'raise \"no coffee\"'");
    break;
  case IL_STATEMENT_RETURN:
    if (statement->value && checker->routine->kind == IL_ROUTINE_GENERATOR)
      il_diagnostics_add (checker->diagnostics, statement->value->line, statement->value->column,
                          statement->value->length, "a generator returns no value: 'yield' hands one out");
    break;
  case IL_STATEMENT_IO_DEVICE:
    il_check_expression (checker, statement->other);
    il_check_object (checker, statement->other, IL_KIND (IL_OBJECT_DEVICE), "io");
    break;
  case IL_STATEMENT_ASSERT:
    if (statement->other)
      il_check_expression (checker, statement->other);
    break;
  case IL_STATEMENT_IF:
    for (guint i = 0; i < statement->n_branches; i++) {
      if (statement->branches[i].condition)
        il_check_expression (checker, statement->branches[i].condition);
      check_block (checker, &statement->branches[i].block);
    }
    break;
  case IL_STATEMENT_WHILE:
  case IL_STATEMENT_REPEAT:
    if (statement->kind == IL_STATEMENT_REPEAT && statement->value->kind == IL_EXPRESSION_LITERAL
        && statement->value->literal.type != IL_TYPE_INTEGER)
      fail_literal (checker, statement->value, "repeat needs an integer");
    checker->loops++;
    check_block (checker, &statement->block);
    checker->loops--;
    break;
  case IL_STATEMENT_FOR:
  case IL_STATEMENT_FOR_RANGE: check_for (checker, statement); break;
  case IL_STATEMENT_TRY: check_try (checker, statement->try); break;
  case IL_STATEMENT_BREAK:
  case IL_STATEMENT_CONTINUE:
    if (checker->loops == 0) {
      const char *word = statement->kind == IL_STATEMENT_BREAK ? "break" : "continue";

      il_diagnostics_add (checker->diagnostics, statement->line, statement->column, (guint) strlen (word),
                          "'%s' outside of a loop", word);
    }
    break;
  default: break;
  }
}

static void
check_block (IlChecker *checker, const IlBlock *block)
{
  checker->depth++;
  for (guint i = 0; i < block->n; i++)
    check_statement (checker, block->statements[i]);
  checker->depth--;
}

gsize
il_checker_stack_need (const IlRoutine *routine, guint deepest)
{
  return STACK_FOR_STEPS + routine->n_slots * sizeof (IlValue)
         + (deepest + routine->program->properties_height) * STACK_PER_LEVEL;
}

static void
check_routine (IlChecker *checker, IlRoutine *routine)
{
  checker->routine = routine;
  checker->slots = g_hash_table_new (NULL, NULL);
  checker->deepest = 0;
  for (guint i = 0; i < routine->n_parameters; i++)
    add_variable (checker, routine->parameters[i]);
  collect_variables (checker, &routine->body);
  if (routine->n_slots > IL_MAX_VARIABLES)
    il_diagnostics_add (checker->diagnostics, routine->line, routine->column, (guint) g_utf8_strlen (routine->name, -1),
                        "'%s' has too many variables (limit %d)", routine->name, IL_MAX_VARIABLES);
  check_block (checker, &routine->body);
  routine->stack_need = il_checker_stack_need (routine, checker->deepest);
  g_clear_pointer (&checker->slots, g_hash_table_unref);
  checker->routine = NULL;
}

static void
check_shared (IlChecker *checker, const IlObjectDeclaration *object)
{
  checker->constants = "the first value of a shared variable is a constant";
  il_check_expression (checker, (IlExpression *) object->value);
}

/* The shared variable of `as NAME`; -1: there is none. */
static gint
find_handle (IlChecker *checker, const IlStartLine *line)
{
  const IlSymbolEntry *symbol = line->as ? g_hash_table_lookup (checker->program->symbols, line->as) : NULL;

  if (line->as == NULL || (symbol == NULL && checker->program->broken) || (symbol && symbol->kind == IL_SYMBOL_BROKEN))
    return -1;
  if (is_shared (checker, line->as))
    return (gint) symbol->index;
  il_diagnostics_add (checker->diagnostics, line->call->line, line->as_column, (guint) g_utf8_strlen (line->as, -1),
                      symbol ? "'as' needs a shared variable, and '%s' is none"
                             : "'as' needs a shared variable: declare it, 'shared %s = none'",
                      line->as);
  return -1;
}

static void
check_start (IlChecker *checker, const IlStartLine *line)
{
  IlExpression *call = line->call;

  checker->constants = "the arguments of a start line are constants";
  for (guint i = 0; i < call->call.n_arguments; i++)
    il_check_expression (checker, call->call.arguments[i]);

  IlStart start = line->options;
  start.as = find_handle (checker, line);
  start.routine = il_check_callee (checker, call);
  if (start.routine == NULL)
    return;
  if (start.routine->kind != IL_ROUTINE_TASK) {
    il_diagnostics_add (checker->diagnostics, call->line, call->column, call->length,
                        "'%s' is a %s: only a task can be started", start.routine->name,
                        il_routine_word (start.routine));
    return;
  }
  start.line = call->line;
  start.arguments = (const IlExpression *const *) call->call.arguments;
  start.n_arguments = call->call.n_arguments;
  g_array_append_val (checker->program->starts, start);
}

static void
check_main (IlChecker *checker)
{
  const char *name = g_string_chunk_insert_const (checker->program->names, "main");
  const IlSymbolEntry *symbol = g_hash_table_lookup (checker->program->symbols, name);

  if (symbol == NULL || symbol->kind != IL_SYMBOL_ROUTINE || symbol->routine->kind != IL_ROUTINE_TASK) {
    /* Where something could not be read, that may be why. */
    if (il_diagnostics_count (checker->diagnostics) == 0)
      il_diagnostics_add (checker->diagnostics, 1, 1, 1,
                          "nothing to run: there is no 'task main:' and no 'start' line");
    return;
  }

  const IlRoutine *routine = symbol->routine;
  if (routine->n_parameters > 0) {
    il_diagnostics_add (checker->diagnostics, routine->line, routine->column, 4,
                        "main takes arguments: give them in a line 'start main(...)'");
    return;
  }
  IlStart start = IL_START_DEFAULTS;
  start.routine = routine;
  start.line = routine->line;
  g_array_append_val (checker->program->starts, start);
}

void
il_check (IlProgram *program, IlDiagnostics *diagnostics)
{
  IlChecker checker = { .program = program, .diagnostics = diagnostics };

  il_check_properties (&checker);
  for (guint i = 0; i < program->routines->len; i++)
    check_routine (&checker, g_ptr_array_index (program->routines, i));
  for (guint i = 0; i < program->objects->len; i++)
    if (g_array_index (program->objects, IlObjectDeclaration, i).kind == IL_OBJECT_SHARED)
      check_shared (&checker, &g_array_index (program->objects, IlObjectDeclaration, i));
  for (guint i = 0; i < program->start_lines->len; i++)
    check_start (&checker, &g_array_index (program->start_lines, IlStartLine, i));
  if (program->start_lines->len == 0)
    check_main (&checker);
}

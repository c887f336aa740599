/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/check/checker.h"
#include "engine/language/text/words.h"
#include "engine/text/suggestion.h"

#include <string.h>

static const struct {
  const char *name;
  guint least;
  guint most;
  const char *wants;
} builtins[IL_N_BUILTINS] = {
  [IL_BUILTIN_LEN] = { "len", 1, 1, "one argument" },
  [IL_BUILTIN_MIN] = { "min", 1, G_MAXUINT, "a list, or two arguments or more" },
  [IL_BUILTIN_MAX] = { "max", 1, G_MAXUINT, "a list, or two arguments or more" },
  [IL_BUILTIN_RANGE] = { "range", 1, 3, "one to three arguments" },
  [IL_BUILTIN_NOW] = { "now", 0, 0, "no argument" },
  [IL_BUILTIN_UNIFORM] = { "uniform", 2, 2, "two arguments" },
  [IL_BUILTIN_EXPONENTIAL] = { "exponential", 1, 1, "one argument" },
  [IL_BUILTIN_CHOICE] = { "choice", 1, 1, "one argument" },
  [IL_BUILTIN_FREE] = { "free", 1, 1, "one argument" },
  [IL_BUILTIN_HELD] = { "held", 1, 1, "one argument" },
  [IL_BUILTIN_IS_SET] = { "is_set", 1, 1, "one argument" },
  [IL_BUILTIN_DONE] = { "done", 1, 1, "one argument" },
  [IL_BUILTIN_FAILED] = { "failed", 1, 1, "one argument" },
  [IL_BUILTIN_CANCELLED] = { "cancelled", 1, 1, "one argument" },
};

void
il_checker_fail (IlChecker *checker, const IlExpression *at, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  il_diagnostics_add (checker->diagnostics, at->line, at->column, at->length, "%s", message);
}

static guint
slot_of (const IlChecker *checker, const char *name)
{
  return checker->slots ? GPOINTER_TO_UINT (g_hash_table_lookup (checker->slots, name)) : 0;
}

guint32
il_checker_slot (IlChecker *checker, const char *variable)
{
  guint slot = slot_of (checker, variable);
  const IlSymbolEntry *symbol = g_hash_table_lookup (checker->program->symbols, variable);

  return slot > 0 || symbol == NULL ? slot - 1 : IL_SLOT_SHARED | symbol->index;
}

gboolean
il_checker_knows (const IlChecker *checker, const char *name)
{
  return slot_of (checker, name) > 0 || g_hash_table_contains (checker->program->symbols, name);
}

/* Offers the declared names; those of routines or those of objects. */
static void
offer_symbols (const IlChecker *checker, IlSuggestion *suggestion, gboolean routines)
{
  for (guint i = 0; routines && i < checker->program->routines->len; i++)
    il_suggestion_offer (suggestion, ((IlRoutine *) g_ptr_array_index (checker->program->routines, i))->name);
  for (guint i = 0; !routines && i < checker->program->objects->len; i++)
    il_suggestion_offer (suggestion, g_array_index (checker->program->objects, IlObjectDeclaration, i).name);
}

static void
check_name (IlChecker *checker, IlExpression *name)
{
  const char *text = name->name.text;
  guint slot = slot_of (checker, text);

  if (slot > 0) {
    name->kind = IL_EXPRESSION_VARIABLE;
    name->name.index = slot - 1;
    return;
  }

  const IlSymbolEntry *symbol = g_hash_table_lookup (checker->program->symbols, text);
  if (symbol && symbol->kind == IL_SYMBOL_OBJECT) {
    gboolean shared =
        g_array_index (checker->program->objects, IlObjectDeclaration, symbol->index).kind == IL_OBJECT_SHARED;

    name->kind = shared ? IL_EXPRESSION_SHARED : IL_EXPRESSION_OBJECT;
    name->name.index = symbol->index;
    if (checker->reads)
      g_hash_table_add (checker->reads, GUINT_TO_POINTER (symbol->index + 1));
    else if (shared && checker->routine == NULL)
      il_checker_fail (checker, name, "%s: '%s' is a shared variable", checker->constants, text);
    return;
  }
  if (symbol && symbol->kind == IL_SYMBOL_ROUTINE) {
    il_checker_fail (checker, name, "'%s' is a %s, not a value: write '%s%s(...)'", text,
                     il_routine_word (symbol->routine), symbol->routine->kind == IL_ROUTINE_TASK ? "spawn " : "", text);
    return;
  }
  if (symbol)
    return;

  IlSuggestion suggestion;
  il_suggestion_init (&suggestion, text);
  if (checker->slots) {
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init (&iter, checker->slots);
    while (g_hash_table_iter_next (&iter, &key, NULL))
      il_suggestion_offer (&suggestion, key);
  }
  offer_symbols (checker, &suggestion, FALSE);
  il_words_suggest (&suggestion, IL_PLACE_EXPRESSION);
  /* Unless it is plainly misspelt, it may have been meant by what could not be read. */
  if (!suggestion.nearest && (checker->program->broken || (checker->routine && checker->routine->broken)))
    return;

  g_autofree char *hint = il_suggestion_text (&suggestion);
  if (checker->routine)
    il_checker_fail (checker, name, "unknown name '%s'%s%s", text, hint,
                     suggestion.nearest ? "" : ": no variable of this task and no object is called so");
  else if (checker->reads)
    il_checker_fail (checker, name, "unknown name '%s'%s%s%s", text, hint, suggestion.nearest ? "" : ": ",
                     suggestion.nearest ? "" : checker->constants);
  else
    il_checker_fail (checker, name, "unknown name '%s': %s", text, checker->constants);
}

static int
find_builtin (const char *name)
{
  for (int i = 0; i < IL_N_BUILTINS; i++)
    if (strcmp (builtins[i].name, name) == 0)
      return i;
  return -1;
}

gboolean
il_checker_range (IlChecker *checker, const IlExpression *expression)
{
  return expression->kind == IL_EXPRESSION_BUILTIN && expression->call.builtin == IL_BUILTIN_RANGE;
}

static void
fail_unknown_callee (IlChecker *checker, const IlExpression *call)
{
  const char *name = call->call.callee;
  IlSuggestion suggestion;

  if (checker->program->broken)
    return;
  il_suggestion_init (&suggestion, name);
  offer_symbols (checker, &suggestion, TRUE);
  for (guint i = 0; i < IL_N_BUILTINS; i++)
    il_suggestion_offer (&suggestion, builtins[i].name);
  il_words_suggest (&suggestion, IL_PLACE_STATEMENT);

  g_autofree char *hint = il_suggestion_text (&suggestion);
  IlPlaces places;
  if (il_word_find (name, strlen (name), &places) != IL_WORD_NONE) /* a soft one */
    il_checker_fail (checker, call, "'%s' takes no parentheses: write what it is about behind it", name);
  else if (strcmp (name, "create_task") == 0)
    il_checker_fail (checker, call, "there is no create_task(): write 'spawn f(...)'");
  else
    il_checker_fail (checker, call, "unknown task or function '%s'%s", name, hint);
}

const IlRoutine *
il_check_callee (IlChecker *checker, const IlExpression *call)
{
  const char *name = call->call.callee;
  const IlSymbolEntry *symbol = g_hash_table_lookup (checker->program->symbols, name);

  if (slot_of (checker, name) > 0) {
    il_checker_fail (checker, call, "'%s' is a variable here, so it cannot be called: give the variable another name",
                     name);
    return NULL;
  }
  if (symbol == NULL) {
    if (find_builtin (name) >= 0)
      il_checker_fail (checker, call, "'%s' is not a task", name);
    else
      fail_unknown_callee (checker, call);
    return NULL;
  }
  if (symbol->kind == IL_SYMBOL_OBJECT) {
    il_checker_fail (checker, call, "'%s' is %s, it cannot be called", name,
                     il_object_kind_words (
                         g_array_index (checker->program->objects, IlObjectDeclaration, symbol->index).kind));
    return NULL;
  }
  if (symbol->kind == IL_SYMBOL_BROKEN)
    return NULL;

  const IlRoutine *routine = symbol->routine;
  if (routine->n_parameters != call->call.n_arguments) {
    il_checker_fail (checker, call, "%s '%s' takes %u argument%s, not %u", il_routine_word (routine), name,
                     routine->n_parameters, routine->n_parameters == 1 ? "" : "s", call->call.n_arguments);
    return NULL;
  }
  return routine;
}

void
il_check_arguments (IlChecker *checker, IlExpression *call)
{
  for (guint i = 0; i < call->call.n_arguments; i++)
    il_check_expression (checker, call->call.arguments[i]);
}

/* What a built-in asks of an object or a task. */
static void
check_asked (IlChecker *checker, const IlExpression *call)
{
  const IlExpression *asked = call->call.arguments[0];
  guint kinds = il_builtin_kinds ((IlBuiltin) call->call.builtin);

  if (kinds && (call->call.builtin != IL_BUILTIN_LEN || asked->kind == IL_EXPRESSION_OBJECT))
    il_check_object (checker, asked, kinds, call->call.callee);
  if (call->call.builtin == IL_BUILTIN_DONE)
    il_check_handle (checker, asked, "done");
  if (checker->routine == NULL && !checker->reads && asked->kind == IL_EXPRESSION_OBJECT)
    il_checker_fail (checker, call, "%s: %s() of an object is not", checker->constants, call->call.callee);
}

/* A call that is neither spawned nor awaited. */
static void
check_call (IlChecker *checker, IlExpression *call)
{
  const char *name = call->call.callee;
  int builtin = find_builtin (name);

  il_check_arguments (checker, call);
  if (builtin >= 0 && slot_of (checker, name) == 0 && !g_hash_table_contains (checker->program->symbols, name)) {
    call->kind = IL_EXPRESSION_BUILTIN;
    call->call.builtin = (guint16) builtin;
    if (call->call.n_arguments < builtins[builtin].least || call->call.n_arguments > builtins[builtin].most)
      il_checker_fail (checker, call, "%s() takes %s, not %u", name, builtins[builtin].wants, call->call.n_arguments);
    else if (builtin >= IL_BUILTIN_NOW && checker->routine == NULL
             && !(checker->reads && builtin >= IL_BUILTIN_FREE && builtin <= IL_BUILTIN_IS_SET))
      il_checker_fail (checker, call, "%s: %s() is not", checker->constants, name);
    else if (builtin == IL_BUILTIN_LEN || builtin >= IL_BUILTIN_FREE)
      check_asked (checker, call);
    return;
  }

  const IlRoutine *routine = il_check_callee (checker, call);
  if (routine == NULL)
    return;
  if (routine->kind == IL_ROUTINE_TASK && !checker->reads)
    il_checker_fail (checker, call,
                     "'%s' is a task: write 'spawn %s(...)' to start it, or 'await %s(...)' to run it here", name, name,
                     name);
  else if (checker->routine == NULL)
    il_checker_fail (checker, call, "%s: a call of '%s' is not", checker->constants, name);
  if (routine->kind == IL_ROUTINE_GENERATOR)
    call->kind = IL_EXPRESSION_GENERATOR;
  call->call.routine = routine;
}

void
il_check_suspends (IlChecker *checker, guint line, guint column, guint length, const char *word)
{
  if (checker->routine && checker->routine->kind == IL_ROUTINE_FUNCTION)
    il_diagnostics_add (checker->diagnostics, line, column, length,
                        "'%s' can suspend, and a function must run to its end: make '%s' a task", word,
                        checker->routine->name);
  else if (checker->routine == NULL)
    il_diagnostics_add (checker->diagnostics, line, column, length, "%s: '%s' is not", checker->constants, word);
}

void
il_check_object (IlChecker *checker, const IlExpression *expression, guint kinds, const char *word)
{
  const char *wanted = il_object_kinds_words (kinds);

  if (expression->kind == IL_EXPRESSION_OBJECT) {
    const IlObjectDeclaration *object =
        &g_array_index (checker->program->objects, IlObjectDeclaration, expression->name.index);

    if (!(kinds & IL_KIND (object->kind)))
      il_checker_fail (checker, expression, "'%s' needs %s, and '%s' is %s", word, wanted, object->name,
                       il_object_kind_words (object->kind));
  } else if (expression->kind == IL_EXPRESSION_LITERAL || expression->kind == IL_EXPRESSION_TEXT
             || expression->kind == IL_EXPRESSION_LIST)
    il_checker_fail (checker, expression, "'%s' needs %s", word, wanted);
}

static void
check_yield (IlChecker *checker, IlExpression *yield)
{
  if (checker->routine == NULL)
    il_checker_fail (checker, yield, "%s: 'yield' is not", checker->constants);
  else if (checker->routine->kind != IL_ROUTINE_GENERATOR)
    il_checker_fail (checker, yield, "'yield' outside of a generator: '%s' is a %s", checker->routine->name,
                     il_routine_word (checker->routine));
  if (yield->left)
    il_check_expression (checker, yield->left);
}

/* `next` and `send`. */
static void
check_next (IlChecker *checker, IlExpression *next)
{
  const char *word = next->kind == IL_EXPRESSION_NEXT ? "next" : "send";

  il_check_suspends (checker, next->line, next->column, next->length, word);
  il_check_expression (checker, next->left);
  if (next->kind == IL_EXPRESSION_SEND)
    il_check_expression (checker, next->right);
  if (next->left->kind == IL_EXPRESSION_OBJECT || next->left->kind == IL_EXPRESSION_LITERAL)
    il_checker_fail (checker, next->left, "'%s' needs a generator", word);
}

void
il_check_expression (IlChecker *checker, IlExpression *expression)
{
  checker->deepest = MAX (checker->deepest, checker->depth + expression->height);
  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_NAME: check_name (checker, expression); break;
  case IL_EXPRESSION_LIST:
  case IL_EXPRESSION_TEXT:
    for (guint i = 0; i < expression->n_items; i++)
      il_check_expression (checker, expression->items[i]);
    break;
  case IL_EXPRESSION_CHAIN:
    /* The right side of a link is the left side of the next, the same node. */
    il_check_expression (checker, expression->items[0]->left);
    for (guint i = 0; i < expression->n_items; i++)
      il_check_expression (checker, expression->items[i]->right);
    break;
  case IL_EXPRESSION_NEGATE:
  case IL_EXPRESSION_NOT: il_check_expression (checker, expression->left); break;
  case IL_EXPRESSION_AND:
  case IL_EXPRESSION_OR:
  case IL_EXPRESSION_BINARY:
  case IL_EXPRESSION_INDEX:
    il_check_expression (checker, expression->left);
    il_check_expression (checker, expression->right);
    break;
  case IL_EXPRESSION_CALL: check_call (checker, expression); break;
  case IL_EXPRESSION_SPAWN:
  case IL_EXPRESSION_AWAIT:
  case IL_EXPRESSION_GATHER:
  case IL_EXPRESSION_GATHER_ERRORS:
  case IL_EXPRESSION_WAIT_ALL:
  case IL_EXPRESSION_AS_COMPLETED:
  case IL_EXPRESSION_FIRST:
  case IL_EXPRESSION_SHIELD:
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: il_check_tasks (checker, expression); break;
  case IL_EXPRESSION_GET:
    il_check_suspends (checker, expression->line, expression->column, expression->length, "get");
    il_check_expression (checker, expression->left);
    il_check_object (checker, expression->left, IL_KIND (IL_OBJECT_QUEUE), "get");
    break;
  case IL_EXPRESSION_YIELD: check_yield (checker, expression); break;
  case IL_EXPRESSION_NEXT:
  case IL_EXPRESSION_SEND: check_next (checker, expression); break;
  case IL_EXPRESSION_GET_NOWAIT:
    if (checker->routine == NULL)
      il_checker_fail (checker, expression, "%s: 'get_nowait' is not", checker->constants);
    il_check_expression (checker, expression->left);
    il_check_object (checker, expression->left, IL_KIND (IL_OBJECT_QUEUE), "get_nowait");
    break;
  case IL_EXPRESSION_LITERAL:
  case IL_EXPRESSION_VARIABLE:
  case IL_EXPRESSION_OBJECT:
  case IL_EXPRESSION_SHARED:
  case IL_EXPRESSION_BUILTIN:
  case IL_EXPRESSION_GENERATOR:
  case IL_EXPRESSION_AWAIT_CALL: break;
  }
}

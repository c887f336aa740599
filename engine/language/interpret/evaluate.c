/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/generator.h"
#include "engine/language/interpret/interpreter-private.h"
#include "engine/language/interpret/random.h"
#include "engine/language/text/bounds.h"
#include "engine/language/tree/kinds.h"
#include "engine/language/tree/operations.h"
#include "engine/language/tree/value-private.h"

/* The frames of il_evaluate() and what it calls for each level are what a deep recursion's stack is made
 * of: what needs more room than a few values is kept out of line. */

IlStep
il_fail_at (IlFrame *frame, const IlExpression *expression, char *message)
{
  il_instance_fail (frame->instance, expression->line, expression->column, "%s", message);
  g_free (message);
  return IL_STEP_ERROR;
}

IlStep
il_fail_type (IlFrame *frame, const IlExpression *expression, const char *needs, IlValue value)
{
  g_autofree char *text = il_value_describe_with_type (value);

  if (value.type == IL_TYPE_OBJECT) {
    const IlObjectDeclaration *object = il_program_object (frame->program, value.object);

    return il_fail_at (frame, expression,
                       g_strdup_printf ("%s, and '%s' is %s", needs, object->name,
                                        il_object_kind_words (object->kind)));
  }
  return il_fail_at (frame, expression, g_strdup_printf ("%s, not %s", needs, text));
}

/* A string or list was made: *VALUE is one. Fails where there are too many of them. */
static IlStep
check_memory (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  const IlHost *host = il_instance_host (frame->instance);
  guint64 limit = host ? host->max_memory : G_MAXUINT64;

  if (G_LIKELY (il_values_memory () <= limit))
    return IL_STEP_OK;
  il_value_clear (value);
  return il_fail_at (frame, expression,
                     g_strdup_printf ("strings and lists take too much memory (limit %" G_GUINT64_FORMAT
                                      " MiB; see --max-memory)",
                                      limit / 1024 / 1024));
}

/* Takes the N items of VALUES over. */
IlStep
il_make_list (IlFrame *frame, const IlExpression *expression, const IlValue *values, guint n, IlValue *value)
{
  IlValue list = il_value_list (values, n);

  if (!il_value_fits (list)) {
    il_value_clear (&list);
    return il_fail_at (frame, expression,
                       g_strdup_printf ("the list becomes too large (limit %d items, %d lists deep)", IL_MAX_LIST_ITEMS,
                                        IL_MAX_LIST_DEPTH));
  }
  *value = list;
  return check_memory (frame, expression, value);
}

static G_GNUC_NO_INLINE IlStep
evaluate_list (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  guint n = expression->n_items;
  IlValue *items = g_new (IlValue, MAX (n, 1));

  for (guint i = 0; i < n; i++) {
    IlStep step = il_evaluate (frame, expression->items[i], &items[i]);

    if (step != IL_STEP_OK) {
      while (i > 0)
        il_value_clear (&items[--i]);
      g_free (items);
      return step;
    }
  }

  IlStep step = il_make_list (frame, expression, items, n, value);
  g_free (items);
  return step;
}

static IlStep
fail_string_size (IlFrame *frame, const IlExpression *expression)
{
  return il_fail_at (frame, expression,
                     g_strdup_printf ("the string becomes too long (limit %d MiB)",
                                      (int) (IL_MAX_STRING_SIZE / 1024 / 1024)));
}

static IlStep
append_items (IlFrame *frame, const IlExpression *expression, guint from, GString *out)
{
  for (guint i = from; i < expression->n_items; i++) {
    IlValue item;
    IlStep step = il_evaluate (frame, expression->items[i], &item);

    if (step != IL_STEP_OK)
      return step;
    il_value_append (out, item);
    il_value_clear (&item);
    if (out->len > IL_MAX_STRING_SIZE)
      return fail_string_size (frame, expression);
  }
  return IL_STEP_OK;
}

/* What comes behind a string that is there already is joined to that, as `+` does. */
static G_GNUC_NO_INLINE IlStep
evaluate_text (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  IlValue first = IL_NONE_VALUE;
  IlStep step = il_evaluate (frame, expression->items[0], &first);

  if (step != IL_STEP_OK)
    return step;

  GString out = il_text_new (60);
  if (first.type != IL_TYPE_STRING) {
    il_value_append (&out, first);
    il_value_clear (&first);
  }
  if ((step = append_items (frame, expression, 1, &out)) == IL_STEP_OK && first.type == IL_TYPE_STRING
      && il_value_size (first) + out.len > IL_MAX_STRING_SIZE)
    step = fail_string_size (frame, expression);
  if (step == IL_STEP_OK) {
    *value = il_value_string (out.str, (gssize) out.len);
    if (first.type == IL_TYPE_STRING) {
      IlValue rest = *value;

      *value = il_value_join (first, rest);
      il_value_clear (&rest);
    }
    step = check_memory (frame, expression, value);
  }
  il_value_clear (&first);
  g_free (out.str);
  return step;
}

/* Every operation but the common ones on integers. Takes A and B over. */
static G_GNUC_NO_INLINE IlStep
operate (IlFrame *frame, const IlExpression *expression, IlValue a, IlValue b, IlValue *value)
{
  IlValue result;
  char *message = expression->kind == IL_EXPRESSION_INDEX
                      ? il_index (a, b, &result)
                      : il_operate ((IlOperator) expression->operator, a, b, &result);

  il_value_clear (&a);
  il_value_clear (&b);
  if (message)
    return il_fail_at (frame, expression, message);
  *value = result;
  return result.type == IL_TYPE_STRING || result.type == IL_TYPE_LIST ? check_memory (frame, expression, value)
                                                                      : IL_STEP_OK;
}

static inline gboolean
operate_fast (IlOperator operator, gint64 a, gint64 b, IlValue *value)
{
  gint64 number;

  switch (operator) {
  case IL_ADD:
    if (__builtin_add_overflow (a, b, &number))
      return FALSE;
    break;
  case IL_SUBTRACT:
    if (__builtin_sub_overflow (a, b, &number))
      return FALSE;
    break;
  case IL_MULTIPLY:
    if (__builtin_mul_overflow (a, b, &number))
      return FALSE;
    break;
  case IL_EQUAL: *value = il_value_boolean (a == b); return TRUE;
  case IL_LESS: *value = il_value_boolean (a < b); return TRUE;
  case IL_GREATER: *value = il_value_boolean (a > b); return TRUE;
  default: return FALSE;
  }
  *value = il_value_integer (number);
  return TRUE;
}

static IlStep
evaluate_pair (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  IlValue a, b;
  IlStep step = il_evaluate (frame, expression->left, &a);

  if (step != IL_STEP_OK)
    return step;
  if ((step = il_evaluate (frame, expression->right, &b)) != IL_STEP_OK) {
    il_value_clear (&a);
    return step;
  }
  if (a.type == IL_TYPE_INTEGER && b.type == IL_TYPE_INTEGER && expression->kind == IL_EXPRESSION_BINARY
      && operate_fast ((IlOperator) expression->operator, a.number, b.number, value))
    return IL_STEP_OK;
  return operate (frame, expression, a, b, value);
}

/* a < b < c: as soon as one link is false, so is the chain. */
static G_GNUC_NO_INLINE IlStep
evaluate_chain (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  IlValue left, right, truth;
  IlStep step = il_evaluate (frame, expression->items[0]->left, &left);

  if (step != IL_STEP_OK)
    return step;
  for (guint i = 0;; i++) {
    const IlExpression *link = expression->items[i];

    if ((step = il_evaluate (frame, link->right, &right)) != IL_STEP_OK) {
      il_value_clear (&left);
      return step;
    }
    if ((step = operate (frame, link, left, il_value_ref (right), &truth)) != IL_STEP_OK || !truth.number
        || i + 1 == expression->n_items) {
      il_value_clear (&right);
      if (step == IL_STEP_OK)
        *value = truth;
      return step;
    }
    left = right;
  }
}

IlStep
il_evaluate_arguments (IlFrame *frame, const IlExpression *call, IlValue *arguments)
{
  for (guint i = 0; i < call->call.n_arguments; i++) {
    IlStep step = il_evaluate (frame, call->call.arguments[i], &arguments[i]);

    if (step != IL_STEP_OK) {
      while (i > 0)
        il_value_clear (&arguments[--i]);
      return step;
    }
  }
  return IL_STEP_OK;
}

static char *
make_range (const IlValue *arguments, guint n, IlValue *result)
{
  gint64 first, step;
  guint64 count;
  char *message = il_range (arguments, n, &first, &step, &count);

  if (message)
    return message;
  if (count > IL_MAX_LIST_ITEMS)
    return g_strdup_printf ("this range() is too large for a list (limit %d items)", IL_MAX_LIST_ITEMS);

  g_autofree IlValue *items = g_new (IlValue, count + 1);
  for (guint64 i = 0; i < count; i++)
    items[i] = il_value_integer ((gint64) ((guint64) first + i * (guint64) step));
  *result = il_value_list (items, (guint) count);
  return NULL;
}

/* `len` of a queue, `free`, `held`, `is_set`. */
static IlStep
ask_object (IlFrame *frame, const IlExpression *call, IlValue asked, IlValue *value)
{
  IlBuiltin builtin = (IlBuiltin) call->call.builtin;
  guint kinds = il_builtin_kinds (builtin);
  gint64 count = 0;

  if (asked.type != IL_TYPE_OBJECT || !(kinds & IL_KIND (il_program_object (frame->program, asked.object)->kind))) {
    g_autofree char *needs =
        g_strdup_printf ("%s() needs %s%s", call->call.callee, builtin == IL_BUILTIN_LEN ? "a list, a string or " : "",
                         il_object_kinds_words (kinds));

    return il_fail_type (frame, call, needs, asked);
  }
  IlStep step = frame->steps->count (frame->instance, asked.object, &count);
  if (step == IL_STEP_OK)
    *value = builtin == IL_BUILTIN_HELD || builtin == IL_BUILTIN_IS_SET ? il_value_boolean (count != 0)
                                                                        : il_value_integer (count);
  return step;
}

/* `done`, `failed`, `cancelled`. */
static IlStep
ask_task (IlFrame *frame, const IlExpression *call, IlValue asked, IlValue *value)
{
  IlBuiltin builtin = (IlBuiltin) call->call.builtin;
  gboolean ended = FALSE;

  if (asked.type != IL_TYPE_HANDLE && builtin != IL_BUILTIN_DONE) { /* an item of what gather_errors came to */
    gboolean error = asked.type == IL_TYPE_ERROR;

    *value = il_value_boolean (error && (asked.object != 0) == (builtin == IL_BUILTIN_CANCELLED));
    return IL_STEP_OK;
  }
  if (asked.type != IL_TYPE_HANDLE) {
    g_autofree char *needs = g_strdup_printf ("%s() needs a task handle, as 'spawn' returns it", call->call.callee);

    return il_fail_type (frame, call, needs, asked);
  }
  IlStep step = frame->steps->ended (frame->instance, asked.handle, builtin == IL_BUILTIN_FAILED, &ended);
  if (step == IL_STEP_OK)
    *value = il_value_boolean (
        ended
        && (builtin == IL_BUILTIN_DONE
            || asked.handle->end == (builtin == IL_BUILTIN_FAILED ? IL_STEP_ERROR : IL_STEP_CANCELLED)));
  return step;
}

static G_GNUC_NO_INLINE IlStep
evaluate_builtin (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  guint n = expression->call.n_arguments;
  IlValue *arguments = g_new (IlValue, MAX (n, 1));
  IlStep step = il_evaluate_arguments (frame, expression, arguments);
  char *message = NULL;

  if (step != IL_STEP_OK) {
    g_free (arguments);
    return step;
  }
  switch ((IlBuiltin) expression->call.builtin) {
  case IL_BUILTIN_LEN:
    if (arguments[0].type == IL_TYPE_STRING || arguments[0].type == IL_TYPE_LIST)
      *value = il_value_integer (il_value_length (arguments[0]));
    else
      step = ask_object (frame, expression, arguments[0], value);
    break;
  case IL_BUILTIN_FREE:
  case IL_BUILTIN_HELD:
  case IL_BUILTIN_IS_SET: step = ask_object (frame, expression, arguments[0], value); break;
  case IL_BUILTIN_DONE:
  case IL_BUILTIN_FAILED:
  case IL_BUILTIN_CANCELLED: step = ask_task (frame, expression, arguments[0], value); break;
  case IL_BUILTIN_MIN:
  case IL_BUILTIN_MAX: message = il_smallest (arguments, n, expression->call.builtin == IL_BUILTIN_MAX, value); break;
  case IL_BUILTIN_RANGE:
    message = make_range (arguments, n, value);
    if (message == NULL)
      step = check_memory (frame, expression, value);
    break;
  case IL_BUILTIN_UNIFORM:
    message = il_random_uniform (&frame->instance->random, arguments[0], arguments[1], value);
    break;
  case IL_BUILTIN_EXPONENTIAL: message = il_random_exponential (&frame->instance->random, arguments[0], value); break;
  case IL_BUILTIN_CHOICE: message = il_random_choice (&frame->instance->random, arguments[0], value); break;
  case IL_BUILTIN_NOW:
  default: *value = il_value_duration (frame->steps->now (frame->instance)); break;
  }
  for (guint i = 0; i < n; i++)
    il_value_clear (&arguments[i]);
  g_free (arguments);
  return message ? il_fail_at (frame, expression, message) : step;
}

IlStep
il_evaluate_object (IlFrame *frame, const IlExpression *expression, guint kinds, const char *word, guint *object)
{
  IlValue value;

  /* Named directly: checked when the program was read. */
  if (expression->kind == IL_EXPRESSION_OBJECT) {
    *object = expression->name.index;
    return IL_STEP_OK;
  }

  IlStep step = il_evaluate (frame, expression, &value);
  if (step != IL_STEP_OK)
    return step;
  if (value.type == IL_TYPE_OBJECT && (kinds & IL_KIND (il_program_object (frame->program, value.object)->kind))) {
    *object = value.object;
    return IL_STEP_OK;
  }

  g_autofree char *needs = g_strdup_printf ("'%s' needs %s", word, il_object_kinds_words (kinds));
  step = il_fail_type (frame, expression, needs, value);
  il_value_clear (&value);
  return step;
}

static IlStep
evaluate_get (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  gboolean waits = expression->kind == IL_EXPRESSION_GET;
  guint object;
  IlStep step =
      il_evaluate_object (frame, expression->left, IL_KIND (IL_OBJECT_QUEUE), waits ? "get" : "get_nowait", &object);

  if (step != IL_STEP_OK)
    return step;
  return waits ? frame->steps->get (frame->instance, object, value)
               : frame->steps->get_nowait (frame->instance, object, value);
}

static G_GNUC_NO_INLINE IlStep
evaluate_generator (IlFrame *frame, const IlExpression *call, IlValue *value)
{
  IlValue *arguments = g_new (IlValue, (gsize) call->call.n_arguments + 1);
  IlStep step = il_evaluate_arguments (frame, call, arguments);

  if (step == IL_STEP_OK)
    return il_generator_value_new (frame, call, arguments, value);
  g_free (arguments);
  return step;
}

static G_GNUC_NO_INLINE IlStep
evaluate_yield (IlFrame *frame, const IlExpression *yield, IlValue *value)
{
  IlValue yielded = IL_NONE_VALUE;
  IlStep step = yield->left ? il_evaluate (frame, yield->left, &yielded) : IL_STEP_OK;

  return step == IL_STEP_OK ? il_generator_value_yield (frame, yielded, value) : step;
}

/* `next g` and `send g v`. */
static G_GNUC_NO_INLINE IlStep
evaluate_next (IlFrame *frame, const IlExpression *next, IlValue *value)
{
  gboolean sends = next->kind == IL_EXPRESSION_SEND, ended = FALSE;
  IlValue generator, sent = IL_NONE_VALUE;
  IlStep step = il_evaluate (frame, next->left, &generator);

  if (step != IL_STEP_OK)
    return step;
  if (generator.type != IL_TYPE_GENERATOR) {
    step = il_fail_type (frame, next->left, sends ? "'send' needs a generator" : "'next' needs a generator", generator);
    il_value_clear (&generator);
    return step;
  }
  if (sends && (step = il_evaluate (frame, next->right, &sent)) != IL_STEP_OK)
    return step;
  step = il_generator_value_next (frame, next, generator.generator, sends ? &sent : NULL, value, &ended);
  if (step == IL_STEP_OK && ended)
    return il_fail_at (frame, next,
                       g_strdup_printf ("generator %s has ended: it has no next value",
                                        il_generator_value_name (generator.generator)));
  return step;
}

static G_GNUC_NO_INLINE IlStep
fail_unset (IlFrame *frame, const IlExpression *expression)
{
  return il_instance_fail (frame->instance, expression->line, expression->column,
                           "the variable '%s' has no value yet: nothing has been assigned to it",
                           expression->name.text);
}

static G_GNUC_NO_INLINE IlStep
negate (IlFrame *frame, const IlExpression *expression, IlValue operand, IlValue *value)
{
  IlValue result;
  char *message = il_negate (operand, &result);

  il_value_clear (&operand);
  if (message)
    return il_fail_at (frame, expression, message);
  *value = result;
  return IL_STEP_OK;
}

IlStep
il_evaluate (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  IlValue operand;
  IlStep step;

  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_LITERAL: *value = il_value_ref (expression->literal); return IL_STEP_OK;
  case IL_EXPRESSION_VARIABLE:
    if (frame->locals[expression->name.index].type == IL_TYPE_UNSET)
      return fail_unset (frame, expression);
    *value = il_value_ref (frame->locals[expression->name.index]);
    return IL_STEP_OK;
  case IL_EXPRESSION_OBJECT:
    *value = il_value_object (expression->name.index, il_program_object (frame->program, expression->name.index)->name);
    return IL_STEP_OK;
  case IL_EXPRESSION_SHARED: return frame->steps->read (frame->instance, expression->name.index, value);
  case IL_EXPRESSION_BINARY:
  case IL_EXPRESSION_INDEX: return evaluate_pair (frame, expression, value);
  case IL_EXPRESSION_NEGATE:
    step = il_evaluate (frame, expression->left, &operand);
    return step == IL_STEP_OK ? negate (frame, expression, operand, value) : step;
  case IL_EXPRESSION_NOT:
    if ((step = il_evaluate (frame, expression->left, &operand)) != IL_STEP_OK)
      return step;
    *value = il_value_boolean (!il_value_truth (operand));
    il_value_clear (&operand);
    return IL_STEP_OK;
  case IL_EXPRESSION_AND:
  case IL_EXPRESSION_OR:
    if ((step = il_evaluate (frame, expression->left, &operand)) != IL_STEP_OK)
      return step;
    if (il_value_truth (operand) == (expression->kind == IL_EXPRESSION_OR)) {
      *value = operand;
      return IL_STEP_OK;
    }
    il_value_clear (&operand);
    return il_evaluate (frame, expression->right, value);
  case IL_EXPRESSION_LIST: return evaluate_list (frame, expression, value);
  case IL_EXPRESSION_TEXT: return evaluate_text (frame, expression, value);
  case IL_EXPRESSION_CHAIN: return evaluate_chain (frame, expression, value);
  case IL_EXPRESSION_CALL:
  case IL_EXPRESSION_AWAIT_CALL: return il_call (frame, expression, value);
  case IL_EXPRESSION_BUILTIN: return evaluate_builtin (frame, expression, value);
  case IL_EXPRESSION_SPAWN:
  case IL_EXPRESSION_AWAIT:
  case IL_EXPRESSION_GATHER:
  case IL_EXPRESSION_GATHER_ERRORS:
  case IL_EXPRESSION_WAIT_ALL:
  case IL_EXPRESSION_AS_COMPLETED:
  case IL_EXPRESSION_FIRST:
  case IL_EXPRESSION_SHIELD:
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: return il_evaluate_tasks (frame, expression, value);
  case IL_EXPRESSION_GENERATOR: return evaluate_generator (frame, expression, value);
  case IL_EXPRESSION_YIELD: return evaluate_yield (frame, expression, value);
  case IL_EXPRESSION_NEXT:
  case IL_EXPRESSION_SEND: return evaluate_next (frame, expression, value);
  case IL_EXPRESSION_GET:
  case IL_EXPRESSION_GET_NOWAIT: return evaluate_get (frame, expression, value);
  case IL_EXPRESSION_NAME: break;
  }
  g_return_val_if_reached (il_fail_at (frame, expression, g_strdup ("an expression that was not checked")));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/interpreter-private.h"

/* Expressions that start tasks, or wait for some. */

static G_GNUC_NO_INLINE IlStep
evaluate_spawn (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  const IlRoutine *routine = expression->call.routine;
  guint n = expression->call.n_arguments;
  IlValue *arguments = g_newa (IlValue, (gsize) n + 1);
  IlInstance *spawned = NULL;
  IlStep step = il_evaluate_arguments (frame, expression, arguments);

  if (step != IL_STEP_OK)
    return step;
  if (frame->group && !(expression->spawn & IL_SPAWN_IMPLIED))
    step = frame->steps->group_spawn (frame->instance, frame->group, routine, arguments, n, &spawned);
  else
    step = frame->steps->spawn (frame->instance, routine, arguments, n, &spawned);
  if (step == IL_STEP_OK)
    *value = il_value_handle (spawned);
  return step;
}

/* Whatever comes to a task handle. */
static IlStep
evaluate_handle (IlFrame *frame, const IlExpression *expression, const IlExpression *at, const char *word,
                 IlInstance **handle)
{
  IlValue value;
  IlStep step = il_evaluate (frame, expression, &value);

  if (step != IL_STEP_OK)
    return step;
  if (value.type == IL_TYPE_HANDLE) {
    *handle = value.handle;
    return IL_STEP_OK;
  }
  g_autofree char *needs = g_strdup_printf ("%s needs a task handle, as 'spawn' returns it", word);

  step = il_fail_type (frame, at, needs, value);
  il_value_clear (&value);
  return step;
}

/* `await h` and `await shield h`. */
static IlStep
evaluate_await (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  gboolean shield = expression->kind == IL_EXPRESSION_SHIELD;
  IlInstance *handle = NULL;
  IlStep step = evaluate_handle (frame, expression->left, expression, shield ? "shield" : "await", &handle);

  if (step != IL_STEP_OK)
    return step;
  step = shield ? frame->steps->shield (frame->instance, handle) : frame->steps->await (frame->instance, handle);
  if (step == IL_STEP_OK)
    *value = il_value_ref (handle->result);
  return step;
}

/* The tasks of `gather` and `first`; free *HANDLES. */
static G_GNUC_NO_INLINE IlStep
evaluate_handles (IlFrame *frame, const IlExpression *expression, const char *word, IlInstance ***handles, guint *n)
{
  IlValue list = IL_NONE_VALUE;
  IlStep step = IL_STEP_OK;

  *n = expression->n_items;
  if (*n == 1) { /* a handle, or a list of them */
    if ((step = il_evaluate (frame, expression->items[0], &list)) != IL_STEP_OK)
      return step;
    if (list.type != IL_TYPE_LIST) {
      IlValue handle = list;

      list = il_value_list (&handle, 1);
    }
    *n = il_value_length (list);
  }

  *handles = g_new (IlInstance *, *n + 1);
  for (guint i = 0; i < *n && step == IL_STEP_OK; i++)
    if (list.type == IL_TYPE_LIST) {
      IlValue item = il_value_item (list, i);

      if (item.type == IL_TYPE_HANDLE)
        (*handles)[i] = item.handle;
      else {
        g_autofree char *needs = g_strdup_printf ("%s needs task handles, as 'spawn' returns them", word);

        step = il_fail_type (frame, expression, needs, item);
      }
      il_value_clear (&item);
    } else
      step = evaluate_handle (frame, expression->items[i], expression->items[i], word, &(*handles)[i]);
  il_value_clear (&list);
  if (step != IL_STEP_OK)
    g_clear_pointer (handles, g_free);
  return step;
}

static G_GNUC_NO_INLINE IlStep
evaluate_gather (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  g_autofree IlInstance **handles = NULL;
  guint n;
  IlStep step = evaluate_handles (frame, expression, "gather", &handles, &n);

  if (step != IL_STEP_OK || (step = frame->steps->gather (frame->instance, handles, n)) != IL_STEP_OK)
    return step;

  g_autofree IlValue *results = g_new (IlValue, n + 1);
  for (guint i = 0; i < n; i++)
    results[i] = il_value_ref (handles[i]->result);
  return il_make_list (frame, expression, results, n, value);
}

static G_GNUC_NO_INLINE IlStep
evaluate_first (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  g_autofree IlInstance **handles = NULL;
  guint n, first = 0;
  IlStep step = evaluate_handles (frame, expression, "first", &handles, &n);

  if (step != IL_STEP_OK)
    return step;
  if (n == 0)
    return il_fail_at (frame, expression, g_strdup ("first needs at least one task: the list is empty"));
  if ((step = frame->steps->first (frame->instance, handles, n, &first)) == IL_STEP_OK)
    *value = il_value_handle (handles[first]);
  return step;
}

/* `await thread f(x)` and `await process f(x)`. */
static G_GNUC_NO_INLINE IlStep
evaluate_offload (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  guint n = expression->call.n_arguments;
  IlValue *arguments = g_newa (IlValue, (gsize) n + 1);
  IlStep step = il_evaluate_arguments (frame, expression, arguments);

  if (step != IL_STEP_OK)
    return step;
  if (expression->kind == IL_EXPRESSION_THREAD)
    return frame->steps->thread (frame->instance, expression->call.routine, arguments, n, value);
  return frame->steps->process (frame->instance, expression->call.routine, arguments, n, value);
}

IlStep
il_evaluate_tasks (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  switch ((IlExpressionKind) expression->kind) {
  case IL_EXPRESSION_SPAWN: return evaluate_spawn (frame, expression, value);
  case IL_EXPRESSION_GATHER: return evaluate_gather (frame, expression, value);
  case IL_EXPRESSION_FIRST: return evaluate_first (frame, expression, value);
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: return evaluate_offload (frame, expression, value);
  default: return evaluate_await (frame, expression, value);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/interpreter-private.h"
#include "engine/language/tree/kinds.h"

/* Expressions that start tasks, or wait for some. */

/* *SPAWNED may be there, and have failed already, where this returns an error. */
static G_GNUC_NO_INLINE IlStep
spawn (IlFrame *frame, const IlExpression *expression, IlInstance **spawned)
{
  const IlRoutine *routine = expression->call.routine;
  guint n = expression->call.n_arguments;
  IlValue *arguments = g_newa (IlValue, (gsize) n + 1);
  IlStep step = il_evaluate_arguments (frame, expression, arguments);

  if (step != IL_STEP_OK)
    return step;
  if (frame->group && !(expression->spawn & IL_SPAWN_IMPLIED))
    return frame->steps->group_spawn (frame->instance, frame->group, routine, arguments, n, spawned);
  return frame->steps->spawn (frame->instance, routine, arguments, n, spawned);
}

static IlStep
evaluate_spawn (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  IlInstance *spawned = NULL;
  IlStep step = spawn (frame, expression, &spawned);

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

/* One of the tasks that somebody waits for. `gather_errors` and its kin raise nothing: what they start may have failed
 * by then, where a spawn is a call. */
static IlStep
evaluate_started (IlFrame *frame, const IlExpression *tasks, const IlExpression *task, const char *word, IlValue *value)
{
  gboolean raises = tasks->kind == IL_EXPRESSION_GATHER || tasks->kind == IL_EXPRESSION_FIRST;
  IlInstance *spawned = NULL;

  if (raises || task->kind != IL_EXPRESSION_SPAWN) {
    IlInstance *handle = NULL;
    IlStep step =
        tasks->n_items == 1 ? il_evaluate (frame, task, value) : evaluate_handle (frame, task, task, word, &handle);

    if (handle)
      *value = il_value_handle (handle);
    return step;
  }
  IlStep step = spawn (frame, task, &spawned);
  if (step == IL_STEP_STOPPED || !spawned)
    return step;
  if (step != IL_STEP_OK)
    spawned->noticed = tasks->kind == IL_EXPRESSION_GATHER_ERRORS;
  g_clear_pointer (&frame->instance->error, il_run_error_unref);
  *value = il_value_handle (spawned);
  return IL_STEP_OK;
}

/* The tasks of `gather` and `first`; free *HANDLES. */
static G_GNUC_NO_INLINE IlStep
evaluate_handles (IlFrame *frame, const IlExpression *expression, const char *word, IlInstance ***handles, guint *n)
{
  IlValue list = IL_NONE_VALUE;
  IlStep step = IL_STEP_OK;

  *n = expression->n_items;
  if (*n == 1) { /* a handle, or a list of them */
    if ((step = evaluate_started (frame, expression, expression->items[0], word, &list)) != IL_STEP_OK)
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
    } else {
      IlValue handle = IL_NONE_VALUE;

      step = evaluate_started (frame, expression, expression->items[i], word, &handle);
      (*handles)[i] = handle.handle;
    }
  il_value_clear (&list);
  if (step != IL_STEP_OK)
    g_clear_pointer (handles, g_free);
  return step;
}

IlStep
il_evaluate_different_handles (IlFrame *frame, const IlExpression *tasks, IlInstance ***handles, guint *n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint all, different = 0;
  IlStep step = evaluate_handles (frame, tasks, il_tasks_word ((IlExpressionKind) tasks->kind), handles, &all);

  for (guint i = 0; step == IL_STEP_OK && i < all; i++)
    if (g_hash_table_add (seen, (*handles)[i]))
      (*handles)[different++] = (*handles)[i];
  *n = different;
  return step;
}

/* What `gather_errors` has of a task. */
static IlValue
result_or_error (const IlInstance *task)
{
  if (task->end == IL_STEP_OK)
    return il_value_ref (task->result);
  return il_value_error (task->end == IL_STEP_ERROR ? task->error->message : "", task->end != IL_STEP_ERROR);
}

static G_GNUC_NO_INLINE IlStep
evaluate_gather (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  g_autofree IlInstance **handles = NULL;
  guint n;
  gboolean errors = expression->kind == IL_EXPRESSION_GATHER_ERRORS;
  IlStep step = evaluate_handles (frame, expression, il_tasks_word ((IlExpressionKind) expression->kind), &handles, &n);

  if (step != IL_STEP_OK || (step = frame->steps->gather (frame->instance, handles, n, errors)) != IL_STEP_OK)
    return step;

  g_autofree IlValue *results = g_new (IlValue, n + 1);
  for (guint i = 0; i < n; i++)
    results[i] = result_or_error (handles[i]);
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

static G_GNUC_NO_INLINE IlStep
evaluate_wait_all (IlFrame *frame, const IlExpression *expression, IlValue *value)
{
  g_autofree IlInstance **handles = NULL;
  guint n;
  IlStep step = il_evaluate_different_handles (frame, expression, &handles, &n);

  if (step == IL_STEP_OK && n == 0)
    return il_fail_at (frame, expression, g_strdup ("wait_all needs at least one task: the list is empty"));
  if (step == IL_STEP_OK && (step = frame->steps->wait_all (frame->instance, handles, n)) == IL_STEP_OK)
    *value = IL_NONE_VALUE;
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
  case IL_EXPRESSION_GATHER:
  case IL_EXPRESSION_GATHER_ERRORS: return evaluate_gather (frame, expression, value);
  case IL_EXPRESSION_WAIT_ALL: return evaluate_wait_all (frame, expression, value);
  case IL_EXPRESSION_FIRST: return evaluate_first (frame, expression, value);
  case IL_EXPRESSION_THREAD:
  case IL_EXPRESSION_PROCESS: return evaluate_offload (frame, expression, value);
  default: return evaluate_await (frame, expression, value);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/interpreter-private.h"
#include "engine/language/tree/statements.h"

/* Statements on one object, or on one task. */

/* Of those who are to be notified. */
static IlStep
evaluate_number (IlFrame *frame, const IlExpression *expression, guint *number)
{
  IlValue value;
  IlStep step = il_evaluate (frame, expression, &value);

  if (step != IL_STEP_OK)
    return step;
  if (value.type == IL_TYPE_INTEGER && value.number >= 0) {
    *number = (guint) MIN (value.number, G_MAXUINT);
    return IL_STEP_OK;
  }
  step = il_fail_type (frame, expression, "notify needs an integer that is not negative", value);
  il_value_clear (&value);
  return step;
}

IlFlow
il_execute_on_object (IlFrame *frame, const IlStatement *statement)
{
  const IlStatementTraits *traits = &il_statement_traits[statement->kind];
  guint object;
  IlStep step = il_evaluate_object (frame, statement->value, traits->kinds, traits->word, &object);
  if (step != IL_STEP_OK)
    return (IlFlow) step;

  guint n = statement->kind == IL_STATEMENT_NOTIFY_ALL ? G_MAXUINT : 1;
  if (statement->kind == IL_STATEMENT_NOTIFY && statement->other
      && (step = evaluate_number (frame, statement->other, &n)) != IL_STEP_OK)
    return (IlFlow) step;

  const IlModelSteps *steps = frame->steps;
  IlInstance *instance = frame->instance;
  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_ACQUIRE: return (IlFlow) steps->acquire (instance, object);
  case IL_STATEMENT_RELEASE: return (IlFlow) steps->release (instance, object);
  case IL_STATEMENT_WAIT: return (IlFlow) steps->wait (instance, object);
  case IL_STATEMENT_SET: return (IlFlow) steps->set (instance, object);
  case IL_STATEMENT_JOIN: return (IlFlow) steps->join (instance, object);
  case IL_STATEMENT_TASK_DONE: return (IlFlow) steps->task_done (instance, object);
  case IL_STATEMENT_CLEAR: return (IlFlow) steps->clear (instance, object);
  default: return (IlFlow) steps->notify (instance, object, n);
  }
}

IlFlow
il_execute_cancel (IlFrame *frame, const IlStatement *statement)
{
  IlValue handle;
  IlStep step = il_evaluate (frame, statement->value, &handle);

  if (step != IL_STEP_OK)
    return (IlFlow) step;
  if (handle.type == IL_TYPE_HANDLE)
    return (IlFlow) frame->steps->cancel (frame->instance, handle.handle);
  step = il_fail_type (frame, statement->value, "cancel needs a task handle, as 'spawn' returns it", handle);
  il_value_clear (&handle);
  return (IlFlow) step;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/interpreter.h"
#include "engine/coro/coro.h"
#include "engine/language/interpret/generator.h"
#include "engine/language/interpret/interpreter-private.h"

IlStep
il_run_frame (IlFrame *frame, IlValue *result)
{
  const IlRoutine *routine = frame->routine;

  for (guint i = routine->n_parameters; i < routine->n_slots; i++)
    frame->locals[i] = (IlValue) { .type = IL_TYPE_UNSET };

  IlStep step = il_execute (frame, &routine->body);

  for (guint i = 0; i < routine->n_slots; i++)
    il_value_clear (&frame->locals[i]);
  if (step == IL_STEP_OK)
    *result = frame->result;
  else
    il_value_clear (&frame->result);
  return step;
}

/* ROUTINE, run by INSTANCE. */
static IlStep
run_routine (IlInstance *instance, const IlModelSteps *steps, const IlRoutine *routine, IlValue *locals,
             IlValue *result)
{
  IlFrame frame = {
    .instance = instance, .steps = steps, .program = routine->program, .routine = routine, .locals = locals
  };

  return il_run_frame (&frame, result);
}

/* A generator has a stack of its own, and yet what it uses is taken off its user's: else they could nest until the
 * machine's memory is used up. */
IlStep
il_check_depth (IlInstance *instance, const IlRoutine *routine, guint line, guint column)
{
  guint limit = il_instance_host (instance)->max_depth;

  if (instance->depth >= limit)
    return il_instance_fail (instance, line, column, "calls nest too deeply (limit %u, see --max-depth)", limit);
  if (il_coro_stack_left () < routine->stack_need + instance->generators_stack)
    return il_instance_fail (instance, line, column, "calls nest too deeply: %u calls have used up the task's stack",
                             instance->depth);
  return IL_STEP_OK;
}

/* An error that comes out of `await f(x)` tells of it. */
static G_GNUC_NO_INLINE void
tell_awaiter (IlFrame *frame, const IlExpression *call)
{
  IlInstance *instance = frame->instance;
  const char *who = frame->routine == instance->routine ? instance->name : frame->routine->name;
  IlRunError *error = il_run_error_awaited (instance->error, who, call->call.callee, call->line);

  il_run_error_unref (instance->error);
  instance->error = error;
}

/* Not inlined: the locals stay on the stack only as long as the call goes on. */
G_GNUC_NO_INLINE IlStep
il_call (IlFrame *frame, const IlExpression *call, IlValue *value)
{
  const IlRoutine *routine = call->call.routine;
  IlStep step = il_check_depth (frame->instance, routine, call->line, call->column);

  if (step != IL_STEP_OK)
    return step;

  IlValue *locals = g_newa (IlValue, (gsize) routine->n_slots + 1);
  if ((step = il_evaluate_arguments (frame, call, locals)) != IL_STEP_OK)
    return step;

  IlInstance *instance = frame->instance;
  guint32 line = instance->line;

  instance->depth++;
  step = run_routine (instance, frame->steps, routine, locals, value);
  instance->depth--;
  instance->line = line;
  if (step == IL_STEP_ERROR && call->kind == IL_EXPRESSION_AWAIT_CALL)
    tell_awaiter (frame, call);
  return step;
}

IlStep
il_interpret (IlInstance *instance)
{
  const IlRoutine *routine = instance->routine;
  IlStep step = il_check_depth (instance, routine, routine->line, routine->column);

  if (step != IL_STEP_OK)
    return step;
  g_return_val_if_fail (instance->n_arguments == routine->n_parameters, IL_STEP_STOPPED);

  IlValue *locals = g_newa (IlValue, (gsize) routine->n_slots + 1);
  for (guint i = 0; i < routine->n_parameters; i++)
    locals[i] = il_value_ref (instance->arguments[i]);
  instance->line = routine->line;

  IlValue result = IL_NONE_VALUE;
  step = run_routine (instance, il_instance_taken_steps (instance), routine, locals, &result);
  step = il_generators_close (instance, step);
  if (step == IL_STEP_OK)
    instance->result = result;
  else
    il_value_clear (&result);
  return step;
}

gboolean
il_interpret_start (const IlProgram *program, const IlStart *start, IlValue *arguments, IlRunError **error)
{
  /* The checker has let only constants through: no step of a model is called. */
  IlInstance instance = { .name = (char *) il_routine_name (start->routine), .line = start->line };
  IlFrame frame = { .instance = &instance, .program = program, .routine = start->routine };

  for (guint i = 0; i < start->n_arguments; i++)
    if (il_evaluate (&frame, start->arguments[i], &arguments[i]) != IL_STEP_OK) {
      while (i > 0)
        il_value_clear (&arguments[--i]);
      if (error)
        *error = g_steal_pointer (&instance.error);
      g_clear_pointer (&instance.error, il_run_error_unref);
      return FALSE;
    }
  return TRUE;
}

gboolean
il_interpret_shared (const IlProgram *program, guint object, IlValue *value, IlRunError **error)
{
  const IlObjectDeclaration *declaration = il_program_object (program, object);
  IlInstance instance = { .name = declaration->name, .line = declaration->line };
  IlFrame frame = { .instance = &instance, .program = program };

  if (il_evaluate (&frame, declaration->value, value) == IL_STEP_OK)
    return TRUE;
  if (error)
    *error = g_steal_pointer (&instance.error);
  g_clear_pointer (&instance.error, il_run_error_unref);
  return FALSE;
}

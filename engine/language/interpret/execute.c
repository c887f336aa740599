/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/generator.h"
#include "engine/language/interpret/interpreter-private.h"
#include "engine/language/tree/kinds.h"
#include "engine/language/tree/operations.h"

static G_GNUC_NO_INLINE IlFlow
ask_for_steps (IlFrame *frame, const IlStatement *statement)
{
  IlInstance *instance = frame->instance;
  const IlHost *host = il_instance_host (instance);

  if (host->stands)
    host->stands (instance, statement, frame->routine, frame->locals);
  return (IlFlow) host->more_steps (instance);
}

/* Counts one statement, or one turn of a loop. */
static inline IlFlow
count_step (IlFrame *frame, const IlStatement *statement)
{
  IlInstance *instance = frame->instance;

  instance->line = statement->line;
  if (G_LIKELY (--instance->steps_left > 0))
    return IL_FLOW_OK;
  return ask_for_steps (frame, statement);
}

IlFlow
il_frame_assign (IlFrame *frame, guint32 slot, IlValue value)
{
  if (G_UNLIKELY (slot & IL_SLOT_SHARED))
    return (IlFlow) frame->steps->write (frame->instance, slot & ~IL_SLOT_SHARED, value);

  IlValue old = frame->locals[slot];

  frame->locals[slot] = value;
  il_value_clear (&old);
  return IL_FLOW_OK;
}

static IlFlow
execute_print (IlFrame *frame, const IlStatement *statement)
{
  IlValue value;
  IlStep step = il_evaluate (frame, statement->value, &value);

  if (step != IL_STEP_OK)
    return (IlFlow) step;
  if (value.type == IL_TYPE_STRING)
    frame->steps->print (frame->instance, il_value_text (value));
  else {
    g_autofree char *text = il_value_to_text (value);

    frame->steps->print (frame->instance, text);
  }
  il_value_clear (&value);
  return IL_FLOW_OK;
}

static inline gboolean
is_duration (IlValue value)
{
  return value.type == IL_TYPE_DURATION
         || (value.type == IL_TYPE_INTEGER && value.number == 0); /* 0 is 0 in any unit */
}

IlFlow
il_evaluate_duration (IlFrame *frame, const IlExpression *expression, const char *word, gint64 *duration)
{
  IlValue value;
  IlStep step = il_evaluate (frame, expression, &value);

  if (step != IL_STEP_OK)
    return (IlFlow) step;
  if (is_duration (value)) {
    *duration = value.number;
    return IL_FLOW_OK;
  }
  g_autofree char *needs = g_strdup_printf ("%s needs a duration such as 5ms", word);

  step = il_fail_type (frame, expression, needs, value);
  il_value_clear (&value);
  return (IlFlow) step;
}

/* The same; nearly always it is written down. */
static inline IlFlow
duration_of (IlFrame *frame, const IlExpression *expression, const char *word, gint64 *duration)
{
  if (expression->kind != IL_EXPRESSION_LITERAL || !is_duration (expression->literal))
    return il_evaluate_duration (frame, expression, word, duration);
  *duration = expression->literal.number;
  return IL_FLOW_OK;
}

static inline IlFlow
execute_sleep (IlFrame *frame, const IlStatement *statement)
{
  gint64 duration;
  IlFlow flow = duration_of (frame, statement->value, "sleep", &duration);

  return flow == IL_FLOW_OK ? (IlFlow) frame->steps->sleep (frame->instance, duration) : flow;
}

/* `cpu` and `io`, on a device too. */
static IlFlow
execute_work (IlFrame *frame, const IlStatement *statement)
{
  const char *word = statement->kind == IL_STATEMENT_CPU ? "cpu" : "io";
  gint64 duration;
  IlFlow flow = duration_of (frame, statement->value, word, &duration);

  if (flow != IL_FLOW_OK)
    return flow;
  if (duration < 0) {
    g_autofree char *text = il_value_describe (il_value_duration (duration));

    return (IlFlow) il_fail_at (frame, statement->value,
                                g_strdup_printf ("%s cannot take a negative time: %s", word, text));
  }
  if (statement->kind == IL_STATEMENT_CPU) {
    const IlHost *host = il_instance_host (frame->instance);

    if (duration > 0 && host && host->computes)
      host->computes (frame->instance);
    return (IlFlow) frame->steps->cpu (frame->instance, duration);
  }
  if (statement->kind == IL_STATEMENT_IO_DEVICE) {
    guint device;
    IlStep step = il_evaluate_object (frame, statement->other, IL_KIND (IL_OBJECT_DEVICE), "io", &device);

    return (IlFlow) (step == IL_STEP_OK ? frame->steps->io_device (frame->instance, device, duration) : step);
  }
  return (IlFlow) frame->steps->io (frame->instance, duration);
}

static IlFlow
execute_put (IlFrame *frame, const IlStatement *statement)
{
  gboolean waits = statement->kind == IL_STATEMENT_PUT;
  guint object;
  IlValue value;
  IlStep step =
      il_evaluate_object (frame, statement->other, IL_KIND (IL_OBJECT_QUEUE), waits ? "put" : "put_nowait", &object);

  if (step == IL_STEP_OK && (step = il_evaluate (frame, statement->value, &value)) == IL_STEP_OK)
    step = waits ? frame->steps->put (frame->instance, object, value)
                 : frame->steps->put_nowait (frame->instance, object, value);
  return (IlFlow) step;
}

static void
execute_reach (IlFrame *frame, const IlStatement *statement)
{
  const IlHost *host = il_instance_host (frame->instance);

  if (G_UNLIKELY (host->reaches != NULL))
    host->reaches (frame->instance, statement->slot);
}

static IlFlow
execute_assert (IlFrame *frame, const IlStatement *statement)
{
  IlValue value;
  IlStep step = il_evaluate (frame, statement->value, &value);

  if (step != IL_STEP_OK)
    return (IlFlow) step;

  gboolean holds = il_value_truth (value);
  il_value_clear (&value);
  if (holds)
    return IL_FLOW_OK;
  if (statement->other == NULL)
    return (IlFlow) il_instance_fail (frame->instance, statement->line, statement->column, "assertion failed");
  if ((step = il_evaluate (frame, statement->other, &value)) != IL_STEP_OK)
    return (IlFlow) step;

  g_autofree char *text = il_value_to_text (value);
  il_value_clear (&value);
  return (IlFlow) il_instance_fail (frame->instance, statement->line, statement->column, "assertion failed: %s", text);
}

static IlFlow
execute_raise (IlFrame *frame, const IlStatement *statement)
{
  IlValue value;
  IlStep step = statement->value ? il_evaluate (frame, statement->value, &value) : IL_STEP_OK;

  if (step != IL_STEP_OK)
    return (IlFlow) step;
  if (!statement->value)
    return il_raise_again (frame);

  g_autofree char *text = il_value_to_text (value);
  il_value_clear (&value);
  return (IlFlow) il_instance_fail (frame->instance, statement->line, statement->column, "%s", text);
}

static IlFlow
evaluate_condition (IlFrame *frame, const IlExpression *condition, gboolean *holds)
{
  IlValue value;
  IlStep step = il_evaluate (frame, condition, &value);

  if (step != IL_STEP_OK)
    return (IlFlow) step;
  *holds = il_value_truth (value);
  il_value_clear (&value);
  return IL_FLOW_OK;
}

static IlFlow
execute_if (IlFrame *frame, const IlStatement *statement)
{
  for (guint i = 0; i < statement->n_branches; i++) {
    const IlBranch *branch = &statement->branches[i];
    gboolean holds = TRUE;

    if (branch->condition) {
      frame->instance->line = branch->condition->line;
      IlFlow flow = evaluate_condition (frame, branch->condition, &holds);

      if (flow != IL_FLOW_OK)
        return flow;
    }
    if (holds)
      return il_execute_block (frame, &branch->block);
  }
  return IL_FLOW_OK;
}

/* One turn of a loop. TRUE: the loop goes on. */
static inline gboolean
execute_turn (IlFrame *frame, const IlStatement *statement, IlFlow *flow)
{
  *flow = il_execute_block (frame, &statement->block);
  if (*flow == IL_FLOW_BREAK) {
    *flow = IL_FLOW_OK;
    return FALSE;
  }
  if (*flow == IL_FLOW_CONTINUE)
    *flow = IL_FLOW_OK;
  return *flow == IL_FLOW_OK && (*flow = count_step (frame, statement)) == IL_FLOW_OK;
}

static IlFlow
execute_while (IlFrame *frame, const IlStatement *statement)
{
  gboolean holds = FALSE;
  IlFlow flow;

  do {
    flow = evaluate_condition (frame, statement->value, &holds);
  } while (flow == IL_FLOW_OK && holds && execute_turn (frame, statement, &flow));
  return flow;
}

/* COUNT turns over FIRST, FIRST + STEP, ... */
static IlFlow
execute_numbers (IlFrame *frame, const IlStatement *statement, gint64 first, gint64 step, guint64 count)
{
  IlFlow flow = IL_FLOW_OK;

  for (guint64 i = 0; i < count; i++) {
    if (statement->variable)
      flow =
          il_frame_assign (frame, statement->slot, il_value_integer ((gint64) ((guint64) first + i * (guint64) step)));
    if (flow != IL_FLOW_OK || !execute_turn (frame, statement, &flow))
      break;
  }
  return flow;
}

static IlFlow
execute_repeat (IlFrame *frame, const IlStatement *statement)
{
  IlValue times;
  IlStep step = il_evaluate (frame, statement->value, &times);

  if (step != IL_STEP_OK)
    return (IlFlow) step;
  if (times.type != IL_TYPE_INTEGER) {
    step = il_fail_type (frame, statement->value, "repeat needs an integer", times);
    il_value_clear (&times);
    return (IlFlow) step;
  }
  return execute_numbers (frame, statement, 0, 1, times.number > 0 ? (guint64) times.number : 0);
}

static IlFlow
execute_for_range (IlFrame *frame, const IlStatement *statement)
{
  IlValue arguments[3];
  guint n = statement->value->call.n_arguments;
  gint64 first, stride;
  guint64 count;
  IlStep step = il_evaluate_arguments (frame, statement->value, arguments);

  if (step != IL_STEP_OK)
    return (IlFlow) step;

  char *message = il_range (arguments, n, &first, &stride, &count);
  for (guint i = 0; i < n; i++)
    il_value_clear (&arguments[i]);
  if (message)
    return (IlFlow) il_fail_at (frame, statement->value, message);
  return execute_numbers (frame, statement, first, stride, count);
}

static IlFlow
execute_for_list (IlFrame *frame, const IlStatement *statement, IlValue list)
{
  guint n = il_value_length (list);
  IlFlow flow = IL_FLOW_OK;

  for (guint i = 0; i < n; i++) {
    flow = il_frame_assign (frame, statement->slot, il_value_item (list, i));
    if (flow != IL_FLOW_OK || !execute_turn (frame, statement, &flow))
      break;
  }
  return flow;
}

/* Gets each item, waiting for it, until the queue is closed and empty. */
static IlFlow
execute_for_queue (IlFrame *frame, const IlStatement *statement, guint queue)
{
  IlValue item;
  IlFlow flow;

  if (frame->routine->kind == IL_ROUTINE_FUNCTION)
    return (IlFlow) il_fail_at (frame, statement->value,
                                g_strdup ("'for' over a queue can suspend, and a function must run to its end"));
  do {
    flow = (IlFlow) frame->steps->get (frame->instance, queue, &item);
    if (flow == IL_FLOW_ERROR && frame->instance->error->kind == IL_ERROR_CLOSED) {
      g_clear_pointer (&frame->instance->error, il_run_error_unref);
      return IL_FLOW_OK;
    }
    if (flow == IL_FLOW_OK)
      flow = il_frame_assign (frame, statement->slot, item);
  } while (flow == IL_FLOW_OK && execute_turn (frame, statement, &flow));
  return flow;
}

static IlFlow
execute_for_generator (IlFrame *frame, const IlStatement *statement, IlGeneratorValue *generator)
{
  gboolean ended = FALSE;
  IlValue value;
  IlFlow flow;

  if (frame->routine->kind == IL_ROUTINE_FUNCTION)
    return (IlFlow) il_fail_at (frame, statement->value,
                                g_strdup ("'for' over a generator can suspend, and a function must run to its end"));
  do {
    flow = (IlFlow) il_generator_value_next (frame, statement->value, generator, NULL, &value, &ended);
    if (flow == IL_FLOW_OK && !ended)
      flow = il_frame_assign (frame, statement->slot, value);
  } while (flow == IL_FLOW_OK && !ended && execute_turn (frame, statement, &flow));
  return flow;
}

/* Of a queue or a generator. */
static IlFlow
execute_close (IlFrame *frame, const IlStatement *statement)
{
  IlValue value;
  guint object;
  IlStep step;

  if (statement->value->kind == IL_EXPRESSION_OBJECT) {
    step = il_evaluate_object (frame, statement->value, IL_KIND (IL_OBJECT_QUEUE), "close", &object);
    return (IlFlow) (step == IL_STEP_OK ? frame->steps->close (frame->instance, object) : step);
  }
  if ((step = il_evaluate (frame, statement->value, &value)) != IL_STEP_OK)
    return (IlFlow) step;
  if (value.type == IL_TYPE_GENERATOR && frame->routine->kind == IL_ROUTINE_FUNCTION)
    step = il_fail_at (frame, statement->value,
                       g_strdup ("'close' of a generator can suspend, and a function must run to its end"));
  else if (value.type == IL_TYPE_GENERATOR)
    step = il_generator_value_close (frame, statement->value, value.generator);
  else if (value.type == IL_TYPE_OBJECT && il_program_object (frame->program, value.object)->kind == IL_OBJECT_QUEUE)
    step = frame->steps->close (frame->instance, value.object);
  else
    step = il_fail_type (frame, statement->value, "'close' needs a queue or a generator", value);
  il_value_clear (&value);
  return (IlFlow) step;
}

static IlFlow
execute_for_completed (IlFrame *frame, const IlStatement *statement)
{
  IlModelCompletions *completions = NULL;
  g_autofree IlInstance **handles = NULL;
  IlInstance *ended = NULL;
  guint n;
  IlFlow flow = (IlFlow) il_evaluate_different_handles (frame, statement->value, &handles, &n);

  if (flow != IL_FLOW_OK || n == 0
      || (flow = (IlFlow) frame->steps->completions_begin (frame->instance, handles, n, &completions)) != IL_FLOW_OK)
    return flow;
  for (guint i = 0; i < n; i++) {
    flow = (IlFlow) frame->steps->completions_next (frame->instance, completions, &ended);
    if (flow == IL_FLOW_OK)
      flow = il_frame_assign (frame, statement->slot, il_value_handle (ended));
    if (flow != IL_FLOW_OK || !execute_turn (frame, statement, &flow))
      break;
  }
  frame->steps->completions_end (frame->instance, completions);
  return flow;
}

static IlFlow
execute_for (IlFrame *frame, const IlStatement *statement)
{
  IlValue value;

  if (statement->value->kind == IL_EXPRESSION_AS_COMPLETED)
    return execute_for_completed (frame, statement);
  IlFlow flow = (IlFlow) il_evaluate (frame, statement->value, &value);
  if (flow != IL_FLOW_OK)
    return flow;
  if (value.type == IL_TYPE_LIST)
    flow = execute_for_list (frame, statement, value);
  else if (value.type == IL_TYPE_OBJECT && il_program_object (frame->program, value.object)->kind == IL_OBJECT_QUEUE)
    flow = execute_for_queue (frame, statement, value.object);
  else if (value.type == IL_TYPE_GENERATOR)
    flow = execute_for_generator (frame, statement, value.generator);
  else
    flow =
        (IlFlow) il_fail_type (frame, statement->value, "'for' needs a list, a range(), a queue or a generator", value);
  il_value_clear (&value);
  return flow;
}

static IlFlow
execute_statement (IlFrame *frame, const IlStatement *statement)
{
  IlValue value;
  IlStep step;

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_PASS: return IL_FLOW_OK;
  case IL_STATEMENT_EXPRESSION:
    if ((step = il_evaluate (frame, statement->value, &value)) == IL_STEP_OK)
      il_value_clear (&value);
    return (IlFlow) step;
  case IL_STATEMENT_ASSIGN:
    if ((step = il_evaluate (frame, statement->value, &value)) == IL_STEP_OK)
      return il_frame_assign (frame, statement->slot, value);
    return (IlFlow) step;
  case IL_STATEMENT_PRINT: return execute_print (frame, statement);
  case IL_STATEMENT_SLEEP: return execute_sleep (frame, statement);
  case IL_STATEMENT_CPU:
  case IL_STATEMENT_IO:
  case IL_STATEMENT_IO_DEVICE: return execute_work (frame, statement);
  case IL_STATEMENT_RAISE: return execute_raise (frame, statement);
  case IL_STATEMENT_RETURN:
    if (statement->value && (step = il_evaluate (frame, statement->value, &frame->result)) != IL_STEP_OK)
      return (IlFlow) step;
    return IL_FLOW_RETURN;
  case IL_STATEMENT_PUT:
  case IL_STATEMENT_PUT_NOWAIT: return execute_put (frame, statement);
  case IL_STATEMENT_CLOSE: return execute_close (frame, statement);
  case IL_STATEMENT_ACQUIRE:
  case IL_STATEMENT_RELEASE:
  case IL_STATEMENT_WAIT:
  case IL_STATEMENT_SET:
  case IL_STATEMENT_CLEAR:
  case IL_STATEMENT_NOTIFY:
  case IL_STATEMENT_JOIN:
  case IL_STATEMENT_TASK_DONE:
  case IL_STATEMENT_NOTIFY_ALL: return il_execute_on_object (frame, statement);
  case IL_STATEMENT_CANCEL: return il_execute_cancel (frame, statement);
  case IL_STATEMENT_ASSERT: return execute_assert (frame, statement);
  case IL_STATEMENT_REACH: execute_reach (frame, statement); return IL_FLOW_OK;
  case IL_STATEMENT_IF: return execute_if (frame, statement);
  case IL_STATEMENT_WITH: return il_execute_with (frame, statement);
  case IL_STATEMENT_GROUP: return il_execute_group (frame, statement);
  case IL_STATEMENT_TIMEOUT: return il_execute_timeout (frame, statement);
  case IL_STATEMENT_WHILE: return execute_while (frame, statement);
  case IL_STATEMENT_REPEAT: return execute_repeat (frame, statement);
  case IL_STATEMENT_FOR: return execute_for (frame, statement);
  case IL_STATEMENT_FOR_RANGE: return execute_for_range (frame, statement);
  case IL_STATEMENT_TRY: return il_execute_try (frame, statement->try);
  case IL_STATEMENT_BREAK: return IL_FLOW_BREAK;
  case IL_STATEMENT_CONTINUE: return IL_FLOW_CONTINUE;
  }
  g_return_val_if_reached (IL_FLOW_OK);
}

IlFlow
il_execute_block (IlFrame *frame, const IlBlock *block)
{
  for (guint i = 0; i < block->n; i++) {
    const IlStatement *statement = block->statements[i];
    IlFlow flow = count_step (frame, statement);

    if (flow != IL_FLOW_OK || (flow = execute_statement (frame, statement)) != IL_FLOW_OK)
      return flow;
  }
  return IL_FLOW_OK;
}

IlStep
il_execute (IlFrame *frame, const IlBlock *body)
{
  IlFlow flow = il_execute_block (frame, body);

  return flow == IL_FLOW_RETURN ? IL_STEP_OK : (IlStep) flow;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/interpreter-private.h"
#include "engine/language/tree/kinds.h"

/* Blocks that do something as they begin and as they end, however they end: `with`, `group`, `timeout`. */

IlFlow
il_execute_with (IlFrame *frame, const IlStatement *statement)
{
  guint object;
  IlStep step = il_evaluate_object (frame, statement->value, IL_LOCK_KINDS, "with", &object);

  if (step != IL_STEP_OK || (step = frame->steps->acquire (frame->instance, object)) != IL_STEP_OK)
    return (IlFlow) step;

  IlFlow flow = il_execute_block (frame, &statement->block);
  if (flow == IL_FLOW_STOPPED)
    return flow;

  /* An error of the release takes the place of what was under way, as an error of __exit__ does. */
  IlRunError *error = flow == IL_FLOW_ERROR ? g_steal_pointer (&frame->instance->error) : NULL;
  frame->instance->line = statement->line;
  step = frame->steps->release (frame->instance, object);
  if (error && step == IL_STEP_ERROR)
    il_run_error_unref (error);
  else if (error)
    frame->instance->error = error;
  return step == IL_STEP_OK ? flow : (IlFlow) step;
}

IlFlow
il_execute_group (IlFrame *frame, const IlStatement *statement)
{
  IlModelGroup *outer = frame->group, *group;
  IlStep step = frame->steps->group_begin (frame->instance, &group);

  if (step != IL_STEP_OK)
    return (IlFlow) step;

  frame->group = group;
  IlFlow flow = il_execute_block (frame, &statement->block);
  frame->group = outer;
  frame->instance->line = statement->line;

  /* A generator that is closed leaves no task behind either. */
  IlStep body = flow == IL_FLOW_CLOSED ? IL_STEP_CANCELLED : flow > IL_FLOW_STOPPED ? IL_STEP_OK : (IlStep) flow;
  step = frame->steps->group_end (frame->instance, group, body);
  if (flow == IL_FLOW_CLOSED && step == IL_STEP_CANCELLED)
    return flow;
  return step == IL_STEP_OK && body == IL_STEP_OK ? flow : (IlFlow) step;
}

IlFlow
il_execute_timeout (IlFrame *frame, const IlStatement *statement)
{
  IlModelTimeout *timeout;
  gint64 duration;
  IlFlow flow = il_evaluate_duration (frame, statement->value, "timeout", &duration);

  if (flow != IL_FLOW_OK
      || (flow = (IlFlow) frame->steps->timeout_begin (frame->instance, duration, &timeout)) != IL_FLOW_OK)
    return flow;

  flow = il_execute_block (frame, &statement->block);
  frame->instance->line = statement->line;

  IlStep body = flow > IL_FLOW_STOPPED ? IL_STEP_OK : (IlStep) flow;
  IlStep step = frame->steps->timeout_end (frame->instance, timeout, body);
  return step == IL_STEP_OK && body == IL_STEP_OK ? flow : (IlFlow) step;
}

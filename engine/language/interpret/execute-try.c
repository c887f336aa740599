/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/interpreter-private.h"

static const IlHandler *
find_handler (const IlTry *try, IlFlow flow, const IlRunError *error)
{
  for (guint i = 0; i < try->n_handlers; i++) {
    const IlHandler *handler = &try->handlers[i];

    switch (handler->catches) {
    case IL_CATCH_ERROR:
      if (flow == IL_FLOW_ERROR)
        return handler;
      break;
    case IL_CATCH_TIMEOUT:
      if (flow == IL_FLOW_ERROR && error->kind == IL_ERROR_TIMEOUT)
        return handler;
      break;
    case IL_CATCH_CANCELLED:
      if (flow == IL_FLOW_CANCELLED)
        return handler;
      break;
    }
  }
  return NULL;
}

/* What was caught is dealt with from here on. */
static G_GNUC_NO_INLINE IlFlow catch (IlFrame *frame, const IlHandler *handler)
{
  IlInstance *instance = frame->instance;
  IlValue message = il_value_string (instance->error ? instance->error->message : "", -1);

  g_clear_pointer (&instance->error, il_run_error_unref);
  il_value_clear (&frame->result);
  instance->line = handler->line;
  if (handler->variable)
    return il_frame_assign (frame, handler->slot, message);
  il_value_clear (&message);
  return IL_FLOW_OK;
}

/* Whatever FLOW was on its way out goes on after `finally`, unless that goes another way itself. */
static G_GNUC_NO_INLINE IlFlow
execute_finally (IlFrame *frame, const IlTry *try, IlFlow flow)
{
  IlRunError *error = flow == IL_FLOW_ERROR ? g_steal_pointer (&frame->instance->error) : NULL;
  IlValue result = frame->result;

  frame->result = IL_NONE_VALUE;
  frame->instance->line = try->finally_line;
  IlFlow last = il_execute_block (frame, &try->finally);
  if (last != IL_FLOW_OK) {
    g_clear_pointer (&error, il_run_error_unref);
    il_value_clear (&result);
    return last;
  }
  frame->result = result;
  if (error) {
    g_clear_pointer (&frame->instance->error, il_run_error_unref);
    frame->instance->error = error;
  }
  return flow;
}

IlFlow
il_execute_try (IlFrame *frame, const IlTry *try)
{
  IlFlow flow = il_execute_block (frame, &try->body);
  const IlHandler *handler = find_handler (try, flow, frame->instance->error);

  if (handler) {
    flow = catch (frame, handler);
    if (flow == IL_FLOW_OK)
      flow = il_execute_block (frame, &handler->block);
  }
  /* A run that is over runs no more steps. */
  return try->has_finally && flow != IL_FLOW_STOPPED ? execute_finally (frame, try, flow) : flow;
}

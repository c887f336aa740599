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

/* What an `except` block has caught, while it runs. */
typedef struct _IlCaught {
  IlFlow flow;
  IlRunError *error; /* NULL: a cancel */
} IlCaught;

IlFlow
il_raise_again (IlFrame *frame)
{
  const IlCaught *caught = frame->caught;

  g_clear_pointer (&frame->instance->error, il_run_error_unref);
  if (caught->error)
    frame->instance->error = il_run_error_ref (caught->error);
  return caught->flow;
}

/* What was caught is dealt with from here on. */
static IlFlow
begin_handler (IlFrame *frame, const IlHandler *handler, const IlRunError *error)
{
  IlValue message = il_value_string (error ? error->message : "", -1);

  il_value_clear (&frame->result);
  frame->instance->line = handler->line;
  if (handler->variable)
    return il_frame_assign (frame, handler->slot, message);
  il_value_clear (&message);
  return IL_FLOW_OK;
}

static G_GNUC_NO_INLINE IlFlow
execute_handler (IlFrame *frame, const IlHandler *handler, IlFlow flow)
{
  IlCaught caught = { flow, g_steal_pointer (&frame->instance->error) };
  const IlCaught *outer = frame->caught;

  frame->caught = &caught;
  flow = begin_handler (frame, handler, caught.error);
  if (flow == IL_FLOW_OK)
    flow = il_execute_block (frame, &handler->block);
  frame->caught = outer;
  g_clear_pointer (&caught.error, il_run_error_unref);
  return flow;
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

  if (handler)
    flow = execute_handler (frame, handler, flow);
  /* A run that is over runs no more steps. */
  return try->has_finally && flow != IL_FLOW_STOPPED ? execute_finally (frame, try, flow) : flow;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/generator.h"

#include <stdatomic.h>

#include "engine/coro/coro.h"

/* Address space: enough for IL_DEFAULT_MAX_DEPTH calls. Memory is used as touched. */
#define STACK_SIZE ((gsize) 1024 * 1024)

struct _IlGeneratorValue {
  const IlRoutine *routine;
  IlValue *locals; /* the arguments first; NULL once it has ended */
  char *name;
  guint32 traced;      /* the number of its object */
  IlCoro *coro;        /* NULL: it has not begun, or has ended */
  IlInstance instance; /* stands for whoever uses it just now */
  atomic_flag busy;
  IlValue yielded;
  IlValue sent;
  IlStep ending; /* what `yield` comes to: IL_STEP_OK, or it is being closed or stopped */
  IlStep end;    /* how it ended */
};

static GPtrArray *
generators_of (IlInstance *instance)
{
  if (instance->generators == NULL)
    instance->generators = g_ptr_array_new ();
  return instance->generators;
}

IlGeneratorValue *
il_generator_value_new (IlFrame *frame, const IlRoutine *routine, IlValue *arguments, guint line)
{
  IlGeneratorValue *generator = g_new0 (IlGeneratorValue, 1);

  generator->routine = routine;
  generator->locals = g_renew (IlValue, arguments, (gsize) routine->n_slots + 1);
  generator->traced = il_run_add_generator (frame->instance->run, routine->name, line, &generator->name);
  generator->yielded = generator->sent = IL_NONE_VALUE;
  generator->instance.line = routine->line;
  atomic_flag_clear (&generator->busy);
  g_ptr_array_add (generators_of (frame->instance), generator);
  return generator;
}

const char *
il_generator_value_name (const IlGeneratorValue *generator)
{
  return generator->name;
}

static void *
generator_main (void *data)
{
  IlGeneratorValue *generator = data;
  IlValue result = IL_NONE_VALUE;

  generator->end =
      il_run_routine (&generator->instance, &il_generator_steps, generator->routine, generator->locals, &result);
  il_value_clear (&result);
  return NULL;
}

/* While it runs, the generator counts and draws as a part of its user. */
static void
borrow (IlInstance *self, IlInstance *user)
{
  self->run = user->run;
  self->model = user->model;
  self->steps = user->steps;
  self->routine = user->routine;
  self->id = user->id;
  self->name = user->name;
  self->model_data = user->model_data;
  self->generators = generators_of (user);
  self->depth = user->depth + 1;
  self->steps_left = user->steps_left;
  self->random = user->random;
}

static void
give_back (const IlInstance *self, IlInstance *user)
{
  user->steps_left = self->steps_left;
  user->random = self->random;
}

static void
forget (IlGeneratorValue *generator)
{
  g_clear_pointer (&generator->coro, il_coro_free);
  g_clear_pointer (&generator->locals, g_free);
  il_value_clear (&generator->sent);
}

/* Runs it up to its next `yield`, or to its end. */
static void
advance (IlFrame *user, IlGeneratorValue *generator)
{
  IlInstance *instance = user->instance;
  guint32 line = instance->line;
  IlRequest *request;

  do {
    borrow (&generator->instance, instance);
    request = il_coro_resume (generator->coro, NULL);
    give_back (&generator->instance, instance);
    if (request) {
      instance->line = generator->instance.line;
      il_request_perform (request, user, &generator->instance);
    }
  } while (request);
  instance->line = line;
  if (il_coro_ended (generator->coro))
    forget (generator);
}

static IlStep
fail (IlFrame *frame, const IlExpression *at, const char *format, const IlGeneratorValue *generator)
{
  g_autofree char *message = g_strdup_printf ("generator %s %s", generator->name, format);

  return il_instance_fail (frame->instance, at ? at->line : frame->instance->line, at ? at->column : 0, "%s", message);
}

/* What its end, which was not asked for, means to the user. */
static IlStep
take_end (IlFrame *frame, IlGeneratorValue *generator)
{
  if (generator->end == IL_STEP_ERROR) {
    g_clear_pointer (&frame->instance->error, il_run_error_unref);
    frame->instance->error = g_steal_pointer (&generator->instance.error);
  }
  return generator->end == IL_STEP_CLOSED ? IL_STEP_OK : generator->end;
}

static IlStep
begin (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator)
{
  IlEngineError error;

  if (frame->instance->depth >= il_run_max_depth (frame->instance->run))
    return fail (frame, at, "cannot begin: calls nest too deeply", generator);
  generator->coro = il_coro_new (generator_main, generator, STACK_SIZE, &error);
  if (generator->coro == NULL)
    return fail (frame, at, error.message, generator);
  il_coro_set_owner (generator->coro, generator->name, &generator->instance.line);
  return IL_STEP_OK;
}

static IlStep
next (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator, IlValue *sent, IlValue *value,
      gboolean *ended)
{
  IlInstance *instance = frame->instance;
  gboolean sends = sent && sent->type != IL_TYPE_NONE;
  IlStep step;

  if (generator->coro == NULL && sends && generator->locals) {
    il_value_clear (sent);
    return fail (frame, at, "has not begun, so nobody takes what is sent: 'next' comes first", generator);
  }
  if (sent && generator->locals)
    frame->steps->op (instance, generator->traced, IL_OP_SEND, sent);
  il_value_clear (&generator->sent);
  if (sent)
    generator->sent = *sent;
  *ended = generator->locals == NULL;
  if (*ended)
    return IL_STEP_OK;
  if (generator->coro == NULL && (step = begin (frame, at, generator)) != IL_STEP_OK)
    return step;
  advance (frame, generator);
  *ended = generator->coro == NULL;
  if (*ended)
    return take_end (frame, generator);
  *value = generator->yielded;
  generator->yielded = IL_NONE_VALUE;
  frame->steps->op (instance, generator->traced, IL_OP_YIELD, value);
  return IL_STEP_OK;
}

IlStep
il_generator_value_next (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator, IlValue *sent,
                         IlValue *value, gboolean *ended)
{
  if (atomic_flag_test_and_set (&generator->busy)) {
    if (sent)
      il_value_clear (sent);
    return fail (frame, at, "is running already: it cannot be used from two places at once", generator);
  }

  IlStep step = next (frame, at, generator, sent, value, ended);
  atomic_flag_clear (&generator->busy);
  return step;
}

IlStep
il_generator_value_yield (IlFrame *frame, IlValue yielded, IlValue *value)
{
  IlGeneratorValue *generator =
      (IlGeneratorValue *) ((char *) frame->instance - G_STRUCT_OFFSET (IlGeneratorValue, instance));

  generator->yielded = yielded;
  il_coro_suspend (NULL);
  if (generator->ending != IL_STEP_OK)
    return generator->ending;
  *value = generator->sent;
  generator->sent = IL_NONE_VALUE;
  return IL_STEP_OK;
}

/* Nothing of it has run. */
static void
drop_unbegun (IlGeneratorValue *generator)
{
  for (guint i = 0; generator->locals && i < generator->routine->n_parameters; i++)
    il_value_clear (&generator->locals[i]);
  forget (generator);
}

static IlStep
end_as (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator, IlStep ending)
{
  if (generator->coro == NULL) {
    drop_unbegun (generator);
    return IL_STEP_OK;
  }
  generator->ending = ending;
  advance (frame, generator);
  generator->ending = IL_STEP_OK;
  if (generator->coro == NULL)
    return take_end (frame, generator);
  il_value_clear (&generator->yielded);
  return fail (frame, at, "yields a value although it is being closed", generator);
}

IlStep
il_generator_value_close (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator)
{
  IlStep step;

  if (atomic_flag_test_and_set (&generator->busy))
    return fail (frame, at, "is running: it cannot be closed now", generator);
  if (generator->locals)
    frame->steps->op (frame->instance, generator->traced, IL_OP_CLOSE, NULL);
  step = end_as (frame, at, generator, IL_STEP_CLOSED);
  atomic_flag_clear (&generator->busy);
  return step;
}

/* One that still yields is left where it is, and its stack given up when the run is over. */
IlStep
il_generators_close (IlInstance *instance, IlStep step)
{
  IlFrame frame = { .instance = instance, .steps = il_instance_steps (instance), .routine = instance->routine };

  for (guint i = 0; instance->generators && i < instance->generators->len; i++) {
    IlGeneratorValue *generator = g_ptr_array_index (instance->generators, i);
    IlRunError *error = g_steal_pointer (&instance->error);

    if (generator->locals && step != IL_STEP_STOPPED) {
      IlStep closed = il_generator_value_close (&frame, NULL, generator);

      if (closed == IL_STEP_STOPPED || step == IL_STEP_OK)
        step = closed;
    }
    if (error) { /* the first one is the one to tell of */
      g_clear_pointer (&instance->error, il_run_error_unref);
      instance->error = error;
    }
    if (step == IL_STEP_STOPPED && generator->locals && !atomic_flag_test_and_set (&generator->busy)) {
      end_as (&frame, NULL, generator, IL_STEP_STOPPED);
      atomic_flag_clear (&generator->busy);
    }
  }
  return step;
}

void
il_generators_free (IlInstance *instance)
{
  IlFrame frame = { .instance = instance, .routine = instance->routine }; /* stopped, it takes no steps */

  for (guint i = 0; instance->generators && i < instance->generators->len; i++) {
    IlGeneratorValue *generator = g_ptr_array_index (instance->generators, i);

    /* Its `finally` may still yield, once for each that it is in. */
    for (guint tries = 0; generator->locals && tries < 1000; tries++)
      end_as (&frame, NULL, generator, IL_STEP_STOPPED);
    g_clear_pointer (&generator->instance.error, il_run_error_unref);
    il_value_clear (&generator->yielded);
    il_value_clear (&generator->sent);
    g_free (generator->name);
    g_free (generator);
  }
  g_clear_pointer (&instance->error, il_run_error_unref);
  g_clear_pointer (&instance->generators, g_ptr_array_unref);
}

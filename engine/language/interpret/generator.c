/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/generator.h"

#include <stdatomic.h>
#include <unistd.h>

#include "engine/coro/generator.h"
#include "engine/language/tree/value-private.h"

/* Address space: enough for IL_DEFAULT_MAX_DEPTH calls. Memory is used as touched. */
#define STACK_SIZE ((gsize) 1024 * 1024)

struct _IlGeneratorValue {
  char *name;        /* the first, see IlNamed */
  IlFrame frame;     /* the instance and steps are those of whoever uses it; the locals NULL once it has ended */
  guint32 line;      /* where it is, while it is suspended */
  guint32 traced;    /* the number of its object */
  IlGenerator *coro; /* NULL: it has not begun, or has ended */
  atomic_flag busy;
  gssize memory; /* bytes that it counts for among the values */
  gsize stack;   /* of its stack: what was in use at a `yield`, at most */
  IlStep ending; /* what `yield` comes to: IL_STEP_OK, or it is being closed or stopped */
  IlStep end;    /* how it ended */
};

G_STATIC_ASSERT (G_STRUCT_OFFSET (IlGeneratorValue, name) == 0 && G_STRUCT_OFFSET (IlInstance, name) == 0);

static IlStep
fail (IlFrame *frame, const IlExpression *at, const char *format, const IlGeneratorValue *generator)
{
  g_autofree char *message = g_strdup_printf ("generator %s %s", generator->name, format);

  return il_instance_fail (frame->instance, at ? at->line : frame->instance->line, at ? at->column : 0, "%s", message);
}

static void
count_memory (IlGeneratorValue *generator)
{
  gsize locals = generator->frame.locals ? generator->frame.routine->n_slots * sizeof (IlValue) : 0;
  gssize now = (gssize) (sizeof *generator + locals + (generator->coro ? generator->stack : 0));

  il_values_count (now - generator->memory);
  generator->memory = now;
}

static IlStep
check_memory (IlFrame *frame, const IlExpression *at)
{
  guint64 limit = il_instance_host (frame->instance)->max_memory;

  if (il_values_memory () <= limit)
    return IL_STEP_OK;
  return il_instance_fail (frame->instance, at->line, at->column,
                           "generators, strings and lists take too much memory (limit %" G_GUINT64_FORMAT
                           " MiB; see --max-memory)",
                           limit / 1024 / 1024);
}

IlStep
il_generator_value_new (IlFrame *frame, const IlExpression *call, IlValue *arguments, IlValue *value)
{
  IlGeneratorValue *generator = g_new0 (IlGeneratorValue, 1);
  IlInstance *instance = frame->instance;
  const IlRoutine *routine = call->call.routine;

  generator->frame.program = routine->program;
  generator->frame.routine = routine;
  generator->frame.locals = g_renew (IlValue, arguments, (gsize) routine->n_slots + 1);
  generator->frame.result = IL_NONE_VALUE;
  generator->traced =
      il_instance_host (instance)->add_generator (instance->run, routine->name, call->line, &generator->name);
  generator->line = routine->line;
  atomic_flag_clear (&generator->busy);
  if (instance->generators == NULL)
    instance->generators = g_ptr_array_new ();
  g_ptr_array_add (instance->generators, generator);
  count_memory (generator);
  IlStep step = check_memory (frame, call);
  if (step == IL_STEP_OK)
    *value = il_value_generator (generator);
  return step;
}

const char *
il_generator_value_name (const IlGeneratorValue *generator)
{
  return generator->name;
}

static void
generator_main (IlGenerator *self G_GNUC_UNUSED, void *data)
{
  IlGeneratorValue *generator = data;
  IlValue result = IL_NONE_VALUE;

  generator->end = il_run_frame (&generator->frame, &result);
  il_value_clear (&result);
}

static void
forget (IlInstance *user, IlGeneratorValue *generator)
{
  if (generator->coro)
    il_instance_host (user)->end_generator (user->run);
  g_clear_pointer (&generator->coro, il_generator_free);
  g_clear_pointer (&generator->frame.locals, g_free);
  count_memory (generator);
}

/* Bytes of the stack of the generator that runs here; 0: none does. */
static gsize
stack_in_use (void)
{
  return il_generator_current () ? STACK_SIZE - MIN (STACK_SIZE, il_coro_stack_left ()) : 0;
}

/* Runs it up to its next `yield`, whose value is *YIELDED, or to its end: FALSE. While it runs, it is a part of its
 * user: it counts, draws and waits as that does. */
static gboolean
advance (IlFrame *user, IlGeneratorValue *generator, IlValue *sent, IlValue *yielded)
{
  IlInstance *instance = user->instance;
  guint32 line = instance->line;
  gsize stack = stack_in_use ();
  void *value;

  generator->frame.instance = instance;
  generator->frame.steps = user->steps;
  il_coro_set_owner (il_generator_coro (generator->coro), generator->name, &instance->line);
  instance->line = generator->line;
  instance->depth++;
  instance->generators_stack += stack;
  gboolean goes_on = il_generator_send (generator->coro, sent, &value);
  instance->generators_stack -= stack;
  instance->depth--;
  generator->line = instance->line;
  instance->line = line;
  if (goes_on) {
    *yielded = *(const IlValue *) value;
    count_memory (generator);
  } else
    forget (instance, generator);
  return goes_on;
}

/* What its end, which was not asked for, means to the user. */
static IlStep
end_of (const IlGeneratorValue *generator)
{
  return generator->end == IL_STEP_CLOSED ? IL_STEP_OK : generator->end;
}

static IlStep
begin (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator)
{
  IlInstance *instance = frame->instance;
  const IlHost *host = il_instance_host (instance);
  IlStep step = il_check_depth (instance, generator->frame.routine, at->line, at->column);
  IlEngineError error;

  if (step != IL_STEP_OK || (step = check_memory (frame, at)) != IL_STEP_OK)
    return step;
  if (!host->begin_generator (instance->run))
    return il_instance_fail (
        instance, at->line, at->column,
        "generator %s cannot begin: %u tasks and suspended generators are there already, the limit "
        "(see --max-tasks)",
        generator->name, host->max_tasks);
  generator->coro = il_generator_new (generator_main, generator, STACK_SIZE, &error);
  if (generator->coro)
    return IL_STEP_OK;
  host->end_generator (instance->run);
  return fail (frame, at, error.message, generator);
}

static IlStep
next (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator, IlValue *sent, IlValue *value,
      gboolean *ended)
{
  gboolean sends = sent && sent->type != IL_TYPE_NONE;
  IlStep step;

  if (generator->coro == NULL && sends && generator->frame.locals) {
    il_value_clear (sent);
    return fail (frame, at, "has not begun, so nobody takes what is sent: 'next' comes first", generator);
  }
  if (sent && generator->frame.locals)
    frame->steps->op (frame->instance, generator->traced, IL_OP_SEND, sent);
  *ended = generator->frame.locals == NULL;
  if (*ended) {
    if (sent)
      il_value_clear (sent);
    return IL_STEP_OK;
  }
  if (generator->coro == NULL && (step = begin (frame, at, generator)) != IL_STEP_OK)
    return step;
  *ended = !advance (frame, generator, sent, value);
  if (*ended)
    return end_of (generator);
  frame->steps->op (frame->instance, generator->traced, IL_OP_YIELD, value);
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

static gsize
round_to_pages (gsize size)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  return (size + page - 1) / page * page;
}

IlStep
il_generator_value_yield (IlFrame *frame, IlValue yielded, IlValue *value)
{
  IlGeneratorValue *generator = (IlGeneratorValue *) ((char *) frame - G_STRUCT_OFFSET (IlGeneratorValue, frame));
  void *sent;

  generator->stack = MAX (generator->stack, round_to_pages (stack_in_use ()));
  il_generator_yield (generator->coro, &yielded, &sent);
  if (generator->ending != IL_STEP_OK)
    return generator->ending;
  *value = sent ? *(const IlValue *) sent : IL_NONE_VALUE;
  return IL_STEP_OK;
}

/* Nothing of it has run. */
static void
drop_unbegun (IlInstance *user, IlGeneratorValue *generator)
{
  for (guint i = 0; generator->frame.locals && i < generator->frame.routine->n_parameters; i++)
    il_value_clear (&generator->frame.locals[i]);
  forget (user, generator);
}

/* Not by il_generator_close, after which no `yield` would hand out a value: one that does so in its `finally`
 * is told of, and stays where it is. */
static IlStep
end_as (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator, IlStep ending)
{
  IlValue yielded;

  if (generator->coro == NULL) {
    drop_unbegun (frame->instance, generator);
    return IL_STEP_OK;
  }
  generator->ending = ending;
  gboolean goes_on = advance (frame, generator, NULL, &yielded);
  generator->ending = IL_STEP_OK;
  if (!goes_on)
    return end_of (generator);
  il_value_clear (&yielded);
  return fail (frame, at, "yields a value although it is being closed", generator);
}

IlStep
il_generator_value_close (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator)
{
  IlStep step;

  if (atomic_flag_test_and_set (&generator->busy))
    return fail (frame, at, "is running: it cannot be closed now", generator);
  if (generator->frame.locals)
    frame->steps->op (frame->instance, generator->traced, IL_OP_CLOSE, NULL);
  step = end_as (frame, at, generator, IL_STEP_CLOSED);
  atomic_flag_clear (&generator->busy);
  return step;
}

/* One that still yields is left where it is, and its stack given up when the run is over. */
IlStep
il_generators_close (IlInstance *instance, IlStep step)
{
  IlFrame frame = { .instance = instance, .steps = il_instance_taken_steps (instance), .routine = instance->routine };

  for (guint i = 0; instance->generators && i < instance->generators->len; i++) {
    IlGeneratorValue *generator = g_ptr_array_index (instance->generators, i);
    IlRunError *error = g_steal_pointer (&instance->error);

    if (generator->frame.locals && step != IL_STEP_STOPPED) {
      IlStep closed = il_generator_value_close (&frame, NULL, generator);

      if (closed == IL_STEP_STOPPED || step == IL_STEP_OK)
        step = closed;
    }
    if (error) { /* the first one is the one to tell of */
      g_clear_pointer (&instance->error, il_run_error_unref);
      instance->error = error;
    }
    if (step == IL_STEP_STOPPED && generator->frame.locals && !atomic_flag_test_and_set (&generator->busy)) {
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
    for (guint tries = 0; generator->frame.locals && tries < 1000; tries++)
      end_as (&frame, NULL, generator, IL_STEP_STOPPED);
    il_values_count (-generator->memory);
    g_free (generator->name);
    g_free (generator);
  }
  g_clear_pointer (&instance->error, il_run_error_unref);
  g_clear_pointer (&instance->generators, g_ptr_array_unref);
}

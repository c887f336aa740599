/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/language/interpret/fake-model.h"

#include "engine/coro/coro.h"
#include "engine/language/interpret/generator.h"
#include "tests/engine/language/interpret/fake-steps.h"

static IlStep
more_steps (IlInstance *self)
{
  FakeModel *fake = self->run->fake;

  if (fake->grants == 0) {
    g_string_append_printf (fake->log, "%u: no more steps\n", self->line);
    return IL_STEP_STOPPED;
  }
  fake->grants--;
  self->steps_left = fake->steps;
  return IL_STEP_OK;
}

static gboolean
begin_generator (IlRun *run G_GNUC_UNUSED)
{
  return TRUE;
}

static void
end_generator (IlRun *run G_GNUC_UNUSED)
{
}

static guint32
add_generator (IlRun *run G_GNUC_UNUSED, const char *name, guint line G_GNUC_UNUSED, char **shown)
{
  *shown = g_strdup (name);
  return 1;
}

IlInstance *
fake_model_add_instance (FakeModel *fake, const IlRoutine *routine, IlValue *arguments, guint n)
{
  IlInstance *instance = g_new0 (IlInstance, 1);

  instance->run = fake->model.run;
  instance->model = &fake->model;
  instance->routine = routine;
  instance->arguments = g_memdup2 (arguments, n * sizeof (IlValue));
  instance->n_arguments = n;
  instance->name = g_strdup (il_routine_name (routine));
  instance->steps_left = fake->steps;
  g_ptr_array_add (fake->instances, instance);
  return instance;
}

static void
free_instance (gpointer data)
{
  IlInstance *instance = data;

  for (guint i = 0; i < instance->n_arguments; i++)
    il_value_clear (&instance->arguments[i]);
  g_free (instance->arguments);
  il_value_clear (&instance->result);
  g_clear_pointer (&instance->error, il_run_error_unref);
  il_generators_free (instance);
  g_free (instance->name);
  g_free (instance);
}

void
fake_model_init (FakeModel *fake, const IlProgram *program)
{
  *fake =
      (FakeModel) { .program = program, .steps = 1000, .grants = 1000, .max_depth = 1000, .max_memory = G_MAXUINT64 };
  fake->log = g_string_new (NULL);
  g_queue_init (&fake->queue);
  fake->shared = g_array_new (FALSE, TRUE, sizeof (IlValue));
  fake->instances = g_ptr_array_new_with_free_func (free_instance);
  fake->model.steps = &fake_steps;
  fake->model.run = g_new0 (IlRun, 1);
  fake->model.run->host = (IlHost) { .more_steps = more_steps,
                                     .add_generator = add_generator,
                                     .begin_generator = begin_generator,
                                     .end_generator = end_generator };
  fake->model.run->fake = fake;
}

static void
free_queued (gpointer data)
{
  il_value_clear (data);
  g_free (data);
}

void
fake_model_clear (FakeModel *fake)
{
  g_queue_clear_full (&fake->queue, free_queued);
  for (guint i = 0; i < fake->shared->len; i++)
    il_value_clear (&g_array_index (fake->shared, IlValue, i));
  g_array_unref (fake->shared);
  g_ptr_array_unref (fake->instances);
  g_free (fake->model.run);
  g_string_free (fake->log, TRUE);
}

static void
run_starts (FakeModel *fake)
{
  g_array_set_size (fake->shared, il_program_n_objects (fake->program));
  for (guint i = 0; i < fake->shared->len; i++) {
    IlRunError *error = NULL;

    if (il_program_object (fake->program, i)->kind == IL_OBJECT_SHARED
        && !il_interpret_shared (fake->program, i, &g_array_index (fake->shared, IlValue, i), &error)) {
      g_string_append_printf (fake->log, "! %u:%u %s: %s\n", error->line, error->column, error->task, error->message);
      il_run_error_unref (error);
      return;
    }
  }
  for (guint i = 0; i < il_program_n_starts (fake->program); i++) {
    const IlStart *start = il_program_start (fake->program, i);
    g_autofree IlValue *arguments = g_new0 (IlValue, start->n_arguments + 1);
    IlRunError *error = NULL;

    if (!il_interpret_start (fake->program, start, arguments, &error)) {
      g_string_append_printf (fake->log, "! %u:%u %s: %s\n", error->line, error->column, error->task, error->message);
      il_run_error_unref (error);
      return;
    }

    IlInstance *instance = fake_model_add_instance (fake, start->routine, arguments, start->n_arguments);
    instance->end = il_interpret (instance);
    instance->ended = TRUE;
    if (instance->end == IL_STEP_ERROR)
      g_string_append_printf (fake->log, "! %u:%u %s: %s\n", instance->error->line, instance->error->column,
                              instance->error->task, instance->error->message);
    else if (instance->end == IL_STEP_OK && instance->result.type != IL_TYPE_NONE) {
      g_string_append (fake->log, "= ");
      il_value_append (fake->log, instance->result);
      g_string_append_c (fake->log, '\n');
    } else if (instance->end == IL_STEP_CANCELLED)
      g_string_append (fake->log, "cancelled\n");
    else if (instance->end == IL_STEP_STOPPED)
      g_string_append (fake->log, "stopped\n");
    g_assert_cmpuint (instance->depth, ==, 0);
  }
}

static void *
run_in_coroutine (void *fake)
{
  run_starts (fake);
  return NULL;
}

void
fake_model_run (FakeModel *fake)
{
  IlEngineError error;

  fake->model.run->host.max_memory = fake->max_memory;
  fake->model.run->host.max_depth = fake->max_depth;
  if (fake->stack_size == 0) {
    run_starts (fake);
    return;
  }

  IlCoro *coro = il_coro_new (run_in_coroutine, fake, fake->stack_size, &error);
  g_assert_nonnull (coro);
  il_coro_resume (coro, NULL);
  g_assert_true (il_coro_ended (coro));
  il_coro_free (coro);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/explore/execution-private.h"

#include "engine/language/interpret/generator.h"
#include "engine/language/interpret/interpreter.h"
#include "engine/language/interpret/properties.h"
#include "engine/random/random.h"

enum { MOST_STATEMENTS = 1000000 /* in a step */, MOST_TASKS = 10000, MOST_REACHES = 64 };

IlExplored *
il_explored_new (IlProgram *program)
{
  IlExplored *explored = g_new0 (IlExplored, 1);
  guint n = il_program_n_objects (program);

  explored->program = il_program_ref (program);
  explored->visible = g_new0 (guint8, n + 1);
  explored->touchers = g_new0 (guint32, n + 1);
  explored->looked_at = g_new0 (gboolean, n + 1);
  explored->places = il_state_places (program);
  explored->names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < il_program_n_properties (program); i++) {
    const IlProperty *property = il_program_property (program, i);

    for (guint j = 0; property->kind == IL_PROPERTY_ALWAYS && j < property->n_objects; j++)
      explored->looked_at[property->objects[j]] = TRUE;
  }
  return explored;
}

void
il_explored_free (IlExplored *explored)
{
  g_hash_table_unref (explored->names);
  g_hash_table_unref (explored->places);
  g_free (explored->touchers);
  g_free (explored->looked_at);
  g_free (explored->visible);
  il_program_unref (explored->program);
  g_free (explored);
}

static guint32
number_of (IlExplored *explored, guint32 parent, guint nth)
{
  gint64 key = (gint64) ((guint64) parent << 32 | nth);
  guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (explored->names, &key));

  if (number == 0) {
    number = g_hash_table_size (explored->names) + 1;
    g_hash_table_insert (explored->names, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (number));
  }
  return number;
}

IlStep
il_execution_refuse (IlExecution *execution, const char *what)
{
  if (!execution->refused)
    execution->refused = what;
  execution->over = TRUE;
  return IL_STEP_STOPPED;
}

static IlStep
more_steps (IlInstance *self)
{
  IlExecution *execution = ((IlActor *) self)->execution;

  self->steps_left = 1;
  if (execution->over)
    return IL_STEP_STOPPED;
  if (++execution->n_statements > MOST_STATEMENTS)
    return il_execution_refuse (execution, "more than a million statements without a visible operation");
  return IL_STEP_OK;
}

static void
reaches (IlInstance *self, guint reach)
{
  ((IlActor *) self)->execution->reached |= G_GUINT64_CONSTANT (1) << reach;
}

static guint32
add_generator (IlRun *run, const char *name, guint line, char **shown)
{
  il_execution_refuse ((IlExecution *) run, "a generator");
  *shown = g_strdup (name);
  return 0;
}

static gboolean
begin_generator (IlRun *run)
{
  return FALSE;
}

static void
end_generator (IlRun *run)
{
}

static void *
body (void *data)
{
  IlActor *actor = data;

  actor->instance.end = il_interpret (&actor->instance);
  actor->instance.ended = TRUE;
  return NULL;
}

IlActor *
il_execution_add (IlExecution *execution, IlActor *parent, guint nth, const IlStart *start, const IlRoutine *routine,
                  IlValue *arguments, guint n)
{
  IlActor *actor = g_new0 (IlActor, 1);
  IlInstance *instance = &actor->instance;
  IlEngineError error;

  actor->execution = execution;
  actor->number = number_of (execution->explored, parent ? parent->number : 0, nth);
  actor->past = g_byte_array_new ();
  instance->run = &execution->run;
  instance->model = &execution->model;
  instance->routine = routine;
  instance->arguments = g_memdup2 (arguments, n * sizeof *arguments);
  instance->n_arguments = n;
  instance->start = start;
  instance->name =
      il_next_name (execution->run.name_counts, start && start->name ? start->name : il_routine_name (routine));
  instance->line = il_routine_line (routine);
  instance->random = il_random_next (parent ? &parent->instance.random : &execution->run.random);
  instance->steps_left = 1;
  g_ptr_array_add (execution->actors, actor);
  for (guint i = 0; i < n; i++)
    il_state_add_value (actor->past, arguments[i]);
  if (execution->actors->len > MOST_TASKS)
    il_execution_refuse (execution, "a workload of more than 10000 tasks");
  else if (!(actor->coro = il_coro_new (body, actor, IL_TASK_STACK, &error)))
    il_execution_refuse (execution, "a workload with more tasks than there is memory for");
  return actor;
}

static void
fail (IlExecution *execution, IlFailureKind kind, guint line, const char *task, const char *message)
{
  if (execution->failure.kind != IL_FAILURE_NONE || execution->over)
    return;
  execution->failure =
      (IlFailure) { .kind = kind, .line = line, .task = g_strdup (task), .message = g_strdup (message) };
}

static void
fail_with (IlExecution *execution, const IlRunError *error)
{
  gboolean assertion = g_str_has_prefix (error->message, "assertion failed");

  fail (execution, assertion ? IL_FAILURE_ASSERTION : IL_FAILURE_ERROR, error->line, error->task, error->message);
}

static void
look_read (gpointer data, guint object, IlValue *value)
{
  *value = il_value_ref (((IlExecution *) data)->objects[object].value);
}

static void
look_count (gpointer data, guint object, gint64 *count)
{
  IlExecution *execution = data;
  const IlExploredObject *of = &execution->objects[object];

  switch (il_program_object (execution->run.program, object)->kind) {
  case IL_OBJECT_QUEUE: *count = il_items_length (&of->items); break;
  case IL_OBJECT_SEMAPHORE: *count = of->free; break;
  case IL_OBJECT_EVENT: *count = of->set; break;
  default: *count = of->free == 0; break;
  }
}

static void
check (IlExecution *execution, IlPropertyKind kind, const IlInstance *breaker)
{
  static const IlPropertyState state = { look_read, look_count };

  for (guint i = 0; i < il_program_n_properties (execution->run.program); i++) {
    const IlProperty *property = il_program_property (execution->run.program, i);
    IlRunError *error = property->kind != kind
                            ? NULL
                            : il_property_check (execution->run.program, property, &state, execution,
                                                 breaker ? breaker->name : NULL, breaker ? breaker->line : 0);

    if (!error)
      continue;
    fail (execution, kind == IL_PROPERTY_ALWAYS ? IL_FAILURE_ALWAYS : IL_FAILURE_ENSURE, error->line, NULL,
          error->message);
    il_run_error_unref (error);
  }
}

static void
fail_deadlock (IlExecution *execution)
{
  g_autoptr (GString) text = g_string_new ("deadlock:");
  const char *separator = " ";

  for (guint i = 0; i < execution->actors->len; i++) {
    IlActor *actor = g_ptr_array_index (execution->actors, i);
    g_autofree char *op = NULL;
    const char *name;
    guint line;

    if (actor->instance.ended)
      continue;
    il_execution_describe (execution, actor->number, &name, &line, &op);
    g_string_append_printf (text, "%s%s waits in line %u (%s)", separator, name, line, op);
    separator = ", ";
  }
  fail (execution, IL_FAILURE_DEADLOCK, 0, NULL, text->str);
}

/* Nobody can go on. */
static void
end (IlExecution *execution)
{
  for (guint i = 0; i < execution->actors->len; i++)
    if (!((IlActor *) g_ptr_array_index (execution->actors, i))->instance.ended) {
      fail_deadlock (execution);
      return;
    }
  for (guint i = 0; i < execution->actors->len; i++) {
    const IlInstance *instance = g_ptr_array_index (execution->actors, i);

    if (instance->end == IL_STEP_ERROR && !instance->noticed)
      fail_with (execution, instance->error);
  }
  check (execution, IL_PROPERTY_ENSURE, NULL);
}

/* ACTOR runs on; whom nobody can await has failed for good. */
static void
resume (IlExecution *execution, IlActor *actor)
{
  const IlInstance *instance = &actor->instance;

  il_coro_resume (actor->coro, NULL);
  if (instance->ended && instance->end == IL_STEP_ERROR && instance->start && instance->start->as < 0)
    fail_with (execution, instance->error);
}

/* ACTOR (NULL: nobody) runs up to its next visible operation; then those that it has made do. */
static void
go_on (IlExecution *execution, IlActor *actor)
{
  execution->n_statements = 0;
  if (actor)
    resume (execution, actor);
  while (execution->n_begun < execution->actors->len && !execution->over && execution->failure.kind == IL_FAILURE_NONE)
    resume (execution, g_ptr_array_index (execution->actors, execution->n_begun++));
  if (execution->over)
    return;
  check (execution, IL_PROPERTY_ALWAYS, actor ? &actor->instance : NULL);
  if (execution->failure.kind == IL_FAILURE_NONE) {
    g_autoptr (GArray) enabled = il_execution_enabled (execution);

    if (enabled->len == 0)
      end (execution);
  }
}

static char *
begin (IlExecution *execution)
{
  IlProgram *program = execution->run.program;
  IlRunError *error = NULL;

  for (guint i = 0; i < il_program_n_objects (program) && !error; i++) {
    const IlObjectDeclaration *declaration = il_program_object (program, i);
    IlExploredObject *object = &execution->objects[i];

    object->free = declaration->kind == IL_OBJECT_SEMAPHORE ? declaration->capacity : 1;
    if (declaration->kind == IL_OBJECT_QUEUE)
      il_items_init (&object->items, declaration->variety);
    if (declaration->kind == IL_OBJECT_SHARED)
      il_interpret_shared (program, i, &object->value, &error);
  }
  for (guint i = 0; i < il_program_n_starts (program) && !error; i++) {
    const IlStart *start = il_program_start (program, i);
    g_autofree IlValue *arguments = g_new0 (IlValue, start->n_arguments + 1);

    if (start->at >= 0 || start->every > 0)
      il_execution_refuse (execution, "a start line with 'at' or 'every'");
    else if (il_interpret_start (program, start, arguments, &error)) {
      IlActor *actor = il_execution_add (execution, NULL, i, start, start->routine, arguments, start->n_arguments);

      if (start->as >= 0)
        execution->objects[start->as].value = il_value_handle (&actor->instance);
    }
  }
  if (il_program_n_reaches (program) > MOST_REACHES)
    il_execution_refuse (execution, "a workload with more than 64 reach");
  char *message = error ? g_strdup_printf ("line %u: %s", error->line, error->message) : NULL;
  g_clear_pointer (&error, il_run_error_unref);
  return message;
}

IlExecution *
il_execution_new (IlExplored *explored, char **message)
{
  IlExecution *execution = g_new0 (IlExecution, 1);

  execution->explored = explored;
  execution->run.program = explored->program;
  execution->run.random = 1;
  execution->run.model = &execution->model;
  execution->run.name_counts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
  execution->run.host = (IlHost) { .more_steps = more_steps,
                                   .stands = il_state_stands,
                                   .add_generator = add_generator,
                                   .begin_generator = begin_generator,
                                   .end_generator = end_generator,
                                   .reaches = reaches,
                                   .max_tasks = MOST_TASKS,
                                   .max_memory = G_MAXUINT64,
                                   .max_depth = IL_DEFAULT_MAX_DEPTH };
  execution->model = (IlModel) { &il_explored_steps, &execution->run };
  execution->actors = g_ptr_array_new ();
  execution->objects = g_new0 (IlExploredObject, il_program_n_objects (explored->program) + 1);
  *message = begin (execution);
  if (*message) {
    il_execution_free (execution);
    return NULL;
  }
  if (!execution->over)
    go_on (execution, NULL);
  return execution;
}

static void
free_actor (IlActor *actor)
{
  IlInstance *instance = &actor->instance;

  if (actor->coro)
    il_coro_free (actor->coro);
  for (guint i = 0; i < instance->n_arguments; i++)
    il_value_clear (&instance->arguments[i]);
  g_free (instance->arguments);
  il_value_clear (&instance->result);
  g_clear_pointer (&instance->error, il_run_error_unref);
  il_generators_free (instance);
  g_free (instance->name);
  g_byte_array_unref (actor->past);
  g_free (actor);
}

void
il_execution_free (IlExecution *execution)
{
  execution->over = TRUE;
  for (guint i = 0; i < execution->n_begun; i++) {
    IlActor *actor = g_ptr_array_index (execution->actors, i);

    while (!actor->instance.ended)
      il_coro_resume (actor->coro, NULL);
  }
  for (guint i = 0; i < execution->actors->len; i++)
    free_actor (g_ptr_array_index (execution->actors, i));
  for (guint i = 0; i < il_program_n_objects (execution->run.program); i++) {
    IlExploredObject *object = &execution->objects[i];

    il_value_clear (&object->value);
    if (object->items.heap)
      il_items_clear (&object->items);
    g_queue_clear (&object->waiters);
  }
  g_queue_clear (&execution->timers);
  g_free (execution->failure.task);
  g_free (execution->failure.message);
  g_free (execution->objects);
  g_ptr_array_unref (execution->actors);
  g_hash_table_unref (execution->run.name_counts);
  g_free (execution);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *) a, other = *(const guint32 *) b;

  return (one > other) - (one < other);
}

GArray *
il_execution_enabled (IlExecution *execution)
{
  GArray *enabled = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (execution->failure.kind != IL_FAILURE_NONE || execution->over)
    return enabled;
  for (guint i = 0; i < execution->actors->len; i++) {
    IlActor *actor = g_ptr_array_index (execution->actors, i);

    if (!actor->instance.ended && (!actor->can || actor->can (actor)))
      g_array_append_val (enabled, actor->number);
  }
  g_array_sort (enabled, compare_numbers);
  return enabled;
}

static IlActor *
find (IlExecution *execution, guint32 number)
{
  for (guint i = 0; i < execution->actors->len; i++) {
    IlActor *actor = g_ptr_array_index (execution->actors, i);

    if (actor->number == number)
      return actor;
  }
  return NULL;
}

void
il_execution_describe (IlExecution *execution, guint32 task, const char **name, guint *line, char **op)
{
  const IlActor *actor = find (execution, task);

  *name = actor->instance.name;
  *line = actor->instance.line;
  if (actor->object != IL_WITHOUT_OBJECT)
    *op = g_strdup_printf ("%s %s", actor->word, il_run_object_name (&execution->run, actor->object));
  else if (actor->n_others == 1)
    *op = g_strdup_printf ("%s %s", actor->word, actor->others[0]->name);
  else
    *op = g_strdup (actor->word);
}

gboolean
il_execution_step (IlExecution *execution, guint32 task)
{
  execution->reached = 0;
  go_on (execution, find (execution, task));
  return !execution->over;
}

const char *
il_execution_refused (const IlExecution *execution)
{
  return execution->refused;
}

gboolean
il_execution_has_grown (const IlExecution *execution)
{
  return execution->grown;
}

const IlFailure *
il_execution_failure (const IlExecution *execution)
{
  return &execution->failure;
}

guint64
il_execution_reached (const IlExecution *execution)
{
  return execution->reached;
}

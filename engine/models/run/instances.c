/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/run-private.h"

#include "engine/language/interpret/interpreter.h"
#include "engine/models/run/offload.h"
#include "engine/models/run/process.h"
#include "engine/models/run/properties.h"
#include "engine/models/run/shared.h"
#include "engine/random/random.h"

static void
clear_values (IlValue *values, guint n)
{
  for (guint i = 0; i < n; i++)
    il_value_clear (&values[i]);
}

char *
il_next_name (GHashTable *name_counts, const char *name)
{
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (name_counts, name)) + 1;

  g_hash_table_insert (name_counts, (gpointer) name, GUINT_TO_POINTER (count));
  return count == 1 ? g_strdup (name) : g_strdup_printf ("%s#%u", name, count);
}

gboolean
il_run_take_place (IlRun *run)
{
  if (atomic_fetch_add (&run->n_tasks, 1) < run->options.max_tasks)
    return TRUE;
  il_run_give_place_back (run);
  return FALSE;
}

void
il_run_give_place_back (IlRun *run)
{
  atomic_fetch_sub (&run->n_tasks, 1);
}

/* START: the start line that makes it, or NULL. */
static IlInstance *
add_instance (IlRun *run, IlInstance *parent, const IlStart *start, const IlRoutine *routine, IlValue *arguments,
              guint n)
{
  if (!il_run_take_place (run)) {
    clear_values (arguments, n);
    return NULL;
  }
  pthread_mutex_lock (&run->lock);

  IlInstance *instance = g_new0 (IlInstance, 1);
  instance->run = run;
  instance->model = run->model;
  instance->routine = routine;
  instance->arguments = g_memdup2 (arguments, n * sizeof *arguments);
  instance->n_arguments = n;
  instance->start = start;
  instance->name = il_next_name (run->name_counts, start && start->name ? start->name : il_routine_name (routine));
  instance->line = parent ? parent->line : il_routine_line (routine);
  instance->depth = parent && run->options.model == IL_MODEL_SYNC ? parent->depth + 1 : 0;
  /* From the parent, not in the order of the run: the same whatever the interleaving. */
  instance->random = il_random_next (parent ? &parent->random : &run->random);
  g_ptr_array_add (run->instances, instance);
  instance->id = run->instances->len;
  pthread_mutex_unlock (&run->lock);
  return instance;
}

IlInstance *
il_run_add_instance (IlRun *run, IlInstance *parent, const IlRoutine *routine, IlValue *arguments, guint n)
{
  IlInstance *instance = add_instance (run, parent, NULL, routine, arguments, n);

  if (!instance)
    il_instance_fail (parent, parent->line, 0,
                      "%s cannot be spawned: %u tasks were made already, the limit (see --max-tasks)",
                      il_routine_name (routine), run->options.max_tasks);
  return instance;
}

/* What could not even begin: keeps ERROR for the report. */
static gboolean
fail_start (IlRun *run, IlRunError *error)
{
  g_ptr_array_add (run->errors, error);
  il_run_report (run, g_strdup_printf ("line %u: %s", error->line, error->message));
  return FALSE;
}

/* A period is a deadline where the policy takes it for one. */
static void
note_deadline (IlRun *run, const IlStart *start, guint32 task)
{
  gint64 deadline = start->deadline;

  if (deadline < 0 && start->every > 0 && *il_recording_info (run->recording)->policy
      && run->policy->class->looks_at & IL_LOOKS_AT_PERIOD)
    deadline = start->every;
  if (deadline >= 0)
    il_task_facts_set_deadline (il_recording_facts (run->recording), task, deadline);
}

IlInstance *
il_run_add_started (IlRun *run, const IlStart *start, guint32 by)
{
  g_autofree IlValue *arguments = g_new0 (IlValue, start->n_arguments + 1);
  IlRunError *error = NULL;

  if (!il_interpret_start (run->program, start, arguments, &error)) {
    fail_start (run, error);
    return NULL;
  }

  IlInstance *instance = add_instance (run, NULL, start, start->routine, arguments, start->n_arguments);
  if (!instance) {
    il_run_stop_at_tasks (run);
    return NULL;
  }
  instance->line = start->line;
  instance->started_by = by;
  note_deadline (run, start, instance->id);
  if (start->as >= 0)
    il_run_set_shared (run, (guint) start->as, il_value_handle (instance));
  return instance;
}

void
il_instance_fail_begin (IlInstance *instance, const char *message)
{
  instance->end = il_instance_fail (instance, instance->line, 0, "%s cannot be started: %s", instance->name, message);
  instance->ended = TRUE;
}

gboolean
il_run_start_instances (IlRun *run, gboolean (*begin) (IlModel *model, IlInstance *instance))
{
  IlRunError *error = NULL;

  if (!il_run_begin_shared (run, &error))
    return fail_start (run, error);
  for (guint i = 0; i < il_program_n_starts (run->program); i++) {
    const IlStart *start = il_program_start (run->program, i);

    if (start->at >= 0)
      continue;
    IlInstance *instance = il_run_add_started (run, start, IL_BY_NOBODY);
    if (!instance || !begin (run->model, instance))
      return FALSE;
  }
  return TRUE;
}

guint32
il_instance_name_text (const IlInstance *instance)
{
  return il_run_text (instance->run, instance->name);
}

IlStep
il_instance_interpret (IlInstance *instance)
{
  IlStep step = il_interpret (instance);

  atomic_fetch_sub (&instance->run->steps_granted, (guint64) MAX (0, instance->steps_left));
  if (step == IL_STEP_OK && instance->shared)
    return il_instance_check_result (instance);
  return il_instance_tell_broken (instance, step);
}

IlHow
il_instance_tell_end (IlInstance *instance, IlTraceValue *shown)
{
  *shown = (IlTraceValue) { IL_VALUE_ABSENT, 0 };

  switch (instance->end) {
  case IL_STEP_OK: *shown = il_run_trace_value (instance->run, instance->result); return IL_HOW_RETURN;
  case IL_STEP_ERROR:
    *shown = (IlTraceValue) { IL_VALUE_TEXT, il_run_text (instance->run, instance->error->message) };
    return IL_HOW_ERROR;
  default: return IL_HOW_CANCELLED;
  }
}

IlHow
il_instance_execute (IlInstance *instance, IlTraceValue *shown)
{
  instance->end = il_instance_interpret (instance);
  return il_instance_tell_end (instance, shown);
}

IlStep
il_instance_take_end (IlInstance *self, IlInstance *other)
{
  if (il_run_is_broken (self->run)) /* the error is one that nobody catches */
    return IL_STEP_STOPPED;
  other->noticed = TRUE;
  if (other->end == IL_STEP_ERROR) {
    IlRunError *error = il_run_error_awaited (other->error, self->name, other->name, self->line);

    g_clear_pointer (&self->error, il_run_error_unref);
    self->error = error;
  }
  return other->end;
}

IlStep
il_instance_check_await (IlInstance *self, IlInstance *other)
{
  return self == other ? il_instance_fail (self, self->line, 0, "%s awaits itself, which would never end", self->name)
                       : IL_STEP_OK;
}

/* A longer one, each time it is read and written, would cost its whole length. */
enum { MOST_SHOWN = 1000 /* bytes */ };

IlTraceValue
il_run_trace_value (IlRun *run, IlValue value)
{
  switch (value.type) {
  case IL_TYPE_NONE: return (IlTraceValue) { IL_VALUE_NONE, 0 };
  case IL_TYPE_INTEGER: return (IlTraceValue) { IL_VALUE_INTEGER, value.number };
  case IL_TYPE_DURATION: return (IlTraceValue) { IL_VALUE_DURATION, value.number };
  case IL_TYPE_BOOLEAN: return (IlTraceValue) { IL_VALUE_BOOLEAN, value.number };
  default: break;
  }

  g_autofree char *text = il_value_to_short_text (value, MOST_SHOWN);
  return (IlTraceValue) { IL_VALUE_TEXT, il_run_text (run, text) };
}

IlWhy
il_why_for_object (const IlRun *run, guint object, gboolean put)
{
  switch (il_program_object (run->program, object)->kind) {
  case IL_OBJECT_SEMAPHORE: return IL_WHY_SEMAPHORE;
  case IL_OBJECT_MUTEX:
  case IL_OBJECT_CONDITION: return IL_WHY_MUTEX;
  default: return put ? IL_WHY_QUEUE_PUT : IL_WHY_QUEUE_GET;
  }
}

const char *
il_run_object_name (const IlRun *run, guint object)
{
  return il_program_object (run->program, object)->name;
}

gint64
il_run_object_capacity (const IlRun *run, guint object)
{
  return il_program_object (run->program, object)->capacity;
}

gboolean
il_run_object_is_mutex (const IlRun *run, guint object)
{
  IlObjectKind kind = il_program_object (run->program, object)->kind;

  return kind == IL_OBJECT_MUTEX || kind == IL_OBJECT_CONDITION;
}

gboolean
il_run_object_is_bounded (const IlRun *run, guint object)
{
  return il_program_object (run->program, object)->variety == IL_VARIETY_BOUNDED;
}

IlStep
il_instance_fail_permits (IlInstance *self, guint object)
{
  return il_instance_fail (self, self->line, 0,
                           "semaphore %s has %" G_GINT64_FORMAT " permits, and cannot count one more",
                           il_run_object_name (self->run, object), G_MAXINT64);
}

IlStep
il_instance_fail_release (IlInstance *self, guint object)
{
  if (il_run_object_is_bounded (self->run, object))
    return il_instance_fail (self, self->line, 0,
                             "semaphore %s is released too often: all its permits (%" G_GINT64_FORMAT ") are free",
                             il_run_object_name (self->run, object), il_run_object_capacity (self->run, object));

  gboolean condition = il_program_object (self->run->program, object)->kind == IL_OBJECT_CONDITION;

  return il_instance_fail (self, self->line, 0,
                           condition ? "condition %s is released, but nobody holds its lock"
                                     : "mutex %s is released, but nobody holds it",
                           il_run_object_name (self->run, object));
}

IlStep
il_instance_fail_unlocked (IlInstance *self, guint object, gboolean notify)
{
  return il_instance_fail (self, self->line, 0, "condition %s can only be %s by who holds its lock",
                           il_run_object_name (self->run, object), notify ? "notified" : "waited for");
}

IlStep
il_instance_fail_group_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n)
{
  clear_values (arguments, n);
  return il_instance_fail (self, self->line, 0, "%s cannot be spawned: the group is being cancelled",
                           il_routine_name (routine));
}

IlStep
il_instance_fail_closed (IlInstance *self, guint object, gboolean put)
{
  IlStep step =
      il_instance_fail (self, self->line, 0,
                        put ? "queue %s is closed: nothing can be put into it" : "queue %s is closed and empty",
                        il_run_object_name (self->run, object));

  self->error->kind = put ? IL_ERROR_FAILURE : IL_ERROR_CLOSED;
  return step;
}

IlStep
il_instance_fail_full (IlInstance *self, guint object)
{
  return il_instance_fail (self, self->line, 0, "queue %s is full", il_run_object_name (self->run, object));
}

IlStep
il_instance_fail_empty (IlInstance *self, guint object)
{
  return il_instance_fail (self, self->line, 0, "queue %s is empty", il_run_object_name (self->run, object));
}

guint32
il_run_add_generator (IlRun *run, const char *name, guint line, char **shown)
{
  if (run->process)
    return il_process_add_generator (run->process, name, line, shown);
  pthread_mutex_lock (&run->lock);
  *shown = il_next_name (run->name_counts, name);
  pthread_mutex_unlock (&run->lock);
  return il_recording_add_object (run->recording, IL_OBJECT_GENERATOR, *shown, 0, line);
}

IlRecord
il_record_of_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  IlTraceValue shown = value ? il_run_trace_value (self->run, *value) : (IlTraceValue) { IL_VALUE_ABSENT, 0 };

  return il_record_op (0, self->id, traced, op, shown, self->line);
}

void
il_run_note_line (IlInstance *self)
{
  if (self->run->process) /* whose copy of the recording is nobody's */
    il_process_note_line (self);
  else
    il_task_facts_add_line (il_recording_facts (self->run->recording), self->id, il_instance_steps (self)->now (self),
                            self->line);
}

GHashTable *
il_run_copy_name_counts (IlRun *run)
{
  GHashTable *copy = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, count;
  g_auto (IlLocked) locked = il_lock (&run->lock);

  g_hash_table_iter_init (&iter, run->name_counts);
  while (g_hash_table_iter_next (&iter, &name, &count))
    g_hash_table_insert (copy, name, count);
  return copy;
}

IlStep
il_instance_fail_order (IlInstance *self, char *message)
{
  g_autofree char *text = message;

  return il_instance_fail (self, self->line, 0, "%s", text);
}

IlStep
il_instance_fail_task_done (IlInstance *self, guint object)
{
  return il_instance_fail (self, self->line, 0,
                           "task_done was said of queue %s more often than something was put into it",
                           il_run_object_name (self->run, object));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/shared.h"

#include "engine/language/interpret/interpreter.h"
#include "engine/models/run/offload.h"

/* Shared variables. On the wall clock their threads are real: each access holds the variable's lock, its
 * record included, so that a trace tells the accesses in their order. A read and a write are two
 * accesses, and what another thread writes in between is lost: that is the workload's race, never ours. */

struct _IlShared {
  pthread_mutex_t lock;
  IlValue value;
  /* Of a process's own copy, which has one user and so needs no lock: */
  guint32 traced;          /* the number of its object, once it is used */
  const char *left_behind; /* what it held that a process cannot have, such as "a task handle"; or NULL */
};

static gboolean
is_shared (const IlRun *run, guint object)
{
  return il_program_object (run->program, object)->kind == IL_OBJECT_SHARED;
}

gboolean
il_run_begin_shared (IlRun *run, IlRunError **error)
{
  guint n = il_program_n_objects (run->program);

  run->shared = g_new0 (IlShared, n + 1);
  for (guint i = 0; i < n; i++) {
    run->shared[i].value = IL_NONE_VALUE;
    pthread_mutex_init (&run->shared[i].lock, NULL);
  }
  for (guint i = 0; i < n; i++)
    if (is_shared (run, i) && !il_interpret_shared (run->program, i, &run->shared[i].value, error))
      return FALSE;
  return TRUE;
}

void
il_run_clear_shared (IlRun *run)
{
  il_shared_free (run, g_steal_pointer (&run->shared));
}

void
il_run_set_shared (IlRun *run, guint object, IlValue value)
{
  IlShared *shared = &run->shared[object];

  pthread_mutex_lock (&shared->lock);
  IlValue old = shared->value;
  shared->value = value;
  pthread_mutex_unlock (&shared->lock);
  il_value_clear (&old);
}

IlValue
il_run_get_shared (IlRun *run, guint object)
{
  IlShared *shared = &run->shared[object];

  pthread_mutex_lock (&shared->lock);
  IlValue value = il_value_ref (shared->value);
  pthread_mutex_unlock (&shared->lock);
  return value;
}

IlShared *
il_shared_copy_new (IlRun *run)
{
  guint n = il_program_n_objects (run->program);
  IlShared *copy = g_new0 (IlShared, n + 1);

  for (guint i = 0; i < n; i++) {
    copy[i].value = IL_NONE_VALUE;
    pthread_mutex_init (&copy[i].lock, NULL);
  }
  return copy;
}

void
il_shared_copy_begin (IlInstance *self)
{
  for (guint i = 0; self->shared && i < il_program_n_objects (self->run->program); i++) {
    IlShared *shared = &self->run->shared[i];

    pthread_mutex_lock (&shared->lock);
    if (il_value_travels (shared->value, &self->shared[i].left_behind))
      self->shared[i].value = il_value_ref (shared->value);
    pthread_mutex_unlock (&shared->lock);
  }
}

void
il_shared_free (IlRun *run, IlShared *shared)
{
  for (guint i = 0; shared && i < il_program_n_objects (run->program); i++) {
    il_value_clear (&shared[i].value);
    pthread_mutex_destroy (&shared[i].lock);
  }
  g_free (shared);
}

guint32
il_shared_traced (IlInstance *self, guint object)
{
  const IlObjectDeclaration *declaration = il_program_object (self->run->program, object);

  if (!self->shared)
    return self->run->objects[object];
  if (self->shared[object].traced == IL_NO_OBJECT) {
    g_autofree char *name = g_strdup_printf ("%s of %s", declaration->name, self->name);

    self->shared[object].traced =
        il_recording_add_object (self->run->recording, IL_OBJECT_SHARED, name, 0, declaration->line);
  }
  return self->shared[object].traced;
}

IlStep
il_shared_copy_read (IlInstance *self, guint object, IlValue *value)
{
  const IlShared *shared = &self->shared[object];

  if (shared->left_behind)
    return il_instance_fail (self, self->line, 0, "the shared variable '%s' holds %s, of which a process has no copy",
                             il_run_object_name (self->run, object), shared->left_behind);
  *value = il_value_ref (shared->value);
  return IL_STEP_OK;
}

void
il_shared_copy_write (IlInstance *self, guint object, IlValue value)
{
  IlShared *shared = &self->shared[object];
  IlValue old = shared->value;

  shared->value = value;
  shared->left_behind = NULL;
  il_value_clear (&old);
}

static void
record_access (IlInstance *self, guint object, IlOperation op, IlValue value, IlSharedRecord record)
{
  IlTraceValue shown = il_run_trace_value (self->run, value);

  record (self, il_record_op (0, self->id, il_shared_traced (self, object), op, shown, self->line));
}

IlStep
il_shared_read (IlInstance *self, guint object, IlValue *value, IlSharedRecord record)
{
  IlShared *shared = &self->run->shared[object];

  if (self->shared) {
    IlStep step = il_shared_copy_read (self, object, value);

    if (step == IL_STEP_OK)
      record_access (self, object, IL_OP_READ, *value, record);
    return step;
  }
  pthread_mutex_lock (&shared->lock);
  *value = il_value_ref (shared->value);
  record_access (self, object, IL_OP_READ, *value, record);
  pthread_mutex_unlock (&shared->lock);
  return IL_STEP_OK;
}

IlStep
il_shared_write (IlInstance *self, guint object, IlValue value, IlSharedRecord record)
{
  IlShared *shared = &self->run->shared[object];

  if (self->shared) {
    record_access (self, object, IL_OP_WRITE, value, record);
    il_shared_copy_write (self, object, value);
    return IL_STEP_OK;
  }
  pthread_mutex_lock (&shared->lock);
  IlValue old = shared->value;
  shared->value = value;
  record_access (self, object, IL_OP_WRITE, value, record);
  pthread_mutex_unlock (&shared->lock);
  il_value_clear (&old);
  return IL_STEP_OK;
}

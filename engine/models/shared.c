/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/shared.h"

#include "engine/language/interpreter.h"

/* Shared variables. On the wall clock their threads are real: each access holds the variable's lock, its
 * record included, so that a trace tells the accesses in their order. A read and a write are two
 * accesses, and what another thread writes in between is lost: that is the workload's race, never ours. */

struct _IlShared {
  pthread_mutex_t lock;
  IlValue value;
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
  for (guint i = 0; run->shared && i < il_program_n_objects (run->program); i++) {
    il_value_clear (&run->shared[i].value);
    pthread_mutex_destroy (&run->shared[i].lock);
  }
  g_clear_pointer (&run->shared, g_free);
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

static void
record_access (IlInstance *self, guint object, IlOperation op, IlValue value, IlRecorder record)
{
  IlTraceValue shown = il_run_trace_value (self->run, value);

  record (self, il_record_op (0, self->id, self->run->objects[object], op, shown, self->line));
}

IlStep
il_shared_read (IlInstance *self, guint object, IlValue *value, IlRecorder record)
{
  IlShared *shared = &self->run->shared[object];

  pthread_mutex_lock (&shared->lock);
  *value = il_value_ref (shared->value);
  record_access (self, object, IL_OP_READ, *value, record);
  pthread_mutex_unlock (&shared->lock);
  return IL_STEP_OK;
}

IlStep
il_shared_write (IlInstance *self, guint object, IlValue value, IlRecorder record)
{
  IlShared *shared = &self->run->shared[object];

  pthread_mutex_lock (&shared->lock);
  IlValue old = shared->value;
  shared->value = value;
  record_access (self, object, IL_OP_WRITE, value, record);
  pthread_mutex_unlock (&shared->lock);
  il_value_clear (&old);
  return IL_STEP_OK;
}

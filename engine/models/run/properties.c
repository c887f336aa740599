/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/properties.h"

#include "engine/language/interpret/properties.h"
#include "engine/models/run/shared.h"

/* A run with an `always` has its instances take other steps: each does what it did, and then looks at what reads the
 * object it was about. A run without any pays nothing. */

struct _IlAlways {
  IlRun *run;
  gboolean locks;       /* threads are real */
  pthread_mutex_t lock; /* so that nobody writes between a write and its check; and for what follows */
  GHashTable *steps;    /* IlModelSteps of an instance -> those to take instead, owned */
  GPtrArray **readers;  /* by object: the IlProperty that read it; or NULL */
  IlRunError *error;    /* the first */
  IlInstance *breaker;  /* whose */
};

static void
read_shared (gpointer data, guint object, IlValue *value)
{
  *value = il_run_get_shared (((IlInstance *) data)->run, object);
}

static void
count_object (gpointer data, guint object, gint64 *count)
{
  IlInstance *self = data;

  *count = 0;
  self->model->steps->count (self, object, count);
}

static const IlPropertyState state = { read_shared, count_object };

/* Beside the event loop an object is not to be looked at: it is the loop's. */
static gboolean
can_look (const IlInstance *self, const IlProperty *property)
{
  for (guint i = 0; self->steps && i < property->n_objects; i++)
    if (il_program_object (self->run->program, property->objects[i])->kind != IL_OBJECT_SHARED)
      return FALSE;
  return TRUE;
}

static IlRunError *
find_broken (IlInstance *self, guint object)
{
  const GPtrArray *readers = self->run->always->readers[object];
  IlRunError *error = NULL;

  for (guint i = 0; readers && !error && i < readers->len; i++) {
    const IlProperty *property = g_ptr_array_index (readers, i);

    if (can_look (self, property))
      error = il_property_check (self->run->program, property, &state, self, self->name, self->line);
  }
  return error;
}

static void
begin_step (IlInstance *self)
{
  if (self->run->always->locks)
    pthread_mutex_lock (&self->run->always->lock);
}

/* With the lock held. */
static IlStep
end_step (IlInstance *self, guint object, IlStep step)
{
  IlAlways *always = self->run->always;
  IlRunError *error = step == IL_STEP_OK && !always->error ? find_broken (self, object) : NULL;

  if (error) {
    always->error = error;
    always->breaker = self;
  }
  if (always->locks)
    pthread_mutex_unlock (&always->lock);
  if (!error)
    return step;
  il_run_stop_because (self->run, IL_STOP_ALWAYS);
  return IL_STEP_STOPPED;
}

/* What never waits is one with its check. */
#define NEVER_WAITS(name)                                                                                              \
  static IlStep always_##name (IlInstance *self, guint object)                                                         \
  {                                                                                                                    \
    begin_step (self);                                                                                                 \
    return end_step (self, object, il_instance_steps (self)->name (self, object));                                     \
  }

#define MAY_WAIT(name)                                                                                                 \
  static IlStep always_##name (IlInstance *self, guint object)                                                         \
  {                                                                                                                    \
    IlStep step = il_instance_steps (self)->name (self, object);                                                       \
                                                                                                                       \
    begin_step (self);                                                                                                 \
    return end_step (self, object, step);                                                                              \
  }

NEVER_WAITS (release)
NEVER_WAITS (close)
NEVER_WAITS (set)
NEVER_WAITS (clear)
MAY_WAIT (acquire)
MAY_WAIT (wait)

static IlStep
always_write (IlInstance *self, guint object, IlValue value)
{
  begin_step (self);
  return end_step (self, object, il_instance_steps (self)->write (self, object, value));
}

static IlStep
always_put_nowait (IlInstance *self, guint object, IlValue value)
{
  begin_step (self);
  return end_step (self, object, il_instance_steps (self)->put_nowait (self, object, value));
}

static IlStep
always_put (IlInstance *self, guint object, IlValue value)
{
  IlStep step = il_instance_steps (self)->put (self, object, value);

  begin_step (self);
  return end_step (self, object, step);
}

/* Whoever gets STEP's end has no value. */
static IlStep
end_get (IlInstance *self, guint object, IlValue *value, IlStep step)
{
  IlStep end = end_step (self, object, step);

  if (step == IL_STEP_OK && end != IL_STEP_OK)
    il_value_clear (value);
  return end;
}

static IlStep
always_get (IlInstance *self, guint object, IlValue *value)
{
  IlStep step = il_instance_steps (self)->get (self, object, value);

  begin_step (self);
  return end_get (self, object, value, step);
}

static IlStep
always_get_nowait (IlInstance *self, guint object, IlValue *value)
{
  begin_step (self);
  return end_get (self, object, value, il_instance_steps (self)->get_nowait (self, object, value));
}

static const IlModelSteps *
watched_steps (IlInstance *self)
{
  const IlModelSteps *steps = il_instance_steps (self);
  IlAlways *always = self->run->always;

  if (self->shared) /* a process, whose variables are its own */
    return steps;
  begin_step (self);
  IlModelSteps *watched = g_hash_table_lookup (always->steps, steps);
  if (!watched) {
    watched = g_memdup2 (steps, sizeof *steps);
    watched->write = always_write;
    watched->acquire = always_acquire;
    watched->release = always_release;
    watched->put = always_put;
    watched->get = always_get;
    watched->put_nowait = always_put_nowait;
    watched->get_nowait = always_get_nowait;
    watched->close = always_close;
    watched->wait = always_wait;
    watched->set = always_set;
    watched->clear = always_clear;
    g_hash_table_insert (always->steps, (gpointer) steps, watched);
  }
  if (always->locks)
    pthread_mutex_unlock (&always->lock);
  return watched;
}

IlAlways *
il_always_new (IlRun *run)
{
  IlAlways *always = NULL;

  for (guint i = 0; i < il_program_n_properties (run->program); i++) {
    const IlProperty *property = il_program_property (run->program, i);

    if (property->kind != IL_PROPERTY_ALWAYS)
      continue;
    if (!always) {
      always = g_new0 (IlAlways, 1);
      always->run = run;
      always->locks = run->options.clock == IL_CLOCK_WALL;
      pthread_mutex_init (&always->lock, NULL);
      always->steps = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      always->readers = g_new0 (GPtrArray *, il_program_n_objects (run->program) + 1);
      run->host.watched_steps = watched_steps;
    }
    for (guint j = 0; j < property->n_objects; j++) {
      GPtrArray **readers = &always->readers[property->objects[j]];

      if (!*readers)
        *readers = g_ptr_array_new ();
      g_ptr_array_add (*readers, (gpointer) property);
    }
  }
  return always;
}

void
il_always_free (IlAlways *always)
{
  if (!always)
    return;
  for (guint i = 0; i < il_program_n_objects (always->run->program); i++)
    g_clear_pointer (&always->readers[i], g_ptr_array_unref);
  g_free (always->readers);
  g_hash_table_unref (always->steps);
  g_clear_pointer (&always->error, il_run_error_unref);
  pthread_mutex_destroy (&always->lock);
  g_free (always);
}

gboolean
il_run_is_broken (const IlRun *run)
{
  return atomic_load_explicit (&run->stop, memory_order_relaxed) == IL_STOP_ALWAYS;
}

gboolean
il_instance_has_broken (const IlInstance *self)
{
  return il_run_is_broken (self->run) && self->run->always->breaker == self;
}

IlStep
il_instance_tell_broken (IlInstance *self, IlStep step)
{
  if (step != IL_STEP_STOPPED || !il_instance_has_broken (self))
    return step;
  g_clear_pointer (&self->error, il_run_error_unref);
  self->error = il_run_error_ref (self->run->always->error);
  return IL_STEP_ERROR;
}

IlRunError *
il_run_broken_error (const IlRun *run)
{
  return run->always ? run->always->error : NULL;
}

void
il_run_check_ensure (IlRun *run)
{
  IlInstance nobody = { .run = run, .model = run->model };

  for (guint i = 0; i < il_program_n_properties (run->program); i++) {
    const IlProperty *property = il_program_property (run->program, i);
    IlRunError *error = property->kind == IL_PROPERTY_ENSURE
                            ? il_property_check (run->program, property, &state, &nobody, NULL, 0)
                            : NULL;

    if (!error)
      continue;
    g_ptr_array_add (run->errors, error);
    il_run_report (run, g_strdup_printf ("line %u: %s", error->line, error->message));
  }
}

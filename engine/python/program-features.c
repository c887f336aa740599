/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/program-features.h"

#include "engine/python/features-pass.h"

#include <string.h>

const char *
il_constant_text (const IlProgram *program, const IlExpression *item)
{
  if (item->kind == IL_EXPRESSION_LITERAL && item->literal.type == IL_TYPE_STRING)
    return il_value_text (item->literal);
  if (item->kind == IL_EXPRESSION_OBJECT)
    return il_program_object (program, item->name.index)->name;
  return NULL;
}

gboolean
il_kinds_are_plain (IlKinds kinds)
{
  return (kinds.own & ~(IL_CAN_INTEGER | IL_CAN_STRING | IL_CAN_TIME)) == 0;
}

gboolean
il_kinds_have_none (IlKinds kinds)
{
  return ((kinds.own | (kinds.own & IL_CAN_LIST ? kinds.items : 0)) & IL_CAN_NONE) != 0;
}

gboolean
il_can_be_zero (const IlExpression *expression)
{
  return expression->kind != IL_EXPRESSION_LITERAL || expression->literal.number == 0;
}

gboolean
il_export_checks (const IlProgram *program, const IlProperty *property)
{
  if (property->kind != IL_PROPERTY_ALWAYS)
    return FALSE;
  for (guint i = 0; i < property->n_objects; i++)
    if (il_program_object (program, property->objects[i])->kind != IL_OBJECT_SHARED)
      return FALSE;
  return TRUE;
}

static void
note_object (IlFeaturesPass *pass, const IlObjectDeclaration *object)
{
  IlFeatures *features = pass->features;

  features->bounded |= object->variety == IL_VARIETY_BOUNDED;
  features->priority |= object->variety == IL_VARIETY_PRIORITY;
  features->lifo |= object->variety == IL_VARIETY_LIFO;
  switch (object->kind) {
  case IL_OBJECT_SEMAPHORE: features->semaphores = TRUE; break;
  case IL_OBJECT_MUTEX: features->mutexes = TRUE; break;
  case IL_OBJECT_QUEUE: features->queues = TRUE; break;
  case IL_OBJECT_EVENT: features->events = TRUE; break;
  case IL_OBJECT_CONDITION: features->conditions = TRUE; break;
  case IL_OBJECT_BARRIER: features->barriers = TRUE; break;
  case IL_OBJECT_DEVICE: features->devices = TRUE; break;
  default: il_features_visit (pass, object->value); break;
  }
}

/* Where they fail, no task does. */
static void
visit_properties (IlFeaturesPass *pass)
{
  pass->catching++;
  for (guint i = 0; i < il_program_n_properties (pass->program); i++) {
    const IlProperty *property = il_program_property (pass->program, i);
    gboolean always = il_export_checks (pass->program, property);

    pass->features->always |= always;
    pass->features->ensure |= property->kind == IL_PROPERTY_ENSURE;
    if (property->kind == IL_PROPERTY_ALWAYS && !always)
      continue;
    il_features_visit (pass, property->condition);
    il_features_visit_text (pass, property->text);
  }
  pass->catching--;
}

static void
visit_starts (IlFeaturesPass *pass)
{
  const GArray *starts = pass->program->starts;

  for (guint i = 0; i < starts->len; i++) {
    const IlStart *start = &g_array_index (starts, IlStart, i);

    for (guint j = 0; j < start->n_arguments; j++)
      il_features_visit (pass, start->arguments[j]);
    pass->features->arrivals |= start->at >= 0 || start->every > 0;
    pass->features->spawn |= start->as >= 0;
  }
  /* Alone, it is a call in the program's first thread, but for names and random numbers. */
  pass->features->spawn |=
      starts->len > 1 || pass->features->arrivals || pass->features->shows_names || pass->features->random;
}

static void
add_blocking (IlFeaturesPass *pass, GHashTable *blocking, const IlRoutine *routine)
{
  GPtrArray *calls = g_hash_table_lookup (pass->calls, routine);

  if (!g_hash_table_add (blocking, (gpointer) routine))
    return;
  pass->features->shows_values |= g_hash_table_contains (pass->shows_handles, routine);
  for (guint i = 0; calls && i < calls->len; i++)
    add_blocking (pass, blocking, g_ptr_array_index (calls, i));
}

/* What such a task calls has no event loop either. */
static void
find_blocking (IlFeaturesPass *pass)
{
  g_autoptr (GHashTable) blocking = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer routine;

  g_hash_table_iter_init (&iter, pass->offloaded);
  while (g_hash_table_iter_next (&iter, &routine, NULL))
    add_blocking (pass, blocking, routine);
  for (guint i = 0; i < pass->program->routines->len; i++)
    if (g_hash_table_contains (blocking, routine = g_ptr_array_index (pass->program->routines, i)))
      g_ptr_array_add (pass->features->blocking, routine);
}

/* With `as`. */
static gboolean
keeps_starts (const IlProgram *program)
{
  for (guint i = 0; i < program->starts->len; i++)
    if (g_array_index (program->starts, IlStart, i).as >= 0)
      return TRUE;
  return FALSE;
}

static void
conclude (IlFeatures *features, const IlProgram *program)
{
  gboolean sync = features->sync, coop = features->coop, tells = features->tells_errors;

  features->quotient &= tells;
  features->remainder &= tells;
  features->item &= tells;
  features->goes_through_any &= coop;
  /* Where nothing else has deadlines, asyncio.sleep() gives the same order; but completed I/O goes before timers,
   * however long a computation kept both waiting. */
  features->io_function = coop && features->io && (features->sleep || features->io_can_be_0);
  features->generator_class = features->shows_generators || (features->steps_generators && tells);
  features->attempts = sync && (features->gather_errors || features->wait_all || features->as_completed);
  features->compares_handles |= features->attempts;
  features->first |= features->threads && features->as_completed;
  gboolean handles = features->shows_handles || features->compares_handles;
  features->turns = sync && (keeps_starts (program) || (handles && features->arrivals));
  features->comes = features->turns && features->arrivals;
  features->task_class = sync && (handles || features->turns);
  features->none_handles &= features->task_class;
  /* A cancel ends waits as a timeout does, whose error says how long it was. */
  features->timeout |= features->turns;
  features->durations |= features->timeout && (tells || sync);
  features->own_tasks = features->threads || features->task_class;
  features->mutex_class = coop && tells && features->release && (features->mutexes || features->conditions);
  features->bounded_class = coop && tells && features->bounded;
  features->ordered_groups = coop && features->group && (features->try || features->with);
  features->starts_apart =
      sync && (features->can_fail || features->closes) && (program->starts->len > 1 || features->arrivals);
  features->tells_lost = features->attempts && (features->can_fail || features->closes);
  features->exit_status = (features->can_fail || features->closes) && (coop || (features->threads && features->spawn));
  features->queue_class =
      features->queues
      && (features->closes || ((features->joins || features->priority) && (tells || sync))
          || (features->does_not_wait && tells)
          || (sync && (features->try || features->timeout || program->starts->len > 1 || features->arrivals)));
}

void
il_features_find (IlFeatures *features, const IlProgram *program, IlModelKind model, IlKindTable *kinds)
{
  g_autoptr (GHashTable) offloaded = g_hash_table_new (NULL, NULL), shows_handles = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) calls = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  IlFeaturesPass pass = { .features = features,
                          .program = program,
                          .kinds = kinds,
                          .offloaded = offloaded,
                          .calls = calls,
                          .shows_handles = shows_handles };

  *features = (IlFeatures) { .sync = model == IL_MODEL_SYNC,
                             .threads = model == IL_MODEL_THREADS,
                             .coop = model == IL_MODEL_COOP,
                             .blocking = g_ptr_array_new () };
  for (guint i = 0; i < program->objects->len; i++)
    note_object (&pass, &g_array_index (program->objects, IlObjectDeclaration, i));
  for (guint i = 0; i < program->routines->len; i++) {
    pass.routine = g_ptr_array_index (program->routines, i);
    il_features_visit_block (&pass, &pass.routine->body);
  }
  pass.routine = NULL;
  visit_properties (&pass);
  visit_starts (&pass);
  if (features->coop)
    find_blocking (&pass);
  conclude (features, program);
}

void
il_features_clear (IlFeatures *features)
{
  g_clear_pointer (&features->blocking, g_ptr_array_unref);
}

static gboolean
has (const IlFeatures *features, const char *name)
{
#define IL_FEATURE_ENTRY(name) { #name, G_STRUCT_OFFSET (IlFeatures, name) },
  static const struct {
    const char *name;
    glong offset;
  } all[] = { IL_PYTHON_FEATURES (IL_FEATURE_ENTRY) };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (strcmp (all[i].name, name) == 0)
      return G_STRUCT_MEMBER (gboolean, features, all[i].offset);
  g_error ("the exporter to Python knows no feature '%s'", name); /* a snippet's header is wrong */
}

gboolean
il_features_match (const IlFeatures *features, const char *condition)
{
  g_auto (GStrv) words = g_strsplit (condition, " ", -1);

  for (char **word = words; *word; word++)
    if (**word != '\0' && has (features, **word == '!' ? *word + 1 : *word) == (**word == '!'))
      return FALSE;
  return TRUE;
}

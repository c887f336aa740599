/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/explore/execution-private.h"

#include <string.h>

/* The steps that make tasks and wait for them. */

static IlStep
visit_tasks (IlActor *actor, const char *word, IlInstance *const *others, guint n, gboolean (*can) (IlActor *actor))
{
  actor->others = others;
  actor->n_others = n;
  return il_actor_visit (actor, word, IL_WITHOUT_OBJECT, can);
}

IlStep
il_explored_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlActor *actor = (IlActor *) self;
  IlStep step = il_actor_visit (actor, "spawn", IL_WITHOUT_OBJECT, NULL);

  if (step != IL_STEP_OK) {
    for (guint i = 0; i < n; i++)
      il_value_clear (&arguments[i]);
    return step;
  }
  *spawned = &il_execution_add (actor->execution, actor, actor->n_children++, NULL, routine, arguments, n)->instance;
  return il_actor_learn (actor, IL_STEP_OK);
}

static gboolean
all_ended (IlActor *actor)
{
  for (guint i = 0; i < actor->n_others; i++)
    if (!actor->others[i]->ended)
      return FALSE;
  return TRUE;
}

static gboolean
some_ended (IlActor *actor)
{
  for (guint i = 0; i < actor->n_others; i++)
    if (actor->others[i]->ended)
      return TRUE;
  return FALSE;
}

static gboolean
all_ended_or_one_failed (IlActor *actor)
{
  for (guint i = 0; i < actor->n_others; i++)
    if (actor->others[i]->ended && actor->others[i]->end != IL_STEP_OK)
      return TRUE;
  return all_ended (actor);
}

static void
learn_end (IlActor *actor, const IlInstance *other)
{
  il_actor_learn (actor, other->end);
  il_state_add_value (actor->past, other->end == IL_STEP_OK ? other->result : IL_NONE_VALUE);
  if (other->error)
    g_byte_array_append (actor->past, (const guint8 *) other->error->message,
                         (guint) strlen (other->error->message) + 1);
}

IlStep
il_explored_await (IlInstance *self, IlInstance *other)
{
  IlActor *actor = (IlActor *) self;
  IlStep step = visit_tasks (actor, "await", &other, 1, all_ended);

  if (step != IL_STEP_OK)
    return step;
  learn_end (actor, other);
  return il_instance_take_end (self, other);
}

IlStep
il_explored_gather (IlInstance *self, IlInstance *const *others, guint n, gboolean errors)
{
  IlActor *actor = (IlActor *) self;
  IlStep step = visit_tasks (actor, "gather", others, n, errors ? all_ended : all_ended_or_one_failed);

  for (guint i = 0; i < n && step == IL_STEP_OK; i++) {
    if (!others[i]->ended)
      continue;
    learn_end (actor, others[i]);
    if (errors)
      others[i]->noticed = TRUE;
    else
      step = il_instance_take_end (self, others[i]);
  }
  return step;
}

IlStep
il_explored_wait_all (IlInstance *self, IlInstance *const *others, guint n)
{
  IlActor *actor = (IlActor *) self;
  IlStep step = visit_tasks (actor, "wait", others, n, all_ended);

  for (guint i = 0; i < n && step == IL_STEP_OK; i++)
    learn_end (actor, others[i]);
  return step;
}

IlStep
il_explored_first (IlInstance *self, IlInstance *const *others, guint n, guint *index)
{
  IlActor *actor = (IlActor *) self;
  IlStep step = visit_tasks (actor, "first", others, n, some_ended);

  for (*index = 0; step == IL_STEP_OK && !others[*index]->ended;)
    ++*index;
  if (step == IL_STEP_OK)
    il_state_add_number (actor->past, *index);
  return step;
}

IlStep
il_explored_ended (IlInstance *self, IlInstance *other, gboolean learns, gboolean *has)
{
  IlActor *actor = (IlActor *) self;
  IlStep step = visit_tasks (actor, "ask", &other, 1, NULL);

  if (step != IL_STEP_OK)
    return step;
  *has = other->ended;
  il_state_add_number (actor->past, other->ended);
  if (other->ended)
    learn_end (actor, other);
  if (other->ended && learns)
    other->noticed = TRUE;
  return IL_STEP_OK;
}

struct _IlModelGroup {
  GPtrArray *members; /* of IlInstance */
};

IlStep
il_explored_group_begin (IlInstance *self, IlModelGroup **group)
{
  *group = g_new0 (IlModelGroup, 1);
  (*group)->members = g_ptr_array_new ();
  return IL_STEP_OK;
}

IlStep
il_explored_group_spawn (IlInstance *self, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments, guint n,
                         IlInstance **spawned)
{
  IlStep step = il_explored_spawn (self, routine, arguments, n, spawned);

  if (step == IL_STEP_OK)
    g_ptr_array_add (group->members, *spawned);
  return step;
}

IlStep
il_explored_group_end (IlInstance *self, IlModelGroup *group, IlStep end)
{
  IlActor *actor = (IlActor *) self;
  IlStep step = end;

  if (end == IL_STEP_OK)
    step = visit_tasks (actor, "end of group", (IlInstance *const *) group->members->pdata, group->members->len,
                        all_ended_or_one_failed);
  else if (end != IL_STEP_STOPPED)
    step = il_execution_refuse (actor->execution, "a group whose block fails, and so cancels its tasks");
  for (guint i = 0; step == IL_STEP_OK && i < group->members->len; i++)
    if (((IlInstance *) g_ptr_array_index (group->members, i))->end != IL_STEP_OK)
      step = il_execution_refuse (actor->execution, "a group of which a task fails, and so the others are cancelled");
  if (step == IL_STEP_OK)
    il_actor_learn (actor, step);
  g_ptr_array_unref (group->members);
  g_free (group);
  return step;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/blocking/threads-private.h"
#include "engine/models/run/properties.h"

/* A group of threads, with asyncio.TaskGroup's promise: none outlives the block, and the first failure
 * cancels the others and the block. */

struct _IlModelGroup {
  IlThread *parent;
  GQueue members;    /* of Member, in order of creation: those that have not ended */
  GPtrArray *failed; /* of IlInstance, in the order in which they failed */
  gboolean at_end;   /* the parent has come to the block's end */
  gboolean aborting; /* the members were cancelled */
  gboolean parent_cancelled;
  gboolean stopped; /* a member ended because the run did */
};

typedef struct {
  IlWatch watch; /* first member */
  IlModelGroup *group;
  GList link; /* in the group's members */
} Member;

IlStep
il_threads_group_begin (IlInstance *self, IlModelGroup **group)
{
  *group = g_new0 (IlModelGroup, 1);
  (*group)->parent = self->model_data;
  (*group)->failed = g_ptr_array_new ();
  return IL_STEP_OK;
}

static void
abort_members (IlModelGroup *group, IlThread *actor)
{
  group->aborting = TRUE;
  for (GList *link = group->members.head; link; link = link->next)
    il_thread_cancel (((Member *) link->data)->watch.watched, actor, actor->instance->id);
}

static void
note_failure (IlModelGroup *group, IlThread *failed)
{
  g_ptr_array_add (group->failed, failed->instance);
  if (group->aborting)
    return;
  abort_members (group, failed);
  if (group->at_end) /* it waits for all of them anyway */
    return;
  group->parent_cancelled = TRUE;
  il_thread_cancel (group->parent, failed, failed->instance->id);
}

static void
member_ended (IlWatch *watch, IlThread *ended)
{
  Member *member = (Member *) watch;
  IlModelGroup *group = member->group;

  g_queue_unlink (&group->members, &member->link);
  g_free (member);
  group->stopped |= ended->instance->end == IL_STEP_STOPPED;
  if (ended->instance->end == IL_STEP_ERROR)
    note_failure (group, ended);
  if (group->at_end && group->members.length == 0 && group->parent->waits)
    il_thread_wake (group->parent, ended, ended->instance->id);
}

static void
add_member (IlModelGroup *group, IlThread *thread)
{
  Member *member = g_new0 (Member, 1);

  member->watch.ended = member_ended;
  member->group = group;
  member->link.data = member;
  g_queue_push_tail_link (&group->members, &member->link);
  il_watch_begin (&member->watch, thread);
}

/* GROUP: NULL for a thread that is in none. */
IlStep
il_threads_group_spawn (IlInstance *self, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments, guint n,
                        IlInstance **spawned)
{
  IlThreads *threads = il_threads_of (self);
  g_autofree char *message = NULL;

  il_threads_lock (threads);
  gboolean aborting = group && group->aborting;
  il_threads_unlock (threads);
  if (aborting) {
    IlStep step = il_instance_fail_group_spawn (self, routine, arguments, n);

    return il_run_is_broken (self->run) ? IL_STEP_STOPPED : step;
  }

  IlInstance *instance = il_run_add_instance (self->run, self, routine, arguments, n);
  if (!instance)
    return IL_STEP_ERROR;
  il_threads_lock (threads);
  gboolean started = threads->class->start (threads, instance, self->model_data, FALSE, &message);
  if (started && group)
    add_member (group, instance->model_data);
  if (started && group && group->aborting) /* since then */
    il_thread_cancel (instance->model_data, self->model_data, self->id);
  il_threads_unlock (threads);
  if (!started)
    return il_instance_fail (self, self->line, 0, "%s cannot be spawned: %s", instance->name, message);
  *spawned = instance;
  return IL_STEP_OK;
}

/* With the lock held: until no member is left. A cancel meanwhile is passed on to them. */
static IlStep
wait_for_members (IlModelGroup *group, gboolean *cancelled)
{
  while (group->members.length > 0) {
    IlStep step = il_thread_wait (group->parent, NULL, IL_WHY_GROUP, IL_NO_OBJECT, IL_FOR_EVER);

    if (step == IL_STEP_CANCELLED && !group->aborting)
      abort_members (group, group->parent);
    *cancelled |= step == IL_STEP_CANCELLED;
    if (step == IL_STEP_STOPPED)
      return step;
  }
  return group->stopped || il_run_is_broken (group->parent->instance->run) ? IL_STEP_STOPPED : IL_STEP_OK;
}

static void
group_free (IlModelGroup *group)
{
  Member *member;

  while ((member = g_queue_peek_head (&group->members))) { /* the run has stopped */
    g_queue_unlink (&group->members, &member->link);
    il_watch_end (&member->watch);
    g_free (member);
  }
  g_ptr_array_unref (group->failed);
  g_free (group);
}

IlStep
il_threads_group_end (IlInstance *self, IlModelGroup *group, IlStep body)
{
  IlThreads *threads = il_threads_of (self);
  gboolean cancelled = body == IL_STEP_CANCELLED;
  IlStep step = body;

  il_threads_lock (threads);
  group->at_end = TRUE;
  if (group->parent_cancelled)
    il_thread_take_back_cancel (group->parent);
  if (body != IL_STEP_OK && !group->aborting)
    abort_members (group, group->parent);
  if (step != IL_STEP_STOPPED)
    step = wait_for_members (group, &cancelled);
  if (step != IL_STEP_STOPPED) {
    if (group->failed->len > 0 || body == IL_STEP_ERROR)
      step = il_instance_fail_group (self, body == IL_STEP_ERROR, (IlInstance **) group->failed->pdata,
                                     group->failed->len);
    else
      step = cancelled ? IL_STEP_CANCELLED : body;
  }
  group_free (group);
  il_threads_unlock (threads);
  return step;
}

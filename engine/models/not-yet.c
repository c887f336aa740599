/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/not-yet.h"

/* Only while the models learn the last of the language: a step that a model lacks is an error of the workload. */

#define U G_GNUC_UNUSED

static IlStep
fail (IlInstance *self, const char *what)
{
  return il_instance_fail (self, self->line, 0, "'%s' is not possible under this model yet", what);
}

static IlStep
fail_call (IlInstance *self, IlValue *arguments, guint n, const char *what)
{
  for (guint i = 0; i < n; i++)
    il_value_clear (&arguments[i]);
  return fail (self, what);
}

static IlStep not_wait (IlInstance *self, guint object U) { return fail (self, "wait"); }
static IlStep not_set (IlInstance *self, guint object U) { return fail (self, "set"); }
static IlStep not_clear (IlInstance *self, guint object U) { return fail (self, "clear"); }
static IlStep not_notify (IlInstance *self, guint object U, gboolean all U) { return fail (self, "notify"); }
static IlStep not_cancel (IlInstance *self, IlInstance *other U) { return fail (self, "cancel"); }
static IlStep not_gather (IlInstance *self, IlInstance *const *others U, guint n U) { return fail (self, "gather"); }
static IlStep not_first (IlInstance *self, IlInstance *const *others U, guint n U, guint *first U) { return fail (self, "first"); }
static IlStep not_shield (IlInstance *self, IlInstance *other U) { return fail (self, "shield"); }
static IlStep not_timeout (IlInstance *self, gint64 duration U, IlModelTimeout **timeout U) { return fail (self, "timeout"); }
static IlStep not_group (IlInstance *self, IlModelGroup **group U) { return fail (self, "group"); }

static IlStep
not_thread (IlInstance *self, const IlRoutine *routine U, IlValue *arguments, guint n, IlValue *result U)
{
  return fail_call (self, arguments, n, "thread");
}

static IlStep
not_process (IlInstance *self, const IlRoutine *routine U, IlValue *arguments, guint n, IlValue *result U)
{
  return fail_call (self, arguments, n, "process");
}

void
il_steps_complete (IlModelSteps *steps)
{
  steps->wait = steps->wait ? steps->wait : not_wait;
  steps->set = steps->set ? steps->set : not_set;
  steps->clear = steps->clear ? steps->clear : not_clear;
  steps->notify = steps->notify ? steps->notify : not_notify;
  steps->cancel = steps->cancel ? steps->cancel : not_cancel;
  steps->gather = steps->gather ? steps->gather : not_gather;
  steps->first = steps->first ? steps->first : not_first;
  steps->shield = steps->shield ? steps->shield : not_shield;
  steps->timeout_begin = steps->timeout_begin ? steps->timeout_begin : not_timeout;
  steps->group_begin = steps->group_begin ? steps->group_begin : not_group;
  steps->thread = steps->thread ? steps->thread : not_thread;
  steps->process = steps->process ? steps->process : not_process;
}

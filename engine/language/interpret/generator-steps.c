/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/generator.h"

#include "engine/coro/coro.h"

typedef enum {
  SPAWN,
  AWAIT,
  CPU,
  SLEEP,
  IO,
  IO_DEVICE,
  ACQUIRE,
  RELEASE,
  PUT,
  PUT_NOWAIT,
  GET,
  GET_NOWAIT,
  CLOSE,
  WAIT,
  SET,
  CLEAR,
  NOTIFY,
  CANCEL,
  GATHER,
  FIRST,
  SHIELD,
  TIMEOUT_BEGIN,
  TIMEOUT_END,
  GROUP_BEGIN,
  GROUP_SPAWN,
  GROUP_END,
  THREAD,
  PROCESS,
  READ,
  WRITE,
  OP,
  PRINT,
} Kind;

struct _IlRequest {
  Kind kind;
  IlStep step; /* what it came to */
  const IlRoutine *routine;
  IlValue *arguments;
  guint n;
  IlInstance **spawned;
  IlInstance *other;
  IlInstance *const *others;
  guint *first;
  IlModelTimeout *timeout;
  IlModelTimeout **new_timeout;
  IlModelGroup *group;
  IlModelGroup **new_group;
  IlStep body;
  gboolean all;
  gint64 duration;
  guint object;
  IlValue value;
  IlValue *got;
  IlOperation op;
  const IlValue *shown;
  const char *text;
  IlRunError **error; /* of the end of a block that failed: goes along, and back */
};

static IlStep
perform (const IlRequest *it, const IlModelSteps *steps, IlInstance *self)
{
  switch (it->kind) {
  case SPAWN: return steps->spawn (self, it->routine, it->arguments, it->n, it->spawned);
  case AWAIT: return steps->await (self, it->other);
  case CPU: return steps->cpu (self, it->duration);
  case SLEEP: return steps->sleep (self, it->duration);
  case IO: return steps->io (self, it->duration);
  case IO_DEVICE: return steps->io_device (self, it->object, it->duration);
  case ACQUIRE: return steps->acquire (self, it->object);
  case RELEASE: return steps->release (self, it->object);
  case PUT: return steps->put (self, it->object, it->value);
  case PUT_NOWAIT: return steps->put_nowait (self, it->object, it->value);
  case GET: return steps->get (self, it->object, it->got);
  case GET_NOWAIT: return steps->get_nowait (self, it->object, it->got);
  case CLOSE: return steps->close (self, it->object);
  case WAIT: return steps->wait (self, it->object);
  case SET: return steps->set (self, it->object);
  case CLEAR: return steps->clear (self, it->object);
  case NOTIFY: return steps->notify (self, it->object, it->all);
  case CANCEL: return steps->cancel (self, it->other);
  case GATHER: return steps->gather (self, it->others, it->n);
  case FIRST: return steps->first (self, it->others, it->n, it->first);
  case SHIELD: return steps->shield (self, it->other);
  case TIMEOUT_BEGIN: return steps->timeout_begin (self, it->duration, it->new_timeout);
  case TIMEOUT_END: return steps->timeout_end (self, it->timeout, it->body);
  case GROUP_BEGIN: return steps->group_begin (self, it->new_group);
  case GROUP_SPAWN: return steps->group_spawn (self, it->group, it->routine, it->arguments, it->n, it->spawned);
  case GROUP_END: return steps->group_end (self, it->group, it->body);
  case THREAD: return steps->thread (self, it->routine, it->arguments, it->n, it->got);
  case PROCESS: return steps->process (self, it->routine, it->arguments, it->n, it->got);
  case READ: return steps->read (self, it->object, it->got);
  case WRITE: return steps->write (self, it->object, it->value);
  case OP: steps->op (self, it->object, it->op, it->shown); return IL_STEP_OK;
  case PRINT: steps->print (self, it->text); return IL_STEP_OK;
  }
  g_return_val_if_reached (IL_STEP_STOPPED);
}

void
il_request_perform (IlRequest *request, IlFrame *user, IlInstance *self)
{
  if (request->error && request->body == IL_STEP_ERROR) {
    g_clear_pointer (&user->instance->error, il_run_error_unref);
    user->instance->error = g_steal_pointer (request->error);
  }
  request->step = perform (request, user->steps, user->instance);
  if (request->step == IL_STEP_ERROR) {
    g_clear_pointer (&self->error, il_run_error_unref);
    self->error = g_steal_pointer (&user->instance->error);
  }
}

static IlStep
ask (IlRequest request)
{
  il_coro_suspend (&request);
  return request.step;
}

#define UNUSED G_GNUC_UNUSED

static IlStep
ask_spawn (IlInstance *self UNUSED, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  return ask ((IlRequest) { .kind = SPAWN, .routine = routine, .arguments = arguments, .n = n, .spawned = spawned });
}

static IlStep
ask_await (IlInstance *self UNUSED, IlInstance *other)
{
  return ask ((IlRequest) { .kind = AWAIT, .other = other });
}

static IlStep
ask_cpu (IlInstance *self UNUSED, gint64 duration)
{
  return ask ((IlRequest) { .kind = CPU, .duration = duration });
}

static IlStep
ask_sleep (IlInstance *self UNUSED, gint64 duration)
{
  return ask ((IlRequest) { .kind = SLEEP, .duration = duration });
}

static IlStep
ask_io (IlInstance *self UNUSED, gint64 duration)
{
  return ask ((IlRequest) { .kind = IO, .duration = duration });
}

static IlStep
ask_io_device (IlInstance *self UNUSED, guint object, gint64 duration)
{
  return ask ((IlRequest) { .kind = IO_DEVICE, .object = object, .duration = duration });
}

static IlStep
ask_acquire (IlInstance *self UNUSED, guint object)
{
  return ask ((IlRequest) { .kind = ACQUIRE, .object = object });
}

static IlStep
ask_release (IlInstance *self UNUSED, guint object)
{
  return ask ((IlRequest) { .kind = RELEASE, .object = object });
}

static IlStep
ask_put (IlInstance *self UNUSED, guint object, IlValue value)
{
  return ask ((IlRequest) { .kind = PUT, .object = object, .value = value });
}

static IlStep
ask_put_nowait (IlInstance *self UNUSED, guint object, IlValue value)
{
  return ask ((IlRequest) { .kind = PUT_NOWAIT, .object = object, .value = value });
}

static IlStep
ask_get (IlInstance *self UNUSED, guint object, IlValue *value)
{
  return ask ((IlRequest) { .kind = GET, .object = object, .got = value });
}

static IlStep
ask_get_nowait (IlInstance *self UNUSED, guint object, IlValue *value)
{
  return ask ((IlRequest) { .kind = GET_NOWAIT, .object = object, .got = value });
}

static IlStep
ask_close (IlInstance *self UNUSED, guint object)
{
  return ask ((IlRequest) { .kind = CLOSE, .object = object });
}

static IlStep
ask_wait (IlInstance *self UNUSED, guint object)
{
  return ask ((IlRequest) { .kind = WAIT, .object = object });
}

static IlStep
ask_set (IlInstance *self UNUSED, guint object)
{
  return ask ((IlRequest) { .kind = SET, .object = object });
}

static IlStep
ask_clear (IlInstance *self UNUSED, guint object)
{
  return ask ((IlRequest) { .kind = CLEAR, .object = object });
}

static IlStep
ask_notify (IlInstance *self UNUSED, guint object, gboolean all)
{
  return ask ((IlRequest) { .kind = NOTIFY, .object = object, .all = all });
}

static IlStep
ask_cancel (IlInstance *self UNUSED, IlInstance *other)
{
  return ask ((IlRequest) { .kind = CANCEL, .other = other });
}

static IlStep
ask_gather (IlInstance *self UNUSED, IlInstance *const *others, guint n)
{
  return ask ((IlRequest) { .kind = GATHER, .others = others, .n = n });
}

static IlStep
ask_first (IlInstance *self UNUSED, IlInstance *const *others, guint n, guint *first)
{
  return ask ((IlRequest) { .kind = FIRST, .others = others, .n = n, .first = first });
}

static IlStep
ask_shield (IlInstance *self UNUSED, IlInstance *other)
{
  return ask ((IlRequest) { .kind = SHIELD, .other = other });
}

static IlStep
ask_timeout_begin (IlInstance *self UNUSED, gint64 duration, IlModelTimeout **timeout)
{
  return ask ((IlRequest) { .kind = TIMEOUT_BEGIN, .duration = duration, .new_timeout = timeout });
}

static IlStep
ask_timeout_end (IlInstance *self, IlModelTimeout *timeout, IlStep body)
{
  return ask ((IlRequest) { .kind = TIMEOUT_END, .timeout = timeout, .body = body, .error = &self->error });
}

static IlStep
ask_group_begin (IlInstance *self UNUSED, IlModelGroup **group)
{
  return ask ((IlRequest) { .kind = GROUP_BEGIN, .new_group = group });
}

static IlStep
ask_group_spawn (IlInstance *self UNUSED, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments, guint n,
                 IlInstance **spawned)
{
  return ask ((IlRequest) {
      .kind = GROUP_SPAWN, .group = group, .routine = routine, .arguments = arguments, .n = n, .spawned = spawned });
}

static IlStep
ask_group_end (IlInstance *self, IlModelGroup *group, IlStep body)
{
  return ask ((IlRequest) { .kind = GROUP_END, .group = group, .body = body, .error = &self->error });
}

static IlStep
ask_thread (IlInstance *self UNUSED, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return ask ((IlRequest) { .kind = THREAD, .routine = routine, .arguments = arguments, .n = n, .got = result });
}

static IlStep
ask_process (IlInstance *self UNUSED, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return ask ((IlRequest) { .kind = PROCESS, .routine = routine, .arguments = arguments, .n = n, .got = result });
}

static IlStep
ask_read (IlInstance *self UNUSED, guint object, IlValue *value)
{
  return ask ((IlRequest) { .kind = READ, .object = object, .got = value });
}

static IlStep
ask_write (IlInstance *self UNUSED, guint object, IlValue value)
{
  return ask ((IlRequest) { .kind = WRITE, .object = object, .value = value });
}

static void
ask_op (IlInstance *self UNUSED, guint32 traced, IlOperation op, const IlValue *value)
{
  ask ((IlRequest) { .kind = OP, .object = traced, .op = op, .shown = value });
}

static void
ask_print (IlInstance *self UNUSED, const char *text)
{
  ask ((IlRequest) { .kind = PRINT, .text = text });
}

/* The time is the same on any stack. */
static gint64
ask_now (IlInstance *self)
{
  return il_instance_steps (self)->now (self);
}

const IlModelSteps il_generator_steps = {
  .spawn = ask_spawn,
  .await = ask_await,
  .cpu = ask_cpu,
  .sleep = ask_sleep,
  .io = ask_io,
  .io_device = ask_io_device,
  .acquire = ask_acquire,
  .release = ask_release,
  .put = ask_put,
  .put_nowait = ask_put_nowait,
  .get = ask_get,
  .get_nowait = ask_get_nowait,
  .close = ask_close,
  .wait = ask_wait,
  .set = ask_set,
  .clear = ask_clear,
  .notify = ask_notify,
  .cancel = ask_cancel,
  .gather = ask_gather,
  .first = ask_first,
  .shield = ask_shield,
  .timeout_begin = ask_timeout_begin,
  .timeout_end = ask_timeout_end,
  .group_begin = ask_group_begin,
  .group_spawn = ask_group_spawn,
  .group_end = ask_group_end,
  .thread = ask_thread,
  .process = ask_process,
  .read = ask_read,
  .write = ask_write,
  .op = ask_op,
  .print = ask_print,
  .now = ask_now,
};

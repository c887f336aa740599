/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/generator.h"

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
  gint64 duration;
  guint object;
  IlValue value;
  IlValue *got;
  IlOperation op;
  const IlValue *shown;
  const char *text;
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
  return self->model->steps->now (self);
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
  .read = ask_read,
  .write = ask_write,
  .op = ask_op,
  .print = ask_print,
  .now = ask_now,
};

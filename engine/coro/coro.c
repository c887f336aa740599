/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/coro/coro.h"

#include <pthread.h>
#include <stdio.h>

#include "engine/coro/context.h"
#include "engine/coro/overflow.h"
#include "engine/coro/sanitizer.h"
#include "engine/coro/stack.h"

/* The control block lies at the top of the coroutine's own stack, so that an idle coroutine touches one
 * page only. */
struct IlCoro {
  void *context;   /* while it does not run: where it goes on */
  IlCoro *resumer; /* while it runs: who goes on when it suspends */
  IlCoroFunction function;
  void *data;
  IlCoro *successor; /* who goes on once it has returned; NULL: its resumer */
  void *successor_value;
  IlStack *stack; /* NULL: a thread's own */
  bool ended;
  const char *owner_name;
  const uint32_t *owner_line;
  IlSanitizerStack sanitizer;
};

/* A thread's own stack is treated as one more coroutine, which nobody resumed. */
typedef struct {
  IlCoro *current; /* who runs; NULL until the thread's first resume */
  IlCoro own;
  char *low; /* of the thread's own stack; NULL until asked for */
} Thread;

/* A coroutine may go on on another thread: no function here uses it after a switch. */
static _Thread_local Thread thread __attribute__ ((tls_model ("initial-exec")));

static char *
own_stack (size_t *size)
{
  pthread_attr_t attributes;
  void *low = NULL;

  *size = 0;
  if (pthread_getattr_np (pthread_self (), &attributes) == 0) {
    pthread_attr_getstack (&attributes, &low, size);
    pthread_attr_destroy (&attributes);
  }
  return low;
}

static bool
overflowed_cb (const void *address, const char **name, const uint32_t **line)
{
  const IlCoro *coro = thread.current;

  if (!coro || !coro->stack || (const char *) address >= coro->stack->low
      || (const char *) address < coro->stack->low - il_stack_guard ())
    return false;
  *name = coro->owner_name;
  *line = coro->owner_line;
  return true;
}

static void
begin_process (void)
{
  il_overflow_watch_process (overflowed_cb);
}

static void
begin_thread (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  size_t size;

  thread.current = &thread.own;
  thread.low = own_stack (&size);
  il_sanitizer_init_thread (&thread.own.sanitizer, thread.low, size);
  pthread_once (&once, begin_process);
  il_overflow_watch_thread ();
}

static inline void *
switch_to (IlCoro *from, IlCoro *to, void *value)
{
  il_sanitizer_leave (&from->sanitizer, &to->sanitizer, from->ended);
  value = il_context_switch (&from->context, to->context, value);
  il_sanitizer_arrive (&from->sanitizer);
  return value;
}

/* The last of SELF. A function of its own, as the thread may be another one than when the coroutine started: where
 * `thread` lies must be found anew. It is jumped to, not called, and so is coro_main: as many calls as returns lie
 * between the start of a coroutine and its successor, and the processor goes on to predict returns rightly. */
static __attribute__ ((noinline)) void
end (IlCoro *self, void *value)
{
  IlCoro *next = self->successor;

  if (!next) {
    self->ended = true;
    thread.current = self->resumer;
    switch_to (self, self->resumer, value);
    __builtin_unreachable ();
  }
  /* Nobody but this thread can take the stack, and it does not before the switch. */
  next->resumer = self->resumer;
  thread.current = next;
  value = self->successor_value;
  il_coro_free (self);
  il_context_transfer (&self->context, next->context, value);
}

static void
coro_main (void *value)
{
  IlCoro *self = thread.current;

  il_sanitizer_arrive (&self->sanitizer);
  end (self, self->function (self->data));
}

IlCoro *
il_coro_current (void)
{
  return thread.current == &thread.own ? NULL : thread.current;
}

size_t
il_coro_stack_left (void)
{
  char *here = __builtin_frame_address (0);
  char *low;

  if (il_coro_current ()) {
    low = thread.current->stack->low;
  } else {
    size_t size;

    if (!thread.low)
      thread.low = own_stack (&size);
    low = thread.low;
  }
  return here > low ? (size_t) (here - low) : 0;
}

IlCoro *
il_coro_new (IlCoroFunction function, void *data, size_t stack_size, IlEngineError *error)
{
  IlStack *stack = il_stack_new (stack_size ? stack_size : IL_CORO_DEFAULT_STACK, error);
  IlCoro *coro;

  if (!stack)
    return NULL;
  coro = (IlCoro *) (((uintptr_t) stack - sizeof (IlCoro)) & ~(uintptr_t) 63);
  stack->owner = coro;
  /* Not as a whole: clearing it by "rep stos", as the compiler would, takes 10 ns to begin. */
  coro->function = function;
  coro->data = data;
  coro->stack = stack;
  coro->successor = NULL;
  coro->ended = false;
  coro->owner_name = NULL;
  coro->owner_line = NULL;
  il_sanitizer_init (&coro->sanitizer, stack->low, (size_t) ((char *) coro - stack->low));
  coro->context = il_context_make (stack->low, coro, coro_main);
  return coro;
}

void
il_coro_free (IlCoro *coro)
{
  if (!coro)
    return;
  IlStack *stack = coro->stack;

  il_sanitizer_clear (&coro->sanitizer);
  stack->owner = NULL;
  il_stack_free (stack);
}

void *
il_coro_resume (IlCoro *coro, void *value)
{
  if (__builtin_expect (!thread.current, 0))
    begin_thread ();

  IlCoro *self = thread.current;
  coro->resumer = self;
  thread.current = coro;
  return switch_to (self, coro, value);
}

void *
il_coro_suspend (void *value)
{
  IlCoro *self = thread.current;

  thread.current = self->resumer;
  return switch_to (self, self->resumer, value);
}

void *
il_coro_transfer (IlCoro *coro, void *value)
{
  IlCoro *self = thread.current;

  coro->resumer = self->resumer;
  thread.current = coro;
  il_sanitizer_leave (&self->sanitizer, &coro->sanitizer, false);
  value = il_context_transfer (&self->context, coro->context, value);
  il_sanitizer_arrive (&self->sanitizer);
  return value;
}

void *
il_coro_transfer_new (IlCoro *coro)
{
  IlCoro *self = thread.current;

  coro->resumer = self->resumer;
  thread.current = coro;
  return switch_to (self, coro, NULL);
}

int
il_coro_return (int value)
{
  return il_context_return (value);
}

bool
il_coro_set_successor (IlCoro *coro, void *value)
{
  IlCoro *self = thread.current;

  if (IL_SANITIZED || !il_stack_will_be_kept (self->stack))
    return false;
  self->successor = coro;
  self->successor_value = value;
  return true;
}

bool
il_coro_ended (const IlCoro *coro)
{
  return coro->ended;
}

void
il_coro_set_owner (IlCoro *coro, const char *name, const uint32_t *line)
{
  coro->owner_name = name;
  coro->owner_line = line;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/coro/context.h"

#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

/* context.h by the C library: works everywhere, but asks the kernel for the signal mask at each switch. */

typedef struct {
  ucontext_t registers;
  void *value;            /* of the switch that goes on here */
  void (*entry) (void *); /* of a stack that was never switched to */
} Context;

/* makecontext passes int arguments only. */
static void
start (unsigned high_half, unsigned low_half)
{
  Context *context = (Context *) (uintptr_t) ((uint64_t) high_half << 32 | low_half);

  context->entry (context->value);
  __builtin_unreachable ();
}

void *
il_context_make (void *low, void *high, void (*entry) (void *value))
{
  Context *context = (Context *) (((uintptr_t) high - sizeof (Context)) & ~(uintptr_t) 63);
  uint64_t address = (uintptr_t) context;

  getcontext (&context->registers);
  context->registers.uc_link = NULL;
  context->registers.uc_stack.ss_sp = low;
  context->registers.uc_stack.ss_size = (size_t) ((char *) context - (char *) low);
  context->entry = entry;
  makecontext (&context->registers, (void (*) (void)) start, 2, (unsigned) (address >> 32), (unsigned) address);
  return context;
}

void *
il_context_switch (void **from, void *to, void *value)
{
  Context here;
  Context *there = to;

  there->value = value;
  *from = &here;
  swapcontext (&here.registers, &there->registers);
  return here.value;
}

int
il_context_return (int value)
{
  return value;
}

void *
il_context_transfer (void **from, void *to, void *value)
{
  return il_context_switch (from, to, value);
}

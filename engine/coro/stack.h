/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/coro/coro.h"
#include "engine/coro/sanitizer.h"

/* Stacks for coroutines, each with a guard below it that nobody can touch:
 *
 *   | guard | low ... the stack grows downwards ... coroutine's block | IlStack |
 *
 * They are carved from large slabs of address space and kept for reuse by the thread that freed them,
 * last in first out. Any thread. */
typedef struct IlStack IlStack;

struct IlStack {
  char *low;            /* lowest usable byte */
  struct IlSlab *slab;  /* where it is from */
  IlStack *next;        /* while it is free */
  void *owner;          /* the coroutine, for debuggers; NULL while it is free */
  uint32_t n_pages;     /* with its guard */
  unsigned valgrind_id; /* 0 where valgrind does not watch */
};

/* A thread keeps the stacks it frees, as long as it goes on with the same size. */
typedef struct {
  IlStack *first;
  uint32_t n_pages; /* of each */
  size_t asked;     /* what was made that size */
} IlKeptStacks;

extern _Thread_local IlKeptStacks il_stack_kept __attribute__ ((tls_model ("initial-exec"), visibility ("hidden")));

/* Bytes below low that fault: a page, or some where pages are small. A frame larger than this could jump over it. */
size_t il_stack_guard (void);

/* SIZE: bytes of address space with everything, rounded up. Returns NULL with *ERROR filled in. */
static inline IlStack *il_stack_new (size_t size, IlEngineError *error);
static inline void il_stack_free (IlStack *stack);

/* Whether il_stack_free would only keep it, untouched, for this thread. */
static inline bool
il_stack_will_be_kept (const IlStack *stack)
{
  return stack->n_pages == il_stack_kept.n_pages;
}

/* For tests: new stacks are guarded by mprotect, as on kernels before 6.13. */
void il_stack_use_mprotect (bool use);

/* The two where no stack is kept, or this one cannot be. */
IlStack *il_stack_new_slowly (size_t size, IlEngineError *error);
void il_stack_free_slowly (IlStack *stack);

static inline IlStack *
il_stack_new (size_t size, IlEngineError *error)
{
  IlStack *stack = il_stack_kept.first;

  if (!stack || il_stack_kept.asked != size)
    return il_stack_new_slowly (size, error);
  il_stack_kept.first = stack->next;
  return stack;
}

static inline void
il_stack_free (IlStack *stack)
{
  il_sanitizer_wipe (stack->low, (size_t) ((char *) stack - stack->low));
  if (!il_stack_will_be_kept (stack)) {
    il_stack_free_slowly (stack);
    return;
  }
  stack->next = il_stack_kept.first;
  il_stack_kept.first = stack;
}

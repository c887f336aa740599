/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/coro/coro.h"

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
  unsigned valgrind_id; /* 0 where valgrind does not watch */
};

/* Bytes below low that fault: a page, or some where pages are small. A frame larger than this could jump over it. */
size_t il_stack_guard (void);

/* SIZE: bytes of address space with everything, rounded up. Returns NULL with *ERROR filled in. */
IlStack *il_stack_new (size_t size, IlEngineError *error);
void il_stack_free (IlStack *stack);

/* Whether il_stack_free would only keep it, untouched, for this thread. */
bool il_stack_will_be_kept (const IlStack *stack);

/* For tests: new stacks are guarded by mprotect, as on kernels before 6.13. */
void il_stack_use_mprotect (bool use);

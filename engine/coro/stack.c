/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/coro/stack.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/queue.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#if defined __has_include
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef RUNNING_ON_VALGRIND
#define RUNNING_ON_VALGRIND 0
#endif
#ifndef VALGRIND_STACK_REGISTER
#define VALGRIND_STACK_REGISTER(low, high) 0
#define VALGRIND_STACK_DEREGISTER(id) (void) (id)
#endif

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

#define SLAB_SIZE ((size_t) 64 * 1024 * 1024)
#define MIN_GUARD ((size_t) 16 * 1024)
#define MIN_STACK ((size_t) 16 * 1024)
#define MAX_STACK ((size_t) 16 * 1024 * 1024 * 1024)

/* One mapping, cut into stacks of one size. */
typedef struct IlSlab {
  TAILQ_ENTRY (IlSlab) link;
  char *memory;
  size_t stack_size;
  size_t n_stacks;
  size_t n_carved; /* stacks that were made so far, from the front */
  size_t n_ahead;  /* stacks from the front that have their guards and their first page, those to come included */
  size_t n_out;    /* stacks that are with a thread, used or kept for reuse */
  IlStack *free;   /* carved and given back */
  bool valgrind;   /* knows of the stacks */
} IlSlab;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;             /* guards what follows */
static TAILQ_HEAD (, IlSlab) slabs = TAILQ_HEAD_INITIALIZER (slabs); /* those with room before those without */
static size_t n_carved;                                              /* in all slabs */
static size_t mprotected_most;                                       /* 0: not known yet */
static _Atomic bool use_mprotect;

_Thread_local IlKeptStacks il_stack_kept;
static pthread_key_t thread_end;
static pthread_once_t thread_end_once = PTHREAD_ONCE_INIT;

size_t
il_stack_guard (void)
{
  size_t page = (size_t) getpagesize ();

  return page > MIN_GUARD ? page : MIN_GUARD;
}

void
il_stack_use_mprotect (bool use)
{
  use_mprotect = use;
}

static bool
has_room (const IlSlab *slab)
{
  return slab->free || slab->n_carved < slab->n_stacks;
}

static void
unmap_slab (IlSlab *slab)
{
  TAILQ_REMOVE (&slabs, slab, link);
  n_carved -= slab->n_carved;
  for (size_t i = 1; i <= slab->n_carved && slab->valgrind; i++)
    VALGRIND_STACK_DEREGISTER (((IlStack *) (slab->memory + i * slab->stack_size) - 1)->valgrind_id);
  munmap (slab->memory, slab->n_stacks * slab->stack_size);
  free (slab);
}

/* Gives the stacks that this thread keeps back to their slabs. A slab that is whole again goes. */
static void
give_back (void)
{
  pthread_mutex_lock (&lock);
  for (IlStack *stack = il_stack_kept.first, *next; stack; stack = next) {
    IlSlab *slab = stack->slab;

    next = stack->next;
    if (!has_room (slab)) {
      TAILQ_REMOVE (&slabs, slab, link);
      TAILQ_INSERT_HEAD (&slabs, slab, link);
    }
    stack->next = slab->free;
    slab->free = stack;
    if (--slab->n_out == 0)
      unmap_slab (slab);
  }
  pthread_mutex_unlock (&lock);
  il_stack_kept.first = NULL;
}

static void
thread_end_cb (void *data)
{
  give_back ();
}

static void
lock_stacks (void)
{
  pthread_mutex_lock (&lock);
}

static void
unlock_stacks (void)
{
  pthread_mutex_unlock (&lock);
}

/* In a child process too stacks can be had, although the other threads are not in it. */
static void
make_thread_end (void)
{
  pthread_key_create (&thread_end, thread_end_cb);
  pthread_atfork (lock_stacks, unlock_stacks, unlock_stacks);
}

static IlSlab *
new_slab (size_t stack_size, IlEngineError *error)
{
  IlSlab *slab = calloc (1, sizeof *slab);

  if (!slab) {
    snprintf (error->message, sizeof error->message, "no memory is left for another coroutine");
    return NULL;
  }
  slab->stack_size = stack_size;
  slab->n_stacks = stack_size > SLAB_SIZE ? 1 : SLAB_SIZE / stack_size;
  slab->memory = mmap (NULL, slab->n_stacks * stack_size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (slab->memory == MAP_FAILED) {
    snprintf (error->message, sizeof error->message,
              "no address space is left for another coroutine's stack of %zu KiB (%s): "
              "use fewer or smaller stacks, or raise the limit (ulimit -v, vm.overcommit_memory)",
              stack_size / 1024, strerror (errno));
    free (slab);
    return NULL;
  }
  /* A huge page would make each of its stacks cost 2 MiB at the first touch. */
  madvise (slab->memory, slab->n_stacks * stack_size, MADV_NOHUGEPAGE);
  TAILQ_INSERT_HEAD (&slabs, slab, link);
  return slab;
}

/* How many stacks mprotect can guard: each takes two of the process's memory mappings. Some are left over,
 * as without any, malloc would fail too. */
static size_t
mprotect_ceiling (void)
{
  FILE *file = fopen ("/proc/sys/vm/max_map_count", "re");
  unsigned long mappings;

  if (!file || fscanf (file, "%lu", &mappings) != 1)
    mappings = 65530;
  if (file)
    fclose (file);
  return mappings > 4096 ? mappings / 2 - 1024 : mappings / 4;
}

static bool
protect (char *guard, IlEngineError *error)
{
  if (!use_mprotect) {
    if (madvise (guard, il_stack_guard (), MADV_GUARD_INSTALL) == 0)
      return true;
    if (errno == EINVAL) /* the kernel is older than 6.13 */
      use_mprotect = true;
  }
  if (use_mprotect) {
    if (mprotected_most == 0)
      mprotected_most = mprotect_ceiling ();
    errno = ENOMEM;
    if (n_carved < mprotected_most && mprotect (guard, il_stack_guard (), PROT_NONE) == 0)
      return true;
  }
  if (use_mprotect && errno == ENOMEM)
    snprintf (error->message, sizeof error->message,
              "no guard page for another coroutine's stack after %zu stacks: the kernel's number of memory mappings "
              "is used up; raise it (sysctl vm.max_map_count), or use Linux 6.13 or later",
              n_carved);
  else
    snprintf (error->message, sizeof error->message, "no guard page for another coroutine's stack: %s",
              strerror (errno));
  return false;
}

/* Guards stacks that are not made yet and touches their first pages, many by one call: 1.5 us a stack instead of 1.9.
 * At first few, then as many again as there are. What cannot be done so is done later, one by one. */
static void
prepare_ahead (IlSlab *slab)
{
#ifdef MADV_POPULATE_WRITE
  enum { MOST = 16, SELF = -10000 }; /* PIDFD_SELF */
  static bool refused;               /* the kernel is older than 6.14 */
  struct iovec guards[MOST], tops[MOST];
  size_t n = slab->n_carved < MOST ? slab->n_carved : MOST;
  size_t page = (size_t) getpagesize (), guard_size = il_stack_guard ();

  if (n > slab->n_stacks - slab->n_carved)
    n = slab->n_stacks - slab->n_carved;
  if (n < 2 || refused || use_mprotect || RUNNING_ON_VALGRIND)
    return;
  for (size_t i = 0; i < n; i++) {
    char *guard = slab->memory + (slab->n_carved + i) * slab->stack_size;

    guards[i] = (struct iovec) { guard, guard_size };
    tops[i] = (struct iovec) { guard + slab->stack_size - page, page };
  }
  if (syscall (SYS_process_madvise, SELF, guards, n, MADV_GUARD_INSTALL, 0) != (long) (n * guard_size)) {
    refused = true;
    return;
  }
  slab->n_ahead = slab->n_carved + n;
  syscall (SYS_process_madvise, SELF, tops, n, MADV_POPULATE_WRITE, 0); /* if not, they are touched when used */
#endif
}

static IlStack *
carve (IlSlab *slab, IlEngineError *error)
{
  char *guard = slab->memory + slab->n_carved * slab->stack_size;
  IlStack *stack = (IlStack *) (guard + slab->stack_size) - 1;

  if (slab->n_carved >= slab->n_ahead)
    prepare_ahead (slab);
  if (slab->n_carved >= slab->n_ahead && !protect (guard, error))
    return NULL;
  slab->n_carved++;
  n_carved++;
  *stack = (IlStack) { .low = guard + il_stack_guard (),
                       .slab = slab,
                       .n_pages = (uint32_t) (slab->stack_size / (size_t) getpagesize ()) };
  stack->valgrind_id = VALGRIND_STACK_REGISTER (stack->low, stack);
  slab->valgrind |= stack->valgrind_id != 0;
  return stack;
}

static IlStack *
take (size_t size, IlEngineError *error)
{
  IlSlab *slab = TAILQ_FIRST (&slabs);
  IlStack *stack;

  while (slab && has_room (slab) && slab->stack_size != size)
    slab = TAILQ_NEXT (slab, link);
  if ((!slab || !has_room (slab)) && !(slab = new_slab (size, error)))
    return NULL;

  stack = slab->free;
  if (stack)
    slab->free = stack->next;
  else
    stack = carve (slab, error);
  if (stack)
    slab->n_out++;
  else if (slab->n_out == 0)
    unmap_slab (slab);
  if (stack && !has_room (slab)) {
    TAILQ_REMOVE (&slabs, slab, link);
    TAILQ_INSERT_TAIL (&slabs, slab, link);
  }
  return stack;
}

IlStack *
il_stack_new_slowly (size_t asked, IlEngineError *error)
{
  size_t page = (size_t) getpagesize ();
  size_t size = asked;
  IlStack *stack;

  if (size < MIN_STACK)
    size = MIN_STACK;
  if (size > MAX_STACK)
    size = MAX_STACK;
  size = ((size + page - 1) & ~(page - 1)) + il_stack_guard ();

  if (il_stack_kept.first && il_stack_kept.n_pages == size / page) {
    il_stack_kept.asked = asked;
    return il_stack_new (asked, error);
  }

  pthread_once (&thread_end_once, make_thread_end);
  pthread_setspecific (thread_end, &thread_end); /* any value but NULL has thread_end_cb called */
  give_back ();
  il_stack_kept.n_pages = (uint32_t) (size / page);
  il_stack_kept.asked = asked;
  pthread_mutex_lock (&lock);
  stack = take (size, error);
  pthread_mutex_unlock (&lock);
  return stack;
}

void
il_stack_free_slowly (IlStack *stack)
{
  IlStack *others = il_stack_kept.first;

  stack->next = NULL;
  il_stack_kept.first = stack;
  give_back ();
  il_stack_kept.first = others;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* Tells AddressSanitizer and ThreadSanitizer which stack runs; without them all of it is nothing. */

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define IL_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define IL_TSAN 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define IL_ASAN 1
#endif
#ifdef __SANITIZE_THREAD__
#define IL_TSAN 1
#endif

#ifdef IL_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef IL_TSAN
#include <sanitizer/tsan_interface.h>
#endif

#if defined IL_ASAN || defined IL_TSAN
#define IL_SANITIZED 1
#else
#define IL_SANITIZED 0
#endif

/* One stack, as the sanitizers know it. */
typedef struct {
#ifdef IL_ASAN
  const void *low;
  size_t size;
  void *fake_stack; /* while it does not run */
#endif
#ifdef IL_TSAN
  void *fiber;
#endif
  char unused;
} IlSanitizerStack;

/* A coroutine's stack. */
static inline void
il_sanitizer_init (IlSanitizerStack *stack, const void *low, size_t size)
{
#ifdef IL_ASAN
  *stack = (IlSanitizerStack) { .low = low, .size = size };
#endif
#ifdef IL_TSAN
  stack->fiber = __tsan_create_fiber (0);
#endif
}

/* The running thread's own stack. */
static inline void
il_sanitizer_init_thread (IlSanitizerStack *stack, const void *low, size_t size)
{
#ifdef IL_ASAN
  *stack = (IlSanitizerStack) { .low = low, .size = size };
#endif
#ifdef IL_TSAN
  stack->fiber = __tsan_get_current_fiber ();
#endif
}

static inline void
il_sanitizer_clear (IlSanitizerStack *stack)
{
#ifdef IL_TSAN
  __tsan_destroy_fiber (stack->fiber);
#endif
}

/* Just before the switch; LAST: FROM will never run again. */
static inline void
il_sanitizer_leave (IlSanitizerStack *from, const IlSanitizerStack *to, int last)
{
#ifdef IL_ASAN
  __sanitizer_start_switch_fiber (last ? NULL : &from->fake_stack, to->low, to->size);
#endif
#ifdef IL_TSAN
  __tsan_switch_to_fiber (to->fiber, 0);
#endif
}

/* Just after the switch, on the stack that runs now. */
static inline void
il_sanitizer_arrive (IlSanitizerStack *stack)
{
#ifdef IL_ASAN
  __sanitizer_finish_switch_fiber (stack->fake_stack, NULL, NULL);
  stack->fake_stack = NULL;
#endif
}

/* What was on a stack is forgotten. */
static inline void
il_sanitizer_wipe (void *low, size_t size)
{
#ifdef IL_ASAN
  __asan_unpoison_memory_region (low, size);
#endif
}

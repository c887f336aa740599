/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stackful coroutines. Plain C, no GLib. */

/* What went wrong, in a sentence for a person. */
typedef struct {
  char message[256];
} IlEngineError;

/* Bytes of a coroutine's stack unless said otherwise; it is address space, memory is used as touched. */
#define IL_CORO_DEFAULT_STACK ((size_t) 256 * 1024)

typedef struct IlCoro IlCoro;

/* The coroutine that runs on this thread, or NULL. */
IlCoro *il_coro_current (void);

/* Bytes left on the current stack, a coroutine's or the thread's own. */
size_t il_coro_stack_left (void);

/* A coroutine's body: DATA is what il_coro_new was given, the return value goes to the resumer. */
typedef void *(*IlCoroFunction) (void *data);

/* Returns a coroutine that has not started, or NULL with *ERROR filled in (memory, address space,
 * guard pages: which, and what to do). STACK_SIZE 0: the default. */
IlCoro *il_coro_new (IlCoroFunction function, void *data, size_t stack_size, IlEngineError *error);

/* Gives the stack back. A coroutine that is suspended must have nothing left to clean up. */
void il_coro_free (IlCoro *coro);

/* Runs CORO until it suspends or returns; returns what it suspended with or returned. VALUE is what its
 * il_coro_suspend returns (the first time it goes nowhere). From any coroutine but itself, any thread,
 * one at a time. */
void *il_coro_resume (IlCoro *coro, void *value);

/* Suspends the running coroutine and hands VALUE to whoever resumed it; returns what the next resume
 * brings. */
void *il_coro_suspend (void *value);

/* Suspends the running coroutine and runs CORO, which has started, in its place: the next to suspend or end goes back
 * to whoever resumed the running one. Returns what the next resume of the running one brings. */
void *il_coro_transfer (IlCoro *coro, void *value);

/* The same for a CORO that has not started. */
void *il_coro_transfer_new (IlCoro *coro);

/* For a running coroutine that is about to return: its stack is given back then as by il_coro_free, and CORO, which
 * is suspended or new, goes on in its place as by il_coro_transfer, with VALUE. Returns false, with nothing done, where
 * that cannot be: sanitizers have to be told of a stack's end from another one. */
bool il_coro_set_successor (IlCoro *coro, void *value);

/* CORO is going to run soon: fetches what the switch to it will touch, its block and the frames below it. A stack that
 * has not run for long costs a microsecond otherwise, most of it for finding its page. */
static inline void
il_coro_prefetch (const IlCoro *coro)
{
  for (int line = -6; line <= 2; line++)
    __builtin_prefetch ((const char *) coro + 64 * line);
}

/* Returns VALUE. Called as the very last by a function that has suspended and returns to other code than the coroutine
 * that suspended in it before: the processor foretells that a return goes to where the latest call came from, and
 * takes 10 ns to learn better. This one is a jump, foretold by where those before it went. */
int il_coro_return (int value);

bool il_coro_ended (const IlCoro *coro);

/* Says whose stack it is, for the message when it overflows: "task NAME overflowed its stack (line
 * *LINE)". Both must outlive the coroutine; either may be NULL. */
void il_coro_set_owner (IlCoro *coro, const char *name, const uint32_t *line);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/coro/coro.h"

/* Generators: coroutines that hand out one value after the other, to whoever asks.
 *
 *   static void
 *   count (IlGenerator *self, void *data)
 *   {
 *     void *sent;
 *
 *     for (intptr_t i = 0; i < 3 && il_generator_yield (self, (void *) i, &sent); i++)
 *       ;
 *     ... cleans up, whether it came to its end or was closed ...
 *   }
 *
 *   while (il_generator_next (generator, &value))
 *     ...
 *   il_generator_free (generator);
 *
 * A generator runs on a stack of its own, and may itself use generators. In a task its body may wait as the task
 * itself: the task suspends, and goes on in the generator (see il_generator_pass). Its functions are called
 * by one task or thread at a time. */
typedef struct IlGenerator IlGenerator;

typedef void (*IlGeneratorFunction) (IlGenerator *self, void *data);

/* Has not begun. NULL, with *ERROR filled in, as il_coro_new. STACK_SIZE 0: the default. */
IlGenerator *il_generator_new (IlGeneratorFunction function, void *data, size_t stack_size, IlEngineError *error);

/* Runs it to its next yield: *VALUE is what it yields. False: it has ended. It must not be running. */
bool il_generator_next (IlGenerator *generator, void **value);

/* The same, and SENT is what the yield where it stands returns. Before its first yield it goes nowhere. */
bool il_generator_send (IlGenerator *generator, void *sent, void **value);

/* Ends it: the yield where it stands returns false, and so does each that follows, and it runs to its end. One
 * that never began does not run. */
void il_generator_close (IlGenerator *generator);

/* Closes and frees it. Not while it runs. */
void il_generator_free (IlGenerator *generator);

bool il_generator_ended (const IlGenerator *generator);
bool il_generator_running (const IlGenerator *generator); /* somebody is in next, send or close */
IlCoro *il_generator_coro (IlGenerator *generator);       /* for il_coro_set_owner */

/* In the body: hands VALUE out and waits to be asked for the next. *SENT, where SENT is not NULL, is what was
 * sent. False: it is being closed, and is to clean up and return. */
bool il_generator_yield (IlGenerator *self, void *value, void **sent);

/* For those who switch stacks, such as the event loop: */

/* The innermost generator whose body is running on this thread, or NULL: there is none, or another coroutine was
 * resumed in its body, and that is running. */
IlGenerator *il_generator_running_here (void);

static inline IlGenerator *
il_generator_current (void)
{
  extern _Thread_local IlGenerator *il_current_generator __attribute__ ((tls_model ("initial-exec")));

  return __builtin_expect (il_current_generator != NULL, 0) ? il_generator_running_here () : NULL;
}

/* In the body of GENERATOR, the innermost: leaves it, calls FUNCTION on the stack of whoever runs it, where it
 * may switch to elsewhere, comes back, and returns what FUNCTION did. */
void *il_generator_pass (IlGenerator *generator, void *(*function) (void *data), void *data);

/* As il_coro_suspend, but from inside of generators too: each is left first, for whoever runs it. */
void *il_generator_suspend (void *value);

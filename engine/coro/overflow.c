/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/coro/overflow.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HANDLER_STACK ((size_t) 64 * 1024)

static struct sigaction before;
static IlOverflowed overflowed;
static pthread_key_t thread_end;

/* No printf in a signal handler. */
typedef struct {
  char text[512];
  size_t length;
} Message;

static void
add (Message *message, const char *text)
{
  size_t n = strnlen (text, sizeof message->text - message->length);

  memcpy (message->text + message->length, text, n);
  message->length += n;
}

static void
add_number (Message *message, uint32_t number)
{
  char digits[11] = { 0 };
  char *first = digits + sizeof digits - 1;

  do
    *--first = (char) ('0' + number % 10);
  while (number /= 10);
  add (message, first);
}

static void
tell (const char *name, const uint32_t *line)
{
  Message message = { .length = 0 };

  if (name) {
    add (&message, "interlane: task ");
    add (&message, name);
  } else {
    add (&message, "interlane: a coroutine");
  }
  add (&message, " overflowed its stack");
  if (line && *line) {
    add (&message, " (line ");
    add_number (&message, *line);
    add (&message, ")");
  }
  if (message.length == sizeof message.text)
    message.length--;
  add (&message, "\n");
  if (write (STDERR_FILENO, message.text, message.length) < 0)
    return; /* nobody is left to tell */
}

/* Returning from the handler repeats the access, which now does what it did before we came. */
static void
segv_cb (int number, siginfo_t *info, void *context)
{
  const char *name;
  const uint32_t *line;

  if (info->si_code > 0 && overflowed (info->si_addr, &name, &line)) {
    tell (name, line);
    signal (SIGSEGV, SIG_DFL);
  } else if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction (number, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler (number);
  } else if (info->si_code > 0 || before.sa_handler == SIG_DFL) {
    signal (SIGSEGV, before.sa_handler);
    if (info->si_code <= 0)
      raise (SIGSEGV); /* somebody sent it: there is no access to repeat */
  }
}

static void
thread_end_cb (void *stack)
{
  sigaltstack (&(stack_t) { .ss_flags = SS_DISABLE }, NULL);
  free (stack);
}

void
il_overflow_watch_process (IlOverflowed whose)
{
  struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };

  overflowed = whose;
  pthread_key_create (&thread_end, thread_end_cb);
  action.sa_sigaction = segv_cb;
  sigemptyset (&action.sa_mask);
  sigaction (SIGSEGV, &action, &before);
}

void
il_overflow_watch_thread (void)
{
  stack_t stack;

  /* The stack that overflowed cannot run the handler. */
  if (sigaltstack (NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE))
    return;
  stack = (stack_t) { .ss_sp = malloc (HANDLER_STACK), .ss_size = HANDLER_STACK };
  if (!stack.ss_sp)
    return;
  sigaltstack (&stack, NULL);
  pthread_setspecific (thread_end, stack.ss_sp);
}

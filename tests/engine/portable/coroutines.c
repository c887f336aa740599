/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/coro/coro.h"
#include "engine/coro/stack.h"

/* What the switch between stacks has to keep, without GLib, so that it is built for other processors too.
 * Prints TAP. */

static int n_done;

static void
check (bool holds, const char *what)
{
  printf ("%s %d - %s\n", holds ? "ok" : "not ok", ++n_done, what);
  if (!holds)
    exit (1);
}

static IlCoro *
new_coro (IlCoroFunction function, void *data)
{
  IlEngineError error;
  IlCoro *coro = il_coro_new (function, data, 0, &error);

  check (coro != NULL, "a coroutine is made");
  return coro;
}

/* Sums what it is given, and keeps more in registers than there are for the caller to save. */
static void *
sum_cb (void *data)
{
  uint64_t a = (uintptr_t) data, b = a + 1, c = a + 2, d = a + 3, e = a + 4, f = a + 5, g = a + 6, h = a + 7, i = a + 8;
  double p = (double) a, q = p + 1, r = p + 2, s = p + 3, t = p + 4, u = p + 5, v = p + 6, w = p + 7;

  for (;;) {
    uint64_t x = (uintptr_t) il_coro_suspend (
        (void *) (uintptr_t) (a + b + c + d + e + f + g + h + i + (uint64_t) (p + q + r + s + t + u + v + w)));
    a += x, b ^= x, c += 2 * x, d -= x, e ^= 3 * x, f += x, g ^= x, h += x, i -= x;
    p += 1, q += 2, r += 3, s += 4, t += 5, u += 6, v += 7, w += 8;
  }
  return NULL;
}

/* The same without coroutines. */
static uint64_t
expected_sum (uint64_t start, int turns, uint64_t x)
{
  uint64_t n[9];
  double r[8];
  uint64_t sum = 0;

  for (int i = 0; i < 9; i++)
    n[i] = start + (uint64_t) i;
  for (int i = 0; i < 8; i++)
    r[i] = (double) start + i;
  for (; turns > 0; turns--) {
    n[0] += x, n[1] ^= x, n[2] += 2 * x, n[3] -= x, n[4] ^= 3 * x, n[5] += x, n[6] ^= x, n[7] += x, n[8] -= x;
    for (int i = 0; i < 8; i++)
      r[i] += i + 1;
  }
  for (int i = 0; i < 9; i++)
    sum += n[i];
  double real_sum = 0;
  for (int i = 0; i < 8; i++)
    real_sum += r[i];
  return sum + (uint64_t) real_sum;
}

static void
test_registers (void)
{
  IlCoro *one = new_coro (sum_cb, (void *) 100), *other = new_coro (sum_cb, (void *) 7);
  bool right = true;

  for (int turn = 0; turn < 1000; turn++) {
    right &= (uintptr_t) il_coro_resume (one, (void *) 5) == expected_sum (100, turn, 5);
    right &= (uintptr_t) il_coro_resume (other, (void *) 9) == expected_sum (7, turn, 9);
  }
  check (right, "registers and values survive 4,000 switches");
  il_coro_free (one);
  il_coro_free (other);
}

static IlCoro *ring[3];

static void *
pass_on_cb (void *data)
{
  uintptr_t self = (uintptr_t) data;
  uintptr_t value = 0;

  for (int i = 0; i < 100; i++)
    value = (uintptr_t) il_coro_transfer (ring[(self + 1) % 3], (void *) (value + 1));
  return (void *) value;
}

/* 0 passes to 1 to 2 to 0, a hundred times; the first value that a coroutine gets goes nowhere. */
static void
test_transfer (void)
{
  for (uintptr_t i = 0; i < 3; i++)
    ring[i] = new_coro (pass_on_cb, (void *) i);
  check ((uintptr_t) il_coro_resume (ring[0], NULL) == 298, "values go round among equals");
  check (il_coro_ended (ring[0]) && !il_coro_ended (ring[1]), "the first to end goes back to who resumed");
  for (int i = 0; i < 3; i++)
    il_coro_free (ring[i]);
}

static void *
align_cb (void *data)
{
  _Alignas(16) volatile char place[16] = { 0 };

  return (void *) ((uintptr_t) place & 15);
}

static void
test_alignment (void)
{
  IlCoro *coro = new_coro (align_cb, NULL);

  check (il_coro_resume (coro, NULL) == NULL, "the stack is aligned");
  il_coro_free (coro);
}

static void *
end_cb (void *data)
{
  il_coro_suspend (NULL);
  return data;
}

static void *
resume_cb (void *coro)
{
  return il_coro_resume (coro, NULL);
}

static void
test_threads (void)
{
  pthread_t thread;
  void *result;
  IlCoro *coro = new_coro (end_cb, &thread);

  il_coro_resume (coro, NULL);
  pthread_create (&thread, NULL, resume_cb, coro);
  pthread_join (thread, &result);
  check (result == &thread && !il_coro_current (), "a coroutine ends on another thread");
  il_coro_free (coro);
}

static int
recurse (int depth)
{
  volatile int frame[50] = { depth };

  return depth < 0 ? 0 : recurse (depth + 1) + frame[0];
}

static void *
overflow_cb (void *data)
{
  return (void *) (intptr_t) recurse (0);
}

static void
test_overflow (void)
{
  static const uint32_t line = 7;
  int ends[2], status;
  char said[256] = "";

  if (pipe (ends) != 0)
    exit (1);
  fflush (stdout);
  if (fork () == 0) {
    IlEngineError error;
    IlCoro *coro = il_coro_new (overflow_cb, NULL, 0, &error);

    il_coro_set_owner (coro, "deep", &line);
    dup2 (ends[1], STDERR_FILENO);
    il_coro_resume (coro, NULL);
    _exit (0);
  }
  close (ends[1]);
  if (read (ends[0], said, sizeof said - 1) < 0)
    exit (1);
  wait (&status);
  check (WIFSIGNALED (status) && strstr (said, "task deep overflowed its stack (line 7)\n"), "an overflow is told");
}

int
main (int argc, char **argv)
{
  /* An emulator says yes to guards that it does not know. */
  il_stack_use_mprotect (argc > 1 && strcmp (argv[1], "--mprotect") == 0);
  test_registers ();
  test_transfer ();
  test_alignment ();
  test_threads ();
  test_overflow ();
  printf ("1..%d\n", n_done);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ucontext.h>

#include "tests/bench/peer.h"

static ucontext_t outside, inside;
static char stack[65536];

static void
echo (void)
{
  for (;;)
    swapcontext (&inside, &outside);
}

int
main (int argc, char **argv)
{
  long n = bench_n (argc, argv);

  getcontext (&inside);
  inside.uc_stack.ss_sp = stack;
  inside.uc_stack.ss_size = sizeof stack;
  makecontext (&inside, echo, 0);

  long long start = bench_time ();
  for (long i = 0; i < n; i++)
    swapcontext (&outside, &inside);
  bench_print (start, n);
}

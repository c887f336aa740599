/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include "tests/bench/peer.h"

static void *
child (void *data)
{
  return data;
}

int
main (int argc, char **argv)
{
  long n = bench_n (argc, argv);

  long long start = bench_time ();
  for (long i = 0; i < n; i++) {
    pthread_t thread;

    pthread_create (&thread, NULL, child, NULL);
    pthread_join (thread, NULL);
  }
  bench_print (start, n);
}

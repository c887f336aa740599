// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/fiber/all.hpp>

#include "tests/bench/peer.h"

int
main (int argc, char **argv)
{
  long n = bench_n (argc, argv);

  long long start = bench_time ();
  for (long i = 0; i < n; i++)
    boost::fibers::fiber ([] {}).join ();
  bench_print (start, n);
}

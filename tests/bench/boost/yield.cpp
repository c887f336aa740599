// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/fiber/all.hpp>

#include "tests/bench/peer.h"

int
main (int argc, char **argv)
{
  long n = bench_n (argc, argv);
  auto give_way = [n] {
    for (long i = 0; i < n / 2; i++)
      boost::this_fiber::yield ();
  };

  long long start = bench_time ();
  boost::fibers::fiber a (give_way), b (give_way);
  a.join ();
  b.join ();
  bench_print (start, n);
}

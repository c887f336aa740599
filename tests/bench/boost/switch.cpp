// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/context/fiber.hpp>

#include "tests/bench/peer.h"

namespace ctx = boost::context;

int
main (int argc, char **argv)
{
  long n = bench_n (argc, argv);
  ctx::fiber inside ([] (ctx::fiber &&outside) {
    for (;;)
      outside = std::move (outside).resume ();
    return std::move (outside);
  });

  long long start = bench_time ();
  for (long i = 0; i < n; i++)
    inside = std::move (inside).resume ();
  bench_print (start, n);
  _Exit (fflush (stdout));
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/fiber/all.hpp>

#include "tests/bench/peer.h"

int
main (int argc, char **argv)
{
  long n = bench_n (argc, argv);
  boost::fibers::unbuffered_channel<void *> there, back;

  long long start = bench_time ();
  boost::fibers::fiber answer ([&] {
    for (long i = 0; i < n; i++)
      back.push (there.value_pop ());
  });
  for (long i = 0; i < n; i++) {
    there.push (&there);
    back.value_pop ();
  }
  answer.join ();
  bench_print (start, n);
}

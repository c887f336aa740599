// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/context/detail/fcontext.hpp>

#include "tests/bench/peer.h"

// The assembly below Boost.Context's public API.
namespace ctx = boost::context::detail;

static char stack[65536];

static void
echo (ctx::transfer_t from)
{
  for (;;)
    from = ctx::jump_fcontext (from.fctx, nullptr);
}

int
main (int argc, char **argv)
{
  long n = bench_n (argc, argv);
  ctx::transfer_t inside = { ctx::make_fcontext (stack + sizeof stack, sizeof stack, echo), nullptr };

  long long start = bench_time ();
  for (long i = 0; i < n; i++)
    inside = ctx::jump_fcontext (inside.fctx, nullptr);
  bench_print (start, n);
}

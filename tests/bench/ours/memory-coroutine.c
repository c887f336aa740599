/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/coro/coro.h"
#include "tests/bench/ours/memory.h"

/* N coroutines without a loop, each resumed once. */

static void *
suspend_cb (void *data)
{
  return il_coro_suspend (data);
}

int
main (int argc, char **argv)
{
  long n = argc > 1 ? atol (argv[1]) : 1000;
  long resident = memory_kib ("VmRSS:"), tables = memory_kib ("VmPTE:");
  IlEngineError error;

  for (long i = 0; i < n; i++) {
    IlCoro *coro = il_coro_new (suspend_cb, NULL, 0, &error);

    if (!coro) {
      fprintf (stderr, "coroutine %ld: %s\n", i, error.message);
      return 1;
    }
    il_coro_resume (coro, NULL);
  }
  printf ("%.1f and %.1f of page tables\n", (double) (memory_kib ("VmRSS:") - resident) * 1024 / (double) n,
          (double) (memory_kib ("VmPTE:") - tables) * 1024 / (double) n);
  _Exit (fflush (stdout));
}

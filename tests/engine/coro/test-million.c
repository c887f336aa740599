/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/coro/coro.h"

/* A million coroutines wait at once, and the overflow of any of them is told. */

enum { N = 1000000 };
#define NEEDED_KIB (8L * 1024 * 1024)

static IlCoro *coros[N];

static G_GNUC_NO_INLINE int
recurse_for_ever (int depth)
{
  volatile int frame[50];

  frame[depth % 50] = depth;
  return depth < 0 ? 0 : recurse_for_ever (depth + 1) + frame[depth % 50];
}

static void *
wait_cb (void *data)
{
  while (il_coro_suspend (data) == NULL)
    ;
  return (void *) (intptr_t) recurse_for_ever (0);
}

static long
memory_kib (const char *file, const char *name)
{
  g_autofree char *text = NULL;
  const char *place;

  return g_file_get_contents (file, &text, NULL, NULL) && (place = strstr (text, name)) ? atol (place + strlen (name))
                                                                                        : 0;
}

static void
run_million (int out)
{
  static const uint32_t line = 7;
  long resident = memory_kib ("/proc/self/status", "VmRSS:");
  gsize n_right = 0;
  IlEngineError error;

  dup2 (out, STDERR_FILENO);
  for (gsize i = 0; i < N; i++) {
    coros[i] = il_coro_new (wait_cb, &coros[i], 0, &error);
    if (!coros[i]) {
      fprintf (stderr, "%zu: %s\n", i, error.message);
      return;
    }
    il_coro_resume (coros[i], NULL);
  }
  for (gsize i = 0; i < N; i++)
    n_right += il_coro_resume (coros[i], NULL) == &coros[i];
  fprintf (stderr, "%zu wait, %s\n", n_right,
           (memory_kib ("/proc/self/status", "VmRSS:") - resident) * 1024 / N <= 4300 ? "lightly" : "heavily");
  il_coro_set_owner (coros[N / 2], "deep", &line);
  il_coro_resume (coros[N / 2], coros);
}

static void
test_million (void)
{
  char text[1024] = "";
  gsize length = 0;
  gssize n;
  int ends[2], status;

  if (memory_kib ("/proc/meminfo", "MemAvailable:") < NEEDED_KIB) {
    g_test_skip ("this needs 8 GiB of free memory");
    return;
  }
  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  if (child == 0) {
    run_million (ends[1]);
    _exit (0);
  }
  close (ends[1]);
  while ((n = read (ends[0], text + length, sizeof text - 1 - length)) > 0)
    length += (gsize) n;
  close (ends[0]);
  waitpid (child, &status, 0);
  if (strstr (text, "max_map_count")) {
    g_test_skip ("this needs Linux 6.13, for guards without end");
    return;
  }
  g_assert_cmpstr (text, ==, "1000000 wait, lightly\ninterlane: task deep overflowed its stack (line 7)\n");
  g_assert_true (WIFSIGNALED (status));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coro/million", test_million);
  return g_test_run ();
}

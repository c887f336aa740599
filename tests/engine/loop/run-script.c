/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/engine/loop/script.h"

/* Runs scripts from standard input, separated by lines of "---", and prints for each the steps as they
 * were done, the outcome and "---": one side of the comparison with asyncio in test-asyncio.py. */
int
main (void)
{
  static const char *const outcomes[] = { "finished", "deadlock", "stopped" };
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autofree char *all = NULL;

  if (g_io_channel_read_to_end (input, &all, NULL, NULL) != G_IO_STATUS_NORMAL)
    return 2;
  g_auto (GStrv) scripts = g_strsplit (all, "---\n", -1);
  for (guint i = 0; scripts[i] && *scripts[i]; i++) {
    g_autoptr (ScriptRun) run = script_run (scripts[i], TRUE, FALSE);
    const char *stopped = strstr (run->steps->str, "stopped"); /* while clearing up */

    printf ("%.*s%s\n---\n", (int) (stopped ? stopped - run->steps->str : (gssize) run->steps->len), run->steps->str,
            outcomes[run->outcome]);
  }
  return 0;
}

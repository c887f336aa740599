/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>
#include <string.h>

/* KiB that the process has by /proc/self/status, "VmRSS:" (memory) or "VmPTE:" (page tables). */
static inline long
memory_kib (const char *name)
{
  FILE *file = fopen ("/proc/self/status", "r");
  char line[256];
  long kib = 0;

  while (file && fgets (line, sizeof line, file))
    if (strncmp (line, name, strlen (name)) == 0)
      sscanf (line + strlen (name), "%ld", &kib);
  if (file)
    fclose (file);
  return kib;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/instant.h"

/* An instant in words, for the inspector and the command line. */

typedef enum {
  IL_ROW_MACHINE, /* who runs, the ready queue, timers and I/O */
  IL_ROW_OBJECT,  /* TITLE is the object's name */
  IL_ROW_TASK,    /* TITLE is the task's name */
} IlRowKind;

typedef struct {
  IlRowKind kind;
  char *title;
  char *text;
} IlRow;

/* Never more than MAX_NAMES names in a text, and MAX_ROWS objects and as many tasks; what is left out is counted.
 * Returns a GPtrArray of IlRow. */
GPtrArray *il_instant_rows (const IlInstant *instant, guint max_names, guint max_rows);

/* What TASK waits for, and what that waits for, to its end: "awaits order → waits for machine, held by order#2 → I/O".
 * Where several hold an object the one that has held it longest is followed; a circle is called one. Free it. */
char *il_instant_chain (const IlInstant *instant, guint32 task);

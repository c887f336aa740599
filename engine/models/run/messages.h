/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/steps.h"
#include "traces/record/record.h"

/* What a child process tells its parent, as bytes: both are the same program. No memory but malloc's is used
 * for writing, since a child may not take GLib's locks. */

typedef enum {
  IL_MESSAGE_RECORD,    /* record: as it is */
  IL_MESSAGE_PRINT,     /* record, text */
  IL_MESSAGE_SHARED,    /* record, value: an op on a shared variable; record.other is its index in the program */
  IL_MESSAGE_OP,        /* record, has_value, value: an op on a generator; record.other is its number in the child */
  IL_MESSAGE_GENERATOR, /* text: its name; record.line. They count from 0. */
  IL_MESSAGE_LINE,      /* record: at its time its task begins to compute at its line; it is no event */
  IL_MESSAGE_END,       /* how it ended: end, value or error; record.line; steps: how many were counted */
} IlMessageKind;

typedef struct {
  IlMessageKind kind;
  IlRecord record;
  char *text; /* owned, so for what follows */
  gboolean has_value;
  IlValue value;
  IlStep end;
  int stopped; /* end is IL_STEP_STOPPED: the IlStopCause */
  IlRunError *error;
  guint64 steps;
} IlMessage;

/* Writes MESSAGE as bytes behind those in OUT. */
void il_message_append (GString *out, const IlMessage *message);

/* Reads the message that the N bytes begin with into MESSAGE (il_message_clear it). Returns how many bytes it took; 0:
 * it is not there as a whole. */
gsize il_message_read (const char *bytes, gsize n, IlMessage *message);
void il_message_clear (IlMessage *message);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/worker.h"

/* A routine in a real child process. It computes, sleeps and prints there; what it does is told to this process as it
 * happens, which leaves the records, and so is its end. */

/* WORKER is whose records they are, with the core that they name. At the time DUE (ns of the run; G_MAXINT64: never) it
 * is killed, as il_process_kill does. */
IlProcess *il_process_new (IlWorker *worker, gint64 due);
void il_process_free (IlProcess *process);

/* Like il_instance_execute, in a child; the calling thread waits for it. */
IlHow il_process_execute (IlProcess *process, IlTraceValue *shown);

/* Has il_process_execute return soon, with the child dead: cancelled. Any thread. */
void il_process_kill (IlProcess *process);

/* In the child: SELF, whose process this is, computes at its line from now on. As il_run_note_line, which calls it. */
void il_process_note_line (IlInstance *self);

/* In the child: names a generator, and tells of it. As il_run_add_generator, which calls it. */
guint32 il_process_add_generator (IlProcess *process, const char *name, guint line, char **shown);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run-private.h"

/* Gives the shared variables their first values. FALSE, with *ERROR set, where one cannot be computed. */
gboolean il_run_begin_shared (IlRun *run, IlRunError **error);
void il_run_clear_shared (IlRun *run);

/* Sets the variable for the run itself, unrecorded; takes VALUE over. */
void il_run_set_shared (IlRun *run, guint object, IlValue value);

/* Leaves the record in SELF's trace, stamped with the time now. */
typedef void (*IlRecorder) (IlInstance *self, IlRecord record);

/* The model's steps; its RECORD is called with the variable's lock held. */
IlStep il_shared_read (IlInstance *self, guint object, IlValue *value, IlRecorder record);
IlStep il_shared_write (IlInstance *self, guint object, IlValue value, IlRecorder record);

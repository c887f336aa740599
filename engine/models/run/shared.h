/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run-private.h"

/* Gives the shared variables their first values. FALSE, with *ERROR set, where one cannot be computed. */
gboolean il_run_begin_shared (IlRun *run, IlRunError **error);
void il_run_clear_shared (IlRun *run);

/* Sets the variable for the run itself, unrecorded; takes VALUE over. */
void il_run_set_shared (IlRun *run, guint object, IlValue value);

/* What it holds now, unrecorded: a new reference. */
IlValue il_run_get_shared (IlRun *run, guint object);

/* A process's own copy of all of them, which holds what they hold once it begins. */
IlShared *il_shared_copy_new (IlRun *run);
void il_shared_copy_begin (IlInstance *self);       /* nothing, unless SELF is a process */
void il_shared_free (IlRun *run, IlShared *shared); /* may be NULL */

/* The trace's number of SELF's variable. A process's own are objects of their own: "x of f". */
guint32 il_shared_traced (IlInstance *self, guint object);

/* Unrecorded access, of a process, to its own copy. It takes no lock. Writing takes VALUE over. */
IlStep il_shared_copy_read (IlInstance *self, guint object, IlValue *value);
void il_shared_copy_write (IlInstance *self, guint object, IlValue value);

/* Leaves the record in SELF's trace, stamped with the time now. */
typedef void (*IlSharedRecord) (IlInstance *self, IlRecord record);

/* The model's steps; its RECORD is called with the variable's lock held. */
IlStep il_shared_read (IlInstance *self, guint object, IlValue *value, IlSharedRecord record);
IlStep il_shared_write (IlInstance *self, guint object, IlValue value, IlSharedRecord record);

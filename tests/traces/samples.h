/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/trace.h"

/* Recordings for the tests of this folder. */

/* A recording of a cooperative run on the virtual clock, with one core. */
IlRecording *sample_new (void);

/* Shorthands that append one record. All of a sample's times are ns. */
void sample_add (IlRecording *recording, IlRecord record);
void sample_spawn (IlRecording *recording, gint64 time, guint32 task, const char *name, guint32 by, guint32 line);

/* Three tasks a and b and main of which a and b wait for each other's mutex: see samples.c. */
IlRecording *sample_deadlock (void);

/* A recording of N_STEPS random events that obeys the rules of a run (who runs has been resumed, who is
 * ended stays ended), on 1 to 4 cores, with switch costs, awkward texts and all kinds of values. */
IlRecording *sample_random (GRand *random, guint n_steps);

/* The same without any rule but that times do not go back, as a hostile trace could have it. */
IlRecording *sample_wild (GRand *random, guint n_steps);

/* A trace of that one, with a text that has to be escaped. */
IlTrace *sample_deadlock_trace (void);

/* All events of a trace, as `interlane events` prints them. */
char *sample_events_text (IlTrace *trace);

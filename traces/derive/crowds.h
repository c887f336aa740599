/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/lane-sums.h"

/* What whole crowds of tasks do: how many of each are in which state at any moment, and how much time they have spent
 * on it, at the cost of a search, however many they are. Each change of a task's state takes 1 to 4 bytes, and sums at
 * every 512th of them 0.2 more. The states are those of the tasks' lanes, but that a task which has only been spawned
 * is paused, too.
 *
 * Any thread; what is asked while another thread extends is answered for a moment before or after. */
typedef struct _IlCrowds IlCrowds;

/* Holds RECORDING. */
IlCrowds *il_crowds_new (IlRecording *recording);
IlCrowds *il_crowds_ref (IlCrowds *crowds);
void il_crowds_unref (IlCrowds *crowds); /* may be NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlCrowds, il_crowds_unref)

enum { IL_NO_CROWD = G_MAXUINT };

/* Says, once, in which crowd TASK is: crowds are numbered from 0. */
void il_crowds_assign (IlCrowds *crowds, guint32 task, guint crowd);

/* Takes in the recording's records up to number N_RECORDS. Stops before one of a task that has not been assigned yet.
 */
void il_crowds_extend (IlCrowds *crowds, guint64 n_records);

/* A crowd at a moment. */
typedef struct {
  guint counts[IL_N_ACTIVITIES];  /* of tasks in each state, after all that happens at the moment */
  guint64 times[IL_N_ACTIVITIES]; /* ns that all of them together have spent on it, modulo 2^64 */
} IlCrowdMoment;

/* TIME: ns, to which the crowd must have been extended; later than that all is taken to go on. */
void il_crowds_look (IlCrowds *crowds, guint crowd, gint64 time, IlCrowdMoment *moment);

/* The most tasks that there were at a time. */
guint il_crowds_most (IlCrowds *crowds, guint crowd);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/lane-sums.h"

/* What whole groups of lanes do: how many of each are in which state at any moment, and how much time they have spent
 * on it, at the cost of a search, however many they are. Each change of a task's state takes 1 to 4 bytes, and sums at
 * every 512th of them 0.2 more. The states are those of the tasks' lanes, but that a task which has only been spawned
 * is paused, too.
 *
 * Any thread; what is asked while another thread extends is answered for a moment before or after. */
typedef struct _IlLaneGroups IlLaneGroups;

/* Holds RECORDING. */
IlLaneGroups *il_lane_groups_new (IlRecording *recording);
IlLaneGroups *il_lane_groups_ref (IlLaneGroups *groups);
void il_lane_groups_unref (IlLaneGroups *groups); /* may be NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLaneGroups, il_lane_groups_unref)

enum { IL_NO_LANE_GROUP = G_MAXUINT };

/* Says, once, in which lane group TASK is: lane groups are numbered from 0. */
void il_lane_groups_assign (IlLaneGroups *groups, guint32 task, guint group);

/* Takes in the recording's records up to number N_RECORDS. Stops before one of a task that has not been assigned yet.
 */
void il_lane_groups_extend (IlLaneGroups *groups, guint64 n_records);

/* A lane group at a moment. */
typedef struct {
  guint counts[IL_N_ACTIVITIES];  /* of tasks in each state, after all that happens at the moment */
  guint64 times[IL_N_ACTIVITIES]; /* ns that all of them together have spent on it, modulo 2^64 */
} IlLaneGroupInstant;

/* TIME: ns, to which the lane group must have been extended; later than that all is taken to go on. */
void il_lane_groups_look (IlLaneGroups *groups, guint group, gint64 time, IlLaneGroupInstant *moment);

/* The most tasks that there were at a time. */
guint il_lane_groups_most (IlLaneGroups *groups, guint group);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/lane-groups.h"
#include "ui/picture/time-axis.h"

/* What a lane group of tasks looks like at some scale, in columns of a pixel. */

/* A lane group at a time that need not be whole. */
typedef struct {
  double time, rest; /* ns; how much of it is after MOMENT */
  IlLaneGroupInstant moment;
} IlStripBorder;

/* CROWD as it is at TIME; after END nothing happens any more. */
void il_strip_look (IlLaneGroups *lane_groups, guint lane_group, double time, gint64 end, IlStripBorder *border);

/* How many tasks were in each state from FROM to TO, on average. */
void il_strip_counts (const IlStripBorder *from, const IlStripBorder *to, double counts[IL_N_ACTIVITIES]);

/* The same in words at the moment TIME: "41,203 wait · 12 ready · 1 running". Free it. */
char *il_strip_text (IlLaneGroups *lane_groups, guint lane_group, gint64 time);

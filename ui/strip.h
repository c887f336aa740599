/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/crowds.h"
#include "ui/time-axis.h"

/* What a crowd of tasks looks like at some scale, in columns of a pixel. */

/* How many tasks of CROWD were in each state in the pixel from X to X + 1, on average over its time, up to the moment END. */
void il_strip_column (IlCrowds *crowds, guint crowd, const IlScale *scale, gint64 end, double x, double counts[IL_N_ACTIVITIES]);

/* The same in words at the moment TIME: "41,203 wait · 12 ready · 1 running". Free it. */
char *il_strip_text (IlCrowds *crowds, guint crowd, gint64 time);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sweeps/sweep-json.h"

/* Draws SWEEP, whose first axis is the x axis of the plot and whose others make a line each of their combinations and
 * models, into PATH (.png, .svg, .pdf). */
gboolean il_sweep_plot_save (json_object *sweep, const char *path, gboolean dark, GError **error);

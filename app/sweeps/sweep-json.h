/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-c/json.h>

#include "app/sweeps/sweep.h"

/* A sweep as JSON: {"sweep":1,"workload","text" (its SHA-256),"repeat","seed","models","axes":[{"name","values"}],
 * "shard":[I,N] (of a share only),"points":[{"point","model","values","outcomes","makespan", ...}]}. Of a point with
 * one run a measure is a number or null, of one with several {"n","mean","deviation","min","max","p50","p90","p99"}.
 * Times are in ns. Tables, plots and shares that are put together again are made of this. */

json_object *il_sweep_to_json (const IlSweep *sweep);

/* What the shares of one sweep in PATHS are together: to the byte what one run of all would have written. NULL, with an
 * error: a file cannot be read, is no sweep, is of another sweep, or a share is missing or given twice. */
json_object *il_sweep_merge (char **paths, GError **error);

/* Its bytes: a point a line. Free it. */
char *il_sweep_json_text (json_object *sweep);

/* Its table, a row a point. Free it. */
char *il_sweep_json_table (json_object *sweep);

/* Whether every run of every point came to its end. */
gboolean il_sweep_json_finished (json_object *sweep);

/* What was measured of a point: of several runs the mean. FALSE: nothing was. */
gboolean il_sweep_json_measure (json_object *point, IlMeasure measure, gint64 *number);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/run-settings.h"
#include "app/sweeps/axis.h"
#include "app/sweeps/spread.h"

/* The same workload over a range of values: one or several runs for each combination of them and each model, on the
 * virtual clock, so that the answers do not depend on the machine, nor on how many of its cores make them. */

typedef enum {
  IL_MEASURE_MAKESPAN, /* ns; so are the next three, means over the tasks of a run */
  IL_MEASURE_TURNAROUND,
  IL_MEASURE_RESPONSE,
  IL_MEASURE_WAITING,
  IL_MEASURE_SWITCHES, /* a count */
  IL_N_MEASURES,
} IlMeasure;

const char *il_measure_name (IlMeasure measure);  /* "mean_turnaround", in JSON */
const char *il_measure_title (IlMeasure measure); /* "mean turnaround", for people */

enum { IL_SWEEP_MOST_POINTS = 1000000, IL_SWEEP_UNUSED = G_MAXUINT };

/* What one combination came to. */
typedef struct {
  gboolean done;
  guint outcomes[IL_N_OUTCOMES]; /* how many runs ended so */
  IlSpread measures[IL_N_MEASURES];
} IlSweepResult;

typedef struct {
  char *workload; /* its name */
  char *text;
  GPtrArray *axes; /* of IlAxis */
  GArray *models;  /* of IlModelKind */
  guint repeat;    /* runs a point, with as many seeds */
  guint64 seed;    /* the first of them */
  guint shard;     /* of n_shards, from 1 on: of all points only every n_shards'th is run */
  guint n_shards;
  GArray *points; /* private: which combination and model each is */
  IlSweepResult *results;
} IlSweep;

/* Takes AXES. NULL, with a G_IO_ERROR: too many points, or a value that the workload refuses. */
IlSweep *il_sweep_new (const char *workload, const char *text, GPtrArray *axes, const IlModelKind *models,
                       guint n_models, guint repeat, GError **error);
void il_sweep_free (IlSweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlSweep, il_sweep_free)

guint il_sweep_n_points (const IlSweep *sweep);
gboolean il_sweep_is_in_shard (const IlSweep *sweep, guint point);
IlModelKind il_sweep_model (const IlSweep *sweep, guint point);

/* Which of an axis's values POINT has; IL_SWEEP_UNUSED: its model does not look at that. */
guint il_sweep_value (const IlSweep *sweep, guint point, guint axis);

/* What POINT has of what is varied, as far as it looks at that: "machine = 0, @cores = 2"; free it. */
char *il_sweep_point_words (const IlSweep *sweep, guint point);

/* The workload's text with the point's numbers, and how it is to be run. Free both. */
char *il_sweep_text (const IlSweep *sweep, guint point);
IlRunSettings *il_sweep_settings (const IlSweep *sweep, guint point);

/* Says how many points of the shard are done; called on the thread that runs the sweep. */
typedef void (*IlSweepProgress) (guint done, guint n, gpointer data);

/* Runs the points of the shard on N_WORKERS threads. FALSE, with an error, where one cannot be run at all, or
 * CANCELLABLE was cancelled: what was done until then is in the results. */
gboolean il_sweep_run (IlSweep *sweep, guint n_workers, GCancellable *cancellable, IlSweepProgress progress,
                       gpointer data, GError **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/track.h"
#include "app/sweeps/sweep-json.h"
#include "traces/record/trace.h"

/* Sweeps for whoever must not wait: on worker threads, asked and answered on the main thread. */

/* What is to be swept, as the command line says it; copies are made. */
typedef struct {
  const char *name, *text;
  const char *const *vary; /* "machine=1..8", "@policy=rr"; NULL-terminated */
  const IlModelKind *models;
  guint n_models;
  guint repeat;
} IlSweepRequest;

typedef struct _IlSweepJob IlSweepJob;

/* What came of it. */
typedef struct {
  IlSweep *sweep;
  json_object *json; /* of it, for one thread only: json-c's counts are not atomic */
  char *table;       /* likewise */
} IlSwept;

IlSwept *il_swept_ref (IlSwept *swept);
void il_swept_unref (IlSwept *swept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlSwept, il_swept_unref)

/* ANSWERED gets the sweep, or a G_IO_ERROR: what cannot be varied so, or that it was cancelled. */
IlSweepJob *il_sweep_job_start (const IlSweepRequest *request, GAsyncReadyCallback answered, gpointer data);
IlSwept *il_sweep_job_finish (GAsyncResult *result, GError **error);
void il_sweep_job_cancel (IlSweepJob *job);
double il_sweep_job_fraction (IlSweepJob *job); /* done, 0 to 1 */
void il_sweep_job_unref (IlSweepJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlSweepJob, il_sweep_job_unref)

/* Makes the run of a point once more, to be looked at: a trace of it alone. */
void il_sweep_job_open (const IlSweep *sweep, guint point, GAsyncReadyCallback answered, gpointer data);
IlTrace *il_sweep_job_open_finish (GAsyncResult *result, GError **error);

/* Writes SWEPT to PATH: as a plot (.svg, .png, .pdf), as JSON (.json) or as a table (any other ending). */
void il_sweep_job_save (IlSwept *swept, const char *path, GAsyncReadyCallback answered, gpointer data);
gboolean il_sweep_job_save_finish (GAsyncResult *result, GError **error);

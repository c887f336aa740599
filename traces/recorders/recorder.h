/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "traces/record/event.h"

/* A source of events that is not our engine: the kernel's record of switches, another program's tracer. What it tells
 * goes to a sink in events of ours, whose times are CLOCK_MONOTONIC's and whose tasks are those of the source. */
typedef struct _IlRecorder IlRecorder;

typedef void (*IlRecorderSink) (const IlEvent *event, gpointer data);

typedef struct {
  const char *name;

  /* Whether it can record here and now; if not, sets *REASON (free it; may be NULL). */
  gboolean (*is_available) (char **reason);

  /* Starts to record what the calling thread does. */
  IlRecorder *(*start) (GError **error);

  /* Hands what has come since the last time to SINK, in order of time. One thread at a time, any one. */
  void (*drain) (IlRecorder *recorder, IlRecorderSink sink, gpointer data);

  /* Records nothing more; what it has can still be drained. */
  void (*stop) (IlRecorder *recorder);

  /* How many events it knows to have lost so far. */
  guint64 (*n_lost) (const IlRecorder *recorder);
  void (*free) (IlRecorder *recorder);
} IlRecorderClass;

/* What each recorder begins with. */
struct _IlRecorder {
  const IlRecorderClass *recorder_class;
};

static inline void
il_recorder_drain (IlRecorder *recorder, IlRecorderSink sink, gpointer data)
{
  recorder->recorder_class->drain (recorder, sink, data);
}

static inline void
il_recorder_stop (IlRecorder *recorder)
{
  recorder->recorder_class->stop (recorder);
}

static inline guint64
il_recorder_n_lost (const IlRecorder *recorder)
{
  return recorder->recorder_class->n_lost (recorder);
}

static inline void
il_recorder_free (IlRecorder *recorder)
{
  recorder->recorder_class->free (recorder);
}

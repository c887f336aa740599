/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"
#include "traces/record/run-listing.h"

/* The measures of a run, as `interlane stats` and the window show them. All times in ns. */

typedef struct {
  const char *name;   /* owned by the recording */
  gint64 arrival;     /* time of the spawn */
  gint64 first_run;   /* -1: it never ran */
  gint64 end;         /* -1: it never ended */
  gint64 response;    /* first run - arrival; -1 */
  gint64 turnaround;  /* end - arrival = running + ready + switching + all blocked; -1: it never ended */
  double normalised;  /* turnaround over running time; -1: it never ended, or never ran */
  guint migrations;   /* how often it went on on another core */
  gint64 deadline;    /* ns after its arrival; -1: it has none */
  gboolean missed;    /* the deadline: it ended later, or had not ended when the run did, later than that */
  IlStateTimes times; /* up to the run's end, where the task has none. Its waiting time is `ready` */
  IlSpan stuck; /* the wait that never ended, in a deadlock, as il_lane_stuck says; else of no state, IL_N_STATES */
} IlTaskMetrics;

typedef struct {
  IlRecording *recording;      /* not a reference */
  const IlRunListing *listing; /* how the run stands in a list, where somebody set it; NULL; not owned */
  gint64 makespan;             /* end of the run */
  double cpu_use;              /* 0 to 1: running time over makespan x cores */
  double throughput;           /* tasks ended per second of the run; 0 for an empty run */
  IlSwitches switches;
  double fairness;        /* Jain's index over running time: (sum x)^2 / (n * sum x^2); 1 where nothing ran */
  gint64 mean_response;   /* over tasks that ran; -1 if none did */
  gint64 mean_turnaround; /* over tasks that ended; -1 if none did */
  gint64 mean_waiting;    /* the time in the ready queue, over tasks that ended; -1 if none did */
  guint n_run, n_ended;   /* tasks that ran, that ended */
  guint n_deadlines, n_missed;
  gint64 longest_hold; /* the longest time a task kept a core without a break */
  guint max_ready;     /* the longest the ready queue ever was */
  GArray *tasks;       /* of IlTaskMetrics, in order of spawning */
} IlMetrics;

IlMetrics *il_metrics_new (const IlTimeline *timeline);
void il_metrics_free (IlMetrics *metrics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlMetrics, il_metrics_free)

/* "10 ms", "10 ms, missed by 2 ms", "10 ms, missed" of a task that never ended, "–". Free it. */
char *il_task_deadline_text (const IlTaskMetrics *task);

/* The comparison table of some runs as text, a column a run; GPtrArray of IlMetrics. Runs have the names of their
 * models or, where several have the same one, their titles. Free it. */
char *il_metrics_table (GPtrArray *metrics);

/* The object that `stats --json` prints, in one line without newline. Free it. */
char *il_metrics_json (GPtrArray *metrics);

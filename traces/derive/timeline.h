/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"

/* The states of each task over time, derived from the events of one recording.
 *
 * A lane holds the spans of one task in order; each begins where the one before ends. A lane keeps only
 * references to the events at which the task's state changes (8 bytes each, and 3 for sums of times; 64 for itself): a
 * span is unpacked from the recording when it is asked for.
 *
 * A timeline is used by one thread at a time; the recording may go on growing meanwhile. Another thread
 * is given snapshots of lanes. */
typedef struct _IlTimeline IlTimeline;
typedef struct _IlLane IlLane;

typedef enum {
  IL_STATE_READY,     /* could run, waits for a core */
  IL_STATE_SWITCHING, /* a core is busy switching to it */
  IL_STATE_RUNNING,
  IL_STATE_BLOCKED, /* waits for something: see why */
  IL_STATE_NEW,     /* spawned, not yet ready (only in unusual recordings) */
  IL_STATE_IDLE,    /* of a core: nobody runs there */
  IL_N_STATES,
} IlState;

typedef struct {
  gint64 start;
  gint64 end; /* of an open span: how far the timeline has come */
  IlState state;
  IlWhy why;         /* blocked: for what; ready: why preempted, or IL_WHY_NONE */
  guint32 object;    /* blocked: the object, or 0 */
  guint32 awaited;   /* blocked: the awaited task, or 0 */
  guint32 line;      /* source line, or 0 */
  guint32 by;        /* ready: who made it so (not after a preempt) */
  guint32 core;      /* running, switching */
  guint32 task;      /* whose state it is; 0: nobody's */
  gboolean open;     /* nothing has ended it (yet) */
  guint64 first_seq; /* of the event that began it */
  guint64 last_seq;  /* of the event that ended it; 0: open */
  IlEventKind ended_by;
} IlSpan;

/* Times in each state, ns: what a task spent. Their sum is the time from its arrival to its end. The time
 * between a spawn and its becoming ready, where there is any, counts as blocked for no reason. */
typedef struct {
  gint64 ready;
  gint64 switching;
  gint64 running;
  gint64 blocked[IL_N_WHYS];
} IlStateTimes;

/* Takes a reference on RECORDING. Starts empty, with one reference: call il_timeline_extend. */
IlTimeline *il_timeline_new (IlRecording *recording);
IlTimeline *il_timeline_ref (IlTimeline *timeline);
void il_timeline_unref (IlTimeline *timeline); /* any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTimeline, il_timeline_unref)

IlRecording *il_timeline_recording (const IlTimeline *timeline);

/* Takes in what the recording has got since, for at most BUDGET ns of real time (G_MAXINT64: all of it).
 * Returns whether something is left to take in. */
gboolean il_timeline_extend (IlTimeline *timeline, gint64 budget);

/* Takes in the recording's first N_RECORDS records (there must be so many), and not the run's end. */
void il_timeline_extend_to (IlTimeline *timeline, guint64 n_records);

/* How many records are taken in. */
guint64 il_timeline_n_records (const IlTimeline *timeline);

/* ns: time of the last event taken in or, when all is in, how far the run has come. */
gint64 il_timeline_end (const IlTimeline *timeline);

/* The number of context switches taken in so far: a core resumes another task than the one that ran
 * there last. Involuntary: after a preempt. A call in a synchronous run is not one. */
typedef struct {
  guint64 voluntary;
  guint64 involuntary;
} IlSwitches;
IlSwitches il_timeline_switches (const IlTimeline *timeline);

/* Sum over all tasks, including the parts of open spans up to il_timeline_end. */
gint64 il_timeline_running (const IlTimeline *timeline);

/* The machine's cores, or those that were used where that is more: threads and processes beside an event loop have
 * cores of their own. */
guint il_timeline_n_cores (const IlTimeline *timeline);

/* Running time over the time of all cores up to il_timeline_end, 0 to 1. */
double il_timeline_cpu_use (const IlTimeline *timeline);

/* A time in which events were lost: what lanes say of it is not certain. In order of their ends. */
typedef struct {
  gint64 from, to;
  guint32 text; /* of the recording: how many were lost */
} IlGap;
guint il_timeline_n_gaps (const IlTimeline *timeline);
const IlGap *il_timeline_gap (const IlTimeline *timeline, guint index);

/* Lanes, in order of spawning. */
guint il_timeline_n_lanes (const IlTimeline *timeline);
IlLane *il_timeline_lane (const IlTimeline *timeline, guint index);
IlLane *il_timeline_lane_of_task (const IlTimeline *timeline, guint32 task); /* NULL: none */

/* The lanes of cores: who runs there, and when none does. They are for who asks: il_timeline_extend_cores takes in what
 * the timeline has got by then, for about BUDGET ns of real time, and returns whether something is left. They may be
 * taken in while another thread reads the tasks' lanes. Such a lane begins when the core is used first, and has the
 * same spans as the tasks' lanes, running and switching, and idle ones between them. Where a recording has two tasks on
 * one core at a time, the one that came later is shown. Of a core lane il_lane_index is the core's number, il_lane_name
 * "core 0", and il_lane_end the time since when it has been idle (-1: somebody runs there). */
gboolean il_timeline_extend_cores (IlTimeline *timeline, gint64 budget);
guint il_timeline_n_core_lanes (const IlTimeline *timeline); /* at least 1 */
IlLane *il_timeline_core_lane (const IlTimeline *timeline, guint core);
gboolean il_lane_is_core (const IlLane *lane);

/* The task's span that span INDEX of the core lane CORE shows (FALSE: it is idle), and the other way round (FALSE: it
 * is on no core). */
gboolean il_core_lane_task_span (const IlLane *core, guint index, guint32 *task, guint *span);
gboolean il_lane_find_on_core (const IlLane *lane, guint index, guint *core, guint *span);

/* What LANE is now, for another thread: it stays so while the timeline is extended, and holds the timeline. Its
 * cost does not grow with the lane. */
IlLane *il_lane_snapshot (const IlLane *lane);
void il_lane_snapshot_free (IlLane *snapshot);

guint il_lane_index (const IlLane *lane);
guint32 il_lane_task (const IlLane *lane);
const char *il_lane_name (const IlLane *lane);
guint32 il_lane_parent (const IlLane *lane);
guint64 il_lane_spawn_seq (const IlLane *lane); /* of the event that made it known */

/* How the task ended; FALSE while it has not. */
gboolean il_lane_exit (const IlLane *lane, IlEvent *exit);

/* ns: spawn time; end time or -1 if it has not ended; first time it ran or -1. */
gint64 il_lane_arrival (const IlLane *lane);
gint64 il_lane_end (const IlLane *lane);
gint64 il_lane_first_run (const IlLane *lane);

/* The task had not ended by its deadline, as far as the timeline has come. */
gboolean il_lane_missed (const IlLane *lane);

/* The wait in which the task is left for ever, as the run ended in a deadlock; it may take no time up to the run's end.
 * FALSE: it is not. */
gboolean il_lane_stuck (const IlLane *lane, guint *index, IlSpan *span);

/* The times up to the task's end or, where it has none, up to il_timeline_end. Looks at each span: where reasons do
 * not matter, il_lane_total_times does not. */
void il_lane_times (const IlLane *lane, IlStateTimes *times);

/* How long the task ran at most before anything else. */
gint64 il_lane_longest_run (const IlLane *lane);

guint il_lane_n_spans (const IlLane *lane);
void il_lane_span (const IlLane *lane, guint index, IlSpan *span);

/* The span at TIME, among spans that begin at the same moment the last one (the one with a length).
 * Returns FALSE before the first and after the last. */
gboolean il_lane_find (const IlLane *lane, gint64 time, guint *index);

/* The span that event number SEQ begins, or lies in. */
gboolean il_lane_find_seq (const IlLane *lane, guint64 seq, guint *index);

/* For walking over many spans: the start of the span, its state and what it is blocked by, without the rest. */
gint64 il_lane_peek (const IlLane *lane, guint index, IlState *state, IlWhy *why);

/* A span in words: "running", "ready", "semaphore machine", "await order#2", "io". Free it. */
char *il_span_label (const IlTimeline *timeline, const IlSpan *span);

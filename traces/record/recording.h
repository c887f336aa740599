/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "traces/record/record.h"
#include "traces/record/task-facts.h"

/* What happened in one run: its records in order of time, and the names they refer to.
 *
 * One thread at a time appends; any thread may read at the same time what was appended so far:
 * records never move or change once they are counted. Names (texts, objects) may be added by any
 * thread. */
typedef struct _IlRecording IlRecording;

typedef enum { IL_MODEL_SYNC = 1, IL_MODEL_THREADS, IL_MODEL_COOP } IlModelKind;
typedef enum { IL_CLOCK_VIRTUAL, IL_CLOCK_WALL } IlClockKind;

typedef enum {
  IL_OUTCOME_RUNNING,  /* not over yet, or nobody knows how it ended */
  IL_OUTCOME_FINISHED, /* every task ended */
  IL_OUTCOME_FAILED,   /* a task ended in an error that nobody caught */
  IL_OUTCOME_DEADLOCK, /* tasks are left, and nothing can wake them */
  IL_OUTCOME_STOPPED,  /* the user stopped it */
  IL_OUTCOME_LIMIT,    /* a limit (steps, tasks, events) was reached */
  IL_N_OUTCOMES,
} IlOutcome;

/* How preemptions in a run came to be known. */
typedef enum {
  IL_PREEMPTION_NONE,      /* nothing preempts in this model, or nobody looked */
  IL_PREEMPTION_SIMULATED, /* decided by the simulated machine */
  IL_PREEMPTION_KERNEL,    /* the kernel's own record of context switches */
  IL_PREEMPTION_GAPS,      /* gaps in the clock read by the running thread, where it computes: 15-100 us of error */
  IL_N_PREEMPTIONS,
} IlPreemption;

/* The run-level facts that are known before it starts. */
typedef struct {
  IlModelKind model;
  IlClockKind clock;
  guint cores;
  char policy[128];      /* with its parameters, as "mlfq:levels=4"; "" where the model has none */
  char policy_title[64]; /* for people: "round robin"; "" where it is not known */
  gint64 quantum;        /* ns; 0: none */
  gint64 switch_cost;    /* ns */
  guint64 seed;
  IlPreemption preemption;
} IlRunInfo;

const char *il_model_name (IlModelKind model);   /* "sync", "threads", "coop" */
const char *il_model_title (IlModelKind model);  /* "Synchronous", ... */
const char *il_clock_name (IlClockKind clock);   /* "virtual", "wall" */
const char *il_outcome_name (IlOutcome outcome); /* "finished", ... */
const char *il_preemption_name (IlPreemption preemption);
int il_model_from_name (const char *name); /* -1: unknown; so for the next three */
int il_clock_from_name (const char *name);
int il_outcome_from_name (const char *name);
int il_preemption_from_name (const char *name);

/* Returns a new, empty recording with one reference. */
IlRecording *il_recording_new (const IlRunInfo *info);
IlRecording *il_recording_ref (IlRecording *recording);
void il_recording_unref (IlRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlRecording, il_recording_unref)

const IlRunInfo *il_recording_info (const IlRecording *recording);

/* Says how preemptions are known, where that turns out only as the run starts. */
void il_recording_set_preemption (IlRecording *recording, IlPreemption preemption);

/* Names. A text's id stays valid, and the string unchanged, as long as the recording lives; the same
 * text has the same id. Text 0 is "". Any thread. */
guint32 il_recording_add_text (IlRecording *recording, const char *text);
gsize il_recording_text_size (const IlRecording *recording); /* bytes of all of them; any thread */
const char *il_recording_text (const IlRecording *recording, guint32 id);

typedef struct {
  IlObjectKind kind;
  const char *name; /* owned by the recording */
  gint64 capacity;  /* permits, queue bound, parties; 0: none or unbounded */
  guint32 line;     /* of its declaration */
} IlObjectInfo;

/* Ids count from 1. Any thread. */
guint32
il_recording_add_object (IlRecording *recording, IlObjectKind kind, const char *name, gint64 capacity, guint32 line);
guint32 il_recording_n_objects (const IlRecording *recording);
gboolean il_recording_object (const IlRecording *recording, guint32 id, IlObjectInfo *info);

typedef struct {
  guint32 id;
  const char *name; /* owned by the recording */
  guint32 parent;   /* 0: none */
  guint32 line;     /* where it was spawned */
  gint64 time;      /* of its spawn */
} IlTaskInfo;

/* Tasks become known as their spawn is appended. Task ids run from 1 to the highest one seen;
 * returns FALSE for one whose spawn is not in the recording. Any thread. */
guint32 il_recording_max_task (const IlRecording *recording);
gboolean il_recording_task (const IlRecording *recording, guint32 id, IlTaskInfo *info);
const char *il_recording_task_name (const IlRecording *recording, guint32 id); /* "?" if unknown */

/* What is known of its tasks beside their events; the recording's. Any thread. */
IlTaskFacts *il_recording_facts (const IlRecording *recording);

/* Appends N records, whose times must not go back. Appending thread only. Returns FALSE, with nothing
 * appended, when the recording is full (see il_recording_set_limit). */
gboolean il_recording_append (IlRecording *recording, const IlRecord *records, gsize n);

/* The same without a copy: where the next records belong. Returns NULL when the recording is full, otherwise sets *N
 * to how many have room there; il_recording_commit counts those that were written, N at most. Appending thread
 * only, with no append in between. */
IlRecord *il_recording_reserve (IlRecording *recording, gsize *n);
void il_recording_commit (IlRecording *recording, gsize n);

/* The most records that the recording takes; by default IL_RECORDING_MAX_RECORDS. */
void il_recording_set_limit (IlRecording *recording, guint64 max_records);
#define IL_RECORDING_MAX_RECORDS G_GUINT64_CONSTANT (1000000000)

/* Events lost because a ring was full. */
void il_recording_add_dropped (IlRecording *recording, guint64 n);
guint64 il_recording_dropped (const IlRecording *recording);

/* Ends the recording. The first call counts. */
void il_recording_finish (IlRecording *recording, IlOutcome outcome, gint64 end);
IlOutcome il_recording_outcome (const IlRecording *recording);

/* Says that every record before TIME is there: while a run goes on, this is how far it has come though
 * nothing may have happened for long. Appending thread only. */
void il_recording_advance (IlRecording *recording, gint64 time);

/* ns: the run's end or, while it goes on, how far it has come. */
gint64 il_recording_end (const IlRecording *recording);

/* Reading. A reference names one event: the record's index and the part of it. */
guint64 il_recording_n_records (const IlRecording *recording);
guint64 il_recording_n_events (const IlRecording *recording);

/* Of the records counted before this was asked, none at or after the index is a print: who looks for prints need not
 * look at millions of others. */
guint64 il_recording_prints_end (const IlRecording *recording);
const IlRecord *il_recording_record (const IlRecording *recording, guint64 index);
guint64 il_recording_seq (const IlRecording *recording, guint64 index); /* of the record's first event */

/* The index of the first record at or after TIME; the number of records if there is none. */
guint64 il_recording_find (const IlRecording *recording, gint64 time);

/* Walks the events in order: start with a zeroed cursor, or one set to { .record = index }.
 * Returns FALSE at the end; it can be called again when more has been appended. */
typedef struct {
  guint64 record;
  guint part;
  guint64 seq; /* of that record's first event, or 0 if not known yet; spares a search at each step */
} IlCursor;

gboolean il_recording_next (const IlRecording *recording, IlCursor *cursor, IlEvent *event);

/* The event with this number, if it is there. */
gboolean il_recording_event (const IlRecording *recording, guint64 seq, IlEvent *event);

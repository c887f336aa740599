/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* The event vocabulary: ten kinds of event say everything that happened in a run.
 * Plain C without GLib, so that the coroutine engine can include it. */

typedef enum {
  IL_EVENT_SPAWN = 1, /* a task came into being */
  IL_EVENT_READY,     /* it may run, and waits for a core */
  IL_EVENT_RESUME,    /* it got a core */
  IL_EVENT_SUSPEND,   /* it gave its core up, to wait */
  IL_EVENT_PREEMPT,   /* its core was taken away */
  IL_EVENT_EXIT,      /* it ended */
  IL_EVENT_CANCEL,    /* somebody asked it to end */
  IL_EVENT_OP,        /* it did something to an object */
  IL_EVENT_PRINT,     /* it printed a line */
  IL_EVENT_NOTE,      /* a fact about the whole run */
} IlEventKind;

/* Why a task waits (suspend) or lost its core (preempt). */
typedef enum {
  IL_WHY_NONE,
  IL_WHY_SLEEP,
  IL_WHY_IO,
  IL_WHY_AWAIT,
  IL_WHY_SEMAPHORE,
  IL_WHY_MUTEX,
  IL_WHY_QUEUE_PUT,
  IL_WHY_QUEUE_GET,
  IL_WHY_QUEUE_JOIN,
  IL_WHY_EVENT,
  IL_WHY_CONDITION,
  IL_WHY_BARRIER,
  IL_WHY_GROUP,
  IL_WHY_GATHER,
  IL_WHY_FIRST,
  IL_WHY_THREAD,
  IL_WHY_PROCESS,
  IL_WHY_QUANTUM,  /* preempt: its time slice was over */
  IL_WHY_PRIORITY, /* preempt: a more urgent task became ready */
  IL_WHY_KERNEL,   /* preempt: the operating system's scheduler decided so */
  IL_N_WHYS,
} IlWhy;

/* How a task ended. */
typedef enum {
  IL_HOW_RETURN,
  IL_HOW_ERROR,
  IL_HOW_CANCELLED,
  IL_N_HOWS,
} IlHow;

/* What a task did to an object. */
typedef enum {
  IL_OP_ACQUIRE,
  IL_OP_RELEASE,
  IL_OP_PUT,
  IL_OP_GET,
  IL_OP_SET,
  IL_OP_CLEAR,
  IL_OP_NOTIFY,
  IL_OP_READ,
  IL_OP_WRITE,
  IL_OP_YIELD,
  IL_OP_SEND,
  IL_OP_CLOSE,
  IL_OP_TASK_DONE,
  IL_N_OPS,
} IlOperation;

/* What a note is about. */
typedef enum {
  IL_NOTE_OUTCOME,  /* why the run ended as it did */
  IL_NOTE_DEADLOCK, /* who waits for whom: one note a line of the report */
  IL_NOTE_DROPPED,  /* events lost because a ring was full; the text says how many */
  IL_NOTE_REMARK,   /* anything else worth knowing, such as how preemption was seen */
  IL_N_NOTES,
} IlNote;

/* What an object is. */
typedef enum {
  IL_OBJECT_SEMAPHORE,
  IL_OBJECT_MUTEX,
  IL_OBJECT_QUEUE,
  IL_OBJECT_EVENT,
  IL_OBJECT_CONDITION,
  IL_OBJECT_BARRIER,
  IL_OBJECT_DEVICE,
  IL_OBJECT_SHARED,
  IL_OBJECT_GENERATOR,
  IL_N_OBJECTS,
} IlObjectKind;

/* "By whom" is a task's id, or one of these. Task ids start at 1. */
#define IL_BY_NOBODY UINT32_C (0) /* the start of the run */
#define IL_BY_TIMER UINT32_C (0xffffffff)
#define IL_BY_IO UINT32_C (0xfffffffe)
#define IL_BY_WORKER UINT32_C (0xfffffffd)
#define IL_MAX_TASK_ID UINT32_C (0xfffffff0)

#define IL_MAX_CORE 1023 /* cores count from 0 */

#define IL_NO_OBJECT UINT32_C (0) /* object ids start at 1 */

/* A value as a trace keeps it: what a task returned, what was put into a queue. */
typedef enum {
  IL_VALUE_ABSENT, /* the event carries no value */
  IL_VALUE_NONE,
  IL_VALUE_INTEGER,
  IL_VALUE_DURATION, /* ns */
  IL_VALUE_BOOLEAN,
  IL_VALUE_TEXT, /* a text id; lists and handles are kept as the text they print as */
} IlValueType;

typedef struct {
  IlValueType type;
  int64_t number; /* the integer, the ns, 0 or 1, or the text id */
} IlTraceValue;

/* One event, unpacked. Which fields mean something depends on the kind. */
typedef struct {
  int64_t time; /* ns since the run began */
  uint64_t seq; /* 1, 2, 3, ... in the run */
  IlEventKind kind;
  uint32_t task;      /* 0 for a note */
  uint32_t line;      /* in the workload; 0 where there is none */
  uint32_t by;        /* spawn, ready, cancel */
  IlWhy why;          /* suspend, preempt */
  uint32_t object;    /* suspend, op */
  uint32_t awaited;   /* suspend: the task that is awaited; else 0 */
  uint32_t core;      /* resume, preempt */
  int64_t cost;       /* resume: ns of context switch paid just before it */
  IlHow how;          /* exit */
  IlOperation op;     /* op */
  IlNote note;        /* note */
  IlTraceValue value; /* exit, op */
  uint32_t text;      /* spawn: the name; print and note: the text */
  uint32_t during;    /* note of dropped events: they were lost within so many ns before it */
} IlEvent;

/* The names used in `interlane events` and in traces; NULL for a number out of range. */
const char *il_event_kind_name (IlEventKind kind);
const char *il_why_name (IlWhy why);
const char *il_how_name (IlHow how);
const char *il_operation_name (IlOperation op);
const char *il_note_name (IlNote note);
const char *il_object_kind_name (IlObjectKind kind);

/* The other way round: the number, or -1 for an unknown name. */
int il_event_kind_from_name (const char *name);
int il_why_from_name (const char *name);
int il_how_from_name (const char *name);
int il_operation_from_name (const char *name);
int il_note_from_name (const char *name);
int il_object_kind_from_name (const char *name);

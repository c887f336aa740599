/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "traces/record/event.h"

/* The packed form in which events are written and kept: 32 bytes a record.
 *
 *    0        8        16    20    24    28   29     30         32
 *    | time   | value  |task |other|line |kind|detail|tag, core|
 *
 * The tag has the lower 6 bits of the last two bytes, the core the upper 10.
 *
 * A record stands for one event, but
 *   - a switch for two or three: the suspend of one task and the resume of the next and, where the first
 *     only gave way (`sleep 0`), its becoming ready in between;
 *   - a spawn, exit or op may stand for the ready that it leads to as well (see il_record_add_ready);
 *   - an exit moreover for the resume of the task that goes on in its place (see il_record_add_resume). */
typedef struct {
  int64_t time;   /* ns since the run began */
  int64_t value;  /* the number of the value, a text id, an object, a cost: see the writers below */
  uint32_t task;  /* whom the event is about */
  uint32_t other; /* by whom, switched to, or the object of an op */
  uint32_t line;  /* source line, 0 where there is none */
  uint8_t kind;   /* an IlEventKind, IL_RECORD_SWITCH or _LEAVE, plus IL_RECORD_MORE for each event but the first */
  uint8_t detail; /* IlWhy, IlHow, IlOperation or IlNote */
  uint16_t tag_and_core; /* one number, as to write a bit field and then copy both makes the processor wait */
} IlRecord;

_Static_assert(sizeof (IlRecord) == 32, "a record is 32 bytes");

enum { IL_RECORD_SWITCH = 16, IL_RECORD_LEAVE = 17, IL_RECORD_MORE = 64 };
enum { IL_SWITCH_WAITS = 0, IL_SWITCH_GIVES_WAY = 1 };
enum { IL_RECORD_TAG_BITS = 6 };

/* An IlValueType; for a switch, whether the first task gave way. */
static inline unsigned
il_record_tag (const IlRecord *record)
{
  return record->tag_and_core % (1u << IL_RECORD_TAG_BITS);
}

/* Of a resume, preempt or switch: 0 to IL_MAX_CORE. */
static inline uint32_t
il_record_core (const IlRecord *record)
{
  return record->tag_and_core >> IL_RECORD_TAG_BITS;
}

static inline IlRecord
il_record_spawn (int64_t time, uint32_t task, uint32_t name, uint32_t by, uint32_t line)
{
  return (IlRecord) { .time = time, .kind = IL_EVENT_SPAWN, .task = task, .value = name, .other = by, .line = line };
}

/* The same, for a task that is ready at once. */
static inline IlRecord
il_record_spawn_ready (int64_t time, uint32_t task, uint32_t name, uint32_t by, uint32_t line)
{
  IlRecord record = il_record_spawn (time, task, name, by, line);

  record.kind += IL_RECORD_MORE;
  return record;
}

static inline IlRecord
il_record_ready (int64_t time, uint32_t task, uint32_t by, uint32_t line)
{
  return (IlRecord) { .time = time, .kind = IL_EVENT_READY, .task = task, .other = by, .line = line };
}

/* COST: ns of context switch that the core paid just before TIME. */
static inline IlRecord
il_record_resume (int64_t time, uint32_t task, uint32_t core, int64_t cost, uint32_t line)
{
  return (IlRecord) { .time = time,
                      .kind = IL_EVENT_RESUME,
                      .task = task,
                      .tag_and_core = (uint16_t) (core << IL_RECORD_TAG_BITS),
                      .value = cost,
                      .line = line };
}

/* OBJECT_OR_TASK: the awaited task where WHY is await, thread or process, else an object's id or 0. */
static inline IlRecord
il_record_suspend (int64_t time, uint32_t task, IlWhy why, uint32_t object_or_task, uint32_t line)
{
  return (IlRecord) {
    .time = time, .kind = IL_EVENT_SUSPEND, .task = task, .detail = (uint8_t) why, .value = object_or_task, .line = line
  };
}

/* FROM suspends and TO resumes on the same core at the same moment. */
static inline IlRecord
il_record_switch (int64_t time, uint32_t from, IlWhy why, uint32_t object_or_task, uint32_t from_line, uint32_t to,
                  uint32_t to_line, uint32_t core)
{
  return (IlRecord) { .time = time,
                      .kind = IL_RECORD_SWITCH + IL_RECORD_MORE,
                      .task = from,
                      .other = to,
                      .detail = (uint8_t) why,
                      .value = (int64_t) ((uint64_t) to_line << 32 | object_or_task),
                      .line = from_line,
                      .tag_and_core = (uint16_t) (core << IL_RECORD_TAG_BITS | IL_SWITCH_WAITS) };
}

/* The same for a FROM that only gives way and is ready again at once. */
static inline IlRecord
il_record_give_way (int64_t time, uint32_t from, uint32_t from_line, uint32_t to, uint32_t to_line, uint32_t core)
{
  IlRecord record = il_record_switch (time, from, IL_WHY_SLEEP, 0, from_line, to, to_line, core);
  record.kind = IL_RECORD_SWITCH + 2 * IL_RECORD_MORE;
  record.tag_and_core |= IL_SWITCH_GIVES_WAY;
  return record;
}

static inline IlRecord
il_record_preempt (int64_t time, uint32_t task, IlWhy why, uint32_t core, uint32_t line)
{
  return (IlRecord) { .time = time,
                      .kind = IL_EVENT_PREEMPT,
                      .task = task,
                      .detail = (uint8_t) why,
                      .tag_and_core = (uint16_t) (core << IL_RECORD_TAG_BITS),
                      .line = line };
}

static inline IlRecord
il_record_exit (int64_t time, uint32_t task, IlHow how, IlTraceValue value, uint32_t line)
{
  return (IlRecord) { .time = time,
                      .kind = IL_EVENT_EXIT,
                      .task = task,
                      .detail = (uint8_t) how,
                      .tag_and_core = (uint16_t) value.type,
                      .value = value.number,
                      .line = line };
}

static inline IlRecord
il_record_cancel (int64_t time, uint32_t task, uint32_t by, uint32_t line)
{
  return (IlRecord) { .time = time, .kind = IL_EVENT_CANCEL, .task = task, .other = by, .line = line };
}

static inline IlRecord
il_record_op (int64_t time, uint32_t task, uint32_t object, IlOperation op, IlTraceValue value, uint32_t line)
{
  return (IlRecord) { .time = time,
                      .kind = IL_EVENT_OP,
                      .task = task,
                      .other = object,
                      .detail = (uint8_t) op,
                      .tag_and_core = (uint16_t) value.type,
                      .value = value.number,
                      .line = line };
}

/* Lets the RECORD of an operation stand for the task WOKEN becoming ready by it as well. The number of its value has
 * to fit into 32 bits. */
static inline void
il_record_add_woken (IlRecord *record, uint32_t woken)
{
  record->kind += IL_RECORD_MORE;
  record->value = (int64_t) ((uint64_t) woken << 32 | (uint32_t) record->value);
}

static inline IlRecord
il_record_print (int64_t time, uint32_t task, uint32_t text, uint32_t line)
{
  return (IlRecord) { .time = time, .kind = IL_EVENT_PRINT, .task = task, .value = text, .line = line };
}

static inline IlRecord
il_record_note (int64_t time, IlNote note, uint32_t text)
{
  return (IlRecord) { .time = time, .kind = IL_EVENT_NOTE, .detail = (uint8_t) note, .value = text };
}

/* Events were lost somewhere in the DURING ns before TIME. */
static inline IlRecord
il_record_dropped (int64_t time, uint32_t during, uint32_t text)
{
  return (IlRecord) { .time = time, .kind = IL_EVENT_NOTE, .detail = IL_NOTE_DROPPED, .other = during, .value = text };
}

/* The kind of RECORD's first event, or IL_RECORD_SWITCH or _LEAVE. */
static inline unsigned
il_record_kind (const IlRecord *record)
{
  return record->kind % IL_RECORD_MORE;
}

/* Whether RECORD's last event is the resume of record->other. */
static inline bool
il_record_resumes_other (const IlRecord *record)
{
  return il_record_kind (record) == IL_RECORD_SWITCH || il_record_kind (record) == IL_RECORD_LEAVE;
}

/* Lets RECORD, the last one so far, stand for the event that would be il_record_ready (TIME, TASK, BY, LINE)
 * as well, if it can: they have to be at the same moment, BY to be who acts in both, and there has to be
 * place for TASK. It is the spawned task itself; for an exit it goes into `other`, for an op into the high
 * half of the value. */
static inline bool
il_record_add_ready (IlRecord *record, int64_t time, uint32_t task, uint32_t by, uint32_t line)
{
  if (record->time != time || record->line != line)
    return false;
  switch (record->kind) {
  case IL_EVENT_OP:
    if (record->task != by || record->value != (int32_t) record->value)
      return false;
    il_record_add_woken (record, task);
    return true;
  case IL_EVENT_EXIT:
    if (record->task != by)
      return false;
    record->other = task;
    break;
  case IL_EVENT_SPAWN:
    if (record->task != task || record->other != by)
      return false;
    break;
  default: return false;
  }
  record->kind += IL_RECORD_MORE;
  return true;
}

/* The same for il_record_resume (TIME, TASK, 0, 0, LINE): after an exit that made TASK ready, or none. The number of
 * the exit's value has to fit into 32 bits. */
static inline bool
il_record_add_resume (IlRecord *record, int64_t time, uint32_t task, uint32_t line)
{
  if (il_record_kind (record) != IL_EVENT_EXIT || record->time != time || (record->other != 0 && record->other != task)
      || record->value != (int32_t) record->value)
    return false;
  record->kind += IL_RECORD_LEAVE - IL_EVENT_EXIT + IL_RECORD_MORE;
  record->other = task;
  record->value = (int64_t) ((uint64_t) line << 32 | (uint32_t) record->value);
  return true;
}

/* How many events RECORD stands for. */
static inline unsigned
il_record_n_events (const IlRecord *record)
{
  return 1u + record->kind / IL_RECORD_MORE;
}

/* Unpacks event number PART (from 0) of RECORD into EVENT; sets everything but EVENT->seq. */
void il_record_unpack (const IlRecord *record, unsigned part, IlEvent *event);

/* Packs EVENT into a record of its own, which stands for nothing else. */
IlRecord il_record_pack (const IlEvent *event);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/record.h"

static int
waits_for_task (IlWhy why)
{
  return why == IL_WHY_AWAIT || why == IL_WHY_THREAD || why == IL_WHY_PROCESS;
}

static void
set_suspend (IlEvent *event, const IlRecord *record)
{
  uint32_t object_or_task = (uint32_t) record->value;

  event->kind = IL_EVENT_SUSPEND;
  event->task = record->task;
  event->line = record->line;
  event->why = (IlWhy) record->detail;
  if (waits_for_task (event->why))
    event->awaited = object_or_task;
  else
    event->object = object_or_task;
}

static void
unpack_switch (const IlRecord *record, unsigned part, IlEvent *event)
{
  if (part == 0)
    set_suspend (event, record);
  else if (part == 1 && il_record_tag (record) == IL_SWITCH_GIVES_WAY) {
    event->kind = IL_EVENT_READY;
    event->task = record->task;
    event->by = record->task;
    event->line = record->line;
  } else {
    event->kind = IL_EVENT_RESUME;
    event->task = record->other;
    event->core = il_record_core (record);
    event->line = (uint32_t) ((uint64_t) record->value >> 32);
  }
}

static void
unpack_leave (const IlRecord *record, unsigned part, IlEvent *event)
{
  if (part == 0) {
    event->kind = IL_EVENT_EXIT;
    event->task = record->task;
    event->line = record->line;
    event->how = (IlHow) record->detail;
    event->value = (IlTraceValue) { (IlValueType) il_record_tag (record), (int32_t) record->value };
  } else if (part + 1 < il_record_n_events (record)) {
    event->kind = IL_EVENT_READY;
    event->task = record->other;
    event->by = record->task;
    event->line = record->line;
  } else {
    event->kind = IL_EVENT_RESUME;
    event->task = record->other;
    event->line = (uint32_t) ((uint64_t) record->value >> 32);
  }
}

/* The ready that another event led to: see il_record_add_ready. */
static void
unpack_added_ready (const IlRecord *record, IlEvent *event)
{
  event->kind = IL_EVENT_READY;
  event->line = record->line;
  event->by = record->task;
  switch (il_record_kind (record)) {
  case IL_EVENT_SPAWN:
    event->task = record->task;
    event->by = record->other;
    break;
  case IL_EVENT_EXIT: event->task = record->other; break;
  default: event->task = (uint32_t) ((uint64_t) record->value >> 32);
  }
}

void
il_record_unpack (const IlRecord *record, unsigned part, IlEvent *event)
{
  *event = (IlEvent) { .time = record->time };

  if (il_record_kind (record) == IL_RECORD_SWITCH) {
    unpack_switch (record, part, event);
    return;
  }
  if (il_record_kind (record) == IL_RECORD_LEAVE) {
    unpack_leave (record, part, event);
    return;
  }
  if (part == 1) {
    unpack_added_ready (record, event);
    return;
  }

  event->kind = (IlEventKind) il_record_kind (record);
  event->task = record->task;
  event->line = record->line;
  switch (event->kind) {
  case IL_EVENT_SPAWN:
    event->by = record->other;
    event->text = (uint32_t) record->value;
    break;
  case IL_EVENT_READY:
  case IL_EVENT_CANCEL: event->by = record->other; break;
  case IL_EVENT_RESUME:
    event->core = il_record_core (record);
    event->cost = record->value;
    break;
  case IL_EVENT_SUSPEND: set_suspend (event, record); break;
  case IL_EVENT_PREEMPT:
    event->why = (IlWhy) record->detail;
    event->core = il_record_core (record);
    break;
  case IL_EVENT_EXIT:
    event->how = (IlHow) record->detail;
    event->value = (IlTraceValue) { (IlValueType) il_record_tag (record), record->value };
    break;
  case IL_EVENT_OP:
    event->op = (IlOperation) record->detail;
    event->object = record->other;
    event->value = (IlTraceValue) { (IlValueType) il_record_tag (record),
                                    il_record_n_events (record) > 1 ? (int32_t) record->value : record->value };
    break;
  case IL_EVENT_PRINT: event->text = (uint32_t) record->value; break;
  case IL_EVENT_NOTE:
    event->note = (IlNote) record->detail;
    event->text = (uint32_t) record->value;
    event->during = event->note == IL_NOTE_DROPPED ? record->other : 0;
    break;
  }
}

IlRecord
il_record_pack (const IlEvent *event)
{
  switch (event->kind) {
  case IL_EVENT_SPAWN: return il_record_spawn (event->time, event->task, event->text, event->by, event->line);
  case IL_EVENT_READY: return il_record_ready (event->time, event->task, event->by, event->line);
  case IL_EVENT_RESUME: return il_record_resume (event->time, event->task, event->core, event->cost, event->line);
  case IL_EVENT_SUSPEND:
    return il_record_suspend (event->time, event->task, event->why,
                              waits_for_task (event->why) ? event->awaited : event->object, event->line);
  case IL_EVENT_PREEMPT: return il_record_preempt (event->time, event->task, event->why, event->core, event->line);
  case IL_EVENT_EXIT: return il_record_exit (event->time, event->task, event->how, event->value, event->line);
  case IL_EVENT_CANCEL: return il_record_cancel (event->time, event->task, event->by, event->line);
  case IL_EVENT_OP: return il_record_op (event->time, event->task, event->object, event->op, event->value, event->line);
  case IL_EVENT_PRINT: return il_record_print (event->time, event->task, event->text, event->line);
  case IL_EVENT_NOTE: break;
  }
  if (event->note == IL_NOTE_DROPPED)
    return il_record_dropped (event->time, event->during, event->text);
  return il_record_note (event->time, event->note, event->text);
}

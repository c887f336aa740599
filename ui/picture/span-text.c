/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/span-text.h"

#include "traces/derive/span-lines.h"
#include "traces/record/time.h"
#include "traces/text/time-text.h"
#include "ui/picture/time-axis.h"

/* How far back to look for who holds an object: the pointer must not wait for an answer. */
enum { MAX_RECORDS_BACK = 20000, MAX_HOLDERS = 8 };

static char *
headline (const IlTimeline *timeline, const char *task, const IlSpan *span)
{
  IlRecording *recording = il_timeline_recording (timeline);
  IlObjectInfo object;

  switch (span->state) {
  case IL_STATE_RUNNING: return g_strdup_printf ("%s runs on core %u", task, span->core);
  case IL_STATE_SWITCHING: return g_strdup_printf ("core %u switches to %s", span->core, task);
  case IL_STATE_READY:
    return span->why == IL_WHY_NONE
               ? g_strdup_printf ("%s is ready", task)
               : g_strdup_printf ("%s is ready again, preempted: %s", task, il_why_name (span->why));
  case IL_STATE_NEW: return g_strdup_printf ("%s is new", task);
  default: break;
  }
  if (span->awaited != 0)
    return g_strdup_printf ("%s awaits %s", task, il_recording_task_name (recording, span->awaited));
  if (il_recording_object (recording, span->object, &object))
    return g_strdup_printf ("%s waits for %s %s", task, il_why_name (span->why), object.name);
  if (span->why == IL_WHY_SLEEP)
    return g_strdup_printf ("%s sleeps", task);
  if (span->why == IL_WHY_IO)
    return g_strdup_printf ("%s waits for I/O", task);
  return g_strdup_printf ("%s waits: %s", task, il_why_name (span->why));
}

static void
drop_one (GArray *released, guint32 task)
{
  for (guint i = 0; i < released->len; i++)
    if (g_array_index (released, guint32, i) == task) {
      g_array_remove_index_fast (released, i);
      return;
    }
}

/* Who has OBJECT at TIME, from the acquires before it that are not followed by a release of the same task;
 * NULL where nobody has, or it cannot be told within the limit. */
static char *
holders (const IlRecording *recording, guint32 object, gint64 time)
{
  guint64 at = il_recording_find (recording, il_time_add (time, 1));
  guint64 stop = at > MAX_RECORDS_BACK ? at - MAX_RECORDS_BACK : 0;
  g_autoptr (GArray) released = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GString) names = g_string_new (NULL);
  IlObjectInfo info;
  guint n = 0;

  if (!il_recording_object (recording, object, &info)
      || (info.kind != IL_OBJECT_SEMAPHORE && info.kind != IL_OBJECT_MUTEX))
    return NULL;
  while (at-- > stop && n < MIN (MAX_HOLDERS, MAX (1, info.capacity))) {
    const IlRecord *record = il_recording_record (recording, at);
    gboolean known = FALSE;

    if (il_record_kind (record) != IL_EVENT_OP || record->other != object)
      continue;
    if (record->detail == IL_OP_RELEASE)
      g_array_append_val (released, record->task);
    if (record->detail != IL_OP_ACQUIRE)
      continue;
    for (guint i = 0; i < released->len && !known; i++)
      known = g_array_index (released, guint32, i) == record->task;
    if (known)
      drop_one (released, record->task);
    else {
      g_string_append_printf (names, "%s%s", n++ > 0 ? ", " : "", il_recording_task_name (recording, record->task));
    }
  }
  return n > 0 ? g_strdup (names->str) : NULL;
}

static const char *
by_name (const IlRecording *recording, guint32 by)
{
  switch (by) {
  case IL_BY_NOBODY: return NULL;
  case IL_BY_TIMER: return "a timer";
  case IL_BY_IO: return "I/O";
  case IL_BY_WORKER: return "a worker";
  default: return il_recording_task_name (recording, by);
  }
}

void
il_span_text_init (IlSpanText *text, const IlTimeline *timeline, const IlLane *lane, guint index)
{
  const IlRecording *recording = il_timeline_recording (timeline);
  g_autoptr (GString) details = g_string_new (NULL);
  g_autofree char *interval = NULL, *length = NULL;
  IlOutcome outcome = il_recording_outcome (recording);
  const char *waker = NULL;
  gint64 deadline = il_task_facts_deadline (il_recording_facts (recording), il_lane_task (lane));
  guint32 line;
  IlEvent end;
  IlSpan span;

  il_lane_span (lane, index, &span);
  text->headline = headline (timeline, il_lane_name (lane), &span);

  interval = il_interval_text (span.start, span.end);
  length = il_duration_text (span.end - span.start);
  g_string_append (details, interval);
  if (span.open && outcome == IL_OUTCOME_RUNNING)
    g_string_append (details, " and goes on");
  else if (span.open && outcome == IL_OUTCOME_DEADLOCK && span.state == IL_STATE_BLOCKED)
    g_string_append (details, ", to the run’s end and for ever: deadlock");
  else if (span.open)
    g_string_append (details, ", to the run’s end");
  if (span.end > span.start)
    g_string_append_printf (details, " · %s", length);
  line = il_span_line (timeline, &span);
  if (line > 0)
    g_string_append_printf (details, " · line %u", line);

  if (span.state == IL_STATE_BLOCKED && span.object != 0) {
    /* At the start the holders are those who made it wait. */
    g_autofree char *names = holders (recording, span.object, span.start);
    if (names)
      g_string_append_printf (details, "\nheld by %s", names);
  }
  if (span.state == IL_STATE_READY && span.why == IL_WHY_NONE)
    waker = by_name (recording, span.by);
  else if (span.state == IL_STATE_BLOCKED && span.ended_by == IL_EVENT_READY
           && il_recording_event (recording, span.last_seq, &end))
    waker = by_name (recording, end.by);
  if (waker)
    g_string_append_printf (details, "\nwoken by %s", waker);
  if (deadline >= 0) {
    g_autofree char *due = il_duration_text (deadline);

    g_string_append_printf (details, "\nto end within %s%s", due, il_lane_missed (lane) ? ": deadline missed" : "");
  }
  text->details = g_strdup (details->str);
}

void
il_span_text_clear (IlSpanText *text)
{
  g_clear_pointer (&text->headline, g_free);
  g_clear_pointer (&text->details, g_free);
}

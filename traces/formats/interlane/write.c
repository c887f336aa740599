/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/span-lines.h"
#include "traces/formats/event-json.h"
#include "traces/formats/interlane/private.h"
#include "traces/text/json-text.h"

enum { FLUSH_SIZE = 1 << 18 };

/* What is known of one task while its run is being written. */
typedef struct {
  guint next_span;
  gboolean ready;
  gint64 running_from, running_to; /* the latest slice "running" */
  guint64 flow;                    /* id of the wake-up arrow under way; 0: none */
} TaskWriter;

typedef struct {
  GString *out;
  const IlSnapshot *run;
  IlTimeline *timeline;
  GArray *tasks;      /* of TaskWriter; index: task id */
  gboolean has_lines; /* something is in front, from which a comma divides */
  gboolean has_args;  /* the line at hand has an argument */
  guint64 n_flows;
  guint n_ready, n_ready_told;
  gint64 time;
} Writer;

/* Microseconds with three decimals. */
static void
append_time (GString *out, gint64 ns)
{
  guint rest = (guint) (ns % 1000);
  const char decimals[] = { '.', (char) ('0' + rest / 100), (char) ('0' + rest / 10 % 10), (char) ('0' + rest % 10) };

  il_json_append_integer (out, ns / 1000);
  g_string_append_len (out, decimals, sizeof decimals);
}

static void
append_number (Writer *writer, const char *key, gint64 number)
{
  g_string_append (writer->out, key);
  il_json_append_integer (writer->out, number);
}

/* Begins a line: everything up to and with "ts". ID: 0 for none. */
static void
begin_line (Writer *writer, char phase, const char *name, const char *category, gint64 id, guint32 tid, gint64 time)
{
  GString *out = writer->out;

  g_string_append (out, writer->has_lines ? ",\n{\"ph\":\"" : "\n{\"ph\":\"");
  g_string_append_c (out, phase);
  g_string_append (out, "\",\"name\":");
  il_json_append_string (out, name);
  g_string_append (out, ",\"cat\":\"");
  g_string_append (out, category);
  g_string_append_c (out, '"');
  if (id > 0)
    append_number (writer, ",\"id\":", id);
  append_number (writer, ",\"pid\":", writer->run->pid);
  append_number (writer, ",\"tid\":", tid);
  g_string_append (out, ",\"ts\":");
  append_time (out, time);
  writer->has_lines = TRUE;
  writer->has_args = FALSE;
}

static void
begin_arg (Writer *writer, const char *key)
{
  g_string_append (writer->out, writer->has_args ? ",\"" : ",\"args\":{\"");
  g_string_append (writer->out, key);
  g_string_append (writer->out, "\":");
  writer->has_args = TRUE;
}

static void
add_number (Writer *writer, const char *key, gint64 number)
{
  begin_arg (writer, key);
  il_json_append_integer (writer->out, number);
}

static void
add_string (Writer *writer, const char *key, const char *text)
{
  begin_arg (writer, key);
  il_json_append_string (writer->out, text);
}

static void
add_by (Writer *writer, guint32 by)
{
  const char *name = il_by_name (by);

  if (name)
    add_string (writer, "by", name);
  else if (by != IL_BY_NOBODY)
    add_number (writer, "by", by);
}

static void
add_line (Writer *writer, guint32 line)
{
  if (line > 0)
    add_number (writer, "line", line);
}

static void
add_object (Writer *writer, guint32 object)
{
  if (object != IL_NO_OBJECT)
    add_number (writer, "object", object);
}

static void
add_value (Writer *writer, const IlTraceValue *value)
{
  if (value->type == IL_VALUE_ABSENT)
    return;
  begin_arg (writer, "value");
  il_value_append_json (writer->out, writer->run->recording, value);
}

static void
end_line (Writer *writer)
{
  g_string_append (writer->out, writer->has_args ? "}}" : "}");
}

static TaskWriter *
task_writer (Writer *writer, guint32 task)
{
  if (task >= writer->tasks->len)
    g_array_set_size (writer->tasks, task + 1);
  return &g_array_index (writer->tasks, TaskWriter, task);
}

static void
write_metadata (Writer *writer, const char *name, guint32 tid, const char *text, gint64 number)
{
  begin_line (writer, 'M', name, "meta", 0, tid, 0);
  if (text)
    add_string (writer, "name", text);
  else
    add_number (writer, "sort_index", number);
  end_line (writer);
}

/* The number of tasks that were ready at the time that is over now. */
static void
write_ready_queue (Writer *writer)
{
  if (writer->n_ready == writer->n_ready_told)
    return;
  begin_line (writer, 'C', "ready queue", "derived", 0, 1, writer->time);
  add_number (writer, "tasks", writer->n_ready);
  end_line (writer);
  writer->n_ready_told = writer->n_ready;
}

static void
set_ready (Writer *writer, guint32 task, gboolean ready)
{
  TaskWriter *state = task_writer (writer, task);

  if (state->ready != ready)
    writer->n_ready += ready ? 1 : -1;
  state->ready = ready;
}

/* SPAN's end, as far as the writer looks: an open one lasts until the end of the run. */
static gint64
end_of (const Writer *writer, const IlSpan *span)
{
  return span->open ? MAX (span->start, writer->run->end) : span->end;
}

/* Whether the slice that follows the lane's spans up to NEXT is a "running" of some length. */
static gboolean
will_run (const Writer *writer, const IlLane *lane, guint next)
{
  for (; next < il_lane_n_spans (lane); next++) {
    IlSpan span;

    il_lane_span (lane, next, &span);
    if (span.state != IL_STATE_SWITCHING)
      return span.state == IL_STATE_RUNNING && end_of (writer, &span) > span.start;
  }
  return FALSE;
}

static void
write_flow (Writer *writer, char phase, guint64 flow, guint32 tid, gint64 time)
{
  begin_line (writer, phase, "wake-up", "derived", (gint64) flow, tid, time);
  if (phase == 'f')
    g_string_append (writer->out, ",\"bp\":\"e\"");
  end_line (writer);
}

/* An arrow from who woke the task to where it runs, if viewers find a slice at both ends. */
static void
begin_flow (Writer *writer, const IlEvent *ready, const IlLane *lane, guint next_span)
{
  if (ready->by == IL_BY_NOBODY || ready->by >= writer->tasks->len)
    return;

  const TaskWriter *waker = task_writer (writer, ready->by);
  if (waker->running_from > ready->time || ready->time >= waker->running_to || !will_run (writer, lane, next_span))
    return;
  task_writer (writer, ready->task)->flow = ++writer->n_flows;
  write_flow (writer, 's', writer->n_flows, ready->by, ready->time);
}

static const char *
colour_of (const IlEvent *event)
{
  switch (event->kind) {
  case IL_EVENT_RESUME: return "thread_state_running";
  case IL_EVENT_SUSPEND: return event->why == IL_WHY_IO ? "thread_state_iowait" : "thread_state_sleeping";
  default: return "thread_state_runnable";
  }
}

static char *
label_of (const Writer *writer, const IlEvent *event)
{
  IlSpan span = { .state = event->kind == IL_EVENT_RESUME    ? IL_STATE_RUNNING
                           : event->kind == IL_EVENT_SUSPEND ? IL_STATE_BLOCKED
                                                             : IL_STATE_READY,
                  .why = event->why,
                  .object = event->object,
                  .awaited = event->awaited };

  return il_span_label (writer->timeline, &span);
}

static void
add_state_args (Writer *writer, const IlEvent *event)
{
  switch (event->kind) {
  case IL_EVENT_READY:
    add_by (writer, event->by);
    add_line (writer, event->line);
    break;
  case IL_EVENT_RESUME:
    add_number (writer, "core", event->core);
    add_line (writer, event->line);
    if (event->cost != 0)
      add_number (writer, "cost", event->cost);
    break;
  case IL_EVENT_PREEMPT:
    add_line (writer, event->line);
    add_string (writer, "why", il_why_name (event->why));
    add_number (writer, "core", event->core);
    break;
  default: /* suspend */
    add_line (writer, event->line);
    add_string (writer, "why", il_why_name (event->why));
    add_object (writer, event->object);
    if (event->awaited != 0)
      add_number (writer, "awaits", event->awaited);
    break;
  }
}

/* Where SPAN, whose resume has LINE, computes, if that is not all there: "lines" is a list of ns since its beginning
 * and the line from then on. */
static void
add_lines (Writer *writer, const IlSpan *span, guint32 line)
{
  IlSpan whole = *span;
  g_autoptr (GArray) marks = NULL;

  whole.end = end_of (writer, span);
  marks = il_span_line_marks (writer->timeline, &whole);
  if (marks->len == 0 || (marks->len == 1 && g_array_index (marks, IlLineMark, 0).line == line))
    return;
  begin_arg (writer, "lines");
  for (guint i = 0; i < marks->len; i++) {
    const IlLineMark *mark = &g_array_index (marks, IlLineMark, i);

    append_number (writer, i == 0 ? "[[" : ",[", mark->time - span->start);
    append_number (writer, ",", mark->line);
    g_string_append_c (writer->out, ']');
  }
  g_string_append_c (writer->out, ']');
}

/* One of the four events that begin a state. SPAN is that state, or NULL where the timeline knows none
 * (after an exit). */
static void
write_state (Writer *writer, const IlEvent *event, const IlSpan *span)
{
  g_autofree char *label = label_of (writer, event);
  gint64 length = span ? end_of (writer, span) - span->start : 0;

  begin_line (writer, length > 0 ? 'X' : 'n', label, "state", length > 0 ? 0 : event->task, event->task, event->time);
  if (length > 0) {
    g_string_append (writer->out, ",\"dur\":");
    append_time (writer->out, length);
  }
  append_number (writer, event->kind == IL_EVENT_RESUME ? ",\"seq\":[" : ",\"seq\":", (gint64) event->seq);
  if (event->kind == IL_EVENT_RESUME) {
    if (span && !span->open)
      append_number (writer, ",", (gint64) span->last_seq);
    g_string_append_c (writer->out, ']');
  }
  if (length > 0)
    g_string_append_printf (writer->out, ",\"cname\":\"%s\"", colour_of (event));
  add_state_args (writer, event);
  if (event->kind == IL_EVENT_RESUME && span)
    add_lines (writer, span, event->line);
  end_line (writer);
}

static void
write_switching (Writer *writer, guint32 task, const IlSpan *span)
{
  begin_line (writer, 'X', "switching", "derived", 0, task, span->start);
  g_string_append (writer->out, ",\"dur\":");
  append_time (writer->out, span->end - span->start);
  g_string_append (writer->out, ",\"cname\":\"thread_state_unknown\"");
  add_number (writer, "core", span->core);
  end_line (writer);
}

static void
write_state_event (Writer *writer, const IlEvent *event)
{
  const IlLane *lane = il_timeline_lane_of_task (writer->timeline, event->task);
  TaskWriter *task = task_writer (writer, event->task);
  IlSpan span;
  gboolean found = FALSE;

  set_ready (writer, event->task, event->kind == IL_EVENT_READY || event->kind == IL_EVENT_PREEMPT);
  while (!found && task->next_span < il_lane_n_spans (lane)) {
    il_lane_span (lane, task->next_span, &span);
    if (span.first_seq > event->seq)
      break;
    task->next_span++;
    found = span.first_seq == event->seq && span.state != IL_STATE_SWITCHING;
    if (span.state == IL_STATE_SWITCHING)
      write_switching (writer, event->task, &span);
  }
  write_state (writer, event, found ? &span : NULL);

  if (event->kind == IL_EVENT_READY && found)
    begin_flow (writer, event, lane, task->next_span);
  if (event->kind == IL_EVENT_RESUME && found) {
    task->running_from = span.start;
    task->running_to = end_of (writer, &span);
    if (task->flow != 0)
      write_flow (writer, 'f', task->flow, event->task, event->time);
    task->flow = 0;
  }
}

/* The events that take no time. A note is about the whole run, and stands in its first lane. */
static void
write_instant (Writer *writer, const IlEvent *event)
{
  const IlRecording *recording = writer->run->recording;
  const char *category = event->kind == IL_EVENT_NOTE ? "note" : event->kind == IL_EVENT_PRINT ? "output" : "task";
  guint32 tid = event->kind == IL_EVENT_NOTE ? 1 : event->task;
  gint64 deadline;

  if (event->kind == IL_EVENT_SPAWN) {
    write_metadata (writer, "thread_name", tid, il_recording_text (recording, event->text), 0);
    write_metadata (writer, "thread_sort_index", tid, NULL, tid);
  }
  begin_line (writer, 'n', il_event_kind_name (event->kind), category, tid, tid, event->time);
  append_number (writer, ",\"seq\":", (gint64) event->seq);
  switch (event->kind) {
  case IL_EVENT_SPAWN:
    add_by (writer, event->by);
    deadline = il_task_facts_deadline (il_recording_facts (recording), event->task);
    if (deadline >= 0)
      add_number (writer, "deadline", deadline);
    break;
  case IL_EVENT_CANCEL: add_by (writer, event->by); break;
  case IL_EVENT_OP:
    add_string (writer, "op", il_operation_name (event->op));
    add_object (writer, event->object);
    add_value (writer, &event->value);
    break;
  case IL_EVENT_PRINT: add_string (writer, "text", il_recording_text (recording, event->text)); break;
  case IL_EVENT_NOTE:
    add_string (writer, "scope", "process");
    add_string (writer, "note", il_note_name (event->note));
    add_string (writer, "text", il_recording_text (recording, event->text));
    if (event->during > 0)
      add_number (writer, "during", event->during);
    break;
  default: /* exit */
    add_string (writer, "how", il_how_name (event->how));
    add_value (writer, &event->value);
    set_ready (writer, event->task, FALSE);
    break;
  }
  add_line (writer, event->line);
  end_line (writer);
}

static void
write_event (Writer *writer, const IlEvent *event)
{
  if (event->time != writer->time)
    write_ready_queue (writer);
  writer->time = event->time;
  switch (event->kind) {
  case IL_EVENT_READY:
  case IL_EVENT_RESUME:
  case IL_EVENT_SUSPEND:
  case IL_EVENT_PREEMPT: write_state_event (writer, event); break;
  default: write_instant (writer, event); break;
  }
}

/* What a deadlock leaves waiting waits for ever, though its last state may take no time: viewers see a slice from the
 * run's end on. */
static void
write_stuck (Writer *writer)
{
  gint64 length = MAX (1000, writer->run->end / 20);

  if (writer->run->outcome != IL_OUTCOME_DEADLOCK)
    return;
  for (guint i = 0; i < il_timeline_n_lanes (writer->timeline); i++) {
    const IlLane *lane = il_timeline_lane (writer->timeline, i);
    g_autofree char *label = NULL, *name = NULL;
    IlSpan span;
    guint index;

    if (!il_lane_stuck (lane, &index, &span))
      continue;
    label = il_span_label (writer->timeline, &span);
    name = g_strdup_printf ("%s for ever: deadlock", label);
    begin_line (writer, 'X', name, "derived", 0, il_lane_task (lane), MAX (span.start, writer->run->end));
    g_string_append (writer->out, ",\"dur\":");
    append_time (writer->out, length);
    g_string_append (writer->out, ",\"cname\":\"thread_state_uninterruptible\"");
    add_number (writer, "since", span.start);
    add_line (writer, span.line);
    end_line (writer);
  }
}

static void
begin_run (Writer *writer, const IlSnapshot *run, guint index)
{
  const IlRunInfo *info = il_recording_info (run->recording);
  g_autofree char *name =
      run->listing->title ? g_strdup (run->listing->title)
                          : g_strdup_printf ("%s, %s clock", il_model_title (info->model), il_clock_name (info->clock));

  writer->run = run;
  writer->timeline = il_timeline_new (run->recording);
  il_timeline_extend_to (writer->timeline, run->n_records);
  g_array_set_size (writer->tasks, 0);
  writer->n_ready = writer->n_ready_told = 0;
  writer->time = 0;
  write_metadata (writer, "process_name", 1, name, 0);
  write_metadata (writer, "process_sort_index", 1, NULL, index);
}

static void
take_snapshots (const IlTrace *trace, IlSnapshot *snapshots)
{
  gboolean taken[IL_MODEL_COOP + 1] = { FALSE };
  guint next_pid = IL_MODEL_COOP + 1;

  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *recording = il_trace_recording (trace, i);
    IlModelKind model = il_recording_info (recording)->model;
    IlOutcome outcome = il_recording_outcome (recording); /* first: all of an ended run is there */
    guint64 n = il_recording_n_records (recording);
    const IlRecord *last = n > 0 ? il_recording_record (recording, n - 1) : NULL;

    snapshots[i] = (IlSnapshot) {
      .recording = recording,
      .listing = il_trace_listing (trace, i),
      .pid = taken[model] ? next_pid++ : (guint) model,
      .n_records = n,
      .n_events = last ? il_recording_seq (recording, n - 1) + il_record_n_events (last) - 1 : 0,
      .outcome = outcome,
      .end = outcome != IL_OUTCOME_RUNNING ? il_recording_end (recording)
             : last                        ? last->time
                                           : 0,
    };
    taken[model] = TRUE;
  }
}

gboolean
il_interlane_write (IlTrace *trace, GString *out, IlTraceFlush flush, gpointer data, GError **error)
{
  g_autofree IlSnapshot *snapshots = g_new (IlSnapshot, trace->runs->len + 1);
  g_autoptr (GArray) tasks = g_array_new (FALSE, TRUE, sizeof (TaskWriter));
  Writer writer = { .out = out, .tasks = tasks };
  guint64 n_events = 0, n_written = 0;
  gboolean done = TRUE;

  take_snapshots (trace, snapshots);
  for (guint i = 0; i < trace->runs->len; i++)
    n_events += snapshots[i].n_events;
  il_interlane_append_header (out, trace, snapshots);
  for (guint i = 0; i < trace->runs->len && done; i++) {
    IlCursor cursor = { 0 };
    IlEvent event;

    begin_run (&writer, &snapshots[i], i);
    while (done && cursor.record < snapshots[i].n_records
           && il_recording_next (snapshots[i].recording, &cursor, &event)) {
      write_event (&writer, &event);
      n_written++;
      if (flush && out->len >= FLUSH_SIZE)
        done = flush (out, (double) n_written / (double) n_events, data, error);
    }
    write_ready_queue (&writer);
    write_stuck (&writer);
    il_timeline_unref (writer.timeline);
  }
  g_string_append (out, "\n]}\n");
  return done && (!flush || flush (out, 1, data, error));
}

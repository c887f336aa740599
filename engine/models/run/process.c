/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/process.h"

#include "engine/loop/child.h"
#include "engine/models/run/messages.h"
#include "engine/models/run/shared.h"
#include "traces/record/time.h"

/* In the child nothing may be locked that another thread of the parent could have held at the fork: not the
 * recording, nor the run. So there every step only sends a message, and the parent does what it tells. */

struct _IlProcess {
  IlChild child;
  IlWorker *worker;

  int fd; /* the child's: where messages go, and what follows */
  GHashTable *name_counts;
  guint n_generators;

  GByteArray *received; /* the parent's: bytes that are not a whole message yet, and what follows */
  GArray *generators;   /* of guint32: the trace's number of each */
  gboolean ended;       /* the last message was there */
};

/* The child's half. */

/* Of the running routine; there is one, as there is one thread. */
static IlProcess *here;

static void
send (const IlMessage *message)
{
  GString bytes = il_text_new (250);

  il_message_append (&bytes, message);
  il_child_write (here->fd, bytes.str, bytes.len);
  g_free (bytes.str);
}

static void
send_record (IlWorker *self G_GNUC_UNUSED, IlRecord record)
{
  send (&(IlMessage) { .kind = IL_MESSAGE_RECORD, .record = record });
}

static IlRecord
stamp (IlInstance *self, IlRecord record)
{
  record.time = il_run_real_time (self->run);
  return record;
}

static void
child_print (IlInstance *self, const char *text)
{
  send (&(IlMessage) { .kind = IL_MESSAGE_PRINT,
                       .record = stamp (self, il_record_print (0, self->id, 0, self->line)),
                       .text = (char *) text });
}

/* What could not be told as it is, is told as the text that it prints as. A new reference. */
static IlValue
tellable (IlValue value)
{
  const char *what;

  if (il_value_travels (value, &what))
    return il_value_ref (value);
  g_autofree char *text = il_value_to_text (value);
  return il_value_string (text, -1);
}

static void
send_op (IlInstance *self, IlMessageKind kind, guint32 object, IlOperation op, const IlValue *value)
{
  IlRecord record = stamp (self, il_record_op (0, self->id, object, op, (IlTraceValue) { 0 }, self->line));
  IlValue told = value ? tellable (*value) : IL_NONE_VALUE;

  send (&(IlMessage) { .kind = kind, .record = record, .has_value = value != NULL, .value = told });
  il_value_clear (&told);
}

static IlStep
child_read (IlInstance *self, guint object, IlValue *value)
{
  IlStep step = il_shared_copy_read (self, object, value);

  if (step == IL_STEP_OK)
    send_op (self, IL_MESSAGE_SHARED, object, IL_OP_READ, value);
  return step;
}

static IlStep
child_write (IlInstance *self, guint object, IlValue value)
{
  send_op (self, IL_MESSAGE_SHARED, object, IL_OP_WRITE, &value);
  il_shared_copy_write (self, object, value);
  return IL_STEP_OK;
}

static void
child_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value)
{
  send_op (self, IL_MESSAGE_OP, traced, op, value);
}

void
il_process_note_line (IlInstance *self)
{
  send (&(IlMessage) { .kind = IL_MESSAGE_LINE,
                       .record = stamp (self, (IlRecord) { .task = self->id, .line = self->line }) });
}

guint32
il_process_add_generator (IlProcess *process, const char *name, guint line, char **shown)
{
  *shown = il_next_name (process->name_counts, name);
  send (&(IlMessage) { .kind = IL_MESSAGE_GENERATOR, .record = { .line = line }, .text = *shown });
  return process->n_generators++;
}

/* The child is this run's only thread, and has nobody to stop it but a kill. */
static void
become_child (IlProcess *process, int fd, IlModelSteps *steps)
{
  static const IlModelClass no_model; /* whose stop does nothing */
  IlInstance *instance = process->worker->instance;
  IlRun *run = instance->run;

  here = process;
  process->fd = fd;
  run->process = process;
  run->model_class = &no_model;
  run->stop_fd = -1;
  process->worker->record = send_record;
  il_worker_steps_init (steps);
  steps->print = child_print;
  steps->read = child_read;
  steps->write = child_write;
  steps->op = child_op;
  instance->steps = steps;
  instance->model_data = process->worker;
}

static bool
child_main (void *data, int fd)
{
  IlProcess *process = data;
  IlInstance *instance = process->worker->instance;
  guint64 granted = atomic_load (&instance->run->steps_granted);
  IlModelSteps steps;

  become_child (process, fd, &steps);
  instance->end = il_instance_interpret (instance);
  send (&(IlMessage) {
      .kind = IL_MESSAGE_END,
      .record = { .line = instance->line },
      .end = instance->end,
      .value = instance->end == IL_STEP_OK ? instance->result : IL_NONE_VALUE,
      .error = instance->end == IL_STEP_ERROR ? instance->error : NULL,
      .stopped = atomic_load (&instance->run->stop),
      .steps = atomic_load (&instance->run->steps_granted) - granted,
  });
  return true;
}

/* The parent's half. */

static IlTraceValue
shown_value (IlRun *run, const IlMessage *message)
{
  return message->has_value ? il_run_trace_value (run, message->value) : (IlTraceValue) { IL_VALUE_ABSENT, 0 };
}

static void
take_end (IlProcess *process, IlMessage *message)
{
  IlInstance *instance = process->worker->instance;

  process->ended = TRUE;
  instance->end = message->end;
  instance->line = message->record.line;
  if (message->end == IL_STEP_OK) {
    instance->result = message->value;
    message->value = IL_NONE_VALUE;
  } else if (message->end == IL_STEP_ERROR) {
    instance->error = g_steal_pointer (&message->error);
  }
  atomic_fetch_add (&instance->run->steps_granted, message->steps);
  if (message->stopped != IL_STOP_NO)
    il_run_stop_because (instance->run, (IlStopCause) message->stopped);
}

static void
take (IlProcess *process, IlMessage *message)
{
  IlWorker *worker = process->worker;
  IlRun *run = worker->instance->run;
  IlRecord record = message->record;

  switch (message->kind) {
  case IL_MESSAGE_PRINT: record.value = il_run_text (run, message->text); break;
  case IL_MESSAGE_SHARED:
    record = il_record_op (record.time, record.task, il_shared_traced (worker->instance, record.other),
                           (IlOperation) record.detail, shown_value (run, message), record.line);
    break;
  case IL_MESSAGE_OP:
    record = il_record_op (record.time, record.task, g_array_index (process->generators, guint32, record.other),
                           (IlOperation) record.detail, shown_value (run, message), record.line);
    break;
  case IL_MESSAGE_GENERATOR: {
    guint32 traced = il_recording_add_object (run->recording, IL_OBJECT_GENERATOR, message->text, 0, record.line);

    g_array_append_val (process->generators, traced);
    return;
  }
  case IL_MESSAGE_LINE:
    il_task_facts_add_line (il_recording_facts (run->recording), record.task, record.time, record.line);
    return;
  case IL_MESSAGE_END: take_end (process, message); return;
  case IL_MESSAGE_RECORD: break;
  }
  worker->record (worker, record);
}

static void
received_cb (void *data, const char *bytes, size_t n)
{
  IlProcess *process = data;
  GByteArray *received = process->received;
  gsize done = 0, size;
  IlMessage message;

  g_byte_array_append (received, (const guint8 *) bytes, (guint) n);
  while ((size = il_message_read ((const char *) received->data + done, received->len - done, &message)) > 0) {
    take (process, &message);
    il_message_clear (&message);
    done += size;
  }
  g_byte_array_remove_range (received, 0, (guint) done);
}

IlProcess *
il_process_new (IlWorker *worker, gint64 due)
{
  IlProcess *process = g_new0 (IlProcess, 1);

  il_child_init (&process->child, child_main, received_cb, process, worker->instance->run->stop_fd);
  process->child.due = il_time_add (due, worker->instance->run->base);
  process->worker = worker;
  process->received = g_byte_array_new ();
  process->generators = g_array_new (FALSE, FALSE, sizeof (guint32));
  process->name_counts = il_run_copy_name_counts (worker->instance->run);
  if (!worker->instance->generators) /* else the child would make it, from GLib's slices */
    worker->instance->generators = g_ptr_array_new ();
  return process;
}

void
il_process_free (IlProcess *process)
{
  il_child_clear (&process->child);
  g_byte_array_unref (process->received);
  g_array_unref (process->generators);
  g_hash_table_unref (process->name_counts);
  g_free (process);
}

IlHow
il_process_execute (IlProcess *process, IlTraceValue *shown)
{
  IlInstance *instance = process->worker->instance;
  IlEngineError error;
  gboolean done = il_child_run (&process->child, &error) && process->ended;

  if (!done && (il_run_stopping (instance->run) || il_child_killed (&process->child)))
    instance->end = il_run_stopping (instance->run) ? IL_STEP_STOPPED : IL_STEP_CANCELLED;
  else if (!done)
    instance->end =
        il_instance_fail (instance, instance->line, 0, "%s did not come to its end: %s", instance->name, error.message);
  return il_instance_tell_end (instance, shown);
}

void
il_process_kill (IlProcess *process)
{
  il_child_kill (&process->child);
}

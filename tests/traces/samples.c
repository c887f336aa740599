/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"

#include "traces/formats/event-json.h"

IlRecording *
sample_new (void)
{
  return il_recording_new (&(IlRunInfo) { .model = IL_MODEL_COOP, .clock = IL_CLOCK_VIRTUAL, .cores = 1, .seed = 1 });
}

void
sample_add (IlRecording *recording, IlRecord record)
{
  g_assert_true (il_recording_append (recording, &record, 1));
}

void
sample_spawn (IlRecording *recording, gint64 time, guint32 task, const char *name, guint32 by, guint32 line)
{
  sample_add (recording, il_record_spawn (time, task, il_recording_add_text (recording, name), by, line));
}

/* main spawns a and b and awaits a. a takes left and sleeps, b takes right and sleeps, then each asks
 * for the other's. */
IlRecording *
sample_deadlock (void)
{
  const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };
  IlRecording *recording = sample_new ();
  guint32 left = il_recording_add_object (recording, IL_OBJECT_MUTEX, "left", 0, 1);
  guint32 right = il_recording_add_object (recording, IL_OBJECT_MUTEX, "right", 0, 2);

  sample_spawn (recording, 0, 1, "main", IL_BY_NOBODY, 17);
  sample_add (recording, il_record_ready (0, 1, IL_BY_NOBODY, 17));
  sample_add (recording, il_record_resume (0, 1, 0, 0, 17));
  sample_spawn (recording, 0, 2, "a", 1, 18);
  sample_add (recording, il_record_ready (0, 2, 1, 18));
  sample_spawn (recording, 0, 3, "b", 1, 19);
  sample_add (recording, il_record_ready (0, 3, 1, 19));
  sample_add (recording, il_record_switch (0, 1, IL_WHY_AWAIT, 2, 20, 2, 5, 0));
  sample_add (recording, il_record_op (0, 2, left, IL_OP_ACQUIRE, absent, 6));
  sample_add (recording, il_record_switch (0, 2, IL_WHY_SLEEP, 0, 7, 3, 11, 0));
  sample_add (recording, il_record_op (0, 3, right, IL_OP_ACQUIRE, absent, 12));
  sample_add (recording, il_record_suspend (0, 3, IL_WHY_SLEEP, 0, 13));
  sample_add (recording, il_record_ready (1000, 2, IL_BY_TIMER, 7));
  sample_add (recording, il_record_ready (1000, 3, IL_BY_TIMER, 13));
  sample_add (recording, il_record_resume (1000, 2, 0, 0, 7));
  sample_add (recording, il_record_switch (1000, 2, IL_WHY_MUTEX, right, 8, 3, 13, 0));
  sample_add (recording, il_record_suspend (1000, 3, IL_WHY_MUTEX, left, 14));
  il_recording_finish (recording, IL_OUTCOME_DEADLOCK, 1000);
  return recording;
}

static const char *const texts[] = {
  "", "order", "mocha: fertig ☕", "\"quoted\" \\ back", "tab\tnewline\nbell\a", "😀 emoji 日本語", "a/b</script>", "\x7f"
};

static IlTraceValue
random_value (GRand *random, IlRecording *recording)
{
  switch (g_rand_int_range (random, 0, 8)) {
  case 0: return (IlTraceValue) { IL_VALUE_NONE, 0 };
  case 1: return (IlTraceValue) { IL_VALUE_INTEGER, g_rand_int_range (random, -5, 1000) };
  case 2: return (IlTraceValue) { IL_VALUE_INTEGER, G_MININT64 };
  case 3: return (IlTraceValue) { IL_VALUE_INTEGER, G_MAXINT64 };
  case 4: return (IlTraceValue) { IL_VALUE_DURATION, g_rand_int_range (random, 0, 1000000) };
  case 5: return (IlTraceValue) { IL_VALUE_BOOLEAN, g_rand_boolean (random) };
  case 6:
    return (IlTraceValue) {
      IL_VALUE_TEXT, il_recording_add_text (recording, texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))])
    };
  default: return (IlTraceValue) { IL_VALUE_ABSENT, 0 };
  }
}

static IlRecording *
random_recording (GRand *random, guint cores)
{
  IlRunInfo info = { .model = (IlModelKind) g_rand_int_range (random, IL_MODEL_SYNC, IL_MODEL_COOP + 1),
                     .clock = g_rand_boolean (random) ? IL_CLOCK_VIRTUAL : IL_CLOCK_WALL,
                     .cores = cores,
                     .quantum = g_rand_boolean (random) ? 2000000 : 0,
                     .switch_cost = g_rand_int_range (random, 0, 3),
                     .seed = (guint64) g_rand_int (random) << 32 | g_rand_int (random),
                     .preemption = (IlPreemption) g_rand_int_range (random, 0, IL_N_PREEMPTIONS) };
  IlRecording *recording;

  g_strlcpy (info.policy, g_rand_boolean (random) ? "round-robin" : "", sizeof info.policy);
  g_strlcpy (info.policy_title, g_rand_boolean (random) ? "round robin" : "", sizeof info.policy_title);
  recording = il_recording_new (&info);
  for (int i = g_rand_int_range (random, 0, 4); i > 0; i--)
    il_recording_add_object (recording, (IlObjectKind) g_rand_int_range (random, 0, IL_N_OBJECTS),
                             texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))], g_rand_int_range (random, 0, 3),
                             (guint32) g_rand_int_range (random, 0, 50));
  return recording;
}

static guint32
random_by (GRand *random, guint32 n_tasks)
{
  switch (g_rand_int_range (random, 0, 6)) {
  case 0: return IL_BY_NOBODY;
  case 1: return IL_BY_TIMER;
  case 2: return IL_BY_IO;
  case 3: return IL_BY_WORKER;
  default: return n_tasks > 0 ? (guint32) g_rand_int_range (random, 1, (gint32) n_tasks + 1) : IL_BY_NOBODY;
  }
}

static void
random_finish (GRand *random, IlRecording *recording, gint64 time)
{
  if (g_rand_boolean (random))
    il_recording_finish (recording, (IlOutcome) g_rand_int_range (random, IL_OUTCOME_FINISHED, IL_N_OUTCOMES),
                         time + g_rand_int_range (random, 0, 3));
}

enum { FRESH, READY, RUNNING, BLOCKED, ENDED };

/* What events do not say: some deadlines, and lines at which tasks compute. */
static void
add_facts (IlRecording *recording, GRand *random)
{
  IlTaskFacts *facts = il_recording_facts (recording);
  IlCursor cursor = { 0 };
  IlEvent event;

  while (il_recording_next (recording, &cursor, &event)) {
    if (event.kind == IL_EVENT_SPAWN && g_rand_int_range (random, 0, 4) == 0)
      il_task_facts_set_deadline (facts, event.task, g_rand_int_range (random, 0, 100000));
    if (event.kind == IL_EVENT_RESUME && g_rand_boolean (random))
      il_task_facts_add_line (facts, event.task, event.time + g_rand_int_range (random, 0, 3000),
                              (guint32) g_rand_int_range (random, 1, 40));
  }
}

IlRecording *
sample_random (GRand *random, guint n_steps)
{
  guint cores = (guint) g_rand_int_range (random, 1, 5);
  IlRecording *recording = random_recording (random, cores);
  guint32 n_objects = il_recording_n_objects (recording);
  guint32 on_core[4] = { 0 }, n_tasks = 0;
  g_autofree int *state = g_new0 (int, n_steps + 2);
  g_autofree gint64 *since = g_new0 (gint64, n_steps + 2);
  gint64 time = 0;

  for (guint step = 0; step < n_steps; step++) {
    guint32 line = (guint32) g_rand_int_range (random, 0, 40), object = 0;
    guint core = (guint) g_rand_int_range (random, 0, (gint32) cores);
    guint32 task = on_core[core];

    time += g_rand_boolean (random) ? 0 : g_rand_int_range (random, 1, 5000);
    if (n_objects > 0 && g_rand_boolean (random))
      object = (guint32) g_rand_int_range (random, 1, (gint32) n_objects + 1);
    if (g_rand_int_range (random, 0, 12) == 0) {
      guint32 text = il_recording_add_text (recording, texts[step % G_N_ELEMENTS (texts)]);
      IlNote note = (IlNote) g_rand_int_range (random, 0, IL_N_NOTES);

      sample_add (recording, note == IL_NOTE_DROPPED
                                 ? il_record_dropped (time, (guint32) g_rand_int_range (random, 0, 9000), text)
                                 : il_record_note (time, note, text));
    } else if (n_tasks == 0 || g_rand_int_range (random, 0, 8) == 0) {
      n_tasks++;
      sample_spawn (recording, time, n_tasks, texts[(n_tasks * 3) % G_N_ELEMENTS (texts)],
                    random_by (random, n_tasks - 1), line);
      state[n_tasks] = FRESH;
      since[n_tasks] = time;
    } else if (task == 0) {
      guint32 other = (guint32) g_rand_int_range (random, 1, (gint32) n_tasks + 1);

      if (state[other] == FRESH || state[other] == BLOCKED) {
        sample_add (recording, il_record_ready (time, other, random_by (random, n_tasks), line));
        state[other] = READY;
        since[other] = time;
      } else if (state[other] == READY) {
        gint64 cost = g_rand_boolean (random) ? 0 : g_rand_int_range (random, 0, 100);

        sample_add (recording, il_record_resume (time, other, core, MIN (cost, time - since[other]), line));
        state[other] = RUNNING;
        on_core[core] = other;
      }
    } else
      switch (g_rand_int_range (random, 0, 8)) {
      case 0:
        sample_add (recording, il_record_suspend (time, task, IL_WHY_AWAIT,
                                                  (guint32) g_rand_int_range (random, 0, (gint32) n_tasks + 1), line));
        state[task] = BLOCKED;
        on_core[core] = 0;
        since[task] = time;
        break;
      case 1:
        sample_add (recording,
                    il_record_suspend (time, task, (IlWhy) g_rand_int_range (random, IL_WHY_SEMAPHORE, IL_WHY_THREAD),
                                       object, line));
        state[task] = BLOCKED;
        on_core[core] = 0;
        since[task] = time;
        break;
      case 2:
        sample_add (recording,
                    il_record_preempt (time, task, (IlWhy) g_rand_int_range (random, IL_WHY_QUANTUM, IL_N_WHYS), core,
                                       line));
        state[task] = READY;
        on_core[core] = 0;
        since[task] = time;
        break;
      case 3: {
        guint32 other = (guint32) g_rand_int_range (random, 1, (gint32) n_tasks + 1);

        if (state[other] != READY)
          break;
        sample_add (recording, g_rand_boolean (random)
                                   ? il_record_switch (time, task, IL_WHY_IO, object, line, other, line + 1, core)
                                   : il_record_give_way (time, task, line, other, line + 1, core));
        state[task] = il_record_tag (il_recording_record (recording, il_recording_n_records (recording) - 1))
                              == IL_SWITCH_GIVES_WAY
                          ? READY
                          : BLOCKED;
        since[task] = time;
        state[other] = RUNNING;
        on_core[core] = other;
        break;
      }
      case 4:
        sample_add (recording, il_record_exit (time, task, (IlHow) g_rand_int_range (random, 0, IL_N_HOWS),
                                               random_value (random, recording), line));
        state[task] = ENDED;
        on_core[core] = 0;
        break;
      case 5: sample_add (recording, il_record_cancel (time, task, random_by (random, n_tasks), line)); break;
      case 6:
        sample_add (recording, il_record_op (time, task, object, (IlOperation) g_rand_int_range (random, 0, IL_N_OPS),
                                             random_value (random, recording), line));
        break;
      default:
        sample_add (recording,
                    il_record_print (time, task, il_recording_add_text (recording, texts[step % G_N_ELEMENTS (texts)]),
                                     line));
        break;
      }
  }
  random_finish (random, recording, time);
  add_facts (recording, random);
  return recording;
}

IlRecording *
sample_wild (GRand *random, guint n_steps)
{
  IlRecording *recording = random_recording (random, (guint) g_rand_int_range (random, 1, IL_MAX_CORE + 2));
  gint64 time = 0;

  for (guint step = 0; step < n_steps; step++) {
    IlEvent event = {
      .kind = (IlEventKind) g_rand_int_range (random, IL_EVENT_SPAWN, IL_EVENT_NOTE + 1),
      .task = (guint32) g_rand_int_range (random, 1, 8),
      .line = (guint32) g_rand_int_range (random, 0, 9),
      .by = random_by (random, 7),
      .object = (guint32) g_rand_int_range (random, 0, 6),
      .awaited = (guint32) g_rand_int_range (random, 0, 8),
      .core = (guint32) g_rand_int_range (random, 0, IL_MAX_CORE + 1),
      .cost = g_rand_boolean (random) ? 0 : g_rand_int_range (random, 0, 100000),
      .why = (IlWhy) g_rand_int_range (random, 0, IL_N_WHYS),
      .how = (IlHow) g_rand_int_range (random, 0, IL_N_HOWS),
      .op = (IlOperation) g_rand_int_range (random, 0, IL_N_OPS),
      .note = (IlNote) g_rand_int_range (random, 0, IL_N_NOTES),
      .value = random_value (random, recording),
      .text = il_recording_add_text (recording, texts[step % G_N_ELEMENTS (texts)]),
    };

    if (g_rand_int_range (random, 0, 50) == 0)
      time += G_MAXINT64 / 256; /* centuries */
    time += g_rand_int_range (random, 0, 3) * 1000;
    event.time = time = MIN (time, G_MAXINT64 / 2);
    if (event.kind == IL_EVENT_NOTE)
      event.task = event.line = 0;
    sample_add (recording, il_record_pack (&event));
  }
  random_finish (random, recording, time);
  return recording;
}

char *
sample_events_text (IlTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = il_trace_recording (trace, i);
    IlCursor cursor = { 0 };
    IlEvent event;

    while (il_recording_next (run, &cursor, &event)) {
      il_event_append_json (out, run, &event);
      g_string_append_c (out, '\n');
    }
  }
  return g_string_free (out, FALSE);
}

IlTrace *
sample_deadlock_trace (void)
{
  g_autoptr (IlRecording) run = sample_deadlock ();
  IlTrace *trace = il_trace_new ("deadlock", "# zwei \"Mutexe\" ☕\ntask main:\n\tpass\n");

  il_trace_add_run (trace, run);
  return trace;
}

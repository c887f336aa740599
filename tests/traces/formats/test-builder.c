/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "tests/traces/samples.h"
#include "traces/derive/timeline.h"
#include "traces/formats/builder.h"

/* Events that keep none of our rules become a trace that keeps them all. */

static void
add (IlRunBuilder *run, guint source, guint64 id, IlEventKind kind, gint64 time, IlWhy why)
{
  il_run_builder_add (run,
                      &(IlEvent) {
                          .time = time, .kind = kind, .task = il_run_builder_task (run, source, id), .why = why },
                      0);
}

static char *
finish (IlTraceBuilder *builder, char **warning)
{
  g_autoptr (GString) sentences = g_string_new (NULL);
  g_autoptr (IlTrace) trace = il_trace_builder_finish (builder, "f", FALSE, sentences);

  *warning = g_strdup (sentences->str);
  return sample_events_text (trace);
}

static IlRunBuilder *
begin (IlTraceBuilder *builder, gint64 id)
{
  IlRunInfo info = { .model = IL_MODEL_THREADS, .clock = IL_CLOCK_WALL, .cores = 4 };

  return il_trace_builder_add_run (builder, id, &info, il_run_listing_new ());
}

/* Two sources that call different tasks 7, in no order, from 10^9 on. */
static void
test_foreign (void)
{
  g_autoptr (IlTraceBuilder) builder = il_trace_builder_new ("foreign", "");
  IlRunBuilder *run = begin (builder, 4711);
  g_autofree char *warning = NULL;

  add (run, 0, 7, IL_EVENT_SUSPEND, 1000000030, IL_WHY_IO);
  add (run, 1, 7, IL_EVENT_RESUME, 1000000010, IL_WHY_NONE);
  add (run, 0, 7, IL_EVENT_READY, 1000000000, IL_WHY_NONE);
  add (run, 0, 7, IL_EVENT_READY, 1000000001, IL_WHY_NONE); /* says nothing new */
  add (run, 1, 7, IL_EVENT_EXIT, 1000000040, IL_WHY_NONE);
  add (run, 1, 7, IL_EVENT_READY, 1000000050, IL_WHY_NONE); /* after its end */
  il_run_builder_name_task (run, il_run_builder_task (run, 0, 7), "worker");
  il_run_builder_name_task (run, il_run_builder_task (run, 1, 7), "worker");
  g_autofree char *events = finish (builder, &warning);
  g_assert_cmpstr (
      events, ==,
      "{\"t\":0,\"seq\":1,\"model\":\"threads\",\"ev\":\"spawn\",\"task\":\"worker\",\"line\":null,\"by\":null}\n"
      "{\"t\":0,\"seq\":2,\"model\":\"threads\",\"ev\":\"ready\",\"task\":\"worker\",\"line\":null,\"by\":null}\n"
      "{\"t\":10,\"seq\":3,\"model\":\"threads\",\"ev\":\"spawn\",\"task\":\"worker#2\",\"line\":null,\"by\":null}\n"
      "{\"t\":10,\"seq\":4,\"model\":\"threads\",\"ev\":\"ready\",\"task\":\"worker#2\",\"line\":null,\"by\":null}\n"
      "{\"t\":10,\"seq\":5,\"model\":\"threads\",\"ev\":\"resume\",\"task\":\"worker#2\",\"line\":null,\"core\":0}\n"
      "{\"t\":30,\"seq\":6,\"model\":\"threads\",\"ev\":\"resume\",\"task\":\"worker\",\"line\":null,\"core\":0}\n"
      "{\"t\":30,\"seq\":7,\"model\":\"threads\",\"ev\":\"suspend\",\"task\":\"worker\",\"line\":null,\"why\":\"io\"}\n"
      "{\"t\":40,\"seq\":8,\"model\":\"threads\",\"ev\":\"exit\",\"task\":\"worker#2\",\"line\":null,\"how\":\"return\"}\n");
  g_assert_cmpstr (warning, ==,
                   "2 events of other programs were left aside. 4 events that f does not have were filled in.");
}

/* Runs that share a clock keep the time between them; an id is taken once. */
static void
test_common_clock (void)
{
  g_autoptr (IlTraceBuilder) builder = il_trace_builder_new ("two", "");
  IlRunBuilder *first = begin (builder, 1), *second = begin (builder, 2);
  g_autofree char *warning = NULL;

  g_assert_null (begin (builder, 2));
  g_assert_true (il_trace_builder_run (builder, 1) == first);
  g_assert_null (il_trace_builder_run (builder, 3));
  add (first, 0, 1, IL_EVENT_SPAWN, 500, IL_WHY_NONE);
  add (second, 0, 1, IL_EVENT_SPAWN, 700, IL_WHY_NONE);
  g_autofree char *events = finish (builder, &warning);
  g_assert_nonnull (strstr (events, "{\"t\":0,\"seq\":1,"));
  g_assert_nonnull (strstr (events, "{\"t\":200,\"seq\":1,"));
  g_assert_nonnull (strstr (events, "\"task\":\"task 1\""));
  g_assert_cmpstr (warning, ==, "");
}

/* Whatever is said: times do not go back, every task has one spawn, before all else, and each resume follows a ready.
 */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (17);

  for (guint round = 0; round < 300; round++) {
    g_autoptr (IlTraceBuilder) builder = il_trace_builder_new ("random", "");
    g_autoptr (GString) warning = g_string_new (NULL);
    IlRunBuilder *run = begin (builder, 1);
    char states[41] = { 0 };
    IlCursor cursor = { 0 };
    IlEvent event;
    gint64 time = 0;

    for (guint i = 0; i < 200; i++)
      il_run_builder_add (run,
                          &(IlEvent) { .time = round % 2 ? g_rand_int_range (random, -50, 50)
                                                         : (gint64) ((guint64) g_rand_int (random) << 32),
                                       .kind = (IlEventKind) g_rand_int_range (random, 1, IL_EVENT_PRINT + 1),
                                       .core = (guint32) g_rand_int_range (random, 0, 3),
                                       .task = il_run_builder_task (run, (guint) g_rand_int_range (random, 0, 2),
                                                                    (guint64) g_rand_int_range (random, 0, 20)) },
                          g_rand_boolean (random) ? 0 : G_MAXINT64);
    g_autoptr (IlTrace) trace = il_trace_builder_finish (builder, "f", FALSE, warning);
    IlRecording *recording = il_trace_recording (trace, 0);
    while (il_recording_next (recording, &cursor, &event)) {
      g_assert_cmpint (event.time, >=, time);
      time = event.time;
      char *state = &states[event.task];
      g_assert_true (event.kind == IL_EVENT_SPAWN ? *state == 0 : *state != 0 && *state != 'x');
      switch (event.kind) {
      case IL_EVENT_SPAWN: *state = 'c'; break;
      case IL_EVENT_READY:
        g_assert_true (*state == 'c' || *state == 'w');
        *state = 'r';
        break;
      case IL_EVENT_RESUME:
        g_assert_true (*state == 'r');
        *state = '!';
        break;
      case IL_EVENT_SUSPEND:
        g_assert_true (*state == '!');
        *state = 'w';
        break;
      case IL_EVENT_PREEMPT:
        g_assert_true (*state == '!');
        *state = 'r';
        break;
      case IL_EVENT_EXIT: *state = 'x'; break;
      default: break;
      }
    }
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording); /* which takes it in */
    il_timeline_extend_to (timeline, il_recording_n_records (recording));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builder/foreign", test_foreign);
  g_test_add_func ("/builder/common-clock", test_common_clock);
  g_test_add_func ("/builder/random", test_random);
  return g_test_run ();
}

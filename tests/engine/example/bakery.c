/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "engine/coro/generator.h"
#include "engine/loop/group.h"
#include "engine/loop/loop.h"
#include "engine/loop/objects.h"
#include "engine/loop/timeout.h"
#include "traces/formats/formats.h"
#include "traces/record/collector.h"

/* Interlane's engine without its language: a bakery, with coroutines written by hand, that records itself.
 *
 *   ./bakery bakery.json && interlane bakery.json
 *
 * Two bakers share one oven and put their loaves on a shelf with room for two; a customer, who is served
 * by a generator of wishes, waits for each loaf, but not for ever. It runs on the virtual clock; with
 * .virtual_clock = false and the real time for the collector it would take 0.2 seconds. */

#define MS INT64_C (1000000)

typedef struct {
  IlLoop *loop;
  IlRecording *recording;
  IlMutex *oven;
  IlQueue *shelf;
  uint32_t wishes_object;
} Bakery;

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

static IlTraceValue
integer (int64_t number)
{
  return (IlTraceValue) { IL_VALUE_INTEGER, number };
}

/* What a task does when a wait came to something else than OK: it ends. */
static IlTaskEnd
ended_by (IlWake wake)
{
  return (IlTaskEnd) { .how = wake == IL_WAKE_CANCELLED ? IL_HOW_CANCELLED : IL_HOW_RETURN, .shown = absent };
}

/* The line numbers of this file are what the chart shows. */
#define HERE il_task_set_line (il_loop_current (bakery->loop), __LINE__)

static IlTaskEnd
baker (IlTask *self, void *data)
{
  Bakery *bakery = data;
  IlWake wake;

  for (intptr_t loaf = 1; loaf <= 3; loaf++) {
    HERE;
    il_loop_cpu (bakery->loop, 5 * MS); /* kneading */
    HERE;
    if ((wake = il_mutex_acquire (bakery->oven)) != IL_WAKE_OK)
      return ended_by (wake);
    HERE;
    wake = il_loop_sleep (bakery->loop, 20 * MS); /* baking */
    il_mutex_release (bakery->oven);
    if (wake != IL_WAKE_OK)
      return ended_by (wake);
    HERE;
    if ((wake = il_queue_put (bakery->shelf, (void *) loaf, integer (loaf))) != IL_WAKE_OK)
      return ended_by (wake);
  }
  return (IlTaskEnd) { .how = IL_HOW_RETURN, .shown = integer (3) };
}

/* How long the customer waits for each loaf. In a task, a generator may itself wait. */
static void
wishes (IlGenerator *self, void *data)
{
  Bakery *bakery = data;
  static const int64_t patience[] = { 30 * MS, 10 * MS, 60 * MS, 60 * MS };

  for (size_t i = 0; i < sizeof patience / sizeof patience[0]; i++) {
    HERE;
    il_loop_sleep (bakery->loop, 5 * MS); /* thinking */
    il_loop_record_op (bakery->loop, bakery->wishes_object, IL_OP_YIELD, integer (patience[i]));
    if (!il_generator_yield (self, (void *) (intptr_t) patience[i], NULL))
      return;
  }
}

static void
say (Bakery *bakery, const char *text)
{
  IlTask *self = il_loop_current (bakery->loop);

  il_loop_record (bakery->loop,
                  il_record_print (0, il_task_id (self), il_recording_add_text (bakery->recording, text), __LINE__));
  puts (text);
}

static IlTaskEnd
customer (IlTask *self, void *data)
{
  Bakery *bakery = data;
  IlEngineError error;
  IlGenerator *generator = il_generator_new (wishes, bakery, 0, &error);
  IlWake wake = IL_WAKE_OK;
  void *patience, *loaf;
  int64_t n_loaves = 0;

  while (wake == IL_WAKE_OK && generator && il_generator_next (generator, &patience)) {
    HERE;
    IlTimeout *timeout = il_timeout_begin (bakery->loop, (intptr_t) patience);

    wake = il_queue_get (bakery->shelf, &loaf);
    if (il_timeout_end (timeout, wake == IL_WAKE_CANCELLED)) {
      say (bakery, "the customer gives up");
      wake = IL_WAKE_OK;
    } else if (wake == IL_WAKE_OK) {
      say (bakery, "the customer has a loaf");
      n_loaves++;
    }
  }
  il_generator_free (generator);
  return wake == IL_WAKE_OK ? (IlTaskEnd) { .how = IL_HOW_RETURN, .shown = integer (n_loaves) } : ended_by (wake);
}

/* The group ends when all in it have: those who cannot put their loaves on the full shelf are sent home. */
static IlTaskEnd
owner (IlTask *self, void *data)
{
  Bakery *bakery = data;
  IlEngineError error;
  IlGroup *group = il_group_new (bakery->loop);
  IlTimeout *day = il_timeout_begin (bakery->loop, 200 * MS);
  IlHow how = IL_HOW_RETURN;

  HERE;
  for (int i = 0; i < 2; i++)
    il_task_unref (il_group_spawn (group, baker, bakery,
                                   il_recording_add_text (bakery->recording, i ? "baker#2" : "baker"), &error));
  il_task_unref (
      il_group_spawn (group, customer, bakery, il_recording_add_text (bakery->recording, "customer"), &error));
  HERE;
  IlWake wake = il_group_end (group, IL_HOW_RETURN, &how);
  il_group_free (group);
  if (il_timeout_end (day, how == IL_HOW_CANCELLED))
    say (bakery, "the bakery closes");
  return ended_by (wake);
}

int
main (int argc, char **argv)
{
  IlRunInfo info = { .model = IL_MODEL_COOP, .clock = IL_CLOCK_VIRTUAL, .cores = 1 };
  g_autoptr (IlRecording) recording = il_recording_new (&info);
  g_autoptr (IlCollector) collector = il_collector_new (recording, NULL, NULL);
  g_autoptr (IlTrace) trace = il_trace_new ("bakery", "");
  g_autoptr (GError) problem = NULL;
  IlEngineError error;

  if (argc != 2) {
    fprintf (stderr, "usage: %s TRACE.json\n", argv[0]);
    return 2;
  }

  Bakery bakery = { .recording = recording };
  bakery.loop =
      il_loop_new (&(IlLoopOptions) { .virtual_clock = true, .ring = il_collector_add_ring (collector) }, &error);
  if (!bakery.loop) {
    fprintf (stderr, "%s\n", error.message);
    return 1;
  }
  bakery.oven = il_mutex_new (bakery.loop, il_recording_add_object (recording, IL_OBJECT_MUTEX, "oven", 0, __LINE__));
  bakery.shelf =
      il_queue_new (bakery.loop, il_recording_add_object (recording, IL_OBJECT_QUEUE, "shelf", 2, __LINE__), 2);
  bakery.wishes_object = il_recording_add_object (recording, IL_OBJECT_GENERATOR, "wishes", 0, __LINE__);
  il_task_unref (il_loop_spawn (bakery.loop, owner, &bakery, il_recording_add_text (recording, "owner"), &error));

  IlLoopOutcome outcome = il_loop_run (bakery.loop);
  il_collector_finish (collector);
  il_recording_finish (recording, outcome == IL_LOOP_FINISHED ? IL_OUTCOME_FINISHED : IL_OUTCOME_DEADLOCK,
                       il_loop_now (bakery.loop));
  il_loop_free (bakery.loop);
  il_mutex_free (bakery.oven);
  il_queue_free (bakery.shelf);

  il_trace_add_run (trace, recording);
  if (il_trace_save (trace, argv[1], NULL, NULL, NULL, &problem))
    return outcome == IL_LOOP_FINISHED ? 0 : 1;
  fprintf (stderr, "%s\n", problem->message);
  return 1;
}

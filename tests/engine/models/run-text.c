/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"
#include "engine/language/load.h"

#include <string.h>

IlRunOptions
run_options (IlModelKind model)
{
  IlRunOptions options;

  il_run_options_init (&options);
  options.model = model;
  return options;
}

IlRun *
run_text (const char *text, const IlRunOptions *options)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  g_autofree char *errors = il_diagnostics_format (diagnostics, "test", text);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (errors, ==, "");
  g_assert_nonnull (program);
  IlRun *run = il_run_new (program, options, &error);
  g_assert_no_error (error);
  il_run_start (run);
  il_run_wait (run);
  g_assert_true (il_run_is_over (run));
  return run;
}

static void
append_who (GString *out, IlRecording *recording, guint32 who)
{
  switch (who) {
  case IL_BY_NOBODY: g_string_append (out, "nobody"); break;
  case IL_BY_TIMER: g_string_append (out, "timer"); break;
  case IL_BY_IO: g_string_append (out, "io"); break;
  case IL_BY_WORKER: g_string_append (out, "worker"); break;
  default: g_string_append (out, il_recording_task_name (recording, who)); break;
  }
}

static void
append_more (GString *out, IlRecording *recording, const IlEvent *event)
{
  IlObjectInfo object;

  switch (event->kind) {
  case IL_EVENT_SPAWN:
  case IL_EVENT_READY:
  case IL_EVENT_CANCEL:
    g_string_append (out, " by ");
    append_who (out, recording, event->by);
    break;
  case IL_EVENT_RESUME:
    if (event->core > 0)
      g_string_append_printf (out, " core %u", event->core);
    if (event->cost > 0)
      g_string_append_printf (out, " cost %" G_GINT64_FORMAT, event->cost);
    break;
  case IL_EVENT_SUSPEND:
    g_string_append_printf (out, " %s", il_why_name (event->why));
    if (il_recording_object (recording, event->object, &object))
      g_string_append_printf (out, " %s", object.name);
    if (event->awaited != 0)
      g_string_append_printf (out, " %s", il_recording_task_name (recording, event->awaited));
    break;
  case IL_EVENT_PREEMPT: g_string_append_printf (out, " %s", il_why_name (event->why)); break;
  case IL_EVENT_EXIT: g_string_append_printf (out, " %s", il_how_name (event->how)); break;
  case IL_EVENT_OP:
    il_recording_object (recording, event->object, &object);
    g_string_append_printf (out, " %s %s", il_operation_name (event->op), object.name);
    break;
  case IL_EVENT_PRINT:
  case IL_EVENT_NOTE: g_string_append_printf (out, " %s", il_recording_text (recording, event->text)); break;
  default: break;
  }
}

char *
events_text (IlRecording *recording, const char *kinds)
{
  GString *out = g_string_new (NULL);
  g_auto (GStrv) wanted = g_strsplit (kinds ? kinds : "", " ", -1);
  IlCursor cursor = { 0 };
  IlEvent event;

  while (il_recording_next (recording, &cursor, &event)) {
    const char *kind = il_event_kind_name (event.kind);

    if (kinds && !g_strv_contains ((const char *const *) wanted, kind))
      continue;
    if (event.time % 1000000 == 0)
      g_string_append_printf (out, "%" G_GINT64_FORMAT "ms", event.time / 1000000);
    else
      g_string_append_printf (out, "%" G_GINT64_FORMAT, event.time);
    g_string_append_printf (out, " %s", kind);
    if (event.task != 0)
      g_string_append_printf (out, " %s", il_recording_task_name (recording, event.task));
    append_more (out, recording, &event);
    g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}

char *
output_text (IlRecording *recording)
{
  GString *out = g_string_new (NULL);
  IlCursor cursor = { 0 };
  IlEvent event;

  while (il_recording_next (recording, &cursor, &event))
    if (event.kind == IL_EVENT_PRINT)
      g_string_append_printf (out, "%s\n", il_recording_text (recording, event.text));
  return g_string_free (out, FALSE);
}

void
check_run (IlModelKind model, IlClockKind clock, const char *text, const char *kinds, IlOutcome outcome,
           const char *expected)
{
  IlRunOptions options = run_options (model);

  options.clock = clock;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *got = kinds ? events_text (il_run_recording (run), kinds) : output_text (il_run_recording (run));

  g_assert_cmpstr (got, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

void
check_threads (const char *text, const char *kinds, const char *expected)
{
  check_run (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL, text, kinds, IL_OUTCOME_FINISHED, expected);
}

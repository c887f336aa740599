/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/choose.h"
#include "app/command/command.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "engine/language/tree/program.h"
#include "traces/formats/event-json.h"
#include "traces/formats/formats.h"
#include "ui/picture/picture.h"

/* The verbs that look at a file: check, events, chart. */

static int
report_trace (const char *path, const IlTrace *trace, const char *warning, const GError *error)
{
  guint64 n_events = 0;

  if (!trace) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }
  for (guint i = 0; i < trace->runs->len; i++)
    n_events += il_recording_n_events (il_trace_recording (trace, i));
  il_command_say ("%s: a trace of %s: %u %s, %" G_GUINT64_FORMAT " events\n", path, trace->name, trace->runs->len,
                  trace->runs->len == 1 ? "run" : "runs", n_events);
  if (warning)
    il_complain ("%s: warning: %s", path, warning);
  return warning ? IL_EXIT_USAGE : IL_EXIT_DONE;
}

static int
report_workload (const char *path, const IlProgram *program)
{
  if (!program)
    return IL_EXIT_USAGE;
  printf ("%s: no errors\n", path);
  return IL_EXIT_DONE;
}

static int
check_trace (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autoptr (IlTrace) trace = il_trace_load (path, NULL, NULL, NULL, &warning, &error);

  return report_trace (path, trace, warning, error);
}

static int
check_workload (const char *path)
{
  g_autoptr (IlProgram) program = il_command_load_program (path);

  return report_workload (path, program);
}

static int
check_stream (const char *path)
{
  gboolean is_trace;
  g_autoptr (IlTraceInput) input = il_command_open_stream (path, &is_trace);

  if (!input)
    return IL_EXIT_USAGE;
  if (is_trace) {
    g_autoptr (GError) error = NULL;
    g_autofree char *warning = NULL;
    g_autoptr (IlTrace) trace = il_trace_load_input (input, &warning, &error);

    return report_trace (path, trace, warning, error);
  }
  g_autoptr (IlProgram) program = il_command_read_program (input);
  return report_workload (path, program);
}

int
il_command_check (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  int status;
  g_autofree char *path =
      il_command_parse (argc, argv, "Says what is wrong with a workload or a trace.", entries, &status);

  if (!path)
    return status;
  status = il_command_is_stream (path)  ? check_stream (path)
           : il_command_is_trace (path) ? check_trace (path)
                                        : check_workload (path);
  return il_command_flush () ? status : IL_EXIT_USAGE;
}

/* RUN: the number that tells it from others of its model; 0: there are none. */
static void
print_events (IlRecording *recording, guint run)
{
  g_autoptr (GString) line = g_string_new (NULL);
  IlCursor cursor = { 0 };
  IlEvent event;

  while (il_recording_next (recording, &cursor, &event) && !il_command_output_failed ()) {
    g_string_truncate (line, 0);
    il_event_append_json (line, recording, &event);
    if (run > 0) {
      g_string_truncate (line, line->len - 1);
      g_string_append_printf (line, ",\"run\":%u}", run);
    }
    g_string_append_c (line, '\n');
    fwrite (line->str, 1, line->len, stdout);
  }
}

int
il_command_events (int argc, char **argv)
{
  g_auto (IlChoice) choice = { 0 };
  const GOptionEntry entries[] = { IL_CHOICE_ENTRIES (choice), G_OPTION_ENTRY_NULL };
  int status;
  g_autofree char *path =
      il_command_parse (argc, argv, "Prints the events of a trace, one JSON object a line.", entries, &status);

  if (!path)
    return status;
  g_autoptr (IlTrace) trace = il_choice_load (&choice, path);
  if (!trace)
    return IL_EXIT_USAGE;
  if (trace->runs->len == 0) {
    il_complain ("%s holds no run", path);
    return IL_EXIT_USAGE;
  }
  gboolean alike = il_command_has_alike (trace);
  for (guint i = 0; i < trace->runs->len; i++)
    print_events (il_trace_recording (trace, i), alike ? il_trace_listing (trace, i)->number : 0);
  return il_command_flush () ? IL_EXIT_DONE : IL_EXIT_USAGE;
}

int
il_command_chart (int argc, char **argv)
{
  g_autofree char *out = NULL, *from = NULL, *to = NULL, *color = NULL;
  gint width = 1200;
  gboolean dark = FALSE, by_core = FALSE;
  g_auto (IlChoice) choice = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Where to: a file that ends in .png, .svg, .pdf or .html", "OUT" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, "Begin at this time", "D" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, "End at this time", "D" },
    { "width", 0, 0, G_OPTION_ARG_INT, &width, "Width in pixels, or points (default: 1200)", "PX" },
    { "color", 0, 0, G_OPTION_ARG_STRING, &color, "What hues tell: task (the default), state or object", "WHAT" },
    { "by-core", 0, 0, G_OPTION_ARG_NONE, &by_core, "A lane a core, with who runs there, instead of one a task", NULL },
    IL_CHOICE_ENTRIES (choice),
    { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Light shapes on a dark ground", NULL },
    G_OPTION_ENTRY_NULL,
  };
  int status;
  g_autofree char *path = il_command_parse (argc, argv, "Draws the charts of a trace.", entries, &status);
  IlPictureOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!path)
    return status;
  options.to = -1;
  if (!il_command_duration ("--from", from, &options.from) || !il_command_duration ("--to", to, &options.to))
    return IL_EXIT_USAGE;
  if (!out) {
    il_complain ("chart needs -o OUT.png, OUT.svg, OUT.pdf or OUT.html");
    return IL_EXIT_USAGE;
  }
  if (width < 200 || width > 30000) {
    il_complain ("--width must be between 200 and 30000, not %d", width);
    return IL_EXIT_USAGE;
  }
  if (color && !il_coloring_from_name (color, &options.coloring)) {
    il_complain ("--color is task, state or object, not '%s'", color);
    return IL_EXIT_USAGE;
  }
  if (to && options.to <= options.from) {
    il_complain ("--to must be later than --from");
    return IL_EXIT_USAGE;
  }

  g_autoptr (IlTrace) trace = il_choice_load (&choice, path);
  if (!trace)
    return IL_EXIT_USAGE;
  if (from && !to)
    for (guint i = 0; i < trace->runs->len; i++)
      options.to = MAX (options.to, il_recording_end (g_ptr_array_index (trace->runs, i)));
  if (from && options.to <= options.from) {
    il_complain ("--from %s is after the end of the trace", from);
    return IL_EXIT_USAGE;
  }
  options.width = width;
  options.dark = dark;
  options.by_core = by_core;
  if (!il_picture_save (trace, out, &options, &error)) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }
  return IL_EXIT_DONE;
}

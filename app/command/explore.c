/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/command.h"
#include "app/command/signals.h"

#include <json-c/json.h>
#include <stdio.h>

#include "engine/explore/search.h"

/* The verb explore: all schedules of a workload. */

enum { EXIT_NOT_COMPLETE = 3, MOST_STATES = 1000000, MOST_SECONDS = 60 };

static const char *const kind_names[] = {
  [IL_FAILURE_NONE] = "reach",    [IL_FAILURE_DEADLOCK] = "deadlock", [IL_FAILURE_ASSERTION] = "assertion",
  [IL_FAILURE_ALWAYS] = "always", [IL_FAILURE_ENSURE] = "ensure",     [IL_FAILURE_ERROR] = "error",
};

static gint cancelled;

static void
cancel_cb (gpointer data)
{
  g_atomic_int_set (&cancelled, TRUE);
}

static void
print_finding (const IlFinding *finding)
{
  if (finding->kind == IL_FAILURE_NONE)
    il_command_say ("reached: %s (line %u)\n", finding->message, finding->line);
  else if (finding->line > 0)
    il_command_say ("%s (line %u%s%s): %s\n", kind_names[finding->kind], finding->line, finding->task ? ", task " : "",
                    finding->task ? finding->task : "", finding->message);
  else
    il_command_say ("%s\n", finding->message);
  printf ("  The shortest has %u preemption%s and %u step%s:\n", finding->preemptions,
          finding->preemptions == 1 ? "" : "s", finding->schedule->len, finding->schedule->len == 1 ? "" : "s");
  for (guint i = 0; i < finding->schedule->len; i++) {
    const IlScheduleStep *step = g_ptr_array_index (finding->schedule, i);

    il_command_say ("    %s  line %u  %s\n", step->task, step->line, step->op);
  }
}

static void
print_text (const IlSearchResult *result)
{
  printf ("%u states", result->n_states);
  if (result->schedules)
    printf (", %s schedules", result->schedules);
  if (result->failing)
    printf (", %s of them fail", result->failing);
  if (result->probability)
    printf (" (probability %s)", result->probability);
  printf (".\n");
  if (result->has_loops)
    printf ("Some schedules are endless: there is no number of them.\n");
  for (guint i = 0; i < result->failures->len; i++)
    print_finding (g_ptr_array_index (result->failures, i));
  for (guint i = 0; i < result->reached->len; i++)
    print_finding (g_ptr_array_index (result->reached, i));
  if (result->complete && result->failures->len == 0)
    printf ("No failure: all states were looked at.\n");
  else if (!result->complete && result->bound >= 0)
    printf ("Complete up to %d preemption%s only.\n", result->bound, result->bound == 1 ? "" : "s");
  else if (!result->complete)
    printf ("Not complete, not even without preemptions.\n");
}

static struct json_object *
text_or_null (const char *text)
{
  return text ? json_object_new_string (text) : NULL;
}

static struct json_object *
finding_json (const IlFinding *finding)
{
  struct json_object *object = json_object_new_object (), *schedule = json_object_new_array ();

  if (finding->kind == IL_FAILURE_NONE)
    json_object_object_add (object, "text", json_object_new_string (finding->message));
  else {
    json_object_object_add (object, "kind", json_object_new_string (kind_names[finding->kind]));
    json_object_object_add (object, "message", json_object_new_string (finding->message));
    json_object_object_add (object, "task", text_or_null (finding->task));
  }
  json_object_object_add (object, "line", finding->line > 0 ? json_object_new_int64 (finding->line) : NULL);
  if (finding->kind != IL_FAILURE_NONE)
    json_object_object_add (object, "preemptions", json_object_new_int64 (finding->preemptions));
  json_object_object_add (object, "steps", json_object_new_int64 (finding->schedule->len));
  for (guint i = 0; i < finding->schedule->len; i++) {
    const IlScheduleStep *step = g_ptr_array_index (finding->schedule, i);
    struct json_object *one = json_object_new_object ();

    json_object_object_add (one, "task", json_object_new_string (step->task));
    json_object_object_add (one, "line", json_object_new_int64 (step->line));
    json_object_object_add (one, "op", json_object_new_string (step->op));
    json_object_array_add (schedule, one);
  }
  json_object_object_add (object, "schedule", schedule);
  return object;
}

static struct json_object *
findings_json (const GPtrArray *findings)
{
  struct json_object *array = json_object_new_array ();

  for (guint i = 0; i < findings->len; i++)
    json_object_array_add (array, finding_json (g_ptr_array_index (findings, i)));
  return array;
}

static void
print_json (const IlSearchResult *result)
{
  struct json_object *object = json_object_new_object ();

  json_object_object_add (object, "model", json_object_new_string ("threads"));
  json_object_object_add (object, "time", json_object_new_string ("any"));
  json_object_object_add (object, "complete", json_object_new_boolean (result->complete));
  json_object_object_add (object, "bound",
                          result->complete || result->bound < 0 ? NULL : json_object_new_int64 (result->bound));
  json_object_object_add (object, "states", json_object_new_int64 (result->n_states));
  json_object_object_add (object, "steps", json_object_new_int64 ((gint64) result->n_steps));
  json_object_object_add (object, "schedules", text_or_null (result->schedules));
  json_object_object_add (object, "classes", NULL);
  json_object_object_add (object, "failing", text_or_null (result->failing));
  json_object_object_add (object, "probability", text_or_null (result->probability));
  json_object_object_add (object, "failures", findings_json (result->failures));
  json_object_object_add (object, "reached", findings_json (result->reached));
  printf ("%s\n", json_object_to_json_string_ext (object, JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (object);
}

/* As EXPECTED, or not, or not known. */
static int
status_of (const IlSearchResult *result, const char *expected)
{
  gboolean failed = result->failures->len > 0;

  if (expected && g_str_has_prefix (expected, "reach:")) {
    for (guint i = 0; i < result->reached->len; i++)
      if (g_str_equal (((IlFinding *) g_ptr_array_index (result->reached, i))->message, expected + strlen ("reach:")))
        return IL_EXIT_DONE;
    return result->complete ? IL_EXIT_FAILED : EXIT_NOT_COMPLETE;
  }
  if (!failed && !result->complete)
    return EXIT_NOT_COMPLETE;
  return failed == (expected && g_str_equal (expected, "failure")) ? IL_EXIT_DONE : IL_EXIT_FAILED;
}

int
il_command_explore (int argc, char **argv)
{
  gboolean as_json = FALSE;
  g_autofree char *expected = NULL, *time = NULL, *message = NULL;
  gint preemptions = -1, most_states = MOST_STATES, status;
  const GOptionEntry entries[] = {
    { "preemptions", 0, 0, G_OPTION_ARG_INT, &preemptions, "Only schedules with at most so many preemptions", "N" },
    { "max-states", 0, 0, G_OPTION_ARG_INT, &most_states, "End at so many states (1000000)", "N" },
    { "max-time", 0, 0, G_OPTION_ARG_STRING, &time, "End after this time (60s)", "D" },
    { "expect", 0, 0, G_OPTION_ARG_STRING, &expected, "Exit with 0 if it is so, 1 if not: none, failure or reach:TEXT",
      "WHAT" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "As JSON", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *path =
      il_command_parse (argc, argv, "Looks at all schedules of a workload's threads.", entries, &status);
  gint64 most_time = MOST_SECONDS * G_GINT64_CONSTANT (1000000000);

  if (!path)
    return status;
  if (!il_command_duration ("--max-time", time, &most_time))
    return IL_EXIT_USAGE;
  if (preemptions < -1 || most_states < 1) {
    il_complain ("--preemptions needs a number from 0 on, --max-states one from 1 on");
    return IL_EXIT_USAGE;
  }
  if (expected && !g_str_equal (expected, "none") && !g_str_equal (expected, "failure")
      && !g_str_has_prefix (expected, "reach:")) {
    il_complain ("--expect needs none, failure or reach:TEXT, not '%s'", expected);
    return IL_EXIT_USAGE;
  }
  if (!il_command_hear_signals (cancel_cb, NULL))
    return IL_EXIT_FAILED;
  g_autoptr (IlProgram) program = il_command_load_program (path);
  if (!program)
    return IL_EXIT_USAGE;

  const IlSearchOptions options = { .preemptions = preemptions < 0 ? G_MAXUINT : (guint) preemptions,
                                    .max_states = (guint) most_states,
                                    .max_time = most_time,
                                    .cancelled = &cancelled };
  g_autoptr (IlSearchResult) result = il_search (program, &options, &message);
  if (!result) {
    il_complain ("%s cannot be explored: %s", path, message);
    return IL_EXIT_USAGE;
  }
  if (as_json)
    print_json (result);
  else
    print_text (result);
  if (!il_command_flush ())
    return IL_EXIT_USAGE;
  return g_atomic_int_get (&cancelled) ? IL_EXIT_INTERRUPTED : status_of (result, expected);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/traces/samples.h"
#include "traces/formats/formats.h"

/* The few lines that the design shows as an example of the format: what is there is read, and what is
 * missing between them is told. */
static void
test_design_example (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "design-example.json", NULL);
  g_autofree char *warning = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (IlTrace) trace = il_trace_load (path, NULL, NULL, NULL, &warning, &error);
  IlEvent event = { 0 };
  IlCursor cursor = { 0 };
  guint n_suspends = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (trace->name, ==, "espresso");
  g_assert_nonnull (strstr (warning, "missing"));

  IlRecording *run = il_trace_run (trace, IL_MODEL_COOP);
  g_assert_cmpint (il_recording_outcome (run), ==, IL_OUTCOME_FINISHED);
  g_assert_cmpint (il_recording_end (run), ==, 94000000);
  while (il_recording_next (run, &cursor, &event)) {
    if (event.kind == IL_EVENT_SUSPEND)
      g_assert_cmpint (event.why, ==, n_suspends++ == 0 ? IL_WHY_SEMAPHORE : IL_WHY_IO);
    if (event.kind == IL_EVENT_PRINT)
      g_assert_cmpstr (il_recording_text (run, event.text), ==, "mocha: fertig ☕");
  }
  g_assert_cmpuint (n_suspends, ==, 2);
  g_assert_cmpint (event.kind, ==, IL_EVENT_EXIT);
  g_assert_cmpint (event.time, ==, 64000000);
}

/* What release 0.1 wrote is read without a complaint, and what is written of it says the same. */
static void
test_releases (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "releases", "0.1", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir));) {
    g_autofree char *path = g_build_filename (folder, name, NULL), *json = NULL, *warning = NULL;
    g_autoptr (GError) error = NULL;
    gsize length;

    if (!g_str_has_suffix (name, ".json"))
      continue;
    g_test_message ("%s", name);
    g_assert_true (g_file_get_contents (path, &json, &length, &error));
    g_autoptr (IlTrace) trace = il_trace_from_json (name, json, length, &warning, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (warning, ==, NULL);
    const IlRunInfo *info = il_recording_info (il_trace_run (trace, IL_MODEL_THREADS));
    g_assert_cmpstr (info->policy_title, ==,
                     g_str_equal (info->policy, "rr")     ? "round robin"
                     : g_str_equal (info->policy, "mlfq") ? "multilevel feedback queue"
                                                          : "");
    g_autoptr (GString) written = il_trace_to_json (trace);
    g_autoptr (IlTrace) second = il_trace_from_json (name, written->str, written->len, &warning, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (warning, ==, NULL);
    g_autoptr (GString) again = il_trace_to_json (second);
    g_assert_cmpstr (again->str, ==, written->str);
    g_autofree char *events = sample_events_text (trace), *second_events = sample_events_text (second);
    g_assert_cmpstr (second_events, ==, events);
    n++;
  }
  g_assert_cmpuint (n, >=, 20);
}

/* Of a release that wrote no title of the policy: then a quantum says nothing yet. */
static void
test_policy_without_title (void)
{
  static const struct {
    const char *policy, *title;
    gint64 quantum;
  } cases[] = {
    { "rr", "round robin", 2000000 },
    { "mlfq:levels=4", "multilevel feedback queue", 2000000 },
    { "fcfs", "first come, first served", 0 },
    { "mine", "", 2000000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strdup_printf (
        "{\"interlane\":{\"version\":1,\"runs\":[{\"pid\":1,\"model\":\"threads\",\"clock\":\"virtual\","
        "\"policy\":\"%s\",\"quantum\":2000000}]},\"traceEvents\":[]}",
        cases[i].policy);
    g_autofree char *warning = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (IlTrace) trace = il_trace_from_json ("old", json, strlen (json), &warning, &error);

    g_assert_no_error (error);
    const IlRunInfo *info = il_recording_info (il_trace_run (trace, IL_MODEL_THREADS));
    g_assert_cmpstr (info->policy, ==, cases[i].policy);
    g_assert_cmpstr (info->policy_title, ==, cases[i].title);
    g_assert_cmpint (info->quantum, ==, cases[i].quantum);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept-traces/design-example", test_design_example);
  g_test_add_func ("/kept-traces/releases", test_releases);
  g_test_add_func ("/kept-traces/policy-without-title", test_policy_without_title);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/formats/formats.h"

#include <json-c/json.h>
#include <locale.h>
#include <string.h>

static IlTrace *
load_ok (const char *json, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  IlTrace *trace = il_trace_from_json ("t.json", json, length, &warning, &error);

  g_assert_no_error (error);
  g_assert_nonnull (trace);
  g_assert_cmpstr (warning, ==, NULL);
  return trace;
}

static void
assert_round_trip (IlTrace *trace)
{
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_autoptr (IlTrace) loaded = load_ok (json->str, json->len);
  g_autoptr (GString) again = il_trace_to_json (loaded);
  g_autofree char *events = sample_events_text (trace);
  g_autofree char *loaded_events = sample_events_text (loaded);

  g_assert_cmpstr (loaded->name, ==, trace->name);
  g_assert_cmpstr (loaded->text, ==, trace->text);
  g_assert_cmpstr (loaded_events, ==, events);
  g_assert_cmpstr (again->str, ==, json->str);
  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *a = g_ptr_array_index (trace->runs, i), *b = g_ptr_array_index (loaded->runs, i);

    g_assert_cmpint (il_recording_end (a), ==, il_recording_end (b));
    g_assert_cmpint (il_recording_outcome (a), ==, il_recording_outcome (b));
    g_assert_cmpint (il_recording_dropped (a), ==, il_recording_dropped (b));
    g_assert_cmpmem (il_recording_info (a), sizeof (IlRunInfo), il_recording_info (b), sizeof (IlRunInfo));
  }
}

/* The rules of design.md that viewers need, checked by another reader than ours. */
static void
assert_rules (const char *json)
{
  g_autoptr (GHashTable) lane_ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = g_strsplit (json, "\n", -1);
  guint n = g_strv_length (lines);

  g_assert_true (g_utf8_validate (json, -1, NULL));
  g_assert_cmpstr (lines[n - 2], ==, "]}");
  for (guint i = 1; i + 2 < n; i++) {
    gsize length = strlen (lines[i]);
    g_assert_cmpint (lines[i][length - 1], ==, i + 3 < n ? ',' : '}');
    if (i + 3 < n)
      lines[i][length - 1] = '\0';

    json_object *line = json_tokener_parse (lines[i]), *ph, *pid, *tid, *ts, *dur, *field;
    g_assert_nonnull (line);
    g_assert_true (json_object_object_get_ex (line, "ph", &ph) && json_object_object_get_ex (line, "name", &field)
                   && json_object_object_get_ex (line, "cat", &field) && json_object_object_get_ex (line, "pid", &pid)
                   && json_object_object_get_ex (line, "tid", &tid) && json_object_object_get_ex (line, "ts", &ts));
    g_assert_cmpint (json_object_get_int64 (pid), >=, 1);
    g_assert_cmpint (json_object_get_int64 (tid), >=, 1);
    if (strcmp (json_object_get_string (ph), "X") == 0) {
      g_autofree char *lane = g_strdup_printf ("%s/%s", json_object_get_string (pid), json_object_get_string (tid));
      g_assert_true (json_object_object_get_ex (line, "dur", &dur));
      g_auto (GStrv) start = g_strsplit (json_object_get_string (ts), ".", 2);
      g_auto (GStrv) longs = g_strsplit (json_object_get_string (dur), ".", 2);
      gint64 from = g_ascii_strtoll (start[0], NULL, 10) * 1000 + g_ascii_strtoll (start[1], NULL, 10);
      gint64 lasts = g_ascii_strtoll (longs[0], NULL, 10) * 1000 + g_ascii_strtoll (longs[1], NULL, 10);
      gint64 *end = g_hash_table_lookup (lane_ends, lane);

      g_assert_cmpint (lasts, >, 0);
      g_assert_cmpuint (strlen (start[1]), ==, 3);
      if (end)
        g_assert_cmpint (from, >=, *end);
      else
        g_hash_table_insert (lane_ends, g_strdup (lane), end = g_new (gint64, 1));
      *end = from + lasts;
    } else if (strcmp (json_object_get_string (ph), "n") == 0)
      g_assert_true (json_object_object_get_ex (line, "id", &field));
    json_object_put (line);
  }
}

static void
test_round_trip_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (int i = 0; i < 200; i++) {
    g_autoptr (IlTrace) trace = il_trace_new ("näme\\", "text \x01 😀\n");

    for (int runs = g_rand_int_range (random, 0, 5); runs > 0; runs--) {
      guint n = (guint) g_rand_int_range (random, 0, 150);
      g_autoptr (IlRecording) run =
          g_rand_int_range (random, 0, 3) == 0 ? sample_wild (random, n) : sample_random (random, n);

      il_recording_add_dropped (run, (guint64) g_rand_int_range (random, 0, 2));
      il_trace_add_run (trace, run);
    }
    g_autoptr (GString) json = il_trace_to_json (trace);
    assert_rules (json->str);
    assert_round_trip (trace);
  }
}

static void
test_text_of_a_small_trace (void)
{
  g_autoptr (IlRecording) run = sample_new ();
  g_autoptr (IlTrace) trace = il_trace_new ("tiny", "task main:\n");

  sample_spawn (run, 0, 1, "main", IL_BY_NOBODY, 1);
  sample_add (run, il_record_ready (0, 1, IL_BY_NOBODY, 1));
  sample_add (run, il_record_resume (5, 1, 0, 2, 2));
  sample_add (run, il_record_suspend (1234567, 1, IL_WHY_IO, 0, 3));
  sample_add (run, il_record_ready (2000000, 1, IL_BY_IO, 3));
  sample_add (run, il_record_resume (2000000, 1, 0, 0, 3));
  sample_add (run, il_record_exit (2000000, 1, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_NONE, 0 }, 4));
  il_recording_finish (run, IL_OUTCOME_FINISHED, 2000000);
  il_trace_add_run (trace, run);

  g_autoptr (GString) json = il_trace_to_json (trace);
  g_assert_cmpstr (
      json->str, ==,
      "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"generator\":\"Interlane 0.1\"},\"interlane\":{\"version\":1,"
      "\"workload\":{\"name\":\"tiny\",\"text\":\"task main:\\n\"},\"runs\":[{\"pid\":3,\"model\":\"coop\",\"clock\":\"virtual\","
      "\"seed\":1,\"outcome\":\"finished\",\"end\":2000000,\"cores\":1,\"policy\":\"\",\"quantum\":0,\"switch\":0,"
      "\"preemption\":\"none\",\"dropped\":0,\"events\":7,\"objects\":[]}]},\"traceEvents\":[\n"
      "{\"ph\":\"M\",\"name\":\"process_name\",\"cat\":\"meta\",\"pid\":3,\"tid\":1,\"ts\":0.000,\"args\":{\"name\":\"Cooperative, virtual clock\"}},\n"
      "{\"ph\":\"M\",\"name\":\"process_sort_index\",\"cat\":\"meta\",\"pid\":3,\"tid\":1,\"ts\":0.000,\"args\":{\"sort_index\":0}},\n"
      "{\"ph\":\"M\",\"name\":\"thread_name\",\"cat\":\"meta\",\"pid\":3,\"tid\":1,\"ts\":0.000,\"args\":{\"name\":\"main\"}},\n"
      "{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"cat\":\"meta\",\"pid\":3,\"tid\":1,\"ts\":0.000,\"args\":{\"sort_index\":1}},\n"
      "{\"ph\":\"n\",\"name\":\"spawn\",\"cat\":\"task\",\"id\":1,\"pid\":3,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"line\":1}},\n"
      "{\"ph\":\"X\",\"name\":\"ready\",\"cat\":\"state\",\"pid\":3,\"tid\":1,\"ts\":0.000,\"dur\":0.003,\"seq\":2,\"cname\":\"thread_state_runnable\",\"args\":{\"line\":1}},\n"
      "{\"ph\":\"C\",\"name\":\"ready queue\",\"cat\":\"derived\",\"pid\":3,\"tid\":1,\"ts\":0.000,\"args\":{\"tasks\":1}},\n"
      "{\"ph\":\"X\",\"name\":\"switching\",\"cat\":\"derived\",\"pid\":3,\"tid\":1,\"ts\":0.003,\"dur\":0.002,\"cname\":\"thread_state_unknown\",\"args\":{\"core\":0}},\n"
      "{\"ph\":\"X\",\"name\":\"running\",\"cat\":\"state\",\"pid\":3,\"tid\":1,\"ts\":0.005,\"dur\":1234.562,\"seq\":[3,4],\"cname\":\"thread_state_running\",\"args\":{\"core\":0,\"line\":2,\"cost\":2}},\n"
      "{\"ph\":\"C\",\"name\":\"ready queue\",\"cat\":\"derived\",\"pid\":3,\"tid\":1,\"ts\":0.005,\"args\":{\"tasks\":0}},\n"
      "{\"ph\":\"X\",\"name\":\"io\",\"cat\":\"state\",\"pid\":3,\"tid\":1,\"ts\":1234.567,\"dur\":765.433,\"seq\":4,\"cname\":\"thread_state_iowait\",\"args\":{\"line\":3,\"why\":\"io\"}},\n"
      "{\"ph\":\"n\",\"name\":\"ready\",\"cat\":\"state\",\"id\":1,\"pid\":3,\"tid\":1,\"ts\":2000.000,\"seq\":5,\"args\":{\"by\":\"io\",\"line\":3}},\n"
      "{\"ph\":\"n\",\"name\":\"running\",\"cat\":\"state\",\"id\":1,\"pid\":3,\"tid\":1,\"ts\":2000.000,\"seq\":[6,7],\"args\":{\"core\":0,\"line\":3}},\n"
      "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":3,\"tid\":1,\"ts\":2000.000,\"seq\":7,\"args\":{\"how\":\"return\",\"value\":null,\"line\":4}}\n"
      "]}\n");
}

static void
test_pids (void)
{
  static const IlModelKind models[] = { IL_MODEL_COOP, IL_MODEL_SYNC, IL_MODEL_COOP, IL_MODEL_THREADS, IL_MODEL_COOP };
  static const char *const expected[] = { "\"pid\":3,\"model\":\"coop\"", "\"pid\":1,\"model\":\"sync\"",
                                          "\"pid\":4,\"model\":\"coop\"", "\"pid\":2,\"model\":\"threads\"",
                                          "\"pid\":5,\"model\":\"coop\"" };
  const char *at;
  g_autoptr (IlTrace) trace = il_trace_new ("", "");

  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    g_autoptr (IlRecording) run = il_recording_new (&(IlRunInfo) { .model = models[i], .cores = 1 });
    il_trace_add_run (trace, run);
  }
  g_autoptr (GString) json = il_trace_to_json (trace);
  at = json->str;
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    at = strstr (at, expected[i]);
    g_assert_nonnull (at);
  }
  assert_round_trip (trace);
}

static void
test_example_of_the_design (void)
{
  const char *json =
      "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"generator\":\"Interlane 0.1\"},\"interlane\":{\"version\":1,\"workload\":"
      "{\"name\":\"espresso\",\"text\":\"...\"},\"runs\":[{\"pid\":3,\"model\":\"coop\",\"clock\":\"virtual\",\"seed\":1,"
      "\"outcome\":\"finished\",\"end\":94000000}]},\"traceEvents\":[\n"
      "{\"ph\":\"M\",\"name\":\"thread_name\",\"cat\":\"meta\",\"pid\":3,\"tid\":3,\"ts\":0.000,\"args\":{\"name\":\"order#2\"}},\n"
      "{\"ph\":\"n\",\"name\":\"spawn\",\"cat\":\"task\",\"id\":3,\"pid\":3,\"tid\":3,\"ts\":0.000,\"seq\":4,\"args\":{\"by\":1,\"line\":12}},\n"
      "{\"ph\":\"X\",\"name\":\"ready\",\"cat\":\"state\",\"pid\":3,\"tid\":3,\"ts\":0.000,\"dur\":4000.000,\"seq\":5,\"cname\":\"thread_state_runnable\"},\n"
      "{\"ph\":\"X\",\"name\":\"running\",\"cat\":\"state\",\"pid\":3,\"tid\":3,\"ts\":4000.000,\"dur\":6000.000,\"seq\":[13,14],\"cname\":\"thread_state_running\",\"args\":{\"core\":0,\"line\":6}},\n"
      "{\"ph\":\"X\",\"name\":\"semaphore machine\",\"cat\":\"state\",\"pid\":3,\"tid\":3,\"ts\":10000.000,\"dur\":24000.000,\"seq\":15,\"cname\":\"thread_state_sleeping\",\"args\":{\"line\":7,\"why\":\"semaphore\"}},\n"
      "{\"ph\":\"X\",\"name\":\"io\",\"cat\":\"state\",\"pid\":3,\"tid\":3,\"ts\":34000.000,\"dur\":30000.000,\"seq\":24,\"cname\":\"thread_state_iowait\",\"args\":{\"line\":8,\"why\":\"io\"}},\n"
      "{\"ph\":\"n\",\"name\":\"print\",\"cat\":\"output\",\"id\":3,\"pid\":3,\"tid\":3,\"ts\":64000.000,\"seq\":30,\"args\":{\"text\":\"mocha: fertig ☕\"}},\n"
      "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":3,\"pid\":3,\"tid\":3,\"ts\":64000.000,\"seq\":31,\"args\":{\"how\":\"return\",\"value\":\"mocha\"}}\n"
      "]}\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autoptr (IlTrace) trace = il_trace_from_json ("t.json", json, strlen (json), &warning, &error);

  g_assert_no_error (error);
  g_autofree char *events = sample_events_text (trace);
  g_assert_cmpstr (
      events, ==,
      "{\"t\":0,\"seq\":1,\"model\":\"coop\",\"ev\":\"spawn\",\"task\":\"order#2\",\"line\":12,\"by\":\"?\"}\n"
      "{\"t\":0,\"seq\":2,\"model\":\"coop\",\"ev\":\"ready\",\"task\":\"order#2\",\"line\":null,\"by\":null}\n"
      "{\"t\":4000000,\"seq\":3,\"model\":\"coop\",\"ev\":\"resume\",\"task\":\"order#2\",\"line\":6,\"core\":0}\n"
      "{\"t\":10000000,\"seq\":4,\"model\":\"coop\",\"ev\":\"suspend\",\"task\":\"order#2\",\"line\":7,\"why\":\"semaphore\"}\n"
      "{\"t\":34000000,\"seq\":5,\"model\":\"coop\",\"ev\":\"suspend\",\"task\":\"order#2\",\"line\":8,\"why\":\"io\"}\n"
      "{\"t\":64000000,\"seq\":6,\"model\":\"coop\",\"ev\":\"print\",\"task\":\"order#2\",\"line\":null,\"text\":\"mocha: fertig ☕\"}\n"
      "{\"t\":64000000,\"seq\":7,\"model\":\"coop\",\"ev\":\"exit\",\"task\":\"order#2\",\"line\":null,\"how\":\"return\",\"value\":\"mocha\"}\n");
}

static IlRunListing *
random_listing (GRand *random)
{
  static const char *const names[] = { NULL, "", "before: machine = 1", "\"ä\" (2)\n" };
  IlRunListing *listing = il_run_listing_new ();

  listing->title = g_strdup (names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))]);
  listing->name = g_strdup (names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))]);
  listing->policy = g_strdup (g_rand_boolean (random) ? "mlfq:levels=4,boost=20ms" : NULL);
  listing->number = (guint) g_rand_int_range (random, 0, 129);
  listing->source = (IlRunSource) g_rand_int_range (random, 0, IL_N_SOURCES);
  listing->cores = g_rand_boolean (random) ? (guint) g_rand_int_range (random, 0, IL_MAX_CORE + 2) : 0;
  listing->quantum = g_rand_boolean (random) ? G_MAXINT64 : g_rand_int_range (random, -1, 2);
  listing->switch_cost = g_rand_boolean (random) ? -1 : g_rand_int_range (random, -1, 2);
  listing->own_clock = g_rand_boolean (random);
  listing->collapsed = g_rand_boolean (random);
  listing->hidden = g_rand_boolean (random);
  return listing;
}

/* A list of runs, of which several have one model, comes back in the same order, with all that was said of each. */
static void
test_listings (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (int i = 0; i < 100; i++) {
    g_autoptr (IlTrace) trace = il_trace_new ("list", "");

    for (int n = g_rand_int_range (random, 0, 12); n > 0; n--) {
      g_autoptr (IlRecording) run = sample_random (random, 10);
      g_autoptr (IlRunListing) listing = random_listing (random);

      il_trace_add_listed_run (trace, run, listing);
    }
    g_autoptr (GString) json = il_trace_to_json (trace);
    g_autoptr (IlTrace) loaded = load_ok (json->str, json->len);
    g_assert_cmpuint (loaded->listings->len, ==, trace->runs->len);
    for (guint run = 0; run < trace->runs->len; run++) {
      const IlRunListing *a = il_trace_listing (trace, run), *b = il_trace_listing (loaded, run);

      g_assert_cmpstr (a->title, ==, b->title);
      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpstr (a->policy, ==, b->policy);
      g_assert_cmpuint (a->number, ==, b->number);
      g_assert_cmpint (a->source, ==, b->source);
      g_assert_cmpuint (a->cores, ==, b->cores);
      g_assert_cmpint (a->quantum, ==, b->quantum);
      g_assert_cmpint (a->switch_cost, ==, b->switch_cost);
      g_assert_cmpint (a->own_clock, ==, b->own_clock);
      g_assert_cmpint (a->collapsed, ==, b->collapsed);
      g_assert_cmpint (a->hidden, ==, b->hidden);
    }
    assert_rules (json->str);
    assert_round_trip (trace);
  }
}

/* The title stands as the process's name, which other viewers show. */
static void
test_title_for_other_viewers (void)
{
  g_autoptr (IlTrace) trace = il_trace_new ("", "");
  g_autoptr (IlRecording) run = sample_new ();
  g_autoptr (IlRunListing) listing = il_run_listing_new ();

  listing->title = g_strdup ("Threads · srtf · 2 cores");
  il_trace_add_listed_run (trace, run, listing);
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_assert_nonnull (strstr (json->str, "\"process_name\",\"cat\":\"meta\",\"pid\":3,\"tid\":1,\"ts\":0.000,"
                                       "\"args\":{\"name\":\"Threads · srtf · 2 cores\"}}"));
}

/* The highest core of all comes through a file as it is, read by either reader. */
static void
test_highest_core (void)
{
  g_autoptr (IlTrace) trace = il_trace_new ("", "");
  g_autoptr (IlRecording) run = il_recording_new (&(IlRunInfo) { .model = IL_MODEL_THREADS, .cores = IL_MAX_CORE + 1 });

  sample_spawn (run, 0, 1, "main", IL_BY_NOBODY, 1);
  sample_add (run, il_record_resume (1, 1, IL_MAX_CORE, 0, 1));
  sample_add (run, il_record_preempt (2, 1, IL_WHY_QUANTUM, IL_MAX_CORE, 1));
  il_trace_add_run (trace, run);
  assert_round_trip (trace);
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_autoptr (IlTrace) loaded = load_ok (json->str, json->len);
  g_autofree char *events = sample_events_text (loaded);
  g_assert_nonnull (strstr (events, "\"ev\":\"resume\",\"task\":\"main\",\"line\":1,\"core\":1023}"));
  g_assert_nonnull (
      strstr (events, "\"ev\":\"preempt\",\"task\":\"main\",\"line\":1,\"why\":\"quantum\",\"core\":1023}"));
}

/* More than one buffer full, so that values and characters lie across its border. */
static void
test_large (void)
{
  g_autoptr (IlRecording) run = sample_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 200000; i++)
    g_string_append (text, "é日😀x");
  g_autoptr (IlTrace) trace = il_trace_new ("large", text->str);
  sample_spawn (run, 0, 1, "main", IL_BY_NOBODY, 1);
  for (int i = 0; i < 5000; i++) {
    g_autofree char *line =
        g_strdup_printf ("%.*s😀", i % 80,
                         "................................................................................");
    sample_add (run, il_record_print (i, 1, il_recording_add_text (run, line), 1));
  }
  il_trace_add_run (trace, run);
  assert_round_trip (trace);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-file/small", test_text_of_a_small_trace);
  g_test_add_func ("/trace-file/round-trip", test_round_trip_random);
  g_test_add_func ("/trace-file/pids", test_pids);
  g_test_add_func ("/trace-file/listings", test_listings);
  g_test_add_func ("/trace-file/title", test_title_for_other_viewers);
  g_test_add_func ("/trace-file/highest-core", test_highest_core);
  g_test_add_func ("/trace-file/example-of-the-design", test_example_of_the_design);
  g_test_add_func ("/trace-file/large", test_large);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/formats/interlane/trace-file.h"

#include <glib/gstdio.h>
#include <json-c/json.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static char *
events_of (IlTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = g_ptr_array_index (trace->runs, i);
    IlCursor cursor = { 0 };
    IlEvent event;

    while (il_recording_next (run, &cursor, &event)) {
      il_event_append_json (out, run, &event);
      g_string_append_c (out, '\n');
    }
  }
  return g_string_free (out, FALSE);
}

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
  g_autofree char *events = events_of (trace);
  g_autofree char *loaded_events = events_of (loaded);

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

static IlTrace *
deadlock_trace (void)
{
  g_autoptr (IlRecording) run = sample_deadlock ();
  IlTrace *trace = il_trace_new ("deadlock", "# zwei \"Mutexe\" ☕\ntask main:\n\tpass\n");

  il_trace_add_run (trace, run);
  return trace;
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
  static const char *const expected[] = { "\"pid\":1,\"model\":\"sync\"", "\"pid\":2,\"model\":\"threads\"",
                                          "\"pid\":3,\"model\":\"coop\"", "\"pid\":4,\"model\":\"coop\"",
                                          "\"pid\":5,\"model\":\"coop\"" };
  g_autoptr (IlTrace) trace = il_trace_new ("", "");

  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    g_autoptr (IlRecording) run = il_recording_new (&(IlRunInfo) { .model = models[i], .cores = 1 });
    il_trace_add_run (trace, run);
  }
  g_autoptr (GString) json = il_trace_to_json (trace);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (strstr (json->str, expected[i]));
  assert_round_trip (trace);
}

/* Cut at every byte: an error inside the header, else the events up to the last whole one. */
static void
test_cut_off (void)
{
  g_autoptr (IlTrace) trace = deadlock_trace ();
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_autofree char *all = events_of (trace);
  gsize header = (gsize) (strstr (json->str, "\"traceEvents\":[") - json->str) + strlen ("\"traceEvents\":[");
  guint64 previous = 0;

  for (gsize length = 0; length < json->len; length++) {
    g_autofree char *part = g_memdup2 (json->str, MAX (length, 1)); /* of this very size, for ASan */
    g_autoptr (GError) error = NULL;
    g_autofree char *warning = NULL;
    g_autoptr (IlTrace) loaded = il_trace_from_json ("t.json", part, length, &warning, &error);

    if (length < header) {
      g_assert_null (loaded);
      g_assert_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT);
      continue;
    }
    g_assert_no_error (error);
    if (length == json->len - 1)
      g_assert_cmpstr (warning, ==, NULL); /* only the last newline is missing */
    else
      g_assert_nonnull (strstr (warning, "cut off"));
    g_autofree char *events = events_of (loaded);
    g_assert_true (g_str_has_prefix (all, events));
    guint64 n = il_recording_n_events (g_ptr_array_index (loaded->runs, 0));
    g_assert_cmpuint (n, >=, previous);
    previous = n;
    IlOutcome outcome = il_recording_outcome (g_ptr_array_index (loaded->runs, 0));
    gboolean whole = strlen (events) == strlen (all);
    g_assert_cmpint (outcome, ==, whole ? IL_OUTCOME_DEADLOCK : IL_OUTCOME_RUNNING);
  }
  g_assert_cmpuint (previous, ==, il_recording_n_events (g_ptr_array_index (trace->runs, 0)));
}

#define HEAD                                                                                                           \
  "{\"interlane\":{\"version\":1,\"runs\":[{\"pid\":3,\"model\":\"coop\",\"clock\":\"virtual\",\"end\":9}]},\"traceEvents\":["
#define NAME(tid) "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":3,\"tid\":" tid ",\"args\":{\"name\":\"t\"}}"
#define LINE(ts, seq, tid)                                                                                             \
  "{\"ph\":\"n\",\"name\":\"spawn\",\"cat\":\"task\",\"pid\":3,\"tid\":" tid ",\"ts\":" ts ",\"seq\":" seq "}"
#define ARGS(name, cat, args)                                                                                          \
  "{\"ph\":\"n\",\"name\":\"" name "\",\"cat\":\"" cat "\",\"pid\":3,\"tid\":1,\"ts\":1,\"seq\":1,\"args\":" args "}"

static void
test_bad_files (void)
{
  static const struct {
    const char *json, *message;
  } cases[] = {
    { "", "empty" },
    { " \n ", "empty" },
    { "semaphore machine = 1\n", "not JSON" },
    { "[{\"ph\":\"X\"}]", "begins with a list" },
    { "{}", "empty JSON object" },
    { "{\"a\":1}", "JSON of another kind" },
    { "{\"a\":tru", "cut off before its first event" },
    { "{\"a\":NaN}", "damaged" },
    { HEAD "{\"ts\":[-Infinity]}", "damaged" },
    { HEAD "{\"a\":1,}", "damaged" },
    { HEAD "{/**/\"a\":1}", "damaged" },
    { HEAD "{\"a\":1.2.3}", "damaged" },
    { "{\"a\":1,}", "in quotes is missing" },
    { "{/* no */\"a\":1}", "damaged" },
    { "{\"a\" 1}", "\":\" is missing" },
    { "{\"a\":\"\xff\"}", "not UTF-8" },
    { "{\"traceEvents\":[]}", "another program made it" },
    { "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[{\"ph\":\"X\"}]}", "another program made it" },
    { "{\"interlane\":1}", "\"interlane\" is not an object" },
    { "{\"interlane\":null}", "\"interlane\" is not an object" },
    { "{\"interlane\":{}}", "\"version\" is missing" },
    { "{\"interlane\":{\"version\":2,\"runs\":[]},\"traceEvents\":[]}", "format version 2" },
    { "{\"interlane\":{\"version\":-1}}", "\"version\" is out of range" },
    { "{\"interlane\":{\"version\":1}}", "\"runs\" is missing" },
    { "{\"interlane\":{\"version\":1,\"runs\":[1]}}", "something else than objects" },
    { "{\"interlane\":{\"version\":1,\"runs\":[{}]}}", "without \"pid\"" },
    { "{\"interlane\":{\"version\":1,\"runs\":[{\"pid\":1,\"model\":\"quantum\"}]}}", "\"model\" has a value" },
    { "{\"interlane\":{\"version\":1,\"workload\":{\"text\":\"a\\u0000b\"},\"runs\":[]}}", "null character" },
    { HEAD "]}x", "behind the end" },
    { HEAD "{\"ph\":\"n\"} {\"ph\":\"n\"}]}", "\",\" is missing" },
    { HEAD "{\"ph\":\"n\"},]}", "damaged" },
    { HEAD LINE ("0", "1", "1") "]}", "thread_name" },
    { HEAD NAME ("1") ",\n" LINE ("0", "1", "1") ",\n" LINE ("0", "1", "1") "]}",
      ":3: \"seq\" is 1, but 1 came before it" },
    { HEAD NAME ("1") "," LINE ("2", "1", "1") "," LINE ("1.999", "2", "1") "]}", "time goes back" },
    { HEAD NAME ("1") "," LINE ("-1", "1", "1") "]}", "\"ts\" is not" },
    { HEAD NAME ("1") "," LINE ("1e3", "1", "1") "]}", "\"ts\" is not" },
    { HEAD NAME ("1") "," LINE ("1.0001", "1", "1") "]}", "\"ts\" is not" },
    { HEAD NAME ("1") "," LINE ("9223372036854775.808", "1", "1") "]}", "\"ts\" is not" },
    { HEAD NAME ("1") "," LINE ("0", "0", "1") "]}", "\"seq\" is not" },
    { HEAD NAME ("1") "," LINE ("0", "-4", "1") "]}", "\"seq\" is not" },
    { HEAD NAME ("1") "," LINE ("0", "[]", "1") "]}", "\"seq\" is not" },
    { HEAD NAME ("1") "," LINE ("0", "9223372036854775808", "1") "]}", "\"seq\" is not" },
    { HEAD NAME ("1") "," LINE ("0", "99999999999999999999999", "1") "]}", "" },
    { HEAD NAME ("4000000000") "]}", "\"tid\" is out of range" },
    { HEAD LINE ("0", "1", "4000000000") "]}", "\"tid\" is out of range" },
    { HEAD LINE ("0", "1", "0") "]}", "\"tid\" is out of range" },
    { HEAD LINE ("0", "1", "-1") "]}", "\"tid\" is out of range" },
    { HEAD ARGS ("running", "state", "{\"core\":256}") "]}", "\"core\" is out of range" },
    { HEAD ARGS ("running", "state", "{\"cost\":-1}") "]}", "\"cost\" is out of range" },
    { HEAD ARGS ("running", "state", "[]") "]}", "\"args\" is not an object" },
    { HEAD ARGS ("nap", "state", "{\"why\":\"nap\"}") "]}", "\"why\" is missing, or" },
    { HEAD ARGS ("ready", "state", "{\"by\":\"magic\"}") "]}", "\"by\" is neither" },
    { HEAD ARGS ("exit", "task", "{\"how\":\"return\",\"value\":1.5}") "]}", "\"value\" is of a type" },
    { HEAD ARGS ("exit", "task", "{\"how\":\"return\",\"value\":18446744073709551615}") "]}",
      "\"value\" is out of range" },
    { HEAD ARGS ("print", "output", "{\"text\":\"\\u0000\"}") "]}", "null character" },
    { HEAD ARGS ("print", "output", "{\"text\":1}") "]}", "\"text\" is not a string" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *warning = NULL;
    g_autoptr (IlTrace) trace = il_trace_from_json ("t.json", cases[i].json, strlen (cases[i].json), &warning, &error);

    g_test_message ("%s", error ? error->message : cases[i].json);
    g_assert_null (trace);
    g_assert_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT);
    g_assert_nonnull (strstr (error->message, cases[i].message));
    g_assert_true (g_str_has_prefix (error->message, "t.json:"));
  }
}

static void
test_deep_nesting (void)
{
  static const char *const places[] = { "{\"x\":", HEAD, HEAD "{\"args\":" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GString) json = g_string_new (places[i]);
    g_autoptr (GError) error = NULL;

    for (int depth = 0; depth < 100000; depth++)
      g_string_append (json, depth % 2 ? "[" : "{\"a\":");
    g_assert_null (il_trace_from_json ("t.json", json->str, json->len, NULL, &error));
    g_assert_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT);
  }
}

static void
test_left_aside (void)
{
  const char *json = HEAD "{\"ph\":\"B\",\"pid\":99},7,{\"ph\":\"i\",\"cat\":\"blink\",\"pid\":3},\n" NAME (
      "1") ","
           "{\"ph\":\"n\",\"name\":\"spawn\",\"cat\":\"task\",\"pid\":3,\"tid\":1,\"ts\":0,\"seq\":1,\"colour\":1,\"args\":{\"mood\":2}}," LINE (
               "1", "5", "1") "],\"more\":[1,{}]}";
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autoptr (IlTrace) trace = il_trace_from_json ("t.json", json, strlen (json), &warning, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (warning, ==,
                   "3 events are missing from t.json. 3 events of other programs were left aside. "
                   "2 unknown fields were left aside.");
  g_assert_cmpuint (il_recording_n_events (g_ptr_array_index (trace->runs, 0)), ==, 2);
}

/* The lines that design.md shows load as they are, but for the blocked states' reasons. */
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
  g_autofree char *events = events_of (trace);
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

/* Whatever bytes are changed: an error or a trace that can be written again, never a crash. */
static void
test_mutations (void)
{
  g_autoptr (IlTrace) trace = deadlock_trace ();
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (int i = 0; i < 4000; i++) {
    g_autofree char *copy = g_memdup2 (json->str, json->len);
    g_autofree char *warning = NULL;

    for (int n = g_rand_int_range (random, 1, 4); n > 0; n--) {
      char c = g_rand_boolean (random) ? (char) g_rand_int_range (random, 0, 256)
                                       : "0123456789,:\"{}[]-."[g_rand_int_range (random, 0, 19)];
      copy[g_rand_int_range (random, 0, (gint32) json->len)] = c;
    }
    g_autoptr (IlTrace) loaded = il_trace_from_json ("t.json", copy, json->len, &warning, NULL);
    if (loaded)
      g_string_free (il_trace_to_json (loaded), TRUE);
  }
}

static char *
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("il-trace-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
progress_cb (double fraction, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

static void
test_save_and_load (void)
{
  g_autofree char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "tr äce.json", NULL);
  g_autofree char *link = g_build_filename (folder, "link.json", NULL);
  g_autoptr (IlTrace) trace = deadlock_trace ();
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL, *warning = NULL;
  double saved = 0, read = 0;

  g_assert_true (il_trace_save (trace, path, NULL, progress_cb, &saved, &error));
  g_assert_no_error (error);
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_true (il_trace_save (trace, link, NULL, NULL, NULL, &error)); /* over the old one, and the link stays */
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpfloat (saved, ==, 1);
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_assert_true (g_file_get_contents (path, &contents, NULL, &error));
  g_assert_cmpstr (contents, ==, json->str);

  g_autoptr (IlTrace) loaded = il_trace_load (path, NULL, progress_cb, &read, &warning, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (warning, ==, NULL);
  g_assert_cmpfloat (read, ==, 1);
  g_autoptr (GString) again = il_trace_to_json (loaded);
  g_assert_cmpstr (again->str, ==, json->str);
  g_unlink (link);
  g_unlink (path);
  g_rmdir (folder);
}

static void
assert_not_saved (IlTrace *trace, const char *path, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (il_trace_save (trace, path, NULL, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, message));
}

static void
test_save_faults (void)
{
  g_autofree char *folder = folder_new ();
  g_autofree char *missing = g_build_filename (folder, "no", "t.json", NULL);
  g_autofree char *path = g_build_filename (folder, "t.json", NULL);
  g_autoptr (IlTrace) trace = deadlock_trace ();
  struct rlimit limit, small;

  assert_not_saved (trace, missing, "create that folder");
  assert_not_saved (trace, folder, "choose the name of a file");
  assert_not_saved (trace, "/proc/t.json", "");
  assert_not_saved (trace, "/dev/full", "make room on the disk");
  g_assert_true (g_file_test ("/dev/full", G_FILE_TEST_EXISTS));

  /* A disk that is full half way: what was there stays. */
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  small = limit;
  small.rlim_cur = 1000;
  setrlimit (RLIMIT_FSIZE, &small);
  assert_not_saved (trace, path, "raise the limit");
  setrlimit (RLIMIT_FSIZE, &limit);
  g_autofree char *contents = NULL;
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_cancel (void)
{
  g_autofree char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "t.json", NULL);
  g_autoptr (IlTrace) trace = deadlock_trace ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (il_trace_save (trace, path, NULL, NULL, NULL, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (il_trace_load (path, cancellable, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_unlink (path);
  g_assert_false (il_trace_save (trace, path, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (folder), ==, 0);
  g_rmdir (folder);
}

static void
test_load_faults (void)
{
  static const char *const paths[] = { "/no/such/file.json", "/", "/proc/self/mem" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;
    char *warning = (char *) "untouched";

    g_assert_null (il_trace_load (paths[i], NULL, NULL, NULL, &warning, &error));
    g_assert_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_READ);
    g_assert_nonnull (strstr (error->message, paths[i]));
    g_assert_null (warning);
  }
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

static void
test_looks_like_one (void)
{
  g_assert_true (il_trace_looks_like_one ("{\"a", 3));
  g_assert_true (il_trace_looks_like_one ("\n [", 3));
  g_assert_false (il_trace_looks_like_one ("", 0));
  g_assert_false (il_trace_looks_like_one ("task main:", 10));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-file/small", test_text_of_a_small_trace);
  g_test_add_func ("/trace-file/round-trip", test_round_trip_random);
  g_test_add_func ("/trace-file/pids", test_pids);
  g_test_add_func ("/trace-file/cut-off", test_cut_off);
  g_test_add_func ("/trace-file/bad-files", test_bad_files);
  g_test_add_func ("/trace-file/deep-nesting", test_deep_nesting);
  g_test_add_func ("/trace-file/left-aside", test_left_aside);
  g_test_add_func ("/trace-file/example-of-the-design", test_example_of_the_design);
  g_test_add_func ("/trace-file/mutations", test_mutations);
  g_test_add_func ("/trace-file/save-and-load", test_save_and_load);
  g_test_add_func ("/trace-file/save-faults", test_save_faults);
  g_test_add_func ("/trace-file/cancel", test_cancel);
  g_test_add_func ("/trace-file/load-faults", test_load_faults);
  g_test_add_func ("/trace-file/large", test_large);
  g_test_add_func ("/trace-file/looks-like-one", test_looks_like_one);
  return g_test_run ();
}

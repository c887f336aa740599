/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/formats/formats.h"

#include <locale.h>
#include <string.h>

/* Files that are cut off, damaged, hostile or of other programs. */

/* Cut at every byte: an error inside the header, else the events up to the last whole one. */
static void
test_cut_off (void)
{
  g_autoptr (IlTrace) trace = sample_deadlock_trace ();
  g_autoptr (GString) json = il_trace_to_json (trace);
  g_autofree char *all = sample_events_text (trace);
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
    g_autofree char *events = sample_events_text (loaded);
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
    { "{\"a\":\"\xed\xa0\x80\"}", "not UTF-8" },     /* a surrogate */
    { "{\"a\":\"\xc0\x80\"}", "not UTF-8" },         /* a longer form than needed */
    { "{\"a\":\"\xf4\x90\x80\x80\"}", "not UTF-8" }, /* above U+10FFFF */
    { HEAD "{\"a\":\"\xed\xb0\x80\"}]}", "not UTF-8" },
    { "\x1f\x8b\x08", "this is gzip: unpack it" },
    { "\xef\xbb\xbf", "empty" },
    { "\xef\xbb", "not JSON" },
    { "{\"traceEvents\":[" NAME ("1") "," LINE (
          "-1", "1",
          "1") "],\"interlane\":{\"version\":1,\"runs\":[{\"pid\":3,\"model\":\"coop\",\"clock\":\"virtual\"}]}}",
      ":1: \"ts\" is not" },
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
    { HEAD ARGS ("running", "state", "{\"core\":1024}") "]}", "\"core\" is out of range" },
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
#define HEADER                                                                                                         \
  "\"interlane\":{\"version\":1,\"runs\":[{\"pid\":3,\"model\":\"coop\",\"clock\":\"virtual\",\"outcome\":\"finished\",\"end\":2000}]}"
#define SPAWN(ts) NAME ("1") ",\n" LINE (ts, "1", "1")

/* Odd, but all there: what comes of them. */
static void
test_odd_files (void)
{
  static const struct {
    const char *json, *warning;
    guint n_events; /* of the first run */
  } cases[] = {
    { "\xef\xbb\xbf{" HEADER ",\"traceEvents\":[" SPAWN ("2") "]}", NULL, 1 },
    { "{\"traceEvents\":[" SPAWN ("2") "]," HEADER "}", NULL, 1 },
    { "{\"traceEvents\":[],\"a\":[1]," HEADER "}", NULL, 0 },
    { "{\"traceEvents\" : [ \n" SPAWN ("2") " ] ,\n" HEADER, "cut off", 1 },
    { "{" HEADER ",\"traceEvents\":[" SPAWN ("2") "]}", NULL, 1 }, /* at the very end */
    { "{" HEADER ",\"traceEvents\":[" SPAWN ("2.001") "]}", "1 events of t.json come after the end", 1 },
    { "{\"interlane\":{\"version\":1,\"runs\":[]},\"traceEvents\":[" SPAWN ("2") "]}", "no runs in its header", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *warning = NULL;
    g_autoptr (IlTrace) trace = il_trace_from_json ("t.json", cases[i].json, strlen (cases[i].json), &warning, &error);

    g_test_message ("%s", cases[i].json);
    g_assert_no_error (error);
    if (cases[i].warning)
      g_assert_nonnull (strstr (warning, cases[i].warning));
    else
      g_assert_cmpstr (warning, ==, NULL);
    if (trace->runs->len > 0)
      g_assert_cmpuint (il_recording_n_events (il_trace_recording (trace, 0)), ==, cases[i].n_events);
  }
}

/* Whatever bytes are changed: an error or a trace that can be written again, never a crash. */
static void
test_mutations (void)
{
  g_autoptr (IlTrace) trace = sample_deadlock_trace ();
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

static void
test_looks_like_one (void)
{
  g_assert_true (il_trace_looks_like_one ("{\"a", 3));
  g_assert_true (il_trace_looks_like_one ("\n [", 3));
  g_assert_true (il_trace_looks_like_one ("\xef\xbb\xbf {", 5));
  g_assert_true (il_trace_looks_like_one ("\x1f\x8b", 2));
  g_assert_false (il_trace_looks_like_one ("", 0));
  g_assert_false (il_trace_looks_like_one ("task main:", 10));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-damage/cut-off", test_cut_off);
  g_test_add_func ("/trace-damage/bad-files", test_bad_files);
  g_test_add_func ("/trace-damage/deep-nesting", test_deep_nesting);
  g_test_add_func ("/trace-damage/left-aside", test_left_aside);
  g_test_add_func ("/trace-damage/odd-files", test_odd_files);
  g_test_add_func ("/trace-damage/mutations", test_mutations);
  g_test_add_func ("/trace-damage/looks-like-one", test_looks_like_one);
  return g_test_run ();
}

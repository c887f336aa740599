/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/event-json.h"
#include "traces/formats/interlane/private.h"

#include <string.h>

#include "tests/traces/samples.h"

/* The scanner of our own lines, held against json-c, the reference. */

/* What comes of JSON: everything that the trace holds, or the message. */
static char *
outcome_of (const char *json, gsize length, gboolean scan)
{
  g_autoptr (IlTraceInput) input = il_trace_input_new ("t", json, length);
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autoptr (IlTrace) trace = il_interlane_read (input, scan, &warning, &error);
  GString *out = g_string_new (NULL);

  if (!trace) {
    g_assert_nonnull (error);
    g_string_append (out, error->message);
    return g_string_free (out, FALSE);
  }
  g_string_append_printf (out, "%s\n", warning ? warning : "");
  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = g_ptr_array_index (trace->runs, i);
    IlCursor cursor = { 0 };
    IlEvent event;

    while (il_recording_next (run, &cursor, &event)) {
      il_event_append_json (out, run, &event);
      g_string_append_c (out, '\n');
    }
  }
  g_autoptr (GString) again = il_trace_to_json (trace);
  g_string_append (out, again->str);
  return g_string_free (out, FALSE);
}

static void
assert_same (const char *json, gsize length)
{
  g_autofree char *scanned = outcome_of (json, length, TRUE), *reference = outcome_of (json, length, FALSE);

  if (strcmp (scanned, reference) != 0)
    g_test_message ("%.*s", (int) length, json);
  g_assert_cmpstr (scanned, ==, reference);
}

static IlTrace *
random_trace (GRand *random, guint n)
{
  IlTrace *trace = il_trace_new ("random", "task main:\n  sleep 1\n");

  for (guint i = 0; i < 2; i++) {
    g_autoptr (IlRecording) recording = i % 2 ? sample_wild (random, n) : sample_random (random, n);
    il_trace_add_run (trace, recording);
  }
  return trace;
}

/* Something is escaped in it, or a number does not fit into 18 digits. */
static gboolean
is_odd (const char *line)
{
  return strchr (line, '\\') || strstr (line, "9223372036854775");
}

/* All events are read by the scanner but odd ones: else it would be of no use. */
static void
test_our_lines (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  guint n_lines = 0;

  for (guint i = 0; i < 20; i++) {
    g_autoptr (IlTrace) trace = random_trace (random, 300);
    g_autoptr (GString) json = il_trace_to_json (trace);
    g_auto (GStrv) lines = g_strsplit (json->str, "\n", -1);
    g_autofree char *header = g_strdup (strstr (lines[0], "\"interlane\":") + strlen ("\"interlane\":"));
    json_object *object;

    header[strlen (header) - strlen (",\"traceEvents\":[")] = '\0';
    object = json_tokener_parse (header);
    g_autoptr (IlTraceBuilder) builder = il_interlane_read_header (object, NULL);
    g_assert_nonnull (builder);
    json_object_put (object);
    for (guint line = 1; lines[line]; line++) {
      g_autofree char *ended = g_strconcat (lines[line], "\n", NULL);

      if (g_str_has_prefix (ended, "{\"ph\":\"M\",\"name\":\"thread_name\"")) {
        g_autoptr (GError) error = NULL;

        ended[strlen (ended) - 2] = '\0';
        object = json_tokener_parse (ended);
        g_assert_true (il_interlane_read_event (object, builder, G_MAXINT32, &error));
        json_object_put (object);
      } else if (*ended == '{' && !strstr (ended, "\"ph\":\"M\"") && !strstr (ended, "\"derived\"")
                 && !is_odd (ended)) {
        gsize length = il_interlane_scan_event (ended, builder, G_MAXINT32);

        g_assert_cmpuint (length, ==, strlen (lines[line]) - (g_str_has_suffix (lines[line], ",") ? 1 : 0));
        n_lines++;
      } else if (*ended == '{' && is_odd (ended))
        g_assert_cmpuint (il_interlane_scan_event (ended, builder, G_MAXINT32), ==, 0);
    }
  }
  g_assert_cmpuint (n_lines, >, 5000);
}

static void
test_whole_traces (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint i = 0; i < 40; i++) {
    g_autoptr (IlTrace) trace = random_trace (random, 200);
    g_autoptr (GString) json = il_trace_to_json (trace);

    assert_same (json->str, json->len);
    assert_same (json->str, json->len - (gsize) g_rand_int_range (random, 1, 400)); /* cut off */
  }
}

/* Changes to a trace that make lines wrong, or right in another way. */
static void
test_changed_bytes (void)
{
  static const char bytes[] = "0123456789-.eE+\"\\{}[],: \n\tabcnuxX/\x01\x7f\xc3\xa9\xff";
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 40; i++) {
    g_autoptr (IlTrace) trace = random_trace (random, 30);
    g_autoptr (GString) json = il_trace_to_json (trace);
    gint32 first = (gint32) (strstr (json->str, "\"traceEvents\"") - json->str);

    for (guint k = 0; k < 100; k++) {
      g_autoptr (GString) changed = g_string_new_len (json->str, (gssize) json->len);
      gssize at = g_rand_int_range (random, first, (gint32) json->len);

      switch (g_rand_int_range (random, 0, 4)) {
      case 0: g_string_erase (changed, at, MIN ((gssize) changed->len - at, g_rand_int_range (random, 1, 12))); break;
      case 1: g_string_insert_c (changed, at, bytes[g_rand_int_range (random, 0, sizeof bytes - 1)]); break;
      case 2: changed->str[at] = bytes[g_rand_int_range (random, 0, sizeof bytes - 1)]; break;
      default: { /* a piece of it at another place */
        gssize from = g_rand_int_range (random, first, (gint32) json->len);
        g_string_insert_len (changed, at, json->str + from,
                             MIN ((gssize) json->len - from, g_rand_int_range (random, 1, 60)));
        break;
      }
      }
      assert_same (changed->str, changed->len);
    }
  }
}

/* Each of these replaces what stands there in a line that is right. */
static void
test_awkward_lines (void)
{
  static const char *const lines[] = {
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\",\"value\":-0}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\",\"value\":007}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\",\"value\":9223372036854775807}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\",\"value\":-9223372036854775808}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\",\"value\":{\"duration\":-5}}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\",\"how\":\"error\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\",\"core\":3}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":0,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":9,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":999999999,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":9223372036854775.807,\"seq\":1,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":9223372036854775.808,\"seq\":1,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.0005,\"seq\":1,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.5,\"seq\":1,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":0,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":5,\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":[1,2,3],\"args\":{\"how\":\"return\"}}",
    "{\"ph\":\"n\",\"name\":\"exit\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"how\":\"return\"},\"more\":1}",
    "{\"ph\":\"n\",\"name\":\"spawn\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"line\":1}}",
    "{\"ph\":\"n\",\"name\":\"print\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"text\":\"a\\u0041\"}}",
    "{\"ph\":\"n\",\"name\":\"print\",\"cat\":\"output\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"text\":\"\xff\"}}",
    "{\"ph\":\"n\",\"name\":\"print\",\"cat\":\"output\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"text\":\"☕\",\"line\":4294967296}}",
    "{\"ph\":\"X\",\"name\":\"mutex\",\"cat\":\"state\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":1.000,\"seq\":1,\"args\":{\"object\":1}}",
    "{\"ph\":\"X\",\"name\":\"mutex\",\"cat\":\"state\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":NaN,\"seq\":1,\"args\":{\"why\":\"mutex\"}}",
    "{\"ph\":\"X\",\"name\":\"mutex\",\"cat\":\"state\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":1.000,\"seq\":1,\"args\":{\"why\":\"whatever\"}}",
    "{\"ph\":\"X\",\"name\":\"running\",\"cat\":\"state\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":1.000,\"seq\":1,\"args\":{\"core\":1024}}",
    "{\"ph\":\"X\",\"name\":\"running\",\"cat\":\"state\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":1.000,\"seq\":1}",
    "{\"ph\":\"X\",\"name\":\"running\",\"cat\":\"task\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":1.000,\"seq\":1}",
    "{\"ph\":\"X\",\"name\":\"running\",\"cat\":\"state\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":1.000,\"seq\":1,\"args\":{}}",
    "{\"ph\":\"X\",\"name\":\"running\",\"cat\":\"state\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":1.000,\"seq\":1,\"args\":{\"core\":0}}x",
    "{\"ph\":\"n\",\"name\":\"note\",\"cat\":\"note\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"scope\":\"process\",\"note\":\"dropped\",\"text\":\"7\"}}",
    "{\"ph\":\"n\",\"name\":\"note\",\"cat\":\"note\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"scope\":\"process\",\"note\":\"dropped\"}}",
    "{\"ph\":\"n\",\"name\":\"cancel\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"by\":\"nobody\"}}",
    "{\"ph\":\"n\",\"name\":\"cancel\",\"cat\":\"task\",\"id\":1,\"pid\":1,\"tid\":1,\"ts\":0.000,\"seq\":1,\"args\":{\"by\":4294967290}}",
  };
  static const char front[] =
      "{\"displayTimeUnit\":\"ns\",\"interlane\":{\"version\":1,\"workload\":{\"name\":\"a\",\"text\":\"\"},\"runs\":["
      "{\"pid\":1,\"model\":\"coop\",\"clock\":\"virtual\"}]},\"traceEvents\":[\n";

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *alone = g_strconcat (front, lines[i], "\n]}\n", NULL);
    g_autofree char *twice = g_strconcat (front, lines[i], ",\n", lines[i], "\n]}\n", NULL);

    assert_same (alone, strlen (alone));
    assert_same (twice, strlen (twice)); /* the second has a seq that was there before */
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-scan/our-lines", test_our_lines);
  g_test_add_func ("/trace-scan/whole-traces", test_whole_traces);
  g_test_add_func ("/trace-scan/changed-bytes", test_changed_bytes);
  g_test_add_func ("/trace-scan/awkward-lines", test_awkward_lines);
  return g_test_run ();
}

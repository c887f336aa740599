/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/formats/event-json.h"
#include "traces/text/json-text.h"

#include <json-c/json.h>

/* The line of the last event of RECORDING. */
static char *
last_line (IlRecording *recording)
{
  GString *out = g_string_new (NULL);
  IlEvent event;

  g_assert_true (il_recording_event (recording, il_recording_n_events (recording), &event));
  il_event_append_json (out, recording, &event);
  return g_string_free (out, FALSE);
}

static void
assert_last (IlRecording *recording, IlRecord record, const char *expected)
{
  g_autofree char *line = NULL;

  sample_add (recording, record);
  line = last_line (recording);
  g_assert_cmpstr (line, ==, expected);
}

static void
test_each_kind (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  guint32 machine = il_recording_add_object (recording, IL_OBJECT_SEMAPHORE, "machine", 1, 2);
  guint32 text = il_recording_add_text (recording, "say \"☕\"");

  assert_last (recording, il_record_spawn (0, 1, il_recording_add_text (recording, "main"), IL_BY_NOBODY, 11),
               "{\"t\":0,\"seq\":1,\"model\":\"coop\",\"ev\":\"spawn\",\"task\":\"main\",\"line\":11,\"by\":null}");
  assert_last (
      recording, il_record_spawn (1, 2, il_recording_add_text (recording, "order"), 1, 12),
      "{\"t\":1,\"seq\":2,\"model\":\"coop\",\"ev\":\"spawn\",\"task\":\"order\",\"line\":12,\"by\":\"main\"}");
  assert_last (
      recording, il_record_ready (2, 2, IL_BY_TIMER, 0),
      "{\"t\":2,\"seq\":3,\"model\":\"coop\",\"ev\":\"ready\",\"task\":\"order\",\"line\":null,\"by\":\"timer\"}");
  assert_last (recording, il_record_resume (3, 2, 1, 0, 5),
               "{\"t\":3,\"seq\":4,\"model\":\"coop\",\"ev\":\"resume\",\"task\":\"order\",\"line\":5,\"core\":1}");
  assert_last (
      recording, il_record_resume (4, 2, 0, 7, 5),
      "{\"t\":4,\"seq\":5,\"model\":\"coop\",\"ev\":\"resume\",\"task\":\"order\",\"line\":5,\"core\":0,\"cost\":7}");
  assert_last (
      recording, il_record_suspend (5, 2, IL_WHY_SEMAPHORE, machine, 7),
      "{\"t\":5,\"seq\":6,\"model\":\"coop\",\"ev\":\"suspend\",\"task\":\"order\",\"line\":7,\"why\":\"semaphore\",\"object\":\"machine\"}");
  assert_last (
      recording, il_record_suspend (6, 1, IL_WHY_AWAIT, 2, 14),
      "{\"t\":6,\"seq\":7,\"model\":\"coop\",\"ev\":\"suspend\",\"task\":\"main\",\"line\":14,\"why\":\"await\",\"awaits\":\"order\"}");
  assert_last (
      recording, il_record_preempt (7, 2, IL_WHY_QUANTUM, 1, 6),
      "{\"t\":7,\"seq\":8,\"model\":\"coop\",\"ev\":\"preempt\",\"task\":\"order\",\"line\":6,\"why\":\"quantum\",\"core\":1}");
  assert_last (
      recording, il_record_exit (8, 2, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_TEXT, text }, 9),
      "{\"t\":8,\"seq\":9,\"model\":\"coop\",\"ev\":\"exit\",\"task\":\"order\",\"line\":9,\"how\":\"return\",\"value\":\"say \\\"☕\\\"\"}");
  assert_last (
      recording, il_record_cancel (9, 2, IL_BY_WORKER, 3),
      "{\"t\":9,\"seq\":10,\"model\":\"coop\",\"ev\":\"cancel\",\"task\":\"order\",\"line\":3,\"by\":\"worker\"}");
  assert_last (
      recording, il_record_op (10, 1, machine, IL_OP_ACQUIRE, (IlTraceValue) { IL_VALUE_ABSENT, 0 }, 3),
      "{\"t\":10,\"seq\":11,\"model\":\"coop\",\"ev\":\"op\",\"task\":\"main\",\"line\":3,\"op\":\"acquire\",\"object\":\"machine\"}");
  assert_last (
      recording, il_record_print (11, 1, text, 4),
      "{\"t\":11,\"seq\":12,\"model\":\"coop\",\"ev\":\"print\",\"task\":\"main\",\"line\":4,\"text\":\"say \\\"☕\\\"\"}");
  assert_last (
      recording, il_record_note (12, IL_NOTE_OUTCOME, text),
      "{\"t\":12,\"seq\":13,\"model\":\"coop\",\"ev\":\"note\",\"task\":null,\"line\":null,\"note\":\"outcome\",\"text\":\"say \\\"☕\\\"\"}");
}

static void
test_switches_seq (void)
{
  g_autoptr (IlRecording) recording = sample_new ();

  sample_spawn (recording, 0, 1, "a", IL_BY_NOBODY, 1);
  sample_spawn (recording, 0, 2, "b", IL_BY_NOBODY, 1);
  assert_last (recording, il_record_give_way (5, 1, 3, 2, 4, 0),
               "{\"t\":5,\"seq\":5,\"model\":\"coop\",\"ev\":\"resume\",\"task\":\"b\",\"line\":4,\"core\":0}");
}

static void
test_values (void)
{
  static const struct {
    IlTraceValue value;
    const char *expected;
  } cases[] = {
    { { IL_VALUE_NONE, 0 }, "null" },
    { { IL_VALUE_INTEGER, G_MININT64 }, "-9223372036854775808" },
    { { IL_VALUE_INTEGER, G_MAXINT64 }, "9223372036854775807" },
    { { IL_VALUE_DURATION, 30000000 }, "{\"duration\":30000000}" },
    { { IL_VALUE_BOOLEAN, 1 }, "true" },
    { { IL_VALUE_BOOLEAN, 0 }, "false" },
    { { IL_VALUE_TEXT, 0 }, "\"\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (IlRecording) recording = sample_new ();
    g_autofree char *expected = g_strdup_printf (
        "{\"t\":0,\"seq\":1,\"model\":\"coop\",\"ev\":\"exit\",\"task\":\"?\",\"line\":2,\"how\":\"error\",\"value\":%s}",
        cases[i].expected);

    assert_last (recording, il_record_exit (0, 1, IL_HOW_ERROR, cases[i].value, 2), expected);
  }
}

static void
test_strings (void)
{
  static const struct {
    const char *text, *expected;
  } cases[] = {
    { "", "\"\"" },
    { "a/b", "\"a/b\"" },
    { "\"\\\b\f\n\r\t", "\"\\\"\\\\\\b\\f\\n\\r\\t\"" },
    { "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
    { "😀é", "\"😀é\"" },
    { "a\xff\xc3", "\"a\xef\xbf\xbd\xef\xbf\xbd\"" },               /* not UTF-8, and a character cut in half */
    { "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" }, /* a surrogate */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) out = g_string_new (NULL);

    il_json_append_string (out, cases[i].text);
    g_assert_cmpstr (out->str, ==, cases[i].expected);
  }
}

/* Another reader finds the same text again in what we write. */
static void
test_lines_are_json (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int i = 0; i < 60; i++) {
    g_autoptr (IlRecording) recording = i % 2 ? sample_wild (random, 200) : sample_random (random, 200);
    IlCursor cursor = { 0 };
    IlEvent event;

    while (il_recording_next (recording, &cursor, &event)) {
      g_autoptr (GString) line = g_string_new (NULL);
      json_object *object, *field;

      il_event_append_json (line, recording, &event);
      object = json_tokener_parse (line->str);
      g_assert_nonnull (object);
      g_assert_true (json_object_object_get_ex (object, "t", &field));
      g_assert_cmpint (json_object_get_int64 (field), ==, event.time);
      if (event.kind == IL_EVENT_PRINT) {
        g_assert_true (json_object_object_get_ex (object, "text", &field));
        g_assert_cmpstr (json_object_get_string (field), ==, il_recording_text (recording, event.text));
      }
      json_object_put (object);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-json/each-kind", test_each_kind);
  g_test_add_func ("/event-json/switch", test_switches_seq);
  g_test_add_func ("/event-json/values", test_values);
  g_test_add_func ("/event-json/strings", test_strings);
  g_test_add_func ("/event-json/lines-are-json", test_lines_are_json);
  return g_test_run ();
}

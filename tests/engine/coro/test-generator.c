/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "engine/coro/generator.h"

typedef struct {
  GString *log;
  int n;
} Count;

static void
count (IlGenerator *self, void *data)
{
  Count *count = data;
  void *sent = NULL;

  g_assert_true (il_generator_current () == self);
  for (intptr_t i = 1; i <= count->n; i++) {
    bool go_on = il_generator_yield (self, (void *) i, &sent);

    g_string_append_printf (count->log, "%s%d ", go_on ? "" : "!", GPOINTER_TO_INT (sent));
    if (!go_on)
      break;
  }
  g_string_append (count->log, "end");
}

static IlGenerator *
new_count (Count *data, int n)
{
  IlEngineError error;

  *data = (Count) { g_string_new (""), n };
  IlGenerator *generator = il_generator_new (count, data, 0, &error);
  g_assert_nonnull (generator);
  return generator;
}

static void
test_to_the_end (void)
{
  Count data;
  IlGenerator *generator = new_count (&data, 3);
  void *value = NULL;

  for (intptr_t i = 1; i <= 3; i++) {
    g_assert_true (il_generator_next (generator, &value));
    g_assert_cmpint ((intptr_t) value, ==, i);
    g_assert_null (il_generator_current ());
  }
  g_assert_false (il_generator_ended (generator));
  g_assert_false (il_generator_next (generator, &value));
  g_assert_true (il_generator_ended (generator));
  g_assert_false (il_generator_next (generator, &value)); /* and stays so */
  g_assert_cmpstr (data.log->str, ==, "0 0 0 end");
  il_generator_free (generator);
  g_string_free (data.log, TRUE);
}

static void
test_send (void)
{
  Count data;
  IlGenerator *generator = new_count (&data, 2);
  void *value = NULL;

  g_assert_true (il_generator_send (generator, (void *) 7, &value)); /* before the first yield: goes nowhere */
  g_assert_cmpint ((intptr_t) value, ==, 1);
  g_assert_true (il_generator_send (generator, (void *) 8, &value));
  g_assert_cmpint ((intptr_t) value, ==, 2);
  g_assert_false (il_generator_send (generator, (void *) 9, &value));
  g_assert_cmpstr (data.log->str, ==, "8 9 end");
  il_generator_free (generator);
  g_string_free (data.log, TRUE);
}

/* One that is dropped while it is suspended cleans up; one that never began does not run. */
static void
test_unwind (void)
{
  Count data, unused;
  IlGenerator *generator = new_count (&data, 9), *never = new_count (&unused, 9);
  void *value = NULL;

  g_assert_true (il_generator_next (generator, &value));
  il_generator_free (generator);
  g_assert_cmpstr (data.log->str, ==, "!0 end");
  il_generator_free (never);
  g_assert_cmpstr (unused.log->str, ==, "");
  g_string_free (data.log, TRUE);
  g_string_free (unused.log, TRUE);
}

static void
stubborn (IlGenerator *self, void *data)
{
  for (int i = 0; i < 5; i++)
    if (!il_generator_yield (self, NULL, NULL))
      ++*(int *) data;
}

/* Yields that follow a close do not switch. */
static void
test_close (void)
{
  IlEngineError error;
  int n = 0;
  IlGenerator *generator = il_generator_new (stubborn, &n, 0, &error);
  void *value;

  g_assert_true (il_generator_next (generator, &value));
  g_assert_true (il_generator_next (generator, &value));
  il_generator_close (generator);
  g_assert_cmpint (n, ==, 4);
  g_assert_true (il_generator_ended (generator));
  g_assert_false (il_generator_next (generator, &value));
  il_generator_close (generator);
  il_generator_free (generator);
}

static void *
double_cb (void *data)
{
  return (void *) (2 * (intptr_t) data);
}

/* Where a generator is from: sums of what another yields; what is passed is done outside of both. */
static void *
check_outside_cb (void *data)
{
  IlGenerator *generator = il_generator_current ();

  return generator ? il_generator_pass (generator, check_outside_cb, data) : double_cb (data);
}

static void
sums (IlGenerator *self, void *data)
{
  void *value = NULL;
  intptr_t sum = 0;

  while (il_generator_next (data, &value)) {
    g_assert_true (il_generator_current () == self);
    sum += (intptr_t) value;
    if (!il_generator_yield (self, check_outside_cb ((void *) sum), NULL))
      break;
  }
}

static void
test_nested (void)
{
  static const int expected[] = { 2, 6, 12, 20 };
  Count data;
  IlEngineError error;
  IlGenerator *inner = new_count (&data, 4), *outer = il_generator_new (sums, inner, 0, &error);
  void *value = NULL;

  for (guint i = 0; i < 4; i++) {
    g_assert_true (il_generator_next (outer, &value));
    g_assert_cmpint ((intptr_t) value, ==, expected[i]);
  }
  g_assert_false (il_generator_next (outer, &value));
  g_assert_true (il_generator_ended (inner));
  il_generator_free (outer);
  il_generator_free (inner);
  g_string_free (data.log, TRUE);
}

typedef struct {
  IlCoro *other;
  GString *log;
} Resumes;

static void *
suspend_through (void *data)
{
  GString *log = data;

  g_assert_null (il_generator_current ());
  g_string_append (log, "suspends ");
  il_generator_suspend (NULL);
  g_string_append (log, "ends ");
  return NULL;
}

static void
resumes (IlGenerator *self, void *data)
{
  Resumes *resumes = data;

  il_coro_resume (resumes->other, NULL);
  g_assert_true (il_generator_current () == self);
  g_string_append (resumes->log, "generator ");
  il_generator_yield (self, NULL, NULL);
  il_coro_resume (resumes->other, NULL);
}

/* A coroutine that is resumed in a generator's body is no part of it: it suspends alone. */
static void
test_coroutine_inside (void)
{
  IlEngineError error;
  g_autoptr (GString) log = g_string_new (NULL);
  Resumes data = { il_coro_new (suspend_through, log, 0, &error), log };
  IlGenerator *generator = il_generator_new (resumes, &data, 0, &error);
  void *value;

  g_assert_true (il_generator_next (generator, &value));
  g_assert_false (il_generator_next (generator, &value));
  g_assert_cmpstr (log->str, ==, "suspends generator ends ");
  il_coro_free (data.other);
  il_generator_free (generator);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generator/to-the-end", test_to_the_end);
  g_test_add_func ("/generator/send", test_send);
  g_test_add_func ("/generator/unwind", test_unwind);
  g_test_add_func ("/generator/close", test_close);
  g_test_add_func ("/generator/nested", test_nested);
  g_test_add_func ("/generator/coroutine-inside", test_coroutine_inside);
  return g_test_run ();
}

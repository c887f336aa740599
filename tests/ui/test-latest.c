/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/latest.h"

/* A question that waits at a gate, so that the test and not the machine says who is first. */
typedef struct {
  int number;
  GMutex *gate;
  GString *told; /* NULL: nobody is to be told */
  int answer;
  gboolean cancelled;
  int *freed;
} Question;

static void
question_free (gpointer data)
{
  g_atomic_int_inc (((Question *) data)->freed);
  g_free (data);
}

static void
square (gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  g_mutex_lock (question->gate);
  g_mutex_unlock (question->gate);
  question->answer = question->number * question->number;
  question->cancelled = g_cancellable_is_cancelled (cancellable);
}

static void
squared (gpointer data, gpointer owner)
{
  const Question *question = data;

  g_assert_nonnull (question->told);
  g_assert_false (question->cancelled);
  g_string_append_printf (question->told, "%s%d²=%d ", (const char *) owner, question->number, question->answer);
}

static void
ask (IlLatest *latest, int number, GMutex *gate, GString *told, int *freed)
{
  Question *question = g_new0 (Question, 1);

  *question = (Question) { .number = number, .gate = gate, .told = told, .freed = freed };
  il_latest_ask (latest, question, question_free, square, squared);
}

static void
iterate_until_freed (int *freed, int n)
{
  while (g_atomic_int_get (freed) < n)
    if (!g_main_context_iteration (NULL, FALSE))
      g_thread_yield ();
}

static void
test_answers (void)
{
  g_autoptr (IlLatest) latest = il_latest_new ((gpointer) "a");
  g_autoptr (GString) told = g_string_new (NULL);
  GMutex gate;
  int freed = 0;

  g_mutex_init (&gate);
  g_assert_false (il_latest_is_asking (latest));
  ask (latest, 3, &gate, told, &freed);
  g_assert_true (il_latest_is_asking (latest));
  iterate_until_freed (&freed, 1);
  g_assert_cmpstr (told->str, ==, "a3²=9 ");
  g_assert_false (il_latest_is_asking (latest));
  /* Two at once, both answered; which first is open. */
  ask (latest, 4, &gate, told, &freed);
  ask (latest, 5, &gate, told, &freed);
  iterate_until_freed (&freed, 3);
  g_assert_nonnull (strstr (told->str, "a4²=16 "));
  g_assert_nonnull (strstr (told->str, "a5²=25 "));
  g_assert_false (il_latest_is_asking (latest));
}

/* The older is cancelled while it is worked at, and when it has answered but nobody has been told. */
static void
test_newer_wins (void)
{
  g_autoptr (IlLatest) latest = il_latest_new ((gpointer) "");
  g_autoptr (GString) told = g_string_new (NULL);
  GMutex shut, open;
  int freed = 0;

  g_mutex_init (&shut);
  g_mutex_init (&open);
  g_mutex_lock (&shut);
  ask (latest, 1, &shut, NULL, &freed);
  ask (latest, 2, &shut, NULL, &freed);
  il_latest_cancel (latest);
  g_assert_false (il_latest_is_asking (latest));
  ask (latest, 3, &open, told, &freed);
  g_assert_true (il_latest_is_asking (latest));
  g_mutex_unlock (&shut);
  iterate_until_freed (&freed, 3);
  g_assert_cmpstr (told->str, ==, "3²=9 ");
  g_assert_false (il_latest_is_asking (latest));
}

static void
test_free (void)
{
  IlLatest *latest = il_latest_new (NULL);
  GMutex gate;
  int freed = 0;

  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  ask (latest, 1, &gate, NULL, &freed);
  il_latest_free (latest);
  g_mutex_unlock (&gate);
  iterate_until_freed (&freed, 1);
}

/* What is shared with the questions tells who asks on the side, too, that they are not wanted. */
static void
test_cancellable (void)
{
  g_autoptr (IlLatest) latest = il_latest_new (NULL);
  g_autoptr (GCancellable) first = g_object_ref (il_latest_cancellable (latest));
  GMutex gate;
  int freed = 0;

  g_mutex_init (&gate);
  ask (latest, 1, &gate, NULL, &freed);
  il_latest_cancel (latest);
  g_assert_true (g_cancellable_is_cancelled (first));
  g_assert_false (g_cancellable_is_cancelled (il_latest_cancellable (latest)));
  iterate_until_freed (&freed, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/latest/answers", test_answers);
  g_test_add_func ("/latest/newer-wins", test_newer_wins);
  g_test_add_func ("/latest/free", test_free);
  g_test_add_func ("/latest/cancellable", test_cancellable);
  return g_test_run ();
}

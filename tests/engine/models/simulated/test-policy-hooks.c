/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/language/load.h"
#include "engine/language/text/diagnostics.h"
#include "engine/models/run/run-private.h"
#include "engine/models/simulated/machine-private.h"
#include "tests/engine/models/run-text.h"

/* What the machine tells a policy of threads that block and end: first come, first served, which writes it down. */

static GString *told;

static const char *
name_of (const IlSchedulable *thread)
{
  return ((const IlSimulated *) ((const char *) thread - G_STRUCT_OFFSET (IlSimulated, schedulable)))
      ->thread.instance->name;
}

static void
blocked_cb (IlPolicy *policy, IlSchedulable *thread, IlSchedulable *holder)
{
  g_string_append_printf (told, "%" G_GINT64_FORMAT "ms %s blocked", policy->time / 1000000, name_of (thread));
  if (holder)
    g_string_append_printf (told, " by %s", name_of (holder));
  g_string_append_c (told, '\n');
}

static void
exited_cb (IlPolicy *policy, IlSchedulable *thread)
{
  g_string_append_printf (told, "%" G_GINT64_FORMAT "ms %s exited\n", policy->time / 1000000, name_of (thread));
}

static void
check (const char *text, const char *expected)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  IlPolicyClass telling = *il_policy_find ("fcfs");

  told = g_string_new (NULL);
  telling.blocked = blocked_cb;
  telling.exited = exited_cb;
  options.policy = "fcfs";
  g_assert_nonnull (program);
  g_autoptr (IlRun) run = il_run_new (program, &options, NULL);
  ((IlMachine *) run->model)->policy_class = &telling;
  il_run_start (run);
  il_run_wait (run);
  g_assert_cmpstr (told->str, ==, expected);
  g_string_free (told, TRUE);
}

/* A wait for anything but a mutex has no holder; one that ends by itself has not blocked. */
static void
test_sleep_and_end (void)
{
  check ("task a:\n    cpu 1ms\n    sleep 2ms\n    cpu 1ms\nstart a()\n", "1ms a blocked\n4ms a exited\n");
}

static void
test_holder (void)
{
  check ("mutex m\n"
         "task low:\n    with m:\n        cpu 1ms\n        sleep 2ms\n"
         "task high:\n    with m: cpu 1ms\n"
         "start low()\nstart high()\n",
         "1ms low blocked\n1ms high blocked by low\n3ms low exited\n4ms high exited\n");
}

/* A permit has no holder: any thread may give it back. */
static void
test_semaphore (void)
{
  check ("semaphore s = 1\ntask p:\n    with s: sleep 2ms\nstart p()\nstart p()\n",
         "0ms p blocked\n0ms p#2 blocked\n2ms p exited\n2ms p#2 blocked\n4ms p#2 exited\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-hooks/sleep-and-end", test_sleep_and_end);
  g_test_add_func ("/policy-hooks/holder", test_holder);
  g_test_add_func ("/policy-hooks/semaphore", test_semaphore);
  return g_test_run ();
}

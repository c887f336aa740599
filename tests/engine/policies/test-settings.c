/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/language/load.h"
#include "engine/language/text/diagnostics.h"
#include "engine/policies/settings.h"
#include "tests/engine/models/run-text.h"

/* Parameters of policies: as text behind the policy's name, in the machine block, and in the trace. */

static void
test_good (void)
{
  static const struct {
    const char *text;
    const char *again; /* as it is kept */
    gint64 quantum;
  } cases[] = {
    { "rr", "rr", 2000000 },
    { "rr:quantum=5ms", "rr", 5000000 },
    { "fcfs", "fcfs", 0 },
    { "mlfq:levels=4,boost=20ms", "mlfq:levels=4,boost=20ms", 2000000 },
    { "mlfq:boost=1500us,quantum=1ns", "mlfq:boost=1.5ms", 1 },
    { "mlfq:levels=3,boost=never", "mlfq", 2000000 },
    { "mlfq:levels=64", "mlfq:levels=64", 2000000 },
    { "mlfq:levels=1", "mlfq:levels=1", 2000000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (IlPolicySettings) settings = il_policy_settings_parse (cases[i].text, &error);

    g_assert_no_error (error);
    g_autofree char *again = il_policy_settings_text (settings);
    g_assert_cmpstr (again, ==, cases[i].again);
    g_assert_cmpint (il_policy_settings_quantum (settings), ==, cases[i].quantum);
  }
}

static void
test_faults (void)
{
  static const struct {
    const char *text;
    const char *message; /* begins so */
  } cases[] = {
    { "astrology", "there is no policy 'astrology'; the policies are: rr, fcfs, sjf, " },
    { "", "there is no policy ''; the policies are: rr, fcfs, sjf, " },
    { "mlfq:", "policy mlfq: a parameter is missing where PARAMETER=VALUE should stand" },
    { "mlfq:levels=4,", "policy mlfq: a parameter is missing where PARAMETER=VALUE should stand" },
    { "mlfq:levls=4", "policy mlfq has no parameter 'levls', did you mean 'levels'?" },
    { "mlfq:tickets=4", "policy mlfq has no parameter 'tickets'; its parameters are: quantum, levels, boost" },
    { "rr:levels=4", "policy rr has no parameter 'levels'; its parameters are: quantum" },
    { "fcfs:quantum=4ms", "policy fcfs has no parameter 'quantum': it has no parameters at all" },
    { "mlfq:levels=0", "policy mlfq: 'levels' is a whole number from 1 to 64, not '0'" },
    { "mlfq:levels=65", "policy mlfq: 'levels' is a whole number from 1 to 64, not '65'" },
    { "mlfq:levels=-1", "policy mlfq: 'levels' is a whole number from 1 to 64, not '-1'" },
    { "mlfq:levels=2.5", "policy mlfq: 'levels' is a whole number from 1 to 64, not '2.5'" },
    { "mlfq:levels=99999999999999999999",
      "policy mlfq: 'levels' is a whole number from 1 to 64, not '99999999999999999999'" },
    { "mlfq:levels=4,levels=4", "policy mlfq: 'levels' is given twice" },
    { "mlfq:levels=", "policy mlfq: 'levels' has no value; it is a whole number from 1 to 64" },
    { "mlfq:levels", "policy mlfq: 'levels' has no value; it is a whole number from 1 to 64" },
    { "rr:quantum=0ms", "policy rr: 'quantum' is a time such as 20ms, at least 1ns, not '0ms'" },
    { "rr:quantum=5", "policy rr: 'quantum' is a time such as 20ms, at least 1ns, not '5'" },
    { "rr:quantum=1.2.3ms", "policy rr: 'quantum' is a time such as 20ms, at least 1ns, not '1.2.3ms'" },
    { "rr:quantum=-5ms", "policy rr: 'quantum' is a time such as 20ms, at least 1ns, not '-5ms'" },
    { "rr:quantum=293000000min", "policy rr: 'quantum' is a time such as 20ms, at least 1ns, not '293000000min'" },
    { "mlfq:boost=0ms", "policy mlfq: 'boost' is a time such as 20ms, at least 1ns, or never, not '0ms'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (il_policy_settings_parse (cases[i].text, &error));
    g_assert_nonnull (error);
    if (cases[i].message[strlen (cases[i].message) - 1] == ' ')
      g_assert_true (g_str_has_prefix (error->message, cases[i].message));
    else
      g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

/* The kinds that no policy uses yet. */
static void
test_kinds (void)
{
  static const char *const colors[] = { "red", "green", NULL };
  const IlParameter number = { .name = "x", .kind = IL_PARAMETER_NUMBER, .least.number = 0.5, .most.number = 2 };
  const IlParameter boolean = { .name = "x", .kind = IL_PARAMETER_BOOLEAN };
  const IlParameter choice = { .name = "x", .kind = IL_PARAMETER_CHOICE, .choices = colors };
  const struct {
    const IlParameter *parameter;
    const char *text;
    const char *message; /* NULL: it is good, and comes back as it was */
  } cases[] = {
    { &number, "0.5", NULL },
    { &number, "2", NULL },
    { &number, "2.01", "'x' is a number from 0.5 to 2, not '2.01'" },
    { &number, "nan", "'x' is a number from 0.5 to 2, not 'nan'" },
    { &number, "1x", "'x' is a number from 0.5 to 2, not '1x'" },
    { &boolean, "true", NULL },
    { &boolean, "false", NULL },
    { &boolean, "yes", "'x' is true or false, not 'yes'" },
    { &choice, "green", NULL },
    { &choice, "blue", "'x' is one of red, green, not 'blue'" },
    { &choice, "", "'x' has no value; it is one of red, green" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    IlParameterValue value;
    gboolean good = il_parameter_parse (cases[i].parameter, cases[i].text, &value, &error);

    g_assert_cmpstr (error ? error->message : NULL, ==, cases[i].message);
    if (!good)
      continue;
    g_autofree char *again = il_parameter_text (cases[i].parameter, value);
    g_assert_cmpstr (again, ==, cases[i].text);
  }
}

static void
check_trace (const char *policy, gint64 quantum, const char *text, const char *expected, gint64 expected_quantum)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.policy = policy;
  options.quantum = quantum;
  g_autoptr (IlRun) run = run_text (text, &options);
  const IlRunInfo *info = il_recording_info (il_run_recording (run));

  g_assert_cmpstr (info->policy, ==, expected);
  g_assert_cmpint (info->quantum, ==, expected_quantum);
}

/* What stands behind the policy's name wins over the option, that over the machine block, and that over the default. A
 * parameter of the block is for whichever policy has such. */
static void
test_which_wins (void)
{
  static const char text[] = "machine:\n    quantum 7ms\n    levels 5\n    boost 50ms\ntask main:\n    cpu 1ms\n";

  check_trace (NULL, -1, text, "rr", 7000000);
  check_trace ("rr", 3000000, text, "rr", 3000000);
  check_trace ("rr:quantum=1ms", 3000000, text, "rr", 1000000);
  check_trace ("fcfs", 3000000, text, "fcfs", 0);
  check_trace ("mlfq", -1, text, "mlfq:levels=5,boost=50ms", 7000000);
  check_trace ("mlfq:levels=2,boost=never", -1, text, "mlfq:levels=2", 7000000);
  check_trace ("stride", -1, "task main: pass\n", "stride", 2000000);
}

static void
check_message (const char *text, const char *message)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  g_autofree char *found = il_diagnostics_format (diagnostics, "test", text);

  g_assert_null (program);
  if (!strstr (found, message))
    g_error ("'%s' is not in:\n%s", message, found);
}

static void
test_machine_block (void)
{
  check_message ("machine:\n    policy mlfq\n    levels 65\ntask main: pass\n",
                 "test:3:12: error: 'levels' is a whole number from 1 to 64, not '65'");
  check_message ("machine:\n    levels 5ms\ntask main: pass\n", "expected a whole number from 1 to 64");
  check_message ("machine:\n    levels\ntask main: pass\n", "expected a whole number from 1 to 64");
  check_message ("machine:\n    levels 2\n    levels 2\ntask main: pass\n", "'levels' is set twice");
  check_message ("machine:\n    levls 2\ntask main: pass\n", "a machine has no 'levls', did you mean 'levels'?");
  check_message ("machine:\n    boost soon\ntask main: pass\n",
                 "'boost' is a time such as 20ms, at least 1ns, or never, not 'soon'");
}

/* Every policy says all that lists, helps and forms need. */
static void
test_declarations (void)
{
  g_autofree char *help = il_policies_help ();

  for (guint i = 0; il_policies[i]; i++) {
    const IlPolicyClass *class = il_policies[i];
    g_autoptr (IlPolicySettings) settings = il_policy_settings_new (class);
    g_autofree char *text = il_policy_settings_text (settings);

    g_assert_true (il_policy_find (class->name) == class);
    g_assert_cmpstr (il_policy_names ()[i], ==, class->name);
    g_assert_cmpstr (text, ==, class->name);
    g_assert_nonnull (strstr (help, class->title));
    for (guint j = 0; j < il_policy_n_parameters (class); j++) {
      const IlParameter *parameter = &class->parameters[j];
      g_autofree char *initial = il_parameter_text (parameter, parameter->initial);
      IlParameterValue value;

      g_assert_true (il_parameter_parse (parameter, initial, &value, NULL));
      g_assert_nonnull (strstr (help, parameter->help));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/good", test_good);
  g_test_add_func ("/settings/faults", test_faults);
  g_test_add_func ("/settings/kinds", test_kinds);
  g_test_add_func ("/settings/which-wins", test_which_wins);
  g_test_add_func ("/settings/machine-block", test_machine_block);
  g_test_add_func ("/settings/declarations", test_declarations);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/language/load.h"
#include "engine/language/text/diagnostics.h"
#include "engine/models/blocking/threads.h"
#include "engine/models/simulated/choice.h"
#include "tests/engine/models/run-text.h"

/* The choice points of the simulated machine: each visible operation is one, and nothing else. */

typedef struct {
  GString *seen;
  gboolean holders; /* say who holds object 0, instead of the operations */
} Watch;

static const char *const names[IL_N_VISIBLE] = { "read", "write",  "acquire", "release", "put",    "get",   "close",
                                                 "wait", "retake", "set",     "clear",   "notify", "join",  "task done",
                                                 "ask",  "spawn",  "await",   "cancel",  "cpu",    "begin", "end" };

static void
choice_cb (IlInstance *thread, IlVisible operation, guint object, IlInstance *other, gpointer data)
{
  Watch *watch = data;
  const IlThread *holder = ((IlThreads *) thread->model)->objects[0].holder;

  if (watch->holders)
    g_string_append_printf (watch->seen, "%s\n", holder ? holder->instance->name : "nobody");
  else
    g_string_append_printf (watch->seen, "%s %s%s%s\n", thread->name, names[operation],
                            object != IL_VISIBLE_NO_OBJECT ? " object" : "", other ? " other" : "");
}

static void
check (const char *text, gboolean holders, const char *expected)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  g_autoptr (GString) seen = g_string_new (NULL);
  Watch watch = { seen, holders };

  g_assert_nonnull (program);
  g_autoptr (IlRun) run = il_run_new (program, &options, NULL);
  il_machine_set_choice_func (run, choice_cb, &watch);
  il_run_start (run);
  il_run_wait (run);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
  g_assert_cmpstr (seen->str, ==, expected);
}

/* The lost update, of one task: reading is one step, writing another; what is its own is none. */
static void
test_shared (void)
{
  check ("shared c = 0\ntask add:\n    seen = c\n    print seen\n    c = seen + 1\n    c = c + 1\nstart add()\n", FALSE,
         "add read object\nadd write object\nadd read object\nadd write object\n");
}

static void
test_objects (void)
{
  check ("mutex m\nqueue q\nevent e\ntask main:\n    with m: cpu 1ms\n    put q 1\n    x = get q\n    close q\n"
         "    set e\n    wait e\n    clear e\n    cpu 0ms\n",
         FALSE,
         "main acquire object\nmain cpu\nmain release object\nmain put object\nmain get object\nmain close object\n"
         "main set object\nmain wait object\nmain clear object\n");
}

static void
test_tasks_and_times (void)
{
  check ("task f:\n    pass\ntask main:\n    h = spawn f()\n    await h\n    sleep 1ms\n    io 1ms\n    timeout 5ms:\n"
         "        sleep 1ms\n",
         FALSE,
         "main spawn\nmain await other\nmain begin\nmain end\nmain begin\nmain end\nmain begin\nmain begin\nmain end\n"
         "main end\n");
}

/* Waiting for a condition is two: giving its lock back, and taking it again. */
static void
test_condition (void)
{
  check ("condition c\ntask a:\n    with c: wait c\ntask b:\n    with c: notify c\nstart a()\nstart b()\n", FALSE,
         "a acquire object\na wait object\nb acquire object\nb notify object\nb release object\na retake object\n"
         "a release object\n");
}

/* A mutex knows its holder, also where it is handed over. */
static void
test_holder (void)
{
  check ("mutex m\ntask p:\n    with m: sleep 1ms\nstart p() name \"a\"\nstart p() name \"b\"\n", TRUE,
         "nobody\na\na\na\na\nb\nb\nb\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choice/shared", test_shared);
  g_test_add_func ("/choice/objects", test_objects);
  g_test_add_func ("/choice/tasks-and-times", test_tasks_and_times);
  g_test_add_func ("/choice/condition", test_condition);
  g_test_add_func ("/choice/holder", test_holder);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static void
test_declarations (void)
{
  static const char text[] = "machine:\n"
                             "    cores 2\n"
                             "    policy fcfs\n"
                             "    switch 5us\n"
                             "semaphore permits = 3\n"
                             "mutex lock\n"
                             "queue jobs = 4\n"
                             "queue free\n"
                             "task main(x):\n"
                             "    pass\n"
                             "start main(1)\n"
                             "start main(\"{1 + 1}\")\n";
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("a name", text, strlen (text), diagnostics);
  static const struct {
    IlObjectKind kind;
    const char *name;
    gint64 capacity;
    guint line;
  } objects[] = {
    { IL_OBJECT_SEMAPHORE, "permits", 3, 5 },
    { IL_OBJECT_MUTEX, "lock", 1, 6 },
    { IL_OBJECT_QUEUE, "jobs", 4, 7 },
    { IL_OBJECT_QUEUE, "free", 0, 8 },
  };

  g_assert_nonnull (program);
  g_assert_cmpuint (il_diagnostics_count (diagnostics), ==, 0);
  g_assert_cmpstr (il_program_name (program), ==, "a name");
  g_assert_cmpstr (il_program_text (program), ==, text);
  g_assert_cmpuint (il_program_n_objects (program), ==, G_N_ELEMENTS (objects));
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++) {
    const IlObjectDeclaration *object = il_program_object (program, i);

    g_assert_cmpint (object->kind, ==, objects[i].kind);
    g_assert_cmpstr (object->name, ==, objects[i].name);
    g_assert_cmpint (object->capacity, ==, objects[i].capacity);
    g_assert_cmpuint (object->line, ==, objects[i].line);
  }

  const IlMachineDeclaration *machine = il_program_machine (program);
  g_assert_cmpuint (machine->cores, ==, 2);
  g_assert_cmpstr (machine->policy, ==, "fcfs");
  g_assert_null (machine->parameters);
  g_assert_cmpint (machine->switch_cost, ==, 5000);

  g_assert_cmpuint (il_program_n_starts (program), ==, 2);
  const IlStart *start = il_program_start (program, 1);
  g_assert_cmpstr (il_routine_name (start->routine), ==, "main");
  g_assert_cmpuint (il_routine_line (start->routine), ==, 9);
  g_assert_cmpuint (start->line, ==, 12);
  g_assert_cmpuint (start->n_arguments, ==, 1);
}

static void
test_start_options (void)
{
  static const char text[] =
      "shared h = none\ntask t(x): pass\n"
      "start t(1)\n"
      "start t(2) as h name \"table 4\" on core 3 weight 2 priority -5 length 4ms deadline 5ms until 9ms every 2ms "
      "at 1ms\n";
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("x", text, strlen (text), diagnostics);

  g_assert_nonnull (program);
  const IlStart *plain = il_program_start (program, 0), *full = il_program_start (program, 1);
  g_assert_cmpint (plain->at, ==, -1);
  g_assert_cmpint (plain->every, ==, 0);
  g_assert_cmpint (plain->until, ==, G_MAXINT64);
  g_assert_null (plain->name);
  g_assert_cmpint (plain->as, ==, -1);
  g_assert_cmpint (plain->deadline, ==, -1);
  g_assert_cmpint (plain->length, ==, -1);
  g_assert_cmpint (plain->priority, ==, 0);
  g_assert_cmpint (plain->weight, ==, 1);
  g_assert_cmpint (plain->core, ==, -1);
  g_assert_cmpint (full->at, ==, 1000000);
  g_assert_cmpint (full->every, ==, 2000000);
  g_assert_cmpint (full->until, ==, 9000000);
  g_assert_cmpstr (full->name, ==, "table 4");
  g_assert_cmpint (full->as, ==, 0);
  g_assert_cmpint (full->deadline, ==, 5000000);
  g_assert_cmpint (full->length, ==, 4000000);
  g_assert_cmpint (full->priority, ==, -5);
  g_assert_cmpint (full->weight, ==, 2);
  g_assert_cmpint (full->core, ==, 3);
}

static void
test_silent_machine (void)
{
  static const char text[] = "task main: pass";
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("x", text, strlen (text), diagnostics);

  g_assert_nonnull (program);
  g_assert_cmpuint (il_program_machine (program)->cores, ==, 0);
  g_assert_null (il_program_machine (program)->policy);
  g_assert_null (il_program_machine (program)->parameters);
  g_assert_cmpint (il_program_machine (program)->switch_cost, ==, -1);
  g_assert_cmpuint (il_program_n_starts (program), ==, 1);
  g_assert_cmpuint (il_program_start (program, 0)->line, ==, 1);
}

static void
test_layouts (void)
{
  static const char *const texts[] = {
    "task main:\n\tif true:\n\t\tpass\n\telse: pass\n",
    "\xEF\xBB\xBFtask main():\r\n    pass\r\n\r\n",
    "task main:\n    # only\n        # comments between\n    pass\n   # and after",
    "task main:\n    x = [\n1,\n        2,\n    ]\n    print (x\n[0])\n",
    "task main:\n    größe = 3\n    print größe\n",
    "queue q\ntask main:\n    put q [1]\n    put q -1\n    put q (2)\n    put q get q\n",
    "start t(1, \"x\")\nstart t(2, [3ms, none, -1])\ntask t(a, b,): pass\n",
    "task main:\n    name = 1\n    at = 2\n    cores = 3\n    all = name + at + cores\n    print all\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
    g_autoptr (IlProgram) program = il_program_new ("x", texts[i], strlen (texts[i]), diagnostics);
    g_autofree char *wrong = il_diagnostics_format (diagnostics, "x", texts[i]);

    g_assert_cmpstr (wrong, ==, "");
    g_assert_nonnull (program);
  }
}

static void
test_load (void)
{
  g_autofree char *folder = g_dir_make_tmp ("language-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "lesson.one.workload", NULL);
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (GError) error = NULL;
  IlProgram *program = il_program_load (path, diagnostics, &error);
  g_autofree char *missing = g_strdup_printf ("Cannot read the workload “%s”: there is no such file", path);

  g_assert_null (program);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, missing);
  g_clear_error (&error);

  g_assert_null (il_program_load (folder, diagnostics, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "task main: pass\n", -1, NULL));
  program = il_program_load (path, diagnostics, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (il_program_name (program), ==, "lesson.one");
  il_program_unref (program);

  g_assert_true (g_file_set_contents (path, "task main: \0pass\n", 17, NULL));
  g_assert_null (il_program_load (path, diagnostics, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (il_diagnostics_count (diagnostics), ==, 1);
  g_assert_cmpstr (il_diagnostics_get (diagnostics, 0)->message, ==, "the file is not a text: it contains a zero byte");

  /* Root may read everything: then this says nothing. */
  g_chmod (path, 0);
  if (g_access (path, R_OK) != 0) {
    g_assert_null (il_program_load (path, diagnostics, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/programs/declarations", test_declarations);
  g_test_add_func ("/language/programs/silent-machine", test_silent_machine);
  g_test_add_func ("/language/programs/start-options", test_start_options);
  g_test_add_func ("/language/programs/layouts", test_layouts);
  g_test_add_func ("/language/programs/load", test_load);
  return g_test_run ();
}

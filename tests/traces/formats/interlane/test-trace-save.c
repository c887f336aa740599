/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/formats/formats.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

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
  g_autoptr (IlTrace) trace = sample_deadlock_trace ();
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
  g_autoptr (IlTrace) trace = sample_deadlock_trace ();
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
  g_autoptr (IlTrace) trace = sample_deadlock_trace ();
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

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-save/save-and-load", test_save_and_load);
  g_test_add_func ("/trace-save/save-faults", test_save_faults);
  g_test_add_func ("/trace-save/cancel", test_cancel);
  g_test_add_func ("/trace-save/load-faults", test_load_faults);
  return g_test_run ();
}

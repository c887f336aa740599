/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/save-text.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

/* What the editor saves keeps what was there: its mode, its link, its write protection. */

typedef struct {
  char *folder;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("interlane-save-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "a.workload", NULL);
  g_assert_true (g_file_set_contents (path, "old\n", -1, NULL));
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) names = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (names))) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->file);
}

static char *
save (GFile *file, const char *words, const char *etag, GError **error)
{
  g_autoptr (GBytes) text = g_bytes_new (words, strlen (words));
  char *new_etag = NULL;

  if (!il_save_text (file, text, etag, &new_etag, error))
    return NULL;
  g_assert_nonnull (new_etag);
  return new_etag;
}

static void
assert_has (const char *path, const char *words)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, words);
}

static void
test_mode (Fixture *fixture, gconstpointer data)
{
  const char *path = g_file_peek_path (fixture->file);
  GStatBuf status;

  g_chmod (path, 0640);
  g_autofree char *etag = save (fixture->file, "new\n", NULL, NULL);
  assert_has (path, "new\n");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL), *leads_to = NULL;

  g_assert_cmpint (symlink ("a.workload", link), ==, 0);
  g_autoptr (GFile) file = g_file_new_for_path (link);
  g_autofree char *etag = save (file, "new\n", NULL, NULL);
  leads_to = g_file_read_link (link, NULL);
  g_assert_cmpstr (leads_to, ==, "a.workload");
  assert_has (g_file_peek_path (fixture->file), "new\n");
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_chmod (g_file_peek_path (fixture->file), 0444);
  g_assert_null (save (fixture->file, "new\n", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  assert_has (g_file_peek_path (fixture->file), "old\n");
}

static void
test_leftover (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = g_strconcat (g_file_peek_path (fixture->file), ".0123abcd.part", NULL);

  g_assert_true (g_file_set_contents (left, "ne", -1, NULL));
  g_autofree char *etag = save (fixture->file, "new\n", NULL, NULL);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
}

static void
test_changed_by_another (Fixture *fixture, gconstpointer data)
{
  const char *path = g_file_peek_path (fixture->file);
  g_autofree char *etag = save (fixture->file, "mine\n", NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_autofree char *again = save (fixture->file, "mine, too\n", etag, NULL);
  g_assert_nonnull (again);
  g_assert_true (g_file_set_contents (path, "another's\n", -1, NULL));
  g_assert_cmpint (g_utime (path, &(struct utimbuf) { 1, 1 }), ==, 0); /* the clock of files is a coarse one */
  g_assert_null (save (fixture->file, "lost?\n", again, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG);
  assert_has (path, "another's\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/save-text/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("mode", test_mode);
  ADD ("link", test_link);
  ADD ("read-only", test_read_only);
  ADD ("leftover", test_leftover);
  ADD ("changed-by-another", test_changed_by_another);
#undef ADD
  return g_test_run ();
}

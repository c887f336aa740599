/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/picture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cairo.h>

#include "tests/ui/samples.h"

typedef struct {
  char *folder;
  IlTrace *trace;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("interlane-picture-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->trace = sample_espresso_trace ();
}

static guint
n_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  il_trace_unref (fixture->trace);
}

static char *
save (Fixture *fixture, const char *name, const IlPictureOptions *options)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  il_picture_save (fixture->trace, path, options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_files (fixture->folder), ==, 1); /* nothing beside it */
  return path;
}

static void
test_png (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = save (fixture, "all.PNG", &(IlPictureOptions) { .width = 1000 });
  cairo_surface_t *image = cairo_image_surface_create_from_png (path);
  int height = cairo_image_surface_get_height (image), stride = cairo_image_surface_get_stride (image);
  gboolean has_blue = FALSE;

  g_assert_cmpint (cairo_surface_status (image), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 1000);
  g_assert_cmpint (height, >, 300); /* three charts of four lanes */
  /* Latte, task 2, ran: its hue is somewhere. */
  for (int y = 0; y < height && !has_blue; y++)
    for (int x = 0; x < 1000 && !has_blue; x++)
      has_blue =
          (((const guint32 *) (void *) (cairo_image_surface_get_data (image) + y * stride))[x] & 0xffffff) == 0x0072b2;
  g_assert_true (has_blue);
  cairo_surface_destroy (image);
}

static char *
read_all (const char *path)
{
  char *text;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  while ((text = strstr (text, what))) {
    n++;
    text += strlen (what);
  }
  return n;
}

static void
test_svg (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = save (fixture, "all.svg", NULL);
  g_autofree char *text = read_all (path);

  g_assert_true (g_str_has_prefix (text, "<?xml"));
  g_assert_nonnull (strstr (text, "width=\"1200\""));
  g_assert_nonnull (strstr (text, "</svg>"));
  g_assert_nonnull (strstr (text, "version=\"1.1\">\n<title>espresso</title>\n<desc>"));
  /* Made of shapes and letters: there is no column in the espresso run, so no image but what hatching would be. */
  g_assert_cmpuint (count (text, "<path"), >, 100);
  g_assert_cmpuint (count (text, "xlink:href=\"#glyph"), >, 200);
}

static void
test_pdf (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = save (fixture, "all.pdf", &(IlPictureOptions) { .dark = TRUE });
  g_autofree char *text = read_all (path);

  g_assert_true (g_str_has_prefix (text, "%PDF-"));
}

static void
test_part (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = save (fixture, "part.svg", &(IlPictureOptions) { .from = 90000000, .to = 95000000 });

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_many_lanes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlTrace) trace = il_trace_new ("lane-group", "");
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 5000, 30000);
  g_autofree char *path = g_build_filename (fixture->folder, "many.png", NULL);
  g_autoptr (IlArrangement) unfolded = il_arrangement_fold (NULL, "\t\tworker", FALSE);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *image;

  for (guint i = 0; i < 3; i++)
    il_trace_add_run (trace, recording);
  il_picture_save (trace, path, &(IlPictureOptions) { .arrangement = unfolded }, &error);
  g_assert_no_error (error);
  image = cairo_image_surface_create_from_png (path);
  /* 200 lanes a run are drawn, of 21 pixels each. */
  g_assert_cmpint (cairo_image_surface_get_height (image), >, 3 * 200 * 15);
  g_assert_cmpint (cairo_image_surface_get_height (image), <, 3 * 200 * 25);
  cairo_surface_destroy (image);
}

/* A lane group is a strip each run, of rectangles and not of pixels; and what is hidden is not there. */
static void
test_folded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlTrace) trace = il_trace_new ("lane-group", "");
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 5000, 30000);
  g_autoptr (IlArrangement) hidden = il_arrangement_hide (NULL, "\t\tworker");
  g_autofree char *path = g_build_filename (fixture->folder, "folded.svg", NULL), *shown = NULL, *without = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, less;

  il_trace_add_run (trace, recording);
  il_picture_save (trace, path, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &shown, &length, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (shown, "<image"));
  il_picture_save (trace, path, &(IlPictureOptions) { .arrangement = hidden }, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &without, &less, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, less + 10000); /* it has an edge in each column */
}

static int
height_of (const char *path)
{
  cairo_surface_t *image = cairo_image_surface_create_from_png (path);
  int height = cairo_image_surface_get_height (image);

  cairo_surface_destroy (image);
  return height;
}

/* A run that is collapsed has one low lane, by core, too: with four lanes of 34 pixels it had 3 of these and 12 more.
 */
static void
test_collapsed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = save (fixture, "runs.png", NULL);
  int height = height_of (path), by_core, collapsed;

  g_autoptr (IlTrace) all = g_steal_pointer (&fixture->trace);

  fixture->trace = all;
  save (fixture, "runs.png", &(IlPictureOptions) { .by_core = TRUE });
  by_core = height_of (path);
  fixture->trace = il_trace_new (all->name, all->text);
  for (guint i = 0; i < all->runs->len; i++) {
    IlRunListing listing = *il_trace_listing (all, i);

    listing.collapsed = TRUE;
    il_trace_add_listed_run (fixture->trace, il_trace_recording (all, i), &listing);
  }
  save (fixture, "runs.png", NULL);
  collapsed = height_of (path);
  g_assert_cmpint (height - collapsed, >=, 3 * (3 * 34 + 10));
  save (fixture, "runs.png", &(IlPictureOptions) { .by_core = TRUE });
  g_assert_cmpint (height_of (path), <=, collapsed);
  g_assert_cmpint (height_of (path), <, by_core);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlTrace) trace = il_trace_new ("nothing", "");
  g_autofree char *path = g_build_filename (fixture->folder, "nothing.svg", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (il_picture_save (trace, path, NULL, &error));
  g_assert_no_error (error);
}

static void
refused (Fixture *fixture, const char *path, const IlPictureOptions *options, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (il_picture_save (fixture->trace, path, options, &error));
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpuint (n_files (fixture->folder), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *odd = g_build_filename (fixture->folder, "picture.jpg", NULL);
  g_autofree char *good = g_build_filename (fixture->folder, "picture.png", NULL);

  refused (fixture, odd, NULL, G_IO_ERROR_NOT_SUPPORTED, ".png, .svg, .pdf or .html");
  refused (fixture, good, &(IlPictureOptions) { .width = 10 }, G_IO_ERROR_INVALID_ARGUMENT, "300");
  refused (fixture, good, &(IlPictureOptions) { .width = 100000 }, G_IO_ERROR_INVALID_ARGUMENT, "32767");
  refused (fixture, "/nowhere/at/all.png", NULL, G_IO_ERROR_NOT_FOUND, "/nowhere/at/all.png");
  refused (fixture, "/proc/picture.svg", NULL, G_IO_ERROR_NOT_FOUND, "/proc/picture.svg");
}

/* A limit on the size of files stands for a full disk: the write fails after the file has begun. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "full.png", "full.svg", "full.pdf" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
    g_autofree char *kept = NULL;
    g_autoptr (GError) error = NULL;
    struct rlimit limit, small;

    g_file_set_contents (path, "what was there before", -1, NULL);
    getrlimit (RLIMIT_FSIZE, &limit);
    small = limit;
    small.rlim_cur = 2000;
    signal (SIGXFSZ, SIG_IGN);
    setrlimit (RLIMIT_FSIZE, &small);
    gboolean saved = il_picture_save (fixture->trace, path, NULL, &error);
    setrlimit (RLIMIT_FSIZE, &limit);

    g_assert_false (saved);
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, names[i]));
    g_assert_nonnull (strstr (error->message, "File too large"));
    kept = read_all (path);
    g_assert_cmpstr (kept, ==, "what was there before");
    g_assert_cmpuint (n_files (fixture->folder), ==, i + 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, function) g_test_add ("/picture/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("png", test_png);
  TEST ("svg", test_svg);
  TEST ("pdf", test_pdf);
  TEST ("part", test_part);
  TEST ("many-lanes", test_many_lanes);
  TEST ("folded", test_folded);
  TEST ("collapsed", test_collapsed);
  TEST ("empty", test_empty);
  TEST ("refused", test_refused);
  TEST ("full-disk", test_full_disk);
  return g_test_run ();
}

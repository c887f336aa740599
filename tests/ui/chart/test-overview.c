/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/overview.h"

#include <math.h>

#include "tests/ui/samples.h"

/* The overview's rows as they are drawn: a badge and bars for each run, however many there are. */

enum { WIDTH = 400, N_RUNS = 40 };

typedef struct {
  GtkWidget *window, *overview;
  IlView *view;
  IlTimeline *timeline;
  IlOverviewRun runs[N_RUNS];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_SYNC);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  fixture->view = il_view_new ();
  fixture->timeline = il_timeline_new (recording);
  il_timeline_extend (fixture->timeline, G_MAXINT64);
  il_view_set_extent (fixture->view, 102000000);
  for (guint i = 0; i < N_RUNS; i++) {
    fixture->runs[i] = (IlOverviewRun) { IL_CHART (g_object_ref_sink (il_chart_new (fixture->view))), i + 1, i == 1 };
    il_chart_set_timeline (fixture->runs[i].chart, fixture->timeline);
    il_chart_set_title (fixture->runs[i].chart, ""); /* then there is nothing but the badge before the bars */
  }
  fixture->overview = il_overview_new (fixture->view);
  fixture->window = gtk_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fixture->overview);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, 150);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (guint i = 0; i < N_RUNS; i++)
    g_object_unref (fixture->runs[i].chart);
  g_object_unref (fixture->view);
  il_timeline_unref (fixture->timeline);
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer frames)
{
  ++*(guint *) frames;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

/* All of the overview, also what would have to be scrolled to. Free with cairo_surface_destroy. */
static cairo_surface_t *
draw (Fixture *fixture)
{
  int height = gtk_widget_get_height (fixture->overview);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, MAX (1, height));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_t *cr;

  GTK_WIDGET_GET_CLASS (fixture->overview)->snapshot (fixture->overview, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  cr = cairo_create (image);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  gsk_render_node_unref (node);
  cairo_surface_flush (image);
  return image;
}

static cairo_surface_t *
show (Fixture *fixture, guint n_runs)
{
  guint frames = 0, id;

  il_overview_set_runs (IL_OVERVIEW (fixture->overview), fixture->runs, n_runs);
  gtk_window_present (GTK_WINDOW (fixture->window));
  id = gtk_widget_add_tick_callback (fixture->overview, frame_cb, &frames, NULL);
  while (frames < 2 * N_RUNS) /* each may take one to sum up a run */
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (fixture->overview, id);
  return draw (fixture);
}

/* How dark the darkest pixel between X0 and X1 in line Y is, 0 to 255. */
static int
darkest (cairo_surface_t *image, int x0, int x1, int y)
{
  const guint32 *line =
      (const guint32 *) (void *) (cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image));
  int least = 255;

  for (int x = x0; x < x1; x++)
    least = MIN (least, (int) ((line[x] >> 16 & 255) + (line[x] >> 8 & 255) + (line[x] & 255)) / 3);
  return least;
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *image = show (fixture, 3);
  int of_three = gtk_widget_get_height (fixture->overview), height, room;

  cairo_surface_destroy (image);
  image = show (fixture, N_RUNS);
  height = gtk_widget_get_height (fixture->overview);
  g_assert_cmpint (height, >, of_three);
  room = (height - 12) / N_RUNS; /* there are 6 pixels above and below */
  g_assert_cmpint (room, >=, 12);
  for (int i = 0; i < N_RUNS; i++) {
    int middle = 6 + i * room + room / 2, badge = darkest (image, 0, 35, middle);

    g_assert_cmpint (badge, <, i == 1 ? 170 : 110);
    g_assert_cmpint (badge, >, i == 1 ? 110 : 0);                       /* what is kept is fainter */
    g_assert_cmpint (darkest (image, 100, WIDTH - 30, middle), <, 150); /* something runs */
  }
  cairo_surface_destroy (image);
}

static void
test_no_badge (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *image;

  fixture->runs[0].number = 0;
  image = show (fixture, 1);
  g_assert_cmpint (darkest (image, 0, 35, 13), >, 200);
  cairo_surface_destroy (image);
}

/* Two titles that begin alike and are too long are told apart by their ends. */
static void
test_long_titles (Fixture *fixture, gconstpointer data)
{
  enum { LEFT = 32, RIGHT = 90, TOP = 6, ROOM = 13 };
  cairo_surface_t *image;
  int n_different = 0;

  fixture->runs[0].title = "rr 1 ms · 2 cores";
  fixture->runs[2].title = "rr 1 ms · 4 cores";
  image = show (fixture, 3);
  for (int y = 0; y < ROOM; y++)
    for (int x = LEFT; x < RIGHT; x++)
      n_different += ABS (darkest (image, x, x + 1, TOP + y) - darkest (image, x, x + 1, TOP + 2 * ROOM + y)) > 60;
  g_assert_cmpint (n_different, >, 3);
  g_assert_cmpint (n_different, <, 40); /* the rest is the same */
  cairo_surface_destroy (image);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add ("/overview/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/overview/long-titles", Fixture, NULL, set_up, test_long_titles, tear_down);
  g_test_add ("/overview/no-badge", Fixture, NULL, set_up, test_no_badge, tear_down);
  return g_test_run ();
}

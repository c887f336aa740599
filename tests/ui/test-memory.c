/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <unistd.h>

#include "tests/ui/samples.h"
#include "traces/derive/timeline.h"

/* What an event takes in memory: records, names, timeline and sums together, as the kernel counts the pages. */

enum { MOST = 64 /* bytes an event */ };

static double
resident (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*s %ld", &pages), ==, 1);
  return (double) pages * (double) sysconf (_SC_PAGESIZE);
}

static void
check (guint n_lanes, guint n_events)
{
  double before = resident ();
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_THREADS, n_lanes, n_events);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

  il_timeline_extend (timeline, G_MAXINT64);
  g_assert_cmpuint (il_timeline_n_lanes (timeline), ==, n_lanes);
  g_assert_cmpuint (il_recording_n_events (recording), >=, n_events);

  double each = (resident () - before) / n_events;
  g_test_message ("%.1f bytes an event", each);
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
  g_test_skip ("the sanitizer's own memory is counted with ours");
#else
  g_assert_cmpfloat (each, <=, MOST);
#endif
}

/* The larger one first: what the other leaves behind would be taken for nothing. */
static void
test_many_lanes (void)
{
  check (100000, 1000000);
}

static void
test_few_lanes (void)
{
  check (40, 3000000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/many-lanes", test_many_lanes);
  g_test_add_func ("/memory/few-lanes", test_few_lanes);
  return g_test_run ();
}

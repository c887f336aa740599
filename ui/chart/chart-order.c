/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

/* Brings the lanes into the view's order: what they are sorted by is gathered in small parts while nothing else is to
 * be done, and sorted on a worker thread. Until then they stay as they were. */

enum {
  BUDGET = 1500000, /* ns of the main thread at a time; three charts may be at it */
  PAUSE = 400,      /* ms from one order to the next while a run goes on: names that dance cannot be read */
};

static void
forget_sorting (IlChart *chart)
{
  g_clear_handle_id (&chart->ordering->order_id, g_source_remove);
  g_clear_pointer (&chart->ordering->sorter, il_lane_sorter_free);
  il_latest_cancel (chart->ordering->sorting);
}

void
il_chart_forget_order (IlChart *chart)
{
  forget_sorting (chart);
  g_clear_handle_id (&chart->ordering->reveal_id, g_source_remove);
  g_clear_pointer (&chart->order, il_lane_order_unref);
  chart->ordering->awaited = (IlMark) { 0 };
}

void
il_chart_await (IlChart *chart, const IlMark *mark)
{
  chart->ordering->awaited = *mark;
}

/* Now that there is room for its row. */
static gboolean
reveal_cb (gpointer data)
{
  IlChart *chart = data;
  IlPlace place;

  chart->ordering->reveal_id = 0;
  if (il_chart_find_mark (chart, &chart->ordering->awaited, &place)) {
    chart->ordering->awaited = (IlMark) { 0 };
    il_chart_reveal (chart, &place);
  }
  return G_SOURCE_REMOVE;
}

static void
set_order (IlChart *chart, IlLaneOrder *order)
{
  g_clear_pointer (&chart->order, il_lane_order_unref);
  chart->order = order;
  chart->pointer->start = NAN; /* another lane is at it now */
  il_chart_forget_names (chart);
  il_chart_follow_spans (chart);
  il_chart_describe (chart);
  il_chart_update_height (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
  if (chart->ordering->awaited.task != 0 && chart->ordering->reveal_id == 0)
    chart->ordering->reveal_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, reveal_cb, chart, NULL);
}

typedef struct {
  IlLaneSorter *sorter;
  IlLaneOrder *order; /* the answer */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_lane_sorter_free (question->sorter);
  il_lane_order_unref (question->order);
  g_free (question);
}

static void
sort (gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  question->order = il_lane_sorter_sort (question->sorter);
}

static void
sorted_cb (gpointer data, gpointer owner)
{
  Question *question = data;
  IlChart *chart = owner;

  set_order (chart, g_steal_pointer (&question->order));
  il_chart_keep_sorted (chart); /* more may have come meanwhile */
}

static gboolean
gather_cb (gpointer data)
{
  IlChart *chart = data;
  Question *question;

  if (!il_lane_sorter_gather (chart->ordering->sorter, BUDGET))
    return G_SOURCE_CONTINUE;
  chart->ordering->order_id = 0;
  question = g_new0 (Question, 1);
  question->sorter = g_steal_pointer (&chart->ordering->sorter);
  il_latest_ask (chart->ordering->sorting, question, question_free, sort, sorted_cb);
  return G_SOURCE_REMOVE;
}

static IlLaneSorting
sorting_of (IlChart *chart)
{
  IlLaneSorting sorting = il_view_get_sorting (chart->view);

  sorting.merged = chart->merged;
  return sorting;
}

static gboolean
begin_cb (gpointer data)
{
  IlChart *chart = data;
  IlLaneSorting sorting = sorting_of (chart);

  chart->ordering->sorted_records = il_timeline_n_records (chart->timeline);
  chart->ordering->sorter =
      il_lane_sorter_new (chart->timeline, &sorting, il_view_get_arrangement (chart->view), chart->order);
  chart->ordering->order_id = g_idle_add (gather_cb, chart);
  return G_SOURCE_REMOVE;
}

static gboolean
is_default (IlChart *chart)
{
  IlLaneSorting sorting = sorting_of (chart);

  return il_lane_sorting_is_default (&sorting, il_view_get_arrangement (chart->view),
                                     il_timeline_n_lanes (chart->timeline));
}

void
il_chart_sort_lanes (IlChart *chart)
{
  forget_sorting (chart);
  if (!chart->timeline || is_default (chart)) {
    if (chart->order)
      set_order (chart, NULL);
    return;
  }
  /* So many need not be shown one by one before they are folded, nor any before they are merged. */
  if (!chart->order && (chart->merged || il_timeline_n_lanes (chart->timeline) > IL_LANE_GROUP_LEAST))
    set_order (chart, il_lane_order_new_empty ());
  begin_cb (chart);
}

/* Whether the order would be another one now. */
static gboolean
is_late (IlChart *chart)
{
  IlLaneSort by = il_view_get_sorting (chart->view).by;

  if (chart->merged || by == IL_LANES_BY_START || by == IL_LANES_BY_NAME)
    return il_timeline_n_lanes (chart->timeline) != il_lane_order_n_lanes (chart->order);
  return il_timeline_n_records (chart->timeline) != chart->ordering->sorted_records;
}

void
il_chart_keep_sorted (IlChart *chart)
{
  if (!chart->timeline || chart->ordering->order_id != 0 || il_latest_is_asking (chart->ordering->sorting)
      || is_default (chart) || !is_late (chart))
    return;
  if (chart->order)
    chart->ordering->order_id = g_timeout_add (PAUSE, begin_cb, chart);
  else
    il_chart_sort_lanes (chart);
}

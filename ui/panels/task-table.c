/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/task-table.h"

#include <string.h>

#include "traces/record/time.h"
#include "traces/text/time-text.h"

enum { TASK, ARRIVAL, RESPONSE, TURNAROUND, RUNNING, READY, SWITCHING, BLOCKED, DEADLINE, N_COLUMNS };

static const IlTableColumn columns[N_COLUMNS] = {
  [TASK] = { "Task", 120, FALSE },         [ARRIVAL] = { "Arrival", 84, TRUE },
  [RESPONSE] = { "Response", 84, TRUE },   [TURNAROUND] = { "Turnaround", 92, TRUE },
  [RUNNING] = { "Running", 84, TRUE },     [READY] = { "Ready", 84, TRUE },
  [SWITCHING] = { "Switching", 84, TRUE }, [BLOCKED] = { "Blocked", 84, TRUE },
  [DEADLINE] = { "Deadline", 140, TRUE },
};

typedef struct {
  const IlMetrics *metrics;
  gpointer owner;
  GDestroyNotify free_owner;
} Data;

static const IlTaskMetrics *
task_at (const Data *data, guint row)
{
  return &g_array_index (data->metrics->tasks, IlTaskMetrics, row);
}

static guint
n_rows (gpointer data)
{
  return ((Data *) data)->metrics->tasks->len;
}

/* -1: there is none. */
static gint64
time_of (const IlTaskMetrics *task, guint column)
{
  gint64 blocked = 0;

  switch (column) {
  case ARRIVAL: return task->arrival;
  case RESPONSE: return task->response;
  case TURNAROUND: return task->turnaround;
  case RUNNING: return task->times.running;
  case READY: return task->times.ready;
  case SWITCHING: return task->times.switching;
  case DEADLINE: return task->deadline;
  default: break;
  }
  for (guint why = 0; why < IL_N_WHYS; why++)
    blocked = il_time_add (blocked, task->times.blocked[why]);
  return blocked;
}

static char *
cell (gpointer data, guint row, guint column)
{
  const IlTaskMetrics *task = task_at (data, row);
  gint64 time;

  if (column == TASK)
    return g_strdup (task->name);
  if (column == DEADLINE)
    return il_task_deadline_text (task);
  if (column == TURNAROUND && task->turnaround < 0)
    return g_strdup ("unfinished");
  time = time_of (task, column);
  return time < 0 ? g_strdup ("–") : il_format_time (time, TRUE);
}

static guint64
key (gpointer data, guint row, guint column)
{
  if (column == TURNAROUND && task_at (data, row)->turnaround < 0) /* longer than any that ended */
    return G_MAXUINT64;
  return column == TASK ? row : (guint64) (time_of (task_at (data, row), column) + 1);
}

typedef struct {
  const Data *data;
  const char *const *words;
} Filter;

static gpointer
filter_new (gpointer data, const char *const *words)
{
  Filter *filter = g_new (Filter, 1);

  *filter = (Filter) { data, words };
  return filter;
}

static gboolean
filter_matches (gpointer data, guint row)
{
  const Filter *filter = data;
  g_autofree char *name = g_utf8_strdown (task_at (filter->data, row)->name, -1);

  for (const char *const *word = filter->words; *word; word++) {
    gboolean found = strstr (name, *word) != NULL;

    for (guint column = ARRIVAL; column < N_COLUMNS && !found; column++) {
      g_autofree char *text = cell ((gpointer) filter->data, row, column);
      found = strstr (text, *word) != NULL;
    }
    if (!found)
      return FALSE;
  }
  return TRUE;
}

const IlTableKind il_task_table = {
  .columns = columns,
  .n_columns = N_COLUMNS,
  .n_rows = n_rows,
  .cell = cell,
  .key = key,
  .filter_new = filter_new,
  .filter_matches = filter_matches,
  .filter_free = g_free,
};

static void
data_free (gpointer pointer)
{
  Data *data = pointer;

  if (data->free_owner)
    data->free_owner (data->owner);
  g_free (data);
}

IlTableSource *
il_task_table_source_new (const IlMetrics *metrics, gpointer owner, GDestroyNotify free_owner)
{
  Data *data = g_new (Data, 1);

  *data = (Data) { metrics, owner, free_owner };
  return il_table_source_new (&il_task_table, data, data_free);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/measures.h"

#include <math.h>

#include "traces/text/time-text.h"

static double
time_or_none (gint64 time)
{
  return time >= 0 ? (double) time : NAN;
}

static double
makespan (const IlMetrics *metrics)
{
  return time_or_none (metrics->makespan);
}
static double
response (const IlMetrics *metrics)
{
  return time_or_none (metrics->mean_response);
}
static double
turnaround (const IlMetrics *metrics)
{
  return time_or_none (metrics->mean_turnaround);
}
static double
waiting (const IlMetrics *metrics)
{
  return il_recording_info (metrics->recording)->model == IL_MODEL_SYNC ? NAN : time_or_none (metrics->mean_waiting);
}
static double
missed (const IlMetrics *metrics)
{
  return metrics->n_deadlines > 0 ? metrics->n_missed : NAN;
}
static double
cpu_use (const IlMetrics *metrics)
{
  return metrics->cpu_use;
}
static double
max_ready (const IlMetrics *metrics)
{
  return metrics->max_ready;
}
static double
longest_hold (const IlMetrics *metrics)
{
  return time_or_none (metrics->longest_hold);
}
static double
fairness (const IlMetrics *metrics)
{
  return metrics->fairness;
}

static double
switches (const IlMetrics *metrics)
{
  return (double) (metrics->switches.voluntary + metrics->switches.involuntary);
}

static char *
format_time (double value)
{
  return il_format_time ((gint64) value, FALSE);
}

static char *
format_percent (double value)
{
  return g_strdup_printf ("%.0f%%", value * 100);
}

/* Of a difference, which may be less than one of a hundred. */
static char *
format_points (double value)
{
  return g_strdup_printf ("%.1f%%", value * 100);
}

static char *
format_count (double value)
{
  return g_strdup_printf ("%.0f", value);
}

static char *
format_index (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.2f", value));
}

static guint
n_run (const IlMetrics *metrics)
{
  return metrics->n_run;
}
static guint
n_ended (const IlMetrics *metrics)
{
  return metrics->n_ended;
}

/* Under sync a task arrives only as it is called, whatever it would have waited for its turn. */
gboolean
il_measure_ranks (const IlMeasure *measure, IlModelKind model)
{
  return measure->better != 0 && !(measure->not_in_sync && model == IL_MODEL_SYNC);
}

const IlMeasure il_measures[IL_N_MEASURES] = {
  { "Makespan", "The end of the whole run", makespan, format_time, -1 },
  { "Mean response", "From a task's arrival to its first run, of the tasks that ran", response, format_time, -1,
    .over = n_run, .not_in_sync = TRUE },
  { "Mean turnaround", "From a task's arrival to its end, of the tasks that ended", turnaround, format_time, -1,
    .over = n_ended, .not_in_sync = TRUE },
  { "Mean waiting", "The time in the ready queue, of the tasks that ended", waiting, format_time, -1, .over = n_ended,
    .not_in_sync = TRUE },
  { "Deadlines missed", "Tasks that had not ended by their deadline", missed, format_count, -1 },
  { "CPU use", "Running time over the time of all cores", cpu_use, format_percent, 0 },
  { "Context switches", "A core goes on with another task than before", switches, format_count, -1 },
  { "Max ready queue", "The most tasks that ever waited for a core at once", max_ready, format_count, -1 },
  { "Longest hold", "The longest that a task kept a core without a break", longest_hold, format_time, -1 },
  { "Fairness", "Jain's index over the tasks' running time; 1 is even", fairness, format_index, 1 },
};

gboolean
il_measure_reads_the_same (const IlMeasure *measure, double a, double b)
{
  g_autofree char *first = measure->format (a), *second = measure->format (b);

  return g_str_equal (first, second);
}

char *
il_measure_difference (const IlMeasure *measure, double value, double base)
{
  g_autofree char *difference = NULL;

  if (il_measure_reads_the_same (measure, value, base))
    return g_strdup ("=");
  difference =
      measure->format == format_percent ? format_points (fabs (value - base)) : measure->format (fabs (value - base));
  return g_strconcat (value > base ? "+" : "−", difference, NULL);
}

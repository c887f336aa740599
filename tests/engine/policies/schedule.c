/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/policies/schedule.h"

IlRunOptions
policy_options (const char *policy, gint64 quantum_ms)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);

  options.policy = policy;
  options.quantum = quantum_ms < 0 ? -1 : quantum_ms * 1000000;
  return options;
}

void
check_chart (const char *policy, gint64 quantum_ms, guint cores, const char *text, const char *expected)
{
  IlRunOptions options = policy_options (policy, quantum_ms);

  options.cores = cores;
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *events = events_text (il_run_recording (run), "resume preempt exit");

  g_assert_cmpstr (events, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
}

static char *
text_of (const Job *jobs, guint n)
{
  GString *text = g_string_new ("task p(d):\n    cpu d\n");

  for (guint i = 0; i < n; i++) {
    g_string_append_printf (text, "start p(%dms) at %dms length %dms priority %d", (int) jobs[i].length,
                            (int) jobs[i].arrival, (int) jobs[i].length, (int) jobs[i].priority);
    if (jobs[i].deadline > 0)
      g_string_append_printf (text, " deadline %dms", (int) jobs[i].deadline);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

void
check_jobs (const char *policy, gint64 quantum_ms, const Job *jobs, const gint64 *ends_ms, guint n)
{
  IlRunOptions options = policy_options (policy, quantum_ms);
  g_autofree char *text = text_of (jobs, n);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL); /* of tasks among the jobs, from 1 on */
  IlCursor cursor = { 0 };
  IlEvent event;
  guint n_ended = 0;

  while (il_recording_next (il_run_recording (run), &cursor, &event)) {
    if (event.kind == IL_EVENT_SPAWN)
      g_hash_table_insert (places, GUINT_TO_POINTER (event.task), GUINT_TO_POINTER (g_hash_table_size (places) + 1));
    if (event.kind != IL_EVENT_EXIT)
      continue;
    guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, GUINT_TO_POINTER (event.task))) - 1;
    if (event.time != ends_ms[place] * 1000000)
      g_error ("under %s the thread of line %u ends after %" G_GINT64_FORMAT " ns, not %" G_GINT64_FORMAT
               " ms, in:\n%s",
               policy, place + 3, event.time, ends_ms[place], text);
    n_ended++;
  }
  g_assert_cmpuint (n_ended, ==, n);
}

static Job *
first_of_ready (Job *jobs, guint n, const Job *current, gint64 now, JobBeforeFunc before)
{
  Job *first = NULL;

  for (Job *job = jobs; job < jobs + n; job++) {
    if (job == current || job->arrival > now || job->left == 0)
      continue;
    if (!first || before (job, first, now) || (!before (first, job, now) && job->order < first->order))
      first = job;
  }
  return first;
}

static void
schedule (Job *jobs, guint n, JobBeforeFunc before, JobPreemption preemption)
{
  Job *current = NULL;
  gint64 front = 0, back = 0;
  guint n_ended = 0;

  for (gint64 now = 0; n_ended < n; now++) {
    for (guint i = 0; i < n; i++)
      if (jobs[i].arrival == now)
        jobs[i].order = ++back;
    Job *first = first_of_ready (jobs, n, current, now, before);
    if (current && first && preemption != KEEPS_THE_CORE && before (first, current, now)) {
      current->order = preemption == GIVES_WAY_TO_THE_FRONT ? --front : ++back;
      current = NULL;
    }
    current = current ? current : first;
    if (current && --current->left == 0) {
      current->end = now + 1;
      current = NULL;
      n_ended++;
    }
  }
}

void
check_random_jobs (const char *policy, gint64 quantum_ms, JobBeforeFunc before, JobPreemption preemption)
{
  enum { N_JOBS = 9, N_WORKLOADS = 300 };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < N_WORKLOADS; i++) {
    Job jobs[N_JOBS] = { 0 };
    gint64 ends[N_JOBS];

    for (guint j = 0; j < N_JOBS; j++) {
      jobs[j].arrival = (j > 0 ? jobs[j - 1].arrival : 0) + g_rand_int_range (random, 0, 5);
      jobs[j].left = jobs[j].length = g_rand_int_range (random, 1, 8);
      jobs[j].priority = g_rand_int_range (random, 0, 5);
      jobs[j].deadline = g_rand_int_range (random, 0, 30);
    }
    schedule (jobs, N_JOBS, before, preemption);
    for (guint j = 0; j < N_JOBS; j++)
      ends[j] = jobs[j].end;
    check_jobs (policy, quantum_ms, jobs, ends, N_JOBS);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"

#include <string.h>

/* Runs that are kept are called by what has changed since. */

/* How many lines of BEFORE are not in AFTER, but for those that both begin and end with; and the first of them. */
static guint
count_changed (char **before, char **after, const char **first)
{
  guint n = g_strv_length (before), m = g_strv_length (after), begin = 0, end = 0;

  while (begin < MIN (n, m) && g_str_equal (before[begin], after[begin]))
    begin++;
  while (end < MIN (n, m) - begin && g_str_equal (before[n - 1 - end], after[m - 1 - end]))
    end++;
  *first = begin < n ? before[begin] : "";
  return n - begin - end;
}

/* What to call a run of the text BEFORE when it is AFTER: free it. */
static char *
name_after_change (const char *before, const char *after)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1), new = g_strsplit (after, "\n", -1);
  const char *line, *ignored;
  guint n_old = count_changed (old, new, &line), n_new = count_changed (new, old, &ignored);

  if (n_old == 0 && n_new == 0)
    return g_strdup (IL_KEPT_NAME);
  if (n_old == 1 && n_new <= 1) {
    g_autofree char *words = g_strstrip (g_strdup (line));

    if (*words)
      return g_strdup_printf ("before: %s", words);
  }
  return g_strdup ("before: another text");
}

void
il_session_name_kept (IlSession *session, const char *text)
{
  g_autofree char *name = session->text ? name_after_change (session->text, text) : NULL;

  for (guint i = 0; name && i < il_run_list_length (session->list); i++) {
    IlListedRun *listed = il_run_list_get (session->list, i);

    if (il_listed_run_get_source (listed) == IL_SOURCE_KEPT
        && g_strcmp0 (il_listed_run_get_name (listed), IL_KEPT_NAME) == 0)
      il_listed_run_set_name (listed, name);
  }
}

gboolean
il_session_keep (IlSession *session, IlListedRun *listed, const char *text, GError **error)
{
  g_return_val_if_fail (IL_IS_SESSION (session), FALSE);

  if (!il_listed_run_get_track (listed) || il_listed_run_get_state (listed) != IL_LISTED_RUN_OVER) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Only a run that is over can be kept.");
    return FALSE;
  }
  gboolean of_workload = il_listed_run_get_source (listed) == IL_SOURCE_WORKLOAD && session->text;
  g_autofree char *name =
      of_workload ? name_after_change (session->text, text) : g_strdup (il_listed_run_get_name (listed));
  g_autoptr (IlListedRun) kept = il_listed_run_keep (listed, name ? name : IL_KEPT_NAME);
  return il_run_list_add (session->list, kept, error);
}

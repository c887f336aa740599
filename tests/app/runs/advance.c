/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/app/runs/advance.h"

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

typedef gboolean (*Condition) (IlSession *session, gint state);

static void
advance (IlSession *session, Condition holds, gint state)
{
  gint64 give_up = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  guint source = g_timeout_add (2, wake_cb, NULL);

  while (!holds (session, state)) {
    g_assert_cmpint (g_get_monotonic_time (), <, give_up);
    g_main_context_iteration (NULL, TRUE);
    il_session_advance (session, 1000000000);
  }
  g_source_remove (source);
}

static gboolean
is_in_state (IlSession *session, gint state)
{
  return (gint) il_session_state (session) == state;
}

static gboolean
is_taken_in (IlSession *session, gint state)
{
  IlRunList *list = il_session_list (session);

  for (guint i = 0; i < il_run_list_length (list); i++)
    if (il_listed_run_get_state (il_run_list_get (list, i)) == IL_LISTED_RUN_RUNNING)
      return FALSE;
  return TRUE;
}

void
il_test_advance_until (IlSession *session, IlSessionState state)
{
  advance (session, is_in_state, state);
}

void
il_test_take_in (IlSession *session)
{
  advance (session, is_taken_in, 0);
}

IlTrack *
il_test_track (IlSession *session, IlModelKind model)
{
  IlRunList *list = il_session_list (session);

  for (guint i = 0; i < il_run_list_length (list); i++)
    if (il_listed_run_get_settings (il_run_list_get (list, i))->model == model)
      return il_listed_run_get_track (il_run_list_get (list, i));
  return NULL;
}

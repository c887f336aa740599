/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"

#include <string.h>

typedef struct {
  char *name;
  char *text;
  IlClockKind clock;
  IlListedRun *only; /* is to be run; NULL: all are */
  IlDiagnostics *diagnostics;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->name);
  g_free (check->text);
  g_clear_object (&check->only);
  il_diagnostics_free (check->diagnostics);
  g_free (check);
}

static void
check_program (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  IlProgram *program = il_program_new (check->name, check->text, strlen (check->text), check->diagnostics);

  g_task_return_pointer (task, program, (GDestroyNotify) il_program_unref);
}

void
il_session_tell_wrong (IlSession *session, const IlDiagnostics *diagnostics)
{
  guint n = il_diagnostics_count (diagnostics);

  for (guint i = 0; i < n; i++) {
    const IlDiagnostic *diagnostic = il_diagnostics_get (diagnostics, i);
    IlProblem *problem = il_problems_add (session->problems, NULL, diagnostic->message);

    problem->line = diagnostic->line;
    problem->column = diagnostic->column;
    problem->length = diagnostic->length;
  }
}

/* The text is right. */
static void
begin (IlSession *session, Check *check, IlProgram *program)
{
  gboolean same_text = g_strcmp0 (session->text, check->text) == 0;

  il_session_name_kept (session, check->text);
  g_free (session->name);
  g_free (session->text);
  session->name = g_steal_pointer (&check->name);
  session->text = g_steal_pointer (&check->text);
  g_clear_pointer (&session->program, il_program_unref);
  session->program = il_program_ref (program);
  il_problems_forget (session->problems, 0);
  if (check->only && il_run_list_position (session->list, check->only, NULL)) {
    il_session_start_run (session, check->only);
    return;
  }
  if (check->only) { /* it has been removed meanwhile */
    if (session->state == IL_SESSION_CHECKING)
      il_session_set_state (session, IL_SESSION_OVER);
    return;
  }
  g_ptr_array_set_size (session->problems, 0);
  il_run_list_set_clock (session->list, check->clock);
  il_session_start_runs (session, same_text);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlSession *session = IL_SESSION (source);
  Check *check = g_task_get_task_data (G_TASK (result));
  gboolean cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  g_autoptr (IlProgram) program = g_task_propagate_pointer (G_TASK (result), NULL);

  if (cancelled)
    return;
  g_clear_object (&session->checking);
  if (program) {
    begin (session, check, program);
    return;
  }

  g_ptr_array_set_size (session->problems, 0);
  il_session_tell_wrong (session, check->diagnostics);
  if (session->state != IL_SESSION_RUNNING)
    il_session_set_state (session, IL_SESSION_WRONG);
  g_signal_emit (session, il_session_signals[PROBLEMS_CHANGED], 0);
}

void
il_session_cancel_checking (IlSession *session)
{
  g_cancellable_cancel (session->checking);
  g_clear_object (&session->checking);
}

void
il_session_run (IlSession *session, const char *name, const char *text, IlClockKind clock)
{
  g_return_if_fail (IL_IS_SESSION (session));

  il_session_stop (session);
  il_session_let_go (session);
  il_session_check (session, name, text, clock, NULL);
}

void
il_session_check (IlSession *session, const char *name, const char *text, IlClockKind clock, IlListedRun *only)
{
  il_session_cancel_checking (session);
  il_session_cease_following (session);

  Check *check = g_new0 (Check, 1);
  check->name = g_strdup (name);
  check->text = g_strdup (text);
  check->clock = clock;
  g_set_object (&check->only, only);
  check->diagnostics = il_diagnostics_new ();

  session->checking = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (session, session->checking, checked_cb, NULL);
  g_task_set_check_cancellable (task, FALSE); /* the program is ours to free, cancelled or not */
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_program);
  if (!only || session->state != IL_SESSION_RUNNING)
    il_session_set_state (session, IL_SESSION_CHECKING);
}

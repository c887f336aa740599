/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/session-private.h"

typedef struct {
  IlTextQuestion question; /* first member */
  IlClockKind clock;
  IlListedRun *only; /* is to be run; NULL: all are */
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  il_text_question_clear (&check->question);
  g_clear_object (&check->only);
  g_free (check);
}

void
il_session_take_text (IlSession *session, char *name, char *text, IlProgram *program)
{
  il_session_name_kept (session, text);
  g_free (session->name);
  g_free (session->text);
  g_clear_pointer (&session->program, il_program_unref);
  session->name = name;
  session->text = text;
  session->program = program;
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
  IlTextQuestion *question = &check->question;
  gboolean same_text = g_strcmp0 (session->text, question->text) == 0;

  il_session_take_text (session, g_steal_pointer (&question->name), g_steal_pointer (&question->text),
                        il_program_ref (program));
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
  g_autoptr (IlProgram) program = NULL;
  gpointer check;

  if (!il_text_question_finish (result, &check, &program))
    return;
  g_clear_object (&session->checking);
  if (program) {
    begin (session, check, program);
    return;
  }

  g_ptr_array_set_size (session->problems, 0);
  il_session_tell_wrong (session, ((Check *) check)->question.diagnostics);
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
  il_text_question_init (&check->question, name, text);
  check->clock = clock;
  g_set_object (&check->only, only);
  session->checking = g_cancellable_new ();
  il_text_question_ask (&check->question, check_free, session, session->checking, checked_cb);
  if (!only || session->state != IL_SESSION_RUNNING)
    il_session_set_state (session, IL_SESSION_CHECKING);
}

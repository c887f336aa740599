/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/text-question.h"

#include <string.h>

void
il_text_question_init (IlTextQuestion *question, const char *name, const char *text)
{
  question->name = g_strdup (name);
  question->text = g_strdup (text);
  question->diagnostics = il_diagnostics_new ();
}

void
il_text_question_clear (IlTextQuestion *question)
{
  g_free (question->name);
  g_free (question->text);
  il_diagnostics_free (question->diagnostics);
}

static void
answer (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IlTextQuestion *question = data;
  IlProgram *program = il_program_new (question->name, question->text, strlen (question->text), question->diagnostics);

  g_task_return_pointer (task, program, (GDestroyNotify) il_program_unref);
}

void
il_text_question_ask (IlTextQuestion *question, GDestroyNotify free, gpointer source, GCancellable *cancellable,
                      GAsyncReadyCallback answered)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, answered, NULL);

  g_task_set_check_cancellable (task, FALSE); /* the program is ours to free, cancelled or not */
  g_task_set_task_data (task, question, free);
  g_task_run_in_thread (task, answer);
}

gboolean
il_text_question_finish (GAsyncResult *result, gpointer *question, IlProgram **program)
{
  GTask *task = G_TASK (result);

  *question = g_task_get_task_data (task);
  *program = g_task_propagate_pointer (task, NULL);
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return TRUE;
  g_clear_pointer (program, il_program_unref);
  return FALSE;
}

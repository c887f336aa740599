/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/language/load.h"

/* What is asked about a workload's text: whether it is right. The first member of what else the question carries. */
typedef struct {
  char *name, *text;
  IlDiagnostics *diagnostics; /* what is wrong, once it is answered */
} IlTextQuestion;

/* Copies NAME and TEXT. */
void il_text_question_init (IlTextQuestion *question, const char *name, const char *text);
void il_text_question_clear (IlTextQuestion *question);

/* Has a worker answer QUESTION, which FREE takes in the end; ANSWERED is called on this thread, with SOURCE. */
void il_text_question_ask (IlTextQuestion *question, GDestroyNotify free, gpointer source, GCancellable *cancellable,
                           GAsyncReadyCallback answered);

/* The question of RESULT, which owns it. *PROGRAM, to be unref'd: NULL where the text is wrong. FALSE: it was
 * cancelled, and nothing is to be made of it. */
gboolean il_text_question_finish (GAsyncResult *result, gpointer *question, IlProgram **program);

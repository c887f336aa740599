/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is wrong with a workload's text, and where. */
typedef struct {
  guint line;   /* from 1 */
  guint column; /* from 1, in characters; 0: where the line begins to say something */
  guint length; /* characters to underline, at least 1 */
  char *message;
} IlDiagnostic;

typedef struct _IlDiagnostics IlDiagnostics;

IlDiagnostics *il_diagnostics_new (void);
void il_diagnostics_free (IlDiagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlDiagnostics, il_diagnostics_free)

void il_diagnostics_add (IlDiagnostics *diagnostics, guint line, guint column, guint length, const char *format, ...)
    G_GNUC_PRINTF (5, 6);
guint il_diagnostics_count (const IlDiagnostics *diagnostics);
const IlDiagnostic *il_diagnostics_get (const IlDiagnostics *diagnostics, guint index); /* in order of place */

/* All of them as compilers print them, with the line of TEXT and a caret under it; FILE is the name to
 * say. At most the first 20, then how many more. Free it. */
char *il_diagnostics_format (const IlDiagnostics *diagnostics, const char *file, const char *text);

/* Takes MESSAGE over and returns it or, where names or values in it go on for too long to be read, its
 * two ends. Free it. */
char *il_message_shorten (char *message);

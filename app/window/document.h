/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/job.h"
#include "ui/panels/editor.h"

/* What is open: the text in an editor, the file that it came from or is saved to, and what is saved of it. Main thread
 * only. Signals: "changed": its name, or whether it is modified; "edited": the text, by the user.
 *
 * GtkSourceFile's loader and saver would do most of this, but not all that is promised: they tell whether another
 * program has changed the file by its time in whole seconds, where the entity tag tells microseconds; and the loader
 * fills the buffer as it reads, so that what was open would be lost where a file turns out to be unreadable, and it
 * replaces what is no UTF-8 instead of refusing it. */
#define IL_TYPE_DOCUMENT (il_document_get_type ())
G_DECLARE_FINAL_TYPE (IlDocument, il_document, IL, DOCUMENT, GObject)

IlDocument *il_document_new (IlEditor *editor);

/* Takes the place of what was open: LOADED was read from FILE. */
void il_document_show (IlDocument *document, GFile *file, const IlLoaded *loaded);

/* Owned by the document. NULL: it has no file yet. */
GFile *il_document_get_file (IlDocument *document);
const char *il_document_get_name (IlDocument *document);               /* of the file, for people */
char *il_document_dup_name (IlDocument *document, const char *ending); /* with another ending; NULL: with none */
char *il_document_dup_text (IlDocument *document);
gboolean il_document_is_modified (IlDocument *document);

/* Whether a number of the text is being dragged. */
gboolean il_document_is_dragged (IlDocument *document);

/* Nothing was opened, written or changed but, at most, an example is shown. */
gboolean il_document_is_untouched (IlDocument *document);

/* Counts changes of the text. */
guint64 il_document_get_edits (IlDocument *document);

/* Where to save it must be asked: it is new, an example, or came from a trace. */
gboolean il_document_needs_name (IlDocument *document);

/* Writes the text beside FILE and renames, so that there is always a whole file: G_IO_ERROR_WRONG_ETAG where another
 * program has changed it since it was read or written, unless OVERWRITE. FILE is the document's then. */
void
il_document_save (IlDocument *document, GFile *file, gboolean overwrite, GAsyncReadyCallback callback, gpointer data);
gboolean il_document_save_finish (IlDocument *document, GAsyncResult *result, GError **error);

/* The name of FILE for people; free it. */
char *il_file_display_name (GFile *file);

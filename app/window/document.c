/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/document.h"

#include <string.h>

#include "app/runs/save-text.h"
#include "app/window/examples.h"

struct _IlDocument {
  GObject parent_instance;

  IlEditor *editor; /* a reference */
  GFile *file;      /* NULL: ask where to save */
  char *etag;       /* of FILE when it was read or written */
  char *name;
  gboolean from_trace;
  gboolean is_example;
  gboolean touched;
  guint64 edits;
  gboolean loading;
};

enum { CHANGED, EDITED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlDocument, il_document, G_TYPE_OBJECT)

char *
il_file_display_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base ? g_filename_display_name (base) : g_strdup ("?");
}

static void
changed (IlDocument *document)
{
  g_signal_emit (document, signals[CHANGED], 0);
}

void
il_document_show (IlDocument *document, GFile *file, const IlLoaded *loaded)
{
  g_return_if_fail (IL_IS_DOCUMENT (document));

  g_set_object (&document->file, file);
  g_free (document->name);
  g_free (document->etag);
  document->name = g_strdup (loaded->name);
  document->etag = g_strdup (loaded->etag);
  document->from_trace = loaded->trace != NULL;
  document->is_example = il_examples_has (file);
  document->touched = !document->is_example;
  document->loading = TRUE;
  il_editor_set_text (document->editor, loaded->text);
  document->loading = FALSE;
  changed (document);
}

GFile *
il_document_get_file (IlDocument *document)
{
  return document->file;
}

const char *
il_document_get_name (IlDocument *document)
{
  return document->name;
}

char *
il_document_dup_name (IlDocument *document, const char *ending)
{
  const char *dot = strrchr (document->name, '.');
  g_autofree char *stem = g_strndup (document->name, dot && dot != document->name ? (gsize) (dot - document->name)
                                                                                  : strlen (document->name));

  return ending ? g_strconcat (stem, ".", ending, NULL) : g_steal_pointer (&stem);
}

char *
il_document_dup_text (IlDocument *document)
{
  return il_editor_dup_text (document->editor);
}

gboolean
il_document_is_modified (IlDocument *document)
{
  return gtk_text_buffer_get_modified (il_editor_get_buffer (document->editor));
}

gboolean
il_document_is_untouched (IlDocument *document)
{
  return !document->touched;
}

gboolean
il_document_is_dragged (IlDocument *document)
{
  return il_editor_is_dragging (document->editor);
}

guint64
il_document_get_edits (IlDocument *document)
{
  return document->edits;
}

gboolean
il_document_needs_name (IlDocument *document)
{
  return !document->file || document->from_trace || document->is_example;
}

/* Saving. */

typedef struct {
  GFile *file;
  GBytes *text;
  char *etag;    /* what FILE must still have; NULL: any */
  guint64 edits; /* the document's when it was written */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->file);
  g_bytes_unref (writing->text);
  g_free (writing->etag);
  g_free (writing);
}

static void
is_saved (IlDocument *document, const Writing *writing, char *etag)
{
  g_set_object (&document->file, writing->file);
  g_free (document->etag);
  g_free (document->name);
  document->etag = etag;
  document->name = il_file_display_name (writing->file);
  document->from_trace = document->is_example = FALSE;
  document->touched = TRUE;
  if (document->edits == writing->edits) /* what was written is what is there */
    gtk_text_buffer_set_modified (il_editor_get_buffer (document->editor), FALSE);
  changed (document);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Writing *writing = data;
  char *etag = NULL;
  GError *error = NULL;

  if (il_save_text (writing->file, writing->text, writing->etag, &etag, &error))
    g_task_return_pointer (task, etag, g_free);
  else
    g_task_return_error (task, error);
}

void
il_document_save (IlDocument *document, GFile *file, gboolean overwrite, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (document, NULL, callback, data);
  Writing *writing = g_new0 (Writing, 1);
  char *text = il_document_dup_text (document);
  gboolean same = document->file && g_file_equal (file, document->file);

  writing->file = g_object_ref (file);
  writing->text = g_bytes_new_take (text, strlen (text));
  writing->etag = same && !overwrite ? g_strdup (document->etag) : NULL;
  writing->edits = document->edits;
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, save_thread);
}

gboolean
il_document_save_finish (IlDocument *document, GAsyncResult *result, GError **error)
{
  GError *problem = NULL;
  char *etag = g_task_propagate_pointer (G_TASK (result), &problem);

  if (problem) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  is_saved (document, g_task_get_task_data (G_TASK (result)), etag);
  return TRUE;
}

static void
text_changed_cb (IlDocument *document)
{
  document->edits++;
  if (document->loading)
    return;
  document->touched = TRUE;
  g_signal_emit (document, signals[EDITED], 0);
}

static void
il_document_dispose (GObject *object)
{
  g_clear_object (&IL_DOCUMENT (object)->editor);
  g_clear_object (&IL_DOCUMENT (object)->file);
  G_OBJECT_CLASS (il_document_parent_class)->dispose (object);
}

static void
il_document_finalize (GObject *object)
{
  g_free (IL_DOCUMENT (object)->name);
  g_free (IL_DOCUMENT (object)->etag);
  G_OBJECT_CLASS (il_document_parent_class)->finalize (object);
}

static void
il_document_class_init (IlDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_document_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_document_finalize;
  signals[CHANGED] = g_signal_new ("changed", IL_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDITED] = g_signal_new ("edited", IL_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
il_document_init (IlDocument *document)
{
  document->name = g_strdup ("untitled.workload");
}

IlDocument *
il_document_new (IlEditor *editor)
{
  IlDocument *document = g_object_new (IL_TYPE_DOCUMENT, NULL);
  GtkTextBuffer *buffer = il_editor_get_buffer (editor);

  document->editor = g_object_ref (editor);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (text_changed_cb), document, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "modified-changed", G_CALLBACK (changed), document, G_CONNECT_SWAPPED);
  return document;
}

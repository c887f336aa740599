/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/files.h"

#include <adwaita.h>

#include "app/window/examples.h"

struct _IlFiles {
  GObject parent_instance;

  GtkWindow *window; /* borrowed; NULL: gone */
  IlDocument *document;
  IlMessageBar *messages;
  IlJobBar *jobs;
};

enum { LOADED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlFiles, il_files, G_TYPE_OBJECT)

/* A step in opening or saving that waits for an answer or a worker. */
typedef struct {
  IlFiles *files; /* a reference */
  GFile *file;
  gboolean run;  /* opening: run it then */
  guint64 edits; /* the document's when the step began */
  IlLoaded *loaded;
  GtkFileChooserNative *chooser;
  IlFilesThen then;
  gpointer then_data;
} Step;

static Step *
step_new (IlFiles *files, GFile *file)
{
  Step *step = g_new0 (Step, 1);

  step->files = g_object_ref (files);
  step->file = file ? g_object_ref (file) : NULL;
  step->edits = il_document_get_edits (files->document);
  return step;
}

static void
step_free (Step *step)
{
  g_clear_object (&step->chooser);
  g_clear_object (&step->file);
  g_clear_pointer (&step->loaded, il_loaded_free);
  g_object_unref (step->files);
  g_free (step);
}

static void
show_failure (IlFiles *files, const char *what, GFile *file, const GError *error)
{
  g_autofree char *name = il_file_display_name (file);

  if (files->window && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    il_message_bar_show_failure (files->messages, what, name, error);
}

IlJob *
il_files_begin_job (IlFiles *files, const char *what, const char *name)
{
  IlJob *job = il_job_bar_begin (files->jobs, what, name);

  if (!job && files->window)
    il_message_bar_show (files->messages, GTK_MESSAGE_INFO,
                         "Another file is still being read or written. Wait for it, or cancel it.");
  return job;
}

/* Asking about unsaved changes. */

static void
end_step (Step *step, gboolean safe)
{
  if (step->then)
    step->then (safe, step->then_data);
  step_free (step);
}

static void
saved_then_cb (gboolean safe, gpointer data)
{
  end_step (data, safe);
}

static void save_then (IlFiles *files, gboolean as, IlFilesThen then, gpointer data);

static gboolean
then_cb (gpointer data)
{
  end_step (data, TRUE);
  return G_SOURCE_REMOVE;
}

/* What follows may end the window, which the dialog must not outlive as its child. */
static void
unsaved_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Step *step = data;

  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "save"))
    save_then (step->files, FALSE, saved_then_cb, step);
  else if (g_str_equal (response, "discard"))
    g_idle_add (then_cb, step);
  else
    end_step (step, FALSE);
}

void
il_files_when_safe (IlFiles *files, IlFilesThen then, gpointer data)
{
  g_return_if_fail (IL_IS_FILES (files));

  if (!il_document_is_modified (files->document)) {
    then (TRUE, data);
    return;
  }

  GtkWidget *dialog = adw_message_dialog_new (files->window, "Save Changes?", NULL);
  Step *step = step_new (files, NULL);
  step->then = then;
  step->then_data = data;
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  "The changes in “%s” will be lost unless they are saved.",
                                  il_document_get_name (files->document));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "discard", "_Discard", "save",
                                    "_Save", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (unsaved_answered_cb), step);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Opening. */

static void
remember_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  if (!il_examples_has (file))
    gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

static void
show_loaded (gboolean safe, gpointer data)
{
  Step *step = data;

  if (safe && step->files->window) {
    remember_recent (step->file);
    g_signal_emit (step->files, signals[LOADED], 0, step->file, step->loaded, step->run);
  }
  step_free (step);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autoptr (GError) error = NULL;

  il_job_bar_end (step->files->jobs);
  step->loaded = il_job_load_finish (result, &error);
  if (!step->loaded)
    show_failure (step->files, "Cannot open", step->file, error);
  if (!step->loaded || !step->files->window)
    step_free (step);
  else if (il_document_get_edits (step->files->document) != step->edits) /* the user went on writing meanwhile */
    il_files_when_safe (step->files, show_loaded, step);
  else
    show_loaded (TRUE, step);
}

static void
start_loading (gboolean safe, gpointer data)
{
  Step *step = data;
  g_autofree char *name = il_file_display_name (step->file);
  g_autoptr (IlJob) job = safe ? il_files_begin_job (step->files, "Opening", name) : NULL;

  if (!job) {
    step_free (step);
    return;
  }
  step->edits = il_document_get_edits (step->files->document);
  il_job_load (job, step->file, loaded_cb, step);
}

void
il_files_open (IlFiles *files, GFile *file, gboolean run)
{
  Step *step;

  g_return_if_fail (IL_IS_FILES (files) && G_IS_FILE (file));

  step = step_new (files, file);
  step->run = run;
  il_files_when_safe (files, start_loading, step);
}

static void
open_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Step *step = data;

  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    il_files_open (step->files, file, FALSE);
  }
  step_free (step);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *patterns; patterns++)
    gtk_file_filter_add_pattern (filter, *patterns);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
il_files_ask_open (IlFiles *files)
{
  Step *step = step_new (files, NULL);

  step->chooser = gtk_file_chooser_native_new ("Open a Workload or a Trace", files->window,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  add_filter (GTK_FILE_CHOOSER (step->chooser), "Workloads and traces",
              (const char *[]) { "*.workload", "*.json", NULL });
  add_filter (GTK_FILE_CHOOSER (step->chooser), "All files", (const char *[]) { "*", NULL });
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (step->chooser), TRUE);
  g_signal_connect (step->chooser, "response", G_CALLBACK (open_chosen_cb), step);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (step->chooser));
}

/* Saving. */

static void write_file (Step *step, gboolean overwrite);

static void
overwrite_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Step *step = data;

  if (g_str_equal (response, "overwrite"))
    write_file (step, TRUE);
  else
    end_step (step, FALSE);
}

static void
ask_overwrite (Step *step)
{
  g_autofree char *name = il_file_display_name (step->file);
  GtkWidget *dialog = adw_message_dialog_new (step->files->window, "Overwrite the File?", NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "Another program has changed “%s” since it was opened.",
                                  name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "overwrite", "_Overwrite", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (overwrite_answered_cb), step);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autoptr (GError) error = NULL;
  gboolean written = il_document_save_finish (IL_DOCUMENT (source), result, &error);

  if (written && step->files->window) {
    remember_recent (step->file);
    if (step->then) /* asks again if the user went on writing meanwhile */
      il_files_when_safe (step->files, g_steal_pointer (&step->then), step->then_data);
  } else if (!written && step->files->window && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG)) {
    ask_overwrite (step);
    return;
  } else if (!written)
    show_failure (step->files, "Cannot save", step->file, error);
  end_step (step, FALSE);
}

static void
write_file (Step *step, gboolean overwrite)
{
  il_document_save (step->files->document, step->file, overwrite, written_cb, step);
}

static void
save_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Step *step = data;

  if (response != GTK_RESPONSE_ACCEPT) {
    end_step (step, FALSE);
    return;
  }
  step->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  write_file (step, FALSE);
}

static void
save_then (IlFiles *files, gboolean as, IlFilesThen then, gpointer data)
{
  gboolean ask = as || il_document_needs_name (files->document);
  Step *step = step_new (files, ask ? NULL : il_document_get_file (files->document));

  step->then = then;
  step->then_data = data;
  if (!ask) {
    write_file (step, FALSE);
    return;
  }

  g_autofree char *name = il_document_dup_name (files->document, "workload");
  step->chooser =
      gtk_file_chooser_native_new ("Save the Workload", files->window, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (step->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (step->chooser), TRUE);
  g_signal_connect (step->chooser, "response", G_CALLBACK (save_chosen_cb), step);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (step->chooser));
}

void
il_files_save (IlFiles *files, gboolean as)
{
  g_return_if_fail (IL_IS_FILES (files));

  save_then (files, as, NULL, NULL);
}

void
il_files_let_go (IlFiles *files)
{
  files->window = NULL;
}

static void
il_files_finalize (GObject *object)
{
  IlFiles *files = IL_FILES (object);

  g_object_unref (files->document);
  g_object_unref (files->messages);
  g_object_unref (files->jobs);
  G_OBJECT_CLASS (il_files_parent_class)->finalize (object);
}

static void
il_files_class_init (IlFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = il_files_finalize;
  signals[LOADED] = g_signal_new ("loaded", IL_TYPE_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                  G_TYPE_FILE, G_TYPE_POINTER, G_TYPE_BOOLEAN);
}

static void
il_files_init (IlFiles *files)
{
}

IlFiles *
il_files_new (GtkWindow *window, IlDocument *document, IlMessageBar *messages, IlJobBar *jobs)
{
  IlFiles *files = g_object_new (IL_TYPE_FILES, NULL);

  files->window = window;
  files->document = g_object_ref (document);
  files->messages = g_object_ref (messages);
  files->jobs = g_object_ref (jobs);
  return files;
}

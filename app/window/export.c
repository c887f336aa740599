/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/export.h"

/* A step that waits for an answer or a worker. It keeps what it needs then, but for the window. */
typedef struct {
  IlExport export;
  GFile *file;
  GtkFileChooserNative *chooser;
} Step;

static Step *
step_new (const IlExport *export)
{
  Step *step = g_new0 (Step, 1);

  step->export = *export;
  g_object_add_weak_pointer (G_OBJECT (export->window), (gpointer *) &step->export.window);
  g_object_ref (export->session);
  g_object_ref (export->messages);
  g_object_ref (export->jobs);
  g_object_ref (export->toasts);
  g_object_ref (export->panes);
  return step;
}

static void
step_free (Step *step)
{
  if (step->export.window)
    g_object_remove_weak_pointer (G_OBJECT (step->export.window), (gpointer *) &step->export.window);
  g_clear_object (&step->chooser);
  g_clear_object (&step->file);
  g_object_unref (step->export.session);
  g_object_unref (step->export.messages);
  g_object_unref (step->export.jobs);
  g_object_unref (step->export.toasts);
  g_object_unref (step->export.panes);
  g_free (step);
}

/* As the charts look now and, unless all is wanted, of what can be seen. */
static IlPictureOptions
picture_options (const IlExport *export)
{
  IlView *view = il_panes_view (export->panes);
  gint64 start = (gint64) il_view_get_start (view), end = (gint64) il_view_get_end (view);

  return (IlPictureOptions) {
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .high_contrast = il_view_get_high_contrast (view),
    .coloring = il_view_get_coloring (view),
    .sorting = il_view_get_sorting (view),
    .by_core = il_view_get_by_core (view),
    .arrangement = il_view_get_arrangement (view),
    .from = export->seen_only ? start : 0,
    .to = export->seen_only ? MIN (end, il_view_get_extent (view)) : 0,
  };
}

static void
say (Step *step, const char *text)
{
  if (step->export.window)
    adw_toast_overlay_add_toast (step->export.toasts, adw_toast_new (text));
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autofree char *name = il_file_display_name (step->file);
  g_autoptr (GError) error = NULL;

  il_job_bar_end (step->export.jobs);
  if (il_job_export_finish (result, &error)) {
    g_autofree char *text = g_strdup_printf ("Exported to “%s”", name);
    say (step, text);
  } else if (step->export.window && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    il_message_bar_show_failure (step->export.messages, "Cannot export to", name, error);
  step_free (step);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Step *step = data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT && step->export.window
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autoptr (IlTrace) trace = file ? il_session_dup_trace (step->export.session) : NULL;
  g_autofree char *name = file ? il_file_display_name (file) : NULL;
  g_autoptr (IlJob) job = NULL;

  if (file && trace && g_file_peek_path (file))
    job = il_files_begin_job (step->export.files, "Exporting", name);
  if (!job) {
    step_free (step);
    return;
  }
  step->file = g_steal_pointer (&file);

  IlPictureOptions options = picture_options (&step->export);
  il_job_export (job, trace, g_file_peek_path (step->file), &options, exported_cb, step);
}

void
il_export_ask (const IlExport *export, const char *ending)
{
  Step *step = step_new (export);
  g_autofree char *name = il_document_dup_name (export->document, ending);

  step->chooser = gtk_file_chooser_native_new ("Export", export->window, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (step->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (step->chooser), TRUE);
  g_signal_connect (step->chooser, "response", G_CALLBACK (chosen_cb), step);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (step->chooser));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *png = NULL;
  gsize length;

  il_job_bar_end (step->export.jobs);
  if (il_job_export_finish (result, &error) && g_file_load_contents (step->file, NULL, &png, &length, NULL, &error)) {
    g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&png), length);
    g_autoptr (GdkContentProvider) content = gdk_content_provider_new_for_bytes ("image/png", bytes);

    gdk_clipboard_set_content (gdk_display_get_clipboard (gdk_display_get_default ()), content);
    say (step, "Copied the picture");
  } else if (step->export.window && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    il_message_bar_show_failure (step->export.messages, "Cannot copy", "the picture", error);
  g_file_delete (step->file, NULL, NULL);
  step_free (step);
}

void
il_export_copy (const IlExport *export)
{
  g_autoptr (IlTrace) trace = il_session_dup_trace (export->session);
  IlPictureOptions options = picture_options (export);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("interlane-XXXXXX.png", &stream, &error);
  g_autoptr (IlJob) job = NULL;
  Step *step;

  if (!file) {
    il_message_bar_show_failure (export->messages, "Cannot copy", "the picture", error);
    return;
  }
  if (trace)
    job = il_files_begin_job (export->files, "Copying", "the picture");
  if (!job) {
    g_file_delete (file, NULL, NULL);
    return;
  }
  step = step_new (export);
  step->file = g_object_ref (file);
  il_job_export (job, trace, g_file_peek_path (file), &options, copied_cb, step);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "app/window/examples.h"

/* A job that is done sooner shows no bar. */
enum { JOB_BAR_AFTER = 300, JOB_BAR_EVERY = 100 }; /* ms */

/* A step in opening, saving or closing that waits for an answer or a worker. */
typedef struct {
  IlWindow *window; /* a reference */
  GFile *file;
  gboolean run;  /* opening: run it then */
  guint64 edits; /* the window's when the step began */
  IlLoaded *loaded;
  GBytes *text;       /* saving: what is written */
  gboolean overwrite; /* saving: whatever happened to the file meanwhile */
  GtkFileChooserNative *chooser;
  IlWindowThen then;
  gpointer then_data;
} Step;

static Step *
step_new (IlWindow *window, GFile *file)
{
  Step *step = g_new0 (Step, 1);

  step->window = g_object_ref (window);
  step->file = file ? g_object_ref (file) : NULL;
  step->edits = window->edits;
  return step;
}

static void
step_free (Step *step)
{
  g_clear_object (&step->chooser);
  g_clear_object (&step->file);
  g_clear_pointer (&step->loaded, il_loaded_free);
  g_clear_pointer (&step->text, g_bytes_unref);
  g_object_unref (step->window);
  g_free (step);
}

static gboolean
is_modified (IlWindow *window)
{
  return gtk_text_buffer_get_modified (il_editor_get_buffer (window->editor));
}

static char *
display_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base ? g_filename_display_name (base) : g_strdup ("?");
}

void
il_window_show_failure (IlWindow *window, const char *what, const char *name, const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s “%s”: %s", what, name, error->message);

  il_window_show_message (window, GTK_MESSAGE_ERROR, text);
}

/* The bar of a job on a worker. */

static gboolean
job_progress_cb (gpointer data)
{
  IlWindow *window = IL_WINDOW (data);
  double fraction = il_job_fraction (window->job);

  if (!gtk_info_bar_get_revealed (window->job_bar)) {
    gtk_info_bar_set_revealed (window->job_bar, TRUE);
    window->job_timeout_id = g_timeout_add (JOB_BAR_EVERY, job_progress_cb, window);
    return G_SOURCE_REMOVE;
  }
  if (fraction > 0)
    gtk_progress_bar_set_fraction (window->job_progress, fraction);
  else
    gtk_progress_bar_pulse (window->job_progress);
  return G_SOURCE_CONTINUE;
}

IlJob *
il_window_begin_job (IlWindow *window, const char *what, const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s “%s”…", what, name);

  if (window->job) {
    il_window_show_message (window, GTK_MESSAGE_INFO,
                            "Another file is still being read or written. Wait for it, or cancel it.");
    return NULL;
  }
  window->job = il_job_new ();
  gtk_label_set_text (window->job_label, label);
  gtk_progress_bar_set_fraction (window->job_progress, 0);
  window->job_timeout_id = g_timeout_add (JOB_BAR_AFTER, job_progress_cb, window);
  return il_job_ref (window->job);
}

void
il_window_end_job (IlWindow *window)
{
  g_clear_handle_id (&window->job_timeout_id, g_source_remove);
  g_clear_pointer (&window->job, il_job_unref);
  if (window->session) /* else the window is gone */
    gtk_info_bar_set_revealed (window->job_bar, FALSE);
}

void
il_window_cancel_job (IlWindow *window)
{
  if (window->job)
    il_job_cancel (window->job);
  g_clear_handle_id (&window->job_timeout_id, g_source_remove);
}

/* Asking about unsaved changes. */

static void
saved_then_cb (IlWindow *window, gpointer data)
{
  Step *step = data;

  if (step->then)
    step->then (window, step->then_data);
  step_free (step);
}

static void save_then (IlWindow *window, gboolean as, IlWindowThen then, gpointer data);

static gboolean
then_cb (gpointer data)
{
  Step *step = data;

  step->then (step->window, step->then_data);
  step_free (step);
  return G_SOURCE_REMOVE;
}

/* What follows may end the window, which the dialog must not outlive as its child. */
static void
unsaved_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Step *step = data;

  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "save"))
    save_then (step->window, FALSE, saved_then_cb, step);
  else if (g_str_equal (response, "discard"))
    g_idle_add (then_cb, step);
  else
    step_free (step);
}

/* Calls THEN when nothing can be lost any more: at once, or after the user saved or gave up the changes. On
 * "cancel" it is never called. */
static void
when_safe (IlWindow *window, IlWindowThen then, gpointer data)
{
  if (!is_modified (window)) {
    then (window, data);
    return;
  }

  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), "Save Changes?", NULL);
  Step *step = step_new (window, NULL);
  step->then = then;
  step->then_data = data;
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  "The changes in “%s” will be lost unless they are saved.", window->name);
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
show_loaded (IlWindow *window, gpointer data)
{
  Step *step = data;
  IlLoaded *loaded = step->loaded;

  g_set_object (&window->file, step->file);
  g_free (window->name);
  g_free (window->etag);
  window->name = g_strdup (loaded->name);
  window->etag = g_strdup (loaded->etag);
  window->is_trace = loaded->trace != NULL;
  window->is_example = il_examples_has (step->file);
  window->touched = !window->is_example;
  il_view_set_arrangement (window->view, NULL); /* that was for other tasks */

  window->loading_text = TRUE;
  il_session_clear (window->session);
  il_editor_set_text (window->editor, loaded->text);
  window->loading_text = FALSE;
  if (loaded->trace)
    il_session_show_trace (window->session, loaded->trace, loaded->tracks);
  il_window_update_title (window);
  if (loaded->warning) {
    g_autofree char *text = g_strdup_printf ("“%s”: %s", loaded->name, loaded->warning);
    il_window_show_message (window, GTK_MESSAGE_WARNING, text);
  }
  remember_recent (step->file);
  il_window_fill_open_menu (window);
  if (step->run && !loaded->trace)
    il_window_start_run (window);
  step_free (step);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  IlWindow *window = step->window;
  g_autoptr (GError) error = NULL;

  il_window_end_job (window);
  step->loaded = il_job_load_finish (result, &error);
  if (window->session)
    il_window_open_awaited_beside (window);
  if (!step->loaded && window->session && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *name = display_name (step->file);
    il_window_show_failure (window, "Cannot open", name, error);
  }
  if (!step->loaded || !window->session)
    step_free (step);
  else if (window->edits != step->edits) /* the user went on writing meanwhile */
    when_safe (window, show_loaded, step);
  else
    show_loaded (window, step);
}

static void
start_loading (IlWindow *window, gpointer data)
{
  Step *step = data;
  g_autofree char *name = display_name (step->file);
  g_autoptr (IlJob) job = il_window_begin_job (window, "Opening", name);

  if (!job) {
    step_free (step);
    return;
  }
  step->edits = window->edits;
  il_job_load (job, step->file, loaded_cb, step);
}

void
il_window_open (IlWindow *window, GFile *file, gboolean run)
{
  g_return_if_fail (IL_IS_WINDOW (window));
  g_return_if_fail (G_IS_FILE (file));

  Step *step = step_new (window, file);
  step->run = run;
  when_safe (window, start_loading, step);
}

static void
open_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Step *step = data;

  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    il_window_open (step->window, file, FALSE);
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
il_window_ask_open (IlWindow *window)
{
  Step *step = step_new (window, NULL);

  step->chooser = gtk_file_chooser_native_new ("Open a Workload or a Trace", GTK_WINDOW (window),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  add_filter (GTK_FILE_CHOOSER (step->chooser), "Workloads and traces",
              (const char *[]) { "*.workload", "*.json", NULL });
  add_filter (GTK_FILE_CHOOSER (step->chooser), "All files", (const char *[]) { "*", NULL });
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (step->chooser), TRUE);
  g_signal_connect (step->chooser, "response", G_CALLBACK (open_chosen_cb), step);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (step->chooser));
}

/* Saving. */

static void write_file (Step *step);

static void
overwrite_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Step *step = data;

  if (g_str_equal (response, "overwrite")) {
    step->overwrite = TRUE;
    write_file (step);
  } else
    step_free (step);
}

static void
ask_overwrite (Step *step)
{
  g_autofree char *name = display_name (step->file);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (step->window), "Overwrite the File?", NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "Another program has changed “%s” since it was opened.",
                                  name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "overwrite", "_Overwrite", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (overwrite_answered_cb), step);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
file_is_saved (Step *step, char *etag)
{
  IlWindow *window = step->window;

  g_set_object (&window->file, step->file);
  g_free (window->etag);
  g_free (window->name);
  window->etag = etag;
  window->name = display_name (step->file);
  window->is_trace = window->is_example = FALSE;
  window->touched = TRUE;
  if (window->edits == step->edits) /* what was written is what is there */
    gtk_text_buffer_set_modified (il_editor_get_buffer (window->editor), FALSE);
  il_window_update_title (window);
  remember_recent (step->file);
  if (step->then) /* asks again if the user went on writing meanwhile */
    when_safe (window, step->then, step->then_data);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  char *etag = NULL;
  g_autoptr (GError) error = NULL;

  gboolean written = g_file_replace_contents_finish (step->file, result, &etag, &error);
  if (!step->window->session) /* closed meanwhile */
    g_free (etag);
  else if (written)
    file_is_saved (step, etag);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG)) {
    ask_overwrite (step);
    return;
  } else {
    g_autofree char *name = display_name (step->file);
    il_window_show_failure (step->window, "Cannot save", name, error);
  }
  step_free (step);
}

/* GIO writes beside the file and renames. */
static void
write_file (Step *step)
{
  gboolean same = step->window->file && g_file_equal (step->file, step->window->file);

  g_file_replace_contents_bytes_async (step->file, step->text, same && !step->overwrite ? step->window->etag : NULL,
                                       FALSE, G_FILE_CREATE_NONE, NULL, written_cb, step);
}

static void
start_writing (Step *step)
{
  char *text = il_editor_dup_text (step->window->editor);

  step->edits = step->window->edits;
  step->text = g_bytes_new_take (text, strlen (text));
  write_file (step);
}

static void
save_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Step *step = data;

  if (response != GTK_RESPONSE_ACCEPT) {
    step_free (step);
    return;
  }
  step->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  start_writing (step);
}

/* NAME with another ending. Free it. */
static char *
name_with_ending (const char *name, const char *ending)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = g_strndup (name, dot && dot != name ? (gsize) (dot - name) : strlen (name));

  return g_strconcat (stem, ".", ending, NULL);
}

static void
save_then (IlWindow *window, gboolean as, IlWindowThen then, gpointer data)
{
  gboolean ask = as || !window->file || window->is_trace || window->is_example;
  Step *step = step_new (window, ask ? NULL : window->file);

  step->then = then;
  step->then_data = data;
  if (!ask) {
    start_writing (step);
    return;
  }

  g_autofree char *name = name_with_ending (window->name, "workload");
  step->chooser =
      gtk_file_chooser_native_new ("Save the Workload", GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (step->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (step->chooser), TRUE);
  g_signal_connect (step->chooser, "response", G_CALLBACK (save_chosen_cb), step);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (step->chooser));
}

void
il_window_save (IlWindow *window, gboolean as)
{
  save_then (window, as, NULL, NULL);
}

/* Exporting. */

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autofree char *name = display_name (step->file);
  g_autoptr (GError) error = NULL;

  il_window_end_job (step->window);
  gboolean done = il_job_export_finish (result, &error);
  if (step->window->session && done) {
    g_autofree char *text = g_strdup_printf ("Exported to “%s”", name);
    adw_toast_overlay_add_toast (step->window->toasts, adw_toast_new (text));
  } else if (step->window->session && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    il_window_show_failure (step->window, "Cannot export to", name, error);
  step_free (step);
}

/* As the charts look now and, unless all is wanted, of what can be seen. */
static IlPictureOptions
picture_options (IlWindow *window)
{
  gint64 start = (gint64) il_view_get_start (il_window_view (window)),
         end = (gint64) il_view_get_end (il_window_view (window));

  return (IlPictureOptions) {
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .high_contrast = il_view_get_high_contrast (window->view),
    .coloring = il_view_get_coloring (window->view),
    .sorting = il_view_get_sorting (window->view),
    .by_core = il_view_get_by_core (window->view),
    .arrangement = il_view_get_arrangement (window->view),
    .from = window->export_seen ? start : 0,
    .to = window->export_seen ? MIN (end, il_view_get_extent (window->view)) : 0,
  };
}

static void
export_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Step *step = data;
  g_autoptr (IlTrace) trace = il_session_dup_trace (step->window->session);
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *name = file ? display_name (file) : NULL;
  g_autoptr (IlJob) job = NULL;

  if (file && trace && g_file_peek_path (file))
    job = il_window_begin_job (step->window, "Exporting", name);
  if (!job) {
    step_free (step);
    return;
  }
  step->file = g_steal_pointer (&file);

  IlPictureOptions options = picture_options (step->window);
  il_job_export (job, trace, g_file_peek_path (step->file), &options, exported_cb, step);
}

void
il_window_ask_export (IlWindow *window, const char *ending)
{
  Step *step = step_new (window, NULL);
  g_autofree char *name = name_with_ending (window->name, ending);

  step->chooser = gtk_file_chooser_native_new ("Export", GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (step->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (step->chooser), TRUE);
  g_signal_connect (step->chooser, "response", G_CALLBACK (export_chosen_cb), step);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (step->chooser));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *png = NULL;
  gsize length;

  il_window_end_job (step->window);
  if (il_job_export_finish (result, &error) && g_file_load_contents (step->file, NULL, &png, &length, NULL, &error)) {
    g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&png), length);
    g_autoptr (GdkContentProvider) content = gdk_content_provider_new_for_bytes ("image/png", bytes);

    gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (step->window)), content);
    if (step->window->session)
      adw_toast_overlay_add_toast (step->window->toasts, adw_toast_new ("Copied the picture"));
  } else if (step->window->session && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    il_window_show_failure (step->window, "Cannot copy", "the picture", error);
  g_file_delete (step->file, NULL, NULL);
  step_free (step);
}

void
il_window_copy_picture (IlWindow *window)
{
  g_autoptr (IlTrace) trace = il_session_dup_trace (window->session);
  IlPictureOptions options = picture_options (window);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("interlane-XXXXXX.png", &stream, &error);
  g_autoptr (IlJob) job = NULL;

  if (!file) {
    il_window_show_failure (window, "Cannot copy", "the picture", error);
    return;
  }
  if (trace)
    job = il_window_begin_job (window, "Copying", "the picture");
  if (!job) {
    g_file_delete (file, NULL, NULL);
    return;
  }

  Step *step = step_new (window, NULL);
  step->file = g_object_ref (file);
  il_job_export (job, trace, g_file_peek_path (file), &options, copied_cb, step);
}

/* Closing. */

static void
close_now (IlWindow *window, gpointer data)
{
  window->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (window));
}

gboolean
il_window_close_request (GtkWindow *gtk_window)
{
  IlWindow *window = IL_WINDOW (gtk_window);

  if (!window->may_close && is_modified (window)) {
    when_safe (window, close_now, NULL);
    return TRUE;
  }
  il_window_cancel_job (window);
  il_session_clear (window->session);
  return GDK_EVENT_PROPAGATE;
}

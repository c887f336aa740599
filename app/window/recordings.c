/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/recordings.h"

struct _IlRecordings {
  gatomicrefcount references; /* the window's, and one a file that is read */
  GtkWindow *window;          /* NULL: gone */
  IlSession *session;
  IlFiles *files;
  IlMessageBar *messages;
  IlJobBar *jobs;
  GQueue awaited; /* of GFile: to be added when nothing else is read */
};

static void
let_go (IlRecordings *recordings)
{
  if (!g_atomic_ref_count_dec (&recordings->references))
    return;
  g_queue_clear_full (&recordings->awaited, g_object_unref);
  g_object_unref (recordings->session);
  g_object_unref (recordings->files);
  g_object_unref (recordings->messages);
  g_object_unref (recordings->jobs);
  g_free (recordings);
}

/* Where the replay stood at the end, it does so again, so that all can be seen. */
void
il_recordings_add_trace (IlRecordings *recordings, const char *name, IlTrace *trace, GPtrArray *tracks)
{
  IlPlayer *player = il_session_player (recordings->session);
  gboolean at_end = il_player_get_position (player) >= il_player_get_end (player);
  g_autoptr (GError) error = NULL;

  if (!il_session_add_trace (recordings->session, name, trace, tracks, &error))
    il_message_bar_show_failure (recordings->messages, "Cannot compare with", name, error);
  else if (at_end)
    il_player_seek (player, il_player_get_end (player));
}

typedef struct {
  IlRecordings *recordings;
  char *name;
} Step;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  IlRecordings *recordings = step->recordings;
  g_autoptr (GError) error = NULL;
  g_autoptr (IlLoaded) loaded = il_job_load_finish (result, &error);

  il_job_bar_end (recordings->jobs);
  if (loaded && !loaded->trace)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "it is a workload. Open it, run it, and keep its runs or export them as a trace.");
  if (recordings->window && error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    il_message_bar_show_failure (recordings->messages, "Cannot compare with", step->name, error);
  else if (recordings->window && loaded) {
    il_recordings_add_trace (recordings, loaded->name, loaded->trace, loaded->tracks);
    if (loaded->warning) {
      g_autofree char *text = g_strdup_printf ("“%s”: %s", loaded->name, loaded->warning);
      il_message_bar_show (recordings->messages, GTK_MESSAGE_WARNING, text);
    }
  }
  let_go (recordings);
  g_free (step->name);
  g_free (step);
}

/* Adds those that wait, if nothing else is being read. */
static void
go_on (IlRecordings *recordings)
{
  g_autoptr (GFile) file = il_job_bar_is_busy (recordings->jobs) ? NULL : g_queue_pop_head (&recordings->awaited);
  g_autofree char *name = file ? il_file_display_name (file) : NULL;
  g_autoptr (IlJob) job = name ? il_files_begin_job (recordings->files, "Opening", name) : NULL;
  Step *step;

  if (!job)
    return;
  step = g_new0 (Step, 1);
  step->recordings = recordings;
  g_atomic_ref_count_inc (&recordings->references);
  step->name = g_steal_pointer (&name);
  il_job_load (job, file, loaded_cb, step);
}

void
il_recordings_add (IlRecordings *recordings, GFile *file)
{
  g_queue_push_tail (&recordings->awaited, g_object_ref (file));
  go_on (recordings);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, IlRecordings *recordings)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file && recordings->window)
    il_recordings_add (recordings, file);
  let_go (recordings);
  g_object_unref (dialog);
}

void
il_recordings_ask (IlRecordings *recordings)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new ("Compare with a Recorded Trace", recordings->window,
                                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) traces = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_filter_set_name (traces, "Traces");
  gtk_file_filter_add_pattern (traces, "*.json");
  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), traces);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_atomic_ref_count_inc (&recordings->references);
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), recordings);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

IlRecordings *
il_recordings_new (GtkWindow *window, IlSession *session, IlFiles *files, IlMessageBar *messages, IlJobBar *jobs)
{
  IlRecordings *recordings = g_new0 (IlRecordings, 1);

  g_atomic_ref_count_init (&recordings->references);
  recordings->window = window;
  recordings->session = g_object_ref (session);
  recordings->files = g_object_ref (files);
  recordings->messages = g_object_ref (messages);
  recordings->jobs = g_object_ref (jobs);
  g_queue_init (&recordings->awaited);
  g_signal_connect_swapped (jobs, "ended", G_CALLBACK (go_on), recordings);
  return recordings;
}

void
il_recordings_free (IlRecordings *recordings)
{
  recordings->window = NULL;
  g_signal_handlers_disconnect_by_data (recordings->jobs, recordings);
  let_go (recordings);
}

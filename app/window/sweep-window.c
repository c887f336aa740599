/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sweep-window.h"

#include <adwaita.h>

#include "app/window/sweep-chart.h"
#include "app/window/sweep-form.h"

enum { BEAT = 100 /* ms between two looks at how far it is */ };

#define IL_TYPE_SWEEP_WINDOW (il_sweep_window_get_type ())
G_DECLARE_FINAL_TYPE (IlSweepWindow, il_sweep_window, IL, SWEEP_WINDOW, AdwWindow)

struct _IlSweepWindow {
  AdwWindow parent_instance;

  IlSession *session;
  char *name, *text;
  IlSweepForm *form;
  GtkWidget *start, *save, *progress, *status;
  GtkStack *results;
  IlSweepChart *chart;
  GtkLabel *table;
  IlSweepJob *job; /* NULL: nothing is swept */
  guint beat_id;   /* 0: likewise */
  IlSwept *swept;  /* NULL: nothing was yet */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (IlSweepWindow, il_sweep_window, ADW_TYPE_WINDOW)

static void
say (IlSweepWindow *window, const char *text, gboolean wrong)
{
  gtk_label_set_text (GTK_LABEL (window->status), text);
  if (wrong)
    gtk_widget_add_css_class (window->status, "error");
  else
    gtk_widget_remove_css_class (window->status, "error");
}

static gboolean
beat_cb (gpointer data)
{
  IlSweepWindow *window = data;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (window->progress), il_sweep_job_fraction (window->job));
  return G_SOURCE_CONTINUE;
}

static void
set_busy (IlSweepWindow *window, IlSweepJob *job)
{
  g_clear_pointer (&window->job, il_sweep_job_unref);
  g_clear_handle_id (&window->beat_id, g_source_remove);
  window->job = job;
  if (job)
    window->beat_id = g_timeout_add (BEAT, beat_cb, window);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (window->progress), 0);
  gtk_widget_set_visible (window->progress, job != NULL);
  gtk_button_set_label (GTK_BUTTON (window->start), job ? "Cancel" : "Sweep");
  gtk_widget_set_sensitive (window->save, !job && window->swept);
}

/* Sweeping. */

static void
show_results (IlSweepWindow *window, IlSwept *swept)
{
  g_autofree char *text =
      g_strdup_printf ("%u runs. Press a point to open it as a run.", il_sweep_n_points (swept->sweep));

  g_clear_pointer (&window->swept, il_swept_unref);
  window->swept = il_swept_ref (swept);
  gtk_label_set_text (window->table, swept->table);
  il_sweep_chart_show (window->chart, swept->json);
  gtk_widget_set_visible (GTK_WIDGET (window->results), TRUE);
  say (window, text, FALSE);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IlSweepWindow) window = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (IlSwept) swept = il_sweep_job_finish (result, &error);

  if (!window->session) /* it was closed */
    return;
  if (swept)
    show_results (window, swept);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (window, "Cancelled.", FALSE);
  else
    say (window, error->message, TRUE);
  set_busy (window, NULL);
}

static void
start_cb (IlSweepWindow *window)
{
  g_auto (GStrv) vary = il_sweep_form_dup_vary (window->form);
  g_autoptr (GArray) models = il_sweep_form_dup_models (window->form);
  IlSweepRequest request = { .name = window->name,
                             .text = window->text,
                             .vary = (const char *const *) vary,
                             .models = (const IlModelKind *) models->data,
                             .n_models = models->len,
                             .repeat = 1 };

  if (window->job) {
    il_sweep_job_cancel (window->job);
    return;
  }
  if (!vary[0] || models->len == 0) {
    say (window, vary[0] ? "Choose a model." : "Choose what to vary.", TRUE);
    return;
  }
  say (window, "", FALSE);
  set_busy (window, il_sweep_job_start (&request, answered_cb, g_object_ref (window)));
}

/* Opening a point. */

typedef struct {
  IlSweepWindow *window; /* a reference */
  char *words;
} Opening;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (IlTrace) trace = il_sweep_job_open_finish (result, &error);
  IlSweepWindow *window = opening->window;

  if (window->session) {
    g_autofree char *text = g_strdup_printf ("Opened %s.", opening->words);

    if (trace && il_session_add_trace (window->session, opening->words, trace, NULL, &error))
      say (window, text, FALSE);
    else
      say (window, error->message, TRUE);
  }
  g_free (opening->words);
  g_object_unref (opening->window);
  g_free (opening);
}

static void
chosen_cb (IlSweepWindow *window, guint point)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->window = g_object_ref (window);
  opening->words = il_sweep_point_words (window->swept->sweep, point);
  il_sweep_job_open (window->swept->sweep, point, opened_cb, opening);
}

/* Saving. */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IlSweepWindow) window = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = il_sweep_job_save_finish (result, &error);

  if (window->session)
    say (window, saved ? "Saved." : error->message, !saved);
}

static void
save_chosen_cb (IlSweepWindow *window, int response)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (window->chooser)) : NULL;

  g_clear_object (&window->chooser);
  if (file && g_file_peek_path (file))
    il_sweep_job_save (window->swept, g_file_peek_path (file), saved_cb, g_object_ref (window));
}

static void
save_cb (IlSweepWindow *window)
{
  g_autofree char *name = g_strconcat (window->name, ".sweep.svg", NULL);

  window->chooser =
      gtk_file_chooser_native_new ("Save the Sweep", GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (window->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (window->chooser), TRUE);
  g_signal_connect_swapped (window->chooser, "response", G_CALLBACK (save_chosen_cb), window);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

static void
il_sweep_window_dispose (GObject *object)
{
  IlSweepWindow *window = IL_SWEEP_WINDOW (object);

  if (window->job)
    il_sweep_job_cancel (window->job);
  g_clear_handle_id (&window->beat_id, g_source_remove);
  g_clear_pointer (&window->job, il_sweep_job_unref);
  g_clear_object (&window->session);
  g_clear_object (&window->chooser);
  G_OBJECT_CLASS (il_sweep_window_parent_class)->dispose (object);
}

static void
il_sweep_window_finalize (GObject *object)
{
  IlSweepWindow *window = IL_SWEEP_WINDOW (object);

  g_clear_pointer (&window->swept, il_swept_unref);
  g_free (window->name);
  g_free (window->text);
  G_OBJECT_CLASS (il_sweep_window_parent_class)->finalize (object);
}

static void
il_sweep_window_class_init (IlSweepWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_sweep_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_sweep_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
il_sweep_window_init (IlSweepWindow *window)
{
}

static GtkWidget *
scrolled (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *viewport = gtk_viewport_new (NULL, NULL);

  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), FALSE); /* what is higher than it would jump */
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), child);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), viewport);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
results_new (IlSweepWindow *window)
{
  GtkWidget *stack = gtk_stack_new (), *table = gtk_label_new ("");

  window->results = GTK_STACK (stack);
  window->chart = IL_SWEEP_CHART (il_sweep_chart_new ());
  window->table = GTK_LABEL (table);
  gtk_label_set_selectable (window->table, TRUE);
  gtk_label_set_xalign (window->table, 0);
  gtk_label_set_yalign (window->table, 0);
  gtk_widget_add_css_class (table, "monospace");
  g_object_set (table, "margin-start", 12, "margin-end", 12, "margin-top", 6, "margin-bottom", 12, NULL);
  gtk_stack_add_titled (window->results, scrolled (GTK_WIDGET (window->chart)), "plot", "Plot");
  gtk_stack_add_titled (window->results, scrolled (table), "table", "Table");
  g_signal_connect_swapped (window->chart, "chosen", G_CALLBACK (chosen_cb), window);
  return stack;
}

static GtkWidget *
button_new (const char *label, GCallback clicked, IlSweepWindow *window)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", clicked, window);
  return button;
}

static void
fill (IlSweepWindow *window)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new ();
  GtkWidget *above = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *results = results_new (window);
  GtkWidget *tabs = gtk_stack_switcher_new ();

  window->form = IL_SWEEP_FORM (il_sweep_form_new (window->text));
  window->start = button_new ("Sweep", G_CALLBACK (start_cb), window);
  window->save = button_new ("Save…", G_CALLBACK (save_cb), window);
  window->progress = gtk_progress_bar_new ();
  window->status = gtk_label_new ("");
  gtk_widget_add_css_class (window->start, "suggested-action");
  gtk_label_set_wrap (GTK_LABEL (window->status), TRUE);
  gtk_label_set_xalign (GTK_LABEL (window->status), 0);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (tabs), window->results);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), window->start);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), window->save);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), tabs);
  g_object_set (above, "margin-start", 12, "margin-end", 12, "margin-top", 12, "margin-bottom", 6, NULL);
  gtk_box_append (GTK_BOX (above), GTK_WIDGET (window->form));
  gtk_box_append (GTK_BOX (above), window->progress);
  gtk_box_append (GTK_BOX (above), window->status);
  gtk_box_append (GTK_BOX (all), header);
  gtk_box_append (GTK_BOX (all), above);
  gtk_box_append (GTK_BOX (all), results);
  gtk_widget_set_visible (results, FALSE);
  adw_window_set_content (ADW_WINDOW (window), all);
  g_signal_connect_swapped (window->form, "applied", G_CALLBACK (start_cb), window);
  set_busy (window, NULL);
}

GtkWidget *
il_sweep_window_new (GtkWindow *parent, IlSession *session, const char *name, const char *text)
{
  g_autofree char *title = g_strdup_printf ("Sweep of %s", name);
  IlSweepWindow *window = g_object_new (IL_TYPE_SWEEP_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                                        "title", title, "default-width", 620, "default-height", 720, NULL);

  window->session = g_object_ref (session);
  window->name = g_strdup (name);
  window->text = g_strdup (text);
  fill (window);
  return GTK_WIDGET (window);
}

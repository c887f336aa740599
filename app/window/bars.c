/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/bars.h"

#include "traces/text/visible-text.h"

/* A job that is done sooner shows no bar. */
enum { JOB_BAR_AFTER = 300, JOB_BAR_EVERY = 100 }; /* ms */

struct _IlMessageBar {
  GtkWidget parent_instance;
  GtkWidget *bar, *label;
};

struct _IlJobBar {
  GtkWidget parent_instance;
  GtkWidget *bar, *label, *progress;
  IlJob *job; /* NULL: none */
  guint timeout_id;
};

enum { ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlMessageBar, il_message_bar, GTK_TYPE_WIDGET)
G_DEFINE_FINAL_TYPE (IlJobBar, il_job_bar, GTK_TYPE_WIDGET)

static void
close_cb (IlMessageBar *bar)
{
  gtk_info_bar_set_revealed (GTK_INFO_BAR (bar->bar), FALSE);
  gtk_label_set_text (GTK_LABEL (bar->label), "");
}

void
il_message_bar_show (IlMessageBar *bar, GtkMessageType type, const char *text)
{
  g_return_if_fail (IL_IS_MESSAGE_BAR (bar));

  if (!bar->bar) /* disposed of */
    return;
  const char *before =
      gtk_info_bar_get_revealed (GTK_INFO_BAR (bar->bar)) ? gtk_label_get_text (GTK_LABEL (bar->label)) : "";
  g_autofree char *visible = il_visible_text (text);
  g_autofree char *all = *before ? g_strconcat (before, "\n", visible, NULL) : g_strdup (visible);

  gtk_label_set_text (GTK_LABEL (bar->label), all);
  gtk_info_bar_set_message_type (GTK_INFO_BAR (bar->bar), type);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (bar->bar), TRUE);
}

void
il_message_bar_show_failure (IlMessageBar *bar, const char *what, const char *name, const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s “%s”: %s", what, name, error->message);

  il_message_bar_show (bar, GTK_MESSAGE_ERROR, text);
}

static void
il_message_bar_dispose (GObject *object)
{
  g_clear_pointer (&IL_MESSAGE_BAR (object)->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (il_message_bar_parent_class)->dispose (object);
}

static void
il_message_bar_class_init (IlMessageBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_message_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_message_bar_init (IlMessageBar *bar)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  bar->bar = gtk_info_bar_new ();
  bar->label = gtk_label_new ("");
  g_object_set (bar->label, "selectable", TRUE, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0,
                "focusable", TRUE, NULL);
  g_object_set (scrolled, "hexpand", TRUE, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "max-content-height", 160, "child", bar->label, NULL);
  gtk_info_bar_set_show_close_button (GTK_INFO_BAR (bar->bar), TRUE);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (bar->bar), FALSE);
  gtk_info_bar_add_child (GTK_INFO_BAR (bar->bar), scrolled);
  g_signal_connect_swapped (bar->bar, "response", G_CALLBACK (close_cb), bar);
  gtk_widget_set_parent (bar->bar, GTK_WIDGET (bar));
}

/* Jobs. */

static gboolean
progress_cb (gpointer data)
{
  IlJobBar *bar = data;
  double fraction = il_job_fraction (bar->job);

  if (!gtk_info_bar_get_revealed (GTK_INFO_BAR (bar->bar))) {
    gtk_info_bar_set_revealed (GTK_INFO_BAR (bar->bar), TRUE);
    bar->timeout_id = g_timeout_add (JOB_BAR_EVERY, progress_cb, bar);
    return G_SOURCE_REMOVE;
  }
  if (fraction > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar->progress), fraction);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (bar->progress));
  return G_SOURCE_CONTINUE;
}

IlJob *
il_job_bar_begin (IlJobBar *bar, const char *what, const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s “%s”…", what, name);

  g_return_val_if_fail (IL_IS_JOB_BAR (bar), NULL);

  if (bar->job || !bar->bar)
    return NULL;
  bar->job = il_job_new ();
  gtk_label_set_text (GTK_LABEL (bar->label), label);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar->progress), 0);
  bar->timeout_id = g_timeout_add (JOB_BAR_AFTER, progress_cb, bar);
  return il_job_ref (bar->job);
}

void
il_job_bar_end (IlJobBar *bar)
{
  g_return_if_fail (IL_IS_JOB_BAR (bar));

  g_clear_handle_id (&bar->timeout_id, g_source_remove);
  g_clear_pointer (&bar->job, il_job_unref);
  if (bar->bar)
    gtk_info_bar_set_revealed (GTK_INFO_BAR (bar->bar), FALSE);
  g_signal_emit (bar, signals[ENDED], 0);
}

gboolean
il_job_bar_is_busy (IlJobBar *bar)
{
  return bar->job != NULL;
}

void
il_job_bar_cancel (IlJobBar *bar)
{
  g_return_if_fail (IL_IS_JOB_BAR (bar));

  if (bar->job)
    il_job_cancel (bar->job);
  g_clear_handle_id (&bar->timeout_id, g_source_remove);
}

static void
il_job_bar_dispose (GObject *object)
{
  IlJobBar *bar = IL_JOB_BAR (object);

  il_job_bar_cancel (bar);
  g_clear_pointer (&bar->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (il_job_bar_parent_class)->dispose (object);
}

static void
il_job_bar_finalize (GObject *object)
{
  g_clear_pointer (&IL_JOB_BAR (object)->job, il_job_unref);
  G_OBJECT_CLASS (il_job_bar_parent_class)->finalize (object);
}

static void
il_job_bar_class_init (IlJobBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_job_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_job_bar_finalize;
  signals[ENDED] = g_signal_new ("ended", IL_TYPE_JOB_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_job_bar_init (IlJobBar *bar)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *cancel = gtk_button_new_with_label ("Cancel");

  bar->bar = gtk_info_bar_new ();
  bar->label = gtk_label_new ("");
  bar->progress = gtk_progress_bar_new ();
  gtk_info_bar_set_message_type (GTK_INFO_BAR (bar->bar), GTK_MESSAGE_OTHER);
  g_object_set (bar->label, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "xalign", 0.0, NULL);
  g_object_set (bar->progress, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, "Progress", -1);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), bar->label);
  gtk_box_append (GTK_BOX (box), bar->progress);
  gtk_info_bar_add_child (GTK_INFO_BAR (bar->bar), box);
  gtk_info_bar_add_action_widget (GTK_INFO_BAR (bar->bar), cancel, GTK_RESPONSE_CANCEL);
  gtk_info_bar_set_revealed (GTK_INFO_BAR (bar->bar), FALSE);
  g_signal_connect_swapped (bar->bar, "response", G_CALLBACK (il_job_bar_cancel), bar);
  gtk_widget_set_parent (bar->bar, GTK_WIDGET (bar));
}

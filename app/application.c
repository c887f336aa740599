/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "app/app-resources.h"
#include "app/window/examples.h"
#include "app/window/window.h"

/* Each window asks about its own changes, one after the other; the first one that stays keeps those that are left. */
static gboolean quitting;

static void
stays_cb (void)
{
  quitting = FALSE;
}

static GtkWindow *
last_used_window (GtkApplication *application)
{
  for (GList *each = gtk_application_get_windows (application); each; each = each->next)
    if (IL_IS_WINDOW (each->data))
      return each->data;
  return NULL;
}

static gboolean
close_next (gpointer data)
{
  GtkWindow *window = quitting ? last_used_window (data) : NULL;

  if (window) {
    gtk_window_present (window);
    gtk_window_close (window); /* and on, when it has gone */
  }
  return G_SOURCE_REMOVE;
}

static void
window_removed_cb (GtkApplication *application, GtkWindow *window, gpointer data)
{
  if (quitting && IL_IS_WINDOW (window))
    g_idle_add_full (G_PRIORITY_DEFAULT, close_next, g_object_ref (application), g_object_unref);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  quitting = TRUE;
  close_next (data);
}

/* A window with the first example, or an empty one where there is none. */
static IlWindow *
new_window (GtkApplication *application, gboolean with_example)
{
  IlWindow *window = il_window_new (application);
  g_autoptr (GFile) example = il_examples_first ();

  g_signal_connect (window, "stays", G_CALLBACK (stays_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
  if (with_example && g_file_query_exists (example, NULL))
    il_window_open (window, example, TRUE);
  return window;
}

static void
activate_cb (GtkApplication *application)
{
  new_window (application, TRUE);
}

/* The runs of the second file below those of the first. */
static void
compare_cb (GtkApplication *application, GFile **files, int n, const char *hint)
{
  IlWindow *window = new_window (application, FALSE);

  il_window_open (window, files[0], FALSE);
  il_window_compare (window, files[1]);
}

static void
open_cb (GtkApplication *application, GFile **files, int n, const char *hint)
{
  for (int i = 0; i < n; i++) {
    GtkWindow *active = gtk_application_get_active_window (application);
    IlWindow *window = IL_IS_WINDOW (active) && il_window_is_untouched (IL_WINDOW (active))
                           ? IL_WINDOW (active)
                           : new_window (application, FALSE);
    il_window_open (window, files[i], FALSE);
  }
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  new_window (data, FALSE);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (
      gtk_application_get_active_window (data), "application-name", "Interlane", "application-icon", IL_APPLICATION_ID,
      "version", IL_VERSION, "comments",
      "Runs a small workload synchronously, on threads and on coroutines, and shows how its tasks share time.",
      "developer-name", "The Interlane authors", "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static void
set_keys (GtkApplication *application)
{
  static const struct {
    const char *action;
    const char *keys[4];
  } keys[] = {
    { "app.new-window", { "<Ctrl>n" } },
    { "app.quit", { "<Ctrl>q" } },
    { "window.close", { "<Ctrl>w" } },
    { "win.open", { "<Ctrl>o" } },
    { "win.compare-with", { "<Ctrl><Shift>o" } },
    { "win.keep", { "<Ctrl>k" } },
    { "win.add-run", { "<Ctrl><Shift>k" } },
    { "win.sweep", { "<Ctrl><Shift>r" } },
    { "win.copy-picture", { "<Ctrl><Shift>c" } },
    { "win.save", { "<Ctrl>s" } },
    { "win.save-as", { "<Ctrl><Shift>s" } },
    { "win.export::json", { "<Ctrl>e" } },
    { "win.run", { "<Ctrl>r", "F5" } },
    { "win.stop", { "<Shift>F5" } },
    { "win.play", { "F8" } },
    { "win.show-panel", { "F9" } },
    { "win.show-text", { "<Shift>F9" } },
    { "win.charts-only", { "F11" } },
    { "win.palette", { "<Ctrl><Shift>p" } },
    { "win.show-tables", { "F7" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action, (const char **) keys[i].keys);
}

static void
startup_cb (GtkApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "new-window", .activate = new_window_cb },
    { .name = "about", .activate = about_cb },
    { .name = "quit", .activate = quit_cb },
  };

  gtk_source_init ();
  gtk_window_set_default_icon_name (IL_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  g_signal_connect (application, "window-removed", G_CALLBACK (window_removed_cb), NULL);
  set_keys (application);
}

static gpointer
nothing_thread (gpointer data)
{
  return NULL;
}

/* GTask keeps a question to a worker for ever when there is no thread for it. So its threads are not let go once they
 * are there, and where not even one is to be had, the program ends here. */
static gboolean
keep_workers (void)
{
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_try_new ("il-trial", nothing_thread, NULL, &error);

  if (!thread) {
    g_printerr ("interlane: the window needs threads: %s\n", error->message);
    return FALSE;
  }
  g_thread_join (thread);
  g_thread_pool_set_max_idle_time (0);
  return TRUE;
}

int
il_application_main (int argc, char **argv, gboolean compare)
{
  if (!keep_workers ())
    return 1;

  g_set_application_name ("Interlane");
  g_resources_register (il_app_get_resource ()); /* before GtkApplication looks for its style and menus */

  /* Another instance would not know that it is to compare. */
  g_autoptr (AdwApplication) application =
      adw_application_new (IL_APPLICATION_ID, G_APPLICATION_HANDLES_OPEN | (compare ? G_APPLICATION_NON_UNIQUE : 0));
  g_signal_connect (application, "startup", G_CALLBACK (startup_cb), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_signal_connect (application, "open", compare ? G_CALLBACK (compare_cb) : G_CALLBACK (open_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

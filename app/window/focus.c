/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/focus.h"

typedef struct {
  GtkWindow *window;   /* borrowed: it owns this */
  GtkWidget *fallback; /* borrowed: a part of the window */
  GtkWidget *before;   /* weak: the last that had the focus and is of no menu, nor its button */
  guint check;         /* the idle source, or 0 */
} Focus;

static gboolean
is_lost (const Focus *focus)
{
  GtkWidget *now = gtk_window_get_focus (focus->window);

  return now && !gtk_widget_get_mapped (now);
}

static gboolean
give_back (Focus *focus)
{
  GtkWidget *before = focus->before && gtk_widget_get_mapped (focus->before) ? focus->before : focus->fallback;

  return is_lost (focus) && gtk_widget_grab_focus (before);
}

static gboolean
check_cb (gpointer data)
{
  Focus *focus = data;

  focus->check = 0;
  give_back (focus);
  return G_SOURCE_REMOVE;
}

/* A popover that closes is unmapped after what made it close. */
static void
check_later (Focus *focus)
{
  if (focus->check == 0)
    focus->check = g_idle_add (check_cb, focus);
}

static void
focus_cb (Focus *focus)
{
  GtkWidget *now = gtk_window_get_focus (focus->window);

  if (now && !gtk_widget_get_ancestor (now, GTK_TYPE_POPOVER) && !gtk_widget_get_ancestor (now, GTK_TYPE_MENU_BUTTON))
    g_set_weak_pointer (&focus->before, now);
}

/* Whatever way it was lost. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Focus *focus)
{
  return give_back (focus) && gtk_event_controller_key_forward (keys, gtk_window_get_focus (focus->window));
}

static void
focus_free (gpointer data, GClosure *closure)
{
  Focus *focus = data;

  g_clear_handle_id (&focus->check, g_source_remove);
  g_clear_weak_pointer (&focus->before);
  g_free (focus);
}

void
il_focus_keep (GtkWindow *window, GtkWidget *fallback)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  Focus *focus = g_new0 (Focus, 1);

  focus->window = window;
  focus->fallback = fallback;
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), focus);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (focus_cb), focus);
  g_signal_connect_data (window, "notify::is-active", G_CALLBACK (check_later), focus, focus_free, G_CONNECT_SWAPPED);
}

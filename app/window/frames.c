/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/frames.h"
#include "traces/record/time.h"

enum { HEARTBEAT = 250 /* ms */, UNDRAWN = 200000000 /* ns without a frame */ };

struct _IlFrames {
  GtkWidget *widget;
  IlSession *session;
  guint tick_id, heartbeat_id; /* 0: calm */
  gint64 last;                 /* ns, monotonic */
};

static void
become_calm (IlFrames *frames)
{
  if (frames->tick_id != 0)
    gtk_widget_remove_tick_callback (frames->widget, frames->tick_id);
  frames->tick_id = 0;
  g_clear_handle_id (&frames->heartbeat_id, g_source_remove);
}

static void
advance (IlFrames *frames, gint64 now)
{
  frames->last = il_monotonic_time ();
  if (!il_session_advance (frames->session, now))
    become_calm (frames);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IlFrames *frames = data;

  advance (frames, gdk_frame_clock_get_frame_time (clock) * 1000);
  return frames->tick_id != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* A window that is not drawn has no frames; its runs must go on all the same. */
static gboolean
heartbeat_cb (gpointer data)
{
  IlFrames *frames = data;
  gint64 now = il_monotonic_time ();

  if (now - frames->last > UNDRAWN)
    advance (frames, now);
  return frames->heartbeat_id != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
restless_cb (IlFrames *frames)
{
  frames->last = il_monotonic_time ();
  if (frames->tick_id == 0)
    frames->tick_id = gtk_widget_add_tick_callback (frames->widget, tick_cb, frames, NULL);
  if (frames->heartbeat_id == 0)
    frames->heartbeat_id = g_timeout_add (HEARTBEAT, heartbeat_cb, frames);
}

IlFrames *
il_frames_new (GtkWidget *widget, IlSession *session)
{
  IlFrames *frames = g_new0 (IlFrames, 1);

  frames->widget = widget;
  frames->session = session;
  g_signal_connect_swapped (session, "restless", G_CALLBACK (restless_cb), frames);
  return frames;
}

void
il_frames_free (IlFrames *frames)
{
  become_calm (frames);
  g_signal_handlers_disconnect_by_data (frames->session, frames);
  g_free (frames);
}

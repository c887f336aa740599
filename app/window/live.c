/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/live.h"

enum { PAUSE = 300 /* ms without a key */, SOON = 10 /* ms after a drag has moved, or the last text was followed */ };

struct _IlLive {
  IlSession *session; /* a reference, as are the next two */
  IlDocument *document;
  GAction *action;
  guint timeout; /* 0: the session knows the text */
  gboolean soon; /* the timeout is that of a drag */
};

static gboolean
is_on (IlLive *live)
{
  g_autoptr (GVariant) state = g_action_get_state (live->action);

  return g_variant_get_boolean (state);
}

static void
follow (IlLive *live, gboolean again)
{
  g_autofree char *text = il_document_dup_text (live->document);
  g_autofree char *name = il_document_dup_name (live->document, NULL);

  il_session_follow (live->session, name, text, again);
}

/* While the workload runs, what is written waits; and in a drag, whose charts move with it, one text is followed to its
 * end before the next, which is the one that is there then. */
static gboolean
paused_cb (gpointer data)
{
  IlLive *live = data;

  if (il_session_is_busy (live->session) || (live->soon && il_session_is_following (live->session)))
    return G_SOURCE_CONTINUE;
  live->timeout = 0;
  follow (live, is_on (live));
  return G_SOURCE_REMOVE;
}

static void
edited_cb (IlLive *live)
{
  gboolean soon = il_document_is_dragged (live->document);

  if (live->timeout && live->soon && soon)
    return;
  g_clear_handle_id (&live->timeout, g_source_remove);
  live->soon = soon;
  live->timeout = g_timeout_add (soon ? SOON : PAUSE, paused_cb, live);
}

void
il_live_begin (IlLive *live)
{
  g_clear_handle_id (&live->timeout, g_source_remove);
  follow (live, TRUE);
}

static void
turned_cb (IlLive *live)
{
  if (is_on (live) && il_session_is_stale (live->session))
    follow (live, TRUE);
}

IlLive *
il_live_new (IlSession *session, IlDocument *document, GActionMap *map)
{
  IlLive *live = g_new0 (IlLive, 1);
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful ("run-while-typing", NULL, g_variant_new_boolean (TRUE));

  live->session = g_object_ref (session);
  live->document = g_object_ref (document);
  live->action = g_object_ref (G_ACTION (action));
  g_action_map_add_action (map, live->action);
  g_signal_connect_swapped (document, "edited", G_CALLBACK (edited_cb), live);
  g_signal_connect_swapped (action, "notify::state", G_CALLBACK (turned_cb), live);
  return live;
}

void
il_live_free (IlLive *live)
{
  g_clear_handle_id (&live->timeout, g_source_remove);
  g_signal_handlers_disconnect_by_data (live->document, live);
  g_signal_handlers_disconnect_by_data (live->action, live);
  g_object_unref (live->action);
  g_object_unref (live->document);
  g_object_unref (live->session);
  g_free (live);
}

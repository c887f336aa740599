/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/session.h"
#include "app/window/document.h"

/* Follows what is written: shortly after the last key the session is told of the text (see il_session_follow), and
 * while a number is dragged at once, one text after the other. Owned by whoever made it; main thread only. */
typedef struct _IlLive IlLive;

/* Adds to MAP the action "run-while-typing", which is on at first. */
IlLive *il_live_new (IlSession *session, IlDocument *document, GActionMap *map);
void il_live_free (IlLive *live);

/* Something else was opened: it is followed at once, whether text is run while it is written or not. */
void il_live_begin (IlLive *live);

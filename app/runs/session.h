/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/runs/problems.h"
#include "app/runs/track.h"
#include "traces/derive/player.h"
#include "traces/record/trace.h"

/* What one window works on, without any widget: a workload that is checked and run under the three
 * models, or a recorded trace, and the player that moves through it.
 *
 * Everything here belongs to the main thread; checking, running and metrics happen on threads of their
 * own. Whoever shows a session calls il_session_advance each frame while it says so.
 *
 * Signals:
 *   "state-changed"     what il_session_state and il_session_describe return
 *   "tracks-changed"    the runs are others now, or gone
 *   "extended"          the runs have got further
 *   "metrics-changed"   a run's metrics have come, and what else is computed from it as a whole
 *   "problems-changed"  the list of problems
 *   "restless"          il_session_advance must be called each frame again */
#define IL_TYPE_SESSION (il_session_get_type ())
G_DECLARE_FINAL_TYPE (IlSession, il_session, IL, SESSION, GObject)

typedef enum {
  IL_SESSION_EMPTY,
  IL_SESSION_CHECKING,
  IL_SESSION_WRONG, /* the workload has errors: see the problems */
  IL_SESSION_RUNNING,
  IL_SESSION_OVER,
  IL_SESSION_RECORDED, /* shows a trace from a file */
} IlSessionState;

IlSession *il_session_new (void);

/* Checks TEXT on a worker thread and, if it is right, runs it: on the virtual clock under all three
 * models at once, and plays it from the start when they are over; on the wall clock one after
 * another, live. What was there before is let go, unless TEXT is wrong. */
void il_session_run (IlSession *session, const char *name, const char *text, IlClockKind clock);

/* Ends checking or running; what has been recorded stays. */
void il_session_stop (IlSession *session);

/* Shows a recorded trace. TRACKS, of IlTrack, are its runs where somebody has taken them in already, or NULL. */
void il_session_show_trace (IlSession *session, IlTrace *trace, GPtrArray *tracks);

/* Shows nothing. */
void il_session_clear (IlSession *session);

IlSessionState il_session_state (IlSession *session);
gboolean il_session_is_busy (IlSession *session); /* checking or running: there is something to stop */
char *il_session_describe (IlSession *session);   /* in a few words: "finished · 3 models compared" */

IlTrack *il_session_track (IlSession *session, IlModelKind model); /* NULL: none */
GPtrArray *il_session_problems (IlSession *session);               /* of IlProblem; owned by the session */
IlPlayer *il_session_player (IlSession *session);

/* The runs with the text they belong to, as far as they have come. NULL: there are none. */
IlTrace *il_session_dup_trace (IlSession *session);

/* The player goes on to END at least, ns: what is shown beside the session's runs is so long. Not while they go on. */
void il_session_set_least_end (IlSession *session, gint64 end);

/* ns of the trace per ns of real time; 0: so that the whole takes IL_SESSION_FIT_SECONDS. */
void il_session_set_speed (IlSession *session, double speed);
#define IL_SESSION_FIT_SECONDS 6

/* Moves to the nearest event, of any run, before or after the player's position. */
void il_session_step (IlSession *session, gboolean forward);

/* Takes in what has happened, for a few ms at most, and moves the player to NOW (us, monotonic). Returns
 * whether it wants to be called at the next frame too. */
gboolean il_session_advance (IlSession *session, gint64 now);

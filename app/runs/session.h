/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/runs/list-trace.h"
#include "app/runs/problems.h"
#include "app/runs/run-list.h"
#include "traces/derive/player.h"
#include "traces/record/trace.h"

/* What one window works on, without any widget: a run list, whose runs of the workload are run here, and the player
 * that moves through all of them.
 *
 * Everything here belongs to the main thread; checking, running and metrics happen on threads of their
 * own. Whoever shows a session calls il_session_advance each frame while it says so.
 *
 * Signals:
 *   "state-changed"     what il_session_state and il_session_describe return
 *   "tracks-changed"    the runs are others now, or gone; that of a single one is told by its entry
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

/* Owned by the session. It begins with the workload under each model, and does so again after il_session_clear. */
IlRunList *il_session_list (IlSession *session);

/* Checks TEXT on a worker thread and, if it is right, runs every entry of the list that is of the workload, on CLOCK
 * where it has none of its own: those on the virtual clock side by side, to be played from the start when they are
 * over; those on the wall clock one after another, live. Their tracks are replaced, unless TEXT is wrong, and the
 * replay stays where it was in those, but on the wall clock. */
void il_session_run (IlSession *session, const char *name, const char *text, IlClockKind clock);

/* Follows TEXT as it is being written, without being asked to run it: checks it on a worker thread, so that the
 * problems are those of TEXT, and, where it is right, makes the workload's runs on the virtual clock anew and puts them
 * in the place of those that are shown, all at once; the replay stays where it is, and begins at the end where nothing
 * was shown. They are not made where AGAIN is FALSE; where those of the last time cost too much (250 ms of processor
 * time) or these do (2 s, 256 MiB); and where what is shown is a trace. What is shown and not of TEXT is stale then.
 * Does nothing while the session is busy. */
void il_session_follow (IlSession *session, const char *name, const char *text, gboolean again);
gboolean il_session_is_stale (IlSession *session);

/* Other limits than these: ns, of the last time and now. */
void il_session_set_live_limits (IlSession *session, gint64 last, gint64 now);

/* Whether a text that is followed is being checked or run: another one would take its place. */
gboolean il_session_is_following (IlSession *session);

/* Whether the problems that came last are those of a text that is followed. */
gboolean il_session_is_followed (IlSession *session);

/* Whether the user stopped the runs that came last. */
gboolean il_session_was_stopped (IlSession *session);

/* Runs an entry of the list (again) as its settings are now; TEXT is checked first where it is not the one that was run
 * last. The others, and the replay, stay as they are. FALSE where none has been run yet, or the entry is not of the
 * workload. */
gboolean il_session_run_one (IlSession *session, IlListedRun *listed, const char *name, const char *text);

/* Adds what LISTED shows so far at the end of the list, to stay as it is. TEXT is the workload as it is to be run next:
 * where one line of it is not that of LISTED any more, the run is called by that line, "before: machine = 1"; as soon
 * as one is run, the others that were kept are. FALSE where LISTED is not over, or there is no room. */
gboolean il_session_keep (IlSession *session, IlListedRun *listed, const char *text, GError **error);

/* Ends checking or running; what has been recorded stays. */
void il_session_stop (IlSession *session);

/* The same for one run; the others go on. */
void il_session_stop_run (IlSession *session, IlListedRun *listed);

/* Shows a recorded trace: the list is that of its runs. TRACKS, of IlTrack, are its runs where somebody has taken them
 * in already, or NULL. */
void il_session_show_trace (IlSession *session, IlTrace *trace, GPtrArray *tracks);

/* Adds the runs of a recorded trace to what is shown, for comparison, under its NAME. FALSE where the list has no room.
 */
gboolean il_session_add_trace (IlSession *session, const char *name, IlTrace *trace, GPtrArray *tracks, GError **error);

/* Shows nothing. */
void il_session_clear (IlSession *session);

IlSessionState il_session_state (IlSession *session);
gboolean il_session_is_busy (IlSession *session); /* checking or running: there is something to stop */
char *il_session_describe (IlSession *session);   /* in a few words: "finished · 3 models compared" */

GPtrArray *il_session_problems (IlSession *session); /* of IlProblem; owned by the session */
IlPlayer *il_session_player (IlSession *session);

/* The runs with the text they belong to, as far as they have come. NULL: there are none. */
IlTrace *il_session_dup_trace (IlSession *session);

/* ns of the trace per ns of real time; 0: so that the whole takes IL_SESSION_FIT_SECONDS. */
void il_session_set_speed (IlSession *session, double speed);
#define IL_SESSION_FIT_SECONDS 6

/* Moves to the nearest event, of any run, before or after the player's position. */
void il_session_step (IlSession *session, gboolean forward);

/* Takes in what has happened, for a few ms at most, and moves the player to NOW (ns, monotonic). Returns
 * whether it wants to be called at the next frame too. */
gboolean il_session_advance (IlSession *session, gint64 now);

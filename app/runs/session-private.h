/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/session.h"
#include "app/runs/text-question.h"
#include "engine/language/load.h"
#include "engine/models/models.h"

/* Between the session's files only: session.c is what a window asks of it, session-check.c how a text becomes a
 * program, session-runs.c how its runs come to their end and are taken in. */

/* A listed run that is not over: it waits for its turn, goes on, or is not taken in wholly. */
typedef struct {
  IlListedRun *listed; /* a reference */
  IlRun *run;          /* NULL: it was recorded */
} IlPending;

typedef struct _IlFollower IlFollower;

struct _IlSession {
  GObject parent_instance;

  IlSessionState state;
  IlPlayer *player;
  double speed; /* 0: fit */

  char *name; /* of what is shown */
  char *text;
  IlRunList *list;
  IlProgram *program; /* what was checked last and is right; NULL: none */
  GPtrArray *pending; /* of IlPending, in the list's order */
  guint n_started_together;
  gboolean all_anew; /* the player is to begin anew when the runs are over, as all of them do */
  gboolean goes_on;  /* but others are shown already: the replay stays where it is, so long as that is */
  gboolean at_end;   /* and that is the end */
  gint64 held_end;   /* ns: of those that were shown, while the others come */
  gboolean was_live; /* some of them are on the wall clock */
  gboolean stopped;
  gint64 start_time;     /* ns, monotonic */
  gint64 processor_time; /* ns, of this program: then */
  gboolean restless;

  GPtrArray *problems;
  GCancellable *checking;
  IlFollower *follower;
};

enum { STATE_CHANGED, TRACKS_CHANGED, EXTENDED, METRICS_CHANGED, PROBLEMS_CHANGED, RESTLESS, N_SIGNALS };
extern guint il_session_signals[N_SIGNALS];

void il_session_set_state (IlSession *session, IlSessionState state);
void il_session_become_restless (IlSession *session);
void il_session_apply_speed (IlSession *session);

/* session-check.c */
void il_session_check (IlSession *session, const char *name, const char *text, IlClockKind clock, IlListedRun *only);

/* What is right takes the place of the session's text; all three are the session's then. */
void il_session_take_text (IlSession *session, char *name, char *text, IlProgram *program);
void il_session_tell_wrong (IlSession *session, const IlDiagnostics *diagnostics); /* adds them to the problems */
void il_session_cancel_checking (IlSession *session);

/* session-follow.c */
IlFollower *il_follower_new (void);
void il_follower_free (IlFollower *follower);
void il_session_cease_following (IlSession *session);     /* what is being made for it is dropped */
void il_session_set_cost (IlSession *session, gint64 ns); /* of all runs on the virtual clock, the last time */
void il_session_advance_following (IlSession *session);
gboolean il_session_is_making (IlSession *session); /* runs for a text that is followed */
gboolean il_session_gave_up_following (IlSession *session);

/* session-kept.c: TEXT takes the place of the session's */
void il_session_name_kept (IlSession *session, const char *text);

/* session-findings.c: asks workers what is found out about a complete run as a whole. */
void il_session_find_out (IlSession *session, IlTrack *track);

/* session-runs.c */
GPtrArray *il_session_new_pending (void);
void il_session_update_end (IlSession *session);
void il_session_start_runs (IlSession *session, gboolean same_text); /* of the program, as is the next */
void il_session_start_run (IlSession *session, IlListedRun *listed);
void il_session_take_in (IlSession *session); /* the runs of the list that were recorded */
void il_session_let_go (IlSession *session);  /* stops all runs, and frees them elsewhere */
void il_session_list_changed (IlSession *session);
IlRun *
il_session_new_run (IlSession *session, IlProgram *program, IlListedRun *listed); /* NULL: the problems say why */
void il_session_tell_problems (IlSession *session, IlListedRun *listed, IlRun *run);
void il_session_end_run (IlRun *run); /* stops and frees it, elsewhere */

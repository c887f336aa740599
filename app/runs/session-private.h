/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/session.h"
#include "engine/language/tree/program.h"
#include "engine/models/run/run.h"

/* Between the session's files only: session.c is what a window asks of it, session-runs.c how its runs come to their
 * end and are taken in. */

enum { N_MODELS = 3 };

struct _IlSession {
  GObject parent_instance;

  IlSessionState state;
  IlPlayer *player;
  double speed; /* 0: fit */
  gint64 least_end;

  char *name; /* of what is shown */
  char *text;
  IlClockKind clock;
  IlProgram *program;
  IlRun *runs[N_MODELS];
  IlTrack *tracks[N_MODELS];
  gboolean started[N_MODELS];
  gboolean over[N_MODELS]; /* and all of it taken in */
  gboolean stopped;
  gint64 start_time; /* us, monotonic */
  gboolean restless;

  GPtrArray *problems;
  GCancellable *checking;
};

enum { STATE_CHANGED, TRACKS_CHANGED, EXTENDED, METRICS_CHANGED, PROBLEMS_CHANGED, RESTLESS, N_SIGNALS };
extern guint il_session_signals[N_SIGNALS];

void il_session_set_state (IlSession *session, IlSessionState state);
void il_session_become_restless (IlSession *session);
void il_session_apply_speed (IlSession *session);

/* session-runs.c */
void il_session_update_end (IlSession *session);
void il_session_start_runs (IlSession *session, IlProgram *program);
void il_session_drop_tracks (IlSession *session); /* and the program and its runs */
void il_session_let_go (IlRun **run);             /* stops it, and frees it elsewhere */

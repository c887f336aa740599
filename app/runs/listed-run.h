/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "app/runs/run-settings.h"
#include "app/runs/track.h"
#include "traces/record/run-listing.h"

/* One entry of a run list: where a run comes from, how it is shown, and, once there is one, the run itself.
 *
 * Main thread only. Each property below has a "notify"; those that a view may set are said so. */
#define IL_TYPE_LISTED_RUN (il_listed_run_get_type ())
G_DECLARE_FINAL_TYPE (IlListedRun, il_listed_run, IL, LISTED_RUN, GObject)

typedef enum {
  IL_LISTED_RUN_EMPTY,   /* not run yet, or it cannot be: see the session's problems */
  IL_LISTED_RUN_WAITING, /* its turn has not come yet */
  IL_LISTED_RUN_RUNNING, /* or its recording is not taken in wholly yet */
  IL_LISTED_RUN_OVER,
} IlListedRunState;

/* The name of a run that is kept and of which nothing else is to be said. */
#define IL_KEPT_NAME "kept"

/* A copy is made of SETTINGS, and of NAME: what to call a run that is not the workload's ("before: machine = 1");
 * NULL for those that are. */
IlListedRun *il_listed_run_new (IlRunSource source, const IlRunSettings *settings, const char *name);

/* The same as a new entry without a number: source, settings, name, track and how it is shown. */
IlListedRun *il_listed_run_duplicate (IlListedRun *run);

/* A new entry that puts aside, as NAME, what RUN is now. It has a track, as RUN must have one. */
IlListedRun *il_listed_run_keep (IlListedRun *run, const char *name);

/* The badge: given by the list, unique and unchanged there, from 1; 0 before. */
guint il_listed_run_get_number (IlListedRun *run);

IlRunSource il_listed_run_get_source (IlListedRun *run);
const char *il_listed_run_get_name (IlListedRun *run);
void il_listed_run_set_name (IlListedRun *run, const char *name); /* property "name" */

/* As chosen (property "settings"); and as it was run, or would be as far as that is known (free it). */
const IlRunSettings *il_listed_run_get_settings (IlListedRun *run);
void il_listed_run_set_settings (IlListedRun *run, const IlRunSettings *settings);
IlRunSettings *il_listed_run_dup_effective_settings (IlListedRun *run);

/* What tells the run from the others of its list: "Threads · srtf · 2 cores"; "" outside a list. The detail says how it
 * was run, whether others differ in it or not, but for what the title says: "srtf · 2 cores", "one event loop"; free
 * it. */
const char *il_listed_run_get_title (IlListedRun *run);
char *il_listed_run_dup_detail (IlListedRun *run);

/* Owned by the entry; NULL: there is none yet. A re-run replaces it. */
IlTrack *il_listed_run_get_track (IlListedRun *run);

IlListedRunState il_listed_run_get_state (IlListedRun *run);

/* How a view shows it: as one merged lane; not at all. */
gboolean il_listed_run_get_collapsed (IlListedRun *run);
void il_listed_run_set_collapsed (IlListedRun *run, gboolean collapsed);
gboolean il_listed_run_get_hidden (IlListedRun *run);
void il_listed_run_set_hidden (IlListedRun *run, gboolean hidden);

/* Where the workload's run ended that this one took the place of, ns; -1: there was none, or it was stopped. */
gint64 il_listed_run_get_previous_end (IlListedRun *run);

/* Whether the text that it is of is another one by now (property "stale"). */
gboolean il_listed_run_get_stale (IlListedRun *run);

/* For the list and the session that the run belongs to. TRACK: a reference is taken. */
void il_listed_run_set_number (IlListedRun *run, guint number);
void il_listed_run_set_title (IlListedRun *run, const char *title);
void il_listed_run_set_track (IlListedRun *run, IlTrack *track);
void il_listed_run_set_state (IlListedRun *run, IlListedRunState state);
void il_listed_run_set_stale (IlListedRun *run, gboolean stale);
void il_listed_run_set_text (IlListedRun *run, const char *text); /* what the track is of; a copy is shared */
gboolean il_listed_run_is_of (IlListedRun *run, const char *text);

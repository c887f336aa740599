/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/listed-run.h"

/* Titles of the runs that are compared, of IlListedRun: each gets one that names only what differs among them. */
void il_run_titles_set (GPtrArray *runs);

/* How a run with these settings was run, in a few words: "srtf · 2 cores". What TITLE, which stands before it, says
 * already is left out. Free it. */
char *il_run_detail (const IlRunSettings *settings, IlRunSource source, const char *name, const char *title);

/* What tells RUN from the others where its badge stands beside: a part of its title, without the model where more is
 * said. */
const char *il_run_short_title (IlListedRun *run);

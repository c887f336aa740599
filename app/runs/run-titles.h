/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/listed-run.h"

/* Titles of the runs that are compared, of IlListedRun: each gets one that names only what differs among them. */
void il_run_titles_set (GPtrArray *runs);

/* How a run with these settings was run, in a few words: "srtf · 2 cores"; free it. */
char *il_run_detail (const IlRunSettings *settings, IlRunSource source, const char *name);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"
#include "engine/models/outside.h"

/* What runs beside the event loop: threads and processes of the cooperative model. */
typedef struct _IlCoopOutside IlCoopOutside;

IlCoopOutside *il_coop_outside_new (IlRun *run, IlLoop *loop);
void il_coop_outside_free (IlCoopOutside *outside); /* after the loop */

/* Runs INSTANCE, which il_run_add_outside made, and suspends the running task until it has ended. */
IlWake il_coop_outside_run (IlCoopOutside *outside, IlInstance *instance);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run.h"

/* The models there are, and which of them runs a program. */

/* Returns a run that has not started, or NULL where the options cannot be met. Takes a reference on
 * PROGRAM. */
IlRun *il_run_new (IlProgram *program, const IlRunOptions *options, GError **error);

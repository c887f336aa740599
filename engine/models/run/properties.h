/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run-private.h"

/* What the program says must hold, checked in an ordinary run. */

/* NULL: the program has no `always`. */
IlAlways *il_always_new (IlRun *run);
void il_always_free (IlAlways *always); /* may be NULL */

/* Whether an `always` has failed, which ends the run; so for the next, which may be called with SELF's error set. */
gboolean il_run_is_broken (const IlRun *run);

/* STEP, which SELF's statements have come to; but IL_STEP_ERROR, with its error set, where it has broken an `always`.
 */
IlStep il_instance_tell_broken (IlInstance *self, IlStep step);

/* Whether SELF is who has broken it. */
gboolean il_instance_has_broken (const IlInstance *self);

/* The error of the `always` that has failed, owned by the run; or NULL. Once the model has ended. */
IlRunError *il_run_broken_error (const IlRun *run);

/* Checks each `ensure`, once every task has ended: errors go to run->errors and the report. */
void il_run_check_ensure (IlRun *run);

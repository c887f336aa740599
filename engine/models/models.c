/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/models.h"

#include "engine/models/coop/coop.h"
#include "engine/models/real/posix-private.h"
#include "engine/models/simulated/machine-private.h"
#include "engine/models/sync/sync-private.h"

/* By model and clock: the simulated machine has the threads of the virtual clock, the kernel those of the wall clock.
 */
static const IlModelClass *const models[][2] = {
  [IL_MODEL_SYNC] = { [IL_CLOCK_VIRTUAL] = &il_sync_model, [IL_CLOCK_WALL] = &il_sync_model },
  [IL_MODEL_COOP] = { [IL_CLOCK_VIRTUAL] = &il_coop_model, [IL_CLOCK_WALL] = &il_coop_model },
  [IL_MODEL_THREADS] = { [IL_CLOCK_VIRTUAL] = &il_machine_model, [IL_CLOCK_WALL] = &il_posix_model },
};

IlRun *
il_run_new (IlProgram *program, const IlRunOptions *options, GError **error)
{
  return il_run_new_under (program, options, models[options->model][options->clock], error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/model.h"

/* Fills in, for those steps that a model does not have, ones that fail. */
void il_steps_complete (IlModelSteps *steps);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/host.h"
#include "tests/engine/language/interpret/fake-model.h"

/* What the steps of the fake model and its runs have in common. */
struct _IlRun {
  IlHost host;
  FakeModel *fake;
};

extern const IlModelSteps fake_steps;

/* A new one, which FAKE owns and nobody has run. It takes over the N ARGUMENTS. */
IlInstance *fake_model_add_instance (FakeModel *fake, const IlRoutine *routine, IlValue *arguments, guint n);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/text/parameter.h"

/* What a machine block may say of scheduling policies, which are somebody else's to know. All of it is constant. */
typedef struct {
  const char *const *(*policies) (void); /* their names, NULL-terminated */

  /* Those of a policy, of which the last has no name; NULL: it has none, or there is no such policy. */
  const IlParameter *(*parameters) (const char *policy);
} IlMachineWords;

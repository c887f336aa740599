/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop-private.h"

/* A gather that goes on, on the stack of who waits for it. */
typedef struct {
  IlTaskCalls calls; /* of those that have not told yet; first member */
  IlTask *awaiter;
  IlTask *const *tasks;
  size_t n_tasks;
  IlTask *failed; /* who decided it */
  bool errors;    /* they decide nothing */
  bool done;
  bool cancel_requested;
  bool cancelled; /* all returned, but a cancel had been passed on to them */
} IlGather;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Computing in earnest: taking processor time, as the kernel counts it for the calling thread. Plain C. */
typedef struct {
  int64_t (*now) (void *data);      /* ns, of a clock that goes on whoever has the core */
  bool (*is_stopping) (void *data); /* asked all the time */

  /* The thread was off its core for REGAINED - LOST ns, the latest before REGAINED; those are all together what the
   * kernel did not count for it. NULL: nobody wants to know. */
  void (*off_core) (int64_t lost, int64_t regained, void *data);

  /* "What off_core tells next is not before TIME." NULL: nobody wants to know. */
  void (*at) (int64_t time, void *data);
  void *data;
} IlBurn;

/* For DURATION ns of processor time. Returns false where it was stopped before. */
bool il_burn (const IlBurn *burn, int64_t duration);

/* The processor time of the calling thread so far, ns. */
int64_t il_thread_processor_time (void);

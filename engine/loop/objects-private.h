/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop-private.h"
#include "engine/loop/objects.h"

/* Conditions are made of a mutex, barriers of a condition. */

struct IlMutex {
  IlLoop *loop;
  uint32_t object;
  IlWhy why;    /* somebody waits for it */
  bool records; /* acquire and release */
  bool locked;
  IlWaiters waiters;
};

struct IlCondition {
  IlMutex mutex;
  IlWhy why;
  IlWaiters waiters;
};

struct IlSemaphore {
  IlLoop *loop;
  uint32_t object;
  IlWhy why;       /* somebody waits for it */
  int64_t permits; /* free, and handed to nobody */
  size_t n_handed; /* tasks that were handed a permit and have not run since */
  IlWaiters waiters;
};

struct IlBarrier {
  IlCondition condition;
  int64_t parties;
  int64_t count; /* of those that came and have not left */
  bool draining; /* until the last has left, newcomers wait */
};

struct IlDevice {
  IlSemaphore turns;
};

void il_semaphore_init (IlSemaphore *semaphore, IlLoop *loop, uint32_t object, IlWhy why, int64_t permits);
void il_mutex_init (IlMutex *mutex, IlLoop *loop, uint32_t object, IlWhy why, bool records);
void il_condition_init (IlCondition *condition, IlLoop *loop, uint32_t object, IlWhy why, IlWhy lock_why);

/* Waits until FD is readable. */
IlWake il_loop_wait_fd_for (IlLoop *loop, int fd, IlWhy why);

/* il_loop_io on OBJECT. */
IlWake il_loop_io_on (IlLoop *loop, int64_t duration, uint32_t object);

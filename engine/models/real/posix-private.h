/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/blocking/threads.h"
#include "engine/models/run/arrivals.h"

/* Real threads: what posix.c (their life) and posix-wait.c (computing and waiting) share. */
extern const IlModelClass il_posix_model;

typedef struct {
  IlThread thread; /* first member */
  IlRing *ring;
  GThread *handle;
  pthread_cond_t wake;
  gboolean woken;
  gboolean held;        /* it does not run yet */
  gboolean counted;     /* among those who are blocked */
  int io;               /* the file that it reads, which is readable as its time comes; or -1 */
  gboolean gaps;        /* preemptions are found in gaps of the clock */
  gint64 last;          /* time of its last record */
  gint64 awake;         /* when the kernel woke it last in its wait */
  gint64 due;           /* when the timer woke it that ends its wait just now; 0: none */
  _Atomic guint32 line; /* where it is, for the collector */
} IlReal;

typedef struct {
  IlThreads threads;    /* first member */
  IlArrivals *arrivals; /* guarded by the lock, as all below */
  guint n_alive;
  guint n_blocked; /* that only another thread can wake */
  gboolean deadlock;
  pthread_cond_t changed; /* all have ended, or the run is stopped */
  GPtrArray *all;         /* of IlReal, by task id - 1 */
  GQueue exited;          /* of IlReal: ended, not yet joined */
} IlPosix;

static inline IlPosix *
il_posix_of (const IlReal *real)
{
  return (IlPosix *) real->thread.instance->model;
}

static inline IlRun *
il_real_run (const IlReal *real)
{
  return real->thread.instance->run;
}

/* On the thread itself: leaves a record about the time now, which is returned. */
gint64 il_real_record (IlReal *self, IlRecord what);
void il_real_record_resume (IlReal *self);

/* With the lock held: who is blocked looks at whether that is to end. */
void il_posix_wake_all (IlPosix *posix);

/* With the lock held: whether everybody left waits for somebody else; if so, it is over. */
void il_posix_check_deadlock (IlPosix *posix);

IlStep il_posix_cpu (IlInstance *instance, gint64 duration);

/* On a thread that was started held: until it is released, or the run is over. Returns whether it is to run. */
gboolean il_real_wait_held (IlReal *self);

/* The IlThreadsClass. */
void il_posix_release (IlThread *thread);
IlStep il_posix_block (IlThread *self, IlWhy why, guint32 object_or_task, gint64 duration);
void il_posix_wake (IlThread *thread, IlThread *actor, guint32 by);
IlStep il_posix_give_way (IlThread *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/blocking/threads.h"

/* What the files threads*.c share. */

static inline IlThreads *
il_threads_of (IlInstance *self)
{
  return (IlThreads *) self->model;
}

static inline void
il_threads_lock (IlThreads *threads)
{
  if (threads->locks)
    pthread_mutex_lock (&threads->lock);
}

static inline void
il_threads_unlock (IlThreads *threads)
{
  if (threads->locks)
    pthread_mutex_unlock (&threads->lock);
}

/* With the lock held; so for all below. */
void il_thread_record_op (IlThread *self, guint object, IlOperation op, IlTraceValue value);

/* One who is told when a thread ends. It may be on the stack of a thread that waits for that. */
typedef struct _IlWatch IlWatch;
struct _IlWatch {
  void (*ended) (IlWatch *watch, IlThread *thread); /* it watches no more then */
  IlThread *watched;                                /* NULL: it watches no more */
  GList link;
};

void il_watch_begin (IlWatch *watch, IlThread *thread);
void il_watch_end (IlWatch *watch); /* where it still watches */

/* Blocks SELF, at the end of LINE (or NULL: in none), until somebody wakes it or DURATION is over.
 * IL_STEP_CANCELLED: it was cancelled, and stands in no line any more. */
IlStep il_thread_wait (IlThread *self, GQueue *line, IlWhy why, guint32 object_or_task, gint64 duration);

/* The same, but a cancel meanwhile is left for the next blocking step. */
IlStep il_thread_wait_masked (IlThread *self, GQueue *line, IlWhy why, guint32 object_or_task);

/* Takes THREAD out of its line and lets it go on. ACTOR does it; the trace says BY. */
void il_thread_wake (IlThread *thread, IlThread *actor, guint32 by);

/* Wakes the first in LINE and returns it, or NULL. */
IlThread *il_thread_wake_first (GQueue *line, IlThread *actor);
void il_thread_wake_all (GQueue *line, IlThread *actor);

/* Whether a cancel has to be delivered now, at a step that would block; if so, it is. */
gboolean il_thread_take_cancel (IlThread *self);

/* Cancels THREAD, or what it awaits. ACTOR does it; the trace says BY. Of an ended one: nothing. */
void il_thread_cancel (IlThread *thread, IlThread *actor, guint32 by);

/* One cancel of THREAD was for a block that has ended. */
void il_thread_take_back_cancel (IlThread *thread);

/* threads-offload.c */
void il_threads_offload_init (IlThreads *threads, const IlModelSteps *steps);
IlHow il_thread_execute_offload (IlThread *thread, IlTraceValue *shown); /* as il_instance_execute */
void il_thread_offload_ended (IlThread *thread);                         /* gives its place to the next */
void il_thread_offload_clear (IlThread *thread);

struct _IlGather {
  IlThread *awaiter;
  IlInstance *const *others;
  guint n_others;
  guint n_open;       /* that have not ended */
  IlInstance *failed; /* the first that did not end well, or NULL */
  gboolean errors;    /* how they end decides nothing */
  gboolean cancelled; /* a cancel was passed on to them */
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/items.h"
#include "engine/models/run/run-private.h"

/* What the two preemptive models share, the simulated machine and the real threads: waiting for each
 * other and for objects, cancelling, timeouts, groups. Whoever waits stands in line, first come first
 * served; a permit, a mutex or an item is handed to the first in line, so nobody can overtake.
 *
 * The models differ in how a thread blocks and is woken. With real threads, everything here happens
 * under one lock. */

typedef struct _IlThreads IlThreads;
typedef struct _IlThread IlThread;
typedef struct _IlGather IlGather;
typedef struct _IlThreadsWorker IlThreadsWorker;
typedef struct _IlThreadsObject IlThreadsObject;

/* One thread; a model's own kind of thread begins with it. The instance's model_data. */
struct _IlThread {
  IlInstance *instance;
  GQueue watches; /* of IlWatch: who is told of its end */

  gboolean waits;         /* it is blocked, and nobody has woken it yet */
  GQueue *line;           /* in which it stands meanwhile, or NULL */
  IlThreadsObject *wants; /* the mutex or condition whose lock it waits for meanwhile, or NULL */
  GList link;             /* there */
  IlThread *awaits;       /* whom a cancel reaches instead of it, or NULL */
  IlGather *gathers;      /* or those, or NULL */
  gboolean masked;        /* a cancel does not end its wait */
  gboolean interrupted;   /* a cancel did end it */

  IlValue value;    /* what it waits to put, or what it was given */
  gboolean refused; /* it was woken, as the queue was closed */
  char *disorder;   /* or as what it waited to put cannot be compared: how */

  guint n_cancels;          /* that were asked for and not taken back */
  gboolean must_cancel;     /* at the next blocking step */
  gboolean offloaded;       /* it runs a `thread f(x)` or a `process f(x)`, and has a place in the pool for that */
  gboolean killed;          /* as a process is: it takes no step any more */
  IlThreadsWorker *worker;  /* has it done in a real child process; or NULL */
  gboolean on_path;         /* of the cancel that is being passed on */
  IlModelTimeout *timeouts; /* that it is in, the innermost first */
};

#define IL_FOR_EVER G_MAXINT64

typedef struct {
  /* Blocks the calling thread until somebody wakes it, DURATION is over (IL_FOR_EVER: never), or the run
   * stops. Calls il_thread_expire as the time of a timeout comes, and then goes on waiting. */
  IlStep (*block) (IlThread *self, IlWhy why, guint32 object_or_task, gint64 duration);

  /* Lets a blocked THREAD go on. ACTOR is the thread that does it, BY who the trace says it was. */
  void (*wake) (IlThread *thread, IlThread *actor, guint32 by);

  /* `sleep 0` */
  IlStep (*give_way) (IlThread *self);

  /* Leaves a record, stamped with the time now. */
  void (*record) (IlThread *self, IlRecord record);

  /* Leaves the record as it is, its time too. Wall clock. */
  void (*record_as_is) (IlThread *self, IlRecord record);

  /* Makes the new instance's thread and starts it; one that is HELD does not run before it is released. On failure
   * fills in MESSAGE. */
  gboolean (*start) (IlThreads *threads, IlInstance *instance, IlThread *by, gboolean held, char **message);
  void (*release) (IlThread *thread);

  /* Ends the burst of a THREAD that was just killed. Virtual clock. */
  void (*cut_burst) (IlThread *thread);

  /* SELF, which has waited for the condition OBJECT, is about to take its lock again. NULL: nobody need know. */
  void (*before_retake) (IlThread *self, guint object);
} IlThreadsClass;

/* Who runs routines that are offloaded, some at once; the others wait in line. */
typedef struct {
  guint free;
  GQueue line; /* of IlThread, held */
} IlThreadsPool;

struct _IlThreadsObject {
  gint64 free;        /* semaphore, mutex, condition: permits that are left */
  IlThread *holder;   /* mutex, condition: who took it last, until somebody gives it back; NULL: it is free */
  IlItems items;      /* queue */
  guint n_unfinished; /* of those put, for which task_done was not said */
  GQueue getters;     /* who waits for a permit or an item */
  GQueue putters;     /* who waits for room */
  GQueue waiters;     /* event, condition, barrier: who waits for it; queue: for the end of its work */
  gboolean set;       /* event */
  gboolean closed;
  GArray *busy; /* device: of gint64, when each request in service ends */
};

struct _IlThreads {
  IlModel model;
  const IlThreadsClass *class;
  gboolean locks; /* whether threads are real, so that LOCK is used */
  pthread_mutex_t lock;
  IlThreadsObject *objects;
  IlThreadsPool pool;         /* of `thread f(x)` */
  IlThreadsPool process_pool; /* of `process f(x)` */
  IlModelSteps process_steps; /* what a process can do */
};

void il_threads_init (IlThreads *threads, IlRun *run, const IlThreadsClass *class, const IlModelSteps *steps,
                      gboolean locks);
void il_threads_finish (IlThreads *threads);

void il_thread_init (IlThread *thread, IlInstance *instance);
void il_thread_clear (IlThread *thread);

/* Runs the thread's instance, unless it is cancelled already, records its exit (unless the run stopped)
 * and tells who awaits it. */
void il_thread_execute (IlThread *thread);

/* When the next of the timeouts that the blocked THREAD is in ends its wait; G_MAXINT64: none does. With
 * the lock held; so for the next. */
gint64 il_thread_deadline (const IlThread *thread);

/* On the thread itself, or for it on the simulated machine: cancels what it does for each timeout whose
 * time has come by NOW. */
void il_thread_expire (IlThread *thread, gint64 now);

/* The steps that are the same for both models. */
IlStep il_threads_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned);
IlStep il_threads_await (IlInstance *self, IlInstance *other);
IlStep il_threads_shield (IlInstance *self, IlInstance *other);
IlStep il_threads_gather (IlInstance *self, IlInstance *const *others, guint n, gboolean errors);
IlStep il_threads_wait_all (IlInstance *self, IlInstance *const *others, guint n);
IlStep
il_threads_completions_begin (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions);
IlStep il_threads_completions_next (IlInstance *self, IlModelCompletions *completions, IlInstance **other);
void il_threads_completions_end (IlInstance *self, IlModelCompletions *completions);
IlStep il_threads_first (IlInstance *self, IlInstance *const *others, guint n, guint *first);
IlStep il_threads_ended (IlInstance *self, IlInstance *other, gboolean learn, gboolean *ended);
IlStep il_threads_cancel (IlInstance *self, IlInstance *other);
IlStep il_threads_timeout_begin (IlInstance *self, gint64 duration, IlModelTimeout **timeout);
IlStep il_threads_timeout_end (IlInstance *self, IlModelTimeout *timeout, IlStep body);
IlStep il_threads_group_begin (IlInstance *self, IlModelGroup **group);
IlStep il_threads_group_spawn (IlInstance *self, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments,
                               guint n, IlInstance **spawned);
IlStep il_threads_group_end (IlInstance *self, IlModelGroup *group, IlStep body);
IlStep il_threads_sleep (IlInstance *self, gint64 duration);
IlStep il_threads_io (IlInstance *self, gint64 duration);
IL_OBJECT_STEPS (IL_DECLARE_STEP, threads)
IlStep il_threads_read (IlInstance *self, guint object, IlValue *value);
IlStep il_threads_write (IlInstance *self, guint object, IlValue value);
void il_threads_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value);
void il_threads_print (IlInstance *self, const char *text);
gint64 il_threads_now (IlInstance *self);

IlStep il_threads_thread (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result);
IlStep il_threads_process (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result);

/* clang-format off */
#define IL_THREADS_STEPS                                                                                               \
  IL_OBJECT_STEPS (IL_NAME_STEP, threads)                                                                              \
  .spawn = il_threads_spawn, .await = il_threads_await, .shield = il_threads_shield, .gather = il_threads_gather,      \
  .first = il_threads_first, .wait_all = il_threads_wait_all, .completions_begin = il_threads_completions_begin,       \
  .completions_next = il_threads_completions_next, .completions_end = il_threads_completions_end, .ended = il_threads_ended, .cancel = il_threads_cancel, .timeout_begin = il_threads_timeout_begin,                   \
  .timeout_end = il_threads_timeout_end, .group_begin = il_threads_group_begin,                                        \
  .group_spawn = il_threads_group_spawn, .group_end = il_threads_group_end, .thread = il_threads_thread,               \
  .process = il_threads_process, .sleep = il_threads_sleep, .io = il_threads_io, .read = il_threads_read,              \
  .write = il_threads_write, .op = il_threads_op, .print = il_threads_print, .now = il_threads_now
/* clang-format on */

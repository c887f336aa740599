/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/coop/coop.h"

#include "engine/loop/offload.h"
#include "engine/models/run/process.h"
#include "engine/models/run/shared.h"
#include "engine/models/run/worker.h"

/* The loop's core is 0, those of its workers follow, and last comes that of the process. */

enum { MAX_CORE = 255 };

struct _IlCoopOutside {
  IlRun *run;
  IlLoop *loop;
  gboolean real; /* wall clock */
  IlModelSteps steps;
  IlRing **rings; /* wall clock: of each worker, its own to make; the last is the process's */
};

/* One piece of work. */
typedef struct {
  IlWorker worker;
  IlCoopOffload *outside;
  IlRing *ring;       /* wall clock */
  IlProcess *process; /* wall clock, of a process */
} Piece;

IlCoopOffload *
il_coop_offload_new (IlRun *run, IlLoop *loop)
{
  IlCoopOffload *outside = g_new0 (IlCoopOffload, 1);

  outside->run = run;
  outside->loop = loop;
  outside->real = run->options.clock == IL_CLOCK_WALL;
  outside->rings = g_new0 (IlRing *, il_run_workers (run) + 1);
  il_worker_steps_init (&outside->steps);
  return outside;
}

void
il_coop_offload_free (IlCoopOffload *outside)
{
  g_free (outside->rings);
  g_free (outside);
}

static gint64
virtual_now (IlWorker *self)
{
  return il_loop_now (((Piece *) self)->outside->loop);
}

static IlStep
virtual_pass (IlWorker *self, IlWhy why G_GNUC_UNUSED, gint64 duration)
{
  return il_loop_worker_pass (((Piece *) self)->outside->loop, duration) == IL_WAKE_OK ? IL_STEP_OK : IL_STEP_STOPPED;
}

static void
virtual_record (IlWorker *self, IlRecord record)
{
  il_loop_record (((Piece *) self)->outside->loop, record);
}

static void
real_record (IlWorker *self, IlRecord record)
{
  IlRing *ring = ((Piece *) self)->ring;

  if (ring)
    il_ring_write (ring, record);
}

static Piece *
piece_new (IlCoopOffload *outside, IlInstance *instance)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->outside = outside;
  piece->worker.instance = instance;
  if (outside->real)
    piece->worker = (IlWorker) { instance, 0, il_worker_real_now, il_worker_pass_really, real_record };
  else
    piece->worker = (IlWorker) { instance, 0, virtual_now, virtual_pass, virtual_record };
  if (outside->real && instance->shared)
    piece->process = il_process_new (&piece->worker, G_MAXINT64);
  instance->steps = &outside->steps;
  return piece;
}

static void
piece_free (Piece *piece)
{
  g_clear_pointer (&piece->process, il_process_free);
  g_free (piece);
}

/* It was cancelled before it began, or is killed: no step of its own says so. */
static void
end_unrun (Piece *piece)
{
  IlInstance *instance = piece->worker.instance;

  instance->end = IL_STEP_CANCELLED;
  instance->ended = TRUE;
  il_loop_record (piece->outside->loop,
                  il_record_exit (0, instance->id, IL_HOW_CANCELLED, (IlTraceValue) { 0 }, instance->line));
}

/* On the loop's thread: its result, even an error, is for nobody. */
static void
abandoned_cb (void *data)
{
  Piece *piece = data;

  if (!piece->worker.instance->ended)
    end_unrun (piece);
  piece->worker.instance->noticed = TRUE;
  piece_free (piece);
}

static void
kill_cb (void *data)
{
  il_process_kill (((Piece *) data)->process);
}

/* On the worker. */
static void *
work_cb (void *data, size_t number)
{
  Piece *piece = data;
  IlCoopOffload *outside = piece->outside;
  IlWorker *worker = &piece->worker;
  IlInstance *instance = worker->instance;
  guint place = instance->shared ? il_run_workers (outside->run) : (guint) number;
  IlTraceValue shown;

  worker->core = MIN (place + 1, MAX_CORE);
  if (outside->real && !outside->rings[place])
    outside->rings[place] = il_collector_add_ring (outside->run->collector);
  piece->ring = outside->rings[place];
  instance->model_data = worker;
  il_worker_record_now (worker, il_record_resume (0, instance->id, worker->core, 0, instance->line));
  il_shared_copy_begin (instance);
  IlHow how = piece->process ? il_process_execute (piece->process, &shown) : il_instance_execute (instance, &shown);
  if (!il_run_stopping (outside->run))
    il_worker_record_now (worker, il_record_exit (0, instance->id, how, shown, instance->line));
  instance->model_data = NULL;
  instance->ended = TRUE;
  return NULL;
}

/* Suspends the running task until INSTANCE has ended. */
static IlWake
run_piece (IlCoopOffload *outside, IlInstance *instance)
{
  IlLoop *loop = outside->loop;
  Piece *piece = piece_new (outside, instance);
  void *result;

  instance->id = il_loop_add_offload (loop, il_instance_name_text (instance));
  IlWork work = { work_cb, piece, abandoned_cb, piece->process ? kill_cb : NULL, instance->id };
  IlWake wake = instance->shared ? il_loop_process (loop, work, &result) : il_loop_thread (loop, work, &result);
  if (wake == IL_WAKE_ERROR)
    end_unrun (piece);
  if (wake != IL_WAKE_CANCELLED)
    piece_free (piece);
  return wake;
}

static IlStep
run_offload (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, gboolean process, IlValue *result)
{
  IlInstance *instance = il_run_add_offload (self, routine, arguments, n, process);

  if (!instance)
    return IL_STEP_ERROR;
  il_coop_loop (self);
  IlStep step = il_coop_step (self, run_piece (il_coop_of (self)->outside, instance));
  return step == IL_STEP_OK ? il_instance_take_offload (self, instance, result) : step;
}

IlStep
il_coop_thread (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return run_offload (self, routine, arguments, n, FALSE, result);
}

IlStep
il_coop_process (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return run_offload (self, routine, arguments, n, TRUE, result);
}

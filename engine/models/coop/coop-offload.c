/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/coop/coop.h"

#include "engine/loop/offload.h"
#include "engine/models/run/process.h"
#include "engine/models/run/properties.h"
#include "engine/models/run/shared.h"
#include "engine/models/run/switches.h"
#include "engine/models/run/worker.h"

/* The loop's core is 0, those of its workers follow, and last comes that of the process. */

enum { MAX_CORE = 255 };

struct _IlCoopOffload {
  IlRun *run;
  IlLoop *loop;
  gboolean real; /* wall clock */
  IlModelSteps steps;
  IlRing **rings; /* wall clock: of each worker, its own to make; the last is the process's */
};

/* One piece of work. */
typedef struct {
  IlWorker worker;
  IlCoopOffload *offload;
  IlRing *ring;       /* wall clock */
  IlProcess *process; /* wall clock, of a process */
} Piece;

IlCoopOffload *
il_coop_offload_new (IlRun *run, IlLoop *loop)
{
  IlCoopOffload *offload = g_new0 (IlCoopOffload, 1);

  offload->run = run;
  offload->loop = loop;
  offload->real = run->options.clock == IL_CLOCK_WALL;
  offload->rings = g_new0 (IlRing *, il_run_workers (run) + 1);
  il_worker_steps_init (&offload->steps);
  return offload;
}

void
il_coop_offload_free (IlCoopOffload *offload)
{
  g_free (offload->rings);
  g_free (offload);
}

static gint64
virtual_now (IlWorker *self)
{
  return il_loop_now (((Piece *) self)->offload->loop);
}

static IlStep
virtual_pass (IlWorker *self, IlWhy why G_GNUC_UNUSED, gint64 duration)
{
  return il_loop_worker_pass (((Piece *) self)->offload->loop, duration) == IL_WAKE_OK ? IL_STEP_OK : IL_STEP_STOPPED;
}

static void
virtual_record (IlWorker *self, IlRecord record)
{
  il_loop_record (((Piece *) self)->offload->loop, record);
}

static void
real_record (IlWorker *self, IlRecord record)
{
  IlRing *ring = ((Piece *) self)->ring;

  if (ring)
    il_ring_write (ring, record);
}

static Piece *
piece_new (IlCoopOffload *offload, IlInstance *instance)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->offload = offload;
  piece->worker.instance = instance;
  if (offload->real)
    piece->worker =
        (IlWorker) { instance, .now = il_worker_real_now, .pass = il_worker_pass_really, .record = real_record };
  else
    piece->worker = (IlWorker) { instance, .now = virtual_now, .pass = virtual_pass, .record = virtual_record };
  if (offload->real && instance->shared)
    piece->process = il_process_new (&piece->worker, G_MAXINT64);
  instance->steps = &offload->steps;
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
  il_loop_record (piece->offload->loop,
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
  IlCoopOffload *offload = piece->offload;
  IlWorker *worker = &piece->worker;
  IlInstance *instance = worker->instance;
  guint place = instance->shared ? il_run_workers (offload->run) : (guint) number;
  IlTraceValue shown;

  worker->core = MIN (place + 1, MAX_CORE);
  if (offload->real && !offload->rings[place])
    offload->rings[place] = il_collector_add_ring (offload->run->collector);
  piece->ring = offload->rings[place];
  instance->model_data = worker;
  if (offload->real && !piece->process) {
    worker->ring = piece->ring;
    worker->watched = il_run_watch_thread (offload->run, instance, &worker->line, worker->ring);
  }
  il_worker_record_now (worker, il_record_resume (0, instance->id, worker->core, 0, instance->line));
  il_shared_copy_begin (instance);
  IlHow how = piece->process ? il_process_execute (piece->process, &shown) : il_instance_execute (instance, &shown);
  if (!il_run_stopping (offload->run) || il_instance_has_broken (instance))
    il_worker_record_now (worker, il_record_exit (0, instance->id, how, shown, instance->line));
  il_run_watch_end (offload->run, instance);
  instance->model_data = NULL;
  instance->ended = TRUE;
  return NULL;
}

/* Suspends the running task until INSTANCE has ended. */
static IlWake
run_piece (IlCoopOffload *offload, IlInstance *instance)
{
  IlLoop *loop = offload->loop;
  Piece *piece = piece_new (offload, instance);
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
  IlStep step = il_coop_step (self, run_piece (il_coop_of (self)->offload, instance));
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/kinds.h"
#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/properties.h"
#include "engine/python/system.h"
#include "engine/python/tasks.h"

/* A thread a task. */

static const char *
write_cancel (IlExport *export, const IlExpression *handle)
{
  il_export_method (export, "", handle, ".cancel()"); /* which is refused */
  return NULL;
}

static const char *
write_group (IlExport *export)
{
  g_string_append (export->out, "with Group() as ");
  il_export_group_name (export);
  return NULL;
}

static void
write_timeout (IlExport *export, const IlExpression *time)
{
  g_string_append (export->out, "with timeout("); /* which is refused */
  il_export_at (export, time, IL_LEVEL_ANY);
  g_string_append_c (export->out, ')');
}

static void
write_offload (IlExport *export, const IlExpression *call, const IlRoutine *routine, IlExpressionKind how)
{
  il_export_call_through (export, how == IL_EXPRESSION_PROCESS ? "in_process(" : "in_thread(", routine, call);
}

static void
write_spawn (IlExport *export, const IlExpression *call, const char *name G_GNUC_UNUSED)
{
  const IlRoutine *routine = call->call.routine;
  gboolean in_group = il_export_is_in_group (export, call);

  if (in_group) {
    il_export_group_name (export);
    g_string_append (export->out, ".start(");
  }
  if (!routine->offloaded)
    il_export_call_through (export, "Task(", routine, call);
  else if (routine->offload_kind == IL_EXPRESSION_PROCESS)
    il_export_call_through (export, "Task(in_process, ", routine->offloaded, call);
  else
    il_export_call_through (export, "Task(in_thread, ", routine->offloaded, call);
  g_string_append (export->out, in_group ? ")" : "");
}

static IlLevel
write_several (IlExport *export, const IlExpression *tasks)
{
  g_string_append_printf (export->out, "%s(", il_tasks_word ((IlExpressionKind) tasks->kind));
  il_export_tasks (export, tasks, NULL);
  g_string_append_c (export->out, ')');
  return IL_LEVEL_ATOM;
}

/* No thread is cancelled. */
static void
write_shield (IlExport *export, const IlExpression *task)
{
  il_export_method (export, "", task, ".result()");
}

static void
write_start (IlExport *export, const IlExpression *call, const char *name, gboolean alone)
{
  if (alone && !export->features.shows_names && !export->features.random)
    il_export_call (export, call);
  else
    il_export_spawn (export, call, name);
}

static void
write_joins (IlExport *export, gboolean executors)
{
  if (executors)
    il_export_line (export, "# Once this thread has ended, the executors take no more.");
  il_export_line (export, "while tasks := [thread for thread in threading.enumerate() if isinstance(thread, Task)]:");
  il_export_line (export, "    tasks[0].join()");
}

static void
end_starts (IlExport *export)
{
  il_export_system_end (export);
  gboolean ensure = export->features.ensure, executors = export->features.thread || export->features.process;

  if (export->features.exit_status) {
    il_export_line (export, ensure ? "status = exit_status()" : "sys.exit(exit_status())");
    il_export_ensure (export);
    if (ensure)
      il_export_line (export, "sys.exit(status)");
    return;
  }
  if (export->features.spawn && (executors || ensure))
    write_joins (export, executors);
  il_export_ensure (export);
}

const IlDialect il_dialect_threads = {
  .way = "threads",
  .folder = "threads",
  .async = "",
  .await = "",
  .awaited = IL_LEVEL_ATOM,
  .cancelled = "Cancelled",
  .free = "._value",
  .handle_name = ".name",
  .makers = { [IL_OBJECT_SEMAPHORE] = "threading.Semaphore",
              [IL_OBJECT_MUTEX] = "threading.Lock",
              [IL_OBJECT_QUEUE] = "queue.Queue",
              [IL_OBJECT_EVENT] = "threading.Event",
              [IL_OBJECT_CONDITION] = "threading.Condition",
              [IL_OBJECT_BARRIER] = "threading.Barrier",
              [IL_OBJECT_DEVICE] = "Device" },
  .varieties = { [IL_VARIETY_BOUNDED] = "threading.BoundedSemaphore",
                 [IL_VARIETY_PRIORITY] = "queue.PriorityQueue",
                 [IL_VARIETY_LIFO] = "queue.LifoQueue" },
  .others_run = TRUE,
  .names_tasks = TRUE,
  .task_suffix = "",
  .pause = il_export_system_pause,
  .cancel = write_cancel,
  .group = write_group,
  .timeout = write_timeout,
  .offload = write_offload,
  .spawn = write_spawn,
  .several = write_several,
  .shield = write_shield,
  .next = il_export_system_next,
  .close = il_export_system_close,
  .begin_starts = il_export_system_begin,
  .start = write_start,
  .end_starts = end_starts,
};

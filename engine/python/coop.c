/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/kinds.h"
#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/names.h"
#include "engine/python/properties.h"
#include "engine/python/tasks.h"

/* Coroutines of asyncio. */

static const char *
write_pause (IlExport *export, const IlExpression *time, gboolean io)
{
  gboolean own = io && export->features.io_function;

  g_string_append (export->out, "await ");
  il_export_library (export, own ? "io" : "asyncio.sleep");
  g_string_append_c (export->out, '(');
  il_export_time (export, time);
  g_string_append_c (export->out, ')');
  return io && !own ? "I/O" : NULL;
}

static const char *
write_cancel (IlExport *export, const IlExpression *handle)
{
  il_export_method (export, "", handle, ".cancel()");
  return NULL;
}

static const char *
write_group (IlExport *export)
{
  g_string_append (export->out, "async with ");
  il_export_library (export, export->features.ordered_groups ? "TaskGroup" : "asyncio.TaskGroup");
  g_string_append (export->out, "() as ");
  il_export_group_name (export);
  return NULL;
}

static void
write_timeout (IlExport *export, const IlExpression *time)
{
  gboolean own = export->features.tells_errors;

  g_string_append (export->out, "async with ");
  il_export_library (export, own ? "timeout" : "asyncio.timeout");
  g_string_append_c (export->out, '(');
  if (own)
    il_export_at (export, time, IL_LEVEL_ANY);
  else
    il_export_time (export, time);
  g_string_append_c (export->out, ')');
}

static void
write_offload (IlExport *export, const IlExpression *call, const IlRoutine *routine, IlExpressionKind how)
{
  const char *thread = export->features.random ? "in_thread(" : "asyncio.to_thread(";

  il_export_library (export, how == IL_EXPRESSION_PROCESS ? "in_process(" : thread);
  export->dialect = &il_dialect_blocking;
  il_export_routine_name (export, routine);
  export->dialect = &il_dialect_coop;
  il_export_arguments (export, call, TRUE);
  g_string_append_c (export->out, ')');
}

static void
write_coroutine (IlExport *export, const IlExpression *call)
{
  if (call->call.routine->offloaded)
    il_export_offload (export, call);
  else
    il_export_call (export, call);
}

static void
write_spawn (IlExport *export, const IlExpression *call, const char *name)
{
  if (il_export_is_in_group (export, call)) {
    il_export_group_name (export);
    g_string_append (export->out, ".create_task(");
  } else
    il_export_library (export, "asyncio.create_task(");
  write_coroutine (export, call);
  if (name && !export->features.shows_names) {
    g_string_append (export->out, ", name=");
    il_export_string (export->out, name);
  }
  g_string_append (export->out, export->features.random ? ", context=seeded())" : ")");
}

/* An operand of `gather` or `shield`. Where tasks have no names and no random numbers, asyncio makes tasks of
 * coroutines itself. */
static void
write_task (IlExport *export, const IlExpression *task)
{
  if (task->kind == IL_EXPRESSION_SPAWN && (task->spawn & IL_SPAWN_IMPLIED) && !export->features.shows_names
      && !export->features.random)
    write_coroutine (export, task);
  else
    il_export_at (export, task, IL_LEVEL_ANY);
}

static gboolean
all_are_plain (IlExpression *const *values, guint n)
{
  for (guint i = 0; i < n; i++)
    if (values[i]->kind != IL_EXPRESSION_LITERAL && values[i]->kind != IL_EXPRESSION_VARIABLE
        && values[i]->kind != IL_EXPRESSION_OBJECT)
      return FALSE;
  return TRUE;
}

/* gather() itself starts calls when all operands are known, and looks at a task that has ended between one start and
 * the next. It is left to do so where nobody can tell, and in other places each is started where it stands. */
static gboolean
gather_may_start (const IlExpression *tasks)
{
  for (guint i = 0; i < tasks->n_items; i++) {
    const IlExpression *task = tasks->items[i];

    if (task->kind != IL_EXPRESSION_SPAWN || !(task->spawn & IL_SPAWN_IMPLIED)
        || !all_are_plain (task->call.arguments, task->call.n_arguments))
      return FALSE;
  }
  return TRUE;
}

static IlLevel
write_several (IlExport *export, const IlExpression *tasks)
{
  gboolean errors = tasks->kind == IL_EXPRESSION_GATHER_ERRORS;
  gboolean gather = errors || tasks->kind == IL_EXPRESSION_GATHER;

  if (tasks->kind != IL_EXPRESSION_AS_COMPLETED)
    g_string_append (export->out, "await ");
  if (gather)
    il_export_library (export, "asyncio.gather(");
  else
    g_string_append_printf (export->out, "%s(", il_tasks_word ((IlExpressionKind) tasks->kind));
  il_export_tasks (export, tasks, gather && gather_may_start (tasks) ? write_task : NULL);
  g_string_append (export->out, errors ? ", return_exceptions=True)" : ")");
  return IL_LEVEL_AWAIT;
}

static void
write_shield (IlExport *export, const IlExpression *task)
{
  g_string_append (export->out, "await ");
  il_export_library (export, "asyncio.shield(");
  write_task (export, task);
  g_string_append_c (export->out, ')');
}

static void
write_next (IlExport *export, const IlExpression *next)
{
  if (next->kind == IL_EXPRESSION_NEXT) {
    g_string_append (export->out, "await anext(");
    il_export_at (export, next->left, IL_LEVEL_ANY);
  } else {
    il_export_method (export, "await ", next->left, ".asend(");
    il_export_at (export, next->right, IL_LEVEL_ANY);
  }
  g_string_append_c (export->out, ')');
}

static void
write_close (IlExport *export, const IlExpression *value)
{
  IlKinds kinds = il_export_kinds (export, value);
  gboolean generator = (kinds.own & IL_CAN_GENERATOR) != 0;

  if (generator && (kinds.own & IL_CAN_OBJECT)) {
    il_export_method (export, "", value, ".close() if isinstance(");
    il_export_at (export, value, IL_LEVEL_ANY);
    g_string_append (export->out, ", Queue) else ");
  }
  il_export_method (export, generator ? "await " : "", value, generator ? ".aclose()" : ".close()");
}

/* The handles that `as` keeps, where the lines are those of a function. */
static void
write_globals (IlExport *export)
{
  const char *between = "global ";

  for (guint i = 0; i < export->program->starts->len; i++) {
    const IlStart *start = &g_array_index (export->program->starts, IlStart, i);

    if (start->as < 0 || start->at >= 0)
      continue;
    if (between[0] == 'g')
      il_export_begin_line (export);
    g_string_append (export->out, between);
    il_export_object (export, (guint) start->as);
    between = ", ";
  }
  if (between[0] != 'g')
    g_string_append_c (export->out, '\n');
}

static void
begin_starts (IlExport *export)
{
  g_string_append (export->out,
                   "\n\n"
                   "async def run():\n"
                   "    \"\"\"Waits until every task has ended, also those that nobody awaits: asyncio.run() would\n"
                   "    cancel them.\"\"\"\n");
  write_globals (export);
  if (export->features.exit_status)
    il_export_line (export, "asyncio.get_running_loop().set_exception_handler(note_failure)");
  if (!export->features.thread)
    return;
  il_export_begin_line (export);
  g_string_append (export->out, "asyncio.get_running_loop().set_default_executor(");
  il_export_library (export, "concurrent.futures.ThreadPoolExecutor");
  g_string_append_printf (export->out, "(%u))\n", il_export_workers (export->program));
}

static void
write_start (IlExport *export, const IlExpression *call, const char *name, gboolean alone G_GNUC_UNUSED)
{
  il_export_spawn (export, call, name);
}

static void
end_starts (IlExport *export)
{
  if (export->features.arrivals)
    il_export_line (export, "await arrivals.wait()");
  g_hash_table_add (export->imports, g_strdup ("asyncio"));
  il_export_line (export, "while tasks := asyncio.all_tasks() - {asyncio.current_task()}:");
  il_export_line (export, "    await asyncio.wait(tasks)");
  g_string_append (export->out, "\n\n"
                                "if __name__ == \"__main__\":\n"
                                "    asyncio.run(run())\n");
  il_export_ensure (export);
  if (export->features.exit_status)
    g_string_append (export->out, "    sys.exit(exit_status())\n");
}

const IlDialect il_dialect_coop = {
  .way = "coroutines on one event loop",
  .folder = "coop",
  .async = "async ",
  .await = "await ",
  .awaited = IL_LEVEL_AWAIT,
  .cancelled = "asyncio.CancelledError",
  .free = "._value",
  .handle_name = ".get_name()",
  .makers = { [IL_OBJECT_SEMAPHORE] = "asyncio.Semaphore",
              [IL_OBJECT_MUTEX] = "asyncio.Lock",
              [IL_OBJECT_QUEUE] = "asyncio.Queue",
              [IL_OBJECT_EVENT] = "asyncio.Event",
              [IL_OBJECT_CONDITION] = "asyncio.Condition",
              [IL_OBJECT_BARRIER] = "asyncio.Barrier",
              [IL_OBJECT_DEVICE] = "Device" },
  .varieties = { [IL_VARIETY_BOUNDED] = "asyncio.BoundedSemaphore",
                 [IL_VARIETY_PRIORITY] = "asyncio.PriorityQueue",
                 [IL_VARIETY_LIFO] = "asyncio.LifoQueue" },
  .others_run = TRUE,
  .names_tasks = TRUE,
  .has_event_loop = TRUE,
  .task_suffix = "",
  .pause = write_pause,
  .cancel = write_cancel,
  .group = write_group,
  .timeout = write_timeout,
  .offload = write_offload,
  .spawn = write_spawn,
  .several = write_several,
  .shield = write_shield,
  .next = write_next,
  .close = write_close,
  .begin_starts = begin_starts,
  .start = write_start,
  .end_starts = end_starts,
};

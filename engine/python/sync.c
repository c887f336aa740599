/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/kinds.h"
#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/names.h"
#include "engine/python/properties.h"
#include "engine/python/system.h"
#include "engine/python/tasks.h"

/* Plain functions, one after another: a task that is spawned has ended when the handle of it is there. */

static const char *
write_pause (IlExport *export, const IlExpression *time, gboolean io)
{
  if (!export->features.timeout)
    return il_export_system_pause (export, time, io);
  g_string_append (export->out, "sleep(");
  il_export_time (export, time);
  g_string_append_c (export->out, ')');
  return io ? "I/O" : NULL;
}

static const char *
write_cancel (IlExport *export, const IlExpression *handle)
{
  if (export->features.turns) {
    il_export_method (export, "", handle, ".cancel()");
    return NULL;
  }
  g_string_append (export->out, "pass");
  return "nothing to cancel: it has ended";
}

static const char *
write_group (IlExport *export)
{
  g_string_append (export->out, "with ");
  il_export_library (export, "contextlib.nullcontext");
  g_string_append (export->out, "()");
  return "a group: each of its tasks has ended at once";
}

static void
write_timeout (IlExport *export, const IlExpression *time)
{
  g_string_append (export->out, "with timeout(");
  il_export_at (export, time, IL_LEVEL_ANY);
  g_string_append_c (export->out, ')');
}

/* f(x), or what f is handed to: Task("f", seeded, f, x). FIRST: the first of these, or NULL. TASK: the class of those
 * that have a handle. */
static void
write_call (IlExport *export, const IlExpression *call, const char *name, const char *first, const char *task)
{
  const IlRoutine *offloaded = call->call.routine->offloaded;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  GString *out = export->out;
  g_autoptr (GString) quoted = g_string_new (NULL);

  if (first)
    g_ptr_array_add (words, (gpointer) first);
  if (export->features.task_class) {
    il_export_string (quoted, name ? name : il_routine_name (call->call.routine));
    g_ptr_array_add (words, (gpointer) task);
    g_ptr_array_add (words, quoted->str);
  }
  if (export->features.random)
    g_ptr_array_add (words, (gpointer) "seeded"); /* the task's */
  if (export->features.random && offloaded)
    g_ptr_array_add (words, (gpointer) "seeded"); /* of them, those outside of it */
  if (offloaded && call->call.routine->offload_kind == IL_EXPRESSION_PROCESS)
    g_ptr_array_add (words, (gpointer) "in_process");
  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (out, "%s%s", (const char *) g_ptr_array_index (words, i), i == 0 ? "(" : ", ");
  il_export_routine_name (export, offloaded ? offloaded : call->call.routine);
  g_string_append (out, words->len == 0 ? "(" : "");
  il_export_arguments (export, call, words->len > 0);
  g_string_append_c (out, ')');
}

static void
write_spawn (IlExport *export, const IlExpression *call, const char *name)
{
  write_call (export, call, name, NULL, "Task");
}

static void
write_offload (IlExport *export, const IlExpression *call, const IlRoutine *routine, IlExpressionKind how)
{
  gboolean process = how == IL_EXPRESSION_PROCESS;

  if (export->features.random)
    il_export_call_through (export, process ? "seeded(in_process, " : "seeded(", routine, call);
  else if (process)
    il_export_call_through (export, "in_process(", routine, call);
  else {
    il_export_routine_name (export, routine);
    g_string_append_c (export->out, '(');
    il_export_arguments (export, call, FALSE);
    g_string_append_c (export->out, ')');
  }
}

/* For what raises nothing: a task that fails has a handle all the same. */
static void
write_attempt (IlExport *export, const IlExpression *task)
{
  if (task->kind != IL_EXPRESSION_SPAWN) {
    il_export_at (export, task, IL_LEVEL_ANY);
    return;
  }
  g_string_append (export->out, "attempt(");
  il_export_string (export->out, il_routine_name (task->call.routine));
  g_string_append (export->out, ", lambda: ");
  il_export_at (export, task, IL_LEVEL_ANY);
  g_string_append_c (export->out, ')');
}

/* Those of several, in brackets; BEFORE: what opens these. */
static void
write_tasks (IlExport *export, const IlExpression *tasks, const char *before,
             void (*write) (IlExport *, const IlExpression *), const char *after)
{
  gboolean none = FALSE;

  for (guint i = 0; i < tasks->n_items; i++)
    none |= il_kinds_have_none (il_export_kinds (export, tasks->items[i]));
  none &= export->features.none_handles;
  g_string_append_printf (export->out, "%s%s", before, none ? "*handles(" : "");
  il_export_tasks (export, tasks, write);
  g_string_append_printf (export->out, "%s%s", none ? ")" : "", after);
}

/* All have ended; without a class of them, their results stand for them. */
static IlLevel
write_several (IlExport *export, const IlExpression *tasks)
{
  if (tasks->kind != IL_EXPRESSION_GATHER && tasks->kind != IL_EXPRESSION_FIRST) {
    g_string_append (export->out, il_tasks_word ((IlExpressionKind) tasks->kind));
    write_tasks (export, tasks, "(", write_attempt, ")");
    return IL_LEVEL_ATOM;
  }
  gboolean gather = tasks->kind == IL_EXPRESSION_GATHER, handles = gather && export->features.task_class;

  if (!gather && export->features.turns) {
    write_tasks (export, tasks, "first(", NULL, ")");
    return IL_LEVEL_ATOM;
  }
  write_tasks (export, tasks, handles ? "gather(" : "[", NULL, handles ? ")" : gather ? "]" : "][0]");
  return IL_LEVEL_ATOM;
}

static void
write_shield (IlExport *export, const IlExpression *task)
{
  il_export_method (export, "", task, export->features.own_tasks ? ".result()" : "");
}

static void
write_start (IlExport *export, const IlExpression *call, const char *name, gboolean alone G_GNUC_UNUSED)
{
  gboolean turns = export->features.turns;

  write_call (export, call, name, export->features.starts_apart && !turns ? "start" : NULL, turns ? "Turn" : "Task");
}

static void
end_starts (IlExport *export)
{
  il_export_system_end (export);
  il_export_ensure (export);
  gboolean apart = export->features.starts_apart, lost = export->features.tells_lost;
  const char *failed = export->features.turns ? "bool(Turn.lost)" : "failed";

  if (!apart && !lost)
    return;
  il_export_begin_line (export);
  il_export_library (export, "sys.exit");
  g_string_append_printf (export->out, "(%s%s%s)\n", lost ? "tell_lost()" : "", lost && apart ? " or " : "",
                          apart ? failed : "");
}

const IlDialect il_dialect_sync = {
  .way = "one thing after another",
  .folder = "sync",
  .async = "",
  .await = "",
  .awaited = IL_LEVEL_ATOM,
  .cancelled = "Cancelled",
  .free = ".permits",
  .handle_name = ".name",
  .makers = { [IL_OBJECT_SEMAPHORE] = "Semaphore",
              [IL_OBJECT_MUTEX] = "Mutex",
              [IL_OBJECT_QUEUE] = "queue.Queue",
              [IL_OBJECT_EVENT] = "Event",
              [IL_OBJECT_CONDITION] = "Condition",
              [IL_OBJECT_BARRIER] = "Barrier",
              [IL_OBJECT_DEVICE] = "Device" },
  .varieties = { [IL_VARIETY_BOUNDED] = "BoundedSemaphore",
                 [IL_VARIETY_PRIORITY] = "queue.PriorityQueue",
                 [IL_VARIETY_LIFO] = "queue.LifoQueue" },
  .names_locks = TRUE,
  .task_suffix = "",
  .pause = write_pause,
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

const IlDialect il_dialect_blocking = {
  .free = "._value",
  .async = "",
  .await = "",
  .awaited = IL_LEVEL_ATOM,
  .cancelled = "Cancelled",
  .task_suffix = "_blocking",
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
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

static const IlStart *
start_at (const IlExport *export, guint i)
{
  return &g_array_index (export->program->starts, IlStart, i);
}

static gboolean
arrives (const IlStart *start)
{
  return start->at >= 0 || start->every > 0;
}

gboolean
il_export_has_arrivals (const IlExport *export)
{
  for (guint i = 0; i < export->program->starts->len; i++)
    if (arrives (start_at (export, i)))
      return TRUE;
  return FALSE;
}

gboolean
il_export_keeps_starts (const IlExport *export)
{
  for (guint i = 0; i < export->program->starts->len; i++)
    if (start_at (export, i)->as >= 0)
      return TRUE;
  return FALSE;
}

/* Under sync, a task that fails is not the end of those that are started after it. */
gboolean
il_export_starts_apart (const IlExport *export)
{
  return export->model == IL_MODEL_SYNC && export->fails
         && (export->program->starts->len > 1 || il_export_has_arrivals (export));
}

/* What starts the task. */
static void
write_start (IlExport *export, const IlStart *start)
{
  IlExpression call = {
    .kind = IL_EXPRESSION_SPAWN,
    .call = { .arguments = (IlExpression **) start->arguments,
              .n_arguments = start->n_arguments,
              .routine = start->routine },
  };
  gboolean alone = export->program->starts->len == 1 && !arrives (start) && start->as < 0;

  if (start->as >= 0) {
    il_export_object (export, (guint) start->as);
    g_string_append (export->out, " = ");
  }
  if (export->model == IL_MODEL_THREADS && alone && !export->shows_names && !export->uses_random)
    il_export_call (export, &call);
  else if (il_export_starts_apart (export))
    il_export_start_call (export, &call, start->name);
  else
    il_export_spawn (export, &call, start->name);
}

/* What has no counterpart. */
static void
end_start_line (IlExport *export, const IlStart *start)
{
  const IlStart defaults = IL_START_DEFAULTS;
  gboolean lost = start->deadline != defaults.deadline || start->length != defaults.length
                  || start->priority != defaults.priority || start->weight != defaults.weight
                  || start->core != defaults.core;

  g_string_append (export->out,
                   lost ? "  # deadline, length, priority, weight and core are for simulated threads\n" : "\n");
}

static void
write_arrival (IlExport *export, const IlStart *start, guint i)
{
  GString *out = export->out;

  if (start->as >= 0) {
    il_export_line (export, "def start_%u():", i + 1);
    export->indent++;
    il_export_begin_line (export);
    g_string_append (out, "global ");
    il_export_object (export, (guint) start->as);
    g_string_append_c (out, '\n');
    il_export_begin_line (export);
    write_start (export, start);
    end_start_line (export, start);
    export->indent--;
    g_string_append_c (out, '\n');
  }
  il_export_begin_line (export);
  g_string_append (out, "arrivals.at(");
  il_export_seconds (out, start->at >= 0 ? start->at : start->every);
  g_string_append_printf (out, ", %u, ", i + 1);
  if (start->as >= 0)
    g_string_append_printf (out, "start_%u", i + 1);
  else {
    g_string_append (out, "lambda: ");
    write_start (export, start);
  }
  if (start->every > 0) {
    g_string_append (out, ", every=");
    il_export_seconds (out, start->every);
  }
  if (start->until < G_MAXINT64) {
    g_string_append (out, ", until=");
    il_export_seconds (out, start->until);
  }
  g_string_append_c (out, ')');
  end_start_line (export, start);
}

/* The handles that `as` keeps, where the lines are those of a function. */
static void
write_globals (IlExport *export)
{
  const char *between = "global ";

  for (guint i = 0; i < export->program->starts->len; i++) {
    const IlStart *start = start_at (export, i);

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
write_lines (IlExport *export)
{
  for (guint i = 0; i < export->program->starts->len; i++) {
    const IlStart *start = start_at (export, i);

    if (start->line > 0)
      il_export_comments_before (export, start->line);
    if (start->at < 0) {
      il_export_begin_line (export);
      write_start (export, start);
      end_start_line (export, start);
    }
    if (arrives (start))
      write_arrival (export, start, i);
  }
}

/* Every start makes a task, and waits for none. */
void
il_export_starts (IlExport *export)
{
  gboolean coop = export->model == IL_MODEL_COOP, arrivals = il_export_has_arrivals (export);

  if (coop)
    g_string_append (export->out,
                     "\n\n"
                     "async def run():\n"
                     "    \"\"\"Waits until every task has ended, also those that nobody awaits: asyncio.run() would\n"
                     "    cancel them.\"\"\"\n");
  else
    g_string_append (export->out, "\n\nif __name__ == \"__main__\":\n");
  export->indent = 1;
  if (coop)
    write_globals (export);
  if (coop && export->uses_thread)
    il_export_line (export,
                    "asyncio.get_running_loop().set_default_executor(concurrent.futures.ThreadPoolExecutor(%u))",
                    il_export_workers (export));
  if (export->uses_process && export->prints)
    il_export_line (export, "sys.stdout.reconfigure(line_buffering=True)  # the processes' lines come in between");
  if (arrivals)
    il_export_line (export, "arrivals = Arrivals()");
  write_lines (export);
  if (arrivals)
    il_export_line (export, coop ? "await arrivals.wait()" : "arrivals.wait()");
  if (export->model == IL_MODEL_THREADS && export->uses_spawn && (export->uses_thread || export->uses_process)) {
    il_export_line (export, "# Once this thread has ended, the executors take no more.");
    il_export_line (export, "while tasks := [thread for thread in threading.enumerate() if isinstance(thread, Task)]:");
    il_export_line (export, "    tasks[0].join()");
  }
  export->indent = 0;
  if (coop)
    g_string_append (export->out, "    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:\n"
                                  "        await asyncio.wait(tasks)\n"
                                  "\n\n"
                                  "if __name__ == \"__main__\":\n"
                                  "    asyncio.run(run())\n");
}

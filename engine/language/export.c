/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/export-private.h"

#include <gio/gio.h>

/* The whole of the exported program: what it imports, its objects, the helpers that it needs, its routines,
 * its start. The routines are written first, as what they use decides about the rest. */

static void
write_routines (IlExport *export)
{
  for (guint i = 0; i < export->program->routines->len; i++) {
    const IlRoutine *routine = g_ptr_array_index (export->program->routines, i);
    g_autofree char *name = il_export_name (export, routine->name);
    gboolean async = routine->kind == IL_ROUTINE_TASK && export->model == IL_MODEL_COOP;

    export->routine = routine;
    g_string_append (export->out, "\n\n");
    il_export_comments_before (export, routine->line);
    g_string_append_printf (export->out, "%sdef %s(", async ? "async " : "", name);
    for (guint j = 0; j < routine->n_parameters; j++) {
      g_string_append (export->out, j > 0 ? ", " : "");
      il_export_variable (export, routine->parameters[j]);
    }
    g_string_append (export->out, "):");
    il_export_end_line (export, routine->line, NULL);
    il_export_body (export, &routine->body);
  }
  export->routine = NULL;
}

static void
write_start (IlExport *export, const IlStart *start)
{
  IlExpression call = {
    .kind = IL_EXPRESSION_SPAWN,
    .call = { .arguments = (IlExpression **) start->arguments, .n_arguments = start->n_arguments, .routine = start->routine },
  };

  if (export->model == IL_MODEL_THREADS && export->program->starts->len == 1)
    il_export_call (export, &call);
  else
    il_export_expression (export, &call);
}

static void
write_starts (IlExport *export)
{
  gboolean coop = export->model == IL_MODEL_COOP;

  if (coop)
    g_string_append (export->out,
                     "\n\n"
                     "async def run():\n"
                     "    \"\"\"Waits until every task has ended, also those that nobody awaits: asyncio.run() would\n"
                     "    cancel them.\"\"\"\n");
  else
    g_string_append (export->out, "\n\nif __name__ == \"__main__\":\n");
  export->indent = 1;
  for (guint i = 0; i < export->program->starts->len; i++) {
    il_export_begin_line (export);
    write_start (export, &g_array_index (export->program->starts, IlStart, i));
    g_string_append_c (export->out, '\n');
  }
  export->indent = 0;
  if (coop)
    g_string_append (export->out,
                     "    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:\n"
                     "        await asyncio.wait(tasks)\n"
                     "\n\n"
                     "if __name__ == \"__main__\":\n"
                     "    asyncio.run(run())\n");
}

static void
write_objects (IlExport *export)
{
  static const char *const makers[3][3] = {
    { "Semaphore", "Mutex", "queue.Queue" },
    { "threading.Semaphore", "threading.Lock", "queue.Queue" },
    { "asyncio.Semaphore", "asyncio.Lock", "asyncio.Queue" },
  };
  const GArray *objects = export->program->objects;

  for (guint i = 0; i < objects->len; i++) {
    const IlObjectDeclaration *object = &g_array_index (objects, IlObjectDeclaration, i);
    g_autofree char *name = il_export_name (export, object->name);
    guint kind = object->kind == IL_OBJECT_SEMAPHORE ? 0 : object->kind == IL_OBJECT_MUTEX ? 1 : 2;
    gboolean number = kind == 0 || (kind == 2 && object->capacity > 0);

    g_string_append (export->out, i == 0 ? "\n" : "");
    il_export_comments_before (export, object->line);
    g_string_append_printf (export->out, "%s = %s(", name, makers[export->model - IL_MODEL_SYNC][kind]);
    if (number)
      g_string_append_printf (export->out, "%" G_GINT64_FORMAT, object->capacity);
    g_string_append_c (export->out, ')');
    il_export_end_line (export, object->line, NULL);
  }
}

static gboolean
has_queue (const IlProgram *program)
{
  for (guint i = 0; i < program->objects->len; i++)
    if (g_array_index (program->objects, IlObjectDeclaration, i).kind == IL_OBJECT_QUEUE)
      return TRUE;
  return FALSE;
}

static void
write_imports (IlExport *export)
{
  gboolean coop = export->model == IL_MODEL_COOP, threads = export->model == IL_MODEL_THREADS;
  gboolean sleeps = !coop && (export->uses_sleep || export->uses_io);
  gsize before = export->out->len;

  if (coop)
    il_export_line (export, "import asyncio");
  if (il_export_has_io (export))
    il_export_line (export, "import ctypes\nimport os");
  if (!coop && has_queue (export->program))
    il_export_line (export, "import queue");
  if (il_export_has_io (export))
    il_export_line (export, "import struct");
  if (threads && (export->program->objects->len > 0 || export->uses_spawn))
    il_export_line (export, "import threading");
  if (export->uses_cpu || export->uses_now || sleeps || il_export_has_io (export))
    il_export_line (export, "import time");
  if (export->out->len > before)
    g_string_append_c (export->out, '\n');
}

static void
write_notes (IlExport *export)
{
  const IlProgram *program = export->program;
  const IlMachineDeclaration *machine = &program->machine;
  gsize before = export->out->len;

  if (export->calculates)
    il_export_line (export, "# Integers have no bounds here. In the workload they have 64 bits, and more is an error.");
  if (program->objects->len > 0 && export->model != IL_MODEL_SYNC)
    il_export_line (export, "# A deadlock is not noticed here: the program then waits for ever.");
  if (export->model == IL_MODEL_SYNC && export->shows_names)
    il_export_line (export, "# What spawn would give a handle of has ended at once: the result stands for the handle, also\n"
                            "# where it is shown.");
  if (export->model == IL_MODEL_THREADS && (machine->cores || machine->policy || machine->quantum >= 0 || machine->switch_cost >= 0))
    il_export_line (export, "# The machine block has no equivalent: the kernel schedules these threads, and CPython lets one at\n"
                            "# a time compute.");
  if (export->out->len > before)
    g_string_append_c (export->out, '\n');
}

char *
il_export_python (const IlProgram *program, IlModelKind model, GError **error)
{
  static const char *const ways[] = {
    [IL_MODEL_SYNC] = "one thing after another",
    [IL_MODEL_THREADS] = "threads",
    [IL_MODEL_COOP] = "coroutines on one event loop",
  };
  guint line;
  const char *refused = il_export_refusal (program, &line);

  if (refused) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "line %u: '%s' is not supported yet in the Python export", line, refused);
    return NULL;
  }

  g_autoptr (GString) routines = g_string_new (NULL);
  GString *out = g_string_new ("#!/usr/bin/env python3\n\"\"\"");
  IlExport export = { .program = program, .model = model, .out = out };

  g_autoptr (GHashTable) names = export.routine_names = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < program->routines->len; i++)
    g_hash_table_add (names, (gpointer) ((IlRoutine *) g_ptr_array_index (program->routines, i))->name);
  il_export_find_kinds (&export);
  il_export_read_comments (&export);
  il_export_title (&export);
  g_autofree char *name = g_strescape (program->name, NULL);
  g_string_append_printf (out, "The workload %s as a Python program: %s.\n\"\"\"\n", name, ways[model]);
  g_autoptr (GString) objects = export.out = g_string_new (NULL);
  write_objects (&export);
  export.out = routines;
  write_routines (&export);
  write_starts (&export);

  export.out = out;
  write_imports (&export);
  write_notes (&export);
  g_string_truncate (out, out->len - 1);
  il_export_helpers (&export);
  g_string_append_printf (out, "%s%s", export.helpers ? "\n" : "", objects->str);
  g_string_append (out, routines->str);

  il_export_free_kinds (&export);
  g_ptr_array_unref (export.lines);
  return g_string_free (out, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

#include <gio/gio.h>
#include <string.h>

/* The whole of the exported program: what it imports, its objects, the helpers that it needs, its routines,
 * its start. The routines are written first, as what they use decides about the rest. */

static void
write_routine (IlExport *export, const IlRoutine *routine)
{
  gboolean async = routine->kind != IL_ROUTINE_FUNCTION && export->model == IL_MODEL_COOP;

  g_string_append (export->out, "\n\n");
  il_export_comments_before (export, routine->line);
  g_string_append (export->out, async ? "async def " : "def ");
  il_export_routine_name (export, routine);
  g_string_append_c (export->out, '(');
  for (guint j = 0; j < routine->n_parameters; j++) {
    g_string_append (export->out, j > 0 ? ", " : "");
    il_export_variable (export, routine->parameters[j]);
  }
  g_string_append (export->out, "):");
  il_export_end_line (export, routine->line, NULL);
  il_export_body (export, routine);
}

/* The tasks that asyncio runs in a thread or process, once more, as they are there. */
static void
write_blocking (IlExport *export)
{
  g_autoptr (GHashTable) written = g_hash_table_new (NULL, NULL);
  gboolean more = TRUE;

  while (more) {
    more = FALSE;
    for (guint i = 0; i < export->program->routines->len; i++) {
      IlRoutine *routine = g_ptr_array_index (export->program->routines, i);

      if (!g_hash_table_contains (export->blocking, routine) || !g_hash_table_add (written, routine))
        continue;
      more = export->blocks = TRUE;
      export->model = IL_MODEL_SYNC;
      write_routine (export, routine);
      export->model = IL_MODEL_COOP;
      export->blocks = FALSE;
    }
  }
}

static void
write_routines (IlExport *export)
{
  for (guint i = 0; i < export->program->routines->len; i++)
    write_routine (export, g_ptr_array_index (export->program->routines, i));
  write_blocking (export);
}

/* What makes an object of KIND. */
static const char *
maker (const IlExport *export, IlObjectKind kind)
{
  static const char *const makers[][3] = {
    [IL_OBJECT_SEMAPHORE] = { "Semaphore", "threading.Semaphore", "asyncio.Semaphore" },
    [IL_OBJECT_MUTEX] = { "Mutex", "threading.Lock", "asyncio.Lock" },
    [IL_OBJECT_QUEUE] = { "queue.Queue", "queue.Queue", "asyncio.Queue" },
    [IL_OBJECT_EVENT] = { "Event", "threading.Event", "asyncio.Event" },
    [IL_OBJECT_CONDITION] = { "Condition", "threading.Condition", "asyncio.Condition" },
    [IL_OBJECT_BARRIER] = { "Barrier", "threading.Barrier", "asyncio.Barrier" },
    [IL_OBJECT_DEVICE] = { "Device", "Device", "Device" },
  };

  if (kind == IL_OBJECT_MUTEX && il_export_has_mutex_class (export))
    return "Mutex";
  return kind == IL_OBJECT_QUEUE && il_export_has_queue_class (export) ? "Queue"
                                                                       : makers[kind][export->model - IL_MODEL_SYNC];
}

static void
write_made (IlExport *export, const IlObjectDeclaration *object)
{
  gboolean queue = object->kind == IL_OBJECT_QUEUE, named = queue && il_export_has_queue_class (export);
  gboolean sync = export->model == IL_MODEL_SYNC,
           is_lock = object->kind == IL_OBJECT_MUTEX || object->kind == IL_OBJECT_CONDITION;
  gboolean number = object->kind == IL_OBJECT_SEMAPHORE || object->kind == IL_OBJECT_DEVICE
                    || object->kind == IL_OBJECT_BARRIER || (queue && object->capacity > 0);

  g_string_append_printf (export->out, "%s(", maker (export, object->kind));
  if (named || (object->kind == IL_OBJECT_MUTEX && il_export_has_mutex_class (export)) || (sync && is_lock))
    il_export_string (export->out, object->name);
  if (number)
    g_string_append_printf (export->out, "%s%" G_GINT64_FORMAT, named ? ", " : "", object->capacity);
  g_string_append_c (export->out, ')');
}

static void
write_objects (IlExport *export)
{
  const GArray *objects = export->program->objects;

  for (guint i = 0; i < objects->len; i++) {
    const IlObjectDeclaration *object = &g_array_index (objects, IlObjectDeclaration, i);

    g_string_append (export->out, i == 0 ? "\n" : "");
    il_export_comments_before (export, object->line);
    il_export_object (export, i);
    g_string_append (export->out, " = ");
    if (object->kind == IL_OBJECT_SHARED)
      il_export_at (export, object->value, IL_LEVEL_ANY);
    else
      write_made (export, object);
    il_export_end_line (export, object->line, NULL);
  }
}

/* What show() calls them. */
static void
write_names (IlExport *export)
{
  const GArray *objects = export->program->objects;
  const char *between = "";

  if (!export->shows_values)
    return;
  g_string_append (export->out, "names = {");
  for (guint i = 0; i < objects->len; i++) {
    const IlObjectDeclaration *object = &g_array_index (objects, IlObjectDeclaration, i);

    if (object->kind == IL_OBJECT_SHARED)
      continue;
    g_string_append (export->out, between);
    il_export_object (export, i);
    g_string_append (export->out, ": ");
    il_export_string (export->out, object->name);
    between = ", ";
  }
  g_string_append (export->out, "}\n");
}

static gboolean
is_in_name (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.';
}

/* Whether PROGRAM names something of MODULE; or a string in it does, and then an import is one too many. */
static gboolean
uses_module (const char *program, const char *module)
{
  g_autofree char *name = g_strconcat (module, ".", NULL);

  for (const char *at = strstr (program, name); at; at = strstr (at + 1, name))
    if (at == program || !is_in_name (at[-1]))
      return TRUE;
  return FALSE;
}

static void
write_imports (IlExport *export, const char *program)
{
  static const char *const modules[] = { "asyncio",    "collections", "concurrent.futures",
                                         "contextlib", "contextvars", "ctypes",
                                         "heapq",      "math",        "multiprocessing",
                                         "os",         "queue",       "struct",
                                         "sys",        "threading",   "time",
                                         "traceback" };
  gsize before = export->out->len;

  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    if (uses_module (program, modules[i]))
      il_export_line (export, "import %s", modules[i]);
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
  if (export->tells_errors)
    il_export_line (
        export, "# An error that is Python's own has Python's text: that of a value of the wrong type, of a lock that\n"
                "# is not held, of what a library function refuses.");
  if (export->equals_truth)
    il_export_line (export, "# To Python true equals 1, and false 0. In the workload they do not.");
  if (program->objects->len > 0 && export->model != IL_MODEL_SYNC)
    il_export_line (export, "# A deadlock is not noticed here: the program then waits for ever.");
  if (export->model == IL_MODEL_SYNC && il_export_keeps_starts (export))
    il_export_line (export, "# What `as` names in a start line has no value here until the task has ended.");
  if (export->shows_handles && export->offloads_tasks)
    il_export_line (export,
                    "# The workload counts a task in a thread or process where it numbers tasks of one name (f, f#2).\n"
                    "# Here it has no name.");
  if (export->model == IL_MODEL_THREADS
      && (machine->cores || machine->policy || machine->quantum >= 0 || machine->boost >= 0
          || machine->switch_cost >= 0))
    il_export_line (
        export, "# The machine block has no equivalent: the kernel schedules these threads, and CPython lets one at\n"
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
  g_autoptr (GString) program_text = g_string_new (NULL), objects = g_string_new (NULL), routines = g_string_new (NULL);
  GString *out = g_string_new ("#!/usr/bin/env python3\n\"\"\"");
  IlExport export = { .program = program, .model = model, .out = out };

  g_autoptr (GHashTable) names = export.routine_names = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < program->routines->len; i++)
    g_hash_table_add (names, (gpointer) ((IlRoutine *) g_ptr_array_index (program->routines, i))->name);
  export.blocking = g_hash_table_new (NULL, NULL);
  il_export_find_kinds (&export);
  il_export_read_comments (&export);
  il_export_title (&export);
  g_autofree char *name = g_strescape (program->name, NULL);
  g_string_append_printf (out, "The workload %s as a Python program: %s.\n\"\"\"\n", name, ways[model]);
  export.out = objects;
  write_objects (&export);
  export.out = routines;
  write_routines (&export);
  il_export_starts (&export);
  export.out = program_text;
  il_export_helpers (&export);
  g_string_append_printf (program_text, "%s%s", export.helpers ? "\n" : "", objects->str);
  write_names (&export);
  g_string_append (program_text, routines->str);

  export.out = out;
  write_imports (&export, program_text->str);
  write_notes (&export);
  g_string_truncate (out, out->len - 1);
  g_string_append (out, program_text->str);

  il_export_free_kinds (&export);
  g_ptr_array_unref (export.lines);
  g_hash_table_unref (export.blocking);
  if (export.refused) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, export.refused);
    g_free (export.refused);
    g_string_free (out, TRUE);
    return NULL;
  }
  return g_string_free (out, FALSE);
}

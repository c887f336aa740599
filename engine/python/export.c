/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/python/comments.h"
#include "engine/python/dialect.h"
#include "engine/python/expressions.h"
#include "engine/python/names.h"
#include "engine/python/properties.h"
#include "engine/python/snippets.h"
#include "engine/python/starts.h"
#include "engine/python/statements.h"
#include "engine/python/tasks.h"

/* The whole of the exported program: what it imports, its objects, the snippets that it needs, its routines,
 * its start. */

static void
write_routine (IlExport *export, const IlRoutine *routine)
{
  g_string_append (export->out, "\n\n");
  il_export_comments_before (export, routine->line);
  g_string_append (export->out, routine->kind == IL_ROUTINE_FUNCTION ? "" : export->dialect->async);
  g_string_append (export->out, "def ");
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

static void
write_routines (IlExport *export)
{
  for (guint i = 0; i < export->program->routines->len; i++)
    write_routine (export, g_ptr_array_index (export->program->routines, i));

  /* The tasks that asyncio runs in a thread or process, once more, as they are there. */
  const IlDialect *dialect = export->dialect;
  export->dialect = &il_dialect_blocking;
  for (guint i = 0; i < export->features.blocking->len; i++)
    write_routine (export, g_ptr_array_index (export->features.blocking, i));
  export->dialect = dialect;
}

/* Whether objects of KIND are of a class of the program's own that tells their names in errors. */
static gboolean
is_named (const IlExport *export, const IlObjectDeclaration *object)
{
  switch (object->kind) {
  case IL_OBJECT_SEMAPHORE:
    return object->variety == IL_VARIETY_BOUNDED && (export->features.bounded_class || export->dialect->names_locks);
  case IL_OBJECT_QUEUE: return export->features.queue_class;
  case IL_OBJECT_MUTEX: return export->features.mutex_class || export->dialect->names_locks;
  case IL_OBJECT_CONDITION: return export->dialect->names_locks;
  default: return FALSE;
  }
}

static const char *
maker (const IlExport *export, const IlObjectDeclaration *object)
{
  static const char *const own[] = {
    [IL_VARIETY_BOUNDED] = "BoundedSemaphore", [IL_VARIETY_PRIORITY] = "PriorityQueue", [IL_VARIETY_LIFO] = "LifoQueue"
  };
  IlObjectKind kind = object->kind;

  if (kind == IL_OBJECT_MUTEX && export->features.mutex_class)
    return "Mutex";
  if (object->variety != IL_VARIETY_PLAIN) {
    gboolean named = kind == IL_OBJECT_QUEUE ? export->features.queue_class : export->features.bounded_class;

    return named ? own[object->variety] : export->dialect->varieties[object->variety];
  }
  return kind == IL_OBJECT_QUEUE && export->features.queue_class ? "Queue" : export->dialect->makers[kind];
}

static void
write_made (IlExport *export, const IlObjectDeclaration *object)
{
  gboolean named = is_named (export, object);
  gboolean number = object->kind == IL_OBJECT_SEMAPHORE || object->kind == IL_OBJECT_DEVICE
                    || object->kind == IL_OBJECT_BARRIER || (object->kind == IL_OBJECT_QUEUE && object->capacity > 0);

  il_export_library (export, maker (export, object));
  g_string_append_c (export->out, '(');
  if (object->kind == IL_OBJECT_CONDITION && export->features.mutex_class) {
    g_string_append (export->out, "Mutex(");
    il_export_string (export->out, object->name);
    g_string_append (export->out, ", condition=True)");
  }
  if (object->kind == IL_OBJECT_CONDITION && export->features.threads && export->features.asks_locks)
    il_export_library (export, "threading.Lock()"); /* which can be asked */
  if (named)
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

  if (!export->features.shows_values)
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

static void
write_imports (IlExport *export)
{
  g_autoptr (GList) modules = g_list_sort (g_hash_table_get_keys (export->imports), (GCompareFunc) strcmp);

  for (GList *module = modules; module; module = module->next)
    il_export_line (export, "import %s", (const char *) module->data);
  if (modules)
    g_string_append_c (export->out, '\n');
}

static void
write_notes (IlExport *export)
{
  const IlProgram *program = export->program;
  const IlMachineDeclaration *machine = &program->machine;
  gsize before = export->out->len;

  if (export->features.calculates)
    il_export_line (export, "# Integers have no bounds here. In the workload they have 64 bits, and more is an error.");
  if (export->features.tells_errors)
    il_export_line (
        export, "# An error that is Python's own has Python's text: that of a value of the wrong type, of a lock that\n"
                "# is not held, of what a library function refuses.");
  if (export->features.equals_truth)
    il_export_line (export, "# To Python true equals 1, and false 0. In the workload they do not.");
  if (program->objects->len > 0 && !export->features.sync)
    il_export_line (export, "# A deadlock is not noticed here: the program then waits for ever.");
  if (export->features.shows_handles && export->features.offloads_tasks)
    il_export_line (export,
                    "# The workload counts a task in a thread or process where it numbers tasks of one name (f, f#2).\n"
                    "# Here it has no name.");
  if (export->features.threads
      && (machine->cores || machine->policy || machine->parameters || machine->switch_cost >= 0))
    il_export_line (
        export, "# The machine block has no equivalent: the kernel schedules these threads, and CPython lets one at\n"
                "# a time compute.");
  if (export->out->len > before)
    g_string_append_c (export->out, '\n');
}

/* All below the title. */
static char *
write_body (IlExport *export)
{
  g_autoptr (GString) snippets = g_string_new (NULL), body = export->out = g_string_new (NULL);
  gboolean any = il_snippets_write (snippets, &export->features, export->dialect->folder,
                                    il_export_workers (export->program), export->imports);

  g_string_append (body, any ? "\n" : "");
  write_objects (export);
  write_names (export);
  il_export_always (export);
  write_routines (export);
  il_export_starts (export);
  return g_strconcat (snippets->str, body->str, NULL);
}

char *
il_export_python (const IlProgram *program, IlModelKind model, GError **error)
{
  static const IlDialect *const dialects[] = {
    [IL_MODEL_SYNC] = &il_dialect_sync, [IL_MODEL_THREADS] = &il_dialect_threads, [IL_MODEL_COOP] = &il_dialect_coop
  };
  g_autoptr (IlKindTable) kinds = il_kind_table_new (program);
  g_autoptr (GHashTable) imports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) out = g_string_new ("#!/usr/bin/env python3\n\"\"\"");
  IlExport export = { .program = program,
                      .dialect = dialects[model],
                      .kinds = kinds,
                      .imports = imports,
                      .routine_names = names,
                      .out = out };

  for (guint i = 0; i < program->routines->len; i++)
    g_hash_table_add (names, (gpointer) ((IlRoutine *) g_ptr_array_index (program->routines, i))->name);
  il_features_find (&export.features, program, model, kinds);
  il_export_read_comments (&export);
  il_export_title (&export);
  g_autofree char *name = g_strescape (program->name, NULL);
  g_string_append_printf (out, "The workload %s as a Python program: %s.\n\"\"\"\n", name, export.dialect->way);
  g_autofree char *body = write_body (&export);
  export.out = out;
  write_imports (&export);
  write_notes (&export);
  g_string_truncate (out, out->len - 1);
  g_string_append (out, body);

  il_features_clear (&export.features);
  g_ptr_array_unref (export.lines);
  g_autofree char *refused = export.refused;
  if (refused) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, refused);
    return NULL;
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

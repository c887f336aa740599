/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/export-private.h"

#include "engine/language/python-resources.h"

#include <string.h>

/* What a workload has and Python has not: small pieces of Python, written into the exported program only where
 * they are used. They are the files in the folder python; those that differ from model to model are in a
 * folder for each. */

gboolean
il_export_has_object (const IlExport *export, IlObjectKind kind)
{
  for (guint i = 0; i < export->program->objects->len; i++)
    if (g_array_index (export->program->objects, IlObjectDeclaration, i).kind == kind)
      return TRUE;
  return FALSE;
}

gboolean
il_export_has_queue_class (const IlExport *export)
{
  if (!il_export_has_object (export, IL_OBJECT_QUEUE))
    return FALSE;
  return export->closes || (export->does_not_wait && export->tells_errors)
         || (export->model == IL_MODEL_SYNC && export->uses_try);
}

static GBytes *
find (IlExport *export, const char *name)
{
  static const char *const folders[] = { [IL_MODEL_SYNC] = "sync", [IL_MODEL_THREADS] = "threads", [IL_MODEL_COOP] = "coop" };
  g_autofree char *own = g_strdup_printf ("/interlane/python/%s/%s.py", folders[export->model], name);
  g_autofree char *common = g_strdup_printf ("/interlane/python/%s.py", name);
  GResource *resource = il_python_get_resource ();
  GBytes *bytes = g_resource_lookup_data (resource, own, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return bytes ? bytes : g_resource_lookup_data (resource, common, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

/* Writes what the file NAME holds, below the line that says its licence. */
static void
add (IlExport *export, const char *name)
{
  g_autoptr (GBytes) bytes = find (export, name);
  gsize size;

  g_return_if_fail (bytes != NULL);
  const char *text = g_bytes_get_data (bytes, &size);
  const char *below = (const char *) memchr (text, '\n', size) + 1;
  g_string_append (export->out, "\n\n");
  g_string_append_len (export->out, below, (gssize) size - (below - text));
  export->helpers = TRUE;
}

static void
add_now (IlExport *export)
{
  g_string_append_printf (export->out,
                          "\n\n"
                          "started = time.monotonic()\n"
                          "\n"
                          "\n"
                          "def now():\n"
                          "    \"\"\"The time since the program began.\"\"\"\n"
                          "    return %s\n",
                          export->counts_time ? "Duration(round((time.monotonic() - started) * 10**9))"
                                              : "time.monotonic() - started");
  export->helpers = TRUE;
}

static void
add_device (IlExport *export)
{
  add (export, "device");
  if (export->model == IL_MODEL_COOP && !il_export_has_io (export))
    g_string_replace (export->out, "            await io(seconds)\n", "            await asyncio.sleep(seconds)\n", 1);
}

/* The locks and queues that the model's own library does not have. */
static void
add_objects (IlExport *export)
{
  gboolean sync = export->model == IL_MODEL_SYNC;
  gboolean locks = sync && (il_export_has_object (export, IL_OBJECT_SEMAPHORE) || il_export_has_object (export, IL_OBJECT_MUTEX));

  if (locks || (sync && il_export_has_queue_class (export)))
    add (export, "stuck");
  if (locks)
    add (export, "semaphore");
  if (sync && il_export_has_object (export, IL_OBJECT_MUTEX))
    add (export, "mutex");
  if (il_export_has_queue_class (export))
    add (export, "queue");
  if (il_export_has_object (export, IL_OBJECT_DEVICE))
    add_device (export);
}

static void
add_tasks (IlExport *export)
{
  gboolean sync = export->model == IL_MODEL_SYNC, threads = export->model == IL_MODEL_THREADS;

  if (export->uses_random)
    add (export, "stream");
  if (export->uses_random)
    add (export, "random");
  if (!sync && export->shows_names)
    add (export, "named");
  if (threads && export->uses_spawn)
    add (export, "task");
  if (threads && export->uses_spawn && export->uses_random)
    g_string_replace (export->out, "        self.value = self.error = None\n",
                      "        self.value = self.error = None\n"
                      "        self.stream = [random_bits()]  # random numbers of its own, begun with one of its parent's\n", 1);
  if (il_export_starts_apart (export))
    add (export, "start");
  if (il_export_has_arrivals (export))
    add (export, "arrivals");
}

void
il_export_helpers (IlExport *export)
{
  if (export->counts_time)
    add (export, "duration");
  if (export->uses_cpu)
    add (export, "cpu");
  if (il_export_has_io (export))
    add (export, "io");
  if (export->uses_now)
    add_now (export);
  add_tasks (export);
  add_objects (export);
  if (export->goes_through_any)
    add (export, "each");
  if (export->model != IL_MODEL_COOP && export->catches_cancelled)
    add (export, "cancelled");
  if (export->tells_errors)
    add (export, "message");
  if (export->shows_values) {
    add (export, "show");
    add (export, "quote");
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/export-private.h"

#include "engine/python/python-resources.h"

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

guint
il_export_workers (const IlExport *export)
{
  return export->program->machine.workers > 0 ? export->program->machine.workers : 4;
}

gboolean
il_export_has_queue_class (const IlExport *export)
{
  if (!il_export_has_object (export, IL_OBJECT_QUEUE))
    return FALSE;
  return export->closes || (export->does_not_wait && export->tells_errors)
         || (export->model == IL_MODEL_SYNC && export->uses_try);
}

gboolean
il_export_has_generator_class (const IlExport *export)
{
  return export->shows_generators || (export->steps_generators && export->tells_errors);
}

gboolean
il_export_has_task_class (const IlExport *export)
{
  return export->model == IL_MODEL_SYNC && !export->blocks && export->shows_handles;
}

gboolean
il_export_has_mutex_class (const IlExport *export)
{
  return export->model == IL_MODEL_COOP && export->tells_errors && export->releases
         && il_export_has_object (export, IL_OBJECT_MUTEX);
}

gboolean
il_export_orders_groups (const IlExport *export)
{
  return export->uses_group && (export->uses_try || export->uses_locks);
}

static GBytes *
find (IlExport *export, const char *name)
{
  static const char *const folders[] = {
    [IL_MODEL_SYNC] = "sync", [IL_MODEL_THREADS] = "threads", [IL_MODEL_COOP] = "coop"
  };
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
  gboolean locks =
      sync && (il_export_has_object (export, IL_OBJECT_SEMAPHORE) || il_export_has_object (export, IL_OBJECT_MUTEX));

  gboolean event = sync && il_export_has_object (export, IL_OBJECT_EVENT);
  gboolean condition = sync && il_export_has_object (export, IL_OBJECT_CONDITION);
  gboolean barrier = sync && il_export_has_object (export, IL_OBJECT_BARRIER);

  if (locks || event || condition || barrier || (sync && il_export_has_queue_class (export)))
    add (export, "stuck");
  if (locks || condition)
    add (export, "semaphore");
  if (condition || il_export_has_mutex_class (export) || (sync && il_export_has_object (export, IL_OBJECT_MUTEX)))
    add (export, "mutex");
  if (event)
    add (export, "event");
  if (condition)
    add (export, "condition");
  if (barrier)
    add (export, "barrier");
  if (il_export_has_queue_class (export))
    add (export, "queue");
  if (il_export_has_object (export, IL_OBJECT_DEVICE))
    add_device (export);
}

/* What runs outside of a task draws random numbers of its own, whose seed is one of the task's. */
static void
add_offload (IlExport *export, const char *name)
{
  add (export, name);
  if (!export->uses_random || export->model == IL_MODEL_SYNC)
    return;
  if (export->model == IL_MODEL_COOP)
    g_string_replace (export->out, ", process, function,", ", process, seeded_call, random_bits(), function,", 1);
  else
    g_string_replace (export->out, ".submit(function,", ".submit(seeded_call, random_bits(), function,", 1);
}

static void
add_tasks (IlExport *export)
{
  gboolean sync = export->model == IL_MODEL_SYNC, threads = export->model == IL_MODEL_THREADS,
           coop = export->model == IL_MODEL_COOP;

  if (export->uses_random)
    add (export, "stream");
  if (export->uses_random)
    add (export, "random");
  if ((!sync && export->shows_names) || il_export_has_task_class (export) || il_export_has_generator_class (export))
    add (export, "counts");
  if (!sync && export->shows_names)
    add (export, "named");
  if (il_export_has_generator_class (export))
    add (export, "generator");
  if (il_export_has_task_class (export) || (threads && export->uses_spawn))
    add (export, "task");
  if (threads && export->uses_spawn && export->uses_random)
    g_string_replace (
        export->out, "        self.value = self.error = None\n",
        "        self.value = self.error = None\n"
        "        self.stream = [random_bits()]  # random numbers of its own, begun with one of its parent's\n",
        1);
  if (threads && export->uses_first) {
    add (export, "first");
    g_string_replace (export->out, "        self.value = self.error = None\n",
                      "        self.value = self.error = None\n        self.ended = False\n", 1);
    g_string_replace (export->out, "            self.error = error\n            raise\n",
                      "            self.error = error\n"
                      "            raise\n"
                      "        finally:\n"
                      "            with ended:\n"
                      "                self.ended = True\n"
                      "                ended.notify_all()\n",
                      1);
  }
  if (export->uses_gather && (threads || il_export_has_task_class (export)))
    add (export, "gather");
  if (threads && export->uses_group)
    add (export, "group");
  if (export->uses_random && !sync && (export->uses_process || (threads && export->uses_thread)))
    add (export, "seeded-call");
  if (threads && export->uses_thread)
    g_string_append_printf (export->out, "\n\nworkers = concurrent.futures.ThreadPoolExecutor(%u)\n",
                            il_export_workers (export));
  if (export->uses_thread && (threads || (coop && export->uses_random)))
    add_offload (export, "thread");
  if (coop && export->uses_first)
    add (export, "first");
  if (coop && il_export_orders_groups (export))
    add (export, "group");
  if (export->uses_timeout && (sync || (coop && export->tells_errors)))
    add (export, "timeout");
  if (export->uses_process)
    add_offload (export, sync && export->uses_timeout ? "process-timeout" : "process");
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
  if (export->model == IL_MODEL_THREADS && export->prints)
    add (export, "print");
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
  if (export->model != IL_MODEL_COOP && export->catches_cancelled && !export->uses_timeout)
    add (export, "cancelled");
  if (export->divides)
    add (export, "quotient");
  if (export->takes_remainders)
    add (export, "remainder");
  if (export->takes_items)
    add (export, "item");
  if (export->tells_errors)
    add (export, "message");
  if (export->shows_values) {
    add (export, "show");
    if (il_export_has_task_class (export))
      g_string_replace (export->out, "    return names.get(",
                        "    if isinstance(value, Task):\n        return value.name\n    return names.get(", 1);
    add (export, "quote");
  }
}

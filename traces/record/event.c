/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/event.h"

#include <stddef.h>
#include <string.h>

static const char *const kind_names[] = { NULL,   "spawn",  "ready", "resume", "suspend", "preempt",
                                          "exit", "cancel", "op",    "print",  "note" };

static const char *const why_names[IL_N_WHYS] = { "none",      "sleep",     "io",        "await",      "semaphore",
                                                  "mutex",     "queue-put", "queue-get", "queue-join", "event",
                                                  "condition", "barrier",   "group",     "gather",     "first",
                                                  "thread",    "process",   "quantum",   "priority",   "kernel" };

static const char *const how_names[IL_N_HOWS] = { "return", "error", "cancelled" };

static const char *const operation_names[IL_N_OPS] = { "acquire", "release", "put",      "get",   "set",
                                                       "clear",   "notify",  "read",     "write", "yield",
                                                       "send",    "close",   "task-done" };

static const char *const note_names[IL_N_NOTES] = { "outcome", "deadlock", "dropped", "remark" };

static const char *const object_kind_names[IL_N_OBJECTS] = { "semaphore", "mutex",  "queue",  "event",    "condition",
                                                             "barrier",   "device", "shared", "generator" };

#define LENGTH(names) (sizeof (names) / sizeof *(names))

static const char *
name_at (const char *const *names, size_t n, unsigned index)
{
  return index < n ? names[index] : NULL;
}

static int
index_of (const char *const *names, size_t n, const char *name)
{
  for (size_t i = 0; i < n; i++)
    if (names[i] && name && strcmp (names[i], name) == 0)
      return (int) i;
  return -1;
}

#define NAME_TABLE(function, type, names)                                                                              \
  const char *il_##function##_name (type number) { return name_at (names, LENGTH (names), (unsigned) number); }        \
  int il_##function##_from_name (const char *name) { return index_of (names, LENGTH (names), name); }

NAME_TABLE (event_kind, IlEventKind, kind_names)
NAME_TABLE (why, IlWhy, why_names)
NAME_TABLE (how, IlHow, how_names)
NAME_TABLE (operation, IlOperation, operation_names)
NAME_TABLE (note, IlNote, note_names)
NAME_TABLE (object_kind, IlObjectKind, object_kind_names)

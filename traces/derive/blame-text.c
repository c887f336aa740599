/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/blame.h"

static char *
describe_cause (const IlRecording *recording, guint32 waiter, const IlBlame *blame)
{
  const char *task = il_recording_task_name (recording, blame->task);
  gboolean own = blame->task == waiter;
  IlObjectInfo object;
  gboolean has_object = il_recording_object (recording, blame->cause_object, &object);

  switch (blame->cause) {
  case IL_CAUSE_RUNNING: return g_strdup_printf ("%s running", task);
  case IL_CAUSE_SWITCHING: return g_strdup_printf ("switch to %s", own ? "it" : task);
  case IL_CAUSE_TIMER: return own ? g_strdup ("its own sleep") : g_strdup_printf ("%s asleep", task);
  case IL_CAUSE_IO:
    return own ? g_strdup_printf ("its own I/O%s%s", has_object ? " on " : "", has_object ? object.name : "")
               : g_strdup_printf ("%s in I/O%s%s", task, has_object ? " on " : "", has_object ? object.name : "");
  case IL_CAUSE_WORKER: return own ? g_strdup ("a worker") : g_strdup_printf ("a worker for %s", task);
  case IL_CAUSE_CIRCLE: return g_strdup_printf ("a circle through %s", task);
  default: break;
  }
  if (has_object)
    return own ? g_strdup_printf ("%s, never given", object.name)
               : g_strdup_printf ("%s waiting for %s", task, object.name);
  if (own)
    return g_strdup (blame->state == IL_STATE_READY ? "an idle core" : "never woken");
  return g_strdup_printf ("%s, for no recorded reason", task);
}

char *
il_blame_text (const IlTimeline *timeline, guint32 waiter, const IlBlame *blame, char **through)
{
  const IlRecording *recording = il_timeline_recording (timeline);
  const char *via = il_recording_task_name (recording, blame->via);
  const char *whose = blame->via == blame->task ? "which" : via;
  IlObjectInfo object;

  *through = NULL;
  if (blame->state == IL_STATE_READY)
    *through = blame->cause == IL_CAUSE_RUNNING ? g_strdup ("which had the core") : NULL;
  else if (blame->via != 0 && il_recording_object (recording, blame->object, &object))
    switch (blame->why) {
    case IL_WHY_SEMAPHORE:
    case IL_WHY_MUTEX:
    case IL_WHY_IO: *through = g_strdup_printf ("%s had %s", whose, object.name); break;
    case IL_WHY_QUEUE_GET: *through = g_strdup_printf ("%s then put into %s", whose, object.name); break;
    case IL_WHY_QUEUE_PUT: *through = g_strdup_printf ("%s then made room in %s", whose, object.name); break;
    default: *through = g_strdup_printf ("%s then ended the wait for %s", whose, object.name); break;
    }
  else if (blame->via != 0)
    *through = g_strdup_printf (blame->why == IL_WHY_AWAIT ? "%s was awaited" : "%s was waited for", whose);
  return describe_cause (recording, waiter, blame);
}

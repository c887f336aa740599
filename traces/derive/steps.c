/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/steps.h"

gboolean
il_step_next (GPtrArray *recordings, gint64 time, gint64 *found)
{
  gboolean any = FALSE;

  if (time == G_MAXINT64)
    return FALSE;
  for (guint i = 0; i < recordings->len; i++) {
    const IlRecording *recording = g_ptr_array_index (recordings, i);
    guint64 index = il_recording_find (recording, time + 1);

    if (index >= il_recording_n_records (recording))
      continue;
    gint64 candidate = il_recording_record (recording, index)->time;
    if (candidate > time && (!any || candidate < *found))
      *found = candidate;
    any = any || candidate > time;
  }
  return any;
}

gboolean
il_step_previous (GPtrArray *recordings, gint64 time, gint64 *found)
{
  gboolean any = FALSE;

  for (guint i = 0; i < recordings->len; i++) {
    const IlRecording *recording = g_ptr_array_index (recordings, i);
    guint64 index = il_recording_find (recording, time);

    if (index == 0)
      continue;
    gint64 candidate = il_recording_record (recording, index - 1)->time;
    if (!any || candidate > *found)
      *found = candidate;
    any = TRUE;
  }
  return any;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/track.h"

#include "traces/record/aside.h"
#include "traces/record/time.h"

IlTrack *
il_track_new (IlRecording *recording)
{
  IlTrack *track = g_new0 (IlTrack, 1);

  g_atomic_ref_count_init (&track->references);
  track->recording = il_recording_ref (recording);
  track->timeline = il_timeline_new (recording);
  track->instants = il_instants_new (recording);
  track->prints = g_array_new (FALSE, FALSE, sizeof (guint64));
  track->notes = g_array_new (FALSE, FALSE, sizeof (guint64));
  return track;
}

IlTrack *
il_track_ref (IlTrack *track)
{
  g_atomic_ref_count_inc (&track->references);
  return track;
}

static void
free_track (gpointer data)
{
  IlTrack *track = data;

  g_clear_pointer (&track->metrics, il_metrics_free);
  g_clear_pointer (&track->causes, il_causes_free);
  g_clear_pointer (&track->path, g_array_unref);
  il_timeline_unref (track->timeline);
  il_instants_unref (track->instants);
  il_recording_unref (track->recording);
  g_array_unref (track->prints);
  g_array_unref (track->notes);
  g_free (track);
}

void
il_track_unref (IlTrack *track)
{
  if (g_atomic_ref_count_dec (&track->references))
    il_free_aside (track, free_track, il_recording_n_records (track->recording));
}

static gboolean
index_texts (IlTrack *track, gint64 deadline)
{
  enum { RECORDS_BETWEEN_CLOCK_READS = 4096 };
  guint64 n = il_recording_n_records (track->recording);

  while (track->n_indexed < n) {
    guint64 index = track->n_indexed++;
    guint8 kind = il_recording_record (track->recording, index)->kind;

    if (kind == IL_EVENT_PRINT)
      g_array_append_val (track->prints, index);
    else if (kind == IL_EVENT_NOTE)
      g_array_append_val (track->notes, index);
    if (track->n_indexed % RECORDS_BETWEEN_CLOCK_READS == 0 && il_monotonic_time () > deadline)
      break;
  }
  return track->n_indexed < n;
}

gboolean
il_track_extend (IlTrack *track, gint64 budget)
{
  gint64 deadline = il_time_after (il_monotonic_time (), budget);
  gboolean texts_left = index_texts (track, deadline);
  gboolean spans_left = il_timeline_extend (track->timeline, budget);

  return texts_left || spans_left;
}

guint
il_track_n_prints (const IlTrack *track, gint64 time)
{
  guint low = 0, high = track->prints->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (il_recording_record (track->recording, g_array_index (track->prints, guint64, middle))->time <= time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const char *
il_track_print (const IlTrack *track, guint index, guint32 *task, gint64 *time)
{
  IlEvent event;

  il_record_unpack (il_recording_record (track->recording, g_array_index (track->prints, guint64, index)), 0, &event);
  if (task)
    *task = event.task;
  if (time)
    *time = event.time;
  return il_recording_text (track->recording, event.text);
}

guint
il_track_n_notes (const IlTrack *track)
{
  return track->notes->len;
}

const char *
il_track_note (const IlTrack *track, guint index, IlNote *note)
{
  IlEvent event;

  il_record_unpack (il_recording_record (track->recording, g_array_index (track->notes, guint64, index)), 0, &event);
  *note = event.note;
  return il_recording_text (track->recording, event.text);
}

gint64
il_track_next_event (const IlTrack *track, gint64 time)
{
  guint64 index = il_recording_find (track->recording, il_time_add (time, 1));

  return index < il_recording_n_records (track->recording) ? il_recording_record (track->recording, index)->time : -1;
}

gint64
il_track_previous_event (const IlTrack *track, gint64 time)
{
  guint64 index = il_recording_find (track->recording, time);

  return index > 0 ? il_recording_record (track->recording, index - 1)->time : -1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/situation.h"

#include "traces/record/lock.h"

/* Copies lie at least so many records apart, and so many more where a copy is large that they cost little. */
enum { RECORDS_APART = 1 << 15, BYTES_A_RECORD = 4 };

struct _IlSituations {
  gatomicrefcount references;
  IlRecording *recording; /* a reference */
  pthread_mutex_t lock;
  IlSituation *front; /* the furthest that anybody has come */
  GPtrArray *kept;    /* of IlSituation, by time */
};

IlSituations *
il_situations_new (IlRecording *recording)
{
  IlSituations *situations = g_new0 (IlSituations, 1);

  g_atomic_ref_count_init (&situations->references);
  situations->recording = il_recording_ref (recording);
  pthread_mutex_init (&situations->lock, NULL);
  situations->front = il_situation_new (recording);
  situations->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) il_situation_free);
  g_ptr_array_add (situations->kept, il_situation_new (recording));
  return situations;
}

IlSituations *
il_situations_ref (IlSituations *situations)
{
  g_atomic_ref_count_inc (&situations->references);
  return situations;
}

void
il_situations_unref (IlSituations *situations)
{
  if (!g_atomic_ref_count_dec (&situations->references))
    return;
  il_recording_unref (situations->recording);
  pthread_mutex_destroy (&situations->lock);
  il_situation_free (situations->front);
  g_ptr_array_unref (situations->kept);
  g_free (situations);
}

IlRecording *
il_situations_recording (const IlSituations *situations)
{
  return situations->recording;
}

static guint64
bytes_of (const IlSituation *situation)
{
  guint64 bytes = sizeof *situation + situation->tasks->len * sizeof (IlTaskSituation)
                  + situation->places->len * sizeof (guint32) + situation->objects->len * sizeof (IlObjectSituation);

  for (guint i = 0; i < situation->objects->len; i++)
    bytes += g_array_index (situation->objects, IlObjectSituation, i).holders->len * sizeof (guint32);
  return bytes;
}

/* Goes on to N_RECORDS, and keeps copies on the way. */
static void
extend (IlSituations *situations, guint64 n_records)
{
  while (situations->front->n_records < n_records) {
    const IlSituation *last = g_ptr_array_index (situations->kept, situations->kept->len - 1);
    guint64 apart = MAX (RECORDS_APART, bytes_of (situations->front) / BYTES_A_RECORD);
    guint64 next = MAX (last->n_records + apart, situations->front->n_records + 1);

    il_situation_extend_to (situations->front, MIN (n_records, next));
    if (situations->front->n_records == next)
      g_ptr_array_add (situations->kept, il_situation_copy (situations->front));
  }
}

/* The last one kept that is not beyond N_RECORDS. */
static const IlSituation *
kept_before (IlSituations *situations, guint64 n_records)
{
  guint low = 0, high = situations->kept->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (((IlSituation *) g_ptr_array_index (situations->kept, middle))->n_records <= n_records)
      low = middle;
    else
      high = middle;
  }
  return g_ptr_array_index (situations->kept, low);
}

IlSituation *
il_situations_at (IlSituations *situations, gint64 time)
{
  const IlRecording *recording = situations->recording;
  guint64 n_records = time == G_MAXINT64 ? il_recording_n_records (recording) : il_recording_find (recording, time + 1);
  IlSituation *situation;

  {
    g_auto (IlLocked) locked = il_lock (&situations->lock);

    extend (situations, n_records);
    situation = il_situation_copy (kept_before (situations, n_records));
  }
  il_situation_extend_to (situation, n_records);
  il_situation_settle (situation, time);
  return situation;
}
